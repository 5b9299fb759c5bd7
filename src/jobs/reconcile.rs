//! Makes the store follow `feeds.toml`: at the start, and whenever the file was edited by hand.

use crate::config::Problem;
use crate::jobs::context::Context;
use crate::jobs::subscriptions::{finish, hold, known};
use crate::jobs::tidy::expire;
use crate::model::Trouble;

/// What following the file came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Whether the store changed.
    pub changed: bool,
    /// Mistakes in the file, or why it could not be loaded. With one that keeps it from being understood whole, the store stays as it was.
    pub problems: Vec<Problem>,
}

/// Makes the store follow the file, after finishing what an earlier run left half done. A file that is missing is no wish to have no
/// feeds: an editor may be about to replace it.
pub async fn reconcile(context: &Context) -> Result<Reconciled, Trouble> {
    let _one = context.editing.lock().await;
    let held = hold(context).await?;
    if !held.is_whole {
        return Ok(Reconciled {
            changed: false,
            problems: held.problems,
        });
    }
    if !held.exists {
        let feeds = known(context).await?.len();
        return Ok(Reconciled {
            changed: false,
            problems: (feeds > 0).then(|| missing(feeds)).into_iter().collect(),
        });
    }
    finish(context, &held.file).await?;
    let now = context.now();
    let changed = context.store.reconcile(held.file.list(), now).await?;
    let expired = expire(context).await;
    Ok(Reconciled {
        changed: changed || expired > 0,
        problems: held.problems,
    })
}

fn missing(feeds: usize) -> Problem {
    Problem {
        file: "feeds.toml".into(),
        line: 1,
        column: 1,
        what: match feeds {
            1 => "the file is missing; the feed of last time is kept".to_string(),
            _ => format!("the file is missing; the {feeds} feeds of last time are kept"),
        },
        hint: Some("put it back; an empty file means no feeds".into()),
    }
}
