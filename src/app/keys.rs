//! Keys in a pane: counts, sequences, and the queue of commands that wait for rows.

use crate::app::{App, Effect, Focus};
use crate::command::{Command, Invocation, Key, KeyCode};
use crate::config::Lookup;

impl App {
    /// A key in a pane: part of a count, of a sequence, or a command.
    pub(crate) fn pane_key(&mut self, key: Key) -> Vec<Effect> {
        if self.pressed.is_empty() && self.digit(key) {
            return Vec::new();
        }
        let was_pending = !self.pressed.is_empty() || self.count.is_some();
        if was_pending && key == Key::plain(KeyCode::Escape) {
            self.forget_keys();
            return Vec::new();
        }
        self.pressed.push(key);
        match self.stage.keymap.lookup(self.context(), &self.pressed) {
            Lookup::Pending(_) => Vec::new(),
            Lookup::Nothing => {
                self.forget_keys();
                Vec::new()
            }
            Lookup::Command(command) => {
                let invocation = Invocation {
                    count: self.count.unwrap_or(1).max(1),
                    counted: self.count.is_some(),
                    ..Invocation::once(command)
                };
                self.forget_keys();
                if key == Key::plain(KeyCode::Escape)
                    && let Some(effects) = self.escape()
                {
                    return effects;
                }
                self.ask(invocation)
            }
        }
    }

    fn digit(&mut self, key: Key) -> bool {
        let KeyCode::Char(char) = key.code else {
            return false;
        };
        let Some(digit) = char.to_digit(10).filter(|_| !key.ctrl && !key.alt) else {
            return false;
        };
        if digit == 0 && self.count.is_none() {
            return false;
        }
        let count = self.count.unwrap_or(0).saturating_mul(10) + digit;
        self.count = Some(count.min(99_999));
        true
    }

    /// Keys of a sequence and digits of a count mean nothing any more.
    pub(crate) fn forget_keys(&mut self) {
        self.pressed.clear();
        self.count = None;
    }

    /// Runs a command, or queues it behind a motion that waits for its rows.
    fn ask(&mut self, invocation: Invocation) -> Vec<Effect> {
        self.stage.status.seen();
        if self.must_wait(invocation.command) {
            self.queue.push_back(invocation);
            return Vec::new();
        }
        self.run(&invocation)
    }

    fn must_wait(&self, command: Command) -> bool {
        let at_once = matches!(
            command,
            Command::Quit | Command::QuitAll | Command::Repaint | Command::Suspend | Command::Out
        );
        let waiting = self.hunt.is_some()
            || !self.queue.is_empty()
            || (self.focus != Focus::Feeds && self.entries.is_waiting())
            || (needs_rows(command) && self.awaits_rows());
        waiting && !at_once
    }

    /// Whether a motion goes on that waits for rows: those on the screen are about to be others.
    pub(crate) fn is_moving(&self) -> bool {
        self.hunt.is_some() || !self.queue.is_empty() || self.entries.is_waiting()
    }

    /// Whether the list was entered and has no rows yet.
    fn awaits_rows(&self) -> bool {
        self.focus == Focus::Entries && !self.entries.is_loaded() && self.entries.is_loading()
    }

    /// Runs what was queued, as far as nothing is waited for.
    pub(crate) fn drain(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.hunt.is_none() && !(self.focus != Focus::Feeds && self.entries.is_waiting()) {
            let next = self.queue.front();
            if next.is_some_and(|next| needs_rows(next.command) && self.awaits_rows()) {
                break;
            }
            let Some(invocation) = self.queue.pop_front() else {
                break;
            };
            effects.extend(self.run(&invocation));
        }
        effects
    }
}

/// Whether a command is about the rows of the list.
fn needs_rows(command: Command) -> bool {
    matches!(
        command,
        Command::In
            | Command::PageOn
            | Command::Down
            | Command::Up
            | Command::HalfPageDown
            | Command::HalfPageUp
            | Command::PageDown
            | Command::PageUp
            | Command::PageBack
            | Command::First
            | Command::Last
            | Command::NextUnread
            | Command::PreviousUnread
            | Command::ToggleRead
            | Command::SelectRows
            | Command::MarkRead
            | Command::MarkUnread
            | Command::ToggleBookmark
            | Command::OpenBrowser
            | Command::OpenBrowserAndNext
            | Command::CopyLink
            | Command::CopyTitleAndLink
            | Command::Zen
    )
}
