//! The network itself: down, or behind its own login page; proxies; hosts that keep silent.

use byline::model::Offline;

use super::*;

/// Feeds of the web, all of them behind a proxy that a test speaks for.
async fn web(hosts: &[&str]) -> (Server, House) {
    let proxy = Server::start();
    let urls: Vec<_> = hosts.iter().map(|host| feed_at(host)).collect();
    for (host, url) in hosts.iter().zip(&urls) {
        proxy.answer(url, Answer::rss(rss(host, 1)).header("ETag", "\"1\""));
    }
    let house = House::with(&urls).await.behind(&proxy);
    (proxy, house)
}

fn feed_at(host: &str) -> String {
    format!("http://{host}.example/feed")
}

const HOSTS: [&str; 4] = ["ada", "bob", "cyd", "dan"];

#[tokio::test]
async fn the_web_is_asked_through_a_proxy_and_this_machine_is_not() {
    let (proxy, house) = web(&["ada"]).await;
    let near = Server::start();
    near.answer("/f", Answer::rss(rss("near", 1)));
    house.write_feeds(&format!(
        "[[feed]]\nurl = \"{}\"\n[[feed]]\nurl = \"{}\"\n",
        feed_at("ada"),
        near.url("/f")
    ));
    jobs::reconcile(&house.context).await.unwrap();
    assert_eq!(house.refresh().await.new_entries(), 2);
    assert_eq!(proxy.requests().len(), 1);
    assert_eq!(proxy.requests()[0].header("Host"), Some("ada.example"));
    assert_eq!(near.requests().len(), 1);
}

#[tokio::test]
async fn a_proxys_password_is_sent_to_it_and_shown_nowhere() {
    let (proxy, house) = web(&["ada"]).await;
    let address = proxy.url("").replace("http://", "http://me:hunter2@");
    let house = house.configured(|config| config.network.proxy = Secret::new(address));
    house.refresh().await;
    let request = &proxy.requests()[0];
    assert_eq!(
        request.header("Proxy-Authorization"),
        Some("Basic bWU6aHVudGVyMg==")
    );
    assert_eq!(request.header("Authorization"), None);
    assert!(!format!("{:?}", house.config).contains("hunter2"));
    // A proxy that is gone is told without it too.
    let gone = house.configured(|config| {
        config.network.proxy = Secret::new("http://me:hunter2@127.0.0.1:1");
    });
    gone.later(DAY);
    let report = format!("{:?}", gone.refresh().await);
    assert!(!report.contains("hunter2"), "{report}");
}

#[tokio::test]
async fn a_network_that_is_down_is_counted_against_nobody() {
    let (proxy, house) = web(&HOSTS).await;
    house.refresh().await;
    let before: Vec<_> = house
        .rows()
        .await
        .into_iter()
        .map(|row| row.health)
        .collect();
    for host in HOSTS {
        proxy.answer(&feed_at(host), Answer::dropped());
    }
    house.later(2 * HOUR);
    let report = house.refresh().await;
    assert_eq!(report.offline, Some(Offline::Down));
    let offline = |kind: &Option<FailureKind>| *kind == Some(FailureKind::Offline);
    let skipped = report.skipped();
    assert_eq!(
        kinds(&report).iter().filter(|kind| offline(kind)).count(),
        4 - skipped
    );
    let after: Vec<_> = house
        .rows()
        .await
        .into_iter()
        .map(|row| row.health)
        .collect();
    assert_eq!(before, after, "no error is counted, no timer moved");
    for host in HOSTS {
        proxy.answer(&feed_at(host), Answer::status(304));
    }
    let report = house.refresh().await;
    assert_eq!(
        (report.offline, report.failed()),
        (None, 0),
        "{}",
        told(&report)
    );
}

#[tokio::test]
async fn a_network_that_comes_and_goes_between_small_refreshes_is_told_too() {
    let (proxy, house) = web(&HOSTS).await;
    house.refresh().await;
    house.later(2 * HOUR);
    for host in HOSTS {
        proxy.answer(&feed_at(host), Answer::dropped());
    }
    let mut told = Vec::new();
    for row in house.rows().await {
        let wish = RefreshWish {
            feeds: Some(vec![row.id]),
            ..RefreshWish::default()
        };
        told.push(house.wish(wish).await.offline);
    }
    let down = Some(Offline::Down);
    assert_eq!(told, [None, None, down, down]);
    let failures: Vec<_> = house
        .rows()
        .await
        .iter()
        .map(|row| row.health.failures)
        .collect();
    assert_eq!(failures, [1, 1, 0, 0]);
}

#[tokio::test]
async fn one_host_that_is_down_is_its_own_fault() {
    let (proxy, house) = web(&HOSTS).await;
    house.refresh().await;
    proxy.answer(&feed_at("ada"), Answer::dropped());
    proxy.answer(&feed_at("dan"), Answer::dropped());
    house.later(2 * HOUR);
    let report = house.refresh().await;
    assert_eq!(
        (report.offline, report.failed()),
        (None, 2),
        "{}",
        told(&report)
    );
    let failures: Vec<_> = house
        .rows()
        .await
        .iter()
        .map(|row| row.health.failures)
        .collect();
    assert_eq!(failures, [1, 0, 0, 1]);
}

#[tokio::test]
async fn a_networks_login_page_is_no_failure_and_no_new_address() {
    for code in [301, 302, 307, 511] {
        let (proxy, house) = web(&HOSTS).await;
        house.refresh().await;
        let before = house.feeds_file();
        let login = "http://wifi.hotel.example/login";
        proxy.answer(
            login,
            Answer::ok(
                "text/html",
                "<!doctype html><title>Welcome</title><p>Log in",
            ),
        );
        for host in HOSTS {
            let answer = match code {
                511 => Answer::status(511),
                _ => Answer::redirect(code, login),
            };
            proxy.answer(&feed_at(host), answer);
        }
        for _ in 0..5 {
            house.later(DAY);
            let report = house.refresh().await;
            assert_eq!(
                report.offline,
                Some(Offline::Portal),
                "{code}: {}",
                told(&report)
            );
        }
        for row in house.rows().await {
            assert_eq!(
                (row.health.failures, row.health.failure),
                (0, None),
                "{code}"
            );
        }
        assert_eq!(house.feeds_file(), before);
        for host in HOSTS {
            proxy.answer(&feed_at(host), Answer::status(304));
        }
        assert_eq!(house.refresh().await.offline, None);
        assert_eq!(house.feeds_file(), before);
    }
}

#[tokio::test]
async fn a_login_page_of_one_site_is_its_own() {
    let (proxy, house) = web(&HOSTS).await;
    house.refresh().await;
    let login = "http://accounts.example/login";
    proxy.answer(&feed_at("bob"), Answer::redirect(302, login));
    proxy.answer(login, Answer::ok("text/html", "<!doctype html><p>Log in"));
    house.later(DAY);
    let report = house.refresh().await;
    assert_eq!(
        (report.offline, report.failed()),
        (None, 1),
        "{}",
        told(&report)
    );
    assert_eq!(house.rows().await[1].health.failures, 1);
}

#[tokio::test]
async fn a_host_that_answers_nobody_is_not_asked_for_the_rest_of_its_feeds() {
    let (dead, well) = (Server::start(), Server::start());
    well.answer("/f", Answer::rss(rss("well", 1)));
    let mut urls: Vec<_> = (0..6).map(|n| dead.url(&format!("/{n}"))).collect();
    urls.push(well.url("/f"));
    for n in 0..6 {
        dead.answer(&format!("/{n}"), Answer::dropped());
    }
    let house = House::with(&urls).await;
    let report = house.refresh().await;
    assert_eq!(
        (report.failed(), report.skipped(), report.new_entries()),
        (2, 4, 1)
    );
    assert!(
        word(&report.feeds[3]).contains("did not answer"),
        "{}",
        told(&report)
    );
    let health: Vec<_> = house
        .rows()
        .await
        .into_iter()
        .map(|row| row.health)
        .collect();
    assert_eq!(health[5].failures, 0);
    let wait = health[5].next_check.unwrap().since(house.context.now());
    assert!((HOUR..2 * HOUR).contains(&wait), "{wait}");
}

#[tokio::test]
async fn silent_hosts_hold_up_nobody_else() {
    let gate = Gate::new();
    let silent: Vec<_> = (0..5).map(|_| Server::start()).collect();
    for server in &silent {
        server.answer("/f", Answer::rss(rss("late", 1)).held_after(0, &gate));
    }
    let well: Vec<_> = (0..4).map(|_| Server::start()).collect();
    for server in &well {
        server.answer("/f", Answer::rss(rss("well", 1)));
    }
    let servers = silent.iter().chain(&well);
    let urls: Vec<_> = servers.map(|server| server.url("/f")).collect();
    for (automatic, connections) in [(true, 32), (true, 6), (false, 2)] {
        let house = House::with(&urls).await;
        // After a tenth of this, others go first.
        let house = house.configured(|config| {
            config.refresh.idle_timeout = 5_000;
            config.refresh.connections = connections;
        });
        // Nothing opens the gate before the others are through.
        let cancel = CancellationToken::new();
        let read = std::sync::atomic::AtomicUsize::new(0);
        let on_feed = |report: byline::model::FeedReport, _: byline::model::Progress| {
            let is_read = matches!(report.outcome, Outcome::Fetched { .. });
            if is_read && read.fetch_add(1, Ordering::SeqCst) + 1 == well.len() {
                cancel.cancel();
            }
        };
        let wish = RefreshWish {
            automatic,
            ..RefreshWish::default()
        };
        let report = jobs::refresh(&house.context, &wish, &on_feed, &cancel)
            .await
            .unwrap();
        let words: Vec<_> = report.feeds.iter().map(word).collect();
        assert_eq!(words, ["1 new 0 changed"; 4], "{automatic} {connections}");
    }
    gate.open();
}

#[tokio::test]
async fn a_refresh_that_nobody_waits_for_stays_within_the_connections() {
    let gate = Gate::new();
    let server = Server::start();
    // Many hosts by many ports of one server would be one host: names do, behind a proxy.
    let urls: Vec<_> = (0..12).map(|n| feed_at(&format!("h{n}"))).collect();
    for url in &urls {
        server.answer(url, Answer::rss(rss("late", 1)).silent(&gate));
    }
    let house = House::with(&urls).await.behind(&server);
    let house = house.configured(|config| {
        config.refresh.idle_timeout = 2_000;
        config.refresh.connections = 6;
    });
    let wish = RefreshWish {
        automatic: true,
        ..RefreshWish::default()
    };
    // By the time the first is given up, none has ended yet.
    let by_then = std::sync::OnceLock::new();
    let cancel = CancellationToken::new();
    let on_feed = |_: byline::model::FeedReport, _: byline::model::Progress| {
        by_then.get_or_init(|| server.requests().len());
        cancel.cancel();
    };
    jobs::refresh(&house.context, &wish, &on_feed, &cancel)
        .await
        .unwrap();
    let asked = *by_then.get().unwrap();
    assert!((5..=6).contains(&asked), "{asked}");
    gate.open();
}
