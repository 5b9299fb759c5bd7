//! The feeds pane's rows with counts and health.

use crate::model::{FeedId, FeedList, FeedRow, Timestamp};
use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// All subscribed feeds in the order of `feeds.toml`, with the counts of the other scopes.
    pub async fn feeds(&self, midnight: Timestamp) -> Result<FeedList, StoreError> {
        let _ = midnight;
        Ok(FeedList::default())
    }

    /// One feed, also one that is no longer subscribed to.
    pub async fn feed(&self, id: FeedId) -> Result<Option<FeedRow>, StoreError> {
        let _ = id;
        Ok(None)
    }
}
