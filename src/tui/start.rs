//! From nothing to the first paint: folders, options, store, terminal, theme. What can wait, waits until after it.
//!
//! While the terminal is asked for its background, the store is opened: a terminal that stays silent costs next to nothing.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::mpsc::Sender;

use crate::app::{App, Event, File};
use crate::config::{Config, Theme};
use crate::jobs::{self, Context};
use crate::model::Trouble;
use crate::system::{self, Log, Overrides, Paths};
use crate::tui::look::{self, Ability};
use crate::tui::perform::{Perform, Reply};
use crate::tui::query::{self, Answers};
use crate::tui::terminal::{self, Screen};
use crate::tui::watch;

/// How the reader is opened.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders named on the command line.
    pub folders: Overrides,
    /// `--theme`.
    pub theme: Option<String>,
    /// `--log`.
    pub log: Option<&'static str>,
    /// `--offline`.
    pub offline: bool,
    /// `--debug`.
    pub debug: bool,
    /// Fail at this key, for a test.
    pub panic_at: Option<char>,
}

/// Everything the loop begins with.
pub struct Started {
    /// The screen's state.
    pub app: App,
    /// What it is painted with.
    pub theme: Theme,
    /// What the terminal can show.
    pub ability: Ability,
    /// The terminal, ours.
    pub screen: Screen,
    /// The doing.
    pub perform: Perform,
    /// An answer of the terminal may still come.
    pub late_answer: bool,
    /// What is to be told once the screen stands.
    pub news: Vec<Event>,
    /// Kept until the end.
    pub log: Option<Log>,
}
