//! A store damaged at many places: it is opened again, and what was not touched is there.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::model::{Change, EntryId, ParsedEntry, Scope};
use crate::store::fixture::{NOW, item, later, these, wait, wish};
use crate::store::open::open_with_patience;
use crate::store::salvage::pages::Pages;
use crate::store::salvage::shape::shapes;
use crate::store::salvage::{Plan, Salvaged, salvage};

const PAGE: usize = 16_384;
/// Of what may not be lost unless its own page is.
const TABLES: &[&str] = &[
    "bookmark",
    "note",
    "picture",
    "entry_tag",
    "state",
    "entry",
    "body",
    "feed",
];

/// Text that does not pack well, and is longer than a page at every tenth entry.
fn text(n: usize) -> String {
    let words = if n.is_multiple_of(10) { 6_000 } else { 160 };
    let mut state = n as u64 + 1;
    let mut text = String::from("<p>");
    for _ in 0..words {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        // Writing to a string does not fail.
        let _ = write!(text, "{:x} ", state >> 40);
    }
    text
}

/// A store that was lived in, closed.
fn lived_in(path: &Path) {
    let store = open_with_patience(path, Duration::from_secs(1))
        .unwrap()
        .store;
    let wishes: Vec<_> = (0..40)
        .map(|n| wish(&format!("https://host{n}.example/feed"), "Some/Folder"))
        .collect();
    let feeds = store.following(&wishes);
    for (at, feed) in feeds.iter().enumerate() {
        let entries = (0..12).map(|n| ParsedEntry {
            content: Some(text(at * 12 + n)),
            ..item(&format!("{at}-{n}"), (at * 12 + n) as i64)
        });
        store.takes(*feed, entries.collect(), NOW);
    }
    let ids = |step: usize| -> Vec<EntryId> { (1..480).step_by(step).map(EntryId).collect() };
    store.does(Change::Read(these(&ids(3))), later(1));
    store.does(Change::Bookmark(these(&ids(7))), later(2));
    store.does(Change::Tag(these(&ids(5)), "mine".into()), later(3));
    wait(store.batch(|transaction| {
        let sql =
            "INSERT INTO picture (src, bytes) SELECT 'p' || entry, randomblob(30000) FROM bookmark;
             INSERT INTO bookmark_picture SELECT entry, entry FROM bookmark;
             INSERT INTO note SELECT entry, 'A note on ' || entry, 1795500000000 FROM bookmark;";
        Ok(transaction.execute_batch(sql)?)
    }))
    .unwrap();
    while wait(store.index_some(100, Duration::MAX)).unwrap() > 0 {}
}

/// All rows of the tables, as SQLite reads them.
fn rows(path: &Path) -> BTreeMap<&'static str, BTreeSet<String>> {
    let connection = Connection::open(path).unwrap();
    let of = |table: &&'static str| {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap();
        let columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let values = (0..columns).map(|at| row.get::<_, Value>(at));
            Ok(format!("{:?}", values.collect::<Result<Vec<_>, _>>()?))
        };
        let found = statement.query_map([], row).unwrap().map(Result::unwrap);
        (*table, found.collect())
    };
    TABLES.iter().map(of).collect()
}

/// The rows whose pages are all among those that are left alone, as this room reads them.
fn untouched(path: &Path, damaged: &BTreeSet<u32>) -> BTreeMap<&'static str, BTreeSet<String>> {
    let connection = Connection::open(path).unwrap();
    let shapes = shapes(&connection).unwrap();
    let mut pages = Pages::open(path).unwrap();
    let plan = Plan::new(&mut pages, &shapes);
    let mut all = BTreeMap::new();
    for table in TABLES {
        let at = shapes
            .iter()
            .position(|shape| shape.name == *table)
            .unwrap();
        let mut found = BTreeSet::new();
        for number in plan.shares[at]
            .pages
            .iter()
            .filter(|it| !damaged.contains(it))
        {
            let page = pages.page(*number).unwrap();
            for cell in &page.cells {
                if pages.chain(cell).iter().any(|it| damaged.contains(it)) {
                    continue;
                }
                let record = pages.record(&page, cell).unwrap();
                found.insert(format!("{:?}", shapes[at].row(record, cell.rowid)));
            }
        }
        all.insert(*table, found);
    }
    all
}

#[test]
fn whole_pages_are_read_as_sqlite_reads_them() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    lived_in(&path);
    let by_sqlite = rows(&path);
    assert!(by_sqlite["body"].len() == 480 && by_sqlite["bookmark"].len() == 69);
    let by_us = untouched(&path, &BTreeSet::new());
    for table in TABLES {
        let (ours, theirs) = (&by_us[table], &by_sqlite[table]);
        // Rows written before a column was added are shorter, and WITHOUT ROWID tables are in the order of their keys: here neither is.
        assert_eq!(ours, theirs, "{table}");
    }
}

/// What is done to a page.
#[derive(Clone, Debug)]
enum Harm {
    Zero(usize),
    Garbage(usize, usize, u64),
    Cut(usize),
}

fn harm() -> impl Strategy<Value = Harm> {
    prop_oneof![
        3 => (0..4_000usize).prop_map(Harm::Zero),
        4 => (0..4_000usize, 0..PAGE, any::<u64>()).prop_map(|(page, at, seed)| Harm::Garbage(page, at, seed)),
        1 => (1..4_000usize).prop_map(Harm::Cut),
    ]
}

/// Damages a file; the pages that are no longer what they were.
fn damage(path: &Path, harms: &[Harm]) -> BTreeSet<u32> {
    let mut bytes = std::fs::read(path).unwrap();
    let count = bytes.len() / PAGE;
    let mut damaged = BTreeSet::new();
    for harm in harms {
        match *harm {
            Harm::Zero(page) => {
                let page = page % count;
                if let Some(bytes) = bytes.get_mut(page * PAGE..(page + 1) * PAGE) {
                    bytes.fill(0);
                    damaged.insert(page as u32 + 1);
                }
            }
            Harm::Garbage(page, at, mut state) => {
                let page = page % count;
                let from = page * PAGE + at;
                for byte in bytes.iter_mut().skip(from).take(700) {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(99);
                    *byte = (state >> 33) as u8;
                }
                damaged.insert(page as u32 + 1);
                damaged.insert(page as u32 + 2);
            }
            Harm::Cut(pages) => {
                let left = (pages % count).max(1);
                bytes.truncate(left * PAGE);
                damaged.extend((left..count).map(|page| page as u32 + 1));
            }
        }
    }
    std::fs::write(path, bytes).unwrap();
    damaged
}

/// Whether every one of these rows came over; the time of a row aside that says which feed was hidden, or how many entries one has.
fn came(
    expected: &BTreeMap<&'static str, BTreeSet<String>>,
    fresh: &Path,
    table: &str,
) -> Vec<String> {
    let there = rows(fresh);
    let missing = expected[table].difference(&there[table]);
    missing.cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_it_is_damaged_it_opens_again_with_all_that_was_not_touched(harms in prop::collection::vec(harm(), 1..6)) {
        static WHOLE: std::sync::OnceLock<tempfile::TempDir> = std::sync::OnceLock::new();
        let whole = WHOLE.get_or_init(|| {
            let home = tempfile::tempdir().unwrap();
            lived_in(&home.path().join("byline.db"));
            home
        });
        let home = tempfile::tempdir().unwrap();
        let (path, fresh) = (home.path().join("byline.db"), home.path().join("fresh.db"));
        std::fs::copy(whole.path().join("byline.db"), &path).unwrap();
        let damaged = damage(&path, &harms);
        let expected = untouched(&whole.path().join("byline.db"), &damaged);
        let salvaged: Salvaged = salvage(&path, &fresh).unwrap();
        if salvaged.came.is_empty() {
            let nothing = TABLES.iter().all(|table| expected[table].is_empty());
            prop_assert!(nothing || damaged.contains(&1), "{:?}", salvaged);
            return Ok(());
        }
        let store = open_with_patience(&fresh, Duration::from_secs(1)).unwrap().store;
        prop_assert_eq!(store.complaints(), Vec::<String>::new());
        prop_assert_eq!(wait(store.mend()).unwrap(), vec![]);
        drop(store);
        // States and feeds follow what else was lost; the others come as they were.
        // Without the first page tables are told by the shape of their rows, and the tags' is that of others too.
        let shaped = usize::from(!damaged.contains(&1));
        for table in ["bookmark", "note", "picture", "entry_tag"].iter().take(3 + shaped) {
            prop_assert_eq!(came(&expected, &fresh, table), Vec::<String>::new(), "{}: {:?}", table, salvaged);
        }
        let connection = Connection::open(&fresh).unwrap();
        let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, usize>(0)).unwrap();
        prop_assert!(count("SELECT count(*) FROM state") >= expected["state"].len(), "{:?}", salvaged);
        prop_assert!(count("SELECT count(*) FROM feed") >= expected["feed"].len(), "{:?}", salvaged);
    }
}

#[test]
fn bookmarks_outlive_everything_else() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    lived_in(&path);
    let before = rows(&path);
    // All pages but those of bookmarks: not even the schema is left.
    let connection = Connection::open(&path).unwrap();
    let of_bookmarks = "SELECT pageno FROM dbstat WHERE name = 'bookmark'";
    let mut statement = connection.prepare(of_bookmarks).unwrap();
    let kept: BTreeSet<usize> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(statement);
    drop(connection);
    let mut bytes = std::fs::read(&path).unwrap();
    for (at, page) in bytes.chunks_mut(PAGE).enumerate() {
        if !kept.contains(&(at + 1)) {
            page.fill(0);
        }
    }
    std::fs::write(&path, &bytes).unwrap();
    let opened = open_with_patience(&path, Duration::from_secs(1)).unwrap();
    let notice = opened.notice.unwrap();
    assert!(notice.what.contains("saved bookmarks: 69"), "{notice}");
    assert_eq!(opened.store.lists(Scope::Bookmarks).rows.len(), 69);
    let one = opened.store.lists(Scope::Bookmarks).rows[0].id;
    let entry = wait(opened.store.entry(one)).unwrap().unwrap();
    assert!(entry.content.is_some());
    assert_eq!(opened.store.complaints(), Vec::<String>::new());
    drop(opened.store);
    assert_eq!(rows(&path)["bookmark"], before["bookmark"]);
    let kept = home.path().join("byline.db.damaged-1");
    assert_eq!(std::fs::read(kept).unwrap(), bytes);
}

#[test]
fn what_a_table_lost_is_made_up_from_its_indexes() {
    let home = tempfile::tempdir().unwrap();
    let (path, fresh) = (home.path().join("byline.db"), home.path().join("fresh.db"));
    lived_in(&path);
    let connection = Connection::open(&path).unwrap();
    let sql = "SELECT pageno FROM dbstat WHERE name IN ('feed', 'state', 'entry_tag') AND pagetype = 'leaf'";
    let mut statement = connection.prepare(sql).unwrap();
    let lost: Vec<usize> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let unread = "SELECT entry FROM state WHERE read_at IS NULL ORDER BY entry";
    let ids = |connection: &Connection, sql: &str| -> Vec<i64> {
        let mut statement = connection.prepare(sql).unwrap();
        let found = statement.query_map([], |row| row.get(0)).unwrap();
        found.map(Result::unwrap).collect()
    };
    let (unread_before, tagged) = (
        ids(&connection, unread),
        "SELECT entry FROM entry_tag ORDER BY entry",
    );
    let tagged_before = ids(&connection, tagged);
    drop(statement);
    drop(connection);
    let mut bytes = std::fs::read(&path).unwrap();
    for page in lost {
        bytes[(page - 1) * PAGE..page * PAGE].fill(0);
    }
    std::fs::write(&path, &bytes).unwrap();
    let salvaged = salvage(&path, &fresh).unwrap();
    let store = open_with_patience(&fresh, Duration::from_secs(1))
        .unwrap()
        .store;
    assert_eq!(
        store.lists(Scope::Everything).rows.len(),
        480,
        "{salvaged:?}"
    );
    assert_eq!(wait(store.feeds(NOW)).unwrap().rows.len(), 40);
    assert_eq!(store.complaints(), Vec::<String>::new());
    drop(store);
    let connection = Connection::open(&fresh).unwrap();
    assert_eq!(ids(&connection, unread), unread_before);
    assert_eq!(ids(&connection, tagged), tagged_before);
}

#[test]
fn what_only_the_log_has_comes_over() {
    let home = tempfile::tempdir().unwrap();
    let (path, copy) = (home.path().join("byline.db"), home.path().join("copy.db"));
    let store = open_with_patience(&path, Duration::from_secs(1))
        .unwrap()
        .store;
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.takes(feed, vec![item("one", 1), item("two", 2)], NOW);
    let one = store.id("one");
    store.does(Change::Bookmark(these(&[one])), later(1));
    std::fs::copy(&path, &copy).unwrap();
    std::fs::copy(
        home.path().join("byline.db-wal"),
        home.path().join("copy.db-wal"),
    )
    .unwrap();
    let fresh = home.path().join("fresh.db");
    salvage(&copy, &fresh).unwrap();
    let saved = open_with_patience(&fresh, Duration::from_secs(1))
        .unwrap()
        .store;
    assert_eq!(saved.names(Scope::Everything), ["one", "two"]);
    assert_eq!(saved.names(Scope::Bookmarks), ["one"]);
}

#[test]
fn databases_of_old_versions_are_salvaged_too() {
    let home = tempfile::tempdir().unwrap();
    let (path, fresh) = (home.path().join("byline.db"), home.path().join("fresh.db"));
    let old = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/databases/v1.sqlite"
    );
    std::fs::copy(old, &path).unwrap();
    let salvaged = salvage(&path, &fresh).unwrap();
    assert_eq!(salvaged.lost, Vec::<String>::new());
    let store = open_with_patience(&fresh, Duration::from_secs(1))
        .unwrap()
        .store;
    assert_eq!(store.names(Scope::Everything), ["new", "old"]);
    assert_eq!(store.names(Scope::Bookmarks), ["old", "gone"]);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn nothing_of_a_file_that_was_never_a_database_comes_over_and_nothing_is_made() {
    let home = tempfile::tempdir().unwrap();
    let (path, fresh) = (home.path().join("letters"), home.path().join("fresh.db"));
    for bytes in [
        vec![],
        b"short".to_vec(),
        vec![0x0d; 50_000],
        vec![b'x'; 40_000],
    ] {
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(salvage(&path, &fresh).unwrap(), Salvaged::default());
        assert!(!fresh.exists());
    }
}
