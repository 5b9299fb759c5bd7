//! Entries as they leave: what is known of each, in the format that is asked for. One place, so that a file, a pipe and the command line agree.

use crate::article::{self, Format, Piece};
use crate::jobs::context::Context;
use crate::jobs::load::load_entry;
use crate::jobs::subscriptions::aside;
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
        note: None,
        language: entry.language.clone(),
        html: entry.html().to_string(),
    }
}

/// Entries in this format, `width` cells wide where it is plain text.
pub async fn printed(
    context: &Context,
    entries: &[EntryId],
    format: Format,
    width: u16,
) -> Result<Vec<u8>, Trouble> {
    let mut pieces = Vec::new();
    for id in entries {
        let entry = load_entry(context, *id).await?;
        pieces.extend(entry.map(|entry| piece(context, &entry)));
    }
    if pieces.is_empty() {
        return Err(Trouble::new(
            "these entries are no longer there",
            "ctrl-l shows the list as it is now",
        ));
    }
    let made = context.now().to_rfc3339().unwrap_or_default();
    // A long article takes its time.
    aside(move || Ok(article::print(&pieces, format, width, &made))).await
}
