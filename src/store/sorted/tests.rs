//! Lists in other orders: whole and in pieces, from every place, by index and gathered.

#![allow(clippy::unwrap_used)]

use rusqlite::types::Value;

use super::*;
use crate::model::{Anchor, Change, EntryRow, ParsedEntry, Which, Window};
use crate::store::fixture::{NOW, at, item, later, these, wait, wish};
use crate::store::{Store, WindowWish};

const ORDERS: [Order; 7] = [
    Order::Oldest,
    Order::FeedUp,
    Order::FeedDown,
    Order::TitleUp,
    Order::TitleDown,
    Order::Longest,
    Order::Shortest,
];

fn piece(store: &Store, scope: &Scope, order: Order, anchor: Anchor, count: u32) -> Window {
    let wish = WindowWish {
        scope: scope.clone(),
        order,
        anchor,
        count,
        midnight: at(NOW).midnight,
        ..WindowWish::default()
    };
    wait(store.window(wish)).unwrap()
}

fn titles(rows: &[EntryRow]) -> Vec<&str> {
    rows.iter().map(|row| row.title.as_str()).collect()
}

fn entry(guid: &str, title: &str, letters: usize) -> ParsedEntry {
    ParsedEntry {
        title: title.to_string(),
        content: Some(format!("<p>{}</p>", "x".repeat(letters))),
        ..item(guid, guid.len() as i64 * 10)
    }
}

#[test]
fn titles_are_sorted_without_case_accents_and_quotes_and_texts_by_what_is_seen() {
    let store = Store::memory().unwrap();
    let feeds = store.following(&[wish("https://a.example/", "")]);
    let entries = vec![
        entry("a", "zebra", 5),
        entry("bb", "“Apple”", 50),
        entry("ccc", "Élan", 20),
        entry("dddd", "eagle", 1),
        entry("eeeee", "内核", 9),
    ];
    store.takes(feeds[0], entries, NOW);
    let all = |order| piece(&store, &Scope::Everything, order, Anchor::First, 50).rows;
    assert_eq!(
        titles(&all(Order::TitleUp)),
        ["“Apple”", "eagle", "Élan", "zebra", "内核"]
    );
    assert_eq!(
        titles(&all(Order::Longest)),
        ["“Apple”", "Élan", "内核", "zebra", "eagle"]
    );
    assert_eq!(
        titles(&all(Order::Oldest)),
        ["内核", "eagle", "Élan", "“Apple”", "zebra"]
    );
}

/// Many entries of few titles and lengths, so that pieces end among equals.
fn crowd(per_feed: i64) -> (Store, Vec<FeedId>) {
    let store = Store::memory().unwrap();
    let wishes = ["b", "a", "c"].map(|name| wish(&format!("https://{name}.example/"), "Linux"));
    let feeds = store.following(&wishes);
    for (n, feed) in feeds.iter().enumerate() {
        let entries = (0..per_feed).map(|k| ParsedEntry {
            title: format!("Title {}", (k * 7 + n as i64) % 5),
            content: Some("x".repeat((k * 3 % 4) as usize)),
            ..item(&format!("{n}-{k}"), k * 3 + n as i64)
        });
        store.takes(*feed, entries.collect(), NOW);
    }
    let some: Vec<EntryId> = (0..per_feed / 2)
        .map(|k| store.id(&format!("1-{k}")))
        .collect();
    store.does(Change::Read(these(&some)), later(1));
    store.does(
        Change::Bookmark(these(&some[..some.len().min(9)])),
        later(1),
    );
    (store, feeds)
}

/// Every piece of a list is a piece of the whole list, and the whole is what walking down or up brings together.
fn assert_pieces(store: &Store, scope: &Scope, order: Order) {
    let whole = piece(store, scope, order, Anchor::First, 10_000);
    assert!(!whole.more_before && !whole.more_after, "{order:?}");
    let all: Vec<EntryId> = whole.rows.iter().map(|row| row.id).collect();
    let ids = |window: &Window| window.rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let (mut down, mut up) = (Vec::new(), Vec::new());
    let mut window = piece(store, scope, order, Anchor::First, 7);
    loop {
        down.extend(ids(&window));
        let Some(last) = window.rows.last().filter(|_| window.more_after) else {
            break;
        };
        window = piece(store, scope, order, Anchor::After(last.key()), 7);
        assert!(window.more_before);
    }
    assert_eq!(down, all, "{order:?} of {scope:?}, down");
    let mut window = piece(store, scope, order, Anchor::Last, 7);
    loop {
        let mut rows = ids(&window);
        rows.extend(up);
        up = rows;
        let Some(first) = window.rows.first().filter(|_| window.more_before) else {
            break;
        };
        window = piece(store, scope, order, Anchor::Before(first.key()), 7);
    }
    assert_eq!(up, all, "{order:?} of {scope:?}, up");
    let middle = whole.rows[all.len() / 2].key();
    let around = piece(store, scope, order, Anchor::Around(middle), 9);
    let from = all.iter().position(|id| *id == around.rows[0].id).unwrap();
    assert_eq!(ids(&around), all[from..from + around.rows.len()]);
    assert!(around.rows.iter().any(|row| row.id == middle.id));
}

#[test]
fn pieces_of_every_order_make_the_whole() {
    let (store, feeds) = crowd(40);
    for scope in [
        Scope::Everything,
        Scope::Unread,
        Scope::Bookmarks,
        Scope::Folder("Linux".into()),
        Scope::Feed(feeds[0]),
    ] {
        for order in ORDERS {
            assert_pieces(&store, &scope, order);
        }
    }
}

#[test]
fn a_large_list_is_walked_as_a_small_one_is_sorted() {
    let (store, _) = crowd(3000);
    for order in ORDERS {
        let total = piece(&store, &Scope::Everything, order, Anchor::First, 50).total;
        assert_eq!(total, Some(9000), "{order:?}");
        let whole = piece(&store, &Scope::Everything, order, Anchor::First, 9000).rows;
        let feed = piece(
            &store,
            &Scope::Folder("Linux".into()),
            order,
            Anchor::First,
            9000,
        )
        .rows;
        assert_eq!(whole.len(), 9000, "{order:?}");
        assert_eq!(titles(&whole), titles(&feed), "{order:?}");
        let key = |row: &EntryRow| match order {
            Order::FeedUp | Order::FeedDown => (row.feed_title.clone(), row.time.0),
            Order::TitleUp | Order::TitleDown => (sort_title(&row.title), row.id.0),
            _ => (String::new(), 0),
        };
        let keys: Vec<_> = whole.iter().map(key).collect();
        match order {
            Order::TitleUp => assert!(keys.is_sorted()),
            Order::TitleDown => assert!(keys.iter().rev().is_sorted()),
            _ => {}
        }
        let last = whole[5000].key();
        let after = piece(&store, &Scope::Everything, order, Anchor::After(last), 100).rows;
        assert_eq!(titles(&after), titles(&whole[5001..5101]), "{order:?}");
        let before = piece(&store, &Scope::Everything, order, Anchor::Before(last), 100).rows;
        let ids = |rows: &[EntryRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(ids(&before), ids(&whole[4900..5000]), "{order:?}");
    }
}

#[test]
fn unread_ones_are_found_and_marked_along_the_order() {
    let (store, _) = crowd(40);
    for order in ORDERS {
        let scope = Scope::Everything;
        let whole = piece(&store, &scope, order, Anchor::First, 1000).rows;
        let unread: Vec<usize> = (0..whole.len()).filter(|at| !whole[*at].read).collect();
        let (first, second) = (unread[0], unread[1]);
        let next = |from: Option<SortKey>, direction| {
            let found = store.next_unread(scope.clone(), from, (direction, order), at(later(2)));
            wait(found).unwrap().map(|row| row.id)
        };
        assert_eq!(
            next(None, Direction::Next),
            Some(whole[first].id),
            "{order:?}"
        );
        let from = Some(whole[first].key());
        assert_eq!(
            next(from, Direction::Next),
            Some(whole[second].id),
            "{order:?}"
        );
        let from = Some(whole[second].key());
        assert_eq!(next(from, Direction::Previous), Some(whole[first].id));
    }
    for order in ORDERS {
        let whole = piece(&store, &Scope::Everything, order, Anchor::First, 1000).rows;
        let middle = whole.len() / 2;
        for (direction, part) in [
            (Direction::Next, &whole[middle..]),
            (Direction::Previous, &whole[..=middle]),
        ] {
            let expect = part.iter().filter(|row| !row.read).count() as u64;
            let beside = Which::Beside {
                scope: Scope::Everything,
                order,
                from: whole[middle].key(),
                direction,
                seen_by: later(2),
            };
            let act = store.does(Change::Read(beside), later(3));
            assert_eq!(act.count, expect, "{order:?} {direction:?}");
            if act.count > 0 {
                wait(store.undo_entries(act.id, later(4))).unwrap();
            }
        }
    }
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn only_bookmarked_ones_of_any_list_are_shown() {
    let (store, feeds) = crowd(40);
    for (scope, expect) in [
        (Scope::Everything, 9),
        (Scope::Folder("Linux".into()), 9),
        (Scope::Feed(feeds[1]), 9),
        (Scope::Feed(feeds[0]), 0),
        (Scope::Unread, 0),
    ] {
        for order in [
            Order::Newest,
            Order::Oldest,
            Order::TitleUp,
            Order::FeedDown,
        ] {
            let wish = WindowWish {
                scope: scope.clone(),
                show: Show::Bookmarked,
                order,
                count: 100,
                midnight: at(NOW).midnight,
                ..WindowWish::default()
            };
            let rows = wait(store.window(wish)).unwrap().rows;
            assert_eq!(rows.len(), expect, "{scope:?} {order:?}");
            assert!(rows.iter().all(|row| row.bookmarked));
        }
    }
}

#[test]
fn a_walk_goes_along_its_index_and_sorts_nothing() {
    let store = Store::memory().unwrap();
    for (order, index) in [
        (Order::TitleUp, "entry_sort_title"),
        (Order::TitleDown, "entry_sort_title"),
        (Order::Longest, "entry_length"),
        (Order::Shortest, "entry_length"),
    ] {
        for is_up in [true, false] {
            let way = Way::new(order, is_up);
            let condition = Clause::new("s.hidden = 0", vec![]);
            for place in [
                way.same(Value::Integer(1), Value::Integer(1), Edge::With),
                way.beyond(Value::Integer(1)),
            ] {
                let sql = format!("EXPLAIN QUERY PLAN {}", way.statement(&place, &condition));
                let plan = wait(store.load(move |connection| {
                    let mut statement = connection.prepare(&sql)?;
                    let mut rows = statement.raw_query();
                    let mut plan = Vec::new();
                    while let Some(row) = rows.next()? {
                        plan.push(row.get::<_, String>(3)?);
                    }
                    Ok(plan.join("; "))
                }))
                .unwrap();
                assert!(
                    plan.contains(&format!("SEARCH e USING COVERING INDEX {index}")),
                    "{plan}"
                );
                assert!(
                    plan.contains("SEARCH s USING INTEGER PRIMARY KEY"),
                    "{plan}"
                );
                assert!(!plan.contains("TEMP B-TREE"), "{plan}");
            }
        }
    }
}

#[test]
fn entries_are_measured_in_the_background() {
    let store = Store::memory().unwrap();
    let feeds = store.following(&[wish("https://a.example/", "")]);
    store.takes(
        feeds[0],
        (0..450).map(|n| item(&format!("{n}"), n)).collect(),
        NOW,
    );
    let forget = |c: &rusqlite::Transaction<'_>| {
        Ok(c.execute("UPDATE entry SET sort_title = '', length = -1", [])?)
    };
    let titles = || {
        let first = piece(
            &store,
            &Scope::Everything,
            Order::TitleUp,
            Anchor::First,
            450,
        );
        first
            .rows
            .into_iter()
            .map(|row| row.title)
            .collect::<Vec<_>>()
    };
    let before = titles();
    wait(store.batch(forget)).unwrap();
    let mut batches = Vec::new();
    loop {
        match wait(store.measure()).unwrap() {
            0 => break,
            count => batches.push(count),
        }
    }
    assert_eq!(batches, [200, 200, 50]);
    assert_eq!(titles(), before);
}
