//! A search for the next unread entry, as state. How it goes on is in `unread`.

use crate::model::{Direction, Ticket};

/// A search for the next unread entry that is under way.
#[derive(Clone, Debug)]
pub struct Hunt {
    pub(crate) direction: Direction,
    pub(crate) left: u32,
    pub(crate) phase: Phase,
    pub(crate) asked: u32,
    pub(crate) ticket: Option<Ticket>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// From the selection on.
    Onward,
    /// From the list's other end.
    Wrapped,
    /// In a list just entered, from its first row.
    Entered,
    /// The rows around the entry are on their way.
    Arriving,
}
