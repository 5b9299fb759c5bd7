//! The numbers that name things: newtypes, so that a feed's id never passes for an entry's.
//!
//! Ids of feeds, entries and acts are the store's row numbers: stable across runs, short to type.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A feed in the store. Survives renames, moves and changes of its address.
    FeedId
);
id!(
    /// An entry in the store; what `byline list` prints and `byline show` accepts.
    EntryId
);
id!(
    /// One act of the user in the history: what undo takes back.
    ActId
);

/// Pairs an answer with the question it belongs to: a pane drops an answer whose ticket is not the one it awaits.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Ticket(pub u64);

impl Ticket {
    /// The ticket after this one; `self` becomes it.
    #[must_use]
    pub fn advance(&mut self) -> Ticket {
        self.0 += 1;
        *self
    }
}
