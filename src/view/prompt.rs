//! Paints prompts: the input, what may be meant, and what `enter` does.

use crate::app::{Asking, Prompt};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row, trouble};
use crate::view::pen::Input;
use crate::view::words::{Words, hints, marked, wide, words};

/// A prompt as a panel whose rows have so many cells.
pub fn panel(prompt: &Prompt, cells: usize) -> Panel {
    let says = says(&prompt.asking);
    let rows = prompt
        .offers
        .iter()
        .map(|offer| {
            let room = cells.saturating_sub(text::width(&offer.note) + 2);
            Row::both(
                marked(&offer.word, &offer.at, Role::Text, room),
                words(Role::Dim, offer.note.clone()),
            )
        })
        .collect();
    let mut foot = match (&prompt.trouble, prompt.waiting) {
        (Some(failed), _) => trouble(failed, cells),
        (None, Some(_)) => vec![Row::left(words(Role::Dim, says.waiting))],
        (None, None) => Vec::new(),
    };
    if prompt.waiting.is_some() {
        foot.push(Row::both(Vec::new(), hints(&[("esc", "stop")])));
    } else {
        let keys = keys(prompt, says.enter);
        let room = cells.saturating_sub(wide(&keys) + 2);
        let subject = text::seen(&subject(prompt), room);
        foot.push(Row::both(words(Role::Dim, subject), keys));
    }
    Panel {
        title: says.title.to_string(),
        label: String::new(),
        input: Some(Input {
            sign: says.sign.to_string(),
            shown: prompt.field.shown(cells.saturating_sub(says.sign.len())),
            ghost: says.ghost.to_string(),
            heard: true,
        }),
        rows,
        selected: prompt.selected,
        foot,
        ..Panel::default()
    }
}

/// The words of a prompt.
struct Says {
    title: &'static str,
    sign: &'static str,
    ghost: &'static str,
    enter: &'static str,
    waiting: &'static str,
}

fn says(asking: &Asking) -> Says {
    let (title, sign, ghost, enter, waiting) = match asking {
        Asking::Address => (
            "Add a feed",
            "address",
            "of a page or a feed, as lwn.net",
            "look for its feeds",
            "looking for its feeds …",
        ),
        Asking::FeedName { .. } => ("Rename", "name", "its own", "rename", ""),
        Asking::FolderName { .. } => ("Rename a folder", "name", "", "rename", ""),
        Asking::Folder { .. } => ("Move to a folder", "folder", "none: at the top", "move", ""),
        Asking::ImportPath => (
            "Import",
            "file",
            "OPML, urls, bookmarks",
            "import",
            "importing …",
        ),
        Asking::ExportPath => (
            "Export",
            "file",
            "OPML to be written",
            "export",
            "exporting …",
        ),
        Asking::BookmarksPath => (
            "Export bookmarks",
            "file",
            "as ~/kept.html, or ~/kept/ for a folder",
            "export",
            "exporting …",
        ),
        Asking::Save { .. } => ("Save", "file", "its name", "save", "saving …"),
        Asking::Pipe { .. } => (
            "Pipe to a command",
            "|",
            "a command, as wc -w",
            "run",
            "it runs …",
        ),
        Asking::Tags { .. } | Asking::FeedTags { .. } => {
            ("Tags", "tags", "kernel, to share", "set", "")
        }
        Asking::TagName { .. } => ("Rename a tag", "name", "", "rename everywhere", ""),
        Asking::SmartName { .. } => ("Smart feed", "name", "a name for it", "keep", "keeping …"),
        Asking::SmartFeed { .. } => ("Smart feed", "", "name = query", "keep", "keeping …"),
        Asking::Later { .. } => (
            "Save for later",
            "address",
            "of any page",
            "save",
            "saving …",
        ),
        Asking::Note { .. } => ("Note", "✎", "your own words", "write", ""),
        Asking::Share { .. } => ("Share", "to", "where", "hand it on", ""),
        Asking::Find => ("Find in the article", "/", "words", "keep", ""),
    };
    Says {
        title,
        sign,
        ghost,
        enter,
        waiting,
    }
}

/// What the prompt is about.
fn subject(prompt: &Prompt) -> String {
    match &prompt.asking {
        Asking::Folder { subject, .. } | Asking::FeedTags { subject, .. } => {
            format!("for {subject}")
        }
        Asking::FeedName { own, .. } if !own.is_empty() => format!("its own: {own}"),
        Asking::Address => "one request, nothing is kept before".to_string(),
        Asking::ImportPath => "nothing is fetched".to_string(),
        Asking::BookmarksPath => ".md .html .json .txt .epub".to_string(),
        Asking::Save { entries, .. } if entries.len() > 1 => {
            text::counted(entries.len() as u64, "entry", "entries")
        }
        Asking::Pipe { how, .. } => how.told(),
        Asking::TagName { tag } => format!("for #{tag}"),
        Asking::SmartName { query, .. } => query.clone(),
        Asking::SmartFeed { .. } => "as in config.toml".to_string(),
        Asking::Share { title, .. } | Asking::Note { title, .. } => title.clone(),
        Asking::Later { .. } => "with its full text".to_string(),
        Asking::Tags { entries, .. } => match entries.len() {
            1 => "for the selected entry".to_string(),
            n => format!("for {}", text::counted(n as u64, "entry", "entries")),
        },
        _ => String::new(),
    }
}

fn keys(prompt: &Prompt, enter: &str) -> Words {
    if matches!(prompt.asking, Asking::Pipe { .. }) {
        return hints(&[("tab", "format"), ("shift-tab", "output"), ("enter", enter)]);
    }
    if matches!(prompt.asking, Asking::Save { .. }) {
        return hints(&[("tab", "format"), ("enter", enter)]);
    }
    if matches!(prompt.asking, Asking::Note { .. }) {
        return hints(&[("tab", "editor"), ("enter", enter)]);
    }
    if prompt.offers.is_empty() {
        hints(&[("enter", enter)])
    } else {
        hints(&[("tab", "complete"), ("enter", enter)])
    }
}
