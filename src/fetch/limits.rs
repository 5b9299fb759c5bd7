//! Manners towards hosts: one connection at a time to each, a gap between two, so many over all.
//!
//! Time here is the monotonic clock of the runtime. What a host said of waiting is policy, and kept in the store.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Gate, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};
use url::Url;

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

/// What counts as one host: name and port, lower case; empty when the address has none.
#[must_use]
pub fn host_of(url: &str) -> String {
    let Ok(url) = Url::parse(url) else {
        return String::new();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_string(),
        _ => String::new(),
    }
}

/// Whether a host, as `host_of` names it, is this very machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let bare = if host.starts_with('[') {
        host.split(']')
            .next()
            .unwrap_or_default()
            .trim_start_matches('[')
    } else {
        host.split(':').next().unwrap_or_default()
    };
    bare == "localhost"
        || bare.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_host_is_name_and_port() {
        let cases = [
            ("https://User:pw@LWN.net/headlines/rss", "lwn.net", false),
            ("http://127.0.0.7:8750/a", "127.0.0.7:8750", true),
            ("http://[::1]:80/a", "[::1]", true),
            ("http://localhost/", "localhost", true),
            ("nonsense", "", false),
        ];
        for (url, host, loopback) in cases {
            assert_eq!(host_of(url), host);
            assert_eq!(is_loopback(host), loopback, "{host}");
        }
    }

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
