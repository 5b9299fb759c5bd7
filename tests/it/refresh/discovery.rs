//! Finding the feed behind an address: how many requests it takes, and in whose manners.

use super::*;

const LINK: &str = "<html><head><link rel=alternate type=application/rss+xml title=News href=/news.xml></head><body>hi</body></html>";
const BARE: &str = "<html><head><title>Bare</title></head><body>hi</body></html>";

fn page(html: &str) -> Answer {
    Answer::ok("text/html", html)
}

fn paths(server: &Server) -> Vec<String> {
    let requests = server.requests();
    requests.into_iter().map(|request| request.path).collect()
}

#[tokio::test]
async fn a_page_that_names_its_feed_is_one_request() {
    let server = Server::start();
    server.answer("/", page(LINK));
    let house = House::with(&[]).await;
    let found = jobs::discover(&house.context, &server.url("/"))
        .await
        .unwrap();
    assert_eq!(found.feeds[0].url, server.url("/news.xml"));
    assert_eq!(paths(&server), ["/"]);
}

#[tokio::test]
async fn a_header_names_it_as_well() {
    let server = Server::start();
    let link = "</by-header>; rel=\"alternate\"; type=\"application/atom+xml\"";
    server.answer("/", page(BARE).header("Link", link));
    let house = House::with(&[]).await;
    let found = jobs::discover(&house.context, &server.url("/"))
        .await
        .unwrap();
    assert_eq!(found.feeds[0].url, server.url("/by-header"));
    assert_eq!(paths(&server), ["/"]);
}

#[tokio::test]
async fn a_page_that_names_none_leads_to_few_places_until_one_is_a_feed() {
    let server = Server::start();
    server.answer("/", page(BARE));
    server.answer("/rss.xml", page("<html>not here either</html>"));
    server.answer("/atom.xml", Answer::rss(rss("found", 3)));
    let house = House::with(&[]).await;
    let found = jobs::discover(&house.context, &server.url("/"))
        .await
        .unwrap();
    assert_eq!(paths(&server), ["/", "/feed", "/rss.xml", "/atom.xml"]);
    assert_eq!(server.most_at_once(), 1);
    let wish = vec![Subscription::new(found.feeds[0].url.clone())];
    jobs::subscribe(&house.context, wish).await.unwrap();
    assert_eq!(house.row().await.total, 3);
    assert_eq!(paths(&server).len(), 4, "its document is its first fetch");
}

#[tokio::test]
async fn nothing_at_any_place_is_told_after_few_requests() {
    let server = Server::start();
    server.answer("/", page(BARE));
    let house = House::with(&[]).await;
    let trouble = jobs::discover(&house.context, &server.url("/"))
        .await
        .unwrap_err();
    assert!(trouble.what.contains("no feed at"), "{trouble}");
    assert!(trouble.hint.is_some());
    assert_eq!(paths(&server).len(), 7, "{:?}", paths(&server));
}

#[tokio::test]
async fn a_server_that_wants_to_be_left_alone_is() {
    let server = Server::start();
    server.answer("/", page(BARE));
    server.answer("/feed", Answer::status(429).header("Retry-After", "1800"));
    let house = House::with(&[]).await;
    let trouble = jobs::discover(&house.context, &server.url("/")).await;
    assert!(trouble.is_err());
    assert_eq!(paths(&server), ["/", "/feed"]);
    // It holds for whatever is asked of that host, also after a restart.
    let again = house.again();
    let trouble = jobs::discover(&again.context, &server.url("/other"))
        .await
        .unwrap_err();
    assert!(trouble.what.contains("30 min"), "{trouble}");
    assert_eq!(paths(&server).len(), 2);
    again.later(31 * MINUTE);
    server.answer("/other", Answer::rss(rss("a", 1)));
    jobs::discover(&again.context, &server.url("/other"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_single_link_that_looks_like_a_feed_is_asked_and_is_the_first_fetch() {
    let server = Server::start();
    server.answer("/", page("<a href=/rss>RSS</a>"));
    server.answer("/rss", Answer::rss(rss("linked", 2)));
    let house = House::with(&[]).await;
    let found = jobs::discover(&house.context, &server.url("/"))
        .await
        .unwrap();
    let wish = vec![Subscription::new(found.feeds[0].url.clone())];
    jobs::subscribe(&house.context, wish).await.unwrap();
    assert_eq!(
        (house.row().await.total, paths(&server)),
        (2, vec!["/".into(), "/rss".into()])
    );
}

#[tokio::test]
async fn a_page_of_feeds_behind_a_link_is_read_too() {
    let server = Server::start();
    server.answer("/", page("<a href=/feeds.html>Our RSS feeds</a>"));
    server.answer("/feeds.html", page(LINK));
    let house = House::with(&[]).await;
    let found = jobs::discover(&house.context, &server.url("/"))
        .await
        .unwrap();
    assert_eq!(found.feeds[0].url, server.url("/news.xml"));
    assert_eq!(paths(&server), ["/", "/feeds.html"]);
}

#[tokio::test]
async fn several_links_are_offered_without_asking_them() {
    let server = Server::start();
    server.answer(
        "/",
        page("<a href=/a.rss>World</a><a href=/b.rss>Sport</a>"),
    );
    let house = House::with(&[]).await;
    let found = jobs::discover(&house.context, &server.url("/"))
        .await
        .unwrap();
    assert_eq!(found.feeds.len(), 2);
    assert_eq!(paths(&server), ["/"]);
}

#[tokio::test]
async fn a_move_for_good_keeps_the_name_and_password() {
    let server = Server::start();
    server.answer("/old", Answer::redirect(301, "/new"));
    server.answer("/new", Answer::rss(rss("a", 1)));
    let house = House::with(&[]).await;
    let typed = server.url("/old").replace("http://", "http://ada:secret@");
    let found = jobs::discover(&house.context, &typed).await.unwrap();
    assert_eq!(
        found.feeds[0].url,
        server.url("/new").replace("http://", "http://ada:secret@")
    );
}

#[tokio::test]
async fn a_broken_feed_is_no_page_to_look_around_from() {
    let server = Server::start();
    server.answer(
        "/feed.json",
        Answer::ok(
            "application/feed+json",
            "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [",
        ),
    );
    server.answer(
        "/picture",
        Answer::ok("image/png", b"\x89PNG\r\n\x1a\n".to_vec()),
    );
    let house = House::with(&[]).await;
    for path in ["/feed.json", "/picture"] {
        let before = paths(&server).len();
        let _ = jobs::discover(&house.context, &server.url(path)).await;
        assert_eq!(paths(&server).len(), before + 1, "{path}");
    }
}
