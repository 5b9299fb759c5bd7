//! What is known of feeds beside their rows: what their checks come to, how often they post, what tells their newest entries apart.
//!
//! For the health board, which waits for nothing else: a few reads of an index for each feed, none that grows with the archive but the count of twelve weeks.

use rusqlite::{Connection, Row, params};

use crate::model::{FeedId, Timestamp, Vitals, WEEKS};
use crate::store::check_log::tallies;
use crate::store::checks::newest_times;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::text::{self, Digest};

/// A week in milliseconds.
const WEEK: i64 = 7 * 86_400_000;

impl Store {
    /// What is known of every feed that is subscribed to.
    pub async fn vitals(&self, now: Timestamp) -> Result<Vec<Vitals>, StoreError> {
        self.load(move |connection| {
            let mut tallies = tallies(connection)?;
            let sql = "SELECT f.id, c.memo FROM feed f LEFT JOIN feed_check c ON c.feed = f.id WHERE f.subscribed AND f.url <> 'byline:saved'";
            let mut statement = connection.prepare_cached(sql)?;
            let feed = |row: &Row<'_>| Ok((FeedId(row.get(0)?), row.get(1)?));
            let feeds: Vec<(FeedId, Option<String>)> =
                statement.query_map([], feed)?.collect::<Result<_, _>>()?;
            feeds
                .into_iter()
                .map(|(feed, memo)| {
                    Ok(Vitals {
                        feed,
                        tally: tallies.remove(&feed).unwrap_or_default(),
                        posts: newest_times(connection, feed)?,
                        weeks: weeks(connection, feed, now)?,
                        signs: signs(connection, feed)?,
                        memo,
                    })
                })
                .collect()
        })
        .await
    }
}

/// Entries of each of the last weeks, the latest week last.
fn weeks(
    connection: &Connection,
    feed: FeedId,
    now: Timestamp,
) -> Result<[u32; WEEKS], StoreError> {
    let sql = "SELECT count(*) FROM state INDEXED BY state_feed WHERE hidden = 0 AND feed = ?1 AND time > ?2 AND time <= ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let mut weeks = [0; WEEKS];
    let mut end = now;
    for week in weeks.iter_mut().rev() {
        let begin = end.plus(-WEEK);
        *week = statement.query_row(params![feed.0, begin.0, end.0], |row| row.get(0))?;
        end = begin;
    }
    Ok(weeks)
}

/// A number for each of the newest entries, made of what the feed calls it and of its title: guids alone are often just 1, 2, 3.
fn signs(connection: &Connection, feed: FeedId) -> Result<Vec<i64>, StoreError> {
    let sql = "SELECT s.guid, e.title FROM state s INDEXED BY state_feed CROSS JOIN entry e ON e.id = s.entry \
         WHERE s.hidden = 0 AND s.feed = ?1 ORDER BY s.time DESC LIMIT 10";
    let mut statement = connection.prepare_cached(sql)?;
    let sign = |row: &Row<'_>| {
        let title: String = row.get(1)?;
        Ok((row.get::<_, i64>(0)?, title))
    };
    let found = statement.query_map([feed.0], sign)?;
    found
        .map(|found| {
            let (guid, title) = found?;
            Ok(Digest::new()
                .with_number(Some(guid))
                .with(&text::fold(&title))
                .value())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::ParsedEntry;
    use crate::store::fixture::{NOW, later, wait, wish};

    fn named(title: &str, minutes: i64) -> ParsedEntry {
        ParsedEntry {
            guid: title.into(),
            title: title.into(),
            published: Some(later(-minutes)),
            ..ParsedEntry::default()
        }
    }

    #[test]
    fn entries_whose_guid_is_their_title_are_told_apart() {
        let store = Store::memory().unwrap();
        let feeds = store.following(&[
            wish("https://a.example/", ""),
            wish("https://b.example/", ""),
        ]);
        store.takes(feeds[0], vec![named("one", 1), named("two", 2)], NOW);
        store.takes(feeds[1], vec![named("two", 1), named("three", 2)], NOW);
        let all = wait(store.vitals(NOW)).unwrap();
        let signs = |at: usize| &all[at].signs;
        assert_eq!(signs(0)[1], signs(1)[0], "the same entry");
        assert_ne!(signs(0)[0], signs(1)[0]);
        assert_ne!(signs(0)[0], signs(0)[1]);
    }

    #[test]
    fn entries_are_counted_by_weeks_up_to_now() {
        let store = Store::memory().unwrap();
        let feed = store.following(&[wish("https://a.example/", "")])[0];
        let day = 24 * 60;
        let entries = [1, 6 * day, 7 * day + 1, 83 * day, 84 * day + 1]
            .map(|minutes| named(&minutes.to_string(), minutes));
        store.takes(feed, entries.to_vec(), NOW);
        let weeks = wait(store.vitals(NOW)).unwrap()[0].weeks;
        assert_eq!(weeks, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    }
}
