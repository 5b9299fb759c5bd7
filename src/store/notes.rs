//! Notes to bookmarks, as acts of the reader.
//!
//! Invariant: a note without a bookmark is seen nowhere; writing one makes the bookmark in the same act.

use rusqlite::{OptionalExtension, Row, params};

use crate::model::{Act, ActId, ActKind, EntryId, Timestamp};
use crate::store::bookmarks;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::history;
use crate::store::turn::Turn;
use crate::text;

/// Bytes of a note: some thirty pages.
const LONGEST_NOTE: usize = 64 << 10;

impl Store {
    /// Writes a note to an entry, which makes it a bookmark, as one act; or takes the note away. An act that changes nothing has count 0 and is not kept.
    pub async fn note(
        &self,
        entry: EntryId,
        text: Option<String>,
        now: Timestamp,
    ) -> Result<Act, StoreError> {
        let text = text.as_deref().and_then(fit);
        self.act(move |transaction| {
            let sql = "SELECT coalesce(e.title, b.title), b.entry IS NOT NULL FROM state s LEFT JOIN entry e ON e.id = s.entry \
                 LEFT JOIN bookmark b ON b.entry = s.entry AND b.dropped_at IS NULL WHERE s.entry = ?1 AND coalesce(e.id, b.entry) IS NOT NULL";
            let pair = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?));
            let found = transaction.query_row(sql, [entry.0], pair).optional()?;
            let (title, is_kept) = found.ok_or(StoreError::Missing {
                what: "entry",
                id: entry.0,
            })?;
            let act = history::begin(transaction, ActKind::Note, None, now)?;
            if !bookmarks::note(transaction, act, entry, text.as_deref())? || (!is_kept && text.is_none()) {
                transaction.execute("DELETE FROM act_note WHERE act = ?1", [act.0])?;
                history::abandon(transaction, act)?;
                return Ok(Act {
                    id: ActId(0),
                    at: now,
                    kind: ActKind::Note,
                    subject: title,
                    count: 0,
                    undone: false,
                });
            }
            let sql = "INSERT INTO act_entry (act, entry, was, became) VALUES (?1, ?2, ?3, 1)";
            transaction.execute(sql, params![act.0, entry.0, is_kept.then_some(1)])?;
            if !is_kept {
                bookmarks::keep(transaction, act, now)?;
            }
            bookmarks::turn(transaction, act, Turn::Do, now)?;
            history::finish(transaction, act, &title, 1)
        })
        .await
    }
}

/// A note as it is kept: scrubbed, trimmed, of bounded length; none if nothing is left.
pub fn fit(note: &str) -> Option<String> {
    let note = text::scrub(note);
    let note = note.trim();
    let note = note
        .get(..note.floor_char_boundary(LONGEST_NOTE))
        .unwrap_or_default();
    (!note.is_empty()).then(|| note.to_string())
}

#[cfg(test)]
mod tests;
