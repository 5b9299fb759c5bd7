//! Full texts kept, missed, chosen, and which are wanted next.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::model::{Anchor, Change, Scope, Show, Subscription, Which};
use crate::store::fixture::{NOW, PERIOD, document, item, later, wait, wish};
use crate::store::{Check, WindowWish};

fn wanting_store(entries: u32) -> (Store, FeedId) {
    let store = Store::memory().unwrap();
    let subscription = Subscription {
        full_text: true,
        ..wish("https://a.example/feed", "")
    };
    let feed = store.following(&[subscription])[0];
    let entries = (0..entries).map(|n| item(&format!("e{n}"), i64::from(n)));
    let document = document(entries.collect());
    wait(store.save_feed(feed, document, Check::default(), NOW)).unwrap();
    (store, feed)
}

fn claimed(store: &Store, now: Timestamp) -> Vec<String> {
    let wish = TextWish {
        feeds: None,
        of_each: 2,
        in_all: 100,
        bookmarks: 0,
    };
    let found = wait(store.claim_texts(wish, now)).unwrap();
    let path = |link: String| link.rsplit('/').next().unwrap().to_string();
    found.into_iter().map(|one| path(one.link)).collect()
}

fn id_of(store: &Store, title: &str) -> EntryId {
    let wish = WindowWish {
        scope: Scope::Everything,
        show: Show::All,
        anchor: Anchor::First,
        count: 100,
        ..WindowWish::default()
    };
    let rows = wait(store.window(wish)).unwrap().rows;
    rows.iter().find(|row| row.title == title).unwrap().id
}

fn page(html: &str) -> PageText {
    PageText {
        html: html.to_string(),
        url: "https://a.example/e0".into(),
        ..PageText::default()
    }
}

#[test]
fn the_newest_are_taken_first_and_by_one_only() {
    let (store, _) = wanting_store(5);
    assert_eq!(claimed(&store, NOW), ["e0", "e1"]);
    assert_eq!(claimed(&store, NOW), ["e2", "e3"]);
    assert_eq!(claimed(&store, NOW), ["e4"]);
    assert_eq!(claimed(&store, NOW), [""; 0]);
    // Who took them was killed.
    assert_eq!(claimed(&store, later(15)), ["e0", "e1"]);
    let left = vec![id_of(&store, "Title of e0")];
    wait(store.leave_texts(left)).unwrap();
    assert_eq!(claimed(&store, later(16)).first().unwrap(), "e0");
    // What is old is no news.
    assert_eq!(claimed(&store, later(8 * 24 * 60)), [""; 0]);
}

#[test]
fn a_failure_is_tried_again_when_it_is_due_or_never() {
    let (store, _) = wanting_store(2);
    claimed(&store, NOW);
    let why = |sort: &str| NoText {
        sort: sort.into(),
        what: "words".into(),
    };
    let (first, second) = (id_of(&store, "Title of e0"), id_of(&store, "Title of e1"));
    wait(store.lack_text(first, why("network"), Some(later(60)), NOW)).unwrap();
    wait(store.lack_text(second, why("404"), None, NOW)).unwrap();
    assert_eq!(claimed(&store, later(59)), [""; 0]);
    assert_eq!(claimed(&store, later(60)), ["e0"]);
    let kept = wait(store.full_text(second)).unwrap().unwrap();
    assert_eq!((kept.lack, kept.page), (Some(why("404")), None));
    let tries = wait(store.claim_text(first, later(61))).unwrap().unwrap();
    assert_eq!(tries.tries, 1);
}

#[test]
fn the_feeds_own_text_stays_and_the_choice_is_the_entrys() {
    let (store, _) = wanting_store(1);
    let id = id_of(&store, "Title of e0");
    let html = "<p>All of it</p>".repeat(100);
    wait(store.keep_text(id, page(&html), later(1))).unwrap();
    let entry = wait(store.entry(id)).unwrap().unwrap();
    assert_eq!(entry.own_html(), "<p>Text of e0</p>");
    assert_eq!(entry.html(), html, "its feed is set to full texts");
    assert_eq!(entry.base(), "https://a.example/e0");
    assert_eq!(entry.full_text.unwrap().came, Some(later(1)));
    wait(store.choose_text(id, false)).unwrap();
    let entry = wait(store.entry(id)).unwrap().unwrap();
    assert_eq!(entry.html(), "<p>Text of e0</p>");
    assert!(entry.full_text.unwrap().page.is_some());
}

#[test]
fn a_bookmark_keeps_the_full_text_of_a_feed_that_is_gone() {
    let (store, _) = wanting_store(2);
    let (kept, gone) = (id_of(&store, "Title of e0"), id_of(&store, "Title of e1"));
    for id in [kept, gone] {
        wait(store.keep_text(id, page("<p>All</p>"), NOW)).unwrap();
    }
    let change = Change::Bookmark(Which::Entries(vec![kept]));
    wait(store.change(change, crate::store::fixture::at(NOW))).unwrap();
    wait(store.reconcile(Vec::new(), NOW)).unwrap();
    wait(store.prune(PERIOD, later(91 * 24 * 60))).unwrap();
    let page_of = |id| {
        wait(store.full_text(id))
            .unwrap()
            .and_then(|full| full.page)
    };
    assert!(page_of(kept).is_some());
    assert!(page_of(gone).is_none());
}
