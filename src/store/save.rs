//! Pages of the web being saved for later, each with its tags in one act.
//!
//! Invariant: one page stands there once, whatever its address carries along.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::model::{Act, ActId, ActKind, EntryId, ParsedEntry, SAVED_URL, Timestamp};
use crate::parse::{Marks, same_page};
use crate::store::bookmarks;
use crate::store::content::Given;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::history;
use crate::store::intake::{Intake, Part};
use crate::store::saved::{UNSAVED, list, saved_made};
use crate::store::turn::Turn;
use crate::text;

/// What a page says of itself, for an entry that was saved by its address alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageSays {
    /// The headline; empty: nothing.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// When.
    pub published: Option<Timestamp>,
}

impl Store {
    /// Saves a page and puts tags on it, as one act; its link is an address of the web. One that is saved already only gets the tags. An act that changes
    /// nothing has count 0 and is not kept.
    pub async fn save_for_later(
        &self,
        page: ParsedEntry,
        tags: Vec<String>,
        now: Timestamp,
    ) -> Result<(Act, EntryId), StoreError> {
        self.act(move |transaction| save(transaction, &page, &tags, now))
            .await
    }

    /// Gives a saved page its own title and author, where it has only its address yet.
    pub async fn entitle(&self, entry: EntryId, says: PageSays) -> Result<(), StoreError> {
        self.batch(move |transaction| {
            let sql = "SELECT e.title, coalesce(e.link, '') FROM state s JOIN feed f ON f.id = s.feed JOIN entry e ON e.id = s.entry \
                 WHERE s.entry = ?1 AND f.url = ?2";
            let pair = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
            let found = transaction.query_row(sql, params![entry.0, SAVED_URL], pair);
            let Some((title, link)) = found.optional()? else {
                return Ok(());
            };
            let said = text::scrub_line(&says.title);
            if title == text::address(&link) && !said.trim().is_empty() {
                let sql = "UPDATE entry SET title = ?2 WHERE id = ?1";
                transaction.execute(sql, params![entry.0, said.trim()])?;
            }
            let sql = "UPDATE entry SET author = coalesce(author, ?2), published = coalesce(published, ?3) WHERE id = ?1";
            let published = says.published.map(|time| time.0);
            transaction.execute(sql, params![entry.0, says.author, published])?;
            Ok(())
        })
        .await
    }
}

fn save(
    transaction: &Transaction<'_>,
    page: &ParsedEntry,
    tags: &[String],
    now: Timestamp,
) -> Result<(Act, EntryId), StoreError> {
    let link = page.link.as_deref().unwrap_or_default();
    let mark = same_page(link).ok_or_else(|| {
        StoreError::Refused(format!("`{}` is no page of the web", text::address(link)))
    })?;
    let feed = saved_made(transaction)?;
    let act = history::begin(transaction, ActKind::Save, None, now)?;
    let sql = "SELECT entry, hidden & ?3 FROM state INDEXED BY state_place WHERE feed = ?1 AND place = ?2 ORDER BY entry LIMIT 1";
    let pair = |row: &Row<'_>| Ok((EntryId(row.get(0)?), row.get::<_, i64>(1)? == 0));
    let known = transaction
        .query_row(sql, params![feed.0, mark.value(), UNSAVED], pair)
        .optional()?;
    let (entry, was_saved) = match known {
        Some(known) => known,
        None => {
            let mut intake = Intake::new(transaction, feed, (Part::Present, now))?;
            intake.hidden = UNSAVED;
            let marks = Marks {
                guid: mark,
                place: mark,
                title: None,
                date: None,
            };
            // Where it stands in lists is when it was saved, not when it was written.
            let timeless = ParsedEntry {
                published: None,
                updated: None,
                ..page.clone()
            };
            (intake.add(0, &marks, &Given::new(&timeless))?, false)
        }
    };
    let sql = "INSERT INTO act_entry (act, entry, was, became) VALUES (?1, ?2, ?3, 1)";
    transaction.execute(sql, params![act.0, entry.0, was_saved])?;
    let tagged = bookmarks::tag(transaction, act, entry, tags)?;
    let sql = "SELECT title FROM entry WHERE id = ?1";
    let title: String = transaction.query_row(sql, [entry.0], |row| row.get(0))?;
    if was_saved && tagged == 0 {
        transaction.execute("DELETE FROM act_entry WHERE act = ?1", [act.0])?;
        history::abandon(transaction, act)?;
        let act = Act {
            id: ActId(0),
            at: now,
            kind: ActKind::Save,
            subject: title,
            count: 0,
            undone: false,
        };
        return Ok((act, entry));
    }
    list(transaction, act)?;
    bookmarks::turn(transaction, act, Turn::Do, now)?;
    Ok((history::finish(transaction, act, &title, 1)?, entry))
}

#[cfg(test)]
mod tests;
