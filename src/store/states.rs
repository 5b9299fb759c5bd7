//! What the reader did with entries, written: the rows an act is about, and their new values or the ones before.
//!
//! Invariants: the rows and both values of an act stand in `act_entry` before anything is changed, so doing it, undoing it and doing it again are one statement
//! each; unread counts of feeds move with `read_at` in the same transaction.

use rusqlite::types::Value;
use rusqlite::{Transaction, params, params_from_iter};

use crate::model::{ActId, ActKind, EntryId, SAVED_URL, Timestamp};
use crate::store::bookmarks;
use crate::store::clause::Clause;
use crate::store::error::StoreError;
use crate::store::rules;
use crate::store::saved;
use crate::store::turn::Turn;

/// An act on entries being done.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'a> {
    /// Its place in the history.
    pub act: ActId,
    /// Its sort.
    pub kind: ActKind,
    /// The tag of `Tag` and `Untag`; of the acts of a rule, the rule.
    pub tag: Option<&'a str>,
    /// When.
    pub now: Timestamp,
}

/// Tables to draw rows from (`state` as `s` among them), and what they must fulfil.
pub struct Draw {
    /// After FROM.
    pub tables: String,
    /// After WHERE.
    pub condition: Clause,
}

impl Deed<'_> {
    /// Writes down the rows that this will change, with both values. How many.
    pub fn mark_out(&self, transaction: &Transaction<'_>, draw: &Draw) -> Result<u64, StoreError> {
        let (was, became, condition) = self.values()?;
        let sql = format!(
            "INSERT OR IGNORE INTO act_entry (act, entry, was, became) SELECT ?, s.entry, {was}, {} FROM {} WHERE {} AND {}",
            became.sql, draw.tables, draw.condition.sql, condition.sql
        );
        let mut values = vec![Value::Integer(self.act.0)];
        values.extend(became.values);
        values.extend(draw.condition.values.iter().cloned());
        values.extend(condition.values);
        let mut statement = transaction.prepare_cached(&sql)?;
        Ok(statement.execute(params_from_iter(values))? as u64)
    }

    /// The rows among these entries that this will change, of those first seen by then. Opening an entry that its feed changed since it was read counts as reading it.
    pub fn mark_out_entries(
        &self,
        transaction: &Transaction<'_>,
        entries: &[EntryId],
        seen_by: Option<Timestamp>,
    ) -> Result<u64, StoreError> {
        let seen_by = seen_by.map_or(i64::MAX, |time| time.0);
        let mut count = 0;
        for entry in entries {
            let values = vec![Value::Integer(entry.0), Value::Integer(seen_by)];
            let draw = Draw {
                tables: "state s".to_string(),
                condition: Clause::new("s.entry = ? AND s.first_seen <= ?", values),
            };
            count += self.mark_out(transaction, &draw)?;
        }
        Ok(count)
    }

    /// Value before, value after, and which rows differ from it.
    fn values(&self) -> Result<(&'static str, Clause, Clause), StoreError> {
        let value = |value: Value| Clause::new("?", vec![value]);
        let there = || value(Value::Integer(1));
        let none = || Clause::new("NULL", vec![]);
        let tag = || vec![Value::Text(self.tag.unwrap_or_default().to_string())];
        let has_bookmark =
            "EXISTS (SELECT 1 FROM bookmark d WHERE d.entry = s.entry AND d.dropped_at IS NULL)";
        let has_tag = "EXISTS (SELECT 1 FROM entry_tag d WHERE d.entry = s.entry AND d.tag = ?)";
        Ok(match self.kind {
            ActKind::Read => (
                "s.read_at",
                value(Value::Integer(self.now.0)),
                Clause::new("(s.read_at IS NULL OR s.changed_at > s.read_at)", vec![]),
            ),
            ActKind::Unread => (
                "s.read_at",
                none(),
                Clause::new("s.read_at IS NOT NULL", vec![]),
            ),
            ActKind::Bookmark => (
                "NULL",
                // 3: a rule hides it, which ends with that.
                Clause::new("CASE WHEN s.hidden & 2 THEN 3 ELSE 1 END", vec![]),
                Clause::new(
                    format!(
                        "NOT {has_bookmark} AND (EXISTS (SELECT 1 FROM entry d WHERE d.id = s.entry) \
                         OR EXISTS (SELECT 1 FROM bookmark d WHERE d.entry = s.entry))"
                    ),
                    vec![],
                ),
            ),
            ActKind::Unbookmark => ("1", none(), Clause::new(has_bookmark, vec![])),
            ActKind::Tag => (
                "NULL",
                there(),
                Clause::new(format!("NOT {has_tag}"), tag()),
            ),
            ActKind::Untag => ("1", none(), Clause::new(has_tag, tag())),
            ActKind::Unsave => (
                "1",
                none(),
                Clause::new(
                    "s.feed = (SELECT id FROM feed WHERE url = ?) AND s.hidden & 8 = 0",
                    vec![Value::Text(SAVED_URL.to_string())],
                ),
            ),
            ActKind::Free => ("1", none(), Clause::new("s.hidden & 2 <> 0", vec![])),
            ActKind::Applied => {
                let effect = rules::effect(&rules::of(self.tag)?);
                let condition = Clause::new(format!("{} <> 0", effect.sql), effect.values.clone());
                ("s.read_at", effect, condition)
            }
            _ => ("NULL", none(), Clause::new("0", vec![])),
        })
    }

    /// Gives the rows of the act their values.
    pub fn perform(&self, transaction: &Transaction<'_>, turn: Turn) -> Result<(), StoreError> {
        let forth = turn != Turn::Undo;
        match (self.kind, forth) {
            (ActKind::Read | ActKind::Unread, _) => self.write_read_at(transaction, turn),
            (ActKind::Bookmark, _) => self.write_bookmarks(transaction, turn),
            (ActKind::Unbookmark, false) => {
                bookmarks::revive(transaction, self.act, bookmarks::ALL)
            }
            (ActKind::Unbookmark, true) => {
                bookmarks::drop_copies(transaction, self.act, self.now, bookmarks::ALL)
            }
            (ActKind::Free, _) => rules::free(transaction, self.act, (turn, bookmarks::ALL)),
            (ActKind::Rule | ActKind::Applied, _) => {
                rules::perform(transaction, self.act, self.tag, (turn, self.now))
            }
            (ActKind::Tag, true) | (ActKind::Untag, false) => self.write_tag(
                transaction,
                "INSERT OR IGNORE INTO entry_tag (entry, tag) SELECT entry, ?2 FROM act_entry WHERE act = ?1",
            ),
            (ActKind::Untag, true) | (ActKind::Tag, false) => self.write_tag(
                transaction,
                "DELETE FROM entry_tag WHERE tag = ?2 AND entry IN (SELECT entry FROM act_entry WHERE act = ?1)",
            ),
            (ActKind::Save, forth) => {
                if forth {
                    saved::list(transaction, self.act)?;
                } else {
                    saved::unlist(transaction, self.act)?;
                }
                bookmarks::turn(transaction, self.act, turn, self.now)
            }
            (ActKind::Unsave, false) => saved::list(transaction, self.act),
            (ActKind::Unsave, true) => saved::unlist(transaction, self.act),
            (ActKind::Note | ActKind::Bring, _) => {
                bookmarks::turn(transaction, self.act, turn, self.now)
            }
            _ => Ok(()),
        }
    }

    /// What is kept is never hidden by a rule.
    fn write_bookmarks(&self, transaction: &Transaction<'_>, turn: Turn) -> Result<(), StoreError> {
        match turn {
            Turn::Do => bookmarks::keep(transaction, self.act, self.now, bookmarks::ALL)?,
            Turn::Undo => {
                bookmarks::drop_copies(transaction, self.act, self.now, bookmarks::ALL)?;
            }
            Turn::Redo => bookmarks::revive(transaction, self.act, bookmarks::ALL)?,
        }
        rules::free(transaction, self.act, (turn, "x.became = 3"))
    }

    fn write_read_at(&self, transaction: &Transaction<'_>, turn: Turn) -> Result<(), StoreError> {
        let value = match turn {
            Turn::Undo => "x.was",
            Turn::Do | Turn::Redo => "x.became",
        };
        let counts = format!(
            "UPDATE feed SET unread = unread + d.more FROM (SELECT s.feed AS feed, sum(({value} IS NULL) - (s.read_at IS NULL)) AS more \
             FROM act_entry x CROSS JOIN state s ON s.entry = x.entry WHERE x.act = ?1 AND s.hidden & ~1 = 0 GROUP BY s.feed) AS d \
             WHERE d.feed = feed.id"
        );
        transaction.prepare_cached(&counts)?.execute([self.act.0])?;
        let states = format!(
            "UPDATE state SET read_at = {value} FROM act_entry AS x WHERE x.act = ?1 AND x.entry = state.entry"
        );
        transaction.prepare_cached(&states)?.execute([self.act.0])?;
        Ok(())
    }

    fn write_tag(&self, transaction: &Transaction<'_>, sql: &str) -> Result<(), StoreError> {
        transaction.execute(sql, params![self.act.0, self.tag.unwrap_or_default()])?;
        Ok(())
    }
}
