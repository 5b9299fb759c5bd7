//! OPML: outlines become subscriptions and back.
//!
//! Reads any version and any reader's export, well-formed or not. A feed that stands in several folders comes once, with
//! the other folders as tags. Written is OPML 2.0, nested as the folders are, without names and passwords.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::model::Subscription;
use crate::parse::address::feed_address;
use crate::parse::attributes::attribute;
use crate::parse::decode::decode;
use crate::parse::entities::escape;
use crate::parse::plain::{Kind, some_line};
use crate::parse::source::{NotFeed, Source};
use crate::parse::tags::{Piece, Tags};

/// Folders nested deeper are taken as the one at this depth.
const DEEPEST: usize = 50;

/// The subscriptions of an OPML document, in order, and what could not be taken.
pub fn opml(bytes: &[u8]) -> Result<(Vec<Subscription>, Vec<String>), NotFeed> {
    let decoded = decode(bytes, &Source::default());
    let mut reading = Reading::default();
    for token in Tags::xml(&decoded.text) {
        match token.piece {
            Piece::Start {
                name,
                attributes,
                closed,
            } => reading.start(name, attributes, closed),
            Piece::End { name } if name.eq_ignore_ascii_case("outline") => {
                reading.path.pop();
            }
            _ => {}
        }
    }
    if !reading.is_opml {
        return Err(not_opml(&reading.root));
    }
    Ok((reading.found.list, reading.problems))
}

fn not_opml(root: &str) -> NotFeed {
    match root {
        "rss" | "feed" | "rdf:RDF" => NotFeed::new(
            "this is a feed, not a list of feeds",
            "`byline add` with its address subscribes to it",
        ),
        "" => NotFeed::new(
            "this is no OPML: there is no markup in it",
            "a list of addresses, one a line, can be imported too",
        ),
        root => NotFeed::new(
            format!("this is no OPML: its root is `{root}`"),
            "export the subscriptions of the other reader as OPML",
        ),
    }
}

/// Subscriptions, each address once.
#[derive(Debug, Default)]
pub struct Found {
    /// In order.
    pub list: Vec<Subscription>,
    at: HashMap<String, usize>,
}

impl Found {
    /// Takes a subscription. Of one that is there already its folder and tags become tags of the first.
    pub fn add(&mut self, new: Subscription) {
        let Some(known) = self.at.get(&new.url).and_then(|at| self.list.get_mut(*at)) else {
            self.at.insert(new.url.clone(), self.list.len());
            self.list.push(new);
            return;
        };
        known.title = known.title.take().or(new.title);
        let folder = new
            .folder
            .filter(|folder| known.folder.as_ref() != Some(folder));
        if known.folder.is_none() {
            known.folder = folder;
        } else if let Some(folder) = folder
            && !known.tags.contains(&folder)
        {
            known.tags.push(folder);
        }
        for tag in new.tags {
            if !known.tags.contains(&tag) {
                known.tags.push(tag);
            }
        }
    }
}

#[derive(Default)]
struct Reading {
    found: Found,
    problems: Vec<String>,
    /// Names of the open outlines; empty for one that is a feed.
    path: Vec<String>,
    root: String,
    is_opml: bool,
}

impl Reading {
    fn start(&mut self, name: &str, attributes: &str, closed: bool) {
        if self.root.is_empty() {
            self.root = name.chars().take(40).collect();
        }
        self.is_opml |= name.eq_ignore_ascii_case("opml");
        if !name.eq_ignore_ascii_case("outline") {
            return;
        }
        self.is_opml = true;
        let label = label(attributes);
        let address = ["xmlUrl", "feedUrl", "rssUrl"]
            .iter()
            .find_map(|name| attribute(attributes, name))
            .or_else(|| typed_address(attributes));
        if let Some(address) = address {
            self.take(&address, label, attributes);
            self.open(String::new(), closed);
        } else {
            if closed && label.is_some() {
                self.problem(attributes, label.as_deref().unwrap_or_default());
            }
            self.open(label.unwrap_or_default(), closed);
        }
    }

    fn open(&mut self, name: String, closed: bool) {
        if !closed {
            self.path.push(name);
        }
    }

    fn problem(&mut self, attributes: &str, label: &str) {
        let kind = attribute(attributes, "type").unwrap_or_default();
        if kind == "link" || kind == "include" {
            self.problems
                .push(format!("`{label}` is a link, not a feed"));
        }
    }

    fn take(&mut self, address: &str, title: Option<String>, attributes: &str) {
        let kind = attribute(attributes, "type").unwrap_or_default();
        let named = title.clone().unwrap_or_else(|| address.to_string());
        if kind.contains("XPath") || kind.contains("JSON+") {
            self.problems.push(format!(
                "`{named}` is made from a page by the other reader; byline needs a feed"
            ));
            return;
        }
        match feed_address(address) {
            Ok(url) => self.found.add(Subscription {
                title: title.filter(|title| *title != url),
                folder: self.folder(),
                tags: categories(attributes),
                ..Subscription::new(url)
            }),
            Err(why) => self.problems.push(format!("`{named}`: {why}")),
        }
    }

    fn folder(&self) -> Option<String> {
        let names: Vec<&str> = self
            .path
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty())
            .take(DEEPEST)
            .collect();
        (!names.is_empty()).then(|| names.join("/"))
    }
}

/// What an outline is called.
fn label(attributes: &str) -> Option<String> {
    ["title", "text"]
        .iter()
        .filter_map(|name| attribute(attributes, name))
        .find_map(|text| some_line(&text, Kind::Text))
}

/// Old exports have the feed's address in `url`, with the type beside it.
fn typed_address(attributes: &str) -> Option<std::borrow::Cow<'_, str>> {
    let kind = attribute(attributes, "type")?;
    ["rss", "atom", "feed", "rss1", "pie"]
        .contains(&kind.to_ascii_lowercase().as_str())
        .then(|| attribute(attributes, "url"))
        .flatten()
}

/// OPML 2.0: `category="/Philosophy/Baseball/Mets,/Tourism"`.
fn categories(attributes: &str) -> Vec<String> {
    let Some(list) = attribute(attributes, "category") else {
        return Vec::new();
    };
    list.split(',')
        .filter_map(|one| some_line(one.trim().trim_matches('/'), Kind::Text))
        .collect()
}

/// Subscriptions (with their site's address, if known) as OPML 2.0. Names and passwords in addresses are left out.
#[must_use]
pub fn print_opml(feeds: &[(Subscription, Option<String>)]) -> String {
    let mut root = Folder::default();
    for (subscription, site) in feeds {
        let path = subscription.folder.as_deref().unwrap_or_default();
        let path: Vec<&str> = path
            .splitn(DEEPEST, '/')
            .filter(|name| !name.is_empty())
            .collect();
        root.insert(&path, outline(subscription, site.as_deref()));
    }
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>byline subscriptions</title>\n  </head>\n  <body>\n",
    );
    root.print(2, &mut out);
    out.push_str("  </body>\n</opml>\n");
    out
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

fn outline(subscription: &Subscription, site: Option<&str>) -> String {
    let url = written(&crate::text::address(&subscription.url));
    let title = match &subscription.title {
        Some(title) => written(title),
        None => url.clone(),
    };
    let mut out =
        format!("<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{url}\"");
    if let Some(site) = site {
        let _ = write!(out, " htmlUrl=\"{}\"", written(&crate::text::address(site)));
    }
    if !subscription.tags.is_empty() {
        let _ = write!(
            out,
            " category=\"{}\"",
            written(&subscription.tags.join(","))
        );
    }
    out.push_str("/>");
    out
}

/// A value as it stands in quotes.
fn written(text: &str) -> String {
    escape(&crate::text::scrub_line(text)).into_owned()
}

#[cfg(test)]
mod tests;
