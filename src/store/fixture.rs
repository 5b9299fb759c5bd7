//! A small world for the store's tests: feeds, entries, a clock in the hand.

#![allow(clippy::unwrap_used)]

use crate::model::{
    Anchor, Change, EntryId, FeedId, ParsedEntry, ParsedFeed, Scope, Show, Subscription, TextPlace,
    Timestamp, Which, Window,
};
use crate::store::{Check, Moment, Saved, Store, StoreError, UndoPeriod, WindowWish};

/// Some Tuesday.
pub const NOW: Timestamp = Timestamp(1_795_500_000_000);
/// One minute.
pub const MINUTE: i64 = 60_000;

/// 90 days, as shipped.
pub(in crate::store) const PERIOD: UndoPeriod = UndoPeriod {
    span: 90 * 24 * 60 * MINUTE,
    changes: 1_000_000,
};

/// Runs a future to its end.
pub(in crate::store) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

/// `NOW`, so many minutes later.
pub(in crate::store) fn later(minutes: i64) -> Timestamp {
    NOW.plus(minutes * MINUTE)
}

/// A moment at that time.
pub(in crate::store) fn at(now: Timestamp) -> Moment {
    Moment {
        now,
        midnight: NOW.plus(-60 * MINUTE),
        query: None,
    }
}

/// A subscription in a folder.
pub(in crate::store) fn wish(url: &str, folder: &str) -> Subscription {
    Subscription {
        folder: (!folder.is_empty()).then(|| folder.to_string()),
        ..Subscription::new(url)
    }
}

/// An entry published so many minutes before `NOW`.
pub(in crate::store) fn item(guid: &str, minutes_ago: i64) -> ParsedEntry {
    ParsedEntry {
        guid: guid.to_string(),
        title: format!("Title of {guid}"),
        link: Some(format!("https://example.org/{guid}")),
        content: Some(format!("<p>Text of {guid}</p>")),
        published: Some(NOW.plus(-minutes_ago * MINUTE)),
        ..ParsedEntry::default()
    }
}

/// A feed's document.
pub(in crate::store) fn document(entries: Vec<ParsedEntry>) -> ParsedFeed {
    ParsedFeed {
        title: Some("A feed".to_string()),
        entries,
        ..ParsedFeed::default()
    }
}

impl Store {
    /// Follows these feeds and answers their ids in that order.
    pub(in crate::store) fn following(&self, wishes: &[Subscription]) -> Vec<FeedId> {
        wait(self.reconcile(wishes.to_vec(), NOW)).unwrap();
        let rows = wait(self.feeds(NOW)).unwrap().rows;
        let id = |wish: &Subscription| rows.iter().find(|row| row.url == wish.url).unwrap().id;
        wishes.iter().map(id).collect()
    }

    /// Takes entries in.
    pub(in crate::store) fn takes(
        &self,
        feed: FeedId,
        entries: Vec<ParsedEntry>,
        now: Timestamp,
    ) -> Saved {
        let saved = wait(self.save_feed(feed, document(entries), Check::default(), now)).unwrap();
        while wait(self.measure()).unwrap() > 0 {}
        saved
    }

    /// Does a change, at that time.
    pub(in crate::store) fn does(&self, change: Change, now: Timestamp) -> crate::model::Act {
        wait(self.change(change, at(now))).unwrap()
    }

    /// Everything in a scope, in one window.
    pub(in crate::store) fn lists(&self, scope: Scope) -> Window {
        let wish = WindowWish {
            scope,
            show: Show::All,
            anchor: Anchor::First,
            count: 1000,
            midnight: at(NOW).midnight,
            ..WindowWish::default()
        };
        wait(self.window(wish)).unwrap()
    }

    /// The guids of a scope, as their titles tell them.
    pub(in crate::store) fn names(&self, scope: Scope) -> Vec<String> {
        let named = |title: &str| title.trim_start_matches("Title of ").to_string();
        let rows = self.lists(scope).rows;
        rows.iter().map(|row| named(&row.title)).collect()
    }

    /// The id behind a guid that `item` made.
    pub(in crate::store) fn id(&self, guid: &str) -> EntryId {
        let sql = "SELECT id FROM entry WHERE guid = ?1";
        let guid = guid.to_string();
        wait(self.load(move |c| Ok(EntryId(c.query_row(sql, [guid], |row| row.get(0))?)))).unwrap()
    }

    /// Where kept counts differ from a recount, and anything else that must not be.
    pub(in crate::store) fn complaints(&self) -> Vec<String> {
        let sql = "SELECT f.url, f.unread, f.total, \
             (SELECT count(*) FROM state s WHERE s.feed = f.id AND s.hidden & ~1 = 0 AND s.read_at IS NULL), \
             (SELECT count(*) FROM state s WHERE s.feed = f.id AND s.hidden & ~1 = 0) FROM feed f";
        let look = move |connection: &rusqlite::Connection| -> Result<Vec<String>, StoreError> {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let number = |at: usize| row.get::<_, i64>(at);
                let kept = (number(1)?, number(2)?);
                let counted = (number(3)?, number(4)?);
                let url: String = row.get(0)?;
                Ok((kept != counted).then(|| format!("{url}: kept {kept:?}, counted {counted:?}")))
            })?;
            let mut found: Vec<String> = rows.flatten().flatten().collect();
            let mut check = connection.prepare("PRAGMA integrity_check")?;
            let words = check.query_map([], |row| row.get::<_, String>(0))?;
            found.extend(words.flatten().filter(|word| word != "ok"));
            Ok(found)
        };
        wait(self.load(look)).unwrap()
    }
}

/// A place in a text: the beginning of a block.
pub(in crate::store) fn block(block: u32) -> TextPlace {
    TextPlace {
        block,
        mark: Some(i64::from(block) - 100),
        part: 250,
    }
}

/// These entries.
pub(in crate::store) fn these(ids: &[EntryId]) -> Which {
    Which::Entries(ids.to_vec())
}

/// All of a scope that was seen by then.
pub(in crate::store) fn all_of(scope: Scope, seen_by: Timestamp) -> Which {
    Which::Scope {
        scope,
        show: Show::All,
        seen_by,
    }
}
