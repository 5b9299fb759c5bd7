//! Waiting for a server: what it takes of its time is counted, what we wait for others is not; and while nothing comes, others go first.

use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::fetch::error::Refusal;
use crate::fetch::limits::{Hosts, Turn};
use crate::model::FailureKind;

/// The part of the longest silence after which a server is a silent one: half a second of 20. Far ones answer within that; of a thousand that do not
/// each one holds its place for so long, and all others wait.
const QUIET: u32 = 40;

/// The time that one visit has, and its place among the others.
pub struct Patience<'a> {
    hosts: &'a Hosts,
    /// The right to talk to the host that is visited.
    pub turn: Option<Turn>,
    begun: Instant,
    total: Duration,
    idle: Duration,
}

impl<'a> Patience<'a> {
    /// It begins now: so much in all, so much without a byte.
    #[must_use]
    pub fn new(hosts: &'a Hosts, turn: Turn, (total, idle): (Duration, Duration)) -> Patience<'a> {
        Patience {
            hosts,
            turn: Some(turn),
            begun: Instant::now(),
            total,
            idle,
        }
    }

    fn left(&self) -> Duration {
        self.total.saturating_sub(self.begun.elapsed())
    }

    /// How long the server took up to now.
    #[must_use]
    pub fn spent(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Does something that is not the server's to answer for.
    pub async fn excused<T>(&mut self, work: impl Future<Output = T>) -> T {
        let asked = Instant::now();
        let done = work.await;
        self.begun += asked.elapsed();
        done
    }

    /// Waits for the next thing to come from `host`. If it does not come soon, others go first meanwhile, as long as what is held here
    /// already is `light`.
    pub async fn wait<T>(
        &mut self,
        host: &str,
        light: bool,
        coming: impl Future<Output = T>,
    ) -> Result<T, Refusal> {
        let mut coming = pin!(coming);
        let patience = self.idle.min(self.left());
        let quiet = (self.idle / QUIET).min(patience);
        if let Ok(came) = timeout(quiet, coming.as_mut()).await {
            self.take_time();
            return Ok(came);
        }
        if let Some(turn) = self.turn.as_mut().filter(|_| light) {
            self.hosts.step_aside(turn);
        }
        let came = timeout(patience.saturating_sub(quiet), coming).await;
        let came = came.map_err(|_| self.lost(host))?;
        self.step_back().await;
        Ok(came)
    }

    /// One that drips may take long without ever being silent: where nobody waits for it, others may begin beside it.
    fn take_time(&mut self) {
        let slow = self.spent() > self.idle / QUIET;
        if let Some(turn) = self.turn.as_mut().filter(|_| slow) {
            turn.let_others_begin();
        }
    }

    async fn step_back(&mut self) {
        let asked = Instant::now();
        if let Some(turn) = &mut self.turn {
            self.hosts.step_back(turn).await;
        }
        self.begun += asked.elapsed();
    }

    /// Why nothing more is waited for.
    fn lost(&self, host: &str) -> Refusal {
        let what = if self.left().is_zero() {
            format!("not through after {} s", self.total.as_secs_f32())
        } else {
            format!("`{host}` sent nothing for {} s", self.idle.as_secs_f32())
        };
        Refusal::new(
            FailureKind::Timeout,
            format!("too slow: {what}"),
            Some("nothing to do: asked again later"),
        )
    }
}
