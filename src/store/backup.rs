//! Copies of the database while it is open: one before its schema changes, and whole ones in and out for the reader.
//!
//! Invariants: a copy is one state of the store, whoever writes meanwhile; one that could not be finished leaves no file, and one that could not be taken over changes nothing.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::store::error::{Place, StoreError};
use crate::store::handle::Store;
use crate::store::rescue::beside;
use crate::system::{begin_private, remove};

/// Copies from before a new schema that are kept.
const KEPT: usize = 2;
/// Stands between the database's name and the schema of a copy.
const SCHEMA: &str = ".schema-";

impl Store {
    /// Writes a copy of the whole store into a file that is not there yet.
    pub async fn copy_to(&self, path: PathBuf) -> Result<(), StoreError> {
        self.load(move |connection| copy(connection, &path)).await
    }
}

impl Store {
    /// Takes the place of everything with what is in another database of the same schema; at once, also for whoever else has the store open.
    pub async fn take_over(&self, path: PathBuf) -> Result<(), StoreError> {
        self.alone(move |connection| {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let other = Connection::open_with_flags(&path, flags)?;
            run(&Backup::new(&other, connection)?)
        })
        .await
    }

    /// Whether anybody ever did something here.
    pub async fn is_lived_in(&self) -> Result<bool, StoreError> {
        self.load(|connection| {
            let sql = "SELECT EXISTS (SELECT 1 FROM act) OR EXISTS (SELECT 1 FROM bookmark)";
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        })
        .await
    }
}

/// Copies the database behind a connection into a file; at once, or not at all.
pub fn copy(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let part = beside(path, ".part");
    let done = remove(&part)
        .map_err(|trouble| StoreError::Refused(trouble.to_string()))
        .and_then(|()| into(connection, &part))
        .and_then(|()| std::fs::rename(&part, path).map_err(|error| unwritten(path, &error)));
    if done.is_err() {
        // What could not be finished says nothing; what could not be removed is in nobody's way.
        let _ = remove(&part);
    }
    done.map_err(|error| error.at(path))
}

fn into(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    begin_private(path).map_err(|error| unwritten(path, &error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(path, flags)?;
    // Nobody knows this file before it is whole, and then it is synced.
    copy.pragma_update(None, "journal_mode", "OFF")?;
    copy.pragma_update(None, "synchronous", "OFF")?;
    run(&Backup::new(connection, &mut copy)?)?;
    copy.close().map_err(|(_, error)| error)?;
    let file = File::open(path).and_then(|file| file.sync_all());
    file.map_err(|error| unwritten(path, &error))
}

/// All pages in one step: one state.
fn run(backup: &Backup<'_, '_>) -> Result<(), StoreError> {
    match backup.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(StoreError::Busy(Place::default())),
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full(Place::default()),
        _ => StoreError::Unopened {
            path: path.to_path_buf(),
            what: error.to_string(),
        },
    }
}

/// Keeps a copy of a database before its schema changes. Where there is no room for one it goes without: the change itself is whole or not at all.
pub fn before_migration(
    connection: &Connection,
    path: &Path,
    found: i64,
) -> Result<(), StoreError> {
    match copy(connection, &beside(path, &format!("{SCHEMA}{found}"))) {
        Err(StoreError::Full(_)) => {
            tracing::warn!("no room for a copy of the database before its schema changes");
            return Ok(());
        }
        copied => copied?,
    }
    let mut kept = of_schemas(path);
    while kept.len() > KEPT {
        let (_, oldest) = kept.remove(0);
        remove(&oldest).map_err(|trouble| StoreError::Refused(trouble.to_string()))?;
    }
    Ok(())
}

/// The copies from before new schemas, the oldest first.
fn of_schemas(path: &Path) -> Vec<(i64, PathBuf)> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let begins = format!("{name}{SCHEMA}");
    let folder = path
        .parent()
        .and_then(|folder| std::fs::read_dir(folder).ok());
    let mut found: Vec<(i64, PathBuf)> = folder
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            let schema = name.strip_prefix(&begins)?.parse().ok()?;
            Some((schema, file.path()))
        })
        .collect();
    found.sort();
    found
}
