//! `byline doctor`: what a fetch of a feed does and why; without a feed, whether files and store are right.
//!
//! Exit 1: something is wrong and could not be mended, or the feed brings nothing.

use serde_json::{Value, json};

use crate::cli::args::{DoctorArgs, Globals};
use crate::cli::gauge::watched;
use crate::cli::json;
use crate::cli::output::{Output, Stop, tell_error};
use crate::cli::session::{Session, folders};
use crate::fetch::Hop;
use crate::jobs::{self, Check, Context, Diagnosis, Obey, Pace, State, Step};
use crate::model::{Progress, Trouble, Wire};
use crate::text;

/// Cells of the topics.
const TOPICS: usize = 14;

/// Runs `byline doctor FEED`.
pub async fn feed(
    name: &str,
    args: &DoctorArgs,
    session: &Session,
    out: &mut Output,
) -> Result<(), Stop> {
    if session.offline {
        return Err(Trouble::new(
            "nobody was asked: `--offline` says to fetch nothing",
            "leave it out to replay a fetch",
        )
        .into());
    }
    let row = session.feed(name).await?;
    let obey = if args.force {
        Obey::Person
    } else {
        Obey::Server
    };
    let found = jobs::doctor(&session.context, row.id, obey).await?;
    if out.json {
        out.value(diagnosis(&found, session))?;
    } else {
        for Step { topic, says } in &found.steps {
            tell(topic, says, out)?;
        }
    }
    match (&found.failure, &found.after) {
        (None, Some(_)) => Ok(()),
        _ => Err(Stop::Said),
    }
}

/// The topic before the first of its lines.
fn tell(topic: &str, says: &[String], out: &mut Output) -> Result<(), Stop> {
    for (at, line) in says.iter().enumerate() {
        let head = if at == 0 { topic } else { "" };
        let line = format!("{}{}", text::pad(head, TOPICS), text::scrub_line(line));
        out.line(line.trim_end())?;
    }
    Ok(())
}

fn diagnosis(found: &Diagnosis, session: &Session) -> Value {
    let step = |step: &Step| json!({"step": step.topic, "says": step.says});
    let after = found.after.as_ref();
    let why = |health: &crate::model::FeedHealth| health.why(&session.zone, session.now);
    json!({
        "feed": json::feed(&found.feed, (&session.zone, session.now)),
        "steps": found.steps.iter().map(step).collect::<Vec<_>>(),
        "answers": found.hops.iter().map(hop).collect::<Vec<_>>(),
        "wire": found.wire.map(wire),
        "entries": found.entries.map(|(new, changed, same)| {
            json!({"new": new, "changed": changed, "same": same})
        }),
        "warnings": found.warnings,
        "error": found.failure.as_ref().map(|failure| &failure.what),
        "next_check": after.and_then(|health| json::time(health.next_check)),
        "reason": after.map(why),
        "history": found.history.iter().map(json::check).collect::<Vec<_>>(),
    })
}

fn wire(wire: Wire) -> Value {
    json!({"status": wire.status, "bytes": wire.bytes, "millis": wire.millis})
}

fn hop(hop: &Hop) -> Value {
    let pairs = |pairs: &[(String, String)]| {
        let pairs = pairs.iter().map(|(name, value)| json!([name, value]));
        pairs.collect::<Vec<_>>()
    };
    json!({
        "url": hop.url,
        "status": hop.status,
        "version": hop.version,
        "sent": pairs(&hop.sent),
        "headers": pairs(&hop.came),
    })
}

/// Runs `byline doctor` without a feed.
pub async fn everything(
    args: &DoctorArgs,
    globals: &Globals,
    out: &mut Output,
) -> Result<(), Stop> {
    let checks = look(args, globals).await?;
    if out.json {
        let checks: Vec<Value> = checks.iter().map(check_json).collect();
        out.value(json!({"checks": checks}))?;
    } else {
        for check in &checks {
            told(check, out)?;
        }
    }
    if checks.iter().any(|check| check.state == State::Wrong) {
        return Err(Stop::Said);
    }
    Ok(())
}

/// A store that cannot be opened is something found, and ends the look.
async fn look(args: &DoctorArgs, globals: &Globals) -> Result<Vec<Check>, Stop> {
    let paths = folders(globals)?;
    let mut checks = Vec::new();
    if args.salvage {
        checks.push(jobs::salvage(&paths).await);
    }
    let opened = match Context::open(paths) {
        Ok(opened) => opened,
        Err(trouble) => {
            checks.push(Check::wrong("database", &trouble));
            return Ok(checks);
        }
    };
    checks.extend(
        opened
            .notice
            .as_ref()
            .map(|it| Check::wrong("database", it)),
    );
    if let Err(trouble) = jobs::reconcile(&opened.context).await {
        checks.push(Check::wrong("feeds", &trouble));
    }
    checks.extend(jobs::inspect(&opened.context, &opened.problems).await);
    if args.compact {
        checks.push(compact(&opened.context).await);
    }
    if args.reindex {
        checks.push(reindex(&opened.context).await);
    }
    Ok(checks)
}

/// Lets go what feeds keep no longer, and writes the database anew.
async fn compact(context: &Context) -> Check {
    match jobs::compact(context).await {
        Ok(done) => {
            let (before, after) = (text::size(done.before), text::size(done.after));
            let mut says = format!("written anew: {before} before, {after} now");
            if done.dropped.entries > 0 {
                let entries = text::counted(done.dropped.entries, "entry", "entries");
                says = format!("{says}; let go {entries} that their feeds keep no longer");
            }
            Check::new("database", State::Mended, says)
        }
        Err(trouble) => Check::wrong("database", &trouble),
    }
}

/// Makes the index anew.
async fn reindex(context: &Context) -> Check {
    let work = watched("indexing", async |gauge, cancel| {
        context.store.reindex().await?;
        let total = u32::try_from(context.store.unindexed().await?).unwrap_or(u32::MAX);
        let on_some = |done: u64| {
            let done = u32::try_from(done).unwrap_or(u32::MAX);
            gauge.draw(Progress {
                done,
                total,
                ..Progress::default()
            });
        };
        let index = jobs::index(context, Pace::AtOnce, &on_some);
        cancel.run_until_cancelled(index).await.transpose()
    });
    match work.await {
        Ok(Some(count)) => {
            let entries = text::counted(count, "entry", "entries");
            Check::new("index", State::Mended, format!("made anew of {entries}"))
        }
        Ok(None) => Check::new(
            "index",
            State::Noticed,
            "made anew in part: the rest follows after the next refresh",
        ),
        Err(trouble) => Check::wrong("index", &trouble),
    }
}

fn told(check: &Check, out: &mut Output) -> Result<(), Stop> {
    let state = match check.state {
        State::Right => "",
        State::Noticed => "note: ",
        State::Mended => "mended: ",
        State::Wrong => {
            out.flush()?;
            tell_error(&Trouble {
                what: format!("{}: {}", check.topic, check.what),
                hint: check.hint.clone(),
            });
            return Ok(());
        }
    };
    let mut says = vec![format!("{state}{}", check.what)];
    says.extend(check.hint.clone());
    tell(check.topic, &says, out)
}

fn check_json(check: &Check) -> Value {
    let state = match check.state {
        State::Right => "right",
        State::Noticed => "noticed",
        State::Mended => "mended",
        State::Wrong => "wrong",
    };
    json!({"topic": check.topic, "state": state, "what": check.what, "hint": check.hint})
}
