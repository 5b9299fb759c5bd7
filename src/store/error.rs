//! What can go wrong between byline and its database, in words for the reader of the news.
//!
//! Invariant: nothing acknowledged is lost by any of these; each says what helps.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::model::Trouble;

/// A store that could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program holds the database longer than byline waits.
    #[error("{0} is locked by another program")]
    Busy(Place),
    /// No space left.
    #[error("the disk is full: nothing was written to {0}")]
    Full(Place),
    /// The file or its folder cannot be written.
    #[error("{0} cannot be written: it is open for reading only")]
    ReadOnly(Place),
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
    #[error("{0} is damaged: {1}")]
    Damaged(Place, String),
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
    #[error("{0} says: {1}")]
    Sql(Place, rusqlite::Error),
}

/// Which database: its file, once it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place(Option<PathBuf>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(path) => write!(f, "the database `{}`", path.display()),
            None => f.write_str("the database"),
        }
    }
}

impl StoreError {
    /// Bytes that are no longer what was written, in a file that is yet to be named.
    pub fn damaged(what: impl Into<String>) -> StoreError {
        StoreError::Damaged(Place::default(), what.into())
    }

    /// The same, with the file named.
    #[must_use]
    pub fn at(mut self, path: &Path) -> StoreError {
        match &mut self {
            StoreError::Busy(place)
            | StoreError::Full(place)
            | StoreError::ReadOnly(place)
            | StoreError::Damaged(place, _)
            | StoreError::Sql(place, _) => {
                place.0.get_or_insert_with(|| path.to_path_buf());
            }
            _ => {}
        }
        self
    }

    /// What failed and what helps, for the status line and stderr.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        let hint = match self {
            StoreError::Busy(_) => "close the other program, then do it again",
            StoreError::Full(_) => "make room on the disk, then do it again",
            StoreError::ReadOnly(_) => {
                "make the data folder writable, and room on its disk, to keep what you do"
            }
            StoreError::Newer { .. } => "use the newer byline, or another `--data-dir`",
            StoreError::Foreign { .. } => "choose another folder with `--data-dir`",
            StoreError::Unopened { .. } => {
                "check that the folder exists and may be written, or choose another with `--data-dir`"
            }
            StoreError::Damaged(..) => {
                "close every byline and run `byline doctor --salvage`: it keeps the file, and saves what can be read"
            }
            StoreError::Missing { .. } => "`byline list` and `byline feeds --json` print the ids",
            StoreError::Sql(..) => "check the disk and the data folder, then do it again",
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
        let place = Place::default();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(place),
            Some(ErrorCode::DiskFull) => StoreError::Full(place),
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly(place),
            Some(ErrorCode::OperationInterrupted) => StoreError::Stale,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                StoreError::Damaged(place, error.to_string())
            }
            _ => StoreError::Sql(place, error),
        }
    }
}
