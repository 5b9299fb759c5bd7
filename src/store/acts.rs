//! What the reader does to entries: marks, bookmarks, tags, each with its inverse in the same transaction; undo and redo of them.

use crate::model::{Act, ActId, Change, EntryId, Timestamp};
use crate::query::Query;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// When something is done, and what its scope means just then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// Now.
    pub now: Timestamp,
    /// The local midnight that began today: for `Scope::Today`.
    pub midnight: Timestamp,
    /// The parsed query of a `Scope::Search`.
    pub query: Option<Query>,
}

impl Store {
    /// Does what a change of entries says (read, bookmark, tag and their contraries). An act that changes nothing has count 0 and is not kept.
    pub async fn change(&self, change: Change, moment: Moment) -> Result<Act, StoreError> {
        let _ = (change, moment);
        Err(StoreError::Closed)
    }

    /// Takes an act on entries back, exactly. It must be the last one that is not undone (`last_undoable`).
    pub async fn undo_entries(&self, act: ActId, now: Timestamp) -> Result<Act, StoreError> {
        let _ = (act, now);
        Err(StoreError::Closed)
    }

    /// Does an act on entries again, exactly. It must be the one undone last (`last_redoable`).
    pub async fn redo_entries(&self, act: ActId, now: Timestamp) -> Result<Act, StoreError> {
        let _ = (act, now);
        Err(StoreError::Closed)
    }

    /// Keeps where the reader left an article: the block at the top, percent read. Not an act.
    pub async fn place(
        &self,
        entry: EntryId,
        block: u32,
        percent: u8,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let _ = (entry, block, percent, now);
        Ok(())
    }
}
