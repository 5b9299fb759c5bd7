//! Looks over the files and the store: whether each can be read, is right, and agrees with the others; mends what can be mended.
//!
//! Invariant: nothing is fetched, and of what the reader wrote nothing is changed.

use crate::config::{Problem, Subscriptions};
use crate::fetch::Client;
use crate::jobs::context::Context;
use crate::jobs::health::load_health;
use crate::jobs::subscriptions::known;
use crate::model::{Noticed, Timestamp, Trouble};
use crate::system;
use crate::text;

/// Before this byline was written (1 January 2026) no clock is right.
const WRITTEN: Timestamp = Timestamp::from_secs(1_767_225_600);
/// How far clocks may be apart: an hour.
const APART: i64 = 3_600_000;

/// How a thing that was looked at is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is as it should be.
    Right,
    /// Worth knowing, and nothing wrong.
    Noticed,
    /// It was wrong, and is right now.
    Mended,
    /// It is wrong, and somebody has to mend it.
    Wrong,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What it is.
    pub topic: &'static str,
    /// How it is.
    pub state: State,
    /// In words.
    pub what: String,
    /// What helps.
    pub hint: Option<String>,
}

impl Check {
    /// Something that was looked at.
    pub fn new(topic: &'static str, state: State, what: impl Into<String>) -> Check {
        Check {
            topic,
            state,
            what: what.into(),
            hint: None,
        }
    }

    /// Something wrong, and what helps.
    pub fn wrong(topic: &'static str, trouble: &Trouble) -> Check {
        Check {
            hint: trouble.hint.clone(),
            ..Check::new(topic, State::Wrong, &trouble.what)
        }
    }
}

/// Looks over everything. `problems` are the mistakes in `config.toml`, `keys.toml` and themes that were found when they were read.
pub async fn inspect(context: &Context, problems: &[Problem]) -> Vec<Check> {
    let mut checks = of_problems(
        "config",
        problems,
        "config.toml, keys.toml and themes are right",
    );
    checks.extend(feeds_file(context).await);
    checks.extend(folders(context));
    let database = database(context).await;
    let is_whole = database.state == State::Right;
    checks.push(database);
    if is_whole {
        checks.extend(counts(context).await);
        checks.extend(rows(context).await);
        checks.push(index(context).await);
    }
    checks.push(clock(context).await);
    checks.push(match Client::new(&context.limits()) {
        Ok(_) => Check::new(
            "certificates",
            State::Right,
            "secure connections can be checked",
        ),
        Err(trouble) => Check::wrong("certificates", &trouble),
    });
    checks.extend(noticed(context).await);
    checks
}

fn of_problems(topic: &'static str, problems: &[Problem], right: &str) -> Vec<Check> {
    if problems.is_empty() {
        return vec![Check::new(topic, State::Right, right)];
    }
    let wrong = |problem: &Problem| Check {
        hint: problem.hint.clone(),
        ..Check::new(topic, State::Wrong, problem.to_string())
    };
    problems.iter().map(wrong).collect()
}

/// Whether the file is understood whole, keeps its secrets, and is what the store follows.
async fn feeds_file(context: &Context) -> Vec<Check> {
    let path = context.paths.feeds_file();
    let text = match system::load(&path) {
        Ok(Some(text)) => text,
        Ok(None) => {
            return vec![Check::new(
                "feeds",
                State::Right,
                "there is no feeds.toml yet",
            )];
        }
        Err(unloaded) => return vec![Check::wrong("feeds", &unloaded.into())],
    };
    let (file, problems) = Subscriptions::parse(&text);
    let list = file.list();
    let right = format!(
        "feeds.toml is right: {} feeds",
        text::grouped(list.len() as u64)
    );
    let mut checks = of_problems("feeds", &problems, &right);
    let has_secret = list.iter().any(|it| it.url != text::address(&it.url));
    if has_secret && system::is_open_to_others(&path) {
        let what = "feeds.toml holds a password and others on this computer can read it";
        checks.push(Check {
            hint: Some(format!("chmod 600 `{}`", path.display())),
            ..Check::new("feeds", State::Wrong, what)
        });
    }
    let Ok(rows) = known(context).await else {
        return checks;
    };
    let strays = rows
        .iter()
        .filter(|row| list.iter().all(|it| it.url != row.url))
        .count();
    if problems.is_empty() && strays > 0 {
        let what = format!("the store has {strays} feeds that feeds.toml does not name");
        checks.push(Check::new("feeds", State::Wrong, what));
    }
    checks
}

fn folders(context: &Context) -> Vec<Check> {
    let paths = &context.paths;
    let data = paths.database();
    let folders = [
        ("config", paths.config.as_path()),
        ("data", data.parent().unwrap_or(&paths.config)),
        ("cache", paths.cache.as_path()),
    ];
    let check = |(name, folder): (&str, &std::path::Path)| {
        if system::is_writable(folder) {
            return Check::new(
                "folders",
                State::Right,
                format!("{name}: `{}`", folder.display()),
            );
        }
        Check {
            hint: Some("make it writable, to keep what you do".into()),
            ..Check::new(
                "folders",
                State::Wrong,
                format!("the {name} folder `{}` cannot be written", folder.display()),
            )
        }
    };
    folders.into_iter().map(check).collect()
}

async fn database(context: &Context) -> Check {
    match context.store.faults().await {
        Ok(faults) if faults.is_empty() => Check::new("database", State::Right, "it is whole"),
        Ok(faults) => {
            let first = faults.first().cloned().unwrap_or_default();
            let what = format!("it is damaged in {} places: {first}", faults.len());
            Check {
                hint: Some("close every byline and run `byline doctor --salvage`: it keeps the file, and saves what can be read".into()),
                ..Check::new("database", State::Wrong, what)
            }
        }
        Err(error) => Check::wrong("database", &error.trouble()),
    }
}

async fn counts(context: &Context) -> Vec<Check> {
    let store = &context.store;
    let wrong = match store.miscounts().await {
        Ok(wrong) if wrong.is_empty() => {
            return vec![Check::new("counts", State::Right, "all counts are right")];
        }
        Ok(wrong) => wrong,
        Err(error) => return vec![Check::wrong("counts", &error.trouble())],
    };
    let mended = store.recount().await;
    wrong
        .iter()
        .map(|it| {
            let what = format!(
                "{}: kept {} unread of {}, counted {} of {}",
                text::address(&it.title),
                it.kept.0,
                it.kept.1,
                it.counted.0,
                it.counted.1
            );
            match &mended {
                Ok(()) => Check::new("counts", State::Mended, what),
                Err(error) => Check {
                    hint: error.trouble().hint,
                    ..Check::new("counts", State::Wrong, what)
                },
            }
        })
        .collect()
}

/// What rows need of each other.
async fn rows(context: &Context) -> Vec<Check> {
    match context.store.mend().await {
        Ok(mended) if mended.is_empty() => {
            vec![Check::new("rows", State::Right, "all belong to something")]
        }
        Ok(mended) => mended
            .iter()
            .map(|it| Check::new("rows", State::Mended, format!("{}: {}", it.what, it.rows)))
            .collect(),
        Err(error) => vec![Check::wrong("rows", &error.trouble())],
    }
}

async fn index(context: &Context) -> Check {
    match context.store.mend_index().await {
        Ok(0) => Check::new(
            "index",
            State::Right,
            "it has every entry, or knows which wait",
        ),
        Ok(wrong) => {
            let entries = text::counted(wrong, "entry", "entries");
            let what = format!("{entries} will be put into it again");
            Check::new("index", State::Mended, what)
        }
        Err(error) => Check::wrong("index", &error.trouble()),
    }
}

/// A clock that is behind makes feeds wait, and one that is ahead makes their servers' certificates old.
async fn clock(context: &Context) -> Check {
    let (zone, now) = (&context.zone, context.now());
    let rows = known(context).await.unwrap_or_default();
    let latest = rows.iter().filter_map(|row| row.health.last_check).max();
    let what = match latest {
        _ if now < WRITTEN => "it stands before this byline was written".to_string(),
        Some(latest) if latest.since(now) > APART => {
            let latest = zone.long(latest, now);
            format!("it stands before the last check of a feed, {latest}")
        }
        _ => {
            let what = format!("it says {}", zone.long(now, now));
            return Check::new("clock", State::Right, what);
        }
    };
    Check {
        hint: Some("set the clock: feeds wait, and certificates fail, by a wrong one".into()),
        ..Check::new("clock", State::Wrong, what)
    }
}

/// What the health board would show as needing the reader: told, since it is not byline that is wrong.
async fn noticed(context: &Context) -> Vec<Check> {
    let board = match load_health(context).await {
        Ok(board) => board,
        Err(trouble) => return vec![Check::wrong("feeds", &trouble)],
    };
    let mut checks = Vec::new();
    for row in board.rows.iter().filter(|row| row.needs_reader()) {
        if let Some(Noticed::Twin { title, .. }) = &row.noticed {
            let what = format!("{} is the same feed as {title}", row.row.title);
            checks.push(Check::new("duplicates", State::Noticed, what));
        }
    }
    let others = board.needy() - checks.len();
    if others > 0 {
        let what = format!(
            "{others} of {} need you: `g h` in the reader",
            board.rows.len()
        );
        checks.push(Check::new("health", State::Noticed, what));
    }
    checks
}
