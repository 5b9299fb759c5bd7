//! The reader's yes to what runs on this computer for a feed: programs, filters, files.
//!
//! Whoever types a command says yes to it; what came in a file (an import, a `feeds.toml` from elsewhere) waits. Invariant: nothing
//! is consented to that does not look as it is.

use crate::jobs::context::Context;
use crate::jobs::source::waiting;
use crate::jobs::subscriptions::known;
use crate::model::{Consent, FeedId, FeedRow, Trouble};

/// Keeps the reader's yes to these, which were just typed or shown.
pub async fn consent_to(context: &Context, given: Vec<Consent>) -> Result<(), Trouble> {
    if let Some(hidden) = given.iter().find(|consent| !consent.is_plain()) {
        let failure = waiting(hidden);
        return Err(Trouble {
            what: failure.what,
            hint: failure.hint,
        });
    }
    if !context.store.unconsented(given.clone()).await?.is_empty() {
        context.store.consent(given, context.now()).await?;
    }
    Ok(())
}

/// What a feed rests on that the reader has yet to say yes to.
pub async fn awaited(context: &Context, row: &FeedRow) -> Result<Vec<Consent>, Trouble> {
    awaited_of(context, row.consents()).await
}

/// Those of these consents that the reader has yet to give.
pub async fn awaited_of(context: &Context, needed: Vec<Consent>) -> Result<Vec<Consent>, Trouble> {
    Ok(context.store.unconsented(needed).await?)
}

/// The feeds that wait for the reader's yes, each with what to.
pub async fn awaiting(context: &Context) -> Result<Vec<(FeedRow, Vec<Consent>)>, Trouble> {
    let mut waiting = Vec::new();
    for row in known(context).await? {
        if row.consents().is_empty() {
            continue;
        }
        let missing = awaited(context, &row).await?;
        if !missing.is_empty() {
            waiting.push((row, missing));
        }
    }
    Ok(waiting)
}

/// Says yes to all that a feed rests on; answers what was new.
pub async fn allow(context: &Context, feed: FeedId) -> Result<Vec<Consent>, Trouble> {
    let Some(row) = context.store.feed(feed).await? else {
        return Err(Trouble::plain("this feed is no longer there"));
    };
    let missing = awaited(context, &row).await?;
    consent_to(context, missing.clone()).await?;
    Ok(missing)
}

/// Takes the yes to all that a feed rests on back; other feeds made by the same command wait, too. Answers what it was.
pub async fn forbid(context: &Context, feed: FeedId) -> Result<Vec<Consent>, Trouble> {
    let Some(row) = context.store.feed(feed).await? else {
        return Err(Trouble::plain("this feed is no longer there"));
    };
    let needed = row.consents();
    context.store.withdraw(needed.clone()).await?;
    Ok(needed)
}
