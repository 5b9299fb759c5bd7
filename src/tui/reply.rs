//! What work sends back to the loop.

use std::path::PathBuf;
use std::process::Command;

use tokio::sync::mpsc::Sender;

use crate::app::{Done, Event};
use crate::model::Ticket;

/// What comes back to the loop.
#[derive(Debug)]
pub enum Reply {
    /// For the app.
    Event(Event),
    /// For the terminal itself, as it is.
    Print(String),
    /// Lend the terminal to this program, for a file that is taken away when it ends.
    Lend(Command, PathBuf),
}

/// Tells the loop how something ended. A loop that has ended itself hears nothing; what was done is done nevertheless.
pub async fn answer(replies: &Sender<Reply>, ticket: Ticket, done: Done) {
    let _ = replies.send(Reply::Event(Event::Done(ticket, done))).await;
}
