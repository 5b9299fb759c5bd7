//! The reader's own copies of entries, and what was written to them.
//!
//! Invariant: a copy needs nothing of the entry or its feed. One that is dropped stays, unlisted, as long as undo may bring it back; its note does too.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::{ActId, EntryId, Timestamp};
use crate::store::error::StoreError;
use crate::store::turn::Turn;

/// Makes copies of what `state` as `s` names, kept at `?2`.
const COPY: &str = "INSERT OR REPLACE INTO bookmark (entry, time, kept_at, feed, feed_url, feed_title, first_seen, title, link, author, \
     published, updated, media, guid, extra, content, summary) \
     SELECT s.entry, s.time, ?2, s.feed, f.url, coalesce(f.title, f.own_title, f.url), s.first_seen, e.title, e.link, e.author, \
     e.published, e.updated, e.media, e.guid, e.extra, y.content, y.summary";
const CONTENT: &str = "JOIN feed f ON f.id = s.feed JOIN entry e ON e.id = s.entry LEFT JOIN body y ON y.entry = s.entry";

/// Copies the entries of an act as they are now. Where the content is gone, an older copy that was dropped is taken up again.
pub fn keep(transaction: &Transaction<'_>, act: ActId, now: Timestamp) -> Result<(), StoreError> {
    let sql = format!(
        "{COPY} FROM act_entry x CROSS JOIN state s ON s.entry = x.entry {CONTENT} WHERE x.act = ?1"
    );
    transaction.execute(&sql, params![act.0, now.0])?;
    revive(transaction, act)
}

/// Copies one entry as it is now; whether there was anything to copy.
pub fn keep_one(
    transaction: &Transaction<'_>,
    entry: EntryId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = format!("{COPY} FROM state s {CONTENT} WHERE s.entry = ?1");
    let mut statement = transaction.prepare_cached(&sql)?;
    Ok(statement.execute(params![entry.0, now.0])? > 0)
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

/// Gives what an act kept beside its entries its values: the bookmarks that it made, notes, tags that it put on.
pub fn turn(
    transaction: &Transaction<'_>,
    act: ActId,
    turn: Turn,
    now: Timestamp,
) -> Result<(), StoreError> {
    let made = "entry IN (SELECT entry FROM act_entry WHERE act = ?1 AND was IS NULL)";
    let (note, tags) = match turn {
        Turn::Undo => {
            let sql = format!("UPDATE bookmark SET dropped_at = ?2 WHERE {made}");
            transaction.execute(&sql, params![act.0, now.0])?;
            (
                "was",
                "DELETE FROM entry_tag WHERE (entry, tag) IN (SELECT entry, tag FROM act_tag WHERE act = ?1)",
            )
        }
        Turn::Do | Turn::Redo => {
            let sql = format!(
                "UPDATE bookmark SET dropped_at = NULL WHERE dropped_at IS NOT NULL AND {made}"
            );
            transaction.execute(&sql, [act.0])?;
            (
                "became",
                "INSERT OR IGNORE INTO entry_tag (entry, tag) SELECT entry, tag FROM act_tag WHERE act = ?1",
            )
        }
    };
    transaction.execute(tags, [act.0])?;
    let sql = "DELETE FROM note WHERE entry IN (SELECT entry FROM act_note WHERE act = ?1)";
    transaction.execute(sql, [act.0])?;
    let sql = format!(
        "INSERT INTO note (entry, text, at) SELECT entry, {note}, ?2 FROM act_note WHERE act = ?1 AND {note} IS NOT NULL"
    );
    transaction.execute(&sql, params![act.0, now.0])?;
    Ok(())
}

/// Writes down, for an act, the tags that an entry does not have yet; how many. `turn` puts them on.
pub fn tag(
    transaction: &Transaction<'_>,
    act: ActId,
    entry: EntryId,
    tags: &[String],
) -> Result<usize, StoreError> {
    let sql = "INSERT OR IGNORE INTO act_tag (act, entry, tag) SELECT ?1, ?2, ?3 \
         WHERE NOT EXISTS (SELECT 1 FROM entry_tag t WHERE t.entry = ?2 AND t.tag = ?3)";
    let mut statement = transaction.prepare_cached(sql)?;
    let mut count = 0;
    for tag in tags {
        count += statement.execute(params![act.0, entry.0, tag])?;
    }
    Ok(count)
}

/// Writes down, for an act, what is noted to an entry from now on. Whether that is something new. `turn` writes it.
pub fn note(
    transaction: &Transaction<'_>,
    act: ActId,
    entry: EntryId,
    text: Option<&str>,
) -> Result<bool, StoreError> {
    let before: Option<String> = transaction
        .prepare_cached("SELECT text FROM note WHERE entry = ?1")?
        .query_row([entry.0], |row| row.get(0))
        .optional()?;
    if before.as_deref() == text {
        return Ok(false);
    }
    let sql = "INSERT INTO act_note (act, entry, was, became) VALUES (?1, ?2, ?3, ?4)";
    let mut statement = transaction.prepare_cached(sql)?;
    statement.execute(params![act.0, entry.0, before, text])?;
    Ok(true)
}
