//! Servers that mean harm: bombs, streams without end, lies about lengths. Each is left within bounds of time and size.

use async_compression::tokio::write::{BrotliEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::*;

/// A feed's beginning, and then so much of nothing that packing makes it tiny.
fn swollen() -> Vec<u8> {
    let mut text = rss("a", 1).into_bytes();
    text.resize(4 << 20, b' ');
    text
}

/// Packs bytes in one of the ways that servers do.
async fn packed(bytes: &[u8], coding: &str) -> Vec<u8> {
    async fn all<W: AsyncWrite + Unpin>(mut packer: W, bytes: &[u8]) -> W {
        packer.write_all(bytes).await.unwrap();
        packer.shutdown().await.unwrap();
        packer
    }
    match coding {
        "gzip" => all(GzipEncoder::new(Vec::new()), bytes).await.into_inner(),
        "br" => all(BrotliEncoder::new(Vec::new()), bytes)
            .await
            .into_inner(),
        "zstd" => all(ZstdEncoder::new(Vec::new()), bytes).await.into_inner(),
        "deflate" => all(ZlibEncoder::new(Vec::new()), bytes).await.into_inner(),
        _ => unreachable!("{coding}"),
    }
}

#[tokio::test]
async fn bombs_of_every_packing_are_left_at_the_limit() {
    let swollen = swollen();
    let cases: [&[&str]; 6] = [
        &["gzip"],
        &["br"],
        &["zstd"],
        &["deflate"],
        &["gzip", "gzip"],
        &["zstd", "gzip", "br"],
    ];
    for codings in cases {
        let mut bomb = swollen.clone();
        for coding in codings {
            bomb = packed(&bomb, coding).await;
        }
        assert!(bomb.len() < 40_000, "{codings:?}: {}", bomb.len());
        let server = Server::start();
        let answer = Answer::rss(bomb).header("Content-Encoding", &codings.join(", "));
        server.answer("/f", answer);
        let house = House::with(&[server.url("/f")]).await;
        let house = house.configured(|config| config.refresh.max_body = 1 << 20);
        let report = house.refresh().await;
        assert_eq!(
            kinds(&report),
            [Some(FailureKind::TooLarge)],
            "{codings:?}: {}",
            told(&report)
        );
    }
}

#[tokio::test]
async fn layers_of_packing_that_no_honest_server_lays_are_not_undone() {
    let mut bytes = rss("a", 1).into_bytes();
    for _ in 0..5 {
        bytes = packed(&bytes, "gzip").await;
    }
    let server = Server::start();
    let codings = ["gzip"; 5].join(", ");
    server.answer(
        "/f",
        Answer::rss(bytes).header("Content-Encoding", &codings),
    );
    let house = House::with(&[server.url("/f")]).await;
    assert_eq!(kinds(&house.refresh().await), [Some(FailureKind::NotFeed)]);
}

#[tokio::test]
async fn a_stream_without_end_is_left_at_the_limit() {
    let server = Server::start();
    let text = rss("a", 1);
    server.answer(
        "/f",
        Answer::rss(format!("{text}<!--{}-->", "x".repeat(100_000))).endless(),
    );
    let house = House::with(&[server.url("/f")]).await;
    let house = house.configured(|config| config.refresh.max_body = 1 << 20);
    assert_eq!(kinds(&house.refresh().await), [Some(FailureKind::TooLarge)]);
    // What the kernel holds for a connection comes on top of the limit.
    assert!(server.sent() < 12 << 20, "{}", server.sent());
}

#[tokio::test]
async fn of_what_is_clearly_no_feed_the_rest_is_not_taken() {
    let cases = [
        Answer::ok(
            "text/html",
            format!("<!doctype html><p>{}", "word ".repeat(20_000)),
        ),
        Answer::ok("text/plain", "word ".repeat(20_000)),
        Answer::ok(
            "application/rss+xml",
            [b"\x89PNG".to_vec(), vec![0; 100_000]].concat(),
        ),
        Answer::ok("application/octet-stream", b"ID3 la la la ".repeat(1_000)),
    ];
    for answer in cases {
        let server = Server::start();
        server.answer("/f", answer.endless());
        let house = House::with(&[server.url("/f")]).await;
        let report = house.refresh().await;
        assert_eq!(
            kinds(&report),
            [Some(FailureKind::NotFeed)],
            "{}",
            told(&report)
        );
        assert!(server.sent() < 12 << 20, "{}", server.sent());
    }
}

#[tokio::test]
async fn a_head_without_end_is_left() {
    let cases = [
        (
            "HTTP/1.1 200 OK\r\n",
            "X-More: and more and more and more\r\n",
        ),
        ("HTTP/1.1 200 OK\r\nX-Long: ", "and more and more and more "),
        ("HTTP/1.1 200 ", "OK"),
        ("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        ("", "ohai "),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "0000",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
            "ext=",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            "X-Trailer: more\r\n",
        ),
    ];
    for (first, then) in cases {
        let server = Server::start();
        server.answer("/f", Answer::babble(first, then));
        let house = House::with(&[server.url("/f")]).await;
        let house = house.configured(|config| {
            config.refresh.idle_timeout = 300;
            config.refresh.total_timeout = 300;
        });
        let report = house.refresh().await;
        assert_eq!(report.failed(), 1, "{first:?} {then:?}: {}", told(&report));
        assert!(house.row().await.total == 0);
    }
}

#[tokio::test]
async fn lies_about_lengths_cost_nothing_but_the_answer() {
    let text = rss("a", 2);
    let server = Server::start();
    let length = text.len();
    server.answer("/less", Answer::rss(text.clone()).lying(40));
    server.answer(
        "/more",
        Answer::rss(text.clone()).lying(length + 1_000_000_000_000),
    );
    server.answer(
        "/both",
        Answer::rss(text.clone()).header("Content-Length", "7"),
    );
    server.answer(
        "/odd",
        Answer::rss(text)
            .lying(length)
            .header("Content-Length", "-1"),
    );
    for path in ["/less", "/more", "/both", "/odd"] {
        let house = House::with(&[server.url(path)]).await;
        let house = house.configured(|config| config.refresh.idle_timeout = 2_000);
        let report = house.refresh().await;
        let row = house.row().await;
        // What was cut off keeps its whole entries, and is asked for again.
        assert!(row.health.failure.is_some(), "{path}: {}", told(&report));
        assert!(row.total < 2, "{path}");
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_at_all_is_left() {
    let gate = Gate::new();
    let server = Server::start();
    server.answer("/f", Answer::rss(rss("a", 1)).silent(&gate));
    for (idle, total, what) in [
        (80, 60_000, "sent nothing for"),
        (60_000, 80, "not through after"),
    ] {
        let house = House::with(&[server.url("/f")]).await;
        let house = house.configured(|config| {
            config.refresh.idle_timeout = idle;
            config.refresh.total_timeout = total;
        });
        let report = house.refresh().await;
        assert_eq!(kinds(&report), [Some(FailureKind::Timeout)]);
        assert!(told(&report).contains(what), "{}", told(&report));
    }
    gate.open();
}
