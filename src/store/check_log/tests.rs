//! That every check is written down with what it brought, and that the log is bounded.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::{Failure, FailureKind, FeedHealth};
use crate::store::Check;
use crate::store::fixture::{NOW, document, item, later, wait, wish};

fn check(feed: FeedId, at: Timestamp, status: u16, bytes: u64) -> Check {
    Check {
        feed,
        health: FeedHealth {
            last_check: Some(at),
            ..FeedHealth::default()
        },
        ..Check::default()
    }
    .over(Wire {
        status: Some(status),
        bytes,
        millis: 40,
    })
}

fn failing(feed: FeedId, at: Timestamp) -> Check {
    let mut check = check(feed, at, 500, 90);
    check.health.failure = Some(Failure {
        kind: FailureKind::Status(500),
        what: "its own error".into(),
        hint: None,
    });
    check
}

fn tally(store: &Store, feed: FeedId) -> Tally {
    let all = wait(store.load(tallies)).unwrap();
    all.get(&feed).copied().unwrap_or_default()
}

#[test]
fn a_check_is_written_down_with_what_it_brought_and_spared() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let entries = document(vec![item("one", 5), item("two", 6)]);
    wait(store.save_feed(feed, entries, check(feed, NOW, 200, 31_000), NOW)).unwrap();
    wait(store.touch(vec![check(feed, later(60), 304, 0)])).unwrap();
    wait(store.touch(vec![failing(feed, later(120))])).unwrap();
    wait(store.touch(vec![check(feed, later(180), 304, 0)])).unwrap();

    let log = wait(store.checks(feed)).unwrap();
    let told: Vec<_> = log
        .iter()
        .map(|line| (line.wire.status, line.spared, line.new, line.failure))
        .collect();
    let broken = Some(FailureKind::Status(500));
    assert_eq!(
        told,
        [
            (Some(304), 31_000, 0, None),
            (Some(500), 0, 0, broken),
            (Some(304), 31_000, 0, None),
            (Some(200), 0, 2, None),
        ],
        "an error's own page is not what a 304 spares"
    );
    let tally = tally(&store, feed);
    assert_eq!(
        (tally.checks, tally.share(), tally.size),
        (4, Some(75), Some(31_000))
    );
    assert_eq!(tally.last.map(|last| last.at), Some(later(180)));
    let day = wait(store.traffic(NOW)).unwrap();
    let expect = Traffic {
        requests: 4,
        unchanged: 2,
        failed: 1,
        bytes: 31_090,
        spared: 62_000,
    };
    assert_eq!(day, expect);
    assert_eq!(wait(store.traffic(later(110))).unwrap().requests, 2);
}

#[test]
fn what_asked_no_server_is_not_in_the_log() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.takes(feed, vec![item("one", 5)], NOW);
    assert_eq!(wait(store.checks(feed)).unwrap(), []);
    assert_eq!(wait(store.traffic(NOW)).unwrap(), Traffic::default());
}

#[test]
fn the_log_keeps_the_newest_of_each_feed_and_no_old_ones() {
    let store = Store::memory().unwrap();
    let feeds = store.following(&[
        wish("https://a.example/", ""),
        wish("https://b.example/", ""),
    ]);
    let (busy, quiet) = (feeds[0], feeds[1]);
    let old = check(quiet, NOW.plus(-PERIOD - 1), 304, 0);
    let busy_ones = (0..i64::from(MOST) + 700).map(|n| check(busy, later(n), 304, 0));
    let checks = std::iter::once(old)
        .chain(busy_ones)
        .chain([check(quiet, NOW, 304, 0)]);
    wait(store.touch(checks.collect())).unwrap();
    wait(store.thin_checks(NOW)).unwrap();
    let log = wait(store.checks(busy)).unwrap();
    assert_eq!(log.len(), MOST as usize);
    assert_eq!(log[0].at, later(i64::from(MOST) + 699));
    assert_eq!(wait(store.checks(quiet)).unwrap().len(), 1);
    let all = wait(store.traffic(Timestamp(0))).unwrap();
    assert_eq!(all.requests, u64::from(MOST) + 701, "sums are kept longer");
}
