//! Motions: what down, in, out and the other pane mean where the focus is.

use crate::app::feeds::Wanted;
use crate::app::{App, Effect, Focus, Item, Launch, Message, Motion};
use crate::command::{Command, Invocation};
use crate::config::MarkRead;
use crate::model::{Direction, Scope};

/// Lines of the former page that stay in sight.
const OVERLAP: i64 = 2;

impl App {
    /// Runs a command if it is a motion.
    pub(crate) fn run_motion(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        match invocation.command {
            Command::Out => Some(self.out()),
            Command::OtherPane => Some(self.other_pane(1)),
            Command::OtherPaneBack => Some(self.other_pane(-1)),
            Command::NextFeed => Some(self.next_feed(invocation.count, Direction::Next)),
            Command::PreviousFeed => Some(self.next_feed(invocation.count, Direction::Previous)),
            Command::PageOn if self.focus == Focus::Article => Some(self.page_on()),
            Command::In | Command::PageOn => Some(self.into(invocation)),
            _ => self.step(invocation),
        }
    }

    /// Opens the selected entry in the article pane.
    pub(crate) fn open(&mut self) -> Vec<Effect> {
        let Some(row) = self.entries.selected().cloned() else {
            return Vec::new();
        };
        self.entries.keep_place();
        let mut effects = Vec::new();
        if self.reader.row().is_some_and(|shown| shown.id != row.id) {
            effects.extend(self.leave_article());
        }
        effects.extend(self.reader.show(&row, &mut self.stage));
        self.reader.open();
        self.focus = Focus::Article;
        if self.stage.config.mark_read == MarkRead::Open && (!row.read || row.changed) {
            effects.extend(self.set_read(&[row], true));
        }
        effects
    }

    /// Shows the selected entry beside the list, unread as it was.
    pub(crate) fn preview(&mut self) -> Vec<Effect> {
        let Some(row) = self.entries.selected().cloned() else {
            self.reader.clear();
            return Vec::new();
        };
        if self.reader.row().is_some_and(|shown| shown.id == row.id) {
            return Vec::new();
        }
        let mut effects = self.leave_article();
        effects.extend(self.reader.show(&row, &mut self.stage));
        effects
    }

    /// Keeps the place in the article.
    pub(crate) fn leave_article(&mut self) -> Vec<Effect> {
        let before = self.reader.row().and_then(|row| row.percent);
        let effect = self.reader.leave();
        if effect.is_some()
            && let Some(row) = self.reader.row()
        {
            let (id, percent) = (row.id, row.percent);
            for listed in self.entries.rows_mut().filter(|listed| listed.id == id) {
                listed.percent = percent;
            }
            self.feeds
                .adjust_begun(i32::from(percent.is_some()) - i32::from(before.is_some()));
        }
        effect.into_iter().collect()
    }

    /// Out of the article is the list, out of the list the feeds.
    pub(crate) fn out(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Article if self.zen => {
                self.zen = false;
                Vec::new()
            }
            Focus::Article => self.turn_to(Focus::Entries),
            Focus::Entries => self.turn_to(Focus::Feeds),
            // The outermost pane: only `q` leaves byline.
            Focus::Feeds => Vec::new(),
        }
    }

    /// Gives a pane the focus; to the article one goes by opening it.
    pub(crate) fn turn_to(&mut self, pane: Focus) -> Vec<Effect> {
        if self.focus == pane {
            return Vec::new();
        }
        if pane == Focus::Article {
            return self.open();
        }
        let was = std::mem::replace(&mut self.focus, pane);
        if was != Focus::Article {
            return Vec::new();
        }
        self.zen = false;
        self.reader.drop_find();
        self.leave_article()
    }

    /// Selects a row of the feeds pane, which the list then shows.
    pub(crate) fn select_feed(&mut self, scope: Scope) -> Vec<Effect> {
        if scope == *self.entries.scope() {
            self.feeds.select(scope);
            return Vec::new();
        }
        self.feeds.select(scope.clone());
        vec![self.entries.enter(scope, &mut self.stage)]
    }

    fn into(&mut self, invocation: &Invocation) -> Vec<Effect> {
        match self.focus {
            Focus::Feeds => {
                self.focus = Focus::Entries;
                Vec::new()
            }
            Focus::Entries => self.open(),
            Focus::Article => self.follow_link(invocation),
        }
    }

    /// Digits and `enter` open a link by its number; `enter` alone the one that `tab` stands on.
    fn follow_link(&mut self, invocation: &Invocation) -> Vec<Effect> {
        if !invocation.counted && self.reader.follow_note() {
            return Vec::new();
        }
        let number = if invocation.counted {
            Some(invocation.count)
        } else {
            self.reader.link().map(|link| link + 1)
        };
        let Some(number) = number else {
            return Vec::new();
        };
        let Some(address) = self.reader.address(number).map(str::to_string) else {
            let text = format!("no link [{number}] in this article");
            self.stage.say(Message::plain(text));
            return Vec::new();
        };
        let ticket = self.stage.ticket();
        vec![Effect::Launch(ticket, Launch::Browser(address))]
    }

    fn other_pane(&mut self, steps: i64) -> Vec<Effect> {
        match self.focus {
            Focus::Feeds => {
                let folder = self
                    .feeds
                    .selected_at()
                    .and_then(|at| self.feeds.items().get(at));
                if matches!(folder, Some(Item::Folder { .. })) && self.feeds.toggle_fold() {
                    return vec![Effect::Remember("folded", self.feeds.folded())];
                }
                self.focus = Focus::Entries;
                Vec::new()
            }
            Focus::Entries => {
                let beside = self.areas().is_some_and(|areas| areas.article.is_some());
                if steps > 0 && beside {
                    return self.open();
                }
                self.focus = Focus::Feeds;
                Vec::new()
            }
            Focus::Article => {
                if self.reader.step_link(steps) {
                    return Vec::new();
                }
                self.out()
            }
        }
    }

    fn next_feed(&mut self, count: u32, direction: Direction) -> Vec<Effect> {
        let wanted = if self.focus == Focus::Feeds {
            Wanted::Unread
        } else {
            Wanted::Any
        };
        let former = self.feeds.selected().clone();
        for _ in 0..count.min(1000) {
            match self.feeds.neighbour(direction, wanted) {
                Some(scope) => self.feeds.select(scope),
                None => break,
            }
        }
        let scope = self.feeds.selected().clone();
        if scope == former {
            let text = match direction {
                Direction::Next => "this is the last feed",
                Direction::Previous => "this is the first feed",
            };
            self.stage.say(Message::plain(text));
            Vec::new()
        } else if self.focus == Focus::Feeds {
            vec![self.entries.enter(scope, &mut self.stage)]
        } else {
            self.enter(scope)
        }
    }

    fn page_on(&mut self) -> Vec<Effect> {
        if self.reader.is_at_end() || self.reader.trouble().is_some() {
            return self.hunt(Direction::Next, 1);
        }
        self.reader.scroll(self.page());
        Vec::new()
    }

    /// The rows or lines of a page where the focus is.
    fn page(&self) -> i64 {
        let rows = match self.focus {
            Focus::Feeds => self.feeds.height() as i64 - 1,
            Focus::Entries => self.entries.shape().height as i64 - 1,
            Focus::Article => self.reader.room().height as i64 - OVERLAP,
        };
        rows.max(1)
    }

    fn step(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        let page = self.page();
        let half = (page.div_euclid(2)).max(1);
        let count = i64::from(invocation.count);
        let motion = match invocation.command {
            Command::Down => Motion::By(count),
            Command::Up => Motion::By(-count),
            Command::HalfPageDown => Motion::By(half * count),
            Command::HalfPageUp => Motion::By(-half * count),
            Command::PageDown => Motion::By(page * count),
            Command::PageUp | Command::PageBack => Motion::By(-page * count),
            Command::First => Motion::First,
            Command::Last => Motion::Last,
            _ => return None,
        };
        Some(match self.focus {
            Focus::Feeds => self.step_feeds(motion),
            Focus::Entries => self
                .entries
                .go(motion, &mut self.stage)
                .into_iter()
                .collect(),
            Focus::Article => {
                match motion {
                    Motion::By(lines) => self.reader.scroll(lines),
                    Motion::First => self.reader.scroll_to(0),
                    Motion::Last => self.reader.scroll_to_end(),
                }
                Vec::new()
            }
        })
    }

    fn step_feeds(&mut self, motion: Motion) -> Vec<Effect> {
        let scope = match motion {
            Motion::By(steps) => self.feeds.step(steps),
            Motion::First => self.feeds.edge(Direction::Previous),
            Motion::Last => self.feeds.edge(Direction::Next),
        };
        scope.map_or_else(Vec::new, |scope| self.select_feed(scope))
    }
}
