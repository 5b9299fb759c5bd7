//! The bytes of a picture: kept from before, or fetched with all the manners of a feed, within caps.
//!
//! A bookmark that wants a copy of its own asks here too: what comes is the file as its server sent it. Invariant: nothing is asked for a picture
//! but its server, in its turn; no Referer is sent, no private place is reached that the feed itself could not, and what is no picture is not kept.

use crate::article::MOST_PICTURE_BYTES;
use crate::fetch::{Answer, Request, Wants, content_hash};
use crate::jobs::ask::{Asked, ask_once};
use crate::jobs::context::Context;
use crate::jobs::source::Source;
use crate::model::{Effort, Origin, Trouble};
use crate::system::Cache;

/// What a feed that is no server's may name: things of the world.
const WORLD: &str = "https://example.com/";

/// Why there are no bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfetched {
    /// It is not on this computer, and was not to be fetched.
    NotHere,
    /// It would be fetched if the way were quicker.
    SlowWay,
    /// It could not be fetched.
    Failed(Trouble),
}

impl From<Trouble> for Unfetched {
    fn from(trouble: Trouble) -> Unfetched {
        Unfetched::Failed(trouble)
    }
}

/// The bytes of the picture at `src`, which the feed at the address `feed` names.
pub async fn picture(
    context: &Context,
    src: &str,
    feed: &str,
    effort: Effort,
) -> Result<Vec<u8>, Unfetched> {
    if !src.starts_with("http://") && !src.starts_with("https://") {
        return Err(Trouble::plain("it is no picture of the web").into());
    }
    if let Some(bytes) = kept(context, src).await {
        return Ok(bytes);
    }
    // A bookmark's own copy outlives the cache.
    if let Ok(Some(bytes)) = context.store.picture(src).await {
        return Ok(bytes);
    }
    match effort {
        Effort::Here => return Err(Unfetched::NotHere),
        Effort::Quick if context.pace().is_slow(context.now()) => return Err(Unfetched::SlowWay),
        Effort::Quick | Effort::Anyhow => {}
    }
    let bytes = fetched(context, src, feed).await?;
    keep(context, src, bytes.clone()).await;
    Ok(bytes)
}

async fn fetched(context: &Context, src: &str, feed: &str) -> Result<Vec<u8>, Trouble> {
    let named_by = match Origin::of(feed) {
        Origin::Web => feed,
        _ => WORLD,
    };
    let request = Request {
        url: src.to_string(),
        named_by: Some(named_by.to_string()),
        wants: Wants::Picture {
            most: MOST_PICTURE_BYTES,
        },
        ..Request::default()
    };
    let source = Source {
        request,
        ..Source::default()
    };
    let answer = match Box::pin(ask_once(context, source)).await? {
        Asked::Answered(answer) => *answer,
        Asked::LeftAlone(pause) => return Err(Trouble::plain(pause.reason)),
    };
    let fetched = answer.map_err(|refusal| Trouble {
        what: refusal.failure.what,
        hint: None,
    })?;
    context.pace().note(fetched.wire, context.now());
    match fetched.answer {
        Answer::New(document) if document.cut.is_none() => Ok(document.bytes),
        _ => Err(Trouble::plain("it did not come whole")),
    }
}

/// Each file begins with the address that it came from: two addresses may share a name.
fn head(src: &str) -> Vec<u8> {
    format!("{src}\n").into_bytes()
}

fn name(src: &str) -> String {
    format!("{:016x}", content_hash(src.as_bytes()))
}

fn cache(context: &Context) -> Cache {
    let quota = context.config().picture_cache;
    Cache::new(context.paths.cache.join("pictures"), quota)
}

async fn kept(context: &Context, src: &str) -> Option<Vec<u8>> {
    let (cache, now, name, head) = (cache(context), context.now(), name(src), head(src));
    let found = tokio::task::spawn_blocking(move || {
        let mut bytes = cache.get(&name, now)?;
        bytes
            .starts_with(&head)
            .then(|| bytes.split_off(head.len()))
    });
    found.await.ok().flatten()
}

async fn keep(context: &Context, src: &str, bytes: Vec<u8>) {
    let (cache, now, name, mut file) = (cache(context), context.now(), name(src), head(src));
    let put = tokio::task::spawn_blocking(move || {
        file.extend(bytes);
        cache.put(&name, &file, now)
    });
    if let Ok(Err(error)) = put.await {
        tracing::warn!(%error, "a picture could not be kept");
    }
}
