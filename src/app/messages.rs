//! What was said lately on the status line, newest first: a list to look at.
//!
//! Invariant: the messages are those of the moment the panel was opened.

use crate::app::press::{Press, press_in_list, stepped};
use crate::app::{Message, Sight, Wish};
use crate::command::Key;
use crate::model::Timestamp;

/// The panel of messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Messages {
    /// Newest first.
    pub said: Vec<(Timestamp, Message)>,
    /// Index of the selected one, which is shown whole.
    pub selected: usize,
}

impl Messages {
    /// What was said until now.
    pub fn new(sight: &Sight) -> Messages {
        Messages {
            said: sight.stage.status.log().cloned().collect(),
            selected: 0,
        }
    }

    /// Selects a message.
    pub fn pick(&mut self, index: usize) {
        if index < self.said.len() {
            self.selected = index;
        }
    }

    /// Moves, or closes.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match press_in_list(&sight.stage.keymap, key) {
            Press::Cancel | Press::Accept => vec![Wish::Close],
            press => {
                self.selected = stepped(self.selected, press, self.said.len());
                Vec::new()
            }
        }
    }
}
