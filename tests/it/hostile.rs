//! Bytes that mean harm: every saved input of the fuzzer, and the law that four times the bytes cost about four times the work.
//!
//! Work is the time that this thread was on a processor, as the kernel counts it: what else the machine does is not in it.

use std::fs;
use std::path::Path;

use byline::article;
use byline::parse::{Source, feed, json};
use proptest::prelude::*;

/// What a feed's bytes go through on their way to `byline parse`.
fn run(bytes: &[u8]) {
    let source = Source {
        url: Some("https://example.org/a/b"),
        content_type: None,
    };
    if let Ok(feed) = feed(bytes, &source) {
        let _ = json(&feed, source.url, &|html, base| {
            let clean = article::clean(html, base);
            assert!(!clean.contains("<script") && !clean.contains("=\"javascript:"));
            clean
        });
        let mut ids: Vec<_> = feed.entries.iter().map(|entry| &entry.guid).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), feed.entries.len(), "an id twice");
        assert!(ids.iter().all(|id| !id.is_empty()), "an id is missing");
    }
}

#[test]
fn every_saved_input_does_no_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/parse");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        run(&bytes);
        // A download may stop anywhere, and a proxy may say anything before and behind.
        for cut in [
            bytes.len() / 3,
            bytes.len() / 2,
            bytes.len().saturating_sub(1),
        ] {
            run(bytes.get(..cut).unwrap());
            run(bytes.get(cut..).unwrap());
        }
        count += 1;
    }
    assert!(count >= 20, "{count} saved inputs were found");
}

/// What HTML goes through on its way to `byline render`, at narrow and at wide.
#[test]
fn every_saved_page_stays_in_its_width() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/render");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let html = String::from_utf8_lossy(&bytes);
        let document = article::document(&html, Some("https://example.org/a/b"));
        for width in [1, 2, 7, 40, 200] {
            let setting = article::Setting {
                code: article::CodeLines::Wrap,
                ..article::Setting::from(width)
            };
            let other = article::Setting {
                edits: article::Edits::Signs,
                paragraphs: article::Paragraphs::Indent,
                hyphens: article::Hyphens::of("en"),
                ..setting
            };
            let head = article::Head::default();
            let set = |setting| article::typeset(&head, &document, setting, usize::MAX).lines;
            for line in set(setting).iter().chain(&set(other)) {
                let shown = line.text();
                let wide = usize::from(line.indent) + byline::text::width(&shown);
                assert!(
                    wide <= usize::from(width),
                    "{} at {width}: {shown}",
                    path.display()
                );
                assert!(
                    !shown.chars().any(char::is_control),
                    "{}: {shown:?}",
                    path.display()
                );
            }
        }
        count += 1;
    }
    assert!(count >= 13, "{count} saved pages were found");
}

/// Nanoseconds that this thread has had a processor; `None` where the kernel does not tell.
fn on_processor() -> Option<u64> {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok()
}

/// The work of `run` on `piece`, written so often that there are `length` bytes of it.
fn work(run: fn(&[u8]), start: &str, piece: &str, length: usize) -> Option<u64> {
    let text = format!("{start}{}", piece.repeat(length / piece.len().max(1)));
    let before = on_processor()?;
    run(text.as_bytes());
    Some(on_processor()? - before)
}

/// What the square of the length would cost is sixteen times as much; the kernel counts in steps of some milliseconds.
const MOST: u64 = 9;
const SLACK: u64 = 60_000_000;

/// Whether four times the bytes (of `length`) cost no more than they may. A measurement that was disturbed is taken again.
pub fn is_linear(run: fn(&[u8]), start: &str, piece: &str, length: usize) -> bool {
    (0..4).any(|_| {
        let works = work(run, start, piece, length).zip(work(run, start, piece, 4 * length));
        works.is_none_or(|(short, long)| long <= MOST * short + SLACK)
    })
}

const SHORT: usize = 24 * 1024;

const STARTS: [&str; 4] = [
    "",
    "<rss version='2.0'><channel><item><title>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'><div>",
    "{\"items\":[{\"content_html\":\"",
];

const PIECES: [&str; 40] = [
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<link>",
    "<link href='x'/>",
    "<description>",
    "<p>",
    "</p>",
    "<b>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml?>",
    "<!DOCTYPE x [",
    "<!ENTITY a 'b'>",
    "&a;",
    "&amp;",
    "&#226;&#128;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "{",
    "}",
    "[",
    ",",
    "\\",
    "ü新",
    "a@b.cc（",
    "x",
    " \n",
    "<a xmlns:b='c' ",
    "<enclosure url='1'/>",
    "<category>c</category>",
    "<media:group>",
    "&lt;p&gt;",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn no_bytes_cost_more_than_their_length(
        start in 0..STARTS.len(),
        soup in proptest::collection::vec(0..PIECES.len(), 1..6),
    ) {
        let piece: String = soup.iter().map(|at| PIECES[*at]).collect();
        prop_assert!(is_linear(run, STARTS[start], &piece, SHORT), "{} {piece}", STARTS[start]);
    }
}

/// Each piece alone, and each with its neighbour.
#[test]
fn no_piece_costs_more_than_its_length() {
    for (at, piece) in PIECES.iter().enumerate() {
        let neighbour = PIECES[(at + 7) % PIECES.len()];
        let start = STARTS[at % STARTS.len()];
        assert!(is_linear(run, start, piece, SHORT), "{start} {piece}");
        let both = format!("{piece}{neighbour}");
        assert!(is_linear(run, start, &both, SHORT), "{start} {both}");
    }
}
