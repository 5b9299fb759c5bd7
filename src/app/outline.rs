//! The headings of an article in a panel: narrow them by typing, jump to one.
//!
//! Invariant: the order is that of the text; it begins at the heading under which the reader is.

use crate::app::field::Field;
use crate::app::fuzzy::Needle;
use crate::app::press::{Press, press_in_input, stepped};
use crate::app::{Heading, Sight, Wish};
use crate::command::Key;

/// The headings.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// What narrows the list.
    pub field: Field,
    /// All of them.
    pub headings: Vec<Heading>,
    /// Indices of those listed.
    pub listed: Vec<usize>,
    /// Index into `listed`.
    pub selected: usize,
}

impl Outline {
    /// The headings of an article, the one at hand selected.
    pub fn new(headings: Vec<Heading>, at: usize) -> Outline {
        Outline {
            listed: (0..headings.len()).collect(),
            selected: at.min(headings.len().saturating_sub(1)),
            headings,
            field: Field::default(),
        }
    }

    /// `enter` goes there, letters narrow.
    pub fn key(&mut self, key: Key, sight: &Sight) -> Vec<Wish> {
        match press_in_input(&sight.stage.keymap, key) {
            Press::Cancel => return vec![Wish::Close],
            Press::Accept => return self.accept(),
            Press::Other => {
                if self.field.key(key) {
                    self.narrow();
                }
            }
            press => self.selected = stepped(self.selected, press, self.listed.len()),
        }
        Vec::new()
    }

    /// Selects a heading by its place in the list.
    pub fn pick(&mut self, index: usize) {
        if index < self.listed.len() {
            self.selected = index;
        }
    }

    /// Goes to the selected heading.
    pub fn accept(&self) -> Vec<Wish> {
        match self.listed.get(self.selected) {
            Some(heading) => vec![Wish::Close, Wish::Heading(*heading)],
            None => Vec::new(),
        }
    }

    /// Pasted text narrows too.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text);
        self.narrow();
    }

    fn narrow(&mut self) {
        let mut needle = Needle::new(self.field.text().trim());
        let all = self.headings.iter().enumerate();
        let found = all.filter(|(_, heading)| needle.hit(&heading.text).is_some());
        self.listed = found.map(|(at, _)| at).collect();
        self.selected = 0;
    }
}
