//! A list in another order than newest first: oldest first, by feed, by title, by length.
//!
//! A small list (`GATHERED` entries) is taken whole and sorted. A large one is walked in the order of an index on title or length, of which its entries are then a
//! good part; by feed it is the lists of its feeds, one after the other. Invariants: a place is an entry; no OFFSET; the work of a piece does not grow with the
//! archive. An entry's text not measured yet counts as none (`measure.rs`).

use std::cmp::Ordering;
use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use crate::model::{Direction, EntryId, FeedId, Order, Scope, Show, SortKey, Timestamp};
use crate::store::clause::Clause;
use crate::store::error::StoreError;
use crate::store::list::{List, Sight};
use crate::store::measure::sort_title;
use crate::store::stream::{Entrance, Stream};

/// Lists of at most so many entries are sorted whole.
const GATHERED: u64 = 8192;

/// What an entry is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Number(i64),
    Text(String),
}

/// An entry's place in the order: what it is sorted by, then its time where that decides, then itself.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    by: By,
    time: Timestamp,
    id: EntryId,
}

/// A list and its order.
pub struct Sorted<'a> {
    list: &'a List,
    order: Order,
    source: Source,
}

enum Source {
    /// Sorted by the list itself.
    Time,
    /// All of it, in order.
    Whole(Vec<Place>),
    /// To be walked in the order of an index: what makes an entry part of it.
    Index(Clause),
    /// The streams of its feeds, feed after feed.
    Feeds(Vec<List>, HashMap<FeedId, usize>),
}

impl<'a> Sorted<'a> {
    /// A list in this order.
    pub fn new(
        connection: &Connection,
        sight: &Sight<'_>,
        list: &'a List,
        order: Order,
    ) -> Result<Sorted<'a>, StoreError> {
        let is_small = list.filter.is_some() || list.size(connection)? <= GATHERED;
        let source = match order {
            Order::Newest | Order::Best | Order::Oldest => Source::Time,
            _ if is_small || !is_of_state(list) => {
                let limit = if is_small && list.filter.is_none() {
                    GATHERED as usize
                } else {
                    usize::MAX
                };
                Source::Whole(gathered(connection, list, order, limit)?)
            }
            Order::FeedUp | Order::FeedDown => by_feed(connection, sight, list, order)?,
            _ => Source::Index(condition(sight, list)),
        };
        Ok(Sorted {
            list,
            order,
            source,
        })
    }

    /// How many entries it has, and where this one stands, when both are known.
    pub fn position(&self, id: EntryId) -> Option<(u64, u64)> {
        let Source::Whole(places) = &self.source else {
            return None;
        };
        let at = places.iter().position(|place| place.id == id)?;
        Some((at as u64, places.len() as u64))
    }

    /// All entries from this one on, itself included.
    pub fn from(
        &self,
        connection: &Connection,
        from: SortKey,
        direction: Direction,
    ) -> Result<Vec<EntryId>, StoreError> {
        self.ids(connection, Some((from, Edge::With)), direction, usize::MAX)
    }

    /// At most so many entries from a place on, `None`: from the end that the direction leaves, in the order of the direction.
    pub fn ids(
        &self,
        connection: &Connection,
        from: Option<(SortKey, Edge)>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<EntryId>, StoreError> {
        match &self.source {
            Source::Time => self.by_time(connection, from, direction, limit),
            Source::Whole(places) => {
                let from = match from {
                    Some((key, edge)) => {
                        place_of(connection, self.order, key)?.map(|place| (place, edge))
                    }
                    None => None,
                };
                Ok(self.piece_of(places, from, direction, limit))
            }
            Source::Index(condition) => self.walk(connection, condition, (from, direction), limit),
            Source::Feeds(lists, ranks) => {
                feed_after_feed(connection, (lists, ranks), (from, direction), limit)
            }
        }
    }

    fn by_time(
        &self,
        connection: &Connection,
        from: Option<(SortKey, Edge)>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<EntryId>, StoreError> {
        let direction = match self.order {
            Order::Oldest => other(direction),
            _ => direction,
        };
        let keys = self
            .list
            .keys(connection, entrance(from, direction), limit)?;
        Ok(keys.into_iter().map(|key| key.id).collect())
    }

    fn piece_of(
        &self,
        places: &[Place],
        from: Option<(Place, Edge)>,
        direction: Direction,
        limit: usize,
    ) -> Vec<EntryId> {
        let before =
            |place: &Place, from: &Place, with: bool| match compare(place, from, self.order) {
                Ordering::Less => true,
                Ordering::Equal => with,
                Ordering::Greater => false,
            };
        let id = |place: &Place| place.id;
        match direction {
            Direction::Next => {
                let at = from.map_or(0, |(from, edge)| {
                    places.partition_point(|place| before(place, &from, edge == Edge::Without))
                });
                places.iter().skip(at).take(limit).map(id).collect()
            }
            Direction::Previous => {
                let at = from.map_or(places.len(), |(from, edge)| {
                    places.partition_point(|place| before(place, &from, edge == Edge::With))
                });
                places.iter().take(at).rev().take(limit).map(id).collect()
            }
        }
    }

    fn walk(
        &self,
        connection: &Connection,
        condition: &Clause,
        (from, direction): (Option<(SortKey, Edge)>, Direction),
        limit: usize,
    ) -> Result<Vec<EntryId>, StoreError> {
        let is_up = matches!(self.order, Order::TitleUp | Order::Shortest);
        let way = Way::new(self.order, is_up == (direction == Direction::Next));
        let place = match from {
            Some((key, edge)) => place_of(connection, self.order, key)?.map(|it| (it, edge)),
            None => None,
        };
        let Some((place, edge)) = place else {
            return way.ids(connection, condition, Clause::new("1", vec![]), limit);
        };
        let by = match place.by {
            By::Number(number) => Value::Integer(number),
            By::Text(text) => Value::Text(text),
        };
        let id = Value::Integer(place.id.0);
        let same = way.same(by.clone(), id, edge);
        let mut ids = way.ids(connection, condition, same, limit)?;
        let rest = limit.saturating_sub(ids.len());
        ids.extend(way.ids(connection, condition, way.beyond(by), rest)?);
        Ok(ids)
    }
}

/// Whether a place is part of what begins there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// It is.
    With,
    /// It is not.
    Without,
}

/// A walk along an index.
pub struct Way {
    column: &'static str,
    index: &'static str,
    sign: &'static str,
    order: &'static str,
}

impl Way {
    /// Along the index of an order; upwards from the least, or downwards.
    pub fn new(order: Order, is_up: bool) -> Way {
        let (column, index) = match order {
            Order::Longest | Order::Shortest => ("e.length", "entry_length"),
            _ => ("e.sort_title", "entry_sort_title"),
        };
        let (sign, order) = if is_up { (">", "ASC") } else { ("<", "DESC") };
        Way {
            column,
            index,
            sign,
            order,
        }
    }

    fn same(&self, by: Value, id: Value, edge: Edge) -> Clause {
        let with = if edge == Edge::With { "=" } else { "" };
        let sql = format!("{} = ? AND e.id {}{with} ?", self.column, self.sign);
        Clause::new(sql, vec![by, id])
    }

    fn beyond(&self, by: Value) -> Clause {
        Clause::new(format!("{} {} ?", self.column, self.sign), vec![by])
    }

    /// The statement of a piece: its values are those of the place, of the condition, and the limit.
    pub fn statement(&self, place: &Clause, condition: &Clause) -> String {
        let Way {
            column,
            index,
            order,
            ..
        } = self;
        format!(
            "SELECT e.id FROM entry e INDEXED BY {index} CROSS JOIN state s ON s.entry = e.id WHERE {} AND {} \
             ORDER BY {column} {order}, e.id {order} LIMIT ?",
            place.sql, condition.sql
        )
    }

    fn ids(
        &self,
        connection: &Connection,
        condition: &Clause,
        place: Clause,
        limit: usize,
    ) -> Result<Vec<EntryId>, StoreError> {
        let sql = self.statement(&place, condition);
        let mut values = place.values;
        values.extend(condition.values.iter().cloned());
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let mut statement = connection.prepare_cached(&sql)?;
        let ids = statement
            .query_map(params_from_iter(values), |row| Ok(EntryId(row.get(0)?)))?
            .collect::<Result<_, _>>()?;
        Ok(ids)
    }
}

/// Which stands first.
fn compare(a: &Place, b: &Place, order: Order) -> Ordering {
    match order {
        Order::FeedUp => a.by.cmp(&b.by).then((b.time, b.id).cmp(&(a.time, a.id))),
        Order::FeedDown => b.by.cmp(&a.by).then((b.time, b.id).cmp(&(a.time, a.id))),
        Order::TitleUp | Order::Shortest => (&a.by, a.id).cmp(&(&b.by, b.id)),
        _ => (&b.by, b.id).cmp(&(&a.by, a.id)),
    }
}

/// Whether its entries are those of `state` alone, and not the reader's copies, of which the entry may be gone.
fn is_of_state(list: &List) -> bool {
    let is_of_state = |stream: &Stream| {
        matches!(
            stream,
            Stream::All | Stream::Unread | Stream::OfFeed(_) | Stream::UnreadOfFeed(_)
        )
    };
    list.streams.iter().all(is_of_state)
}

/// All entries of a list, sorted.
fn gathered(
    connection: &Connection,
    list: &List,
    order: Order,
    limit: usize,
) -> Result<Vec<Place>, StoreError> {
    let keys = list.keys(connection, entrance(None, Direction::Next), limit)?;
    let ranks = ranks(connection, order)?;
    let mut statement = connection.prepare_cached(&by_sql(order))?;
    let mut places = Vec::with_capacity(keys.len());
    for key in keys {
        let place = |row: &Row<'_>| place(row, key, &ranks);
        places.extend(statement.query_row([key.id.0], place).optional()?);
    }
    places.sort_unstable_by(|a, b| compare(a, b, order));
    Ok(places)
}

/// Where an entry stands, listed or not; `None` if nothing is known of it.
fn place_of(
    connection: &Connection,
    order: Order,
    key: SortKey,
) -> Result<Option<Place>, StoreError> {
    let ranks = ranks(connection, order)?;
    let mut statement = connection.prepare_cached(&by_sql(order))?;
    let place = |row: &Row<'_>| place(row, key, &ranks);
    Ok(statement.query_row([key.id.0], place).optional()?)
}

/// What an entry is sorted by; of a copy whose entry is gone, what the copy says.
fn by_sql(order: Order) -> String {
    let by = match order {
        Order::FeedUp | Order::FeedDown => "s.feed",
        Order::Longest | Order::Shortest => "coalesce(e.length, 0)",
        _ => "coalesce(e.sort_title, b.title, '')",
    };
    format!(
        "SELECT {by} FROM state s LEFT JOIN entry e ON e.id = s.entry LEFT JOIN bookmark b ON b.entry = s.entry WHERE s.entry = ?1"
    )
}

fn place(row: &Row<'_>, key: SortKey, ranks: &HashMap<FeedId, usize>) -> rusqlite::Result<Place> {
    let by = match row.get(0)? {
        Value::Integer(feed) if !ranks.is_empty() => {
            let rank = ranks.get(&FeedId(feed)).copied().unwrap_or(usize::MAX);
            By::Number(i64::try_from(rank).unwrap_or(i64::MAX))
        }
        Value::Integer(number) => By::Number(number),
        Value::Text(text) => By::Text(text),
        _ => By::Number(0),
    };
    Ok(Place {
        by,
        time: key.time,
        id: key.id,
    })
}

/// The feeds in the order of their names; of another order none.
fn ranks(connection: &Connection, order: Order) -> Result<HashMap<FeedId, usize>, StoreError> {
    if !matches!(order, Order::FeedUp | Order::FeedDown) {
        return Ok(HashMap::new());
    }
    let feeds = named(connection)?.into_iter().enumerate();
    Ok(feeds.map(|(rank, feed)| (feed, rank)).collect())
}

fn named(connection: &Connection) -> Result<Vec<FeedId>, StoreError> {
    let sql = "SELECT id, coalesce(title, own_title, url) FROM feed";
    let mut statement = connection.prepare_cached(sql)?;
    let name = |row: &Row<'_>| Ok((sort_title(&row.get::<_, String>(1)?), FeedId(row.get(0)?)));
    let mut names: Vec<(String, FeedId)> =
        statement.query_map([], name)?.collect::<Result<_, _>>()?;
    names.sort();
    Ok(names.into_iter().map(|(_, feed)| feed).collect())
}

/// What a walk asks of an entry: that it is listed, and in this list.
fn condition(sight: &Sight<'_>, list: &List) -> Clause {
    let mut condition = Clause::new("s.hidden = 0", vec![]);
    let mut feeds = Vec::new();
    let mut is_unread = false;
    for stream in &list.streams {
        is_unread |= matches!(stream, Stream::Unread | Stream::UnreadOfFeed(_));
        if let Stream::OfFeed(feed) | Stream::UnreadOfFeed(feed) = stream {
            feeds.push(*feed);
        }
    }
    if !feeds.is_empty() {
        condition = condition.and(Clause::of_feeds(&feeds));
    }
    if is_unread {
        let since = match sight.keep_since {
            Timestamp(..=0) => i64::MAX,
            Timestamp(since) => since,
        };
        condition = condition.and(Clause::new(
            "(s.read_at IS NULL OR s.read_at >= ?)",
            vec![Value::Integer(since)],
        ));
    }
    if let Some(floor) = list.floor {
        condition = condition.and(Clause::new("s.time >= ?", vec![Value::Integer(floor.0)]));
    }
    condition
}

/// A list for each feed, in the order of their names.
fn by_feed(
    connection: &Connection,
    sight: &Sight<'_>,
    list: &List,
    order: Order,
) -> Result<Source, StoreError> {
    let of = |stream: &Stream| match stream {
        Stream::OfFeed(feed) | Stream::UnreadOfFeed(feed) => Some(*feed),
        _ => None,
    };
    let limited: Option<Vec<FeedId>> = list.streams.iter().map(of).collect();
    let sql = "SELECT subscribed AND total > 0 FROM feed WHERE id = ?1";
    let mut has_some = connection.prepare_cached(sql)?;
    let mut feeds = named(connection)?;
    if order == Order::FeedDown {
        feeds.reverse();
    }
    let (mut lists, mut ranks) = (Vec::new(), HashMap::new());
    for feed in feeds {
        if limited.as_ref().is_some_and(|feeds| !feeds.contains(&feed))
            || !has_some.query_row([feed.0], |row| row.get(0))?
        {
            continue;
        }
        let scope = Scope::Feed(feed);
        let unread = sight.show == Show::Unread || *sight.scope == Scope::Unread;
        let of_feed = Sight {
            scope: &scope,
            show: if unread { Show::Unread } else { Show::All },
            ..*sight
        };
        ranks.insert(feed, lists.len());
        lists.push(List {
            floor: list.floor,
            ..List::new(connection, &of_feed)?
        });
    }
    Ok(Source::Feeds(lists, ranks))
}

fn feed_after_feed(
    connection: &Connection,
    (lists, ranks): (&[List], &HashMap<FeedId, usize>),
    (from, direction): (Option<(SortKey, Edge)>, Direction),
    limit: usize,
) -> Result<Vec<EntryId>, StoreError> {
    let sql = "SELECT feed FROM state WHERE entry = ?1";
    let at = match from {
        Some((key, _)) => connection
            .query_row(sql, params![key.id.0], |row| Ok(FeedId(row.get(0)?)))
            .optional()?
            .and_then(|feed| ranks.get(&feed).copied()),
        None => None,
    };
    let order: Vec<usize> = match (direction, at) {
        (Direction::Next, at) => (at.unwrap_or(0)..lists.len()).collect(),
        (Direction::Previous, Some(at)) => (0..=at).rev().collect(),
        (Direction::Previous, None) => (0..lists.len()).rev().collect(),
    };
    let mut ids = Vec::new();
    for rank in order {
        let begin = from.filter(|_| at == Some(rank));
        let rest = limit.saturating_sub(ids.len());
        if let (Some(list), 1..) = (lists.get(rank), rest) {
            let keys = list.keys(connection, entrance(begin, direction), rest)?;
            ids.extend(keys.into_iter().map(|key| key.id));
        }
    }
    Ok(ids)
}

/// Where a list by time is entered.
fn entrance(from: Option<(SortKey, Edge)>, direction: Direction) -> Entrance {
    let end = match direction {
        Direction::Next => i64::MAX,
        Direction::Previous => i64::MIN,
    };
    let aside = match direction {
        Direction::Next => 1,
        Direction::Previous => -1,
    };
    let from = match from {
        Some((key, Edge::Without)) => key,
        Some((key, Edge::With)) => SortKey {
            id: EntryId(key.id.0.saturating_add(aside)),
            ..key
        },
        None => SortKey {
            time: Timestamp(end),
            id: EntryId(end),
        },
    };
    Entrance { from, direction }
}

fn other(direction: Direction) -> Direction {
    match direction {
        Direction::Next => Direction::Previous,
        Direction::Previous => Direction::Next,
    }
}

#[cfg(test)]
mod tests;
