//! Hands the subscriptions to others, as OPML without secrets.

use std::path::Path;

use crate::jobs::context::Context;
use crate::jobs::subscriptions::{aside, known};
use crate::model::{Subscription, Trouble};
use crate::parse;
use crate::system;

/// The subscriptions as OPML 2.0, in the order of `feeds.toml`.
pub async fn export(context: &Context) -> Result<String, Trouble> {
    let rows = known(context).await?;
    let listed: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let subscription = Subscription {
                title: Some(row.title),
                folder: (!row.folder.is_empty()).then_some(row.folder),
                tags: row.tags,
                ..Subscription::new(row.url)
            };
            (subscription, row.site)
        })
        .collect();
    Ok(parse::print_opml(&listed))
}

/// The same, into a file, which is replaced.
pub async fn export_to(context: &Context, path: &Path) -> Result<(), Trouble> {
    let text = export(context).await?;
    let path = path.to_path_buf();
    aside(move || system::save(&path, &text)).await
}
