//! A database that cannot be used is put aside, and what could be saved of it takes its place.
//!
//! Invariants: no file is ever deleted or overwritten but one that was begun here; whatever moment the program ends at, the next start finds the old file in its place, the
//! aside file with the finished new one, or both in theirs.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::salvage::{Salvaged, salvage};
use crate::system;

/// Behind the database's name, while it is made, and when it is finished.
const BEGUN: &str = ".salvage";
const FINISHED: &str = ".salvaged";

/// What was done with a damaged database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// Where the damaged file is now.
    pub kept: PathBuf,
    /// What came over; nothing: there is no database now.
    pub salvaged: Salvaged,
}

impl Store {
    /// Saves what can be read of the database at `path`, which is kept under another name, and puts it in its place. Nobody may have it open.
    pub fn rescue(path: &Path) -> Result<Rescued, StoreError> {
        let _alone = alone(path);
        rescue(path)
    }
}

/// Saves what can be read of a damaged database and puts it in its place. The caller holds the folder's lock.
pub fn rescue(path: &Path) -> Result<Rescued, StoreError> {
    let begun = beside(path, BEGUN);
    let salvaged = salvage(path, &begun)?;
    if !salvaged.came.is_empty() {
        let on_disk = File::open(&begun).and_then(|file| file.sync_all());
        on_disk.map_err(|error| unopened(&begun, &error))?;
        rename(&begun, &beside(path, FINISHED))?;
    }
    let kept = keep_aside(path)?;
    finish(path)?;
    Ok(Rescued { kept, salvaged })
}

/// Puts a finished database into its place, if it was not done: the program may have ended between two steps.
pub fn finish(path: &Path) -> Result<(), StoreError> {
    let finished = beside(path, FINISHED);
    if path.exists() || !finished.exists() {
        return Ok(());
    }
    rename(&finished, path)
}

/// Renames the file and its log to the first free name.
pub fn keep_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let free = (1..10_000)
        .map(|n| format!(".damaged-{n}"))
        .find(|suffix| !beside(path, suffix).exists())
        .ok_or_else(|| unopened(path, &"too many damaged files beside it"))?;
    let kept = beside(path, &free);
    // The log first: beside another database it would be taken for that one's.
    for part in ["-wal", "-shm"] {
        if beside(path, part).exists() {
            rename(&beside(path, part), &beside(path, &format!("{free}{part}")))?;
        }
    }
    rename(path, &kept)?;
    Ok(kept)
}

/// A name that begins as the database's does.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    std::fs::rename(from, to).map_err(|error| unopened(from, &error))
}

fn unopened(path: &Path, what: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unopened {
        path: path.to_path_buf(),
        what: what.to_string(),
    }
}

/// Takes the folder of a database, so that nobody else begins or puts aside one at the same time.
pub fn alone(path: &Path) -> Option<system::Lock> {
    path.parent().and_then(|folder| system::lock(folder).ok())
}
