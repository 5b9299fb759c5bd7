//! How entries left the last time, what the prompts of `w` and `|` begin with; and what is to be saved.
//!
//! Plain data; what is done with it is in `leave`. Kept over restarts as JSON.

use serde::{Deserialize, Serialize};

use crate::article::Format;
use crate::model::{EntryId, Over};

/// What a pipe hands on: a program reads no books.
const PIPED: [Format; 3] = [Format::Markdown, Format::Html, Format::Text];

/// What the prompts remember over restarts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaving {
    /// Where the last file was saved; as typed, without a slash at its end.
    pub folder: String,
    /// In which format.
    pub format: Format,
    /// Commands that entries were piped to, newest last.
    pub pipes: Vec<Piping>,
}

impl Default for Leaving {
    fn default() -> Leaving {
        Leaving {
            folder: "~".to_string(),
            format: Format::Markdown,
            pipes: Vec::new(),
        }
    }
}

/// How entries are piped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piping {
    /// As typed; for a shell.
    pub command: String,
    /// What it reads.
    pub format: Format,
    /// What becomes of its output.
    pub output: Output,
}

/// What becomes of a command's output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// It is shown.
    #[default]
    Shown,
    /// It goes nowhere.
    Dropped,
}

impl Piping {
    /// As it is told below the command: `as Markdown, output shown`.
    pub fn told(&self) -> String {
        let output = match self.output {
            Output::Shown => "shown",
            Output::Dropped => "dropped",
        };
        format!("as {}, output {output}", self.format.name())
    }

    /// The next format that a program can read.
    pub fn turn(&mut self) {
        let at = PIPED.iter().position(|it| *it == self.format);
        let next = at.map_or(0, |at| (at + 1) % PIPED.len());
        self.format = PIPED.get(next).copied().unwrap_or_default();
    }
}

/// Entries to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// Which.
    pub entries: Vec<EntryId>,
    /// As typed.
    pub path: String,
    /// What is written.
    pub format: Format,
    /// What it may be written over.
    pub over: Over,
}
