//! Any bytes as a feed, and what is understood as `byline parse` prints it.
//!
//! `cargo fuzz run parse fuzz/corpus/parse tests/data/feeds` (with a stable compiler: `RUSTC_BOOTSTRAP=1`). Inputs that
//! found something are kept, made small, in `fuzz/corpus/parse`; `tests/it/hostile.rs` runs those with every test.

#![no_main]

use byline::article;
use byline::parse::{Source, feed, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
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
        assert!(ids.len() == feed.entries.len() && ids.first().is_none_or(|id| !id.is_empty()));
    }
});
