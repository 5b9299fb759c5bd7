//! A gauge on stderr while work is under way, where stderr is a terminal. Ctrl-c stops the work in order.

use std::io::{self, IsTerminal, Write};

use tokio_util::sync::CancellationToken;

use crate::model::Progress;

/// Draws how far something is.
#[derive(Debug)]
pub struct Gauge {
    verb: &'static str,
    is_shown: bool,
}

impl Gauge {
    /// `refreshing 12/30`.
    pub fn draw(&self, progress: Progress) {
        if self.is_shown {
            let Progress { done, total, .. } = progress;
            let mut err = io::stderr().lock();
            let _ = write!(err, "\r{} {done}/{total}\x1b[K", self.verb);
            let _ = err.flush();
        }
    }
}

/// Does the work under a gauge; ctrl-c cancels it, and what it says then is what came by then.
pub async fn watched<T>(
    verb: &'static str,
    work: impl AsyncFnOnce(&Gauge, &CancellationToken) -> T,
) -> T {
    let is_shown = io::stderr().is_terminal();
    let gauge = Gauge { verb, is_shown };
    let cancel = CancellationToken::new();
    let done = {
        let mut work = std::pin::pin!(work(&gauge, &cancel));
        tokio::select! {
            done = &mut work => done,
            _ = tokio::signal::ctrl_c() => {
                cancel.cancel();
                work.await
            }
        }
    };
    if is_shown {
        let _ = write!(io::stderr().lock(), "\r\x1b[K");
    }
    done
}
