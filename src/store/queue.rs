//! Threads that own a connection each and work off what is asked of them.
//!
//! Invariants: acts go before batches; a panic in one piece of work ends that piece alone; what is queued when the queue is dropped is still done. A load that
//! nobody awaits any more ends within a few thousand steps of SQLite's machine, which asks its flag. (`sqlite3_interrupt` is lost when it falls between two
//! statements.)

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::store::error::StoreError;

/// Steps of SQLite's machine between two looks at the flag: some 50 µs.
const STEPS: i32 = 4_000;

/// Set when nobody awaits the answer any more.
type Dropped = Arc<AtomicBool>;

/// Which of the two lines a piece of work stands in, and how safe it must be on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Asked for by the reader: taken first, on disk when it is answered.
    Act,
    /// Background work.
    Batch,
}

struct Task {
    work: Box<dyn FnOnce(&mut Connection) + Send>,
    urgency: Urgency,
    dropped: Dropped,
}

#[derive(Default)]
struct Lines {
    acts: VecDeque<Task>,
    batches: VecDeque<Task>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    lines: Mutex<Lines>,
    wake: Condvar,
}

/// Work in two lines before one or more threads.
pub struct Queue {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Queue {
    /// One thread per connection, each of which does `at_start` first.
    pub fn start(
        name: &str,
        connections: Vec<Connection>,
        at_start: fn(),
    ) -> Result<Queue, StoreError> {
        let shared = Arc::new(Shared::default());
        let mut threads = Vec::new();
        for connection in connections {
            let shared = Arc::clone(&shared);
            let thread = std::thread::Builder::new()
                .name(name.to_string())
                .spawn(move || {
                    at_start();
                    run(&shared, connection);
                })
                .map_err(|error| StoreError::Refused(format!("cannot start a thread: {error}")))?;
            threads.push(thread);
        }
        Ok(Queue { shared, threads })
    }

    /// Does `work` and answers; it is done even if the answer is not awaited.
    pub async fn ask<T, F>(&self, urgency: Urgency, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let answer = self.push(urgency, Arc::default(), work);
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Does `work` and answers; if this future is dropped first, the work is not begun, or is interrupted.
    pub async fn ask_unless_dropped<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let dropped = Arc::new(AtomicBool::new(false));
        let answer = self.push(Urgency::Act, Arc::clone(&dropped), work);
        let _flag = Flag(dropped);
        answer.await.map_err(|_| StoreError::Closed)?
    }

    fn push<T, F>(
        &self,
        urgency: Urgency,
        dropped: Dropped,
        work: F,
    ) -> oneshot::Receiver<Result<T, StoreError>>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let task = Task {
            work: Box::new(move |connection| {
                // Nobody may be waiting any more; the work was done all the same.
                let _ = sender.send(work(connection));
            }),
            urgency,
            dropped,
        };
        let mut lines = self.shared.lock();
        match urgency {
            Urgency::Act => lines.acts.push_back(task),
            Urgency::Batch => lines.batches.push_back(task),
        }
        drop(lines);
        self.shared.wake.notify_one();
        receiver
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.wake.notify_all();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the store ended in a panic");
            }
        }
    }
}

/// Makes a load stale when the one who awaits it goes away.
struct Flag(Dropped);

impl Drop for Flag {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next piece of work that somebody still wants; none when the queue is closed and empty.
    fn take(&self) -> Option<Task> {
        let mut lines = self.lock();
        loop {
            let next = match lines.acts.pop_front() {
                Some(task) => Some(task),
                None => lines.batches.pop_front(),
            };
            match next {
                Some(task) if task.dropped.load(Ordering::Relaxed) => {}
                Some(task) => return Some(task),
                None if lines.closed => return None,
                None => {
                    lines = self
                        .wake
                        .wait(lines)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}

fn run(shared: &Shared, mut connection: Connection) {
    let current = watch(&mut connection);
    let mut safety = None;
    while let Some(task) = shared.take() {
        *current.lock().unwrap_or_else(PoisonError::into_inner) = task.dropped;
        if safety.replace(task.urgency) != Some(task.urgency) {
            set_safety(&connection, task.urgency);
        }
        let work = AssertUnwindSafe(|| (task.work)(&mut connection));
        if catch_unwind(work).is_err() {
            tracing::error!("a piece of the store's work panicked");
        }
    }
}

/// Lets the connection ask, while it works, whether its answer is still awaited; the work at hand puts its flag in the place returned.
fn watch(connection: &mut Connection) -> Arc<Mutex<Dropped>> {
    let current: Arc<Mutex<Dropped>> = Arc::default();
    let at_hand = Arc::clone(&current);
    let is_stale = move || {
        let flag = at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        flag.load(Ordering::Relaxed)
    };
    if let Err(error) = connection.progress_handler(STEPS, Some(is_stale)) {
        tracing::warn!(%error, "stale loads will run to their end");
    }
    current
}

fn set_safety(connection: &Connection, urgency: Urgency) {
    let level = match urgency {
        Urgency::Act => "FULL",
        Urgency::Batch => "NORMAL",
    };
    if let Err(error) = connection.pragma_update(None, "synchronous", level) {
        tracing::warn!(%error, "cannot set how safe writes are");
    }
}

#[cfg(test)]
mod tests;
