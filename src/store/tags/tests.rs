//! That a tag lists what its query finds, that counts are a recount, and that a rename gives back exactly what was.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::Zone;
use crate::model::{ActKind, Change, FeedId, ParsedEntry, Subscription};
use crate::query::parse;
use crate::store::fixture::{NOW, at, item, later, these, wait, wish};
use crate::store::{Retag, Walk, WindowWish};

/// Two feeds, one of them tagged `Work`; entries tagged by hand in two spellings, and by their feeds.
fn world() -> (Store, Vec<FeedId>) {
    let store = Store::memory().unwrap();
    let feeds = store.following(&[
        Subscription {
            tags: vec!["Work".into(), "科学".into()],
            ..wish("https://a.example/", "")
        },
        wish("https://b.example/", ""),
    ]);
    for feed in &feeds {
        let entries = (0..12).map(|n| ParsedEntry {
            tags: match n % 4 {
                0 => vec!["KERNEL".into(), "other".into()],
                1 => vec!["work".into()],
                _ => vec![],
            },
            ..item(&format!("{}-{n}", feed.0), n * 7)
        });
        store.takes(*feed, entries.collect(), NOW);
    }
    let ids = |from: i64, step: usize| (from..=24).step_by(step).map(EntryId).collect::<Vec<_>>();
    store.does(Change::Tag(these(&ids(1, 3)), "kernel".into()), later(1));
    store.does(Change::Tag(these(&ids(2, 5)), "Kernel".into()), later(1));
    store.does(Change::Tag(these(&ids(3, 7)), "to share".into()), later(1));
    store.does(Change::Read(these(&ids(1, 4))), later(2));
    (store, feeds)
}

fn found(store: &Store, query: &str) -> Vec<EntryId> {
    let query = parse(query, NOW, &Zone::utc()).unwrap();
    wait(store.entry_ids(query, at(NOW), 1000)).unwrap()
}

#[test]
fn the_count_of_a_tag_is_what_its_query_finds_unread() {
    let (store, _) = world();
    let counts = wait(store.unread_of_tags()).unwrap();
    let names: Vec<&str> = counts.iter().map(|(tag, _)| tag.as_str()).collect();
    assert_eq!(names, ["kernel", "to share", "Work", "科学"]);
    for (tag, count) in counts {
        let recount = found(&store, &format!("unread tag:\"{tag}\"")).len() as u64;
        assert_eq!(count, recount, "{tag}");
        assert!(count > 0, "{tag}");
    }
}

#[test]
fn a_tags_list_is_its_query_and_a_smart_feeds_count_is_a_recount() {
    let (store, _) = world();
    let list = |scope: Scope, query: Query| {
        let wish = WindowWish {
            scope,
            show: Show::All,
            count: 1000,
            query: Some(query),
            ..WindowWish::default()
        };
        let rows = wait(store.window(wish)).unwrap().rows;
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    for tag in ["kernel", "Work", "科学", "none"] {
        let typed = format!("tag:{tag}");
        let query = parse(&typed, NOW, &Zone::utc()).unwrap();
        assert_eq!(tagged(tag), query);
        let of_tag = list(Scope::Tag(tag.into()), tagged(tag));
        assert_eq!(of_tag, list(Scope::Search(typed), query), "{tag}");
    }
    for typed in [
        "text",
        "\"title of\"",
        "tag:kernel text",
        "-tag:work",
        "is:bookmarked",
        "since:1d",
    ] {
        let query = parse(typed, NOW, &Zone::utc()).unwrap();
        let smart = list(Scope::Smart("x".into()), query.clone());
        assert_eq!(
            smart,
            list(Scope::Search(typed.into()), query.clone()),
            "{typed}"
        );
        let count = wait(store.unread_found(query.clone(), at(NOW), 1000)).unwrap();
        let recount = found(&store, &format!("unread {typed}")).len() as u64;
        assert_eq!(count, recount, "{typed}");
        let bounded = wait(store.unread_found(query, at(NOW), 2)).unwrap();
        assert_eq!(bounded, recount.min(2), "{typed}");
    }
}

#[test]
fn counts_lead_by_their_indexes_without_statistics() {
    let store = Store::memory().unwrap();
    let plan = |sql: String| -> String {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let look = move |connection: &Connection| {
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map([], |row| row.get::<_, String>(3))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?.join("; "))
        };
        wait(store.load(look)).unwrap()
    };
    let known = plan(ON_ENTRIES.to_string());
    assert!(
        known.contains("SEARCH t USING COVERING INDEX entry_tag_tag (tag>?)"),
        "{known}"
    );
    let categories = plan(with_categories());
    assert_eq!(
        categories,
        "SCAN s USING INDEX state_unread; SEARCH e USING INTEGER PRIMARY KEY (rowid=?)"
    );
}

#[test]
fn a_renamed_tag_is_merged_and_comes_back_in_each_spelling() {
    let (store, _) = world();
    // On a bookmark whose feed is gone too.
    store.does(
        Change::Bookmark(these(&[EntryId(13), EntryId(22)])),
        later(3),
    );
    wait(store.reconcile(vec![wish("https://a.example/", "")], later(4))).unwrap();
    let all = || {
        let look = |connection: &Connection| {
            let mut statement =
                connection.prepare("SELECT entry, tag FROM entry_tag ORDER BY entry, tag")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<Vec<(i64, String)>, _>>()?)
        };
        wait(store.load(look)).unwrap()
    };
    let before = all();
    let from = wait(store.spellings("KERNEL".into())).unwrap();
    assert_eq!(from, ["Kernel", "kernel"]);
    let retag = Retag {
        from,
        to: "to share".into(),
    };
    let payload = serde_json::json!({ "retag": retag }).to_string();
    let list = || vec![wish("https://a.example/", "")];
    let act = wait(store.intend(ActKind::Retag, "x".into(), 0, payload, later(5))).unwrap();
    assert!(wait(store.mark_retag(act, retag)).unwrap() > 8);
    assert_eq!(all(), before, "marked, not done");
    wait(store.settle(act, list(), later(5))).unwrap();
    let after = all();
    assert!(after.iter().all(|(_, tag)| tag == "to share"));
    let tagged: std::collections::BTreeSet<i64> = before.iter().map(|(entry, _)| *entry).collect();
    assert_eq!(after.len(), tagged.len());
    assert!(
        after.iter().any(|(entry, _)| *entry == 22),
        "the bookmark of the feed that is gone"
    );
    wait(store.settle_walk(Walk::Back, act, list(), later(6))).unwrap();
    assert_eq!(all(), before);
    wait(store.settle_walk(Walk::Forth, act, list(), later(7))).unwrap();
    assert_eq!(all(), after);
}

#[test]
fn merging_two_feeds_takes_the_tags_of_entries_over() {
    let store = Store::memory().unwrap();
    let urls = ["https://a.example/", "https://b.example/"];
    let feeds = store.following(&urls.map(|url| wish(url, "")));
    for feed in &feeds {
        store.takes(*feed, vec![item("one", 1), item("two", 2)], NOW);
    }
    let of_two = || {
        let look = |connection: &Connection| {
            let sql = "SELECT t.tag FROM entry_tag t JOIN state s ON s.entry = t.entry WHERE s.feed = 2 ORDER BY t.tag";
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<Vec<String>, _>>()?)
        };
        wait(store.load(look)).unwrap()
    };
    store.does(Change::Tag(these(&[EntryId(1)]), "kernel".into()), later(1));
    store.does(
        Change::Tag(these(&[EntryId(1), EntryId(3)]), "both".into()),
        later(1),
    );
    assert_eq!(of_two(), ["both"]);
    let intended = store.intend(ActKind::Merge, "x".into(), 1, "{}".into(), later(2));
    let act = wait(intended).unwrap();
    wait(store.carry(act, feeds[0], feeds[1])).unwrap();
    let rest = || vec![wish(urls[1], "")];
    wait(store.settle(act, rest(), later(2))).unwrap();
    assert_eq!(of_two(), ["both", "kernel"]);
    let both = || urls.map(|url| wish(url, "")).to_vec();
    wait(store.settle_walk(Walk::Back, act, both(), later(3))).unwrap();
    assert_eq!(of_two(), ["both"]);
    wait(store.settle_walk(Walk::Forth, act, rest(), later(4))).unwrap();
    assert_eq!(of_two(), ["both", "kernel"]);
}
