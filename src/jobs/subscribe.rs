//! Follows feeds; what was fetched to find them is their first fetch.

use tokio_util::sync::CancellationToken;

use crate::jobs::change::change;
use crate::jobs::context::Context;
use crate::jobs::refresh::refresh;
use crate::jobs::subscriptions::known;
use crate::model::{Act, Change, RefreshWish, Subscription, Trouble};

/// Follows these feeds, leaving alone those followed already (count 0: all were). What `discover` fetched of them is taken in at once, so
/// that a refresh asks only for the others.
pub async fn subscribe(
    context: &Context,
    subscriptions: Vec<Subscription>,
) -> Result<Act, Trouble> {
    let fetched: Vec<_> = subscriptions
        .iter()
        .filter(|subscription| context.has_kept(&subscription.url))
        .map(|subscription| subscription.url.clone())
        .collect();
    let act = change(context, Change::Subscribe(subscriptions)).await?;
    if fetched.is_empty() {
        return Ok(act);
    }
    let rows = known(context).await?;
    let feeds = rows
        .iter()
        .filter(|row| fetched.contains(&row.url))
        .map(|row| row.id)
        .collect();
    let wish = RefreshWish {
        feeds: Some(feeds),
        ..RefreshWish::default()
    };
    refresh(context, &wish, &|_, _| {}, &CancellationToken::new()).await?;
    Ok(act)
}
