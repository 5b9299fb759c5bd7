//! Feeds as lists and boards show them, and why one is ill.
//!
//! A feed that fails is data here, never an error that stops something else.

use serde::{Deserialize, Serialize};

use crate::model::{FeedId, Timestamp};

/// A feed with its counts and health, as the feeds pane and `byline feeds` show it.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedHealth {
    /// The last attempt.
    pub last_check: Option<Timestamp>,
    /// The last attempt that worked.
    pub last_success: Option<Timestamp>,
    /// `None`: never asked again by itself (gone), or not yet asked.
    pub next_check: Option<Timestamp>,
    /// Why then: a sentence that a server's keeper would accept.
    pub reason: String,
    /// What is wrong, if something is.
    pub failure: Option<Failure>,
    /// Attempts in a row that failed.
    pub failures: u32,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
    /// 410: its site ended it.
    pub gone: bool,
}

/// Why a feed is ill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The sort.
    pub kind: FailureKind,
    /// In words, lower case, no full stop: `the server says 404, not found`. No secrets, no control characters.
    pub what: String,
    /// What helps, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// The sorts of illness; the policy of `fetching.md` tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// An HTTP status that is no success.
    Status(u16),
    /// Name not found.
    Dns,
    /// No connection.
    Connect,
    /// The certificate or the handshake.
    Tls,
    /// Too slow.
    Timeout,
    /// Redirects that lead nowhere.
    Redirect,
    /// More bytes than allowed.
    TooLarge,
    /// An answer that is no feed.
    NotFeed,
    /// An empty answer.
    Empty,
    /// Not an address that can be fetched.
    Address,
    /// It is made by a program or from a file that nobody here said yes to.
    Unallowed,
    /// The program that makes it, or that it is piped through, failed.
    Program,
    /// Its file could not be loaded.
    File,
    /// The reader's own network is down: never counted against the feed.
    Offline,
    /// A fault of byline's own (a caught panic).
    Internal,
}

/// Everything the feeds pane shows, in the order of `feeds.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// All entries of subscribed feeds.
    pub total: u64,
}
