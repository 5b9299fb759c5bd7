//! Old things of the undo period let go: acts, dropped bookmarks, entries of feeds unsubscribed from.
//!
//! Invariants: nothing here is anything the reader can still see or undo; what was read is remembered, so that a feed that is followed again does not bring it
//! back. Small batches, so that acts never wait.

use rusqlite::{Transaction, params};

use crate::model::Timestamp;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// How long undo reaches back: 90 days.
const UNDO_PERIOD: i64 = 90 * 86_400_000;
/// Rows let go in one transaction.
const BATCH: i64 = 500;

impl Store {
    /// Drops acts, dropped bookmarks and entries of feeds unsubscribed from that are older than the undo period (90 days). Cheap when there is nothing to drop.
    pub async fn prune(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = now.plus(-UNDO_PERIOD);
        loop {
            let gone = self
                .batch(move |transaction| {
                    Ok(acts(transaction, before)?
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

fn acts(transaction: &Transaction<'_>, before: Timestamp) -> Result<usize, StoreError> {
    let old = "SELECT id FROM act INDEXED BY act_at WHERE at < ?1 ORDER BY at LIMIT 1";
    let entries = format!(
        "DELETE FROM act_entry WHERE act = ({old}) AND entry IN (SELECT entry FROM act_entry WHERE act = ({old}) LIMIT ?2)"
    );
    let gone = transaction.execute(&entries, params![before.0, BATCH])?;
    if gone > 0 {
        return Ok(gone);
    }
    for table in ["act_note", "act_tag"] {
        let sql = format!("DELETE FROM {table} WHERE act = ({old})");
        transaction.execute(&sql, [before.0])?;
    }
    Ok(transaction.execute(&format!("DELETE FROM act WHERE id = ({old})"), [before.0])?)
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
