//! `App`: the whole state of the screen, and `update`, which routes an event to the pane or overlay that it concerns.
//!
//! Lives here: routing. What a command does is in the files named after what it is about: `motions`, `acts`, `unread`, `refresh`, `answers`.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::app::count_wish::CountWish;
use crate::app::layout::{Areas, Cut, areas, body, page};
use crate::app::{
    Effect, Entries, Event, Feeds, Focus, Hand, Hunt, Near, Overlay, PictureWish, Prompt, Reader,
    Refresh, Room, Shape, Sight, Signal, Size, Stage, Widths, Wish,
};
use crate::command::{Command, Context, Invocation, Key};
use crate::config::{Config, Layout, Lookup};
use crate::model::{EntryId, Scope, Ticket, Timestamp, Zone};

/// Pane width from which an entry takes one line.
pub const ONE_LINE: u16 = 50;

/// What the screen starts from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Start {
    /// What holds of the configuration.
    pub config: Config,
    /// The reader's time zone.
    pub zone: Zone,
    /// Cells of the terminal.
    pub size: Size,
    /// What `Effect::Remember` kept: (key, value).
    pub remembered: Vec<(String, String)>,
    /// Whether byline never ran here before.
    pub first_run: bool,
    /// How tall a cell is for its width, in hundredths; 0: not known, twice as tall.
    #[serde(default)]
    pub tall: u16,
}

/// The whole state of the screen.
#[derive(Clone, Debug)]
pub struct App {
    /// Options, keys, time, tickets, status line.
    pub stage: Stage,
    /// The pane that hears the keys.
    pub focus: Focus,
    /// Where the article stands.
    pub layout: Layout,
    /// Nothing but the text.
    pub zen: bool,
    /// Where the reader put the borders between panes.
    pub widths: Widths,
    /// Folders and feeds.
    pub feeds: Feeds,
    /// The list.
    pub entries: Entries,
    /// The text.
    pub reader: Reader,
    /// What floats over the panes, the last on top.
    pub overlays: Vec<Overlay>,
    /// Keys of a sequence that is not complete, such as `g`.
    pub pressed: Vec<Key>,
    /// Digits typed before a command.
    pub count: Option<u32>,
    /// The refresh that runs, and when the next one is due.
    pub refresh: Refresh,
    /// What the mouse holds.
    pub hand: Hand,
    pub(crate) feeds_awaited: Option<Ticket>,
    pub(crate) counting: CountWish,
    pub(crate) hunt: Option<Hunt>,
    pub(crate) near: Near,
    pub(crate) queue: VecDeque<Invocation>,
    /// Pictures that are wanted.
    pub(crate) pictures: Vec<PictureWish>,
    /// Acts that are told on the status line when they are committed.
    pub(crate) told: Vec<Ticket>,
    /// Undo and redo under way: rows cannot know what they change.
    pub(crate) again: Vec<Ticket>,
    /// Full texts that were asked for and are not there yet.
    pub(crate) texts: Vec<(EntryId, Ticket)>,
    /// The first mistake in `config.toml`, where an editor opens it.
    pub(crate) problem_line: Option<u32>,
    first_run: bool,
}

impl App {
    /// The keys of what `Effect::Remember` keeps: their values are handed back in `Start::remembered`.
    pub const REMEMBERED: &[&str] = &[
        "arranged", "folded", "layout", "leaving", "measure", "typed", "widths",
    ];

    /// The screen before anything is loaded.
    #[must_use]
    pub fn new(start: Start) -> App {
        let remembered = |key: &str| {
            let found = start.remembered.iter().find(|(name, _)| name == key);
            found.map(|(_, value)| value.as_str())
        };
        let layout = match remembered("layout") {
            Some("stacked") => Layout::Stacked,
            Some("columns") => Layout::Columns,
            _ => start.config.layout,
        };
        let feeds = Feeds::new(remembered("folded"));
        let mut app = App {
            stage: Stage::new(start.config, start.zone, start.size).with_cells(start.tall),
            focus: Focus::Entries,
            layout,
            zen: false,
            widths: remembered("widths").map(Widths::parse).unwrap_or_default(),
            feeds,
            entries: Entries::default(),
            reader: Reader::default(),
            overlays: Vec::new(),
            pressed: Vec::new(),
            count: None,
            refresh: Refresh::default(),
            hand: Hand::default(),
            feeds_awaited: None,
            counting: CountWish::default(),
            hunt: None,
            near: Near::default(),
            queue: VecDeque::new(),
            pictures: Vec::new(),
            told: Vec::new(),
            again: Vec::new(),
            texts: Vec::new(),
            problem_line: None,
            first_run: start.first_run,
        };
        let queries = app.stage.config.smart_feeds.iter();
        let names = queries.map(|feed| feed.name.clone()).collect();
        app.feeds.name_smart(names);
        app.entries.remember(remembered("arranged"));
        app.stage.typed = remembered("typed")
            .and_then(|lines| serde_json::from_str(lines).ok())
            .unwrap_or_default();
        app.stage.leaving = remembered("leaving")
            .and_then(|kept| serde_json::from_str(kept).ok())
            .unwrap_or_default();
        app.stage.remember_measure(remembered("measure"));
        app.settle();
        app
    }

    /// What is to be done first: the list, then the feeds; a refresh comes after the first paint.
    pub fn start(&mut self, now: Timestamp) -> Vec<Effect> {
        self.stage.now = now;
        let scope = self.entries.scope().clone();
        let mut effects = vec![self.entries.enter(scope, &mut self.stage)];
        effects.push(self.load_feeds());
        if self.first_run {
            let (overlay, wishes) = Overlay::first_run(&mut self.sight());
            self.overlays.push(overlay);
            effects.extend(self.grant(wishes));
        }
        effects.extend(self.schedule_first());
        effects.extend(self.settle());
        effects.extend(self.settle_pictures());
        effects
    }

    /// Takes what happened and returns what is to be done. Never blocks, never fails, never asks the time.
    pub fn update(&mut self, event: Event, now: Timestamp) -> Vec<Effect> {
        self.stage.now = now;
        let mut effects = match event {
            Event::Key(key) => self.key(key),
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(size) => {
                self.stage.size = size;
                Vec::new()
            }
            Event::Focus(_) => Vec::new(),
            Event::Tick => {
                let count = self.count_if_due();
                count.into_iter().chain(self.tick()).collect()
            }
            Event::Resumed => vec![Effect::Repaint],
            Event::Signal(Signal::Terminate) => self.quit(),
            Event::FilesChanged(files) => self.files_changed(files),
            Event::StoreChanged => self.store_changed(),
            Event::Progress(ticket, progress) => self.progress(ticket, progress),
            Event::FeedDone(ticket, report) => self.feed_done(ticket, &report),
            Event::Done(ticket, done) => self.done(ticket, done),
        };
        effects.extend(self.drain());
        effects.extend(self.settle());
        effects.extend(self.settle_pictures());
        effects
    }

    /// Where everything stands; `None` when the screen is too small.
    #[must_use]
    pub fn areas(&self) -> Option<Areas> {
        areas(&Cut {
            size: self.stage.size,
            focus: self.focus,
            layout: self.layout,
            zen: self.zen,
            measure: self.stage.measure,
            cover: self
                .overlays
                .iter()
                .rev()
                .find_map(Overlay::cover)
                .unwrap_or_default(),
            widths: Some(&self.widths),
        })
    }

    /// The keys of which context are heard.
    #[must_use]
    pub fn context(&self) -> Context {
        self.focus.context()
    }

    /// What may follow the keys pressed so far.
    #[must_use]
    pub fn follows(&self) -> Vec<(Key, Command)> {
        match self.stage.keymap.lookup(self.context(), &self.pressed) {
            Lookup::Pending(options) => options,
            _ => Vec::new(),
        }
    }

    /// The screen as overlays see it.
    pub fn sight(&mut self) -> Sight<'_> {
        Sight {
            stage: &mut self.stage,
            focus: self.focus,
            feeds: &self.feeds,
            entries: &self.entries,
            reader: &self.reader,
        }
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.hand.let_go();
        if self.overlays.is_empty() {
            return self.pane_key(key);
        }
        self.overlay(|overlay, sight| overlay.key(key, sight))
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.overlay(|overlay, sight| overlay.paste(text, sight))
    }

    /// Lets the top overlay hear something and grants what it wishes.
    pub(crate) fn overlay(
        &mut self,
        hear: impl FnOnce(&mut Overlay, &mut Sight) -> Vec<Wish>,
    ) -> Vec<Effect> {
        let Some(mut overlay) = self.overlays.pop() else {
            return Vec::new();
        };
        let wishes = hear(&mut overlay, &mut self.sight());
        self.overlays.push(overlay);
        self.grant(wishes)
    }

    /// Grants wishes in order.
    pub(crate) fn grant(&mut self, wishes: Vec<Wish>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for wish in wishes {
            match wish {
                Wish::Close => {
                    self.overlays.pop();
                    self.hand.turn();
                }
                Wish::Run(invocation) => effects.extend(self.run_over(&invocation)),
                Wish::About(feed, invocation) => effects.extend(self.about(feed, &invocation)),
                Wish::Refresh(wish) => effects.extend(self.refresh_feeds(wish)),
                Wish::Read(invocation) => {
                    let focus = std::mem::replace(&mut self.focus, Focus::Article);
                    effects.extend(self.run(&invocation));
                    self.focus = focus;
                }
                Wish::Do(effect) => effects.extend(self.passed_on(effect)),
                Wish::Go(scope) => effects.extend(self.enter(scope)),
                Wish::Sort(order, is_grouped) => {
                    effects.extend(self.entries.sort(order, is_grouped, &mut self.stage));
                }
                Wish::Show(show) => effects.extend(self.show(show)),
                Wish::Back(former) => effects.extend(self.back(former)),
                Wish::Subscribe(feeds) => effects.extend(self.subscribe(feeds)),
                Wish::Find(text) => self.reader.find_text(&text),
                Wish::KeepFind => self.reader.keep_find(),
                Wish::DropFind => self.reader.drop_find(),
                Wish::Heading(index) => self.reader.go_to_heading(index),
                Wish::Name(query) => {
                    let prompt = Prompt::smart_name(&query, 1, &self.sight());
                    self.overlays.push(Overlay::Prompt(prompt));
                }
                Wish::EditRule(rule) => effects.extend(self.edit_rule(&rule)),
                Wish::Say(message) => self.stage.say(message),
            }
        }
        effects
    }

    /// Fits the panes to the screen and shows beside the list what is selected in it.
    fn settle(&mut self) -> Vec<Effect> {
        if self.zen {
            self.focus = Focus::Article;
        }
        for overlay in &mut self.overlays {
            overlay.fit(self.stage.size);
        }
        let Some(areas) = self.areas() else {
            return Vec::new();
        };
        if let Some(pane) = areas.feeds {
            self.feeds.fit(usize::from(body(pane).height));
        }
        if let Some(pane) = areas.entries {
            let lines = match self.stage.config.entry_rows {
                // The second line is of the text around what was found.
                _ if pane.width >= ONE_LINE && matches!(self.entries.scope(), Scope::Search(_)) => {
                    2
                }
                1 => 1,
                2 => 2,
                _ if pane.width >= ONE_LINE => 1,
                _ => 2,
            };
            let told = self.notice().map_or(0, |notice| notice.height());
            self.entries.fit(Shape {
                width: pane.width,
                height: usize::from(body(pane).height).saturating_sub(told) / lines,
                lines,
            });
        }
        let mut effects: Vec<Effect> = self
            .entries
            .reach_marks(&mut self.stage)
            .into_iter()
            .collect();
        effects.extend(self.settle_article(&areas));
        effects
    }

    fn settle_article(&mut self, areas: &Areas) -> Vec<Effect> {
        let Some(pane) = areas.article else {
            return Vec::new();
        };
        let (height, lead) = if self.zen {
            (pane.height.saturating_sub(1), 2)
        } else {
            (body(pane).height, 1)
        };
        let room = Room {
            width: page(pane.width, self.stage.measure).1,
            height: usize::from(height),
            lead,
            zen: self.zen,
            figures: self.stage.figures(height),
            edits: self.stage.config.edits,
            paragraphs: self.stage.config.paragraphs,
            hyphenates: self.stage.config.hyphenation,
        };
        self.reader.fit(room, &self.stage);
        let mut effects = Vec::new();
        if self.focus != Focus::Article && self.entries.is_loaded() {
            effects.extend(self.preview());
        }
        self.settle_tail();
        effects.extend(self.read_at_end());
        effects
    }
}
