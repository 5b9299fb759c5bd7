//! `byline list` and `byline show`: entries from the store, as text or JSON.
//!
//! A list is walked in windows, so that a million entries cost no more memory than a hundred.

use crate::article::Format;
use crate::cli::args::{ListArgs, ShowArgs, ShowFormat};
use crate::cli::json;
use crate::cli::output::{Output, Stop, tell_problem};
use crate::cli::session::{Session, entry_id};
use crate::jobs::{self, ListWish, Reach};
use crate::model::{Anchor, Entry, EntryId, EntryRow, NoText, TextAsk, TextOutcome, Trouble};
use crate::system;
use crate::text;

/// Rows of a window.
const WINDOW: u32 = 500;

/// Cells of a line of text where none are asked for.
const USUAL_WIDTH: u16 = 80;

/// Runs `byline list`.
pub async fn list(args: &ListArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let query = session.query(&args.query.join(" "))?;
    let mut left = args.limit.unwrap_or(u64::MAX);
    let mut anchor = Anchor::First;
    while left > 0 {
        let wish = ListWish {
            anchor,
            count: u32::try_from(left).unwrap_or(u32::MAX).min(WINDOW),
            query: Some(query.clone()),
            ..ListWish::default()
        };
        let window = jobs::load_entries(&session.context, wish).await?;
        print_rows(&window.rows, session, out).await?;
        left = left.saturating_sub(window.rows.len() as u64);
        match window.rows.last() {
            Some(last) if window.more_after => anchor = Anchor::After(last.key()),
            _ => break,
        }
    }
    Ok(())
}

async fn print_rows(rows: &[EntryRow], session: &Session, out: &mut Output) -> Result<(), Stop> {
    if !out.json {
        let terminal = out.terminal;
        let mut lines = rows.iter().map(|row| row_text(row, session, terminal));
        return lines.try_for_each(|line| out.line(&line));
    }
    // Those that went since the window was cut are no longer there to be listed.
    let ids = rows.iter().map(|row| row.id).collect();
    let entries = jobs::load_details(&session.context, ids).await?;
    let mut values = entries.iter().map(json::entry);
    values.try_for_each(|value| out.value(value))
}

/// Id, marks, date, feed, title; on a terminal the title gives way.
fn row_text(row: &EntryRow, session: &Session, terminal: bool) -> String {
    let unread = if row.read { ' ' } else { '●' };
    let bookmark = match (row.bookmarked, row.noted) {
        (true, true) => '✎',
        (true, false) => '★',
        (false, _) => ' ',
    };
    let date = text::pad_left(&session.zone.short(row.time, session.now), 6);
    let feed = text::pad(&row.feed_title, 18);
    let id = text::pad_left(&row.id.to_string(), 7);
    let start = format!("{id}  {unread}{bookmark}  {date}  {feed}  ");
    let room = system::terminal_width().filter(|_| terminal);
    match room {
        Some(room) => {
            let left = usize::from(room).saturating_sub(text::width(&start));
            format!("{start}{}", text::cut(&row.title, left))
        }
        None => format!("{start}{}", row.title),
    }
}

/// Runs `byline show`.
pub async fn show(args: &ShowArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let id = entry_id(&args.id)?;
    let entry = if args.full {
        full(id, args, session).await?
    } else {
        own(jobs::load_entry(&session.context, id).await?)
    };
    let entry = entry.ok_or_else(|| no_entry(&args.id))?;
    let format = if out.json {
        ShowFormat::Json
    } else {
        args.format
    };
    let format = match format {
        ShowFormat::Json => return out.value(json::whole_entry(&entry)),
        ShowFormat::Html => Format::Html,
        ShowFormat::Markdown => Format::Markdown,
        ShowFormat::Text => Format::Text,
    };
    let room = system::terminal_width().unwrap_or(USUAL_WIDTH);
    let width = args.width.unwrap_or(room.min(USUAL_WIDTH));
    let printed = jobs::print(&session.context, &[entry], format, width).await?;
    out.line(String::from_utf8_lossy(&printed).trim_end())
}

/// Runs `byline open`: the entry's page in the browser.
pub async fn open(id: &str, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let entry = jobs::load_entry(&session.context, entry_id(id)?).await?;
    let entry = entry.ok_or_else(|| no_entry(id))?;
    let link = entry.row.link.ok_or_else(|| {
        Trouble::new(
            format!("the entry `{}` has no page of its own", entry.row.title),
            format!("`byline show {id}` prints it"),
        )
    })?;
    system::browse(&link, &session.context.config().browser)?;
    out.say(&format!("opened {link}"))
}

/// The refusal of an id that is none.
pub fn no_entry(id: &str) -> Trouble {
    Trouble::new(
        format!("there is no entry `{id}`"),
        "`byline list` prints the ids",
    )
}

/// The entry as its feed has it, whatever the reader chose to see on the screen.
fn own(mut entry: Option<Entry>) -> Option<Entry> {
    let full = entry.as_mut().and_then(|entry| entry.full_text.as_mut());
    if let Some(full) = full {
        full.is_wanted = false;
    }
    entry
}

/// The entry with its full text, which is fetched if need be; an entry that has none is a failure with the reason.
async fn full(id: EntryId, args: &ShowArgs, session: &Session) -> Result<Option<Entry>, Stop> {
    let context = &session.context;
    if jobs::load_entry(context, id).await?.is_none() {
        return Ok(None);
    }
    for problem in jobs::rule_problems(&context.paths) {
        tell_problem(&problem);
    }
    let reach = if session.offline {
        Reach::Kept
    } else {
        Reach::Web
    };
    match jobs::full_text(context, id, TextAsk::Have, reach, &|_| ()).await? {
        TextOutcome::None(NoText { what, .. }) | TextOutcome::Left(what) => {
            return Err(Trouble::new(
                format!("the entry `{}` has no full text: {what}", args.id),
                "without `--full` it is shown as its feed has it",
            )
            .into());
        }
        TextOutcome::Shown | TextOutcome::Hidden | TextOutcome::Came { .. } => {}
    }
    let mut entry = jobs::load_entry(context, id).await?;
    if let Some(full) = entry.as_mut().and_then(|entry| entry.full_text.as_mut()) {
        full.is_wanted = true;
    }
    Ok(entry)
}
