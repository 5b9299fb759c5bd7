//! Lets old things of the undo period go, once a day, when nobody waits.
//!
//! Invariant: what fails here costs the reader nothing; it is tried again the next day.

use crate::jobs::context::Context;
use crate::model::Timestamp;
use crate::store::{StoreError, UndoPeriod};

/// Under which name the store remembers when it was last tidied, in milliseconds.
const REMEMBERED: &str = "tidied";
/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// Lets go what undo no longer reaches, unless that was done within a day. To be called after a refresh, once its report is out.
pub async fn tidy(context: &Context) {
    if let Err(error) = tidy_at(context, context.now()).await {
        tracing::warn!(%error, "the store was not tidied");
    }
}

async fn tidy_at(context: &Context, now: Timestamp) -> Result<(), StoreError> {
    let store = &context.store;
    let last = store.remembered(REMEMBERED).await?;
    if !is_due(last.as_deref(), now) {
        return Ok(());
    }
    // Before the work, so that of two processes one does it, and one that is killed does not begin anew at each refresh.
    store.remember(REMEMBERED, &now.0.to_string()).await?;
    store.thin_checks(now).await?;
    store.prune(undo_period(context), now).await
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

#[cfg(test)]
mod tests {
    use super::*;

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
