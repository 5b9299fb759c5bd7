//! The catalogue of well-known feeds by topic, to tick: the first screen of a fresh byline, and `c` at any time.
//!
//! It stands in place of the list, the article beside it. Invariant: nothing is fetched before `enter`.

use std::collections::BTreeSet;

use crate::app::press::{Press, press_in_list, stepped};
use crate::app::{Effect, Load, Message, Place, Sight, Wish};
use crate::command::{Command, Context, Invocation, Key, KeyCode};
use crate::config::{CatalogueFeed, Lookup, Topic, catalogue};
use crate::model::{FeedRow, Subscription, Ticket, WELCOME_URL};

/// Rows of the screen that are not the catalogue's list.
const CHROME: usize = 6;

/// A row of the catalogue: indices of topic and feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatalogueRow {
    /// A topic.
    Topic(usize),
    /// A feed of a topic.
    Feed(usize, usize),
}

/// The catalogue.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    topics: &'static [Topic],
    open: BTreeSet<usize>,
    ticked: BTreeSet<(usize, usize)>,
    known: BTreeSet<String>,
    /// Index of the selected row.
    pub selected: usize,
    /// Whether the article beside it hears the keys.
    pub reading: bool,
    /// Files of other readers: path as shown, full path, number of feeds.
    pub importable: Vec<(String, String, u32)>,
    awaited: Option<Ticket>,
}

impl Catalogue {
    /// The shipped catalogue; feeds that are followed already cannot be ticked.
    pub fn new(sight: &Sight) -> Catalogue {
        let topics = catalogue();
        let open = open_at_first(topics, sight.stage.size.height.into());
        let feeds = &sight.feeds.list().rows;
        Catalogue {
            topics,
            open,
            known: feeds.iter().map(|feed| feed.url.clone()).collect(),
            selected: 1,
            ..Catalogue::default()
        }
    }

    /// Asks for files of other readers.
    pub fn look(&mut self, sight: &mut Sight) -> Effect {
        let ticket = sight.stage.ticket();
        self.awaited = Some(ticket);
        Effect::Load(ticket, Load::Importable)
    }

    /// Takes what was found of other readers.
    pub fn receive(&mut self, ticket: Ticket, found: &[(String, String, u32)]) -> bool {
        if self.awaited != Some(ticket) {
            return false;
        }
        self.awaited = None;
        self.importable = found.to_vec();
        true
    }

    /// The feeds that are followed changed.
    pub fn follow(&mut self, feeds: &[FeedRow]) {
        self.known = feeds.iter().map(|feed| feed.url.clone()).collect();
        let ticked = std::mem::take(&mut self.ticked);
        let still = ticked.into_iter();
        self.ticked = still.filter(|(t, f)| !self.is_known(*t, *f)).collect();
    }

    /// All rows that are not folded away.
    pub fn rows(&self) -> Vec<CatalogueRow> {
        let mut rows = Vec::new();
        for (at, topic) in self.topics.iter().enumerate() {
            rows.push(CatalogueRow::Topic(at));
            if self.is_open(at) {
                rows.extend((0..topic.feeds.len()).map(|feed| CatalogueRow::Feed(at, feed)));
            }
        }
        rows
    }

    /// A topic.
    pub fn topic(&self, topic: usize) -> Option<&Topic> {
        self.topics.get(topic)
    }

    /// A feed of a topic.
    pub fn feed(&self, topic: usize, feed: usize) -> Option<&CatalogueFeed> {
        self.topics.get(topic)?.feeds.get(feed)
    }

    /// Whether a topic's feeds are shown.
    pub fn is_open(&self, topic: usize) -> bool {
        self.open.contains(&topic)
    }

    /// Whether a feed is ticked.
    pub fn is_ticked(&self, topic: usize, feed: usize) -> bool {
        self.ticked.contains(&(topic, feed))
    }

    /// Whether a feed is followed already.
    pub fn is_known(&self, topic: usize, feed: usize) -> bool {
        self.feed(topic, feed)
            .is_some_and(|feed| self.known.contains(&feed.url))
    }

    /// Whether nothing is followed yet.
    pub fn is_first(&self) -> bool {
        self.known.iter().all(|url| url == WELCOME_URL)
    }

    /// How many are ticked.
    pub fn picked(&self) -> usize {
        self.ticked.len()
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        if self.reading {
            return self.read(key, sight);
        }
        if key == Key::plain(KeyCode::Char(' ')) {
            self.tick();
            return Vec::new();
        }
        match press_in_list(&sight.stage.keymap, key) {
            Press::Cancel => vec![Wish::Close],
            Press::Accept => self.accept(),
            Press::Tab => {
                self.fold_or_read();
                Vec::new()
            }
            Press::TabBack => {
                self.reading = true;
                Vec::new()
            }
            Press::Command(command) => run(command),
            Press::Other => Vec::new(),
            press => {
                self.selected = stepped(self.selected, press, self.rows().len());
                Vec::new()
            }
        }
    }

    /// While the article hears the keys: it scrolls, `tab` and `esc` come back.
    fn read(&mut self, key: Key, sight: &Sight) -> Vec<Wish> {
        match sight.stage.keymap.lookup(Context::Article, &[key]) {
            Lookup::Command(
                Command::Out | Command::OtherPane | Command::OtherPaneBack | Command::Quit,
            ) => self.reading = false,
            Lookup::Command(Command::In) => return self.accept(),
            Lookup::Command(command) if is_scroll(command) => {
                return vec![Wish::Read(Invocation::once(command))];
            }
            Lookup::Command(command) => return run(command),
            _ => {}
        }
        Vec::new()
    }

    /// Selects a row; the sign of a topic folds it, that of a feed ticks it.
    pub fn pick(&mut self, place: Place) {
        if place.index >= self.rows().len() {
            return;
        }
        self.reading = false;
        self.selected = place.index;
        if place.is_sign {
            self.tick();
        }
    }

    fn tick(&mut self) {
        match self.rows().get(self.selected).copied() {
            Some(CatalogueRow::Topic(topic)) => self.fold(topic),
            Some(CatalogueRow::Feed(topic, feed)) if !self.is_known(topic, feed) => {
                self.tick_or_untick((topic, feed));
            }
            _ => {}
        }
    }

    fn tick_or_untick(&mut self, place: (usize, usize)) {
        if !self.ticked.remove(&place) {
            self.ticked.insert(place);
        }
    }

    fn fold_or_read(&mut self) {
        match self.rows().get(self.selected).copied() {
            Some(CatalogueRow::Topic(topic)) => self.fold(topic),
            _ => self.reading = true,
        }
    }

    fn fold(&mut self, topic: usize) {
        if !self.open.remove(&topic) {
            self.open.insert(topic);
        }
    }

    fn accept(&mut self) -> Vec<Wish> {
        let wanted: Vec<Subscription> = self
            .ticked
            .iter()
            .filter_map(|(topic, feed)| {
                let found = self.feed(*topic, *feed)?;
                Some(Subscription {
                    folder: self.topic(*topic).map(|topic| topic.name.clone()),
                    ..Subscription::new(found.url.clone())
                })
            })
            .collect();
        if wanted.is_empty() {
            return vec![Wish::Say(Message::plain(
                "tick some feeds with space first",
            ))];
        }
        vec![Wish::Close, Wish::Subscribe(wanted)]
    }
}

/// The first topic is open, and those after it as long as all names of topics stay in sight.
fn open_at_first(topics: &[Topic], height: usize) -> BTreeSet<usize> {
    let room = height.saturating_sub(CHROME);
    let mut rows = topics.len();
    let mut open = BTreeSet::new();
    for (at, topic) in topics.iter().enumerate() {
        rows += topic.feeds.len();
        if at > 0 && rows > room {
            break;
        }
        open.insert(at);
    }
    open
}

/// Commands that the catalogue leaves to the screen below.
fn run(command: Command) -> Vec<Wish> {
    match command {
        Command::AddFeed
        | Command::Import
        | Command::Palette
        | Command::Help
        | Command::Undo
        | Command::Redo
        | Command::Repaint
        | Command::Suspend
        | Command::QuitAll => vec![Wish::Run(Invocation::once(command))],
        _ => Vec::new(),
    }
}

fn is_scroll(command: Command) -> bool {
    matches!(
        command,
        Command::Down
            | Command::Up
            | Command::PageOn
            | Command::PageBack
            | Command::PageDown
            | Command::PageUp
            | Command::HalfPageDown
            | Command::HalfPageUp
            | Command::First
            | Command::Last
    )
}
