//! An entry handed on to where `[share]` says: an address opened, or a program started.

use std::time::Duration;

use crate::config::{Facts, Share, Template};
use crate::jobs::aside::aside;
use crate::jobs::context::Context;
use crate::jobs::load::load_entry;
use crate::jobs::pipe::failed;
use crate::model::{EntryId, Trouble};
use crate::system;
use crate::text;

/// A program that fails does so within this; one that runs on is a window of its own.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hands an entry on to the target of this name; `mail` is one unless the reader has another of that name.
pub async fn share(context: &Context, entry: EntryId, name: &str) -> Result<(), Trouble> {
    let config = context.config();
    let target = config.shares.iter().find(|share| share.name == name);
    let mail = Share::mail();
    let target = target.or((mail.name == name).then_some(&mail));
    let target = target.ok_or_else(|| {
        Trouble::new(
            format!(
                "nothing is called `{}` in `[share]`",
                text::scrub_line(name)
            ),
            "`config.toml` names where entries can be handed on to",
        )
    })?;
    let entry = load_entry(context, entry).await?;
    let entry = entry.ok_or_else(|| Trouble::plain("this entry is no longer there"))?;
    let url = entry.row.link.as_deref().map(text::address);
    let url = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let facts = Facts {
        url: url.as_deref(),
        title: &entry.row.title,
        author: entry.author.as_deref().unwrap_or_default(),
        feed: &entry.row.feed_title,
    };
    let filled = target.filled(facts).ok_or_else(|| {
        Trouble::new(
            format!("`{name}` wants an address, and this entry has none"),
            "a target without {url} takes it",
        )
    })?;
    match filled {
        Template::Address(address) => {
            let browser = config.browser.clone();
            aside(move || system::browse(&address, &browser)).await
        }
        Template::Program(words) => {
            let handed = system::hand(&words, PATIENCE).await;
            handed.map_err(|error| failed(words.first().map_or("", String::as_str), &error))
        }
    }
}
