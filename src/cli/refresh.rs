//! `byline refresh`: asks the feeds, and tells feed by feed what came, what was skipped and why, what failed.
//!
//! Its report is data and goes to stdout; a gauge is drawn on stderr, and only where that is a terminal.

use std::io::{self, IsTerminal, Write};

use tokio_util::sync::CancellationToken;

use crate::cli::args::RefreshArgs;
use crate::cli::json;
use crate::cli::output::{Output, Stop, tell_error};
use crate::cli::session::Session;
use crate::jobs;
use crate::model::{Failure, FeedReport, Outcome, Progress, RefreshReport, RefreshWish, Trouble};
use crate::text;

/// Runs the command.
pub async fn refresh(args: &RefreshArgs, session: &Session, out: &mut Output) -> Result<(), Stop> {
    if session.offline {
        return Err(Trouble::new(
            "nothing was refreshed: `--offline` says to fetch nothing",
            "leave it out to refresh",
        )
        .into());
    }
    let report = ask(wish(args, session).await?, session).await?;
    if out.json {
        out.value(json::report(&report))?;
    } else {
        tell_report(&report, out)?;
    }
    out.flush()?;
    jobs::tidy(&session.context).await;
    if report.failed() > 0 || report.cancelled {
        return Err(Stop::Said);
    }
    if let Some(offline) = report.offline {
        return Err(Trouble::new(offline.words(), offline.hint()).into());
    }
    Ok(())
}

async fn wish(args: &RefreshArgs, session: &Session) -> Result<RefreshWish, Stop> {
    let mut wish = RefreshWish {
        force: args.force,
        patient: true,
        ..RefreshWish::default()
    };
    if !args.feeds.is_empty() {
        let list = session.feeds().await?;
        let mut ids = Vec::new();
        for name in &args.feeds {
            ids.push(crate::cli::name::feed(&list.rows, name)?.id);
        }
        wish.feeds = Some(ids);
    }
    Ok(wish)
}

/// Asks the feeds. Ctrl-c stops in order: what is done is reported.
pub async fn ask(wish: RefreshWish, session: &Session) -> Result<RefreshReport, Stop> {
    let gauge = io::stderr().is_terminal();
    let on_feed = |_: FeedReport, progress: Progress| {
        if gauge {
            draw(progress);
        }
    };
    let cancel = CancellationToken::new();
    let refresh = jobs::refresh(&session.context, &wish, &on_feed, &cancel);
    tokio::pin!(refresh);
    let report = tokio::select! {
        report = &mut refresh => report,
        _ = tokio::signal::ctrl_c() => {
            cancel.cancel();
            refresh.await
        }
    };
    if gauge {
        erase();
    }
    Ok(report?)
}

fn draw(progress: Progress) {
    let mut err = io::stderr().lock();
    let _ = write!(
        err,
        "\rrefreshing {}/{}\x1b[K",
        progress.done, progress.total
    );
    let _ = err.flush();
}

fn erase() {
    let _ = write!(io::stderr().lock(), "\r\x1b[K");
}

/// Tells it feed by feed.
pub fn tell_report(report: &RefreshReport, out: &mut Output) -> Result<(), Stop> {
    for feed in &report.feeds {
        match &feed.outcome {
            Outcome::Fetched {
                new,
                changed,
                warnings,
            } => {
                tell_fetched(feed, (*new, *changed), out)?;
                for warning in warnings {
                    out.say(&format!("warning: `{}`: {warning}", feed.title))?;
                }
            }
            Outcome::Unchanged => {}
            Outcome::Skipped(reason) => out.line(&format!("{}: skipped: {reason}", name(feed)))?,
            Outcome::Failed(failure) => {
                out.flush()?;
                tell_failed(feed, failure);
            }
        }
    }
    out.line(&summary(report))
}

fn tell_fetched(feed: &FeedReport, came: (u32, u32), out: &mut Output) -> Result<(), Stop> {
    let came = match came {
        (0, 0) => return Ok(()),
        (new, 0) => format!("{new} new"),
        (0, changed) => format!("{changed} changed"),
        (new, changed) => format!("{new} new, {changed} changed"),
    };
    out.line(&format!("{}: {came}", name(feed)))
}

fn tell_failed(feed: &FeedReport, failure: &Failure) {
    tell_error(&Trouble {
        what: format!("`{}` {}", name(feed), failure.what),
        hint: failure.hint.clone(),
    });
}

/// Its title, with the address when that says more.
fn name(feed: &FeedReport) -> String {
    let address = text::address(&feed.url);
    if feed.title == address || feed.title.is_empty() {
        address
    } else {
        format!("{} {address}", feed.title)
    }
}

fn summary(report: &RefreshReport) -> String {
    let new = u64::from(report.new_entries());
    let feeds = report.feeds_with_new() as u64;
    let mut parts = vec![format!(
        "refreshed {} new in {} {}",
        text::grouped(new),
        text::grouped(feeds),
        if feeds == 1 { "feed" } else { "feeds" }
    )];
    if report.skipped() > 0 {
        parts.push(format!(
            "{} skipped",
            text::grouped(report.skipped() as u64)
        ));
    }
    if report.failed() > 0 {
        parts.push(format!("{} failed", text::grouped(report.failed() as u64)));
    }
    if report.cancelled {
        parts.push("cancelled".to_string());
    }
    parts.join(" · ")
}
