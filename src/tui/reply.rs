//! What work sends back to the loop.

use std::path::PathBuf;
use std::process::Command;

use tokio::sync::mpsc::Sender;

use std::fmt;

use crate::app::{Done, Event};
use crate::model::{EntryId, Ticket};
use crate::view::{Shown, Sized};

/// What comes back to the loop.
#[derive(Debug)]
pub enum Reply {
    /// For the app.
    Event(Event),
    /// For the terminal itself, as it is.
    Print(String),
    /// Lend the terminal to this program, for a file that is taken away when it ends.
    Lend(Command, PathBuf),
    /// Lend it to the editor for a note to this entry.
    LendNote(Command, PathBuf, (Ticket, EntryId)),
    /// A picture, or that there will be none.
    Picture(Came),
}

/// A picture that is ready, or never will be.
pub struct Came {
    /// Which one.
    pub picture: Sized,
    /// `None`: it is not here and was not to be fetched, so that nothing is known.
    pub shown: Option<Shown>,
}

impl fmt::Debug for Came {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Came").field(&self.picture).finish()
    }
}

/// Tells the loop how something ended. A loop that has ended itself hears nothing; what was done is done nevertheless.
pub async fn answer(replies: &Sender<Reply>, ticket: Ticket, done: Done) {
    let _ = replies.send(Reply::Event(Event::Done(ticket, done))).await;
}
