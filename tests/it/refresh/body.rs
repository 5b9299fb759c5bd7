//! Bodies: packed, cut, huge, slow, empty, no feed at all.

use super::*;

#[tokio::test]
async fn every_packing_is_undone() {
    let text = rss("Käse", 2);
    let packed = [
        ("gzip", gzip(text.as_bytes())),
        ("deflate", zlib(text.as_bytes())),
        ("br", brotli(text.as_bytes())),
        ("zstd", zstd::encode_all(text.as_bytes(), 3).unwrap()),
    ];
    for (coding, bytes) in packed {
        let server = Server::start();
        server.answer("/a", Answer::rss(bytes).header("Content-Encoding", coding));
        let house = House::with(&[server.url("/a")]).await;
        assert_eq!(told(&house.refresh().await), "2 new 0 changed", "{coding}");
        assert_eq!(house.row().await.title, "Käse", "{coding}");
    }
}

#[tokio::test]
async fn the_charset_of_the_header_holds() {
    let server = Server::start();
    let text = rss("ZZZ", 1);
    let bytes: Vec<u8> = text
        .bytes()
        .map(|byte| if byte == b'Z' { 0xcc } else { byte })
        .collect();
    server.answer("/a", Answer::ok("text/xml; charset=windows-1251", bytes));
    let house = House::with(&[server.url("/a")]).await;
    house.refresh().await;
    assert_eq!(house.row().await.title, "МММ");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_packed_or_not() {
    let server = Server::start();
    let big = format!("{}<!--{}-->", rss("a", 1), " ".repeat(2 << 20));
    let bomb = zstd::encode_all(big.as_bytes(), 3).unwrap();
    assert!(bomb.len() < 10_000);
    server.answer("/big", Answer::rss(big));
    server.answer(
        "/bomb",
        Answer::rss(bomb).header("Content-Encoding", "zstd"),
    );
    for path in ["/big", "/bomb"] {
        let house = House::with(&[server.url(path)]).await;
        let house = house.configured(|config| config.refresh.max_body = 1 << 20);
        assert_eq!(
            kinds(&house.refresh().await),
            [Some(FailureKind::TooLarge)],
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_server_that_stalls_is_left() {
    let gate = Gate::new();
    let server = Server::start();
    server.answer("/silent", Answer::rss(rss("a", 1)).held_after(0, &gate));
    server.answer("/stalls", Answer::rss(rss("a", 1)).held_after(50, &gate));
    for path in ["/silent", "/stalls"] {
        let house = House::with(&[server.url(path)]).await;
        let house = house.configured(|config| config.refresh.idle_timeout = 60);
        let report = house.refresh().await;
        assert_eq!(kinds(&report), [Some(FailureKind::Timeout)], "{path}");
        assert!(
            told(&report).contains("sent nothing for"),
            "{}",
            told(&report)
        );
    }
    let house = House::with(&[server.url("/stalls")]).await;
    let house = house.configured(|config| config.refresh.total_timeout = 60);
    assert_eq!(kinds(&house.refresh().await), [Some(FailureKind::Timeout)]);
    gate.open();
}

#[tokio::test]
async fn a_connection_that_breaks_is_a_failure_with_a_reason() {
    let server = Server::start();
    server.answer("/cut", Answer::rss(rss("a", 9)).cut_after(200));
    server.answer("/dropped", Answer::dropped());
    let refused = {
        let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", gone.local_addr().unwrap())
    };
    let secure = server.url("/cut").replace("http://", "https://");
    let cases = [
        (server.url("/cut"), FailureKind::Connect),
        (server.url("/dropped"), FailureKind::Connect),
        (refused, FailureKind::Connect),
        (secure, FailureKind::Tls),
        (nowhere(), FailureKind::Dns),
    ];
    for (url, kind) in cases {
        let house = House::with(std::slice::from_ref(&url)).await;
        let report = house.refresh().await;
        assert_eq!(kinds(&report), [Some(kind)], "{url}: {}", told(&report));
    }
}

#[tokio::test]
async fn a_truncated_document_keeps_its_whole_entries() {
    let server = Server::start();
    let text = rss("a", 3);
    let cut = text.find("<title>a 3").unwrap() + 5;
    server.answer("/a", Answer::rss(&text[..cut]));
    let house = House::with(&[server.url("/a")]).await;
    house.refresh().await;
    assert!(house.row().await.total >= 2, "{:?}", house.row().await);
}

#[tokio::test]
async fn a_download_that_breaks_off_keeps_its_whole_entries_and_asks_again() {
    let server = Server::start();
    let text = rss("a", 4);
    let cut = text.find("<title>a 4").unwrap();
    let whole = Answer::rss(text).header("ETag", "\"1\"");
    server.answers("/a", [whole.clone().cut_after(cut), whole]);
    let house = House::with(&[server.url("/a")]).await;
    let report = house.refresh().await;
    let Outcome::Fetched {
        new: 2.., warnings, ..
    } = &report.feeds[0].outcome
    else {
        panic!("{}", told(&report));
    };
    assert!(
        warnings.iter().any(|warning| warning.contains("cut short")),
        "{warnings:?}"
    );
    assert!(house.row().await.health.failure.is_some());
    house.force().await;
    let row = house.row().await;
    assert_eq!((row.total, row.health.failure), (4, None));
    assert_eq!(server.requests()[1].header("If-None-Match"), None);
}

#[tokio::test]
async fn what_is_no_feed_says_so_and_keeps_the_validators_of_before() {
    let cases = [
        (
            Answer::ok(
                "text/html",
                "<!doctype html><html><body><h1>Log in</h1></body></html>",
            ),
            FailureKind::NotFeed,
        ),
        (Answer::ok("text/xml", ""), FailureKind::Empty),
        (Answer::ok("text/xml", " \n"), FailureKind::Empty),
        (
            Answer::ok("image/png", &b"\x89PNG\r\n\x1a\n...."[..]),
            FailureKind::NotFeed,
        ),
        (Answer::ok("text/plain", "just words"), FailureKind::NotFeed),
    ];
    for (answer, kind) in cases {
        let server = Server::start();
        let good = Answer::rss(rss("a", 2)).header("ETag", "\"good\"");
        server.answers(
            "/a",
            [good, answer.header("ETag", "\"bad\""), Answer::status(304)],
        );
        let house = House::with(&[server.url("/a")]).await;
        house.refresh().await;
        let report = house.force().await;
        assert_eq!(kinds(&report), [Some(kind)], "{}", told(&report));
        assert_eq!(house.row().await.total, 2);
        house.force().await;
        let last = server.requests().pop().unwrap();
        assert_eq!(last.header("If-None-Match"), Some("\"good\""));
        assert_eq!(house.row().await.health.failure, None);
    }
}

#[tokio::test]
async fn one_sick_feed_stops_nothing() {
    let (well, sick) = (Server::start(), Server::start());
    well.answer("/a", Answer::rss(rss("a", 2)));
    well.answer("/b", Answer::rss(rss("b", 3)));
    sick.answer("/x", Answer::rss("<rss version=\"2.0\"><channel"));
    sick.answer("/y", Answer::status(500));
    let urls = [
        sick.url("/x"),
        well.url("/a"),
        sick.url("/y"),
        well.url("/b"),
        nowhere(),
    ];
    let house = House::with(&urls).await;
    let report = house.refresh().await;
    assert_eq!(report.new_entries(), 5, "{}", told(&report));
    assert!(report.failed() >= 3 && !report.cancelled && report.offline.is_none());
}

#[tokio::test]
async fn a_guid_seen_again_updates_its_entry_in_place() {
    let server = Server::start();
    let first = rss("a", 2);
    server.answers(
        "/a",
        [
            Answer::rss(first.clone()),
            Answer::rss(first.replace("Text of a 1", "Better text of a 1")),
        ],
    );
    let house = House::with(&[server.url("/a")]).await;
    house.refresh().await;
    assert_eq!(told(&house.force().await), "0 new 1 changed");
    assert_eq!(house.row().await.total, 2);
}

/// A name that no resolver is asked for, since a part of it is too long to be one.
fn nowhere() -> String {
    format!("http://{}.invalid/f", "x".repeat(70))
}

/// Packed without packing: the format's frame around stored bytes.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut crc = !0u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    packed.extend(stored(bytes));
    packed.extend((!crc).to_le_bytes());
    packed.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    packed
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let (mut a, mut b) = (1u32, 0u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let mut packed = vec![0x78, 0x01];
    packed.extend(stored(bytes));
    packed.extend(((b << 16) | a).to_be_bytes());
    packed
}

fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let mut block = vec![1];
    block.extend(length.to_le_bytes());
    block.extend((!length).to_le_bytes());
    block.extend(bytes);
    block
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap() - 1;
    let header = (length << 4) | (1 << 20);
    let mut packed = header.to_le_bytes()[..3].to_vec();
    packed.extend(bytes);
    packed.push(3);
    packed
}
