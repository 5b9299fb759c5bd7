//! Follows feeds; what was fetched to find them is their first fetch.

use crate::jobs::change::change;
use crate::jobs::context::Context;
use crate::model::{Act, Change, Subscription, Trouble};

/// Follows these feeds, leaving alone those followed already (count 0: all were). What `discover` fetched of them is taken in at once, so
/// that a refresh asks only for the others.
pub async fn subscribe(
    context: &Context,
    subscriptions: Vec<Subscription>,
) -> Result<Act, Trouble> {
    change(context, Change::Subscribe(subscriptions)).await
}
