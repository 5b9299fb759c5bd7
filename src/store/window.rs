//! Lists as windows: a scope's rows around a key.
//!
//! Never an OFFSET, never the whole list, never a count of rows that grows with the archive.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::model::{
    Anchor, Direction, EntryId, EntryRow, Order, Scope, Show, SortKey, Timestamp, Window,
};
use crate::query::{Query, excerpt};
use crate::store::best::{NEWEST, best};
use crate::store::error::StoreError;
use crate::store::filter::Filter;
use crate::store::functions::TEXT;
use crate::store::handle::Store;
use crate::store::list::{List, Sight};
use crate::store::moment::Moment;
use crate::store::rows::rows;
use crate::store::search::Found;
use crate::store::sorted::{Edge, Sorted};
use crate::store::stream::{Entrance, Stream};

/// Above every row.
const TOP: SortKey = SortKey {
    time: Timestamp(i64::MAX),
    id: EntryId(i64::MAX),
};
/// Below every row.
const BOTTOM: SortKey = SortKey {
    time: Timestamp(i64::MIN),
    id: EntryId(i64::MIN),
};
/// A search's finds are counted up to so many.
const COUNTED: usize = 500;
/// No screen shows more.
const MOST_ROWS: u32 = 10_000;

/// Which piece of which list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowWish {
    /// What the list shows.
    pub scope: Scope,
    /// Whether read entries are listed.
    pub show: Show,
    /// In a list of unread ones, entries read at this time or later stay listed. 0: none do.
    pub keep_since: Timestamp,
    /// From where it is cut.
    pub anchor: Anchor,
    /// At most so many rows.
    pub count: u32,
    /// The local midnight that began today.
    pub midnight: Timestamp,
    /// The parsed query of a `Scope::Search`; it may also narrow any other scope (`byline list`).
    pub query: Option<Query>,
    /// In which order a search with words is listed; another list has its own.
    pub order: Order,
}

impl Store {
    /// The rows of a piece of a list, newest first.
    pub async fn window(&self, wish: WindowWish) -> Result<Window, StoreError> {
        self.load(move |connection| window(connection, &wish)).await
    }

    /// The nearest unread entry of a scope before or after a place; `None`: from the list's end.
    pub async fn next_unread(
        &self,
        scope: Scope,
        from: Option<SortKey>,
        (direction, order): (Direction, Order),
        moment: Moment,
    ) -> Result<Option<EntryRow>, StoreError> {
        self.load(move |connection| {
            let sight = Sight {
                scope: &scope,
                show: Show::Unread,
                keep_since: Timestamp(0),
                midnight: moment.midnight,
                query: moment.query.as_ref(),
            };
            let list = List::new(connection, &sight)?;
            if is_sorted(order) && list.found.is_none() {
                let sorted = Sorted::new(connection, &sight, &list, order)?;
                let from = from.map(|key| (key, Edge::Without));
                let nearest = sorted.ids(connection, from, direction, 1)?;
                return Ok(rows(connection, &nearest)?.pop());
            }
            let from = from.unwrap_or(match direction {
                Direction::Next => TOP,
                Direction::Previous => BOTTOM,
            });
            let nearest = list.keys(connection, Entrance { from, direction }, 1)?;
            Ok(listed(connection, &list, &nearest)?.pop())
        })
        .await
    }

    /// The newest entries that a query finds, at most so many.
    pub async fn entry_ids(
        &self,
        query: Query,
        moment: Moment,
        limit: u32,
    ) -> Result<Vec<EntryId>, StoreError> {
        self.load(move |connection| {
            let sight = Sight {
                scope: &Scope::Search(String::new()),
                show: Show::All,
                keep_since: Timestamp(0),
                midnight: moment.midnight,
                query: Some(&query),
            };
            let list = List::new(connection, &sight)?;
            Ok(ids(&list.keys(connection, down(TOP), limit as usize)?))
        })
        .await
    }
}

fn window(connection: &Connection, wish: &WindowWish) -> Result<Window, StoreError> {
    let sight = Sight {
        scope: &wish.scope,
        show: wish.show,
        keep_since: wish.keep_since,
        midnight: wish.midnight,
        query: wish.query.as_ref(),
    };
    let list = List::new(connection, &sight)?;
    if let (Order::Best, Some(_), Some(query)) = (wish.order, &list.found, &wish.query) {
        return best_first(connection, &list, query);
    }
    let count = wish.count.clamp(1, MOST_ROWS) as usize;
    if is_sorted(wish.order) && list.found.is_none() {
        return sorted(connection, (wish, &sight), &list, count);
    }
    let (piece, counted) = match &list.found {
        // One look for the rows and their number.
        Some(found) if wish.anchor == Anchor::First && found.is_counted() => {
            let keys = list.keys(connection, down(TOP), count.max(COUNTED) + 1)?;
            let counted = (keys.len() <= COUNTED).then_some(keys.len() as u64);
            (beginning(keys, count), Some(counted))
        }
        _ => (piece(connection, &list, wish.anchor, count)?, None),
    };
    let total = match (piece.more_before, piece.more_after) {
        (false, false) => Some(piece.keys.len() as u64),
        _ => match counted {
            Some(counted) => counted,
            None => total(connection, &list)?,
        },
    };
    let length = piece.keys.len() as u64;
    let first = match (piece.more_before, piece.more_after) {
        (false, _) => Some(0),
        (true, false) => total.map(|total| total.saturating_sub(length)),
        (true, true) => None,
    };
    let mut rows = listed(connection, &list, &piece.keys)?;
    if let (Scope::Search(_), Some(query)) = (&wish.scope, &wish.query) {
        put_contexts(connection, query, &mut rows)?;
    }
    Ok(Window {
        rows,
        more_before: piece.more_before,
        more_after: piece.more_after,
        total,
        first,
    })
}

/// Whether an order needs more than the list's own.
fn is_sorted(order: Order) -> bool {
    !matches!(order, Order::Newest | Order::Best)
}

/// A piece of a list in another order.
fn sorted(
    connection: &Connection,
    (wish, sight): (&WindowWish, &Sight<'_>),
    list: &List,
    count: usize,
) -> Result<Window, StoreError> {
    let sorted = Sorted::new(connection, sight, list, wish.order)?;
    // One more than is shown tells whether there are more.
    let down = |from: Option<(SortKey, Edge)>, wanted: usize| {
        sorted.ids(connection, from, Direction::Next, wanted + 1)
    };
    let up = |from: Option<(SortKey, Edge)>, wanted: usize| {
        sorted.ids(connection, from, Direction::Previous, wanted + 1)
    };
    let here = |key| Some((key, Edge::With));
    let beyond = |key| Some((key, Edge::Without));
    let (above, below, below_wanted) = match wish.anchor {
        Anchor::First => (Vec::new(), down(None, count)?, count),
        Anchor::After(key) => (up(here(key), 0)?, down(beyond(key), count)?, count),
        Anchor::Last => (up(None, count)?, Vec::new(), 0),
        Anchor::Before(key) => (up(beyond(key), count)?, down(here(key), 0)?, 0),
        Anchor::Around(key) => {
            let (above, below) = (up(beyond(key), count)?, down(here(key), count)?);
            let half = above.len().min(count / 2);
            let wanted = below.len().min(count - half);
            (above, below, wanted)
        }
    };
    let below_taken = below.len().min(below_wanted);
    let above_wanted = match wish.anchor {
        Anchor::First | Anchor::After(_) => 0,
        _ => count - below_taken,
    };
    let above_taken = above.len().min(above_wanted);
    let mut ids: Vec<EntryId> = above.iter().take(above_taken).rev().copied().collect();
    ids.extend(below.iter().take(below_taken));
    let (more_before, more_after) = (above.len() > above_taken, below.len() > below_taken);
    let known = ids.first().and_then(|id| sorted.position(*id));
    let total = match known {
        Some((_, total)) => Some(total),
        None if !more_before && !more_after => Some(ids.len() as u64),
        None => total(connection, list)?,
    };
    let first = match (known, more_before, more_after) {
        (Some((first, _)), ..) => Some(first),
        (None, false, _) => Some(0),
        (None, true, false) => total.map(|total| total.saturating_sub(ids.len() as u64)),
        (None, true, true) => None,
    };
    Ok(Window {
        rows: rows(connection, &ids)?,
        more_before,
        more_after,
        total,
        first,
    })
}

/// The newest finds, those that fit best first: one window, which has no more rows.
fn best_first(connection: &Connection, list: &List, query: &Query) -> Result<Window, StoreError> {
    let finds = list.keys(connection, down(TOP), NEWEST)?;
    let mut rows = best(connection, query, &ids(&finds))?;
    put_contexts(connection, query, &mut rows)?;
    let total = match rows.len() {
        NEWEST => total(connection, list)?,
        all => Some(all as u64),
    };
    Ok(Window {
        rows,
        more_before: false,
        more_after: false,
        total,
        first: Some(0),
    })
}

/// Gives each row the line of its text around what was found.
fn put_contexts(
    connection: &Connection,
    query: &Query,
    rows: &mut [EntryRow],
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {TEXT} FROM state s {} WHERE s.entry = ?1",
        Filter::JOINS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    for row in rows {
        let text: String = statement.query_row([row.id.0], |row| row.get(0))?;
        row.context = Some(excerpt(query, &text));
    }
    Ok(())
}

/// Keys of a window, newest first.
struct Piece {
    keys: Vec<SortKey>,
    more_before: bool,
    more_after: bool,
}

/// The first of these keys.
fn beginning(mut keys: Vec<SortKey>, count: usize) -> Piece {
    let more_after = keys.len() > count;
    keys.truncate(count);
    Piece {
        keys,
        more_before: false,
        more_after,
    }
}

fn piece(
    connection: &Connection,
    list: &List,
    anchor: Anchor,
    count: usize,
) -> Result<Piece, StoreError> {
    // One key more than is shown tells whether there are more.
    let downwards = |from: SortKey, wanted: usize| list.keys(connection, down(from), wanted + 1);
    let upwards = |from: SortKey, wanted: usize| list.keys(connection, up(from), wanted + 1);
    let (above, below, below_wanted) = match anchor {
        Anchor::First => (Vec::new(), downwards(TOP, count)?, count),
        Anchor::After(key) => (upwards(just_below(key), 0)?, downwards(key, count)?, count),
        Anchor::Last => (upwards(BOTTOM, count)?, Vec::new(), 0),
        Anchor::Before(key) => (upwards(key, count)?, downwards(just_above(key), 0)?, 0),
        Anchor::Around(key) => {
            let above = upwards(key, count)?;
            let below = downwards(just_above(key), count)?;
            let half = above.len().min(count / 2);
            let wanted = below.len().min(count - half);
            (above, below, wanted)
        }
    };
    let below_taken = below.len().min(below_wanted);
    let above_wanted = match anchor {
        Anchor::First | Anchor::After(_) => 0,
        _ => count - below_taken,
    };
    let above_taken = above.len().min(above_wanted);
    let mut keys: Vec<SortKey> = above.iter().take(above_taken).rev().copied().collect();
    keys.extend(below.iter().take(below_taken));
    Ok(Piece {
        keys,
        more_before: above.len() > above_taken,
        more_after: below.len() > below_taken,
    })
}

fn down(from: SortKey) -> Entrance {
    let direction = Direction::Next;
    Entrance { from, direction }
}

fn up(from: SortKey) -> Entrance {
    let direction = Direction::Previous;
    Entrance { from, direction }
}

/// Entered from here, the way down begins with the key itself.
fn just_above(key: SortKey) -> SortKey {
    SortKey {
        id: EntryId(key.id.0.saturating_add(1)),
        ..key
    }
}

/// Entered from here, the way up begins with the key itself.
fn just_below(key: SortKey) -> SortKey {
    SortKey {
        id: EntryId(key.id.0.saturating_sub(1)),
        ..key
    }
}

/// The rows of these keys. Their times are those of the list, which of what is begun are not the entries' own.
fn listed(
    connection: &Connection,
    list: &List,
    keys: &[SortKey],
) -> Result<Vec<EntryRow>, StoreError> {
    let mut rows = rows(connection, &ids(keys))?;
    if list.found.is_some() {
        for row in &mut rows {
            row.listed = Some(Found::key(row.id).time);
        }
    }
    if list.streams.iter().any(Stream::is_by_reading) {
        let times: HashMap<EntryId, Timestamp> =
            keys.iter().map(|key| (key.id, key.time)).collect();
        for row in &mut rows {
            row.time = times.get(&row.id).copied().unwrap_or(row.time);
        }
    }
    Ok(rows)
}

fn ids(keys: &[SortKey]) -> Vec<EntryId> {
    keys.iter().map(|key| key.id).collect()
}

/// How many rows the list has, from the counts kept with the feeds; none where that would mean counting.
fn total(connection: &Connection, list: &List) -> Result<Option<u64>, StoreError> {
    if let Some(found) = &list.found {
        return found.count(connection, COUNTED);
    }
    if list.filter.is_some() || list.floor.is_some() {
        return Ok(None);
    }
    let mut sum: u64 = list.kept.len() as u64;
    for stream in &list.streams {
        let Some(size) = stream.size(connection)? else {
            return Ok(None);
        };
        sum += size;
    }
    Ok(Some(sum))
}

#[cfg(test)]
mod tests;
