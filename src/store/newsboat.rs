//! newsboat's `cache.db`, opened for reading: what was read there, what was flagged, and the text of that.
//!
//! Invariant: the file is not written, whatever is in it; columns that its version does not have count as empty, and what is no text is made one.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use crate::model::{Enclosure, ParsedEntry, Timestamp};
use crate::store::adopt::{OldFeed, OldState};
use crate::store::error::StoreError;
use crate::store::open::address;

/// No cache holds more that anybody would want.
const MOST: u64 = 2_000_000;
/// How long newsboat's own lock is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The columns that are asked for, those that came later last; and whether they are asked for of flagged entries only.
const COLUMNS: [(&str, bool); 13] = [
    ("feedurl", false),
    ("guid", false),
    ("url", false),
    ("title", false),
    ("pubDate", false),
    ("unread", false),
    ("flags", false),
    ("deleted", false),
    ("author", true),
    ("content", true),
    ("enclosure_url", true),
    ("enclosure_type", true),
    ("base", true),
];

/// What stands in a cache of what was read, flagged or deleted there, feed by feed. `url` of a feed is as newsboat names it.
pub fn newsboat_cache(path: &Path) -> Result<Vec<OldFeed>, StoreError> {
    let unread = |error: rusqlite::Error| StoreError::Unopened {
        path: path.to_path_buf(),
        what: error.to_string(),
    };
    let connection = open(path).map_err(unread)?;
    let known = columns(&connection).map_err(unread)?;
    if !["feedurl", "guid", "unread"]
        .iter()
        .all(|it| known.iter().any(|name| name == it))
    {
        return Err(StoreError::Unopened {
            path: path.to_path_buf(),
            what: "it is no cache of newsboat's".to_string(),
        });
    }
    feeds(&connection, &known).map_err(unread)
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let attempt = |mode: &str| {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(format!("{}?{mode}", address(path)), flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    };
    // A journal that a killed newsboat left cannot be rolled back for reading only: then it is read as it lies there.
    attempt("mode=ro").or_else(|_| attempt("immutable=1"))
}

fn columns(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info('rss_item')")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn feeds(connection: &Connection, known: &[String]) -> rusqlite::Result<Vec<OldFeed>> {
    let has = |name: &str| known.iter().any(|column| column == name);
    let flagged = if has("flags") {
        "coalesce(flags, '') <> ''"
    } else {
        "0"
    };
    let deleted = if has("deleted") { "deleted" } else { "0" };
    let asked: Vec<String> = COLUMNS
        .iter()
        .map(|(name, only_flagged)| match (has(name), only_flagged) {
            (false, _) => "NULL".to_string(),
            (true, false) => (*name).to_string(),
            (true, true) => format!("CASE WHEN {flagged} THEN {name} END"),
        })
        .collect();
    let order = if has("pubDate") { "pubDate" } else { "1" };
    let sql = format!(
        "SELECT {} FROM rss_item WHERE NOT unread OR {deleted} OR {flagged} ORDER BY {order} LIMIT {MOST}",
        asked.join(", ")
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut feeds: Vec<OldFeed> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    while let Some(row) = rows.next()? {
        let url = text(row, 0)?;
        let place = *at.entry(url.clone()).or_insert(feeds.len());
        if place == feeds.len() {
            feeds.push(OldFeed {
                url,
                ..OldFeed::default()
            });
        }
        if let Some(feed) = feeds.get_mut(place) {
            feed.entries.push(entry(row)?);
            feed.states.push(OldState {
                // What was deleted there shall not come back here.
                is_read: number(row, 5)?.is_none_or(|unread| unread == 0) || is_true(row, 7)?,
                is_kept: !text(row, 6)?.is_empty(),
            });
        }
    }
    Ok(feeds)
}

fn entry(row: &Row<'_>) -> rusqlite::Result<ParsedEntry> {
    let some =
        |at: usize| Ok::<_, rusqlite::Error>(Some(text(row, at)?).filter(|it| !it.is_empty()));
    let enclosure = some(10)?.map(|url| Enclosure {
        url,
        mime: some(11).ok().flatten(),
        ..Enclosure::default()
    });
    Ok(ParsedEntry {
        guid: text(row, 1)?,
        link: some(2)?,
        title: text(row, 3)?,
        published: number(row, 4)?
            .filter(|secs| *secs > 0)
            .and_then(|secs| secs.checked_mul(1000))
            .map(Timestamp),
        author: some(8)?,
        content: some(9)?,
        enclosures: enclosure.into_iter().collect(),
        ..ParsedEntry::default()
    })
}

/// A value as text, whatever it is.
fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
    })
}

fn number(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<i64>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes)
            .ok()
            .and_then(|it| it.trim().parse().ok()),
        _ => None,
    })
}

fn is_true(row: &Row<'_>, at: usize) -> rusqlite::Result<bool> {
    Ok(number(row, at)?.is_some_and(|number| number != 0))
}
