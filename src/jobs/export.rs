//! Hands the subscriptions to others, as OPML without secrets.

use std::path::Path;

use crate::jobs::context::Context;
use crate::jobs::subscriptions::{as_subscription, aside, known};
use crate::model::Trouble;
use crate::parse::{self, Listed, Printed, Secrets};
use crate::system;

/// The subscriptions as OPML 2.0, in the order of `feeds.toml`.
pub async fn export(context: &Context, secrets: Secrets) -> Result<Printed, Trouble> {
    let rows = known(context).await?;
    let listed: Vec<_> = rows
        .into_iter()
        .map(|row| Listed {
            subscription: as_subscription(&row),
            own_title: row.own_title.or(Some(row.title)),
            site: row.site,
        })
        .collect();
    Ok(parse::print_opml(&listed, secrets))
}

/// The same, into a file, which is replaced at once or not at all.
pub async fn export_to(
    context: &Context,
    path: &Path,
    secrets: Secrets,
) -> Result<Printed, Trouble> {
    let printed = export(context, secrets).await?;
    let (path, text) = (path.to_path_buf(), printed.text.clone());
    aside(move || system::save(&path, &text)).await?;
    Ok(printed)
}
