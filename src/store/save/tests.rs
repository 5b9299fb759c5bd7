//! A page is saved once, is dropped and comes back, and its feed's counts move with it.

#![allow(clippy::unwrap_used)]

use crate::model::{Change, EntryId, ParsedEntry, SAVED_URL, Scope};
use crate::store::fixture::{NOW, PERIOD, item, later, these, wait, wish};
use crate::store::{PageSays, Store};

fn save(store: &Store, link: &str, tags: &[&str], minutes: i64) -> (u64, EntryId) {
    let page = ParsedEntry {
        title: crate::text::address(link),
        link: Some(link.to_string()),
        ..ParsedEntry::default()
    };
    let tags = tags.iter().map(ToString::to_string).collect();
    let (act, entry) = wait(store.save_for_later(page, tags, later(minutes))).unwrap();
    (act.count, entry)
}

fn world() -> Store {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.takes(feed, vec![item("a", 1)], NOW);
    store
}

fn undo(store: &Store) {
    let (act, _) = wait(store.last_undoable()).unwrap().unwrap();
    wait(store.undo_entries(act.id, later(50))).unwrap();
    assert_eq!(store.complaints(), [""; 0]);
}

fn redo(store: &Store) {
    let (act, _) = wait(store.last_redoable()).unwrap().unwrap();
    wait(store.redo_entries(act.id, later(51))).unwrap();
    assert_eq!(store.complaints(), [""; 0]);
}

#[test]
fn one_page_stands_there_once_whatever_its_address_carries() {
    let store = world();
    let (count, first) = save(&store, "https://b.example/x", &[], 1);
    assert_eq!(count, 1);
    for same in [
        "http://www.b.example/x/",
        "https://b.example/x?utm_source=mail",
    ] {
        assert_eq!(save(&store, same, &[], 2), (0, first), "{same}");
    }
    assert_ne!(save(&store, "https://b.example/y", &[], 3).1, first);
    let home = save(&store, "https://b.example/", &[], 4).1;
    assert_eq!(save(&store, "https://b.example", &[], 5), (0, home));
    let list = wait(store.feeds(NOW)).unwrap();
    assert_eq!((list.saved, list.unread, list.rows.len()), (3, 4, 1));
    assert_eq!(store.lists(Scope::Saved).rows.len(), 3);
    assert_eq!(store.lists(Scope::Unread).rows.len(), 4, "it is news too");
    assert_eq!(store.complaints(), [""; 0]);
}

#[test]
fn a_saved_page_is_dropped_and_taken_back_with_its_tags() {
    let store = world();
    let (_, page) = save(&store, "https://b.example/x", &["work"], 1);
    let tags = || wait(store.tags()).unwrap();
    assert_eq!(tags(), [("work".to_string(), 1)]);
    undo(&store);
    assert_eq!((store.lists(Scope::Saved).rows.len(), tags().len()), (0, 0));
    redo(&store);
    assert_eq!((store.lists(Scope::Saved).rows.len(), tags().len()), (1, 1));
    let act = store.does(Change::Unsave(these(&[page, store.id("a")])), later(3));
    assert_eq!(act.count, 1, "only what is saved");
    assert_eq!(store.lists(Scope::Saved).rows.len(), 0);
    assert_eq!(store.complaints(), [""; 0]);
    // Saved again it is the same entry, and what was done to it is there.
    assert_eq!(save(&store, "https://b.example/x", &[], 4), (1, page));
    assert_eq!(store.lists(Scope::Saved).rows[0].tags, ["work"]);
    undo(&store);
    undo(&store);
    assert_eq!(store.lists(Scope::Saved).rows.len(), 1);
    // More tags for what is saved already are an act of their own, and its undo leaves the page.
    assert_eq!(save(&store, "https://b.example/x", &["more"], 5), (1, page));
    undo(&store);
    assert_eq!(store.lists(Scope::Saved).rows[0].tags, ["work"]);
}

#[test]
fn no_file_names_the_saved_pages_and_no_edit_of_it_touches_them() {
    let store = world();
    save(&store, "https://b.example/x", &[], 1);
    wait(store.reconcile(vec![wish(SAVED_URL, "")], later(2))).unwrap();
    let list = wait(store.feeds(NOW)).unwrap();
    assert_eq!((list.saved, list.rows.len()), (1, 0));
    wait(store.prune(PERIOD, later(60 * 24 * 400))).unwrap();
    assert_eq!(store.lists(Scope::Saved).rows.len(), 1);
    assert_eq!(store.complaints(), [""; 0]);
}

#[test]
fn a_page_is_called_what_it_calls_itself_unless_it_has_a_name() {
    let store = world();
    let (_, page) = save(&store, "https://b.example/x", &[], 1);
    for title in ["", "The\u{1b} story", "Another"] {
        let says = PageSays {
            title: title.into(),
            ..PageSays::default()
        };
        wait(store.entitle(page, says)).unwrap();
    }
    let row = &store.lists(Scope::Saved).rows[0];
    assert_eq!(
        (row.title.as_str(), row.feed_title.as_str()),
        ("The story", "b.example")
    );
    let other = store.id("a");
    let says = PageSays {
        title: "no".into(),
        ..PageSays::default()
    };
    wait(store.entitle(other, says)).unwrap();
    assert_eq!(store.names(Scope::Everything), ["The story", "a"]);
}

#[test]
fn what_is_no_page_of_the_web_is_refused() {
    let store = world();
    let page = ParsedEntry {
        link: Some("javascript:alert(1)".into()),
        ..ParsedEntry::default()
    };
    assert!(wait(store.save_for_later(page, vec![], NOW)).is_err());
    assert!(wait(store.feeds(NOW)).unwrap().saved_feed.is_none());
}
