//! The outside that is neither network nor database: folders, files, the clock, other programs, the log.
//!
//! Invariant: nothing here knows what a feed is. The wall clock is asked in `clock.rs` and nowhere else in the house.

mod browser;
mod bundle;
mod cache;
mod clipboard;
mod clock;
mod editor;
mod files;
mod log;
mod network;
mod open_files;
mod paths;
mod presence;
mod priority;
mod program;
mod watch;
mod width;

pub use browser::{browse, play};
pub use bundle::{Member, members, pack, remove_folder, unpack};
pub use cache::Cache;
pub use clipboard::{Terminal, copy};
pub use clock::{now, zone};
pub use editor::{editor, pager};
pub use files::{
    Lock, Unloaded, begin_private, begins_with, changed, create_private, destination,
    is_open_to_others, is_writable, list, load, load_bytes, load_within, lock, make_folder, remove,
    save, save_bytes, save_private, save_private_bytes,
};
pub use log::{Log, start_log};
pub use network::is_online;
pub use open_files::make_room;
pub use paths::{Overrides, Paths};
pub use presence::{Presence, announce};
pub use priority::step_back;
pub use program::{Bounds, ProgramError, hand, run, run_script};
pub use watch::Watch;
pub use width::terminal_width;
