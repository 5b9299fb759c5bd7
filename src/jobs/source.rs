//! A feed's document from where it comes: a server, a file, a program; and through its filter, if it has one.
//!
//! Invariants: nothing is run or loaded that the reader of this computer did not consent to, to the letter; what is not the web's
//! knows no manners but its interval.

use std::path::PathBuf;

use url::Url;

use crate::fetch::{
    Answer, Client, Document, Fetched, Manners, Refusal, Request, Room, Rules, Settings, Turn,
    Validators, Visit,
};
use crate::jobs::context::Context;
use crate::jobs::passwords;
use crate::model::{
    Consent, ConsentKind, Failure, FailureKind, Origin, Reason, Timestamp, Trouble, Why, Wire,
};
use crate::store::DueFeed;
use crate::system::{self, Bounds, ProgramError};
use crate::text;

/// No feed is worth asking more often, not even one's own program.
const SOONEST: i64 = 60_000;

/// What a feed's document is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its address, and what to say to a server there.
    pub request: Request,
    /// The command that it is piped through.
    pub filter: Option<String>,
    /// The command that prints the password that its server wants.
    pub password: Option<String>,
}

impl Source {
    /// A feed's.
    #[must_use]
    pub fn of(feed: &DueFeed, request: Request) -> Source {
        Source {
            request,
            filter: feed.filter.clone(),
            password: feed.greeting.password_command.clone(),
        }
    }
}

/// Gets a document, if all that it rests on was consented to.
pub async fn obtain(
    context: &Context,
    client: &Client,
    source: Source,
    manners: Manners<'_>,
    turn: Turn,
) -> Visit {
    let Source {
        mut request,
        filter,
        password,
    } = source;
    let needed = Consent::needed(&request.url, filter.as_deref(), password.as_deref());
    if let Err(refusal) = allowed(context, needed).await {
        return locally(Err(refusal), turn);
    }
    let visit = match Origin::of(&request.url) {
        Origin::Web => {
            if let Some(command) = &password {
                match passwords::of(context, command).await {
                    Ok(printed) => request.password = Some(printed),
                    Err(refusal) => return locally(Err(refusal), turn),
                }
            }
            let visit = client.fetch(&request, context.now(), manners, turn).await;
            if let Some(command) = &password
                && is_refused(&visit)
            {
                // It may have changed: the command is run anew the next time.
                passwords::forget(context, command).await;
            }
            visit
        }
        Origin::File => locally(file(context, &request.url).await, turn),
        Origin::Program(command) => locally(program(context, command).await, turn),
    };
    match (filter, visit.outcome) {
        (Some(command), Ok(fetched)) => Visit {
            outcome: filtered(context, &command, fetched).await,
            ..visit
        },
        (_, outcome) => Visit { outcome, ..visit },
    }
}

/// What came without any server.
fn locally(outcome: Result<Fetched, Refusal>, turn: Turn) -> Visit {
    Visit {
        outcome,
        answered: Vec::new(),
        turn: Some(turn),
    }
}

fn is_refused(visit: &Visit) -> bool {
    let refusal = visit.outcome.as_ref().err();
    refusal.is_some_and(|it| matches!(it.failure.kind, FailureKind::Status(401 | 403)))
}

async fn allowed(context: &Context, needed: Vec<Consent>) -> Result<(), Refusal> {
    let missing = context.store.unconsented(needed).await;
    let missing = missing.map_err(|error| trouble(FailureKind::Internal, error.trouble()))?;
    match missing.first() {
        Some(missing) => Err(unallowed(missing)),
        None => Ok(()),
    }
}

/// When to look again at what is not the web's, and why then: as the reader said, else as all feeds.
#[must_use]
pub fn pace(rules: &Rules, wish: Option<i64>, now: Timestamp) -> (Timestamp, Reason) {
    let (every, why) = if let Some(every) = wish.map(|wish| wish.max(SOONEST)) {
        (every, Why::Wish { every })
    } else {
        let every = rules.interval;
        (every, Why::Default { every, ttl: None })
    };
    (now.plus(every), why.into())
}

fn refusal(kind: FailureKind, what: impl Into<String>, hint: &str) -> Refusal {
    Refusal::new(kind, what, Some(hint))
}

fn trouble(kind: FailureKind, trouble: Trouble) -> Refusal {
    Refusal::new(kind, trouble.what, trouble.hint.as_deref())
}

/// Why a program is not run, or a file not loaded.
fn unallowed(missing: &Consent) -> Refusal {
    if !missing.is_plain() {
        let what = format!("{}: not done, since it hides something", missing.sentence());
        let hint = "write it without invisible characters";
        return refusal(FailureKind::Unallowed, what, hint);
    }
    let what = format!("{}, and waits for your yes", missing.sentence());
    let hint = "`:allow` or `byline allow` says yes";
    refusal(FailureKind::Unallowed, what, hint)
}

/// The words for what nobody said yes to yet, as a feed's illness.
#[must_use]
pub fn waiting(missing: &Consent) -> Failure {
    unallowed(missing).failure
}

fn local(bytes: Vec<u8>, url: String) -> Fetched {
    Fetched {
        answer: Answer::New(Document {
            bytes,
            content_type: None,
            url,
            cut: None,
            partial: false,
            room: Room::default(),
            links: Vec::new(),
        }),
        url: String::new(),
        validators: Validators::default(),
        max_age: None,
        permanent: None,
        wire: Wire::default(),
    }
}

async fn file(context: &Context, url: &str) -> Result<Fetched, Refusal> {
    let path = path_of(url).ok_or_else(|| {
        let what = format!("`{}` names no file of this computer", text::address(url));
        refusal(FailureKind::File, what, "as in `file:///home/ada/feed.xml`")
    })?;
    let most = context.limits().max_body;
    let loaded = tokio::task::spawn_blocking(move || {
        let bytes = system::load_within(&path, most)?;
        bytes.ok_or_else(|| {
            Trouble::new(
                format!("there is no file `{}`", path.display()),
                "put it back, or edit the feed's address",
            )
        })
    });
    let bytes = match loaded.await {
        Ok(loaded) => loaded.map_err(|found| trouble(FailureKind::File, found))?,
        Err(panic) => return Err(refusal(FailureKind::Internal, panic.to_string(), "")),
    };
    Ok(local(bytes, url.to_string()))
}

/// The path that a `file:` address names.
fn path_of(url: &str) -> Option<PathBuf> {
    Url::parse(url).ok()?.to_file_path().ok()
}

async fn program(context: &Context, command: &str) -> Result<Fetched, Refusal> {
    let output = run(context, ConsentKind::Program, command, None).await?;
    // What it prints has no address that a relative link could be resolved against.
    Ok(local(output, String::new()))
}

/// A document as its filter makes it. What the server said of it still holds.
async fn filtered(
    context: &Context,
    command: &str,
    mut fetched: Fetched,
) -> Result<Fetched, Refusal> {
    let Answer::New(document) = &mut fetched.answer else {
        return Ok(fetched);
    };
    if let Some(cut) = document.cut.take() {
        // Half a document is none that a filter was written for.
        return Err(Refusal::new(cut.kind, cut.what, cut.hint.as_deref()));
    }
    let body = std::mem::take(&mut document.bytes);
    document.bytes = run(context, ConsentKind::Filter, command, Some(body)).await?;
    document.content_type = None;
    Ok(fetched)
}

async fn run(
    context: &Context,
    kind: ConsentKind,
    command: &str,
    input: Option<Vec<u8>>,
) -> Result<Vec<u8>, Refusal> {
    let limits = context.limits();
    let bounds = Bounds {
        total: limits.total,
        most: limits.max_body,
    };
    let Ok(_place) = context.programs.acquire().await else {
        let what = "the program is ending";
        return Err(Refusal::new(FailureKind::Internal, what, None));
    };
    let home = context.paths.home.as_deref();
    let ran = system::run(command, input, home, bounds).await;
    ran.map_err(|error| ill(kind, command, &error, &limits))
}

/// Why a program gave nothing, as its feed's illness.
fn ill(kind: ConsentKind, command: &str, error: &ProgramError, limits: &Settings) -> Refusal {
    let name = command.split_whitespace().next().unwrap_or_default();
    let name = match kind {
        ConsentKind::Filter => format!("its filter `{name}`"),
        _ => format!("`{name}`"),
    };
    let failed = |what: String, hint| refusal(FailureKind::Program, what, hint);
    match error {
        ProgramError::NoCommand(why) => {
            let what = format!("`{}` is no command: {why}", text::scrub_line(command));
            failed(what, "mend it in the feed's editor (`E`)")
        }
        ProgramError::Unstarted(program, why) => {
            let what = format!("`{program}` could not be started: {why}");
            failed(what, "check its name, and that it may be run")
        }
        ProgramError::Slow(total) => refusal(
            FailureKind::Timeout,
            format!("{name} was ended: not through after {} s", total.as_secs()),
            "`total_timeout` in `config.toml` is the limit",
        ),
        ProgramError::Large(_) => refusal(
            FailureKind::TooLarge,
            format!("{name} prints more than {}", text::size(limits.max_body)),
            "`max_body` in `config.toml` is the limit",
        ),
        ProgramError::Failed(how, None) => {
            let what = format!("{name} failed: {how}");
            failed(what, "try it in a terminal")
        }
        ProgramError::Failed(how, Some(line)) => {
            let what = format!("{name} failed: {line} ({how})");
            failed(what, "try it in a terminal")
        }
    }
}
