//! OPML: outlines become subscriptions and back.
//!
//! Reads any version and any reader's export, well-formed or not. A feed that stands in several folders comes once, with
//! the other folders as tags. Written is OPML 2.0, nested as the folders are, without names and passwords.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::model::Subscription;
use crate::parse::address::feed_address;
use crate::parse::decode::decode;
use crate::parse::entities::escape;
use crate::parse::outline::{Outline, outlines};
use crate::parse::plain::{Kind, some_line};
use crate::parse::source::{NotFeed, Source};
use crate::parse::tags::{Piece, Tags};

/// Folders nested deeper are taken as the one at this depth.
const DEEPEST: usize = 50;

/// The subscriptions of an OPML document, in order, and what could not be taken.
pub fn opml(bytes: &[u8]) -> Result<(Vec<Subscription>, Vec<String>), NotFeed> {
    let decoded = decode(bytes, &Source::default());
    let outlines = outlines(&decoded.text);
    if outlines.is_empty() {
        let root = root(&decoded.text);
        if !root.eq_ignore_ascii_case("opml") {
            return Err(not_opml(&root));
        }
    }
    let mut taking = Taking::default();
    taking.outlines(&outlines, &mut Vec::new());
    let text = decoded.text.to_ascii_lowercase();
    if text.contains("<opml") && !text.contains("</opml") {
        let cut = "the list has no end: it may be cut short, and feeds may be missing";
        taking.problems.push(cut.to_string());
    }
    Ok((taking.found.list, taking.problems))
}

/// The name of the document's root.
fn root(text: &str) -> String {
    Tags::xml(text)
        .find_map(|token| match token.piece {
            Piece::Start { name, .. } => Some(name.chars().take(40).collect()),
            _ => None,
        })
        .unwrap_or_default()
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
struct Taking {
    found: Found,
    problems: Vec<String>,
}

impl Taking {
    /// Takes the feeds of `outlines`, which stand in the folders of `path`, and of those below.
    fn outlines<'a>(&mut self, outlines: &'a [Outline], path: &mut Vec<&'a str>) {
        for outline in outlines {
            let address = ["xmlUrl", "feedUrl", "rssUrl"]
                .iter()
                .find_map(|name| outline.attribute(name))
                .or_else(|| typed_address(outline));
            match address {
                Some(address) => self.take(outline, address, path),
                None if outline.children.is_empty() => self.pass_over(outline),
                None => {}
            }
            let name = match address {
                Some(_) => None,
                None => outline
                    .attribute("title")
                    .or_else(|| outline.attribute("text")),
            };
            path.extend(name);
            self.outlines(&outline.children, path);
            if name.is_some() {
                path.pop();
            }
        }
    }

    fn pass_over(&mut self, outline: &Outline) {
        let kind = outline.attribute("type").unwrap_or_default();
        if let ("link" | "include", Some(label)) = (kind, label(outline)) {
            self.problems
                .push(format!("`{label}` is a link, not a feed"));
        }
    }

    fn take(&mut self, outline: &Outline, address: &str, path: &[&str]) {
        let kind = outline.attribute("type").unwrap_or_default();
        let title = label(outline);
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
                folder: folder(path),
                tags: categories(outline),
                ..Subscription::new(url)
            }),
            Err(why) => self.problems.push(format!("`{named}`: {why}")),
        }
    }
}

fn folder(path: &[&str]) -> Option<String> {
    let names: Vec<String> = path
        .iter()
        .filter_map(|name| some_line(name, Kind::Text))
        .take(DEEPEST)
        .collect();
    (!names.is_empty()).then(|| names.join("/"))
}

/// What an outline is called.
fn label(outline: &Outline) -> Option<String> {
    ["title", "text"]
        .iter()
        .filter_map(|name| outline.attribute(name))
        .find_map(|text| some_line(text, Kind::Text))
}

/// Old exports have the feed's address in `url`, with the type beside it.
fn typed_address(outline: &Outline) -> Option<&str> {
    let kind = outline.attribute("type")?.to_ascii_lowercase();
    ["rss", "atom", "feed", "rss1", "pie"]
        .contains(&kind.as_str())
        .then(|| outline.attribute("url"))
        .flatten()
}

/// OPML 2.0: `category="/Philosophy/Baseball/Mets,/Tourism"`.
fn categories(outline: &Outline) -> Vec<String> {
    let list = outline.attribute("category").unwrap_or_default();
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
