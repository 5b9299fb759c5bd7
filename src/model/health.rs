//! How feeds fare, as the health board and `byline feeds --json` show it: what their checks brought, how they post, what was noticed.
//!
//! Numbers only; what is noticed in them is found in `jobs/health.rs`.

use serde::{Deserialize, Serialize};

use crate::model::{CheckRecord, FeedId, FeedRow, Timestamp};

/// Weeks of which entries are counted.
pub const WEEKS: usize = 12;

/// What the kept checks of a feed come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many are kept.
    pub checks: u32,
    /// How many of them worked.
    pub good: u32,
    /// What its document weighs as it comes, as a rule (the median), in bytes.
    pub size: Option<u64>,
    /// The last one.
    pub last: Option<CheckRecord>,
}

impl Tally {
    /// How many of a hundred checks worked; 100 only if all did. `None` before the first.
    #[must_use]
    pub fn share(&self) -> Option<u32> {
        (self.checks > 0).then(|| self.good * 100 / self.checks)
    }
}

/// What is known of a feed beside its row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vitals {
    /// Ours.
    pub feed: FeedId,
    /// Its checks.
    pub tally: Tally,
    /// Times of its newest entries, newest first, at most ten.
    pub posts: Vec<Timestamp>,
    /// Entries a week, the latest week last.
    pub weeks: [u32; WEEKS],
    /// What tells its newest entries apart, at most ten: two feeds that share most of them are one.
    pub signs: Vec<i64>,
    /// The fetching jobs' own notes about it.
    pub memo: Option<String>,
}

/// Requests of a stretch of time, over all feeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// How many.
    pub requests: u64,
    /// 304: nothing new, nothing sent.
    pub unchanged: u64,
    /// Those that brought nothing but a reason.
    pub failed: u64,
    /// Bytes of bodies as they came.
    pub bytes: u64,
    /// Bytes that 304s spared.
    pub spared: u64,
}

/// Something about a feed that its reader may want to mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Noticed {
    /// 410: its site ended it.
    Gone,
    /// Its server says that it lives elsewhere for good.
    Moved {
        /// The address.
        to: String,
        /// How often that was told.
        times: u32,
    },
    /// It cannot be found where it is, or is no feed any more.
    Lost,
    /// It fails in a way that may pass.
    Failing,
    /// Its server asked for a pause.
    Held,
    /// Another subscription brings the same entries.
    Twin {
        /// The one that stays.
        of: FeedId,
        /// Its title.
        title: String,
    },
    /// Nothing new for more than a year.
    Silent,
}

impl Noticed {
    /// Whether it needs the reader: a quiet feed does not.
    #[must_use]
    pub fn needs_reader(&self) -> bool {
        *self != Noticed::Silent
    }
}

/// A feed on the board.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HealthRow {
    /// The feed.
    pub row: FeedRow,
    /// What its checks come to.
    pub tally: Tally,
    /// Its newest entry.
    pub newest: Option<Timestamp>,
    /// Median milliseconds between its latest entries.
    pub gap: Option<i64>,
    /// Entries a week, the latest week last.
    pub weeks: [u32; WEEKS],
    /// What was noticed, the gravest first.
    pub noticed: Option<Noticed>,
}

/// All feeds and how they fare: those that need the reader first, then by their next check.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HealthBoard {
    /// The feeds.
    pub rows: Vec<HealthRow>,
    /// What was asked of servers since local midnight.
    pub today: Traffic,
}

impl HealthBoard {
    /// How many feeds need the reader.
    #[must_use]
    pub fn needy(&self) -> usize {
        let needs = |row: &&HealthRow| row.needs_reader();
        self.rows.iter().filter(needs).count()
    }
}

impl HealthRow {
    /// Whether it needs the reader: one that was paused has been dealt with.
    #[must_use]
    pub fn needs_reader(&self) -> bool {
        !self.row.paused && self.noticed.as_ref().is_some_and(Noticed::needs_reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_100_only_if_all_were_good() {
        let cases = [
            ((0, 0), None),
            ((200, 199), Some(99)),
            ((3, 3), Some(100)),
            ((7, 0), Some(0)),
        ];
        for ((checks, good), expect) in cases {
            let tally = Tally {
                checks,
                good,
                ..Tally::default()
            };
            assert_eq!(tally.share(), expect);
        }
    }
}
