//! `App`: the whole state of the screen, and `update`, which routes an event to the pane or overlay that it concerns.

use crate::app::{Effect, Event};
use crate::config::Config;
use crate::model::{Timestamp, Zone};

/// Which pane hears the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// Folders and feeds.
    Feeds,
    /// The list.
    #[default]
    Entries,
    /// The text.
    Article,
}

/// The whole state of the screen.
#[derive(Debug)]
pub struct App {
    /// What holds of the configuration.
    pub config: Config,
    /// The reader's time zone.
    pub zone: Zone,
    /// The pane that hears the keys.
    pub focus: Focus,
}

impl App {
    /// Takes what happened and returns what is to be done. Never blocks, never fails, never asks the time.
    pub fn update(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        let _ = (event, now);
        Vec::new()
    }
}
