//! What is kept, and for how long: sections `[history]` and `[archive]` of `config.toml`, and the same of one feed.

use serde::{Deserialize, Serialize};

use crate::config::duration::{parse_span, print_span};
use crate::config::options::Options;
use crate::model::Keep;

const DAY: i64 = 24 * 60 * 60_000;

/// Section `[history]`: how far undo reaches back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryOptions {
    /// Milliseconds.
    pub keep: i64,
    /// Changed entries and feeds, over all acts.
    pub changes: u64,
}

impl HistoryOptions {
    /// What the shipped file fills in.
    pub(in crate::config) fn blank() -> HistoryOptions {
        HistoryOptions::default()
    }

    pub(in crate::config) fn read(&mut self, options: &mut Options<'_, '_, '_>) {
        self.keep = options.span("keep", DAY..=36_500 * DAY, self.keep);
        self.changes = options.number("changes", 1000..=1_000_000_000, self.changes);
    }
}

/// Section `[archive]`: what is kept of feeds that say nothing of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveOptions {
    /// How much of a feed.
    pub retain: Keep,
    /// What stays however old it is.
    pub spare: Spare,
    /// How long news can be unread, in milliseconds; 0: for ever.
    pub unread_for: i64,
}

/// What stays however old it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spare {
    /// Bookmarks, with what is written on them.
    pub bookmarks: bool,
    /// What has a tag.
    pub tags: bool,
    /// What is not read.
    pub unread: bool,
}

const SPARED: [&str; 3] = ["bookmarks", "tags", "unread"];

impl ArchiveOptions {
    pub(in crate::config) fn read(&mut self, options: &mut Options<'_, '_, '_>) {
        let must = "a span of time, a number of entries in quotes, or \"all\"";
        self.retain = options.parsed("retain", must, (parse_keep, print_keep), self.retain);
        let must = "a span of time, or \"forever\"";
        self.unread_for = options.parsed(
            "unread_for",
            must,
            (parse_unread_for, print_unread_for),
            self.unread_for,
        );
        let known = [self.spare.bookmarks, self.spare.tags, self.spare.unread];
        let kept: Vec<String> = SPARED
            .iter()
            .zip(known)
            .filter(|(_, spared)| *spared)
            .map(|(name, _)| (*name).to_string())
            .collect();
        let is_known = |name: &str| SPARED.contains(&name);
        let spared = options.texts("spare", "bookmarks, tags, unread", is_known, &kept);
        let has = |name: &str| spared.iter().any(|spared| spared == name);
        self.spare = Spare {
            bookmarks: has("bookmarks"),
            tags: has("tags"),
            unread: has("unread"),
        };
    }
}

/// `all`, `90d`, `500`.
#[must_use]
pub fn parse_keep(text: &str) -> Option<Keep> {
    let text = text.trim();
    if text == "all" {
        return Some(Keep::All);
    }
    if let Ok(count) = text.parse::<u32>() {
        return (count > 0).then_some(Keep::Newest(count));
    }
    parse_span(text).filter(|span| *span >= DAY).map(Keep::For)
}

/// As `parse_keep` reads it.
#[must_use]
pub fn print_keep(keep: Keep) -> String {
    match keep {
        Keep::All => "all".to_string(),
        Keep::For(span) => print_span(span),
        Keep::Newest(count) => count.to_string(),
    }
}

/// `forever` is 0, `2d` its milliseconds; at least an hour.
#[must_use]
pub fn parse_unread_for(text: &str) -> Option<i64> {
    match text.trim() {
        "forever" | "for ever" => Some(0),
        text => parse_span(text).filter(|span| *span >= 3_600_000),
    }
}

/// As `parse_unread_for` reads it.
#[must_use]
pub fn print_unread_for(span: i64) -> String {
    match span {
        0 => "forever".to_string(),
        span => print_span(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_as_it_is_printed() {
        let keeps = [
            ("all", Some(Keep::All)),
            ("90d", Some(Keep::For(90 * DAY))),
            ("500", Some(Keep::Newest(500))),
            ("0", None),
            ("1h", None),
            ("some", None),
        ];
        for (text, keep) in keeps {
            assert_eq!(parse_keep(text), keep, "{text}");
            if let Some(keep) = keep {
                assert_eq!(parse_keep(&print_keep(keep)), Some(keep));
            }
        }
        for (text, span) in [("forever", Some(0)), ("2d", Some(2 * DAY)), ("1m", None)] {
            assert_eq!(parse_unread_for(text), span, "{text}");
            if let Some(span) = span {
                assert_eq!(parse_unread_for(&print_unread_for(span)), Some(span));
            }
        }
    }
}
