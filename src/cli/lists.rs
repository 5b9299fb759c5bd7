//! `byline import`: lists of subscriptions and of bookmarks, from other programs and from byline itself.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::args::{Globals, ImportArgs};
use crate::cli::input::slurp;
use crate::cli::output::{Output, Stop, tell};
use crate::cli::session::{Session, folders};
use crate::jobs::{self, Imported, Replace};
use crate::parse::Note;
use crate::text;

/// Runs `byline import`. Nothing is fetched: feeds never fetched are due at once.
pub async fn import(file: &str, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let imported = match file {
        "-" => jobs::import(&session.context, &slurp(file)?).await?,
        file => jobs::import_file(&session.context, Path::new(file)).await?,
    };
    if out.json {
        return out.value(shape(&imported));
    }
    for problem in imported.problems() {
        tell(&format!("warning: {problem}"));
    }
    for remark in imported.remarks() {
        tell(&format!("note: {remark}"));
    }
    out.line(&sum(&imported))?;
    if imported.waiting.is_empty() {
        return Ok(());
    }
    out.say("hint: `byline allow` shows what waits for your yes, and says it")
}

/// Takes a backup over.
pub async fn restore(args: &ImportArgs, globals: &Globals, out: &mut Output) -> Result<(), Stop> {
    let replace = if args.replace {
        Replace::KeepAside
    } else {
        Replace::Refuse
    };
    let paths = folders(globals)?;
    let restored = jobs::restore(&paths, Path::new(&args.file), replace).await?;
    let kept: Vec<String> = restored
        .kept
        .iter()
        .map(|it| it.display().to_string())
        .collect();
    if out.json {
        return out.value(json!({"files": restored.files, "kept": kept}));
    }
    for kept in kept {
        tell(&format!("note: what was there is kept as {kept}"));
    }
    let files = text::counted(restored.files.len() as u64, "file", "files");
    out.line(&format!("took {files} of the backup over"))
}

/// `imported 12 feeds, 3 known already, 2 listed twice, 1 not taken`.
fn sum(imported: &Imported) -> String {
    let came = imported.act.as_ref().map_or(0, |act| act.count);
    let what = match imported.from {
        Some(_) => {
            let new = came.saturating_sub(imported.enriched.into());
            text::counted(new, "bookmark", "bookmarks")
        }
        None => text::counted(came, "feed", "feeds"),
    };
    let from = imported.from.map(|from| format!(" from {from}"));
    let mut parts = vec![format!("imported {what}{}", from.unwrap_or_default())];
    let mut more = |count: usize, what: &str| {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    };
    let more_of = "known already, with more tags or notes now";
    more(imported.enriched as usize, more_of);
    more(imported.known as usize, "known already");
    more(imported.twice as usize, "listed twice");
    more(
        imported.refused.len() + imported.searches.len(),
        "not taken",
    );
    parts.join(", ")
}

fn shape(imported: &Imported) -> Value {
    let note = |note: &Note| json!({"line": note.line, "what": note.what});
    let notes = |notes: &[Note]| notes.iter().map(note).collect::<Vec<_>>();
    let searches = imported.searches.iter().map(|search| {
        json!({
            "line": search.line,
            "name": search.name,
            "theirs": search.theirs,
            "query": search.query.as_ref().ok(),
            "why_not": search.query.as_ref().err(),
        })
    });
    let waiting = imported.waiting.iter().map(|(title, consent)| {
        json!({"feed": title, "kind": consent.kind.name(), "what": consent.what})
    });
    json!({
        "imported": imported.act.as_ref().map_or(0, |act| act.count),
        "from": imported.from,
        "enriched": imported.enriched,
        "known": imported.known,
        "twice": imported.twice,
        "refused": notes(&imported.refused),
        "notes": notes(&imported.notes),
        "searches": searches.collect::<Vec<_>>(),
        "waiting": waiting.collect::<Vec<_>>(),
        "read": imported.adopted.read,
        "bookmarked": imported.adopted.kept,
        "problems": imported.problems(),
    })
}
