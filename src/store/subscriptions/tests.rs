//! The store follows the file, and acts on subscriptions keep their order with it.

#![allow(clippy::unwrap_used)]

use crate::model::{ActKind, Change, Scope, Subscription, WELCOME_URL};
use crate::store::fixture::{NOW, item, later, these, wait, wish};
use crate::store::{Store, StoreError, Walk};

fn urls(store: &Store) -> Vec<String> {
    let rows = wait(store.feeds(NOW)).unwrap().rows;
    rows.into_iter().map(|row| row.url).collect()
}

#[test]
fn the_store_follows_the_file_and_writes_nothing_when_it_does_already() {
    let store = Store::memory().unwrap();
    let file = vec![
        wish("https://b.example/", "/Linux/Kernel/"),
        Subscription {
            title: Some("Mine".into()),
            tags: vec!["work".into()],
            refresh: Some(7_200_000),
            full_text: true,
            ..wish("https://a.example/", "")
        },
        wish("https://b.example/", "twice"),
    ];
    assert!(wait(store.reconcile(file.clone(), NOW)).unwrap());
    assert!(!wait(store.reconcile(file, NOW)).unwrap());
    let rows = wait(store.feeds(NOW)).unwrap().rows;
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (rows[0].url.as_str(), rows[0].folder.as_str()),
        ("https://b.example/", "Linux/Kernel")
    );
    assert_eq!(
        (rows[1].title.as_str(), rows[1].refresh, rows[1].full_text),
        ("Mine", Some(7_200_000), true)
    );
    assert_eq!(rows[1].tags, ["work"]);
}

#[test]
fn a_feed_that_leaves_the_file_comes_back_as_it_was() {
    let store = Store::memory().unwrap();
    let (a, b) = (
        wish("https://a.example/", ""),
        wish("https://b.example/", ""),
    );
    let feeds = store.following(&[a.clone(), b.clone()]);
    store.takes(feeds[0], vec![item("one", 1), item("two", 2)], NOW);
    store.does(Change::Read(these(&[store.id("one")])), later(1));
    store.following(std::slice::from_ref(&b));
    assert_eq!(urls(&store), ["https://b.example/"]);
    assert_eq!(store.names(Scope::Everything), Vec::<String>::new());
    assert_eq!(store.names(Scope::Unread), Vec::<String>::new());
    assert_eq!(wait(store.feeds(NOW)).unwrap().unread, 0);
    assert_eq!(store.following(&[b, a])[1], feeds[0]);
    assert_eq!(store.names(Scope::Everything), ["one", "two"]);
    assert_eq!(store.names(Scope::Unread), ["two"]);
    assert_eq!(urls(&store), ["https://b.example/", "https://a.example/"]);
}

#[test]
fn the_welcome_feed_is_there_while_there_is_no_other() {
    let store = Store::memory().unwrap();
    let welcome = wait(store.welcome(NOW)).unwrap();
    assert_eq!(wait(store.welcome(NOW)).unwrap(), welcome);
    store.takes(welcome, vec![item("tour", 1)], NOW);
    assert_eq!(store.names(Scope::Everything), ["tour"]);
    assert!(!wait(store.reconcile(vec![], NOW)).unwrap());
    assert_eq!(
        wait(store.due(NOW, crate::model::RefreshWish::default())).unwrap(),
        []
    );

    let mine = wish("https://a.example/", "");
    store.following(std::slice::from_ref(&mine));
    assert_eq!(urls(&store), ["https://a.example/"]);
    assert_eq!(store.names(Scope::Everything), Vec::<String>::new());
    wait(store.reconcile(vec![], later(1))).unwrap();
    assert_eq!(urls(&store), [WELCOME_URL]);
    assert_eq!(store.names(Scope::Everything), ["tour"]);
}

#[test]
fn another_address_is_the_same_feed() {
    let store = Store::memory().unwrap();
    let feeds = store.following(&[
        wish("https://old.example/", ""),
        wish("https://b.example/", ""),
    ]);
    store.takes(feeds[0], vec![item("one", 1)], NOW);
    wait(store.alias(feeds[0], "https://new.example/")).unwrap();
    let moved = store.following(&[
        wish("https://new.example/", ""),
        wish("https://b.example/", ""),
    ]);
    assert_eq!(moved, feeds);
    // Undone: the file names the old address again.
    let back = store.following(&[
        wish("https://old.example/", ""),
        wish("https://b.example/", ""),
    ]);
    assert_eq!(back, feeds);
    assert_eq!(store.names(Scope::Feed(feeds[0])), ["one"]);
    let taken = wait(store.alias(feeds[0], "https://b.example/"));
    assert!(matches!(taken, Err(StoreError::Refused(_))), "{taken:?}");
    // The address of a tombstone can be taken over; the tombstone keeps its entries.
    let b = feeds[1];
    store.takes(b, vec![item("of b", 2)], NOW);
    store.does(Change::Bookmark(these(&[store.id("of b")])), NOW);
    store.following(&[wish("https://old.example/", "")]);
    wait(store.alias(feeds[0], "https://b.example/")).unwrap();
    assert_eq!(
        store.following(&[wish("https://b.example/", "")]),
        [feeds[0]]
    );
    assert_eq!(store.names(Scope::Bookmarks), ["of b"]);
}

#[test]
fn an_act_on_subscriptions_is_intended_settled_undone_and_done_again() {
    let store = Store::memory().unwrap();
    let (a, b) = (
        wish("https://a.example/", ""),
        wish("https://b.example/", ""),
    );
    store.following(std::slice::from_ref(&a));
    let intend = |subject: &str| {
        wait(store.intend(
            ActKind::Subscribe,
            subject.into(),
            1,
            "{\"x\":1}".into(),
            NOW,
        ))
        .unwrap()
    };
    let crashed = intend("lost");
    assert_eq!(
        wait(store.last_undoable()).unwrap(),
        None,
        "an intent is no act yet"
    );
    assert_eq!(wait(store.unsettled()).unwrap()[0].1, "{\"x\":1}");
    wait(store.forget(crashed)).unwrap();

    let id = intend("b");
    let act = wait(store.settle(id, vec![a.clone(), b.clone()], later(1))).unwrap();
    assert_eq!(
        (act.id, act.sentence().as_str(), act.undone),
        (id, "subscribed to b", false)
    );
    assert!(
        wait(store.settle(id, vec![], later(1))).is_err(),
        "only once"
    );
    assert_eq!(wait(store.unsettled()).unwrap(), []);
    assert_eq!(urls(&store).len(), 2);

    let (last, payload) = wait(store.last_undoable()).unwrap().unwrap();
    assert_eq!((last.id, payload.as_deref()), (id, Some("{\"x\":1}")));
    assert!(
        wait(store.settle_walk(Walk::Back, id, vec![a.clone()], later(2)))
            .unwrap()
            .undone
    );
    assert_eq!(urls(&store), ["https://a.example/"]);
    let (last, _) = wait(store.last_redoable()).unwrap().unwrap();
    assert!(
        !wait(store.settle_walk(Walk::Forth, last.id, vec![a, b], later(3)))
            .unwrap()
            .undone
    );
    assert_eq!(urls(&store).len(), 2);
    assert_eq!(wait(store.history(5)).unwrap().len(), 1);
}
