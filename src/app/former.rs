//! A list as the reader left it, to come back to.

use crate::app::Focus;
use crate::model::{Scope, SortKey};

/// Where the reader stood before something took the list's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// What the list showed.
    pub scope: Scope,
    /// The entry that was selected.
    pub place: Option<SortKey>,
    /// The pane that heard the keys.
    pub focus: Focus,
}
