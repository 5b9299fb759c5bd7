//! `byline add`, `remove`, `feeds`, `import` and `export`: the subscriptions.

use serde_json::json;

use crate::cli::args::{AddArgs, ExportWhat};
use crate::cli::input::slurp;
use crate::cli::json;
use crate::cli::marks::told;
use crate::cli::output::{Output, Stop, tell, tell_error};
use crate::cli::session::Session;
use crate::jobs::{self, Found};
use crate::model::{Change, FeedRow, FoundFeed, Subscription, Trouble};
use crate::text;

/// Runs `byline feeds`.
pub async fn feeds(session: &Session, out: &mut Output) -> Result<(), Stop> {
    for row in &session.feeds().await?.rows {
        if out.json {
            out.value(json::feed(row))?;
        } else {
            out.line(&feed_text(row, session))?;
        }
    }
    Ok(())
}

fn feed_text(row: &FeedRow, session: &Session) -> String {
    let unread = text::pad_left(&row.unread.to_string(), 6);
    let total = text::pad_left(&row.total.to_string(), 7);
    let place = match row.folder.as_str() {
        "" => row.title.clone(),
        folder => format!("{folder}/{}", row.title),
    };
    let next = row.health.next_check.map(|next| {
        let when = session.zone.long(next, session.now);
        format!("  next {when}, {}", row.health.reason)
    });
    let failure = row.health.failure.as_ref();
    let failure = failure.map(|failure| format!("  ! {}", failure.what));
    format!(
        "{unread} {total}  {place}  {}{}{}",
        text::address(&row.url),
        next.unwrap_or_default(),
        failure.unwrap_or_default()
    )
}

/// Runs `byline add`. One address that fails does not keep the others out.
pub async fn add(args: &AddArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    if args.title.is_some() && args.addresses.len() > 1 {
        return Err(Stop::Usage(Trouble::new(
            "`--title` names one feed, and there are several addresses",
            "add them one at a time",
        )));
    }
    let mut failed = false;
    for address in &args.addresses {
        if let Err(stop) = add_one(address, args, session, out).await {
            match stop {
                Stop::Failed(trouble) => tell_error(&trouble),
                Stop::Said => {}
                other => return Err(other),
            }
            failed = true;
        }
    }
    if failed { Err(Stop::Said) } else { Ok(()) }
}

async fn add_one(
    address: &str,
    args: &AddArgs,
    session: &Session,
    out: &mut Output,
) -> Result<(), Stop> {
    let found = jobs::discover(&session.context, address).await?;
    let feed = the_one(address, &found, out)?;
    let subscription = Subscription {
        title: args.title.clone(),
        folder: args.folder.clone(),
        ..Subscription::new(feed.url.clone())
    };
    let act = jobs::subscribe(&session.context, vec![subscription]).await?;
    told(&act, act.sentence(), out)
}

/// The feed behind an address, when it is clear which is meant; else all of them are told.
fn the_one<'a>(address: &str, found: &'a Found, out: &mut Output) -> Result<&'a FoundFeed, Stop> {
    match found.feeds.as_slice() {
        [] => Err(Trouble::new(
            format!("`{address}` names no feed"),
            "look on the page for an address that ends in `feed`, `rss` or `xml`",
        )
        .into()),
        [feed] => Ok(feed),
        feeds => {
            for feed in feeds {
                let title = feed.title.as_deref().unwrap_or_default();
                let note = feed.note.as_deref().or(feed.format.as_deref());
                out.line(
                    format!("{}  {title}  {}", feed.url, note.unwrap_or_default()).trim_end(),
                )?;
            }
            Err(Trouble::new(
                format!("`{address}` names {} feeds", feeds.len()),
                "add the one you want by its own address",
            )
            .into())
        }
    }
}

/// Runs `byline remove`.
pub async fn remove(name: &str, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let feed = session.feed(name).await?;
    let act = jobs::change(&session.context, Change::Unsubscribe(vec![feed.id])).await?;
    told(&act, act.sentence(), out)
}

/// Runs `byline import`. Nothing is fetched: feeds never fetched are due at once.
pub async fn import(file: &str, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let imported = jobs::import(&session.context, &slurp(file)?).await?;
    for problem in &imported.problems {
        tell(&format!("warning: {problem}"));
    }
    let came = imported.act.as_ref().map_or(0, |act| act.count);
    if out.json {
        return out.value(json!({
            "imported": came,
            "known": imported.known,
            "problems": imported.problems,
        }));
    }
    let known = match imported.known {
        0 => String::new(),
        n => format!(", {n} known already"),
    };
    let feeds = if came == 1 { "feed" } else { "feeds" };
    out.line(&format!("imported {came} {feeds}{known}"))
}

/// Runs `byline export`.
pub async fn export(what: ExportWhat, session: &Session, out: &mut Output) -> Result<(), Stop> {
    match what {
        ExportWhat::Opml => {
            let opml = jobs::export(&session.context).await?;
            out.line(opml.trim_end())
        }
    }
}
