//! Lists and marks over an archive of 100,000 entries: `cargo bench --bench store`.

#![allow(
    clippy::expect_used,
    reason = "a bench without its archive has nothing to measure"
)]

use byline::model::{
    Anchor, Change, FeedHealth, ParsedEntry, ParsedFeed, Scope, Show, Subscription, Timestamp,
    Which,
};
use byline::store::{Check, Moment, Store, WindowWish};

const FEEDS: u32 = 1_000;
const ENTRIES: u32 = 100;
const NOW: Timestamp = Timestamp::from_secs(1_795_528_800);

fn main() {
    divan::main();
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(work)
}

/// 1,000 feeds with 100 entries each, in memory.
fn archive() -> Store {
    let store = Store::memory().expect("a store in memory");
    wait(async {
        let subscriptions: Vec<Subscription> = (0..FEEDS)
            .map(|feed| Subscription::new(format!("https://host{feed}.example/feed")))
            .collect();
        store
            .reconcile(subscriptions, NOW)
            .await
            .expect("subscriptions");
        for row in store.feeds(NOW).await.expect("feeds").rows {
            let entries = (0..ENTRIES).map(|entry| parsed(&row.url, entry)).collect();
            let feed = ParsedFeed {
                title: Some(row.title),
                entries,
                ..ParsedFeed::default()
            };
            let check = Check {
                feed: row.id,
                health: FeedHealth::default(),
                ..Check::default()
            };
            store
                .save_feed(row.id, feed, check, NOW)
                .await
                .expect("saved");
        }
    });
    store
}

fn parsed(url: &str, entry: u32) -> ParsedEntry {
    ParsedEntry {
        guid: format!("{url}#{entry}"),
        title: format!("Entry {entry} of {url}"),
        content: Some(
            "<p>A scheduler has one answer to every question: run something, now.</p>".repeat(20),
        ),
        published: Some(NOW.plus(-i64::from(entry) * 3_600_000)),
        ..ParsedEntry::default()
    }
}

fn window(store: &Store, scope: Scope, anchor: Anchor) -> usize {
    let wish = WindowWish {
        scope,
        show: Show::All,
        anchor,
        count: 120,
        midnight: NOW,
        ..WindowWish::default()
    };
    wait(store.window(wish)).expect("a window").rows.len()
}

#[divan::bench]
fn first_window(bencher: divan::Bencher) {
    let store = archive();
    bencher.bench_local(|| window(&store, Scope::Everything, Anchor::First));
}

#[divan::bench]
fn last_window(bencher: divan::Bencher) {
    let store = archive();
    bencher.bench_local(|| window(&store, Scope::Everything, Anchor::Last));
}

#[divan::bench]
fn unread_window(bencher: divan::Bencher) {
    let store = archive();
    bencher.bench_local(|| window(&store, Scope::Unread, Anchor::First));
}

#[divan::bench]
fn feeds_pane(bencher: divan::Bencher) {
    let store = archive();
    bencher.bench_local(|| wait(store.feeds(NOW)).expect("feeds").rows.len());
}

/// Everything read and everything unread again, in turn: both are one act with an inverse.
#[divan::bench(sample_count = 5, sample_size = 2)]
fn mark_100_000_entries(bencher: divan::Bencher) {
    let store = archive();
    let mut read = false;
    bencher.bench_local(|| {
        read = !read;
        let which = Which::Scope {
            scope: Scope::Everything,
            show: Show::All,
            seen_by: NOW,
        };
        let change = if read {
            Change::Read(which)
        } else {
            Change::Unread(which)
        };
        wait(store.change(
            change,
            Moment {
                now: NOW,
                midnight: NOW,
                query: None,
            },
        ))
        .expect("marked")
        .count
    });
}
