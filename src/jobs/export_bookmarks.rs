//! Bookmarks into a file or a folder, in the format that its name asks for.
//!
//! Invariant: a file that is there is never written over, and one is written whole or not at all.

use std::collections::HashSet;
use std::path::Path;

use crate::article::{Format, file_name, front_matter, netscape};
use crate::jobs::aside::aside;
use crate::jobs::bookmark_copy::ids;
use crate::jobs::context::Context;
use crate::jobs::load::load_entry;
use crate::jobs::printed::{TEXT_WIDTH, pictures, piece, print};
use crate::model::{Entry, Trouble};
use crate::parse::print_bookmark;
use crate::system;

/// Writes all bookmarks, newest first; how many.
pub async fn export_bookmarks(context: &Context, path: &Path) -> Result<u64, Trouble> {
    let name = path.to_string_lossy();
    let is_folder = path.is_dir() || name.ends_with('/');
    let is_json = [".json", ".jsonl"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let format = Format::of_path(&name);
    if !is_folder && !is_json && format.is_none() {
        return Err(Trouble::new(
            "the name says no format",
            "end it in .md, .html, .json, .txt or .epub, or in / for a folder",
        ));
    }
    if !is_folder && path.exists() {
        return Err(Trouble::new(
            format!("`{name}` is there already"),
            "name a new file",
        ));
    }
    let mut entries = Vec::new();
    for id in ids(context).await? {
        entries.extend(load_entry(context, id).await?);
    }
    let count = entries.len() as u64;
    if is_folder {
        into_folder(context, &entries, path)?;
        return Ok(count);
    }
    let bytes = match format {
        Some(Format::Html) => bookmark_file(context, &entries).0.into_bytes(),
        Some(format) => print(context, &entries, format, TEXT_WIDTH).await?,
        None => {
            let mut lines = String::new();
            for entry in &entries {
                let pictures = pictures(context, entry).await?;
                lines.push_str(&print_bookmark(entry, &pictures).to_string());
                lines.push('\n');
            }
            lines.into_bytes()
        }
    };
    let target = path.to_path_buf();
    aside(move || system::save_bytes(&target, &bytes)).await?;
    Ok(count)
}

/// Bookmarks as a bookmark file, and how many of them have no address and are not in it.
#[must_use]
pub fn bookmark_file(context: &Context, entries: &[Entry]) -> (String, usize) {
    let pieces: Vec<_> = entries
        .iter()
        .map(|it| {
            let kept = it.kept.unwrap_or(it.row.time);
            (piece(context, it), kept.secs())
        })
        .collect();
    netscape(&pieces)
}

/// A Markdown file for each, its facts before its text. Two of one title get two names; a file of an earlier export is replaced.
pub fn into_folder(context: &Context, entries: &[Entry], folder: &Path) -> Result<(), Trouble> {
    system::make_folder(folder)?;
    let mut taken = HashSet::new();
    for entry in entries {
        let piece = piece(context, entry);
        let mut name = file_name(&piece.title);
        if !taken.insert(name.to_lowercase()) {
            name = format!("{name} {}", entry.row.id);
            taken.insert(name.to_lowercase());
        }
        system::save(&folder.join(format!("{name}.md")), &front_matter(&piece))?;
    }
    Ok(())
}
