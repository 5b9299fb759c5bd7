//! The feeds pane's rows with counts and health.
//!
//! Invariant: no entry is counted one by one here but the few of today and those begun; unread and total are kept with each feed.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::model::{FeedId, FeedList, FeedRow, SAVED_URL, Timestamp};
use crate::store::error::StoreError;
use crate::store::greeting;
use crate::store::handle::Store;
use crate::store::health;
use crate::store::retention;
use crate::text;

impl Store {
    /// All subscribed feeds in the order of `feeds.toml`, with the counts of the other scopes.
    pub async fn feeds(&self, midnight: Timestamp) -> Result<FeedList, StoreError> {
        self.load(move |connection| list(connection, midnight))
            .await
    }

    /// One feed, also one that is no longer subscribed to.
    pub async fn feed(&self, id: FeedId) -> Result<Option<FeedRow>, StoreError> {
        self.load(move |connection| {
            let sql = select("f.id = ?1");
            let mut statement = connection.prepare_cached(&sql)?;
            Ok(statement.query_row([id.0], feed_row).optional()?)
        })
        .await
    }
}

fn list(connection: &Connection, midnight: Timestamp) -> Result<FeedList, StoreError> {
    let sql = select("f.subscribed ORDER BY f.position, f.id");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows: Vec<FeedRow> = statement
        .query_map([], feed_row)?
        .collect::<Result<_, _>>()?;
    let unread = rows.iter().map(|feed| feed.unread).sum();
    let total = rows.iter().map(|feed| u64::from(feed.total)).sum();
    // It has a row of its own kind.
    let saved = rows.extract_if(.., |feed| feed.url == SAVED_URL).last();
    let count = |sql: &str, from: i64| -> Result<u32, StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        Ok(statement.query_row([from], |row| row.get(0))?)
    };
    Ok(FeedList {
        today: count(
            "SELECT count(*) FROM state INDEXED BY state_unread WHERE hidden = 0 AND read_at IS NULL AND time >= ?1",
            midnight.0,
        )?,
        bookmarks: count(
            "SELECT count(*) FROM bookmark INDEXED BY bookmark_time WHERE dropped_at IS NULL AND time >= ?1",
            i64::MIN,
        )?,
        begun: count(
            "SELECT count(*) FROM state INDEXED BY state_begun WHERE hidden = 0 AND left_at IS NOT NULL AND left_at >= ?1",
            i64::MIN,
        )?,
        unread,
        total,
        saved: saved.as_ref().map_or(0, |feed| feed.unread),
        saved_feed: saved.map(|feed| feed.id),
        rows,
    })
}

fn select(condition: &str) -> String {
    format!(
        "SELECT f.id, f.url, f.title, f.own_title, f.site, f.folder, f.tags, f.refresh, f.full_text, f.position, \
         f.unread, f.total, f.paused, f.filter, f.greeting, f.unread_for, f.keep, {} FROM feed f LEFT JOIN feed_check c ON c.feed = f.id WHERE {condition}",
        health::COLUMNS
    )
}

fn feed_row(row: &Row<'_>) -> rusqlite::Result<FeedRow> {
    let url: String = row.get(1)?;
    let title: Option<String> = row.get(2)?;
    let own_title: Option<String> = row.get(3)?;
    let tags: String = row.get(6)?;
    Ok(FeedRow {
        id: FeedId(row.get(0)?),
        title: title
            .or_else(|| own_title.clone())
            .unwrap_or_else(|| text::address(&url)),
        url,
        own_title,
        site: row.get(4)?,
        folder: row.get(5)?,
        tags: serde_json::from_str(&tags).unwrap_or_default(),
        refresh: row.get(7)?,
        full_text: row.get(8)?,
        position: row.get(9)?,
        unread: row.get(10)?,
        total: row.get(11)?,
        paused: row.get(12)?,
        filter: row.get(13)?,
        greeting: greeting::read(row, 14)?,
        unread_for: row.get(15)?,
        keep: retention::keep(row, 16)?,
        health: health::from_row(row, 17)?,
    })
}
