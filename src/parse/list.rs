//! What a list of subscriptions of another reader holds: the feeds, each once, and what could not be taken and why.

use std::collections::HashMap;

use url::Url;

use crate::model::{Origin, Subscription};

/// No feed has more tags that mean anything.
const MOST_TAGS: usize = 64;

/// What a list holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// The feeds, in order, each once.
    pub feeds: Vec<Subscription>,
    /// How often a feed came again and was merged with the first.
    pub twice: u32,
    /// What was not taken, and why.
    pub refused: Vec<Note>,
    /// What the reader should know of what was taken.
    pub notes: Vec<Note>,
    /// Saved searches.
    pub searches: Vec<Search>,
    at: HashMap<String, usize>,
}

/// Something to be said of a place in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The line, from 1.
    pub line: Option<u32>,
    /// What it is about and why, in words.
    pub what: String,
}

impl Note {
    /// A note on a line.
    #[must_use]
    pub fn new(line: u32, what: impl Into<String>) -> Note {
        Note {
            line: Some(line),
            what: what.into(),
        }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

/// A saved search of another reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The line, from 1.
    pub line: u32,
    /// As it is called there.
    pub name: String,
    /// As it is written there.
    pub theirs: String,
    /// As byline writes it, or why it has no words for it.
    pub query: Result<String, String>,
}

impl List {
    /// Takes a feed. Of one that is there already, the folder and tags become tags of the first.
    pub fn add(&mut self, mut new: Subscription) {
        let key = same_feed(&new.url);
        let Some(known) = self.at.get(&key).and_then(|at| self.feeds.get_mut(*at)) else {
            new.tags.truncate(MOST_TAGS);
            self.at.insert(key, self.feeds.len());
            self.feeds.push(new);
            return;
        };
        self.twice += 1;
        if known.url.starts_with("http:") && new.url.starts_with("https:") {
            known.url = new.url;
        }
        known.title = known.title.take().or(new.title);
        known.filter = known.filter.take().or(new.filter);
        known.full_text |= new.full_text;
        let folder = new
            .folder
            .filter(|folder| known.folder.as_ref() != Some(folder));
        let mut tags = new.tags;
        if known.folder.is_none() {
            known.folder = folder;
        } else {
            tags.splice(0..0, folder);
        }
        for tag in tags {
            if known.tags.len() < MOST_TAGS && !known.tags.contains(&tag) {
                known.tags.push(tag);
            }
        }
    }
}

/// What all addresses of one feed have in common: the scheme makes no difference, nor the part behind `#`, which no server sees.
#[must_use]
pub fn same_feed(address: &str) -> String {
    if Origin::of(address).is_local() {
        return address.trim().to_string();
    }
    let Ok(mut url) = Url::parse(address) else {
        return address.to_string();
    };
    url.set_fragment(None);
    if url.scheme() == "https" {
        // Fails for no address that begins so.
        let _ = url.set_scheme("http");
    }
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_feed_are_one() {
        let same = |a: &str, b: &str| same_feed(a) == same_feed(b);
        assert!(same("http://a.org/f", "https://A.org:443/f#x"));
        assert!(!same("http://a.org/f", "http://a.org/f/"));
        assert!(!same("http://a.org/f", "http://b@a.org/f"));
        assert!(!same("http://a.org:8080/f", "https://a.org/f"));
        assert!(!same("exec:a", "exec:a b"));
    }

    #[test]
    fn a_feed_that_comes_again_adds_to_the_first() {
        let mut list = List::default();
        let feed = |url: &str, folder: &str, tag: &str| Subscription {
            folder: Some(folder.into()),
            tags: vec![tag.into()],
            ..Subscription::new(url)
        };
        list.add(feed("http://a.org/f", "One", "x"));
        list.add(feed("https://a.org/f", "Two", "y"));
        list.add(feed("https://a.org/f", "One", "x"));
        assert_eq!((list.feeds.len(), list.twice), (1, 2));
        let feed = &list.feeds[0];
        assert_eq!(feed.url, "https://a.org/f");
        assert_eq!(feed.folder.as_deref(), Some("One"));
        assert_eq!(feed.tags, ["x", "Two", "y"]);
        for n in 0..1000 {
            list.add(Subscription {
                tags: vec![n.to_string()],
                ..Subscription::new("https://a.org/f")
            });
        }
        assert_eq!(list.feeds[0].tags.len(), MOST_TAGS);
    }
}
