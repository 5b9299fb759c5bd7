//! Subscriptions as OPML 2.0, nested as the folders are, for any reader.
//!
//! Left out are names, passwords and tokens in addresses unless they are wished for, and what only this computer can make: programs, files,
//! filters. What other readers have no word for stands in attributes of byline's own, so that its own list comes back as it was.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::model::{Origin, Subscription};
use crate::parse::entities::escape;
use crate::parse::opml::{DEEPEST, OWN};
use crate::parse::secrets::{Secret, without_secrets};

/// A subscription as it is handed out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// What the reader says of it.
    pub subscription: Subscription,
    /// What it calls itself.
    pub own_title: Option<String>,
    /// The page of its site.
    pub site: Option<String>,
}

/// Whether secrets in addresses are handed out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// They are not.
    #[default]
    LeftOut,
    /// They are: the list is for oneself.
    Kept,
}

/// An OPML document, and what is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The document.
    pub text: String,
    /// Feeds in it.
    pub feeds: u32,
    /// Feeds that are left out, since a program or a file of this computer makes them.
    pub local: u32,
    /// Feeds whose filter is left out.
    pub filtered: u32,
    /// Feeds whose name and password are left out.
    pub passwords: u32,
    /// Feeds whose tokens are left out.
    pub tokens: u32,
}

/// The document of these subscriptions.
#[must_use]
pub fn print_opml(feeds: &[Listed], secrets: Secrets) -> Printed {
    let mut printed = Printed::default();
    let mut root = Folder::default();
    for listed in feeds {
        if Origin::of(&listed.subscription.url).is_local() {
            printed.local += 1;
            continue;
        }
        let path = listed.subscription.folder.as_deref().unwrap_or_default();
        let path: Vec<&str> = path
            .splitn(DEEPEST, '/')
            .filter(|name| !name.is_empty())
            .collect();
        let outline = printed.outline(listed, secrets);
        root.insert(&path, outline);
        printed.feeds += 1;
    }
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\" ");
    let _ = write!(out, "{OWN}\"{}\"", env!("CARGO_PKG_REPOSITORY"));
    out.push_str(">\n  <head>\n    <title>byline subscriptions</title>\n  </head>\n  <body>\n");
    root.print(2, &mut out);
    out.push_str("  </body>\n</opml>\n");
    printed.text = out;
    printed
}

impl Printed {
    fn outline(&mut self, listed: &Listed, secrets: Secrets) -> String {
        let subscription = &listed.subscription;
        let url = match secrets {
            Secrets::Kept => subscription.url.clone(),
            Secrets::LeftOut => {
                let (url, found) = without_secrets(&subscription.url);
                self.passwords += u32::from(found.contains(&Secret::Password));
                self.tokens += u32::from(found.contains(&Secret::Token));
                url
            }
        };
        self.filtered += u32::from(subscription.filter.is_some());
        let url = written(&url);
        let shown = subscription.title.as_ref().or(listed.own_title.as_ref());
        let title = shown.map_or_else(|| url.clone(), |title| written(title));
        let mut out =
            format!("<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{url}\"");
        let mut put = |name: &str, value: &str| {
            let _ = write!(out, " {name}=\"{value}\"");
        };
        if let Some(site) = &listed.site {
            put("htmlUrl", &written(&without_secrets(site).0));
        }
        if !subscription.tags.is_empty() {
            put("category", &written(&subscription.tags.join(",")));
        }
        if subscription.title.is_some() {
            put("byline:named", "true");
        }
        if let Some(wish) = subscription.refresh {
            put("byline:refresh", &(wish / 1000).max(1).to_string());
        }
        if subscription.full_text {
            put("byline:fullText", "true");
        }
        if subscription.paused {
            put("byline:paused", "true");
        }
        out.push_str("/>");
        out
    }

    /// What was left out, in words.
    #[must_use]
    pub fn left_out(&self) -> Vec<String> {
        let feeds = |count: u32| crate::text::counted(count.into(), "feed", "feeds");
        let of = |what: &str, count: u32| format!("left out: {what} of {}", feeds(count));
        let local = format!("left out: {}, made on this computer", feeds(self.local));
        [
            (self.local, local),
            (self.filtered, of("the filter", self.filtered)),
            (self.passwords, of("the name and password", self.passwords)),
            (self.tokens, of("the token", self.tokens)),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, sentence)| sentence)
        .collect()
    }
}

#[derive(Default)]
struct Folder {
    lines: Vec<Line>,
    at: HashMap<String, usize>,
}

enum Line {
    Feed(String),
    Folder(String, Folder),
}

impl Folder {
    /// Puts an outline into the folder at `path` below this one; folders are made where they are first spoken of.
    fn insert(&mut self, path: &[&str], outline: String) {
        let Some((name, below)) = path.split_first() else {
            self.lines.push(Line::Feed(outline));
            return;
        };
        let next = self.lines.len();
        let at = *self.at.entry((*name).to_string()).or_insert(next);
        if at == next {
            self.lines
                .push(Line::Folder((*name).to_string(), Folder::default()));
        }
        if let Some(Line::Folder(_, folder)) = self.lines.get_mut(at) {
            folder.insert(below, outline);
        }
    }

    fn print(&self, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        for line in &self.lines {
            match line {
                Line::Feed(outline) => {
                    let _ = writeln!(out, "{indent}{outline}");
                }
                Line::Folder(name, folder) => {
                    let name = written(name);
                    let _ = writeln!(out, "{indent}<outline text=\"{name}\" title=\"{name}\">");
                    folder.print(depth + 1, out);
                    let _ = writeln!(out, "{indent}</outline>");
                }
            }
        }
    }
}

/// A value as it stands in quotes.
fn written(text: &str) -> String {
    escape(&crate::text::scrub_line(text)).into_owned()
}
