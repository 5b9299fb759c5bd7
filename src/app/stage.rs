//! What all panes and overlays stand on: options, keys, zone, size, the time of the last event, the ticket counter, the status line.
//!
//! Invariant: `now` is the time that came with the last event; nothing here asks a clock.

use crate::app::{Leaving, Message, Size, Status};
use crate::article::{Figures, Frame};
use crate::config::{Config, Keymap, Pictures};
use crate::model::{Ticket, Timestamp, Zone};

/// Cells of the narrowest and the widest line of text that keys may set.
const NARROWEST: u16 = 30;
const WIDEST: u16 = 200;

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
    /// How tall a cell is for its width, in hundredths.
    tall: u16,
    tickets: Ticket,
}

/// Cells are twice as tall as wide where nobody tells.
const USUALLY_TALL: u16 = 200;

/// The fewest rows that a picture may take: less shows nothing.
const LEAST_ROWS: u16 = 3;

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
            tall: USUALLY_TALL,
            tickets: Ticket(0),
        }
    }

    /// The same with cells so tall for their width, in hundredths; 0 is not known.
    #[must_use]
    pub fn with_cells(self, tall: u16) -> Stage {
        let tall = if tall == 0 { USUALLY_TALL } else { tall };
        Stage {
            tall: tall.clamp(50, 400),
            ..self
        }
    }

    /// What stands for pictures in a pane with so many rows of text: room of a third of them at most, or a line.
    pub fn figures(&self, rows: u16) -> Figures {
        match self.config.pictures {
            Pictures::Text => Figures::Line,
            Pictures::Auto | Pictures::Always | Pictures::Slot => Figures::Room(Frame {
                rows: (rows / 3).max(LEAST_ROWS),
                tall: self.tall,
            }),
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

    /// The measure that the reader set by key before, if the file's is the one it was set beside.
    pub fn remember_measure(&mut self, remembered: Option<&str>) {
        let figures = remembered.and_then(|figures| figures.split_once('/'));
        let figure = |text: &str| text.parse::<u16>().ok();
        let parsed = figures.and_then(|(measure, of)| figure(measure).zip(figure(of)));
        if let Some((measure, of)) = parsed
            && self.config.measure == of
        {
            self.measure = u16::clamp(measure, NARROWEST, WIDEST);
        }
    }

    /// Sets the measure by key, within what is legible. Returns what is remembered of it: `70/80`, the file's own behind the stroke.
    pub fn set_measure(&mut self, measure: u16) -> String {
        self.measure = measure.clamp(NARROWEST, WIDEST);
        if self.measure == self.config.measure {
            return String::new();
        }
        format!("{}/{}", self.measure, self.config.measure)
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
