//! A bookmark with all that belongs to it, on its way between byline and files: a backup, an export, another program's list.

use crate::model::{FullText, ParsedEntry, Timestamp};

/// A bookmark as a file has it. Of another program's there is little more than an address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bookmark {
    /// What its feed said; its guid is empty where none is known. Links are of the web.
    pub entry: ParsedEntry,
    /// The feed that it came from: address, and title as the reader named it.
    pub feed: Option<(String, String)>,
    /// When it was bookmarked.
    pub kept: Option<Timestamp>,
    /// When byline first saw it.
    pub first_seen: Option<Timestamp>,
    /// Its place in lists.
    pub time: Option<Timestamp>,
    /// Read.
    pub is_read: bool,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// What the reader wrote to it.
    pub note: Option<String>,
    /// What its page has.
    pub full_text: Option<Box<FullText>>,
    /// Pictures in its text: address, and the file as its server sent it.
    pub pictures: Vec<(String, Vec<u8>)>,
}

impl Bookmark {
    /// Takes what another one of the same page has more: tags, and a note behind the own one.
    pub fn merge(&mut self, other: Bookmark) {
        for tag in other.tags {
            if !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
        self.note = joined(self.note.take(), other.note);
        self.is_read &= other.is_read;
        self.kept = self.kept.into_iter().chain(other.kept).min();
    }
}

/// Two notes as one; what stands in the first already is not repeated.
#[must_use]
pub fn joined(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) if !first.contains(&second) => {
            Some(format!("{first}\n\n{second}"))
        }
        (first, second) => first.or(second),
    }
}
