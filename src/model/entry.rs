//! Entries: as a feed gave them (`ParsedEntry`), as a list shows them (`EntryRow`), as one is read (`Entry`).
//!
//! Content and state are apart: what a feed says is replaced by what it says next, what the reader did never is.

use serde::{Deserialize, Serialize};

use crate::model::{EntryId, FeedId, FullText, PageText, Timestamp, is_own_feed};

/// Which format a document was in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedFormat {
    /// RSS 2.0 and what is read as such (0.93, 0.94, no version).
    #[default]
    Rss2,
    /// RSS 1.0 (RDF) and 0.90.
    Rss1,
    /// RSS 0.91 and 0.92.
    Rss0,
    /// Atom 1.0 and 0.3.
    Atom,
    /// JSON Feed 1.0 and 1.1.
    Json,
    /// Microsoft's Channel Definition Format.
    Cdf,
}

/// A feed's document, understood. Parsing never refuses what can be mended: `warnings` tells what was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedFeed {
    /// Plain text.
    pub title: Option<String>,
    /// The site, absolute.
    pub link: Option<String>,
    /// The feed's own id.
    pub id: Option<String>,
    /// Plain text.
    pub description: Option<String>,
    /// BCP 47, as stated.
    pub language: Option<String>,
    /// Plain text.
    pub author: Option<String>,
    /// When the feed says it last changed.
    pub updated: Option<Timestamp>,
    /// Logo or icon, absolute.
    pub image: Option<String>,
    /// RSS `ttl`.
    pub ttl_minutes: Option<u32>,
    /// `sy:updatePeriod` over `sy:updateFrequency`.
    pub period_minutes: Option<u32>,
    /// RSS `skipHours`, 0 to 23, GMT.
    pub skip_hours: Vec<u8>,
    /// RSS `skipDays`, 0 is Monday.
    pub skip_days: Vec<u8>,
    /// The program that wrote it.
    pub generator: Option<String>,
    /// Who may do what with it: copyright, licence. Plain text.
    pub rights: Option<String>,
    /// Where new documents are announced (WebSub), absolute.
    pub hub: Option<String>,
    /// In the document's order.
    pub entries: Vec<ParsedEntry>,
    /// What had to be mended, in words.
    pub warnings: Vec<String>,
    /// Which format it was.
    pub format: FeedFormat,
    /// Where its older entries are, and whether there are any.
    pub paging: Paging,
}

/// How a document hangs together with the feed's other documents (RFC 5005).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    /// The page after this one, in the feed's order: `rel="next"`, or `next_url` of a JSON feed; absolute.
    pub next: Option<String>,
    /// The archive document before this one: `rel="prev-archive"`; absolute.
    pub prev_archive: Option<String>,
    /// Whether it is an archive document, which never changes: `fh:archive`.
    pub is_archive: bool,
    /// Whether it holds all entries that the feed has: `fh:complete`.
    pub is_complete: bool,
}

impl Paging {
    /// Where the older entries are: archives before pages, since they do not shift when something new comes.
    #[must_use]
    pub fn older(&self) -> Option<&str> {
        self.prev_archive.as_deref().or(self.next.as_deref())
    }
}

/// One entry of a feed's document. HTML is as received, not cleaned; links are absolute.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedEntry {
    /// What tells this entry from its feed's others over time; never empty, stable between fetches.
    pub guid: String,
    /// Plain text, one line; empty when the feed gives none.
    pub title: String,
    /// The page, absolute.
    pub link: Option<String>,
    /// HTML as received.
    pub summary: Option<String>,
    /// HTML as received.
    pub content: Option<String>,
    /// As the feed says.
    pub published: Option<Timestamp>,
    /// As the feed says.
    pub updated: Option<Timestamp>,
    /// Plain text; several joined by `, `.
    pub author: Option<String>,
    /// Attached media.
    pub enclosures: Vec<Enclosure>,
    /// Categories, plain text.
    pub tags: Vec<String>,
    /// The page of comments, absolute.
    pub comments: Option<String>,
    /// How many comments there are.
    pub comment_count: Option<u32>,
    /// The feed of its comments, absolute.
    pub comments_feed: Option<String>,
    /// Lead picture, absolute.
    pub image: Option<String>,
    /// BCP 47, as stated.
    pub language: Option<String>,
    /// Who may do what with it: copyright, licence. Plain text.
    pub rights: Option<String>,
    /// The feed that an aggregator took it from.
    pub source: Option<SourceFeed>,
    /// What podcasts say of an episode.
    pub episode: Episode,
}

/// The feed that an aggregated entry comes from: RSS `source`, Atom `source`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFeed {
    /// Plain text.
    pub title: Option<String>,
    /// Its page, or its feed's address; absolute.
    pub link: Option<String>,
    /// Its id, as stated.
    pub id: Option<String>,
}

/// What podcasts say of an episode apart from its sound, which is an `Enclosure`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Episode {
    /// Its number: `itunes:episode`, `podcast:episode`.
    pub number: Option<u32>,
    /// `itunes:season`, `podcast:season`.
    pub season: Option<u32>,
    /// Where its words are written down, absolute: `podcast:transcript`.
    pub transcript: Option<String>,
    /// Where its chapters are listed, absolute: `podcast:chapters`.
    pub chapters: Option<String>,
}

/// Attached media.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Absolute.
    pub url: String,
    /// MIME type, as stated.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Bytes, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// Seconds, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
}

/// The place of an entry in a list: newest first, ties by id, so that no two entries share one.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SortKey {
    /// When it was published, or first seen if that is missing or lies in the future.
    pub time: Timestamp,
    /// Breaks ties.
    pub id: EntryId,
}

/// What a list shows of an entry: no article text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    /// Ours.
    pub id: EntryId,
    /// Its feed; of a bookmark whose feed is gone, the tombstone's.
    pub feed: FeedId,
    /// The feed's title as the reader names it.
    pub feed_title: String,
    /// Plain text, one line; never empty (a title is made from the text where the feed gives none).
    pub title: String,
    /// Where it opens in a browser.
    pub link: Option<String>,
    /// Its time in the list (`SortKey::time`): the entry's own; of `Scope::Continue`, when it was last read.
    pub time: Timestamp,
    /// Read.
    pub read: bool,
    /// Kept.
    pub bookmarked: bool,
    /// Its feed changed it after it was read.
    pub changed: bool,
    /// How far it was read, when it was begun and left.
    pub percent: Option<u8>,
    /// Whether something to hear or see is attached.
    pub has_enclosure: bool,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// Whether the reader wrote something to it.
    #[serde(default)]
    pub noted: bool,
    /// Its place in a list that is not sorted by `time`.
    pub listed: Option<Timestamp>,
    /// The line of its text around what a search found.
    pub context: Option<String>,
}

impl EntryRow {
    /// Its place in a list.
    #[must_use]
    pub fn key(&self) -> SortKey {
        SortKey {
            time: self.listed.unwrap_or(self.time),
            id: self.id,
        }
    }
}

/// A piece of a list. Rows are in the list's order, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// The rows.
    pub rows: Vec<EntryRow>,
    /// Whether newer rows exist.
    pub more_before: bool,
    /// Whether older rows exist.
    pub more_after: bool,
    /// How many rows the scope has, when that is known without counting them.
    pub total: Option<u64>,
    /// Index of the first row in the scope, when known without counting: 0 at the top, `total - rows` at the end.
    pub first: Option<u64>,
}

/// A place in a text that outlives lines, and as far as can be the text itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPlace {
    /// The block at the top of the screen, from 0.
    pub block: u32,
    /// What that block is known by; `None`: it says nothing, or was never told.
    pub mark: Option<i64>,
    /// How much of the block had scrolled away, in thousandths.
    pub part: u16,
}

/// Changes sooner than this after an entry came out are its coming out, in milliseconds.
const A_WHILE: i64 = 10 * 60_000;

/// An entry with its article, as one is opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What the list shows of it.
    pub row: EntryRow,
    /// Address of its feed.
    pub feed_url: String,
    /// The feed's guid for it.
    pub guid: String,
    /// Plain text.
    pub author: Option<String>,
    /// As the feed says.
    pub published: Option<Timestamp>,
    /// As the feed says.
    pub updated: Option<Timestamp>,
    /// When byline first saw it.
    pub first_seen: Timestamp,
    /// HTML as received.
    pub summary: Option<String>,
    /// HTML as received.
    pub content: Option<String>,
    /// Attached media.
    pub enclosures: Vec<Enclosure>,
    /// The feed's categories; the reader's tags are in the row.
    pub categories: Vec<String>,
    /// The page of comments.
    pub comments: Option<String>,
    /// How many comments there are.
    pub comment_count: Option<u32>,
    /// Lead picture.
    pub image: Option<String>,
    /// BCP 47: the entry's, else its feed's.
    pub language: Option<String>,
    /// Where it was left.
    pub place: Option<TextPlace>,
    /// When its feed, which names all the entries that it has, no longer named it.
    pub withdrawn: Option<Timestamp>,
    /// What its page has; `None`: it was never asked for.
    #[serde(default)]
    pub full_text: Option<Box<FullText>>,
    /// What the reader wrote to it; only bookmarks have that.
    #[serde(default)]
    pub note: Option<String>,
    /// When it was bookmarked, if it is.
    #[serde(default)]
    pub kept: Option<Timestamp>,
    /// Whether it is a page saved for later.
    #[serde(default)]
    pub later: bool,
}

impl Entry {
    /// The HTML that is shown: the full text where it is there and wanted, else the feed's own.
    #[must_use]
    pub fn html(&self) -> &str {
        self.shown_page()
            .map_or_else(|| self.own_html(), |page| &page.html)
    }

    /// The address in whose name its pictures are asked for: its feed's; of a page that stands in a feed of byline's own, the page's.
    #[must_use]
    pub fn named_by(&self) -> &str {
        match self.row.link.as_deref() {
            Some(link) if is_own_feed(&self.feed_url) => link,
            _ => &self.feed_url,
        }
    }

    /// What relative addresses in the HTML that is shown stand beside.
    #[must_use]
    pub fn base(&self) -> &str {
        match self.shown_page() {
            Some(page) => &page.url,
            None => self.row.link.as_deref().unwrap_or(&self.feed_url),
        }
    }

    /// The full text, where it is what is shown.
    #[must_use]
    pub fn shown_page(&self) -> Option<&PageText> {
        let full = self.full_text.as_ref().filter(|full| full.is_wanted)?;
        full.page.as_ref()
    }

    /// Why the full text that is wanted is not there, as the pane says it.
    #[must_use]
    pub fn text_note(&self) -> Option<String> {
        let full = self.full_text.as_ref()?;
        let lack = full.lack.as_ref()?;
        (full.is_wanted && full.page.is_none()).then(|| format!("no full text: {}", lack.what))
    }

    /// When its author changed it, if that was not in the minutes after it came out.
    #[must_use]
    pub fn edited(&self) -> Option<Timestamp> {
        let published = self.published?;
        self.updated
            .filter(|updated| updated.0 - published.0 > A_WHILE)
    }

    /// The richest HTML that the feed gives: the content, else the summary, else nothing.
    #[must_use]
    pub fn own_html(&self) -> &str {
        let filled = |html: &Option<String>| html.as_deref().is_some_and(|h| !h.trim().is_empty());
        if filled(&self.content) {
            self.content.as_deref().unwrap_or_default()
        } else {
            self.summary.as_deref().unwrap_or_default()
        }
    }
}
