//! Once a day, when nobody waits: what undo no longer reaches goes, and what feeds keep no longer. And news that is too old to be unread becomes read.
//!
//! Invariant: what fails here costs the reader nothing; it is tried again the next day.

use crate::jobs::bookmark_copy::copy_bookmarks_quietly;
use crate::jobs::context::Context;
use crate::model::{Timestamp, Trouble};
use crate::store::{Dropped, Rule, Spared, StoreError, UndoPeriod};

/// Under which name the store remembers when it was last tidied, in milliseconds.
const REMEMBERED: &str = "tidied";
/// A day in milliseconds.
const DAY: i64 = 86_400_000;
/// Between two tidyings that believe the clock, at most.
const BELIEVED: i64 = 45 * DAY;

/// Backs the bookmarks up, and lets go what undo no longer reaches, unless that was done within a day. To be called after a refresh, once its report is out.
/// What was let go of feeds that keep no more is told.
pub async fn tidy(context: &Context) -> Option<Dropped> {
    copy_bookmarks_quietly(context).await;
    match tidy_at(context, context.now()).await {
        Ok(dropped) => dropped.filter(|dropped| dropped.entries > 0),
        Err(error) => {
            tracing::warn!(%error, "the store was not tidied");
            None
        }
    }
}

/// Makes read what is too old to be unread. To be called where lists are about to be loaded. How many entries changed.
pub async fn expire(context: &Context) -> u64 {
    let default = context.config().archive.unread_for;
    match context.store.expire(default, context.now()).await {
        Ok(changed) => changed,
        Err(error) => {
            tracing::warn!(%error, "nothing grew old");
            0
        }
    }
}

/// Lets go what feeds keep no longer, whenever that was done last, and writes the store's file anew without holes.
pub async fn compact(context: &Context) -> Result<Compacted, Trouble> {
    let dropped = drop_outdated(context, context.now()).await?;
    let (before, after) = context.store.compact().await?;
    Ok(Compacted {
        dropped,
        before,
        after,
    })
}

/// What `compact` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// What feeds kept no longer.
    pub dropped: Dropped,
    /// Bytes of the file before.
    pub before: u64,
    /// And after.
    pub after: u64,
}

async fn drop_outdated(context: &Context, now: Timestamp) -> Result<Dropped, StoreError> {
    let archive = context.config().archive;
    let rule = Rule {
        keep: archive.retain,
        spared: Spared {
            bookmarks: archive.spare.bookmarks,
            tags: archive.spare.tags,
            unread: archive.spare.unread,
        },
    };
    context.store.drop_outdated(rule, now).await
}

async fn tidy_at(context: &Context, now: Timestamp) -> Result<Option<Dropped>, StoreError> {
    let store = &context.store;
    let last = store.remembered(REMEMBERED).await?;
    if !is_due(last.as_deref(), now) {
        return Ok(None);
    }
    // Before the work, so that of two processes one does it, and one that is killed does not begin anew at each refresh.
    store.remember(REMEMBERED, &now.0.to_string()).await?;
    if !is_believed(last.as_deref(), now) {
        return Ok(None);
    }
    store.thin_checks(now).await?;
    store.prune(undo_period(context), now).await?;
    Ok(Some(drop_outdated(context, now).await?))
}

fn undo_period(context: &Context) -> UndoPeriod {
    let history = context.config().history;
    UndoPeriod {
        span: history.keep,
        changes: history.changes,
    }
}

/// A clock that was set back is no reason to wait until it has caught up.
fn is_due(last: Option<&str>, now: Timestamp) -> bool {
    last.and_then(|last| last.parse::<i64>().ok())
        .is_none_or(|last| !(last..last.saturating_add(DAY)).contains(&now.0))
}

/// Whether the time goes on from when this was last done. A clock that is years ahead would let everything go; who was away for long waits a day more.
fn is_believed(last: Option<&str>, now: Timestamp) -> bool {
    last.and_then(|last| last.parse::<i64>().ok())
        .is_some_and(|last| (0..BELIEVED).contains(&now.since(Timestamp(last))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_leaps_is_not_believed_at_once() {
        let now = Timestamp(1_000 * DAY);
        for (days, expect) in [(999, true), (960, true), (900, false), (1_001, false)] {
            let last = (days * DAY).to_string();
            assert_eq!(is_believed(Some(&last), now), expect, "{days}");
        }
        assert!(!is_believed(None, now));
    }

    #[test]
    fn it_is_done_once_a_day() {
        let now = Timestamp(1_000 * DAY);
        let cases = [
            (None, true),
            (Some("no number"), true),
            (Some("86400000000"), false),
            (Some("86313600001"), false),
            (Some("86313600000"), true),
            (Some("86400000001"), true),
        ];
        for (last, due) in cases {
            assert_eq!(is_due(last, now), due, "{last:?}");
        }
    }
}
