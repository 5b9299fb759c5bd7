//! `byline allow`: which feeds wait for a yes to a program or a file, and saying it.
//!
//! Nothing is said yes to that was not named: without a feed the commands are only shown.

use serde_json::{Value, json};

use crate::cli::args::AllowArgs;
use crate::cli::output::{Output, Stop};
use crate::cli::refresh::{ask, tell_report};
use crate::cli::session::Session;
use crate::cli::{json as shapes, name};
use crate::jobs;
use crate::model::{Consent, FeedRow, RefreshWish, Trouble};
use crate::text;

/// Runs the command.
pub async fn allow(args: &AllowArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    if args.feeds.is_empty() && !args.all {
        return show(session, out).await;
    }
    let rows = named(args, session).await?;
    let mut allowed = Vec::new();
    for row in &rows {
        let consents = if args.revoke {
            jobs::forbid(&session.context, row.id).await?
        } else {
            jobs::allow(&session.context, row.id).await?
        };
        allowed.extend(consents.into_iter().map(|consent| (row, consent)));
    }
    if args.revoke || session.offline || rows.is_empty() {
        return told(&allowed, args.revoke, out);
    }
    told(&allowed, false, out)?;
    // The answer to a yes is what it brings.
    let wish = RefreshWish {
        feeds: Some(rows.iter().map(|row| row.id).collect()),
        force: true,
        ..RefreshWish::default()
    };
    let report = ask(wish, session).await?;
    if out.json {
        out.value(shapes::report(&report))?;
    } else {
        tell_report(&report, out)?;
    }
    if report.failed() > 0 {
        return Err(Stop::Said);
    }
    Ok(())
}

/// The feeds that are meant: by name, or all that wait.
async fn named(args: &AllowArgs, session: &Session) -> Result<Vec<FeedRow>, Stop> {
    if args.all {
        let waiting = jobs::awaiting(&session.context).await?;
        return Ok(waiting.into_iter().map(|(row, _)| row).collect());
    }
    let list = session.feeds().await?;
    let mut rows = Vec::new();
    for name in &args.feeds {
        let row = name::feed(&list.rows, name)?;
        if row.consents().is_empty() {
            return Err(Trouble::new(
                format!("`{}` runs nothing here: it needs no yes", row.title),
                "`byline allow` shows those that wait for one",
            )
            .into());
        }
        rows.push(row.clone());
    }
    Ok(rows)
}

async fn show(session: &Session, out: &mut Output) -> Result<(), Stop> {
    let waiting = jobs::awaiting(&session.context).await?;
    for (row, consents) in &waiting {
        for consent in consents {
            if out.json {
                out.value(shape(row, consent))?;
            } else {
                out.line(&format!("{}: {}", row.title, consent.sentence()))?;
            }
        }
    }
    match waiting.len() {
        0 => out.say("nothing waits for your yes"),
        _ => out.say("hint: `byline allow FEED` says yes to one, `byline allow --all` to all"),
    }
}

fn told(consents: &[(&FeedRow, Consent)], revoked: bool, out: &mut Output) -> Result<(), Stop> {
    let done = if revoked {
        "no longer allowed"
    } else {
        "allowed"
    };
    for (row, consent) in consents {
        if out.json {
            out.value(shape(row, consent))?;
        } else {
            out.line(&format!("{done}: {} {}", row.title, consent.sentence()))?;
        }
    }
    if consents.is_empty() {
        out.say("nothing to do: it was allowed already")?;
    }
    Ok(())
}

fn shape(row: &FeedRow, consent: &Consent) -> Value {
    json!({
        "feed": row.title,
        "url": text::address(&row.url),
        "kind": consent.kind.name(),
        "what": consent.what,
    })
}
