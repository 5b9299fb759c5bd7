//! A feed's health between its columns and its type.

use rusqlite::Row;

use crate::model::{FeedHealth, Reason, Timestamp};

/// The columns of `feed_check` (as `c`) that `from_row` reads, in its order.
pub const COLUMNS: &str = "c.last_check, c.last_success, c.next_check, coalesce(c.reason, ''), c.failure, \
     coalesce(c.failures, 0), c.failing_since, coalesce(c.gone, 0)";

/// Health from `COLUMNS`, the first of which stands at `first`.
pub fn from_row(row: &Row<'_>, first: usize) -> rusqlite::Result<FeedHealth> {
    let time = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(at)?.map(Timestamp));
    let failure: Option<String> = row.get(first + 4)?;
    Ok(FeedHealth {
        last_check: time(first)?,
        last_success: time(first + 1)?,
        next_check: time(first + 2)?,
        reason: Reason::read(&row.get::<_, String>(first + 3)?),
        // A failure in words of a later byline is as good as none: the next check says it anew.
        failure: failure.and_then(|json| serde_json::from_str(&json).ok()),
        failures: row.get(first + 5)?,
        failing_since: time(first + 6)?,
        gone: row.get(first + 7)?,
    })
}

/// The failure as it is stored.
pub fn failure_json(health: &FeedHealth) -> Option<String> {
    let failure = health.failure.as_ref()?;
    serde_json::to_string(failure).ok()
}
