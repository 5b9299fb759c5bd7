//! The feeds that a web page names, best first.
//!
//! In this order: `link rel=alternate` of a feed's type, feeds that well-known sites have for such an address (`sites`),
//! links in the page that look like feeds; feeds of comments come last. The page is cut into tags, not built into a
//! tree, so that no page is slow. What a site might have without saying so is `guesses`, which nobody promised.

use url::Url;

use crate::model::FoundFeed;
use crate::parse::attributes::attribute;
use crate::parse::decode::decode;
use crate::parse::plain::{Kind, line};
use crate::parse::sites;
use crate::parse::source::Source;
use crate::parse::tags::{Piece, Tags};

/// No page names more feeds that anybody would choose from.
const MOST: usize = 50;

/// The feeds that a page names: absolute, without duplicates, the most likely wish first, comment feeds last.
#[must_use]
pub fn discover(html: &[u8], source: &Source<'_>) -> Vec<FoundFeed> {
    let text = decode(html, source);
    let url = source.url.and_then(|url| Url::parse(url).ok());
    let mut page = Page {
        base: url.clone(),
        ..Page::default()
    };
    for token in Tags::html(&text.text) {
        match token.piece {
            Piece::Start {
                name, attributes, ..
            } => page.start(&name.to_ascii_lowercase(), attributes),
            Piece::End { name } if name.eq_ignore_ascii_case("a") => page.end_anchor(),
            Piece::Text(text) => page.text(text),
            _ => {}
        }
    }
    page.end_anchor();
    let is_named = page.found.iter().any(|(rank, _)| *rank == Rank::Named);
    let generator = if is_named { "" } else { &page.generator };
    for feed in sites::feeds(url.as_ref(), generator, &text.text) {
        page.add(Rank::Site, feed);
    }
    page.ranked()
}

/// Addresses where a site often has its feed, for a page that names none.
#[must_use]
pub fn guesses(source: &Source<'_>) -> Vec<String> {
    const PLACES: [&str; 7] = [
        "feed",
        "rss.xml",
        "atom.xml",
        "index.xml",
        "feed.xml",
        "rss",
        "feed.json",
    ];
    let Some(url) = source.url.and_then(|url| Url::parse(url).ok()) else {
        return Vec::new();
    };
    PLACES
        .iter()
        .filter_map(|place| url.join(&format!("/{place}")).ok())
        .map(String::from)
        .collect()
}

/// How likely a feed is the one that is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Named,
    Site,
    Linked,
    Comments,
}

#[derive(Default)]
struct Page {
    base: Option<Url>,
    has_base: bool,
    generator: String,
    found: Vec<(Rank, FoundFeed)>,
    /// The link that is open: its address, its feed's format, its text so far.
    anchor: Option<(String, Option<String>, String)>,
}

impl Page {
    fn start(&mut self, name: &str, attributes: &str) {
        match name {
            "base" if !self.has_base => self.rebase(attributes),
            "link" => self.link(attributes),
            "meta" => {
                let is_generator = attribute(attributes, "name")
                    .is_some_and(|name| name.eq_ignore_ascii_case("generator"));
                if is_generator && let Some(content) = attribute(attributes, "content") {
                    self.generator = content.to_ascii_lowercase();
                }
            }
            "a" | "area" => self.anchor(attributes),
            _ => {}
        }
    }

    fn rebase(&mut self, attributes: &str) {
        let Some(href) = attribute(attributes, "href") else {
            return;
        };
        let joined = match &self.base {
            Some(base) => base.join(href.trim()).ok(),
            None => Url::parse(href.trim()).ok(),
        };
        if joined.is_some() {
            self.base = joined;
            self.has_base = true;
        }
    }

    fn link(&mut self, attributes: &str) {
        let rel = attribute(attributes, "rel").unwrap_or_default();
        let rel = rel.to_ascii_lowercase();
        let has = |word: &str| rel.split_whitespace().any(|one| one == word);
        let kind = attribute(attributes, "type").unwrap_or_default();
        let Some(href) = attribute(attributes, "href") else {
            return;
        };
        let format = format_of(&kind, &href);
        if !(has("alternate") && format.is_some() || has("feed")) || has("stylesheet") {
            return;
        }
        let title = attribute(attributes, "title").unwrap_or_default();
        self.found(Rank::Named, &href, (line(&title, Kind::Text), format));
    }

    fn anchor(&mut self, attributes: &str) {
        self.end_anchor();
        let Some(href) = attribute(attributes, "href") else {
            return;
        };
        let kind = attribute(attributes, "type").unwrap_or_default();
        let said = format_of(&kind, "").filter(|_| !kind.is_empty());
        let format = said.or_else(|| format_by_address(&href));
        let class = attribute(attributes, "class").unwrap_or_default();
        let title = attribute(attributes, "title").unwrap_or_default();
        let label = attribute(attributes, "aria-label").unwrap_or_default();
        let named = [class, title, label]
            .iter()
            .any(|text| speaks_of_feeds(text));
        if format.is_some() || (named && !leads_elsewhere(&href)) {
            self.anchor = Some((href.into_owned(), format, String::new()));
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, _, label)) = &mut self.anchor
            && label.len() < 200
        {
            label.push_str(text);
        }
    }

    fn end_anchor(&mut self) {
        if let Some((href, format, label)) = self.anchor.take() {
            let label = line(&label, Kind::Html);
            self.found(Rank::Linked, &href, (label, format));
        }
    }

    /// Takes a feed at an address of the page, with its label and format.
    fn found(&mut self, rank: Rank, href: &str, (label, format): (String, Option<String>)) {
        let href = href.trim();
        let href = href.strip_prefix("feed:").map_or(href, |rest| {
            if rest.starts_with("http") { rest } else { href }
        });
        let href = match href.strip_prefix("feed://") {
            Some(rest) => format!("https://{rest}"),
            None => href.to_string(),
        };
        let url = match &self.base {
            Some(base) => base.join(&href),
            None => Url::parse(&href),
        };
        if let Ok(mut url) = url
            && matches!(url.scheme(), "http" | "https")
        {
            url.set_fragment(None);
            self.add(
                rank,
                FoundFeed {
                    url: url.into(),
                    title: (!label.is_empty()).then_some(label),
                    format,
                    note: None,
                },
            );
        }
    }

    fn add(&mut self, rank: Rank, mut feed: FoundFeed) {
        if self.found.len() >= MOST || self.found.iter().any(|(_, known)| known.url == feed.url) {
            return;
        }
        let rank = if is_of_comments(&feed) {
            feed.note = Some("comments".to_string());
            Rank::Comments
        } else {
            rank
        };
        self.found.push((rank, feed));
    }

    fn ranked(mut self) -> Vec<FoundFeed> {
        self.found.sort_by_key(|(rank, _)| *rank);
        self.found.into_iter().map(|(_, feed)| feed).collect()
    }
}

/// The format that a MIME type names; of types that are used for other things too only if the address agrees.
fn format_of(kind: &str, href: &str) -> Option<String> {
    let kind = kind.split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    let format = match kind.as_str() {
        "application/rss+xml"
        | "text/rss+xml"
        | "application/rss"
        | "text/rss"
        | "application/x-rss+xml"
        | "application/rdf+xml"
        | "text/rdf+xml" => "RSS",
        "application/atom+xml"
        | "text/atom+xml"
        | "application/x.atom+xml"
        | "application/atom" => "Atom",
        "application/feed+json" => "JSON",
        "application/json" if format_by_address(href).is_some() => "JSON",
        "text/xml" | "application/xml" | "" if !href.is_empty() => return format_by_address(href),
        _ => return None,
    };
    Some(format.to_string())
}

/// The format that an address looks like.
fn format_by_address(href: &str) -> Option<String> {
    let href = href.trim().to_ascii_lowercase();
    if href.starts_with("feed:") {
        return Some("RSS".to_string());
    }
    if leads_elsewhere(&href) {
        return None;
    }
    let (path, query) = href.split_once('?').unwrap_or((&href, ""));
    let path = path.split('#').next().unwrap_or_default();
    let last = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let format = match last {
        "feed.json" => "JSON",
        "atom.xml" | "atom" | "feed.atom" => "Atom",
        "feed" | "rss" | "rss2" | "rdf" | "rss.xml" | "feed.xml" | "feeds" | "index.rdf"
        | "index.rss" | ".rss" | "feed.rss" | "rss.php" | "feed.php" | "index.xml" => "RSS",
        _ => match last.rsplit_once('.') {
            Some((_, "atom")) => "Atom",
            Some((_, "rss" | "rdf")) => "RSS",
            Some((_, "xml")) if path.contains("rss") || path.contains("feed") => "RSS",
            Some((_, "xml")) if path.contains("atom") => "Atom",
            _ if query.split('&').any(is_feed_query) => "RSS",
            _ => return None,
        },
    };
    Some(format.to_string())
}

fn is_feed_query(part: &str) -> bool {
    matches!(
        part,
        "feed=rss2"
            | "feed=rss"
            | "feed=atom"
            | "format=feed"
            | "format=rss"
            | "format=atom"
            | "type=rss"
            | "type=atom"
            | "output=rss"
            | "rss=1"
    )
}

/// Addresses that speak of feeds but are none: readers' buttons, scripts, mail.
fn leads_elsewhere(href: &str) -> bool {
    const READERS: [&str; 7] = [
        "feedly.com",
        "inoreader.com",
        "netvibes.com",
        "add.my.yahoo.com",
        "theoldreader.com",
        "newsblur.com",
        "wp-json",
    ];
    let lower = href.to_ascii_lowercase();
    lower.starts_with('#')
        || lower.starts_with("javascript:")
        || lower.starts_with("mailto:")
        || READERS.iter().any(|reader| lower.contains(reader))
}

/// Whether a class, title or label says that its link is a feed.
fn speaks_of_feeds(text: &str) -> bool {
    text.to_ascii_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| matches!(word, "rss" | "atom" | "rssfeed"))
}

fn is_of_comments(feed: &FoundFeed) -> bool {
    let path = feed.url.to_ascii_lowercase();
    let title = feed.title.as_deref().unwrap_or_default().to_lowercase();
    path.contains("/comments/") && path.contains("feed")
        || path.contains("/comments/default")
        || path.contains("comments.xml")
        || path.contains("feed=comments")
        || [
            "comment",
            "kommentar",
            "commentaires",
            "comentarios",
            "评论",
        ]
        .iter()
        .any(|word| title.contains(word))
}

#[cfg(test)]
mod tests;
