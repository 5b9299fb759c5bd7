//! Entries handed out by id: as rows of a list, and whole with their article.
//!
//! Invariant: what can be listed can be handed out. A bookmark stands in for an entry that is gone.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::model::{
    Entry, EntryId, EntryRow, FeedId, IMPORTED_URL, SAVED_URL, TextPlace, Timestamp,
};
use crate::store::body::unpack;
use crate::store::error::StoreError;
use crate::store::extra::Extra;
use crate::store::full_text::full_text;
use crate::store::functions::longer;
use crate::store::handle::Store;
use crate::store::saved::UNSAVED;
use crate::text;

const ROW: &str = "s.entry, s.feed, f.title, f.own_title, f.url, coalesce(e.title, b.title), coalesce(e.link, b.link), s.time, \
     s.read_at, s.changed_at, b.entry IS NOT NULL, s.left_at IS NOT NULL, s.percent, coalesce(e.media, b.media), \
     (SELECT json_group_array(tag) FROM entry_tag t WHERE t.entry = s.entry), n.entry IS NOT NULL";
const WHOLE: &str = "coalesce(e.guid, b.guid), coalesce(e.author, b.author), coalesce(e.published, b.published), \
     coalesce(e.updated, b.updated), s.first_seen, coalesce(e.extra, b.extra), f.language, s.block, s.withdrawn_at, s.left_mark, s.left_part, n.text, b.kept_at, s.hidden";
const HTML: &str = "y.content, y.summary, b.content, b.summary";
const FROM: &str = "FROM state s JOIN feed f ON f.id = s.feed LEFT JOIN entry e ON e.id = s.entry \
     LEFT JOIN bookmark b ON b.entry = s.entry AND b.dropped_at IS NULL LEFT JOIN note n ON n.entry = b.entry";
const WHERE: &str = "WHERE s.entry = ?1 AND coalesce(e.id, b.entry) IS NOT NULL";
/// How many columns `ROW` has.
const ROW_COLUMNS: usize = 16;
/// How many columns `ROW` and `WHOLE` have together.
const WHOLE_COLUMNS: usize = ROW_COLUMNS + 14;

impl Store {
    /// An entry with its article, of unsubscribed feeds too; a bookmarked one even if nothing else of it is left.
    pub async fn entry(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        self.load(move |connection| whole(connection, id)).await
    }

    /// Everything about these entries but their text; those that are gone are left out.
    pub async fn details(&self, ids: Vec<EntryId>) -> Result<Vec<Entry>, StoreError> {
        self.load(move |connection| {
            let sql = format!("SELECT {ROW}, {WHOLE} {FROM} {WHERE}");
            let mut statement = connection.prepare_cached(&sql)?;
            let mut found = Vec::with_capacity(ids.len());
            for id in ids {
                found.extend(statement.query_row([id.0], entry).optional()?);
            }
            Ok(found)
        })
        .await
    }
}

/// The rows of these entries, in this order; those that are gone are left out.
pub fn rows(connection: &Connection, ids: &[EntryId]) -> Result<Vec<EntryRow>, StoreError> {
    let sql = format!("SELECT {ROW} {FROM} {WHERE}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(statement.query_row([id.0], entry_row).optional()?);
    }
    Ok(rows)
}

fn whole(connection: &Connection, id: EntryId) -> Result<Option<Entry>, StoreError> {
    let sql = format!(
        "SELECT {ROW}, {WHOLE}, {HTML} {FROM} LEFT JOIN body y ON y.entry = s.entry {WHERE}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query([id.0])?;
    let Some(row) = found.next()? else {
        return Ok(None);
    };
    let mut whole = entry(row)?;
    whole.content = fuller(row, WHOLE_COLUMNS)?;
    whole.summary = fuller(row, WHOLE_COLUMNS + 1)?;
    whole.full_text = full_text(connection, id)?.map(Box::new);
    Ok(Some(whole))
}

/// The feed's text or the reader's copy, as `functions::longer` chooses.
fn fuller(row: &Row<'_>, at: usize) -> Result<Option<String>, StoreError> {
    let of_feed = unpack(row.get_ref(at)?)?;
    Ok(match row.get_ref(at + 2)? {
        ValueRef::Null => of_feed,
        stored => longer(of_feed, unpack(stored)?),
    })
}

fn entry_row(row: &Row<'_>) -> rusqlite::Result<EntryRow> {
    let title: Option<String> = row.get(2)?;
    let own_title: Option<String> = row.get(3)?;
    let url: String = row.get(4)?;
    let link: Option<String> = row.get(6)?;
    // A page that stands in a feed of byline's own is from where it is on the web.
    let site = link
        .as_deref()
        .filter(|_| matches!(url.as_str(), SAVED_URL | IMPORTED_URL))
        .map(text::host)
        .filter(|host| !host.is_empty());
    let feed_title = match site.or(title).or(own_title) {
        Some(title) => title,
        None => text::address(&url),
    };
    let read_at: Option<i64> = row.get(8)?;
    let changed_at: Option<i64> = row.get(9)?;
    let is_begun: bool = row.get(11)?;
    let percent: Option<u8> = row.get(12)?;
    let tags: String = row.get(14)?;
    Ok(EntryRow {
        id: EntryId(row.get(0)?),
        feed: FeedId(row.get(1)?),
        feed_title,
        title: row.get(5)?,
        link,
        time: Timestamp(row.get(7)?),
        read: read_at.is_some(),
        bookmarked: row.get(10)?,
        changed: read_at.is_some() && changed_at > read_at,
        percent: percent.filter(|_| is_begun),
        has_enclosure: row.get(13)?,
        tags: serde_json::from_str(&tags).unwrap_or_default(),
        noted: row.get(15)?,
        listed: None,
        context: None,
    })
}

/// Where it was left, of an entry whose columns of `WHOLE` begin at `at`.
fn place(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<TextPlace>> {
    let block: Option<u32> = row.get(at + 7)?;
    let part: Option<u16> = row.get(at + 10)?;
    let mark = row.get(at + 9)?;
    Ok(block.map(|block| TextPlace {
        block,
        mark,
        part: part.unwrap_or_default(),
    }))
}

/// Everything but the text.
fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let time = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(at)?.map(Timestamp));
    let at = ROW_COLUMNS;
    let extra: Option<String> = row.get(at + 5)?;
    let extra = Extra::parse(extra.as_deref());
    let feed_language: Option<String> = row.get(at + 6)?;
    let feed_url: String = row.get(4)?;
    let hidden: i64 = row.get(at + 13)?;
    Ok(Entry {
        row: entry_row(row)?,
        later: feed_url == SAVED_URL && hidden & UNSAVED == 0,
        feed_url,
        guid: row.get(at)?,
        author: row.get(at + 1)?,
        published: time(at + 2)?,
        updated: time(at + 3)?,
        first_seen: Timestamp(row.get(at + 4)?),
        summary: None,
        content: None,
        enclosures: extra.enclosures,
        categories: extra.categories,
        comments: extra.comments,
        comment_count: extra.comment_count,
        image: extra.image,
        language: extra.language.or(feed_language),
        place: place(row, at)?,
        withdrawn: time(at + 8)?,
        full_text: None,
        note: row.get(at + 11)?,
        kept: time(at + 12)?,
    })
}
