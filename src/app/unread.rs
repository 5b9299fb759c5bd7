//! The next unread entry, wherever it is: further in the list, at its other end, or in the next feed that has some. One key for all of them.
//!
//! A hunt that needs the store waits for its answer; later keys queue behind it.

use crate::app::hunt::{Hunt, Phase};
use crate::app::{App, Effect, Focus, Load, Message};
use crate::model::{Direction, EntryRow, Scope, SortKey, Ticket};

/// How often one hunt asks the store at most, so that it ends whatever the answers are.
const ASKED: u32 = 64;

impl App {
    /// Opens the `count`-th unread entry from here on.
    pub(crate) fn hunt(&mut self, direction: Direction, count: u32) -> Vec<Effect> {
        let mut left = count.clamp(1, 1000);
        let selected_is_next = direction == Direction::Next
            && self.focus != Focus::Article
            && self.entries.selected().is_some_and(|row| !row.read);
        if selected_is_next {
            left -= 1;
            if left == 0 {
                return self.open();
            }
        }
        self.hunt = Some(Hunt {
            direction,
            left,
            phase: Phase::Onward,
            asked: 0,
            ticket: None,
        });
        self.pursue()
    }

    /// The store's answer to a hunt; `None` if no hunt awaits it.
    pub(crate) fn hunted(&mut self, ticket: Ticket, row: Option<EntryRow>) -> Option<Vec<Effect>> {
        let hunt = self.hunt.as_mut()?;
        if hunt.ticket != Some(ticket) {
            return None;
        }
        hunt.ticket = None;
        let direction = hunt.direction;
        let Some(row) = row else {
            return Some(self.next_phase());
        };
        let known = self.entries.rows().find(row.id);
        let listed = known.and_then(|index| self.entries.rows().all().get(index));
        if listed.is_some_and(|listed| listed.read) {
            // The store has not yet heard that it was read.
            return Some(self.ask_store(Some(row.key()), direction));
        }
        if let Some(hunt) = &mut self.hunt {
            hunt.phase = Phase::Arriving;
        }
        let mut effects: Vec<Effect> = self
            .entries
            .jump(row.key(), &mut self.stage)
            .into_iter()
            .collect();
        if known.is_some() {
            effects.extend(self.pursue());
        }
        Some(effects)
    }

    /// Goes on with a hunt as far as the rows at hand allow.
    pub(crate) fn pursue(&mut self) -> Vec<Effect> {
        let Some(hunt) = &self.hunt else {
            return Vec::new();
        };
        let is_entering = !self.entries.is_loaded() && self.entries.is_loading();
        if hunt.ticket.is_some() || self.entries.is_waiting() || is_entering {
            return Vec::new();
        }
        let (direction, phase) = (hunt.direction, hunt.phase);
        match self.at_hand(direction, phase) {
            Some(index) => self.caught(index),
            None => self.beyond(direction, phase),
        }
    }

    /// The hunt cannot go on, such as when the store failed.
    pub(crate) fn end_hunt(&mut self) {
        self.hunt = None;
        self.queue.clear();
    }

    fn at_hand(&self, direction: Direction, phase: Phase) -> Option<usize> {
        let rows = self.entries.rows();
        let unread = |index: &usize| rows.all().get(*index).is_some_and(|row| !row.read);
        let (at, len) = (rows.at(), rows.all().len());
        match (phase, direction) {
            (Phase::Onward, _) => self.entries.unread_from(direction),
            (Phase::Arriving, _) => (len > 0).then_some(at),
            (Phase::Wrapped, _) if rows.has_more(other(direction)) => None,
            (Phase::Wrapped, Direction::Next) => (0..at).find(unread),
            (Phase::Wrapped, Direction::Previous) => (at + 1..len).rev().find(unread),
            (Phase::Entered, _) => (0..len).find(unread),
        }
    }

    fn caught(&mut self, index: usize) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self
            .entries
            .select(index, &mut self.stage)
            .into_iter()
            .collect();
        let Some(hunt) = &mut self.hunt else {
            return effects;
        };
        hunt.left -= 1;
        hunt.phase = Phase::Onward;
        if hunt.left == 0 {
            self.hunt = None;
            effects.extend(self.open());
        } else {
            effects.extend(self.pursue());
        }
        effects
    }

    /// Nothing at hand: ask the store where more rows are, else go to the next phase.
    fn beyond(&mut self, direction: Direction, phase: Phase) -> Vec<Effect> {
        let rows = self.entries.rows();
        match phase {
            Phase::Onward if rows.has_more(direction) => {
                let edge = rows.edge(direction);
                self.ask_store(edge, direction)
            }
            Phase::Wrapped if rows.has_more(other(direction)) => self.ask_store(None, direction),
            Phase::Entered if rows.has_more(Direction::Next) => {
                let edge = rows.edge(Direction::Next);
                self.ask_store(edge, Direction::Next)
            }
            _ => self.next_phase(),
        }
    }

    fn next_phase(&mut self) -> Vec<Effect> {
        let scope = self.entries.scope().clone();
        let Some(hunt) = self.goes_on() else {
            return Vec::new();
        };
        if hunt.phase == Phase::Onward {
            hunt.phase = Phase::Wrapped;
            return self.pursue();
        }
        let direction = hunt.direction;
        hunt.phase = Phase::Entered;
        match self.feeds.next_with_unread(&scope, direction) {
            Some(next) => self.hunt_in(next),
            None => self.nothing_unread(),
        }
    }

    fn hunt_in(&mut self, scope: Scope) -> Vec<Effect> {
        let mut effects = self.leave_article();
        self.feeds.select(scope.clone());
        effects.push(self.entries.enter(scope, &mut self.stage));
        effects
    }

    fn nothing_unread(&mut self) -> Vec<Effect> {
        self.end_hunt();
        self.stage.say(Message::plain("nothing else is unread"));
        Vec::new()
    }

    /// The hunt, one step longer; `None` when there is none, or when it has gone on for long enough and ends here.
    fn goes_on(&mut self) -> Option<&mut Hunt> {
        let hunt = self.hunt.as_mut()?;
        hunt.asked += 1;
        if hunt.asked > ASKED {
            self.nothing_unread();
        }
        self.hunt.as_mut()
    }

    fn ask_store(&mut self, from: Option<SortKey>, direction: Direction) -> Vec<Effect> {
        let scope = self.entries.scope().clone();
        let ticket = self.stage.ticket();
        let Some(hunt) = self.goes_on() else {
            return Vec::new();
        };
        hunt.ticket = Some(ticket);
        vec![Effect::Load(
            ticket,
            Load::NextUnread {
                scope,
                from,
                direction,
                order: self.entries.order(),
            },
        )]
    }
}

fn other(direction: Direction) -> Direction {
    match direction {
        Direction::Next => Direction::Previous,
        Direction::Previous => Direction::Next,
    }
}
