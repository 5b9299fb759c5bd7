//! Bookmarks taken over: merged with what is there, undone as one act, and written down and read back as they were.

#![allow(clippy::unwrap_used)]

use crate::model::{
    Bookmark, Change, Enclosure, Entry, PageFacts, PageText, ParsedEntry, Scope, Timestamp,
};
use crate::parse::{bookmarks, print_bookmark};
use crate::store::fixture::{NOW, item, later, these, wait, wish};
use crate::store::{Brought, Store};

fn page(link: &str, title: &str) -> Bookmark {
    Bookmark {
        entry: ParsedEntry {
            link: Some(link.into()),
            title: title.into(),
            ..ParsedEntry::default()
        },
        kept: Some(NOW.plus(-1_000_000)),
        is_read: true,
        ..Bookmark::default()
    }
}

fn world() -> Store {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.takes(feed, vec![item("a", 1), item("b", 2)], NOW);
    store
}

fn bring(store: &Store, list: Vec<Bookmark>) -> Brought {
    let brought = wait(store.bring(list, "list.html".into(), later(5))).unwrap();
    assert_eq!(store.complaints(), [""; 0]);
    brought
}

fn kept(store: &Store) -> Vec<String> {
    let mut names = store.names(Scope::Bookmarks);
    names.sort();
    names
}

#[test]
fn a_page_of_the_archive_is_bookmarked_there_and_any_other_stands_alone() {
    let store = world();
    store.does(Change::Bookmark(these(&[store.id("b")])), later(1));
    let tagged = Bookmark {
        tags: vec!["work".into()],
        note: Some("mine".into()),
        ..page("http://www.example.org/b/?utm_source=x", "B elsewhere")
    };
    let list = vec![
        page("https://example.org/a", "A elsewhere"),
        tagged,
        page("https://other.example/", "Other"),
    ];
    let brought = bring(&store, list.clone());
    assert_eq!((brought.new, brought.enriched, brought.known), (2, 1, 0));
    assert_eq!(kept(&store), ["Other", "a", "b"]);
    let b = wait(store.entry(store.id("b"))).unwrap().unwrap();
    assert_eq!(
        (b.row.tags, b.note),
        (vec!["work".to_string()], Some("mine".into()))
    );
    assert_eq!(store.names(Scope::Everything), ["a", "b"], "no news");
    let again = bring(&store, list);
    assert_eq!((again.act, again.known), (None, 3));
    // One act takes all of it back, and does it again.
    let (act, _) = wait(store.last_undoable()).unwrap().unwrap();
    assert_eq!(act.sentence(), "imported 3 bookmarks from list.html");
    wait(store.undo_entries(act.id, later(6))).unwrap();
    assert_eq!(kept(&store), ["b"]);
    assert_eq!(wait(store.tags()).unwrap(), []);
    assert_eq!(store.complaints(), [""; 0]);
    wait(store.redo_entries(act.id, later(7))).unwrap();
    assert_eq!(kept(&store), ["Other", "a", "b"]);
    let other = store.lists(Scope::Bookmarks).rows;
    let other = other.iter().find(|row| row.title == "Other").unwrap();
    assert_eq!(
        (other.feed_title.as_str(), other.read),
        ("other.example", true)
    );
}

#[test]
fn what_a_feed_brings_later_is_the_bookmark_that_came_before() {
    let store = world();
    let brought = Bookmark {
        entry: ParsedEntry {
            guid: "c".into(),
            ..page("https://example.org/c", "Title of c").entry
        },
        feed: Some(("https://a.example/".into(), "A feed".into())),
        ..Bookmark::default()
    };
    bring(&store, vec![brought]);
    assert_eq!(kept(&store), ["c"]);
    let feed = wait(store.feeds(NOW)).unwrap().rows[0].id;
    store.takes(feed, vec![item("c", 0), item("a", 1)], later(9));
    assert_eq!(store.names(Scope::Everything), ["c", "a", "b"]);
    assert_eq!(kept(&store), ["c"]);
    assert_eq!(store.complaints(), [""; 0]);
}

fn written(store: &Store) -> Vec<String> {
    let ids: Vec<_> = store
        .lists(Scope::Bookmarks)
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    let line = |entry: &Entry| {
        let pictures = wait(store.pictures_of(entry.row.id)).unwrap();
        print_bookmark(entry, &pictures).to_string()
    };
    let entries = ids
        .iter()
        .map(|id| wait(store.entry(*id)).unwrap().unwrap());
    entries.map(|entry| line(&entry)).collect()
}

#[test]
fn bookmarks_written_down_and_taken_over_elsewhere_are_as_they_were() {
    let store = world();
    let feeds = store.following(&[
        wish("https://a.example/", ""),
        wish("https://b.example/", "Linux"),
    ]);
    let rich = ParsedEntry {
        title: "龙 & <b> \"quotes\"".into(),
        summary: Some("<p>short".into()),
        author: Some("Zoë".into()),
        updated: Some(NOW),
        enclosures: vec![Enclosure {
            url: "https://a.example/a.mp3".into(),
            mime: Some("audio/mpeg".into()),
            length: Some(7),
            duration: None,
        }],
        tags: vec!["theirs".into()],
        comments: Some("https://a.example/c".into()),
        comment_count: Some(3),
        image: Some("https://a.example/i.png".into()),
        language: Some("zh".into()),
        ..item("rich", 3)
    };
    // The same page in another feed is another bookmark; one has no page at all.
    let bare = ParsedEntry {
        link: None,
        ..item("bare", 7)
    };
    store.takes(feeds[1], vec![rich, item("a", 9), bare], NOW);
    let saved = {
        let link = ParsedEntry {
            title: "https://c.example/s".into(),
            link: Some("https://c.example/s".into()),
            guid: "https://c.example/s".into(),
            ..ParsedEntry::default()
        };
        let (_, entry) = wait(store.save_for_later(link, vec![], later(1))).unwrap();
        entry
    };
    let all: Vec<_> = store
        .lists(Scope::Everything)
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    store.does(Change::Bookmark(these(&all)), later(2));
    store.does(Change::Tag(these(&all[..2]), "to share".into()), later(3));
    store.does(Change::Read(these(&all[1..])), later(3));
    wait(store.note(all[0], Some("one\ntwo".into()), later(4))).unwrap();
    let text = PageText {
        html: "<p>the whole</p>".into(),
        url: "https://c.example/s".into(),
        facts: PageFacts {
            title: "S".into(),
            pages: Some(2),
            ..PageFacts::default()
        },
    };
    wait(store.keep_text(saved, text, later(4))).unwrap();
    wait(store.keep_picture(all[0], "https://p.example/1.png".into(), vec![0, 159, 255])).unwrap();
    bring(&store, vec![page("https://d.example/", "From elsewhere")]);
    let before = written(&store);
    assert_eq!(before.len(), all.len() + 1);
    let file = before.join("\n");
    let found = bookmarks(file.as_bytes()).unwrap();
    assert_eq!(
        (found.from, found.twice, found.refused.len()),
        ("byline", 0, 0)
    );
    let other = Store::memory().unwrap();
    let brought = wait(other.bring(found.list, "b.jsonl".into(), later(60))).unwrap();
    assert_eq!(brought.new, before.len() as u64);
    let mut after = written(&other);
    let mut before = before;
    before.sort();
    after.sort();
    assert_eq!(before, after);
    assert_eq!(other.complaints(), [""; 0]);
    assert_eq!(
        other.names(Scope::Everything),
        [""; 0],
        "bookmarks are no news"
    );
    // And into the store that they come from: nothing is new.
    let found = bookmarks(file.as_bytes()).unwrap();
    assert_eq!(bring(&store, found.list).act, None);
}

#[test]
fn thousands_are_one_act() {
    let store = world();
    let many = |n: u32| page(&format!("https://m.example/{n}"), "m");
    let list: Vec<_> = (0..5_000).map(many).collect();
    let brought = bring(&store, list);
    assert_eq!(brought.new, 5_000);
    let list = wait(store.feeds(Timestamp(0))).unwrap();
    assert_eq!((list.bookmarks, list.unread), (5_000, 2));
}
