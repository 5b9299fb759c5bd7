//! Bookmarks of other programs, and byline's own that were written down, taken over as one act.
//!
//! A page that the archive has already is bookmarked there; of any other, the bookmark is all there is: it stands below a feed that nobody asks. Invariants: nothing
//! that was there is replaced; the act's undo takes all of it back.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::{
    Act, ActId, ActKind, Bookmark, EntryId, FeedId, FullText, IMPORTED_URL, ParsedEntry, SAVED_URL,
    Timestamp, is_own_feed, joined,
};
use crate::parse::{Marks, Said, same_page};
use crate::store::body::Packer;
use crate::store::bookmarks;
use crate::store::content::shown_title;
use crate::store::error::StoreError;
use crate::store::extra::Extra;
use crate::store::handle::Store;
use crate::store::history;
use crate::store::intake::CONTENT_GONE;
use crate::store::pictures::keep_picture;
use crate::store::saved::{own_feed, saved_made};
use crate::store::subscriptions::add;
use crate::store::turn::Turn;

/// What was taken over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// The act; `None`: all of it was there already.
    pub act: Option<Act>,
    /// Bookmarks that are new.
    pub new: u64,
    /// Those that were there, and got tags or a note.
    pub enriched: u64,
    /// Those that were there as they are.
    pub known: u64,
}

impl Store {
    /// Takes bookmarks over; `name` is what the history calls the list.
    pub async fn bring(
        &self,
        bookmarks: Vec<Bookmark>,
        name: String,
        now: Timestamp,
    ) -> Result<Brought, StoreError> {
        self.act(move |transaction| bring(transaction, &bookmarks, &name, now))
            .await
    }
}

fn bring(
    transaction: &Transaction<'_>,
    bookmarks: &[Bookmark],
    name: &str,
    now: Timestamp,
) -> Result<Brought, StoreError> {
    let mut bringing = Bringing {
        transaction,
        act: history::begin(transaction, ActKind::Bring, None, now)?,
        now,
        packer: Packer::new()?,
        feeds: HashMap::new(),
        pages: same_pages(transaction, bookmarks)?,
        brought: Brought::default(),
    };
    for bookmark in bookmarks {
        bringing.take(bookmark)?;
    }
    let Bringing {
        act, mut brought, ..
    } = bringing;
    let count = brought.new + brought.enriched;
    if count == 0 {
        history::abandon(transaction, act)?;
        return Ok(brought);
    }
    bookmarks::turn(transaction, act, Turn::Do, now)?;
    brought.act = Some(history::finish(transaction, act, name, count)?);
    Ok(brought)
}

/// The entries of the archive by the mark of their page, as far as these bookmarks lead there: one look at every entry, however many bookmarks there are.
fn same_pages(
    transaction: &Transaction<'_>,
    bookmarks: &[Bookmark],
) -> Result<HashMap<i64, EntryId>, StoreError> {
    let strangers = bookmarks.iter().filter(|it| it.feed.is_none());
    let marks = strangers.filter_map(|it| same_page(it.entry.link.as_deref()?));
    transaction.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS wanted_page (place INTEGER PRIMARY KEY); DELETE FROM temp.wanted_page;",
    )?;
    let mut statement =
        transaction.prepare("INSERT OR IGNORE INTO temp.wanted_page (place) VALUES (?1)")?;
    for mark in marks {
        statement.execute([mark.value()])?;
    }
    // A bookmark before an entry, an entry before what is left of one; the older before the newer.
    let sql = "SELECT s.place, s.entry FROM state s CROSS JOIN temp.wanted_page w ON w.place = s.place \
         LEFT JOIN bookmark b ON b.entry = s.entry AND b.dropped_at IS NULL LEFT JOIN entry e ON e.id = s.entry \
         ORDER BY b.entry IS NOT NULL, e.id IS NOT NULL, s.entry DESC";
    let mut statement = transaction.prepare(sql)?;
    let pairs = statement.query_map([], |row| Ok((row.get(0)?, EntryId(row.get(1)?))))?;
    Ok(pairs.collect::<Result<_, _>>()?)
}

struct Bringing<'a> {
    transaction: &'a Transaction<'a>,
    act: ActId,
    now: Timestamp,
    packer: Packer,
    feeds: HashMap<String, FeedId>,
    pages: HashMap<i64, EntryId>,
    brought: Brought,
}

impl Bringing<'_> {
    fn take(&mut self, bookmark: &Bookmark) -> Result<(), StoreError> {
        let (entry, is_kept) = match self.known(bookmark)? {
            Some(entry) => {
                let sql = "SELECT EXISTS (SELECT 1 FROM bookmark WHERE entry = ?1 AND dropped_at IS NULL)";
                let mut statement = self.transaction.prepare_cached(sql)?;
                (entry, statement.query_row([entry.0], |row| row.get(0))?)
            }
            None => (self.place(bookmark)?, false),
        };
        if !is_kept {
            self.keep(entry, bookmark)?;
        }
        let tagged = bookmarks::tag(self.transaction, self.act, entry, &bookmark.tags)?;
        let noted = self.note(entry, bookmark.note.as_ref())?;
        match (is_kept, tagged > 0 || noted) {
            (false, _) => self.brought.new += 1,
            (true, true) => self.brought.enriched += 1,
            (true, false) => {
                self.brought.known += 1;
                return Ok(());
            }
        }
        let sql =
            "INSERT OR IGNORE INTO act_entry (act, entry, was, became) VALUES (?1, ?2, ?3, 1)";
        let mut statement = self.transaction.prepare_cached(sql)?;
        statement.execute(params![self.act.0, entry.0, is_kept.then_some(1)])?;
        self.full_text(entry, bookmark.full_text.as_deref())?;
        for (src, bytes) in &bookmark.pictures {
            keep_picture(self.transaction, entry, src, bytes)?;
        }
        Ok(())
    }

    /// The entry that it is of, if the store has one: of its own feed, or of its page.
    fn known(&mut self, bookmark: &Bookmark) -> Result<Option<EntryId>, StoreError> {
        let link = bookmark.entry.link.as_deref();
        if bookmark.feed.is_none() {
            let mark = link.and_then(same_page);
            return Ok(mark.and_then(|mark| self.pages.get(&mark.value()).copied()));
        }
        let feed = self.feed(bookmark)?;
        let marks = marks(bookmark);
        let sql = "SELECT entry FROM state INDEXED BY state_guid WHERE feed = ?1 AND guid = ?2 ORDER BY entry LIMIT 1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let values = params![feed.0, marks.guid.value()];
        Ok(statement
            .query_row(values, |row| Ok(EntryId(row.get(0)?)))
            .optional()?)
    }

    /// The feed that a bookmark stands below; made if it is not there, unlisted and asked by nobody.
    fn feed(&mut self, bookmark: &Bookmark) -> Result<FeedId, StoreError> {
        let (url, title) = match &bookmark.feed {
            Some((url, _)) if url == SAVED_URL => return saved_made(self.transaction),
            Some((url, title)) if url != IMPORTED_URL => (url.as_str(), title.as_str()),
            _ => (IMPORTED_URL, "Imported"),
        };
        if let Some(feed) = self.feeds.get(url) {
            return Ok(*feed);
        }
        let feed = match own_feed(self.transaction, url)? {
            Some(feed) => feed,
            None => {
                let feed = add(self.transaction, url)?;
                let sql = "UPDATE feed SET subscribed = 0, is_marked = 1, full_text = 1, own_title = ?2 WHERE id = ?1";
                let title = Some(title).filter(|title| !title.trim().is_empty());
                self.transaction.execute(sql, params![feed.0, title])?;
                feed
            }
        };
        self.feeds.insert(url.to_string(), feed);
        Ok(feed)
    }

    /// Makes place for a bookmark whose entry the store does not have: one whose content is gone.
    fn place(&mut self, bookmark: &Bookmark) -> Result<EntryId, StoreError> {
        let feed = self.feed(bookmark)?;
        let marks = marks(bookmark);
        let sql = "INSERT INTO state (feed, guid, place, title, time, first_seen, hidden, read_at) \
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 | (subscribed = 0), ?8 FROM feed WHERE id = ?1";
        let kept = bookmark.kept.unwrap_or(self.now);
        let time = bookmark.time.or(bookmark.entry.published).unwrap_or(kept);
        self.transaction.prepare_cached(sql)?.execute(params![
            feed.0,
            marks.guid.value(),
            marks.place.value(),
            marks.title,
            time.0,
            bookmark.first_seen.unwrap_or(self.now).0,
            CONTENT_GONE,
            bookmark.is_read.then_some(kept.0),
        ])?;
        let entry = EntryId(self.transaction.last_insert_rowid());
        if bookmark.feed.is_none()
            && let Some(mark) = bookmark.entry.link.as_deref().and_then(same_page)
        {
            self.pages.insert(mark.value(), entry);
        }
        Ok(entry)
    }

    /// Makes the bookmark: a copy of the entry if that is there, else of what was brought. One that was dropped is taken up again by `bookmarks::turn`.
    fn keep(&mut self, entry: EntryId, bookmark: &Bookmark) -> Result<(), StoreError> {
        let kept = bookmark.kept.unwrap_or(self.now);
        if bookmarks::keep_one(self.transaction, entry, kept)? {
            return Ok(());
        }
        let sql = "INSERT OR IGNORE INTO bookmark (entry, time, kept_at, feed, feed_url, feed_title, first_seen, title, link, author, \
             published, updated, media, guid, extra, content, summary) \
             SELECT s.entry, s.time, ?2, s.feed, f.url, coalesce(f.title, f.own_title, f.url), s.first_seen, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 \
             FROM state s JOIN feed f ON f.id = s.feed WHERE s.entry = ?1";
        let said = &bookmark.entry;
        let content = self.packer.pack(said.content.as_deref());
        let summary = self.packer.pack(said.summary.as_deref());
        self.transaction.prepare_cached(sql)?.execute(params![
            entry.0,
            kept.0,
            shown_title(said),
            said.link,
            said.author,
            said.published.map(|time| time.0),
            said.updated.map(|time| time.0),
            !said.enclosures.is_empty(),
            guid(said),
            Extra::of(said),
            content,
            summary,
        ])?;
        Ok(())
    }

    fn note(&self, entry: EntryId, text: Option<&String>) -> Result<bool, StoreError> {
        let Some(text) = text else {
            return Ok(false);
        };
        let sql = "SELECT text FROM note WHERE entry = ?1";
        let before = self
            .transaction
            .prepare_cached(sql)?
            .query_row([entry.0], |row| row.get(0))
            .optional()?;
        let text = joined(before, Some(text.clone()));
        bookmarks::note(self.transaction, self.act, entry, text.as_deref())
    }

    /// Keeps the full text of a page where none is there.
    fn full_text(&mut self, entry: EntryId, full: Option<&FullText>) -> Result<(), StoreError> {
        let Some(page) = full.and_then(|full| full.page.as_ref()) else {
            return Ok(());
        };
        let came = full.and_then(|full| full.came).unwrap_or(self.now);
        let facts = serde_json::to_string(&page.facts)
            .map_err(|error| StoreError::Refused(error.to_string()))?;
        let row = "INSERT OR IGNORE INTO full_text (entry) VALUES (?1)";
        self.transaction.prepare_cached(row)?.execute([entry.0])?;
        let sql = "UPDATE full_text SET asked_at = ?2, came_at = ?2, html = ?3, url = ?4, facts = ?5, lack = NULL, chosen = 1 WHERE entry = ?1 AND html IS NULL";
        let html = self.packer.pack(Some(&page.html));
        let values = params![entry.0, came.0, html, page.url, facts];
        self.transaction.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }
}

/// What tells it from others: as its feed would give it, else its page alone.
fn marks(bookmark: &Bookmark) -> Marks {
    let said = &bookmark.entry;
    let page = said.link.as_deref().and_then(same_page);
    let is_own = match &bookmark.feed {
        Some((url, _)) => is_own_feed(url),
        None => true,
    };
    match page {
        Some(page) if is_own => Marks {
            guid: page,
            place: page,
            title: None,
            date: None,
        },
        _ => Said {
            guid: guid(said),
            link: said.link.as_deref(),
            title: &said.title,
        }
        .marks(None),
    }
}

fn guid(said: &ParsedEntry) -> &str {
    match said.guid.as_str() {
        "" => said.link.as_deref().unwrap_or_default(),
        guid => guid,
    }
}

#[cfg(test)]
mod tests;
