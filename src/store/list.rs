//! A list: the streams a scope is merged from, and its keys in order from any place.
//!
//! Invariant: the cost of a piece of a list depends on its length and on the number of its feeds, not on the number of entries. Two exceptions: a filter may have
//! to look at every entry of its streams, and entries just read that stay listed are as many as the reader just marked.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, VecDeque};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::model::{Direction, EntryId, FeedId, Scope, Show, SortKey, Timestamp};
use crate::query::Query;
use crate::store::clause::Clause;
use crate::store::error::StoreError;
use crate::store::filter::{ByWords, Filter, Lead};
use crate::store::saved::saved_feed;
use crate::store::search::{FEW, Found, MANY, Side};
use crate::store::stream::{Entrance, Stream, key};

/// What a list is asked to show.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// Of what.
    pub scope: &'a Scope,
    /// Whether read ones too.
    pub show: Show,
    /// Entries read since then stay in a list of unread ones; 0: none do.
    pub keep_since: Timestamp,
    /// When today began.
    pub midnight: Timestamp,
    /// Of a search; narrows any other scope.
    pub query: Option<&'a Query>,
}

/// Streams, and what is taken of them.
pub struct List {
    /// Merged by key.
    pub streams: Vec<Stream>,
    /// Nothing older.
    pub floor: Option<Timestamp>,
    /// Of these the query's finds only.
    pub filter: Option<Filter>,
    /// Just read, and still listed. Newest first.
    pub kept: Vec<SortKey>,
    /// A search with words: sorted by when its finds were first seen, and found otherwise than by going through streams.
    pub found: Option<Found>,
}

impl List {
    /// The list of a scope.
    pub fn new(connection: &Connection, sight: &Sight<'_>) -> Result<List, StoreError> {
        let keep = (sight.keep_since > Timestamp(0)).then_some(sight.keep_since);
        let filter = sight
            .query
            .map(|query| Filter::new(connection, query, keep))
            .transpose()?;
        let lead = filter
            .as_ref()
            .map(|filter| filter.lead.clone())
            .unwrap_or_default();
        let unread = sight.show == Show::Unread || *sight.scope == Scope::Unread || lead.unread;
        let floor = match sight.scope {
            Scope::Today => lead.since.max(Some(sight.midnight)),
            // Its order is not that of the entries' own times.
            Scope::Continue => None,
            _ => lead.since,
        };
        let feeds = feeds_of(connection, sight.scope, &lead)?;
        let mut list = List {
            streams: streams(connection, sight, &lead, feeds.as_ref())?,
            floor,
            filter,
            kept: Vec::new(),
            found: None,
        };
        let is_ordered_by_state = !list.streams.iter().any(|stream| {
            matches!(
                stream,
                Stream::UnreadBookmarks(_)
                    | Stream::UnreadBegun(_)
                    | Stream::Bookmarks
                    | Stream::BookmarksAmong(..)
                    | Stream::Begun
                    | Stream::Hidden { .. }
            )
        });
        if let (true, true, Some(since)) = (unread, is_ordered_by_state, keep) {
            list.kept = list.just_read(connection, since, feeds.as_ref())?;
        }
        if let (true, Some(query)) = (takes_words(sight.scope), sight.query) {
            let by_words = Filter::by_words(connection, query, keep)?;
            list.found = by_words
                .map(|by_words| {
                    list.found(
                        connection,
                        by_words,
                        unread.then(|| keep.unwrap_or(Timestamp(i64::MAX))),
                    )
                })
                .transpose()?;
        }
        Ok(list)
    }

    /// The list as a search with words. `unread`: only those not read, or read at this time or later.
    fn found(
        &self,
        connection: &Connection,
        by_words: ByWords,
        unread: Option<Timestamp>,
    ) -> Result<Found, StoreError> {
        let mut listed = by_words.listed;
        if let Some(since) = unread {
            listed = listed.and(Clause::new(
                "(s.read_at IS NULL OR s.read_at >= ?)",
                vec![Value::Integer(since.0)],
            ));
        }
        let clauses = (by_words.rest, by_words.whole);
        let side = self.side(connection)?;
        Ok(Found::new(&by_words.matching, listed, clauses, side))
    }

    /// What the streams leave to a search, if that is little.
    fn side(&self, connection: &Connection) -> Result<Side, StoreError> {
        let size = self.size(connection)?;
        if size > MANY {
            return Ok(Side::All);
        }
        let top = Entrance {
            from: SortKey {
                time: Timestamp(i64::MAX),
                id: EntryId(i64::MAX),
            },
            direction: Direction::Next,
        };
        let ids = |keys: Vec<SortKey>| {
            let mut ids: Vec<i64> = keys.into_iter().map(|key| key.id.0).collect();
            ids.sort_unstable();
            ids
        };
        if size <= FEW {
            return Ok(Side::Found(ids(self.keys(connection, top, usize::MAX)?)));
        }
        let plain = List {
            streams: self.streams.clone(),
            floor: self.floor,
            filter: None,
            kept: self.kept.clone(),
            found: None,
        };
        Ok(Side::Within(ids(plain.keys(
            connection,
            top,
            usize::MAX,
        )?)))
    }

    /// How many entries the streams hold, at most; more than `MANY` is not counted.
    pub fn size(&self, connection: &Connection) -> Result<u64, StoreError> {
        let mut size = self.kept.len() as u64;
        for stream in &self.streams {
            size += stream.size(connection)?.unwrap_or(u64::from(u32::MAX));
        }
        match self.floor {
            Some(floor) if size > MANY => {
                let sql = "SELECT count(*) FROM (SELECT 1 FROM state INDEXED BY state_time WHERE hidden = 0 AND time >= ?1 LIMIT ?2)";
                let values = [floor.0, MANY as i64 + 1];
                let mut statement = connection.prepare_cached(sql)?;
                Ok(size.min(statement.query_row(values, |row| row.get(0))?))
            }
            _ => Ok(size),
        }
    }

    /// Keys from a place on, that place left out, at most `limit`, in the order of the direction.
    pub fn keys(
        &self,
        connection: &Connection,
        entrance: Entrance,
        limit: usize,
    ) -> Result<Vec<SortKey>, StoreError> {
        if let Some(found) = &self.found {
            return found.keys(connection, entrance, limit);
        }
        let entrance = self.above_floor(entrance);
        let mut cursors: Vec<Cursor<'_>> = self.streams.iter().map(Cursor::new).collect();
        let share = limit.div_ceil(cursors.len().max(1)).max(4);
        let chunk = if cursors.len() == 1 { limit } else { share };
        let mut merged = Vec::with_capacity(limit.min(1024));
        let mut heap = BinaryHeap::with_capacity(cursors.len() + 1);
        let mut kept = self.kept_from(entrance).into_iter();
        let kept_lane = cursors.len();
        let ranked = |key, lane| Reverse((Ranked::new(key, entrance.direction), lane));
        for (lane, cursor) in cursors.iter_mut().enumerate() {
            let next = cursor.next(connection, self, entrance, chunk)?;
            heap.extend(next.map(|key| ranked(key, lane)));
        }
        heap.extend(kept.next().map(|key| ranked(key, kept_lane)));
        while merged.len() < limit {
            let Some(Reverse((next, lane))) = heap.pop() else {
                break;
            };
            let is_below = |floor: Timestamp| next.key.time < floor;
            if self.floor.is_some_and(is_below) {
                break;
            }
            merged.push(next.key);
            let following = match cursors.get_mut(lane) {
                Some(cursor) => cursor.next(connection, self, entrance, chunk)?,
                None => kept.next(),
            };
            heap.extend(following.map(|key| ranked(key, lane)));
        }
        Ok(merged)
    }

    /// Upwards a list begins at its floor.
    fn above_floor(&self, entrance: Entrance) -> Entrance {
        match (self.floor, entrance.direction) {
            (Some(floor), Direction::Previous) => {
                let just_below = SortKey {
                    time: floor.plus(-1),
                    id: EntryId(i64::MAX),
                };
                Entrance {
                    from: entrance.from.max(just_below),
                    ..entrance
                }
            }
            _ => entrance,
        }
    }

    fn kept_from(&self, entrance: Entrance) -> Vec<SortKey> {
        let is_beyond = |key: &&SortKey| match entrance.direction {
            Direction::Next => **key < entrance.from,
            Direction::Previous => **key > entrance.from,
        };
        let mut kept: Vec<SortKey> = self.kept.iter().filter(is_beyond).copied().collect();
        if entrance.direction == Direction::Previous {
            kept.reverse();
        }
        kept
    }

    /// Entries of this list that were read since the reader came here. The history knows them: no index on `read_at` is needed, which nearly every row would share.
    fn just_read(
        &self,
        connection: &Connection,
        since: Timestamp,
        feeds: Option<&BTreeSet<FeedId>>,
    ) -> Result<Vec<SortKey>, StoreError> {
        let joins = self.filter.as_ref().map_or("", |_| Filter::JOINS);
        let mut clause = Clause::new(
            "a.at >= ? AND a.kind = 'read' AND s.read_at >= ? AND s.hidden = 0",
            vec![Value::Integer(since.0), Value::Integer(since.0)],
        );
        if let Some(floor) = self.floor {
            clause = clause.and(Clause::new("s.time >= ?", vec![Value::Integer(floor.0)]));
        }
        if let Some(feeds) = feeds {
            clause = clause.and(Clause::of_feeds(feeds));
        }
        if let Some(filter) = &self.filter {
            clause = clause.and(filter.clause.clone());
        }
        let sql = format!(
            "SELECT s.time, s.entry FROM act a INDEXED BY act_at CROSS JOIN act_entry x ON x.act = a.id \
             CROSS JOIN state s ON s.entry = x.entry {joins} WHERE {}",
            clause.sql
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut keys: Vec<SortKey> = statement
            .query_map(params_from_iter(clause.values), key)?
            .collect::<Result<_, _>>()?;
        keys.sort_unstable_by(|a, b| b.cmp(a));
        keys.dedup();
        Ok(keys)
    }
}

/// Whether a query with words is asked of everything there is.
fn takes_words(scope: &Scope) -> bool {
    scope.is_query() || *scope == Scope::Everything
}

/// The feeds a list is limited to, if it is.
fn feeds_of(
    connection: &Connection,
    scope: &Scope,
    lead: &Lead,
) -> Result<Option<BTreeSet<FeedId>>, StoreError> {
    let of_scope = match scope {
        Scope::Feed(feed) => Some(BTreeSet::from([*feed])),
        Scope::Folder(path) => Some(feeds_below(connection, path)?),
        Scope::Saved => Some(saved_feed(connection)?.into_iter().collect()),
        _ => None,
    };
    Ok(match (of_scope, &lead.feeds) {
        (Some(of_scope), Some(of_query)) => {
            Some(of_scope.intersection(of_query).copied().collect())
        }
        (of_scope, of_query) => of_scope.or_else(|| of_query.clone()),
    })
}

/// The subscribed feeds of a folder and of those below it.
pub fn feeds_below(connection: &Connection, path: &str) -> Result<BTreeSet<FeedId>, StoreError> {
    let sql = "SELECT id FROM feed WHERE subscribed AND (folder = ?1 OR substr(folder, 1, length(?1) + 1) = ?1 || '/')";
    let mut statement = connection.prepare_cached(sql)?;
    let feeds = statement
        .query_map([path], |row| Ok(FeedId(row.get(0)?)))?
        .collect::<Result<_, _>>()?;
    Ok(feeds)
}

fn streams(
    connection: &Connection,
    sight: &Sight<'_>,
    lead: &Lead,
    feeds: Option<&BTreeSet<FeedId>>,
) -> Result<Vec<Stream>, StoreError> {
    let unread = sight.show == Show::Unread || *sight.scope == Scope::Unread || lead.unread;
    // Nothing is ever read at the end of time.
    let keep = match sight.keep_since {
        Timestamp(..=0) => Timestamp(i64::MAX),
        since => since,
    };
    if lead.hidden && !matches!(sight.scope, Scope::Bookmarks | Scope::Continue) {
        return Ok(vec![Stream::Hidden {
            feeds: feeds.map(|feeds| feeds.iter().copied().collect()),
            unread: unread.then_some(keep),
        }]);
    }
    if sight.show == Show::Bookmarked && !matches!(sight.scope, Scope::Bookmarks | Scope::Search(_))
    {
        let feeds = feeds.map(|feeds| feeds.iter().copied().collect());
        let begun = *sight.scope == Scope::Continue;
        return Ok(vec![if unread {
            Stream::BookmarksAmong(feeds, begun, Some(keep))
        } else {
            Stream::BookmarksAmong(feeds, begun, None)
        }]);
    }
    let one = match (sight.scope, unread) {
        (Scope::Bookmarks, false) => Stream::Bookmarks,
        (Scope::Bookmarks, true) => Stream::UnreadBookmarks(keep),
        (Scope::Continue, false) => Stream::Begun,
        (Scope::Continue, true) => Stream::UnreadBegun(keep),
        // Of feeds that are gone too.
        (scope, false) if lead.bookmarked && takes_words(scope) => Stream::Bookmarks,
        (scope, true) if lead.bookmarked && takes_words(scope) => Stream::UnreadBookmarks(keep),
        (_, unread) => match feeds {
            Some(feeds) => return per_feed(connection, feeds, unread),
            None if unread => Stream::Unread,
            None => Stream::All,
        },
    };
    Ok(vec![one])
}

/// One stream for each feed; of unread ones only those that have some.
fn per_feed(
    connection: &Connection,
    feeds: &BTreeSet<FeedId>,
    unread: bool,
) -> Result<Vec<Stream>, StoreError> {
    if !unread {
        return Ok(feeds.iter().map(|feed| Stream::OfFeed(*feed)).collect());
    }
    let mut some = connection.prepare_cached("SELECT unread > 0 FROM feed WHERE id = ?1")?;
    let mut streams = Vec::new();
    for feed in feeds {
        let mut rows = some.query([feed.0])?;
        let has_some = rows.next()?.map(|row| row.get(0)).transpose()?;
        if has_some.unwrap_or(false) {
            streams.push(Stream::UnreadOfFeed(*feed));
        }
    }
    Ok(streams)
}

/// A stream being read in chunks.
struct Cursor<'a> {
    stream: &'a Stream,
    ahead: VecDeque<SortKey>,
    last: Option<SortKey>,
    is_through: bool,
}

impl<'a> Cursor<'a> {
    fn new(stream: &'a Stream) -> Cursor<'a> {
        Cursor {
            stream,
            ahead: VecDeque::new(),
            last: None,
            is_through: false,
        }
    }

    fn next(
        &mut self,
        connection: &Connection,
        list: &List,
        entrance: Entrance,
        chunk: usize,
    ) -> Result<Option<SortKey>, StoreError> {
        if self.ahead.is_empty() && !self.is_through {
            let from = self.last.unwrap_or(entrance.from);
            let entrance = Entrance { from, ..entrance };
            let keys = self
                .stream
                .keys(connection, entrance, list.filter.as_ref(), chunk)?;
            self.is_through = keys.len() < chunk;
            self.last = keys.last().copied().or(self.last);
            self.ahead.extend(keys);
        }
        Ok(self.ahead.pop_front())
    }
}

/// A key that comes first when it stands first in the direction of reading.
#[derive(PartialEq, Eq)]
struct Ranked {
    key: SortKey,
    direction: Direction,
}

impl Ranked {
    fn new(key: SortKey, direction: Direction) -> Ranked {
        Ranked { key, direction }
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> std::cmp::Ordering {
        match self.direction {
            Direction::Next => other.key.cmp(&self.key),
            Direction::Previous => self.key.cmp(&other.key),
        }
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
