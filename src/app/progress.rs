//! The refresh that runs and the one that comes, as state. What is done about them is in `refresh`.

use crate::model::{Progress, Ticket, Timestamp};

/// What runs: both ask servers, show a gauge and can be stopped, so one is enough at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Work {
    /// Feeds are asked for what is new.
    #[default]
    Refresh,
    /// Older pages of a feed are loaded.
    Past,
    /// Pages of entries are fetched for their full text.
    Pages,
}

/// A refresh that runs, or a walk into a feed's past.
#[derive(Clone, Debug)]
pub struct Running {
    /// Its ticket.
    pub ticket: Ticket,
    /// What it is.
    pub work: Work,
    /// How far it is.
    pub progress: Progress,
    /// Asked by byline itself.
    pub automatic: bool,
    /// The reader stopped it; it is not through yet.
    pub stopping: bool,
}

/// Refreshes: the one that runs, the one that comes.
#[derive(Clone, Debug, Default)]
pub struct Refresh {
    pub(crate) running: Option<Running>,
    /// When byline refreshes by itself again.
    pub(crate) due: Option<Timestamp>,
    /// Feeds were just subscribed to: fetch those that never were.
    pub(crate) wants_new: bool,
    /// Its feeds brought entries that the list does not show yet.
    pub(crate) brought_rows: bool,
    /// Refreshes in a row that found the network failing.
    pub(crate) offline: u32,
}

impl Refresh {
    /// The refresh that runs.
    pub fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    /// The ticket of the refresh that runs.
    pub fn ticket(&self) -> Option<Ticket> {
        self.running.as_ref().map(|running| running.ticket)
    }

    /// Whether one runs that the reader asked for.
    pub fn asked_for(&self) -> bool {
        let asked = |running: &Running| !running.automatic && !running.stopping;
        self.running.as_ref().is_some_and(asked)
    }

    pub(crate) fn is(&self, ticket: Ticket) -> bool {
        self.ticket() == Some(ticket)
    }
}
