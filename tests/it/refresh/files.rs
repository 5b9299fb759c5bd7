//! `feeds.toml`, the store and undo, kept as one: subscribing, moving, importing, editing by hand.

use byline::parse::Secrets;

use super::*;

const BY_HAND: &str = "# my feeds\n\n[[feed]]\nurl = \"https://a.example/f\" # the good one\n\n# about b\n[[feed]]\nurl = \"https://b.example/f\"\ntitle = \"B\"\nfolder = \"Linux\"\n";

#[tokio::test]
async fn discovering_and_subscribing_is_one_request() {
    let server = Server::start();
    server.answer("/feed", Answer::rss(rss("a", 3)).header("ETag", "\"1\""));
    let house = House::with(&[]).await;
    let found = jobs::discover(&house.context, &server.url("/feed"))
        .await
        .unwrap();
    assert_eq!(found.feeds.len(), 1);
    assert_eq!(found.feeds[0].title.as_deref(), Some("a"));
    assert_eq!(found.feeds[0].format.as_deref(), Some("RSS"));
    let wish = vec![Subscription::new(found.feeds[0].url.clone())];
    let act = jobs::subscribe(&house.context, wish.clone()).await.unwrap();
    assert_eq!(act.count, 1);
    house.refresh().await;
    assert_eq!((house.row().await.total, server.requests().len()), (3, 1));
    assert_eq!(
        jobs::subscribe(&house.context, wish).await.unwrap().count,
        0
    );
    house.later(2 * HOUR);
    house.refresh().await;
    assert_eq!(server.requests()[1].header("If-None-Match"), Some("\"1\""));
}

#[tokio::test]
async fn a_page_offers_its_feeds_and_a_bare_one_says_what_to_do() {
    let server = Server::start();
    let page = "<html><head><link rel=alternate type=application/rss+xml title=News href=/news.xml></head><body>hi</body></html>";
    server.answer("/", Answer::ok("text/html", page));
    server.answer(
        "/bare",
        Answer::ok("text/html", "<html><body>hi</body></html>"),
    );
    let house = House::with(&[]).await;
    let found = jobs::discover(&house.context, &server.url("/"))
        .await
        .unwrap();
    assert_eq!(found.feeds[0].url, server.url("/news.xml"));
    for path in ["/bare", "/missing"] {
        let trouble = jobs::discover(&house.context, &server.url(path))
            .await
            .unwrap_err();
        assert!(trouble.hint.is_some(), "{path}: {trouble}");
    }
    assert!(jobs::discover(&house.context, "not a url").await.is_err());
}

#[tokio::test]
async fn every_edit_is_walked_back() {
    let house = House::with(&[]).await;
    house.write_feeds(BY_HAND);
    jobs::reconcile(&house.context).await.unwrap();
    let ids: Vec<_> = house.rows().await.iter().map(|row| row.id).collect();
    let changes = [
        Change::Unsubscribe(vec![ids[0]]),
        Change::Unsubscribe(vec![ids[0], ids[1]]),
        Change::Rename {
            feed: ids[1],
            title: Some("Better".into()),
        },
        Change::Rename {
            feed: ids[1],
            title: None,
        },
        Change::Move {
            feeds: vec![ids[1]],
            folder: "World/News".into(),
        },
        Change::MoveFolder {
            from: "Linux".into(),
            to: "Unix/Linux".into(),
        },
        Change::Subscribe(vec![Subscription::new("https://c.example/f")]),
        Change::Edit {
            feed: ids[0],
            subscription: Subscription::new("https://a.example/moved"),
        },
    ];
    for change in changes {
        let act = jobs::change(&house.context, change.clone()).await.unwrap();
        assert!(act.count > 0, "{change:?}");
        let (after, rows) = (house.feeds_file(), house.rows().await);
        assert_ne!(after, BY_HAND, "{change:?}");
        let house = house.again();
        let undone = jobs::undo(&house.context).await.unwrap().unwrap();
        assert_eq!(undone.id, act.id);
        assert_eq!(lines(&house.feeds_file()), lines(BY_HAND), "{change:?}");
        let back: Vec<_> = house.rows().await.iter().map(|row| row.id).collect();
        assert_eq!(back, ids, "{change:?}");
        jobs::redo(&house.context).await.unwrap().unwrap();
        assert_eq!(house.rows().await, rows, "{change:?}");
        jobs::undo(&house.context).await.unwrap().unwrap();
    }
}

/// The lines, whatever their order and the blank ones between them.
fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn a_hand_edit_is_followed_and_a_broken_file_is_left_alone() {
    let house = House::with(&["https://a.example/f".into()]).await;
    house.write_feeds(BY_HAND);
    assert!(jobs::reconcile(&house.context).await.unwrap().changed);
    let titles: Vec<_> = house
        .rows()
        .await
        .into_iter()
        .map(|row| row.title)
        .collect();
    assert_eq!(titles, ["https://a.example/f", "B"]);
    let broken = "[[feed]]\nurl = \"https://a.example/f\n";
    house.write_feeds(broken);
    let reconciled = jobs::reconcile(&house.context).await.unwrap();
    assert_eq!(reconciled.problems[0].line, 2);
    assert_eq!(house.rows().await.len(), 2, "what was known stays");
    let change = Change::Subscribe(vec![Subscription::new("https://c.example/f")]);
    let trouble = jobs::change(&house.context, change).await.unwrap_err();
    assert!(trouble.what.contains("feeds.toml:2:"), "{trouble}");
    assert_eq!(house.feeds_file(), broken);
}

#[tokio::test]
async fn a_missing_file_is_no_wish_to_have_no_feeds() {
    let house = House::with(&["https://a.example/f".into()]).await;
    fs::remove_file(house.context.paths.feeds_file()).unwrap();
    let reconciled = jobs::reconcile(&house.context).await.unwrap();
    assert!(!reconciled.changed && reconciled.problems.len() == 1);
    let change = Change::Subscribe(vec![Subscription::new("https://b.example/f")]);
    jobs::change(&house.context, change).await.unwrap();
    assert_eq!(house.rows().await.len(), 2);
    assert!(house.feeds_file().contains("a.example"));
}

#[tokio::test]
async fn a_file_that_cannot_be_written_undoes_the_act() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::with(&["https://a.example/f".into()]).await;
    let path = house.context.paths.feeds_file();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let change = Change::Unsubscribe(vec![house.row().await.id]);
    let trouble = jobs::change(&house.context, change).await.unwrap_err();
    assert!(trouble.what.contains("read-only"), "{trouble}");
    assert_eq!(house.rows().await.len(), 1);
    assert_eq!(jobs::undo(&house.context).await.unwrap(), None);
}

#[tokio::test]
async fn an_import_is_one_act_and_fetches_nothing() {
    let house = House::with(&["https://a.example/f".into()]).await;
    let lists = [
        "https://a.example/f\nhttps://b.example/f \"Linux\" \"~B\"\n",
        "<opml version=\"2.0\"><body><outline text=\"Linux\"><outline type=\"rss\" text=\"B\" xmlUrl=\"https://b.example/f\"/></outline>\
         <outline type=\"rss\" text=\"A\" xmlUrl=\"https://a.example/f\"/></body></opml>",
    ];
    for list in lists {
        let imported = jobs::import(&house.context, list.as_bytes()).await.unwrap();
        assert_eq!(
            (imported.act.unwrap().count, imported.known),
            (1, 1),
            "{list}"
        );
        let rows = house.rows().await;
        assert_eq!(rows[1].title, "B", "{list}");
        assert!(rows[1].health.last_check.is_none());
        let opml = jobs::export(&house.context, Secrets::LeftOut)
            .await
            .unwrap()
            .text;
        assert!(opml.contains("https://b.example/f"), "{opml}");
        jobs::undo(&house.context).await.unwrap().unwrap();
        assert_eq!(house.rows().await.len(), 1);
    }
    let twin = jobs::import(&house.context, b"http://a.example/f#x")
        .await
        .unwrap();
    assert_eq!(
        (twin.act, twin.known),
        (None, 1),
        "by another scheme it is the same feed"
    );
    assert!(jobs::import(&house.context, b"").await.is_err());
    assert!(
        jobs::import(&house.context, b"<html><p>no</html>")
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_welcome_feed_is_there_until_the_first_subscription() {
    let server = Server::start();
    server.answer("/a", Answer::rss(rss("a", 1)));
    let house = House::with(&[]).await;
    let feed = jobs::welcome(&house.context).await.unwrap();
    assert_eq!(jobs::welcome(&house.context).await.unwrap(), feed);
    let row = house.row().await;
    assert!(row.total >= 3 && row.unread == row.total, "{row:?}");
    assert_eq!(house.refresh().await.feeds, [], "it is fetched from nobody");
    let change = Change::Unsubscribe(vec![feed]);
    assert!(jobs::change(&house.context, change).await.is_err());
    let wish = vec![Subscription::new(server.url("/a"))];
    jobs::subscribe(&house.context, wish).await.unwrap();
    let urls: Vec<_> = house.rows().await.into_iter().map(|row| row.url).collect();
    assert_eq!(urls, [server.url("/a")]);
    jobs::undo(&house.context).await.unwrap().unwrap();
    assert_eq!(house.row().await.id, feed);
}

#[tokio::test]
async fn an_article_comes_with_its_facts_and_a_long_one_head_first() {
    let server = Server::start();
    let long = "&lt;p&gt;Word after word. &lt;/p&gt;".repeat(4000);
    let text = rss("a", 1)
        .replace("&lt;p&gt;Text of a 1.&lt;/p&gt;", &long)
        .replace("<guid>", "<author>me@site.example (J. Corbet)</author><pubDate>Tue, 24 Nov 2026 12:58:00 GMT</pubDate><guid>");
    server.answer("/a", Answer::rss(text));
    let house = House::with(&[server.url("/a")]).await;
    house.refresh().await;
    let list = jobs::ListWish {
        count: 10,
        ..jobs::ListWish::default()
    };
    let window = jobs::load_entries(&house.context, list).await.unwrap();
    let heads = std::sync::Mutex::new(Vec::new());
    let on_head = |article: jobs::Article| heads.lock().unwrap().push(article);
    let id = window.rows[0].id;
    let article = jobs::load_article(&house.context, id, &on_head)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(article.head.title, "a 1");
    assert_eq!(article.head.facts[0], "a");
    assert!(
        article
            .head
            .facts
            .contains(&"Tue 24 Nov, 12:58".to_string()),
        "{:?}",
        article.head.facts
    );
    assert!(article.head.facts.iter().any(|fact| fact.ends_with(" min")));
    assert!(article.document.complete);
    let heads = heads.lock().unwrap().clone();
    assert_eq!(heads.len(), 1);
    assert!(
        !heads[0].document.complete
            && heads[0].document.blocks.len() < article.document.blocks.len()
    );
    assert_eq!(
        jobs::load_article(&house.context, byline::model::EntryId(99), &on_head)
            .await
            .unwrap(),
        None
    );
}
