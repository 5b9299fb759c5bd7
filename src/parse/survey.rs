//! One look over a feed's XML before `feed-rs` reads it: what it would lose or stumble over.
//!
//! Collects the extras and notes the faults for which the document must be mended first. Never refuses anything.

use url::Url;

use crate::parse::attributes::attribute;
use crate::parse::elements::Element;
use crate::parse::entities;
use crate::parse::extras::{EntryExtras, FeedExtras};
use crate::parse::fields::{Family, Field, of_entry, of_feed, spelled};
use crate::parse::flat::Flat;
use crate::parse::names::{Name, Names, Ns};
use crate::parse::person::touches_address;
use crate::parse::root::{Root, root_of};
use crate::parse::tags::{Piece, Tags};

/// No element is nested deeper in a feed that is looked at.
const DEEPEST: usize = 512;
/// `feed-rs` compares each attribute of a tag with all others.
const LONGEST_TAG: usize = 16 * 1024;
/// `feed-rs` panics on durations of many digits.
const LONGEST_DURATION: usize = 18;

/// Entries that are read of one document: each takes some kilobytes of memory, however little it says, and no feed of the wild has as many.
pub const MOST_ENTRIES: usize = 20_000;

/// The fault of a document with more.
pub const TOO_MANY: &str = "of its entries only the first 20,000 are read";

/// What a look over a document found.
#[derive(Debug, Default)]
pub struct Survey {
    /// What it is.
    pub root: Root,
    /// Where the root begins.
    pub start: usize,
    /// Why `feed-rs` must not have it as it is.
    pub faults: Vec<&'static str>,
    /// For the feed.
    pub feed: FeedExtras,
    /// One for each entry, in order; at most `MOST_ENTRIES`.
    pub entries: Vec<EntryExtras>,
    /// Where the first entry begins that is too many.
    pub end: Option<usize>,
}

/// Looks over a document that stands at `base`.
pub fn survey(text: &str, base: Option<&Url>) -> Survey {
    let mut walk = Walk {
        base,
        ..Walk::default()
    };
    for token in Tags::xml(text) {
        match token.piece {
            Piece::Start {
                name,
                attributes,
                closed,
            } => {
                if walk.path.is_empty() && !walk.begin(name, attributes, token.start) {
                    break;
                }
                walk.start(name, attributes, closed);
                if walk.item.is_some() && walk.survey.entries.len() >= MOST_ENTRIES {
                    walk.fault(TOO_MANY);
                    walk.survey.end = Some(token.start);
                    break;
                }
            }
            Piece::End { .. } => walk.end(),
            Piece::Text(text) => walk.text(text),
            Piece::CData(text) => {
                if let Some(capture) = &mut walk.capture {
                    capture.cdata(text);
                }
            }
            Piece::Other(text) => {
                // It may name a charset, at which `feed-rs` panics.
                if is_declaration(text) {
                    walk.fault("an XML declaration is out of place");
                }
            }
        }
    }
    walk.survey
}

/// `<?xml …?>`, not `<?xml-stylesheet …?>`.
fn is_declaration(text: &str) -> bool {
    let after = text.strip_prefix("<?xml");
    after.is_some_and(|after| !after.starts_with('-'))
}

/// Who wrote the feed that an entry of Atom was taken from; `path` leads to the element.
fn source_author(family: Family, name: Name<'_>, path: &[&str]) -> Option<Field> {
    let is_name = family == Family::Atom && family.is_core(name.ns) && name.local == "name";
    (is_name && path.ends_with(&["source", "author"])).then_some(Field::SourceAuthor)
}

#[derive(Default)]
struct Walk<'a> {
    survey: Survey,
    family: Family,
    names: Names<'a>,
    path: Vec<&'a str>,
    item: Option<(usize, EntryExtras)>,
    capture: Option<Capture>,
    /// The document's own address.
    base: Option<&'a Url>,
    /// What `xml:base` says, with the depth that it is said at.
    bases: Vec<(usize, Url)>,
}

/// The text of an element that is being gathered.
struct Capture {
    depth: usize,
    field: Field,
    /// What was said to be XHTML; elsewhere naked markup is a fault.
    is_xhtml: bool,
    flat: Flat,
}

impl Capture {
    fn is_kept(&self) -> bool {
        self.field != Field::Watched
    }

    fn cdata(&mut self, text: &str) {
        if self.is_kept() {
            self.flat.cdata(text);
        }
    }
}

impl<'a> Walk<'a> {
    /// Takes the root; tells whether it is worth going on.
    fn begin(&mut self, name: &'a str, text: &'a str, at: usize) -> bool {
        if self.survey.root != Root::Nothing {
            return false;
        }
        self.survey.start = at;
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        self.survey.root = root_of(local, text);
        let is_spelled = ["rss", "RDF", "feed", "entry", "channel"].contains(&local);
        if !is_spelled && self.survey.root.is_feed() {
            self.fault("names are in the wrong case");
        }
        self.family = self.survey.root.family();
        if let Root::Rss(version) = &self.survey.root
            && !(["2.0", "0.91", "0.92"].contains(&version.as_str())
                || (version.is_empty() && text.contains("version=")))
        {
            self.fault("the version of RSS is missing or unknown");
        }
        self.survey.root.is_feed()
    }

    fn fault(&mut self, what: &'static str) {
        if !self.survey.faults.contains(&what) {
            self.survey.faults.push(what);
        }
    }

    fn start(&mut self, name: &'a str, text: &'a str, closed: bool) {
        let depth = self.path.len() + 1;
        if depth > DEEPEST {
            self.fault("elements are nested too deep");
        }
        if text.len() > LONGEST_TAG {
            self.fault("a tag is too long");
        }
        self.names.enter(depth, text);
        if self.names.is_full() {
            self.fault("there are too many namespaces");
        }
        if self.capture.is_some() {
            self.markup(name, text, closed);
        } else {
            let resolved = self.names.resolve(name);
            if let Some(fault) = entities::misunderstood(text) {
                self.fault(fault);
            }
            self.rebase(depth, text);
            self.element(resolved, text, depth);
        }
        self.path.push(self.names.resolve(name).local);
        if closed {
            self.close();
        }
    }

    /// A tag inside a field.
    fn markup(&mut self, name: &'a str, text: &'a str, closed: bool) {
        let Some(capture) = &mut self.capture else {
            return;
        };
        if capture.is_kept() {
            capture.flat.start(name, text, closed);
        }
        if capture.is_xhtml
            && self.path.len() == capture.depth
            && let Some((_, entry)) = &mut self.item
            && let Some(base) = attribute(text, "xml:base")
        {
            entry.rebase(&base, self.base);
        }
        let is_image = capture.field == Field::ImageAddress;
        if is_image && name == "url" {
            let depth = self.path.len() + 1;
            self.capture = Some(Capture {
                depth,
                field: Field::ImageAddress,
                is_xhtml: false,
                flat: Flat::default(),
            });
        } else if !capture.is_xhtml && !is_image {
            self.fault("a text field holds naked markup");
        }
    }

    fn rebase(&mut self, depth: usize, text: &str) {
        if !text.contains("xml:base") {
            return;
        }
        if let Some(base) = attribute(text, "xml:base") {
            let outer = self.bases.last().map(|(_, url)| url).or(self.base);
            let url = match outer {
                Some(outer) => outer.join(&base),
                None => Url::parse(&base),
            };
            if let Ok(url) = url {
                self.bases.push((depth, url));
            }
        }
    }

    /// An element that is not inside a field.
    fn element(&mut self, name: Name<'a>, text: &'a str, depth: usize) {
        if !name.is_strict && name.ns != Ns::Other {
            self.fault("namespaces are missing or misspelled");
        }
        let is_core = self.family.is_core(name.ns);
        let entry_name = match self.family {
            Family::Atom => "entry",
            Family::Rss | Family::Rdf => "item",
        };
        if is_core && name.local == entry_name && self.item.is_none() {
            self.begin_entry(depth, text);
            return;
        }
        if is_core && spelled(name.local).is_some_and(|right| right != name.local) {
            self.fault("names are in the wrong case");
        }
        let parent = self.path.last().copied().unwrap_or_default();
        let base = self.bases.last().map(|(_, url)| url);
        let element = Element {
            name,
            text,
            family: self.family,
            parent,
        };
        let field = if let Some((_, entry)) = &mut self.item {
            entry.element(&element, base);
            of_entry(self.family, name.ns, name.local, parent)
                .or_else(|| source_author(self.family, name, &self.path))
        } else {
            self.survey.feed.element(&element, base);
            of_feed(self.family, name.ns, name.local, parent)
        };
        if let Some(field) = field {
            self.begin_capture(field, name, text, depth);
        }
    }

    fn begin_entry(&mut self, depth: usize, text: &str) {
        let parent = self.path.last().copied().unwrap_or_default();
        let is_misplaced = match self.family {
            Family::Rss => parent != "channel",
            Family::Rdf => parent != "RDF",
            Family::Atom => depth > 2,
        };
        if is_misplaced {
            self.fault("entries are not where they should be");
        }
        let entry = EntryExtras {
            guid: attribute(text, "rdf:about").map(String::from),
            language: attribute(text, "xml:lang").map(String::from),
            ..EntryExtras::default()
        };
        self.item = Some((depth, entry));
    }

    fn begin_capture(&mut self, field: Field, name: Name<'a>, text: &str, depth: usize) {
        let is_core = self.family.is_core(name.ns);
        let kind = if self.family == Family::Atom || name.ns == Ns::Atom {
            attribute(text, "type")
        } else {
            None
        };
        let is_xhtml = kind.as_deref() == Some("xhtml");
        let field = match (field, name.local) {
            (Field::Watched, "title") if is_xhtml => Field::Title,
            (Field::Watched, "summary") if is_xhtml => Field::Summary,
            (Field::Watched, "content") if is_xhtml => Field::Content,
            (field, _) => field,
        };
        if let Some((_, entry)) = &mut self.item
            && matches!(
                name.local,
                "content" | "summary" | "description" | "encoded"
            )
        {
            entry.base = self.bases.last().map(|(_, url)| url.to_string());
        }
        self.capture = Some(Capture {
            depth,
            field,
            is_xhtml: is_xhtml || !is_core && name.ns != Ns::Content,
            flat: Flat::default(),
        });
    }

    fn text(&mut self, text: &str) {
        if let Some(fault) = entities::misunderstood(text) {
            self.fault(fault);
        }
        match &mut self.capture {
            Some(capture) if capture.is_kept() => capture.flat.text(text),
            Some(_) => {}
            None => self.stray_text(text),
        }
    }

    /// `<link/>https://…`, as programs write it that take the feed for HTML.
    fn stray_text(&mut self, text: &str) {
        if let Some((_, entry)) = &mut self.item
            && entry.has_link
            && entry.link.is_none()
            && text.trim_start().starts_with("http")
        {
            entry.link = Some(text.trim().to_string());
        }
    }

    fn end(&mut self) {
        if let Some(capture) = &mut self.capture
            && capture.depth < self.path.len()
            && capture.is_kept()
            && let Some(name) = self.path.last()
        {
            capture.flat.end(name);
        }
        self.close();
    }

    /// Leaves the innermost element.
    fn close(&mut self) {
        let depth = self.path.len();
        if self.capture.as_ref().is_some_and(|c| c.depth >= depth)
            && let Some(capture) = self.capture.take()
        {
            self.finish(capture);
        }
        if self.item.as_ref().is_some_and(|(at, _)| *at >= depth)
            && let Some((_, entry)) = self.item.take()
        {
            if self.family == Family::Rdf && !entry.has_link {
                self.fault("entries have no link");
            }
            self.survey.entries.push(entry);
        }
        while self.bases.last().is_some_and(|(at, _)| *at >= depth) {
            self.bases.pop();
        }
        self.names.leave(depth);
        self.path.pop();
    }

    fn finish(&mut self, capture: Capture) {
        if capture.field == Field::Watched {
            return;
        }
        let inside = capture.flat.finish();
        // A picture whose parts are elements of their own was taken by its address.
        if inside.text.is_empty() || (capture.field == Field::ImageAddress && inside.is_html) {
            return;
        }
        let text = inside.text;
        if matches!(capture.field, Field::Author | Field::Editor) && touches_address(&text) {
            self.fault("a name touches an address");
        }
        if capture.field == Field::Duration && text.len() > LONGEST_DURATION {
            self.fault("a duration is too long");
        }
        match &mut self.item {
            Some((_, entry)) => entry.take(capture.field, text),
            None => self.survey.feed.take(capture.field, text),
        }
    }
}
