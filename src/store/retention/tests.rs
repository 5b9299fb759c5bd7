//! What goes by age and number, what is spared, and that what went does not come again.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::{Change, EntryId, Scope, Subscription, Which};
use crate::store::Store;
use crate::store::fixture::{NOW, all_of, item, later, these, wait, wish};

const DAY: i64 = 86_400_000;
const MINUTES: i64 = 24 * 60;

fn keeping(keep: Option<Keep>) -> Subscription {
    Subscription {
        keep,
        ..wish("https://a.example/", "")
    }
}

fn spared() -> Spared {
    Spared {
        bookmarks: true,
        tags: true,
        unread: true,
    }
}

/// Ten entries, one a day, all seen when they came, all read.
fn ten_days(keep: Option<Keep>) -> (Store, FeedId) {
    let store = Store::memory().unwrap();
    let feed = store.following(&[keeping(keep)])[0];
    for day in (0..10).rev() {
        let name = format!("d{day}");
        store.takes(feed, vec![item(&name, day * MINUTES)], NOW.plus(-day * DAY));
    }
    store.does(Change::Read(all_of(Scope::Everything, later(1))), later(1));
    (store, feed)
}

fn drops(store: &Store, rule: Rule) -> u64 {
    let dropped = wait(store.drop_outdated(rule, later(2))).unwrap();
    assert_eq!(store.complaints(), Vec::<String>::new());
    dropped.entries
}

#[test]
fn what_is_shipped_keeps_everything() {
    let (store, _) = ten_days(None);
    assert_eq!(drops(&store, Rule::default()), 0);
    assert_eq!(store.names(Scope::Everything).len(), 10);
}

#[test]
fn a_feeds_own_rule_comes_before_the_one_for_all() {
    let cases = [
        (Some(Keep::For(5 * DAY)), Keep::All, 5),
        (Some(Keep::Newest(3)), Keep::For(DAY * 9), 7),
        (None, Keep::For(2 * DAY), 8),
        (None, Keep::Newest(4), 6),
        (Some(Keep::All), Keep::Newest(1), 0),
        (Some(Keep::Newest(10)), Keep::All, 0),
    ];
    for (own, keep, expect) in cases {
        let (store, _) = ten_days(own);
        let rule = Rule {
            keep,
            spared: spared(),
        };
        assert_eq!(drops(&store, rule), expect, "{own:?} {keep:?}");
        assert_eq!(drops(&store, rule), 0, "once");
        let left: Vec<String> = (0..10 - expect).map(|day| format!("d{day}")).collect();
        assert_eq!(store.names(Scope::Everything), left);
    }
}

#[test]
fn what_is_spared_stays_and_what_is_not_goes() {
    let rule = |spared| Rule {
        keep: Keep::Newest(2),
        spared,
    };
    let prepared = || {
        let (store, feed) = ten_days(None);
        let id = |name: &str| store.id(name);
        let (kept, tagged, unread) = (id("d7"), id("d8"), id("d9"));
        store.does(Change::Bookmark(these(&[kept])), later(1));
        store.does(Change::Tag(these(&[tagged]), "t".into()), later(1));
        store.does(Change::Unread(these(&[unread])), later(1));
        (store, feed)
    };
    let (store, _) = prepared();
    assert_eq!(drops(&store, rule(spared())), 5);
    assert_eq!(
        store.names(Scope::Everything),
        ["d0", "d1", "d7", "d8", "d9"]
    );
    let (store, _) = prepared();
    assert_eq!(drops(&store, rule(Spared::default())), 8);
    assert_eq!(store.names(Scope::Everything), ["d0", "d1"]);
    assert_eq!(
        store.names(Scope::Bookmarks),
        ["d7"],
        "a copy is the reader's own"
    );
}

#[test]
fn what_went_does_not_come_again_until_another_rule_holds() {
    let (store, feed) = ten_days(None);
    let rule = |keep| Rule {
        keep,
        spared: spared(),
    };
    assert_eq!(drops(&store, rule(Keep::Newest(6))), 4);
    let again = || {
        store.takes(
            feed,
            (0..10)
                .map(|day| item(&format!("d{day}"), day * MINUTES))
                .collect(),
            later(3),
        )
    };
    let saved = again();
    assert_eq!(saved.new, 0);
    assert_eq!(store.names(Scope::Everything).len(), 6);
    assert_eq!(drops(&store, rule(Keep::Newest(6))), 0);
    assert_eq!(drops(&store, rule(Keep::All)), 0);
    assert_eq!(again().new, 0, "it is not new");
    assert_eq!(store.names(Scope::Everything).len(), 10);
    assert_eq!(store.names(Scope::Unread).len(), 0, "what was read is read");
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn undo_holds_over_what_went() {
    let (store, _) = ten_days(None);
    let rule = Rule {
        keep: Keep::Newest(1),
        spared: Spared::default(),
    };
    let copies: Vec<EntryId> = vec![store.id("d9")];
    store.does(Change::Bookmark(Which::Entries(copies)), later(1));
    let (act, _) = wait(store.last_undoable()).unwrap().unwrap();
    assert_eq!(drops(&store, rule), 9);
    wait(store.undo_entries(act.id, later(3))).unwrap();
    wait(store.redo_entries(act.id, later(3))).unwrap();
    assert_eq!(store.names(Scope::Bookmarks), ["d9"]);
    wait(store.undo_entries(act.id, later(3))).unwrap();
    let (read, _) = wait(store.last_undoable()).unwrap().unwrap();
    wait(store.undo_entries(read.id, later(3))).unwrap();
    assert_eq!(store.names(Scope::Unread), ["d0"]);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn old_news_of_a_new_feed_stays_as_long_as_any() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[keeping(Some(Keep::For(90 * DAY)))])[0];
    store.takes(feed, vec![item("old", 400 * MINUTES)], NOW);
    store.does(Change::Read(all_of(Scope::Everything, later(1))), later(1));
    let drops_at = |days: i64| {
        let rule = Rule {
            spared: spared(),
            ..Rule::default()
        };
        wait(store.drop_outdated(rule, NOW.plus(days * DAY)))
            .unwrap()
            .entries
    };
    assert_eq!((drops_at(1), drops_at(89), drops_at(91)), (0, 0, 1));
}

#[test]
fn a_feed_is_as_large_as_its_texts() {
    let (store, feed) = ten_days(None);
    let before = wait(store.size_of(feed)).unwrap();
    assert!(before > 100, "{before}");
    let rule = Rule {
        keep: Keep::Newest(5),
        spared: spared(),
    };
    drops(&store, rule);
    let after = wait(store.size_of(feed)).unwrap();
    assert!(after < before && after > 0, "{after} of {before}");
}
