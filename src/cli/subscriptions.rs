//! `byline add`, `remove` and `feeds`: the subscriptions.

use std::collections::HashMap;

use tokio_util::sync::CancellationToken;

use crate::cli::args::{AddArgs, FeedsArgs};
use crate::cli::json;
use crate::cli::marks::told;
use crate::cli::output::{Output, Stop, tell, tell_error};
use crate::cli::session::Session;
use crate::jobs::{self, Found};
use crate::model::{
    Change, FeedId, FeedReport, FeedRow, FoundFeed, HealthRow, Outcome, Progress, RefreshWish,
    Subscription, Trouble,
};
use crate::text;

/// Runs `byline feeds`.
pub async fn feeds(args: &FeedsArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let rows = session.feeds().await?.rows;
    let mut sizes = HashMap::new();
    if args.sizes {
        for row in &rows {
            let size = session.context.store.size_of(row.id).await;
            sizes.insert(row.id, size.map_err(|error| error.trouble())?);
        }
    }
    if !out.json {
        return rows.iter().try_for_each(|row| {
            let size = sizes.get(&row.id).map(|size| text::size(*size));
            let size = size.map_or_else(String::new, |size| text::pad_left(&size, 10));
            out.line(&format!("{size}{}", feed_text(row, session)))
        });
    }
    let board = jobs::load_health(&session.context).await?;
    let mut known: HashMap<FeedId, HealthRow> = board
        .rows
        .into_iter()
        .map(|health| (health.row.id, health))
        .collect();
    // In the order of the file; the welcome feed is on no board.
    for row in rows {
        let health = known.remove(&row.id).unwrap_or_else(|| HealthRow {
            row,
            ..HealthRow::default()
        });
        let size = sizes.get(&health.row.id).copied();
        let mut value = json::health(&health, (&session.zone, session.now));
        if let (Some(size), Some(members)) = (size, value.as_object_mut()) {
            members.insert("bytes".into(), size.into());
        }
        out.value(value)?;
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
    let next = row.health.next_check.filter(|_| !row.paused).map(|next| {
        let when = session.zone.long(next, session.now);
        let why = row.health.why(&session.zone, session.now);
        format!("  next {when}, {why}")
    });
    let next = if row.paused {
        Some("  paused".to_string())
    } else {
        next
    };
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
    let filter = args.filter.as_deref().map(str::trim);
    let found = if session.offline {
        jobs::unasked(&session.context, address, filter).await?
    } else {
        jobs::discover_through(&session.context, address, filter).await?
    };
    let url = the_one(&found, out)?.url.clone();
    let subscription = Subscription {
        title: args.title.clone(),
        folder: args.folder.clone(),
        filter: filter.map(str::to_string),
        ..Subscription::new(url.clone())
    };
    let act = jobs::subscribe(&session.context, vec![subscription]).await?;
    let row = row_of(&url, session).await?;
    if act.count == 0 {
        if filter.is_some() && row.filter.as_deref() != filter {
            return Err(Trouble::new(
                format!("already subscribed to {}, without this filter", row.title),
                "write it into `feeds.toml`, or into the feed's editor (`E`)",
            )
            .into());
        }
        return told(&act, &format!("already subscribed to {}", row.title), out);
    }
    if let Some(failure) = found.offline {
        told(&act, &act.sentence(), out)?;
        return out.say(&format!(
            "nothing was fetched ({}): the next refresh does it",
            failure.what
        ));
    }
    let (row, mut warnings) = first_fetch(row, session).await?;
    warnings.extend(found.warnings);
    let entries = match row.total {
        1 => "1 entry".to_string(),
        n => format!("{} entries", text::grouped(n.into())),
    };
    told(
        &act,
        &format!("subscribed to {}, {entries}", row.title),
        out,
    )?;
    warnings
        .iter()
        .try_for_each(|warning| out.say(&format!("warning: {warning}")))
}

async fn row_of(url: &str, session: &Session) -> Result<FeedRow, Stop> {
    let list = session.feeds().await?;
    let row = list.rows.into_iter().find(|row| row.url == url);
    row.ok_or_else(|| {
        let what = format!("`{}` is not among the feeds", text::address(url));
        Stop::Failed(Trouble::plain(what))
    })
}

/// A feed that a page named was not fetched to be found, so it is now; with what had to be mended in it.
async fn first_fetch(row: FeedRow, session: &Session) -> Result<(FeedRow, Vec<String>), Stop> {
    if row.health.last_check.is_some() {
        return Ok((row, Vec::new()));
    }
    let wish = RefreshWish {
        feeds: Some(vec![row.id]),
        ..RefreshWish::default()
    };
    let quietly = |_: FeedReport, _: Progress| {};
    let stop = CancellationToken::new();
    let report = jobs::refresh(&session.context, &wish, &quietly, &stop).await?;
    if let Some(failure) = report.feeds.iter().find_map(failure) {
        let address = text::address(&row.url);
        tell(&format!(
            "subscribed to {address}, but its first fetch failed"
        ));
        return Err(failure.into());
    }
    let warnings = report.feeds.into_iter().filter_map(|feed| {
        let Outcome::Fetched { warnings, .. } = feed.outcome else {
            return None;
        };
        Some(warnings)
    });
    Ok((
        row_of(&row.url, session).await?,
        warnings.flatten().collect(),
    ))
}

fn failure(report: &FeedReport) -> Option<Trouble> {
    match &report.outcome {
        Outcome::Failed(failure) => Some(Trouble {
            what: format!("`{}` {}", report.url, failure.what),
            hint: failure.hint.clone(),
        }),
        _ => None,
    }
}

/// The feed behind an address, when it is clear which is meant; else all of them are told.
fn the_one<'a>(found: &'a Found, out: &mut Output) -> Result<&'a FoundFeed, Stop> {
    if let Some(best) = best(&found.feeds) {
        return Ok(best);
    }
    let address = &found.address;
    if found.feeds.is_empty() {
        return Err(Trouble::new(
            format!("`{address}` names no feed"),
            "look on the page for an address that ends in `feed`, `rss` or `xml`",
        )
        .into());
    }
    for feed in &found.feeds {
        let title = feed.title.as_deref().unwrap_or_default();
        let note = feed.note.as_deref().or(feed.format.as_deref());
        let line = format!("{}  {title}  {}", feed.url, note.unwrap_or_default());
        out.line(line.trim_end())?;
    }
    Err(Trouble::new(
        format!("`{address}` names {} feeds", found.feeds.len()),
        "add the one you want by its own address",
    )
    .into())
}

/// The only feed, or the only one that is not about comments, or the same news in several formats.
fn best(feeds: &[FoundFeed]) -> Option<&FoundFeed> {
    let news: Vec<&FoundFeed> = feeds.iter().filter(|feed| !is_comments(feed)).collect();
    match news.as_slice() {
        [] => None,
        [feed] => Some(feed),
        [first, rest @ ..] => {
            let title = bare_title(first);
            let is_same = |feed: &&FoundFeed| bare_title(feed) == title && feed.format.is_some();
            let formats_differ = rest.iter().all(|feed| feed.format != first.format);
            (rest.len() < 3 && formats_differ && rest.iter().all(is_same)).then_some(*first)
        }
    }
}

fn is_comments(feed: &FoundFeed) -> bool {
    [Some(&feed.url), feed.title.as_ref(), feed.note.as_ref()]
        .into_iter()
        .flatten()
        .any(|words| text::fold(words).contains("comment"))
}

/// A title without the name of its format.
fn bare_title(feed: &FoundFeed) -> String {
    let words = text::words(feed.title.as_deref().unwrap_or_default());
    let is_format =
        |word: &String| ["rss", "atom", "json", "feed", "2", "0", "1"].contains(&word.as_str());
    words
        .into_iter()
        .filter(|word| !is_format(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs `byline remove`.
pub async fn remove(name: &str, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let feed = session.feed(name).await?;
    let act = jobs::change(&session.context, Change::Unsubscribe(vec![feed.id])).await?;
    if act.count == 0 {
        return Err(Trouble::new(
            format!("`{}` does not stand in `feeds.toml`", feed.title),
            "`byline feeds` tells what does",
        )
        .into());
    }
    told(&act, &act.sentence(), out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(url: &str, title: &str, format: &str) -> FoundFeed {
        FoundFeed {
            url: url.into(),
            title: Some(title.into()),
            format: Some(format.into()),
            note: None,
        }
    }

    #[test]
    fn one_feed_is_meant_or_the_reader_is_asked() {
        let news = feed("/feed", "A Blog", "RSS");
        let comments = feed("/comments/feed", "A Blog: comments", "RSS");
        let atom = feed("/atom", "A Blog (Atom)", "Atom");
        let sport = feed("/sport", "Sport", "RSS");
        let cases: [(&[&FoundFeed], Option<&str>); 5] = [
            (&[&news], Some("/feed")),
            (&[&news, &comments], Some("/feed")),
            (&[&news, &atom], Some("/feed")),
            (&[&news, &sport], None),
            (&[], None),
        ];
        for (feeds, expect) in cases {
            let feeds: Vec<FoundFeed> = feeds.iter().copied().cloned().collect();
            let best = best(&feeds).map(|feed| feed.url.as_str());
            assert_eq!(best, expect, "{feeds:?}");
        }
    }
}
