//! What can go wrong between byline and its database, in words for the reader of the news.
//!
//! Invariant: nothing acknowledged is lost by any of these; each says what helps.

use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::model::Trouble;

/// A store that could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program holds the database longer than byline waits.
    #[error("the database is locked by another program")]
    Busy,
    /// No space left.
    #[error("the disk is full: nothing was written")]
    Full,
    /// The file or its folder cannot be written.
    #[error("the database cannot be written: it is open for reading only")]
    ReadOnly,
    /// Written by a later byline.
    #[error(
        "the database `{}` was written by a newer byline (schema {found}, this one knows {known})",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema that this byline knows.
        known: i64,
    },
    /// A SQLite database, but of another program.
    #[error("`{}` is a database of another program", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file or folder could not be made or opened.
    #[error("cannot open the database `{}`: {what}", path.display())]
    Unopened {
        /// The file.
        path: PathBuf,
        /// The system's words.
        what: String,
    },
    /// The bytes are no database, or no longer one.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A newer load of the same kind took this one's place.
    #[error("dropped for a newer question")]
    Stale,
    /// Not in the store.
    #[error("no such {what}: {id}")]
    Missing {
        /// `entry`, `feed`, `act`.
        what: &'static str,
        /// Its id.
        id: i64,
    },
    /// The store was asked for something that is not its own.
    #[error("{0}")]
    Refused(String),
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
    /// Anything else that SQLite says.
    #[error("the database says: {0}")]
    Sql(rusqlite::Error),
}

impl StoreError {
    /// What failed and what helps, for the status line and stderr.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        let hint = match self {
            StoreError::Busy => "close the other program, then do it again",
            StoreError::Full => "make room on the disk, then do it again",
            StoreError::ReadOnly => {
                "make the data folder writable, and room on its disk, to keep what you do"
            }
            StoreError::Newer { .. } => "use the newer byline, or another `--data-dir`",
            StoreError::Foreign { .. } => "choose another folder with `--data-dir`",
            StoreError::Unopened { .. } => {
                "check that the folder exists and may be written, or choose another with `--data-dir`"
            }
            StoreError::Damaged(_) => {
                "close byline and move the file away: a fresh one is begun, and the old one is not touched"
            }
            StoreError::Missing { .. } => "`byline list` and `byline feeds --json` print the ids",
            StoreError::Sql(_) => "check the disk and the data folder, then do it again",
            StoreError::Stale | StoreError::Closed | StoreError::Refused(_) => {
                return Trouble::plain(self.to_string());
            }
        };
        Trouble::new(self.to_string(), hint)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        error.trouble()
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
            Some(ErrorCode::OperationInterrupted) => StoreError::Stale,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                StoreError::Damaged(error.to_string())
            }
            _ => StoreError::Sql(error),
        }
    }
}
