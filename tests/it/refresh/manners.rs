//! Validators, waiting, redirects, hosts: what a server's keeper sees.

use super::*;

#[tokio::test]
async fn validators_are_sent_back_byte_for_byte_and_updated_by_200_and_304() {
    let server = Server::start();
    server.answers(
        "/f",
        [
            Answer::rss(rss("a", 1))
                .header("ETag", "W/\"weak, and odd\"")
                .header("Last-Modified", "some time last week"),
            Answer::status(304).header("ETag", "\"second\""),
            Answer::rss(rss("a", 1)).header("Last-Modified", "Mon, 23 Nov 2026 10:00:00 GMT"),
            Answer::rss(rss("a", 2)),
            Answer::rss(rss("a", 2)),
        ],
    );
    let house = House::with(&[server.url("/f")]).await;
    let mut outcomes = Vec::new();
    for _ in 0..5 {
        outcomes.push(told(&house.force().await));
        house.later(HOUR);
    }
    assert_eq!(
        outcomes,
        [
            "1 new 0 changed",
            "unchanged",
            "unchanged",
            "1 new 0 changed",
            "unchanged"
        ]
    );
    let sent: Vec<_> = server
        .requests_of("/f")
        .iter()
        .map(|seen| {
            let header = |name| seen.header(name).map(str::to_string);
            (header("If-None-Match"), header("If-Modified-Since"))
        })
        .collect();
    let some = |text: &str| Some(text.to_string());
    assert_eq!(
        sent,
        [
            (None, None),
            (some("W/\"weak, and odd\""), some("some time last week")),
            (some("\"second\""), some("some time last week")),
            (None, some("Mon, 23 Nov 2026 10:00:00 GMT")),
            (None, None),
        ]
    );
}

#[tokio::test]
async fn a_request_says_who_asks_and_nothing_that_is_nobodys_business() {
    let server = Server::start();
    server.answer("/f", Answer::rss(rss("a", 1)).header("Set-Cookie", "id=1"));
    let house = House::with(&[server.url("/f")]).await;
    house.force().await;
    house.force().await;
    for seen in server.requests() {
        assert_eq!(seen.method, "GET");
        let agent = seen.header("User-Agent").unwrap();
        assert!(
            agent.starts_with("byline/") && agent.contains("(+https://"),
            "{agent}"
        );
        assert!(
            seen.header("Accept")
                .unwrap()
                .starts_with("application/atom+xml")
        );
        for coding in ["gzip", "br", "zstd", "deflate"] {
            assert!(seen.header("Accept-Encoding").unwrap().contains(coding));
        }
        for never in ["Cookie", "Referer", "Cache-Control", "Pragma"] {
            assert_eq!(seen.header(never), None, "{never}");
        }
    }
}

#[tokio::test]
async fn a_host_that_asks_for_a_pause_gets_it_whatever_the_reader_wants() {
    let cases = [
        (429, Some("1500"), 25 * MINUTE),
        (429, Some("1"), 2 * MINUTE),
        (429, Some("999999999"), DAY),
        (429, Some("0"), 10 * MINUTE),
        (429, Some("Tue, 24 Nov 2026 14:30:00 GMT"), 30 * MINUTE),
        (429, None, 10 * MINUTE),
        (503, Some("600"), 10 * MINUTE),
        (503, None, 10 * MINUTE),
    ];
    for (status, after, wait) in cases {
        let server = Server::start();
        let mut answer = Answer::status(status);
        if let Some(after) = after {
            answer = answer.header("Retry-After", after);
        }
        server.answers("/a", [answer, Answer::rss(rss("a", 1))]);
        server.answer("/b", Answer::rss(rss("b", 1)));
        let house = House::with(&[server.url("/a"), server.url("/b")]).await;
        let report = house.refresh().await;
        assert_eq!(
            kinds(&report)[0],
            Some(FailureKind::Status(status)),
            "{after:?}"
        );
        assert!(
            word(&report.feeds[1]).starts_with("skipped: "),
            "all of the host is left alone"
        );
        house.again().force().await;
        house.later(wait - 1);
        house.again().force().await;
        assert_eq!(
            server.requests().len(),
            1,
            "{status} {after:?}: asked too early"
        );
        house.later(1);
        assert_eq!(
            told(&house.force().await),
            "1 new 0 changed, 1 new 0 changed"
        );
    }
}

#[tokio::test]
async fn pauses_that_are_not_said_double() {
    let server = Server::start();
    server.answer("/a", Answer::status(429));
    let house = House::with(&[server.url("/a")]).await;
    for minutes in [10, 20, 40] {
        house.refresh().await;
        assert_eq!(house.wait().await, Some(minutes * MINUTE));
        house.later(minutes * MINUTE);
    }
    let reason = house.row().await.health.reason.to_string();
    assert!(reason.starts_with("429 too many: "), "{reason}");
}

#[tokio::test]
async fn gone_is_gone_and_keeps_its_entries() {
    let server = Server::start();
    server.answers("/a", [Answer::rss(rss("a", 3)), Answer::status(410)]);
    let house = House::with(&[server.url("/a")]).await;
    house.refresh().await;
    house.later(DAY);
    house.force().await;
    house.later(365 * DAY);
    let report = house.force().await;
    assert_eq!(told(&report), "skipped: its site ended it (410)");
    let row = house.row().await;
    assert!(row.health.gone && row.health.next_check.is_none());
    assert_eq!((row.total, server.requests().len()), (3, 2));
}

#[tokio::test]
async fn what_fails_rests_and_says_why() {
    let cases = [
        (404, 53, "the server says 404, not found"),
        (403, 4, "the server says 403, forbidden"),
        (500, 1, "the server says 500, its own error"),
    ];
    for (status, hours, what) in cases {
        let server = Server::start();
        server.answer("/a", Answer::status(status));
        let house = House::with(&[server.url("/a")]).await;
        house.refresh().await;
        let health = house.row().await.health;
        assert_eq!(health.failure.unwrap().what, what);
        assert_eq!((health.failures, health.last_success), (1, None));
        let wait = house.wait().await.unwrap();
        assert!(
            wait >= hours * HOUR && wait < hours * HOUR * 11 / 10,
            "{status}: {wait}"
        );
        let report = house.refresh().await;
        assert!(
            told(&report).starts_with("skipped: waits until"),
            "{}",
            told(&report)
        );
    }
}

#[tokio::test]
async fn a_redirect_is_followed_but_stored_only_when_it_is_meant() {
    let server = Server::start();
    server.answer("/old", Answer::redirect(301, "/new"));
    server.answer("/new", Answer::rss(rss("a", 1)));
    let house = House::with(&[server.url("/old")]).await;
    let id = house.row().await.id;
    for day in 0..4 {
        assert!(house.feeds_file().contains("/old"), "day {day}");
        house.force().await;
        house.later(DAY);
    }
    assert!(
        house.feeds_file().contains("/new"),
        "{}",
        house.feeds_file()
    );
    let row = house.row().await;
    assert_eq!((row.id, row.url, row.total), (id, server.url("/new"), 1));
    jobs::undo(&house.context).await.unwrap().unwrap();
    assert!(house.feeds_file().contains("/old"));
    assert_eq!(house.row().await.id, id);
}

#[tokio::test]
async fn a_temporary_or_flapping_redirect_is_never_stored() {
    let server = Server::start();
    server.answer("/for-now", Answer::redirect(302, "/new"));
    server.answer("/mixed", Answer::redirect(301, "/for-now"));
    server.answer("/new", Answer::rss(rss("a", 1)));
    server.answers(
        "/flaps",
        (0..6).map(|n| Answer::redirect(301, if n % 2 == 0 { "/new" } else { "/for-now" })),
    );
    let urls = ["/for-now", "/mixed", "/flaps"].map(|path| server.url(path));
    let house = House::with(&urls).await;
    let before = house.feeds_file();
    for _ in 0..6 {
        assert_eq!(house.force().await.failed(), 0);
        house.later(DAY);
    }
    assert_eq!(house.feeds_file(), before);
}

#[tokio::test]
async fn redirects_end_somewhere_or_are_refused() {
    let server = Server::start();
    server.answer("/loop", Answer::redirect(302, "/loop"));
    server.answer("/file", Answer::redirect(302, "file:///etc/passwd"));
    server.answer("/nowhere", Answer::status(302));
    for path in ["/loop", "/file", "/nowhere"] {
        let house = House::with(&[server.url(path)]).await;
        assert_eq!(
            kinds(&house.refresh().await),
            [Some(FailureKind::Redirect)],
            "{path}"
        );
    }
    assert_eq!(server.requests_of("/loop").len(), 11);
}

#[tokio::test]
async fn name_and_password_go_to_their_own_origin_and_are_shown_nowhere() {
    let (server, other) = (Server::start(), Server::start());
    server.answer("/a", Answer::redirect(302, "/b"));
    server.answer("/b", Answer::redirect(302, &other.url("/c")));
    other.answer("/c", Answer::rss(rss("a", 1)));
    let url = server.url("/a").replace("http://", "http://me:s%40crt@");
    let house = House::with(&[url]).await;
    let report = house.refresh().await;
    assert_eq!(told(&report), "1 new 0 changed");
    assert!(
        !report.feeds[0].url.contains("crt"),
        "{}",
        report.feeds[0].url
    );
    let sent = |server: &Server| -> Vec<_> {
        let requests = server.requests();
        requests
            .iter()
            .map(|seen| seen.header("Authorization").map(str::to_string))
            .collect()
    };
    let basic = Some("Basic bWU6c0BjcnQ=".to_string());
    assert_eq!(sent(&server), [basic.clone(), basic]);
    assert_eq!(sent(&other), [None]);
}

#[tokio::test]
async fn a_restart_is_no_reason_to_ask() {
    let server = Server::start();
    server.answer("/a", Answer::rss(rss("a", 1)).header("ETag", "\"1\""));
    let house = House::with(&[server.url("/a")]).await;
    house.refresh().await;
    let house = house.again();
    house.later(30 * MINUTE);
    let report = house.refresh().await;
    assert!(
        told(&report).starts_with("skipped: fresh"),
        "{}",
        told(&report)
    );
    let automatic = RefreshWish {
        automatic: true,
        ..RefreshWish::default()
    };
    assert_eq!(house.wish(automatic).await.feeds, []);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_feed_is_not_forced_twice_within_the_gap() {
    let server = Server::start();
    server.answer("/a", Answer::rss(rss("a", 1)));
    let house = House::with(&[server.url("/a")]).await;
    let patient = |house: House| House {
        context: house.context.with_force_gap(10 * MINUTE),
        ..house
    };
    let house = patient(house);
    house.force().await;
    house.later(3 * MINUTE);
    assert_eq!(
        told(&house.force().await),
        "skipped: fresh: asked 3 min ago"
    );
    house.later(7 * MINUTE);
    assert_eq!(told(&house.force().await), "unchanged");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn hints_of_the_server_set_the_pace() {
    let server = Server::start();
    let year = Answer::rss(rss("a", 1))
        .header("ETag", "\"1\"")
        .header("Cache-Control", "max-age=31536000");
    server.answer("/year", year);
    server.answer("/none", Answer::rss(rss("a", 1)));
    server.answer("/etag", Answer::rss(rss("a", 1)).header("ETag", "\"1\""));
    for (path, hours) in [("/year", 24), ("/none", 24), ("/etag", 1)] {
        let house = House::with(&[server.url(path)]).await;
        house.refresh().await;
        let wait = house.wait().await.unwrap();
        assert!(
            wait >= hours * HOUR && wait <= hours * HOUR * 11 / 10,
            "{path}: {wait}"
        );
    }
}

#[tokio::test]
async fn twenty_feeds_of_one_host_are_asked_one_at_a_time() {
    let server = Server::start();
    let urls: Vec<_> = (0..20).map(|n| format!("/{n}")).collect();
    for (n, path) in urls.iter().enumerate() {
        server.answer(path, Answer::rss(rss(&format!("feed{n}"), 2)));
    }
    let urls: Vec<_> = urls.iter().map(|path| server.url(path)).collect();
    let house = House::with(&urls).await;
    let report = house.refresh().await;
    assert_eq!((report.new_entries(), report.failed()), (40, 0));
    assert_eq!((server.most_at_once(), server.requests().len()), (1, 20));
}

#[tokio::test]
async fn two_bylines_on_one_store_do_not_ask_twice() {
    let servers: Vec<_> = (0..8).map(|_| Server::start()).collect();
    for server in &servers {
        server.answer("/a", Answer::rss(rss("a", 1)));
    }
    let urls: Vec<_> = servers.iter().map(|server| server.url("/a")).collect();
    let house = House::with(&urls).await;
    let other = house.again();
    let (one, two) = tokio::join!(house.refresh(), other.refresh());
    assert_eq!(
        one.new_entries() + two.new_entries(),
        8,
        "{} / {}",
        told(&one),
        told(&two)
    );
    for server in &servers {
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn what_a_killed_byline_held_is_free_and_what_a_living_one_holds_is_not() {
    let server = Server::start();
    server.answer("/a", Answer::rss(rss("a", 1)));
    let house = House::with(&[server.url("/a")]).await;
    let other = house.again();
    let lease = async |house: &House| {
        let now = house.context.now();
        let ids = vec![house.row().await.id];
        let leased = house
            .context
            .store
            .lease(ids, now, now.plus(2 * MINUTE))
            .await;
        assert_eq!(leased.unwrap().len(), 1);
    };
    lease(&other).await;
    let mut alive = byline::system::announce(&house.context.paths.refresh_lock());
    alive.share();
    assert_eq!(
        told(&house.refresh().await),
        "skipped: another byline is asking it"
    );
    drop(alive);
    assert_eq!(told(&house.refresh().await), "1 new 0 changed");
}

#[tokio::test]
async fn cancelling_keeps_what_came_and_gives_back_the_rest() {
    let (quick, slow) = (Server::start(), Server::start());
    let gate = Gate::new();
    quick.answer("/a", Answer::rss(rss("a", 2)));
    slow.answer("/b", Answer::rss(rss("b", 2)).held_after(10, &gate));
    let house = House::with(&[slow.url("/b"), quick.url("/a")]).await;
    let cancel = CancellationToken::new();
    let on_feed = |_: byline::model::FeedReport, _: byline::model::Progress| cancel.cancel();
    let report = jobs::refresh(&house.context, &RefreshWish::default(), &on_feed, &cancel)
        .await
        .unwrap();
    assert!(report.cancelled);
    assert_eq!(told(&report), "2 new 0 changed");
    gate.open();
    let other = house.again();
    assert!(told(&other.refresh().await).starts_with("2 new 0 changed"));
}
