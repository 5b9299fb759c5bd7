//! The pictures of bookmarks, gathered into the database: from the cache at once, from their servers when that may be.
//!
//! Invariants: a bookmark waits for its pictures in the store, so that nothing is forgotten however the program ends; no more bytes than the reader allows are
//! kept for one of them; a picture is fetched as any picture is (`pictures`), and never one that only tells its server who reads.

use std::collections::BTreeSet;

use crate::article::{self, is_picture};
use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::full_text::Reach;
use crate::jobs::pictures::{Unfetched, picture};
use crate::model::{Effort, Entry, Timestamp, Trouble};
use crate::store::PictureWish;

/// Bookmarks that are asked for at a time.
const SOME: u32 = 16;
/// Pictures of one bookmark.
const MOST: usize = 100;
/// The first wait after a failure, in milliseconds; each doubles it.
const WAIT: i64 = 3_600_000;
/// So many tries, then what is there is all there is.
const TRIES: u32 = 5;

/// Gathers the pictures of all bookmarks that wait for theirs; how many came. With `Reach::Kept` only those that are on this computer, and the rest waits.
pub async fn keep_pictures(context: &Context, reach: Reach) -> Result<u32, Trouble> {
    let mut came = 0;
    let mut seen = BTreeSet::new();
    loop {
        let wishes = context.store.picture_wishes(context.now(), SOME).await?;
        let new: Vec<PictureWish> = wishes
            .into_iter()
            .filter(|wish| seen.insert(wish.entry))
            .collect();
        if new.is_empty() {
            return Ok(came);
        }
        for wish in new {
            came += gather(context, wish, reach).await?;
        }
        // Those that wait on stand where they stood.
        if reach == Reach::Kept {
            return Ok(came);
        }
    }
}

/// The same where nobody hears of a failure: it is tried again later.
pub async fn keep_pictures_quietly(context: &Context, reach: Reach) {
    if let Err(trouble) = keep_pictures(context, reach).await {
        tracing::warn!("the pictures of bookmarks were not gathered: {trouble}");
    }
}

async fn gather(context: &Context, wish: PictureWish, reach: Reach) -> Result<u32, Trouble> {
    let store = &context.store;
    let most = context.config().bookmarks.pictures;
    let entry = store.entry(wish.entry).await?;
    let Some(entry) = entry.filter(|entry| entry.kept.is_some() && most > 0) else {
        store.settle_pictures(wish.entry, None).await?;
        return Ok(0);
    };
    let there = store.picture_sizes(wish.entry).await?;
    let mut room = most.saturating_sub(there.iter().map(|(_, size)| size).sum());
    let feed = entry.named_by().to_string();
    let (mut came, mut missing) = (0, false);
    for src in sources(entry).await? {
        if there.iter().any(|(known, _)| *known == src) {
            continue;
        }
        let effort = match reach {
            Reach::Kept => Effort::Here,
            Reach::Web => Effort::Anyhow,
        };
        match picture(context, &src, &feed, effort).await {
            Ok(bytes) if bytes.len() as u64 > room || !is_picture(&bytes) => {}
            Ok(bytes) => {
                room -= bytes.len() as u64;
                store.keep_picture(wish.entry, src, bytes).await?;
                came += 1;
            }
            Err(Unfetched::Failed(trouble)) => {
                tracing::info!(%src, "a picture of a bookmark did not come: {trouble}");
                missing = true;
            }
            Err(Unfetched::NotHere | Unfetched::SlowWay) => missing = true,
        }
    }
    let again = match reach {
        _ if !missing => Some(None),
        // It is not for want of trying.
        Reach::Kept => None,
        Reach::Web => Some(again(wish.tries, context.now())),
    };
    if let Some(again) = again {
        store.settle_pictures(wish.entry, again).await?;
    }
    Ok(came)
}

fn again(tries: u32, now: Timestamp) -> Option<Timestamp> {
    (tries + 1 < TRIES).then(|| now.plus(WAIT << tries))
}

/// The pictures of an entry: its lead picture, those of its feed's text, those of its page's.
async fn sources(entry: Entry) -> Result<Vec<String>, Trouble> {
    aside(move || {
        let link = entry.row.link.as_deref().unwrap_or(&entry.feed_url);
        let mut found = article::sources(&article::document(entry.own_html(), Some(link)));
        let page = entry.full_text.as_ref().and_then(|full| full.page.as_ref());
        if let Some(page) = page {
            found.extend(article::sources(&article::document(
                &page.html,
                Some(&page.url),
            )));
        }
        found.extend(entry.image.filter(|src| src.starts_with("http")));
        let mut seen = BTreeSet::new();
        found.retain(|src| seen.insert(src.clone()));
        found.truncate(MOST);
        Ok(found)
    })
    .await
}
