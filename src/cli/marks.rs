//! `byline mark`, `undo` and `redo`: the same acts as in the reader, in the same history.

use std::collections::HashSet;

use serde_json::json;

use crate::cli::args::{Mark, MarkArgs, UndoArgs};
use crate::cli::entries::no_entry;
use crate::cli::output::{Output, Stop};
use crate::cli::session::{Session, entry_id};
use crate::jobs;
use crate::model::{Act, ActId, Change, EntryId, Scope, Show, Trouble, Which};

/// Runs `byline mark`.
pub async fn mark(args: &MarkArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let which = match &args.query {
        Some(query) => found(query, session)?,
        None => Which::Entries(named(&args.ids, session).await?),
    };
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

/// All that a query finds, by rule: a million cost no more memory than one.
fn found(query: &str, session: &Session) -> Result<Which, Stop> {
    session.query(query)?;
    Ok(Which::Scope {
        scope: Scope::Search(query.to_string()),
        show: Show::All,
        seen_by: session.context.now(),
    })
}

/// Every id is looked up first: one that is wrong leaves all entries as they are.
async fn named(ids: &[String], session: &Session) -> Result<Vec<EntryId>, Stop> {
    let wanted: Vec<EntryId> = ids
        .iter()
        .map(|text| entry_id(text))
        .collect::<Result<_, _>>()?;
    let there = jobs::load_details(&session.context, wanted.clone()).await?;
    let there: HashSet<EntryId> = there.iter().map(|entry| entry.row.id).collect();
    match wanted.iter().find(|id| !there.contains(id)) {
        Some(missing) => Err(no_entry(&missing.to_string()).into()),
        None => Ok(wanted),
    }
}

/// Runs `byline undo`.
pub async fn undo(args: &UndoArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    if args.list {
        return history(args.limit, session, out).await;
    }
    if let Some(id) = args.act {
        let act = jobs::take_back(&session.context, ActId(id)).await?;
        return told(&act, &format!("undone: {}", act.sentence()), out);
    }
    match jobs::undo(&session.context).await? {
        Some(act) => told(&act, &format!("undone: {}", act.sentence()), out),
        None => Err(Trouble::plain("there is nothing to undo").into()),
    }
}

/// What was done, newest first: the act's number, when, what.
async fn history(limit: u32, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let context = &session.context;
    for act in jobs::load_history(context, limit).await? {
        let sentence = act.sentence();
        if out.json {
            out.value(json!({
                "id": act.id.0,
                "at": act.at.to_rfc3339(),
                "act": act.kind,
                "subject": act.subject,
                "count": act.count,
                "undone": act.undone,
                "done": sentence,
            }))?;
            continue;
        }
        let undone = if act.undone { "  (undone)" } else { "" };
        let time = context.zone.short(act.at, context.now());
        out.line(&format!("{:>6}  {time:>6}  {sentence}{undone}", act.id.0))?;
    }
    Ok(())
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
