//! Full texts: kept with their entries, and which entries of feeds that want them have none yet.
//!
//! Invariants: what a feed says is never replaced by what its page says; a page is fetched by one process at a time, since whoever
//! takes it first puts the time of the next try ahead.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::model::{EntryId, FeedId, FullText, NoText, PageText, Timestamp, Wanting};
use crate::store::body::{Packer, unpack};
use crate::store::error::StoreError;
use crate::store::greeting;
use crate::store::handle::Store;

/// For so long a page that is being fetched is taken, in milliseconds: as long as its pages may take.
const CLAIM: i64 = 15 * 60_000;
/// Of each feed the newest entries that are looked at, so that an old feed costs no more than a young one.
const LOOKED_AT: u32 = 200;
/// Entries first seen longer ago are no news, in milliseconds: a week.
const RECENT: i64 = 7 * 86_400_000;

/// Which pages are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextWish {
    /// Of these feeds; `None`: of all.
    pub feeds: Option<Vec<FeedId>>,
    /// At most so many of each feed.
    pub of_each: u32,
    /// At most so many in all.
    pub in_all: u32,
    /// At most so many of bookmarks that have no text, beside those of feeds.
    pub bookmarks: u32,
}

impl Store {
    /// The full text of an entry; `None`: it was never asked for, or there is no such entry.
    pub async fn full_text(&self, entry: EntryId) -> Result<Option<FullText>, StoreError> {
        self.load(move |connection| full_text(connection, entry))
            .await
    }

    /// Takes the newest entries that want their page and have none: of subscribed feeds with `full_text`, first seen within a week, not
    /// tried or due again. They are ours until `keep_text`, `lack_text` or `leave_text`, or for a quarter of an hour.
    pub async fn claim_texts(
        &self,
        wish: TextWish,
        now: Timestamp,
    ) -> Result<Vec<Wanting>, StoreError> {
        self.batch(move |transaction| {
            let mut found = Vec::new();
            for feed in wanting_feeds(transaction, wish.feeds.as_deref())? {
                found.extend(wanting(transaction, feed, wish.of_each, now)?);
            }
            found.extend(bare_bookmarks(transaction, wish.bookmarks, now)?);
            found.sort_by_key(|(time, wanting)| std::cmp::Reverse((*time, wanting.entry)));
            found.truncate(wish.in_all as usize);
            let found: Vec<Wanting> = found.into_iter().map(|(_, wanting)| wanting).collect();
            for wanting in &found {
                claim(transaction, wanting.entry, now)?;
            }
            Ok(found)
        })
        .await
    }

    /// What is needed to fetch the page of one entry that somebody asks for; `None`: there is no such entry.
    pub async fn claim_text(
        &self,
        entry: EntryId,
        now: Timestamp,
    ) -> Result<Option<Wanting>, StoreError> {
        self.act(move |transaction| {
            let found = one(transaction, entry)?;
            if found.is_some() {
                claim(transaction, entry, now)?;
            }
            Ok(found)
        })
        .await
    }

    /// Keeps a full text that came.
    pub async fn keep_text(
        &self,
        entry: EntryId,
        page: PageText,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let facts = written(&page.facts)?;
        self.batch(move |transaction| {
            let mut packer = Packer::new()?;
            // Two statements: one with ON CONFLICT would decide for the triggers, too, what becomes of an entry that already waits for the index.
            let row = "INSERT OR IGNORE INTO full_text (entry) VALUES (?1)";
            transaction.execute(row, [entry.0])?;
            let sql = "UPDATE full_text SET asked_at = ?2, came_at = ?2, html = ?3, url = ?4, facts = ?5, lack = NULL, tries = 0, again_at = NULL WHERE entry = ?1";
            let html = packer.pack(Some(&page.html));
            transaction.execute(sql, params![entry.0, now.0, html, page.url, facts])?;
            Ok(())
        })
        .await
    }

    /// Keeps why a try brought none, and when byline tries again by itself. A text that came before stays.
    pub async fn lack_text(
        &self,
        entry: EntryId,
        lack: NoText,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let lack = written(&lack)?;
        self.batch(move |transaction| {
            let sql = "INSERT INTO full_text (entry, asked_at, lack, tries, again_at) VALUES (?1, ?2, ?3, 1, ?4) \
                 ON CONFLICT (entry) DO UPDATE SET asked_at = ?2, lack = ?3, tries = tries + 1, again_at = ?4";
            let again = again.map(|again| again.0);
            transaction.execute(sql, params![entry.0, now.0, lack, again])?;
            Ok(())
        })
        .await
    }

    /// Gives back what was taken and not asked for: it is wanted as before.
    pub async fn leave_texts(&self, entries: Vec<EntryId>) -> Result<(), StoreError> {
        self.batch(move |transaction| {
            let sql = "UPDATE full_text SET again_at = 0 WHERE entry = ?1 AND html IS NULL";
            let mut statement = transaction.prepare_cached(sql)?;
            for entry in entries {
                statement.execute([entry.0])?;
            }
            Ok(())
        })
        .await
    }

    /// Remembers which text of an entry the reader chose.
    pub async fn choose_text(&self, entry: EntryId, full: bool) -> Result<(), StoreError> {
        self.act(move |transaction| {
            let sql = "INSERT INTO full_text (entry, chosen, again_at) VALUES (?1, ?2, 0) ON CONFLICT (entry) DO UPDATE SET chosen = ?2";
            transaction.execute(sql, params![entry.0, full])?;
            Ok(())
        })
        .await
    }
}

/// The full text of an entry.
pub fn full_text(connection: &Connection, entry: EntryId) -> Result<Option<FullText>, StoreError> {
    let sql = "SELECT t.html, t.url, t.facts, t.came_at, t.asked_at, t.lack, coalesce(t.chosen, f.full_text) \
         FROM full_text t JOIN state s ON s.entry = t.entry JOIN feed f ON f.id = s.feed WHERE t.entry = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([entry.0])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let time = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(at)?.map(Timestamp));
    Ok(Some(FullText {
        page: page(row)?,
        came: time(3)?,
        asked: time(4)?,
        lack: read_back(row.get_ref(5)?),
        is_wanted: row.get(6)?,
    }))
}

fn page(row: &Row<'_>) -> Result<Option<PageText>, StoreError> {
    let Some(html) = unpack(row.get_ref(0)?)? else {
        return Ok(None);
    };
    Ok(Some(PageText {
        html,
        url: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        facts: read_back(row.get_ref(2)?).unwrap_or_default(),
    }))
}

fn written(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Refused(error.to_string()))
}

/// A text that is not understood counts as nothing.
fn read_back<T: serde::de::DeserializeOwned>(stored: ValueRef<'_>) -> Option<T> {
    serde_json::from_str(stored.as_str().ok()?).ok()
}

fn wanting_feeds(
    transaction: &Transaction<'_>,
    among: Option<&[FeedId]>,
) -> Result<Vec<FeedId>, StoreError> {
    let sql = "SELECT id FROM feed WHERE full_text AND subscribed";
    let mut statement = transaction.prepare_cached(sql)?;
    let mut found = Vec::new();
    for id in statement.query_map([], |row| row.get(0).map(FeedId))? {
        let id = id?;
        if among.is_none_or(|among| among.contains(&id)) {
            found.push(id);
        }
    }
    Ok(found)
}

const WANTING: &str = "s.time, s.entry, e.link, f.url, coalesce(t.tries, 0), f.greeting";

fn wanting(
    transaction: &Transaction<'_>,
    feed: FeedId,
    most: u32,
    now: Timestamp,
) -> Result<Vec<(i64, Wanting)>, StoreError> {
    let sql = format!(
        "SELECT {WANTING} FROM (SELECT entry, time, feed, first_seen FROM state INDEXED BY state_feed WHERE feed = ?1 AND hidden = 0 ORDER BY time DESC LIMIT ?2) s \
         JOIN entry e ON e.id = s.entry JOIN feed f ON f.id = s.feed LEFT JOIN full_text t ON t.entry = s.entry \
         WHERE (s.first_seen >= ?3 OR f.url = 'byline:saved') AND e.link IS NOT NULL AND (t.entry IS NULL OR (t.html IS NULL AND t.again_at <= ?4)) \
         ORDER BY s.time DESC, s.entry DESC LIMIT ?5"
    );
    let mut statement = transaction.prepare_cached(&sql)?;
    let since = now.plus(-RECENT);
    let values = params![feed.0, LOOKED_AT, since.0, now.0, most];
    let found = statement.query_map(values, wanting_row)?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Bookmarks that came without a text, from a list of another program.
fn bare_bookmarks(
    transaction: &Transaction<'_>,
    most: u32,
    now: Timestamp,
) -> Result<Vec<(i64, Wanting)>, StoreError> {
    let sql = format!(
        "SELECT {} FROM bookmark e JOIN state s ON s.entry = e.entry JOIN feed f ON f.id = s.feed LEFT JOIN full_text t ON t.entry = e.entry \
         WHERE e.dropped_at IS NULL AND e.content IS NULL AND e.link IS NOT NULL AND NOT f.subscribed \
         AND (t.entry IS NULL OR (t.html IS NULL AND t.again_at <= ?1)) ORDER BY e.time DESC LIMIT ?2",
        WANTING
    );
    let mut statement = transaction.prepare_cached(&sql)?;
    let found = statement.query_map(params![now.0, most], wanting_row)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn one(transaction: &Transaction<'_>, entry: EntryId) -> Result<Option<Wanting>, StoreError> {
    let link = WANTING.replace("e.link", "coalesce(e.link, b.link, '')");
    let sql = format!(
        "SELECT {link} FROM state s JOIN feed f ON f.id = s.feed LEFT JOIN entry e ON e.id = s.entry LEFT JOIN bookmark b ON b.entry = s.entry \
         LEFT JOIN full_text t ON t.entry = s.entry WHERE s.entry = ?1 AND coalesce(e.id, b.entry) IS NOT NULL"
    );
    let mut statement = transaction.prepare_cached(&sql)?;
    let found = statement.query_row([entry.0], wanting_row).optional()?;
    Ok(found.map(|(_, wanting)| wanting))
}

fn wanting_row(row: &Row<'_>) -> rusqlite::Result<(i64, Wanting)> {
    let wanting = Wanting {
        entry: EntryId(row.get(1)?),
        link: row.get(2)?,
        feed_url: row.get(3)?,
        tries: row.get(4)?,
        greeting: greeting::read(row, 5)?,
    };
    Ok((row.get(0)?, wanting))
}

fn claim(transaction: &Transaction<'_>, entry: EntryId, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO full_text (entry, asked_at, again_at) VALUES (?1, ?2, ?3) ON CONFLICT (entry) DO UPDATE SET asked_at = ?2, again_at = ?3";
    let mut statement = transaction.prepare_cached(sql)?;
    statement.execute(params![entry.0, now.0, now.plus(CLAIM).0])?;
    Ok(())
}

#[cfg(test)]
mod tests;
