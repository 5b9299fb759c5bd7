//! Does this entry match? The meaning of a query in plain Rust; SQL must agree with it.

use crate::model::Timestamp;

/// What a query can ask of an entry.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// The entry's title.
    pub title: &'a str,
    /// Its author; empty when none is told.
    pub author: &'a str,
    /// The feed's title as the reader names it.
    pub feed_title: &'a str,
    /// The feed's address.
    pub feed_url: &'a str,
    /// Path of the feed's folder; empty at the top.
    pub folder: &'a str,
    /// Tags of the entry: the feed's categories and the reader's own.
    pub tags: &'a [String],
    /// The reader's tags on the feed.
    pub feed_tags: &'a [String],
    /// Its time in the list.
    pub time: Timestamp,
    /// Read.
    pub read: bool,
    /// Kept.
    pub bookmarked: bool,
}
