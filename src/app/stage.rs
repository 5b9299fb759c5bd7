//! What all panes and overlays stand on: options, keys, zone, size, the time of the last event, the ticket counter, the status line.
//!
//! Invariant: `now` is the time that came with the last event; nothing here asks a clock.

use crate::app::{Leaving, Message, Size, Status};
use crate::config::{Config, Keymap};
use crate::model::{Ticket, Timestamp, Zone};

/// What all panes and overlays stand on.
#[derive(Clone, Debug)]
pub struct Stage {
    /// What holds of the configuration.
    pub config: Config,
    /// What holds of the keys.
    pub keymap: Keymap,
    /// The reader's time zone.
    pub zone: Zone,
    /// Cells of the terminal.
    pub size: Size,
    /// The time of the last event.
    pub now: Timestamp,
    /// Cells of a line of text that the reader wishes now.
    pub measure: u16,
    /// What the status line says.
    pub status: Status,
    /// Lines typed in the palette, newest last.
    pub typed: Vec<String>,
    /// How entries left the last time.
    pub leaving: Leaving,
    tickets: Ticket,
}

impl Stage {
    /// A stage at the time 0; the first event brings the time.
    pub fn new(config: Config, zone: Zone, size: Size) -> Stage {
        Stage {
            measure: config.measure,
            keymap: config.keymap.clone(),
            config,
            zone,
            size,
            now: Timestamp(0),
            status: Status::default(),
            typed: Vec::new(),
            leaving: Leaving::default(),
            tickets: Ticket(0),
        }
    }

    /// Takes a changed configuration; a measure that the reader set by key stays unless the file's changed.
    pub fn configure(&mut self, config: Config) {
        if config.measure != self.config.measure {
            self.measure = config.measure;
        }
        self.keymap = config.keymap.clone();
        self.config = config;
    }

    /// A ticket that nobody has.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets.advance()
    }

    /// Says something on the status line.
    pub fn say(&mut self, message: Message) {
        self.status.say(message, self.now);
    }

    /// The local midnight that began today.
    pub fn midnight(&self) -> Timestamp {
        self.zone.midnight(self.now)
    }
}
