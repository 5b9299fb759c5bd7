//! Pictures of bookmarks: the files as their servers sent them, each once, and which bookmarks still wait for theirs.
//!
//! Lives here: keeping them. Does not live here: fetching them (`jobs::keep_pictures`). Invariant: a picture stays as long as a bookmark has it, seen or dropped
//! within the undo period.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::{EntryId, Timestamp};
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A bookmark whose pictures are to be gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureWish {
    /// Which.
    pub entry: EntryId,
    /// How often it was tried before.
    pub tries: u32,
}

impl Store {
    /// The file of a picture at this address, if a bookmark has it.
    pub async fn picture(&self, src: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let src = src.to_string();
        self.load(move |connection| {
            let sql = "SELECT bytes FROM picture WHERE src = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row([src], |row| row.get(0)).optional()?)
        })
        .await
    }

    /// The pictures of a bookmark: address and file.
    pub async fn pictures_of(&self, entry: EntryId) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.load(move |connection| {
            let sql = "SELECT p.src, p.bytes FROM bookmark_picture b JOIN picture p ON p.id = b.picture WHERE b.entry = ?1 ORDER BY p.id";
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_map([entry.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// The addresses of the pictures that a bookmark has, and their bytes.
    pub async fn picture_sizes(&self, entry: EntryId) -> Result<Vec<(String, u64)>, StoreError> {
        self.load(move |connection| {
            let sql = "SELECT p.src, length(p.bytes) FROM bookmark_picture b JOIN picture p ON p.id = b.picture WHERE b.entry = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_map([entry.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(found.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Keeps a picture with a bookmark.
    pub async fn keep_picture(
        &self,
        entry: EntryId,
        src: String,
        bytes: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.batch(move |transaction| keep_picture(transaction, entry, &src, &bytes))
            .await
    }

    /// Bookmarks whose pictures are to be gathered now, the newest first, at most so many.
    pub async fn picture_wishes(
        &self,
        now: Timestamp,
        most: u32,
    ) -> Result<Vec<PictureWish>, StoreError> {
        self.load(move |connection| {
            let sql = "SELECT w.entry, w.tries FROM picture_wish w JOIN bookmark b ON b.entry = w.entry AND b.dropped_at IS NULL \
                 WHERE w.again_at <= ?1 ORDER BY w.entry DESC LIMIT ?2";
            let mut statement = connection.prepare_cached(sql)?;
            let wish = |row: &rusqlite::Row<'_>| {
                Ok(PictureWish {
                    entry: EntryId(row.get(0)?),
                    tries: row.get(1)?,
                })
            };
            let found = statement.query_map(params![now.0, most], wish)?;
            Ok(found.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// A bookmark has its pictures, or all that can be had; or it is tried again then.
    pub async fn settle_pictures(
        &self,
        entry: EntryId,
        again: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.batch(move |transaction| {
            match again {
                None => {
                    let sql = "DELETE FROM picture_wish WHERE entry = ?1";
                    transaction.execute(sql, [entry.0])?;
                }
                Some(again) => {
                    let sql =
                        "UPDATE picture_wish SET again_at = ?2, tries = tries + 1 WHERE entry = ?1";
                    transaction.execute(sql, params![entry.0, again.0])?;
                }
            }
            Ok(())
        })
        .await
    }
}

/// Keeps a picture with a bookmark.
pub fn keep_picture(
    transaction: &Transaction<'_>,
    entry: EntryId,
    src: &str,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let sql = "INSERT OR IGNORE INTO picture (src, bytes) VALUES (?1, ?2)";
    transaction
        .prepare_cached(sql)?
        .execute(params![src, bytes])?;
    let sql = "INSERT OR IGNORE INTO bookmark_picture (entry, picture) SELECT ?1, id FROM picture WHERE src = ?2";
    transaction
        .prepare_cached(sql)?
        .execute(params![entry.0, src])?;
    Ok(())
}
