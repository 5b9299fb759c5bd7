//! The feeds behind an address, to tick: `space` ticks, `tab` goes to the folder and back, `enter` subscribes.
//!
//! Invariant: what is ticked is among what was found; with nothing ticked, the selected one is meant.

use crate::app::complete::parse_folder;
use crate::app::field::Field;
use crate::app::press::{Press, press_in_input, press_in_list, stepped};
use crate::app::{Place, Sight, Wish};
use crate::command::{Key, KeyCode};
use crate::model::{FoundFeed, Subscription};

/// Feeds to tick.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    /// The address they were found behind, without secrets.
    pub address: String,
    /// What was found.
    pub feeds: Vec<FoundFeed>,
    /// Which are ticked, by index.
    pub ticked: Vec<bool>,
    /// Index of the selected one.
    pub selected: usize,
    /// The folder they go into.
    pub folder: Field,
    /// Whether the folder is being typed.
    pub typing: bool,
}

impl Picker {
    /// What was found behind an address.
    pub fn new(address: &str, feeds: Vec<FoundFeed>) -> Picker {
        Picker {
            address: crate::text::address(address),
            ticked: vec![false; feeds.len()],
            feeds,
            ..Picker::default()
        }
    }

    /// How many `enter` subscribes to.
    pub fn count(&self) -> usize {
        self.ticked.iter().filter(|ticked| **ticked).count().max(1)
    }

    /// Whether this one is ticked.
    pub fn is_ticked(&self, index: usize) -> bool {
        self.ticked.get(index).copied().unwrap_or_default()
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        let press = if self.typing {
            press_in_input(&sight.stage.keymap, key)
        } else if key == Key::plain(KeyCode::Char(' ')) {
            return self.tick();
        } else {
            press_in_list(&sight.stage.keymap, key)
        };
        match press {
            Press::Cancel => return vec![Wish::Close],
            Press::Accept => return vec![Wish::Close, Wish::Subscribe(self.wanted())],
            Press::Tab | Press::TabBack => self.typing = !self.typing,
            Press::Other if self.typing => {
                self.folder.key(key);
            }
            press => self.selected = stepped(self.selected, press, self.feeds.len()),
        }
        Vec::new()
    }

    /// Selects a feed, or ticks it.
    pub fn pick(&mut self, place: Place) {
        if place.index >= self.feeds.len() {
            return;
        }
        self.typing = false;
        self.selected = place.index;
        if place.is_sign {
            self.turn_tick();
        }
    }

    /// Whether nothing was ticked or typed.
    pub fn is_untouched(&self) -> bool {
        !self.ticked.contains(&true) && self.folder.is_empty()
    }

    /// Pasted text goes into the folder.
    pub fn paste(&mut self, text: &str) {
        if self.typing {
            self.folder.paste(text);
        }
    }

    fn turn_tick(&mut self) {
        if let Some(ticked) = self.ticked.get_mut(self.selected) {
            *ticked = !*ticked;
        }
    }

    fn tick(&mut self) -> Vec<Wish> {
        self.turn_tick();
        self.selected = stepped(self.selected, Press::Down, self.feeds.len());
        Vec::new()
    }

    fn wanted(&self) -> Vec<Subscription> {
        let none = !self.ticked.contains(&true);
        let folder = parse_folder(self.folder.text());
        self.feeds
            .iter()
            .enumerate()
            .filter(|(index, _)| self.is_ticked(*index) || (none && *index == self.selected))
            .map(|(_, feed)| Subscription {
                folder: (!folder.is_empty()).then(|| folder.clone()),
                ..Subscription::new(feed.url.clone())
            })
            .collect()
    }
}
