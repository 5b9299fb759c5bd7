//! A tag that gets another name on all entries, bookmarks of feeds that are gone included; two that become one.
//!
//! Invariant: an act writes down, before it changes anything, which entries had which spelling of the old name and which had the new one already: undo gives
//! exactly that back.

use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

use crate::model::ActId;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::tags::ON_ENTRIES;
use crate::store::turn::Turn;
use crate::text;

/// What an act on a tag keeps in its payload, under `retag`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retag {
    /// The old name as it is written on entries, in whatever case.
    pub from: Vec<String>,
    /// The new name.
    pub to: String,
}

/// A payload, as far as it is about tags.
#[derive(Deserialize)]
struct Payload {
    #[serde(default)]
    retag: Option<Retag>,
}

/// Spellings of one name that an act can tell apart: bits of a number, the lowest of which is the new name's.
const MOST: usize = 60;

impl Store {
    /// How a tag is written on entries, in whatever case.
    pub async fn spellings(&self, tag: String) -> Result<Vec<String>, StoreError> {
        self.load(move |connection| {
            let wanted = text::fold(&tag);
            let mut statement = connection.prepare_cached(ON_ENTRIES)?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            let mut spellings = Vec::new();
            for row in rows {
                let spelling = row?;
                if text::fold(&spelling) == wanted && spellings.len() < MOST {
                    spellings.push(spelling);
                }
            }
            Ok(spellings)
        })
        .await
    }

    /// Writes down, for an intended act, the entries whose tag it renames. How many.
    pub async fn mark_retag(&self, act: ActId, retag: Retag) -> Result<u64, StoreError> {
        self.act(move |transaction| {
            let sql = "INSERT INTO act_entry (act, entry, was, became) SELECT ?1, entry, ?3, 0 FROM entry_tag INDEXED BY entry_tag_tag WHERE tag = ?2 \
                 ON CONFLICT (act, entry) DO UPDATE SET was = was | excluded.was";
            for (spelling, bit) in bits(&retag) {
                transaction.execute(sql, params![act.0, spelling, bit])?;
            }
            let sql = "UPDATE act_entry SET was = was | 1 WHERE act = ?1 \
                 AND EXISTS (SELECT 1 FROM entry_tag t WHERE t.entry = act_entry.entry AND t.tag = ?2)";
            transaction.execute(sql, params![act.0, retag.to])?;
            let sql = "SELECT count(*) FROM act_entry WHERE act = ?1";
            Ok(transaction.query_row(sql, [act.0], |row| row.get(0))?)
        })
        .await
    }
}

/// Gives the entries of an act their new tag, or those that they had.
pub fn turn(
    transaction: &Transaction<'_>,
    act: ActId,
    payload: &str,
    turn: Turn,
) -> Result<(), StoreError> {
    let payload = serde_json::from_str(payload).ok();
    let Some(Payload { retag: Some(retag) }) = payload else {
        return Ok(());
    };
    if turn == Turn::Undo {
        let sql = "DELETE FROM entry_tag WHERE tag = ?2 AND entry IN (SELECT entry FROM act_entry WHERE act = ?1 AND was & 1 = 0)";
        transaction.execute(sql, params![act.0, retag.to])?;
        let sql = "INSERT OR IGNORE INTO entry_tag (entry, tag) SELECT entry, ?2 FROM act_entry WHERE act = ?1 AND was & ?3 <> 0";
        for (spelling, bit) in bits(&retag) {
            transaction.execute(sql, params![act.0, spelling, bit])?;
        }
        return Ok(());
    }
    let sql = "DELETE FROM entry_tag WHERE tag = ?2 AND entry IN (SELECT entry FROM act_entry WHERE act = ?1)";
    for (spelling, _) in bits(&retag) {
        transaction.execute(sql, params![act.0, spelling])?;
    }
    let sql = "INSERT OR IGNORE INTO entry_tag (entry, tag) SELECT entry, ?2 FROM act_entry WHERE act = ?1";
    transaction.execute(sql, params![act.0, retag.to])?;
    Ok(())
}

/// Each spelling with its bit.
fn bits(retag: &Retag) -> impl Iterator<Item = (&str, i64)> {
    let numbered = retag.from.iter().take(MOST).enumerate();
    numbered.map(|(at, spelling)| (spelling.as_str(), 2 << at))
}
