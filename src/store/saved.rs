//! Pages of the web that the reader saved for later: entries of a feed of byline's own, which no file names and nobody asks.
//!
//! Lives here: which of them are listed. Does not live here: saving one (`save`). Invariant: one that is dropped stays, unlisted, so that undo brings it back
//! as it was; the feed's counts move with it.

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::model::{ActId, FeedId, NoText, SAVED_URL};
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::subscriptions::add;

/// Bit of `state.hidden`: a saved page that was dropped.
pub const UNSAVED: i64 = 8;

impl Store {
    /// The feed of the saved pages, if there is one yet; and why the page of it that was asked for last has no text, if it has none.
    pub async fn saved(&self) -> Result<(Option<FeedId>, Option<NoText>), StoreError> {
        self.load(|connection| {
            let Some(feed) = saved_feed(connection)? else {
                return Ok((None, None));
            };
            let sql = "SELECT t.lack FROM full_text t JOIN state s ON s.entry = t.entry WHERE s.feed = ?1 ORDER BY t.asked_at DESC LIMIT 1";
            let lack: Option<Option<String>> = connection
                .query_row(sql, [feed.0], |row| row.get(0))
                .optional()?;
            let lack = lack.flatten();
            Ok((Some(feed), lack.and_then(|lack| serde_json::from_str(&lack).ok())))
        })
        .await
    }
}

/// The feed of the saved pages, if there is one yet.
pub fn saved_feed(connection: &Connection) -> Result<Option<FeedId>, StoreError> {
    own_feed(connection, SAVED_URL)
}

/// A feed of byline's own, if there is one yet.
pub fn own_feed(connection: &Connection, url: &str) -> Result<Option<FeedId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM feed WHERE url = ?1")?;
    let found = statement.query_row([url], |row| Ok(FeedId(row.get(0)?)));
    Ok(found.optional()?)
}

/// The same; it is made when it is missing.
pub fn saved_made(transaction: &Transaction<'_>) -> Result<FeedId, StoreError> {
    if let Some(feed) = saved_feed(transaction)? {
        return Ok(feed);
    }
    let feed = add(transaction, SAVED_URL)?;
    let sql = "UPDATE feed SET own_title = 'Saved', full_text = 1, is_marked = 1 WHERE id = ?1";
    transaction.execute(sql, [feed.0])?;
    Ok(feed)
}

/// Those of an act's entries that it lists, or no longer lists.
const MOVED: &str = "x.act = ?1 AND (x.was = 0 OR x.became IS NULL)";

/// Lists the pages of an act.
pub fn list(transaction: &Transaction<'_>, act: ActId) -> Result<(), StoreError> {
    count(
        transaction,
        act,
        ('+', "s.hidden & 8 <> 0 AND s.hidden & ~9 = 0"),
    )?;
    let sql = format!(
        "UPDATE state SET hidden = hidden & ~8 FROM act_entry AS x WHERE {MOVED} AND x.entry = state.entry"
    );
    transaction.execute(&sql, [act.0])?;
    Ok(())
}

/// Lists the pages of an act no longer.
pub fn unlist(transaction: &Transaction<'_>, act: ActId) -> Result<(), StoreError> {
    count(transaction, act, ('-', "s.hidden & ~1 = 0"))?;
    let sql = format!(
        "UPDATE state SET hidden = hidden | 8 FROM act_entry AS x WHERE {MOVED} AND x.entry = state.entry"
    );
    transaction.execute(&sql, [act.0])?;
    Ok(())
}

fn count(
    transaction: &Transaction<'_>,
    act: ActId,
    (sign, which): (char, &str),
) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE feed SET unread = unread {sign} d.unseen, total = total {sign} d.number FROM \
             (SELECT s.feed AS feed, sum(s.read_at IS NULL) AS unseen, count(*) AS number FROM act_entry x CROSS JOIN state s ON s.entry = x.entry \
              WHERE {MOVED} AND {which} GROUP BY s.feed) AS d WHERE d.feed = feed.id"
    );
    transaction.execute(&sql, [act.0])?;
    Ok(())
}
