//! The count of smart feeds and tags that runs, and the one that is wanted next.

use crate::model::{Ticket, Timestamp};

/// What is being counted, and when to count again.
#[derive(Clone, Copy, Debug, Default)]
pub struct CountWish {
    /// The count that runs, and since when.
    pub awaited: Option<(Ticket, Timestamp)>,
    /// Something changed since it began.
    pub is_wanted: bool,
    /// Not before this time.
    pub from: Timestamp,
}
