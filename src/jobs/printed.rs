//! Entries as they leave: what is known of each, in the format that is asked for. One place, so that a file, a pipe and the command line agree.

use crate::article::{self, Format, Piece};
use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::load::load_entry;
use crate::model::{Entry, EntryId, Trouble};
use crate::text;

/// Cells of a line of plain text that leaves.
pub const TEXT_WIDTH: u16 = 80;

/// What is known of an entry that leaves; addresses are without names and passwords.
#[must_use]
pub fn piece(context: &Context, entry: &Entry) -> Piece {
    let row = &entry.row;
    let link = row.link.as_deref().map(text::address);
    Piece {
        title: row.title.clone(),
        base: Some(
            link.clone()
                .unwrap_or_else(|| text::address(&entry.feed_url)),
        ),
        link,
        feed: row.feed_title.clone(),
        author: entry.author.clone(),
        time: row.time.to_rfc3339(),
        date: context.zone.long(row.time, context.now()),
        tags: row.tags.clone(),
        note: entry.note.clone(),
        language: entry.language.clone(),
        html: entry.html().to_string(),
        pictures: Vec::new(),
    }
}

/// Entries in this format, each as it is shown, `width` cells wide where it is plain text. Those that are gone are left out.
pub async fn printed(
    context: &Context,
    entries: &[EntryId],
    format: Format,
    width: u16,
) -> Result<Vec<u8>, Trouble> {
    let mut found = Vec::new();
    for id in entries {
        found.extend(load_entry(context, *id).await?);
    }
    if found.is_empty() {
        return Err(Trouble::new(
            "these entries are no longer there",
            "ctrl-l shows the list as it is now",
        ));
    }
    print(context, &found, format, width).await
}

/// The pictures that a bookmark has of its own; of any other entry none.
pub async fn pictures(context: &Context, entry: &Entry) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
    match entry.kept {
        Some(_) => Ok(context.store.pictures_of(entry.row.id).await?),
        None => Ok(Vec::new()),
    }
}

/// The same, of entries that are at hand. A page and a book carry the pictures of bookmarks with them.
pub async fn print(
    context: &Context,
    entries: &[Entry],
    format: Format,
    width: u16,
) -> Result<Vec<u8>, Trouble> {
    let mut pieces: Vec<Piece> = entries.iter().map(|entry| piece(context, entry)).collect();
    if matches!(format, Format::Html | Format::Epub) {
        for (entry, piece) in entries.iter().zip(&mut pieces) {
            piece.pictures = pictures(context, entry).await?;
        }
    }
    let made = context.now().to_rfc3339().unwrap_or_default();
    // A long article takes its time.
    aside(move || Ok(article::print(&pieces, format, width, &made))).await
}
