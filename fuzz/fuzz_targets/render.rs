//! Any HTML as an article, set as `byline render` sets it, at a width that its first byte says.
//!
//! `cargo fuzz run render fuzz/corpus/render tests/data/articles` (with a stable compiler: `RUSTC_BOOTSTRAP=1`). Inputs that found something are
//! kept, made small, in `fuzz/corpus/render`; `tests/it/hostile.rs` sets those with every test.

#![no_main]

use byline::article::{self, CodeLines, Head, Setting};
use byline::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let html = String::from_utf8_lossy(bytes);
    let width = bytes.first().map_or(80, |first| u16::from(*first).clamp(1, 200));
    let setting = Setting {
        code: CodeLines::Wrap,
        ..Setting::from(width)
    };
    let document = article::document(&html, Some("https://example.org/a/b"));
    let page = article::typeset(&Head::default(), &document, setting, usize::MAX);
    for line in &page.lines {
        let shown = line.text();
        assert!(usize::from(line.indent) + text::width(&shown) <= usize::from(width));
        assert!(!shown.chars().any(char::is_control));
    }
});
