//! Entries let go because their feed keeps no more: by age or by number.
//!
//! Invariants: nothing that the reader asked to spare goes, and no feed of byline's own (saved pages, welcome); what goes leaves its state behind, so that a feed
//! that still names it does not bring it back; counts are right after each batch, and acts never wait for one.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};

use crate::model::{FeedId, Keep, Timestamp};
use crate::store::clause::Clause;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// Entries let go in one transaction.
const BATCH: i64 = 100;
/// `state.hidden`: let go by a rule of retention.
pub const OUTDATED: i64 = 16;

/// What holds of feeds that say nothing of their own, and of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// How much is kept.
    pub keep: Keep,
    /// What stays all the same.
    pub spared: Spared,
}

/// What stays however old it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spared {
    /// The reader's copies stay listed with their feed; as copies they stay anyway.
    pub bookmarks: bool,
    /// What the reader tagged.
    pub tags: bool,
    /// What is not read.
    pub unread: bool,
}

/// What was let go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Entries.
    pub entries: u64,
    /// Of so many feeds.
    pub feeds: u64,
}

impl Store {
    /// Lets go what feeds keep no longer.
    pub async fn drop_outdated(&self, rule: Rule, now: Timestamp) -> Result<Dropped, StoreError> {
        let feeds = self
            .load(move |connection| feeds(connection, rule.keep))
            .await?;
        let mut dropped = Dropped::default();
        for (feed, keep, is_new) in feeds {
            if is_new {
                self.batch(move |transaction| begin_anew(transaction, feed, keep))
                    .await?;
            }
            let mut gone = 0;
            loop {
                let batch = self
                    .batch(move |transaction| {
                        drop_some(transaction, feed, (keep, rule.spared), now)
                    })
                    .await?;
                gone += batch;
                if batch == 0 {
                    break;
                }
            }
            dropped.entries += gone;
            dropped.feeds += u64::from(gone > 0);
        }
        Ok(dropped)
    }

    /// Bytes that the texts of a feed take in the store, as they are packed.
    pub async fn size_of(&self, feed: FeedId) -> Result<u64, StoreError> {
        self.load(move |connection| size_of(connection, feed)).await
    }
}

fn size_of(connection: &Connection, feed: FeedId) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(sum(coalesce(octet_length(y.content), 0) + coalesce(octet_length(y.summary), 0) + coalesce(octet_length(t.html), 0)), 0) \
         FROM state s INDEXED BY state_guid LEFT JOIN body y ON y.entry = s.entry LEFT JOIN full_text t ON t.entry = s.entry WHERE s.feed = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([feed.0], |row| row.get(0))?)
}

/// The feeds of which something may have to go, with what holds of them, and whether that is new.
fn feeds(connection: &Connection, default: Keep) -> Result<Vec<(FeedId, Keep, bool)>, StoreError> {
    let sql = "SELECT id, keep, kept_by, total FROM feed WHERE subscribed AND url NOT LIKE 'byline:%' \
         AND (keep IS NOT NULL OR kept_by IS NOT NULL OR ?1)";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([default != Keep::All])?;
    let mut feeds = Vec::new();
    while let Some(row) = rows.next()? {
        let own = keep(row, 1)?.unwrap_or(default);
        let kept_by = keep(row, 2)?;
        let total: u32 = row.get(3)?;
        let is_new = kept_by.unwrap_or_default() != own;
        let may_go = match own {
            Keep::All => false,
            Keep::For(_) => total > 0,
            Keep::Newest(count) => total > count,
        };
        if is_new || may_go {
            feeds.push((FeedId(row.get(0)?), own, is_new));
        }
    }
    Ok(feeds)
}

/// Another rule holds of the feed: what it still names of what went may come again.
fn begin_anew(transaction: &Transaction<'_>, feed: FeedId, keep: Keep) -> Result<(), StoreError> {
    let sql = "UPDATE state SET hidden = hidden & ~?2 WHERE feed = ?1 AND hidden & ?2";
    transaction.execute(sql, [feed.0, OUTDATED])?;
    let sql = "UPDATE feed SET kept_by = ?2 WHERE id = ?1";
    transaction.execute(
        sql,
        params![feed.0, (keep != Keep::All).then(|| written(keep))],
    )?;
    Ok(())
}

/// What is to go, as a condition on `state` as `s`; `None`: nothing.
fn outdated(
    transaction: &Transaction<'_>,
    feed: FeedId,
    keep: Keep,
    now: Timestamp,
) -> Result<Option<Clause>, StoreError> {
    match keep {
        Keep::All => Ok(None),
        Keep::For(span) => {
            let before = Value::Integer(now.plus(-span).0);
            let sql = "s.time < ? AND s.first_seen < ?";
            Ok(Some(Clause::new(sql, vec![before.clone(), before])))
        }
        Keep::Newest(count) => {
            let sql = "SELECT time, entry FROM state INDEXED BY state_feed WHERE hidden = 0 AND feed = ?1 \
                 ORDER BY time DESC, entry DESC LIMIT 1 OFFSET ?2";
            let key = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
            let mut statement = transaction.prepare_cached(sql)?;
            let first = statement
                .query_row(params![feed.0, count], key)
                .optional()?;
            Ok(first.map(|(time, entry)| {
                let sql = "s.time <= ? AND (s.time, s.entry) <= (?, ?)";
                Clause::new(sql, [time, time, entry].map(Value::Integer).to_vec())
            }))
        }
    }
}

fn drop_some(
    transaction: &Transaction<'_>,
    feed: FeedId,
    (keep, spared): (Keep, Spared),
    now: Timestamp,
) -> Result<u64, StoreError> {
    let Some(outdated) = outdated(transaction, feed, keep, now)? else {
        return Ok(0);
    };
    let mut condition = Clause::new("s.hidden = 0 AND s.feed = ?", vec![Value::Integer(feed.0)]);
    condition = condition.and(outdated);
    let exceptions = [
        (
            spared.bookmarks,
            "NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = s.entry AND b.dropped_at IS NULL)",
        ),
        (
            spared.tags,
            "NOT EXISTS (SELECT 1 FROM entry_tag t WHERE t.entry = s.entry)",
        ),
        (spared.unread, "s.read_at IS NOT NULL"),
    ];
    for (is_spared, sql) in exceptions {
        if is_spared {
            condition = condition.and(Clause::new(sql, vec![]));
        }
    }
    let sql = "CREATE TEMP TABLE IF NOT EXISTS outdated (entry INTEGER PRIMARY KEY, is_unread INTEGER NOT NULL)";
    transaction.execute_batch(sql)?;
    transaction.execute("DELETE FROM temp.outdated", [])?;
    let sql = format!(
        "INSERT INTO temp.outdated (entry, is_unread) SELECT s.entry, s.read_at IS NULL FROM state s INDEXED BY state_feed \
         WHERE {} ORDER BY s.time LIMIT ?",
        condition.sql
    );
    let mut values = condition.values;
    values.push(Value::Integer(BATCH));
    let gone = transaction
        .prepare_cached(&sql)?
        .execute(params_from_iter(values))?;
    if gone == 0 {
        return Ok(0);
    }
    let sql = "UPDATE feed SET unread = unread - (SELECT sum(is_unread) FROM temp.outdated), total = total - ?2 WHERE id = ?1";
    transaction.execute(sql, params![feed.0, gone])?;
    transaction.execute_batch(
        "DELETE FROM entry WHERE id IN (SELECT entry FROM temp.outdated);
         DELETE FROM body WHERE entry IN (SELECT entry FROM temp.outdated);
         DELETE FROM full_text WHERE entry IN (SELECT entry FROM temp.outdated) AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = full_text.entry);
         UPDATE state SET hidden = hidden | 20 WHERE entry IN (SELECT entry FROM temp.outdated);",
    )?;
    Ok(gone as u64)
}

/// A column that holds what is kept.
pub fn keep(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Keep>> {
    let json: Option<String> = row.get(at)?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}

/// For such a column.
pub fn written(keep: Keep) -> String {
    serde_json::to_string(&keep).unwrap_or_default()
}

#[cfg(test)]
mod tests;
