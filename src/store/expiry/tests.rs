//! News that grows too old to be unread, once; what the reader says after that holds; clocks that go back.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::{Change, Scope, Subscription};
use crate::store::Store;
use crate::store::fixture::{MINUTE, NOW, item, later, these, wait, wish};

const HOUR: i64 = 60 * MINUTE;

fn aging(unread_for: Option<i64>) -> Subscription {
    Subscription {
        unread_for,
        ..wish("https://a.example/", "")
    }
}

/// Entries from one hour to six hours old.
fn six_hours(unread_for: Option<i64>) -> (Store, FeedId) {
    let store = Store::memory().unwrap();
    let feed = store.following(&[aging(unread_for)])[0];
    let entries = (1..=6).map(|hours| item(&format!("h{hours}"), hours * 60));
    store.takes(feed, entries.collect(), NOW);
    (store, feed)
}

fn expires(store: &Store, default: i64, now: Timestamp) -> u64 {
    let changed = wait(store.expire(default, now)).unwrap();
    assert_eq!(store.complaints(), Vec::<String>::new());
    changed
}

fn follows(store: &Store, unread_for: Option<i64>) {
    wait(store.reconcile(vec![aging(unread_for)], NOW)).unwrap();
}

#[test]
fn news_older_than_its_span_is_read_and_nothing_is_without_one() {
    for (own, default, unread) in [
        (None, 0, 6),
        (Some(3 * HOUR + MINUTE), 0, 3),
        (None, 2 * HOUR + MINUTE, 2),
        (Some(0), 2 * HOUR, 6),
        (Some(5 * HOUR + MINUTE), 2 * HOUR, 5),
    ] {
        let (store, _) = six_hours(own);
        let changed = expires(&store, default, NOW);
        assert_eq!(changed, 6 - unread, "{own:?} {default}");
        assert_eq!(store.names(Scope::Unread).len() as u64, unread);
        assert_eq!(expires(&store, default, NOW), 0, "once");
    }
}

#[test]
fn each_grows_old_once_so_what_the_reader_marked_unread_stays_so() {
    let (store, feed) = six_hours(Some(3 * HOUR + 10 * MINUTE));
    expires(&store, 0, NOW);
    store.does(Change::Unread(these(&[store.id("h6")])), later(1));
    assert_eq!(expires(&store, 0, later(2)), 0);
    assert_eq!(expires(&store, 0, later(60)), 1, "h3 crossed meanwhile");
    assert_eq!(store.names(Scope::Unread), ["h1", "h2", "h6"]);
    // What comes late and is old already is old.
    store.takes(feed, vec![item("late", 300)], later(61));
    assert_eq!(expires(&store, 0, later(62)), 1);
    wait(store.undo_entries(
        wait(store.last_undoable()).unwrap().unwrap().0.id,
        later(63),
    ))
    .unwrap();
    assert_eq!(
        store.names(Scope::Unread),
        ["h1", "h2"],
        "undo gives back what was"
    );
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn bookmarks_do_not_grow_old() {
    let (store, _) = six_hours(Some(HOUR));
    store.does(Change::Bookmark(these(&[store.id("h5")])), later(0));
    expires(&store, 0, later(1));
    assert_eq!(store.names(Scope::Unread), ["h5"]);
}

#[test]
fn without_the_rule_what_it_made_read_is_unread_again_and_nothing_else() {
    let (store, _) = six_hours(Some(2 * HOUR + MINUTE));
    store.does(
        Change::Read(these(&[store.id("h4"), store.id("h1")])),
        later(0),
    );
    expires(&store, 0, NOW);
    assert_eq!(store.names(Scope::Unread), ["h2"]);
    follows(&store, Some(5 * HOUR + MINUTE));
    expires(&store, 0, NOW);
    assert_eq!(store.names(Scope::Unread), ["h2", "h3", "h5"]);
    follows(&store, None);
    expires(&store, 0, NOW);
    assert_eq!(store.names(Scope::Unread), ["h2", "h3", "h5", "h6"]);
    assert_eq!(expires(&store, 0, later(9)), 0);
}

#[test]
fn a_clock_that_goes_back_changes_nothing_and_one_that_was_ahead_does_not_end_the_rule() {
    let (store, feed) = six_hours(Some(3 * HOUR + MINUTE));
    expires(&store, 0, NOW.plus(2 * HOUR));
    assert_eq!(store.names(Scope::Unread), ["h1"]);
    assert_eq!(expires(&store, 0, NOW), 0);
    assert_eq!(store.names(Scope::Unread), ["h1"]);
    store.takes(feed, vec![item("new", 1)], later(1));
    assert_eq!(expires(&store, 0, NOW.plus(10 * HOUR)), 2);
    assert_eq!(store.names(Scope::Unread), Vec::<String>::new());
}
