//! What was read and kept in another reader, taken over with its subscriptions: part of the act that took those.
//!
//! Of an entry that was only read its state is kept, without content, as that of any entry whose content has gone: when its feed brings it, it is read. What was
//! kept there comes with its text, as a bookmark. Invariant: the import's undo takes both back, exactly.

use rusqlite::{Transaction, params};

use crate::model::{ActId, ActKind, FeedId, ParsedEntry, Timestamp};
use crate::parse::{Marks, Verdict};
use crate::store::bookmarks;
use crate::store::content::Given;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::identity::{Archive, mark_all};
use crate::store::intake::{CONTENT_GONE, Intake, Part, Standing, date};
use crate::store::states::Deed;
use crate::store::turn::Turn;

/// The entries of a feed as another reader had them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OldFeed {
    /// As that reader names it.
    pub url: String,
    /// Of those that it kept, with their text.
    pub entries: Vec<ParsedEntry>,
    /// One for each entry.
    pub states: Vec<OldState>,
}

/// What was done with an entry there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OldState {
    /// Read, or done with.
    pub is_read: bool,
    /// Kept.
    pub is_kept: bool,
}

/// What was taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Entries that are read from now on, those included that are yet to come.
    pub read: u64,
    /// Bookmarks.
    pub kept: u64,
}

impl Store {
    /// Takes over what was read and kept, as a part of an import that is done.
    pub async fn adopt(
        &self,
        act: ActId,
        feeds: Vec<(FeedId, OldFeed)>,
    ) -> Result<Adopted, StoreError> {
        self.act(move |transaction| {
            let sql = "SELECT at FROM act WHERE id = ?1 AND state = 'done'";
            let now = transaction.query_row(sql, [act.0], |row| row.get(0))?;
            let now = Timestamp(now);
            let mut adopting = Adopting {
                transaction,
                act,
                now,
            };
            let mut read = Vec::new();
            let mut kept = Vec::new();
            for (feed, old) in &feeds {
                adopting.feed(*feed, old, (&mut read, &mut kept))?;
            }
            let kept = adopting.keep(&kept)?;
            let read = adopting.mark(&read)?;
            if read + kept == 0 {
                // An import that brought no feed either was no act.
                let sql = "DELETE FROM act WHERE id = ?1 AND count = 0";
                transaction.execute(sql, [act.0])?;
            }
            Ok(Adopted { read, kept })
        })
        .await
    }
}

struct Adopting<'a> {
    transaction: &'a Transaction<'a>,
    act: ActId,
    now: Timestamp,
}

impl Adopting<'_> {
    /// Finds a feed's entries, or makes place for them; which are to be read and which kept.
    fn feed(
        &mut self,
        feed: FeedId,
        old: &OldFeed,
        (read, kept): (&mut Vec<i64>, &mut Vec<i64>),
    ) -> Result<(), StoreError> {
        mark_all(self.transaction, feed)?;
        let standing = Standing::of(self.transaction, feed)?;
        let archive = Archive {
            transaction: self.transaction,
            feed,
            site: standing.site.as_deref(),
            is_empty: standing.is_empty,
        };
        let identified = archive.identify(&old.entries, standing.habit)?;
        let mut intake = Intake::new(self.transaction, feed, (Part::Present, self.now))?;
        intake.hidden = i64::from(!standing.is_subscribed);
        let entries = old.entries.iter().zip(&identified.marks);
        let entries = entries.zip(&identified.decision.verdicts).zip(&old.states);
        for (((entry, marks), verdict), state) in entries {
            let id = match verdict {
                Verdict::Known(at) => match identified.candidates.get(*at) {
                    Some(candidate) => candidate.id.0,
                    None => continue,
                },
                Verdict::New if state.is_kept => intake.add(0, marks, &Given::new(entry))?.0,
                Verdict::New if state.is_read => self.expect(feed, &standing, (marks, entry))?,
                Verdict::New | Verdict::Repeat => continue,
            };
            if state.is_kept {
                kept.push(id);
            }
            if state.is_read {
                read.push(id);
            }
        }
        intake.count()
    }

    /// Makes place for an entry that its feed may bring.
    fn expect(
        &self,
        feed: FeedId,
        standing: &Standing,
        (marks, entry): (&Marks, &ParsedEntry),
    ) -> Result<i64, StoreError> {
        let sql = "INSERT INTO state (feed, guid, place, title, time, first_seen, hidden) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.transaction.prepare_cached(sql)?.execute(params![
            feed.0,
            marks.guid.value(),
            marks.place.value(),
            marks.title,
            date(entry, self.now).unwrap_or(self.now).0,
            self.now.0,
            CONTENT_GONE | i64::from(!standing.is_subscribed),
        ])?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Bookmarks those that are none yet. What is kept at the very time of the act is the act's.
    fn keep(&self, entries: &[i64]) -> Result<u64, StoreError> {
        let sql = "INSERT OR IGNORE INTO act_entry (act, entry, was, became) SELECT ?1, s.entry, s.read_at, s.read_at FROM state s \
             WHERE s.entry = ?2 AND NOT EXISTS (SELECT 1 FROM bookmark d WHERE d.entry = s.entry AND d.dropped_at IS NULL) \
             AND EXISTS (SELECT 1 FROM entry d WHERE d.id = s.entry)";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut kept = 0;
        for entry in entries {
            kept += statement.execute(params![self.act.0, entry])? as u64;
        }
        bookmarks::keep(self.transaction, self.act, self.now)?;
        Ok(kept)
    }

    /// Marks those read that are not.
    fn mark(&self, entries: &[i64]) -> Result<u64, StoreError> {
        let sql = "INSERT INTO act_entry (act, entry, was, became) SELECT ?1, s.entry, NULL, ?3 FROM state s \
             WHERE s.entry = ?2 AND s.read_at IS NULL ON CONFLICT (act, entry) DO UPDATE SET became = ?3";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut read = 0;
        for entry in entries {
            read += statement.execute(params![self.act.0, entry, self.now.0])? as u64;
        }
        states(self.transaction, self.act, self.now, Turn::Do)?;
        Ok(read)
    }
}

/// Gives the entries of an import what it made of them, or what they were before.
pub fn turn(
    transaction: &Transaction<'_>,
    act: ActId,
    at: Timestamp,
    turn: Turn,
) -> Result<(), StoreError> {
    states(transaction, act, at, turn)?;
    let sql = match turn {
        Turn::Undo => {
            "UPDATE bookmark SET dropped_at = ?2 WHERE kept_at = ?2 AND entry IN (SELECT entry FROM act_entry WHERE act = ?1)"
        }
        Turn::Do | Turn::Redo => {
            "UPDATE bookmark SET dropped_at = NULL WHERE kept_at = ?2 AND entry IN (SELECT entry FROM act_entry WHERE act = ?1)"
        }
    };
    transaction.execute(sql, params![act.0, at.0])?;
    Ok(())
}

fn states(
    transaction: &Transaction<'_>,
    act: ActId,
    at: Timestamp,
    turn: Turn,
) -> Result<(), StoreError> {
    let deed = Deed {
        act,
        kind: ActKind::Read,
        tag: None,
        now: at,
    };
    deed.perform(transaction, turn)
}
