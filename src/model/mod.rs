//! Plain data that every room speaks: feeds, entries, states, scopes, reports.
//!
//! Lives here: types with small methods. Does not live here: I/O, SQL, parsing, the clock.
//! Invariant: everything is a value that can be cloned, compared and written down.

mod act;
mod date;
mod entry;
mod feed;
mod id;
mod report;
mod scope;
mod subscription;
mod time;

pub use act::{Act, ActKind, Change, Which};
pub use entry::{
    Enclosure, Entry, EntryRow, Episode, FeedFormat, Paging, ParsedEntry, ParsedFeed, SortKey,
    SourceFeed, Window,
};
pub use feed::{Failure, FailureKind, FeedHealth, FeedList, FeedRow};
pub use id::{ActId, EntryId, FeedId, Ticket};
pub use report::{
    FeedReport, FoundFeed, NearSearch, Outcome, Progress, RefreshReport, RefreshWish, Trouble,
};
pub use scope::{Anchor, Direction, Scope, Show};
pub use subscription::{Subscription, WELCOME_URL};
pub use time::{Timestamp, Zone};
