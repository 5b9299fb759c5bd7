//! Takes over the subscriptions of another reader: one edit of `feeds.toml`, nothing fetched.

use std::path::Path;

use crate::jobs::context::Context;
use crate::jobs::step::{Edit, insert};
use crate::jobs::subscriptions::{self, aside};
use crate::model::{Act, ActKind, Subscription, Trouble};
use crate::parse;
use crate::system;

/// What an import brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The act, to be taken back; `None` if every feed was there already.
    pub act: Option<Act>,
    /// Feeds that were there already.
    pub known: u32,
    /// What could not be taken, in words.
    pub problems: Vec<String>,
}

/// Takes the feeds of a document: OPML, newsboat's `urls`, or one address a line.
pub async fn import(context: &Context, bytes: &[u8]) -> Result<Imported, Trouble> {
    import_named(context, bytes, "a list of feeds").await
}

/// The same; `name` is what the history calls it.
async fn import_named(context: &Context, bytes: &[u8], name: &str) -> Result<Imported, Trouble> {
    let (subscriptions, problems) = listed(bytes)?;
    if subscriptions.is_empty() {
        let first = problems.first().map(|problem| format!(": {problem}"));
        return Err(Trouble::new(
            format!("no feeds in `{name}`{}", first.unwrap_or_default()),
            "OPML, newsboat's `urls`, and lists of one address a line are understood",
        ));
    }
    let act = subscriptions::edit(context, |file| {
        Ok(Edit {
            kind: ActKind::Import,
            subject: name.to_string(),
            steps: insert(file, &subscriptions),
            merges: None,
        })
    })
    .await?;
    Ok(Imported {
        known: (subscriptions.len() as u64).saturating_sub(act.count) as u32,
        act: (act.count > 0).then_some(act),
        problems,
    })
}

/// The same of a file; `~/` is the reader's home.
pub async fn import_file(context: &Context, path: &Path) -> Result<Imported, Trouble> {
    let full = context.paths.typed(&path.to_string_lossy());
    let loaded = full.clone();
    let bytes = aside(move || system::load_bytes(&loaded)).await?;
    let bytes = bytes.ok_or_else(|| {
        Trouble::new(
            format!("there is no file `{}`", full.display()),
            "check the path",
        )
    })?;
    let name = full
        .file_name()
        .unwrap_or(full.as_os_str())
        .to_string_lossy();
    import_named(context, &bytes, &name).await
}

/// The subscriptions in a document, and what could not be taken.
pub fn listed(bytes: &[u8]) -> Result<(Vec<Subscription>, Vec<String>), Trouble> {
    let start = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii_start();
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if start.starts_with(b"<") || is_utf16 {
        return parse::opml(bytes).map_err(|why| Trouble {
            what: why.line.map_or_else(
                || why.what.clone(),
                |line| format!("line {line}: {}", why.what),
            ),
            hint: why.hint,
        });
    }
    Ok(parse::url_list(&String::from_utf8_lossy(start)))
}
