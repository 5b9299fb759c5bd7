//! Redirects: whose turn it is, whose pause, which address is kept, and who may take it back.

use byline::model::ActKind;

use super::*;

#[tokio::test]
async fn a_pause_is_the_hosts_that_asked_for_it() {
    let (first, second) = (Server::start(), Server::start());
    first.answer("/led", Answer::redirect(302, &second.url("/f")));
    first.answer("/own", Answer::rss(rss("own", 1)));
    second.answers(
        "/f",
        [
            Answer::status(429).header("Retry-After", "1800"),
            Answer::rss(rss("led", 1)),
        ],
    );
    second.answer("/other", Answer::rss(rss("other", 1)));
    let urls = [first.url("/led"), first.url("/own"), second.url("/other")];
    let house = House::with(&urls[..2]).await;
    let report = house.refresh().await;
    assert_eq!(kinds(&report), [Some(FailureKind::Status(429)), None]);
    // The first host goes on; the second is left alone, whoever leads there.
    let feeds: Vec<_> = urls
        .iter()
        .map(|url| format!("[[feed]]\nurl = \"{url}\"\n"))
        .collect();
    house.write_feeds(&feeds.join("\n"));
    jobs::reconcile(&house.context).await.unwrap();
    let house = house.again();
    let report = house.force().await;
    let words: Vec<_> = report.feeds.iter().map(word).collect();
    assert!(words[0].starts_with("skipped: 429 too many"), "{words:?}");
    assert_eq!(words[1], "unchanged");
    assert!(words[2].starts_with("skipped: 429 too many"), "{words:?}");
    assert_eq!(second.requests().len(), 1);
    let row = house.row().await;
    let wait = row.health.next_check.unwrap().since(house.context.now());
    assert_eq!(wait, 30 * MINUTE);
    house.later(30 * MINUTE);
    assert_eq!(
        told(&house.force().await),
        "1 new 0 changed, unchanged, 1 new 0 changed"
    );
}

#[tokio::test]
async fn many_hosts_that_lead_to_one_visit_it_one_at_a_time() {
    let target = Server::start();
    let doors: Vec<_> = (0..12).map(|_| Server::start()).collect();
    for (n, door) in doors.iter().enumerate() {
        let path = format!("/{n}");
        target.answer(&path, Answer::rss(rss(&format!("f{n}"), 1)));
        door.answer("/f", Answer::redirect(301, &target.url(&path)));
    }
    let urls: Vec<_> = doors.iter().map(|door| door.url("/f")).collect();
    let house = House::with(&urls).await;
    let house = house.configured(|config| config.refresh.connections = 3);
    let report = house.refresh().await;
    assert_eq!(report.new_entries(), 12, "{}", told(&report));
    assert_eq!((target.most_at_once(), target.requests().len()), (1, 12));
}

#[tokio::test]
async fn hosts_that_lead_to_each_other_never_stand_still() {
    let (one, two) = (Server::start(), Server::start());
    for n in 0..8 {
        let (path, end) = (format!("/{n}"), format!("/end{n}"));
        one.answer(&path, Answer::redirect(302, &two.url(&end)));
        two.answer(&path, Answer::redirect(302, &one.url(&end)));
        one.answer(&end, Answer::rss(rss(&format!("a{n}"), 1)));
        two.answer(&end, Answer::rss(rss(&format!("b{n}"), 1)));
    }
    let urls: Vec<_> = (0..8)
        .flat_map(|n| [one.url(&format!("/{n}")), two.url(&format!("/{n}"))])
        .collect();
    for connections in [1, 2] {
        let house = House::with(&urls).await;
        let house = house.configured(|config| config.refresh.connections = connections);
        assert_eq!(house.refresh().await.new_entries(), 16);
    }
    assert_eq!((one.most_at_once(), two.most_at_once()), (1, 1));
}

#[tokio::test]
async fn validators_are_sent_to_the_origin_that_said_them() {
    let (first, second, third) = (Server::start(), Server::start(), Server::start());
    for server in [&second, &third] {
        let answer = Answer::rss(rss(&server.host(), 1)).header("ETag", "\"1\"");
        server.answer("/f", answer);
    }
    first.answers(
        "/f",
        [
            Answer::redirect(302, &second.url("/f")),
            Answer::redirect(302, &second.url("/f")),
            Answer::redirect(302, &third.url("/f")),
        ],
    );
    let house = House::with(&[first.url("/f")]).await;
    for _ in 0..3 {
        house.force().await;
    }
    let sent = |server: &Server| -> Vec<bool> {
        let requests = server.requests();
        requests
            .iter()
            .map(|it| it.header("If-None-Match").is_some())
            .collect()
    };
    assert_eq!(sent(&first), [false, false, false]);
    assert_eq!(sent(&second), [false, true]);
    // The same ETag of another server means another document.
    assert_eq!(sent(&third), [false]);
    assert_eq!(house.row().await.total, 2);
}

#[tokio::test]
async fn an_address_that_was_edited_begins_anew() {
    let server = Server::start();
    server.answer("/a", Answer::rss(rss("a", 1)).header("ETag", "\"1\""));
    server.answer("/b", Answer::rss(rss("b", 1)).header("ETag", "\"1\""));
    server.answer("/gone", Answer::status(410));
    let house = House::with(&[server.url("/a")]).await;
    house.refresh().await;
    let edit = async |url: &str| {
        let row = house.row().await;
        let subscription = Subscription::new(server.url(url));
        let change = Change::Edit {
            feed: row.id,
            subscription,
        };
        jobs::change(&house.context, change).await.unwrap();
    };
    edit("/b").await;
    house.force().await;
    assert_eq!(server.requests_of("/b")[0].header("If-None-Match"), None);
    assert_eq!(house.row().await.total, 2);
    edit("/gone").await;
    house.force().await;
    assert!(house.row().await.health.gone);
    // The new address is not gone, and does not wait for what the old one did.
    edit("/a").await;
    let row = house.row().await;
    assert!(!row.health.gone && row.health.failure.is_none());
    assert_eq!(told(&house.refresh().await), "0 new 0 changed");
}

/// A permanent redirect that was told for more than three days.
async fn moved(from: &str, to: &str, server: &Server) -> House {
    server.answer(from, Answer::redirect(308, to));
    let house = House::with(&[server.url(from)]).await;
    for _ in 0..4 {
        house.force().await;
        house.later(DAY);
    }
    house
}

#[tokio::test]
async fn a_new_address_is_an_act_that_is_told_and_once_taken_back_stays_so() {
    let server = Server::start();
    server.answer("/new", Answer::rss(rss("a", 1)));
    let house = moved("/old", "/new", &server).await;
    assert!(house.feeds_file().contains("/new"));
    let acts = house.context.store.history(10).await.unwrap();
    assert_eq!(acts[0].kind, ActKind::Readdress);
    jobs::undo(&house.context).await.unwrap().unwrap();
    let house = house.again();
    for _ in 0..6 {
        let report = house.force().await;
        assert_eq!((report.failed(), report.moved), (0, vec![]));
        house.later(DAY);
    }
    assert!(
        house.feeds_file().contains("/old"),
        "{}",
        house.feeds_file()
    );
}

#[tokio::test]
async fn a_refresh_tells_which_feeds_have_a_new_address() {
    let server = Server::start();
    server.answer("/new", Answer::rss(rss("a", 1)));
    server.answer("/old", Answer::redirect(301, "/new"));
    let house = House::with(&[server.url("/old")]).await;
    let mut told = Vec::new();
    for _ in 0..5 {
        told.push(house.force().await.moved.len());
        house.later(DAY);
    }
    assert_eq!(told, [0, 0, 0, 1, 0]);
}

#[tokio::test]
async fn name_and_password_move_with_a_feed_to_its_own_origin_alone() {
    let (server, other) = (Server::start(), Server::start());
    server.answer("/new", Answer::rss(rss("a", 1)));
    other.answer("/new", Answer::rss(rss("a", 1)));
    for (to, with) in [(server.url("/new"), true), (other.url("/new"), false)] {
        server.answer("/old", Answer::redirect(301, &to));
        let url = server.url("/old").replace("http://", "http://me:pw@");
        let house = House::with(&[url]).await;
        for _ in 0..4 {
            house.force().await;
            house.later(DAY);
        }
        let file = house.feeds_file();
        assert!(file.contains("/new"), "{file}");
        assert_eq!(file.contains("me:pw@"), with, "{file}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_kept_that_leads_to_a_login_page_or_to_no_feed() {
    let server = Server::start();
    server.answer("/users/sign_in", Answer::rss(rss("a", 1)));
    let house = moved("/old", "/users/sign_in", &server).await;
    assert!(
        house.feeds_file().contains("/old"),
        "{}",
        house.feeds_file()
    );
    server.answer("/page", Answer::ok("text/html", "<!doctype html><p>Hello"));
    let house = moved("/old", "/page", &server).await;
    assert!(
        house.feeds_file().contains("/old"),
        "{}",
        house.feeds_file()
    );
    let house = moved("/old", "/missing", &server).await;
    assert!(
        house.feeds_file().contains("/old"),
        "{}",
        house.feeds_file()
    );
}

#[tokio::test]
async fn three_times_in_one_day_are_not_enough_nor_two_in_a_week() {
    let server = Server::start();
    server.answer("/old", Answer::redirect(301, "/new"));
    server.answer("/new", Answer::rss(rss("a", 1)));
    for (hours, times) in [(6, 6), (7 * 24, 2)] {
        let house = House::with(&[server.url("/old")]).await;
        for _ in 0..times {
            house.force().await;
            house.later(hours * HOUR);
        }
        assert!(
            house.feeds_file().contains("/old"),
            "{hours} h, {times} times"
        );
    }
}

#[tokio::test]
async fn ten_redirects_are_followed_and_an_eleventh_is_not() {
    let server = Server::start();
    for n in 1..=11 {
        server.answer(
            &format!("/{n}"),
            Answer::redirect(302, &format!("/{}", n - 1)),
        );
    }
    server.answer("/0", Answer::rss(rss("a", 1)));
    let house = House::with(&[server.url("/10")]).await;
    assert_eq!(told(&house.refresh().await), "1 new 0 changed");
    let house = House::with(&[server.url("/11")]).await;
    assert_eq!(kinds(&house.refresh().await), [Some(FailureKind::Redirect)]);
    let endless = format!("/{}", "x".repeat(20_000));
    server.answer("/long", Answer::redirect(302, &endless));
    let house = House::with(&[server.url("/long")]).await;
    assert_eq!(kinds(&house.refresh().await), [Some(FailureKind::Redirect)]);
}

#[tokio::test]
async fn a_redirects_own_body_is_not_waited_for() {
    let server = Server::start();
    server.answer("/old", Answer::redirect(302, "/new").endless());
    server.answer("/new", Answer::rss(rss("a", 1)));
    let house = House::with(&[server.url("/old")]).await;
    assert_eq!(told(&house.refresh().await), "1 new 0 changed");
}
