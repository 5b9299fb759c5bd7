//! Takes acts back and does them again, last in, first out, over restarts.

use crate::jobs::context::Context;
use crate::jobs::subscriptions::walk;
use crate::model::{Act, Trouble};
use crate::store::Walk;

/// Takes the last act back that is not taken back yet; `None` when there is none.
pub async fn undo(context: &Context) -> Result<Option<Act>, Trouble> {
    let last = context.store.last_undoable().await?;
    let act = match last {
        None => return Ok(None),
        Some((act, Some(payload))) => walk(context, Walk::Back, act.id, &payload).await?,
        Some((act, None)) => {
            let now = context.now();
            context.store.undo_entries(act.id, now).await?
        }
    };
    Ok(Some(act))
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
