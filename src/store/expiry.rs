//! News that is too old to be unread: it counts as read, by a rule of its feed, until the rule goes.
//!
//! Each entry grows old once: what was looked at is remembered as a time, so that one which the reader marked unread after that stays so. `read_at` of what a rule
//! made read is negative, so that it is unread again when the rule is taken away (which undo does). Not an act: undo takes back what the reader did. Invariants:
//! bookmarks do not expire; counts are right after each batch; a clock that went back makes nothing read and nothing unread.

use rusqlite::{Row, Transaction, params};

use crate::model::{FeedId, Timestamp};
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// Entries of a batch.
const BATCH: i64 = 500;

/// A feed, the span that holds of it, and what was made of it last.
#[derive(Clone, Copy, Debug)]
struct Aging {
    feed: FeedId,
    span: Option<i64>,
    before: Option<i64>,
    until: Option<i64>,
    at: Option<i64>,
}

impl Store {
    /// Makes read what is too old to be unread, and unread what a rule made read that no longer holds. `default`, in milliseconds, of feeds that say nothing of
    /// their own; 0: for ever. How many entries changed.
    pub async fn expire(&self, default: i64, now: Timestamp) -> Result<u64, StoreError> {
        let look = move |connection: &rusqlite::Connection| {
            let sql = "SELECT id, nullif(coalesce(unread_for, ?1), 0), expired_for, expired_until, expired_at FROM feed \
                 WHERE subscribed AND url NOT LIKE 'byline:%' AND (unread_for > 0 OR expired_for IS NOT NULL OR ?1 > 0)";
            let mut statement = connection.prepare_cached(sql)?;
            let aging = |row: &Row<'_>| {
                Ok(Aging {
                    feed: FeedId(row.get(0)?),
                    span: row.get(1)?,
                    before: row.get(2)?,
                    until: row.get(3)?,
                    at: row.get(4)?,
                })
            };
            Ok(statement
                .query_map([default], aging)?
                .collect::<Result<Vec<_>, _>>()?)
        };
        let mut changed = 0;
        for mut aging in self.load(look).await? {
            if aging.span != aging.before {
                changed += self
                    .batch(move |transaction| give_back(transaction, aging, now))
                    .await?;
                (aging.until, aging.at) = (None, None);
            }
            let Some(span) = aging.span else {
                continue;
            };
            let horizon = now.plus(-span);
            if aging.at.is_none_or(|at| at <= now.0) {
                loop {
                    let gone = self
                        .batch(move |transaction| age(transaction, aging, horizon, now))
                        .await?;
                    changed += gone;
                    if gone == 0 {
                        break;
                    }
                }
            }
            if aging.until.is_none_or(|until| until != horizon.0) {
                self.batch(move |transaction| {
                    let sql = "UPDATE feed SET expired_for = ?2, expired_until = ?3, expired_at = ?4 WHERE id = ?1";
                    transaction.execute(sql, params![aging.feed.0, span, horizon.0, now.0])?;
                    Ok(())
                })
                .await?;
            }
        }
        Ok(changed)
    }
}

/// Makes a batch read. What crossed the horizon since the last time, and what came since then that is older.
fn age(
    transaction: &Transaction<'_>,
    aging: Aging,
    horizon: Timestamp,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let sql = "UPDATE state SET read_at = ?5 WHERE entry IN (SELECT s.entry FROM state s INDEXED BY state_unread_feed \
         WHERE s.hidden = 0 AND s.read_at IS NULL AND s.feed = ?1 AND s.time < ?2 AND (s.time >= ?3 OR s.first_seen > ?4) \
         AND NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = s.entry AND b.dropped_at IS NULL) LIMIT ?6)";
    let gone = transaction.prepare_cached(sql)?.execute(params![
        aging.feed.0,
        horizon.0,
        aging.until.unwrap_or(i64::MIN),
        aging.at.unwrap_or(i64::MIN),
        -now.0.max(1),
        BATCH
    ])?;
    let sql = "UPDATE feed SET unread = unread - ?2 WHERE id = ?1";
    transaction
        .prepare_cached(sql)?
        .execute(params![aging.feed.0, gone])?;
    Ok(gone as u64)
}

/// Another span holds: what is young enough for it is unread again.
fn give_back(
    transaction: &Transaction<'_>,
    aging: Aging,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let from = aging.span.map_or(i64::MIN, |span| now.plus(-span).0);
    let sql = "UPDATE state INDEXED BY state_feed SET read_at = NULL WHERE hidden = 0 AND feed = ?1 AND time >= ?2 AND read_at < 0";
    let changed = transaction.execute(sql, params![aging.feed.0, from])?;
    let sql = "UPDATE feed SET unread = unread + ?2, expired_for = ?3, expired_until = NULL, expired_at = NULL WHERE id = ?1";
    transaction.execute(sql, params![aging.feed.0, changed, aging.span])?;
    Ok(changed as u64)
}

#[cfg(test)]
mod tests;
