//! Whether the database is whole, and the counts that it keeps are right: looked at when somebody asks, mended where they are not.

use rusqlite::{Connection, Row, params};

use crate::model::FeedId;
use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A feed whose kept counts are not those of its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miscount {
    /// The feed.
    pub feed: FeedId,
    /// As it is named.
    pub title: String,
    /// Unread and all entries, as kept.
    pub kept: (i64, i64),
    /// The same, counted.
    pub counted: (i64, i64),
}

impl Store {
    /// What SQLite finds wrong with the file; nothing when it is whole. Reads all of it.
    pub async fn faults(&self) -> Result<Vec<String>, StoreError> {
        self.load(|connection| {
            let mut statement = connection.prepare("PRAGMA quick_check")?;
            let words = statement.query_map([], |row| row.get::<_, String>(0))?;
            let mut found = Vec::new();
            for word in words {
                let word = word?;
                if word != "ok" {
                    found.push(word);
                }
            }
            Ok(found)
        })
        .await
    }

    /// Looks over the index of words, and mends it: what is damaged is made anew, what it lacks or has too much waits to be put right. How many entries now wait for that.
    pub async fn mend_index(&self) -> Result<u64, StoreError> {
        let check = "INSERT INTO entry_text (entry_text, rank) VALUES ('integrity-check', 0)";
        let checked = self.act(move |transaction| Ok(transaction.execute(check, [])?));
        match checked.await {
            Err(StoreError::Damaged(..)) => {
                self.reindex().await?;
                return self.unindexed().await;
            }
            checked => checked.map(drop)?,
        }
        let sql = "INSERT OR IGNORE INTO index_queue SELECT id FROM (SELECT id FROM entry UNION SELECT entry FROM bookmark WHERE dropped_at IS NULL) \
             WHERE id > (SELECT below FROM index_backlog) AND id NOT IN (SELECT id FROM entry_text_docsize) \
             UNION SELECT id FROM entry_text_docsize WHERE id NOT IN (SELECT id FROM entry UNION SELECT entry FROM bookmark WHERE dropped_at IS NULL)";
        self.act(move |transaction| Ok(transaction.execute(sql, [])? as u64))
            .await
    }

    /// Feeds whose kept counts are wrong. Counts every entry.
    pub async fn miscounts(&self) -> Result<Vec<Miscount>, StoreError> {
        self.load(miscounts).await
    }

    /// Puts the counted numbers in place of the kept ones.
    pub async fn recount(&self) -> Result<(), StoreError> {
        self.act(|transaction| {
            let sql = "UPDATE feed SET unread = ?2, total = ?3 WHERE id = ?1";
            for wrong in miscounts(transaction)? {
                let (unread, total) = wrong.counted;
                transaction.execute(sql, params![wrong.feed.0, unread, total])?;
            }
            Ok(())
        })
        .await
    }
}

fn miscounts(connection: &Connection) -> Result<Vec<Miscount>, StoreError> {
    let sql = "SELECT f.id, coalesce(f.title, f.own_title, f.url), f.unread, f.total, \
         coalesce(c.unread, 0), coalesce(c.total, 0) FROM feed f LEFT JOIN \
         (SELECT feed, sum(read_at IS NULL) AS unread, count(*) AS total FROM state WHERE hidden & ~1 = 0 GROUP BY feed) c \
         ON c.feed = f.id WHERE f.unread <> coalesce(c.unread, 0) OR f.total <> coalesce(c.total, 0)";
    let miscount = |row: &Row<'_>| {
        Ok(Miscount {
            feed: FeedId(row.get(0)?),
            title: row.get(1)?,
            kept: (row.get(2)?, row.get(3)?),
            counted: (row.get(4)?, row.get(5)?),
        })
    };
    let mut statement = connection.prepare(sql)?;
    let found = statement.query_map([], miscount)?;
    Ok(found.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::fixture::{NOW, item, wait, wish};

    #[test]
    fn a_wrong_count_is_found_and_mended() {
        let store = Store::memory().unwrap();
        let feed = store.following(&[wish("https://a.example/", "")])[0];
        store.takes(feed, vec![item("one", 5), item("two", 6)], NOW);
        assert_eq!(wait(store.miscounts()).unwrap(), []);
        assert_eq!(wait(store.faults()).unwrap(), Vec::<String>::new());
        let break_it = "UPDATE feed SET unread = 7, total = 1";
        wait(store.act(move |transaction| Ok(transaction.execute(break_it, [])?))).unwrap();
        let found = wait(store.miscounts()).unwrap();
        assert_eq!((found[0].kept, found[0].counted), ((7, 1), (2, 2)));
        wait(store.recount()).unwrap();
        assert_eq!(wait(store.miscounts()).unwrap(), []);
        assert_eq!(store.complaints(), Vec::<String>::new());
    }
}
