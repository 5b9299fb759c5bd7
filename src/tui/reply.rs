//! What work sends back to the loop.

use crate::app::Event;

/// What comes back to the loop.
#[derive(Debug)]
pub enum Reply {
    /// For the app.
    Event(Event),
    /// For the terminal itself, as it is.
    Print(String),
}
