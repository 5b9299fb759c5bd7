//! The bookkeeping of fetches: validators, health, when next, who refreshes what, hosts that asked for a pause.

use crate::model::{FeedHealth, FeedId, RefreshWish, Timestamp};
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A feed as a refresh needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueFeed {
    /// Ours.
    pub id: FeedId,
    /// Its address, secrets included.
    pub url: String,
    /// As the reader names it.
    pub title: String,
    /// The interval the reader wishes, in milliseconds.
    pub refresh: Option<i64>,
    /// Whether the full text of its entries is fetched.
    pub full_text: bool,
    /// `ETag` of the last answer, byte for byte.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer, byte for byte.
    pub last_modified: Option<String>,
    /// Hash of the last body that was parsed, as `jobs` made it.
    pub hash: Option<String>,
    /// How it fares, and when it is due.
    pub health: FeedHealth,
    /// The caller's own notes about this feed (JSON), as last given with a `Check`: ttl, redirects seen, …
    pub memo: Option<String>,
    /// Times of its newest entries, newest first, at most ten.
    pub posts: Vec<Timestamp>,
}

impl DueFeed {
    /// Whether its time has come. A feed that was never asked is due; one that is gone never is.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        let health = &self.health;
        !health.gone
            && health
                .next_check
                .map_or(health.last_check.is_none(), |at| at <= now)
    }
}

/// What one attempt to fetch a feed leaves behind. Everything in it replaces what was there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    /// Ours.
    pub feed: FeedId,
    /// See `DueFeed`.
    pub etag: Option<String>,
    /// See `DueFeed`.
    pub last_modified: Option<String>,
    /// See `DueFeed`.
    pub hash: Option<String>,
    /// See `DueFeed`.
    pub health: FeedHealth,
    /// See `DueFeed`.
    pub memo: Option<String>,
}

/// A host that is left alone for a while, whichever feed is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostPause {
    /// As in an address, lower case, with the port if there is one.
    pub host: String,
    /// Not before this.
    pub until: Timestamp,
    /// How often in a row it asked for a pause.
    pub times: u32,
    /// In words.
    pub reason: String,
}

impl Store {
    /// The feeds a refresh is about, welcome feed left out: the wished ones, or all subscribed; of an automatic one only those that are due.
    pub async fn due(&self, now: Timestamp, wish: RefreshWish) -> Result<Vec<DueFeed>, StoreError> {
        let _ = (now, wish);
        Ok(Vec::new())
    }

    /// Writes the bookkeeping of feeds that brought nothing new or failed, many at once; their leases end.
    pub async fn touch(&self, checks: Vec<Check>) -> Result<(), StoreError> {
        let _ = checks;
        Ok(())
    }

    /// Takes feeds for this process until `until`; answers those that no other process holds. `touch` and `save_feed` give them back.
    pub async fn lease(
        &self,
        feeds: Vec<FeedId>,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<FeedId>, StoreError> {
        let _ = (now, until);
        Ok(feeds)
    }

    /// Gives back what this process holds of these: after a cancelled refresh.
    pub async fn release(&self, feeds: Vec<FeedId>) -> Result<(), StoreError> {
        let _ = feeds;
        Ok(())
    }

    /// Hosts that asked for a pause; ended ones too, since the next pause is longer after `times`.
    pub async fn host_pauses(&self) -> Result<Vec<HostPause>, StoreError> {
        Ok(Vec::new())
    }

    /// Writes down a host's pause; `times` 0 forgets it.
    pub async fn pause_host(&self, pause: HostPause) -> Result<(), StoreError> {
        let _ = pause;
        Ok(())
    }
}
