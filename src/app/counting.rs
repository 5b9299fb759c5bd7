//! When smart feeds and tags are counted: after something changed, one count at a time, and seldom where counting takes long.
//!
//! Invariants: nothing wakes byline for a count while nothing changes; however much the reader does, counting takes a small share of the time; an answer
//! that nobody awaits is dropped.

use crate::app::count_wish::CountWish;
use crate::app::{App, Effect, Load};
use crate::config::SmartFeed;
use crate::model::{Counts, Scope, Ticket, Timestamp};

/// Of the time, so much is for counting: a twentieth.
const SHARE: i64 = 20;

/// The longest pause between two counts, in milliseconds, however long a count takes.
const LONGEST: i64 = 60_000;

impl App {
    /// Something changed that smart feeds and tags may have to do with: they are counted as soon as it is time.
    pub(crate) fn count_soon(&mut self) -> Option<Effect> {
        self.counting.is_wanted = true;
        self.count_if_due()
    }

    /// Time passed.
    pub(crate) fn count_if_due(&mut self) -> Option<Effect> {
        let now = self.stage.now;
        let CountWish {
            awaited,
            is_wanted,
            from,
        } = self.counting;
        if !is_wanted || awaited.is_some() {
            return None;
        }
        // A clock that was set back does not hold it up for long.
        if now < from && from.since(now) <= LONGEST {
            return Some(Effect::WakeAt(from));
        }
        let ticket = self.stage.ticket();
        self.counting = CountWish {
            awaited: Some((ticket, now)),
            is_wanted: false,
            from,
        };
        Some(Effect::Load(ticket, Load::Counts))
    }

    /// What is unread in smart feeds and tags.
    pub(crate) fn counted(&mut self, ticket: Ticket, counts: Counts) -> Vec<Effect> {
        let Some(took) = self.counts_awaited(ticket) else {
            return Vec::new();
        };
        let pause = took.saturating_mul(SHARE).clamp(0, LONGEST);
        self.counting.from = self.stage.now.plus(pause);
        let mut effects = Vec::new();
        if self.feeds.receive_counts(counts) {
            let scope = self.feeds.selected().clone();
            effects.push(self.entries.enter(scope, &mut self.stage));
        }
        effects.extend(self.count_if_due());
        effects
    }

    /// It could not be counted; says whether the ticket was that of a count.
    pub(crate) fn count_failed(&mut self, ticket: Ticket) -> bool {
        self.counts_awaited(ticket).is_some()
    }

    /// How long the count took that this ticket is of.
    fn counts_awaited(&mut self, ticket: Ticket) -> Option<i64> {
        let ours = |awaited: &mut (Ticket, Timestamp)| awaited.0 == ticket;
        let (_, since) = self.counting.awaited.take_if(ours)?;
        Some(self.stage.now.since(since))
    }

    /// `config.toml` says which smart feeds there are: a list of one that changed is made anew.
    pub(crate) fn name_smart_feeds(&mut self, before: &[SmartFeed]) -> Vec<Effect> {
        let now = &self.stage.config.smart_feeds;
        if *now == before {
            return Vec::new();
        }
        let shown = match self.entries.scope() {
            Scope::Smart(name) => Some(name.clone()),
            _ => None,
        };
        let query = |feeds: &[SmartFeed]| {
            let feed = feeds.iter().find(|feed| Some(&feed.name) == shown.as_ref());
            feed.map(|feed| feed.query.clone())
        };
        let is_other = shown.is_some() && query(before) != query(now);
        let names = now.iter().map(|feed| feed.name.clone()).collect();
        let is_gone = self.feeds.name_smart(names);
        let mut effects = Vec::new();
        if is_gone || is_other {
            let scope = self.feeds.selected().clone();
            effects.push(self.entries.enter(scope, &mut self.stage));
        }
        effects.extend(self.count_soon());
        effects
    }
}
