//! Random lives of a home: all that a reader can do, taken back and done again, over restarts, while feeds bring more.
//!
//! Laws that hold after every step: undo and redo give back `feeds.toml` to the byte and the states exactly; what is taken back from the middle gives back what
//! it changed and nothing else, and is refused exactly when a later act changed the same; unread and total of each feed are what a recount finds; every bookmark
//! can be read, whatever became of its feed.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use byline::config::{Config, Subscriptions};
use byline::jobs::{self, Context, ListWish};
use byline::model::{
    ActId, Change, EntryId, FeedId, FeedRow, ParsedEntry, ParsedFeed, Scope, Show, Subscription,
    Timestamp, Which, Zone,
};
use byline::store::{Check, Store};
use byline::system::Paths;
use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const NOW: Timestamp = Timestamp::from_secs(1_795_529_160);
/// Entries that are there from the beginning: undo is held to them.
const FIRST: i64 = 12;

/// One step of a life; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Mark(u8, Vec<usize>),
    MarkAll(u8, usize),
    Subscribe(u8),
    Unsubscribe(usize),
    Rename(usize, u8),
    Move(usize, u8),
    MoveFolder,
    Pause(usize),
    Merge(usize, usize),
    Edit(usize, u8),
    Arrive(usize),
    Undo,
    Redo,
    TakeBack(usize),
    Reopen,
    Tidy,
}

fn step() -> impl Strategy<Value = Step> {
    use Step::{
        Arrive, Edit, Mark, MarkAll, Merge, Move, MoveFolder, Pause, Redo, Rename, Reopen,
        Subscribe, Tidy, Undo, Unsubscribe,
    };
    let feed = || 0..4_usize;
    prop_oneof![
        4 => (0..6_u8, prop::collection::vec(0..FIRST as usize, 1..4)).prop_map(|(kind, ids)| Mark(kind, ids)),
        2 => (0..6_u8, feed()).prop_map(|(kind, feed)| MarkAll(kind, feed)),
        2 => (0..5_u8).prop_map(Subscribe),
        2 => feed().prop_map(Unsubscribe),
        1 => (feed(), 0..3_u8).prop_map(|(feed, n)| Rename(feed, n)),
        1 => (feed(), 0..3_u8).prop_map(|(feed, n)| Move(feed, n)),
        1 => Just(MoveFolder),
        1 => feed().prop_map(Pause),
        1 => (feed(), feed()).prop_map(|(from, into)| Merge(from, into)),
        1 => (feed(), 0..3_u8).prop_map(|(feed, n)| Edit(feed, n)),
        2 => feed().prop_map(Arrive),
        6 => Just(Undo),
        4 => Just(Redo),
        1 => Just(Reopen),
        1 => Just(Tidy),
    ]
}

/// A home that is lived in.
struct Life {
    home: TempDir,
    clock: Arc<AtomicI64>,
    runtime: Runtime,
    context: Option<Context>,
}

/// What undo has to give back: the file, and each first entry's listing, read, kept, tagged.
type Picture = (String, Vec<(i64, bool, Option<i64>, bool, bool)>);

impl Life {
    fn begin() -> Life {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let mut life = Life {
            home: tempfile::tempdir().unwrap(),
            clock: Arc::new(AtomicI64::new(NOW.0)),
            runtime,
            context: None,
        };
        fs::create_dir(life.home.path().join("config")).unwrap();
        let head = "# mine\n\n[[feed]]\nurl = \"http://a.example/\"  # the first\nfolder = \"Linux/Kernel\"\n";
        let rest = "# about b\n[[feed]]\nurl = 'http://b.example/'\nfolder = 'Linux'\n\n[[feed]]\nurl = \"http://c.example/\"\n";
        fs::write(life.file(), format!("{head}{rest}")).unwrap();
        life.open();
        for (n, row) in life.rows().iter().enumerate() {
            let guids = (0..FIRST / 3).map(|k| format!("{n}-{k}"));
            life.brings(row.id, guids.collect());
        }
        life
    }

    fn file(&self) -> std::path::PathBuf {
        self.home.path().join("config/feeds.toml")
    }

    fn open(&mut self) {
        self.context = None;
        let (config, data) = (
            self.home.path().join("config"),
            self.home.path().join("data"),
        );
        let store = Store::open(&data.join("byline.db")).unwrap().store;
        let clock = Arc::clone(&self.clock);
        let context = Context::new(store, Paths::within(config, data), Config::default())
            .with_clock(
                move || Timestamp(clock.load(Ordering::Relaxed)),
                Zone::utc(),
            );
        self.runtime.block_on(jobs::reconcile(&context)).unwrap();
        self.context = Some(context);
    }

    fn context(&self) -> &Context {
        self.context.as_ref().unwrap()
    }

    fn rows(&self) -> Vec<FeedRow> {
        let list = self.runtime.block_on(jobs::load_feeds(self.context()));
        list.unwrap().rows
    }

    fn brings(&self, feed: FeedId, guids: Vec<String>) {
        let now = self.context().now();
        let entry = |guid: String| ParsedEntry {
            title: format!("{guid} at {}", now.0),
            content: Some(format!("<p>Text of {guid}</p>")),
            guid,
            ..ParsedEntry::default()
        };
        let parsed = ParsedFeed {
            entries: guids.into_iter().map(entry).collect(),
            ..ParsedFeed::default()
        };
        let store = &self.context().store;
        let saved = store.save_feed(feed, parsed, Check::default(), now);
        self.runtime.block_on(saved).unwrap();
    }

    fn database(&self) -> Connection {
        Connection::open(self.home.path().join("data/byline.db")).unwrap()
    }

    fn picture(&self) -> Picture {
        let sql = "SELECT entry, hidden = 0, read_at, \
             EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = s.entry AND b.dropped_at IS NULL), \
             EXISTS (SELECT 1 FROM entry_tag t WHERE t.entry = s.entry) \
             FROM state s WHERE entry <= ?1 ORDER BY entry";
        let database = self.database();
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([FIRST], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        });
        let states = rows.unwrap().map(Result::unwrap).collect();
        (fs::read_to_string(self.file()).unwrap(), states)
    }

    /// Does something; whether it was an act.
    fn does(&self, change: Change) -> bool {
        let act = self.runtime.block_on(jobs::change(self.context(), change));
        act.is_ok_and(|act| act.count > 0)
    }

    /// Takes a step; `None` when there is nothing to take it with, else whether it was an act.
    fn takes(&mut self, step: &Step) -> Option<bool> {
        let rows = self.rows();
        let feed = |n: &usize| rows.get(n % rows.len().max(1));
        let change = match step {
            Step::Mark(kind, ids) => {
                let ids = ids.iter().map(|n| EntryId(*n as i64 + 1)).collect();
                marked(*kind, Which::Entries(ids))
            }
            Step::MarkAll(kind, n) => marked(*kind, all_of(*n, feed(n)?.id, self.context().now())),
            Step::Subscribe(n) => Change::Subscribe(vec![
                Subscription::new(format!("http://{n}.example/new")),
                Subscription::new("http://a.example/"),
            ]),
            Step::Unsubscribe(n) => Change::Unsubscribe(vec![feed(n)?.id]),
            Step::Rename(n, to) => Change::Rename {
                feed: feed(n)?.id,
                title: (*to > 0).then(|| format!("Name {to}")),
            },
            Step::Move(n, to) => Change::Move {
                feeds: vec![feed(n)?.id],
                folder: ["", "Linux", "World/Europe"][*to as usize].into(),
            },
            Step::MoveFolder => Change::MoveFolder {
                from: "Linux".into(),
                to: "BSD".into(),
            },
            Step::Pause(n) => Change::Pause {
                feeds: vec![feed(n)?.id],
                paused: true,
            },
            Step::Merge(from, into) => Change::Merge {
                from: feed(from)?.id,
                into: feed(into)?.id,
            },
            Step::Edit(n, to) => Change::Edit {
                feed: feed(n)?.id,
                subscription: Subscription {
                    tags: vec![format!("tag{to}")],
                    ..Subscription::new(format!("http://{to}.example/edited"))
                },
            },
            Step::Arrive(n) => {
                let stamp = self.context().now().0;
                self.brings(feed(n)?.id, vec![format!("late-{stamp}"), "0-1".into()]);
                return None;
            }
            Step::Reopen => {
                self.open();
                return None;
            }
            Step::Tidy => {
                self.runtime.block_on(jobs::tidy(self.context()));
                return None;
            }
            Step::Undo | Step::Redo | Step::TakeBack(_) => return None,
        };
        Some(self.does(change))
    }

    /// Where what is kept differs from a recount, and bookmarks that cannot be read.
    fn complaints(&self) -> Vec<String> {
        let database = self.database();
        let sql = "SELECT f.url, f.unread, f.total, \
             (SELECT count(*) FROM state s WHERE s.feed = f.id AND s.hidden & ~1 = 0 AND s.read_at IS NULL), \
             (SELECT count(*) FROM state s WHERE s.feed = f.id AND s.hidden & ~1 = 0) FROM feed f";
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| {
            let number = |at: usize| row.get::<_, i64>(at);
            let url: String = row.get(0)?;
            Ok((url, (number(1)?, number(2)?), (number(3)?, number(4)?)))
        });
        let mut found: Vec<String> = rows
            .unwrap()
            .map(Result::unwrap)
            .filter(|(_, kept, counted)| kept != counted)
            .map(|it| format!("{it:?}"))
            .collect();
        let wish = ListWish {
            scope: Scope::Bookmarks,
            count: 1000,
            ..ListWish::default()
        };
        let bookmarks = self
            .runtime
            .block_on(jobs::load_entries(self.context(), wish));
        for row in bookmarks.unwrap().rows {
            let entry = self
                .runtime
                .block_on(jobs::load_entry(self.context(), row.id));
            if !entry
                .unwrap()
                .is_some_and(|entry| entry.html().contains("Text of"))
            {
                found.push(format!("the bookmark {} has no text", row.id));
            }
        }
        found
    }
}

fn marked(kind: u8, which: Which) -> Change {
    match kind {
        0 => Change::Read(which),
        1 => Change::Unread(which),
        2 => Change::Bookmark(which),
        3 => Change::Unbookmark(which),
        4 => Change::Tag(which, "mine".into()),
        _ => Change::Untag(which, "mine".into()),
    }
}

fn all_of(n: usize, feed: FeedId, seen_by: Timestamp) -> Which {
    let scope = match n {
        0 => Scope::Everything,
        1 => Scope::Folder("Linux".into()),
        2 => Scope::Bookmarks,
        _ => Scope::Feed(feed),
    };
    Which::Scope {
        scope,
        show: Show::All,
        seen_by,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_life_is_taken_back_exactly_and_counted_rightly(steps in prop::collection::vec(step(), 1..40)) {
        let mut life = Life::begin();
        // What stood before each act that is done, and after each that is undone.
        let (mut past, mut future): (Vec<Picture>, Vec<Picture>) = (Vec::new(), Vec::new());
        for step in &steps {
            life.clock.fetch_add(60_000, Ordering::Relaxed);
            let before = life.picture();
            match step {
                Step::Undo => {
                    let act = life.runtime.block_on(jobs::undo(life.context())).unwrap();
                    prop_assert_eq!(act.is_some(), !past.is_empty());
                    if let Some(expect) = past.pop() {
                        prop_assert_eq!(life.picture(), expect);
                        future.push(before);
                    }
                }
                Step::Redo => {
                    let act = life.runtime.block_on(jobs::redo(life.context())).unwrap();
                    prop_assert_eq!(act.is_some(), !future.is_empty());
                    if let Some(expect) = future.pop() {
                        prop_assert_eq!(life.picture(), expect);
                        past.push(before);
                    }
                }
                step => match life.takes(step) {
                    Some(true) => {
                        past.push(before);
                        future.clear();
                    }
                    Some(false) => prop_assert_eq!(life.picture(), before, "no act, no change"),
                    None => {}
                },
            }
            prop_assert_eq!(life.complaints(), Vec::<String>::new());
            let urls: Vec<String> = life.rows().into_iter().map(|row| row.url).collect();
            let different: HashSet<&String> = urls.iter().collect();
            prop_assert_eq!(different.len(), urls.len());
        }
    }
}

/// What acts can change, thing by thing: of the first entries read, kept and tagged; of `feeds.toml` what it says of each address.
type Things = BTreeMap<String, Option<String>>;

/// An act of which the model knows what it changed: each thing before and after.
struct Done {
    id: ActId,
    changed: BTreeMap<String, (Option<String>, Option<String>)>,
    undone: bool,
}

impl Life {
    fn things(&self) -> Things {
        let (file, states) = self.picture();
        let mut things = Things::new();
        for (entry, _, read, kept, tagged) in states {
            things.insert(format!("read {entry}"), read.map(|at| at.to_string()));
            things.insert(format!("kept {entry}"), kept.then(String::new));
            things.insert(format!("tagged {entry}"), tagged.then(String::new));
        }
        for feed in Subscriptions::parse(&file).0.list() {
            things.insert(feed.url.clone(), Some(format!("{feed:?}")));
        }
        things.retain(|_, value| value.is_some());
        things
    }

    fn last_act(&self) -> ActId {
        let acts = self
            .runtime
            .block_on(jobs::load_history(self.context(), 1))
            .unwrap();
        acts[0].id
    }
}

/// What became of each thing that differs.
fn difference(
    before: &Things,
    after: &Things,
) -> BTreeMap<String, (Option<String>, Option<String>)> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let value = |things: &Things, name: &String| things.get(name).cloned().flatten();
    names
        .into_iter()
        .map(|name| (name.clone(), (value(before, name), value(after, name))))
        .filter(|(_, (before, after))| before != after)
        .collect()
}

/// The same with the act taken back.
fn without(now: &Things, act: &Done) -> Things {
    let mut things = now.clone();
    for (name, (before, _)) in &act.changed {
        things.insert(name.clone(), before.clone());
    }
    things.retain(|_, value| value.is_some());
    things
}

fn middle_step() -> impl Strategy<Value = Step> {
    prop_oneof![3 => step(), 2 => (0..12_usize).prop_map(Step::TakeBack)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_act_from_the_middle_is_taken_back_alone_exactly_when_nothing_later_rests_on_it(
        steps in prop::collection::vec(middle_step(), 1..30)
    ) {
        let mut life = Life::begin();
        let mut acts: Vec<Done> = Vec::new();
        // What was undone, last in, first out, and what stood before that.
        let mut undone: Vec<(ActId, Things)> = Vec::new();
        for step in &steps {
            life.clock.fetch_add(60_000, Ordering::Relaxed);
            let before = life.things();
            let target = match step {
                Step::Undo => acts.iter().rposition(|act| !act.undone),
                Step::TakeBack(n) => {
                    let done: Vec<usize> = (0..acts.len()).filter(|at| !acts[*at].undone).collect();
                    (!done.is_empty()).then(|| done[n % done.len()])
                }
                _ => None,
            };
            match (step, target) {
                (Step::Undo | Step::TakeBack(_), Some(at)) => {
                    let later = &acts[at + 1..];
                    let rests = |act: &Done| !act.undone && act.changed.keys().any(|name| acts[at].changed.contains_key(name));
                    let is_free = !later.iter().any(rests);
                    let result = life.runtime.block_on(jobs::take_back(life.context(), acts[at].id));
                    prop_assert_eq!(result.is_ok(), is_free, "{:?} after {:?}", result, &acts[at].changed);
                    if is_free {
                        prop_assert_eq!(life.things(), without(&before, &acts[at]));
                        undone.push((acts[at].id, before));
                        acts[at].undone = true;
                    } else {
                        prop_assert_eq!(life.things(), before, "refused, no change");
                    }
                }
                (Step::Redo, _) => {
                    let act = life.runtime.block_on(jobs::redo(life.context())).unwrap();
                    let expect = undone.pop();
                    prop_assert_eq!(act.map(|act| act.id), expect.as_ref().map(|(id, _)| *id));
                    if let Some((id, expect)) = expect {
                        prop_assert_eq!(life.things(), expect);
                        acts.iter_mut().filter(|act| act.id == id).for_each(|act| act.undone = false);
                    }
                }
                (step, _) => {
                    if life.takes(step) == Some(true) {
                        let changed = difference(&before, &life.things());
                        acts.push(Done { id: life.last_act(), changed, undone: false });
                        undone.clear();
                    }
                }
            }
            prop_assert_eq!(life.complaints(), Vec::<String>::new());
        }
    }
}

#[test]
fn a_feed_whose_address_another_had_meanwhile_comes_back_with_its_entries() {
    let mut life = Life::begin();
    // The second feed moves and is unsubscribed from; the first takes its address, and gives it back.
    assert_eq!(life.takes(&Step::Edit(1, 1)), Some(true));
    let before = life.picture();
    assert_eq!(life.takes(&Step::Unsubscribe(1)), Some(true));
    let without = life.picture();
    assert_eq!(life.takes(&Step::Edit(0, 1)), Some(true));
    for expect in [&without, &before] {
        let act = life.runtime.block_on(jobs::undo(life.context())).unwrap();
        assert!(act.is_some());
        assert_eq!(&life.picture(), expect);
    }
    for _ in 0..2 {
        life.runtime.block_on(jobs::redo(life.context())).unwrap();
    }
    for _ in 0..2 {
        life.runtime.block_on(jobs::undo(life.context())).unwrap();
    }
    assert_eq!(life.picture(), before);
    assert_eq!(life.complaints(), Vec::<String>::new());
}
