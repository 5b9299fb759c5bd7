//! Selecting a passage: while it lasts, motions take words along, `y` copies what is selected, `esc` ends it.
//!
//! What is selected, and what is copied of it, is the reader's (`reader/selection`).

use crate::app::{App, By, Effect, Focus, Launch, Message, Reach};
use crate::command::{Command, Invocation};
use crate::text;

impl App {
    /// Runs a command if it is about the passage that is being selected.
    pub(crate) fn run_selecting(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        if self.focus != Focus::Article {
            return None;
        }
        if invocation.command == Command::SelectPassage {
            self.select_passage();
            return Some(Vec::new());
        }
        let by = self.reader.selection()?.by();
        let count = i64::from(invocation.count);
        let page = (self.reader.room().height as i64 - 2).max(1);
        let reach = match (invocation.command, by) {
            (Command::Down, _) => Reach::Lines(count),
            (Command::Up, _) => Reach::Lines(-count),
            (Command::In, By::Word) => Reach::Words(count),
            (Command::Out, By::Word) => Reach::Words(-count),
            (Command::HalfPageDown, _) => Reach::Lines(page / 2 * count),
            (Command::HalfPageUp, _) => Reach::Lines(-(page / 2) * count),
            (Command::PageDown | Command::PageOn, _) => Reach::Lines(page * count),
            (Command::PageUp | Command::PageBack, _) => Reach::Lines(-page * count),
            (Command::First, _) => Reach::First,
            (Command::Last, _) => Reach::Last,
            (Command::CopyLink, _) => return Some(self.copy_passage()),
            (Command::In | Command::Out, By::Line) => return Some(Vec::new()),
            (Command::Quit, _) => {
                self.reader.drop_selection();
                return Some(Vec::new());
            }
            _ => return None,
        };
        self.reader.reach(reach);
        Some(Vec::new())
    }

    /// Begins to select; once begun, the other way of taking words along.
    fn select_passage(&mut self) {
        if self.reader.entry().is_none() || !self.reader.select() {
            self.stage.say(Message::plain("there is no text to select"));
        }
    }

    fn copy_passage(&mut self) -> Vec<Effect> {
        let Some(passage) = self.reader.passage() else {
            return Vec::new();
        };
        self.reader.drop_selection();
        let letters = text::graphemes(&passage).count() as u64;
        let said = text::counted(letters, "character", "characters");
        self.stage.say(Message::done(format!("copied {said}")));
        let ticket = self.stage.ticket();
        vec![Effect::Launch(ticket, Launch::Copy(passage))]
    }
}
