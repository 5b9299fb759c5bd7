//! The index follows what entries say, whatever happens to them.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::time::Duration;

use crate::model::{Change, EntryId, ParsedEntry, Timestamp, Zone};
use crate::query::parse;
use crate::store::Store;
use crate::store::fixture::{NOW, at, item, later, these, wait, wish};

fn found(store: &Store, query: &str) -> BTreeSet<EntryId> {
    let query = parse(query, Timestamp(0), &Zone::utc()).unwrap();
    let ids = wait(store.entry_ids(query, at(NOW), 1000)).unwrap();
    ids.into_iter().collect()
}

/// Numbers that the index itself gives for an expression.
fn indexed(store: &Store, expression: &'static str) -> Vec<i64> {
    let look = move |connection: &rusqlite::Connection| {
        let sql = "SELECT rowid FROM entry_text WHERE entry_text MATCH ?1 ORDER BY rowid";
        let mut statement = connection.prepare(sql)?;
        let ids = statement.query_map([expression], |row| row.get(0))?;
        Ok(ids.collect::<Result<Vec<i64>, _>>()?)
    };
    wait(store.load(look)).unwrap()
}

fn worked_off(store: &Store) -> u32 {
    let mut all = 0;
    loop {
        match wait(store.index_some(3, Duration::MAX)).unwrap() {
            0 => return all,
            some => all += some,
        }
    }
}

fn store_of(count: usize) -> Store {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let entries = (0..count).map(|n| item(&format!("g{n}"), n as i64));
    store.takes(feed, entries.collect(), NOW);
    store
}

#[test]
fn what_is_taken_in_waits_and_is_worked_off_newest_first() {
    let store = store_of(10);
    assert_eq!(wait(store.unindexed()).unwrap(), 10);
    assert_eq!(wait(store.index_some(4, Duration::MAX)).unwrap(), 4);
    assert_eq!(indexed(&store, "\"text\""), [7, 8, 9, 10]);
    assert_eq!(worked_off(&store), 6);
    assert_eq!(wait(store.unindexed()).unwrap(), 0);
    assert_eq!(indexed(&store, "\"text\"").len(), 10);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn what_changes_is_found_by_its_new_words_before_and_after_it_is_indexed() {
    let store = store_of(10);
    worked_off(&store);
    let feed = wait(store.feeds(NOW)).unwrap().rows[0].id;
    let anew = ParsedEntry {
        content: Some("<p>Quite another zebra</p>".into()),
        ..item("g3", 3)
    };
    let id = store.id("g3");
    store.takes(feed, vec![anew], later(5));
    for _ in 0..2 {
        assert_eq!(found(&store, "zebra"), BTreeSet::from([id]));
        assert_eq!(found(&store, "text:g3"), BTreeSet::new());
        worked_off(&store);
    }
    assert_eq!(indexed(&store, "\"zebra\""), [id.0]);
    assert_eq!(indexed(&store, "text : \"g3\""), Vec::<i64>::new());
}

#[test]
fn what_is_gone_is_taken_out_and_a_bookmark_stands_in_for_its_entry() {
    let store = store_of(10);
    worked_off(&store);
    let (kept, gone) = (store.id("g2"), store.id("g4"));
    store.does(Change::Bookmark(these(&[kept])), later(1));
    let drop = move |transaction: &rusqlite::Transaction<'_>| {
        for table in ["entry WHERE id", "body WHERE entry"] {
            let sql = format!("DELETE FROM {table} IN (?1, ?2)");
            transaction.execute(&sql, [kept.0, gone.0])?;
        }
        Ok(())
    };
    wait(store.batch(drop)).unwrap();
    assert!(worked_off(&store) >= 2);
    assert_eq!(indexed(&store, "text : \"g4\""), Vec::<i64>::new());
    assert_eq!(indexed(&store, "text : \"g2\""), [kept.0]);
    assert_eq!(found(&store, "g2 is:bookmarked"), BTreeSet::from([kept]));
    store.does(Change::Unbookmark(these(&[kept])), later(2));
    worked_off(&store);
    assert_eq!(indexed(&store, "text : \"g2\""), Vec::<i64>::new());
}

#[test]
fn an_index_made_anew_finds_the_same_at_every_step() {
    let store = store_of(40);
    worked_off(&store);
    let before = found(&store, "text");
    assert_eq!(before.len(), 40);
    wait(store.reindex()).unwrap();
    assert_eq!(indexed(&store, "\"text\""), Vec::<i64>::new());
    assert_eq!(wait(store.unindexed()).unwrap(), 40);
    let mut steps = 0;
    while wait(store.index_some(7, Duration::MAX)).unwrap() > 0 {
        assert_eq!(found(&store, "text"), before, "step {steps}");
        assert_eq!(found(&store, "te*"), before, "step {steps}");
        steps += 1;
    }
    assert_eq!(steps, 6);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn a_single_character_is_found_wherever_it_stands() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let titled = |guid: &str, title: &str| ParsedEntry {
        title: title.into(),
        content: None,
        ..item(guid, 1)
    };
    let entries = vec![titled("a", "龙架构补丁 7"), titled("b", "内核 丁")];
    store.takes(feed, entries, NOW);
    let (a, b) = (store.id("a"), store.id("b"));
    for is_indexed in [false, true] {
        if is_indexed {
            worked_off(&store);
        }
        for (query, expect) in [
            ("龙", vec![a]),
            ("补", vec![a]),
            ("丁", vec![a, b]),
            ("核", vec![b]),
            ("\"补丁 7\"", vec![a]),
            ("\"内核 丁\"", vec![b]),
            ("\"内核 核\"", vec![]),
        ] {
            let expect = expect.into_iter().collect();
            assert_eq!(found(&store, query), expect, "{query} {is_indexed}");
        }
    }
}

#[test]
fn a_bookmark_of_an_entry_that_is_there_is_no_news_to_the_index() {
    let store = store_of(3);
    worked_off(&store);
    let one = store.id("g1");
    store.does(Change::Bookmark(these(&[one])), later(1));
    assert_eq!(wait(store.unindexed()).unwrap(), 0);
    store.does(Change::Unbookmark(these(&[one])), later(2));
    store.does(Change::Bookmark(these(&[one])), later(3));
    worked_off(&store);
    assert!(found(&store, "\"title of g1\"").contains(&one));
}
