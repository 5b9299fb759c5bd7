//! Takes acts back and does them again, over restarts: the last one, or one from the middle on which no later one rests. And forgets them all.

use crate::jobs::context::Context;
use crate::jobs::subscriptions::walk;
use crate::model::{Act, ActId, Trouble};
use crate::store::{UndoPeriod, Walk};

/// Takes the last act back that is not taken back yet; `None` when there is none.
pub async fn undo(context: &Context) -> Result<Option<Act>, Trouble> {
    let last = context.store.last_undoable().await?;
    let act = match last {
        None => return Ok(None),
        Some(found) => back(context, found).await?,
    };
    Ok(Some(act))
}

/// Takes back only this act; refused, with the name of the later act, when one rests on it.
pub async fn take_back(context: &Context, id: ActId) -> Result<Act, Trouble> {
    match context.store.done_act(id).await? {
        Some(found) => back(context, found).await,
        None => Err(Trouble::new(
            format!("no act {} that could be taken back", id.0),
            "`byline undo --list` names those there are",
        )),
    }
}

async fn back(context: &Context, (act, payload): (Act, Option<String>)) -> Result<Act, Trouble> {
    match payload {
        Some(payload) => walk(context, Walk::Back, act.id, &payload).await,
        None => Ok(context.store.undo_entries(act.id, context.now()).await?),
    }
}

/// Does the act again that was taken back last; `None` when there is none.
pub async fn redo(context: &Context) -> Result<Option<Act>, Trouble> {
    let last = context.store.last_redoable().await?;
    let act = match last {
        None => return Ok(None),
        Some((act, Some(payload))) => walk(context, Walk::Forth, act.id, &payload).await?,
        Some((act, None)) => {
            let now = context.now();
            context.store.redo_entries(act.id, now).await?
        }
    };
    Ok(Some(act))
}

/// Forgets all acts, and with them what only undo could bring back: dropped bookmarks, and entries of feeds unsubscribed from. How many acts there were.
pub async fn forget_history(context: &Context) -> Result<u64, Trouble> {
    let count = load_history(context, u32::MAX).await?.len() as u64;
    let all = UndoPeriod {
        span: -1,
        changes: 0,
    };
    context.store.prune(all, context.now()).await?;
    Ok(count)
}

/// What was done, newest first, at most so many.
pub async fn load_history(context: &Context, count: u32) -> Result<Vec<Act>, Trouble> {
    Ok(context.store.history(count).await?)
}
