//! Order, staleness, panics and the end of the threads.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::mpsc;
use std::task::{Context, Poll, Waker};

use crate::model::Scope;
use crate::store::fixture::wait;
use crate::store::{Store, StoreError};

/// Lets a future begin, and no more.
fn begin<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) {
    let mut context = Context::from_waker(Waker::noop());
    assert!(matches!(future.poll(&mut context), Poll::Pending));
}

#[test]
fn a_load_that_nobody_awaits_any_more_is_interrupted() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&home.path().join("byline.db")).unwrap().store;
    for _ in 0..2 {
        let (begun, started) = mpsc::channel();
        let endless = || {
            let begun = begun.clone();
            store.load(move |connection| {
                begun.send(()).unwrap();
                let sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
                let answer = connection.query_row(sql, [], |row| row.get::<_, i64>(0));
                assert!(matches!(StoreError::from(answer.unwrap_err()), StoreError::Stale));
                Ok(())
            })
        };
        let (mut one, mut two, mut waiting) = (
            Box::pin(endless()),
            Box::pin(endless()),
            Box::pin(endless()),
        );
        begin(one.as_mut());
        begin(two.as_mut());
        begin(waiting.as_mut());
        started.recv().unwrap();
        started.recv().unwrap();
        // Both readers are busy for good; the third load was never begun.
        drop(waiting);
        drop((one, two));
        assert_eq!(store.lists(Scope::Everything).rows.len(), 0);
        assert!(started.try_recv().is_err());
    }
}

#[test]
fn acts_go_before_batches_and_are_done_even_if_nobody_waits() {
    let store = Store::memory().unwrap();
    let (go, gate) = mpsc::channel::<()>();
    let (log, order) = mpsc::channel();
    let say = |word: &'static str| {
        let log = log.clone();
        move |_: &rusqlite::Transaction| {
            log.send(word).unwrap();
            Ok(())
        }
    };
    let mut blocking = Box::pin(store.batch(move |_| {
        gate.recv().unwrap();
        Ok(())
    }));
    begin(blocking.as_mut());
    let (mut batch, mut act) = (
        Box::pin(store.batch(say("batch"))),
        Box::pin(store.act(say("act"))),
    );
    begin(batch.as_mut());
    begin(act.as_mut());
    drop((batch, act));
    go.send(()).unwrap();
    wait(blocking).unwrap();
    assert_eq!(
        [order.recv().unwrap(), order.recv().unwrap()],
        ["act", "batch"]
    );
}

#[test]
fn a_panic_ends_one_piece_of_work_and_takes_its_transaction_back() {
    let store = Store::memory().unwrap();
    let broken = wait(store.act(|transaction| -> Result<(), StoreError> {
        transaction.execute("INSERT INTO remembered VALUES ('a', 'b')", [])?;
        panic!("on purpose");
    }));
    assert!(matches!(broken, Err(StoreError::Closed)));
    assert_eq!(wait(store.remembered("a")).unwrap(), None);
    wait(store.remember("a", "c")).unwrap();
    wait(store.remember("a", "d")).unwrap();
    assert_eq!(wait(store.remembered("a")).unwrap().as_deref(), Some("d"));
}

#[test]
fn what_is_queued_when_the_last_handle_goes_is_still_written() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    let store = Store::open(&path).unwrap().store;
    let other = store.clone();
    let mut last = Box::pin(async move { store.remember("last", "word").await });
    begin(last.as_mut());
    drop(last);
    drop(other);
    let store = Store::open(&path).unwrap().store;
    assert_eq!(
        wait(store.remembered("last")).unwrap().as_deref(),
        Some("word")
    );
}
