//! The history: every act with its inverse. Undo and redo are last in, first out, and survive a restart.

use crate::model::{Act, ActId, ActKind, Subscription, Timestamp};
use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// The acts, newest first, at most so many.
    pub async fn history(&self, count: u32) -> Result<Vec<Act>, StoreError> {
        let _ = count;
        Ok(Vec::new())
    }

    /// The act that undo would take back, and the payload it was intended with if it is one on subscriptions.
    pub async fn last_undoable(&self) -> Result<Option<(Act, Option<String>)>, StoreError> {
        Ok(None)
    }

    /// The act that redo would do again.
    pub async fn last_redoable(&self) -> Result<Option<(Act, Option<String>)>, StoreError> {
        Ok(None)
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
        let _ = (kind, subject, count, payload, now);
        Err(StoreError::Closed)
    }

    /// `feeds.toml` was replaced: the act is done, and the store follows the file, in one transaction.
    pub async fn settle(
        &self,
        act: ActId,
        subscriptions: Vec<Subscription>,
        now: Timestamp,
    ) -> Result<Act, StoreError> {
        let _ = (act, subscriptions, now);
        Err(StoreError::Closed)
    }

    /// `feeds.toml` could not be replaced: the intent is gone.
    pub async fn forget(&self, act: ActId) -> Result<(), StoreError> {
        let _ = act;
        Ok(())
    }

    /// Intents of a run that ended between intent and settlement, oldest first: settle those that stand in `feeds.toml`, forget the others.
    pub async fn unsettled(&self) -> Result<Vec<(Act, String)>, StoreError> {
        Ok(Vec::new())
    }

    /// `feeds.toml` went back to before the act: it is undone, and the store follows the file.
    pub async fn settle_undo(
        &self,
        act: ActId,
        subscriptions: Vec<Subscription>,
        now: Timestamp,
    ) -> Result<Act, StoreError> {
        let _ = (act, subscriptions, now);
        Err(StoreError::Closed)
    }

    /// `feeds.toml` says again what the act said: it is done again, and the store follows the file.
    pub async fn settle_redo(
        &self,
        act: ActId,
        subscriptions: Vec<Subscription>,
        now: Timestamp,
    ) -> Result<Act, StoreError> {
        let _ = (act, subscriptions, now);
        Err(StoreError::Closed)
    }

    /// Drops acts, dropped bookmarks and entries of feeds unsubscribed from that are older than the undo period (90 days). Cheap when there is nothing to drop.
    pub async fn prune(&self, now: Timestamp) -> Result<(), StoreError> {
        let _ = now;
        Ok(())
    }
}
