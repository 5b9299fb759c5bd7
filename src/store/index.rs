//! The index of words, kept in step with what entries say.
//!
//! Lives here: writing it. Does not live here: searching it (`search`), and when it is worked on (`jobs::index`). Invariants: what is not in it as it is now stands in
//! `index_queue`, or below `index_backlog`; triggers see to the first in the very transaction that changes a text, so that nothing is forgotten however the program
//! ends. Taking an entry out of the queue and its words into the index is one transaction. Words are those of `text::words`: one meaning here and in `query::eval`.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use crate::model::{EntryId, FeedId};
use crate::store::error::StoreError;
use crate::store::functions::TEXT;
use crate::store::handle::Store;
use crate::text::{each_word, fold, is_unspaced};

/// Stands before a feed's number among the words of a title. No word has it, since it is no letter.
const FEED_SIGN: char = '\u{E000}';
/// Follows a character that only ends pairs: a word that no phrase can name.
const END_SIGN: char = '\u{E001}';

impl Store {
    /// Puts the words of at most so many entries into the index, the newest first, in one transaction; how many they were. It begins no other entry after
    /// `at_most`.
    pub async fn index_some(&self, most: u32, at_most: Duration) -> Result<u32, StoreError> {
        self.batch(move |transaction| index_some(transaction, most, at_most))
            .await
    }

    /// How many entries are not in the index, at most.
    pub async fn unindexed(&self) -> Result<u64, StoreError> {
        self.load(|connection| {
            let sql = "SELECT (SELECT count(*) FROM index_queue) + \
                 (SELECT count(*) FROM state WHERE entry <= (SELECT below FROM index_backlog))";
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        })
        .await
    }

    /// Empties the index; all entries wait to be put into it again.
    pub async fn reindex(&self) -> Result<(), StoreError> {
        self.batch(|transaction| {
            transaction.execute_batch(
                "INSERT INTO entry_text (entry_text) VALUES ('delete-all');
                 DELETE FROM index_queue;
                 UPDATE index_backlog SET below = (SELECT coalesce(max(entry), 0) FROM state);",
            )?;
            Ok(())
        })
        .await
    }
}

fn index_some(
    transaction: &Transaction<'_>,
    most: u32,
    at_most: Duration,
) -> Result<u32, StoreError> {
    let begun = Instant::now();
    let mut done = 0;
    let queued = "SELECT entry FROM index_queue ORDER BY entry DESC LIMIT ?1";
    for id in waiting(transaction, queued, most)? {
        write(transaction, id)?;
        let sql = "DELETE FROM index_queue WHERE entry = ?1";
        transaction.prepare_cached(sql)?.execute([id.0])?;
        done += 1;
        if begun.elapsed() >= at_most {
            return Ok(done);
        }
    }
    let older = "SELECT entry FROM state WHERE entry <= (SELECT below FROM index_backlog) ORDER BY entry DESC LIMIT ?1";
    let mut last = None;
    for id in waiting(transaction, older, most - done)? {
        write(transaction, id)?;
        last = Some(id);
        done += 1;
        if begun.elapsed() >= at_most {
            break;
        }
    }
    if let Some(last) = last {
        let sql = "UPDATE index_backlog SET below = ?1";
        transaction.prepare_cached(sql)?.execute([last.0 - 1])?;
    }
    Ok(done)
}

fn waiting(connection: &Connection, sql: &str, most: u32) -> Result<Vec<EntryId>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map([most], |row| Ok(EntryId(row.get(0)?)))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// What the index is told of an entry.
struct Said {
    feed: FeedId,
    title: String,
    author: String,
    text: String,
}

/// Puts an entry's words into the index, in place of former ones; one that is gone is taken out.
fn write(transaction: &Transaction<'_>, id: EntryId) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT s.feed, coalesce(e.title, b.title), coalesce(e.author, b.author, ''), {TEXT} FROM state s \
         LEFT JOIN entry e ON e.id = s.entry LEFT JOIN bookmark b ON b.entry = s.entry AND b.dropped_at IS NULL \
         LEFT JOIN body y ON y.entry = s.entry LEFT JOIN full_text p ON p.entry = s.entry \
         LEFT JOIN note n ON n.entry = b.entry WHERE s.entry = ?1 AND coalesce(e.id, b.entry) IS NOT NULL"
    );
    let said = |row: &Row<'_>| {
        Ok(Said {
            feed: FeedId(row.get(0)?),
            title: row.get(1)?,
            author: row.get(2)?,
            text: row.get(3)?,
        })
    };
    let mut statement = transaction.prepare_cached(&sql)?;
    let Some(said) = statement.query_row([id.0], said).optional()? else {
        let sql = "DELETE FROM entry_text WHERE rowid = ?1";
        transaction.prepare_cached(sql)?.execute([id.0])?;
        return Ok(());
    };
    let title = format!("{} {}", in_words(&said.title), feed_word(said.feed));
    let sql =
        "INSERT OR REPLACE INTO entry_text (rowid, title, author, text) VALUES (?1, ?2, ?3, ?4)";
    transaction.prepare_cached(sql)?.execute(params![
        id.0,
        title,
        in_words(&said.author),
        in_words(&said.text),
    ])?;
    Ok(())
}

/// The word by which the entries of a feed are found.
pub fn feed_word(feed: FeedId) -> String {
    format!("{FEED_SIGN}{}", feed.0)
}

/// The words of a text with spaces between them; then the characters that stand in pairs and begin none, so that each is found as the beginning of something.
fn in_words(text: &str) -> String {
    let folded = fold(text);
    let mut words = String::with_capacity(folded.len() + folded.len() / 2);
    let (mut first, mut second) = (BTreeSet::new(), BTreeSet::new());
    each_word(&folded, |word| {
        words.push_str(word);
        words.push(' ');
        let mut pair = word.chars();
        if let (Some(one), Some(other), None) = (pair.next(), pair.next(), pair.next())
            && is_unspaced(one)
        {
            first.insert(one);
            second.insert(other);
        }
        true
    });
    for end in second.difference(&first) {
        words.push(*end);
        words.push(END_SIGN);
        words.push(' ');
    }
    words
}

#[cfg(test)]
mod tests;
