//! The time of one visit: what a server takes is counted, what we wait for others is not.

use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::fetch::error::Refusal;
use crate::model::FailureKind;

/// How much time is left.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    begun: Instant,
    /// In all.
    pub total: Duration,
    /// Without a byte.
    pub idle: Duration,
}

impl Budget {
    /// It begins now.
    #[must_use]
    pub fn new(total: Duration, idle: Duration) -> Budget {
        Budget {
            begun: Instant::now(),
            total,
            idle,
        }
    }

    /// After so long without a byte, others may go first.
    pub fn quiet(&self) -> Duration {
        self.idle / 10
    }

    /// So long the next byte may take.
    pub fn patience(&self) -> Duration {
        self.idle.min(self.left())
    }

    fn left(&self) -> Duration {
        self.total.saturating_sub(self.begun.elapsed())
    }

    /// How long it has been.
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

    /// Does what must be through in the time that is left.
    pub async fn within<T>(
        &self,
        work: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<T, Refusal> {
        match timeout(self.left(), work).await {
            Ok(answer) => answer,
            Err(_) => Err(self.overdrawn()),
        }
    }

    /// Too slow, as it is told.
    #[must_use]
    pub fn overdrawn(&self) -> Refusal {
        too_slow(&format!("not through after {} s", self.total.as_secs_f32()))
    }

    /// A host that sent nothing for as long as it may.
    #[must_use]
    pub fn silent(&self, host: &str) -> Refusal {
        if self.left().is_zero() {
            return self.overdrawn();
        }
        too_slow(&format!(
            "`{host}` sent nothing for {} s",
            self.idle.as_secs_f32()
        ))
    }
}

fn too_slow(what: &str) -> Refusal {
    Refusal::new(
        FailureKind::Timeout,
        format!("too slow: {what}"),
        Some("nothing to do: asked again later"),
    )
}
