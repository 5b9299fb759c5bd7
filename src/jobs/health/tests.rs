//! What is noticed, and in which order it is shown.

use super::*;
use crate::model::{Failure, FeedHealth, Reason};

const NOW: Timestamp = Timestamp::from_secs(1_795_528_800); // Tue 24 Nov 2026, 14:00
const DAY: i64 = 86_400_000;

fn row(id: i64, url: &str) -> FeedRow {
    FeedRow {
        id: FeedId(id),
        url: url.into(),
        title: format!("Feed {id}"),
        total: 10,
        health: FeedHealth {
            last_check: Some(NOW),
            next_check: Some(NOW.plus(id * 60_000)),
            ..FeedHealth::default()
        },
        ..FeedRow::default()
    }
}

fn vitals(id: i64, signs: std::ops::Range<i64>) -> Vitals {
    Vitals {
        feed: FeedId(id),
        posts: vec![NOW.plus(-DAY)],
        signs: signs.collect(),
        ..Vitals::default()
    }
}

fn failing(id: i64, kind: FailureKind, why: Why) -> FeedRow {
    let mut row = row(id, &format!("https://{id}.example/"));
    row.health.failure = Some(Failure {
        kind,
        what: "it failed".into(),
        hint: None,
    });
    row.health.gone = kind == FailureKind::Status(410);
    row.health.reason = Reason::from(why);
    row
}

fn names(board: &[HealthRow]) -> Vec<(i64, Option<&Noticed>)> {
    board
        .iter()
        .map(|row| (row.row.id.0, row.noticed.as_ref()))
        .collect()
}

#[test]
fn what_needs_the_reader_comes_first_then_the_next_check() {
    let held = Why::Held {
        code: 429,
        wait: 1,
        said: true,
    };
    let kind = FailureKind::Status(404);
    let mut paused = failing(8, kind, Why::Failed(kind));
    paused.paused = true;
    let mut gone = failing(7, FailureKind::Status(410), Why::Failed(kind));
    gone.health.next_check = None;
    let rows = vec![
        row(1, "https://1.example/"),
        failing(2, FailureKind::Status(429), held),
        row(3, "https://3.example/"),
        failing(4, kind, Why::Failed(kind)),
        failing(5, FailureKind::Timeout, Why::Failed(FailureKind::Timeout)),
        row(6, "https://6.example/"),
        gone,
        paused,
    ];
    let silent = Vitals {
        posts: vec![NOW.plus(-400 * DAY)],
        ..vitals(6, 0..0)
    };
    let moved = Vitals {
        memo: Some(r#"{"moved":["https://new.example/",3,1]}"#.into()),
        ..vitals(3, 0..0)
    };
    let board = board(rows, vec![vitals(1, 0..0), silent, moved], NOW);
    let to = "https://new.example/".to_string();
    assert_eq!(
        names(&board),
        [
            (4, Some(&Noticed::Lost)),
            (5, Some(&Noticed::Failing)),
            (7, Some(&Noticed::Gone)),
            (3, Some(&Noticed::Moved { to, times: 3 })),
            (2, Some(&Noticed::Held)),
            (6, Some(&Noticed::Silent)),
            (1, None),
            (8, Some(&Noticed::Lost)),
        ]
    );
    let needy = board.iter().filter(|row| row.needs_reader()).count();
    assert_eq!(needy, 5, "the silent and the paused one need nobody");
}

#[test]
fn a_redirect_told_once_or_to_a_worse_place_is_not_shown() {
    for memo in [
        r#"{"moved":["https://new.example/",1,1]}"#,
        r#"{"moved":["http://new.example/",5,1]}"#,
        r#"{"moved":["https://1.example/",5,1]}"#,
        "no notes",
    ] {
        let vitals = Vitals {
            memo: Some(memo.into()),
            ..vitals(1, 0..0)
        };
        let board = board(vec![row(1, "https://1.example/")], vec![vitals], NOW);
        assert_eq!(names(&board), [(1, None)], "{memo}");
    }
}

fn twin(board: &[HealthRow]) -> Vec<(i64, i64)> {
    board
        .iter()
        .filter_map(|row| match &row.noticed {
            Some(Noticed::Twin { of, .. }) => Some((row.row.id.0, of.0)),
            _ => None,
        })
        .collect()
}

#[test]
fn two_subscriptions_of_one_feed_are_told_and_the_better_one_stays() {
    let rows = |more: u32| {
        let mut second = row(2, "https://b.example/rss");
        second.total = more;
        vec![row(1, "https://a.example/atom"), second]
    };
    let same = || vec![vitals(1, 0..10), vitals(2, 3..13)];
    assert_eq!(twin(&board(rows(10), same(), NOW)), [(2, 1)]);
    assert_eq!(twin(&board(rows(99), same(), NOW)), [(1, 2)], "it has more");
    let few = || vec![vitals(1, 0..10), vitals(2, 5..15)];
    assert_eq!(twin(&board(rows(10), few(), NOW)), [], "half is too little");
    let tiny = || vec![vitals(1, 0..2), vitals(2, 0..2)];
    assert_eq!(twin(&board(rows(10), tiny(), NOW)), [], "too few to tell");
    let planet = || vec![vitals(1, 0..3), vitals(2, 0..10)];
    assert_eq!(twin(&board(rows(10), planet(), NOW)), [], "a planet");
}

#[test]
fn an_address_in_another_dress_is_the_same_feed() {
    let rows = vec![
        row(1, "http://www.a.example/feed"),
        row(2, "https://a.example/feed/"),
        row(3, "https://a.example/other"),
        row(4, "https://me:pw@A.example/feed"),
    ];
    let mut found = twin(&board(rows, Vec::new(), NOW));
    found.sort_unstable();
    assert_eq!(found, [(2, 1), (4, 1)]);
}

#[test]
fn who_moved_to_another_subscription_goes_into_it() {
    let rows = vec![
        row(1, "https://old.example/feed"),
        row(2, "https://new.example/feed"),
    ];
    let moved = Vitals {
        memo: Some(r#"{"moved":["https://new.example/feed",2,1]}"#.into()),
        ..vitals(1, 0..0)
    };
    assert_eq!(twin(&board(rows, vec![moved], NOW)), [(1, 2)]);
}

#[test]
fn a_chain_of_twins_ends_in_one_that_stays() {
    let rows = (1..=3)
        .map(|id| row(id, &format!("https://{id}.example/")))
        .collect();
    let vitals = vec![vitals(1, 0..10), vitals(2, 2..12), vitals(3, 4..14)];
    let mut found = twin(&board(rows, vitals, NOW));
    found.sort_unstable();
    assert_eq!(found, [(2, 1), (3, 1)]);
}
