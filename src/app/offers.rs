//! A search that found nothing offers the searches beside it that find something, as rows to choose from.

use crate::app::near::Near;
use crate::app::{App, Effect, Focus, Load};
use crate::command::{Command, Invocation};
use crate::model::{NearSearch, Scope, Ticket};

impl App {
    /// The list is loaded: if it is an empty search, asks for those beside it.
    pub(crate) fn look_near(&mut self) -> Option<Effect> {
        let Scope::Search(query) = self.entries.scope().clone() else {
            return None;
        };
        if !self.entries.rows().all().is_empty() || self.near.beside == query {
            return None;
        }
        let ticket = self.stage.ticket();
        self.near = Near {
            ticket: Some(ticket),
            beside: query.clone(),
            ..Near::default()
        };
        Some(Effect::Load(ticket, Load::Nearest(query)))
    }

    /// The searches beside an empty one.
    pub(crate) fn found_near(&mut self, ticket: Ticket, found: Vec<NearSearch>) {
        if self.near.ticket == Some(ticket) {
            self.near.found = found;
        }
    }

    /// What is offered now, if the list is that empty search.
    pub(crate) fn near_now(&self) -> Option<&Near> {
        let Scope::Search(query) = self.entries.scope() else {
            return None;
        };
        let is_shown = self.entries.rows().all().is_empty() && self.near.beside == *query;
        (is_shown && !self.near.found.is_empty()).then_some(&self.near)
    }

    /// Chooses what is pointed at.
    pub(crate) fn pick_near(&mut self, index: usize) {
        if self.near_now().is_some_and(|near| index < near.found.len()) {
            self.near.selected = index;
        }
    }

    /// Runs a command that chooses among what is offered.
    pub(crate) fn run_near(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        if self.focus != Focus::Entries {
            return None;
        }
        let last = self.near_now()?.found.len() - 1;
        match invocation.command {
            Command::Down => self.near.selected = (self.near.selected + 1).min(last),
            Command::Up => self.near.selected = self.near.selected.saturating_sub(1),
            Command::In => {
                let chosen = self.near.found.get(self.near.selected)?.query.clone();
                return Some(self.enter(Scope::Search(chosen)));
            }
            _ => return None,
        }
        Some(Vec::new())
    }
}
