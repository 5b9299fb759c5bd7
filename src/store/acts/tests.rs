//! Acts on entries: their words and numbers, exact undo and redo, and what outlives what.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use crate::model::{
    ActId, ActKind, Anchor, Change, EntryId, EntryRow, FeedId, Scope, Show, Timestamp, Which,
};
use crate::query::{Query, Term};
use crate::store::fixture::{
    MINUTE, NOW, PERIOD, all_of, at, block, item, later, these, wait, wish,
};
use crate::store::{Moment, Store, WindowWish};

fn world(store: &Store) -> Vec<FeedId> {
    let wishes = [
        wish("https://a.example/", ""),
        wish("https://b.example/", "Linux"),
        wish("https://c.example/", "Linux/Kernel"),
    ];
    let feeds = store.following(&wishes);
    for (n, feed) in feeds.iter().enumerate() {
        let entries = (0..8).map(|k| item(&format!("{n}-{k}"), (k * 3 + n as i64) * 10));
        store.takes(*feed, entries.collect(), NOW);
    }
    feeds
}

/// All that an act can change, of every entry.
fn picture(store: &Store) -> Vec<EntryRow> {
    let mut rows = store.lists(Scope::Everything).rows;
    rows.extend(store.lists(Scope::Bookmarks).rows);
    rows
}

#[test]
fn an_act_tells_its_subject_and_number() {
    let store = Store::memory().unwrap();
    let feeds = world(&store);
    let one = store.id("0-3");
    let act = store.does(Change::Read(these(&[one])), later(1));
    assert_eq!(
        (act.kind, act.count, act.subject.as_str()),
        (ActKind::Read, 1, "Title of 0-3")
    );
    let act = store.does(Change::Read(these(&[one])), later(2));
    assert_eq!(
        (act.count, act.id),
        (0, ActId(0)),
        "nothing changed: not kept"
    );
    let act = store.does(
        Change::Read(all_of(Scope::Folder("Linux".into()), later(2))),
        later(3),
    );
    assert_eq!((act.count, act.subject.as_str()), (16, "Linux"));
    let act = store.does(
        Change::Unread(these(&[store.id("1-1"), store.id("1-2")])),
        later(4),
    );
    assert_eq!((act.count, act.subject.as_str()), (2, "A feed"));
    let act = store.does(
        Change::Bookmark(these(&[store.id("1-1"), store.id("0-2")])),
        later(5),
    );
    assert_eq!((act.count, act.subject.as_str()), (2, "several feeds"));
    let act = store.does(
        Change::Unread(all_of(Scope::Feed(feeds[0]), later(5))),
        later(6),
    );
    assert_eq!(act.subject, "Title of 0-3", "of one entry the title");
    assert_eq!(wait(store.history(10)).unwrap().len(), 5);
    assert!(wait(store.change(Change::Unsubscribe(feeds), at(NOW))).is_err());
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn all_read_leaves_what_came_later_alone() {
    let store = Store::memory().unwrap();
    let feeds = world(&store);
    let shown = later(1);
    store.takes(feeds[0], vec![item("late", 700)], later(2));
    let act = store.does(Change::Read(all_of(Scope::Everything, shown)), later(3));
    assert_eq!((act.count, act.subject.as_str()), (24, "everything"));
    assert_eq!(store.names(Scope::Unread), ["late"]);
    assert_eq!(wait(store.feeds(NOW)).unwrap().unread, 1);
}

#[test]
fn a_rule_reaches_exactly_its_scope() {
    let query = Query::And(vec![
        Query::Term(Term::Folder("linux".into())),
        Query::Term(Term::Since(NOW.plus(-100 * MINUTE))),
    ]);
    let cases: Vec<(Scope, Option<Query>)> = vec![
        (Scope::Everything, None),
        (Scope::Today, None),
        (Scope::Unread, None),
        (Scope::Bookmarks, None),
        (Scope::Continue, None),
        (Scope::Folder("Linux".into()), None),
        (Scope::Search("q".into()), Some(query)),
    ];
    for (scope, query) in cases {
        let store = Store::memory().unwrap();
        world(&store);
        let some: Vec<EntryId> = ["0-1", "1-2", "2-3"].map(|guid| store.id(guid)).into();
        store.does(Change::Bookmark(these(&some)), later(1));
        wait(store.place(some[1], block(2), 50, later(1))).unwrap();
        let wish = WindowWish {
            scope: scope.clone(),
            count: 100,
            midnight: at(NOW).midnight,
            query: query.clone(),
            ..WindowWish::default()
        };
        let listed = wait(store.window(wish)).unwrap().rows;
        let moment = Moment {
            query: query.clone(),
            ..at(later(2))
        };
        let tag = Change::Tag(all_of(scope.clone(), later(2)), "t".into());
        let act = wait(store.change(tag, moment.clone())).unwrap();
        assert_eq!(act.count, listed.len() as u64, "{scope:?}");
        let tagged: Vec<EntryId> = picture(&store)
            .into_iter()
            .filter(|row| !row.tags.is_empty())
            .map(|row| row.id)
            .collect();
        assert!(
            listed.iter().all(|row| tagged.contains(&row.id)),
            "{scope:?}"
        );
        let middle = listed[listed.len() / 2].key();
        let above = Which::Above {
            scope: scope.clone(),
            from: middle,
            seen_by: later(2),
        };
        let act = wait(store.change(Change::Read(above), moment.clone())).unwrap();
        assert_eq!(act.count, listed.len() as u64 / 2 + 1, "{scope:?}");
        let older = Which::Older {
            scope: scope.clone(),
            than: middle.time,
            seen_by: later(2),
        };
        let act = wait(store.change(Change::Read(older), moment)).unwrap();
        assert_eq!(
            act.count,
            listed.len() as u64 - listed.len() as u64 / 2 - 1,
            "{scope:?}"
        );
    }
}

#[test]
fn a_bookmark_outlives_its_feed_its_entry_and_its_text() {
    let store = Store::memory().unwrap();
    let feeds = world(&store);
    let one = store.id("0-1");
    store.does(Change::Bookmark(these(&[one])), later(1));
    store.does(Change::Tag(these(&[one]), "keep".into()), later(1));
    // The feed cuts its text off.
    let cut = crate::model::ParsedEntry {
        content: Some("<p>Pay</p>".into()),
        ..item("0-1", 30)
    };
    store.takes(feeds[0], vec![cut], later(2));
    store.following(&[wish("https://b.example/", "Linux")]);
    assert_eq!(store.names(Scope::Bookmarks), ["0-1"]);
    let hundred_days = later(100 * 24 * 60);
    wait(store.prune(PERIOD, hundred_days)).unwrap();
    assert_eq!(store.complaints(), Vec::<String>::new());
    let gone = wait(store.entry(EntryId(one.0 + 1))).unwrap();
    assert_eq!(gone, None);
    let kept = wait(store.entry(one)).unwrap().unwrap();
    assert_eq!(kept.content.as_deref(), Some("<p>Text of 0-1</p>"));
    assert_eq!(
        (kept.row.tags, kept.row.bookmarked),
        (vec!["keep".to_string()], true)
    );
    assert_eq!(kept.row.feed_title, "A feed");
    assert_eq!(wait(store.feeds(NOW)).unwrap().bookmarks, 1);

    // Followed again, it is fetched anew, and the bookmark is the same entry.
    store.following(&[
        wish("https://a.example/", ""),
        wish("https://b.example/", "Linux"),
    ]);
    store.takes(
        feeds[0],
        vec![item("0-1", 30), item("0-2", 60)],
        hundred_days,
    );
    assert_eq!(store.id("0-1"), one);
    assert_eq!(store.names(Scope::Feed(feeds[0])), ["0-1", "0-2"]);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn a_place_is_kept_and_is_no_act() {
    let store = Store::memory().unwrap();
    world(&store);
    let one = store.id("0-1");
    wait(store.place(one, block(7), 40, later(1))).unwrap();
    assert_eq!(store.names(Scope::Continue), ["0-1"]);
    let entry = wait(store.entry(one)).unwrap().unwrap();
    assert_eq!((entry.place, entry.row.percent), (Some(block(7)), Some(40)));
    assert_eq!(wait(store.feeds(NOW)).unwrap().begun, 1);
    wait(store.place(one, block(20), 100, later(2))).unwrap();
    assert_eq!(store.names(Scope::Continue), Vec::<String>::new());
    assert_eq!(wait(store.history(5)).unwrap(), []);
}

#[test]
fn what_is_begun_is_listed_as_it_was_last_read() {
    let store = Store::memory().unwrap();
    world(&store);
    for (minute, name) in (1..).zip(["0-3", "1-5", "0-0", "2-7"]) {
        wait(store.place(store.id(name), block(2), 10, later(minute))).unwrap();
    }
    assert_eq!(
        store.names(Scope::Continue),
        ["2-7", "0-0", "1-5", "0-3"],
        "whatever their own dates"
    );
    wait(store.place(store.id("1-5"), block(3), 20, later(9))).unwrap();
    let rows = store.lists(Scope::Continue).rows;
    assert_eq!(
        (rows[0].title.as_str(), rows[0].time),
        ("Title of 1-5", later(9))
    );
    let above = Change::Read(Which::Above {
        scope: Scope::Continue,
        from: rows[1].key(),
        seen_by: later(10),
    });
    assert_eq!(store.does(above, later(10)).count, 2);
    let read = store.lists(Scope::Continue).rows;
    let read: Vec<bool> = read.iter().map(|row| row.read).collect();
    assert_eq!(read, [true, true, false, false]);
}

#[test]
fn undo_and_redo_hold_over_a_restart_and_a_new_act_drops_redo() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    let open = || Store::open(&path).unwrap().store;
    let (before, read, both);
    {
        let store = open();
        world(&store);
        before = picture(&store);
        store.does(Change::Read(all_of(Scope::Everything, later(1))), later(1));
        read = picture(&store);
        store.does(Change::Bookmark(these(&[store.id("1-1")])), later(2));
        both = picture(&store);
    }
    {
        let store = open();
        for expect in [&read, &before] {
            let (act, payload) = wait(store.last_undoable()).unwrap().unwrap();
            assert_eq!(payload, None);
            assert!(wait(store.undo_entries(act.id, later(3))).unwrap().undone);
            assert_eq!(&picture(&store), expect);
        }
        assert_eq!(wait(store.last_undoable()).unwrap(), None);
    }
    let store = open();
    for expect in [&read, &both] {
        let (act, _) = wait(store.last_redoable()).unwrap().unwrap();
        assert!(!wait(store.redo_entries(act.id, later(4))).unwrap().undone);
        assert_eq!(&picture(&store), expect);
    }
    assert_eq!(wait(store.last_redoable()).unwrap(), None);
    let (newest, _) = wait(store.last_undoable()).unwrap().unwrap();
    assert!(
        wait(store.undo_entries(ActId(newest.id.0 + 1), later(5))).is_err(),
        "only what was done"
    );
    wait(store.undo_entries(newest.id, later(5))).unwrap();
    store.does(Change::Unread(these(&[store.id("0-0")])), later(6));
    assert_eq!(wait(store.last_redoable()).unwrap(), None);
    let undone: Vec<bool> = wait(store.history(9))
        .unwrap()
        .iter()
        .map(|act| act.undone)
        .collect();
    assert_eq!(undone, [false, true, false]);
    assert_eq!(store.complaints(), Vec::<String>::new());
}

/// One step of a random life of a store.
#[derive(Clone, Debug)]
enum Step {
    Do(u8, Vec<usize>),
    Rule(u8, u8),
    Undo,
    Redo,
    Arrive(u8),
    Edit(u8),
    Follow(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..6u8, prop::collection::vec(0..24usize, 1..5)).prop_map(|(kind, which)| Step::Do(kind, which)),
        2 => (0..6u8, 0..7u8).prop_map(|(kind, scope)| Step::Rule(kind, scope)),
        4 => Just(Step::Undo),
        3 => Just(Step::Redo),
        1 => (0..3u8).prop_map(Step::Arrive),
        1 => (0..3u8).prop_map(Step::Edit),
        1 => (0..8u8).prop_map(Step::Follow),
    ]
}

fn change(kind: u8, which: Which) -> Change {
    match kind {
        0 => Change::Read(which),
        1 => Change::Unread(which),
        2 => Change::Bookmark(which),
        3 => Change::Unbookmark(which),
        4 => Change::Tag(which, "t".into()),
        _ => Change::Untag(which, "t".into()),
    }
}

fn scope(number: u8, feeds: &[FeedId]) -> Scope {
    match number {
        0 => Scope::Everything,
        1 => Scope::Today,
        2 => Scope::Unread,
        3 => Scope::Bookmarks,
        4 => Scope::Folder("Linux".into()),
        5 => Scope::Continue,
        _ => Scope::Feed(feeds[1]),
    }
}

/// What undo has to bring back: read, kept and tagged, of every entry in the store.
fn states(store: &Store) -> Vec<(i64, Option<i64>, bool, bool)> {
    let sql = "SELECT entry, read_at, EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = s.entry AND b.dropped_at IS NULL), \
         EXISTS (SELECT 1 FROM entry_tag t WHERE t.entry = s.entry) FROM state s WHERE entry <= 24 ORDER BY entry";
    let look = move |connection: &rusqlite::Connection| {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    wait(store.load(look)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_life_undoes_exactly_and_counts_right(steps in prop::collection::vec(step(), 1..30)) {
        let store = Store::memory().unwrap();
        let feeds = world(&store);
        // What stood before each act that is done, and after each that is undone.
        let (mut past, mut future) = (Vec::new(), Vec::new());
        let mut clock = 1;
        for step in steps {
            clock += 1;
            let now = later(clock);
            let before = states(&store);
            match step {
                Step::Do(kind, which) => {
                    let ids: Vec<EntryId> = which.iter().map(|n| EntryId(*n as i64 + 1)).collect();
                    if store.does(change(kind, these(&ids)), now).count > 0 {
                        past.push(before);
                        future.clear();
                    }
                }
                Step::Rule(kind, number) => {
                    let which = all_of(scope(number, &feeds), now);
                    if store.does(change(kind, which), now).count > 0 {
                        past.push(before);
                        future.clear();
                    }
                }
                Step::Undo => {
                    let last = wait(store.last_undoable()).unwrap();
                    prop_assert_eq!(last.is_some(), !past.is_empty());
                    if let (Some((act, _)), Some(expect)) = (last, past.pop()) {
                        wait(store.undo_entries(act.id, now)).unwrap();
                        prop_assert_eq!(states(&store), expect);
                        future.push(before);
                    }
                }
                Step::Redo => {
                    let last = wait(store.last_redoable()).unwrap();
                    prop_assert_eq!(last.is_some(), !future.is_empty());
                    if let (Some((act, _)), Some(expect)) = (last, future.pop()) {
                        wait(store.redo_entries(act.id, now)).unwrap();
                        prop_assert_eq!(states(&store), expect);
                        past.push(before);
                    }
                }
                Step::Arrive(n) => {
                    store.takes(feeds[n as usize], vec![item(&format!("new-{clock}"), clock)], now);
                }
                Step::Edit(n) => {
                    let edited = crate::model::ParsedEntry { title: format!("{clock}"), ..item(&format!("{n}-1"), 10) };
                    store.takes(feeds[n as usize], vec![edited], now);
                }
                Step::Follow(mask) => {
                    let all = [wish("https://a.example/", ""), wish("https://b.example/", "Linux"), wish("https://c.example/", "Linux/Kernel")];
                    let some: Vec<_> = all.into_iter().enumerate().filter(|(n, _)| mask >> n & 1 == 1).map(|(_, wish)| wish).collect();
                    wait(store.reconcile(some, now)).unwrap();
                }
            }
            prop_assert_eq!(store.complaints(), Vec::<String>::new());
        }
        let listed = wait(store.window(WindowWish { scope: Scope::Unread, show: Show::Unread, anchor: Anchor::First, count: 1000, ..WindowWish::default() })).unwrap();
        prop_assert_eq!(listed.rows.len(), wait(store.feeds(Timestamp(0))).unwrap().unread as usize);
    }
}
