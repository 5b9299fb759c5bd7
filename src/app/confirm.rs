//! The question before what cannot be undone. `enter` does nothing; `esc` is the harmless answer.
//!
//! Invariant: everything that can be undone is done without asking, so the questions are few and stand here.

use crate::app::{Effect, Job, Sight, Wish};
use crate::command::{Key, KeyCode};
use crate::model::FeedId;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirm {
    /// A file is there already at this path; the export would write over it.
    Overwrite(String),
    /// A feed is made by a program, or from a file, that nobody here said yes to.
    Allow {
        /// The feed.
        feed: FeedId,
        /// Its title.
        title: String,
        /// What it does on this computer, each in words, commands whole.
        does: Vec<String>,
    },
}

impl Confirm {
    /// The title of the panel.
    pub fn title(&self) -> &'static str {
        match self {
            Confirm::Overwrite(_) => "Replace a file?",
            Confirm::Allow { .. } => "Let it do this?",
        }
    }

    /// What is at stake, a sentence each.
    pub fn stake(&self) -> Vec<String> {
        match self {
            Confirm::Overwrite(path) => vec![format!("{path} is there already")],
            Confirm::Allow { title, does, .. } => {
                does.iter().map(|does| format!("{title} {does}")).collect()
            }
        }
    }

    /// The keys and what they do.
    pub fn answers(&self) -> &'static [(char, &'static str)] {
        match self {
            Confirm::Overwrite(_) => &[('y', "replace it"), ('n', "leave it")],
            Confirm::Allow { .. } => &[('y', "yes, at each check"), ('n', "no")],
        }
    }

    /// `y` does it, `n` and `esc` do not, all else is not heard.
    pub fn key(&self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match key.code {
            KeyCode::Char('y') if !key.ctrl && !key.alt => {
                let job = match self {
                    Confirm::Overwrite(path) => Job::ExportOver(path.clone()),
                    Confirm::Allow { feed, .. } => Job::Allow(*feed),
                };
                let ticket = sight.stage.ticket();
                vec![Wish::Close, Wish::Do(Effect::Start(ticket, job))]
            }
            KeyCode::Char('n') | KeyCode::Escape => vec![Wish::Close],
            _ => Vec::new(),
        }
    }
}
