//! What is let go after the undo period, and what is not.

#![allow(clippy::unwrap_used)]

use crate::model::{Change, RefreshWish, Scope};
use crate::store::fixture::{NOW, PERIOD, all_of, document, item, later, these, wait, wish};
use crate::store::{Check, Store};

const DAY: i64 = 24 * 60;

fn count(store: &Store, table: &'static str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    wait(store.load(move |c| Ok(c.query_row(&sql, [], |row| row.get(0))?))).unwrap()
}

#[test]
fn what_undo_no_longer_reaches_goes_and_nothing_else() {
    let store = Store::memory().unwrap();
    let feeds = store.following(&[
        wish("https://a.example/", ""),
        wish("https://b.example/", ""),
    ]);
    store.takes(
        feeds[0],
        (0..1200).map(|n| item(&format!("a{n}"), n)).collect(),
        NOW,
    );
    let check = Check {
        etag: Some("W/\"1\"".into()),
        ..Check::default()
    };
    let entries = (0..700).map(|n| item(&format!("b{n}"), n)).collect();
    wait(store.save_feed(feeds[1], document(entries), check, NOW)).unwrap();
    store.does(Change::Read(all_of(Scope::Everything, later(1))), later(1));
    store.does(
        Change::Bookmark(these(&[store.id("b7"), store.id("b8")])),
        later(1),
    );
    store.does(Change::Unbookmark(these(&[store.id("b8")])), later(2));
    store.does(
        Change::Unread(these(&[store.id("b9"), store.id("b10")])),
        later(2),
    );
    wait(store.reconcile(vec![wish("https://a.example/", "")], later(3))).unwrap();
    store.does(Change::Unread(these(&[store.id("a5")])), later(60 * DAY));

    wait(store.prune(PERIOD, later(89 * DAY))).unwrap();
    assert_eq!((count(&store, "act"), count(&store, "entry")), (5, 1900));

    wait(store.prune(PERIOD, later(91 * DAY))).unwrap();
    assert_eq!((count(&store, "act"), count(&store, "act_entry")), (1, 1));
    assert_eq!(
        (
            count(&store, "entry"),
            count(&store, "body"),
            count(&store, "state")
        ),
        (1200, 1200, 1898)
    );
    assert_eq!(count(&store, "state WHERE hidden = 0"), 1200);
    assert_eq!(store.names(Scope::Bookmarks), ["b7"]);
    assert_eq!(store.names(Scope::Unread), ["a5"]);
    assert_eq!(store.complaints(), Vec::<String>::new());
    let (act, _) = wait(store.last_undoable()).unwrap().unwrap();
    wait(store.undo_entries(act.id, later(91 * DAY))).unwrap();
    assert_eq!(store.names(Scope::Unread), Vec::<String>::new());

    // Followed again: asked without validators, or its entries would not come back.
    let both = [
        wish("https://a.example/", ""),
        wish("https://b.example/", ""),
    ];
    assert_eq!(store.following(&both), feeds);
    let due = wait(store.due(
        later(91 * DAY),
        RefreshWish {
            automatic: true,
            ..RefreshWish::default()
        },
    ))
    .unwrap();
    let b = due.iter().find(|feed| feed.id == feeds[1]).unwrap();
    assert_eq!(b.etag, None);

    // What was read does not come back as unread; what was not may.
    let entries = (5..12).map(|n| item(&format!("b{n}"), n)).collect();
    let saved = wait(store.save_feed(
        feeds[1],
        document(entries),
        Check::default(),
        later(91 * DAY),
    ));
    assert_eq!(saved.unwrap().new, 2);
    assert_eq!(store.names(Scope::Unread), ["b9", "b10"]);
    assert_eq!(store.complaints(), Vec::<String>::new());
}
