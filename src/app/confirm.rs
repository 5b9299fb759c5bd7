//! The question before what cannot be undone. `enter` does nothing; `esc` is the harmless answer.
//!
//! Invariant: everything that can be undone is done without asking, so the questions are few and stand here.

use crate::app::{Effect, Job, Sight, Wish};
use crate::command::{Key, KeyCode};

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// A file is there already at this path; the export would write over it.
    Overwrite(String),
}

impl Confirm {
    /// The title of the panel.
    pub fn title(&self) -> &'static str {
        match self {
            Confirm::Overwrite(_) => "Replace a file?",
        }
    }

    /// What is at stake.
    pub fn stake(&self) -> String {
        match self {
            Confirm::Overwrite(path) => format!("{path} is there already"),
        }
    }

    /// The keys and what they do.
    pub fn answers(&self) -> &'static [(char, &'static str)] {
        match self {
            Confirm::Overwrite(_) => &[('y', "replace it"), ('n', "leave it")],
        }
    }

    /// `y` does it, `n` and `esc` do not, all else is not heard.
    pub fn key(&self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match key.code {
            KeyCode::Char('y') if !key.ctrl && !key.alt => {
                let Confirm::Overwrite(path) = self;
                let job = Job::ExportOver(path.clone());
                let ticket = sight.stage.ticket();
                vec![Wish::Close, Wish::Do(Effect::Start(ticket, job))]
            }
            KeyCode::Char('n') | KeyCode::Escape => vec![Wish::Close],
            _ => Vec::new(),
        }
    }
}
