//! Any bytes as the HTML of an article, set at a width that they name themselves.
//!
//! `cargo fuzz run render fuzz/corpus/render tests/data/articles` (with a stable compiler: `RUSTC_BOOTSTRAP=1`). Inputs that found something are
//! kept, made small, in `fuzz/corpus/render`; `tests/it/hostile_articles.rs` runs those with every test.

#![no_main]

use byline::article::{CodeLines, Head, Line, Setting, clean, document, strip, typeset};
use byline::parse::{Source, decode};
use byline::text::width;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let address = Some("https://example.org/news/story");
    let html = decode(bytes, &Source::default()).text;
    let document = document(&html, address);
    let room = 1 + u16::from(bytes.first().copied().unwrap_or(79)) % 200;
    let setting = Setting {
        code: CodeLines::Wrap,
        ..Setting::from(room)
    };
    let page = typeset(&Head::default(), &document, setting, usize::MAX);
    let cells = |line: &Line| usize::from(line.indent) + width(&line.text());
    for line in &page.lines {
        assert!(cells(line) <= usize::from(room), "{line:?}");
        assert!(!line.text().contains(char::is_control), "{line:?}");
    }
    assert!(!clean(&html, address).to_lowercase().contains("<script"));
    let _ = strip(&html);
});
