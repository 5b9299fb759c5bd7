//! How fast a feed's bytes become entries, beside `feed-rs` alone on the same bytes: `cargo bench --bench parse`. Whole
//! refreshes are measured by `measure.sh`.

use std::fmt::Write as _;

use byline::article;
use byline::parse::{Source, feed, json};
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// Thirty entries of about 6 kB each, the size of the bench server's average feed.
fn rss() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Bench</title>",
    );
    for n in 0..30 {
        let paragraph = "&lt;p&gt;The kernel keeps, for each task, the length of its last &lt;a href=\"https://example.org/naps\"&gt;eight naps&lt;/a&gt; &amp;amp; no more.&lt;/p&gt;";
        let _ = write!(
            out,
            "<item><title>Entry {n}</title><guid isPermaLink=\"false\">g{n}</guid><link>https://example.org/{n}</link><pubDate>Tue, 24 Nov 2026 12:{n:02}:00 +0000</pubDate><content:encoded>{}</content:encoded></item>",
            paragraph.repeat(45)
        );
    }
    out + "</channel></rss>"
}

/// The same entries as XHTML in Atom, where every tag is the feed's own.
fn atom() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Bench</title><id>urn:bench</id>",
    );
    for n in 0..30 {
        let paragraph = "<p>The kernel keeps, for each task, the length of its last <a href=\"https://example.org/naps\">eight naps</a> &amp; no more.</p>";
        let _ = write!(
            out,
            "<entry><id>g{n}</id><title>Entry {n}</title><link href=\"https://example.org/{n}\"/><updated>2026-11-24T12:{n:02}:00Z</updated><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div></content></entry>",
            paragraph.repeat(45)
        );
    }
    out + "</feed>"
}

fn read(bencher: divan::Bencher, bytes: &[u8]) {
    bencher
        .counter(BytesCount::of_slice(bytes))
        .bench(|| feed(bytes, &Source::default()).map(|feed| feed.entries.len()));
}

fn feed_rs_alone(bencher: divan::Bencher, bytes: &[u8]) {
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| {
        let parser = feed_rs::parser::Builder::new()
            .sanitize_content(false)
            .build();
        parser.parse(bytes).map(|feed| feed.entries.len()).ok()
    });
}

#[divan::bench]
fn rss_2(bencher: divan::Bencher) {
    read(bencher, rss().as_bytes());
}

#[divan::bench]
fn rss_2_by_feed_rs_alone(bencher: divan::Bencher) {
    feed_rs_alone(bencher, rss().as_bytes());
}

#[divan::bench]
fn atom_xhtml(bencher: divan::Bencher) {
    read(bencher, atom().as_bytes());
}

#[divan::bench]
fn atom_xhtml_by_feed_rs_alone(bencher: divan::Bencher) {
    feed_rs_alone(bencher, atom().as_bytes());
}

#[divan::bench]
fn cut_short_and_repaired(bencher: divan::Bencher) {
    let text = rss();
    read(bencher, &text.as_bytes()[..text.len() - 3_000]);
}

#[divan::bench]
fn as_clean_json(bencher: divan::Bencher) {
    let text = rss();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        feed(text.as_bytes(), &Source::default())
            .map(|feed| json(&feed, None, &article::clean).to_string().len())
    });
}

#[divan::bench]
fn gbk(bencher: divan::Bencher) {
    let text = rss()
        .replace("utf-8", "gbk")
        .replace("kernel", "内核")
        .replace("task", "任务");
    let bytes: Vec<u8> = text
        .chars()
        .flat_map(|c| {
            if c.is_ascii() {
                vec![c as u8]
            } else {
                gbk_of(c)
            }
        })
        .collect();
    read(bencher, &bytes);
}

/// The four characters used above, so that the bench needs no encoder.
fn gbk_of(c: char) -> Vec<u8> {
    match c {
        '内' => vec![0xC4, 0xDA],
        '核' => vec![0xBA, 0xCB],
        '任' => vec![0xC8, 0xCE],
        _ => vec![0xCE, 0xF1],
    }
}
