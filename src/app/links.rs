//! The links of an article as a list in a panel: narrow it by typing, open or copy.
//!
//! Invariant: the order is that of the numbers in the text.

use crate::app::field::Field;
use crate::app::fuzzy::Needle;
use crate::app::hints::copy;
use crate::app::press::{Press, press_in_input, stepped};
use crate::app::{Effect, Launch, Sight, Wish};
use crate::article::Target;
use crate::command::{Key, KeyCode};

/// A list of links.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// What narrows the list: a number, or letters of words or address.
    pub field: Field,
    /// All links. The number in the text is the index + 1.
    pub links: Vec<Target>,
    /// Indices of those listed.
    pub listed: Vec<usize>,
    /// Index into `listed`.
    pub selected: usize,
}

impl Links {
    /// The links of an article.
    pub fn new(links: Vec<Target>) -> Links {
        Links {
            listed: (0..links.len()).collect(),
            links,
            ..Links::default()
        }
    }

    /// The selected one: number, words, address.
    pub fn current(&self) -> Option<(usize, &str, &str)> {
        let index = *self.listed.get(self.selected)?;
        let Target { url, label } = self.links.get(index)?;
        Some((index + 1, label, url))
    }

    /// `enter` opens, `ctrl-y` copies, letters narrow.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        let press = press_in_input(&sight.stage.keymap, key);
        let url = self.current().map(|(_, _, url)| url.to_string());
        match (press, url) {
            (Press::Cancel, _) => return vec![Wish::Close],
            (Press::Accept, Some(_)) => return self.accept(sight),
            (Press::Other, Some(url)) if key.ctrl && key.code == KeyCode::Char('y') => {
                return copy(&url, sight);
            }
            (Press::Other, _) => {
                if self.field.key(key) {
                    self.narrow();
                }
            }
            _ => self.selected = stepped(self.selected, press, self.listed.len()),
        }
        Vec::new()
    }

    /// Selects a link by its place in the list.
    pub fn pick(&mut self, index: usize) {
        if index < self.listed.len() {
            self.selected = index;
        }
    }

    /// Opens the selected link.
    pub fn accept(&self, sight: &mut Sight) -> Vec<Wish> {
        let Some((_, _, url)) = self.current() else {
            return Vec::new();
        };
        let launch = Launch::Browser(url.to_string());
        let launch = Effect::Launch(sight.stage.ticket(), launch);
        vec![Wish::Close, Wish::Do(launch)]
    }

    /// Pasted text narrows too.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text);
        self.narrow();
    }

    fn narrow(&mut self) {
        let typed = self.field.text().trim();
        self.listed = if let Ok(number) = typed.parse::<usize>() {
            let wanted = number.to_string();
            (0..self.links.len())
                .filter(|index| (index + 1).to_string().starts_with(&wanted))
                .collect()
        } else {
            let mut needle = Needle::new(typed);
            self.links
                .iter()
                .enumerate()
                .filter(|(_, target)| {
                    needle.hit(&target.label).is_some() || needle.hit(&target.url).is_some()
                })
                .map(|(index, _)| index)
                .collect()
        };
        self.selected = 0;
    }
}
