//! Where a feed of the web may not lead: this machine and its network, by redirect or by name.

use std::net::IpAddr;

use super::*;

/// The address of this machine in a form that it is not usually seen in.
fn forms(server: &Server) -> Vec<String> {
    let port = server.host().rsplit(':').next().unwrap().to_string();
    [
        "127.0.0.1",
        "localhost",
        "a.localhost",
        "127.1",
        "0x7f000001",
        "2130706433",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "10.0.0.7",
        "100.64.0.7",
        "169.254.169.254",
        "172.16.0.7",
        "192.168.0.7",
        "[fd00::7]",
        "[fe80::7]",
        "router",
        "nas.local",
        "nas.home.arpa",
    ]
    .map(|host| format!("http://{host}:{port}/secret"))
    .to_vec()
}

#[tokio::test]
async fn a_feed_of_the_web_leads_to_no_private_place() {
    let (proxy, secret) = (Server::start(), Server::start());
    secret.answer("/secret", Answer::rss(rss("secret", 1)));
    let url = "http://blog.example/feed".to_string();
    let house = House::with(std::slice::from_ref(&url)).await.behind(&proxy);
    for place in forms(&secret) {
        for code in [301, 307] {
            proxy.answer(&url, Answer::redirect(code, &place));
            let report = house.force().await;
            assert_eq!(
                kinds(&report),
                [Some(FailureKind::Private)],
                "{place}: {}",
                told(&report)
            );
            assert!(
                told(&report).contains("private address"),
                "{}",
                told(&report)
            );
        }
    }
    assert_eq!(secret.requests().len(), 0);
    assert!(proxy.requests().iter().all(|request| request.path == url));
}

#[tokio::test]
async fn the_reader_may_name_places_that_any_feed_may_lead_to() {
    let (proxy, own) = (Server::start(), Server::start());
    own.answer("/f", Answer::rss(rss("own", 1)));
    let url = "http://blog.example/feed".to_string();
    proxy.answer(&url, Answer::redirect(302, &own.url("/f")));
    let house = House::with(&[url]).await.behind(&proxy);
    let house = house.configured(|config| config.network.private = vec!["127.0.0.0/8".into()]);
    assert_eq!(told(&house.refresh().await), "1 new 0 changed");
}

#[tokio::test]
async fn a_private_feed_leads_no_nearer_than_it_lies() {
    let (proxy, own) = (Server::start(), Server::start());
    own.answer("/f", Answer::rss(rss("own", 1)));
    let nas = "http://192.168.1.5/f".to_string();
    let house = House::with(std::slice::from_ref(&nas)).await.behind(&proxy);
    proxy.answer(&nas, Answer::redirect(302, "http://10.0.0.8/f"));
    proxy.answer("http://10.0.0.8/f", Answer::rss(rss("lan", 1)));
    assert_eq!(told(&house.force().await), "1 new 0 changed");
    proxy.answer(&nas, Answer::redirect(302, &own.url("/f")));
    assert_eq!(kinds(&house.force().await), [Some(FailureKind::Private)]);
    // What is on this machine is the reader's own, and may lead anywhere.
    let other = Server::start_on("127.0.0.2");
    other.answer("/f", Answer::redirect(302, &own.url("/f")));
    let house = House::with(&[other.url("/f")]).await;
    assert_eq!(told(&house.refresh().await), "1 new 0 changed");
}

/// A house where names mean what the test says.
fn where_names_mean(
    house: House,
    table: impl Fn(&str) -> Vec<IpAddr> + Send + Sync + 'static,
) -> House {
    House {
        context: house.context.with_names(table),
        ..house
    }
}

#[tokio::test]
async fn a_name_that_means_a_private_place_is_refused_when_it_is_connected_to() {
    let server = Server::start();
    server.answer("/f", Answer::rss(rss("a", 1)));
    let port = server.host().rsplit(':').next().unwrap().to_string();
    let url = format!("http://blog.example:{port}/f");
    for ips in [
        vec!["127.0.0.1"],
        vec!["::ffff:127.0.0.1"],
        vec!["10.0.0.1", "192.168.0.1"],
    ] {
        let ips: Vec<IpAddr> = ips.iter().map(|ip| ip.parse().unwrap()).collect();
        let house = House::with(std::slice::from_ref(&url)).await;
        let house = where_names_mean(house, move |_| ips.clone());
        let report = house.refresh().await;
        assert_eq!(
            kinds(&report),
            [Some(FailureKind::Private)],
            "{}",
            told(&report)
        );
    }
    assert_eq!(server.requests().len(), 0);
    let house = House::with(std::slice::from_ref(&url)).await;
    let house = house.configured(|config| config.network.private = vec!["blog.example".into()]);
    let house = where_names_mean(house, |_| vec!["127.0.0.1".parse().unwrap()]);
    assert_eq!(told(&house.refresh().await), "1 new 0 changed");
}

#[tokio::test]
async fn a_name_that_changes_its_meaning_between_two_looks_passes_nothing() {
    // A server of the web, as far as this house is concerned, and this very machine, on the same port.
    let (world, secret) = loop {
        let world = Server::start_on("127.0.0.2");
        let port = world.host().rsplit(':').next().unwrap().to_string();
        if let Some(secret) = Server::try_start_at(&format!("127.0.0.1:{port}")) {
            break (world, secret);
        }
    };
    world.answer("/f", Answer::rss(rss("a", 1)).header("Connection", "close"));
    secret.answer("/f", Answer::rss(rss("secret", 1)));
    let port = world.host().rsplit(':').next().unwrap().to_string();
    let house = House::with(&[format!("http://rebinding.example:{port}/f")]).await;
    let house = house.configured(|config| config.network.private = vec!["127.0.0.2".into()]);
    let looks = AtomicI64::new(0);
    let house = where_names_mean(house, move |_| {
        let first = looks.fetch_add(1, Ordering::SeqCst) == 0;
        vec![
            if first { "127.0.0.2" } else { "127.0.0.1" }
                .parse()
                .unwrap(),
        ]
    });
    assert_eq!(told(&house.force().await), "1 new 0 changed");
    let report = house.force().await;
    assert_eq!(
        kinds(&report),
        [Some(FailureKind::Private)],
        "{}",
        told(&report)
    );
    assert_eq!(secret.requests().len(), 0);
}

#[tokio::test]
async fn redirects_to_other_schemes_are_refused() {
    for place in [
        "file:///etc/passwd",
        "ftp://a.example/f",
        "gopher://127.0.0.1:25/x",
        "data:application/rss+xml,<rss/>",
        "javascript:alert(1)",
        "exec:id",
        "unix:/run/x.sock",
        "//",
        "http://",
    ] {
        let server = Server::start();
        server.answer("/f", Answer::redirect(302, place));
        let house = House::with(&[server.url("/f")]).await;
        let report = house.refresh().await;
        assert_eq!(
            kinds(&report),
            [Some(FailureKind::Redirect)],
            "{place}: {}",
            told(&report)
        );
    }
}

#[tokio::test]
async fn what_a_feed_names_lies_no_nearer_than_the_feed() {
    use byline::fetch::{Client, Haste, Hosts, Manners, Request, Settings};
    let server = Server::start();
    server.answer("/picture", Answer::ok("text/plain", "a picture"));
    let client = Client::new(&Settings::default()).unwrap();
    let hosts = Hosts::new(4);
    let manners = Manners {
        hosts: &hosts,
        gap: None,
        haste: Haste::Asked,
        paused: &|_| false,
        on_hop: None,
    };
    let none = std::time::Duration::ZERO;
    let cases = [
        (Some("https://blog.example/feed"), false),
        (Some("http://192.168.1.5/feed"), false),
        (Some("http://127.0.0.1/feed"), true),
        (Some("http://localhost/feed"), true),
        (None, true),
    ];
    for (named_by, allowed) in cases {
        let request = Request {
            url: server.url("/picture"),
            named_by: named_by.map(str::to_string),
            ..Request::default()
        };
        let turn = hosts
            .turn(&server.host(), none, Haste::Asked)
            .await
            .unwrap();
        let visit = client.fetch(&request, Timestamp(0), manners, turn).await;
        assert_eq!(visit.outcome.is_ok(), allowed, "{named_by:?}");
    }
}

#[tokio::test]
async fn a_page_of_a_feed_of_the_web_leads_to_no_private_place() {
    let (proxy, secret) = (Server::start(), Server::start());
    secret.answer("/secret", Answer::ok("text/html", "<p>secret</p>"));
    let feed = "http://blog.example/feed";
    let links: Vec<String> = forms(&secret).into_iter().take(12).collect();
    let items = links
        .iter()
        .map(|link| format!("<item><title>t</title><guid>{link}</guid><link>{link}</link></item>"))
        .collect::<Vec<_>>()
        .concat();
    let moved = "http://blog.example/moved";
    let items =
        format!("{items}<item><guid>moved</guid><title>t</title><link>{moved}</link></item>");
    let document =
        format!("<rss version=\"2.0\"><channel><title>Web</title>{items}</channel></rss>");
    proxy.answer(feed, Answer::rss(document));
    proxy.answer(moved, Answer::redirect(302, &secret.url("/secret")));
    let house = House::with(&[]).await.behind(&proxy);
    house.write_feeds(&format!("[[feed]]\nurl = \"{feed}\"\nfull_text = true\n"));
    jobs::reconcile(&house.context).await.unwrap();
    house.force().await;
    let never = CancellationToken::new();
    let report = jobs::full_texts(&house.context, None, &|_| (), &never);
    let report = report.await.unwrap();
    let pages = links.len() as u32 + 1;
    assert_eq!((report.fetched, report.without, report.left), (0, pages, 0));
    assert_eq!(secret.requests().len(), 0);
}
