//! What elements say by their attributes, or by being there: attached media, pictures, links of Atom.
//!
//! What they say by their text is in `fields`; both are gathered in `extras`.

use url::Url;

use crate::model::Enclosure;
use crate::parse::attributes::{attribute, attributes};
use crate::parse::body::absolute;
use crate::parse::extras::{EntryExtras, FeedExtras, duration, number};
use crate::parse::fields::Family;
use crate::parse::names::{Name, Ns};

/// An element: its name, its attributes as written, the format's family, and the name of the element around it.
#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    pub name: Name<'a>,
    pub text: &'a str,
    pub family: Family,
    pub parent: &'a str,
}

impl Element<'_> {
    fn value(&self, name: &str) -> Option<String> {
        let value = attribute(self.text, name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_string())
    }

    fn is_core(&self) -> bool {
        self.family.is_core(self.name.ns)
    }

    /// The address of a picture, under the names that podcasts use for it.
    fn picture(&self) -> Option<String> {
        self.value("href").or_else(|| self.value("url"))
    }
}

/// A relation of Atom. RFC 4287 lets one be written as its address at IANA.
fn relation(element: &Element<'_>) -> String {
    let rel = element
        .value("rel")
        .unwrap_or_default()
        .to_ascii_lowercase();
    rel.rsplit('/').next().unwrap_or_default().to_string()
}

impl FeedExtras {
    /// Takes what an element outside entries says.
    pub fn element(&mut self, element: &Element<'_>, base: Option<&Url>) {
        let address = |value: Option<String>| value.map(|value| absolute(&value, base));
        match (element.name.ns, element.name.local) {
            (Ns::Itunes, "image") => self.image = address(element.picture()).or(self.image.take()),
            (Ns::Media, "thumbnail") => {
                self.image = self.image.take().or(address(element.value("url")));
            }
            (Ns::Itunes, "link") if relation(element) == "image" => {
                self.image = self.image.take().or(address(element.value("href")));
            }
            (Ns::Atom, "link") => self.atom_link(element, base),
            (Ns::Rss, "link") if element.family == Family::Atom => self.atom_link(element, base),
            (Ns::Rss, "link") if element.parent != "image" => {
                self.link = self.link.take().or(address(element.value("href")));
            }
            (Ns::Rss, "rss" | "channel") | (Ns::Atom, "feed") => {
                self.language = element.value("xml:lang").or(self.language.take());
                self.id = element.value("rdf:about").or(self.id.take());
            }
            (Ns::History, "archive") => self.paging.is_archive = true,
            (Ns::History, "complete") => self.paging.is_complete = true,
            (_, "generatorAgent") => self.generator = element.value("rdf:resource"),
            _ => {}
        }
    }

    /// What a link of Atom says of the feed's other documents, and of who announces them.
    fn atom_link(&mut self, element: &Element<'_>, base: Option<&Url>) {
        let place = match relation(element).as_str() {
            "next" => &mut self.paging.next,
            "prev-archive" => &mut self.paging.prev_archive,
            "hub" => &mut self.hub,
            _ => return,
        };
        if place.is_none() {
            *place = element.value("href").map(|href| absolute(&href, base));
        }
    }
}

impl EntryExtras {
    /// Takes what an element inside an entry says.
    pub fn element(&mut self, element: &Element<'_>, base: Option<&Url>) {
        self.here = base.cloned();
        if element.parent == "source" && element.family == Family::Atom {
            if element.name.local == "link" && ["", "alternate"].contains(&&*relation(element)) {
                let address = element.value("href").map(|href| self.based(href));
                self.source.link = self.source.link.take().or(address);
            }
            return;
        }
        let is_core = element.is_core();
        match (element.name.ns, element.name.local) {
            (_, "content") if is_core && element.family == Family::Atom => self.elsewhere(element),
            (_, "enclosure") if is_core => self.attach(enclosure(element, "url", "length")),
            (_, "link") if is_core && element.family != Family::Atom => self.rss_link(element),
            (Ns::Atom | Ns::Rss, "link") => self.atom_link(element),
            (_, "guid") if is_core => {
                let stated = element.value("isPermaLink");
                self.guid_is_no_link =
                    stated.is_some_and(|value| value.eq_ignore_ascii_case("false"));
            }
            (_, "source") if is_core && element.family != Family::Atom => {
                self.source.link = element.value("url").map(|address| self.based(address));
            }
            (_, "category") if is_core && element.family == Family::Atom => {
                // Without a term, `feed-rs` does not take it.
                let label = element.value("label");
                self.tags
                    .extend(label.filter(|_| element.value("term").is_none()));
            }
            (Ns::Atom, "category") if !is_core => {
                self.tags
                    .extend(element.value("label").or(element.value("term")));
            }
            (Ns::Media, "category") => self.tags.extend(element.value("label")),
            (Ns::Media, "thumbnail") => self.picture(element.value("url")),
            (Ns::Media, "content") => self.media(element),
            (Ns::Itunes, "category") => self.tags.extend(element.value("text")),
            (Ns::Itunes, "image") => self.picture(element.picture()),
            (Ns::Itunes, "link") if relation(element) == "image" => {
                self.picture(element.value("href"));
            }
            (Ns::Podcast, "transcript") => self.transcript(element),
            (Ns::Podcast, "chapters") => {
                self.episode.chapters = element.value("url").map(|address| self.based(address));
            }
            _ => {}
        }
    }

    /// Content that is not in the document but at an address.
    fn elsewhere(&mut self, element: &Element<'_>) {
        let Some(address) = element.value("src").map(|address| self.based(address)) else {
            return;
        };
        if element
            .value("type")
            .is_some_and(|kind| kind.starts_with("image/"))
        {
            self.picture(Some(address));
        } else {
            self.link = self.link.take().or(Some(address));
        }
    }

    /// `<link href="…"/>` in RSS, as in Atom.
    fn rss_link(&mut self, element: &Element<'_>) {
        if element.parent == "image" {
            return;
        }
        self.has_link = true;
        let is_page = element.value("rel").is_none_or(|rel| rel == "alternate");
        if self.link.is_none() && is_page {
            self.link = element.value("href").map(|href| self.based(href));
        }
    }

    /// The first transcript, or the first that can be read as text.
    fn transcript(&mut self, element: &Element<'_>) {
        let kind = element.value("type").unwrap_or_default();
        let is_text = kind.contains("html") || kind.contains("plain");
        if (self.episode.transcript.is_none() || (is_text && !self.transcript_is_text))
            && let Some(address) = element.value("url")
        {
            self.episode.transcript = Some(self.based(address));
            self.transcript_is_text = is_text;
        }
    }

    /// `media:content`: pictures are the entry's picture, the rest is attached.
    fn media(&mut self, element: &Element<'_>) {
        let Some(mut media) = enclosure(element, "url", "fileSize") else {
            return;
        };
        media.duration = element.value("duration").and_then(|text| duration(&text));
        let kind = media.mime.as_deref().unwrap_or_default();
        let medium = element.value("medium").unwrap_or_default();
        let is_picture = medium == "image"
            || kind.starts_with("image/")
            || (medium.is_empty() && kind.is_empty() && has_picture_ending(&media.url));
        if is_picture {
            self.picture(Some(media.url));
        } else if !kind.starts_with("text/") && !kind.contains("shockwave") {
            self.attach(Some(media));
        }
    }

    /// Takes what a link of Atom says: attached media, replies.
    fn atom_link(&mut self, element: &Element<'_>) {
        let rel = relation(element);
        if rel == "enclosure" {
            self.attach(enclosure(element, "href", "length"));
        } else if rel.is_empty() || rel == "alternate" {
            let address = element.value("href").map(|href| self.based(href));
            self.link = self.link.take().or(address);
        } else if rel == "replies" {
            let address = element.value("href").map(|href| self.based(href));
            let kind = element.value("type");
            if kind.is_none_or(|kind| kind.contains("html")) {
                self.comments = address;
            } else {
                self.comments_feed = address;
            }
            let count = attributes(element.text).find(|(name, _)| name.ends_with(":count"));
            if let Some((_, count)) = count {
                self.comment_count = number(count).or(self.comment_count);
            }
        }
    }
}

/// Attached media from the attributes that hold its address and length.
fn enclosure(element: &Element<'_>, address: &str, length: &str) -> Option<Enclosure> {
    Some(Enclosure {
        url: element.value(address)?,
        mime: element.value("type"),
        length: element
            .value(length)
            .and_then(|length| length.parse().ok())
            .filter(|length| *length > 0),
        duration: None,
    })
}

fn has_picture_ending(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]
        .iter()
        .any(|ending| path.to_ascii_lowercase().ends_with(ending))
}
