//! SQLite: feeds, entries, states, windows, bookmarks, history. The only place with SQL.
//!
//! Does not live here: the network, `feeds.toml`, the clock (times come in as values).
//!
//! Invariants: what a feed says (`entry`, `body`) is apart from what the reader did (`state`, `bookmark`), and only the first is ever replaced. Every act of the
//! reader is written with its inverse in one transaction. A feed's document is one transaction. Unread counts are kept, never recounted. A list is a window cut by
//! key: no OFFSET, and no statement whose cost grows with the archive. One thread writes (the reader's acts before background batches), two read.

mod acts;
mod checks;
mod entries;
mod error;
mod feeds;
mod handle;
mod history;
mod open;
mod queue;
mod remembered;
mod subscriptions;
mod window;

pub use acts::Moment;
pub use checks::{Check, DueFeed, HostPause};
pub use entries::Saved;
pub use error::StoreError;
pub use handle::Store;
pub use open::Opened;
pub use window::WindowWish;
