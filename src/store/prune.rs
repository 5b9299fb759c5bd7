//! Old things of the undo period let go: acts, dropped bookmarks, entries of feeds unsubscribed from.
//!
//! Invariants: nothing here is anything the reader can still see or undo; what was read is remembered, so that a feed that is followed again does not bring it
//! back. Small batches, so that acts never wait.

use rusqlite::{Connection, Transaction, params};

use crate::model::Timestamp;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// How long the history, and with it undo, reaches back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UndoPeriod {
    /// In milliseconds.
    pub span: i64,
    /// And for so many changed entries and feeds, over all acts. The newest act is kept whatever it changed.
    pub changes: u64,
}

/// Rows let go in one transaction.
const BATCH: i64 = 500;

impl Store {
    /// Drops acts, dropped bookmarks and entries of feeds unsubscribed from that are older than the undo period, and the oldest acts as long as the history
    /// is larger than it may be. Cheap when there is nothing to drop.
    pub async fn prune(&self, period: UndoPeriod, now: Timestamp) -> Result<(), StoreError> {
        let before = now.plus(-period.span);
        let limit = period.changes;
        let over = self
            .load(move |connection| oldest_over(connection, limit))
            .await?;
        loop {
            let gone = self
                .batch(move |transaction| {
                    Ok(acts(transaction, before, over)?
                        + bookmarks(transaction, before)?
                        + tombstones(transaction, before)?)
                })
                .await?;
            if gone == 0 {
                return Ok(());
            }
        }
    }
}

/// The newest act that has to go for the history to hold no more changes than this; never the newest of all. 0: none.
fn oldest_over(connection: &Connection, changes: u64) -> Result<i64, StoreError> {
    let sql = "SELECT coalesce(max(id), 0) FROM (SELECT id, sum(max(count, 1)) OVER (ORDER BY id DESC) AS changes FROM act) \
         WHERE changes > ?1 AND id < (SELECT max(id) FROM act)";
    let changes = i64::try_from(changes).unwrap_or(i64::MAX);
    Ok(connection.query_row(sql, [changes], |row| row.get(0))?)
}

/// Drops the oldest act that is to go, entries first. One that is only intended is another's business.
fn acts(transaction: &Transaction<'_>, before: Timestamp, over: i64) -> Result<usize, StoreError> {
    let by_time = "SELECT id FROM act INDEXED BY act_at WHERE at < ?1 AND state <> 'intended' ORDER BY at LIMIT 1";
    let by_size = "SELECT min(id) FROM act WHERE id <= ?1 AND state <> 'intended'";
    for (old, limit) in [(by_time, before.0), (by_size, over)] {
        let entries = format!(
            "DELETE FROM act_entry WHERE act = ({old}) AND entry IN (SELECT entry FROM act_entry WHERE act = ({old}) LIMIT ?2)"
        );
        let gone = transaction.execute(&entries, params![limit, BATCH])?;
        if gone > 0 {
            return Ok(gone);
        }
        for table in ["act_note", "act_tag"] {
            let sql = format!("DELETE FROM {table} WHERE act = ({old})");
            transaction.execute(&sql, [limit])?;
        }
        let gone = transaction.execute(&format!("DELETE FROM act WHERE id = ({old})"), [limit])?;
        if gone > 0 {
            return Ok(gone);
        }
    }
    Ok(0)
}

fn bookmarks(transaction: &Transaction<'_>, before: Timestamp) -> Result<usize, StoreError> {
    let dropped = "SELECT entry FROM bookmark WHERE dropped_at < ?1 ORDER BY entry LIMIT ?2";
    let texts = format!(
        "DELETE FROM full_text WHERE entry IN ({dropped}) AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = full_text.entry)"
    );
    transaction.execute(&texts, params![before.0, BATCH])?;
    for table in ["note", "picture_wish", "bookmark_picture"] {
        let sql = format!("DELETE FROM {table} WHERE entry IN ({dropped})");
        transaction.execute(&sql, params![before.0, BATCH])?;
    }
    let sql = "DELETE FROM picture WHERE id NOT IN (SELECT picture FROM bookmark_picture)";
    transaction.execute(sql, [])?;
    let sql = &format!("DELETE FROM bookmark WHERE entry IN ({dropped})");
    Ok(transaction.execute(sql, params![before.0, BATCH])?)
}

/// Lets go entries of one old tombstone. The feed's row stays for its bookmarks, and the states of what was read stay; followed again, it is fetched anew.
fn tombstones(transaction: &Transaction<'_>, before: Timestamp) -> Result<usize, StoreError> {
    let sql = "CREATE TEMP TABLE IF NOT EXISTS leaving (entry INTEGER PRIMARY KEY, kept INTEGER NOT NULL)";
    transaction.execute_batch(sql)?;
    transaction.execute("DELETE FROM temp.leaving", [])?;
    let sql = "INSERT INTO temp.leaving (entry, kept) \
         SELECT s.entry, s.read_at IS NOT NULL OR EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = s.entry) \
         FROM feed f CROSS JOIN state s INDEXED BY state_guid ON s.feed = f.id \
         WHERE f.gone_since < ?1 AND NOT f.subscribed AND s.hidden & 4 = 0 LIMIT ?2";
    let leaving = transaction.execute(sql, params![before.0, BATCH])?;
    if leaving == 0 {
        return Ok(0);
    }
    transaction.execute_batch(
        "UPDATE feed SET unread = unread - d.less_unread, total = total - d.less FROM \
             (SELECT s.feed AS feed, sum(s.read_at IS NULL) AS less_unread, count(*) AS less FROM temp.leaving l \
              JOIN state s ON s.entry = l.entry WHERE s.hidden & ~1 = 0 GROUP BY s.feed) AS d WHERE d.feed = feed.id;
         UPDATE feed_check SET etag = NULL, last_modified = NULL, hash = NULL, next_check = NULL, last_check = NULL \
             WHERE feed IN (SELECT s.feed FROM temp.leaving l JOIN state s ON s.entry = l.entry);
         DELETE FROM entry WHERE id IN (SELECT entry FROM temp.leaving);
         DELETE FROM body WHERE entry IN (SELECT entry FROM temp.leaving);
         DELETE FROM full_text WHERE entry IN (SELECT entry FROM temp.leaving) AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = full_text.entry);
         UPDATE state SET hidden = hidden | 4 WHERE entry IN (SELECT entry FROM temp.leaving WHERE kept);
         DELETE FROM entry_tag WHERE entry IN (SELECT entry FROM temp.leaving WHERE NOT kept);
         DELETE FROM state WHERE entry IN (SELECT entry FROM temp.leaving WHERE NOT kept);",
    )?;
    Ok(leaving)
}

#[cfg(test)]
mod tests;
