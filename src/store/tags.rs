//! The reader's tags, counted.
//!
//! Invariant: what is counted for a tag is what the query `tag:` with `unread` finds, in one pass over what is unread, however many tags there are.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::Connection;

use crate::model::{Direction, EntryId, Scope, Show, SortKey, Timestamp};
use crate::query::{Query, Term};
use crate::store::error::StoreError;
use crate::store::extra::Extra;
use crate::store::handle::Store;
use crate::store::list::{List, Sight};
use crate::store::moment::Moment;
use crate::store::stream::{Entrance, Stream};
use crate::text;

/// The tags on entries, each found by one step in their index, since one tag may stand on very many.
pub const ON_ENTRIES: &str = "WITH RECURSIVE known (tag) AS (SELECT min(tag) FROM entry_tag UNION ALL \
     SELECT (SELECT min(t.tag) FROM entry_tag t WHERE t.tag > known.tag) FROM known WHERE known.tag IS NOT NULL) \
     SELECT tag FROM known WHERE tag IS NOT NULL";

impl Store {
    /// Every tag that stands on an entry, with how many it stands on; the most used first, then by name.
    pub async fn tags(&self) -> Result<Vec<(String, u64)>, StoreError> {
        self.load(|connection| {
            let sql = "SELECT tag, count(*) AS n FROM entry_tag GROUP BY tag ORDER BY n DESC, tag";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The reader's tags, on entries and on the feeds that are subscribed to, each once whatever its case, with the unread entries that `tag:` finds.
    pub async fn unread_of_tags(&self) -> Result<Vec<(String, u64)>, StoreError> {
        self.load(|connection| {
            let mut tally = Tally::new(connection)?;
            if tally.tags.is_empty() {
                return Ok(Vec::new());
            }
            tally.count_entries(connection)?;
            tally.count_categories(connection)?;
            Ok(tally.finish())
        })
        .await
    }

    /// How many unread entries a query finds, counted up to `most`.
    pub async fn unread_found(
        &self,
        query: Query,
        moment: Moment,
        most: u32,
    ) -> Result<u64, StoreError> {
        self.load(move |connection| {
            let sight = Sight {
                scope: &Scope::Search(String::new()),
                show: Show::Unread,
                keep_since: Timestamp(0),
                midnight: moment.midnight,
                query: Some(&query),
            };
            let list = List::new(connection, &sight)?;
            let top = Entrance {
                from: SortKey {
                    time: Timestamp(i64::MAX),
                    id: EntryId(i64::MAX),
                },
                direction: Direction::Next,
            };
            Ok(list.keys(connection, top, most as usize)?.len() as u64)
        })
        .await
    }
}

/// The query that a list of a tag is.
#[must_use]
pub fn tagged(tag: &str) -> Query {
    Query::Term(Term::Tag(text::fold(tag.trim())))
}

/// Unread entries to which their feeds give categories.
fn with_categories() -> String {
    let unread = Stream::Unread;
    format!(
        "SELECT s.entry, e.extra FROM {} CROSS JOIN entry e ON e.id = s.entry WHERE {} AND instr(e.extra, '\"categories\":') > 0",
        unread.tables(),
        unread.condition().sql
    )
}

/// A tag being counted.
#[derive(Default)]
struct Tag {
    /// As it is shown: as it was written first.
    shown: String,
    /// Feeds that have it.
    feeds: HashSet<i64>,
    /// What is unread in them.
    of_feeds: u64,
    /// Entries that have it otherwise.
    entries: HashSet<i64>,
}

/// All tags being counted, by their folded names.
struct Tally {
    tags: BTreeMap<String, Tag>,
}

impl Tally {
    /// The tags that there are, with what is unread in the feeds that have them.
    fn new(connection: &Connection) -> Result<Tally, StoreError> {
        let mut tags: BTreeMap<String, Tag> = BTreeMap::new();
        let mut statement = connection.prepare_cached(ON_ENTRIES)?;
        for tag in statement.query_map([], |row| row.get::<_, String>(0))? {
            let tag = tag?;
            let folded = text::fold(&tag);
            tags.entry(folded).or_default().shown = tag;
        }
        let sql = "SELECT id, unread, tags FROM feed WHERE subscribed AND tags <> '[]' ORDER BY position DESC";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
        })?;
        for row in rows {
            let (feed, unread, names): (i64, u64, String) = row?;
            let names: Vec<String> = serde_json::from_str(&names).unwrap_or_default();
            for name in names {
                let tag = tags.entry(text::fold(&name)).or_default();
                tag.shown = name;
                if tag.feeds.insert(feed) {
                    tag.of_feeds += unread;
                }
            }
        }
        tags.remove("");
        Ok(Tally { tags })
    }

    /// Those that stand on entries.
    fn count_entries(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let sql = "SELECT t.tag, s.entry, s.feed FROM entry_tag t CROSS JOIN state s ON s.entry = t.entry WHERE s.hidden = 0 AND s.read_at IS NULL";
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
        })?;
        for row in rows {
            let (tag, entry, feed) = row?;
            self.note(&text::fold(&tag), entry, feed);
        }
        Ok(())
    }

    /// Those that feeds give their entries as categories.
    fn count_categories(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut statement = connection.prepare_cached(&with_categories())?;
        let mut feed_of = connection.prepare_cached("SELECT feed FROM state WHERE entry = ?1")?;
        let mut rows = statement.query([])?;
        // The same category comes again and again.
        let mut known: HashMap<String, Option<String>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let categories = Extra::parse(row.get_ref(1)?.as_str().ok()).categories;
            for category in categories {
                let folded = known.entry(category).or_insert_with_key(|category| {
                    let folded = text::fold(category);
                    self.tags.contains_key(&folded).then_some(folded)
                });
                let Some(folded) = folded.clone() else {
                    continue;
                };
                let entry = row.get(0)?;
                let feed = feed_of.query_row([entry], |row| row.get(0))?;
                self.note(&folded, entry, feed);
            }
        }
        Ok(())
    }

    fn note(&mut self, tag: &str, entry: i64, feed: i64) {
        if let Some(tag) = self.tags.get_mut(tag)
            && !tag.feeds.contains(&feed)
        {
            tag.entries.insert(entry);
        }
    }

    fn finish(self) -> Vec<(String, u64)> {
        let tags = self.tags.into_values();
        tags.map(|tag| (tag.shown, tag.of_feeds + tag.entries.len() as u64))
            .collect()
    }
}

#[cfg(test)]
mod tests;
