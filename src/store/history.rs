//! The history: every act with its inverse. Undo and redo survive a restart.
//!
//! Invariants: undo takes back the newest act that is done, and any other on which nothing later rests (`depend.rs`); redo does again what was undone last, so
//! that each act is done again where it was undone; a new act drops what was undone. An act on subscriptions is intended before `feeds.toml` is replaced and
//! settled after, so that a crash between leaves a trace.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::model::{Act, ActId, ActKind, FeedId, Subscription, Timestamp};
use crate::store::adopt;
use crate::store::carried_tags;
use crate::store::depend::{self, Found};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::identity::mark_all;
use crate::store::retag;
use crate::store::states::Deed;
use crate::store::subscriptions::follow;
use crate::store::turn::Turn;

const COLUMNS: &str = "id, at, kind, subject, count, state IN ('undone', 'dropped'), detail";

impl Store {
    /// The acts, newest first, at most so many.
    pub async fn history(&self, count: u32) -> Result<Vec<Act>, StoreError> {
        self.load(move |connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM act WHERE state <> 'intended' ORDER BY id DESC LIMIT ?1"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let acts = statement
                .query_map([count], |row| Ok(act(row)?.0))?
                .collect::<Result<_, _>>()?;
            Ok(acts)
        })
        .await
    }

    /// The act that undo would take back, and the payload it was intended with if it is one on subscriptions.
    pub async fn last_undoable(&self) -> Result<Option<(Act, Option<String>)>, StoreError> {
        self.load(|connection| Ok(undoable(connection)?.map(with_payload)))
            .await
    }

    /// An act that can be taken back if nothing later rests on it, and its payload if it is one on subscriptions; `None`: it is not there, or not done.
    pub async fn done_act(&self, id: ActId) -> Result<Option<(Act, Option<String>)>, StoreError> {
        self.load(move |connection| Ok(done(connection, id)?.map(with_payload)))
            .await
    }

    /// The acts on files of the reader's own after this one that are done, oldest first, with their payloads.
    pub async fn later_on_files(&self, id: ActId) -> Result<Vec<(Act, String)>, StoreError> {
        self.load(move |connection| {
            let later = later(connection, id)?.into_iter();
            let of_feeds = later.filter(|(act, _)| act.kind.is_of_files());
            Ok(of_feeds
                .map(|(act, detail)| (act, detail.unwrap_or_default()))
                .collect())
        })
        .await
    }

    /// The payloads of the acts of this sort that were taken back, newest first.
    pub async fn taken_back(&self, kind: ActKind) -> Result<Vec<String>, StoreError> {
        self.load(move |connection| {
            let sql = "SELECT detail FROM act WHERE kind = ?1 AND state IN ('undone', 'dropped') AND detail IS NOT NULL ORDER BY id DESC";
            let mut statement = connection.prepare_cached(sql)?;
            let payloads = statement
                .query_map([name(kind)], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            Ok(payloads)
        })
        .await
    }

    /// The act that redo would do again, and its payload.
    pub async fn last_redoable(&self) -> Result<Option<(Act, Option<String>)>, StoreError> {
        self.load(|connection| Ok(redoable(connection)?.map(with_payload)))
            .await
    }

    /// Writes down an act on subscriptions before `feeds.toml` is replaced. `payload` is the caller's own: what undo and redo need.
    pub async fn intend(
        &self,
        kind: ActKind,
        subject: String,
        count: u64,
        payload: String,
        now: Timestamp,
    ) -> Result<ActId, StoreError> {
        self.act(move |transaction| {
            let id = begin(transaction, kind, Some(&payload), now)?;
            let sql = "UPDATE act SET subject = ?2, count = ?3, state = 'intended' WHERE id = ?1";
            transaction.execute(sql, params![id.0, subject, count])?;
            Ok(id)
        })
        .await
    }

    /// Writes down, for an intended merge of two feeds, what was read in the one and will be read in the other.
    pub async fn carry(&self, act: ActId, from: FeedId, into: FeedId) -> Result<(), StoreError> {
        self.act(move |transaction| {
            for feed in [from, into] {
                mark_all(transaction, feed)?;
            }
            // The same guid, or the same page.
            let alike = [
                ("s.guid = t.guid", "state_guid"),
                ("s.place = t.place AND t.place & 3 = 1", "state_place"),
            ];
            carried_tags::mark(transaction, act, (from, into), &alike)?;
            for (same, index) in alike {
                let sql = format!(
                    "INSERT OR IGNORE INTO act_entry (act, entry, was, became) \
                     SELECT ?1, s.entry, s.read_at, t.read_at FROM state t INDEXED BY state_guid \
                     CROSS JOIN state s INDEXED BY {index} ON s.feed = ?3 AND {same} \
                     WHERE t.feed = ?2 AND t.read_at IS NOT NULL AND s.read_at IS NULL"
                );
                transaction.execute(&sql, params![act.0, from.0, into.0])?;
            }
            Ok(())
        })
        .await
    }

    /// `feeds.toml` was replaced: the act is done, and the store follows the file, in one transaction.
    pub async fn settle(
        &self,
        act: ActId,
        subscriptions: Vec<Subscription>,
        now: Timestamp,
    ) -> Result<Act, StoreError> {
        self.act(move |transaction| {
            turn(transaction, act, "intended", "done")?;
            drop_undone(transaction)?;
            follow(transaction, &subscriptions, now)?;
            carried(transaction, act, Turn::Do)
        })
        .await
    }

    /// A file that the store does not follow was replaced: the act is done.
    pub async fn settle_alone(&self, act: ActId) -> Result<Act, StoreError> {
        self.act(move |transaction| {
            turn(transaction, act, "intended", "done")?;
            drop_undone(transaction)?;
            load(transaction, act)
        })
        .await
    }

    /// A file that the store does not follow went back to before the act, or says again what it said.
    pub async fn walk_alone(&self, walk: Walk, act: ActId) -> Result<Act, StoreError> {
        self.act(move |transaction| {
            walk.begin(transaction, act)?;
            load(transaction, act)
        })
        .await
    }

    /// `feeds.toml` could not be replaced: the intent is gone.
    pub async fn forget(&self, act: ActId) -> Result<(), StoreError> {
        self.act(move |transaction| {
            let sql = "DELETE FROM act WHERE id = ?1 AND state = 'intended'";
            if transaction.execute(sql, [act.0])? > 0 {
                transaction.execute("DELETE FROM act_entry WHERE act = ?1", [act.0])?;
            }
            Ok(())
        })
        .await
    }

    /// Intents of a run that ended between intent and settlement, oldest first: settle those that stand in `feeds.toml`, forget the others.
    pub async fn unsettled(&self) -> Result<Vec<(Act, String)>, StoreError> {
        self.load(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM act WHERE state = 'intended' ORDER BY id ASC");
            let mut statement = connection.prepare_cached(&sql)?;
            let unsettled = statement
                .query_map([], act)?
                .map(|found| found.map(|(act, detail)| (act, detail.unwrap_or_default())))
                .collect::<Result<_, _>>()?;
            Ok(unsettled)
        })
        .await
    }

    /// `feeds.toml` went back to before the act, or says again what it said: it is undone or done again, and the store follows the file.
    pub async fn settle_walk(
        &self,
        walk: Walk,
        act: ActId,
        subscriptions: Vec<Subscription>,
        now: Timestamp,
    ) -> Result<Act, StoreError> {
        self.act(move |transaction| {
            walk.begin(transaction, act)?;
            follow(transaction, &subscriptions, now)?;
            carried(transaction, act, walk.turn())
        })
        .await
    }
}

/// Which way along the history, always by one act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Undo.
    Back,
    /// Redo.
    Forth,
}

impl Walk {
    /// Turns an act's state: back if nothing that is done rests on it, forth if it was undone last; else states would not come back exactly.
    pub(in crate::store) fn begin(
        self,
        transaction: &Transaction<'_>,
        act: ActId,
    ) -> Result<Found, StoreError> {
        match self {
            Walk::Back => {
                let found = done(transaction, act)?.ok_or_else(|| missing(act))?;
                if let Some(later) =
                    depend::first_on_entries(transaction, &found, later(transaction, act)?)?
                {
                    return Err(depend::refused(&later));
                }
                turn(transaction, act, "done", "undone")?;
                let sql = "UPDATE act SET undone_order = \
                     (SELECT coalesce(max(undone_order), 0) + 1 FROM act INDEXED BY act_undone WHERE state = 'undone') WHERE id = ?1";
                transaction.prepare_cached(sql)?.execute([act.0])?;
                Ok(found)
            }
            Walk::Forth => {
                let next = redoable(transaction)?.filter(|(next, _)| next.id == act);
                let found = next.ok_or_else(|| missing(act))?;
                turn(transaction, act, "undone", "done")?;
                Ok(found)
            }
        }
    }

    /// Which values its rows are given.
    pub(in crate::store) fn turn(self) -> Turn {
        match self {
            Walk::Back => Turn::Undo,
            Walk::Forth => Turn::Redo,
        }
    }
}

/// Gives the entries of an act on subscriptions, if it has any, their values; answers the act.
fn carried(transaction: &Transaction<'_>, id: ActId, turn: Turn) -> Result<Act, StoreError> {
    let act = load(transaction, id)?;
    if act.kind == ActKind::Merge {
        let deed = Deed {
            act: id,
            kind: ActKind::Read,
            tag: None,
            now: act.at,
        };
        deed.perform(transaction, turn)?;
        carried_tags::turn(transaction, id, turn)?;
    }
    if act.kind == ActKind::Retag {
        let sql = "SELECT coalesce(detail, '') FROM act WHERE id = ?1";
        let payload: String = transaction.query_row(sql, [id.0], |row| row.get(0))?;
        retag::turn(transaction, id, &payload, turn)?;
    }
    if act.kind == ActKind::Import {
        adopt::turn(transaction, id, act.at, turn)?;
    }
    Ok(act)
}

/// Begins an act that is done; `finish` says what it was about.
pub fn begin(
    transaction: &Transaction<'_>,
    kind: ActKind,
    detail: Option<&str>,
    now: Timestamp,
) -> Result<ActId, StoreError> {
    let sql = "INSERT INTO act (at, kind, subject, count, detail, state) VALUES (?1, ?2, '', 0, ?3, 'done')";
    transaction
        .prepare_cached(sql)?
        .execute(params![now.0, name(kind), detail])?;
    Ok(ActId(transaction.last_insert_rowid()))
}

/// Says what an act was about; what was undone before it can no longer be done again.
pub fn finish(
    transaction: &Transaction<'_>,
    id: ActId,
    subject: &str,
    count: u64,
) -> Result<Act, StoreError> {
    drop_undone(transaction)?;
    let sql = "UPDATE act SET subject = ?2, count = ?3 WHERE id = ?1";
    transaction
        .prepare_cached(sql)?
        .execute(params![id.0, subject, count])?;
    load(transaction, id)
}

/// Takes an act that changed nothing out of the history again.
pub fn abandon(transaction: &Transaction<'_>, id: ActId) -> Result<(), StoreError> {
    transaction
        .prepare_cached("DELETE FROM act WHERE id = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Moves an act from one state to another; refuses if it is in neither.
pub fn turn(
    transaction: &Transaction<'_>,
    id: ActId,
    from: &str,
    to: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE act SET state = ?3 WHERE id = ?1 AND state = ?2";
    match transaction.execute(sql, params![id.0, from, to])? {
        1 => Ok(()),
        _ => Err(missing(id)),
    }
}

/// The newest act that is done, of the reader's own: what rules did in a refresh is passed over.
pub fn undoable(connection: &Connection) -> Result<Option<Found>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM act WHERE state = 'done' AND kind <> 'rule' ORDER BY id DESC LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([], act).optional()?)
}

/// This act, if it is done.
fn done(connection: &Connection, id: ActId) -> Result<Option<Found>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM act WHERE id = ?1 AND state = 'done'");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([id.0], act).optional()?)
}

/// The acts after this one that are done, oldest first, with their details.
pub fn later(connection: &Connection, id: ActId) -> Result<Vec<Found>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM act WHERE id > ?1 AND state = 'done' ORDER BY id");
    let mut statement = connection.prepare_cached(&sql)?;
    let later = statement
        .query_map([id.0], act)?
        .collect::<Result<_, _>>()?;
    Ok(later)
}

/// The act that was undone last.
pub fn redoable(connection: &Connection) -> Result<Option<Found>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM act INDEXED BY act_undone WHERE state = 'undone' ORDER BY undone_order DESC, id ASC LIMIT 1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row([], act).optional()?)
}

/// An act by its id.
pub fn load(connection: &Connection, id: ActId) -> Result<Act, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM act WHERE id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row([id.0], act).optional()?;
    found.map(|(act, _)| act).ok_or_else(|| missing(id))
}

fn with_payload((act, detail): Found) -> Found {
    let payload = detail.filter(|_| act.kind.is_of_files());
    (act, payload)
}

fn drop_undone(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let sql = "UPDATE act SET state = 'dropped' WHERE state = 'undone'";
    transaction.prepare_cached(sql)?.execute([])?;
    Ok(())
}

fn missing(id: ActId) -> StoreError {
    StoreError::Missing {
        what: "act",
        id: id.0,
    }
}

fn act(row: &Row<'_>) -> rusqlite::Result<Found> {
    let kind: String = row.get(2)?;
    let kind = serde_json::from_value(serde_json::Value::String(kind)).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, Box::new(error))
    })?;
    let act = Act {
        id: ActId(row.get(0)?),
        at: Timestamp(row.get(1)?),
        kind,
        subject: row.get(3)?,
        count: row.get(4)?,
        undone: row.get(5)?,
    };
    Ok((act, row.get(6)?))
}

/// The sort as it is stored: the model's own name for it.
fn name(kind: ActKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
