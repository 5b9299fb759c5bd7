//! What a rule would have found of late: what its editor shows.

use serde::{Deserialize, Serialize};

use crate::model::EntryRow;

/// What a rule would have found of late.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RulePreview {
    /// How many entries.
    pub total: u64,
    /// How many of them are bookmarked.
    pub kept: u64,
    /// Feeds with their numbers, the most first.
    pub feeds: Vec<(String, u64)>,
    /// The newest, at most a screenful.
    pub rows: Vec<EntryRow>,
    /// Whether there are more than were counted.
    pub is_cut: bool,
}
