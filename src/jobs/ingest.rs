//! A fetched document becomes entries in the store: hashed, parsed aside, saved in one transaction.
//!
//! Invariant: a document that cannot be understood, or makes the parser panic, is that feed's failure and nobody else's.

use std::sync::Arc;

use crate::fetch::{Answer, Document, Fetched, Pause, content_hash};
use crate::jobs::check::{Success, failed, succeeded};
use crate::jobs::context::Context;
use crate::jobs::judge::Judge;
use crate::model::{Failure, FailureKind, Outcome, ParsedFeed, Timestamp, Wire};
use crate::parse::{self, NotFeed, Source};
use crate::store::{Check, DueFeed, Judgement, StoreError};
use crate::text;

/// What came of a fetched document.
pub struct Ingested {
    /// For the report.
    pub outcome: Outcome,
    /// Bookkeeping that is still to be written; `None` when it went with the entries.
    pub check: Option<Check>,
    /// Where the feed lives from now on, if it has moved for good.
    pub address: Option<String>,
    /// What the feed calls itself, if its document was read.
    pub title: Option<String>,
}

impl Ingested {
    /// Nothing came but a reason.
    #[must_use]
    pub fn ill(failure: Failure, check: Option<Check>) -> Ingested {
        Ingested {
            outcome: Outcome::Failed(failure),
            check,
            address: None,
            title: None,
        }
    }
}

/// Takes a fetched document in, as the rules say.
pub async fn ingest(
    context: &Context,
    (feed, judge): (&DueFeed, Option<&Arc<Judge>>),
    fetched: Fetched,
) -> Result<Ingested, StoreError> {
    let now = context.now();
    let rules = context.rules();
    let wire = fetched.wire;
    let mut success = Success {
        now,
        validators: fetched.validators,
        url: fetched.url,
        max_age: fetched.max_age,
        permanent: fetched.permanent,
        ..Success::default()
    };
    let document = match fetched.answer {
        Answer::NotModified => return Ok(unchanged(succeeded(&rules, feed, &success), wire)),
        Answer::New(document) => document,
    };
    // Ours until its entries are in the store, since they are as large.
    let _room = document.room.clone();
    let partial = document.partial;
    let hash = format!("{:016x}", content_hash(&document.bytes));
    if feed.hash.as_ref() == Some(&hash) {
        success.hash = Some(hash);
        return Ok(unchanged(succeeded(&rules, feed, &success), wire));
    }
    if let Some(cut) = document.cut.clone() {
        return piece(context, (feed, judge), document, (cut, wire)).await;
    }
    let mut parsed = match parse(context, document).await {
        Ok(parsed) => parsed,
        Err(failure) => {
            let check = failed(feed, &failure, Pause::Unsaid, now).over(wire);
            return Ok(Ingested::ill(failure, Some(check)));
        }
    };
    // What is new is not the document: its hash stays that of the last whole one.
    success.hash = (!partial).then_some(hash);
    parsed.paging.is_complete &= !partial;
    success.parsed = Some(&parsed);
    let (check, address) = succeeded(&rules, feed, &success);
    Ok(Ingested {
        address,
        ..save(context, (feed, judge), parsed, check.over(wire)).await?
    })
}

/// Takes in what came of a document before the connection broke. Its last entry may be half of one, so it waits for the next time; and
/// nothing is remembered that would make the server think we have the rest.
async fn piece(
    context: &Context,
    (feed, judge): (&DueFeed, Option<&Arc<Judge>>),
    document: Document,
    (cut, wire): (Failure, Wire),
) -> Result<Ingested, StoreError> {
    let check = failed(feed, &cut, Pause::Unsaid, context.now()).over(wire);
    let mut parsed = parse(context, document).await.unwrap_or_default();
    parsed.entries.pop();
    if parsed.entries.is_empty() {
        return Ok(Ingested::ill(cut, Some(check)));
    }
    let kept = format!("cut short: {}; its whole entries are kept", cut.what);
    parsed.warnings.push(kept);
    parsed.paging.is_complete = false;
    save(context, (feed, judge), parsed, check).await
}

async fn save(
    context: &Context,
    (feed, judge): (&DueFeed, Option<&Arc<Judge>>),
    parsed: ParsedFeed,
    check: Check,
) -> Result<Ingested, StoreError> {
    let (mut warnings, title) = (parsed.warnings.clone(), parsed.title.clone());
    let now = context.now();
    let judged = judged((feed, judge), parsed, now).await;
    let saved = context
        .store
        .save_judged(feed.id, judged, check, now)
        .await?;
    if let Some(judge) = judge {
        judge.note(&saved.ruled);
    }
    if saved.guids_change {
        warnings.push("its guids change at each fetch: links and titles tell its entries".into());
    }
    Ok(Ingested {
        outcome: Outcome::Fetched {
            new: saved.new,
            changed: saved.changed,
            warnings,
        },
        check: None,
        address: None,
        title,
    })
}

/// What the rules say of a document, on a thread where they may take their time. Rules that panic say nothing, and the entries come all the same.
pub async fn judged(
    (feed, judge): (&DueFeed, Option<&Arc<Judge>>),
    parsed: ParsedFeed,
    now: Timestamp,
) -> (ParsedFeed, Judgement) {
    let Some(judge) = judge else {
        return (parsed, Judgement::default());
    };
    let (judge, feed, parsed) = (Arc::clone(judge), feed.clone(), Arc::new(parsed));
    let shared = Arc::clone(&parsed);
    let work = tokio::task::spawn_blocking(move || judge.judge(&feed, &shared, now));
    let judgement = work.await.unwrap_or_else(|panic| {
        tracing::error!(%panic, "the rules panicked");
        Judgement::default()
    });
    let parsed = Arc::try_unwrap(parsed).unwrap_or_else(|shared| (*shared).clone());
    (parsed, judgement)
}

fn unchanged((check, address): (Check, Option<String>), wire: Wire) -> Ingested {
    Ingested {
        outcome: Outcome::Unchanged,
        check: Some(check.over(wire)),
        address,
        title: None,
    }
}

/// Parses a document on a thread where it may take its time; few at once, since each holds its document several times over.
pub async fn parse(context: &Context, document: Document) -> Result<ParsedFeed, Failure> {
    if document.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure {
            kind: FailureKind::Empty,
            what: "the server sent nothing".into(),
            hint: Some("nothing to do: asked again later".into()),
        });
    }
    let Ok(place) = Arc::clone(&context.parsers).acquire_owned().await else {
        return Err(internal("the program is ending"));
    };
    let work = tokio::task::spawn_blocking(move || {
        let _place = place;
        parse::feed(
            &document.bytes,
            &Source {
                url: Some(&document.url),
                content_type: document.content_type.as_deref(),
            },
        )
    });
    match work.await {
        Ok(Ok(parsed)) => Ok(parsed),
        Ok(Err(not_feed)) => Err(no_feed(&not_feed)),
        Err(panic) => {
            tracing::error!(%panic, "the parser panicked");
            Err(internal(
                "a fault of byline's own: the parser stumbled over this document",
            ))
        }
    }
}

fn no_feed(why: &NotFeed) -> Failure {
    let place = why
        .line
        .map(|line| format!(" (line {line})"))
        .unwrap_or_default();
    Failure {
        kind: FailureKind::NotFeed,
        what: text::scrub_line(&format!("{}{place}", why.what)).into_owned(),
        hint: why.hint.clone(),
    }
}

fn internal(what: &str) -> Failure {
    Failure {
        kind: FailureKind::Internal,
        what: what.into(),
        hint: Some("please report it, with the address".into()),
    }
}
