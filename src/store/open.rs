//! Opening the database: made when missing, brought up to date, kept aside when it is none, for reading only where nothing can be written.
//!
//! Invariant: no file is ever deleted or overwritten; one that cannot be used is renamed or left alone, and the reason told.

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use crate::model::Trouble;
use crate::store::backup::before_migration;
use crate::store::error::{Place, StoreError};
use crate::store::functions;
use crate::store::handle::Store;
use crate::store::migrate::{APPLICATION, KNOWN, migrate, version};
use crate::store::rescue::{Rescued, alone, finish, rescue};
use crate::system::{Lock, begin_private};

/// How long byline waits for another program's lock.
pub const PATIENCE: Duration = Duration::from_secs(5);
/// Reading connections beside the writing one.
const READERS: usize = 2;

/// An open store, and what the reader should know about how it was opened.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// The old file was kept aside and what could be saved came over, or the folder cannot be written.
    pub notice: Option<Trouble>,
}

impl Store {
    /// Opens the database at `path`, making it (and its folder) when there is none. Where nothing can be written it is opened for reading, with a notice.
    pub fn open(path: &Path) -> Result<Opened, StoreError> {
        open_with_patience(path, PATIENCE)
    }

    /// A store that lives as long as its handle: for tests and filters.
    pub fn memory() -> Result<Store, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        furnish(&connection, PATIENCE)?;
        migrate(&mut connection)?;
        Store::start(None, connection, Vec::new())
    }
}

/// `Store::open` with another wait for locks.
pub fn open_with_patience(path: &Path, patience: Duration) -> Result<Opened, StoreError> {
    match open_to_write(path, patience, None) {
        Ok(store) => Ok(Opened {
            store,
            notice: None,
        }),
        Err(StoreError::Damaged(..)) => begin_anew(path, patience),
        Err(error) if path.exists() && is_full(&error) => {
            // A file that was only just begun cannot be read either: then it is the disk that is to be told of.
            let store = open_to_read(path, patience)
                .map_err(|_| StoreError::Full(Place::default()).at(path))?;
            let what = format!("the disk of `{}` is full", path.display());
            let notice = Trouble::new(what, "byline reads, but keeps nothing; make room on it");
            Ok(Opened {
                store,
                notice: Some(notice),
            })
        }
        Err(error) if path.exists() && is_forbidden(&error) => {
            let what = format!("`{}` cannot be written", path.display());
            Ok(Opened {
                store: open_to_read(path, patience)?,
                notice: Some(Trouble::new(
                    what,
                    "byline reads, but keeps nothing; make the data folder writable",
                )),
            })
        }
        Err(StoreError::Sql(_, error)) => Err(unopened(path, &error)),
        Err(error) => Err(error.at(path)),
    }
}

/// Puts what is no database aside and begins another, with what can be saved of the old one. Two processes may come here at once: the second finds the database that the
/// first began.
fn begin_anew(path: &Path, patience: Duration) -> Result<Opened, StoreError> {
    let held = alone(path);
    let why = match open_to_write(path, patience, held.as_ref()) {
        Err(StoreError::Damaged(_, why)) => why,
        opened => {
            return opened.map(|store| Opened {
                store,
                notice: None,
            });
        }
    };
    let rescued = rescue(path)?;
    Ok(Opened {
        store: open_to_write(path, patience, held.as_ref())?,
        notice: Some(told(path, &rescued, &why)),
    })
}

/// What the reader is told of a database that was put aside.
fn told(path: &Path, rescued: &Rescued, why: &str) -> Trouble {
    let (path, kept) = (path.display(), rescued.kept.display());
    let salvaged = &rescued.salvaged;
    if salvaged.came.is_empty() {
        let what = format!("`{path}` is no database: kept as `{kept}`");
        return Trouble::new(what, format!("{why}; a fresh database was begun"));
    }
    let what = format!(
        "`{path}` was damaged: kept as `{kept}`; saved {}",
        salvaged.sum()
    );
    let hint = match salvaged.lost.as_slice() {
        [] => "nothing is known to be lost".to_string(),
        lost => format!("lost: {}", lost.join("; ")),
    };
    Trouble::new(what, hint)
}

/// `held`: the folder's lock, if the caller has it already.
fn open_to_write(
    path: &Path,
    patience: Duration,
    held: Option<&Lock>,
) -> Result<Store, StoreError> {
    finish(path)?;
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        std::fs::create_dir_all(folder).map_err(|error| unopened(path, &error))?;
    }
    if path.is_dir() {
        return Err(unopened(path, &"it is a folder"));
    }
    if !may_be_database(path) {
        return Err(StoreError::damaged("it does not begin as one"));
    }
    // What somebody reads is nobody else's business. SQLite gives its log the mode of the file; if it cannot be made, SQLite says why.
    let _ = begin_private(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut writer = Connection::open_with_flags(path, flags)?;
    furnish(&writer, patience)?;
    // Two processes may begin a database at once, and who changes a file to a log while another does is told `busy` at once, however patient it is. Nor are two
    // copies made of one that is to change.
    let _alone = match held {
        None if examine(&writer, path)? < KNOWN => alone(path),
        _ => None,
    };
    let found = examine(&writer, path)?;
    if found == 0 {
        // Before the first table: two entries of 2 kB do not fit a page of 4 kB, and the file shrinks by 40 %.
        writer.pragma_update(None, "page_size", 16_384)?;
    }
    writer.pragma_update(None, "journal_mode", "WAL")?;
    if found < KNOWN {
        if found > 0 {
            before_migration(&writer, path, found)?;
        }
        migrate(&mut writer)?;
    }
    if writer.is_readonly("main")? {
        return Err(StoreError::ReadOnly(Place::default()));
    }
    let mut readers = Vec::new();
    for _ in 0..READERS {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(path, flags)?;
        furnish(&reader, patience)?;
        readers.push(reader);
    }
    writer.pragma_update(None, "cache_size", -16_000)?;
    // After a mark of a million entries the log is 100 MB; it need not stay so.
    writer.pragma_update(None, "journal_size_limit", 32 << 20)?;
    Store::start(Some(path), writer, readers)
}

/// Whether the file begins as a database does, or is not there yet. SQLite itself takes a short file of anything for an empty database, and writes over it.
fn may_be_database(path: &Path) -> bool {
    let mut beginning = [0; 16];
    let Ok(mut file) = std::fs::File::open(path) else {
        return true;
    };
    match file.read(&mut beginning) {
        Ok(0) | Err(_) => true,
        Ok(_) => beginning == *b"SQLite format 3\0",
    }
}

/// Reads a database whose folder cannot be written; beside a log that nobody can open it is read as it was last checkpointed.
fn open_to_read(path: &Path, patience: Duration) -> Result<Store, StoreError> {
    let address = address(path);
    let attempt = |mode: &str| -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(format!("{address}?{mode}"), flags)?;
        furnish(&connection, patience)?;
        match examine(&connection, path)? {
            found if found == KNOWN => Ok(connection),
            _ => Err(unopened(
                path,
                &"its schema is older than this byline and it cannot be written",
            )),
        }
    };
    let open = || attempt("mode=ro").or_else(|_| attempt("immutable=1"));
    let readers = (0..READERS).map(|_| open()).collect::<Result<_, _>>()?;
    Store::start(Some(path), open()?, readers)
}

/// The path as a URI; what would end the path there is escaped.
pub fn address(path: &Path) -> String {
    let text = path.to_string_lossy();
    let escaped = text
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    format!("file:{escaped}")
}

/// What every connection needs.
fn furnish(connection: &Connection, patience: Duration) -> Result<(), StoreError> {
    connection.busy_timeout(patience)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "cache_size", -4_000)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    functions::register(connection)?;
    Ok(())
}

/// The schema's version; refuses what is newer, and what is another program's.
fn examine(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    let found = version(connection)?;
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let application = number("PRAGMA application_id")?;
    let path = path.to_path_buf();
    if application != APPLICATION
        && (application != 0 || found != 0 || number("SELECT count(*) FROM sqlite_schema")? > 0)
    {
        return Err(StoreError::Foreign { path });
    }
    if found > KNOWN {
        let known = KNOWN;
        return Err(StoreError::Newer { path, found, known });
    }
    Ok(found)
}

/// Whether there is no room for what SQLite needs beside the file: its log's index is made at the first look.
fn is_full(error: &StoreError) -> bool {
    match error {
        StoreError::Full(_) => true,
        StoreError::Sql(_, error) => error
            .sqlite_error()
            .is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_SHMSIZE),
        _ => false,
    }
}

fn is_forbidden(error: &StoreError) -> bool {
    match error {
        StoreError::ReadOnly(_) => true,
        StoreError::Sql(_, error) => matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::CannotOpen
                    | ErrorCode::PermissionDenied
                    | ErrorCode::AuthorizationForStatementDenied
                    | ErrorCode::SystemIoFailure
            )
        ),
        _ => false,
    }
}

fn unopened(path: &Path, what: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unopened {
        path: path.to_path_buf(),
        what: what.to_string(),
    }
}

#[cfg(test)]
mod tests;
