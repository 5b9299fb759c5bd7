//! What is unread in smart feeds and tags, counted off the screen's thread.
//!
//! Invariant: each count is bounded in number and in time, and is given up when nobody waits for it any more: the store interrupts it.

use std::time::Duration;

use crate::jobs::context::Context;
use crate::jobs::searched::searched;
use crate::model::{Counts, Scope, Trouble};
use crate::query::{Query, Term};

/// So long one count may take: a regular expression over a hundred thousand texts takes longer, and is not worth it.
const PATIENCE: Duration = Duration::from_millis(400);

/// So long the tags may take together.
const PATIENCE_WITH_TAGS: Duration = Duration::from_secs(4);

/// Counts what is unread. A smart feed whose query cannot be asked has no count; why is told when it is listed.
pub async fn load_counts(context: &Context) -> Result<Counts, Trouble> {
    let mut counts = Counts::default();
    for feed in &context.config().smart_feeds {
        let scope = Scope::Smart(feed.name.clone());
        let count = match searched(context, &scope) {
            Ok(Some(query)) => count(context, query).await?,
            _ => None,
        };
        counts.smart.push((feed.name.clone(), count));
    }
    let tags = tokio::time::timeout(PATIENCE_WITH_TAGS, context.store.unread_of_tags()).await;
    counts.tags = if let Ok(tags) = tags {
        tags?
    } else {
        let tags = context.store.tags().await?;
        tags.into_iter().map(|(tag, _)| (tag, 0)).collect()
    };
    Ok(counts)
}

/// What is unread of what a query finds.
async fn count(context: &Context, query: Query) -> Result<Option<u64>, Trouble> {
    if is_of_read(&query) {
        return Ok(Some(0));
    }
    let found = context
        .store
        .unread_found(query, context.moment(), Counts::MOST);
    match tokio::time::timeout(PATIENCE, found).await {
        Ok(found) => Ok(Some(found?)),
        Err(_) => Ok(None),
    }
}

/// Whether only read ones are asked for.
fn is_of_read(query: &Query) -> bool {
    match query {
        Query::Term(Term::Read) => true,
        Query::And(members) => members.iter().any(is_of_read),
        _ => false,
    }
}
