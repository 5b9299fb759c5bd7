//! Entries as feeds give them, taken in: one transaction per feed's document.
//!
//! Invariants: which entry comes again is decided in `parse::identity`; its content is replaced, its state and place in lists are kept; the feed's counts are right
//! after each transaction. HTML is stored as received.
//!
//! Figures (2 cores of a busy machine, 1,000 feeds of 30 entries of 6.5 kB HTML, one transaction each): 1.4 CPU s in all, of which zstd at level 1 takes 0.13 and
//! makes 103 MB of a file that would have 253; higher speeds of zstd save nothing more. 1,000,000 entries of 1 kB in such transactions: 53 CPU s.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::article;
use crate::model::{EntryId, FeedId, ParsedEntry, ParsedFeed, Timestamp};
use crate::parse::{Habit, Marks, Verdict};
use crate::store::body::{Packer, unpack};
use crate::store::checks::{Check, save_check};
use crate::store::error::StoreError;
use crate::store::extra::Extra;
use crate::store::handle::Store;
use crate::store::identity::{Archive, Candidate, follow, visible_text};
use crate::text::{self, Digest};

/// A date this far ahead of our clock is the other clock's error, not a date in the future.
const CLOCK_ERROR: i64 = 10 * 60_000;
/// Dates before this (one day after the epoch) are a zero that somebody printed.
const NO_DATE: i64 = 86_400_000;
/// `state.hidden`: the content is gone.
pub const CONTENT_GONE: i64 = 4;
/// How much HTML is looked at for a title.
const TITLE_SOURCE: usize = 4096;
/// Cells of a title made from the text.
const TITLE_CELLS: usize = 80;

/// What a feed's document brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Entries not seen before.
    pub new: u32,
    /// Entries whose title or text the feed changed.
    pub changed: u32,
    /// Whether the feed gives its entries other guids at each fetch, so that links and titles tell them.
    pub guids_change: bool,
}

impl Store {
    /// Takes a feed's document in, with the bookkeeping of its fetch, in one transaction. `now` is taken just before: what was listed earlier must be older.
    pub async fn save_feed(
        &self,
        feed: FeedId,
        parsed: ParsedFeed,
        check: Check,
        now: Timestamp,
    ) -> Result<Saved, StoreError> {
        self.batch(move |transaction| {
            let saved = save(transaction, feed, &parsed, now)?;
            let brought = (saved.new, saved.changed);
            save_check(transaction, &Check { feed, ..check }, brought)?;
            Ok(saved)
        })
        .await
    }
}

fn save(
    transaction: &Transaction<'_>,
    feed: FeedId,
    parsed: &ParsedFeed,
    now: Timestamp,
) -> Result<Saved, StoreError> {
    let standing = Standing::of(transaction, feed)?;
    let archive = Archive {
        transaction,
        feed,
        site: parsed.link.as_deref().or(standing.site.as_deref()),
        is_empty: standing.is_empty,
    };
    if !standing.is_marked {
        archive.mark_all()?;
    }
    let identified = archive.identify(&parsed.entries, standing.habit)?;
    let decision = &identified.decision;
    let mut intake = Intake::new(transaction, feed, &standing, now)?;
    intake.saved.guids_change = decision.habit.changes_guids();
    let decided = parsed.entries.iter().zip(&identified.marks);
    let decided: Vec<_> = decided.zip(&decision.verdicts).collect();
    // Documents run newest first: the last one is taken first, so that entries without a date keep the document's order.
    for ((entry, marks), verdict) in decided.into_iter().rev() {
        match verdict {
            Verdict::New => {
                intake.add(marks, &Given::new(entry))?;
            }
            Verdict::Known(at) => {
                if let Some(candidate) = identified.candidates.get(*at) {
                    intake.take_again(candidate, marks, &Given::new(entry))?;
                }
            }
            Verdict::Repeat => {}
        }
    }
    if parsed.paging.is_complete {
        intake.withdraw_others()?;
    }
    let habit = (standing.habit != decision.habit).then_some(decision.habit);
    note(&intake, parsed, habit)?;
    Ok(intake.saved)
}

/// Writes down what the document says of the feed itself, and what it made of its counts.
fn note(intake: &Intake<'_>, parsed: &ParsedFeed, habit: Option<Habit>) -> Result<(), StoreError> {
    let (unread, total) = intake.more;
    let sql = "UPDATE feed SET own_title = ?2, site = ?3, description = ?4, author = ?5, language = ?6, image = ?7, \
         unread = unread + ?8, total = total + ?9, guid_habit = coalesce(?10, guid_habit) WHERE id = ?1";
    intake.transaction.prepare_cached(sql)?.execute(params![
        intake.feed.0,
        parsed.title.as_deref().filter(|title| !title.is_empty()),
        parsed.link,
        parsed.description,
        parsed.author,
        parsed.language,
        parsed.image,
        unread,
        total,
        habit.map(Habit::value),
    ])?;
    Ok(())
}

/// What is known of a feed before its document is taken in.
pub struct Standing {
    /// One that was unsubscribed from while its answer was under way stays unlisted.
    pub is_subscribed: bool,
    /// What is thought of its guids.
    pub habit: Habit,
    /// Whether its entries have their marks.
    pub is_marked: bool,
    /// Its page.
    pub site: Option<String>,
    /// Whether nothing of it is known.
    pub is_empty: bool,
}

impl Standing {
    /// Of a feed.
    pub fn of(transaction: &Transaction<'_>, feed: FeedId) -> Result<Standing, StoreError> {
        let sql = "SELECT subscribed, guid_habit, is_marked, site, \
             NOT EXISTS (SELECT 1 FROM state INDEXED BY state_guid WHERE state.feed = feed.id) FROM feed WHERE id = ?1";
        let standing = |row: &Row<'_>| {
            Ok(Standing {
                is_subscribed: row.get(0)?,
                habit: Habit::from_value(row.get(1)?),
                is_marked: row.get(2)?,
                site: row.get(3)?,
                is_empty: row.get(4)?,
            })
        };
        let mut statement = transaction.prepare_cached(sql)?;
        statement
            .query_row([feed.0], standing)
            .optional()?
            .ok_or(StoreError::Missing {
                what: "feed",
                id: feed.0,
            })
    }
}

/// Entries of one feed being taken in.
pub struct Intake<'a> {
    transaction: &'a Transaction<'a>,
    feed: FeedId,
    hidden: i64,
    now: Timestamp,
    packer: Packer,
    saved: Saved,
    /// What the feed's counts grow by: unread, total.
    more: (i64, i64),
    /// The entries of the document.
    seen: HashSet<EntryId>,
}

/// An entry as given, with what is made of it once.
pub struct Given<'a> {
    entry: &'a ParsedEntry,
    extra: Option<String>,
    digest: i64,
}

impl<'a> Given<'a> {
    /// An entry.
    pub fn new(entry: &'a ParsedEntry) -> Given<'a> {
        let extra = Extra::of(entry);
        let digest = digest_of(entry, extra.as_deref());
        Given {
            entry,
            extra,
            digest,
        }
    }
}

impl<'a> Intake<'a> {
    /// Nothing is taken in yet.
    pub fn new(
        transaction: &'a Transaction<'a>,
        feed: FeedId,
        standing: &Standing,
        now: Timestamp,
    ) -> Result<Intake<'a>, StoreError> {
        Ok(Intake {
            transaction,
            feed,
            hidden: i64::from(!standing.is_subscribed),
            now,
            packer: Packer::new()?,
            saved: Saved::default(),
            more: (0, 0),
            seen: HashSet::new(),
        })
    }

    /// Adds what the entries make more to the feed's counts.
    pub fn count(&self) -> Result<(), StoreError> {
        let sql = "UPDATE feed SET unread = unread + ?2, total = total + ?3 WHERE id = ?1";
        let (unread, total) = self.more;
        self.transaction
            .prepare_cached(sql)?
            .execute(params![self.feed.0, unread, total])?;
        Ok(())
    }

    /// Takes an entry in that was not known.
    pub fn add(&mut self, marks: &Marks, given: &Given<'_>) -> Result<EntryId, StoreError> {
        let sql = "INSERT INTO state (feed, guid, place, title, time, first_seen, hidden) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let time = list_time(given.entry, self.now);
        self.transaction.prepare_cached(sql)?.execute(params![
            self.feed.0,
            marks.guid.value(),
            marks.place.value(),
            marks.title,
            time.0,
            self.now.0,
            self.hidden
        ])?;
        let id = self.transaction.last_insert_rowid();
        self.seen.insert(EntryId(id));
        self.write_content(id, given)?;
        self.saved.new += 1;
        self.more.0 += 1;
        self.more.1 += 1;
        Ok(EntryId(id))
    }

    fn take_again(
        &mut self,
        before: &Candidate,
        marks: &Marks,
        given: &Given<'_>,
    ) -> Result<(), StoreError> {
        self.seen.insert(before.id);
        follow(self.transaction, before, marks)?;
        if before.is_withdrawn {
            let sql = "UPDATE state SET withdrawn_at = NULL WHERE entry = ?1";
            self.transaction
                .prepare_cached(sql)?
                .execute([before.id.0])?;
        }
        match before.digest {
            Some(digest) if digest == given.digest => Ok(()),
            Some(_) => self.replace(before.id.0, given),
            None => self.restore(before, given),
        }
    }

    /// The content had gone by a rule of retention, the state had not.
    fn restore(&mut self, before: &Candidate, given: &Given<'_>) -> Result<(), StoreError> {
        self.write_content(before.id.0, given)?;
        let sql = "UPDATE state SET hidden = hidden & ~?2 WHERE entry = ?1";
        self.transaction
            .prepare_cached(sql)?
            .execute([before.id.0, CONTENT_GONE])?;
        if before.hidden & CONTENT_GONE != 0 {
            self.more.0 += i64::from(!before.is_read);
            self.more.1 += 1;
        }
        Ok(())
    }

    /// A feed that names all its entries (RFC 5005, section 2) took the others back. They stay, and it is noted.
    fn withdraw_others(&self) -> Result<(), StoreError> {
        let sql = "SELECT entry FROM state INDEXED BY state_feed WHERE hidden = 0 AND feed = ?1 AND withdrawn_at IS NULL";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let ids = statement.query_map([self.feed.0], |row| Ok(EntryId(row.get(0)?)))?;
        let others: Vec<EntryId> = ids
            .filter(|id| !id.as_ref().is_ok_and(|id| self.seen.contains(id)))
            .collect::<Result<_, _>>()?;
        let sql = "UPDATE state SET withdrawn_at = ?2 WHERE entry = ?1";
        let mut withdraw = self.transaction.prepare_cached(sql)?;
        for other in others {
            withdraw.execute([other.0, self.now.0])?;
        }
        Ok(())
    }

    fn replace(&mut self, id: i64, given: &Given<'_>) -> Result<(), StoreError> {
        if self.reads_differently(id, given)? {
            let sql = "UPDATE state SET changed_at = ?2 WHERE entry = ?1";
            self.transaction
                .prepare_cached(sql)?
                .execute([id, self.now.0])?;
            self.saved.changed += 1;
        }
        self.write_content(id, given)
    }

    /// Whether a reader would see another title or text: markup and addresses that change at every fetch do not count.
    fn reads_differently(&self, id: i64, given: &Given<'_>) -> Result<bool, StoreError> {
        let sql = "SELECT e.title, b.content, b.summary FROM entry e LEFT JOIN body b ON b.entry = e.id WHERE e.id = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else {
            return Ok(true);
        };
        if row.get::<_, String>(0)? != shown_title(given.entry) {
            return Ok(true);
        }
        let content = unpack(row.get_ref(1)?)?;
        let summary = unpack(row.get_ref(2)?)?;
        Ok(
            visible_text(content.as_deref()) != visible_text(given.entry.content.as_deref())
                || visible_text(summary.as_deref()) != visible_text(given.entry.summary.as_deref()),
        )
    }

    fn write_content(&mut self, id: i64, given: &Given<'_>) -> Result<(), StoreError> {
        let entry = given.entry;
        let sql = "INSERT OR REPLACE INTO entry (id, title, link, author, published, updated, media, guid, digest, extra) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        self.transaction.prepare_cached(sql)?.execute(params![
            id,
            shown_title(entry),
            entry.link,
            entry.author,
            entry.published.map(|time| time.0),
            entry.updated.map(|time| time.0),
            !entry.enclosures.is_empty(),
            entry.guid,
            given.digest,
            given.extra,
        ])?;
        let sql = "INSERT OR REPLACE INTO body (entry, content, summary) VALUES (?1, ?2, ?3)";
        let content = self.packer.pack(entry.content.as_deref());
        let summary = self.packer.pack(entry.summary.as_deref());
        self.transaction
            .prepare_cached(sql)?
            .execute(params![id, content, summary])?;
        Ok(())
    }
}

/// Where an entry stands in lists: when it was published, or first seen if that is missing or lies ahead.
pub fn list_time(entry: &ParsedEntry, first_seen: Timestamp) -> Timestamp {
    entry
        .published
        .or(entry.updated)
        .filter(|time| time.0 >= NO_DATE && time.since(first_seen) <= CLOCK_ERROR)
        .unwrap_or(first_seen)
}

/// The feed's title for it; without one the beginning of its text, else its address.
fn shown_title(entry: &ParsedEntry) -> String {
    let given = text::scrub_line(&entry.title);
    if !given.is_empty() {
        return given.into_owned();
    }
    let html = entry.content.as_deref().or(entry.summary.as_deref());
    let head = html.map_or("", |html| beginning(html, TITLE_SOURCE));
    let stripped = article::strip(head);
    let line = text::scrub_line(&stripped);
    if !line.is_empty() {
        return text::cut(&line, TITLE_CELLS).into_owned();
    }
    match &entry.link {
        Some(address) => text::address(address),
        None => "untitled".to_string(),
    }
}

fn beginning(html: &str, bytes: usize) -> &str {
    html.get(..html.floor_char_boundary(bytes)).unwrap_or(html)
}

fn digest_of(entry: &ParsedEntry, extra: Option<&str>) -> i64 {
    let times = [entry.published, entry.updated].map(|time| time.map(|time| time.0));
    times
        .into_iter()
        .fold(Digest::new(), Digest::with_number)
        .with(&entry.title)
        .with_some(entry.link.as_deref())
        .with_some(entry.content.as_deref())
        .with_some(entry.summary.as_deref())
        .with_some(entry.author.as_deref())
        .with_some(extra)
        .value()
}

#[cfg(test)]
mod tests;
