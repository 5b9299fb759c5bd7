//! What rows need of each other, made right: rows without those they belong to, tombstones, counts, numbers that are given out.
//!
//! Invariants: each step finds nothing after it was done; nothing is let go that the reader could still see; a store that is right is not written to.

use rusqlite::Transaction;

use crate::store::error::StoreError;
use crate::store::handle::Store;

/// A step: what is wrong where it finds something, and the statements that mend it.
struct Step {
    what: &'static str,
    sql: &'static str,
}

/// Titles and texts of which nobody knows whose they are.
pub const UNLISTED: &str = "titles that no list could show";

/// In order: later steps stand on earlier ones.
const STEPS: &[Step] = &[
    Step {
        what: "feeds that entries name and nobody knew",
        sql: "INSERT OR IGNORE INTO feed (id, url, title, subscribed) SELECT b.feed, b.feed_url, b.feed_title, 0 FROM bookmark b \
              WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = b.feed) GROUP BY b.feed;
              INSERT OR IGNORE INTO feed (id, url, subscribed) SELECT a.feed, a.url, 0 FROM feed_address a \
              WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = a.feed) AND EXISTS (SELECT 1 FROM state s WHERE s.feed = a.feed) GROUP BY a.feed;
              INSERT OR IGNORE INTO feed (id, url, subscribed) SELECT DISTINCT s.feed, 'lost:' || s.feed, 0 FROM state s \
              WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = s.feed);
              INSERT OR IGNORE INTO feed (id, url, title, subscribed) SELECT DISTINCT b.feed, 'lost:' || b.feed, b.feed_title, 0 FROM bookmark b \
              WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = b.feed)",
    },
    Step {
        what: "bookmarks whose entry was gone",
        sql: "INSERT INTO state (entry, feed, guid, time, first_seen, hidden) SELECT b.entry, b.feed, 0, b.time, b.first_seen, 4 FROM bookmark b \
              WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.entry = b.entry)",
    },
    Step {
        what: UNLISTED,
        sql: "DELETE FROM entry WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.entry = entry.id)",
    },
    Step {
        what: "texts of no entry",
        sql: "DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = body.entry);
              DELETE FROM full_text WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.entry = full_text.entry)",
    },
    Step {
        what: "tags of no entry",
        sql: "DELETE FROM entry_tag WHERE NOT EXISTS (SELECT 1 FROM state s WHERE s.entry = entry_tag.entry)",
    },
    Step {
        what: "entries listed without a title",
        sql: "UPDATE state SET hidden = hidden | 4 WHERE hidden & 4 = 0 AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = state.entry)",
    },
    Step {
        what: "entries that did not follow their feed's subscription",
        sql: "UPDATE state SET hidden = hidden | 1 WHERE hidden & 1 = 0 AND feed IN (SELECT id FROM feed WHERE NOT subscribed);
              UPDATE state SET hidden = hidden & ~1 WHERE hidden & 1 = 1 AND feed IN (SELECT id FROM feed WHERE subscribed)",
    },
    Step {
        what: "acts that cannot be taken back any more",
        sql: "UPDATE act SET state = 'dropped' WHERE state IN ('done', 'undone') AND EXISTS (SELECT 1 FROM act_entry x WHERE x.act = act.id) \
              AND kind IN ('read', 'unread', 'bookmark', 'unbookmark', 'tag', 'untag') AND count <> (SELECT count(*) FROM act_entry x WHERE x.act = act.id)",
    },
    Step {
        what: "changes of no act",
        sql: "DELETE FROM act_entry WHERE NOT EXISTS (SELECT 1 FROM act a WHERE a.id = act_entry.act)",
    },
    Step {
        what: "notes about no feed",
        sql: "DELETE FROM feed_check WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = feed_check.feed);
              DELETE FROM feed_address WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = feed_address.feed);
              DELETE FROM past WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = past.feed);
              DELETE FROM past_page WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = past_page.feed);
              DELETE FROM check_log WHERE NOT EXISTS (SELECT 1 FROM feed f WHERE f.id = check_log.feed)",
    },
    Step {
        what: "numbers that would have been given out twice",
        sql: "INSERT INTO sqlite_sequence (name, seq) SELECT n.name, n.last FROM (SELECT 'state' AS name, (SELECT max(entry) FROM state) AS last \
              UNION SELECT 'feed', (SELECT max(id) FROM feed) UNION SELECT 'act', (SELECT max(id) FROM act)) n \
              WHERE n.last IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sqlite_sequence q WHERE q.name = n.name);
              UPDATE sqlite_sequence SET seq = n.last FROM (SELECT 'state' AS name, (SELECT max(entry) FROM state) AS last \
              UNION SELECT 'feed', (SELECT max(id) FROM feed) UNION SELECT 'act', (SELECT max(id) FROM act)) n \
              WHERE n.name = sqlite_sequence.name AND seq < n.last",
    },
    Step {
        what: "feeds whose counts were wrong",
        sql: "UPDATE feed SET unread = c.unread, total = c.total FROM (SELECT f.id AS id, coalesce(sum(s.entry IS NOT NULL AND s.read_at IS NULL), 0) AS unread, \
              count(s.entry) AS total FROM feed f LEFT JOIN state s ON s.feed = f.id AND s.hidden & ~1 = 0 GROUP BY f.id) c \
              WHERE c.id = feed.id AND (feed.unread <> c.unread OR feed.total <> c.total)",
    },
];

/// What was wrong, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// In words.
    pub what: &'static str,
    /// Rows that were written for it.
    pub rows: u64,
}

impl Store {
    /// Mends what rows need of each other. Looks at every row.
    pub async fn mend(&self) -> Result<Vec<Mended>, StoreError> {
        self.act(mend).await
    }
}

/// Mends what rows need of each other, and tells what was wrong.
pub fn mend(transaction: &Transaction<'_>) -> Result<Vec<Mended>, StoreError> {
    let mut mended = Vec::new();
    for Step { what, sql } in STEPS {
        let mut rows = 0;
        for statement in sql.split(';') {
            rows += transaction.execute(statement, [])? as u64;
        }
        if rows > 0 {
            mended.push(Mended { what, rows });
        }
    }
    Ok(mended)
}
