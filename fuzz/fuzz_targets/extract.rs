//! Any bytes as a web page, and what is made of it as a full text.
//!
//! `cargo fuzz run extract fuzz/corpus/extract tests/data/fulltext` (with a stable compiler: `RUSTC_BOOTSTRAP=1`). Inputs that
//! found something are kept, made small, in `fuzz/corpus/extract`; `tests/it/hostile_pages.rs` runs those with every test.

#![no_main]

use byline::article;
use byline::parse::{Source, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = Source {
        url: Some("https://example.org/news/story"),
        content_type: None,
    };
    let page = decode(bytes, &source).text;
    let is_clean = |text: &str| text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t');
    if let Ok(found) = article::extract_more(&page, source.url, None) {
        assert!(is_clean(&found.text) && is_clean(&found.html) && is_clean(&found.title));
        assert!(!found.html.contains("<script") && !found.html.contains("=\"javascript:"));
    }
});
