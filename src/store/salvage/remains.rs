//! What tables lost and their indexes still have: every row of a table stands in each of its indexes, in part.
//!
//! Invariant: what a table itself still says is never overruled.

use rusqlite::{Connection, params_from_iter};

use crate::store::error::StoreError;
use crate::store::salvage::Salvaged;
use crate::store::salvage::Share;
use crate::store::salvage::pages::Pages;
use crate::store::salvage::shape::Shape;

/// Indexes that are worth keeping, and how many columns they have, the row's number last.
const WORTH: &[(&str, usize)] = &[
    ("sqlite_autoindex_feed_1", 2),
    ("entry_tag_tag", 2),
    ("state_guid", 3),
    ("state_feed", 3),
    ("state_unread_feed", 3),
];

/// What a table is to the reader of the news.
pub fn in_words(table: &str) -> &str {
    match table {
        "bookmark" => "bookmarks",
        "note" => "notes",
        "picture" => "pictures of bookmarks",
        "entry_tag" => "tags of entries",
        "feed" => "feeds",
        "state" => "entries",
        "entry" => "titles of entries",
        "body" => "texts of entries",
        "full_text" => "full texts",
        "act" => "acts",
        "act_entry" => "what acts changed",
        "check_log" => "checks of feeds",
        "remembered" => "what the screen remembers",
        other => other,
    }
}

/// Notes what an index says, if it is worth it.
pub fn note(
    connection: &Connection,
    pages: &mut Pages,
    (shape, held): (&Shape, &Share),
) -> Result<(), StoreError> {
    let Some((name, columns)) = WORTH.iter().find(|(name, _)| *name == shape.name) else {
        return Ok(());
    };
    let table = format!("CREATE TEMP TABLE noted_{name} (a, b, c)");
    connection.execute_batch(&table)?;
    if held.is_broken {
        // Of what is not in it nothing can be said.
        connection.execute_batch(&format!("CREATE TEMP TABLE broken_{name} (a)"))?;
    }
    let marks = vec!["?"; *columns].join(", ");
    let names = ["a", "b", "c"].iter().take(*columns);
    let names = names.copied().collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO temp.noted_{name} ({names}) VALUES ({marks})");
    let mut statement = connection.prepare(&sql)?;
    let transaction = connection.unchecked_transaction()?;
    for number in &held.pages {
        let Some(page) = pages.page(*number) else {
            continue;
        };
        for cell in &page.cells {
            let record = pages.record(&page, cell);
            let record =
                record.filter(|it| it.is_whole && shape.fits(it) && it.values.len() == *columns);
            if let Some(record) = record {
                statement.execute(params_from_iter(record.values))?;
            }
        }
    }
    transaction.commit()?;
    Ok(())
}

/// Makes up rows of tables from what their indexes say.
pub fn make_up(connection: &Connection, salvaged: &mut Salvaged) -> Result<(), StoreError> {
    for (name, _) in WORTH {
        let sql = format!("CREATE TEMP TABLE IF NOT EXISTS noted_{name} (a, b, c)");
        connection.execute_batch(&sql)?;
    }
    let sql = "SELECT count(*) FROM sqlite_temp_schema WHERE name = 'broken_state_unread_feed'";
    let is_unsure: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    let steps = [
        (
            "feeds",
            "INSERT OR IGNORE INTO feed (id, url) SELECT b, a FROM temp.noted_sqlite_autoindex_feed_1".to_string(),
        ),
        (
            "tags of entries",
            "INSERT OR IGNORE INTO entry_tag (entry, tag) SELECT b, a FROM temp.noted_entry_tag_tag".to_string(),
        ),
        (
            "entries",
            // One that is listed and not among the unread was read; nobody knows when.
            format!(
                "CREATE INDEX temp.noted_by_entry ON noted_state_feed (c); CREATE INDEX temp.noted_unread ON noted_state_unread_feed (c);
                 INSERT OR IGNORE INTO state (entry, feed, guid, time, first_seen, read_at) \
                 SELECT g.c, g.a, g.b, t.b, t.b, CASE WHEN u.c IS NULL AND NOT {is_unsure} THEN t.b END FROM temp.noted_state_guid g \
                 JOIN temp.noted_state_feed t ON t.c = g.c LEFT JOIN temp.noted_state_unread_feed u ON u.c = g.c \
                 WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.entry = g.c)"
            ),
        ),
    ];
    for (name, sql) in steps {
        let before = connection.total_changes();
        connection.execute_batch(&sql)?;
        let made = connection.total_changes() - before;
        if made > 0 {
            let what = format!("{name}: {made} made up from an index, without what only they knew");
            salvaged.lost.push(what);
            match salvaged.came.iter_mut().find(|(it, _)| it == name) {
                Some((_, came)) => *came += made,
                None => salvaged.came.push((name.to_string(), made)),
            }
        }
    }
    Ok(())
}

/// What feeds counted and is no longer there.
pub fn missing(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT (SELECT coalesce(sum(total), 0) FROM feed), (SELECT count(*) FROM state WHERE hidden & ~1 = 0), \
         (SELECT count(*) FROM state s WHERE hidden & 4 = 0 AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = s.entry) \
          AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = s.entry))";
    let numbers = connection.query_row(sql, [], |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, i64>(1)?,
            row.get::<_, i64>(2)?,
        ))
    })?;
    let (kept, counted, empty) = numbers;
    let mut lost = Vec::new();
    if kept > counted {
        lost.push(format!("{} entries that feeds had counted", kept - counted));
    }
    if empty > 0 {
        lost.push(format!("the titles and texts of {empty} entries"));
    }
    Ok(lost)
}
