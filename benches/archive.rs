//! A large archive on disk, measured whole: `cargo bench --bench archive -- FOLDER ENTRIES`.
//!
//! Makes `FOLDER/data/byline.db` with so many entries of 2 kB if it is not there yet, and tells what taking in and indexing cost and how large the file is beside its text. Then:
//! the reader's start on a terminal, its memory and the keys `G` and `g g`; the first window of every kind of list; marking 100,000 read while windows are asked for; searches to
//! their first screen. The words follow Zipf's law over 60,000; every tenth entry is Chinese. Delete the folder afterwards: a million entries take some 4 GB.

#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench without its archive has nothing to measure, and tells on stdout"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use byline::model::{
    Anchor, Change, EntryId, FeedId, Order, ParsedEntry, ParsedFeed, Scope, Subscription,
    Timestamp, Which, Zone,
};
use byline::query::parse;
use byline::store::{Check, Moment, Store, WindowWish};

#[path = "../tests/it/cli.rs"]
mod cli;
#[path = "../tests/it/pty.rs"]
mod pty;
#[path = "../tests/it/server.rs"]
mod server;

const NOW: Timestamp = Timestamp::from_secs(1_795_528_800);
const FEEDS: u64 = 500;
const IN_DOCUMENT: u64 = 100;
const VOCABULARY: usize = 60_000;
const DAY: i64 = 86_400_000;

fn main() {
    let mut given = std::env::args().skip(1).filter(|it| !it.starts_with('-'));
    let (Some(folder), Some(count)) = (given.next(), given.next()) else {
        println!("not run: cargo bench --bench archive -- FOLDER ENTRIES");
        return;
    };
    let count: u64 = count.parse().expect("a number of entries");
    let folder = std::path::absolute(&folder).expect("a path");
    let path = folder.join("data/byline.db");
    let is_new = !path.exists();
    // One thread works, the other asks for windows meanwhile.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("a runtime");
    let words = Words::new();
    let store = Store::open(&path).expect("a store").store;
    if is_new {
        runtime.block_on(fill(&store, &words, count));
    }
    let closing = store.closing();
    drop(store);
    closing.expect("its end").wait(Duration::from_mins(1));
    size(&path, count, &words);
    start(&folder);
    let store = Store::open(&path).expect("a store").store;
    runtime.block_on(lists(&store));
    runtime.block_on(mark(&store));
    runtime.block_on(search(&store, &words, count));
}

/// The file beside the text in it, which a hundred entries stand for.
fn size(path: &Path, count: u64, words: &Words) {
    let sample = (0..100).map(|n| {
        let entry = entry(n * count / 100, count, words);
        entry.title.len() + entry.content.map_or(0, |it| it.len())
    });
    let raw = sample.sum::<usize>() as u64 * count / 100;
    let file = std::fs::metadata(path).expect("a file").len();
    println!(
        "file: {} MB for {} MB of text and its index, {:.2} of it",
        file >> 20,
        raw >> 20,
        file as f64 / raw as f64
    );
}

/// The reader itself: from nothing to the painted list, its memory, and the far ends of the list.
fn start(folder: &Path) {
    let config = folder.join("config");
    std::fs::create_dir_all(&config).expect("a folder");
    let feeds = (0..FEEDS).map(|feed| {
        format!(
            "[[feed]]\nurl = \"{}\"\nfolder = \"Folder {}\"\n",
            address(feed),
            feed % 20
        )
    });
    std::fs::write(config.join("feeds.toml"), feeds.collect::<String>()).expect("feeds");
    std::fs::write(config.join("config.toml"), "[refresh]\nautomatic = false\n").expect("options");
    let mut starts = Vec::new();
    for _ in 0..7 {
        let begun = Instant::now();
        let mut terminal = pty::Terminal::start(folder, 120, 40, &["--offline"]);
        terminal.shows("? help");
        starts.push(begun.elapsed());
        let keys = ["G", "gg"].map(|keys| {
            // Each paints another place of the list on the last row.
            let before = terminal.text();
            let begun = Instant::now();
            terminal.press(keys);
            terminal.wait("another place", |screen| screen.contents() != before);
            format!("{keys} {:.1} ms", begun.elapsed().as_secs_f64() * 1e3)
        });
        let status = std::fs::read_to_string(format!("/proc/{}/status", terminal.pid()));
        let status = status.unwrap_or_default();
        let memory = status.lines().find(|line| line.starts_with("VmHWM"));
        println!(
            "start {:.1?}; to the next paint: {}; {}",
            starts[starts.len() - 1],
            keys.join(", "),
            memory.unwrap_or_default()
        );
        terminal.press("Q");
        terminal.ends();
    }
    starts.sort();
    println!(
        "start to the painted list: median {:.1?}",
        starts[starts.len() / 2]
    );
}

fn moment() -> Moment {
    Moment {
        now: NOW,
        midnight: NOW,
        query: None,
    }
}

fn piece(scope: &Scope, anchor: Anchor) -> WindowWish {
    WindowWish {
        scope: scope.clone(),
        anchor,
        count: 100,
        midnight: NOW,
        ..WindowWish::default()
    }
}

/// The window that a change of scope, `G` and `g g` wait for.
async fn lists(store: &Store) {
    let feeds = store.feeds(NOW).await.expect("feeds").rows;
    let mut scopes = vec![
        ("everything", Scope::Everything),
        ("unread", Scope::Unread),
        ("bookmarks", Scope::Bookmarks),
        ("today", Scope::Today),
        ("continue", Scope::Continue),
        ("a folder", Scope::Folder("Folder 7".into())),
    ];
    scopes.extend(feeds.first().map(|row| ("a feed", Scope::Feed(row.id))));
    println!(
        "{:24}{:>6}{:>9}{:>9}{:>9}   CPU",
        "list", "n", "median", "p95", "most"
    );
    for (name, scope) in scopes {
        for (end, anchor) in [("first", Anchor::First), ("last", Anchor::Last)] {
            let mut times = Vec::new();
            for _ in 0..20 {
                let (begun, before) = (Instant::now(), cpu());
                store.window(piece(&scope, anchor)).await.expect("a window");
                times.push((begun.elapsed(), cpu().saturating_sub(before)));
            }
            line(&format!("{name}, {end}"), &mut times);
        }
    }
}

/// 100,000 entries become unread, read in one act, and as they were again; windows are asked for all the while.
async fn mark(store: &Store) {
    const MANY: u32 = 100_000;
    let mut from = Anchor::First;
    let mut last = None;
    for _ in 0..MANY / 10_000 {
        let wish = WindowWish {
            count: 10_000,
            ..piece(&Scope::Everything, from)
        };
        let window = store.window(wish).await.expect("a window");
        last = window
            .rows
            .last()
            .map(byline::model::EntryRow::key)
            .or(last);
        from = last.map_or(Anchor::First, Anchor::After);
    }
    let above = Which::Above {
        scope: Scope::Everything,
        from: last.expect("entries"),
        seen_by: NOW,
    };
    let unread = Which::Scope {
        scope: Scope::Everything,
        show: byline::model::Show::Unread,
        seen_by: NOW,
    };
    let made_unread = acted(store, "unread", Change::Unread(above)).await;
    let made_read = acted(store, "read", Change::Read(unread)).await;
    for act in [made_read, made_unread].into_iter().flatten() {
        let begun = Instant::now();
        store.undo_entries(act, NOW).await.expect("undone");
        println!("undone in {:.2} s", begun.elapsed().as_secs_f64());
    }
}

/// Does a change, and tells how long it took and the longest wait for a window meanwhile.
async fn acted(store: &Store, what: &str, change: Change) -> Option<byline::model::ActId> {
    let working = store.clone();
    let (begun, before) = (Instant::now(), cpu());
    #[allow(clippy::disallowed_methods, reason = "a bench that panics ends")]
    let work = tokio::spawn(async move { working.change(change, moment()).await });
    let mut longest = Duration::ZERO;
    while !work.is_finished() {
        let begun = Instant::now();
        store
            .window(piece(&Scope::Everything, Anchor::First))
            .await
            .expect("a window");
        longest = longest.max(begun.elapsed());
        // What asks again at once leaves no time for the work.
        tokio::task::yield_now().await;
    }
    let act = work.await.expect("done").expect("marked");
    println!(
        "marked {} {what}: {:.2} s, CPU with the windows {:.2} s, longest wait for a window {longest:.1?}",
        act.count,
        begun.elapsed().as_secs_f64(),
        cpu().saturating_sub(before).as_secs_f64()
    );
    (act.count > 0).then_some(act.id)
}

fn address(feed: u64) -> String {
    format!("https://host{feed}.example/feed")
}

/// A small generator: the same archive each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

struct Words {
    words: Vec<String>,
    /// Up to which share each word reaches.
    reach: Vec<f64>,
}

impl Words {
    fn new() -> Words {
        let mut chance = Chance(7);
        let (front, back) = (
            [
                "b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "qu", "r", "s", "st", "t",
                "tr", "v", "w", "z", "",
            ],
            ["a", "e", "i", "o", "u", "an", "er", "in", "on", "al"],
        );
        let mut words: Vec<String> = Vec::with_capacity(VOCABULARY);
        let mut known = std::collections::HashSet::new();
        while words.len() < VOCABULARY {
            let syllables = 1 + (words.len() as f64).log(12.0) as u64;
            let mut word = String::new();
            for _ in 0..=syllables {
                word.push_str(front[chance.below(front.len() as u64) as usize]);
                word.push_str(back[chance.below(back.len() as u64) as usize]);
            }
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let weights = (1..=VOCABULARY).map(|rank| 1.0 / rank as f64);
        let sum: f64 = weights.clone().sum();
        let reach = weights
            .scan(0.0, |all, weight| {
                *all += weight / sum;
                Some(*all)
            })
            .collect();
        Words { words, reach }
    }

    fn any(&self, chance: &mut Chance) -> &str {
        let share = chance.share();
        let at = self.reach.partition_point(|reach| *reach < share);
        self.words.get(at).map_or("the", String::as_str)
    }

    fn text(&self, chance: &mut Chance, bytes: usize) -> String {
        let mut text = String::from("<p>");
        while text.len() < bytes {
            text.push_str(self.any(chance));
            text.push_str(match chance.below(40) {
                0 => ".</p>\n<p>",
                1 => " <a href=\"https://example.org/a\">link</a> ",
                2 => " caf\u{e9}, ",
                _ => " ",
            });
        }
        text.push_str("</p>");
        text
    }
}

/// Chinese of 1,500 characters, the frequent ones first.
fn chinese(chance: &mut Chance, characters: usize) -> String {
    (0..characters)
        .map(|_| {
            let rank = (chance.share() * chance.share() * 1_500.0) as u32;
            char::from_u32(0x4e00 + rank * 7).unwrap_or('\u{4e00}')
        })
        .collect()
}

fn entry(number: u64, count: u64, words: &Words) -> ParsedEntry {
    let mut chance = Chance(number * 0x9e37_79b9_7f4a_7c15 + 1);
    chance.next();
    let is_chinese = number.is_multiple_of(10);
    let (title, content) = if is_chinese {
        let text = chinese(&mut chance, 600);
        (chinese(&mut chance, 16), format!("<p>{text}</p>"))
    } else {
        let title: Vec<&str> = (0..7).map(|_| words.any(&mut chance)).collect();
        (title.join(" "), words.text(&mut chance, 2_000))
    };
    // Five years, the oldest first.
    let age = 5 * 365 * DAY / count as i64 * (count - number) as i64;
    ParsedEntry {
        guid: format!("entry-{number}"),
        title,
        content: Some(content),
        author: Some(words.any(&mut chance).to_string()),
        link: Some(format!("https://example.org/{number}")),
        published: Some(NOW.plus(-age)),
        ..ParsedEntry::default()
    }
}

/// What all threads of this process have used.
fn cpu() -> Duration {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return Duration::ZERO;
    };
    let used = threads.flatten().filter_map(|thread| {
        let stat = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(used.sum())
}

async fn fill(store: &Store, words: &Words, count: u64) {
    let subscriptions: Vec<Subscription> = (0..FEEDS)
        .map(|feed| Subscription {
            folder: Some(format!("Folder {}", feed % 20)),
            ..Subscription::new(address(feed))
        })
        .collect();
    store
        .reconcile(subscriptions, NOW)
        .await
        .expect("subscriptions");
    let feeds: Vec<FeedId> = store
        .feeds(NOW)
        .await
        .expect("feeds")
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    let (mut taken, mut made) = (Duration::ZERO, 0);
    let (mut tenths, mut until_now) = (Vec::new(), Duration::ZERO);
    while made < count {
        let feed = feeds[(made / IN_DOCUMENT % FEEDS) as usize];
        let last = (made + IN_DOCUMENT).min(count);
        let entries = (made..last)
            .rev()
            .map(|number| entry(number, count, words))
            .collect();
        let parsed = ParsedFeed {
            title: Some(format!("Feed of {}", feed.0)),
            entries,
            ..ParsedFeed::default()
        };
        let check = Check {
            feed,
            ..Check::default()
        };
        let before = cpu();
        store
            .save_feed(feed, parsed, check, NOW)
            .await
            .expect("saved");
        taken += cpu().saturating_sub(before);
        made = last;
        if made * 10 / count > tenths.len() as u64 {
            tenths.push(format!(
                "{:.1}",
                taken.saturating_sub(until_now).as_secs_f64()
            ));
            until_now = taken;
        }
    }
    told("taken in", count, taken);
    println!("CPU s of each tenth: {}", tenths.join(" "));
    let before = cpu();
    index(store).await;
    told("indexed", count, cpu().saturating_sub(before));
    let older = Which::Older {
        scope: Scope::Everything,
        than: NOW.plus(-60 * DAY),
        seen_by: NOW,
    };
    store
        .change(Change::Read(older), moment())
        .await
        .expect("marked");
    let kept = (1..=count as i64).step_by(997).map(EntryId).collect();
    store
        .change(Change::Bookmark(Which::Entries(kept)), moment())
        .await
        .expect("kept");
    index(store).await;
}

/// Works off all that waits for the index.
async fn index(store: &Store) {
    let some = || store.index_some(1_000, Duration::from_millis(400));
    while some().await.expect("indexed") > 0 {}
}

fn told(what: &str, count: u64, cpu: Duration) {
    let a_second = count as f64 / cpu.as_secs_f64().max(0.001);
    println!(
        "{what}: {count} entries in {:.1} CPU s, {a_second:.0} a CPU second",
        cpu.as_secs_f64()
    );
}

/// What is searched for, by kind.
#[allow(clippy::too_many_lines, reason = "a table")]
fn kinds(words: &Words, count: u64) -> Vec<(&'static str, Vec<String>)> {
    let mut chance = Chance(99);
    let word = |rank: usize| words.words[rank].clone();
    let mut phrase = |chinese: bool| {
        let number = chance.below(count / 10) * 10 + u64::from(!chinese);
        let text = entry(number, count, words).content.unwrap_or_default();
        if chinese {
            return text.chars().skip(100).take(3).collect::<String>();
        }
        let plain: Vec<&str> = text
            .split(' ')
            .filter(|it| it.chars().all(char::is_alphabetic))
            .collect();
        format!("\"{}\"", plain[20..22].join(" "))
    };
    let phrases: Vec<String> = (0..40).map(|_| phrase(false)).collect();
    let characters: Vec<String> = (0..40).map(|_| phrase(true)).collect();
    let pairs = characters
        .iter()
        .map(|it| it.chars().take(2).collect())
        .collect();
    let singles = characters
        .iter()
        .map(|it| it.chars().take(1).collect())
        .collect();
    let letters = || ('a'..='z').map(|c| c.to_string());
    let ranks = |ranks: std::ops::Range<usize>, step: usize, tail: &str| -> Vec<String> {
        ranks
            .step_by(step)
            .map(|rank| format!("{}{tail}", word(rank)))
            .collect()
    };
    vec![
        ("one letter", letters().map(|it| it + "*").collect()),
        (
            "two letters",
            letters()
                .flat_map(|a| ["a", "r", "x", "st"].map(|b| format!("{a}{b}*")))
                .collect(),
        ),
        (
            "three letters",
            ranks(30..60_000, 1_500, "")
                .iter()
                .map(|it| format!("{}*", it.chars().take(3).collect::<String>()))
                .collect(),
        ),
        (
            "a word as it is typed",
            ranks(30..60_000, 1_500, "")
                .iter()
                .map(|it| format!("{}*", it.chars().take(5).collect::<String>()))
                .collect(),
        ),
        ("common words", ranks(0..60, 2, "")),
        ("words", ranks(200..20_000, 500, "")),
        ("rare words", ranks(30_000..60_000, 700, "")),
        ("no such words", ranks(30_000..60_000, 1_500, "q")),
        (
            "two words",
            ranks(100..8_000, 200, &format!(" {}", word(50))),
        ),
        (
            "either word",
            ranks(100..8_000, 200, &format!(" OR {}", word(5_000))),
        ),
        ("phrases", phrases),
        ("unread", ranks(0..8_000, 200, " unread")),
        ("of a feed", ranks(0..8_000, 200, " feed:host77.")),
        ("of a folder", ranks(0..8_000, 200, " folder:\"folder 7\"")),
        ("of two weeks", ranks(0..8_000, 200, " since:2w")),
        ("bookmarked", ranks(0..8_000, 200, " is:bookmarked")),
        (
            "in titles",
            ranks(0..8_000, 200, "")
                .iter()
                .map(|it| format!("title:{it}"))
                .collect(),
        ),
        (
            "not read, begun words",
            ranks(0..8_000, 200, "")
                .iter()
                .map(|it| format!("unread {}*", it.chars().take(2).collect::<String>()))
                .collect(),
        ),
        ("a word or unread", ranks(0..8_000, 400, " OR unread")),
        ("Chinese pairs", pairs),
        ("Chinese, three", characters),
        ("Chinese, one", singles),
    ]
}

async fn search(store: &Store, words: &Words, count: u64) {
    let mut all = Vec::new();
    println!(
        "{:24}{:>6}{:>9}{:>9}{:>9}   CPU",
        "search", "n", "median", "p95", "most"
    );
    for (kind, queries) in kinds(words, count) {
        let mut times = Vec::new();
        for typed in &queries {
            times.push(measured(store, typed, Order::Newest).await);
        }
        line(kind, &mut times);
        all.extend(times);
    }
    line("all of these", &mut all);
    let mut best = Vec::new();
    for rank in (0..8_000).step_by(200) {
        best.push(measured(store, &words.words[rank], Order::Best).await);
    }
    line("best first", &mut best);
}

async fn measured(store: &Store, typed: &str, order: Order) -> (Duration, Duration) {
    let query = parse(typed, NOW, &Zone::utc()).expect("a query");
    let wish = WindowWish {
        scope: Scope::Search(typed.to_string()),
        anchor: Anchor::First,
        count: 50,
        midnight: NOW,
        query: Some(query),
        order,
        ..WindowWish::default()
    };
    let (begun, before) = (Instant::now(), cpu());
    let window = store.window(wish).await.expect("a window");
    let (took, used) = (begun.elapsed(), cpu().saturating_sub(before));
    if std::env::var_os("SLOW").is_some() && used > Duration::from_millis(20) {
        println!(
            "  {typed}: {} rows in {took:.1?}, CPU {used:.1?}",
            window.rows.len()
        );
    }
    (took, used)
}

fn line(kind: &str, times: &mut [(Duration, Duration)]) {
    let count = times.len();
    let mut sorted = |by: fn(&(Duration, Duration)) -> Duration| {
        times.sort_by_key(by);
        let at = |share: f64| by(&times[((count - 1) as f64 * share) as usize]).as_secs_f64() * 1e3;
        (at(0.5), at(0.95), at(1.0))
    };
    let (wall, used) = (sorted(|time| time.0), sorted(|time| time.1));
    println!(
        "{kind:24}{count:>6}{:>7.1}ms{:>7.1}ms{:>7.1}ms{:>11.1}ms{:>7.1}ms",
        wall.0, wall.1, wall.2, used.0, used.1
    );
}
