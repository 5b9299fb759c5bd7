//! What a query with words finds, newest first: by the index, by looking at texts, or through a filter, whichever is least work.
//!
//! "Newest" is first seen: an entry's number grows with it, and the index gives numbers in order for next to nothing, however many there are. The index is SQLite's
//! FTS5 without its own text (contentless-delete): 5,500 entries of 2 kB per CPU second against 1,100 of its trigram tokenizer, which is also 3.8 times the text.
//! Chinese and Japanese are cut into pairs by `text::words`, for the index and for `query::eval` alike. By rank FTS5 looks at all that it finds (211 ms for three
//! letters over 200,000 entries), in order of number at no more than is shown (0.2 ms): rank is an option, over the newest finds (`best`).
//!
//! Three ways, one answer:
//! - **Looking.** Where a filter (unread, bookmarks, dates) leaves few entries, they are looked at one by one: some 30 µs each.
//! - **The index**, asked with a filter's numbers beside it where those are not many, with the filter's SQL where they are.
//! - **Looking first.** The beginning of a word makes FTS5 gather all words that go on so, which for one letter is half of the archive. So the newest entries are
//!   looked at first: what is frequent fills a screen at once, and what does not is rare, and gathered cheaply.
//!
//! Entries that wait for the index are looked at beside each of them. Invariants: the answer never depends on the way, nor on how far the index is; each entry
//! stands in it once.

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};

use crate::model::{Direction, EntryId, SortKey, Timestamp};
use crate::store::clause::Clause;
use crate::store::error::StoreError;
use crate::store::filter::Filter;
use crate::store::matching::Matching;
use crate::store::stream::Entrance;

/// So few entries of a filter are looked at one by one.
pub const FEW: u64 = if cfg!(test) { 6 } else { 400 };
/// So many of a filter's numbers are held beside the index.
pub const MANY: u64 = if cfg!(test) { 20 } else { 20_000 };
/// So many of the newest are looked at before the index has to gather words that go on.
const GLANCE: usize = if cfg!(test) { 7 } else { 300 };
/// After so many it is clear whether that is enough.
const SAMPLE: usize = if cfg!(test) { 3 } else { 24 };

/// Numbers of a filter this far apart are asked for one by one, and not with all between them.
const GAP: i64 = if cfg!(test) { 2 } else { 4_000 };
/// At most so many times.
const MOST_SPANS: usize = if cfg!(test) { 3 } else { 24 };

/// A filter's entries, ascending, if they are few enough to be held.
pub enum Side {
    /// Those that the whole query finds.
    Found(Vec<i64>),
    /// Those that the filter leaves.
    Within(Vec<i64>),
    /// Too many.
    All,
}

/// A search with words.
pub struct Found {
    /// For the index.
    pub expression: String,
    is_open: bool,
    /// What is listed at all.
    listed: Clause,
    /// What the index leaves to be asked.
    rest: Clause,
    /// The whole query.
    whole: Clause,
    side: Side,
}

impl Found {
    /// Of a query taken apart; `rest` and `whole` are its filters in SQL, `listed` what may be shown at all.
    pub fn new(
        matching: &Matching,
        listed: Clause,
        (rest, whole): (Clause, Clause),
        side: Side,
    ) -> Found {
        Found {
            expression: matching.expression.clone(),
            is_open: matching.is_open,
            listed,
            rest,
            whole,
            side,
        }
    }

    /// A find's place in the list.
    pub fn key(id: EntryId) -> SortKey {
        SortKey {
            time: Timestamp(0),
            id,
        }
    }

    /// Finds from a place on, that place left out, in the order of the direction.
    pub fn keys(
        &self,
        connection: &Connection,
        entrance: Entrance,
        limit: usize,
    ) -> Result<Vec<SortKey>, StoreError> {
        let way = Way {
            from: entrance.from.id.0,
            direction: entrance.direction,
        };
        let ids = match &self.side {
            Side::Found(ids) => way.along(ids).take(limit).collect(),
            _ => self.merged(connection, way, limit)?,
        };
        Ok(ids.into_iter().map(|id| Found::key(EntryId(id))).collect())
    }

    /// Whether finds can be counted as they are found.
    pub fn is_counted(&self) -> bool {
        !self.is_open || matches!(self.side, Side::Found(_))
    }

    /// How many there are, if not more than `most` and cheap to tell.
    pub fn count(&self, connection: &Connection, most: usize) -> Result<Option<u64>, StoreError> {
        if let Side::Found(ids) = &self.side {
            return Ok(Some(ids.len() as u64));
        }
        if !self.is_counted() {
            return Ok(None);
        }
        let way = Way {
            from: i64::MAX,
            direction: Direction::Next,
        };
        let ids = self.merged(connection, way, most + 1)?;
        Ok((ids.len() <= most).then_some(ids.len() as u64))
    }

    /// What narrows another statement over `state` as `s` down to what can be a find.
    pub fn narrowed(&self) -> Clause {
        Clause::new(
            "(s.entry IN (SELECT rowid FROM entry_text WHERE entry_text MATCH ?) OR s.entry IN (SELECT entry FROM index_queue) \
             OR s.entry <= (SELECT below FROM index_backlog))",
            vec![Value::Text(self.expression.clone())],
        )
    }

    fn merged(
        &self,
        connection: &Connection,
        way: Way,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let mut ids = Vec::new();
        let mut on = Some(way);
        if self.is_open {
            let (seen, further) = self.glance(connection, way, limit)?;
            ids = seen;
            on = further;
        }
        let missing = limit.saturating_sub(ids.len());
        if let Some(way) = on.filter(|_| missing > 0) {
            let indexed = self.indexed(connection, way, missing)?;
            let end = indexed.last().copied().filter(|_| indexed.len() >= missing);
            let waiting = self.waiting(connection, way, (end, missing))?;
            let mut both = [indexed, waiting].concat();
            way.sort(&mut both);
            both.dedup();
            both.truncate(missing);
            ids.extend(both);
        }
        Ok(ids)
    }

    /// The numbers that the way comes by first.
    fn first_numbers(&self, connection: &Connection, way: Way) -> Result<Vec<i64>, StoreError> {
        if let Side::Within(ids) = &self.side {
            return Ok(way.along(ids).take(GLANCE).collect());
        }
        let (beyond, order) = way.sql();
        let sql = format!(
            "SELECT s.entry FROM state s WHERE s.entry {beyond} ? ORDER BY s.entry {order} LIMIT ?"
        );
        let values = vec![Value::Integer(way.from), Value::Integer(GLANCE as i64)];
        numbers(connection, &sql, values)
    }

    /// Looks at the first entries of the way; and where to go on, unless that was all, or enough. It goes on looking only as long as that promises to be enough soon.
    fn glance(
        &self,
        connection: &Connection,
        way: Way,
        limit: usize,
    ) -> Result<(Vec<i64>, Option<Way>), StoreError> {
        let looked_at = self.first_numbers(connection, way)?;
        let condition = self.listed.clone().and(self.whole.clone());
        let mut ids = Vec::new();
        for (at, id) in looked_at.iter().enumerate() {
            if holds(connection, *id, &condition)? {
                ids.push(*id);
            }
            if ids.len() >= limit {
                return Ok((ids, None));
            }
            let seen = at + 1;
            if seen >= SAMPLE && ids.len() * GLANCE < limit * seen {
                return Ok((ids, Some(Way { from: *id, ..way })));
            }
        }
        let is_more = looked_at.len() >= GLANCE;
        let on = looked_at.last().filter(|_| is_more);
        Ok((ids, on.map(|last| Way { from: *last, ..way })))
    }

    /// Finds of the index.
    fn indexed(
        &self,
        connection: &Connection,
        way: Way,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let (beyond, order) = way.sql();
        let is_current = "NOT EXISTS (SELECT 1 FROM index_queue q WHERE q.entry = s.entry)";
        let expression = Value::Text(self.expression.clone());
        if let Side::Within(within) = &self.side {
            let condition = Clause::new(is_current, vec![])
                .and(self.listed.clone())
                .and(self.rest.clone());
            return self.among(connection, way, within, &condition, limit);
        }
        let condition = self.listed.clone().and(self.rest.clone());
        let sql = format!(
            "SELECT s.entry FROM entry_text x CROSS JOIN state s ON s.entry = x.rowid {} \
             WHERE x.entry_text MATCH ? AND x.rowid {beyond} ? AND {is_current} AND {} ORDER BY x.rowid {order} LIMIT ?",
            Filter::JOINS,
            condition.sql
        );
        let mut values = vec![expression, Value::Integer(way.from)];
        values.extend(condition.values);
        values.push(Value::Integer(limit as i64));
        numbers(connection, &sql, values)
    }

    /// Finds of the index among a filter's numbers, which are ascending. Numbers of one time lie close together, and the index is asked for no others.
    fn among(
        &self,
        connection: &Connection,
        way: Way,
        within: &[i64],
        condition: &Clause,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let (_, order) = way.sql();
        let sql = format!(
            "SELECT x.rowid FROM entry_text x WHERE x.entry_text MATCH ?1 AND x.rowid >= ?2 AND x.rowid <= ?3 ORDER BY x.rowid {order}"
        );
        let wanted: HashSet<i64> = within.iter().copied().collect();
        let mut statement = connection.prepare_cached(&sql)?;
        let mut ids = Vec::new();
        for (first, last) in way.spans(within) {
            let mut rows = statement.query(params![self.expression, first, last])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                if wanted.contains(&id) && holds(connection, id, condition)? {
                    ids.push(id);
                    if ids.len() >= limit {
                        return Ok(ids);
                    }
                }
            }
        }
        Ok(ids)
    }

    /// Finds among what waits for the index, up to `end` if there is one.
    fn waiting(
        &self,
        connection: &Connection,
        way: Way,
        (end, limit): (Option<i64>, usize),
    ) -> Result<Vec<i64>, StoreError> {
        // None of the entries below this are in the index, if any.
        let sql = "SELECT below + 1 FROM index_backlog";
        let backlog: i64 = connection
            .prepare_cached(sql)?
            .query_row([], |row| row.get(0))?;
        let mut found = self.looked_at(connection, (way, end, limit), "index_queue")?;
        if backlog > 1 {
            let (way, end) = match way.direction {
                Direction::Next => (way.below(backlog), end),
                Direction::Previous => (way, Some(end.unwrap_or(backlog).min(backlog))),
            };
            found.extend(self.looked_at(connection, (way, end, limit), "state")?);
        }
        Ok(found)
    }

    /// Finds among the entries of a table, by looking at their texts.
    fn looked_at(
        &self,
        connection: &Connection,
        (way, end, limit): (Way, Option<i64>, usize),
        table: &str,
    ) -> Result<Vec<i64>, StoreError> {
        let (beyond, order) = way.sql();
        let (before, last) = match way.direction {
            Direction::Next => (">", end.unwrap_or(i64::MIN)),
            Direction::Previous => ("<", end.unwrap_or(i64::MAX)),
        };
        let condition = self.listed.clone().and(self.whole.clone());
        let sql = format!(
            "SELECT s.entry FROM {table} w CROSS JOIN state s ON s.entry = w.entry {} \
             WHERE w.entry {beyond} ? AND w.entry {before} ? AND {} ORDER BY w.entry {order} LIMIT ?",
            Filter::JOINS,
            condition.sql
        );
        let mut values = vec![Value::Integer(way.from), Value::Integer(last)];
        values.extend(condition.values);
        values.push(Value::Integer(limit as i64));
        numbers(connection, &sql, values)
    }
}

fn numbers(connection: &Connection, sql: &str, values: Vec<Value>) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn holds(connection: &Connection, id: i64, condition: &Clause) -> Result<bool, StoreError> {
    let sql = format!(
        "SELECT 1 FROM state s {} WHERE s.entry = ? AND {}",
        Filter::JOINS,
        condition.sql
    );
    let mut values = vec![Value::Integer(id)];
    values.extend(condition.values.clone());
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_row(params_from_iter(values), |_| Ok(()));
    Ok(found.optional()?.is_some())
}

/// From a number on, up or down.
#[derive(Clone, Copy)]
struct Way {
    from: i64,
    direction: Direction,
}

impl Way {
    fn sql(self) -> (&'static str, &'static str) {
        match self.direction {
            Direction::Next => ("<", "DESC"),
            Direction::Previous => (">", "ASC"),
        }
    }

    /// The same from a lower number on.
    fn below(self, number: i64) -> Way {
        Way {
            from: self.from.min(number),
            ..self
        }
    }

    /// Numbers of an ascending list, in the order of the way.
    fn along(self, ids: &[i64]) -> Box<dyn Iterator<Item = i64> + '_> {
        match self.direction {
            Direction::Next => {
                let end = ids.partition_point(|id| *id < self.from);
                Box::new(ids.iter().take(end).rev().copied())
            }
            Direction::Previous => {
                let start = ids.partition_point(|id| *id <= self.from);
                Box::new(ids.iter().skip(start).copied())
            }
        }
    }

    /// What of an ascending list lies on the way, as stretches without wide gaps, first and last number of each, in the order of the way.
    fn spans(self, ids: &[i64]) -> Vec<(i64, i64)> {
        let mut spans: Vec<(i64, i64)> = Vec::new();
        for id in ids {
            let is_on_it = match self.direction {
                Direction::Next => *id < self.from,
                Direction::Previous => *id > self.from,
            };
            match spans.last_mut() {
                _ if !is_on_it => {}
                Some((_, last)) if *id - *last <= GAP => *last = *id,
                _ => spans.push((*id, *id)),
            }
        }
        while spans.len() > MOST_SPANS {
            // What is left over lies far back, most likely: a few entries with odd dates.
            let (first, _) = spans.remove(0);
            if let Some(next) = spans.first_mut() {
                next.0 = first;
            }
        }
        if self.direction == Direction::Next {
            spans.reverse();
        }
        spans
    }

    fn sort(self, ids: &mut [i64]) {
        match self.direction {
            Direction::Next => ids.sort_unstable_by(|a, b| b.cmp(a)),
            Direction::Previous => ids.sort_unstable(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_asked_for_in_stretches_on_the_way_and_in_few() {
        let spans = |from, direction, ids: &[i64]| Way { from, direction }.spans(ids);
        let ids = [1, 2, 4, 8, 9, 20];
        assert_eq!(
            spans(i64::MAX, Direction::Next, &ids),
            [(20, 20), (8, 9), (1, 4)]
        );
        assert_eq!(spans(9, Direction::Next, &ids), [(8, 8), (1, 4)]);
        assert_eq!(
            spans(2, Direction::Previous, &ids),
            [(4, 4), (8, 9), (20, 20)]
        );
        assert_eq!(
            spans(99, Direction::Next, &[1, 10, 20, 30, 40]),
            [(40, 40), (30, 30), (1, 20)]
        );
        assert_eq!(spans(0, Direction::Next, &ids), []);
    }
}
