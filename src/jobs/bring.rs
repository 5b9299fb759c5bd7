//! Bookmarks of other programs, and of byline's own backups and exports, taken over as one act. Nothing is fetched.

use crate::jobs::context::Context;
use crate::jobs::imported::Imported;
use crate::model::Trouble;
use crate::parse::{Bookmarks, Note};

/// Takes over what a file of bookmarks holds; `name` is what the history calls it.
pub async fn bring(context: &Context, found: Bookmarks, name: &str) -> Result<Imported, Trouble> {
    let Bookmarks {
        from,
        list,
        twice,
        mut refused,
        more_refused,
        ..
    } = found;
    if more_refused > 0 {
        let what = format!("and {more_refused} more like these");
        refused.push(Note { line: None, what });
    }
    if list.is_empty() {
        let first = refused.first().map(|note| format!(": {note}"));
        return Err(Trouble::new(
            format!("no bookmarks in `{name}`{}", first.unwrap_or_default()),
            "bookmark files of browsers, exports of Pocket, Instapaper, Raindrop and Pinboard, and byline's own JSON are understood",
        ));
    }
    let now = context.now();
    let brought = context.store.bring(list, name.to_string(), now).await?;
    Ok(Imported {
        act: brought.act.clone(),
        known: brought.known as u32,
        twice,
        refused,
        from: Some(from),
        enriched: brought.enriched as u32,
        ..Imported::default()
    })
}
