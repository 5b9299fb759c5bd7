//! `feeds.toml`, the single truth of subscriptions: read with its mistakes told, edited with its comments and order kept.
//!
//! Reading is done twice, by `toml` for the places of mistakes and by `toml_edit` for editing. Invariant: what this room did not understand is
//! never lost; `is_whole` says whether everything was understood, and only then may the file be written or an absent feed be taken as removed.

use std::collections::{HashMap, HashSet};
use std::fmt;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};
use url::Url;

use crate::config::Problem;
use crate::config::feed_table::{self, FILE};
use crate::config::sheet::Sheet;
use crate::model::{Origin, Subscription};

/// The file as it is being edited.
#[derive(Clone, Debug, Default)]
pub struct Subscriptions {
    /// What stands above the first feed and belongs to the file, not to that feed.
    head: String,
    /// Everything below the head; `None` when the file could not be read whole.
    document: Option<DocumentMut>,
    /// One for each `[[feed]]`, in the order of the file.
    entries: Vec<Entry>,
    /// The keys of all addresses, so that a big import need not search the list for each.
    known: HashSet<String>,
    /// The text as it was, when it could not be read whole.
    unread: String,
    windows_lines: bool,
}

/// A `[[feed]]` and whether an earlier one has the same address.
#[derive(Clone, Debug)]
struct Entry {
    subscription: Subscription,
    key: String,
    again: bool,
}

const FEED: &str = "feed";

impl Subscriptions {
    /// Reads the text of `feeds.toml`. Feeds that are written rightly are there, whatever is wrong beside them.
    #[must_use]
    pub fn parse(text: &str) -> (Subscriptions, Vec<Problem>) {
        let windows_lines = text.contains("\r\n");
        let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let (mut sheet, table) = Sheet::open(FILE, &plain);
        let grammatical = sheet.is_clean();
        let found = feed_table::read(&mut sheet, &table);
        let mut seen = HashMap::new();
        let mut entries = Vec::new();
        for (subscription, at) in found.feeds {
            let key = key(&subscription.url);
            let first = *seen.entry(key.clone()).or_insert(at);
            let again = first != at;
            if again {
                let line = sheet.line(first);
                let what = format!("this feed is here already, in line {line}");
                sheet.problem(at, what, Some("the first one holds".into()));
            }
            entries.push(Entry {
                subscription,
                key,
                again,
            });
        }
        let mut subscriptions = Subscriptions {
            entries,
            known: seen.into_keys().collect(),
            windows_lines,
            ..Subscriptions::default()
        };
        if !(grammatical && found.whole && subscriptions.take(&plain)) {
            subscriptions.document = None;
            subscriptions.unread = text.to_string();
        }
        (subscriptions, sheet.finish())
    }

    /// The line, from 1, in which the feed with this address begins in the text of `feeds.toml`.
    #[must_use]
    pub fn line(text: &str, url: &str) -> Option<u32> {
        let (mut sheet, table) = Sheet::open(FILE, text);
        let wanted = key(url);
        let found = feed_table::read(&mut sheet, &table);
        let mut feeds = found.feeds.into_iter();
        let (_, at) = feeds.find(|(feed, _)| key(&feed.url) == wanted)?;
        Some(sheet.line(at))
    }

    /// Parses the text for editing and parts the head from the first feed; false when that cannot be done.
    fn take(&mut self, text: &str) -> bool {
        let Ok(mut document) = text.parse::<DocumentMut>() else {
            return false;
        };
        let feeds = match document.get_mut(FEED) {
            None => {
                self.head = text.to_string();
                self.document = Some(DocumentMut::new());
                return self.entries.is_empty();
            }
            Some(item) => item.as_array_of_tables_mut(),
        };
        let Some(first) = feeds.and_then(|feeds| feeds.get_mut(0)) else {
            return false;
        };
        let above = prefix(first);
        let head = above.rfind("\n\n").map_or(above.len(), |at| at + 2);
        let (head, own) = above.split_at_checked(head).unwrap_or((&above, ""));
        // Without a blank line there is no telling whose comment it is: a file's head must not be lost, so it is taken as that.
        self.head = head.to_string();
        first.decor_mut().set_prefix(own);
        self.document = Some(document);
        true
    }

    /// Whether the whole file was understood. If not, it must not be written, and feeds that seem absent may only be misspelt.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.document.is_some() || (self.entries.is_empty() && self.unread.is_empty())
    }

    /// The subscriptions in the order of the file, each address once.
    #[must_use]
    pub fn list(&self) -> Vec<Subscription> {
        self.entries
            .iter()
            .filter(|entry| !entry.again)
            .map(|entry| entry.subscription.clone())
            .collect()
    }

    /// Adds a feed before the one that `list` has at this place, or at the end. False when the file is not whole or has the feed already.
    pub fn insert(&mut self, at: Option<usize>, subscription: &Subscription) -> bool {
        self.place(at, subscription.clone(), feed_table::new(subscription))
    }

    /// Adds a feed as `remove` gave it, comments and all. False when it is none, is here already, or the file is not whole.
    pub fn insert_snippet(&mut self, at: Option<usize>, snippet: &str) -> bool {
        let (other, _) = Subscriptions::parse(snippet);
        let table = snippet.parse::<DocumentMut>().ok().and_then(|document| {
            let feeds = document.get(FEED)?.as_array_of_tables()?;
            feeds.get(0).cloned()
        });
        match (table, other.entries.into_iter().next()) {
            (Some(mut table), Some(entry)) => {
                table.set_position(None);
                self.place(at, entry.subscription, table)
            }
            _ => false,
        }
    }

    fn place(&mut self, at: Option<usize>, subscription: Subscription, mut table: Table) -> bool {
        if !self.is_whole() || self.find(&subscription.url).is_some() {
            return false;
        }
        let at = at.map_or(self.entries.len(), |at| self.index(at));
        let head = &self.head;
        let needs_gap = at > 0 || !(head.is_empty() || head.ends_with("\n\n"));
        let document = self.document.get_or_insert_with(DocumentMut::new);
        let feeds = document
            .entry(FEED)
            .or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
        let Some(feeds) = feeds.as_array_of_tables_mut() else {
            return false;
        };
        if needs_gap {
            set_apart(&mut table);
        }
        if let Some(next) = feeds.get_mut(at) {
            set_apart(next);
        }
        feeds.insert(at, table);
        let entry = Entry {
            key: key(&subscription.url),
            subscription,
            again: false,
        };
        self.known.insert(entry.key.clone());
        self.entries.insert(at, entry);
        true
    }

    /// Takes a feed out: its place in `list` and its text, with which `insert_snippet` puts it back. `None` when it is not here or the file is not whole.
    pub fn remove(&mut self, url: &str) -> Option<(usize, String)> {
        let index = self.find(url)?;
        let feeds = self.document.as_mut()?.get_mut(FEED)?;
        let feeds = feeds.as_array_of_tables_mut()?;
        feeds.get(index)?;
        let mut table = feeds.remove(index);
        table.set_position(None);
        if index == 0
            && (self.head.is_empty() || self.head.ends_with("\n\n"))
            && let Some(next) = feeds.get_mut(0)
        {
            draw_up(next);
        }
        let mut alone = ArrayOfTables::new();
        alone.push(table);
        let mut snippet = DocumentMut::new();
        snippet.insert(FEED, Item::ArrayOfTables(alone));
        let place = self.entries.iter().take(index);
        let place = place.filter(|entry| !entry.again).count();
        let gone = self.entries.remove(index);
        self.release(&gone.key);
        Some((place, snippet.to_string()))
    }

    /// No first feed has this key any more: a second one with the same address counts as the first now.
    fn release(&mut self, key: &str) {
        match self.entries.iter_mut().find(|it| it.key == key) {
            Some(entry) => entry.again = false,
            None => {
                self.known.remove(key);
            }
        }
    }

    /// Makes the feed at this address say what `subscription` says, and leaves alone what it says already. False when it is not here or the file is not whole.
    pub fn set(&mut self, url: &str, subscription: &Subscription) -> bool {
        let Some(index) = self.find(url) else {
            return false;
        };
        if self.find(&subscription.url).is_some_and(|it| it != index) {
            return false;
        }
        let feeds = self.document.as_mut().and_then(|it| it.get_mut(FEED));
        let feeds = feeds.and_then(Item::as_array_of_tables_mut);
        let table = feeds.and_then(|feeds| feeds.get_mut(index));
        let (Some(table), Some(entry)) = (table, self.entries.get_mut(index)) else {
            return false;
        };
        feed_table::change(table, &entry.subscription, subscription);
        entry.subscription = subscription.clone();
        let new = key(&subscription.url);
        let old = std::mem::replace(&mut entry.key, new.clone());
        self.release(&old);
        self.known.insert(new);
        true
    }

    /// The index among the tables of the first feed with this address.
    fn find(&self, url: &str) -> Option<usize> {
        let key = key(url);
        if !self.known.contains(&key) {
            return None;
        }
        self.entries.iter().position(|entry| entry.key == key)
    }

    /// A place in `list` as an index among the tables.
    fn index(&self, place: usize) -> usize {
        let firsts = self.entries.iter().enumerate();
        firsts
            .filter(|(_, entry)| !entry.again)
            .nth(place)
            .map_or(self.entries.len(), |(index, _)| index)
    }
}

impl fmt::Display for Subscriptions {
    /// The file's text. Of a file that is not whole, the text as it was.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(document) = &self.document else {
            return f.write_str(&self.unread);
        };
        let text = format!("{}{document}", self.head);
        if self.windows_lines {
            f.write_str(&text.replace('\n', "\r\n"))
        } else {
            f.write_str(&text)
        }
    }
}

/// Two addresses with the same key are one feed.
fn key(url: &str) -> String {
    // A command is told apart to the letter.
    if let Origin::Program(command) = Origin::of(url) {
        return format!("exec:{command}");
    }
    Url::parse(url).map_or_else(|_| url.to_string(), String::from)
}

fn prefix(table: &Table) -> String {
    let prefix = table.decor().prefix().and_then(|raw| raw.as_str());
    prefix.unwrap_or_default().to_string()
}

/// A blank line above a feed that has none.
fn set_apart(table: &mut Table) {
    let above = prefix(table);
    if !above.starts_with('\n') {
        table.decor_mut().set_prefix(format!("\n{above}"));
    }
}

/// Takes away the one blank line above a feed, which is the first now and has the head's above it.
fn draw_up(table: &mut Table) {
    let above = prefix(table);
    if let Some(rest) = above.strip_prefix('\n')
        && !rest.starts_with('\n')
    {
        table.decor_mut().set_prefix(rest);
    }
}

#[cfg(test)]
mod tests;
