//! What a feed says of an entry, written: title, links, dates, and the HTML packed.
//!
//! Invariant: HTML is stored as received; what is made up where the feed says nothing is only the title.

use rusqlite::{Transaction, params};

use crate::article;
use crate::model::{EntryId, ParsedEntry};
use crate::store::body::{Packer, unpack};
use crate::store::error::StoreError;
use crate::store::extra::Extra;
use crate::store::identity::visible_text;
use crate::text::{self, Digest};

/// How much HTML is looked at for a title.
const TITLE_SOURCE: usize = 4096;
/// Cells of a title made from the text.
const TITLE_CELLS: usize = 80;

/// An entry as given, with what is made of it once.
pub struct Given<'a> {
    /// As it came.
    pub entry: &'a ParsedEntry,
    extra: Option<String>,
    /// Of all that the feed said, to see cheaply that nothing changed.
    pub digest: i64,
}

impl<'a> Given<'a> {
    /// Of an entry that came.
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

/// Writes contents in one transaction.
pub struct Contents<'a> {
    transaction: &'a Transaction<'a>,
    packer: Packer,
}

impl<'a> Contents<'a> {
    /// In this transaction.
    pub fn new(transaction: &'a Transaction<'a>) -> Result<Contents<'a>, StoreError> {
        Ok(Contents {
            transaction,
            packer: Packer::new()?,
        })
    }

    /// Whether a reader would see another title or text: markup and addresses that change at every fetch do not count.
    pub fn reads_differently(&self, id: EntryId, given: &Given<'_>) -> Result<bool, StoreError> {
        let sql = "SELECT e.title, b.content, b.summary FROM entry e LEFT JOIN body b ON b.entry = e.id WHERE e.id = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let mut rows = statement.query([id.0])?;
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

    /// Replaces an entry's content.
    pub fn write(&mut self, id: EntryId, given: &Given<'_>) -> Result<(), StoreError> {
        let entry = given.entry;
        let sql = "INSERT OR REPLACE INTO entry (id, title, link, author, published, updated, media, guid, digest, extra) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let title = shown_title(entry);
        self.transaction.prepare_cached(sql)?.execute(params![
            id.0,
            title,
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
            .execute(params![id.0, content, summary])?;
        Ok(())
    }
}

/// The feed's title for it; without one the beginning of its text, else its address.
pub fn shown_title(entry: &ParsedEntry) -> String {
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
