//! The reader's own copies of entries.
//!
//! Invariant: a copy needs nothing of the entry or its feed. One that is dropped stays, unlisted, as long as undo may bring it back.

use rusqlite::{Transaction, params};

use crate::model::{ActId, Timestamp};
use crate::store::error::StoreError;

/// Copies the entries of an act as they are now. Where the content is gone, an older copy that was dropped is taken up again.
pub fn keep(transaction: &Transaction<'_>, act: ActId, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO bookmark (entry, time, kept_at, feed, feed_url, feed_title, first_seen, title, link, author, \
         published, updated, media, guid, extra, content, summary) \
         SELECT s.entry, s.time, ?2, s.feed, f.url, coalesce(f.title, f.own_title, f.url), s.first_seen, e.title, e.link, e.author, \
         e.published, e.updated, e.media, e.guid, e.extra, y.content, y.summary \
         FROM act_entry x CROSS JOIN state s ON s.entry = x.entry JOIN feed f ON f.id = s.feed JOIN entry e ON e.id = s.entry \
         LEFT JOIN body y ON y.entry = s.entry WHERE x.act = ?1";
    transaction.execute(sql, params![act.0, now.0])?;
    revive(transaction, act)
}

/// Takes up the dropped copies of an act again.
pub fn revive(transaction: &Transaction<'_>, act: ActId) -> Result<(), StoreError> {
    let sql = "UPDATE bookmark SET dropped_at = NULL WHERE dropped_at IS NOT NULL AND entry IN (SELECT entry FROM act_entry WHERE act = ?1)";
    transaction.execute(sql, [act.0])?;
    Ok(())
}

/// Drops the copies of an act's entries.
pub fn drop_copies(
    transaction: &Transaction<'_>,
    act: ActId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE bookmark SET dropped_at = ?2 WHERE entry IN (SELECT entry FROM act_entry WHERE act = ?1)";
    transaction.execute(sql, [act.0, now.0])?;
    Ok(())
}
