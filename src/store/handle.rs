//! `Store`: the handle that everybody holds.
//!
//! One thread owns the writing connection and takes the reader's acts before background batches; two own a reading connection each, so that a list never waits
//! for a write. An async method puts its work on a queue and awaits the answer. **A load whose future is dropped before its answer is stale**: if it still waits it
//! is never begun, if it runs its statement is interrupted. That is all a caller needs to replace a load by a newer one. A write is done even if nobody awaits it.
//! What the methods do stands in the files of their topics.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::store::error::StoreError;
use crate::store::queue::{Queue, Urgency};
use crate::system::step_back;

/// The store. Clones share one database; the last one to go writes out what is queued.
#[derive(Clone)]
pub struct Store {
    threads: Arc<Threads>,
}

/// Fields are dropped in this order: the connection that writes goes last, since SQLite puts the log away with the last connection, and one that only
/// reads cannot.
struct Threads {
    /// None for a store in memory: its one connection reads and writes.
    readers: Option<Queue>,
    writer: Queue,
    /// `PRAGMA data_version` of the writing connection when it was last looked at.
    seen_version: AtomicI64,
    /// Tells this process from others in leases.
    owner: i64,
    /// Its file, for errors to name; none for a store in memory.
    path: Option<PathBuf>,
    /// Whoever waits for the end of the store; given away once.
    closing: Mutex<Option<Closing>>,
    /// Goes after the connections, and tells by that.
    _end: Sender<()>,
}

/// The end of a store, to be waited for.
pub struct Closing(Receiver<()>);

impl Closing {
    /// Waits until the last handle is gone and the connections are closed, but no longer than this. What is then still not written was never
    /// acknowledged, and the next start puts the log away.
    pub fn wait(self, at_most: Duration) {
        // Nothing is ever sent: it ends with the sender.
        let _ = self.0.recv_timeout(at_most);
    }
}

impl Store {
    /// Starts the threads over open connections.
    pub(in crate::store) fn start(
        path: Option<&Path>,
        writer: Connection,
        readers: Vec<Connection>,
    ) -> Result<Store, StoreError> {
        let seen_version = AtomicI64::new(data_version(&writer)?);
        let owner = writer.query_row("SELECT random()", [], |row| row.get(0))?;
        let readers = if readers.is_empty() {
            None
        } else {
            Some(Queue::start("store-reader", readers, || ())?)
        };
        let (end, closing) = channel();
        Ok(Store {
            threads: Arc::new(Threads {
                closing: Mutex::new(Some(Closing(closing))),
                _end: end,
                // It takes a feed in while the reader presses keys; who shows lists does not wait behind it.
                writer: Queue::start("store-writer", vec![writer], step_back)?,
                readers,
                seen_version,
                owner,
                path: path.map(Path::to_path_buf),
            }),
        })
    }

    /// What tells the end of this store; once.
    pub fn closing(&self) -> Option<Closing> {
        let mut closing = self
            .threads
            .closing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        closing.take()
    }

    /// This process in leases.
    pub(in crate::store) fn owner(&self) -> i64 {
        self.threads.owner
    }

    /// Looks something up in one consistent view of the store.
    pub(in crate::store) async fn load<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let queue = self
            .threads
            .readers
            .as_ref()
            .unwrap_or(&self.threads.writer);
        let view = |connection: &mut Connection| work(&*connection.transaction()?);
        self.named(queue.ask_unless_dropped(view).await)
    }

    /// Writes what the reader did: one transaction, safe on disk when this returns.
    pub(in crate::store) async fn act<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction) -> Result<T, StoreError> + Send + 'static,
    {
        let write = |connection: &mut Connection| in_transaction(connection, work);
        self.named(self.threads.writer.ask(Urgency::Act, write).await)
    }

    /// Writes what can be fetched again: one transaction, whole or not at all, but a power cut may take the last ones.
    pub(in crate::store) async fn batch<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction) -> Result<T, StoreError> + Send + 'static,
    {
        let write = |connection: &mut Connection| in_transaction(connection, work);
        self.named(self.threads.writer.ask(Urgency::Batch, write).await)
    }

    /// Has the writing connection to itself, outside of any transaction.
    pub(in crate::store) async fn alone<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.named(self.threads.writer.ask(Urgency::Act, work).await)
    }

    fn named<T>(&self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        answer.map_err(|error| match &self.threads.path {
            Some(path) => error.at(path),
            None => error,
        })
    }

    /// Whether another process wrote to the store since this was last asked.
    pub async fn changed_elsewhere(&self) -> Result<bool, StoreError> {
        let look = |connection: &mut Connection| data_version(connection);
        let version = self.named(self.threads.writer.ask(Urgency::Act, look).await)?;
        Ok(self.threads.seen_version.swap(version, Ordering::Relaxed) != version)
    }
}

/// Takes the write lock at once: a transaction that reads first could not wait for it later.
fn in_transaction<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = work(&transaction)?;
    transaction.commit()?;
    Ok(answer)
}

fn data_version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.query_row("PRAGMA data_version", [], |row| row.get(0))?)
}
