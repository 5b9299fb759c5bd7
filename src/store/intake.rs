//! A document of a feed goes into the store: new entries, those that come again, and what becomes of the feed's counts.
//!
//! Lives here: the doing. Does not live here: which entry is which (`identity`), and how contents are written (`content`). Invariants: the place of an entry in
//! lists never changes; the counts are right after each document.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::model::{Colour, EntryId, FeedId, ParsedEntry, ParsedFeed, Ruled, Timestamp};
use crate::parse::{Habit, Marks, Verdict};
use crate::store::content::{Contents, Given};
use crate::store::error::StoreError;
use crate::store::identity::{Archive, Candidate, follow, mark_all};
use crate::store::retention::OUTDATED;
use crate::store::rules::{Judgement, RULE, Sum};

/// A date this far ahead of our clock is the other clock's error, not a date in the future.
const CLOCK_ERROR: i64 = 10 * 60_000;
/// Dates before this (one day after the epoch) are a zero that somebody printed.
const NO_DATE: i64 = 86_400_000;
/// `state.hidden`: the content is gone.
pub const CONTENT_GONE: i64 = 4;
/// What a feed's past brings that is older than this is read: nobody waits for it.
const YOUNG: i64 = 30 * 86_400_000;
/// Between two entries of the past that have no date, in lists.
const STEP: i64 = 1_000;

/// Which document of a feed it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The feed's own: what it says holds.
    Present,
    /// An older page or archive: what is known is known better.
    Past,
}

/// What a document brought.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Entries not seen before.
    pub new: u32,
    /// How many of them are unread.
    pub unread: u32,
    /// Entries whose title or text the feed changed.
    pub changed: u32,
    /// What is thought of the feed's guids now.
    pub habit: Habit,
    /// All entries of the document.
    pub entries: HashSet<EntryId>,
    /// New ones that rules found.
    pub ruled: Vec<Ruled>,
}

/// Takes a document in.
pub fn take_in(
    transaction: &Transaction<'_>,
    feed: FeedId,
    (parsed, judgement): (&ParsedFeed, &Judgement),
    (part, now): (Part, Timestamp),
) -> Result<Taken, StoreError> {
    mark_all(transaction, feed)?;
    let standing = Standing::of(transaction, feed)?;
    let archive = Archive {
        transaction,
        feed,
        site: standing.site_of(parsed, part),
        is_empty: standing.is_empty,
    };
    let identified = archive.identify(&parsed.entries, standing.habit)?;
    let decision = &identified.decision;
    let mut intake = Intake::new(transaction, feed, (part, now))?;
    intake.hidden = i64::from(!standing.is_subscribed);
    let mut ruled = Vec::new();
    let decided = parsed.entries.iter().zip(&identified.marks);
    let decided: Vec<_> = decided.zip(&decision.verdicts).enumerate().collect();
    // Documents run newest first: the last one is taken first, so that entries without a date keep the document's order.
    for (place, ((entry, marks), verdict)) in decided.into_iter().rev() {
        match verdict {
            Verdict::New => {
                let sum = judgement.sum(place);
                let (id, is_read) = intake.add_ruled((place, sum), marks, &Given::new(entry))?;
                // One that the past brings read was not made so by a rule.
                let by_itself = is_read && !sum.read;
                ruled.extend(judgement.ruled(place, id).map(|ruled| (ruled, by_itself)));
            }
            Verdict::Known(at) => {
                if let Some(candidate) = identified.candidates.get(*at) {
                    intake.take_again(candidate, marks, entry)?;
                }
            }
            Verdict::Repeat => {}
        }
    }
    if part == Part::Present {
        if parsed.paging.is_complete {
            intake.withdraw_others()?;
        }
        intake.taken.habit = decision.habit;
        note(transaction, feed, parsed, decision.habit)?;
    }
    judgement.carry_out(transaction, &ruled, now)?;
    intake.taken.ruled = ruled.into_iter().map(|(ruled, _)| ruled).collect();
    intake.count()?;
    Ok(intake.taken)
}

/// Writes down what the document says of the feed itself.
fn note(
    transaction: &Transaction<'_>,
    feed: FeedId,
    parsed: &ParsedFeed,
    habit: Habit,
) -> Result<(), StoreError> {
    let sql = "UPDATE feed SET own_title = ?2, site = ?3, description = ?4, author = ?5, language = ?6, image = ?7, guid_habit = ?8, \
         older = ?9 WHERE id = ?1";
    transaction.prepare_cached(sql)?.execute(params![
        feed.0,
        parsed.title.as_deref().filter(|title| !title.is_empty()),
        parsed.link,
        parsed.description,
        parsed.author,
        parsed.language,
        parsed.image,
        habit.value(),
        parsed.paging.older().unwrap_or_default(),
    ])?;
    Ok(())
}

/// What is known of a feed before its document is taken in.
pub struct Standing {
    /// One that was unsubscribed from while its answer was under way stays unlisted.
    pub is_subscribed: bool,
    /// What is thought of its guids.
    pub habit: Habit,
    /// Its page.
    pub site: Option<String>,
    /// Whether nothing of it is known.
    pub is_empty: bool,
}

impl Standing {
    /// Of a feed.
    pub fn of(transaction: &Transaction<'_>, feed: FeedId) -> Result<Standing, StoreError> {
        let sql = "SELECT subscribed, guid_habit, site, \
             NOT EXISTS (SELECT 1 FROM state INDEXED BY state_guid WHERE state.feed = feed.id) FROM feed WHERE id = ?1";
        let standing = |row: &Row<'_>| {
            Ok(Standing {
                is_subscribed: row.get(0)?,
                habit: Habit::from_value(row.get(1)?),
                site: row.get(2)?,
                is_empty: row.get(3)?,
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

    /// The feed's own page: of the present what the document says, of the past what the present said.
    fn site_of<'a>(&'a self, parsed: &'a ParsedFeed, part: Part) -> Option<&'a str> {
        let (said, known) = (parsed.link.as_deref(), self.site.as_deref());
        match part {
            Part::Present => said.or(known),
            Part::Past => known.or(said),
        }
    }
}

/// Entries of one feed being taken in.
pub struct Intake<'a> {
    transaction: &'a Transaction<'a>,
    feed: FeedId,
    part: Part,
    now: Timestamp,
    /// Where an entry without a date would stand above all others of the document.
    top: Timestamp,
    /// `state.hidden` of what is new.
    pub hidden: i64,
    contents: Contents<'a>,
    taken: Taken,
    /// What the feed's counts grow by: unread, total.
    more: (i64, i64),
}

impl<'a> Intake<'a> {
    /// Nothing is taken in yet.
    pub fn new(
        transaction: &'a Transaction<'a>,
        feed: FeedId,
        (part, now): (Part, Timestamp),
    ) -> Result<Intake<'a>, StoreError> {
        let top = match part {
            Part::Present => now,
            Part::Past => oldest(transaction, feed)?.unwrap_or(now),
        };
        Ok(Intake {
            transaction,
            feed,
            part,
            now,
            top,
            hidden: 0,
            contents: Contents::new(transaction)?,
            taken: Taken::default(),
            more: (0, 0),
        })
    }

    /// Takes in an entry that was not known; `place` is its place in the document.
    pub fn add(
        &mut self,
        place: usize,
        marks: &Marks,
        given: &Given<'_>,
    ) -> Result<EntryId, StoreError> {
        let (id, _) = self.add_ruled((place, Sum::default()), marks, given)?;
        Ok(id)
    }

    /// The same, with what rules say of it; and whether it came read.
    fn add_ruled(
        &mut self,
        (place, sum): (usize, Sum),
        marks: &Marks,
        given: &Given<'_>,
    ) -> Result<(EntryId, bool), StoreError> {
        let sql = "INSERT INTO state (feed, guid, place, title, time, first_seen, hidden, read_at, colour) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let date = date(given.entry, self.now);
        let time = date.unwrap_or_else(|| self.undated(place));
        let is_young = date.is_some_and(|date| self.now.since(date) < YOUNG);
        let is_read = sum.read || (self.part == Part::Past && !is_young);
        let hidden = self.hidden | if sum.hide { RULE } else { 0 };
        self.transaction.prepare_cached(sql)?.execute(params![
            self.feed.0,
            marks.guid.value(),
            marks.place.value(),
            marks.title,
            time.0,
            self.now.0,
            hidden,
            is_read.then_some(self.now.0),
            sum.colour.map(Colour::number),
        ])?;
        let id = EntryId(self.transaction.last_insert_rowid());
        self.contents.write(id, given)?;
        self.taken.entries.insert(id);
        self.taken.new += 1;
        if !sum.hide {
            self.taken.unread += u32::from(!is_read);
            self.more.0 += i64::from(!is_read);
            self.more.1 += 1;
        }
        Ok((id, is_read))
    }

    /// Where an entry without a date stands: where it was first seen; of the past below all that is known.
    fn undated(&self, place: usize) -> Timestamp {
        match self.part {
            Part::Present => self.now,
            Part::Past => self.top.plus(-STEP * (place as i64 + 1)),
        }
    }

    fn take_again(
        &mut self,
        before: &Candidate,
        marks: &Marks,
        entry: &ParsedEntry,
    ) -> Result<(), StoreError> {
        self.taken.entries.insert(before.id);
        if self.part == Part::Past && before.digest.is_some() {
            // An archive tells how it was then.
            return Ok(());
        }
        follow(self.transaction, before, marks)?;
        if before.is_withdrawn && self.part == Part::Present {
            let sql = "UPDATE state SET withdrawn_at = NULL WHERE entry = ?1";
            self.transaction
                .prepare_cached(sql)?
                .execute([before.id.0])?;
        }
        let given = Given::new(entry);
        match before.digest {
            // Let go by a rule that still holds.
            None if before.hidden & OUTDATED != 0 => Ok(()),
            Some(digest) if digest == given.digest => Ok(()),
            Some(_) => self.replace(before.id, &given),
            None => self.restore(before, &given),
        }
    }

    /// The content had gone by a rule of retention, the state had not.
    fn restore(&mut self, before: &Candidate, given: &Given<'_>) -> Result<(), StoreError> {
        self.contents.write(before.id, given)?;
        let sql = "UPDATE state SET hidden = hidden & ~?2 WHERE entry = ?1";
        self.transaction
            .prepare_cached(sql)?
            .execute([before.id.0, CONTENT_GONE])?;
        if before.hidden & CONTENT_GONE != 0 && before.hidden & RULE == 0 {
            self.more.0 += i64::from(!before.is_read);
            self.more.1 += 1;
        }
        Ok(())
    }

    fn replace(&mut self, id: EntryId, given: &Given<'_>) -> Result<(), StoreError> {
        if self.contents.reads_differently(id, given)? {
            let sql = "UPDATE state SET changed_at = ?2 WHERE entry = ?1";
            self.transaction
                .prepare_cached(sql)?
                .execute([id.0, self.now.0])?;
            self.taken.changed += 1;
        }
        self.contents.write(id, given)
    }

    /// A feed that names all its entries (RFC 5005, section 2) took the others back. They stay, and it is noted.
    fn withdraw_others(&self) -> Result<(), StoreError> {
        let sql = "SELECT entry FROM state INDEXED BY state_feed WHERE hidden = 0 AND feed = ?1 AND withdrawn_at IS NULL";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let ids = statement.query_map([self.feed.0], |row| Ok(EntryId(row.get(0)?)))?;
        let others: Vec<EntryId> = ids
            .filter(|id| !id.as_ref().is_ok_and(|id| self.taken.entries.contains(id)))
            .collect::<Result<_, _>>()?;
        let sql = "UPDATE state SET withdrawn_at = ?2 WHERE entry = ?1";
        let mut withdraw = self.transaction.prepare_cached(sql)?;
        for other in others {
            withdraw.execute([other.0, self.now.0])?;
        }
        Ok(())
    }

    /// Adds what the entries make more to the feed's counts.
    pub fn count(&self) -> Result<(), StoreError> {
        let (unread, total) = self.more;
        if total != 0 {
            let sql = "UPDATE feed SET unread = unread + ?2, total = total + ?3 WHERE id = ?1";
            let values = [self.feed.0, unread, total];
            self.transaction.prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
    }
}

/// When the oldest listed entry of a feed stands in lists.
fn oldest(transaction: &Transaction<'_>, feed: FeedId) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT min(time) FROM state INDEXED BY state_feed WHERE hidden = 0 AND feed = ?1";
    let mut statement = transaction.prepare_cached(sql)?;
    let time: Option<i64> = statement.query_row([feed.0], |row| row.get(0))?;
    Ok(time.map(Timestamp))
}

/// When an entry was published, as far as that can be: not when it lies ahead, and not when it is a zero.
pub fn date(entry: &ParsedEntry, now: Timestamp) -> Option<Timestamp> {
    entry
        .published
        .or(entry.updated)
        .filter(|time| time.0 >= NO_DATE && time.since(now) <= CLOCK_ERROR)
}
