//! The history of checks: written with the bookkeeping of each, summed up for the health board, bounded.
//!
//! Invariants: a check and its line in the log are one transaction; the log grows at its end alone, and is thinned once a day (`prune`).

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::model::{CheckRecord, FeedHealth, FeedId, Tally, Timestamp, Traffic, Wire};
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// Checks of a feed that are kept.
const MOST: u32 = 200;
/// For how long: 90 days.
const PERIOD: i64 = 90 * 86_400_000;
/// A quarter of an hour, by which traffic is summed up.
const QUARTER: i64 = 900_000;
/// Lines let go in one transaction.
const BATCH: usize = 500;

const COLUMNS: &str = "at, status, bytes, spared, millis, new, changed, failure";

impl Store {
    /// The kept checks of a feed, newest first.
    pub async fn checks(&self, feed: FeedId) -> Result<Vec<CheckRecord>, StoreError> {
        self.load(move |connection| {
            let sql = format!("SELECT {COLUMNS} FROM check_log WHERE feed = ?1 ORDER BY id DESC");
            let mut statement = connection.prepare_cached(&sql)?;
            let found = statement.query_map([feed.0], |row| record(row, 0))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The last check of a feed.
    pub async fn last_check(&self, feed: FeedId) -> Result<Option<CheckRecord>, StoreError> {
        self.load(move |connection| {
            let sql =
                format!("SELECT {COLUMNS} FROM check_log WHERE feed = ?1 ORDER BY id DESC LIMIT 1");
            let mut statement = connection.prepare_cached(&sql)?;
            let last = statement.query_row([feed.0], |row| record(row, 0));
            Ok(last.optional()?)
        })
        .await
    }

    /// What was asked of servers since then.
    pub async fn traffic(&self, since: Timestamp) -> Result<Traffic, StoreError> {
        self.load(move |connection| {
            let sql = "SELECT coalesce(sum(requests), 0), coalesce(sum(unchanged), 0), coalesce(sum(failed), 0), \
                 coalesce(sum(bytes), 0), coalesce(sum(spared), 0) FROM traffic WHERE quarter >= ?1";
            let traffic = |row: &Row<'_>| {
                Ok(Traffic {
                    requests: row.get(0)?,
                    unchanged: row.get(1)?,
                    failed: row.get(2)?,
                    bytes: row.get(3)?,
                    spared: row.get(4)?,
                })
            };
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row([since.0.div_euclid(QUARTER)], traffic)?)
        })
        .await
    }

    /// Lets go of checks beyond the kept number and time.
    pub async fn thin_checks(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = now.plus(-PERIOD);
        let old = self
            .load(move |connection| surplus(connection, before))
            .await?;
        for part in old.chunks(BATCH) {
            let part = part.to_vec();
            self.batch(move |transaction| {
                let mut drop = transaction.prepare_cached("DELETE FROM check_log WHERE id = ?1")?;
                for id in part {
                    drop.execute([id])?;
                }
                Ok(())
            })
            .await?;
        }
        self.batch(move |transaction| {
            let sql = "DELETE FROM traffic WHERE quarter < ?1";
            transaction.execute(sql, [before.0.div_euclid(QUARTER)])?;
            Ok(())
        })
        .await
    }
}

fn surplus(connection: &Connection, before: Timestamp) -> Result<Vec<i64>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT id, feed, at FROM check_log ORDER BY id DESC")?;
    let mut rows = statement.query([])?;
    let mut kept: HashMap<i64, u32> = HashMap::new();
    let mut surplus = Vec::new();
    while let Some(row) = rows.next()? {
        let count = kept.entry(row.get(1)?).or_default();
        *count += 1;
        if *count > MOST || row.get::<_, i64>(2)? < before.0 {
            surplus.push(row.get(0)?);
        }
    }
    Ok(surplus)
}

/// Writes down what a check of a server cost, how the feed fares after it, and how many entries it brought (new, changed).
pub fn note(
    transaction: &Transaction<'_>,
    feed: FeedId,
    (wire, health): (Wire, &FeedHealth),
    (new, changed): (u32, u32),
) -> Result<(), StoreError> {
    let Some(at) = health.last_check else {
        return Ok(());
    };
    let failure = health.failure.as_ref();
    let failure = failure.and_then(|failure| serde_json::to_string(&failure.kind).ok());
    let spared = if wire.status == Some(304) {
        weight(transaction, feed)?
    } else {
        0
    };
    let sql = format!(
        "INSERT INTO check_log (feed, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    );
    transaction.prepare_cached(&sql)?.execute(params![
        feed.0,
        at.0,
        wire.status,
        wire.bytes,
        spared,
        wire.millis,
        new,
        changed,
        failure
    ])?;
    let sql = "INSERT INTO traffic VALUES (?1, 1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET requests = requests + 1, \
         unchanged = unchanged + ?2, failed = failed + ?3, bytes = bytes + ?4, spared = spared + ?5";
    transaction.prepare_cached(sql)?.execute(params![
        at.0.div_euclid(QUARTER),
        wire.status == Some(304),
        failure.is_some(),
        wire.bytes,
        spared
    ])?;
    Ok(())
}

/// What the feed's last whole document weighed.
fn weight(transaction: &Transaction<'_>, feed: FeedId) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(size, 0) FROM feed_check WHERE feed = ?1";
    let mut statement = transaction.prepare_cached(sql)?;
    let weight = statement.query_row([feed.0], |row| row.get(0)).optional()?;
    Ok(weight.unwrap_or(0))
}

/// What the kept checks of every feed come to. One walk through the log: it has no index, since that would be written at every check.
pub fn tallies(connection: &Connection) -> Result<HashMap<FeedId, Tally>, StoreError> {
    let sql = format!("SELECT feed, {COLUMNS} FROM check_log ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut found: HashMap<FeedId, (Tally, Vec<u64>)> = HashMap::new();
    while let Some(row) = rows.next()? {
        let (tally, sizes) = found.entry(FeedId(row.get(0)?)).or_default();
        let record = record(row, 1)?;
        tally.checks += 1;
        tally.good += u32::from(record.is_good());
        tally.last = Some(record);
        if record.is_good() && record.wire.bytes > 0 {
            sizes.push(record.wire.bytes);
        }
    }
    let settled = found.into_iter().map(|(feed, (tally, mut sizes))| {
        sizes.sort_unstable();
        let size = sizes.get(sizes.len() / 2).copied();
        (feed, Tally { size, ..tally })
    });
    Ok(settled.collect())
}

/// A line of the log, whose `COLUMNS` begin at `first`.
fn record(row: &Row<'_>, first: usize) -> rusqlite::Result<CheckRecord> {
    let failure: Option<String> = row.get(first + 7)?;
    Ok(CheckRecord {
        at: Timestamp(row.get(first)?),
        wire: Wire {
            status: row.get(first + 1)?,
            bytes: row.get(first + 2)?,
            millis: row.get(first + 4)?,
        },
        spared: row.get(first + 3)?,
        new: row.get(first + 5)?,
        changed: row.get(first + 6)?,
        // A sort that only a later byline knows is a failure all the same.
        failure: failure
            .map(|json| serde_json::from_str(&json).unwrap_or(crate::model::FailureKind::Internal)),
    })
}

#[cfg(test)]
mod tests;
