//! SQLite: feeds, entries, states, windows, bookmarks, history. The only place with SQL.
//!
//! Does not live here: the network, `feeds.toml`, the clock (times come in as values).
//!
//! Invariants: what a feed says (`entry`, `body`) is apart from what the reader did (`state`, `bookmark`), and only the first is ever replaced. Every act of the
//! reader is written with its inverse in one transaction. A feed's document is one transaction. Unread counts are kept, never recounted. A list is a window cut by
//! key: no OFFSET, and no statement whose cost grows with the archive. One thread writes (the reader's acts before background batches), two read.

mod acts;
mod adopt;
mod backup;
mod best;
mod body;
mod bookmarks;
mod bring;
mod carried_tags;
mod check_log;
mod checks;
mod clause;
mod compact;
mod consents;
mod content;
mod depend;
mod entries;
mod error;
mod expiry;
mod extra;
mod feeds;
mod filter;
mod full_text;
mod functions;
mod greeting;
mod handle;
mod health;
mod history;
mod identity;
mod index;
mod inspect;
mod intake;
mod list;
mod matching;
mod measure;
mod mend;
mod migrate;
mod moment;
mod newsboat;
mod notes;
mod open;
mod past;
mod pictures;
mod preview;
mod prune;
mod queue;
mod remembered;
mod rescue;
mod retag;
mod retention;
mod rows;
mod rules;
mod salvage;
mod save;
mod saved;
mod search;
mod sorted;
mod states;
mod stream;
mod subscriptions;
mod tags;
mod turn;
mod vitals;
mod window;

pub use adopt::{Adopted, OldFeed, OldState};
pub use bring::Brought;
pub use checks::{Check, DueFeed, HostPause};
pub use content::shown_title;
pub use entries::Saved;
pub use error::{Place, StoreError};
pub use full_text::TextWish;
pub use functions::searched_text;
pub use handle::{Closing, Store};
pub use history::Walk;
pub use intake::date as entry_date;
pub use mend::Mended;
pub use moment::Moment;
pub use newsboat::newsboat_cache;
pub use notes::fit;
pub use open::Opened;
pub use past::{Page, Past, SavedPage};
pub use pictures::PictureWish;
pub use prune::UndoPeriod;
pub use rescue::Rescued;
pub use retag::Retag;
pub use retention::{Dropped, Rule, Spared};
pub use rules::{Judgement, RuleActs};
pub use salvage::Salvaged;
pub use save::PageSays;
pub use tags::tagged;
pub use window::WindowWish;

#[cfg(test)]
mod fixture;
