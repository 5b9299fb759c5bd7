//! The acts of the reader, newest first: going back to one of them, or taking only that one back.
//!
//! Invariant: what is shown as left is what the store holds. Whether one can be taken back alone the store decides.

use crate::app::press::{Press, press_in_list, stepped};
use crate::app::{Effect, Load, Message, Sight, Wish};
use crate::command::{Command, Invocation, Key};
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
        if !acts.get(self.selected).is_some_and(|act| counts(&act)) {
            return 0;
        }
        acts.iter().take(self.selected + 1).filter(counts).count()
    }

    /// Whether `o` does what `enter` does not: only the selected one, or what a rule did, which is no step of undo.
    pub fn can_be_taken_alone(&self) -> bool {
        let acts = self.acts.as_deref().unwrap_or_default();
        let selected = acts.get(self.selected);
        selected.is_some_and(|act| !act.undone) && self.reach() != 1
    }

    /// `enter` goes back to the selected act, `o` takes only that one back, `u` and `ctrl-r` take one back and do it again, `D` asks to delete all.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match press_in_list(&sight.stage.keymap, key) {
            Press::Cancel => vec![Wish::Close],
            Press::Accept => self.accept(),
            Press::Command(Command::OpenBrowser) => self.take_back(sight),
            Press::Command(command @ (Command::Undo | Command::Redo)) => {
                vec![Wish::Run(Invocation::once(command))]
            }
            Press::Command(Command::Unsubscribe) => {
                vec![Wish::Run(Invocation::once(Command::DeleteHistory))]
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
    pub fn accept(&self) -> Vec<Wish> {
        let undo = Wish::Run(Invocation::once(Command::Undo));
        vec![undo; self.reach()]
    }

    /// Takes only the selected act back.
    fn take_back(&self, sight: &mut Sight) -> Vec<Wish> {
        let acts = self.acts.as_deref().unwrap_or_default();
        match acts.get(self.selected) {
            Some(act) if !act.undone => {
                vec![Wish::Do(Effect::TakeBack(sight.stage.ticket(), act.id))]
            }
            Some(_) => vec![Wish::Say(Message::plain("it is undone already"))],
            None => Vec::new(),
        }
    }

    fn len(&self) -> usize {
        self.acts.as_ref().map_or(0, Vec::len)
    }
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
