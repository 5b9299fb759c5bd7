//! What tells an entry from the others of its document: an id for each, made up where the feed gives none.
//!
//! | the feed gives | id |
//! |---|---|
//! | an id of its own | the id, as given |
//! | no id, a link of its own | the link |
//! | neither, or a link that others share | `byline:` and a hash of link, title and text |
//! | an id that different entries share | the id, `#` and a hash of what tells them apart: link, else title |
//! | the same entry twice | one entry |
//!
//! Never random, never the place in the document, never a date: a feed that is fetched again, reordered or cut shorter
//! gives its entries the same ids. Whether an entry is one that the store has is decided by more than its id: `identity`.

use std::collections::{HashMap, HashSet};

use crate::model::ParsedEntry;

/// What `identify` makes up begins so.
const MADE_UP: &str = "byline:";
/// Digits of a hash that `identify` adds to an id that several entries have.
const HASH_DIGITS: usize = 16;

/// What an id is, after `identify`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guid<'a> {
    /// The feed's own, or the link in its place; what was added for others that have it too is gone.
    Given(&'a str),
    /// Made up of all that the entry says.
    MadeOfAll,
}

/// What an id is that `identify` left. It is also how ids stand in stores of all versions.
pub fn given(guid: &str) -> Guid<'_> {
    if guid.strip_prefix(MADE_UP).is_some_and(is_hash) {
        return Guid::MadeOfAll;
    }
    match guid.rsplit_once('#') {
        Some((id, hash)) if !id.is_empty() && is_hash(hash) => Guid::Given(id),
        _ => Guid::Given(guid),
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == HASH_DIGITS && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Gives every entry its id; entries that come twice are dropped but once. Tells how many were.
pub fn identify(entries: &mut Vec<ParsedEntry>) -> usize {
    fill(entries);
    let before = entries.len();
    tell_apart(entries);
    before - entries.len()
}

/// An id for those without one.
fn fill(entries: &mut [ParsedEntry]) {
    let mut links: HashMap<String, u32> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.guid.is_empty()) {
        if let Some(link) = &entry.link {
            *links.entry(link.clone()).or_default() += 1;
        }
    }
    for entry in entries.iter_mut().filter(|entry| entry.guid.is_empty()) {
        entry.guid = match &entry.link {
            Some(link) if links.get(link) == Some(&1) => link.clone(),
            link => {
                let link = link.as_deref().unwrap_or_default();
                hashed("", &[link, &entry.title, text(entry)])
            }
        };
    }
}

/// Different entries with one id get one each.
fn tell_apart(entries: &mut Vec<ParsedEntry>) {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        groups.entry(&entry.guid).or_default().push(at);
    }
    let shared: Vec<Vec<usize>> = groups.into_values().filter(|g| g.len() > 1).collect();
    let mut dropped = HashSet::new();
    for group in shared {
        let by = distinction(entries, &group);
        let mut seen = HashSet::new();
        for at in group {
            if let Some(entry) = entries.get_mut(at) {
                let apart = by(entry);
                if apart.is_some() {
                    entry.guid = hashed(&entry.guid, &[&apart.unwrap_or_default()]);
                }
                if !seen.insert(entry.guid.clone()) {
                    dropped.insert(at);
                }
            }
        }
    }
    if !dropped.is_empty() {
        let mut at = 0;
        entries.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
    }
}

/// What tells the entries of a group apart: their links if they differ, else their titles. Entries that agree in both
/// are versions of one entry.
fn distinction(entries: &[ParsedEntry], group: &[usize]) -> fn(&ParsedEntry) -> Option<String> {
    let values = |of: fn(&ParsedEntry) -> Option<String>| {
        let all: HashSet<Option<String>> = group
            .iter()
            .filter_map(|at| entries.get(*at))
            .map(of)
            .collect();
        all.len()
    };
    let by_link: fn(&ParsedEntry) -> Option<String> = |entry| entry.link.clone();
    let by_title: fn(&ParsedEntry) -> Option<String> = |entry| Some(entry.title.clone());
    let by_both: fn(&ParsedEntry) -> Option<String> =
        |entry| Some(format!("{:?} {}", entry.link, entry.title));
    match (values(by_link), values(by_title)) {
        (1, 1) => |_| None,
        (links, _) if links == group.len() => by_link,
        (1, _) => by_title,
        _ => by_both,
    }
}

fn text(entry: &ParsedEntry) -> &str {
    entry
        .summary
        .as_deref()
        .or(entry.content.as_deref())
        .unwrap_or_default()
}

fn hashed(id: &str, parts: &[&str]) -> String {
    let print = fingerprint(parts);
    if id.is_empty() {
        format!("{MADE_UP}{print:016x}")
    } else {
        format!("{id}#{print:016x}")
    }
}

/// FNV-1a over the parts: the same in every version of byline, on every machine.
fn fingerprint(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(guid: &str, link: &str, title: &str) -> ParsedEntry {
        ParsedEntry {
            guid: guid.to_string(),
            link: (!link.is_empty()).then(|| link.to_string()),
            title: title.to_string(),
            ..ParsedEntry::default()
        }
    }

    fn guids(entries: &[(&str, &str, &str)]) -> Vec<String> {
        let mut entries: Vec<ParsedEntry> =
            entries.iter().map(|(g, l, t)| entry(g, l, t)).collect();
        identify(&mut entries);
        entries.into_iter().map(|entry| entry.guid).collect()
    }

    #[test]
    fn an_id_of_its_own_stays_as_it_is() {
        assert_eq!(guids(&[("1", "l", "a"), ("2", "l", "b")]), ["1", "2"]);
        assert_eq!(guids(&[("", "l1", "a"), ("", "l2", "a")]), ["l1", "l2"]);
    }

    #[test]
    fn identities_do_not_depend_on_order_or_neighbours() {
        let a = guids(&[
            ("", "", "a"),
            ("", "", "b"),
            ("", "home", "c"),
            ("", "home", "d"),
        ]);
        let b = guids(&[
            ("", "home", "d"),
            ("", "home", "c"),
            ("", "", "b"),
            ("", "", "a"),
        ]);
        assert_eq!(a, b.into_iter().rev().collect::<Vec<_>>());
        assert_eq!(a.iter().collect::<HashSet<_>>().len(), 4);
        let (x, y) = (("g", "l1", "a"), ("g", "l2", "b"));
        assert_eq!(
            guids(&[x, y]),
            guids(&[y, x]).into_iter().rev().collect::<Vec<_>>()
        );
    }

    #[test]
    fn an_id_that_entries_share_swallows_none() {
        let shared = guids(&[("g", "l1", "a"), ("g", "l2", "a"), ("g", "l3", "a")]);
        assert_eq!(shared.iter().collect::<HashSet<_>>().len(), 3);
        let shared = guids(&[("g", "l", "a"), ("g", "l", "b")]);
        assert_eq!(shared.iter().collect::<HashSet<_>>().len(), 2);
        assert!(shared.iter().all(|guid| guid.starts_with("g#")));
    }

    #[test]
    fn the_same_entry_twice_is_one() {
        assert_eq!(guids(&[("g", "l", "a"), ("g", "l", "a")]), ["g"]);
        assert_eq!(guids(&[("", "l", "a"), ("", "l", "a")]).len(), 1);
    }
}
