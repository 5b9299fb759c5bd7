//! The wish to follow a feed: what `feeds.toml`, OPML and the store speak of.
//!
//! A subscription is told by its address; everything else is the reader's own addition to it.

use serde::{Deserialize, Serialize};

use crate::model::Greeting;

/// The address of the welcome feed, which is compiled in: never fetched, never in `feeds.toml`.
pub const WELCOME_URL: &str = "byline:welcome";

/// The address of the feed that pages saved for later stand in. It is in no file, and is never asked.
pub const SAVED_URL: &str = "byline:saved";

/// The address of the feed that bookmarks stand in which came from another program. It is in no file, is listed nowhere, and is never asked.
pub const IMPORTED_URL: &str = "byline:imported";

/// Whether a feed is one of byline's own, which no file may name.
#[must_use]
pub fn is_own_feed(url: &str) -> bool {
    matches!(url, WELCOME_URL | SAVED_URL | IMPORTED_URL)
}

/// One subscription as the reader states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The feed's address, absolute: of the web, `file:///…`, or `exec:` and a command whose output is the feed.
    pub url: String,
    /// The reader's own title, instead of the feed's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Path of folders, parts joined by `/`, as in `Linux/Kernel`; `None`: at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The reader's tags on the feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The wished interval between checks, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh: Option<i64>,
    /// Whether the full text of its entries is fetched.
    #[serde(default)]
    pub full_text: bool,
    /// The command that its document is piped through before it is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    /// What its server is told beside what all are told.
    #[serde(default, skip_serializing_if = "Greeting::is_empty")]
    pub greeting: Greeting,
    /// Not asked until its reader says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// How long its news can be unread, in milliseconds; 0: for ever. `None`: as `config.toml` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread_for: Option<i64>,
    /// How much of it is kept. `None`: as `config.toml` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Keep>,
}

/// How much of a feed is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// All of it.
    #[default]
    All,
    /// What byline first saw within so many milliseconds.
    For(i64),
    /// The newest so many entries.
    Newest(u32),
}

impl Subscription {
    /// A subscription with nothing but its address.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Subscription {
        Subscription {
            url: url.into(),
            ..Subscription::default()
        }
    }
}
