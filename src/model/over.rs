//! What becomes of a file that is there already when something is to be written to its place.

use serde::{Deserialize, Serialize};

/// What a new file may be written over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Over nothing: a file that is there is told of and left.
    #[default]
    Nothing,
    /// Over the old file.
    Old,
    /// After what the old file holds.
    End,
}
