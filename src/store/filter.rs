//! A query as SQL over the rows of a stream, and the SQL functions that it needs.
//!
//! Invariant: it finds exactly what `query::eval` finds on the same rows (a law in the tests). No condition is ever null.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use crate::model::{FeedId, Timestamp};
use crate::query::{Query, Term, Words};
use crate::store::clause::Clause;
use crate::store::error::StoreError;
use crate::store::extra::Extra;
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
         LEFT JOIN bookmark b ON b.entry = s.entry AND b.dropped_at IS NULL";

    /// Puts a query into SQL. With `keep_since`, what was read at that time or later still counts as unread.
    pub fn new(
        connection: &Connection,
        query: &Query,
        keep_since: Option<Timestamp>,
    ) -> Result<Filter, StoreError> {
        let compiler = Compiler {
            feeds: named_feeds(connection)?,
            tags: known_tags(connection)?,
            keep_since,
        };
        Ok(Filter {
            clause: compiler.clause(query),
            lead: compiler.lead(query),
        })
    }
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
        let words = |column: &str, words: &Words| {
            let sql = format!("byline_words(coalesce(e.{column}, b.{column}, ''), ?)");
            Clause::new(sql, vec![Value::Text(needle(words))])
        };
        let time = |sql: &str, time: &Timestamp| Clause::new(sql, vec![Value::Integer(time.0)]);
        match term {
            Term::Anywhere(needle) | Term::Title(needle) => words("title", needle),
            Term::Author(needle) => words("author", needle),
            Term::Unread => match &self.keep_since {
                Some(since) => time("(s.read_at IS NULL OR s.read_at >= ?)", since),
                None => Clause::new("s.read_at IS NULL", vec![]),
            },
            Term::Read => Clause::new("s.read_at IS NOT NULL", vec![]),
            Term::Bookmarked => Clause::new("b.entry IS NOT NULL", vec![]),
            Term::Feed(part) => Clause::of_feeds(&self.feeds_called(part)),
            Term::Folder(path) => Clause::of_feeds(&self.feeds_below(path)),
            Term::Tag(tag) => self.tagged(tag),
            Term::Since(since) => time("s.time >= ?", since),
            Term::Until(until) => time("s.time <= ?", until),
        }
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
                Term::Bookmarked => lead.bookmarked = true,
                Term::Feed(name) => lead.narrow(self.feeds_called(name)),
                Term::Folder(path) => lead.narrow(self.feeds_below(path)),
                Term::Since(since) => lead.since = lead.since.max(Some(*since)),
                _ => {}
            }
        }
        lead
    }
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

/// Words as one value for `byline_words`: a letter for the sort, then the folded words.
fn needle(words: &Words) -> String {
    match words {
        Words::Word {
            text,
            prefix: false,
        } => format!("w{text}"),
        Words::Word { text, prefix: true } => format!("p{text}"),
        Words::Phrase(words) => format!("q{}", words.join(" ")),
    }
}

/// The words behind a needle.
fn words_of(needle: &str) -> Words {
    let (sort, rest) = needle.split_at_checked(1).unwrap_or_default();
    match sort {
        "q" => Words::Phrase(rest.split(' ').map(ToString::to_string).collect()),
        _ => Words::Word {
            text: rest.to_string(),
            prefix: sort == "p",
        },
    }
}

/// Makes the functions of filters known to a connection.
pub fn register(connection: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("byline_words", 2, flags, has_words)?;
    connection.create_scalar_function("byline_category", 2, flags, has_category)?;
    Ok(())
}

fn has_words(context: &mut Context<'_>) -> rusqlite::Result<bool> {
    let wanted: Arc<Words> =
        context.get_or_create_aux(1, |needle| needle.as_str().map(words_of))?;
    Ok(wanted.are_in(context.get_raw(0).as_str()?))
}

fn has_category(context: &mut Context<'_>) -> rusqlite::Result<bool> {
    let extra = context.get_raw(0).as_str()?;
    let tag = context.get_raw(1).as_str()?;
    let categories = Extra::parse(Some(extra)).categories;
    Ok(categories
        .iter()
        .any(|category| text::fold(category) == tag))
}

#[cfg(test)]
mod tests;
