//! The feeds that a web page names, best first, and where to look when it names none.
//!
//! In this order: `link rel=alternate` of a feed's type, in the page or its `Link` headers, feeds that well-known sites have for such an
//! address (`sites`), links in the page that look like feeds; feeds of comments come last. The page is cut into tags, not built into a
//! tree, so that no page is slow. Invariant: only http and https come out of here, and nothing of a private network unless the page is of it.

use url::Url;

use crate::model::FoundFeed;
use crate::parse::attributes::attribute;
use crate::parse::decode::decode;
use crate::parse::feedlike::{
    format_by_address, format_of, is_of_comments, is_private, leads_elsewhere, of_the_web,
    speaks_of_feeds,
};
use crate::parse::link_header::header_links;
use crate::parse::places;
use crate::parse::plain::{Kind, line};
use crate::parse::sites;
use crate::parse::source::Source;
use crate::parse::tags::{Piece, Tags, Token};

/// No page names more feeds that anybody would choose from.
const MOST: usize = 50;

/// No more places than these are worth a request each.
const MOST_PLACES: usize = 6;

/// Words of a link's label, if it is the name of a feed and not a sentence that speaks of one.
const LABEL_WORDS: usize = 4;

/// What a page says of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Absolute, without duplicates, the most likely wish first, comment feeds last.
    pub feeds: Vec<FoundFeed>,
    /// Whether they are feeds for certain, not only links that look so.
    pub certain: bool,
    /// Where the site may have one without saying so, the most likely first. Nobody promised them.
    pub places: Vec<String>,
}

/// The feeds of a page. `links` are the values of its `Link` headers.
#[must_use]
pub fn discover(html: &[u8], source: &Source<'_>, links: &[String]) -> Named {
    let text = decode(html, source);
    let url = source.url.and_then(|url| Url::parse(url).ok());
    let mut page = Page {
        url: url.clone(),
        base: url.clone(),
        ..Page::default()
    };
    page.header(links);
    for token in Tags::html(&text.text) {
        match token.piece {
            Piece::Start { name, .. } => {
                let attributes = attributes(&text.text, &token);
                page.start(&name.to_ascii_lowercase(), attributes);
            }
            Piece::End { name } if name.eq_ignore_ascii_case("a") => page.end_anchor(),
            Piece::Text(text) => page.text(text),
            _ => {}
        }
    }
    page.end_anchor();
    let is_named = page.found.iter().any(|(rank, _)| *rank == Rank::Named);
    for feed in sites::of_page(url.as_ref(), &page.generator, &text.text, is_named) {
        page.add(Rank::Site, feed);
    }
    page.sum_up(&text.text)
}

/// The attributes of a tag. A value without quotes keeps the slash at its end, as browsers read it: `href=/feed/>`.
fn attributes<'a>(text: &'a str, token: &Token<'a>) -> &'a str {
    let Piece::Start {
        name,
        attributes,
        closed,
    } = token.piece
    else {
        return "";
    };
    let is_bare = attributes.ends_with(|c: char| !c.is_whitespace() && c != '"' && c != '\'');
    if closed && is_bare {
        let from = token.start + 1 + name.len();
        let whole = text.get(from..token.end).unwrap_or(attributes);
        return whole.strip_suffix('>').unwrap_or(whole);
    }
    attributes
}

/// How likely a feed is the one that is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Named,
    Site,
    Linked,
    Comments,
}

/// A link that is open.
struct Anchor {
    href: String,
    format: Option<String>,
    /// Whether its attributes speak of feeds.
    is_said: bool,
    label: String,
}

#[derive(Default)]
struct Page {
    url: Option<Url>,
    base: Option<Url>,
    has_base: bool,
    generator: String,
    found: Vec<(Rank, FoundFeed)>,
    /// Links that may lead to a feed, or to a page of feeds.
    hints: Vec<String>,
    anchor: Option<Anchor>,
}

impl Page {
    fn header(&mut self, values: &[String]) {
        for link in values.iter().flat_map(|value| header_links(value)) {
            self.link(&link.rel, &link.kind, &link.href, &link.title);
        }
    }

    fn start(&mut self, name: &str, attributes: &str) {
        let value = |name: &str| attribute(attributes, name).unwrap_or_default();
        match name {
            "base" if !self.has_base => self.rebase(&value("href")),
            "link" => self.link(
                &value("rel").to_ascii_lowercase(),
                &value("type"),
                &value("href"),
                &value("title"),
            ),
            "meta" if value("name").eq_ignore_ascii_case("generator") => {
                self.generator = value("content").to_ascii_lowercase();
            }
            "meta" if value("http-equiv").eq_ignore_ascii_case("refresh") => {
                let content = value("content");
                let target = content.split_once(['=']).map(|(_, target)| target);
                if let Some(target) = target.and_then(|it| self.joined(it.trim_matches(QUOTES))) {
                    self.hints.push(target.into());
                }
            }
            "a" | "area" => self.anchor(attributes),
            _ => {}
        }
    }

    fn rebase(&mut self, href: &str) {
        if let Some(base) = self.joined(href) {
            self.base = Some(base);
            self.has_base = true;
        }
    }

    /// An address of the page, absolute: only of the web, and only of a private network if the page is of one.
    fn joined(&self, href: &str) -> Option<Url> {
        let href = of_the_web(href);
        if href.is_empty() {
            return None;
        }
        let url = match &self.base {
            Some(base) => base.join(&href),
            None => Url::parse(&href),
        };
        let mut url = url.ok()?;
        url.set_fragment(None);
        let is_of_the_web = matches!(url.scheme(), "http" | "https");
        let is_reachable = !is_private(&url) || self.url.as_ref().is_some_and(is_private);
        (is_of_the_web && is_reachable).then_some(url)
    }

    fn link(&mut self, rel: &str, kind: &str, href: &str, title: &str) {
        let has = |word: &str| rel.split_whitespace().any(|one| one == word);
        let format = format_of(kind, href);
        let is_typed = rel.is_empty() && format_of(kind, "").is_some();
        if !(has("alternate") && format.is_some() || has("feed") || is_typed) || has("stylesheet") {
            return;
        }
        self.found(Rank::Named, href, (line(title, Kind::Text), format));
    }

    fn anchor(&mut self, attributes: &str) {
        self.end_anchor();
        let Some(href) = attribute(attributes, "href") else {
            return;
        };
        if leads_elsewhere(&href) {
            return;
        }
        let kind = attribute(attributes, "type").unwrap_or_default();
        let said = format_of(&kind, "").filter(|_| !kind.is_empty());
        let is_said = ["class", "title", "aria-label", "rel"]
            .iter()
            .filter_map(|name| attribute(attributes, name))
            .any(|text| speaks_of_feeds(&text));
        self.anchor = Some(Anchor {
            format: said.or_else(|| format_by_address(&href)),
            href: href.into_owned(),
            is_said,
            label: String::new(),
        });
    }

    fn text(&mut self, text: &str) {
        if let Some(anchor) = &mut self.anchor
            && anchor.label.len() < 200
        {
            anchor.label.push_str(text);
        }
    }

    fn end_anchor(&mut self) {
        let Some(anchor) = self.anchor.take() else {
            return;
        };
        if anchor.format.is_some() {
            let label = line(&anchor.label, Kind::Html);
            self.found(Rank::Linked, &anchor.href, (label, anchor.format));
            return;
        }
        let is_name = anchor.label.split_whitespace().count() <= LABEL_WORDS;
        let is_hint = anchor.is_said || is_name && speaks_of_feeds(&anchor.label);
        if is_hint
            && self.hints.len() < MOST
            && let Some(url) = self.joined(&anchor.href)
        {
            self.hints.push(url.into());
        }
    }

    /// Takes a feed at an address of the page, with its label and format.
    fn found(&mut self, rank: Rank, href: &str, (label, format): (String, Option<String>)) {
        if let Some(url) = self.joined(href) {
            let feed = FoundFeed {
                url: url.into(),
                title: (!label.is_empty()).then_some(label),
                format,
                note: None,
            };
            self.add(rank, feed);
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

    fn sum_up(mut self, text: &str) -> Named {
        self.found.sort_by_key(|(rank, _)| *rank);
        let certain = self.found.iter().any(|(rank, _)| *rank != Rank::Linked);
        let own = self.url.as_ref().map(Url::as_str);
        let usual = places::usual(self.url.as_ref(), &self.generator, text);
        let mut places: Vec<String> = Vec::new();
        for place in self.hints.into_iter().take(2).chain(usual) {
            if places.len() < MOST_PLACES && !places.contains(&place) && own != Some(&*place) {
                places.push(place);
            }
        }
        Named {
            feeds: self.found.into_iter().map(|(_, feed)| feed).collect(),
            certain,
            places,
        }
    }
}

const QUOTES: [char; 3] = ['"', '\'', ' '];

#[cfg(test)]
mod tests;
