//! What a half-typed word may become: folders, tags, themes.
//!
//! Invariant: what is offered exists; completion never invents a name.

use std::collections::BTreeMap;

use crate::app::fuzzy::{Hit, rank};
use crate::model::FeedRow;
use crate::text::counted;

/// Something offered for what is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// What the typed word becomes.
    pub word: String,
    /// Which of its characters matched.
    pub at: Vec<u32>,
    /// What is said of it.
    pub note: String,
}

/// All folders, with those that only hold folders, in order, and the feeds at or below each.
pub fn folders(feeds: &[FeedRow]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for feed in feeds {
        for path in ancestors(&feed.folder) {
            *counts.entry(path.to_string()).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

/// A folder's path and those of the folders it lies in, outermost first: `Linux`, `Linux/Kernel`.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    let ends = path
        .char_indices()
        .filter_map(|(at, c)| (c == '/').then_some(at));
    ends.chain(std::iter::once(path.len()))
        .filter_map(|end| path.get(..end))
        .filter(|path| !path.is_empty())
}

/// Folders that match what is typed, best first.
pub fn offer_folders(typed: &str, feeds: &[FeedRow]) -> Vec<Offer> {
    let all = folders(feeds);
    offers(
        typed,
        all.into_iter().map(|(path, count)| {
            let note = counted(count as u64, "feed", "feeds");
            (path, note)
        }),
    )
}

/// Words that match what is typed, best first; each with what is said of it.
pub fn offers(typed: &str, words: impl Iterator<Item = (String, String)>) -> Vec<Offer> {
    let words: Vec<(String, String)> = words.collect();
    rank(typed, words.iter().map(|(word, _)| word.as_str()))
        .into_iter()
        .filter_map(|(index, Hit { at, .. })| {
            let (word, note) = words.get(index)?.clone();
            Some(Offer { word, at, note })
        })
        .collect()
}

/// The tags of all feeds, in order.
pub fn tags(feeds: &[FeedRow]) -> Vec<String> {
    let mut tags: Vec<String> = feeds.iter().flat_map(|feed| feed.tags.clone()).collect();
    tags.sort();
    tags.dedup();
    tags
}

/// Tags as they are typed, parted by commas: trimmed, without `#`, each once.
pub fn parse_tags(typed: &str) -> Vec<String> {
    let mut tags = Vec::new();
    for tag in typed.split(',') {
        let tag = tag.trim().trim_start_matches(['#', '+']).trim();
        if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_string());
        }
    }
    tags
}

/// One tag as it is typed: trimmed, without `#`. The language of queries has no way to say a quote within a word, and a comma parts tags.
pub fn tidy_tag(typed: &str) -> String {
    let tag = parse_tags(&typed.replace(['"', ','], " "));
    tag.into_iter().next().unwrap_or_default()
}

/// A folder as it is typed: parts trimmed, none empty.
pub fn parse_folder(typed: &str) -> String {
    let parts: Vec<&str> = typed
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(folder: &str) -> FeedRow {
        FeedRow {
            folder: folder.into(),
            ..FeedRow::default()
        }
    }

    #[test]
    fn folders_hold_what_lies_below_them() {
        let feeds = [
            feed("Linux/Kernel"),
            feed("Linux"),
            feed(""),
            feed("World/Asia/China"),
        ];
        let expect = [
            ("Linux", 2),
            ("Linux/Kernel", 1),
            ("World", 1),
            ("World/Asia", 1),
            ("World/Asia/China", 1),
        ];
        let expect: Vec<(String, usize)> = expect.map(|(path, n)| (path.to_string(), n)).to_vec();
        assert_eq!(folders(&feeds), expect);
    }

    #[test]
    fn completion_offers_what_exists() {
        let feeds = [feed("Linux/Kernel"), feed("Science"), feed("科学")];
        let cases: [(&str, &[&str]); 5] = [
            ("lin", &["Linux", "Linux/Kernel"]),
            ("ker", &["Linux/Kernel"]),
            ("学", &["科学"]),
            ("", &["Linux", "Linux/Kernel", "Science", "科学"]),
            ("nothing", &[]),
        ];
        for (typed, expect) in cases {
            let words: Vec<String> = offer_folders(typed, &feeds)
                .into_iter()
                .map(|offer| offer.word)
                .collect();
            assert_eq!(words, expect, "{typed}");
        }
    }

    #[test]
    fn tags_and_folders_are_tidied() {
        assert_eq!(
            parse_tags(" kernel, #work,,kernel, +rust"),
            ["kernel", "work", "rust"]
        );
        assert_eq!(parse_folder(" Linux / /Kernel/"), "Linux/Kernel");
    }
}
