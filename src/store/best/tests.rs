//! The order of finds by how well they fit.

#![allow(clippy::unwrap_used)]

use crate::model::{EntryRow, Order, ParsedEntry, Scope, Timestamp, Zone};
use crate::query::parse;
use crate::store::fixture::{NOW, item, wait, wish};
use crate::store::{Store, WindowWish};

fn listed(store: &Store, query: &str, order: Order) -> Vec<String> {
    let wish = WindowWish {
        scope: Scope::Search(query.to_string()),
        query: Some(parse(query, Timestamp(0), &Zone::utc()).unwrap()),
        count: 100,
        order,
        ..WindowWish::default()
    };
    let window = wait(store.window(wish)).unwrap();
    let keys: Vec<_> = window.rows.iter().map(EntryRow::key).collect();
    assert!(keys.is_sorted_by(|a, b| a > b), "{query}: {keys:?}");
    window.rows.into_iter().map(|row| row.title).collect()
}

#[test]
fn what_fits_best_stands_first_and_of_equals_the_newer() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let entry = |guid: &str, days: i64, title: &str, text: &str| ParsedEntry {
        title: title.into(),
        content: Some(text.into()),
        ..item(guid, days * 24 * 60)
    };
    let padding = "and so on ".repeat(30);
    let entries = vec![
        entry("a", 1, "Once", &format!("a zebra {padding}")),
        entry(
            "b",
            400,
            "A zebra of zebras",
            &format!("zebra zebra {padding}"),
        ),
        entry("c", 2, "Often", &format!("zebra, zebra, zebra {padding}")),
        entry("d", 900, "Old", &format!("a zebra {padding}")),
        entry("e", 0, "None", "a horse"),
    ];
    store.takes(feed, entries, NOW);
    let best = ["A zebra of zebras", "Often", "Once", "Old"];
    assert_eq!(listed(&store, "zebra", Order::Best), best);
    assert_eq!(listed(&store, "zebra", Order::Newest).len(), 4);
    assert_eq!(
        listed(&store, "horse OR zebra is:unread", Order::Best)[0],
        "None",
        "the rarer word"
    );
}
