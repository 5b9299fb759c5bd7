//! Invented feeds, those of the mockups: folders, titles in Chinese, Hebrew and emoji, an ill feed, entries in every state.
//!
//! Articles, authors and figures are invented.

use byline::jobs::{self, Context};
use byline::model::{
    Change, Enclosure, EntryRow, Failure, FailureKind, FeedHealth, FeedRow, ParsedEntry,
    ParsedFeed, Scope, Subscription, TextPlace, Timestamp, Which,
};
use byline::store::{Check, Moment, WindowWish};

use crate::desk::NOW;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How an entry stands with its reader.
#[derive(Clone, Debug, Default)]
pub struct State {
    read: bool,
    bookmarked: bool,
    changed: bool,
    /// The block at the top, and percent read.
    place: Option<(u32, u8)>,
    tag: Option<&'static str>,
}

/// An entry and its state.
#[derive(Clone, Debug, Default)]
pub struct SampleEntry {
    parsed: ParsedEntry,
    state: State,
}

impl SampleEntry {
    /// It was read.
    pub fn read(mut self) -> SampleEntry {
        self.state.read = true;
        self
    }

    /// It is kept.
    pub fn kept(mut self) -> SampleEntry {
        self.state.bookmarked = true;
        self
    }

    /// It was read, and its feed changed it since.
    pub fn changed(mut self) -> SampleEntry {
        self.state.changed = true;
        self.read()
    }

    /// It was left at this block.
    pub fn left_at(mut self, block: u32, percent: u8) -> SampleEntry {
        self.state.place = Some((block, percent));
        self.read()
    }

    /// It has this tag of the reader's.
    pub fn tagged(mut self, tag: &'static str) -> SampleEntry {
        self.state.tag = Some(tag);
        self
    }

    /// With this article.
    pub fn html(mut self, html: &str) -> SampleEntry {
        self.parsed.content = Some(html.to_string());
        self
    }

    /// As its feed says it.
    pub fn parsed(self) -> ParsedEntry {
        self.parsed
    }

    /// More of what a feed says of an entry.
    pub fn with(mut self, change: impl FnOnce(&mut ParsedEntry)) -> SampleEntry {
        change(&mut self.parsed);
        self
    }
}

/// A feed with what it brought.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// As `feeds.toml` has it.
    pub subscription: Subscription,
    entries: Vec<SampleEntry>,
    failure: Option<Failure>,
}

impl Sample {
    /// With these entries too.
    pub fn entries(mut self, entries: impl IntoIterator<Item = SampleEntry>) -> Sample {
        self.entries.extend(entries);
        self
    }

    /// It cannot be fetched.
    pub fn fails(mut self) -> Sample {
        self.failure = Some(Failure {
            kind: FailureKind::Status(404),
            what: "the server says 404, not found".to_string(),
            hint: None,
        });
        self
    }

    /// The title as the reader names it.
    pub fn title(&self) -> &str {
        self.subscription.title.as_deref().unwrap_or_default()
    }
}

/// A feed in a folder; its address is made of its title.
pub fn feed(folder: &str, title: &str) -> Sample {
    Sample {
        subscription: Subscription {
            title: Some(title.to_string()),
            folder: (!folder.is_empty()).then(|| folder.to_string()),
            ..Subscription::new(format!("https://{}.example/feed", slug(title)))
        },
        ..Sample::default()
    }
}

/// An entry of so many minutes ago.
pub fn entry(title: &str, minutes: i64) -> SampleEntry {
    SampleEntry {
        parsed: ParsedEntry {
            guid: title.to_string(),
            title: title.to_string(),
            link: Some(format!("https://news.example/{}", slug(title))),
            published: Some(NOW.plus(-minutes * MINUTE)),
            content: Some(format!(
                "<p>{title}: the first paragraph, which says what happened and where.</p><p>The second says why.</p>"
            )),
            ..ParsedEntry::default()
        },
        state: State::default(),
    }
}

/// So many entries, one a minute, the first of them this many minutes ago.
pub fn many(name: &str, count: u32, from: i64) -> Vec<SampleEntry> {
    let all = (0..i64::from(count)).map(|at| entry(&format!("{name} {}", at + 1), from + at));
    all.collect()
}

fn slug(title: &str) -> String {
    let letters = title.chars().map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    });
    let slug: String = letters.collect();
    match slug.trim_matches('-') {
        "" => format!("feed-{}", title.chars().map(|c| c as u32).sum::<u32>()),
        slug => slug.to_string(),
    }
}

/// Minutes before now, on a day so many days ago at this time of day.
fn at(days: i64, hour: i64, minute: i64) -> i64 {
    days * 24 * 60 + (14 - hour) * 60 + (6 - minute)
}

/// The feeds of the mockups with few entries; the long article is `How the scheduler learned to wait`.
pub fn samples() -> Vec<Sample> {
    let mut all = linux();
    all.extend(others());
    all
}

/// The same with as many entries as the mockups count.
pub fn mockup() -> Vec<Sample> {
    let unread = [
        ("Gentle Kernel", 2, 150),
        ("Kernel Planet", 41, 100),
        ("LWN.net", 14, 90),
        ("Phoronix", 71, 14),
        ("Rust Blog", 311, 0),
        ("Nature", 61, 0),
        ("Quanta Magazine", 4, 3),
        ("果壳网 科学人", 22, 0),
        ("הידען", 9, 0),
        ("BBC World", 540, 0),
        ("Sidebar", 18, 0),
        ("A Working Library", 1, 4),
        ("Letters from Skye", 2, 2),
    ];
    let mut all = samples();
    for (title, wanted, read) in unread {
        let Some(sample) = all.iter_mut().find(|sample| sample.title() == title) else {
            continue;
        };
        let is_unread = |entry: &&SampleEntry| !entry.state.read;
        let there = sample.entries.iter().filter(is_unread).count();
        let from = at(40, 12, 0);
        let fill = many(title, wanted - there as u32, from);
        sample.entries.extend(fill);
        let old = many(&format!("{title}, older"), read, at(80, 12, 0));
        sample
            .entries
            .extend(old.into_iter().map(SampleEntry::read));
    }
    all
}

fn linux() -> Vec<Sample> {
    let gentle = feed("Linux", "Gentle Kernel").entries([
        entry("Notes from a week with a RISC-V laptop", at(0, 10, 2)).read(),
        entry("The maintainer who answers every mail", at(1, 11, 0)),
        entry("Why your laptop wakes at night", at(8, 9, 0)).read(),
        entry("Suspend, resume, repeat", at(17, 9, 0)).read(),
    ]);
    let planet = feed("Linux", "Kernel Planet").entries([
        entry("PipeWire makes Bluetooth boring, at last", at(0, 11, 20)),
        entry(
            "龙架构补丁合入内核主线，性能提升明显，社区反应热烈",
            at(0, 9, 47),
        )
        .html("<p>龙架构（LoongArch）的一组补丁今天合入了内核主线。测试显示，调度延迟下降了两成，社区对此反应热烈。</p><p>下一步是虚拟化。</p>"),
        entry("Five years of io_uring, measured again", at(1, 12, 0)),
        entry("Booting in under a second, honestly", at(3, 12, 0)).read(),
        entry("🦀 Bindings that outlive their drivers", at(4, 12, 0)),
        entry("Ten patches that were never sent", at(13, 12, 0)).read(),
    ]);
    let lwn = feed("Linux", "LWN.net").entries([
        entry("A lockless page cache, one lookup at a time", at(0, 14, 5)),
        entry("Rust drivers leave staging: the numbers", at(0, 13, 40)).kept(),
        scheduler(),
        entry("Stable kernels 7.1.4 and 6.18.21", at(0, 8, 15)).changed(),
        entry("What a filesystem owes its users", at(1, 13, 0))
            .read()
            .kept(),
        entry("A short history of the OOM killer", at(2, 12, 0)).read(),
        entry("Distribution quote of the week", at(5, 12, 0)).read(),
        entry("Memory tiers for the rest of us", at(7, 12, 0)).read(),
        entry("BPF, the language nobody planned", at(12, 12, 0)),
        entry("A tour of the new mount API", at(15, 12, 0)).read(),
    ]);
    let phoronix = feed("Linux", "Phoronix").entries([entry(
        "PipeWire 1.8, Mesa 27, two GPUs and a kernel",
        at(0, 12, 31),
    )]);
    let deck = feed("Linux", "Steam Deck Notes")
        .entries([entry("The last note", at(20, 12, 0)).read()])
        .fails();
    vec![gentle, planet, lwn, phoronix, deck]
}

fn others() -> Vec<Sample> {
    vec![
        feed("Programming", "Rust Blog").entries([entry("Announcing Rust 2.0", at(6, 9, 0))]),
        feed("Science", "Nature").entries([entry("A new light on old bones", at(2, 9, 0))]),
        feed("Science", "Quanta Magazine").entries([entry("The shape of a proof", at(9, 9, 0))]),
        feed("Science", "果壳网 科学人").entries([entry(
            "研究人员在青藏高原发现新的古老湖泊沉积记录，覆盖过去两万年",
            at(10, 8, 15),
        )
        .html("<p>研究人员在青藏高原发现了新的古老湖泊沉积记录。</p>")]),
        feed("Science", "הידען").entries([entry(
            "חוקרים מצאו דרך חדשה לשמור על המים בקיץ",
            at(11, 7, 0),
        )
        .html("<p>חוקרים מצאו דרך חדשה לשמור על המים.</p>")]),
        feed("Science", "Low-tech Magazine").entries([entry(
            "How to heat a room with a book",
            at(400, 9, 0),
        )
        .read()]),
        feed("World", "BBC World").entries([entry("An election in the rain", at(2, 10, 0))]),
        feed("Design", "Sidebar").entries([entry("A grid for letters", at(14, 9, 0))]),
        feed("Quiet voices", "A Working Library")
            .entries([entry("A letter about pencils", at(18, 9, 0))]),
        feed("Quiet voices", "Letters from Skye").entries([
            entry("The boat that came back", at(19, 9, 0)),
            entry("On peat", at(21, 9, 0)),
        ]),
        feed("Quiet voices", "Maps Without Roads"),
    ]
}

/// The article of the mockups, with every kind of block.
fn scheduler() -> SampleEntry {
    entry("How the scheduler learned to wait", at(0, 12, 58))
        .html(include_str!("scheduler.html"))
        .left_at(0, 41)
        .tagged("kernel")
        .with(|parsed| {
            parsed.author = Some("Ada Lindqvist".to_string());
            parsed.comments = Some("https://lwn.example/articles/1/comments".to_string());
            parsed.comment_count = Some(42);
            parsed.enclosures = vec![Enclosure {
                url: "https://lwn.example/talk.mp3".to_string(),
                mime: Some("audio/mpeg".to_string()),
                length: Some(21_000_000),
                duration: Some(38 * 60),
            }];
        })
}

/// Takes the samples into the store as a refresh of yesterday would have.
pub async fn fill(context: &Context, samples: &[Sample]) {
    jobs::reconcile(context).await.unwrap();
    let feeds = jobs::load_feeds(context).await.unwrap().rows;
    for sample in samples {
        let row = feeds
            .iter()
            .find(|row| row.url == sample.subscription.url)
            .unwrap();
        take(context, sample, row).await;
    }
    restate(context, samples).await;
}

async fn take(context: &Context, sample: &Sample, row: &FeedRow) {
    let before = NOW.plus(-MINUTE / 3);
    let health = match &sample.failure {
        Some(failure) => FeedHealth {
            last_check: Some(NOW.plus(-6 * HOUR)),
            next_check: Some(NOW.plus(6 * HOUR - MINUTE)),
            failing_since: Some(NOW.plus(-12 * DAY)),
            failures: 9,
            failure: Some(failure.clone()),
            ..FeedHealth::default()
        },
        None => FeedHealth {
            last_check: Some(NOW.plus(-35 * MINUTE)),
            last_success: Some(NOW.plus(-35 * MINUTE)),
            next_check: Some(NOW.plus(25 * MINUTE)),
            ..FeedHealth::default()
        },
    };
    let check = Check {
        feed: row.id,
        health,
        ..Check::default()
    };
    let mut parsed = ParsedFeed {
        title: Some(sample.title().to_string()),
        link: Some(sample.subscription.url.trim_end_matches("feed").to_string()),
        entries: sample
            .entries
            .iter()
            .map(|entry| entry.parsed.clone())
            .collect(),
        ..ParsedFeed::default()
    };
    let store = &context.store;
    store
        .save_feed(row.id, parsed.clone(), check.clone(), before)
        .await
        .unwrap();
    if sample.entries.iter().any(|entry| entry.state.changed) {
        mark(context, sample, row, |state| state.changed).await;
        for (entry, sample) in parsed.entries.iter_mut().zip(&sample.entries) {
            if sample.state.changed {
                entry.content = Some("<p>It was changed.</p>".to_string());
            }
        }
        store
            .save_feed(row.id, parsed, check, before)
            .await
            .unwrap();
    }
}

/// Marks the entries of one feed that are so.
async fn mark(context: &Context, sample: &Sample, row: &FeedRow, is_so: fn(&State) -> bool) {
    let rows = rows(context, Scope::Feed(row.id)).await;
    let wanted = sample.entries.iter().filter(|entry| is_so(&entry.state));
    let ids = wanted
        .filter_map(|entry| rows.iter().find(|row| row.title == entry.parsed.title))
        .map(|row| row.id)
        .collect();
    act(context, Change::Read(Which::Entries(ids))).await;
}

/// States of all entries, in few acts, the first things in the history.
async fn restate(context: &Context, samples: &[Sample]) {
    let rows = rows(context, Scope::Everything).await;
    let all = samples.iter().flat_map(|sample| {
        let entries = sample.entries.iter();
        entries.map(|entry| (sample.title(), entry.parsed.title.as_str(), &entry.state))
    });
    let all: Vec<(&EntryRow, &State)> = rows
        .iter()
        .filter_map(|row| {
            let mut all = all.clone();
            let found = all.find(|(feed, title, _)| row.title == *title && row.feed_title == *feed);
            found.map(|(_, _, state)| (row, state))
        })
        .collect();
    let ids = |is_so: fn(&State) -> bool| {
        let so = all.iter().filter(|(_, state)| is_so(state));
        Which::Entries(so.map(|(row, _)| row.id).collect())
    };
    act(
        context,
        Change::Read(ids(|state| state.read && !state.changed)),
    )
    .await;
    act(context, Change::Bookmark(ids(|state| state.bookmarked))).await;
    for (row, state) in &all {
        if let Some((block, percent)) = state.place {
            let place = TextPlace {
                block,
                ..TextPlace::default()
            };
            let place = jobs::place(context, row.id, place, percent);
            place.await.unwrap();
        }
        if let Some(tag) = state.tag {
            let which = Which::Entries(vec![row.id]);
            act(context, Change::Tag(which, tag.to_string())).await;
        }
    }
}

async fn rows(context: &Context, scope: Scope) -> Vec<EntryRow> {
    let wish = WindowWish {
        scope,
        count: 20_000,
        midnight: context.moment().midnight,
        ..WindowWish::default()
    };
    context.store.window(wish).await.unwrap().rows
}

async fn act(context: &Context, change: Change) {
    let nothing = matches!(&change, Change::Read(Which::Entries(ids)) | Change::Bookmark(Which::Entries(ids)) if ids.is_empty());
    if nothing {
        return;
    }
    let yesterday = Moment {
        now: Timestamp(NOW.0 - DAY + HOUR),
        ..context.moment()
    };
    context.store.change(change, yesterday).await.unwrap();
}
