//! A copy of the bookmarks beside the database, as JSON lines: what a reader would miss most, in a file that any program reads and `byline import` takes back.
//!
//! Once a day at most, where something changed. Invariants: the file is replaced whole or not at all, and is its owner's alone; pictures are not in it, since they
//! are in the database and in exports. What fails costs the reader nothing, and is tried again after the next refresh.

use std::path::PathBuf;

use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::load::{ListWish, load_entries};
use crate::model::{Anchor, EntryId, Scope, Timestamp, Trouble};
use crate::parse::print_bookmark;
use crate::system;

/// Under which name the store remembers the day of the last copy: when it began, in milliseconds.
const REMEMBERED: &str = "backup";
/// Bookmarks listed at a time.
const WINDOW: u32 = 500;

/// Writes the copy unless that was done today already; where it is, if one was written.
pub async fn copy_bookmarks(context: &Context) -> Result<Option<PathBuf>, Trouble> {
    let (store, today) = (&context.store, context.moment().midnight);
    let last = store.remembered(REMEMBERED).await?;
    if !is_due(last.as_deref(), today) {
        return Ok(None);
    }
    let path = context.paths.backup();
    let text = lines(context).await?;
    let target = path.clone();
    let written = aside(move || {
        let old = system::load_bytes(&target).ok().flatten();
        let is_same = match &old {
            Some(old) => old == text.as_bytes(),
            None => text.is_empty(),
        };
        if !is_same {
            system::save_private(&target, &text)?;
        }
        Ok(!is_same)
    })
    .await?;
    store.remember(REMEMBERED, &today.0.to_string()).await?;
    Ok(written.then_some(path))
}

/// The same where nobody hears of a failure.
pub async fn copy_bookmarks_quietly(context: &Context) {
    match copy_bookmarks(context).await {
        Ok(Some(path)) => tracing::info!(path = %path.display(), "the bookmarks were backed up"),
        Ok(None) => {}
        Err(trouble) => tracing::warn!("the bookmarks were not backed up: {trouble}"),
    }
}

/// A clock that was set back is no reason to wait until it has caught up.
fn is_due(last: Option<&str>, today: Timestamp) -> bool {
    last.and_then(|last| last.parse::<i64>().ok()) != Some(today.0)
}

/// All bookmarks, an object a line, newest first.
async fn lines(context: &Context) -> Result<String, Trouble> {
    let mut text = String::new();
    for id in ids(context).await? {
        if let Some(entry) = context.store.entry(id).await? {
            text.push_str(&print_bookmark(&entry, &[]).to_string());
            text.push('\n');
        }
    }
    Ok(text)
}

async fn ids(context: &Context) -> Result<Vec<EntryId>, Trouble> {
    let (mut anchor, mut ids) = (Anchor::First, Vec::new());
    loop {
        let wish = ListWish {
            scope: Scope::Bookmarks,
            anchor,
            count: WINDOW,
            ..ListWish::default()
        };
        let window = load_entries(context, wish).await?;
        ids.extend(window.rows.iter().map(|row| row.id));
        match window.rows.last() {
            Some(last) if window.more_after => anchor = Anchor::After(last.key()),
            _ => return Ok(ids),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_due_once_a_day_whatever_the_clock_does() {
        let today = Timestamp(86_400_000);
        for (last, due) in [
            (None, true),
            (Some("no number"), true),
            (Some("86400000"), false),
            (Some("0"), true),
            (Some("172800000"), true),
        ] {
            assert_eq!(is_due(last, today), due, "{last:?}");
        }
    }
}
