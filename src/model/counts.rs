//! How much is unread in what a query lists: smart feeds and tags. Feeds and folders have their counts with them (`FeedList`).

use serde::{Deserialize, Serialize};

/// Unread entries of smart feeds and tags, as the feeds pane shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Of each smart feed, by name; `None`: it could not be counted in the time that a count may take.
    pub smart: Vec<(String, Option<u64>)>,
    /// Of each of the reader's tags, in the order of the alphabet.
    pub tags: Vec<(String, u64)>,
}

impl Counts {
    /// A smart feed's entries are counted up to so many: so many are so many or more.
    pub const MOST: u32 = 10_000;
}
