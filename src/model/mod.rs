//! Plain data that every room speaks: feeds, entries, states, scopes, reports.
//!
//! Lives here: types with small methods. Does not live here: I/O, SQL, parsing, the clock.
//! Invariant: everything is a value that can be cloned, compared and written down.

mod act;
mod bookmark;
mod counts;
mod date;
mod entry;
mod failure;
mod feed;
mod full_text;
mod greeting;
mod health;
mod id;
mod medium;
mod origin;
mod over;
mod past;
mod picture;
mod preview;
mod reason;
mod report;
mod rule;
mod scope;
mod secret;
mod subscription;
mod time;
mod wire;

pub use act::{Act, ActKind, Change, Facet, Which};
pub use bookmark::{Bookmark, joined};
pub use counts::Counts;
pub use entry::{
    Enclosure, Entry, EntryRow, Episode, FeedFormat, Paging, ParsedEntry, ParsedFeed, SortKey,
    SourceFeed, TextPlace, Window,
};
pub use failure::{Failure, FailureKind};
pub use feed::{FeedHealth, FeedList, FeedRow};
pub use full_text::{
    FullText, NoText, PageFacts, PageText, PagesReport, TextAsk, TextOutcome, Wanting,
};
pub use greeting::Greeting;
pub use health::{HealthBoard, HealthRow, Noticed, Tally, Traffic, Vitals, WEEKS};
pub use id::{ActId, EntryId, FeedId, Ticket};
pub use medium::Medium;
pub use origin::{Consent, ConsentKind, Origin};
pub use over::Over;
pub use past::{PAGES, PastEnd, PastReport, PastWish};
pub use picture::Effort;
pub use preview::RulePreview;
pub use reason::{Reason, Why};
pub use report::{
    FeedReport, FoundFeed, NearSearch, Offline, Outcome, Progress, RefreshReport, RefreshWish,
    Trouble,
};
pub use rule::{Colour, Deeds, MOST_TAGS, RuleCount, RuleErrand, Ruled, Ruling, Verdict};
pub use scope::{Anchor, Direction, Order, Scope, Show};
pub use secret::Secret;
pub use subscription::{IMPORTED_URL, Keep, SAVED_URL, Subscription, WELCOME_URL, is_own_feed};
pub use time::{Timestamp, Zone};
pub use wire::{CheckRecord, Wire};
