//! A feed's past over the wire: archives and older pages followed, stopped, gone on with, and never round in circles.

use byline::model::{EntryRow, FeedId, PastEnd, PastReport, PastWish, Scope, Show};
use byline::store::WindowWish;

use super::*;

/// How old the entries of a page are: page 1 is the feed itself, and each page is a year.
const YEAR: i64 = 365 * DAY;

impl House {
    async fn feed(&self) -> FeedId {
        self.row().await.id
    }

    async fn past(&self, pages: u32) -> PastReport {
        self.past_until(pages, &CancellationToken::new()).await
    }

    async fn past_until(&self, pages: u32, cancel: &CancellationToken) -> PastReport {
        let wish = PastWish {
            feed: self.feed().await,
            pages,
        };
        jobs::past(&self.context, &wish, &|_| {}, cancel)
            .await
            .unwrap()
    }

    async fn listed(&self) -> Vec<EntryRow> {
        let wish = WindowWish {
            scope: Scope::Everything,
            show: Show::All,
            count: 1_000,
            ..WindowWish::default()
        };
        self.context.store.window(wish).await.unwrap().rows
    }

    /// Titles, newest first; those that are unread with a star.
    async fn titles(&self) -> Vec<String> {
        let star = |read| if read { "" } else { "*" };
        let rows = self.listed().await.into_iter();
        rows.map(|row| format!("{}{}", row.title, star(row.read)))
            .collect()
    }
}

/// A page of two entries, with links of these relations; `extra` goes into the head.
fn page(n: i64, links: &[(&str, &str)], extra: &str) -> String {
    let now = Timestamp(1_795_528_800_000);
    let links: Vec<String> = links
        .iter()
        .map(|(rel, href)| format!("<link rel=\"{rel}\" href=\"{href}\"/>"))
        .collect();
    let links = links.concat();
    let entries: Vec<String> = [1, 2]
        .iter()
        .map(|k| {
            let date = now.plus(-(n - 1) * YEAR - k * DAY).to_rfc3339().unwrap();
            format!(
                "<entry><title>{n}.{k}</title><id>urn:{n}:{k}</id><link href=\"https://site.example/{n}/{k}\"/>\
                 <published>{date}</published><updated>{date}</updated><content>Text {n} {k}</content></entry>"
            )
        })
        .collect();
    let entries = entries.concat();
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:fh=\"http://purl.org/syndication/history/1.0\">\
         <title>News</title><id>urn:feed</id>{extra}{links}{entries}</feed>"
    )
}

fn atom(body: String) -> Answer {
    Answer::ok("application/atom+xml", body)
}

const ARCHIVE: &str = "<fh:archive/>";

#[tokio::test]
async fn archives_are_followed_to_the_beginning_and_never_asked_for_again() {
    let server = Server::start();
    server.answer("/feed", atom(page(1, &[("prev-archive", "a2")], "")));
    server.answer("/a2", atom(page(2, &[("prev-archive", "/a3")], ARCHIVE)));
    server.answer("/a3", atom(page(3, &[("current", "/feed")], ARCHIVE)));
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    let report = house.past(50).await;
    assert_eq!(report.end, PastEnd::Beginning);
    assert_eq!((report.pages, report.new, report.unread), (2, 4, 0));
    let oldest = house.context.now().plus(-2 * YEAR - 2 * DAY);
    assert_eq!(
        (report.oldest, report.title.as_str()),
        (Some(oldest), "News")
    );
    assert_eq!(
        house.titles().await,
        ["1.1*", "1.2*", "2.1", "2.2", "3.1", "3.2"]
    );
    assert_eq!(house.row().await.unread, 2);

    let again = house.past(50).await;
    assert_eq!(
        (again.end, again.pages, again.new),
        (PastEnd::Beginning, 0, 0)
    );
    assert_eq!(server.requests().len(), 3, "archives never change");

    // A new archive was cut off: only that one is loaded.
    server.answer(
        "/feed",
        atom(page(
            1,
            &[("prev-archive", "a2b")],
            "<updated>2026-11-24T15:00:00Z</updated>",
        )),
    );
    server.answer("/a2b", atom(page(4, &[("prev-archive", "/a2")], ARCHIVE)));
    house.force().await;
    let more = house.past(50).await;
    assert_eq!((more.end, more.pages, more.new), (PastEnd::Beginning, 1, 2));
}

#[tokio::test]
async fn a_walk_goes_on_where_the_last_one_stopped_also_after_a_restart() {
    let server = Server::start();
    let paths = ["/p2", "/p3", "/p4", "/p5"];
    server.answer("/feed", atom(page(1, &[("next", "/p2")], "")));
    for (at, path) in paths.iter().enumerate() {
        let next: Vec<_> = paths
            .get(at + 1)
            .map(|path| ("next", *path))
            .into_iter()
            .collect();
        server.answer(path, atom(page(at as i64 + 2, &next, "")));
    }
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    let first = house.past(2).await;
    assert_eq!((first.end, first.pages, first.new), (PastEnd::Limit, 2, 4));
    let house = house.again();
    let second = house.past(50).await;
    assert_eq!(
        (second.end, second.pages, second.new),
        (PastEnd::Beginning, 2, 4)
    );
    assert_eq!(house.row().await.total, 10);
    for path in paths {
        assert_eq!(server.requests_of(path).len(), 1, "{path}");
    }
}

#[tokio::test]
async fn a_young_past_arrives_unread_and_what_is_known_stays_as_it_is() {
    let server = Server::start();
    server.answer("/feed", atom(page(1, &[("next", "/p2")], "")));
    let then = page(1, &[], "")
        .replace("Text 1 2", "As it was then")
        .replace("urn:1:1", "urn:1:3");
    let then = then
        .replace("<title>1.1", "<title>1.3")
        .replace("/1/1", "/1/3");
    server.answer("/p2", atom(then));
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    let report = house.past(50).await;
    assert_eq!((report.new, report.unread), (1, 1));
    let rows = house.listed().await;
    assert_eq!(rows.len(), 3);
    let known = rows.iter().find(|row| row.title == "1.2").unwrap();
    let entry = house.context.store.entry(known.id).await.unwrap();
    let entry = entry.unwrap();
    assert!(entry.html().contains("Text 1 2") && !entry.row.changed);
}

#[tokio::test]
async fn pages_that_lead_in_circles_or_repeat_themselves_end_the_walk() {
    let server = Server::start();
    server.answer("/feed", atom(page(1, &[("next", "/p2")], "")));
    server.answer("/p2", atom(page(2, &[("next", "/p3")], "")));
    server.answer("/p3", atom(page(3, &[("next", "/p2")], "")));
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    let report = house.past(50).await;
    assert_eq!((report.end, report.pages), (PastEnd::Circle, 2));

    // A server that does not know the number of the page, and makes up a next one.
    let server = Server::start();
    server.answer("/feed", atom(page(1, &[("next", "/n?p=2")], "")));
    for n in 2..60 {
        let next = format!("/n?p={}", n + 1);
        server.answer(&format!("/n?p={n}"), atom(page(1, &[("next", &next)], "")));
    }
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    let report = house.past(50).await;
    assert!(report.pages <= 2, "{report:?}");
    assert_eq!((report.end, report.new), (PastEnd::Circle, 0));
}

#[tokio::test]
async fn a_page_that_was_loaded_is_asked_for_conditionally() {
    let server = Server::start();
    server.answer("/feed", atom(page(1, &[("next", "/p2")], "")));
    let two = atom(page(2, &[("next", "/p3")], "")).header("ETag", "\"2\"");
    server.answers("/p2", [two, Answer::status(304)]);
    server.answer("/p3", atom(page(3, &[], "")));
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    assert_eq!(house.past(50).await.new, 4);
    let again = house.past(50).await;
    assert_eq!(
        (again.end, again.pages, again.new),
        (PastEnd::Beginning, 1, 0)
    );
    let asked = &server.requests_of("/p2")[1];
    assert_eq!(asked.header("If-None-Match"), Some("\"2\""));
    assert_eq!(server.requests_of("/p3").len(), 1);
}

#[tokio::test]
async fn a_host_that_asks_for_a_pause_gets_it_and_the_feed_is_not_ill() {
    let server = Server::start();
    server.answer("/feed", atom(page(1, &[("next", "/p2")], "")));
    let busy = Answer::status(429).header("Retry-After", "600");
    server.answers("/p2", [busy, atom(page(2, &[], ""))]);
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    assert!(matches!(house.past(50).await.end, PastEnd::Pause(_)));
    assert_eq!(house.row().await.health.failure, None);
    let paused = house.past(50).await;
    assert!(matches!(paused.end, PastEnd::Pause(_)) && paused.end.has_more());
    assert_eq!(
        server.requests_of("/p2").len(),
        1,
        "nothing is asked meanwhile"
    );
    house.later(11 * MINUTE);
    assert_eq!(house.past(50).await.new, 2);
}

#[tokio::test]
async fn a_page_that_is_gone_or_no_feed_ends_the_past_and_one_that_breaks_is_tried_again() {
    let page_two = || atom(page(2, &[], ""));
    let cut = page_two().cut_after(300);
    let html = Answer::ok("text/html", "<html><body>Nothing found</body></html>");
    for (answer, is_final) in [
        (Answer::status(404), true),
        (html, true),
        (Answer::status(500), false),
        (cut, false),
        (Answer::dropped(), false),
    ] {
        let server = Server::start();
        server.answer("/feed", atom(page(1, &[("next", "/p2")], "")));
        server.answers("/p2", [answer, page_two()]);
        let house = House::with(&[server.url("/feed")]).await;
        house.refresh().await;
        let report = house.past(50).await;
        assert!(matches!(report.end, PastEnd::Failed(_)), "{report:?}");
        assert_eq!(house.row().await.health.failure, None);
        let past = house.context.store.past(house.feed().await).await.unwrap();
        assert_eq!((past.is_whole, past.next.is_none()), (is_final, is_final));
        assert_eq!(house.past(50).await.new, 2, "it is there now");
    }
}

#[tokio::test]
async fn a_walk_that_is_stopped_keeps_what_came() {
    let gate = Gate::new();
    let server = Server::start();
    server.answer("/feed", atom(page(1, &[("next", "/p2")], "")));
    server.answer("/p2", atom(page(2, &[("next", "/p3")], "")));
    let three = page(3, &[], "");
    server.answers(
        "/p3",
        [atom(three.clone()).held_after(9, &gate), atom(three)],
    );
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    let cancel = CancellationToken::new();
    let wish = PastWish {
        feed: house.feed().await,
        pages: 50,
    };
    // It is stopped while the second page is under way.
    let stop = |progress: byline::model::Progress| {
        assert_eq!((progress.done, progress.total, progress.new), (1, 50, 2));
        cancel.cancel();
    };
    let walk = jobs::past(&house.context, &wish, &stop, &cancel);
    let report = walk.await.unwrap();
    assert_eq!((report.end, report.new), (PastEnd::Cancelled, 2));
    gate.open();
    assert_eq!(house.past(50).await.new, 2);
}

#[tokio::test]
async fn a_feed_without_older_pages_says_so_and_one_that_was_never_read_is_asked_once() {
    let server = Server::start();
    server.answer("/a", atom(page(1, &[], "")));
    server.answer("/b", atom(page(1, &[("next", "/p2")], "")));
    server.answer("/p2", atom(page(2, &[], "")));
    let house = House::with(&[server.url("/a")]).await;
    assert_eq!(house.past(50).await.end, PastEnd::Nowhere);
    assert_eq!(house.past(50).await.end, PastEnd::Nowhere);
    assert_eq!(server.requests_of("/a").len(), 1);
    let house = House::with(&[server.url("/b")]).await;
    assert_eq!(house.past(50).await.new, 2);
    assert_eq!(house.titles().await, ["1.1*", "1.2*", "2.1", "2.2"]);
    assert_eq!(server.requests_of("/b").len(), 1);
}

#[tokio::test]
async fn secrets_go_to_the_feeds_own_origin_and_nothing_local_is_followed() {
    let (server, other) = (Server::start(), Server::start());
    let links = [("next", other.url("/p2"))];
    let links: Vec<_> = links
        .iter()
        .map(|(rel, url)| (*rel, url.as_str()))
        .collect();
    server.answer("/feed", atom(page(1, &links, "")));
    let back = [("next", server.url("/p3"))];
    let back: Vec<_> = back.iter().map(|(rel, url)| (*rel, url.as_str())).collect();
    other.answer("/p2", atom(page(2, &back, "")));
    server.answer("/p3", atom(page(3, &[("next", "file:///etc/passwd")], "")));
    let url = server.url("/feed").replace("http://", "http://ada:secret@");
    let house = House::with(&[url]).await;
    house.refresh().await;
    let report = house.past(50).await;
    assert!(
        matches!(&report.end, PastEnd::Failed(failure) if failure.kind == FailureKind::Address),
        "{report:?}"
    );
    assert_eq!(report.new, 4);
    assert_eq!(other.requests()[0].header("Authorization"), None);
    assert!(
        server.requests_of("/p3")[0]
            .header("Authorization")
            .is_some()
    );
}

#[tokio::test]
async fn pages_of_a_json_feed_are_followed_too() {
    let server = Server::start();
    let json = |n: u32, next: &str| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"J\",\"next_url\":{next},\
             \"items\":[{{\"id\":\"{n}\",\"content_text\":\"Text {n}\",\"date_published\":\"2020-01-0{n}T00:00:00Z\"}}]}}"
        )
    };
    server.answer(
        "/feed",
        Answer::ok("application/feed+json", json(3, "\"?p=2\"")),
    );
    server.answer(
        "/feed?p=2",
        Answer::ok("application/feed+json", json(2, "\"/feed?p=3\"")),
    );
    server.answer(
        "/feed?p=3",
        Answer::ok("application/feed+json", json(1, "null")),
    );
    let house = House::with(&[server.url("/feed")]).await;
    house.refresh().await;
    assert_eq!(house.past(50).await.new, 2);
    assert_eq!(house.titles().await, ["Text 3*", "Text 2", "Text 1"]);
}
