//! Whose an element is: namespaces by their address, by what feeds call them, and which are in force where.
//!
//! Invariant: a name is resolved as its author meant it. An undeclared prefix counts as what everybody uses it for, and
//! an address that is nearly right as the right one.

use std::fmt::Write as _;

use crate::parse::attributes::attributes;

/// A vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ns {
    /// None stated, or one of RSS's own.
    Rss,
    Atom,
    Rdf,
    Content,
    Dc,
    DcTerms,
    Media,
    Itunes,
    Podcast,
    Wfw,
    Slash,
    Syndication,
    Feedburner,
    Thread,
    /// Feed paging and archiving, RFC 5005.
    History,
    Xhtml,
    /// Anything else.
    Other,
}

/// Prefix, and address as `feed-rs` knows it. What it would stumble over (durations, empty descriptions) it is not to
/// recognise in a mended document; `extras` reads those.
const TABLE: [(Ns, &str, &str); 15] = [
    (Ns::Atom, "atom", "http://www.w3.org/2005/Atom"),
    (
        Ns::Rdf,
        "rdf",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    ),
    (
        Ns::Content,
        "content",
        "http://purl.org/rss/1.0/modules/content/",
    ),
    (Ns::Dc, "dc", "http://purl.org/dc/elements/1.1/"),
    (Ns::DcTerms, "dcterms", "http://purl.org/dc/terms/"),
    (Ns::Media, "media", "urn:byline:media"),
    (Ns::Itunes, "itunes", "urn:byline:itunes"),
    (Ns::Podcast, "podcast", "urn:byline:podcast"),
    (Ns::Wfw, "wfw", "http://wellformedweb.org/CommentAPI/"),
    (Ns::Slash, "slash", "http://purl.org/rss/1.0/modules/slash/"),
    (
        Ns::Syndication,
        "sy",
        "http://purl.org/rss/1.0/modules/syndication/",
    ),
    (
        Ns::Feedburner,
        "feedburner",
        "http://rssnamespace.org/feedburner/ext/1.0",
    ),
    (Ns::Thread, "thr", "http://purl.org/syndication/thread/1.0"),
    (Ns::History, "fh", "http://purl.org/syndication/history/1.0"),
    (Ns::Xhtml, "xhtml", "http://www.w3.org/1999/xhtml"),
];

/// Parts of addresses that tell a vocabulary, lower case. Told in order: the first that is found counts.
const ADDRESSES: [(&str, Ns); 25] = [
    ("w3.org/2005/atom", Ns::Atom),
    ("purl.org/atom", Ns::Atom),
    ("w3.org/1999/02/22-rdf-syntax", Ns::Rdf),
    ("rss/1.0/modules/content", Ns::Content),
    ("rss/1.0/modules/slash", Ns::Slash),
    ("rss/1.0/modules/syndication", Ns::Syndication),
    ("rss/1.0/modules/dc", Ns::Dc),
    ("rss/1.0/modules", Ns::Other),
    ("purl.org/dc/elements", Ns::Dc),
    ("purl.org/dc/terms", Ns::DcTerms),
    ("search.yahoo.com/mrss", Ns::Media),
    ("rssboard.org/media-rss", Ns::Media),
    ("itunes.com/dtds/podcast", Ns::Itunes),
    ("itunes.apple.com/dtds", Ns::Itunes),
    ("google.com/schemas/play-podcasts", Ns::Itunes),
    ("podcastindex.org/namespace", Ns::Podcast),
    ("podcastindex-org/podcast-namespace", Ns::Podcast),
    ("wellformedweb.org/commentapi", Ns::Wfw),
    ("rssnamespace.org/feedburner", Ns::Feedburner),
    ("purl.org/syndication/thread", Ns::Thread),
    ("purl.org/syndication/history", Ns::History),
    ("w3.org/1999/xhtml", Ns::Xhtml),
    ("urn:byline:media", Ns::Media),
    ("urn:byline:itunes", Ns::Itunes),
    ("urn:byline:podcast", Ns::Podcast),
];

/// Parts of the addresses that RSS was given over the years.
const RSS: [&str; 7] = [
    "purl.org/rss/1.0",
    "purl.org/net/rss1.1",
    "netscape.com/rdf/simple",
    "netscape.com/publish/formats/rss",
    "backend.userland.com",
    "harvard.edu/tech/rss",
    "rssboard.org/rss",
];

impl Ns {
    /// By its address.
    pub fn of_address(address: &str) -> Ns {
        let address = address.trim().to_ascii_lowercase();
        if address.is_empty() {
            return Ns::Rss;
        }
        let known = ADDRESSES.iter().find(|(part, _)| address.contains(part));
        match known {
            Some((_, ns)) => *ns,
            None if RSS.iter().any(|part| address.contains(part)) => Ns::Rss,
            None => Ns::Other,
        }
    }

    /// By the prefix that feeds use for it.
    pub fn of_prefix(prefix: &str) -> Ns {
        let prefix = prefix.to_ascii_lowercase();
        match prefix.as_str() {
            "rss" => Ns::Rss,
            "a10" | "atom10" | "atom03" => Ns::Atom,
            "googleplay" => Ns::Itunes,
            "html" => Ns::Xhtml,
            "mrss" => Ns::Media,
            _ => TABLE
                .iter()
                .find(|(_, known, _)| *known == prefix)
                .map_or(Ns::Other, |(ns, _, _)| *ns),
        }
    }

    /// The prefix that a mended document gives it; none for RSS.
    pub fn prefix(self) -> Option<&'static str> {
        TABLE
            .iter()
            .find(|(ns, _, _)| *ns == self)
            .map(|(_, prefix, _)| *prefix)
    }

    /// The declarations of every vocabulary for the root of a mended document.
    pub fn declarations() -> String {
        let mut out = String::new();
        for (_, prefix, address) in TABLE {
            let _ = write!(out, " xmlns:{prefix}=\"{address}\"");
        }
        out
    }
}

/// Declarations that are taken at one time.
const MOST: usize = 256;

/// The declarations in force.
#[derive(Debug, Default)]
pub struct Names<'a> {
    bound: Vec<Binding<'a>>,
}

#[derive(Debug)]
struct Binding<'a> {
    depth: usize,
    prefix: &'a str,
    address: &'a str,
    ns: Ns,
}

/// A name and what is known about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// Its vocabulary.
    pub ns: Ns,
    /// Without prefix, as written.
    pub local: &'a str,
    /// Whether a strict parser resolves it to the same.
    pub is_strict: bool,
}

impl<'a> Names<'a> {
    /// Takes the declarations of an element at `depth`.
    pub fn enter(&mut self, depth: usize, text: &'a str) {
        self.take(depth, text, false);
    }

    /// Takes those that bind a prefix. A frame that puts its content into a vocabulary of its own by mistake must not lose it.
    pub fn enter_prefixes(&mut self, depth: usize, text: &'a str) {
        self.take(depth, text, true);
    }

    fn take(&mut self, depth: usize, text: &'a str, prefixes_only: bool) {
        if !text.contains("xmlns") {
            return;
        }
        for (name, address) in attributes(text) {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") if prefixes_only => continue,
                Some("") => "",
                Some(prefix) => prefix.trim_start_matches(':'),
                None => continue,
            };
            if self.is_full() {
                return;
            }
            self.bound.push(Binding {
                depth,
                prefix,
                address,
                ns: Ns::of_address(address),
            });
        }
    }

    /// Whether there are more declarations than any feed has; each costs something at every name.
    pub fn is_full(&self) -> bool {
        self.bound.len() >= MOST
    }

    /// Drops the declarations of elements at `depth` and below.
    pub fn leave(&mut self, depth: usize) {
        while self.bound.last().is_some_and(|last| last.depth >= depth) {
            self.bound.pop();
        }
    }

    /// What `name` means here.
    pub fn resolve<'n>(&self, name: &'n str) -> Name<'n> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        match self.bound.iter().rev().find(|b| b.prefix == prefix) {
            Some(binding) => Name {
                ns: binding.ns,
                local,
                is_strict: is_strict(binding.ns, binding.address),
            },
            None if prefix.is_empty() => Name {
                ns: Ns::Rss,
                local,
                is_strict: true,
            },
            None => Name {
                ns: Ns::of_prefix(prefix),
                local,
                is_strict: false,
            },
        }
    }
}

/// Whether `feed-rs` takes `address` for the vocabulary that we take it for.
fn is_strict(ns: Ns, address: &str) -> bool {
    match ns {
        Ns::Rss => address == "http://purl.org/rss/1.0/",
        Ns::Atom | Ns::Content | Ns::Dc | Ns::Wfw => TABLE
            .iter()
            .any(|(known, _, exact)| *known == ns && *exact == address),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_its_author_meant() {
        let mut names = Names::default();
        names.enter(
            1,
            r#" xmlns="http://purl.org/atom/ns#" xmlns:m='http://search.yahoo.com/mrss' xmlns:c="http://purl.org/rss/1.0/modules/content/""#,
        );
        let check = |name: &str, ns: Ns, is_strict: bool| {
            let found = names.resolve(name);
            assert_eq!((found.ns, found.is_strict), (ns, is_strict), "{name}");
        };
        check("title", Ns::Atom, false);
        check("m:thumbnail", Ns::Media, true);
        check("c:encoded", Ns::Content, true);
        check("dc:creator", Ns::Dc, false);
        check("what:ever", Ns::Other, false);
    }

    #[test]
    fn a_declaration_ends_with_its_element() {
        let mut names = Names::default();
        names.enter(3, " xmlns='http://www.w3.org/1999/xhtml'");
        assert_eq!(names.resolve("p").ns, Ns::Xhtml);
        names.leave(3);
        assert_eq!(names.resolve("p").ns, Ns::Rss);
    }
}
