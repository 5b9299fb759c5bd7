//! Lists and marks over an archive of 100,000 entries, and taking documents in: `cargo bench --bench store`.

#![allow(
    clippy::expect_used,
    reason = "a bench without its archive has nothing to measure"
)]

use byline::model::{
    Anchor, Change, EntryRow, FeedHealth, FeedId, Order, ParsedEntry, ParsedFeed, Scope, Show,
    Subscription, Timestamp, Which,
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
        while store.measure().await.expect("measured") > 0 {}
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

/// The first screen of everything, and one from its middle, in another order: promised under 50 ms.
#[divan::bench(args = [Order::Oldest, Order::FeedUp, Order::TitleUp, Order::TitleDown, Order::Longest])]
fn sorted(bencher: divan::Bencher<'_, '_>, order: Order) {
    let store = archive();
    let piece = |anchor: Anchor| {
        let wish = WindowWish {
            order,
            anchor,
            count: 120,
            midnight: NOW,
            ..WindowWish::default()
        };
        wait(store.window(wish)).expect("a window")
    };
    let middle = piece(Anchor::First).rows.last().map(EntryRow::key);
    bencher.bench_local(|| {
        let first = piece(Anchor::First).rows.len();
        first + middle.map_or(0, |key| piece(Anchor::After(key)).rows.len())
    });
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

/// Feeds that documents are taken in for, and the entries of each document.
const DOCUMENTS: u32 = 100;
const IN_DOCUMENT: u32 = 30;

/// A store that follows so many feeds and has nothing of them yet.
fn empty(feeds: u32) -> (Store, Vec<(FeedId, String)>) {
    let store = Store::memory().expect("a store in memory");
    let rows = wait(async {
        let subscriptions: Vec<Subscription> = (0..feeds)
            .map(|feed| Subscription::new(format!("https://host{feed}.example/feed")))
            .collect();
        store
            .reconcile(subscriptions, NOW)
            .await
            .expect("subscriptions");
        store.feeds(NOW).await.expect("feeds").rows
    });
    (
        store,
        rows.into_iter().map(|row| (row.id, row.url)).collect(),
    )
}

/// A document of entries `from..from + 30`, newest first, of 6.5 kB of HTML each.
fn document(url: &str, from: u32) -> ParsedFeed {
    let entries = (from..from + IN_DOCUMENT).rev().map(|entry| ParsedEntry {
        link: Some(format!("{url}/20{}/a-title-of-{entry}", entry % 30)),
        content: Some(
            format!("<p>A scheduler has <a href=\"/{entry}\">one answer</a> to every question: run something, now.</p>")
                .repeat(68),
        ),
        published: Some(NOW.plus(i64::from(entry) * 3_600_000 - 1_000_000_000_000)),
        ..parsed(url, entry)
    });
    ParsedFeed {
        title: Some(url.to_string()),
        entries: entries.collect(),
        ..ParsedFeed::default()
    }
}

fn take(store: &Store, feed: FeedId, document: ParsedFeed) -> u32 {
    let check = Check {
        feed,
        ..Check::default()
    };
    let saved = wait(store.save_feed(feed, document, check, NOW)).expect("saved");
    saved.new
}

fn take_all(store: &Store, documents: Vec<(FeedId, ParsedFeed)>) -> u32 {
    let taken = documents.into_iter();
    taken
        .map(|(feed, document)| take(store, feed, document))
        .sum()
}

/// 3,000 entries, all new: 100 feeds for the first time.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn take_3_000_new(bencher: divan::Bencher) {
    bencher
        .with_inputs(|| {
            let (store, feeds) = empty(DOCUMENTS);
            let documents = feeds.iter().map(|(id, url)| (*id, document(url, 0)));
            let documents: Vec<_> = documents.collect();
            (store, documents)
        })
        .bench_local_values(|(store, documents)| {
            assert_eq!(
                take_all(&store, documents),
                DOCUMENTS * IN_DOCUMENT,
                "all are new"
            );
            store
        });
}

/// 3,000 entries of 100 feeds, of which each has one new: how documents come most of the time.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn take_3_000_of_which_100_new(bencher: divan::Bencher) {
    bencher
        .with_inputs(|| {
            let (store, feeds) = empty(DOCUMENTS);
            for (id, url) in &feeds {
                take(&store, *id, document(url, 0));
            }
            let documents = feeds.iter().map(|(id, url)| (*id, document(url, 1)));
            let documents: Vec<_> = documents.collect();
            (store, documents)
        })
        .bench_local_values(|(store, documents)| {
            assert_eq!(take_all(&store, documents), DOCUMENTS, "one of each");
            store
        });
}

/// The same document of 30 new entries for a feed that has none yet, and for one that has 30,000: ingest is linear.
#[divan::bench(args = [0, 1_000], sample_count = 10, sample_size = 1)]
fn take_30_new_after(bencher: divan::Bencher, documents: u32) {
    bencher
        .with_inputs(|| {
            let (store, feeds) = empty(1);
            let (id, url) = feeds.first().cloned().expect("a feed");
            for before in 0..documents {
                take(&store, id, document(&url, before * IN_DOCUMENT));
            }
            let next = document(&url, documents * IN_DOCUMENT);
            (store, id, next)
        })
        .bench_local_values(|(store, id, next)| {
            assert_eq!(take(&store, id, next), IN_DOCUMENT, "all are new");
            store
        });
}
