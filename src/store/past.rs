//! A feed's past: where it goes on, which pages of it were loaded, and what they brought.
//!
//! Invariant: a page's entries and the note of where to go on after it are one transaction, so that a walk that is broken off loses nothing and repeats nothing.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::model::{EntryId, FeedId, ParsedFeed, Timestamp};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::intake::{Part, take_in};
use crate::store::rules::Judgement;

/// How far a feed's past is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// Where the feed's document says that older entries are; empty: nowhere; `None`: no document was read since this is kept.
    pub older: Option<String>,
    /// The page at which the last walk stopped.
    pub next: Option<String>,
    /// Whether a walk once came to the beginning.
    pub is_whole: bool,
}

/// A page of the past, as it was last loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Absolute, without secrets.
    pub url: String,
    /// The page before it.
    pub older: Option<String>,
    /// Whether it is an archive, which never changes.
    pub is_archive: bool,
    /// `ETag`, byte for byte.
    pub etag: Option<String>,
    /// `Last-Modified`, byte for byte.
    pub last_modified: Option<String>,
}

/// What a page brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedPage {
    /// Entries not seen before.
    pub new: u32,
    /// How many of them are unread, since they are young.
    pub unread: u32,
    /// All entries of the page.
    pub entries: Vec<EntryId>,
}

impl Store {
    /// How far a feed's past is known.
    pub async fn past(&self, feed: FeedId) -> Result<Past, StoreError> {
        self.load(move |connection| {
            let sql = "SELECT f.older, p.next, coalesce(p.is_whole, 0) FROM feed f LEFT JOIN past p ON p.feed = f.id WHERE f.id = ?1";
            let past = |row: &Row<'_>| {
                Ok(Past {
                    older: row.get(0)?,
                    next: row.get(1)?,
                    is_whole: row.get(2)?,
                })
            };
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_row([feed.0], past).optional()?;
            found.ok_or(StoreError::Missing {
                what: "feed",
                id: feed.0,
            })
        })
        .await
    }

    /// A page that was loaded before.
    pub async fn past_page(&self, feed: FeedId, url: &str) -> Result<Option<Page>, StoreError> {
        let url = url.to_string();
        self.load(move |connection| page(connection, feed, &url))
            .await
    }

    /// Takes a page in, and notes that the walk goes on at the page before it.
    pub async fn save_page(
        &self,
        feed: FeedId,
        (parsed, judgement): (ParsedFeed, Judgement),
        page: Page,
        now: Timestamp,
    ) -> Result<SavedPage, StoreError> {
        self.batch(move |transaction| {
            let taken = take_in(transaction, feed, (&parsed, &judgement), (Part::Past, now))?;
            keep(transaction, feed, &page)?;
            go_on(transaction, feed, page.older.as_deref(), None)?;
            Ok(SavedPage {
                new: taken.new,
                unread: taken.unread,
                entries: taken.entries.into_iter().collect(),
            })
        })
        .await
    }

    /// Notes where a walk is to go on; `None` with `is_whole` when it came to the beginning.
    pub async fn go_on_at(
        &self,
        feed: FeedId,
        next: Option<String>,
        is_whole: bool,
    ) -> Result<(), StoreError> {
        self.batch(move |transaction| go_on(transaction, feed, next.as_deref(), Some(is_whole)))
            .await
    }
}

fn page(connection: &Connection, feed: FeedId, url: &str) -> Result<Option<Page>, StoreError> {
    let sql = "SELECT url, older, is_archive, etag, last_modified FROM past_page WHERE feed = ?1 AND url = ?2";
    let page = |row: &Row<'_>| {
        Ok(Page {
            url: row.get(0)?,
            older: row.get(1)?,
            is_archive: row.get(2)?,
            etag: row.get(3)?,
            last_modified: row.get(4)?,
        })
    };
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(params![feed.0, url], page).optional()?)
}

fn keep(transaction: &Transaction<'_>, feed: FeedId, page: &Page) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO past_page (feed, url, older, is_archive, etag, last_modified) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    transaction.prepare_cached(sql)?.execute(params![
        feed.0,
        page.url,
        page.older,
        page.is_archive,
        page.etag,
        page.last_modified
    ])?;
    Ok(())
}

fn go_on(
    transaction: &Transaction<'_>,
    feed: FeedId,
    next: Option<&str>,
    is_whole: Option<bool>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO past (feed, next, is_whole) VALUES (?1, ?2, coalesce(?3, 0)) \
         ON CONFLICT (feed) DO UPDATE SET next = excluded.next, is_whole = coalesce(?3, is_whole)";
    transaction
        .prepare_cached(sql)?
        .execute(params![feed.0, next, is_whole])?;
    Ok(())
}

#[cfg(test)]
mod tests;
