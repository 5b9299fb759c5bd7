//! `byline export`: subscriptions as OPML; bookmarks, or any entries, for other programs and for keeping.
//!
//! Entries are those that `byline list` lists, newest first. A file is written at once or not at all.

use std::collections::HashSet;
use std::path::Path;

use crate::article::{Format, file_name, front_matter, netscape};
use crate::cli::args::{ExportArgs, ExportFormat, ExportWhat};
use crate::cli::json;
use crate::cli::output::{Output, Stop};
use crate::cli::session::Session;
use crate::jobs::{self, ListWish};
use crate::model::{Anchor, Entry, Scope, Trouble};
use crate::parse::Secrets;
use crate::system;
use crate::text;

/// Rows of a window.
const WINDOW: u32 = 500;

/// Cells of a line of plain text.
const TEXT_WIDTH: u16 = 80;

/// Runs `byline export`.
pub async fn export(args: &ExportArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let args = &ExportArgs {
        output: args.output.clone().or_else(|| args.file.clone()),
        ..args.clone()
    };
    match args.what {
        ExportWhat::All => everything(args, session, out).await,
        ExportWhat::Opml => subscriptions(args, session, out).await,
        ExportWhat::Bookmarks => entries(Scope::Bookmarks, args, session, out).await,
        ExportWhat::Entries => entries(Scope::Everything, args, session, out).await,
    }
}

/// A backup, which is no text for a pipe.
async fn everything(args: &ExportArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let Some(file) = &args.output else {
        let hint = "`byline export all FILE`";
        return Err(Stop::Usage(Trouble::new("a backup needs a file", hint)));
    };
    if args.format.is_some() || args.query.is_some() {
        let hint = "`export entries` and `export bookmarks` know `--query` and `--format`";
        return Err(Trouble::new("a backup has everything", hint).into());
    }
    let file = std::path::absolute(file)?;
    let made = jobs::back_up(&session.context, &file).await?;
    let files = text::counted(made.files.len() as u64, "file", "files");
    out.say(&format!(
        "wrote {files} to {}: with passwords, if addresses have any",
        file.display()
    ))
}

async fn subscriptions(args: &ExportArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    if args.format.is_some() || args.query.is_some() {
        let hint = "`export entries` and `export bookmarks` know `--query` and `--format`";
        return Err(Trouble::new("subscriptions are exported as OPML, all of them", hint).into());
    }
    let secrets = if args.secrets {
        Secrets::Kept
    } else {
        Secrets::LeftOut
    };
    let context = &session.context;
    let printed = match &args.output {
        None => {
            let printed = jobs::export(context, secrets).await?;
            out.line(printed.text.trim_end())?;
            printed
        }
        Some(file) => {
            let file = std::path::absolute(file)?;
            let printed = jobs::export_to(context, &file, secrets).await?;
            let feeds = text::counted(printed.feeds.into(), "feed", "feeds");
            out.say(&format!("wrote {feeds} to {}", file.display()))?;
            printed
        }
    };
    for left_out in printed.left_out() {
        out.say(&format!("note: {left_out}"))?;
    }
    if printed.passwords + printed.tokens > 0 {
        out.say("hint: `--secrets` writes them too")?;
    }
    Ok(())
}

/// Entries of a scope, narrowed by a query.
async fn entries(
    scope: Scope,
    args: &ExportArgs,
    session: &Session,
    out: &mut Output,
) -> Result<(), Stop> {
    let format = match args.format {
        Some(format) => format,
        None if out.json => ExportFormat::Json,
        None => ExportFormat::Markdown,
    };
    let found = all(&scope, args, session).await?;
    let count = text::counted(found.len() as u64, "entry", "entries");
    if format == ExportFormat::Markdown
        && let Some(folder) = args.output.as_deref().filter(|it| is_folder(it))
    {
        into_folder(&found, folder, session)?;
        return out.say(&format!("wrote {count} to {}", folder.display()));
    }
    let bytes = printed(&found, format, scope == Scope::Bookmarks, session, out).await?;
    match &args.output {
        Some(file) => {
            let file = std::path::absolute(file)?;
            system::save_bytes(&file, &bytes)?;
            out.say(&format!("wrote {count} to {}", file.display()))
        }
        None if format == ExportFormat::Epub && out.terminal => Err(Trouble::new(
            "a book is nothing for a terminal",
            "name a file with `--output`",
        )
        .into()),
        None => out.bytes(&bytes),
    }
}

/// All entries that are meant, newest first, with their text.
async fn all(scope: &Scope, args: &ExportArgs, session: &Session) -> Result<Vec<Entry>, Stop> {
    let query = match &args.query {
        Some(query) => Some(session.query(query)?),
        None => None,
    };
    let (mut anchor, mut found) = (Anchor::First, Vec::new());
    loop {
        let wish = ListWish {
            scope: scope.clone(),
            anchor,
            count: WINDOW,
            query: query.clone(),
            ..ListWish::default()
        };
        let window = jobs::load_entries(&session.context, wish).await?;
        for row in &window.rows {
            found.extend(jobs::load_entry(&session.context, row.id).await?);
        }
        match window.rows.last() {
            Some(last) if window.more_after => anchor = Anchor::After(last.key()),
            _ => return Ok(found),
        }
    }
}

async fn printed(
    entries: &[Entry],
    format: ExportFormat,
    are_bookmarks: bool,
    session: &Session,
    out: &mut Output,
) -> Result<Vec<u8>, Stop> {
    let format = match format {
        ExportFormat::Json if are_bookmarks => {
            let mut lines = String::new();
            for entry in entries {
                let pictures = jobs::pictures(&session.context, entry).await?;
                lines.push_str(&Output::json_line(json::bookmark(entry, &pictures)));
            }
            return Ok(lines.into_bytes());
        }
        ExportFormat::Json => {
            let lines = entries.iter().map(json::whole_entry);
            let lines: Vec<String> = lines.map(Output::json_line).collect();
            return Ok(lines.concat().into_bytes());
        }
        ExportFormat::Html if are_bookmarks => {
            let pieces: Vec<_> = entries
                .iter()
                .map(|it| {
                    let kept = it.kept.unwrap_or(it.row.time);
                    (jobs::piece(&session.context, it), kept.secs())
                })
                .collect();
            let (file, left_out) = netscape(&pieces);
            if left_out > 0 {
                let bookmarks = text::counted(left_out as u64, "bookmark", "bookmarks");
                out.say(&format!("note: {bookmarks} without an address left out"))?;
            }
            return Ok(file.into_bytes());
        }
        ExportFormat::Html => Format::Html,
        ExportFormat::Markdown => Format::Markdown,
        ExportFormat::Text => Format::Text,
        ExportFormat::Epub => Format::Epub,
    };
    Ok(jobs::print(&session.context, entries, format, TEXT_WIDTH).await?)
}

/// Whether a path means a folder: it is one, or ends as one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// A file for each, its facts before its text. Two of one title get two names; a file of an earlier export is replaced.
fn into_folder(entries: &[Entry], folder: &Path, session: &Session) -> Result<(), Stop> {
    system::make_folder(folder)?;
    let mut taken = HashSet::new();
    for entry in entries {
        let piece = jobs::piece(&session.context, entry);
        let mut name = file_name(&piece.title);
        if !taken.insert(name.to_lowercase()) {
            name = format!("{name} {}", entry.row.id);
            taken.insert(name.to_lowercase());
        }
        system::save(&folder.join(format!("{name}.md")), &front_matter(&piece))?;
    }
    Ok(())
}
