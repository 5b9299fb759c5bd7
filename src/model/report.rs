//! What work tells about itself, while it runs and when it is done.
//!
//! `Failure` is a feed's illness; `Trouble` is a job of byline's that could not do what was asked.

use serde::{Deserialize, Serialize};

use crate::model::{Failure, FeedId, RuleCount, RuleErrand};

/// A job that could not be done: what failed, and what helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// Lower case, no full stop, names in backticks.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Trouble {
    /// A trouble with a hint.
    #[must_use]
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Trouble {
        Trouble {
            what: what.into(),
            hint: Some(hint.into()),
        }
    }

    /// A trouble that nothing helps against.
    #[must_use]
    pub fn plain(what: impl Into<String>) -> Trouble {
        Trouble {
            what: what.into(),
            hint: None,
        }
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Trouble {}

/// How far a job is. Coalesced: at most ten a second reach the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Feeds done.
    pub done: u32,
    /// Feeds to do.
    pub total: u32,
    /// Feeds that failed.
    pub failed: u32,
    /// New entries.
    pub new: u32,
}

/// Which feeds a refresh asks, and how hard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefreshWish {
    /// `None`: all subscribed feeds.
    pub feeds: Option<Vec<FeedId>>,
    /// Whatever their age. Never against a Retry-After or a 410, and never without validators.
    pub force: bool,
    /// Asked by byline itself while it is open: spread out, and silent when nothing is due.
    pub automatic: bool,
    /// Wait for hosts that want one visit a minute, instead of leaving all feeds but one of each to a later refresh.
    pub patient: bool,
}

/// What a refresh did, feed by feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RefreshReport {
    /// One per feed asked for, skipped ones too.
    pub feeds: Vec<FeedReport>,
    /// Whether it was cancelled before it was through.
    pub cancelled: bool,
    /// Whether it was the network that failed, so that nothing was counted against any feed.
    pub offline: Option<Offline>,
    /// Feeds whose new address was taken over, as `u` takes it back.
    pub moved: Vec<FeedId>,
    /// What rules did, in their order; those that found nothing are left out.
    #[serde(default)]
    pub rules: Vec<RuleCount>,
    /// What rules want done outside the store: `jobs::run_errands`. No part of a recording: a command may hold a secret.
    #[serde(skip)]
    pub errands: Vec<RuleErrand>,
}

/// What is wrong with the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Offline {
    /// Nothing can be reached.
    Down,
    /// It shows a login page of its own in place of everything.
    Portal,
}

impl Offline {
    /// In words: `the network is down`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Offline::Down => "the network is down",
            Offline::Portal => "the network shows its own login page",
        }
    }

    /// What helps.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Offline::Down => "nothing was counted against any feed; try again later",
            Offline::Portal => "log in with a browser; nothing was counted against any feed",
        }
    }
}

/// What a refresh did for one feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedReport {
    /// Ours.
    pub feed: FeedId,
    /// Its address, secrets taken out.
    pub url: String,
    /// As the reader names it.
    pub title: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of asking one feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// It was read: so many new, so many changed. Both may be 0.
    Fetched {
        /// Entries not seen before.
        new: u32,
        /// Entries whose title or text the feed changed.
        changed: u32,
        /// What had to be mended, in words.
        warnings: Vec<String>,
    },
    /// The server says, or the bytes show, that nothing changed.
    Unchanged,
    /// Not asked, and why: `fresh`, `the server said wait 25 min`, …
    Skipped(String),
    /// It is ill.
    Failed(Failure),
}

impl RefreshReport {
    /// New entries in all.
    #[must_use]
    pub fn new_entries(&self) -> u32 {
        self.feeds
            .iter()
            .map(|feed| {
                if let Outcome::Fetched { new, .. } = feed.outcome {
                    new
                } else {
                    0
                }
            })
            .sum()
    }

    /// Feeds that brought something new.
    #[must_use]
    pub fn feeds_with_new(&self) -> usize {
        self.feeds
            .iter()
            .filter(|feed| matches!(feed.outcome, Outcome::Fetched { new: 1.., .. }))
            .count()
    }

    /// Feeds that failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.feeds
            .iter()
            .filter(|feed| matches!(feed.outcome, Outcome::Failed(_)))
            .count()
    }

    /// Feeds that were not asked.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.feeds
            .iter()
            .filter(|feed| matches!(feed.outcome, Outcome::Skipped(_)))
            .count()
    }
}

/// A search beside one that found nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearSearch {
    /// What makes it wider, in words: `at any date`.
    pub label: String,
    /// Its query, as it is typed.
    pub query: String,
    /// How many entries it finds; at most as many as were counted.
    pub count: u64,
}

/// A feed that a page names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundFeed {
    /// Absolute.
    pub url: String,
    /// As the page or the feed names it.
    pub title: Option<String>,
    /// MIME type or format, as far as known: `Atom`, `RSS`, `JSON`.
    pub format: Option<String>,
    /// What it holds, in a few words (`comments`, `12 entries, newest today`).
    pub note: Option<String>,
}
