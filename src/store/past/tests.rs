//! What pages of the past bring, and what they leave alone.

#![allow(clippy::unwrap_used)]

use crate::model::{Change, ParsedEntry, Scope};
use crate::store::Judgement;
use crate::store::fixture::{NOW, document, item, later, these, wait, wish};
use crate::store::{Page, Store};

const DAY: i64 = 24 * 60;

fn page(url: &str, older: Option<&str>) -> Page {
    Page {
        url: url.into(),
        older: older.map(ToString::to_string),
        etag: Some("\"1\"".into()),
        ..Page::default()
    }
}

#[test]
fn the_past_arrives_read_below_what_is_known_and_changes_nothing() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.takes(feed, vec![item("new", 5), item("known", 20 * DAY)], NOW);
    store.does(Change::Read(these(&[store.id("known")])), later(1));
    let then = ParsedEntry {
        content: Some("<p>As it was then</p>".into()),
        ..item("known", 20 * DAY)
    };
    let undated = |guid: &str| ParsedEntry {
        published: None,
        ..item(guid, 0)
    };
    let entries = vec![
        then,
        item("young", 29 * DAY),
        item("old", 31 * DAY),
        undated("first"),
        undated("second"),
    ];
    let saved = wait(store.save_page(
        feed,
        (document(entries), Judgement::default()),
        page("https://a.example/2", Some("https://a.example/3")),
        later(2),
    ))
    .unwrap();
    assert_eq!((saved.new, saved.unread, saved.entries.len()), (4, 1, 5));
    assert_eq!(store.names(Scope::Unread), ["new", "young"]);
    let names = store.names(Scope::Everything);
    assert_eq!(names, ["new", "known", "first", "second", "young", "old"]);
    let known = wait(store.entry(store.id("known"))).unwrap().unwrap();
    assert_eq!(known.html(), "<p>Text of known</p>");
    assert!(!known.row.changed);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn where_a_walk_stopped_is_where_the_next_one_goes_on() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    assert_eq!(
        wait(store.past(feed)).unwrap(),
        crate::store::Past::default()
    );
    let mut parsed = document(vec![item("new", 5)]);
    parsed.paging.next = Some("https://a.example/2".into());
    let check = crate::store::Check::default();
    wait(store.save_feed(feed, parsed, check, NOW)).unwrap();
    let (two, three) = ("https://a.example/2", "https://a.example/3");
    let older = |past: crate::store::Past| (past.older, past.next, past.is_whole);
    assert_eq!(
        older(wait(store.past(feed)).unwrap()),
        (Some(two.into()), None, false)
    );
    wait(store.save_page(
        feed,
        (document(vec![]), Judgement::default()),
        page(two, Some(three)),
        NOW,
    ))
    .unwrap();
    assert_eq!(
        older(wait(store.past(feed)).unwrap()),
        (Some(two.into()), Some(three.into()), false)
    );
    let loaded = wait(store.past_page(feed, two)).unwrap();
    assert_eq!(loaded, Some(page(two, Some(three))));
    assert_eq!(wait(store.past_page(feed, three)).unwrap(), None);
    wait(store.go_on_at(feed, None, true)).unwrap();
    assert!(wait(store.past(feed)).unwrap().is_whole);
}
