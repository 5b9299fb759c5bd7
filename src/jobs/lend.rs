//! A copy of entries for the reader's pager or editor: a file that nobody else may read, in a folder that can be thrown away.

use std::path::PathBuf;

use crate::article::{Format, file_name};
use crate::jobs::aside::aside;
use crate::jobs::change::change;
use crate::jobs::context::Context;
use crate::jobs::load::load_entry;
use crate::jobs::printed::{TEXT_WIDTH, printed};
use crate::model::{Act, Change, EntryId, Trouble};
use crate::system;

/// Writes the copy and answers where it is. Whoever gets it takes it away.
pub async fn lend(
    context: &Context,
    entries: &[EntryId],
    format: Format,
) -> Result<PathBuf, Trouble> {
    let bytes = printed(context, entries, format, TEXT_WIDTH).await?;
    let title = match entries {
        [only] => load_entry(context, *only).await?.map(|it| it.row.title),
        _ => None,
    };
    let name = file_name(&title.unwrap_or_else(|| "articles".to_string()));
    let folder = context.paths.cache.join("opened");
    let path = folder.join(format!("{name}.{}", format.ending()));
    aside(move || {
        let text = String::from_utf8_lossy(&bytes);
        // One that a killed byline left.
        system::remove(&path)?;
        system::save_private(&path, &text).map(|()| path)
    })
    .await
}

/// Writes what the reader noted to an entry into a file for the editor, and answers where it is.
pub async fn lend_note(context: &Context, entry: EntryId) -> Result<PathBuf, Trouble> {
    let found = load_entry(context, entry).await?;
    let found = found.ok_or_else(|| Trouble::plain("this entry is no longer there"))?;
    let path = context
        .paths
        .cache
        .join("opened")
        .join(format!("note.{}.{entry}.md", std::process::id()));
    aside(move || {
        system::remove(&path)?;
        system::save_private(&path, &found.note.unwrap_or_default()).map(|()| path)
    })
    .await
}

/// Takes a note back from the file that the editor had, and takes the file away.
pub async fn take_note(context: &Context, entry: EntryId, path: PathBuf) -> Result<Act, Trouble> {
    let text = aside(move || {
        let text = system::load_bytes(&path)?;
        system::remove(&path)?;
        let text =
            text.ok_or_else(|| Trouble::plain("the editor left no note: it stays as it was"))?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    })
    .await?;
    change(
        context,
        Change::Note {
            entry,
            text: Some(text),
        },
    )
    .await
}

/// The title of an entry and the HTML that it is shown from, as received but scrubbed.
pub async fn source(context: &Context, entry: EntryId) -> Result<(String, String), Trouble> {
    let entry = load_entry(context, entry).await?;
    let entry = entry.ok_or_else(|| Trouble::plain("this entry is no longer there"))?;
    let html = crate::text::scrub(entry.html()).into_owned();
    Ok((entry.row.title, html))
}
