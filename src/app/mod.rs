//! The screen's state and its only change function. Pure: no I/O, no clock, no threads; nothing here can fail.
//!
//! `App::update(event, now)` takes what happened and returns what is to be done. `view/` paints it, `tui/` does the doing.

mod app;
mod effect;
mod event;

pub use app::{App, Focus};
pub use effect::{Effect, Job, Launch, Load};
pub use event::{Done, Event, File, Signal, Size};
