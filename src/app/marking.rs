//! Marking rows with `V`: what its keys do, and what acts make of the marked rows.
//!
//! An act on marked rows is one act with one undo; once it is done nothing is marked any more.

use crate::app::{App, Effect, Focus, Launch, Message};
use crate::command::{Command, Invocation};
use crate::model::{EntryRow, Show};
use crate::text;

/// Addresses opened at once, at most: more windows help nobody.
const OPENED: usize = 20;

impl App {
    /// Whether rows of the list are being marked, and the keys are about them.
    pub(crate) fn is_marking(&self) -> bool {
        self.focus == Focus::Entries && self.entries.marks().is_some()
    }

    /// Runs a command if it is about marking rows, or about what is shown.
    pub(crate) fn run_marking(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        match invocation.command {
            Command::SelectRows if self.focus == Focus::Article => None,
            Command::SelectRows => {
                self.focus = Focus::Entries;
                self.entries.mark_rows();
                Some(Vec::new())
            }
            Command::PageOn if self.is_marking() => {
                self.entries.mark_row();
                Some(Vec::new())
            }
            Command::Quit if self.is_marking() => {
                self.end_marking();
                Some(Vec::new())
            }
            // Where all is read, what helps is what is read.
            Command::ToggleShow
                if self.entries.show() == Show::Unread && self.entries.rows().all().is_empty() =>
            {
                Some(self.show(Show::All))
            }
            Command::ToggleShow => Some(self.show(self.entries.show().next())),
            _ => None,
        }
    }

    /// Lists all, unread or bookmarked ones, and says so.
    pub(crate) fn show(&mut self, show: Show) -> Vec<Effect> {
        self.stage.say(Message::plain(match show {
            Show::All => "all are listed",
            Show::Unread => "unread ones are listed",
            Show::Bookmarked => "bookmarked ones are listed",
        }));
        vec![self.entries.show_these(show, &mut self.stage)]
    }

    /// What was marked was acted on.
    pub(crate) fn end_marking(&mut self) {
        self.entries.drop_marks();
    }

    /// Opens the marked ones in the browser.
    pub(crate) fn browse_marked(&mut self) -> Vec<Effect> {
        let links = self.marked_links(|row| row.link.clone());
        if links.len() > OPENED {
            let text = format!(
                "{} are marked: at most {OPENED} are opened at once",
                links.len()
            );
            self.stage.say(Message::plain(text));
            return Vec::new();
        }
        self.end_marking();
        let each = |link| self.launch(Some(link), Launch::Browser);
        links.into_iter().flat_map(each).collect()
    }

    /// Copies the links of the marked ones, one a line.
    pub(crate) fn copy_marked(&mut self, titled: bool) -> Vec<Effect> {
        let links = self.marked_links(|row| {
            let link = row.link.clone()?;
            Some(if titled {
                format!("{} {link}", row.title)
            } else {
                link
            })
        });
        self.end_marking();
        if !links.is_empty() {
            let copied = text::counted(links.len() as u64, "link", "links");
            self.stage.say(Message::done(format!("copied {copied}")));
        }
        let all = (!links.is_empty()).then(|| links.join("\n"));
        self.launch(all, Launch::Copy)
    }

    fn marked_links(&self, link: impl Fn(&EntryRow) -> Option<String>) -> Vec<String> {
        let rows = self.targets(1);
        rows.iter().filter_map(link).collect()
    }
}
