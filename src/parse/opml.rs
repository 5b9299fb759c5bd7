//! OPML: outlines become subscriptions.
//!
//! Reads any version and any reader's export, well-formed or not. A feed that stands in several folders comes once, with the other folders
//! as tags. Addresses are of the web, whatever the list says: programs and files never come by OPML. Writing is `opml_print`.

use crate::model::Subscription;
use crate::parse::address::feed_address;
use crate::parse::decode::decode;
use crate::parse::list::{List, Note};
use crate::parse::outline::{Outline, outlines};
use crate::parse::plain::{Kind, some_line};
use crate::parse::source::{NotFeed, Source};
use crate::parse::tags::{Piece, Tags};

/// Folders nested deeper are taken as the one at this depth.
pub const DEEPEST: usize = 50;

/// What an OPML document of byline's own says of itself.
pub const OWN: &str = "xmlns:byline=";

/// The subscriptions of an OPML document, and what could not be taken.
pub fn opml(bytes: &[u8]) -> Result<List, NotFeed> {
    let text = decode(bytes, &Source::default()).text;
    let outlines = outlines(&text);
    if outlines.is_empty() {
        let root = root(&text);
        if !root.eq_ignore_ascii_case("opml") {
            return Err(not_opml(&root));
        }
    }
    let head = text.get(..text.floor_char_boundary(1024));
    let mut taking = Taking {
        is_own: head.is_some_and(|head| head.contains(OWN)),
        list: List::default(),
    };
    let inside = if taking.is_own {
        &outlines
    } else {
        unwrapped(&outlines)
    };
    taking.outlines(inside, &mut Vec::new());
    let lower = text.to_ascii_lowercase();
    if lower.contains("<opml") && !lower.contains("</opml") {
        taking.list.notes.push(Note {
            line: None,
            what: "the list has no end: it may be cut short, and feeds may be missing".into(),
        });
    }
    Ok(taking.list)
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

/// What is inside a single folder around everything, if its name only says that these are feeds.
fn unwrapped(outlines: &[Outline]) -> &[Outline] {
    const NAMES: [&str; 5] = ["feeds", "subscriptions", "feed list", "rss", "my feeds"];
    match outlines {
        [only] if address(only).is_none() => {
            let name = label(only).unwrap_or_default().to_lowercase();
            if NAMES.contains(&name.as_str()) {
                &only.children
            } else {
                outlines
            }
        }
        _ => outlines,
    }
}

struct Taking {
    list: List,
    /// The document is byline's own.
    is_own: bool,
}

impl Taking {
    /// Takes the feeds of `outlines`, which stand in the folders of `path`, and of those below.
    fn outlines<'a>(&mut self, outlines: &'a [Outline], path: &mut Vec<&'a str>) {
        for outline in outlines {
            let address = address(outline);
            match address {
                Some(address) => self.take(outline, address, path),
                None if outline.children.is_empty() => self.pass_over(outline),
                None => {}
            }
            let name = match address {
                Some(_) => None,
                // What is shown of an outline is its `text` (OPML 2.0); `title` is of feeds.
                None => outline
                    .attribute("text")
                    .or_else(|| outline.attribute("title")),
            };
            let name = name.filter(|_| self.is_own || !is_around_its_namesake(outline));
            path.extend(name);
            self.outlines(&outline.children, path);
            if name.is_some() {
                path.pop();
            }
        }
    }

    fn pass_over(&mut self, outline: &Outline) {
        let kind = outline.attribute("type").unwrap_or_default();
        let elsewhere = ["opmlUrl", "frss:opmlUrl"]
            .iter()
            .any(|name| outline.attribute(name).is_some());
        let Some(label) = label(outline) else {
            return;
        };
        let why = match kind {
            "link" => "is a link, not a feed",
            "include" => "is another list: import that one by itself",
            _ if elsewhere => "is another list: import that one by itself",
            _ => return,
        };
        self.refuse(outline, format!("`{label}` {why}"));
    }

    fn refuse(&mut self, outline: &Outline, what: String) {
        self.list.refused.push(Note::new(outline.line, what));
    }

    fn take(&mut self, outline: &Outline, address: &str, path: &[&str]) {
        let kind = outline.attribute("type").unwrap_or_default();
        let title = self.line(
            outline
                .attribute("title")
                .or_else(|| outline.attribute("text")),
        );
        let named = title.clone().unwrap_or_else(|| address.to_string());
        if kind.contains("XPath") || kind.contains("JSON+") {
            let why = "is made from a page by the other reader; byline needs a feed";
            return self.refuse(outline, format!("`{named}` {why}"));
        }
        if outline.attribute("subscribed") == Some("0") {
            return self.refuse(outline, format!("`{named}` is not subscribed to there"));
        }
        if address.starts_with('|') {
            let why = "would run a program, which no list may ask for";
            return self.refuse(outline, format!("`{named}` {why}"));
        }
        if address.starts_with('/') && !address.starts_with("//") {
            let why = "is a file of this computer, which no list may ask for";
            return self.refuse(outline, format!("`{named}` {why}"));
        }
        let url = match feed_address(address) {
            Ok(url) => url,
            Err(why) => return self.refuse(outline, format!("`{named}`: {why}")),
        };
        if outline.attribute("filtercmd").is_some() {
            let what = format!("`{named}` is taken without the program that filters it there");
            self.list.notes.push(Note::new(outline.line, what));
        }
        let full_text = ["frss:cssFullContent", "byline:fullText"]
            .iter()
            .any(|name| outline.attribute(name).is_some());
        // In one's own list a title that is the feed's is no wish to name it so for ever.
        let is_named = !self.is_own || outline.attribute("byline:named").is_some();
        self.list.add(Subscription {
            title: title.filter(|title| is_named && (self.is_own || *title != url)),
            folder: self.folder(path),
            tags: self.categories(outline),
            refresh: seconds(outline).map(|seconds| seconds * 1000),
            full_text,
            paused: outline.attribute("byline:paused").is_some(),
            ..Subscription::new(url)
        });
    }
}

impl Taking {
    /// A name on one line. Others' names are often encoded twice; in one's own list they are as they stand.
    fn line(&self, text: Option<&str>) -> Option<String> {
        let text = text?;
        if !self.is_own {
            return some_line(text, Kind::Text);
        }
        let line = crate::text::scrub_line(text);
        (!line.is_empty()).then(|| line.into_owned())
    }

    fn folder(&self, path: &[&str]) -> Option<String> {
        let names: Vec<String> = path
            .iter()
            .filter_map(|name| self.line(Some(name)))
            .take(DEEPEST)
            .collect();
        (!names.is_empty()).then(|| names.join("/"))
    }

    /// OPML 2.0: `category="/Philosophy/Baseball/Mets,/Tourism"`.
    fn categories(&self, outline: &Outline) -> Vec<String> {
        let list = outline.attribute("category").unwrap_or_default();
        let mut tags: Vec<String> = Vec::new();
        for one in list.split(',') {
            if let Some(tag) = self.line(Some(one.trim().trim_matches('/')))
                && !tags.contains(&tag)
            {
                tags.push(tag);
            }
        }
        tags
    }
}

/// Where an outline's feed is, if it is one.
fn address(outline: &Outline) -> Option<&str> {
    ["xmlUrl", "feedUrl", "rssUrl"]
        .iter()
        .find_map(|name| outline.attribute(name))
        .or_else(|| typed_address(outline))
}

/// Old exports have the feed's address in `url`, with the type beside it.
fn typed_address(outline: &Outline) -> Option<&str> {
    let kind = outline.attribute("type")?.to_ascii_lowercase();
    ["rss", "atom", "feed", "rss1", "pie"]
        .contains(&kind.as_str())
        .then(|| outline.attribute("url"))
        .flatten()
}

/// Some readers keep each feed in a folder of its own, called as the feed is: that is no folder.
fn is_around_its_namesake(outline: &Outline) -> bool {
    match outline.children.as_slice() {
        [only] => address(only).is_some() && label(only) == label(outline),
        _ => false,
    }
}

/// byline's own: the wished interval, in seconds.
fn seconds(outline: &Outline) -> Option<i64> {
    let wish = outline.attribute("byline:refresh")?;
    wish.parse().ok().filter(|it| (1..=10_000_000).contains(it))
}

/// What an outline is called.
fn label(outline: &Outline) -> Option<String> {
    ["title", "text"]
        .iter()
        .filter_map(|name| outline.attribute(name))
        .find_map(|text| some_line(text, Kind::Text))
}

#[cfg(test)]
mod tests;
