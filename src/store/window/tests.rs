//! Windows of every scope: complete, in order, around any row, in both directions.

#![allow(clippy::unwrap_used)]

use crate::model::{
    Anchor, Change, Direction, EntryId, FeedId, Order, Scope, Show, SortKey, Timestamp, Window,
};
use crate::query::{Query, Term};
use crate::store::fixture::{MINUTE, NOW, all_of, at, block, item, later, these, wait, wish};
use crate::store::{Store, WindowWish};

/// Five feeds in folders, forty entries each, many at the same minute, a third of them read, some bookmarked, some begun.
fn world() -> (Store, Vec<FeedId>) {
    let store = Store::memory().unwrap();
    let folders = ["", "Linux", "Linux/Kernel", "Linuxes", "News"];
    let wishes: Vec<_> = folders
        .iter()
        .enumerate()
        .map(|(n, folder)| wish(&format!("https://{n}.example/feed"), folder))
        .collect();
    let feeds = store.following(&wishes);
    for (n, feed) in feeds.iter().enumerate() {
        let entries = (0..40).map(|k| item(&format!("{n}-{k}"), (k * 7 + n as i64) % 25 * 5));
        store.takes(*feed, entries.collect(), NOW);
    }
    let all: Vec<EntryId> = store
        .lists(Scope::Everything)
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    let every = |n: usize| all.iter().copied().step_by(n).collect::<Vec<_>>();
    store.does(Change::Read(these(&every(3))), later(1));
    store.does(Change::Bookmark(these(&every(7))), later(2));
    for id in every(11) {
        wait(store.place(id, block(3), 40, later(3))).unwrap();
    }
    (store, feeds)
}

fn scopes(feeds: &[FeedId]) -> Vec<(Scope, Option<Query>)> {
    let mut scopes: Vec<(Scope, Option<Query>)> = [
        Scope::Everything,
        Scope::Today,
        Scope::Unread,
        Scope::Bookmarks,
        Scope::Continue,
        Scope::Folder("Linux".into()),
        Scope::Folder("None".into()),
        Scope::Feed(feeds[2]),
    ]
    .map(|scope| (scope, None))
    .into();
    let queries = [
        Query::All,
        Query::Term(Term::Unread),
        Query::Term(Term::Bookmarked),
        Query::Not(Box::new(Query::Term(Term::Read))),
        Query::And(vec![
            Query::Term(Term::Unread),
            Query::Term(Term::Folder("linux".into())),
        ]),
        Query::And(vec![
            Query::Term(Term::Bookmarked),
            Query::Term(Term::Since(NOW.plus(-50 * MINUTE))),
        ]),
        Query::Or(vec![
            Query::Term(Term::Feed("3.example".into())),
            Query::Term(Term::Until(NOW.plus(-80 * MINUTE))),
        ]),
    ];
    scopes.extend(
        queries
            .into_iter()
            .map(|query| (Scope::Search("q".into()), Some(query))),
    );
    scopes
}

fn look(
    store: &Store,
    scope: &(Scope, Option<Query>),
    show: Show,
    anchor: Anchor,
    count: u32,
) -> Window {
    let wish = WindowWish {
        scope: scope.0.clone(),
        show,
        keep_since: later(1),
        anchor,
        count,
        midnight: at(NOW).midnight,
        query: scope.1.clone(),
        order: Order::Newest,
    };
    wait(store.window(wish)).unwrap()
}

#[test]
fn every_scope_pages_through_everything_once_in_both_directions() {
    let (store, feeds) = world();
    for scope in scopes(&feeds) {
        for show in [Show::All, Show::Unread] {
            let whole = look(&store, &scope, show, Anchor::First, 1000);
            let keys: Vec<SortKey> = whole.rows.iter().map(crate::model::EntryRow::key).collect();
            assert!(keys.is_sorted_by(|a, b| a > b), "{scope:?} newest first");
            assert!(!whole.more_before && !whole.more_after);
            assert_eq!(
                (whole.total, whole.first),
                (Some(keys.len() as u64), Some(0))
            );

            let mut down = Vec::new();
            let mut window = look(&store, &scope, show, Anchor::First, 7);
            loop {
                down.extend(window.rows.iter().map(crate::model::EntryRow::key));
                assert_eq!(
                    window.more_before,
                    down.len() > window.rows.len(),
                    "{scope:?}"
                );
                if let (false, Some(total)) =
                    (scope.1.is_some() || scope.0 == Scope::Today, window.total)
                {
                    assert_eq!(total, keys.len() as u64, "{scope:?} {show:?}");
                }
                if !window.more_after {
                    break;
                }
                window = look(
                    &store,
                    &scope,
                    show,
                    Anchor::After(*down.last().unwrap()),
                    7,
                );
            }
            assert_eq!(down, keys, "{scope:?} {show:?} downwards");

            let mut up: Vec<SortKey> = Vec::new();
            let mut window = look(&store, &scope, show, Anchor::Last, 7);
            loop {
                let piece: Vec<SortKey> = window
                    .rows
                    .iter()
                    .map(crate::model::EntryRow::key)
                    .collect();
                assert_eq!(window.more_after, !up.is_empty());
                up.splice(0..0, piece);
                if !window.more_before {
                    break;
                }
                window = look(&store, &scope, show, Anchor::Before(up[0]), 7);
            }
            assert_eq!(up, keys, "{scope:?} {show:?} upwards");
        }
    }
}

#[test]
fn a_window_around_a_row_holds_it_with_rows_on_both_sides() {
    let (store, feeds) = world();
    for scope in scopes(&feeds) {
        let keys: Vec<SortKey> = look(&store, &scope, Show::All, Anchor::First, 1000)
            .rows
            .iter()
            .map(crate::model::EntryRow::key)
            .collect();
        for (n, key) in keys.iter().enumerate() {
            let window = look(&store, &scope, Show::All, Anchor::Around(*key), 8);
            assert_eq!(window.rows.len(), keys.len().min(8));
            let first = keys
                .iter()
                .position(|k| *k == window.rows[0].key())
                .unwrap();
            assert!((first..first + window.rows.len()).contains(&n));
            assert!(n - first <= 8 && (n < 4 || n - first >= 4 || first == 0));
            assert_eq!(window.more_before, first > 0);
            assert_eq!(window.more_after, first + window.rows.len() < keys.len());
        }
        // A row that is gone still has a place.
        let between = SortKey {
            time: Timestamp(NOW.0 - 33 * MINUTE + 1),
            id: EntryId(0),
        };
        let window = look(&store, &scope, Show::All, Anchor::Around(between), 8);
        assert_eq!(window.rows.len(), keys.len().min(8));
    }
}

#[test]
fn folders_hold_those_below_and_no_others() {
    let (store, feeds) = world();
    let rows = store.lists(Scope::Folder("Linux".into())).rows;
    assert_eq!(rows.len(), 80);
    assert!(
        rows.iter()
            .all(|row| row.feed == feeds[1] || row.feed == feeds[2])
    );
}

#[test]
fn what_was_read_since_the_list_was_entered_stays() {
    let (store, feeds) = world();
    let unread = |keep_since| WindowWish {
        scope: Scope::Feed(feeds[0]),
        show: Show::Unread,
        keep_since,
        count: 100,
        ..WindowWish::default()
    };
    let before = wait(store.window(unread(later(5)))).unwrap();
    let opened = before.rows[3].id;
    store.does(Change::Read(these(&[opened])), later(6));
    let after = wait(store.window(unread(later(5)))).unwrap();
    let ids = |window: &Window| window.rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(&before), ids(&after));
    assert!(after.rows[3].read);
    let entered_again = wait(store.window(unread(later(7)))).unwrap();
    assert_eq!(entered_again.rows.len(), before.rows.len() - 1);
    assert_eq!(
        wait(store.window(unread(Timestamp(0)))).unwrap().rows.len(),
        before.rows.len() - 1
    );
}

#[test]
fn the_next_unread_is_the_nearest_in_each_direction() {
    let (store, feeds) = world();
    for scope in scopes(&feeds) {
        let moment = crate::store::Moment {
            query: scope.1.clone(),
            ..at(NOW)
        };
        let rows = look(&store, &scope, Show::All, Anchor::First, 1000).rows;
        let next = |from, direction| {
            wait(store.next_unread(
                scope.0.clone(),
                from,
                (direction, Order::Newest),
                moment.clone(),
            ))
            .unwrap()
            .map(|row| row.id)
        };
        for (n, row) in rows.iter().enumerate().step_by(5) {
            let below = rows
                .iter()
                .skip(n + 1)
                .find(|row| !row.read)
                .map(|row| row.id);
            let above = rows
                .iter()
                .take(n)
                .rev()
                .find(|row| !row.read)
                .map(|row| row.id);
            assert_eq!(next(Some(row.key()), Direction::Next), below);
            assert_eq!(next(Some(row.key()), Direction::Previous), above);
        }
        let first = rows.iter().find(|row| !row.read).map(|row| row.id);
        assert_eq!(next(None, Direction::Next), first);
    }
    store.does(Change::Read(all_of(Scope::Everything, later(9))), later(9));
    assert_eq!(
        wait(store.next_unread(
            Scope::Everything,
            None,
            (Direction::Next, Order::Newest),
            at(NOW)
        ))
        .unwrap(),
        None
    );
}
