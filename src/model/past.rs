//! A feed's past: what is wished of it, and what came of going there.

use serde::{Deserialize, Serialize};

use crate::model::{Failure, FeedId, Timestamp};
use crate::text::counted;

/// Pages followed in one go unless said otherwise.
pub const PAGES: u32 = 50;

/// How far to go into a feed's past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastWish {
    /// Whose.
    pub feed: FeedId,
    /// At most so many pages.
    pub pages: u32,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastReport {
    /// Whose.
    pub feed: FeedId,
    /// Its address, secrets taken out.
    pub url: String,
    /// As the reader names it.
    pub title: String,
    /// Pages that were loaded.
    pub pages: u32,
    /// Entries not seen before.
    pub new: u32,
    /// How many of them are unread, since they are young.
    pub unread: u32,
    /// The oldest entry that came, by its date.
    pub oldest: Option<Timestamp>,
    /// Why it went no further.
    pub end: PastEnd,
}

impl PastReport {
    /// `480 older entries from 48 pages`.
    #[must_use]
    pub fn words(&self) -> String {
        let pages = counted(self.pages.into(), "page", "pages");
        match self.new {
            0 if self.pages == 0 => "nothing older".to_string(),
            0 => format!("nothing older in {pages}"),
            new => {
                let entries = counted(new.into(), "older entry", "older entries");
                format!("{entries} from {pages}")
            }
        }
    }
}

/// Why a walk into the past ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PastEnd {
    /// Everything that the feed names is here.
    Beginning,
    /// The feed names no older pages.
    Nowhere,
    /// As many pages or entries as are taken at once; the next run goes on from here.
    Limit,
    /// The pages lead back to where it was, or say what was said.
    Circle,
    /// The host asked for a pause, in words; the next run goes on from here.
    Pause(String),
    /// Stopped by the reader; the next run goes on from here.
    Cancelled,
    /// A page could not be had; the next run tries it again.
    Failed(Failure),
}

impl PastEnd {
    /// Whether there is more where it ended.
    #[must_use]
    pub fn has_more(&self) -> bool {
        matches!(
            self,
            PastEnd::Limit | PastEnd::Pause(_) | PastEnd::Cancelled | PastEnd::Failed(_)
        )
    }

    /// In a few words, as a part of a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            PastEnd::Beginning => "that is all it has".to_string(),
            PastEnd::Nowhere => "it names no older pages".to_string(),
            PastEnd::Limit => "there is more: the same again goes on".to_string(),
            PastEnd::Circle => "its pages begin anew there".to_string(),
            PastEnd::Pause(reason) => format!("{reason}: the same later goes on"),
            PastEnd::Cancelled => "stopped: the same again goes on".to_string(),
            PastEnd::Failed(failure) => failure.what.clone(),
        }
    }
}
