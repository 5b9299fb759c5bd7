//! Pages of the file that hold nothing go back to the system: a few at a time in the background, or all at once when asked.
//!
//! Invariant: reading goes on meanwhile (SQLite's log keeps what readers look at), and acts wait for one small step at most, but for the one great rewrite that
//! `byline doctor --compact` asks for.

use rusqlite::Connection;

use crate::store::error::StoreError;
use crate::store::handle::Store;

/// Pages given back in one step.
const STEP: i64 = 32;

impl Store {
    /// Gives back free pages, step by step. A file that cannot (it was made by an older byline) is left as it is until `compact`.
    pub async fn shrink(&self) -> Result<(), StoreError> {
        loop {
            let is_done = self
                .outside(|connection| {
                    if free(connection)? == 0 || number(connection, "auto_vacuum")? != 2 {
                        return Ok(true);
                    }
                    step(connection)?;
                    Ok(false)
                })
                .await?;
            if is_done {
                return Ok(());
            }
        }
    }

    /// Writes the whole file anew, without holes. From then on it shrinks by itself. Bytes before and after.
    pub async fn compact(&self) -> Result<(u64, u64), StoreError> {
        self.outside(|connection| {
            let before = size(connection)?;
            connection.pragma_update(None, "auto_vacuum", 2)?;
            connection.execute_batch("VACUUM")?;
            Ok((before, size(connection)?))
        })
        .await
    }
}

fn step(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection.prepare(&format!("PRAGMA incremental_vacuum({STEP})"))?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}

fn free(connection: &Connection) -> Result<i64, StoreError> {
    number(connection, "freelist_count")
}

fn size(connection: &Connection) -> Result<u64, StoreError> {
    let bytes = number(connection, "page_count")? * number(connection, "page_size")?;
    Ok(bytes.unsigned_abs())
}

fn number(connection: &Connection, pragma: &str) -> Result<i64, StoreError> {
    Ok(connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))?)
}
