//! Lists as windows: a scope's rows around a key.

use crate::model::{Anchor, Direction, EntryId, EntryRow, Scope, Show, SortKey, Timestamp, Window};
use crate::query::Query;
use crate::store::acts::Moment;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// Which piece of which list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowWish {
    /// What the list shows.
    pub scope: Scope,
    /// Whether read entries are listed.
    pub show: Show,
    /// With `Show::Unread`, entries read at or after this stay listed.
    pub keep_since: Timestamp,
    /// From where it is cut.
    pub anchor: Anchor,
    /// At most so many rows.
    pub count: u32,
    /// The local midnight that began today.
    pub midnight: Timestamp,
    /// The parsed query of a `Scope::Search`; it may also narrow any other scope (`byline list`).
    pub query: Option<Query>,
}

impl Store {
    /// The rows of a piece of a list, newest first.
    pub async fn window(&self, wish: WindowWish) -> Result<Window, StoreError> {
        let _ = wish;
        Ok(Window::default())
    }

    /// The nearest unread entry of a scope before or after a place; `None`: from the list's end.
    pub async fn next_unread(
        &self,
        scope: Scope,
        from: Option<SortKey>,
        direction: Direction,
        moment: Moment,
    ) -> Result<Option<EntryRow>, StoreError> {
        let _ = (scope, from, direction, moment);
        Ok(None)
    }

    /// The newest entries that a query finds, at most so many: for marks by query.
    pub async fn entry_ids(
        &self,
        query: Query,
        moment: Moment,
        limit: u32,
    ) -> Result<Vec<EntryId>, StoreError> {
        let _ = (query, moment, limit);
        Ok(Vec::new())
    }
}
