//! The terminal lent to the shell or to an editor, and taken again.
//!
//! Invariant: who gets it finds it as it was before byline, without its pictures; when it comes back, every cell is painted and every picture made anew.

use std::io;
use std::time::Instant;

use crate::app::Event;
use crate::tui::input::Input;
use crate::tui::late::Late;
use crate::tui::run::{ECHO, Hall};
use crate::tui::terminal;

impl Hall {
    /// The terminal is lent, or given back, as it was: without our pictures.
    fn give_back(&mut self) -> io::Result<()> {
        self.input = None;
        self.wondered = false;
        let sent = terminal::send(&self.easel.begin_anew());
        terminal::give_back();
        sent
    }

    /// Ctrl-z: the whole process group stops, `cargo run` with it, and the shell has the terminal.
    pub(in crate::tui::run) fn suspend(&mut self) -> io::Result<()> {
        self.give_back()?;
        self.suspended_by_us = true;
        rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
        self.retake()
    }

    /// Somebody else stopped us and let us go on: the terminal may look like anything.
    pub(in crate::tui::run) fn come_back(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.suspended_by_us) {
            return Ok(());
        }
        self.give_back()?;
        self.retake()
    }

    pub(in crate::tui::run) fn edit(
        &mut self,
        mut command: std::process::Command,
    ) -> io::Result<()> {
        self.give_back()?;
        let ran = command.status();
        self.lent_until = Some(Instant::now() + ECHO);
        self.retake()?;
        if let Err(error) = ran {
            let program = command.get_program().to_string_lossy().into_owned();
            self.perform.borrower_failed(&program, &error);
        }
        Ok(())
    }

    fn retake(&mut self) -> io::Result<()> {
        self.screen.retake()?;
        self.input = Some(Input::listen(self.heard.clone(), Late::default())?);
        self.wonder();
        self.happen(Event::Resize(terminal::size()))?;
        self.happen(Event::Resumed)
    }
}
