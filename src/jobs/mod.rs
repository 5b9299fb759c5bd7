//! One verb, one file: plain async functions over a `Context` that return values and know no screen.
//!
//! Lives here: what is done, in which order, and what happens when a part of it fails. Does not live here: SQL, HTTP, formats, paths of
//! files, printing. Invariant: a feed that is ill is data in a report; `Trouble` is only what kept the job itself from being done.

mod allow;
mod aside;
mod ask;
mod backup;
mod change;
mod check;
mod configure;
mod context;
mod discover;
mod doctor;
mod export;
mod full_text;
mod health;
mod import;
mod importable;
mod index;
mod ingest;
mod inspect;
mod kept;
mod ledger;
mod lend;
mod load;
mod newsboat;
mod offline;
mod pace;
mod page_text;
mod passwords;
mod past;
mod patch;
mod pictures;
mod pipe;
mod printed;
mod reconcile;
mod refresh;
mod rewrite;
mod salvage;
mod save;
mod schedule;
mod seek;
mod settings;
mod share;
mod site_rules;
mod sites;
mod source;
mod step;
mod subscribe;
mod subscriptions;
mod tidy;
mod typed;
mod undo;
mod visit;
mod weather;
mod welcome;

pub use allow::{allow, awaiting, forbid};
pub use backup::{BackedUp, Replace, Restored, back_up, is_backup, restore};
pub use change::{change, parsed};
pub use configure::configure;
pub use context::{Context, Opened};
pub use discover::{Found, discover, discover_through, unasked};
pub use doctor::{Diagnosis, Obey, Step, doctor};
pub use export::{export, export_to};
pub use full_text::{Reach, full_text, full_texts};
pub use health::load_health;
pub use import::{Imported, import, import_file};
pub use importable::importable;
pub use index::{Pace, index, index_afterwards, index_quietly};
pub use inspect::{Check, State, inspect};
pub use lend::{lend, source};
pub use load::{
    Article, ListWish, article, load_article, load_between, load_details, load_entries, load_entry,
    load_feeds, load_nearest, load_next_unread, load_standing, place,
};
pub use past::past;
pub use pictures::{Unfetched, picture};
pub use pipe::pipe;
pub use printed::{piece, print, printed};
pub use reconcile::{Reconciled, reconcile};
pub use refresh::refresh;
pub use salvage::salvage;
pub use save::{Saved, save};
pub use seek::seek;
pub use settings::{problem, settings};
pub use share::share;
pub use site_rules::rule_problems;
pub use subscribe::subscribe;
pub use tidy::{Compacted, compact, expire, tidy};
pub use undo::{forget_history, load_history, redo, take_back, undo};
pub use welcome::welcome;
