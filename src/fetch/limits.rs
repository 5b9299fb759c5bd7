//! Manners towards hosts: one connection at a time to each, a gap between two, so many over all.
//!
//! Time here is the monotonic clock of the runtime. What a host said of waiting is policy, and kept in the store. Invariant: who waits for
//! a host holds no place, so that hosts that wait for each other never stand still.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Gate, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::fetch::policy::sparing;

/// Requests at once when byline refreshes by itself: it has time.
const UNHURRIED: usize = 4;

/// Requests that nothing comes from cost their hosts and us next to nothing, but they are connections: so many times as many as talk, and
/// no more than this in all.
const SILENT: usize = 8;
const MOST_SILENT: usize = 256;

/// The gates of all hosts, shared by everything that fetches.
#[derive(Debug)]
pub struct Hosts {
    gates: Mutex<HashMap<String, Arc<Gate<Option<Instant>>>>>,
    connections: Arc<Semaphore>,
    unhurried: Arc<Semaphore>,
    silent: Arc<Semaphore>,
}

/// How many requests there may be beside one's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Haste {
    /// Somebody waits: as many as there are connections.
    #[default]
    Asked,
    /// Nobody waits: few at a time.
    Unhurried,
}

/// The right to talk to one host. Dropping it begins the gap before the next.
#[derive(Debug)]
pub struct Turn {
    gate: OwnedMutexGuard<Option<Instant>>,
    place: Place,
    haste: Haste,
}

/// What a turn holds besides its gate.
#[derive(Debug, Default)]
struct Place {
    connection: Option<OwnedSemaphorePermit>,
    unhurried: Option<OwnedSemaphorePermit>,
    silent: Option<OwnedSemaphorePermit>,
}

impl Turn {
    /// This one takes its time: another that nobody waits for may begin.
    pub fn let_others_begin(&mut self) {
        self.place.unhurried = None;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.gate = Some(Instant::now());
    }
}

impl Hosts {
    /// Gates with at most `connections` open over all hosts.
    #[must_use]
    pub fn new(connections: usize) -> Hosts {
        let connections = connections.max(1);
        Hosts {
            gates: Mutex::default(),
            connections: Arc::new(Semaphore::new(connections)),
            unhurried: Arc::new(Semaphore::new(UNHURRIED.min(connections))),
            silent: Arc::new(Semaphore::new((SILENT * connections).min(MOST_SILENT))),
        }
    }

    /// Waits for one's turn at `host`: alone there, `gap` after the last, and within the number of connections. `None` only when
    /// the program ends.
    pub async fn turn(&self, host: &str, gap: Duration, haste: Haste) -> Option<Turn> {
        let gate = {
            let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
            let key = sparing(host).unwrap_or(host);
            Arc::clone(gates.entry(key.to_string()).or_default())
        };
        let gate = gate.lock_owned().await;
        if let Some(last) = *gate
            && !gap.is_zero()
        {
            sleep_until(last + gap).await;
        }
        Some(Turn {
            gate,
            place: self.place(haste).await?,
            haste,
        })
    }

    async fn place(&self, haste: Haste) -> Option<Place> {
        let unhurried = match haste {
            Haste::Asked => None,
            Haste::Unhurried => Some(take(&self.unhurried).await?),
        };
        Some(Place {
            connection: Some(take(&self.connections).await?),
            unhurried,
            silent: None,
        })
    }

    /// Nothing comes: others may go first. Of those that nobody waits for, all stay within the number of connections; the others give
    /// their connection's place up too, as long as there are not many such.
    pub fn step_aside(&self, turn: &mut Turn) {
        match turn.haste {
            Haste::Unhurried => turn.let_others_begin(),
            Haste::Asked => {
                if let Ok(silent) = Arc::clone(&self.silent).try_acquire_owned() {
                    turn.place.silent = Some(silent);
                    turn.place.connection = None;
                }
            }
        }
    }

    /// Something comes after all: waits for a place among those that talk.
    pub async fn step_back(&self, turn: &mut Turn) {
        if turn.place.connection.is_none() {
            // Never closed; if they were, the program would be ending.
            turn.place.connection = take(&self.connections).await;
            turn.place.silent = None;
        }
    }
}

async fn take(semaphore: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
    Arc::clone(semaphore).acquire_owned().await.ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use futures_util::FutureExt;

    use super::*;

    const NONE: Duration = Duration::ZERO;

    #[tokio::test]
    async fn a_host_has_one_turn_at_a_time_and_a_gap() {
        let hosts = Hosts::new(2);
        let gap = Duration::from_millis(30);
        let first = hosts.turn("a", gap, Haste::Asked).await.unwrap();
        let impatient = tokio::time::timeout(gap, hosts.turn("a", gap, Haste::Asked));
        assert!(impatient.await.is_err());
        let other = hosts.turn("b", gap, Haste::Asked).await.unwrap();
        drop((first, other));
        let freed = Instant::now();
        let _again = hosts.turn("a", gap, Haste::Asked).await.unwrap();
        assert!(freed.elapsed() >= gap);
    }

    #[tokio::test]
    async fn all_names_of_a_sparing_site_have_one_gate() {
        let hosts = Hosts::new(2);
        let one = hosts.turn("www.reddit.com", NONE, Haste::Asked).await;
        let mut other = Box::pin(hosts.turn("old.reddit.com", NONE, Haste::Asked));
        assert!((&mut other).now_or_never().is_none());
        drop(one);
        assert!(other.await.is_some());
    }

    #[tokio::test]
    async fn who_is_silent_makes_room_and_comes_back() {
        let hosts = Hosts::new(1);
        let mut silent = hosts.turn("a", NONE, Haste::Asked).await.unwrap();
        let mut next = Box::pin(hosts.turn("b", NONE, Haste::Asked));
        assert!((&mut next).now_or_never().is_none());
        hosts.step_aside(&mut silent);
        let next = next.await;
        let mut back = Box::pin(hosts.step_back(&mut silent));
        assert!((&mut back).now_or_never().is_none());
        drop(next);
        back.await;
    }

    #[tokio::test]
    async fn who_is_unhurried_makes_room_within_the_connections() {
        let hosts = Hosts::new(UNHURRIED + 1);
        let turn = async |n: usize| {
            let name = n.to_string();
            hosts
                .turn(&name, NONE, Haste::Unhurried)
                .now_or_never()
                .flatten()
        };
        let mut turns = Vec::new();
        for n in 0..UNHURRIED {
            turns.push(turn(n).await.unwrap());
        }
        assert!(turn(90).await.is_none());
        hosts.step_aside(&mut turns[0]);
        turns.push(turn(91).await.unwrap());
        hosts.step_aside(&mut turns[1]);
        assert!(turn(92).await.is_none(), "there are no more connections");
    }

    #[tokio::test]
    async fn the_silent_are_not_many() {
        let hosts = Hosts::new(1);
        let mut silent = Vec::new();
        for n in 0..=SILENT {
            let mut turn = hosts
                .turn(&n.to_string(), NONE, Haste::Asked)
                .await
                .unwrap();
            hosts.step_aside(&mut turn);
            silent.push(turn);
        }
        let next = hosts.turn("next", NONE, Haste::Asked);
        assert!(next.now_or_never().is_none());
    }
}
