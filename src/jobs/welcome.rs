//! The welcome feed, which is compiled in and read through the real pipeline: parsed, saved, listed, opened like any other.

use crate::config::WELCOME_FEED;
use crate::fetch::{Document, content_hash};
use crate::jobs::context::Context;
use crate::jobs::ingest::parse;
use crate::model::{FeedHealth, FeedId, Trouble, WELCOME_URL, Why};
use crate::store::Check;

/// Under which name the store remembers which welcome it holds.
const REMEMBERED: &str = "welcome";

/// Takes the welcome feed in, if this version's is not in the store yet. It is listed as long as there is no subscription.
pub async fn welcome(context: &Context) -> Result<FeedId, Trouble> {
    let (store, now) = (&context.store, context.now());
    let feed = store.welcome(now).await?;
    let version = format!("{:016x}", content_hash(WELCOME_FEED.as_bytes()));
    if store.remembered(REMEMBERED).await?.as_ref() == Some(&version) {
        return Ok(feed);
    }
    let document = Document {
        bytes: WELCOME_FEED.as_bytes().to_vec(),
        content_type: Some("application/xml".into()),
        url: WELCOME_URL.into(),
        ..Document::default()
    };
    let parsed = parse(context, document).await.map_err(|failure| Trouble {
        what: format!("the welcome feed could not be read: {}", failure.what),
        hint: failure.hint,
    })?;
    let check = Check {
        feed,
        health: FeedHealth {
            last_check: Some(now),
            last_success: Some(now),
            reason: Why::CompiledIn.into(),
            ..FeedHealth::default()
        },
        ..Check::default()
    };
    store.save_feed(feed, parsed, check, now).await?;
    store.remember(REMEMBERED, &version).await?;
    Ok(feed)
}
