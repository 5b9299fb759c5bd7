//! What a feed's document does to the store: new, the same, changed, and what is made up where the feed says nothing.

#![allow(clippy::unwrap_used)]

use crate::model::{Change, ParsedEntry, Scope};
use crate::store::Store;
use crate::store::fixture::{NOW, at, item, later, these, wait, wish};

#[test]
fn the_same_guid_again_is_updated_in_place_and_stays_read() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let saved = store.takes(feed, vec![item("one", 5), item("two", 9)], NOW);
    assert_eq!((saved.new, saved.changed), (2, 0));
    let one = store.id("one");
    store.does(Change::Read(these(&[one])), later(1));

    let same = store.takes(feed, vec![item("one", 5), item("two", 9)], later(2));
    assert_eq!((same.new, same.changed), (0, 0));

    let markup_only = ParsedEntry {
        content: Some("<div class=x>Text of   one</div>".into()),
        ..item("one", 5)
    };
    let saved = store.takes(feed, vec![markup_only], later(3));
    assert_eq!((saved.new, saved.changed), (0, 0));
    let row = &wait(store.entry(one)).unwrap().unwrap();
    assert!(row.content.as_deref().unwrap().contains("class=x"));
    assert!(!row.row.changed);

    let corrected = ParsedEntry {
        content: Some("<p>Another text</p>".into()),
        published: Some(later(4)),
        ..item("one", 5)
    };
    let saved = store.takes(feed, vec![corrected], later(4));
    assert_eq!((saved.new, saved.changed), (0, 1));
    let row = wait(store.entry(one)).unwrap().unwrap().row;
    assert!(row.read && row.changed);
    assert_eq!(
        row.time,
        item("one", 5).published.unwrap(),
        "its place in lists is kept"
    );

    store.does(Change::Read(these(&[one])), later(5));
    assert!(!wait(store.entry(one)).unwrap().unwrap().row.changed);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn a_date_that_cannot_be_gives_way_to_first_seen() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let dated = |guid: &str, published| ParsedEntry {
        published,
        ..item(guid, 0)
    };
    let entries = vec![
        dated("none", None),
        dated("future", Some(later(600))),
        dated("zero", Some(crate::model::Timestamp(0))),
        dated("soon", Some(later(5))),
        dated("past", Some(later(-5))),
    ];
    store.takes(feed, entries, NOW);
    // Without a date the document's order is kept, newest first.
    assert_eq!(
        store.names(Scope::Everything),
        ["soon", "none", "future", "zero", "past"]
    );
}

#[test]
fn an_entry_without_a_title_gets_one_from_its_text() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let untitled = |guid: &str, content: &str, link: Option<&str>| ParsedEntry {
        guid: guid.into(),
        content: Some(content.into()),
        link: link.map(ToString::to_string),
        ..ParsedEntry::default()
    };
    let long = format!("<p>{}</p>", "word ".repeat(100));
    let entries = vec![
        untitled("1", "<p>Just a <b>toot</b>\n of mine</p>", None),
        untitled("2", &long, None),
        untitled("3", "<img src=x>", Some("https://user:secret@a.example/3")),
        untitled("4", "", None),
    ];
    store.takes(feed, entries, NOW);
    let titles: Vec<String> = store
        .lists(Scope::Everything)
        .rows
        .into_iter()
        .map(|row| row.title)
        .collect();
    assert_eq!(titles[0], "Just a toot of mine");
    assert!(titles[1].ends_with('…') && crate::text::width(&titles[1]) <= 80);
    assert!(titles[2].contains("a.example/3") && !titles[2].contains("secret"));
    assert_eq!(titles[3], "untitled");
}

#[test]
fn an_entry_twice_in_one_document_is_one_and_a_guid_twice_is_two() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let twice = || vec![item("one", 1), item("one", 1)];
    assert_eq!(store.takes(feed, twice(), NOW).new, 1);
    let other = ParsedEntry {
        title: "Title of other".into(),
        ..item("one", 2)
    };
    let saved = store.takes(feed, vec![item("one", 1), other.clone()], later(1));
    assert_eq!((saved.new, saved.changed), (1, 0));
    let saved = store.takes(feed, vec![other, item("one", 1)], later(2));
    assert_eq!((saved.new, saved.changed), (0, 0));
    assert_eq!(store.names(Scope::Feed(feed)), ["one", "other"]);
}

#[test]
fn what_a_complete_feed_no_longer_names_is_kept_and_noted() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let takes = |guids: &[&str], is_complete, now| {
        let entries = guids.iter().map(|guid| item(guid, 1)).collect();
        let mut parsed = crate::store::fixture::document(entries);
        parsed.paging.is_complete = is_complete;
        let check = crate::store::Check {
            feed,
            ..crate::store::Check::default()
        };
        wait(store.save_feed(feed, parsed, check, now)).unwrap()
    };
    let withdrawn = |guid: &str| {
        let entry = wait(store.entry(store.id(guid))).unwrap().unwrap();
        entry.withdrawn
    };
    takes(&["one", "two"], true, NOW);
    takes(&["two"], false, later(1));
    assert_eq!(
        withdrawn("one"),
        None,
        "a window that moved on says nothing"
    );
    takes(&["two", "three"], true, later(2));
    let state = ["one", "two", "three"].map(withdrawn);
    assert_eq!(state, [Some(later(2)), None, None]);
    assert_eq!(store.names(Scope::Feed(feed)).len(), 3);
    takes(&["two", "one"], true, later(3));
    let state = ["one", "two", "three"].map(withdrawn);
    assert_eq!(state, [None, None, Some(later(3))]);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn everything_a_feed_says_comes_back() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let full = ParsedEntry {
        summary: Some("short".into()),
        content: Some("<p>long</p>".repeat(1000)),
        author: Some("J. Corbet".into()),
        updated: Some(NOW),
        enclosures: vec![crate::model::Enclosure {
            url: "https://a.example/x.mp3".into(),
            length: Some(9),
            ..Default::default()
        }],
        tags: vec!["kernel".into()],
        comments: Some("https://a.example/c".into()),
        comment_count: Some(3),
        image: Some("https://a.example/i.png".into()),
        language: Some("en".into()),
        ..item("full", 1)
    };
    store.takes(feed, vec![full.clone()], NOW);
    let entry = wait(store.entry(store.id("full"))).unwrap().unwrap();
    assert_eq!(entry.content, full.content);
    assert_eq!(entry.summary, full.summary);
    assert_eq!(
        (entry.author, entry.enclosures, entry.categories),
        (full.author, full.enclosures, full.tags)
    );
    assert_eq!(
        (entry.comments, entry.comment_count, entry.image),
        (full.comments, full.comment_count, full.image)
    );
    assert_eq!(
        (entry.guid, entry.first_seen, entry.updated),
        ("full".to_string(), NOW, Some(NOW))
    );
    assert!(entry.row.has_enclosure);
    let details = wait(store.details(vec![entry.row.id])).unwrap();
    assert_eq!((details.len(), &details[0].content), (1, &None));
    assert_eq!(wait(store.entry(crate::model::EntryId(999))).unwrap(), None);
}

#[test]
fn what_comes_for_a_feed_just_unsubscribed_from_is_not_listed() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.following(&[wish("https://b.example/", "")]);
    store.takes(feed, vec![item("late", 1)], later(1));
    assert_eq!(store.names(Scope::Everything), Vec::<String>::new());
    store.following(&[wish("https://a.example/", "")]);
    assert_eq!(store.names(Scope::Everything), ["late"]);
    let _ = at(NOW);
}
