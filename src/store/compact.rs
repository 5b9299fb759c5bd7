//! The file written anew, without the pages that hold nothing.
//!
//! In daily use they are filled again, so a file need not shrink; who wants the room back asks for it (`byline doctor --compact`). No vacuum by the piece: it needs
//! pages of its own throughout the file, which salvage would have to tell from others. Invariant: reading goes on meanwhile, since SQLite's log keeps what readers
//! look at; acts wait.

use rusqlite::Connection;

use crate::store::error::StoreError;
use crate::store::handle::Store;

impl Store {
    /// Writes the whole file anew, without holes. Bytes before and after.
    pub async fn compact(&self) -> Result<(u64, u64), StoreError> {
        self.alone(|connection| {
            let before = size(connection)?;
            connection.execute_batch("VACUUM")?;
            Ok((before, size(connection)?))
        })
        .await
    }
}

fn size(connection: &Connection) -> Result<u64, StoreError> {
    let number = |pragma: &str| -> Result<i64, StoreError> {
        Ok(connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))?)
    };
    Ok((number("page_count")? * number("page_size")?).unsigned_abs())
}
