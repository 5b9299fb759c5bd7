//! How fast a feed's bytes become entries: `cargo bench --bench parse`. Whole refreshes are measured by `measure.sh`.

use std::fmt::Write as _;

use byline::parse::{Source, feed};
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

#[divan::bench]
fn well_formed(bencher: divan::Bencher) {
    let text = rss();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| feed(text.as_bytes(), &Source::default()).map(|feed| feed.entries.len()));
}

#[divan::bench]
fn cut_short_and_repaired(bencher: divan::Bencher) {
    let text = rss();
    let cut = &text.as_bytes()[..text.len() - 3_000];
    bencher
        .counter(BytesCount::of_slice(cut))
        .bench(|| feed(cut, &Source::default()).map(|feed| feed.entries.len()));
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
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench(|| feed(&bytes, &Source::default()).map(|feed| feed.entries.len()));
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
