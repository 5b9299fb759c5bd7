//! `byline mark`, `undo` and `redo`: the same acts as in the reader, in the same history.

use serde_json::json;

use crate::cli::args::{Mark, MarkArgs};
use crate::cli::output::{Output, Stop};
use crate::cli::session::{Session, entry_id};
use crate::jobs;
use crate::model::{Act, Change, EntryId, Trouble, Which};

/// Most entries that one mark by query names.
const MOST: u32 = 1_000_000;

/// Runs `byline mark`.
pub async fn mark(args: &MarkArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let ids = match &args.query {
        Some(query) => found(query, session).await?,
        None => named(&args.ids, session).await?,
    };
    let which = Which::Entries(ids);
    let change = match &args.mark {
        Mark::Read => Change::Read(which),
        Mark::Unread => Change::Unread(which),
        Mark::Bookmarked => Change::Bookmark(which),
        Mark::Unbookmarked => Change::Unbookmark(which),
        Mark::Tag(tag) => Change::Tag(which, tag.clone()),
        Mark::Untag(tag) => Change::Untag(which, tag.clone()),
    };
    let act = jobs::change(&session.context, change).await?;
    told(&act, &act.sentence(), out)
}

async fn found(query: &str, session: &Session) -> Result<Vec<EntryId>, Stop> {
    let query = session.query(query)?;
    let ids = session
        .store
        .entry_ids(query, session.context.moment(), MOST)
        .await
        .map_err(|error| error.trouble())?;
    Ok(ids)
}

/// Every id is looked up first: one that is wrong leaves all entries as they are.
async fn named(ids: &[String], session: &Session) -> Result<Vec<EntryId>, Stop> {
    let mut found = Vec::with_capacity(ids.len());
    for text in ids {
        let id = entry_id(text)?;
        let entry = session
            .store
            .entry(id)
            .await
            .map_err(|error| error.trouble())?;
        if entry.is_none() {
            return Err(crate::cli::entries::no_entry(text).into());
        }
        found.push(id);
    }
    Ok(found)
}

/// Runs `byline undo`.
pub async fn undo(session: &Session, out: &mut Output) -> Result<(), Stop> {
    match jobs::undo(&session.context).await? {
        Some(act) => told(&act, &format!("undone: {}", act.sentence()), out),
        None => Err(Trouble::plain("there is nothing to undo").into()),
    }
}

/// Runs `byline redo`.
pub async fn redo(session: &Session, out: &mut Output) -> Result<(), Stop> {
    match jobs::redo(&session.context).await? {
        Some(act) => told(&act, &act.sentence(), out),
        None => Err(Trouble::plain("there is nothing to do again").into()),
    }
}

/// Says what was done.
pub fn told(act: &Act, sentence: &str, out: &mut Output) -> Result<(), Stop> {
    if out.json {
        return out.value(json!({
            "act": act.kind,
            "subject": act.subject,
            "count": act.count,
            "undone": act.undone,
            "done": sentence,
        }));
    }
    out.line(sentence)
}
