//! `byline save` and `byline note`: pages for later, and words on bookmarks.

use serde_json::json;

use crate::cli::args::{NoteArgs, SaveArgs};
use crate::cli::entries::no_entry;
use crate::cli::input::slurp;
use crate::cli::json;
use crate::cli::marks::told;
use crate::cli::output::{Output, Stop, tell_problem};
use crate::cli::session::{Session, entry_id};
use crate::jobs::{self, Later, ListWish, Reach};
use crate::model::{Act, Change, EntryId, NoText, Scope, TextAsk, TextOutcome, Trouble, Which};
use crate::parse;
use crate::system;
use crate::text;

/// Runs `byline save`: the link first, then its text. A page without one is saved all the same, and that is told.
pub async fn save(args: &SaveArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    if args.drop {
        return unsave(&args.url, session, out).await;
    }
    let context = &session.context;
    let html = args.html.as_deref().map(slurp).transpose()?;
    let is_given = html.is_some();
    let later = Later {
        url: args.url.clone(),
        tags: args.tag.clone(),
        html,
    };
    let saved = jobs::save_later(context, later).await?;
    let lack = if is_given {
        saved.lack.map(|lack| lack.what)
    } else if session.offline {
        Some("nothing was fetched (`--offline`): the next refresh does it".to_string())
    } else {
        fetch(saved.entry, session).await?
    };
    tell(&saved.act, saved.entry, lack.as_deref(), session, out).await
}

/// Fetches the text; why there is none, if so.
async fn fetch(entry: EntryId, session: &Session) -> Result<Option<String>, Stop> {
    let context = &session.context;
    for problem in jobs::rule_problems(&context.paths) {
        tell_problem(&problem);
    }
    let came = jobs::full_text(context, entry, TextAsk::Have, Reach::Web, &|_| ()).await?;
    Ok(match came {
        TextOutcome::None(NoText { what, .. }) => Some(what),
        TextOutcome::Left(what) => Some(format!("{what}: the next refresh tries again")),
        TextOutcome::Shown | TextOutcome::Hidden | TextOutcome::Came { .. } => None,
    })
}

async fn tell(
    act: &Act,
    entry: EntryId,
    lack: Option<&str>,
    session: &Session,
    out: &mut Output,
) -> Result<(), Stop> {
    let found = jobs::load_entry(&session.context, entry).await?;
    let found = found.ok_or_else(|| no_entry(&entry.to_string()))?;
    if out.json {
        let mut value = json::entry(&found);
        if let Some(members) = value.as_object_mut() {
            members.insert("saved".into(), json!(act.count > 0));
            members.insert("has_text".into(), json!(found.shown_page().is_some()));
            members.insert("error".into(), json!(lack));
        }
        return out.value(value);
    }
    let minutes = found
        .shown_page()
        .map(|page| text::reading_minutes(&crate::article::strip(&page.html)))
        .filter(|minutes| *minutes > 0)
        .map(|minutes| format!(", {minutes} min"));
    let verb = if act.count > 0 {
        "saved"
    } else {
        "saved already:"
    };
    let title = &found.row.title;
    out.line(&format!(
        "{verb} {title} ({entry}){}",
        minutes.unwrap_or_default()
    ))?;
    match lack {
        Some(lack) => out.say(&format!("note: only its link is kept: {lack}")),
        None => Ok(()),
    }
}

/// Drops a saved page, by its id or its address.
async fn unsave(named: &str, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let entry = match named.trim().parse() {
        Ok(id) => EntryId(id),
        Err(_) => saved_at(named, session).await?,
    };
    let act = jobs::change(
        &session.context,
        Change::Unsave(Which::Entries(vec![entry])),
    )
    .await?;
    if act.count == 0 {
        return Err(not_saved(named).into());
    }
    told(&act, &act.sentence(), out)
}

fn not_saved(named: &str) -> Trouble {
    Trouble::new(
        format!("`{}` is not saved for later", text::scrub_line(named)),
        "`byline list is:later` prints what is",
    )
}

async fn saved_at(address: &str, session: &Session) -> Result<EntryId, Stop> {
    let typed = address.trim();
    let whole = if typed.contains("://") {
        typed.to_string()
    } else {
        format!("https://{typed}")
    };
    let page = parse::same_page(&whole).ok_or_else(|| not_saved(address))?;
    let wish = ListWish {
        scope: Scope::Saved,
        count: u32::MAX,
        ..ListWish::default()
    };
    let window = jobs::load_entries(&session.context, wish).await?;
    let is_it = |link: &str| parse::same_page(link) == Some(page);
    let row = window
        .rows
        .iter()
        .find(|row| row.link.as_deref().is_some_and(is_it));
    Ok(row.ok_or_else(|| not_saved(address))?.id)
}

/// Runs `byline note`.
pub async fn note(args: &NoteArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let entry = entry_id(&args.id)?;
    let found = jobs::load_entry(&session.context, entry).await?;
    let found = found.ok_or_else(|| no_entry(&args.id))?;
    let text = match args.text.as_slice() {
        _ if args.clear => None,
        [only] if only == "-" => Some(String::from_utf8_lossy(&slurp("-")?).into_owned()),
        [] => Some(written(found.note.as_deref().unwrap_or_default(), session)?),
        words => Some(words.join(" ")),
    };
    let act = jobs::change(&session.context, Change::Note { entry, text }).await?;
    told(&act, &act.sentence(), out)
}

/// What the reader's editor makes of a note.
fn written(note: &str, session: &Session) -> Result<String, Stop> {
    let folder = session.context.paths.cache.join("opened");
    let file = folder.join(format!("note.{}.md", std::process::id()));
    system::remove(&file)?;
    system::save_private(&file, note)?;
    let ran = system::editor(&file, None).status();
    let text = system::load(&file);
    system::remove(&file)?;
    match ran {
        Ok(status) if status.success() => Ok(text
            .map_err(|_| Trouble::plain("the note could not be read back"))?
            .unwrap_or_default()),
        Ok(_) => Err(Trouble::plain("the editor failed: the note stays as it was").into()),
        Err(error) => Err(Trouble::new(
            format!("the editor could not be started: {error}"),
            "name one in EDITOR, or give the note after the id",
        )
        .into()),
    }
}
