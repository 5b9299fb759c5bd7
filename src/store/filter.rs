//! A query as SQL over the rows of a stream; the functions that it calls stand in `functions`.
//!
//! Invariant: it finds exactly what `query::eval` finds on the same rows (a law in the tests). No condition is ever null.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use crate::model::{FeedId, SAVED_URL, Timestamp};
use crate::query::{Pattern, Place, Possession, Query, Term, Words};
use crate::store::clause::Clause;
use crate::store::error::StoreError;
use crate::store::functions::{TEXT, needle};
use crate::store::matching::Matching;
use crate::text;

/// A query, ready to be part of a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// The condition.
    pub clause: Clause,
    /// What of the query can choose the streams it is asked of.
    pub lead: Lead,
}

/// Conditions that every find fulfils, so that a smaller index can lead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lead {
    /// Only unread ones.
    pub unread: bool,
    /// Only bookmarks.
    pub bookmarked: bool,
    /// Only of these feeds.
    pub feeds: Option<BTreeSet<FeedId>>,
    /// Not before this.
    pub since: Option<Timestamp>,
}

impl Filter {
    /// The tables a filter asks beside `state` as `s`.
    pub const JOINS: &'static str = "CROSS JOIN feed f ON f.id = s.feed LEFT JOIN entry e ON e.id = s.entry \
         LEFT JOIN bookmark b ON b.entry = s.entry AND b.dropped_at IS NULL LEFT JOIN body y ON y.entry = s.entry LEFT JOIN full_text p ON p.entry = s.entry \
         LEFT JOIN note n ON n.entry = b.entry";

    /// Takes the words of a query apart from the rest, each in SQL; `None` when no words lead to what it finds.
    pub fn by_words(
        connection: &Connection,
        query: &Query,
        keep_since: Option<Timestamp>,
    ) -> Result<Option<ByWords>, StoreError> {
        let compiler = Compiler::new(connection, keep_since)?;
        let lead = compiler.lead(query);
        let Some(matching) = Matching::of(query, lead.feeds.as_ref()) else {
            return Ok(None);
        };
        let listed = if lead.bookmarked {
            "b.entry IS NOT NULL"
        } else {
            "s.hidden = 0"
        };
        Ok(Some(ByWords {
            rest: compiler.clause(&matching.rest),
            whole: compiler.clause(query),
            listed: Clause::new(listed, vec![]),
            matching,
        }))
    }

    /// Puts a query into SQL. With `keep_since`, what was read at that time or later still counts as unread.
    pub fn new(
        connection: &Connection,
        query: &Query,
        keep_since: Option<Timestamp>,
    ) -> Result<Filter, StoreError> {
        let compiler = Compiler::new(connection, keep_since)?;
        Ok(Filter {
            clause: compiler.clause(query),
            lead: compiler.lead(query),
        })
    }
}

/// A query whose words can be asked of the index.
pub struct ByWords {
    /// The words.
    pub matching: Matching,
    /// What they leave to be asked.
    pub rest: Clause,
    /// The whole query.
    pub whole: Clause,
    /// What may be listed at all.
    pub listed: Clause,
}

/// A feed by what a query can call it.
struct NamedFeed {
    id: FeedId,
    title: String,
    url: String,
    folder: String,
    tags: Vec<String>,
}

struct Compiler {
    feeds: Vec<NamedFeed>,
    tags: Vec<String>,
    keep_since: Option<Timestamp>,
}

impl Compiler {
    fn new(connection: &Connection, keep_since: Option<Timestamp>) -> Result<Compiler, StoreError> {
        Ok(Compiler {
            feeds: named_feeds(connection)?,
            tags: known_tags(connection)?,
            keep_since,
        })
    }

    fn clause(&self, query: &Query) -> Clause {
        match query {
            Query::All => Clause::new("1", vec![]),
            Query::And(parts) => self.joined(parts, " AND "),
            Query::Or(parts) => self.joined(parts, " OR "),
            Query::Not(part) => {
                let Clause { sql, values } = self.clause(part);
                Clause::new(format!("NOT ({sql})"), values)
            }
            Query::Term(term) => self.term(term),
        }
    }

    fn joined(&self, parts: &[Query], with: &str) -> Clause {
        let clauses: Vec<Clause> = parts.iter().map(|part| self.clause(part)).collect();
        let sql: Vec<&str> = clauses.iter().map(|clause| clause.sql.as_str()).collect();
        let sql = format!("({})", sql.join(with));
        let values = clauses.iter().flat_map(|clause| clause.values.clone());
        Clause::new(sql, values.collect())
    }

    fn term(&self, term: &Term) -> Clause {
        let time = |sql: &str, time: &Timestamp| Clause::new(sql, vec![Value::Integer(time.0)]);
        match term {
            Term::Anywhere(words) => {
                let [title, author, text] = [Place::Title, Place::Author, Place::Text]
                    .map(|place| words_in(place, words).sql);
                let needle = Value::Text(needle(words));
                let sql = format!("({title} OR {author} OR {text})");
                Clause::new(sql, vec![needle; 3])
            }
            Term::In(place, words) => words_in(*place, words),
            Term::Pattern(Some(place), pattern) => pattern_in(*place, pattern),
            Term::Pattern(None, pattern) => {
                let [title, text] =
                    [Place::Title, Place::Text].map(|place| pattern_in(place, pattern));
                let sql = format!("({} OR {})", title.sql, text.sql);
                Clause::new(sql, [title.values, text.values].concat())
            }
            Term::Unread => match &self.keep_since {
                Some(since) => time("(s.read_at IS NULL OR s.read_at >= ?)", since),
                None => Clause::new("s.read_at IS NULL", vec![]),
            },
            Term::Read => Clause::new("s.read_at IS NOT NULL", vec![]),
            Term::Bookmarked => Clause::new("b.entry IS NOT NULL", vec![]),
            Term::Later => {
                let feeds = Clause::of_feeds(&self.saved());
                Clause::new(
                    format!("({} AND s.hidden & 8 = 0)", feeds.sql),
                    feeds.values,
                )
            }
            Term::Updated => Clause::new("s.changed_at IS NOT NULL", vec![]),
            Term::Has(Possession::Enclosure) => {
                Clause::new("coalesce(e.media, b.media, 0) <> 0", vec![])
            }
            Term::Has(Possession::FullText) => Clause::new("p.html IS NOT NULL", vec![]),
            Term::Has(Possession::Note) => Clause::new("n.entry IS NOT NULL", vec![]),
            Term::Has(Possession::Image) => Clause::new(
                "byline_image(coalesce(e.extra, b.extra, ''), y.content, y.summary, b.content, b.summary)",
                vec![],
            ),
            Term::Language(tag) => Clause::new(
                "byline_language(coalesce(e.extra, b.extra, ''), coalesce(f.language, ''), ?)",
                vec![Value::Text(tag.clone())],
            ),
            Term::Url(part) => Clause::new(
                "byline_part(coalesce(e.link, b.link, ''), ?)",
                vec![Value::Text(part.clone())],
            ),
            Term::Feed(part) => Clause::of_feeds(&self.feeds_called(part)),
            Term::Folder(path) => Clause::of_feeds(&self.feeds_below(path)),
            Term::Tag(tag) => self.tagged(tag),
            Term::Since(since) => time("s.time >= ?", since),
            Term::Until(until) => time("s.time <= ?", until),
            Term::Longer(count) => Clause::new(
                format!("byline_count({TEXT}) > ?"),
                vec![Value::Integer(i64::from(*count))],
            ),
            Term::Shorter(count) => Clause::new(
                format!("byline_count({TEXT}) < ?"),
                vec![Value::Integer(i64::from(*count))],
            ),
        }
    }

    /// The feed of the pages saved for later, if there is one.
    fn saved(&self) -> BTreeSet<FeedId> {
        let saved = self.feeds.iter().filter(|feed| feed.url == SAVED_URL);
        saved.map(|feed| feed.id).collect()
    }

    fn feeds_called(&self, part: &str) -> BTreeSet<FeedId> {
        let part = text::fold(part);
        let called = |feed: &&NamedFeed| {
            text::fold(&feed.title).contains(&part) || text::fold(&feed.url).contains(&part)
        };
        self.feeds
            .iter()
            .filter(called)
            .map(|feed| feed.id)
            .collect()
    }

    fn feeds_below(&self, path: &str) -> BTreeSet<FeedId> {
        let path = text::fold(path.trim_matches('/'));
        let below = |feed: &&NamedFeed| {
            let folder = text::fold(&feed.folder);
            folder
                .strip_prefix(&path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.feeds
            .iter()
            .filter(below)
            .map(|feed| feed.id)
            .collect()
    }

    fn tagged(&self, tag: &str) -> Clause {
        let tag = text::fold(tag);
        let is_it = |other: &String| text::fold(other) == tag;
        let feeds = self.feeds.iter().filter(|feed| feed.tags.iter().any(is_it));
        let feeds = Clause::of_feeds(feeds.map(|feed| &feed.id));
        let own: Vec<&String> = self.tags.iter().filter(|other| is_it(other)).collect();
        let own = serde_json::to_string(&own).unwrap_or_default();
        let mut values = feeds.values;
        values.push(Value::Text(own));
        values.push(Value::Text(tag));
        let sql = format!(
            "({} OR EXISTS (SELECT 1 FROM entry_tag t WHERE t.entry = s.entry AND t.tag IN (SELECT value FROM json_each(?))) \
             OR byline_category(coalesce(e.extra, b.extra, ''), ?))",
            feeds.sql
        );
        Clause::new(sql, values)
    }

    /// What every find fulfils: the conditions that stand at the top, joined by AND.
    fn lead(&self, query: &Query) -> Lead {
        let mut lead = Lead::default();
        let parts = match query {
            Query::And(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        for part in parts {
            let Query::Term(term) = part else { continue };
            match term {
                Term::Unread => lead.unread = true,
                Term::Bookmarked | Term::In(Place::Note, _) | Term::Has(Possession::Note) => {
                    lead.bookmarked = true;
                }
                Term::Later => lead.narrow(self.saved()),
                Term::Feed(name) => lead.narrow(self.feeds_called(name)),
                Term::Folder(path) => lead.narrow(self.feeds_below(path)),
                Term::Since(since) => lead.since = lead.since.max(Some(*since)),
                _ => {}
            }
        }
        lead
    }
}

/// The text of a place in SQL; never null.
fn place_of(place: Place) -> &'static str {
    match place {
        Place::Title => "coalesce(e.title, b.title, '')",
        Place::Author => "coalesce(e.author, b.author, '')",
        Place::Text => TEXT,
        Place::Note => "coalesce(n.text, '')",
    }
}

fn words_in(place: Place, words: &Words) -> Clause {
    let sql = format!("byline_words({}, ?)", place_of(place));
    Clause::new(sql, vec![Value::Text(needle(words))])
}

fn pattern_in(place: Place, pattern: &Pattern) -> Clause {
    let sql = format!("byline_pattern({}, ?)", place_of(place));
    Clause::new(sql, vec![Value::Text(pattern.source().to_string())])
}

impl Lead {
    fn narrow(&mut self, feeds: BTreeSet<FeedId>) {
        self.feeds = Some(match self.feeds.take() {
            Some(before) => before.intersection(&feeds).copied().collect(),
            None => feeds,
        });
    }
}

fn named_feeds(connection: &Connection) -> Result<Vec<NamedFeed>, StoreError> {
    let sql = "SELECT id, coalesce(title, own_title, url), url, folder, tags FROM feed";
    let named = |row: &Row<'_>| {
        let tags: String = row.get(4)?;
        Ok(NamedFeed {
            id: FeedId(row.get(0)?),
            title: row.get(1)?,
            url: row.get(2)?,
            folder: row.get(3)?,
            tags: serde_json::from_str(&tags).unwrap_or_default(),
        })
    };
    let mut statement = connection.prepare_cached(sql)?;
    let feeds = statement.query_map([], named)?.collect::<Result<_, _>>()?;
    Ok(feeds)
}

fn known_tags(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT tag FROM entry_tag")?;
    let tags = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(tags)
}

#[cfg(test)]
mod tests;
