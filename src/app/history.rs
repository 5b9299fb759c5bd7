//! The acts of the reader, newest first, and going back to one of them.
//!
//! Invariant: acts are taken back from the newest on, so what is shown as left is what the store holds.

use crate::app::press::{Press, press_in_list, stepped};
use crate::app::{Effect, Load, Sight, Wish};
use crate::command::{Command, Key};
use crate::model::{Act, ActKind, Ticket};

/// How many acts the panel asks for.
const SHOWN: u32 = 200;

/// The history panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Newest first; `None` until they are there.
    pub acts: Option<Vec<Act>>,
    /// Index of the selected one.
    pub selected: usize,
    awaited: Option<Ticket>,
}

impl History {
    /// Asks for the acts: at first, and after one was taken back.
    pub fn load(&mut self, sight: &mut Sight) -> Effect {
        let ticket = sight.stage.ticket();
        self.awaited = Some(ticket);
        Effect::Load(ticket, Load::History(SHOWN))
    }

    /// Takes the acts, if they are the awaited ones.
    pub fn receive(&mut self, ticket: Ticket, acts: &[Act]) -> bool {
        if self.awaited != Some(ticket) {
            return false;
        }
        self.awaited = None;
        self.selected = self.selected.min(acts.len().saturating_sub(1));
        self.acts = Some(acts.to_vec());
        true
    }

    /// How many acts `enter` takes back: the selected one and all that came after it and still hold.
    pub fn reach(&self) -> usize {
        let acts = self.acts.as_deref().unwrap_or_default();
        // What rules did in a refresh is no step of undo.
        let counts = |act: &&Act| !act.undone && act.kind != ActKind::Rule;
        if acts.get(self.selected).filter(counts).is_none() {
            return 0;
        }
        acts.iter().take(self.selected + 1).filter(counts).count()
    }

    /// `enter` goes back to the selected act, `u` and `ctrl-r` take one back and do it again.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match press_in_list(&sight.stage.keymap, key) {
            Press::Cancel => vec![Wish::Close],
            Press::Accept => self.accept(sight),
            Press::Command(Command::Undo) => undo(1, sight),
            Press::Command(Command::Redo) => {
                vec![Wish::Do(Effect::Redo(sight.stage.ticket()))]
            }
            press => {
                self.selected = stepped(self.selected, press, self.len());
                Vec::new()
            }
        }
    }

    /// Selects an act.
    pub fn pick(&mut self, index: usize) {
        if index < self.len() {
            self.selected = index;
        }
    }

    /// Goes back to the selected act.
    pub fn accept(&self, sight: &mut Sight) -> Vec<Wish> {
        undo(self.reach(), sight)
    }

    fn len(&self) -> usize {
        self.acts.as_ref().map_or(0, Vec::len)
    }
}

fn undo(times: usize, sight: &mut Sight) -> Vec<Wish> {
    (0..times)
        .map(|_| Wish::Do(Effect::Undo(sight.stage.ticket())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActId, Timestamp};

    #[test]
    fn going_back_counts_what_still_holds() {
        let act = |undone| Act {
            id: ActId(1),
            at: Timestamp(0),
            kind: ActKind::Read,
            subject: String::new(),
            count: 1,
            undone,
        };
        let cases = [(0, 1), (1, 0), (2, 2), (3, 3), (9, 0)];
        for (selected, expect) in cases {
            let history = History {
                acts: Some(vec![act(false), act(true), act(false), act(false)]),
                selected,
                awaited: None,
            };
            assert_eq!(history.reach(), expect, "{selected}");
        }
    }
}
