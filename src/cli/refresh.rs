//! `byline refresh`: asks the feeds, and tells feed by feed what came, what was skipped and why, what failed.
//!
//! Its report is data and goes to stdout; a gauge is drawn on stderr, and only where that is a terminal.

use crate::cli::args::RefreshArgs;
use crate::cli::gauge::watched;
use crate::cli::json;
use crate::cli::output::{Output, Stop, tell_error, tell_problem};
use crate::cli::past;
use crate::cli::session::Session;
use crate::jobs::{self, Asker};
use crate::model::{
    Failure, FeedId, FeedReport, Outcome, PastReport, Progress, RefreshReport, RefreshWish, Trouble,
};
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
    let wish = wish(args, session).await?;
    let feeds = wish.feeds.clone().unwrap_or_default();
    let report = ask(wish, session).await?;
    let pasts = match args.history {
        Some(pages) if !report.cancelled => past::walk(&feeds, pages, session).await?,
        _ => Vec::new(),
    };
    tell(
        &report,
        args.history.map(|_| pasts.as_slice()),
        session,
        out,
    )?;
    if !report.cancelled && report.offline.is_none() {
        pages((!args.feeds.is_empty()).then_some(feeds), session, out).await?;
    }
    let errands = jobs::run_errands(&session.context, report.errands.clone(), Asker::CommandLine);
    for trouble in errands.await {
        tell_error(&trouble);
    }
    jobs::expire(&session.context).await;
    if let Some(dropped) = jobs::tidy(&session.context).await {
        out.say(&format!(
            "let go {} of {} that keep no more",
            text::counted(dropped.entries, "entry", "entries"),
            text::counted(dropped.feeds, "feed", "feeds")
        ))?;
    }
    if report.new_entries() > 0 {
        jobs::index_afterwards(&session.context).await;
    }
    if report.failed() > 0 || report.cancelled || pasts.iter().any(past::is_broken_off) {
        return Err(Stop::Said);
    }
    if let Some(offline) = report.offline {
        return Err(Trouble::new(offline.words(), offline.hint()).into());
    }
    Ok(())
}

fn tell(
    report: &RefreshReport,
    pasts: Option<&[PastReport]>,
    session: &Session,
    out: &mut Output,
) -> Result<(), Stop> {
    if out.json {
        let mut value = json::report(report);
        if let (Some(pasts), Some(members)) = (pasts, value.as_object_mut()) {
            members.insert("history".into(), pasts.iter().map(json::past).collect());
        }
        out.value(value)?;
    } else {
        tell_report(report, out)?;
        for past in pasts.unwrap_or_default() {
            past::tell(past, session, out)?;
        }
    }
    out.flush()
}

/// The pages of feeds that want the full text, after the report; one line tells of them.
async fn pages(
    feeds: Option<Vec<FeedId>>,
    session: &Session,
    out: &mut Output,
) -> Result<(), Stop> {
    let context = &session.context;
    let report = watched("full texts", async |gauge, cancel| {
        let on_progress = |progress: Progress| gauge.draw(progress);
        jobs::full_texts(context, feeds, &on_progress, cancel).await
    });
    let report = report.await?;
    let counts = [
        (report.fetched, "fetched"),
        (report.without, "without one"),
        (report.left, "left for later"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", text::grouped(u64::from(*count))))
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    for problem in jobs::rule_problems(&context.paths) {
        tell_problem(&problem);
    }
    out.say(&format!("full texts: {}", told.join(", ")))
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

/// Asks the feeds.
pub async fn ask(wish: RefreshWish, session: &Session) -> Result<RefreshReport, Stop> {
    let report = watched("refreshing", async |gauge, cancel| {
        let on_feed = |_: FeedReport, progress: Progress| gauge.draw(progress);
        jobs::refresh(&session.context, &wish, &on_feed, cancel).await
    });
    Ok(report.await?)
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
    for rule in &report.rules {
        let count = text::grouped(u64::from(rule.count));
        out.line(&format!("rule “{}” {} {count}", rule.rule, rule.did))?;
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
    if !report.moved.is_empty() {
        let moved = text::grouped(report.moved.len() as u64);
        parts.push(format!(
            "{moved} at a new address (`byline undo` takes it back)"
        ));
    }
    if report.cancelled {
        parts.push("cancelled".to_string());
    }
    parts.join(" · ")
}
