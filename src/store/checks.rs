//! The bookkeeping of fetches: validators, health, when next, who refreshes what, hosts that asked for a pause.
//!
//! Lives here: keeping it. Does not live here: the policy of when to ask next (`fetch`), nor the meaning of `memo` and `hash` (`jobs`).

use std::collections::HashSet;

use rusqlite::{Connection, Row, Transaction, params};

use crate::model::{
    FeedHealth, FeedId, Greeting, Reason, RefreshWish, SAVED_URL, Timestamp, WELCOME_URL, Why, Wire,
};
use crate::store::check_log;
use crate::store::error::StoreError;
use crate::store::greeting;
use crate::store::handle::Store;
use crate::store::health;

/// A feed as a refresh needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueFeed {
    /// Ours.
    pub id: FeedId,
    /// Its address, secrets included.
    pub url: String,
    /// As the reader names it.
    pub title: String,
    /// The interval the reader wishes, in milliseconds.
    pub refresh: Option<i64>,
    /// Whether the full text of its entries is fetched.
    pub full_text: bool,
    /// The command that its document is piped through.
    pub filter: Option<String>,
    /// What its server is told beside what all are told.
    pub greeting: Greeting,
    /// Not asked until its reader says so.
    pub paused: bool,
    /// `ETag` of the last answer, byte for byte.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer, byte for byte.
    pub last_modified: Option<String>,
    /// Hash of the last body that was parsed, as `jobs` made it.
    pub hash: Option<String>,
    /// How it fares, and when it is due.
    pub health: FeedHealth,
    /// The caller's own notes about this feed (JSON), as last given with a `Check`: ttl, redirects seen, …
    pub memo: Option<String>,
    /// Times of its newest entries, newest first, at most ten.
    pub posts: Vec<Timestamp>,
}

impl DueFeed {
    /// Whether its time has come. A feed that was never asked is due; one that is gone never is.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        let health = &self.health;
        !health.gone
            && !self.paused
            && health
                .next_check
                .map_or(health.last_check.is_none(), |at| at <= now)
    }
}

/// What one attempt to fetch a feed leaves behind. Everything in it replaces what was there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    /// Ours.
    pub feed: FeedId,
    /// See `DueFeed`.
    pub etag: Option<String>,
    /// See `DueFeed`.
    pub last_modified: Option<String>,
    /// See `DueFeed`.
    pub hash: Option<String>,
    /// See `DueFeed`.
    pub health: FeedHealth,
    /// See `DueFeed`.
    pub memo: Option<String>,
    /// What the attempt cost, for the log of checks; `None`: no server was asked.
    pub wire: Option<Wire>,
}

impl Check {
    /// The same, with what the attempt cost.
    #[must_use]
    pub fn over(self, wire: Wire) -> Check {
        Check {
            wire: Some(wire),
            ..self
        }
    }
}

/// A host that is left alone for a while, whichever feed is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostPause {
    /// As in an address, lower case, with the port if there is one.
    pub host: String,
    /// Not before this.
    pub until: Timestamp,
    /// How often in a row it asked for a pause.
    pub times: u32,
    /// In words.
    pub reason: String,
}

impl Store {
    /// The feeds a refresh is about, welcome feed left out: the wished ones, or all subscribed; of an automatic one only those that are due.
    pub async fn due(&self, now: Timestamp, wish: RefreshWish) -> Result<Vec<DueFeed>, StoreError> {
        self.load(move |connection| {
            let mut feeds = subscribed(connection)?;
            if let Some(wished) = &wish.feeds {
                let wished: HashSet<FeedId> = wished.iter().copied().collect();
                feeds.retain(|feed| wished.contains(&feed.id));
            }
            if wish.automatic {
                feeds.retain(|feed| feed.is_due(now));
            }
            for feed in &mut feeds {
                feed.posts = newest_times(connection, feed.id)?;
            }
            Ok(feeds)
        })
        .await
    }

    /// Writes the bookkeeping of feeds that brought nothing new or failed, many at once; their leases end.
    pub async fn touch(&self, checks: Vec<Check>) -> Result<(), StoreError> {
        self.batch(move |transaction| {
            checks
                .iter()
                .try_for_each(|check| save_check(transaction, check, (0, 0)))
        })
        .await
    }

    /// A feed lives elsewhere from now on: what was known of its document and its troubles was of the old place. It is due at once.
    pub async fn renew(&self, feed: FeedId) -> Result<(), StoreError> {
        self.act(move |transaction| {
            let sql = "UPDATE feed_check SET etag = NULL, last_modified = NULL, hash = NULL, last_check = NULL, next_check = NULL, \
                 reason = '', failure = NULL, failures = 0, failing_since = NULL, gone = 0, memo = NULL WHERE feed = ?1";
            transaction.execute(sql, [feed.0])?;
            Ok(())
        })
        .await
    }

    /// Takes feeds for this process until `until`; answers those that no other process holds. `touch` and `save_feed` give them back.
    pub async fn lease(
        &self,
        feeds: Vec<FeedId>,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<FeedId>, StoreError> {
        let owner = self.owner();
        self.batch(move |transaction| {
            // A lease that ends much later than ours would was taken before the clock went back: it no longer holds. A little later is one that was
            // taken while this one was on its way here.
            let sql = "UPDATE feed_check SET lease_owner = ?1, lease_until = ?3 WHERE feed = ?4 \
                 AND (lease_owner IS NULL OR lease_owner = ?1 OR lease_until <= ?2 OR lease_until > ?3 + 60000)";
            let mut take = transaction.prepare_cached(sql)?;
            let mut taken = Vec::with_capacity(feeds.len());
            for feed in feeds {
                if take.execute(params![owner, now.0, until.0, feed.0])? == 1 {
                    taken.push(feed);
                }
            }
            Ok(taken)
        })
        .await
    }

    /// Gives back what this process holds of these: after a cancelled refresh.
    pub async fn release(&self, feeds: Vec<FeedId>) -> Result<(), StoreError> {
        let owner = self.owner();
        self.batch(move |transaction| {
            let sql = "UPDATE feed_check SET lease_owner = NULL, lease_until = NULL WHERE feed = ?1 AND lease_owner = ?2";
            let mut give = transaction.prepare_cached(sql)?;
            for feed in feeds {
                give.execute([feed.0, owner])?;
            }
            Ok(())
        })
        .await
    }

    /// Feeds asked since this time, by address.
    pub async fn asked_since(
        &self,
        time: Timestamp,
    ) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.load(move |connection| {
            let sql = "SELECT f.url, c.last_check FROM feed_check c JOIN feed f ON f.id = c.feed WHERE c.last_check >= ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let asked = statement
                .query_map([time.0], |row| Ok((row.get(0)?, Timestamp(row.get(1)?))))?
                .collect::<Result<_, _>>()?;
            Ok(asked)
        })
        .await
    }

    /// What was noted by a clock that has been set back since would make feeds and hosts wait for as long as it was wrong: their waits
    /// begin anew, none longer than a day, and nobody is asked at once for it.
    pub async fn mend_clock(&self, now: Timestamp) -> Result<(), StoreError> {
        const HOUR: i64 = 3_600_000;
        const DAY: i64 = 24 * HOUR;
        let ahead = self
            .load(move |connection| {
                let sql = "SELECT EXISTS (SELECT 1 FROM feed_check WHERE last_check > ?1) \
                     OR EXISTS (SELECT 1 FROM host_pause WHERE until > ?2)";
                let mut statement = connection.prepare_cached(sql)?;
                let limits = [now.0 + HOUR, now.0 + DAY + HOUR];
                Ok(statement.query_row(limits, |row| row.get::<_, bool>(0))?)
            })
            .await?;
        if !ahead {
            return Ok(());
        }
        self.batch(move |transaction| {
            let sql = "UPDATE feed_check SET last_check = ?1, next_check = ?1 + max(0, min(next_check - last_check, ?2)), reason = ?4 \
                 WHERE last_check > ?1 + ?3";
            let why = Reason::from(Why::Clock).written();
            transaction.execute(sql, params![now.0, DAY, HOUR, why])?;
            let sql = "UPDATE host_pause SET until = ?1 + ?2 WHERE until > ?1 + ?2 + ?3";
            transaction.execute(sql, [now.0, DAY, HOUR])?;
            Ok(())
        })
        .await
    }

    /// Hosts that asked for a pause; ended ones too, since the next pause is longer after `times`.
    pub async fn host_pauses(&self) -> Result<Vec<HostPause>, StoreError> {
        self.load(|connection| {
            let sql = "SELECT host, until, times, reason FROM host_pause";
            let pause = |row: &Row<'_>| {
                Ok(HostPause {
                    host: row.get(0)?,
                    until: Timestamp(row.get(1)?),
                    times: row.get(2)?,
                    reason: row.get(3)?,
                })
            };
            let mut statement = connection.prepare_cached(sql)?;
            let pauses = statement.query_map([], pause)?.collect::<Result<_, _>>()?;
            Ok(pauses)
        })
        .await
    }

    /// Writes down a host's pause; `times` 0 forgets it.
    pub async fn pause_host(&self, pause: HostPause) -> Result<(), StoreError> {
        self.batch(move |transaction| {
            if pause.times == 0 {
                let sql = "DELETE FROM host_pause WHERE host = ?1";
                transaction.execute(sql, [pause.host])?;
            } else {
                let sql = "INSERT OR REPLACE INTO host_pause (host, until, times, reason) VALUES (?1, ?2, ?3, ?4)";
                let row = params![pause.host, pause.until.0, pause.times, pause.reason];
                transaction.execute(sql, row)?;
            }
            Ok(())
        })
        .await
    }
}

fn subscribed(connection: &Connection) -> Result<Vec<DueFeed>, StoreError> {
    let sql = format!(
        "SELECT f.id, f.url, coalesce(f.title, f.own_title, f.url), f.refresh, f.full_text, c.etag, c.last_modified, \
         c.hash, c.memo, f.paused, f.filter, f.greeting, {} FROM feed f LEFT JOIN feed_check c ON c.feed = f.id \
         WHERE f.subscribed AND f.url NOT IN (?1, ?2) ORDER BY f.position, f.id",
        health::COLUMNS
    );
    let due = |row: &Row<'_>| {
        Ok(DueFeed {
            id: FeedId(row.get(0)?),
            url: row.get(1)?,
            title: row.get(2)?,
            refresh: row.get(3)?,
            full_text: row.get(4)?,
            etag: row.get(5)?,
            last_modified: row.get(6)?,
            hash: row.get(7)?,
            memo: row.get(8)?,
            paused: row.get(9)?,
            filter: row.get(10)?,
            greeting: greeting::read(row, 11)?,
            health: health::from_row(row, 12)?,
            posts: Vec::new(),
        })
    };
    let mut statement = connection.prepare_cached(&sql)?;
    let feeds = statement
        .query_map([WELCOME_URL, SAVED_URL], due)?
        .collect::<Result<_, _>>()?;
    Ok(feeds)
}

/// Times of the newest entries of a feed, newest first, at most ten.
pub fn newest_times(connection: &Connection, feed: FeedId) -> Result<Vec<Timestamp>, StoreError> {
    let sql = "SELECT time FROM state INDEXED BY state_feed WHERE hidden = 0 AND feed = ?1 ORDER BY time DESC LIMIT 10";
    let mut statement = connection.prepare_cached(sql)?;
    let times = statement
        .query_map([feed.0], |row| Ok(Timestamp(row.get(0)?)))?
        .collect::<Result<_, _>>()?;
    Ok(times)
}

/// Replaces a feed's bookkeeping and adds it to the log, with how many entries it brought (new, changed); its lease ends.
pub fn save_check(
    transaction: &Transaction<'_>,
    check: &Check,
    brought: (u32, u32),
) -> Result<(), StoreError> {
    if let Some(wire) = check.wire {
        check_log::note(transaction, check.feed, (wire, &check.health), brought)?;
    }
    let sql = "INSERT OR REPLACE INTO feed_check (feed, etag, last_modified, hash, last_check, last_success, next_check, \
         reason, failure, failures, failing_since, gone, memo, size) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, \
         coalesce(?14, (SELECT size FROM feed_check WHERE feed = ?1)))";
    let health = &check.health;
    let whole = check
        .wire
        .filter(|wire| wire.bytes > 0 && health.failure.is_none());
    let time = |at: Option<Timestamp>| at.map(|at| at.0);
    transaction.prepare_cached(sql)?.execute(params![
        check.feed.0,
        check.etag,
        check.last_modified,
        check.hash,
        time(health.last_check),
        time(health.last_success),
        time(health.next_check),
        health.reason.written(),
        health::failure_json(health),
        health.failures,
        time(health.failing_since),
        health.gone,
        check.memo,
        whole.map(|wire| wire.bytes),
    ])?;
    Ok(())
}
