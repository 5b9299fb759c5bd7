//! Which entries of a document are known: finds those that may be meant, and asks `parse::decide`.
//!
//! Lives here: the lookups, and the marks by which entries are found again. Does not live here: the decision. Invariant: the cost of a document grows with the
//! document and not with the archive, and most documents need one lookup for each entry.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::article;
use crate::model::{EntryId, FeedId, ParsedEntry, Timestamp};
use crate::parse::{Agreement, Decision, Habit, Known, Mark, Marks, Said, decide, unsure};
use crate::store::body::unpack;
use crate::store::error::StoreError;
use crate::text::digest;

/// Known entries that are looked at under one guid or link, the newest first.
const MOST_UNDER_ONE: i64 = 200;
/// Known entries that are looked at because they have one date.
const MOST_AT_ONE_TIME: i64 = 20;
/// Known entries that are looked at because nothing of a document was found otherwise.
const MOST_AROUND: i64 = 300;
/// A text of fewer bytes than this tells nothing: many entries say just "Comments".
const SHORTEST_TEXT: usize = 24;
/// How far around the dates of a document: a day, for who is unsure of the time zone.
const AROUND: i64 = 86_400_000;

/// An entry that the store has and that may come again.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Ours.
    pub id: EntryId,
    /// `state.hidden`.
    pub hidden: i64,
    /// Whether it is read.
    pub is_read: bool,
    /// Whether a complete feed no longer named it.
    pub is_withdrawn: bool,
    /// Of its content; none when that is gone.
    pub digest: Option<i64>,
    /// What it is known by.
    pub known: Known,
}

/// Who is who in a document.
pub struct Identified {
    /// What each entry is known by from now on.
    pub marks: Vec<Marks>,
    /// Those that were looked at.
    pub candidates: Vec<Candidate>,
    /// What was decided.
    pub decision: Decision,
}

/// What a document is compared with.
pub struct Archive<'a> {
    /// In which it is taken in.
    pub transaction: &'a Transaction<'a>,
    /// Whose document it is.
    pub feed: FeedId,
    /// The feed's own page.
    pub site: Option<&'a str>,
    /// Whether nothing of the feed is known yet.
    pub is_empty: bool,
}

impl Archive<'_> {
    /// Decides which entries of a document are known.
    pub fn identify(
        &self,
        entries: &[ParsedEntry],
        habit: Habit,
    ) -> Result<Identified, StoreError> {
        let of = |entry| Marks::of(entry, self.site);
        let marks: Vec<Marks> = entries.iter().map(of).collect();
        let mut found = Found::default();
        if !self.is_empty {
            self.find(&marks, habit, &mut found)?;
        }
        found
            .candidates
            .sort_unstable_by_key(|candidate| std::cmp::Reverse(candidate.id));
        let mut texts = Texts::new(self.transaction, entries, &found.candidates);
        let decision = decide(&marks, &found.known(), habit, &mut |entry, known| {
            texts.compared(entry, known)
        });
        if let Some(error) = texts.error {
            return Err(error);
        }
        Ok(Identified {
            marks,
            candidates: found.candidates,
            decision,
        })
    }

    fn find(&self, marks: &[Marks], habit: Habit, found: &mut Found) -> Result<(), StoreError> {
        self.under_guids(marks, found)?;
        let open = unsure(marks, &found.known(), habit);
        self.under_places(marks, &open, found)?;
        let is_lost = |at: &usize| marks.get(*at).is_some_and(|marks| !found.has(marks));
        let lost: Vec<usize> = open.into_iter().filter(is_lost).collect();
        self.at_dates(marks, &lost, found)?;
        if !lost.is_empty() && lost.len() * 2 >= marks.len() {
            self.around(marks, &lost, found)?;
        }
        Ok(())
    }

    fn under_guids(&self, marks: &[Marks], found: &mut Found) -> Result<(), StoreError> {
        let sql = format!(
            "{CANDIDATE} INDEXED BY state_guid {CONTENT} WHERE s.feed = ?1 AND s.guid = ?2 ORDER BY s.entry DESC LIMIT ?3"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let mut asked = HashSet::with_capacity(marks.len());
        for marks in marks.iter().filter(|marks| asked.insert(marks.guid)) {
            let values = params![self.feed.0, marks.guid.value(), MOST_UNDER_ONE];
            found.take(statement.query_map(values, candidate)?)?;
        }
        Ok(())
    }

    fn under_places(
        &self,
        marks: &[Marks],
        open: &[usize],
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "{CANDIDATE} INDEXED BY state_place {CONTENT} WHERE s.feed = ?1 AND s.place >= ?2 AND s.place <= ?3 ORDER BY s.place DESC, s.entry DESC LIMIT ?4"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let mut asked = HashSet::with_capacity(open.len());
        for marks in open.iter().filter_map(|at| marks.get(*at)) {
            if asked.insert(marks.place.page()) {
                let (lowest, highest) = marks.place.page_range();
                let values = params![self.feed.0, lowest, highest, MOST_UNDER_ONE];
                found.take(statement.query_map(values, candidate)?)?;
            }
        }
        Ok(())
    }

    /// The site may have been rebuilt: what has another guid and link may still have its date.
    fn at_dates(
        &self,
        marks: &[Marks],
        lost: &[usize],
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "{CANDIDATE} INDEXED BY state_feed {CONTENT} WHERE s.hidden = 0 AND s.feed = ?1 AND s.time = ?2 LIMIT ?3"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let dates: HashSet<Timestamp> = lost.iter().filter_map(|at| marks.get(*at)?.date).collect();
        for date in dates {
            let values = params![self.feed.0, date.0, MOST_AT_ONE_TIME];
            found.take(statement.query_map(values, candidate)?)?;
        }
        Ok(())
    }

    /// Nothing of the document was found: the site may have been rebuilt. Its entries of those days are looked at, or the newest for what has no date.
    fn around(&self, marks: &[Marks], lost: &[usize], found: &mut Found) -> Result<(), StoreError> {
        let dates = || lost.iter().filter_map(|at| marks.get(*at)?.date);
        let (from, to) = match (dates().min(), dates().max()) {
            (Some(oldest), Some(newest)) => (oldest.plus(-AROUND), newest.plus(AROUND)),
            _ => (Timestamp(i64::MIN), Timestamp(i64::MAX)),
        };
        let sql = format!(
            "{CANDIDATE} INDEXED BY state_feed {CONTENT} WHERE s.hidden = 0 AND s.feed = ?1 AND s.time BETWEEN ?2 AND ?3 ORDER BY s.time DESC LIMIT ?4"
        );
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let values = params![self.feed.0, from.0, to.0, MOST_AROUND];
        found.take(statement.query_map(values, candidate)?)?;
        if dates().count() < lost.len() {
            let values = params![self.feed.0, i64::MIN, i64::MAX, MOST_AROUND];
            found.take(statement.query_map(values, candidate)?)?;
        }
        Ok(())
    }
}

/// Gives a feed's entries of an older byline their marks, if they have none yet.
pub fn mark_all(transaction: &Transaction<'_>, feed: FeedId) -> Result<(), StoreError> {
    let sql = "SELECT site FROM feed WHERE id = ?1 AND NOT is_marked";
    let mut statement = transaction.prepare_cached(sql)?;
    let unmarked = statement.query_row([feed.0], |row| row.get(0)).optional()?;
    let Some(site): Option<Option<String>> = unmarked else {
        return Ok(());
    };
    for (entry, marks) in unmarked_entries(transaction, feed, site.as_deref())? {
        write(transaction, entry, (marks.guid, marks.place, marks.title))?;
    }
    let sql = "UPDATE feed SET is_marked = 1 WHERE id = ?1";
    transaction.execute(sql, [feed.0])?;
    Ok(())
}

fn unmarked_entries(
    transaction: &Transaction<'_>,
    feed: FeedId,
    site: Option<&str>,
) -> Result<Vec<(EntryId, Marks)>, StoreError> {
    let sql = "SELECT s.entry, coalesce(e.guid, b.guid), coalesce(e.link, b.link), coalesce(e.title, b.title) FROM state s \
         LEFT JOIN entry e ON e.id = s.entry LEFT JOIN bookmark b ON b.entry = s.entry \
         WHERE s.feed = ?1 AND s.place IS NULL AND coalesce(e.guid, b.guid) IS NOT NULL";
    let mut statement = transaction.prepare_cached(sql)?;
    let mut rows = statement.query([feed.0])?;
    let mut marked = Vec::new();
    while let Some(row) = rows.next()? {
        let (guid, link, title): (String, Option<String>, String) =
            (row.get(1)?, row.get(2)?, row.get(3)?);
        let said = Said {
            guid: &guid,
            link: link.as_deref(),
            title: &title,
        };
        marked.push((EntryId(row.get(0)?), said.marks(site)));
    }
    Ok(marked)
}

/// Keeps what an entry is known by now. What it no longer says of itself stays: it may say it again.
pub fn follow(
    transaction: &Transaction<'_>,
    candidate: &Candidate,
    marks: &Marks,
) -> Result<(), StoreError> {
    let known = &candidate.known;
    let is_less = !marks.guid.is_guid() && known.guid.is_guid();
    let guid = if is_less { known.guid } else { marks.guid };
    let is_less = !marks.place.is_link() && known.place.is_link();
    let place = if is_less { known.place } else { marks.place };
    let title = marks.title.or(known.title);
    if (guid, place, title) == (known.guid, known.place, known.title) {
        return Ok(());
    }
    write(transaction, candidate.id, (guid, place, title))
}

fn write(
    transaction: &Transaction<'_>,
    entry: EntryId,
    (guid, place, title): (Mark, Mark, Option<i64>),
) -> Result<(), StoreError> {
    let sql = "UPDATE state SET guid = ?2, place = ?3, title = ?4 WHERE entry = ?1";
    transaction.prepare_cached(sql)?.execute(params![
        entry.0,
        guid.value(),
        place.value(),
        title
    ])?;
    Ok(())
}

const CANDIDATE: &str = "SELECT s.entry, s.hidden, s.read_at IS NOT NULL, s.withdrawn_at IS NOT NULL, e.digest, s.guid, s.place, s.title, \
     s.time, s.first_seen, e.published FROM state s";
const CONTENT: &str = "LEFT JOIN entry e ON e.id = s.entry";

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    let guid = Mark::from_value(row.get(5)?);
    let place: Option<i64> = row.get(6)?;
    let (time, first_seen): (i64, i64) = (row.get(8)?, row.get(9)?);
    let published: Option<i64> = row.get(10)?;
    Ok(Candidate {
        id: EntryId(row.get(0)?),
        hidden: row.get(1)?,
        is_read: row.get(2)?,
        is_withdrawn: row.get(3)?,
        digest: row.get(4)?,
        known: Known {
            guid,
            place: place.map_or(guid, Mark::from_value),
            title: row.get(7)?,
            // The time of what has no date is when it was first seen, and no date.
            dates: [Some(time).filter(|time| *time != first_seen), published]
                .map(|date| date.map(Timestamp)),
        },
    })
}

/// What was found so far.
#[derive(Default)]
struct Found {
    candidates: Vec<Candidate>,
    ids: HashSet<EntryId>,
    marks: HashSet<Mark>,
}

impl Found {
    fn take(
        &mut self,
        rows: impl Iterator<Item = rusqlite::Result<Candidate>>,
    ) -> Result<(), StoreError> {
        for candidate in rows {
            let candidate = candidate?;
            if self.ids.insert(candidate.id) {
                self.marks.insert(candidate.known.guid);
                self.marks.insert(candidate.known.place.page());
                self.candidates.push(candidate);
            }
        }
        Ok(())
    }

    /// Whether something has its guid or leads to its page.
    fn has(&self, marks: &Marks) -> bool {
        self.marks.contains(&marks.guid) || self.marks.contains(&marks.place.page())
    }

    fn known(&self) -> Vec<Known> {
        self.candidates
            .iter()
            .map(|candidate| candidate.known)
            .collect()
    }
}

/// What readers see of texts, as digests, each taken once.
struct Texts<'a> {
    transaction: &'a Transaction<'a>,
    entries: &'a [ParsedEntry],
    candidates: Vec<EntryId>,
    given: HashMap<usize, Option<i64>>,
    kept: HashMap<usize, Option<i64>>,
    error: Option<StoreError>,
}

impl<'a> Texts<'a> {
    fn new(
        transaction: &'a Transaction<'a>,
        entries: &'a [ParsedEntry],
        candidates: &[Candidate],
    ) -> Texts<'a> {
        Texts {
            transaction,
            entries,
            candidates: candidates.iter().map(|candidate| candidate.id).collect(),
            given: HashMap::new(),
            kept: HashMap::new(),
            error: None,
        }
    }

    /// Whether they say the same; unknown where one says too little.
    fn compared(&mut self, entry: usize, known: usize) -> Agreement {
        let given = *self.given.entry(entry).or_insert_with(|| {
            let entry = self.entries.get(entry)?;
            of_text(entry.content.as_deref().or(entry.summary.as_deref()))
        });
        let Some(given) = given else {
            return Agreement::Unknown;
        };
        if !self.kept.contains_key(&known) {
            let text = self.kept_text(known).unwrap_or_else(|error| {
                self.error = Some(error);
                None
            });
            self.kept.insert(known, text);
        }
        match self.kept.get(&known).copied().flatten() {
            Some(kept) if kept == given => Agreement::Same,
            Some(_) => Agreement::Other,
            None => Agreement::Unknown,
        }
    }

    fn kept_text(&self, known: usize) -> Result<Option<i64>, StoreError> {
        let Some(id) = self.candidates.get(known) else {
            return Ok(None);
        };
        let sql = "SELECT content, summary FROM body WHERE entry = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let html = match unpack(row.get_ref(0)?)? {
            Some(content) => Some(content),
            None => unpack(row.get_ref(1)?)?,
        };
        Ok(of_text(html.as_deref()))
    }
}

fn of_text(html: Option<&str>) -> Option<i64> {
    let text = visible_text(html);
    (text.len() >= SHORTEST_TEXT).then(|| digest(&text))
}

/// What a reader would see of HTML, in one line: markup and addresses that change at every fetch do not count.
pub fn visible_text(html: Option<&str>) -> String {
    let stripped = article::strip(html.unwrap_or_default());
    stripped.split_whitespace().collect::<Vec<_>>().join(" ")
}
