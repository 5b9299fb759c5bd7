//! Databases of every older schema open with everything in them, after a copy of them was kept.
//!
//! `BYLINE_WRITE=1 cargo test --lib older_schema` writes a database for each schema that has none in `tests/data/databases`, so that later changes are tried on what was
//! written then. A schema without one is tried on a database made on the spot.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, params};

use crate::model::{ParsedEntry, Scope};
use crate::store::fixture::{NOW, item, later, wait};
use crate::store::migrate::{KNOWN, MIGRATIONS};
use crate::store::open::open_with_patience;
use crate::store::{Opened, Store, StoreError};
use crate::text::digest;

const SOON: Duration = Duration::from_millis(20);

/// What a table that came with a schema may hold.
const ROWS: &[(i64, &str)] = &[
    (
        2,
        "INSERT INTO check_log (feed, at, bytes, spared, millis, new, changed) VALUES (1, 1795500000000, 10, 0, 5, 1, 0)",
    ),
    (
        3,
        "INSERT INTO consent (kind, what, at) VALUES ('program', 'exec:date', 1795500000000)",
    ),
    (
        5,
        "INSERT INTO past (feed, next, is_whole) VALUES (1, 'https://a.example/2', 0)",
    ),
    (
        7,
        "INSERT INTO full_text (entry, asked_at, came_at, html, tries) VALUES (1, 1795500000000, 1795500000000, '<p>Whole</p>', 1)",
    ),
    (9, "INSERT OR IGNORE INTO index_queue VALUES (1)"),
];

fn kept(schema: i64) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/databases");
    Path::new(folder).join(format!("v{schema}.sqlite"))
}

/// Puts a database of this schema at a path.
fn older(schema: i64, path: &Path) {
    if kept(schema).exists() {
        std::fs::copy(kept(schema), path).unwrap();
        return;
    }
    std::fs::copy(kept(1), path).unwrap();
    let connection = Connection::open(path).unwrap();
    for step in 2..=schema {
        connection
            .execute_batch(MIGRATIONS[step as usize - 1])
            .unwrap();
        for (_, sql) in ROWS.iter().filter(|(since, _)| *since == step) {
            connection.execute(sql, []).unwrap();
        }
    }
    connection
        .pragma_update(None, "user_version", schema)
        .unwrap();
    drop(connection);
    if std::env::var_os("BYLINE_WRITE").is_some() {
        std::fs::copy(path, kept(schema)).unwrap();
    }
}

fn open(path: &Path) -> Store {
    let Opened { store, notice } = open_with_patience(path, SOON).unwrap();
    assert_eq!(notice, None);
    store
}

#[test]
fn a_database_of_every_older_schema_opens_with_everything_in_it() {
    for schema in 1..KNOWN {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("byline.db");
        older(schema, &path);
        let store = open(&path);
        assert_eq!(store.names(Scope::Everything), ["new", "old"], "{schema}");
        assert_eq!(store.names(Scope::Unread), ["new"]);
        assert_eq!(store.names(Scope::Bookmarks), ["old", "gone"]);
        assert_eq!(store.names(Scope::Continue), ["old"]);
        assert_eq!(store.lists(Scope::Everything).rows[1].tags, ["kept"]);
        let text = wait(store.entry(store.id("old"))).unwrap().unwrap().content;
        assert_eq!(text, Some("<p>Long text</p>".repeat(100)));
        let (act, _) = wait(store.last_undoable()).unwrap().unwrap();
        assert_eq!(act.sentence(), "tagged Title of old");
        wait(store.undo_entries(act.id, later(9))).unwrap();
        assert_eq!(
            wait(store.remembered("scope")).unwrap().as_deref(),
            Some("everything")
        );
        assert_eq!(store.complaints(), Vec::<String>::new());
        assert_eq!(wait(store.mend()).unwrap(), [], "{schema}");
        drop(store);
        let copy = home.path().join(format!("byline.db.schema-{schema}"));
        let copied = Connection::open(copy).unwrap();
        let version = copied.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
        assert_eq!(version.unwrap(), schema, "as it was before");
        let entries =
            copied.query_row("SELECT count(*) FROM entry", [], |row| row.get::<_, i64>(0));
        assert_eq!(entries.unwrap(), 3);
    }
}

#[test]
fn copies_from_before_a_new_schema_are_few_and_a_store_that_is_up_to_date_makes_none() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    for schema in [1, 4, 2, 6] {
        if schema >= KNOWN {
            continue;
        }
        let _ = std::fs::remove_file(&path);
        older(schema, &path);
        drop(open(&path));
        drop(open(&path));
    }
    let files = std::fs::read_dir(home.path()).unwrap();
    let mut names: Vec<_> = files
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["byline.db", "byline.db.schema-4", "byline.db.schema-6"]
    );
}

#[test]
fn a_change_of_the_schema_that_fails_leaves_the_old_one() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    older(1, &path);
    // A table that a later schema is about to make.
    let by_hand = Connection::open(&path).unwrap();
    by_hand
        .execute_batch("CREATE TABLE full_text (theirs)")
        .unwrap();
    drop(by_hand);
    let failed = open_with_patience(&path, SOON).err().unwrap();
    assert!(matches!(failed, StoreError::Unopened { .. }), "{failed}");
    let by_hand = Connection::open(&path).unwrap();
    let version = by_hand.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
    assert_eq!(version.unwrap(), 1);
    by_hand.execute_batch("DROP TABLE full_text").unwrap();
    drop(by_hand);
    assert_eq!(open(&path).names(Scope::Everything), ["new", "old"]);
}

#[test]
fn entries_of_an_old_version_are_known_by_all_the_ids_that_it_gave() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    let old = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/databases/v1.sqlite"
    );
    std::fs::copy(old, &path).unwrap();
    // Version 1 told entries by a digest of an id alone: the link, a hash of everything, an id and a hash where several had it.
    let by_hand = Connection::open(&path).unwrap();
    let ids = [
        (10, "https://example.org/link", "https://example.org/link"),
        (11, "byline:00112233445566aa", "https://example.org/"),
        (12, "shared#00112233445566aa", "https://example.org/12"),
        (13, "shared#00112233445566bb", "https://example.org/13"),
    ];
    for (entry, guid, link) in ids {
        let sql = "INSERT INTO state (entry, feed, guid, time, first_seen, read_at) VALUES (?1, 1, ?2, ?3, ?3, 1795500060000)";
        let time = NOW.0 - entry;
        by_hand
            .execute(sql, params![entry, digest(guid), time])
            .unwrap();
        let sql = "INSERT INTO entry (id, title, link, guid, digest) VALUES (?1, ?2, ?3, ?4, 0)";
        by_hand
            .execute(sql, params![entry, format!("Title of {entry}"), link, guid])
            .unwrap();
    }
    let sql = "UPDATE feed SET total = total + 4, site = 'https://example.org/' WHERE id = 1";
    by_hand.execute(sql, []).unwrap();
    drop(by_hand);

    let store = open(&path);
    let feed = wait(store.feeds(NOW)).unwrap().rows[0].id;
    let given = |guid: &str, title: &str, link: &str| ParsedEntry {
        guid: guid.into(),
        title: format!("Title of {title}"),
        link: Some(link.into()),
        ..item(title, 1)
    };
    let entries = vec![
        item("next", 1),
        given("old", "old", "http://www.example.org/old/"),
        given("https://example.org/link", "10", "https://example.org/link"),
        given("byline:00112233445566aa", "11", "https://example.org/"),
        given("shared#00112233445566aa", "12", "https://example.org/12"),
        given("shared", "13", "https://example.org/13"),
    ];
    assert_eq!(store.takes(feed, entries, later(1)).new, 1);
    assert_eq!(store.names(Scope::Unread), ["next", "new"]);
    assert_eq!(store.complaints(), Vec::<String>::new());
}
