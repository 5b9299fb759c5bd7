//! Entries in the order of lists, from one index each: the pieces that lists are merged from and marks are drawn from.
//!
//! Invariants: every stream names its index, so that no statistics are needed to choose it; it is entered at a key and left at a limit, and sorts nothing.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::model::{Direction, EntryId, FeedId, SortKey, Timestamp};
use crate::store::clause::{Clause, HIDDEN};
use crate::store::error::StoreError;
use crate::store::filter::Filter;

/// Entries that one index holds in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stream {
    /// All that are listed.
    All,
    /// Those not read.
    Unread,
    /// Of a feed.
    OfFeed(FeedId),
    /// Of a feed and not read.
    UnreadOfFeed(FeedId),
    /// Of several feeds: for marks only, since it has no order.
    OfFeeds(Vec<FeedId>),
    /// Of several feeds and not read: for marks only.
    UnreadOfFeeds(Vec<FeedId>),
    /// The reader's copies.
    Bookmarks,
    /// The reader's copies of what is not read, or was read at this time or later.
    UnreadBookmarks(Timestamp),
    /// The reader's copies among what is listed: of these feeds, begun ones only, and what is not read or was read at this time or later.
    BookmarksAmong(Option<Vec<FeedId>>, bool, Option<Timestamp>),
    /// Begun and left.
    Begun,
    /// Begun and left, not read, or read at this time or later.
    UnreadBegun(Timestamp),
    /// What rules hide.
    Hidden {
        /// Of these feeds only.
        feeds: Option<Vec<FeedId>>,
        /// Not read, or read at this time or later.
        unread: Option<Timestamp>,
    },
}

/// From where a stream is entered: never this place itself.
#[derive(Clone, Copy, Debug)]
pub struct Entrance {
    /// The place.
    pub from: SortKey,
    /// Which way it runs.
    pub direction: Direction,
}

/// The two parts of a stream beyond an entrance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// At the time of the entrance.
    SameTime,
    /// Further on.
    Beyond,
}

impl Stream {
    /// The tables it reads: `state` as `s`, of bookmarks `bookmark` as `k` before it.
    pub fn tables(&self) -> &'static str {
        match self {
            Stream::All => "state s INDEXED BY state_time",
            Stream::Unread => "state s INDEXED BY state_unread",
            Stream::OfFeed(_) | Stream::OfFeeds(_) => "state s INDEXED BY state_feed",
            Stream::UnreadOfFeed(_) | Stream::UnreadOfFeeds(_) => {
                "state s INDEXED BY state_unread_feed"
            }
            Stream::Bookmarks | Stream::UnreadBookmarks(_) | Stream::BookmarksAmong(..) => {
                "bookmark k INDEXED BY bookmark_time CROSS JOIN state s ON s.entry = k.entry"
            }
            Stream::Begun | Stream::UnreadBegun(_) => "state s INDEXED BY state_begun",
            Stream::Hidden { .. } => "state s INDEXED BY state_hidden",
        }
    }

    /// What makes an entry part of it.
    pub fn condition(&self) -> Clause {
        let unread = "s.read_at IS NULL";
        let kept = "(s.read_at IS NULL OR s.read_at >= ?)";
        let one = |feed: &FeedId| vec![Value::Integer(feed.0)];
        match self {
            Stream::All => Clause::new("s.hidden = 0", vec![]),
            Stream::Unread => Clause::new(format!("s.hidden = 0 AND {unread}"), vec![]),
            Stream::OfFeed(feed) => Clause::new("s.hidden = 0 AND s.feed = ?", one(feed)),
            Stream::UnreadOfFeed(feed) => Clause::new(
                format!("s.hidden = 0 AND {unread} AND s.feed = ?"),
                one(feed),
            ),
            Stream::OfFeeds(feeds) => {
                Clause::new("s.hidden = 0", vec![]).and(Clause::of_feeds(feeds))
            }
            Stream::UnreadOfFeeds(feeds) => {
                Clause::new(format!("s.hidden = 0 AND {unread}"), vec![])
                    .and(Clause::of_feeds(feeds))
            }
            Stream::Bookmarks => Clause::new("k.dropped_at IS NULL", vec![]),
            Stream::UnreadBookmarks(since) => Clause::new(
                format!("k.dropped_at IS NULL AND {kept}"),
                vec![Value::Integer(since.0)],
            ),
            Stream::BookmarksAmong(feeds, begun, since) => {
                let mut clause = Clause::new("k.dropped_at IS NULL AND s.hidden = 0", vec![]);
                if let Some(feeds) = feeds {
                    clause = clause.and(Clause::of_feeds(feeds));
                }
                if *begun {
                    clause = clause.and(Clause::new("s.left_at IS NOT NULL", vec![]));
                }
                if let Some(since) = since {
                    clause = clause.and(Clause::new(kept, vec![Value::Integer(since.0)]));
                }
                clause
            }
            Stream::Begun => Clause::new("s.hidden = 0 AND s.left_at IS NOT NULL", vec![]),
            Stream::UnreadBegun(since) => Clause::new(
                format!("s.hidden = 0 AND s.left_at IS NOT NULL AND {kept}"),
                vec![Value::Integer(since.0)],
            ),
            Stream::Hidden { feeds, unread } => {
                let mut clause = Clause::new(HIDDEN, vec![]);
                if let Some(feeds) = feeds {
                    clause = clause.and(Clause::of_feeds(feeds));
                }
                if let Some(since) = unread {
                    clause = clause.and(Clause::new(kept, vec![Value::Integer(since.0)]));
                }
                clause
            }
        }
    }

    /// Whether its order is when entries were last read, not their own time.
    pub fn is_by_reading(&self) -> bool {
        matches!(self, Stream::Begun | Stream::UnreadBegun(_))
    }

    /// The columns of its key: time and entry.
    fn sorted_by(&self) -> (&'static str, &'static str) {
        match self {
            Stream::Bookmarks | Stream::UnreadBookmarks(_) | Stream::BookmarksAmong(..) => {
                ("k.time", "k.entry")
            }
            _ if self.is_by_reading() => ("s.left_at", "s.entry"),
            _ => ("s.time", "s.entry"),
        }
    }

    /// One of the two statements that `keys` runs: entries that share the time of the entrance, or those beyond it. One statement over `(time, entry)` would
    /// enter the index at the time only and walk over all that share it. Its values are those of `condition`, the place, those of the filter, the limit.
    pub fn statement(&self, part: Part, way: Direction, filter: Option<&Filter>) -> String {
        let (time, entry) = self.sorted_by();
        let (beyond, order) = match way {
            Direction::Next => ("<", "DESC"),
            Direction::Previous => (">", "ASC"),
        };
        let place = match part {
            Part::SameTime => format!("{time} = ? AND {entry} {beyond} ?"),
            Part::Beyond => format!("{time} {beyond} ?"),
        };
        let (joins, filtered) = match filter {
            Some(filter) => (Filter::JOINS, format!(" AND {}", filter.clause.sql)),
            None => ("", String::new()),
        };
        format!(
            "SELECT {time}, {entry} FROM {} {joins} WHERE {} AND {place}{filtered} ORDER BY {time} {order}, {entry} {order} LIMIT ?",
            self.tables(),
            self.condition().sql
        )
    }

    /// How many entries it holds, from counts that are kept or of few; none where that would mean counting.
    pub fn size(&self, connection: &Connection) -> Result<Option<u64>, StoreError> {
        let number = |sql: &str, id: i64| -> Result<Option<u64>, StoreError> {
            let mut statement = connection.prepare_cached(sql)?;
            Ok(Some(statement.query_row([id], |row| row.get(0))?))
        };
        match self {
            Stream::All => number(
                "SELECT coalesce(sum(total), 0) FROM feed WHERE subscribed AND id <> ?1",
                0,
            ),
            Stream::Unread => number(
                "SELECT coalesce(sum(unread), 0) FROM feed WHERE subscribed AND id <> ?1",
                0,
            ),
            Stream::OfFeed(feed) => number("SELECT total FROM feed WHERE id = ?1", feed.0),
            Stream::UnreadOfFeed(feed) => number("SELECT unread FROM feed WHERE id = ?1", feed.0),
            Stream::Bookmarks => number(
                "SELECT count(*) FROM bookmark INDEXED BY bookmark_time WHERE dropped_at IS NULL AND time >= ?1",
                i64::MIN,
            ),
            Stream::Begun => number(
                "SELECT count(*) FROM state INDEXED BY state_begun WHERE hidden = 0 AND left_at IS NOT NULL AND left_at >= ?1",
                i64::MIN,
            ),
            Stream::Hidden { .. } => number(
                "SELECT count(*) FROM state INDEXED BY state_hidden WHERE hidden = 2 AND time >= ?1",
                i64::MIN,
            ),
            _ => Ok(None),
        }
    }

    /// The next keys from an entrance, at most `limit`.
    pub fn keys(
        &self,
        connection: &Connection,
        entrance: Entrance,
        filter: Option<&Filter>,
        limit: usize,
    ) -> Result<Vec<SortKey>, StoreError> {
        let Entrance { from, direction } = entrance;
        let mut keys = Vec::new();
        for part in [Part::SameTime, Part::Beyond] {
            let mut values = self.condition().values;
            values.push(Value::Integer(from.time.0));
            if part == Part::SameTime {
                values.push(Value::Integer(from.id.0));
            }
            values.extend(
                filter
                    .iter()
                    .flat_map(|filter| filter.clause.values.clone()),
            );
            let rest = limit.saturating_sub(keys.len());
            values.push(Value::Integer(i64::try_from(rest).unwrap_or(i64::MAX)));
            let sql = self.statement(part, direction, filter);
            let mut statement = connection.prepare_cached(&sql)?;
            for found in statement.query_map(params_from_iter(values), key)? {
                keys.push(found?);
            }
        }
        Ok(keys)
    }
}

/// A sort key from the columns time and entry.
pub fn key(row: &Row<'_>) -> rusqlite::Result<SortKey> {
    Ok(SortKey {
        time: Timestamp(row.get(0)?),
        id: EntryId(row.get(1)?),
    })
}

#[cfg(test)]
mod tests;
