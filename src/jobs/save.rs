//! Entries into a file: replaced at once or not at all, and never over one that its owner was not asked about.

use std::path::Path;

use crate::article::{Format, is_our_page, more_in_page};
use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::printed::{TEXT_WIDTH, printed};
use crate::model::{EntryId, Over, Timestamp, Trouble};
use crate::system;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The file is there.
    Written,
    /// A file was there already, last changed then; nothing was written.
    Occupied(Timestamp),
}

/// Saves entries to a file in this format.
pub async fn save(
    context: &Context,
    entries: &[EntryId],
    path: &Path,
    format: Format,
    over: Over,
) -> Result<Saved, Trouble> {
    let (target, is_folder) = (path.to_path_buf(), path.is_dir());
    if over == Over::Nothing
        && !is_folder
        && let Some(since) = system::changed(path)
    {
        return Ok(Saved::Occupied(since));
    }
    let bytes = printed(context, entries, format, TEXT_WIDTH).await?;
    let add = over == Over::End;
    aside(move || {
        let bytes = if add {
            added(&target, format, &bytes)?
        } else {
            bytes
        };
        system::save_bytes(&target, &bytes).map(|()| Saved::Written)
    })
    .await
}

/// What a file holds, and this behind it.
fn added(path: &Path, format: Format, more: &[u8]) -> Result<Vec<u8>, Trouble> {
    let old = system::load(path)?.unwrap_or_default();
    let more = String::from_utf8_lossy(more);
    let both = match format {
        Format::Text => Some(format!(
            "{}\n\n{}\n\n{more}",
            old.trim_end(),
            "─".repeat(20)
        )),
        Format::Markdown => Some(format!("{}\n\n---\n\n{more}", old.trim_end())),
        Format::Html if is_our_page(&old) => more_in_page(&old, &more),
        Format::Html | Format::Epub => None,
    };
    both.map(String::into_bytes).ok_or_else(|| {
        Trouble::new(
            format!(
                "nothing can be added to `{}`: byline did not write it so",
                path.display()
            ),
            "give another name, or replace it",
        )
    })
}
