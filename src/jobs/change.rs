//! Does what a `Change` says, wherever it is kept.

use crate::jobs::context::Context;
use crate::model::{Act, Change, Trouble};

/// Does it and answers after the commit: entries in the store, subscriptions in `feeds.toml` and the store.
pub async fn change(context: &Context, change: Change) -> Result<Act, Trouble> {
    match change {
        Change::Subscribe(_)
        | Change::Unsubscribe(_)
        | Change::Rename { .. }
        | Change::Move { .. }
        | Change::MoveFolder { .. }
        | Change::Edit { .. } => Err(Trouble::plain("not yet")),
        entries => context
            .store
            .change(entries, context.moment())
            .await
            .map_err(|error| error.trouble()),
    }
}
