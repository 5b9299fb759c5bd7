//! Any HTML as an article, set as `byline render` sets it, at a width that its first byte says.
//!
//! `cargo fuzz run render fuzz/corpus/render tests/data/articles` (with a stable compiler: `RUSTC_BOOTSTRAP=1`). Inputs that found something are
//! kept, made small, in `fuzz/corpus/render`; `tests/it/hostile.rs` sets those with every test.

#![no_main]

use byline::article::{self, CodeLines, Edits, Head, Hyphens, Paragraphs, Setting};
use byline::text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let html = String::from_utf8_lossy(bytes);
    let width = bytes.first().map_or(80, |first| u16::from(*first).clamp(1, 200));
    let setting = Setting {
        code: CodeLines::Wrap,
        ..Setting::from(width)
    };
    let setting = match bytes.get(1).map_or(0, |second| second % 3) {
        0 => setting,
        1 => Setting {
            edits: Edits::Signs,
            paragraphs: Paragraphs::Indent,
            ..setting
        },
        _ => Setting {
            hyphens: Hyphens::of("en"),
            ..setting
        },
    };
    let document = article::parted(article::document(&html, Some("https://example.org/a/b")));
    let page = article::typeset(&Head::default(), &document, setting, usize::MAX);
    for line in &page.lines {
        let shown = line.text();
        assert!(usize::from(line.indent) + text::width(&shown) <= usize::from(width));
        assert!(!shown.chars().any(char::is_control));
    }
});
