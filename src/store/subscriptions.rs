//! The store follows `feeds.toml`: what the file names is a feed, what it no longer names is a tombstone.
//!
//! Invariant: a feed keeps its id, entries and states through renames, moves, other addresses, and being unsubscribed from and followed again. The welcome feed
//! is listed exactly while there is no subscription; it and the other feeds of byline's own are never in the file.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::model::{
    FeedId, IMPORTED_URL, SAVED_URL, Subscription, Timestamp, WELCOME_URL, is_own_feed,
};
use crate::store::error::StoreError;
use crate::store::greeting;
use crate::store::handle::Store;
use crate::store::retention;

/// Bit of `state.hidden`: the feed is unsubscribed from.
const OF_TOMBSTONE: i64 = 1;

impl Store {
    /// Makes the store follow the file: adds and revives feeds, makes tombstones of absent ones, takes over titles, folders, tags, order. Whether anything changed.
    /// Where nothing is to be changed nothing is written.
    pub async fn reconcile(
        &self,
        subscriptions: Vec<Subscription>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let subscriptions = std::sync::Arc::new(subscriptions);
        let wished = std::sync::Arc::clone(&subscriptions);
        let steps = self
            .load(move |connection| plan(connection, &wished))
            .await?;
        if steps.is_empty() {
            return Ok(false);
        }
        self.act(move |transaction| follow(transaction, &subscriptions, now))
            .await?;
        Ok(true)
    }

    /// The welcome feed's id; it is made when missing. It is listed as long as there is no subscription.
    pub async fn welcome(&self, now: Timestamp) -> Result<FeedId, StoreError> {
        self.act(move |transaction| {
            let sql = "SELECT id FROM feed WHERE url = ?1";
            let known = transaction
                .query_row(sql, [WELCOME_URL], |row| row.get(0))
                .optional()?;
            if let Some(id) = known {
                return Ok(FeedId(id));
            }
            let id = add(transaction, WELCOME_URL)?;
            let sql = "SELECT EXISTS (SELECT 1 FROM feed WHERE subscribed AND url NOT IN (?1, ?2))";
            if transaction.query_row(sql, [WELCOME_URL, SAVED_URL], |row| row.get(0))? {
                retire(transaction, id, now)?;
            }
            Ok(id)
        })
        .await
    }

    /// Says that `url` is another address of this feed, before `feeds.toml` is edited to name it: the feed keeps its id, entries and states.
    pub async fn alias(&self, feed: FeedId, url: &str) -> Result<(), StoreError> {
        let url = url.to_string();
        self.act(move |transaction| {
            let sql = "SELECT id, subscribed FROM feed WHERE url = ?1 AND id <> ?2";
            let pair = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?));
            let other = transaction
                .query_row(sql, params![url, feed.0], pair)
                .optional()?;
            match other {
                Some((_, true)) => {
                    return Err(StoreError::Refused(format!(
                        "already subscribed to `{}`",
                        crate::text::address(&url)
                    )));
                }
                Some((tombstone, false)) => {
                    // The address belongs to the living feed from now on; the tombstone keeps its entries under one that no file names.
                    let sql = "UPDATE feed SET url = url || ' (' || id || ')' WHERE id = ?1";
                    transaction.execute(sql, [tombstone])?;
                }
                None => {}
            }
            note_address(transaction, feed, &url)
        })
        .await
    }
}

/// What has to change in the store.
enum Step {
    Add(usize),
    Update(FeedId, usize),
    Revive(FeedId),
    Retire(FeedId),
}

/// A feed as the store has it.
struct Known {
    id: FeedId,
    subscribed: bool,
    position: usize,
    subscription: Subscription,
}

/// Brings the store in line with the file, inside the caller's transaction.
pub fn follow(
    transaction: &Transaction<'_>,
    subscriptions: &[Subscription],
    now: Timestamp,
) -> Result<(), StoreError> {
    for step in plan(transaction, subscriptions)? {
        match step {
            Step::Add(at) => {
                if let Some(subscription) = subscriptions.get(at) {
                    let id = add(transaction, &subscription.url)?;
                    update(transaction, id, at, subscription)?;
                }
            }
            Step::Update(id, at) => {
                if let Some(subscription) = subscriptions.get(at) {
                    update(transaction, id, at, subscription)?;
                }
            }
            Step::Revive(id) => revive(transaction, id)?,
            Step::Retire(id) => retire(transaction, id, now)?,
        }
    }
    Ok(())
}

fn plan(connection: &Connection, subscriptions: &[Subscription]) -> Result<Vec<Step>, StoreError> {
    let known = known(connection)?;
    let by_url: HashMap<&str, &Known> = known
        .iter()
        .map(|feed| (feed.subscription.url.as_str(), feed))
        .collect();
    let named: HashSet<&str> = subscriptions.iter().map(|wish| wish.url.as_str()).collect();
    let mut seen = HashSet::new();
    let mut claimed = HashSet::new();
    let mut steps = Vec::new();
    for (at, wish) in subscriptions.iter().enumerate() {
        if is_own_feed(&wish.url) || !seen.insert(wish.url.as_str()) {
            continue;
        }
        let feed = match by_url.get(wish.url.as_str()) {
            Some(feed) => Some(*feed),
            None => under_other_address(connection, &wish.url)?
                .and_then(|id| known.iter().find(|feed| feed.id == id))
                .filter(|feed| !named.contains(feed.subscription.url.as_str())),
        };
        let Some(feed) = feed.filter(|feed| claimed.insert(feed.id)) else {
            steps.push(Step::Add(at));
            continue;
        };
        if !feed.subscribed {
            steps.push(Step::Revive(feed.id));
        }
        if feed.position != at || feed.subscription != as_stored(wish) {
            steps.push(Step::Update(feed.id, at));
        }
    }
    let is_empty = seen.is_empty();
    for feed in &known {
        let is_wished = match feed.subscription.url.as_str() {
            WELCOME_URL => is_empty,
            SAVED_URL | IMPORTED_URL => feed.subscribed,
            _ => claimed.contains(&feed.id),
        };
        match (feed.subscribed, is_wished) {
            (true, false) => steps.push(Step::Retire(feed.id)),
            (false, true) if feed.subscription.url == WELCOME_URL => {
                steps.push(Step::Revive(feed.id));
            }
            _ => {}
        }
    }
    Ok(steps)
}

fn known(connection: &Connection) -> Result<Vec<Known>, StoreError> {
    let sql = "SELECT id, subscribed, position, url, title, folder, tags, refresh, full_text, paused, filter, greeting, unread_for, keep FROM feed";
    let feed = |row: &Row<'_>| {
        let folder: String = row.get(5)?;
        let tags: String = row.get(6)?;
        Ok(Known {
            id: FeedId(row.get(0)?),
            subscribed: row.get(1)?,
            position: row.get(2)?,
            subscription: Subscription {
                url: row.get(3)?,
                title: row.get(4)?,
                folder: (!folder.is_empty()).then_some(folder),
                tags: serde_json::from_str(&tags).unwrap_or_default(),
                refresh: row.get(7)?,
                full_text: row.get(8)?,
                paused: row.get(9)?,
                filter: row.get(10)?,
                greeting: greeting::read(row, 11)?,
                unread_for: row.get(12)?,
                keep: retention::keep(row, 13)?,
            },
        })
    };
    let mut statement = connection.prepare_cached(sql)?;
    let feeds = statement.query_map([], feed)?.collect::<Result<_, _>>()?;
    Ok(feeds)
}

/// A subscription as the store would give it back.
fn as_stored(wish: &Subscription) -> Subscription {
    let folder = wish.folder.as_deref().map(|path| path.trim_matches('/'));
    Subscription {
        title: wish.title.clone().filter(|title| !title.trim().is_empty()),
        folder: folder
            .filter(|path| !path.is_empty())
            .map(ToString::to_string),
        ..wish.clone()
    }
}

fn under_other_address(connection: &Connection, url: &str) -> Result<Option<FeedId>, StoreError> {
    let sql = "SELECT feed FROM feed_address WHERE url = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement
        .query_row([url], |row| Ok(FeedId(row.get(0)?)))
        .optional()?)
}

fn note_address(transaction: &Transaction<'_>, feed: FeedId, url: &str) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO feed_address (url, feed) VALUES (?1, ?2)";
    transaction
        .prepare_cached(sql)?
        .execute(params![url, feed.0])?;
    Ok(())
}

/// A new feed at this address.
pub fn add(transaction: &Transaction<'_>, url: &str) -> Result<FeedId, StoreError> {
    let sql = "INSERT INTO feed (url) VALUES (?1)";
    transaction.prepare_cached(sql)?.execute([url])?;
    let id = transaction.last_insert_rowid();
    let sql = "INSERT INTO feed_check (feed) VALUES (?1)";
    transaction.prepare_cached(sql)?.execute([id])?;
    Ok(FeedId(id))
}

fn update(
    transaction: &Transaction<'_>,
    id: FeedId,
    position: usize,
    wish: &Subscription,
) -> Result<(), StoreError> {
    let stored = as_stored(wish);
    let sql = "SELECT url FROM feed WHERE id = ?1";
    let old: String = transaction.query_row(sql, [id.0], |row| row.get(0))?;
    if old != stored.url {
        note_address(transaction, id, &old)?;
        begin_anew(transaction, id)?;
    }
    let sql = "UPDATE feed SET url = ?2, position = ?3, title = ?4, folder = ?5, tags = ?6, refresh = ?7, full_text = ?8, paused = ?9, filter = ?10, greeting = ?11, unread_for = ?12, keep = ?13 WHERE id = ?1";
    transaction.prepare_cached(sql)?.execute(params![
        id.0,
        stored.url,
        position,
        stored.title,
        stored.folder.unwrap_or_default(),
        serde_json::to_string(&stored.tags).unwrap_or_default(),
        stored.refresh,
        stored.full_text,
        stored.paused,
        stored.filter,
        greeting::written(&stored.greeting),
        stored.unread_for,
        stored.keep.map(retention::written),
    ])?;
    if old != stored.url {
        give_back(transaction, &old)?;
    }
    Ok(())
}

/// An address that a feed has left is again that of the tombstone it was taken from (`alias`); of several, of the one that had it last. Without this an undo
/// that names the address anew would begin a feed without entries.
fn give_back(transaction: &Transaction<'_>, address: &str) -> Result<(), StoreError> {
    let sql = "UPDATE feed SET url = ?1 WHERE id = (SELECT id FROM feed WHERE NOT subscribed AND url = ?1 || ' (' || id || ')' \
         ORDER BY gone_since DESC, id DESC LIMIT 1)";
    transaction.prepare_cached(sql)?.execute([address])?;
    Ok(())
}

/// What kept the old address from being asked says nothing of a new one.
fn begin_anew(transaction: &Transaction<'_>, id: FeedId) -> Result<(), StoreError> {
    let sql = "UPDATE feed_check SET gone = 0, failure = NULL, failures = 0, failing_since = NULL, next_check = 0, reason = '' \
         WHERE feed = ?1 AND (gone OR failure IS NOT NULL)";
    transaction.prepare_cached(sql)?.execute([id.0])?;
    Ok(())
}

fn revive(transaction: &Transaction<'_>, id: FeedId) -> Result<(), StoreError> {
    let sql = "UPDATE feed SET subscribed = 1, gone_since = NULL WHERE id = ?1";
    transaction.execute(sql, [id.0])?;
    let sql = "UPDATE state SET hidden = hidden & ~?2 WHERE feed = ?1";
    transaction.execute(sql, [id.0, OF_TOMBSTONE])?;
    Ok(())
}

fn retire(transaction: &Transaction<'_>, id: FeedId, now: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE feed SET subscribed = 0, gone_since = ?2 WHERE id = ?1";
    transaction.execute(sql, [id.0, now.0])?;
    let sql = "UPDATE state SET hidden = hidden | ?2 WHERE feed = ?1";
    transaction.execute(sql, [id.0, OF_TOMBSTONE])?;
    Ok(())
}

#[cfg(test)]
mod tests;
