//! Letters on the links of an article: which letters, and which link the typed ones mean.
//!
//! The letters replace the links' numbers on the page, cell for cell: that is `view/hints.rs`. Invariant: no label is the beginning of another.

use crate::app::press::{Press, press_in_input};
use crate::app::{Effect, Launch, Message, Sight, Wish};
use crate::command::{Key, KeyCode};

/// Letters in the order in which they are given out: the home row first.
const LETTERS: &str = "fdsajklghrueiwoqptyvncmxbz";

/// A link that can be followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// Index into the document's links.
    pub link: u32,
    /// What is typed for it.
    pub label: String,
    /// The words that are the link.
    pub words: String,
    /// Where it leads.
    pub url: String,
}

/// Letters on the visible links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// In the order of the page.
    pub hints: Vec<Hint>,
    /// Letters typed so far.
    pub typed: String,
}

impl Hints {
    /// Gives letters to links: index, words, address.
    pub fn new(links: Vec<(u32, String, String)>) -> Hints {
        let hints = labels(links.len())
            .into_iter()
            .zip(links)
            .map(|(label, (link, words, url))| Hint {
                link,
                label,
                words,
                url,
            })
            .collect();
        Hints {
            hints,
            typed: String::new(),
        }
    }

    /// The label of a link as long as it can still be meant.
    pub fn label(&self, link: u32) -> Option<&str> {
        self.hints
            .iter()
            .find(|hint| hint.link == link && self.meant(hint))
            .map(|hint| hint.label.as_str())
    }

    /// The link that `enter` would follow.
    pub fn current(&self) -> Option<&Hint> {
        self.hints.iter().find(|hint| self.meant(hint))
    }

    fn meant(&self, hint: &Hint) -> bool {
        hint.label.starts_with(&self.typed.to_lowercase())
    }

    /// A letter narrows, the last one opens, a capital copies; `enter` opens the first.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match press_in_input(&sight.stage.keymap, key) {
            Press::Accept => return self.follow(sight),
            Press::Cancel => return vec![Wish::Close],
            _ => {}
        }
        match key.code {
            KeyCode::Backspace => {
                self.typed.pop();
            }
            KeyCode::Char(letter) if !key.ctrl && !key.alt => {
                self.typed.push(letter);
                match self.current() {
                    None => {
                        self.typed.pop();
                    }
                    Some(hint) if hint.label.len() == self.typed.len() => {
                        return self.follow(sight);
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Follows a link that has a letter.
    pub fn pick(&mut self, link: u32, sight: &mut Sight) -> Vec<Wish> {
        match self.hints.iter().find(|hint| hint.link == link) {
            Some(hint) => {
                self.typed.clone_from(&hint.label);
                self.follow(sight)
            }
            None => vec![Wish::Close],
        }
    }

    fn follow(&self, sight: &mut Sight) -> Vec<Wish> {
        let Some(hint) = self.current() else {
            return vec![Wish::Close];
        };
        if self.typed.chars().any(char::is_uppercase) {
            copy(&hint.url, sight)
        } else {
            let ticket = sight.stage.ticket();
            let launch = Launch::Browser(hint.url.clone());
            vec![Wish::Close, Wish::Do(Effect::Launch(ticket, launch))]
        }
    }
}

/// Closes the overlay and puts an address on the clipboard.
pub fn copy(url: &str, sight: &mut Sight) -> Vec<Wish> {
    let ticket = sight.stage.ticket();
    vec![
        Wish::Close,
        Wish::Do(Effect::Launch(ticket, Launch::Copy(url.to_string()))),
        Wish::Say(Message::done(format!("copied {url}"))),
    ]
}

/// So many labels, all of the same length.
fn labels(count: usize) -> Vec<String> {
    let singles = LETTERS.chars().map(String::from);
    if count <= LETTERS.len() {
        return singles.take(count).collect();
    }
    singles
        .flat_map(|first| {
            LETTERS
                .chars()
                .map(move |second| format!("{first}{second}"))
        })
        .take(count)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_is_the_beginning_of_another() {
        for count in [0, 1, 26, 27, 200, 676] {
            let labels = labels(count);
            assert_eq!(labels.len(), count);
            let mut sorted = labels.clone();
            sorted.sort();
            sorted.dedup();
            assert_eq!(sorted.len(), count);
            assert!(labels.windows(2).all(|pair| pair[0].len() == pair[1].len()));
        }
    }
}
