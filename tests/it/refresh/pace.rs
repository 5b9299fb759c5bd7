//! When a feed is asked again: what server and document say, the clock, the sites that want one visit a minute.

use super::*;

/// Hours until the first feed is asked next, and why.
async fn pace(house: &House) -> (i64, String) {
    let health = house.row().await.health;
    let wait = health.next_check.unwrap().since(house.context.now());
    (wait / HOUR, health.reason.to_string())
}

/// An RSS feed that says this of its pace.
fn saying(what: &str) -> Answer {
    let text = rss("a", 1).replace("<channel>", &format!("<channel>{what}"));
    Answer::rss(text).header("ETag", "\"1\"")
}

#[tokio::test]
async fn what_a_document_says_of_its_pace_is_obeyed_within_reason() {
    let all_hours: Vec<String> = (0..24).map(|hour| format!("<hour>{hour}</hour>")).collect();
    let all_hours = all_hours.concat();
    let cases = [
        ("<ttl>0</ttl>", 1, 1),
        ("<ttl>180</ttl>", 3, 3),
        ("<ttl>1000000</ttl>", 24, 26),
        (
            "<skipHours><hour>15</hour><hour>16</hour></skipHours>",
            3,
            3,
        ),
        (&format!("<skipHours>{all_hours}</skipHours>"), 1, 1),
        // 24 November 2026 is a Tuesday; it is 14:00.
        ("<skipDays><day>Tuesday</day></skipDays>", 10, 11),
        (
            "<sy:updatePeriod xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\">yearly</sy:updatePeriod>",
            1,
            1,
        ),
    ];
    for (what, from, to) in cases {
        let server = Server::start();
        server.answer("/f", saying(what));
        let house = House::with(&[server.url("/f")]).await;
        house.refresh().await;
        let (hours, why) = pace(&house).await;
        assert!((from..=to).contains(&hours), "{what}: {hours}, {why}");
    }
}

#[tokio::test]
async fn a_304_counts_as_the_answer_before_it_did() {
    let server = Server::start();
    let lasting = saying("").header("Cache-Control", "max-age=21600");
    server.answers(
        "/f",
        [
            lasting,
            Answer::status(304),
            Answer::status(304).header("Cache-Control", "max-age=7200"),
        ],
    );
    let house = House::with(&[server.url("/f")]).await;
    let mut hours = Vec::new();
    for _ in 0..3 {
        house.force().await;
        hours.push(pace(&house).await.0);
    }
    assert_eq!(hours, [6, 6, 2]);
}

#[tokio::test]
async fn a_wish_is_kept_but_not_below_what_the_server_asks_for() {
    let server = Server::start();
    server.answer("/a", saying(""));
    server.answer("/b", saying("<ttl>300</ttl>"));
    server.answer("/c", Answer::rss(rss("c", 1)));
    let cases = [
        ("/a", "30m", 1),
        ("/a", "3h", 3),
        ("/b", "2h", 5),
        ("/c", "2h", 2),
    ];
    for (path, wish, expect) in cases {
        let house = House::with(&[]).await;
        let url = server.url(path);
        house.write_feeds(&format!(
            "[[feed]]\nurl = \"{url}\"\nrefresh = \"{wish}\"\n"
        ));
        jobs::reconcile(&house.context).await.unwrap();
        house.refresh().await;
        assert_eq!(pace(&house).await.0, expect, "{path} {wish}");
    }
}

#[tokio::test]
async fn a_304_that_nobody_asked_for_is_a_failure_and_is_not_asked_again_at_once() {
    let server = Server::start();
    server.answer("/f", Answer::status(304));
    let house = House::with(&[server.url("/f")]).await;
    let report = house.refresh().await;
    assert_eq!(
        kinds(&report),
        [Some(FailureKind::Status(304))],
        "{}",
        told(&report)
    );
    assert!(
        told(&report).contains("nothing was said to be known"),
        "{}",
        told(&report)
    );
    house.refresh().await;
    assert_eq!(server.requests().len(), 1);
    assert_eq!(pace(&house).await.0, 1);
}

#[tokio::test]
async fn a_wall_against_programs_says_so() {
    let server = Server::start();
    server.answer(
        "/f",
        Answer::status(403).header("cf-mitigated", "challenge"),
    );
    let house = House::with(&[server.url("/f")]).await;
    house.refresh().await;
    let failure = house.row().await.health.failure.unwrap();
    assert!(failure.hint.unwrap().contains("lets only browsers in"));
    assert!((4..=5).contains(&pace(&house).await.0));
}

#[tokio::test]
async fn a_failing_server_that_names_a_time_is_left_alone_until_then() {
    let server = Server::start();
    server.answer("/f", Answer::status(500).header("Retry-After", "18000"));
    let house = House::with(&[server.url("/f")]).await;
    house.refresh().await;
    let (hours, why) = pace(&house).await;
    assert_eq!(hours, 5, "{why}");
    assert!(why.contains("the server said wait 5 h"), "{why}");
}

#[tokio::test]
async fn failures_wait_longer_each_time_and_one_success_forgets_them() {
    let server = Server::start();
    let mut answers = vec![Answer::status(404); 8];
    answers.push(saying(""));
    server.answers("/f", answers);
    let house = House::with(&[server.url("/f")]).await;
    let mut waits = Vec::new();
    for _ in 0..8 {
        house.force().await;
        waits.push(pace(&house).await.0);
    }
    assert!((53..59).contains(&waits[0]), "{waits:?}");
    assert!((64..71).contains(&waits[5]), "{waits:?}");
    assert!((168..185).contains(&waits[7]), "{waits:?}");
    house.force().await;
    let health = house.row().await.health;
    assert_eq!((health.failures, health.failure), (0, None));
    assert_eq!(pace(&house).await.0, 1);
}

#[tokio::test]
async fn a_server_that_says_304_for_ever_is_asked_for_the_whole_once_in_eight_days() {
    let server = Server::start();
    server.answers("/f", [saying(""), Answer::status(304)]);
    let house = House::with(&[server.url("/f")]).await;
    for _ in 0..8 {
        house.force().await;
        house.later(DAY);
    }
    house.later(HOUR);
    server.answer("/f", saying("<ttl>90</ttl>"));
    house.force().await;
    house.force().await;
    let conditional = |it: &crate::server::Request| it.header("If-None-Match").is_some();
    let sent: Vec<_> = server.requests().iter().map(conditional).collect();
    assert_eq!(sent[..8], [false, true, true, true, true, true, true, true]);
    assert_eq!(sent[8..], [false, true]);
}

#[tokio::test]
async fn a_delta_is_taken_in_and_the_rest_stays() {
    let server = Server::start();
    let whole = Answer::rss(rss("a", 2)).header("ETag", "\"1\"");
    let text = rss("a", 3);
    let (head, tail) = (
        text.find("<item>").unwrap(),
        text.find("<item><title>a 3").unwrap(),
    );
    let delta = format!("{}{}", &text[..head], &text[tail..]);
    let partial = Answer::ok("application/rss+xml", delta)
        .with_status(226)
        .header("IM", "feed")
        .header("ETag", "\"2\"");
    server.answers("/f", [whole, partial, Answer::status(304)]);
    let house = House::with(&[server.url("/f")]).await;
    house.force().await;
    assert_eq!(told(&house.force().await), "1 new 0 changed");
    assert_eq!(told(&house.force().await), "unchanged");
    assert_eq!(house.row().await.total, 3);
    let im: Vec<_> = server
        .requests()
        .iter()
        .map(|it| it.header("A-IM").map(str::to_string))
        .collect();
    assert_eq!(im, [None, Some("feed".into()), Some("feed".into())]);
    assert_eq!(server.requests()[2].header("If-None-Match"), Some("\"2\""));
}

fn automatic() -> RefreshWish {
    RefreshWish {
        automatic: true,
        ..RefreshWish::default()
    }
}

#[tokio::test]
async fn a_clock_that_jumps_makes_neither_a_burst_nor_an_endless_wait() {
    let server = Server::start();
    for n in 0..3 {
        server.answer(&format!("/{n}"), saying(""));
    }
    server.answer("/3", Answer::status(429).header("Retry-After", "600"));
    let urls: Vec<_> = (0..3).map(|n| server.url(&format!("/{n}"))).collect();
    let paused = Server::start_on("127.0.0.3");
    paused.answer("/p", Answer::status(503).header("Retry-After", "600"));
    let urls = [urls, vec![paused.url("/p")]].concat();
    let house = House::with(&urls).await;
    let asked = || server.requests().len() + paused.requests().len();
    // Ten years ahead: all are due, and each is asked once.
    house.wish(automatic()).await;
    house.later(3650 * DAY);
    house.wish(automatic()).await;
    house.wish(automatic()).await;
    assert_eq!(asked(), 8);
    // And back: nobody is asked at once, and nobody waits for ten years.
    house.later(-3650 * DAY);
    house.wish(automatic()).await;
    assert_eq!(asked(), 8);
    for row in house.rows().await {
        let next = row.health.next_check.unwrap().since(house.context.now());
        assert!((0..=DAY).contains(&next), "{next}");
    }
    house.later(DAY + HOUR);
    house.wish(automatic()).await;
    assert_eq!(server.requests().len(), 9);
    house.later(2 * DAY);
    paused.answer("/p", saying(""));
    house.wish(automatic()).await;
    assert_eq!(house.rows().await[3].health.failure, None);
}

#[tokio::test]
async fn a_small_step_of_the_clock_changes_nothing() {
    let server = Server::start();
    server.answer("/f", saying(""));
    let house = House::with(&[server.url("/f")]).await;
    house.wish(automatic()).await;
    let before = house.row().await.health;
    house.later(-5 * MINUTE);
    house.wish(automatic()).await;
    assert_eq!(house.row().await.health, before);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn restarts_in_a_row_ask_once() {
    let server = Server::start();
    server.answer("/f", saying(""));
    server.answer("/ill", Answer::status(500));
    let mut house = House::with(&[server.url("/f"), server.url("/ill")]).await;
    for _ in 0..10 {
        house.wish(automatic()).await;
        house.refresh().await;
        house.later(MINUTE);
        house = house.again();
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_site_that_wants_one_visit_a_minute_gets_one_whatever_its_names() {
    let proxy = Server::start();
    let urls = [
        "http://www.reddit.com/r/rust.rss",
        "http://www.reddit.com/r/linux.rss",
        "http://old.reddit.com/r/vim.rss",
        "http://openrss.org/a",
        "http://openrss.org/b",
        "http://blog.example/feed",
    ]
    .map(str::to_string);
    for url in &urls {
        proxy.answer(url, saying(""));
    }
    let house = House::with(&urls).await.behind(&proxy);
    let count = |part: &str| {
        let requests = proxy.requests();
        requests.iter().filter(|it| it.path.contains(part)).count()
    };
    let report = house.refresh().await;
    assert_eq!(
        (count("reddit"), count("openrss"), count("blog")),
        (1, 1, 1)
    );
    assert!(
        word(&report.feeds[1]).contains("one feed a minute"),
        "{}",
        told(&report)
    );
    // A restart within the minute is no reason.
    let house = house.again();
    house.later(59_000);
    house.refresh().await;
    assert_eq!((count("reddit"), count("openrss")), (1, 1));
    let house = house.again();
    house.later(1_000);
    house.wish(automatic()).await;
    assert_eq!((count("reddit"), count("openrss")), (2, 2));
    house.later(MINUTE);
    house.wish(automatic()).await;
    assert_eq!((count("reddit"), count("openrss")), (3, 2));
    house.later(MINUTE);
    house.wish(automatic()).await;
    assert_eq!(count("reddit"), 3, "all were asked");
}

#[tokio::test]
async fn five_hundred_feeds_of_one_host_are_asked_one_at_a_time_and_together_never_again() {
    let server = Server::start();
    let mut urls = Vec::new();
    for n in 0..500 {
        let path = format!("/{n}");
        // One in ten, so that the test does not spend its time on parsing.
        if n % 10 == 0 {
            server.answer(
                &path,
                Answer::rss(rss(&format!("f{n}"), 1)).header("ETag", "\"1\""),
            );
        }
        urls.push(server.url(&path));
    }
    let house = House::with(&urls).await;
    let report = house.refresh().await;
    assert_eq!((report.new_entries(), report.failed()), (50, 450));
    assert_eq!((server.most_at_once(), server.requests().len()), (1, 500));
    let minute = |row: FeedRow| row.health.next_check.unwrap().0 / MINUTE;
    let mut minutes: Vec<_> = house.rows().await.into_iter().map(minute).collect();
    minutes.sort_unstable();
    let most = minutes.chunk_by(|a, b| a == b).map(<[i64]>::len).max();
    assert!(most.unwrap() < 25, "{most:?} in one minute");
}
