//! Sites that want one visit a minute, however many feeds they have: when each was visited last.
//!
//! The store knows it, so that it holds over restarts. Invariant: who is impatient leaves the other feeds of such a site due, for the next
//! refresh; who is patient waits in its gate.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::fetch::{gap_of, host_of, sparing};
use crate::jobs::context::Context;
use crate::model::Timestamp;
use crate::store::StoreError;

/// The sites' last visits, as one refresh sees them.
pub struct Sites {
    patient: bool,
    visited: Mutex<HashMap<&'static str, Timestamp>>,
}

impl Sites {
    /// From what the store knows of the last minute.
    pub async fn new(context: &Context, patient: bool) -> Result<Sites, StoreError> {
        let now = context.now();
        let mut visited = HashMap::new();
        if !patient {
            for (url, at) in context.store.asked_since(now.plus(-60_000)).await? {
                if let Some(site) = sparing(&host_of(&url)) {
                    let last = visited.entry(site).or_insert(at);
                    *last = at.max(*last);
                }
            }
        }
        Ok(Sites {
            patient,
            visited: Mutex::new(visited),
        })
    }

    /// Takes the minute's one visit to a host's site, or says why there is none.
    pub fn claim(&self, host: &str, now: Timestamp) -> Option<String> {
        let site = sparing(host).filter(|_| !self.patient)?;
        let mut visited = self.visited.lock().unwrap_or_else(PoisonError::into_inner);
        let rests = visited
            .get(site)
            .is_some_and(|last| (0..gap_of(host, None)).contains(&now.since(*last)));
        if rests {
            return Some(format!("`{site}` is asked for one feed a minute"));
        }
        visited.insert(site, now);
        None
    }

    /// The gap to wait for in the gate: who is impatient has claimed the visit already.
    pub fn gap(&self, host: &str, gap: i64) -> i64 {
        if sparing(host).is_some() && !self.patient {
            return 0;
        }
        gap
    }
}
