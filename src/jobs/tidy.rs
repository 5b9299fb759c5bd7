//! Lets go of what is past the undo period: at most once a day, after a refresh, when nobody waits.
//!
//! Invariant: a failure here is logged and costs nothing; the next day tries again.

use crate::jobs::context::Context;
use crate::store::StoreError;

/// When it was done last, in milliseconds.
const REMEMBERED: &str = "tidied";

const DAY: i64 = 86_400_000;

/// Does it if a day has passed since it was done last. A clock that was set back does not make it wait for longer.
pub async fn tidy(context: &Context) {
    match tidy_daily(context).await {
        Ok(true) => tracing::info!("let go of what is past the undo period"),
        Ok(false) => {}
        Err(error) => tracing::warn!(%error, "what is past the undo period was not let go"),
    }
}

async fn tidy_daily(context: &Context) -> Result<bool, StoreError> {
    let (store, now) = (&context.store, context.now());
    let last = store.remembered(REMEMBERED).await?;
    let last = last.and_then(|last| last.parse::<i64>().ok());
    if last.is_some_and(|last| (0..DAY).contains(&(now.0 - last))) {
        return Ok(false);
    }
    store.prune(now).await?;
    store.remember(REMEMBERED, &now.0.to_string()).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::config::Config;
    use crate::model::{Timestamp, Zone};
    use crate::store::Store;
    use crate::system::Paths;

    #[tokio::test]
    async fn once_a_day_is_enough() {
        let clock = Arc::new(AtomicI64::new(1_795_528_800_000));
        let hands = Arc::clone(&clock);
        let paths = Paths::within("config".into(), "data".into());
        let context = Context::new(Store::memory().unwrap(), paths, Config::default());
        let context = context.with_clock(
            move || Timestamp(hands.load(Ordering::Relaxed)),
            Zone::utc(),
        );
        for (later, done) in [
            (0, true),
            (DAY - 1, false),
            (1, true),
            (-3 * DAY, true),
            (0, false),
        ] {
            clock.fetch_add(later, Ordering::Relaxed);
            assert_eq!(tidy_daily(&context).await.unwrap(), done, "{later}");
        }
    }
}
