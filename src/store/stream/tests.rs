//! The plans that SQLite makes without statistics.

#![allow(clippy::unwrap_used)]

use crate::model::{Direction, FeedId, Timestamp};
use crate::query::{Place, Query, Term, Words};
use crate::store::Store;
use crate::store::filter::Filter;
use crate::store::fixture::wait;
use crate::store::stream::{Part, Stream};

fn plan(store: &Store, sql: &str) -> Vec<String> {
    let sql = format!("EXPLAIN QUERY PLAN {sql}");
    let look = move |connection: &rusqlite::Connection| {
        let mut statement = connection.prepare(&sql)?;
        let steps = statement
            .raw_query()
            .mapped(|row| row.get(3))
            .collect::<Result<_, _>>()?;
        Ok(steps)
    };
    wait(store.load(look)).unwrap()
}

#[test]
fn every_stream_enters_its_index_at_the_key_and_sorts_nothing() {
    let store = Store::memory().unwrap();
    let cases = [
        (Stream::All, "state_time ("),
        (Stream::Unread, "state_unread ("),
        (Stream::OfFeed(FeedId(1)), "state_feed (feed=? AND "),
        (
            Stream::UnreadOfFeed(FeedId(1)),
            "state_unread_feed (feed=? AND ",
        ),
        (Stream::Bookmarks, "bookmark_time ("),
        (Stream::UnreadBookmarks(Timestamp(1)), "bookmark_time ("),
        (Stream::Begun, "state_begun ("),
        (Stream::UnreadBegun(Timestamp(1)), "state_begun ("),
        (
            Stream::Hidden {
                feeds: None,
                unread: Some(Timestamp(1)),
            },
            "state_hidden (",
        ),
    ];
    let query = Query::Term(Term::In(
        Place::Title,
        Words::Word {
            text: "x".into(),
            prefix: false,
        },
    ));
    let filter = wait(store.load(move |c| Filter::new(c, &query, None))).unwrap();
    for (stream, index) in cases {
        for (way, beyond) in [(Direction::Next, '<'), (Direction::Previous, '>')] {
            let (time, from) = match (stream.is_by_reading(), way) {
                // That it is not null is the lower end.
                (true, Direction::Next) => ("left_at", "left_at>? AND "),
                (true, Direction::Previous) => ("left_at", ""),
                (false, _) => ("time", ""),
            };
            let parts = [
                (
                    Part::SameTime,
                    format!("{index}{time}=? AND rowid{beyond}?)"),
                ),
                (Part::Beyond, format!("{index}{from}{time}{beyond}?)")),
            ];
            for (part, entered) in &parts {
                for filter in [None, Some(&filter)] {
                    let steps = plan(&store, &stream.statement(*part, way, filter));
                    let first = &steps[0];
                    assert!(
                        first.starts_with("SEARCH") && first.contains(entered),
                        "{stream:?}: {steps:?}"
                    );
                    let costs =
                        |step: &String| step.contains("TEMP B-TREE") || step.starts_with("SCAN");
                    assert!(!steps.iter().any(costs), "{stream:?}: {steps:?}");
                }
            }
        }
    }
}

#[test]
fn marks_and_counts_go_through_their_indexes() {
    let store = Store::memory().unwrap();
    let cases = [
        (Stream::Unread, "state_unread"),
        (
            Stream::UnreadOfFeeds(vec![FeedId(1)]),
            "state_unread_feed (feed=?)",
        ),
        (Stream::OfFeeds(vec![FeedId(1)]), "state_feed (feed=?)"),
    ];
    for (stream, index) in cases {
        let sql = format!(
            "SELECT s.entry FROM {} WHERE {}",
            stream.tables(),
            stream.condition().sql
        );
        let steps = plan(&store, &sql);
        assert!(steps[0].contains(index), "{steps:?}");
    }
    let undo = "UPDATE state SET read_at = x.was FROM act_entry AS x WHERE x.act = ?1 AND x.entry = state.entry";
    let steps = plan(&store, undo);
    assert!(
        steps
            .iter()
            .any(|step| step.contains("x USING PRIMARY KEY (act=?)")),
        "{steps:?}"
    );
    assert!(
        steps
            .iter()
            .any(|step| step.contains("state USING INTEGER PRIMARY KEY")),
        "{steps:?}"
    );
}
