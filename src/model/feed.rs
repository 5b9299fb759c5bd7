//! Feeds as lists and boards show them.

use serde::{Deserialize, Serialize};

use crate::model::{Failure, FeedId, Greeting, Keep, Reason, Timestamp, Zone};

/// A feed with its counts and health, as the feeds pane and `byline feeds` show it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FeedRow {
    /// Ours.
    pub id: FeedId,
    /// Its address, secrets included: print with `text::address` only.
    pub url: String,
    /// As the reader names it, else as it names itself, else its address.
    pub title: String,
    /// What the feed calls itself.
    pub own_title: Option<String>,
    /// The site's page.
    pub site: Option<String>,
    /// Path of folders; empty at the top.
    pub folder: String,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// The interval between checks that the reader wishes, in milliseconds.
    pub refresh: Option<i64>,
    /// Whether the full text of its entries is fetched.
    pub full_text: bool,
    /// The command that its document is piped through.
    pub filter: Option<String>,
    /// What its server is told beside what all are told: in no recording, since it may hold secrets.
    #[serde(skip)]
    pub greeting: Greeting,
    /// Not asked until its reader says so.
    pub paused: bool,
    /// How long its news can be unread, in milliseconds; 0: for ever. `None`: as `config.toml` says.
    #[serde(default)]
    pub unread_for: Option<i64>,
    /// How much of it is kept. `None`: as `config.toml` says.
    #[serde(default)]
    pub keep: Option<Keep>,
    /// Its place in `feeds.toml`.
    pub position: u32,
    /// Unread entries.
    pub unread: u32,
    /// All entries.
    pub total: u32,
    /// How it fares.
    pub health: FeedHealth,
}

/// How a feed fares and when it is asked next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FeedHealth {
    /// The last attempt.
    pub last_check: Option<Timestamp>,
    /// The last attempt that worked.
    pub last_success: Option<Timestamp>,
    /// `None`: never asked again by itself (gone), or not yet asked.
    pub next_check: Option<Timestamp>,
    /// Why then.
    pub reason: Reason,
    /// What is wrong, if something is.
    pub failure: Option<Failure>,
    /// Attempts in a row that failed.
    pub failures: u32,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
    /// 410: its site ended it.
    pub gone: bool,
}

impl FeedHealth {
    /// Why it is asked next when it is, with the day on which its trouble began.
    #[must_use]
    pub fn why(&self, zone: &Zone, now: Timestamp) -> String {
        self.reason.told(self.failing_since, zone, now)
    }
}

/// Everything the feeds pane shows, in the order of `feeds.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FeedList {
    /// All feeds that are subscribed to.
    pub rows: Vec<FeedRow>,
    /// Unread entries since local midnight.
    pub today: u32,
    /// Unread entries.
    pub unread: u32,
    /// Bookmarks.
    pub bookmarks: u32,
    /// Entries begun and left.
    pub begun: u32,
    /// Unread pages that were saved for later.
    #[serde(default)]
    pub saved: u32,
    /// The feed of the pages saved for later; `None`: none ever was.
    #[serde(default)]
    pub saved_feed: Option<FeedId>,
    /// All entries of subscribed feeds.
    pub total: u64,
}
