//! A note makes the bookmark, goes with it, and comes back with it.

#![allow(clippy::unwrap_used)]

use crate::model::{ActKind, Change, EntryId, Scope};
use crate::store::Store;
use crate::store::fixture::{NOW, at, item, later, these, wait, wish};

fn world() -> (Store, EntryId) {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.takes(feed, vec![item("a", 1), item("b", 2)], NOW);
    let id = store.id("a");
    (store, id)
}

fn noted(store: &Store, id: EntryId) -> (Option<String>, bool) {
    let entry = wait(store.entry(id)).unwrap().unwrap();
    assert_eq!(entry.row.noted, entry.note.is_some());
    (entry.note, entry.row.bookmarked)
}

fn write(store: &Store, id: EntryId, text: &str, minutes: i64) -> u64 {
    let act = wait(store.note(id, Some(text.to_string()), later(minutes))).unwrap();
    assert_eq!(act.kind, ActKind::Note);
    act.count
}

fn undo(store: &Store) {
    let (act, _) = wait(store.last_undoable()).unwrap().unwrap();
    wait(store.undo_entries(act.id, later(50))).unwrap();
}

fn redo(store: &Store) {
    let (act, _) = wait(store.last_redoable()).unwrap().unwrap();
    wait(store.redo_entries(act.id, later(51))).unwrap();
}

#[test]
fn a_note_bookmarks_its_entry_in_the_same_act() {
    let (store, id) = world();
    assert_eq!(write(&store, id, "  my words\u{1b}[2J ", 1), 1);
    assert_eq!(noted(&store, id), (Some("my words[2J".into()), true));
    assert_eq!(write(&store, id, "my words[2J", 2), 0, "the same is no act");
    assert_eq!(write(&store, id, "other words", 3), 1);
    undo(&store);
    assert_eq!(noted(&store, id), (Some("my words[2J".into()), true));
    undo(&store);
    assert_eq!(noted(&store, id), (None, false));
    redo(&store);
    redo(&store);
    assert_eq!(noted(&store, id), (Some("other words".into()), true));
    assert_eq!(store.names(Scope::Bookmarks), ["a"]);
    assert_eq!(store.complaints(), [""; 0]);
}

#[test]
fn a_note_goes_unseen_with_its_bookmark_and_comes_back_with_it() {
    let (store, id) = world();
    write(&store, id, "kept words", 1);
    store.does(Change::Unbookmark(these(&[id])), later(2));
    assert_eq!(noted(&store, id), (None, false));
    store.does(Change::Bookmark(these(&[id])), later(3));
    assert_eq!(noted(&store, id), (Some("kept words".into()), true));
    let act = wait(store.note(id, Some("  ".into()), later(4))).unwrap();
    assert_eq!((act.count, noted(&store, id)), (1, (None, true)));
    undo(&store);
    assert_eq!(noted(&store, id), (Some("kept words".into()), true));
}

#[test]
fn nothing_is_noted_to_what_is_not_there_and_nothing_makes_no_bookmark() {
    let (store, id) = world();
    assert!(wait(store.note(EntryId(99), Some("x".into()), NOW)).is_err());
    let act = wait(store.note(id, None, NOW)).unwrap();
    assert_eq!((act.count, noted(&store, id)), (0, (None, false)));
    let long = "ab ".repeat(100_000);
    write(&store, id, &long, 1);
    assert!(noted(&store, id).0.unwrap().len() <= 64 << 10);
    assert!(
        wait(store.entry_ids(Default::default(), at(NOW), 10))
            .unwrap()
            .len()
            == 2
    );
}
