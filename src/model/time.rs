//! Points in time and the reader's time zone, as plain values.
//!
//! Lives here: arithmetic and conversion. Does not live here: asking what time it is (`system/clock.rs` only).
//! Invariant: a `Timestamp` is UTC; only `Zone` knows of local time.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// From seconds since the epoch.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Timestamp {
        Timestamp(secs.saturating_mul(1000))
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// This time, `millis` later (earlier when negative); saturates.
    #[must_use]
    pub const fn plus(self, millis: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// As RFC 3339 in UTC with whole seconds, `2026-11-24T12:58:00Z`; `None` outside chrono's range.
    #[must_use]
    pub fn to_rfc3339(self) -> Option<String> {
        DateTime::<Utc>::from_timestamp_millis(self.0)
            .map(|t| t.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Timestamp {
        Timestamp(time.timestamp_millis())
    }
}

/// The reader's zone as data: when which offset from UTC began. Built once by `system`, used by the dry rooms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// (from this second on, offset in seconds east of UTC), ascending. Empty: UTC.
    pub changes: Vec<(i64, i32)>,
}

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Zone {
        Zone::default()
    }

    /// One offset for all time, in seconds east of UTC.
    #[must_use]
    pub fn fixed(offset: i32) -> Zone {
        Zone {
            changes: vec![(i64::MIN, offset)],
        }
    }

    /// Seconds east of UTC at `time`; before the first change, the first offset.
    #[must_use]
    pub fn offset(&self, time: Timestamp) -> i32 {
        let at = self
            .changes
            .partition_point(|(from, _)| *from <= time.secs());
        self.changes
            .get(at.saturating_sub(1))
            .map_or(0, |(_, offset)| *offset)
    }

    /// The wall clock's reading at `time`; 1970-01-01 for a time outside chrono's range.
    #[must_use]
    pub fn local(&self, time: Timestamp) -> NaiveDateTime {
        let shifted = time.0.saturating_add(i64::from(self.offset(time)) * 1000);
        DateTime::<Utc>::from_timestamp_millis(shifted)
            .unwrap_or_default()
            .naive_utc()
    }

    /// The local midnight that began the day of `time`.
    #[must_use]
    pub fn midnight(&self, time: Timestamp) -> Timestamp {
        let day = self.local(time).date();
        self.start_of(day)
    }

    /// When the local `day` began.
    #[must_use]
    pub fn start_of(&self, day: NaiveDate) -> Timestamp {
        let naive = Timestamp(i64::from(day.num_days_from_ce() - 719_163) * 86_400_000);
        let guess = naive.plus(-i64::from(self.offset(naive)) * 1000);
        naive.plus(-i64::from(self.offset(guess)) * 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_follows_the_change_of_the_clocks() {
        let berlin = Zone {
            changes: vec![(0, 3600), (1_774_746_000, 7200), (1_792_890_000, 3600)],
        };
        let summer = Timestamp::from_secs(1_782_000_000);
        assert_eq!(berlin.offset(summer), 7200);
        assert_eq!(berlin.local(summer).to_string(), "2026-06-21 02:00:00");
        assert_eq!(
            berlin.midnight(summer),
            Timestamp::from_secs(1_782_000_000 - 2 * 3600)
        );
        assert_eq!(berlin.offset(Timestamp::from_secs(-5)), 3600);
    }

    #[test]
    fn rfc3339_is_in_utc_with_whole_seconds() {
        assert_eq!(
            Timestamp(1_000).to_rfc3339().as_deref(),
            Some("1970-01-01T00:00:01Z")
        );
        assert_eq!(Timestamp(i64::MAX).to_rfc3339(), None);
    }
}
