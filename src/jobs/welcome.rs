//! The welcome feed, which is compiled in and read through the real pipeline.

use crate::jobs::context::Context;
use crate::model::{FeedId, Trouble};

/// Takes the welcome feed in, if this version's is not in the store yet. It is listed as long as there is no subscription.
pub async fn welcome(context: &Context) -> Result<FeedId, Trouble> {
    let now = context.now();
    context
        .store
        .welcome(now)
        .await
        .map_err(|error| error.trouble())
}
