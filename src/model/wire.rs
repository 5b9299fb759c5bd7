//! What a request cost and what it brought, as the history of a feed's checks keeps it.

use serde::{Deserialize, Serialize};

use crate::model::{FailureKind, Timestamp};

/// What one request cost, redirects included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wire {
    /// The last answer's HTTP status; `None` if nothing answered.
    pub status: Option<u16>,
    /// Bytes of bodies as they came, packed.
    pub bytes: u64,
    /// From the first byte sent to the last received, in milliseconds.
    pub millis: u32,
}

/// One check of a feed, as it is remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRecord {
    /// When.
    pub at: Timestamp,
    /// What it cost.
    pub wire: Wire,
    /// Bytes that a 304 spared: what the last full body weighed.
    pub spared: u64,
    /// New entries.
    pub new: u32,
    /// Changed entries.
    pub changed: u32,
    /// Why it brought nothing, if it failed.
    pub failure: Option<FailureKind>,
}

impl CheckRecord {
    /// Whether it worked.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.failure.is_none()
    }
}
