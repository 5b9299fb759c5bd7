//! Two subscriptions that become one: the tags of entries that stand in both go over to those that stay.
//!
//! Invariant: what a merge added is written down in its payload, so that undo takes away just that.

use rusqlite::{Transaction, params};
use serde::Deserialize;

use crate::model::{ActId, FeedId};
use crate::store::error::StoreError;
use crate::store::turn::Turn;

/// A payload, as far as it is about tags that went over.
#[derive(Deserialize)]
struct Payload {
    /// Entry, tag.
    #[serde(default)]
    carried_tags: Vec<(i64, String)>,
}

/// Writes down which tags of the one feed's entries go over to the other's, for an intended act. `same` says which entries of the feeds (`t` of the
/// one, `s` of the other) are the same, each with the index that finds them.
pub fn mark(
    transaction: &Transaction<'_>,
    act: ActId,
    (from, into): (FeedId, FeedId),
    same: &[(&str, &str)],
) -> Result<(), StoreError> {
    let mut tags: Vec<(i64, String)> = Vec::new();
    for (same, index) in same {
        let sql = format!(
            "SELECT s.entry, g.tag FROM state t INDEXED BY state_guid CROSS JOIN entry_tag g ON g.entry = t.entry \
             CROSS JOIN state s INDEXED BY {index} ON s.feed = ?2 AND {same} \
             WHERE t.feed = ?1 AND NOT EXISTS (SELECT 1 FROM entry_tag d WHERE d.entry = s.entry AND d.tag = g.tag)"
        );
        let mut statement = transaction.prepare(&sql)?;
        let rows = statement.query_map([from.0, into.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for row in rows {
            tags.push(row?);
        }
    }
    if tags.is_empty() {
        return Ok(());
    }
    tags.sort();
    tags.dedup();
    let tags = serde_json::to_string(&tags).unwrap_or_default();
    let sql = "UPDATE act SET detail = json_set(detail, '$.carried_tags', json(?2)) WHERE id = ?1 AND json_valid(detail)";
    transaction.execute(sql, params![act.0, tags])?;
    Ok(())
}

/// Gives the entries of a merge the tags that went over, or takes them away again.
pub fn turn(transaction: &Transaction<'_>, act: ActId, turn: Turn) -> Result<(), StoreError> {
    let sql = "SELECT coalesce(detail, '') FROM act WHERE id = ?1";
    let payload: String = transaction.query_row(sql, [act.0], |row| row.get(0))?;
    let Ok(Payload { carried_tags }) = serde_json::from_str(&payload) else {
        return Ok(());
    };
    let sql = match turn {
        Turn::Undo => "DELETE FROM entry_tag WHERE entry = ?1 AND tag = ?2",
        Turn::Do | Turn::Redo => "INSERT OR IGNORE INTO entry_tag (entry, tag) VALUES (?1, ?2)",
    };
    let mut statement = transaction.prepare(sql)?;
    for (entry, tag) in carried_tags {
        statement.execute(params![entry, tag])?;
    }
    Ok(())
}
