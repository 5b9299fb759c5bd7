//! Manners towards hosts: one connection at a time to each, a gap between two, so many over all.
//!
//! Time here is the monotonic clock of the runtime. What a host said of waiting is policy, and kept in the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Gate, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

/// The gates of all hosts, shared by everything that fetches.
#[derive(Debug)]
pub struct Hosts {
    gates: Mutex<HashMap<String, Arc<Gate<Option<Instant>>>>>,
    connections: Arc<Semaphore>,
}

/// The right to talk to one host. Dropping it begins the gap before the next.
#[derive(Debug)]
pub struct Turn {
    gate: OwnedMutexGuard<Option<Instant>>,
    _connection: OwnedSemaphorePermit,
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
        Hosts {
            gates: Mutex::default(),
            connections: Arc::new(Semaphore::new(connections.max(1))),
        }
    }

    /// Waits for one's turn at `host`: alone there, `gap` after the last, and within the number of connections. `None` only when
    /// the program ends.
    pub async fn turn(&self, host: &str, gap: Duration) -> Option<Turn> {
        let gate = {
            let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(gates.entry(host.to_string()).or_default())
        };
        let gate = gate.lock_owned().await;
        if let Some(last) = *gate
            && !gap.is_zero()
        {
            sleep_until(last + gap).await;
        }
        let connection = Arc::clone(&self.connections).acquire_owned().await.ok()?;
        Some(Turn {
            gate,
            _connection: connection,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_host_has_one_turn_at_a_time_and_a_gap() {
        let hosts = Hosts::new(2);
        let gap = Duration::from_millis(30);
        let first = hosts.turn("a", gap).await.unwrap();
        let impatient = tokio::time::timeout(gap, hosts.turn("a", gap));
        assert!(impatient.await.is_err());
        let other = hosts.turn("b", gap).await.unwrap();
        drop((first, other));
        let freed = Instant::now();
        let _again = hosts.turn("a", gap).await.unwrap();
        assert!(freed.elapsed() >= gap);
    }
}
