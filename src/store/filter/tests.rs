//! SQL and `query::eval` find the same.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::Duration;

use proptest::prelude::*;

use crate::article::strip;
use crate::model::{
    Anchor, Change, Enclosure, EntryId, FeedRow, PageText, ParsedEntry, Scope, Subscription,
};
use crate::query::{Pattern, Place, Possession, Query, Row, Term, Words, eval, shows_image};
use crate::store::fixture::{MINUTE, NOW, at, item, later, these, wait, wish};
use crate::store::{Store, WindowWish};

const TITLES: [&str; 5] = [
    "Rust and the kernel",
    "Memory safety in C",
    "龙架构补丁",
    "Café owners",
    "Kernelization: no",
];

/// Those that their feeds said anew.
const UPDATED: [i64; 3] = [14, 29, 44];

/// Those that were saved for later.
const SAVED: [i64; 2] = [46, 47];

/// HTML, and one more than there are texts: an entry without.
const TEXTS: [&str; 6] = [
    "<p>The <b>kernel</b>'s memory</p><p>safety &amp; Rust</p>",
    "",
    "<p>内核中的龙架构补丁 合入<img src='a.png'></p>",
    "<p>CAFÉ cafe\u{301} <script>rust</script> own&eacute;rs</p>",
    "<p>A Zoë wrote of  kernels, <i>memory</i>\nsafety</p>",
    "one two three four five six seven eight nine ten eleven",
];

fn world() -> &'static Store {
    static WORLD: OnceLock<Store> = OnceLock::new();
    WORLD.get_or_init(|| {
        let store = Store::memory().unwrap();
        let work = Subscription {
            tags: vec!["Work".into()],
            title: Some("Läufe".into()),
            ..wish("https://lwn.example/", "Linux/Kernel")
        };
        let feeds = store.following(&[
            work,
            wish("https://b.example/rust", "Linux"),
            wish("https://c.example/", ""),
        ]);
        for (n, feed) in feeds.iter().enumerate() {
            let entries = (0..15).map(|k| ParsedEntry {
                title: TITLES[(k + n) % 5].into(),
                content: TEXTS.get((k * 3 + n) % 7).map(ToString::to_string),
                summary: (k % 6 == 1).then(|| "<b>Rust</b> in short".to_string()),
                language: [None, Some("zh-CN".to_string()), Some("EN".to_string())][(k + n) % 3]
                    .clone(),
                link: (k % 5 != 3).then(|| format!("https://Example.org/{n}/é{k}")),
                image: (k % 7 == 2).then(|| "https://example.org/i".to_string()),
                enclosures: if k % 8 == 3 {
                    vec![Enclosure::default()]
                } else {
                    vec![]
                },
                author: ["J. Corbet", "Zoë", ""]
                    .get(k % 3)
                    .filter(|name| !name.is_empty())
                    .map(ToString::to_string),
                tags: if k % 4 == 0 {
                    vec!["KERNEL".into()]
                } else {
                    vec![]
                },
                ..item(&format!("{n}-{k}"), (k * 10) as i64)
            });
            store.takes(*feed, entries.collect(), NOW);
        }
        let every = |n: usize| (1..=45).step_by(n).map(EntryId).collect::<Vec<_>>();
        store.does(Change::Read(these(&every(2))), later(1));
        store.does(Change::Bookmark(these(&every(3))), later(1));
        store.does(Change::Tag(these(&every(5)), "Kernel".into()), later(1));
        for id in [4, 5, 20] {
            let page = PageText {
                html: "<p>Ten zebras of the <i>kernel</i> page</p>".into(),
                ..PageText::default()
            };
            wait(store.keep_text(EntryId(id), page, later(1))).unwrap();
            wait(store.choose_text(EntryId(id), id == 5)).unwrap();
        }
        for id in [3, 6, 40] {
            let note = Some("Zebras of my own\n龙架 kernel".to_string());
            wait(store.note(EntryId(id), note, later(1))).unwrap();
        }
        for id in [6, 40] {
            store.does(Change::Unbookmark(these(&[EntryId(id)])), later(1));
        }
        for page in ["https://a.example/kernel", "https://b.example/rust"] {
            let page = ParsedEntry {
                title: "Rust saved".into(),
                link: Some(page.into()),
                ..ParsedEntry::default()
            };
            let tags = vec!["Kernel".to_string()];
            let (_, entry) = wait(store.save_for_later(page, tags, later(1))).unwrap();
            assert!(SAVED.contains(&entry.0));
        }
        store.does(Change::Bookmark(these(&[EntryId(SAVED[1])])), later(1));
        for (n, feed) in feeds.iter().enumerate() {
            let again = ParsedEntry {
                title: "Rust rewritten".into(),
                ..item(&format!("{n}-1"), 10)
            };
            store.takes(*feed, vec![again], later(2));
        }
        store
    })
}

fn words() -> impl Strategy<Value = Words> {
    let word = prop::sample::select(vec![
        "kernel", "rust", "cafe", "saf", "k", "龙架", "龙", "zoe", "j", "zebras",
    ]);
    let phrase = prop::sample::select(vec![
        "memory safety",
        "龙架 架构",
        "safety memory",
        "j corbet",
    ]);
    prop_oneof![
        (word, any::<bool>()).prop_map(|(text, prefix)| Words::Word {
            text: text.into(),
            prefix
        }),
        phrase.prop_map(|phrase| Words::Phrase(phrase.split(' ').map(Into::into).collect())),
    ]
}

fn term() -> impl Strategy<Value = Term> {
    let time = (-160..10i64).prop_map(|minutes| NOW.plus(minutes * MINUTE));
    let place = prop::sample::select(vec![Place::Title, Place::Author, Place::Text, Place::Note]);
    let pattern = prop::sample::select(vec!["ker(nel)?s", "^rust", "龙.构", "é", "y$", "x{2}"]);
    prop_oneof![
        words().prop_map(Term::Anywhere),
        (place.clone(), words()).prop_map(|(place, words)| Term::In(place, words)),
        (prop::option::of(place), pattern)
            .prop_map(|(place, source)| Term::Pattern(place, Pattern::new(source).unwrap())),
        Just(Term::Updated),
        Just(Term::Has(Possession::Enclosure)),
        Just(Term::Has(Possession::Image)),
        Just(Term::Has(Possession::FullText)),
        prop::sample::select(vec!["zh", "zh-cn", "en", "z"])
            .prop_map(|tag| Term::Language(tag.into())),
        prop::sample::select(vec!["example.org/1/", "/e1", "none"])
            .prop_map(|part| Term::Url(part.into())),
        (0..14u32).prop_map(Term::Longer),
        (0..14u32).prop_map(Term::Shorter),
        Just(Term::Unread),
        Just(Term::Read),
        Just(Term::Bookmarked),
        Just(Term::Later),
        Just(Term::Has(Possession::Note)),
        prop::sample::select(vec!["laufe", "rust", "example", "none"])
            .prop_map(|part| Term::Feed(part.into())),
        prop::sample::select(vec!["linux", "linux/kernel", "lin"])
            .prop_map(|path| Term::Folder(path.into())),
        prop::sample::select(vec!["kernel", "work", "none"]).prop_map(|tag| Term::Tag(tag.into())),
        time.clone().prop_map(Term::Since),
        time.prop_map(Term::Until),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    let leaf = prop_oneof![1 => Just(Query::All), 9 => term().prop_map(Query::Term)];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some.clone().prop_map(Query::And),
            some.prop_map(Query::Or),
            inner.prop_map(|query| Query::Not(Box::new(query))),
        ]
    })
}

fn found_by_eval(store: &Store, query: &Query) -> BTreeSet<EntryId> {
    let feeds = wait(store.feeds(NOW)).unwrap().rows;
    let ids = (1..=47).map(EntryId).collect();
    let entries = wait(store.details(ids)).unwrap();
    let matches = |entry: &&crate::model::Entry| {
        let is_its = |feed: &&FeedRow| feed.id == entry.row.feed;
        let own = FeedRow {
            id: entry.row.feed,
            ..FeedRow::default()
        };
        let feed = feeds.iter().find(is_its).unwrap_or(&own);
        let tags: Vec<String> = entry
            .categories
            .iter()
            .chain(&entry.row.tags)
            .cloned()
            .collect();
        let whole = wait(store.entry(entry.row.id)).unwrap().unwrap();
        let page = whole.full_text.as_ref().and_then(|full| full.page.as_ref());
        let html = whole.own_html();
        let text = match page {
            Some(page) => format!("{}\n{}", strip(html), strip(&page.html)),
            None => strip(html),
        };
        let note = entry.note.as_deref().unwrap_or_default();
        let text = format!("{text}\n{note}");
        let row = Row {
            text: &text,
            full_text: page.is_some(),
            url: entry.row.link.as_deref().unwrap_or_default(),
            language: entry.language.as_deref().unwrap_or_default(),
            updated: UPDATED.contains(&entry.row.id.0),
            enclosure: entry.row.has_enclosure,
            image: entry.image.is_some() || shows_image(html),
            title: &entry.row.title,
            author: entry.author.as_deref().unwrap_or_default(),
            feed_title: if entry.later {
                "Saved"
            } else {
                &entry.row.feed_title
            },
            feed_url: &entry.feed_url,
            folder: &feed.folder,
            tags: &tags,
            feed_tags: &feed.tags,
            time: entry.row.time,
            read: entry.row.read,
            bookmarked: entry.row.bookmarked,
            later: entry.later,
            note,
        };
        eval(query, &row)
    };
    entries
        .iter()
        .filter(matches)
        .map(|entry| entry.row.id)
        .collect()
}

/// The finds in windows of four rows, down, and the same up again.
fn paged(store: &Store, query: &Query) -> Vec<EntryId> {
    let window = |anchor| {
        let wish = WindowWish {
            scope: Scope::Search(String::new()),
            anchor,
            count: 4,
            query: Some(query.clone()),
            ..WindowWish::default()
        };
        wait(store.window(wish)).unwrap()
    };
    let (mut down, mut up) = (Vec::new(), Vec::new());
    let mut anchor = Anchor::First;
    loop {
        let window = window(anchor);
        down.extend(window.rows.iter().map(|row| row.id));
        match window.rows.last() {
            Some(last) if window.more_after => anchor = Anchor::After(last.key()),
            _ => break,
        }
    }
    let mut anchor = Anchor::Last;
    loop {
        let window = window(anchor);
        up.extend(window.rows.iter().rev().map(|row| row.id));
        match window.rows.first() {
            Some(first) if window.more_before => anchor = Anchor::Before(first.key()),
            _ => break,
        }
    }
    up.reverse();
    assert_eq!(down, up, "{query}");
    down
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn sql_and_eval_find_the_same(query in query(), step in 0..8u32) {
        let store = world();
        // Whatever the index has of them.
        match step {
            0 => wait(store.reindex()).unwrap(),
            some => drop(wait(store.index_some(some, Duration::MAX)).unwrap()),
        }
        let ids = wait(store.entry_ids(query.clone(), at(NOW), 1000)).unwrap();
        let by_sql: BTreeSet<EntryId> = ids.iter().copied().collect();
        prop_assert_eq!(ids.len(), by_sql.len(), "each once");
        prop_assert_eq!(&by_sql, &found_by_eval(store, &query));
        let paged = paged(store, &query);
        prop_assert_eq!(paged, ids, "in pages, down and up");
    }
}

#[test]
fn a_search_pages_newest_first() {
    let store = world();
    let word = Words::Word {
        text: "kernel".into(),
        prefix: true,
    };
    let query = Query::Term(Term::In(Place::Title, word));
    let all = wait(store.entry_ids(query.clone(), at(NOW), 1000)).unwrap();
    let few = wait(store.entry_ids(query, at(NOW), 4)).unwrap();
    assert_eq!(few, all[..4]);
    let mut order = all.clone();
    order.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(all, order, "first seen last");
}
