//! What the reader does to entries: marks, bookmarks, tags, each with its inverse in the same transaction; undo and redo of them.
//!
//! Acts on subscriptions are not done here but through `feeds.toml` (see `history.rs`).

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::model::{
    Act, ActId, ActKind, Change, EntryId, FeedId, Scope, Show, SortKey, TextPlace, Timestamp, Which,
};
use crate::store::clause::Clause;
use crate::store::depend::Found;
use crate::store::error::StoreError;
use crate::store::filter::Filter;
use crate::store::handle::Store;
use crate::store::history::{self, Walk};
use crate::store::list::{List, Sight};
use crate::store::moment::Moment;
use crate::store::rules;
use crate::store::sorted::Sorted;
use crate::store::states::{Deed, Draw};
use crate::store::stream::Stream;
use crate::store::turn::Turn;
use crate::text;

impl Store {
    /// Does what a change of entries says (read, bookmark, tag and their contraries). An act that changes nothing has count 0 and is not kept.
    pub async fn change(&self, change: Change, moment: Moment) -> Result<Act, StoreError> {
        self.act(move |transaction| {
            let rule;
            let (kind, which, tag) = match &change {
                Change::Read(which) => (ActKind::Read, which, None),
                Change::Unread(which) => (ActKind::Unread, which, None),
                Change::Bookmark(which) => (ActKind::Bookmark, which, None),
                Change::Unbookmark(which) => (ActKind::Unbookmark, which, None),
                Change::Tag(which, tag) => (ActKind::Tag, which, Some(tag.as_str())),
                Change::Untag(which, tag) => (ActKind::Untag, which, Some(tag.as_str())),
                Change::Free(which) => (ActKind::Free, which, None),
                Change::Apply(which, applied) => {
                    rule = rules::detail(applied)?;
                    (ActKind::Applied, which, Some(rule.as_str()))
                }
                Change::Unsave(which) => (ActKind::Unsave, which, None),
                _ => {
                    return Err(StoreError::Refused(
                        "changes of subscriptions go through `feeds.toml`".to_string(),
                    ));
                }
            };
            let deed = Deed {
                act: history::begin(transaction, kind, tag, moment.now)?,
                kind,
                tag,
                now: moment.now,
            };
            perform(transaction, &deed, which, &moment)
        })
        .await
    }

    /// Takes an act on entries back, exactly. It must be the last one that is not undone (`last_undoable`).
    pub async fn undo_entries(&self, act: ActId, now: Timestamp) -> Result<Act, StoreError> {
        self.walk_entries(Walk::Back, act, now).await
    }

    /// Does an act on entries again, exactly. It must be the one undone last (`last_redoable`).
    pub async fn redo_entries(&self, act: ActId, now: Timestamp) -> Result<Act, StoreError> {
        self.walk_entries(Walk::Forth, act, now).await
    }

    async fn walk_entries(
        &self,
        walk: Walk,
        act: ActId,
        now: Timestamp,
    ) -> Result<Act, StoreError> {
        self.act(move |transaction| {
            let found = walk.begin(transaction, act)?;
            deed(&found, now).perform(transaction, walk.turn())?;
            history::load(transaction, act)
        })
        .await
    }

    /// Keeps where the reader left an article, and the percent read: 0 and 100 are not begun. Not an act.
    pub async fn place(
        &self,
        entry: EntryId,
        place: TextPlace,
        percent: u8,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.batch(move |transaction| {
            let left_at = matches!(percent, 1..=99).then_some(now.0);
            let sql = "UPDATE state SET block = ?2, percent = ?3, left_at = ?4, left_mark = ?5, left_part = ?6 WHERE entry = ?1";
            transaction.prepare_cached(sql)?.execute(params![
                entry.0,
                place.block,
                percent,
                left_at,
                place.mark,
                place.part
            ])?;
            Ok(())
        })
        .await
    }
}

fn deed(found: &Found, now: Timestamp) -> Deed<'_> {
    let (act, detail) = found;
    Deed {
        act: act.id,
        kind: act.kind,
        tag: detail.as_deref(),
        now,
    }
}

fn perform(
    transaction: &Transaction<'_>,
    deed: &Deed<'_>,
    which: &Which,
    moment: &Moment,
) -> Result<Act, StoreError> {
    let count = match which {
        Which::Entries(entries) => deed.mark_out_entries(transaction, entries, None)?,
        Which::Beside { seen_by, .. } => {
            let entries = beside(transaction, deed.kind, which, moment)?;
            deed.mark_out_entries(transaction, &entries, Some(*seen_by))?
        }
        _ => {
            let mut count = 0;
            for draw in draws(transaction, deed.kind, which, moment)? {
                count += deed.mark_out(transaction, &draw)?;
            }
            count
        }
    };
    let subject = match deed.kind {
        ActKind::Applied => rules::subject(&rules::of(deed.tag)?),
        _ => subject(transaction, deed.act, which, count)?,
    };
    if count == 0 {
        history::abandon(transaction, deed.act)?;
        return Ok(Act {
            id: ActId(0),
            at: deed.now,
            kind: deed.kind,
            subject,
            count,
            undone: false,
        });
    }
    deed.perform(transaction, Turn::Do)?;
    history::finish(transaction, deed.act, &subject, count)
}

/// The statements' parts for a rule: one, unless the scope is merged from streams that cannot be one.
fn draws(
    connection: &Connection,
    kind: ActKind,
    which: &Which,
    moment: &Moment,
) -> Result<Vec<Draw>, StoreError> {
    let (scope, show, seen_by, limit) = match which {
        Which::Entries(_) | Which::Beside { .. } => return Ok(Vec::new()),
        Which::Scope {
            scope,
            show,
            seen_by,
        } => (scope, *show, *seen_by, None),
        Which::Above {
            scope,
            from,
            seen_by,
        } => (scope, Show::All, *seen_by, Some(at_or_above(scope, *from))),
        Which::Below {
            scope,
            from,
            seen_by,
        } => (scope, Show::All, *seen_by, Some(at_or_below(scope, *from))),
        Which::Older {
            scope,
            than,
            seen_by,
        } => (scope, Show::All, *seen_by, Some(older(*than))),
    };
    // Only unread ones can become read: their index leads.
    let show = match kind {
        ActKind::Read => Show::Unread,
        _ => show,
    };
    let sight = Sight {
        scope,
        show,
        keep_since: Timestamp(0),
        midnight: moment.midnight,
        query: moment.query.as_ref(),
    };
    let list = List::new(connection, &sight)?;
    let mut rest = Clause::new("s.first_seen <= ?", vec![Value::Integer(seen_by.0)]);
    match (limit, which) {
        // Its rows stand by their numbers.
        (Some(_), Which::Above { from, .. }) if list.found.is_some() => {
            rest = rest.and(Clause::new("s.entry >= ?", vec![Value::Integer(from.id.0)]));
        }
        (Some(_), Which::Below { from, .. }) if list.found.is_some() => {
            rest = rest.and(Clause::new("s.entry <= ?", vec![Value::Integer(from.id.0)]));
        }
        (Some(limit), _) => rest = rest.and(limit),
        (None, _) => {}
    }
    if let Some(floor) = list.floor {
        rest = rest.and(Clause::new("s.time >= ?", vec![Value::Integer(floor.0)]));
    }
    if let Some(found) = &list.found {
        rest = rest.and(found.narrowed());
    }
    let joins = match &list.filter {
        Some(filter) => {
            rest = rest.and(filter.clause.clone());
            Filter::JOINS
        }
        None => "",
    };
    let draw = |stream: Stream| Draw {
        tables: format!("{} {joins}", stream.tables()),
        condition: stream.condition().and(rest.clone()),
    };
    Ok(joined(list.streams).into_iter().map(draw).collect())
}

/// The streams of many feeds as one.
fn joined(streams: Vec<Stream>) -> Vec<Stream> {
    let mut feeds = Vec::new();
    let mut unread = Vec::new();
    let mut others = Vec::new();
    for stream in streams {
        match stream {
            Stream::OfFeed(feed) => feeds.push(feed),
            Stream::UnreadOfFeed(feed) => unread.push(feed),
            other => others.push(other),
        }
    }
    if !feeds.is_empty() {
        others.push(Stream::OfFeeds(feeds));
    }
    if !unread.is_empty() {
        others.push(Stream::UnreadOfFeeds(unread));
    }
    others
}

/// The entries of a sorted list from one to its end.
fn beside(
    connection: &Connection,
    kind: ActKind,
    which: &Which,
    moment: &Moment,
) -> Result<Vec<EntryId>, StoreError> {
    let Which::Beside {
        scope,
        order,
        from,
        direction,
        ..
    } = which
    else {
        return Ok(Vec::new());
    };
    let sight = Sight {
        scope,
        show: match kind {
            ActKind::Read => Show::Unread,
            _ => Show::All,
        },
        keep_since: Timestamp(0),
        midnight: moment.midnight,
        query: moment.query.as_ref(),
    };
    let list = List::new(connection, &sight)?;
    Sorted::new(connection, &sight, &list, *order)?.from(connection, *from, *direction)
}

fn at_or_above(scope: &Scope, key: SortKey) -> Clause {
    beyond(scope, ">=", key)
}

fn at_or_below(scope: &Scope, key: SortKey) -> Clause {
    beyond(scope, "<=", key)
}

fn beyond(scope: &Scope, sign: &str, key: SortKey) -> Clause {
    let time = match scope {
        Scope::Continue => "s.left_at",
        _ => "s.time",
    };
    Clause::new(
        format!("({time}, s.entry) {sign} (?, ?)"),
        vec![Value::Integer(key.time.0), Value::Integer(key.id.0)],
    )
}

fn older(than: Timestamp) -> Clause {
    Clause::new("s.time < ?", vec![Value::Integer(than.0)])
}

/// On what: one entry's title, else the scope in words.
fn subject(
    connection: &Connection,
    act: ActId,
    which: &Which,
    count: u64,
) -> Result<String, StoreError> {
    let title_of = |entry: i64| -> Result<Option<String>, StoreError> {
        let sql = "SELECT coalesce((SELECT title FROM entry WHERE id = ?1), (SELECT title FROM bookmark WHERE entry = ?1))";
        Ok(connection
            .query_row(sql, [entry], |row| row.get(0))
            .optional()?
            .flatten())
    };
    if count == 1 {
        let sql = "SELECT entry FROM act_entry WHERE act = ?1";
        let entry = connection.query_row(sql, [act.0], |row| row.get(0))?;
        if let Some(title) = title_of(entry)? {
            return Ok(title);
        }
    }
    match which {
        Which::Entries(entries) => match entries.as_slice() {
            [one] => Ok(title_of(one.0)?.unwrap_or_else(|| "nothing".to_string())),
            many => place_of(connection, many),
        },
        Which::Scope { scope, .. }
        | Which::Above { scope, .. }
        | Which::Below { scope, .. }
        | Which::Beside { scope, .. }
        | Which::Older { scope, .. } => in_words(connection, scope),
    }
}

/// Where several entries stand: their feed, if it is one.
fn place_of(connection: &Connection, entries: &[EntryId]) -> Result<String, StoreError> {
    let mut feeds = Vec::new();
    for entry in entries {
        let sql = "SELECT feed FROM state WHERE entry = ?1";
        let mut statement = connection.prepare_cached(sql)?;
        let feed = statement
            .query_row([entry.0], |row| Ok(FeedId(row.get(0)?)))
            .optional()?;
        feeds.extend(feed.filter(|feed| !feeds.contains(feed)));
    }
    match feeds.as_slice() {
        [feed] => in_words(connection, &Scope::Feed(*feed)),
        _ => Ok("several feeds".to_string()),
    }
}

/// A scope as the status line names it.
fn in_words(connection: &Connection, scope: &Scope) -> Result<String, StoreError> {
    Ok(match scope {
        Scope::Everything => "everything".to_string(),
        Scope::Today => "today".to_string(),
        Scope::Unread => "unread".to_string(),
        Scope::Bookmarks => "bookmarks".to_string(),
        Scope::Continue => "continue".to_string(),
        Scope::Saved => "saved".to_string(),
        Scope::Folder(path) => path.clone(),
        Scope::Search(query) => query.clone(),
        Scope::Smart(name) => name.clone(),
        Scope::Tag(tag) => format!("#{tag}"),
        Scope::Feed(feed) => {
            let sql = "SELECT coalesce(title, own_title, url) FROM feed WHERE id = ?1";
            let title = connection.query_row(sql, [feed.0], |row| row.get::<_, String>(0));
            title
                .optional()?
                .map_or_else(|| "a feed".to_string(), |title| text::address(&title))
        }
    })
}

#[cfg(test)]
mod tests;
