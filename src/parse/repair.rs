//! A feed that `feed-rs` refuses, empties or panics on becomes a plain one: RSS 2.0 or Atom 1.0, well-formed.
//!
//! Walks over the pieces of the broken document with a small idea of what a feed is: entries stand in the feed, fields
//! in entries, text in fields. A field ends where it says so, or where another field or entry begins, so a forgotten
//! end tag costs no more than its own field. Of a document cut short the whole entries stay.
//! Not for the common case: it costs about as much as `feed-rs` itself.

use std::fmt::Write as _;

use crate::parse::attributes::attribute;
use crate::parse::entities::{decode, escape};
use crate::parse::fields::{Family, spelled};
use crate::parse::flat::Flat;
use crate::parse::mended::{Field, attribute_list, write};
use crate::parse::names::{Name, Names, Ns};
use crate::parse::structure::{Sort, ends_field, is_entry, sort};
use crate::parse::tags::{Piece, Tags};

/// Containers nested deeper than this are passed over.
const DEEPEST: usize = 64;
/// Where declarations of the root and the channel are in force, however deep these stand.
const FRAME: usize = 0;
/// Where those of an entry are; a field's are one deeper, and one more for each container around it.
const ENTRY: usize = 1;

/// A document that `feed-rs` can take.
#[derive(Debug, Default)]
pub struct Mended {
    /// RSS 2.0 or Atom 1.0.
    pub text: String,
    /// What the document was.
    pub family: Family,
    /// Whether it ended before its end.
    pub is_cut: bool,
    /// Whether the feed's own end tag was seen.
    pub has_end: bool,
}

/// Mends a document, if it has the root of a feed anywhere.
pub fn mend(text: &str) -> Option<Mended> {
    let mut tokens = Tags::xml(text);
    let mut is_first = true;
    let mut mender = loop {
        if let Piece::Start {
            name, attributes, ..
        } = tokens.next()?.piece
        {
            // An entry without a feed around it counts only where a feed should be: pages have elements of that name.
            let is_root = is_first || !is_entry(name);
            if is_root && let Some(mender) = Mender::at_root(name, attributes) {
                break mender;
            }
            is_first = false;
        }
    };
    for token in tokens {
        mender.piece(token.piece);
    }
    Some(mender.finish())
}

/// What CDF says in attributes, as elements of RSS.
fn stated(attributes: &str) -> String {
    let mut out = String::new();
    for (name, element) in [("href", "link"), ("lastmod", "updated")] {
        if let Some(value) = attribute(attributes, name) {
            let _ = write!(out, "<{element}>{}</{element}>", escape(&value));
        }
    }
    out
}

struct Open {
    name: String,
    end_tag: String,
}

struct OpenField<'a> {
    name: Name<'a>,
    /// Its name without prefix, as its end tag has it.
    tag: &'a str,
    attributes: &'a str,
    /// Elements of the same name that are open inside.
    nested: u32,
    flat: Flat,
}

struct Mender<'a> {
    family: Family,
    /// Whether it began with a channel: Microsoft's format, with attributes where others have elements.
    is_cdf: bool,
    root_ns: Ns,
    names: Names<'a>,
    open: Vec<Open>,
    out: String,
    entry: Option<String>,
    field: Option<OpenField<'a>>,
    /// The element that is passed over, and how many of its name are open.
    ballast: Option<(String, u32)>,
    has_ended: bool,
    has_entry_ends: bool,
}

impl<'a> Mender<'a> {
    fn at_root(name: &str, attributes: &'a str) -> Option<Mender<'a>> {
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        let family = match local.to_ascii_lowercase().as_str() {
            "rss" | "channel" | "item" => Family::Rss,
            "rdf" => Family::Rdf,
            "feed" => Family::Atom,
            _ => return None,
        };
        let mut names = Names::default();
        names.enter(FRAME, attributes);
        let root_ns = names.resolve(name).ns;
        let mut out = if family == Family::Atom {
            format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"{}{}>",
                Ns::declarations(),
                attribute_list(attributes, &["xml:lang", "xml:base"])
            )
        } else {
            let base = attribute_list(attributes, &["xml:base"]);
            format!("<rss version=\"2.0\"{}{base}><channel>", Ns::declarations())
        };
        let is_entry = local.eq_ignore_ascii_case("item");
        if !is_entry {
            out.push_str(&stated(attributes));
        }
        let mut mender = Mender {
            family,
            is_cdf: local.eq_ignore_ascii_case("channel"),
            root_ns,
            names,
            open: Vec::new(),
            out,
            entry: None,
            field: None,
            ballast: None,
            has_ended: false,
            has_entry_ends: false,
        };
        if is_entry {
            mender.begin_entry(attributes, false);
        }
        Some(mender)
    }

    fn piece(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Start {
                name,
                attributes,
                closed,
            } => {
                self.start(name, attributes, closed);
            }
            Piece::End { name } => self.end(name),
            Piece::Text(text) => match &mut self.field {
                Some(field) => field.flat.text(text),
                None => self.stray_text(text),
            },
            Piece::CData(text) => {
                if let Some(field) = &mut self.field {
                    field.flat.cdata(text);
                }
            }
            Piece::Other(_) => {}
        }
    }

    /// `<image>https://…</image>`; words between the parts of a picture are no address.
    fn stray_text(&mut self, text: &str) {
        let text = text.trim();
        let is_word = !text.is_empty() && !text.contains(char::is_whitespace);
        if is_word && self.open.last().is_some_and(|open| open.name == "image") {
            let url = format!("<url>{}</url>", escape(&decode(text)));
            self.target().push_str(&url);
        }
    }

    fn start(&mut self, name: &'a str, attributes: &'a str, closed: bool) {
        let depth = ENTRY + 1 + self.open.len();
        let resolved = self.resolve(name);
        if let Some(field) = &mut self.field {
            let is_bare = attributes.trim().is_empty() && !closed;
            if !ends_field(field.name, resolved, is_bare) {
                if resolved.local.eq_ignore_ascii_case(field.tag) && !closed {
                    field.nested += 1;
                }
                field.flat.start(name, attributes, closed);
                return;
            }
            self.close_field();
        }
        if let Some((passed, count)) = &mut self.ballast {
            let is_entry = self.family.is_core(resolved.ns) && is_entry(resolved.local);
            if !is_entry {
                *count += u32::from(passed == name && !closed);
                return;
            }
            self.ballast = None;
        }
        self.names.leave(depth);
        self.names.enter(depth, attributes);
        let resolved = self.resolve(name);
        match self.sort(resolved) {
            Sort::Frame => self.frame(resolved, attributes),
            Sort::Entry => self.begin_entry(attributes, closed),
            Sort::Container => self.begin_container(resolved, attributes, closed),
            Sort::Ballast if closed => {}
            Sort::Ballast => self.ballast = Some((name.to_string(), 0)),
            Sort::Field => {
                self.field = Some(OpenField {
                    name: self.as_title(resolved, attributes),
                    tag: resolved.local,
                    attributes,
                    nested: 0,
                    flat: Flat::default(),
                });
                if closed {
                    self.close_field();
                }
            }
        }
    }

    /// What a name means; the format's own names are told by being in the root's namespace, or in an unknown one.
    fn resolve(&self, name: &'a str) -> Name<'a> {
        let resolved = self.names.resolve(name);
        let is_own = resolved.ns == self.root_ns && self.root_ns != Ns::Rdf;
        let is_bare = !name.contains(':') && resolved.ns == Ns::Other;
        Name {
            ns: if is_own || is_bare || self.family.is_core(resolved.ns) {
                Ns::Rss
            } else {
                resolved.ns
            },
            ..resolved
        }
    }

    fn sort(&self, name: Name<'_>) -> Sort {
        if self.open.len() >= DEEPEST {
            Sort::Ballast
        } else {
            sort(name, self.family)
        }
    }

    /// In CDF an anchor may stand for link and title.
    fn as_title(&mut self, name: Name<'a>, attributes: &str) -> Name<'a> {
        if !self.is_cdf || !name.local.eq_ignore_ascii_case("a") {
            return name;
        }
        let link = stated(attributes);
        self.target().push_str(&link);
        Name {
            local: "title",
            ..name
        }
    }

    fn frame(&mut self, name: Name<'_>, attributes: &'a str) {
        self.has_ended = false;
        self.names.leave(ENTRY);
        self.names.enter_prefixes(FRAME, attributes);
        if name.local.eq_ignore_ascii_case("channel") && !self.is_cdf {
            self.out.push_str(&stated(attributes));
            if let Some(id) = attribute(attributes, "rdf:about") {
                let _ = write!(self.out, "<atom:id>{}</atom:id>", escape(&id));
            }
        }
    }

    fn begin_entry(&mut self, attributes: &'a str, closed: bool) {
        self.close_entry();
        self.names.leave(ENTRY);
        self.names.enter_prefixes(ENTRY, attributes);
        let kept = attribute_list(attributes, &["rdf:about", "xml:lang", "xml:base"]);
        let mut entry = format!("<{}{kept}>", self.entry_name());
        entry.push_str(&stated(attributes));
        self.entry = Some(entry);
        if closed {
            self.close_entry();
        }
    }

    fn entry_name(&self) -> &'static str {
        match self.family {
            Family::Atom => "entry",
            Family::Rss | Family::Rdf => "item",
        }
    }

    fn begin_container(&mut self, name: Name<'_>, attributes: &str, closed: bool) {
        let prefix = name.ns.prefix();
        let local = if prefix.is_none() {
            spelled(name.local).unwrap_or(name.local)
        } else {
            name.local
        };
        let full = match prefix {
            Some(prefix) => format!("{prefix}:{local}"),
            None => local.to_string(),
        };
        let start = format!("<{full}{}>", attribute_list(attributes, &[]));
        let end_tag = format!("</{full}>");
        self.target().push_str(&start);
        if closed {
            self.target().push_str(&end_tag);
        } else {
            self.open.push(Open {
                name: name.local.to_ascii_lowercase(),
                end_tag,
            });
        }
    }

    fn target(&mut self) -> &mut String {
        self.entry.as_mut().unwrap_or(&mut self.out)
    }

    fn end(&mut self, name: &'a str) {
        let resolved = self.resolve(name);
        let is_core = resolved.ns == Ns::Rss || resolved.ns == Ns::Rdf;
        let lower = resolved.local.to_ascii_lowercase();
        let is_frame = is_core && matches!(lower.as_str(), "rss" | "rdf" | "feed" | "channel");
        let ends_entry = is_core && is_entry(&lower);
        if let Some(field) = &mut self.field {
            let is_same = field.tag.eq_ignore_ascii_case(&lower);
            if is_same && field.nested == 0 {
                self.close_field();
                return;
            }
            if !is_frame && !ends_entry {
                field.nested -= u32::from(is_same && field.nested > 0);
                field.flat.end(name);
                return;
            }
            self.close_field();
        }
        if let Some((passed, count)) = &mut self.ballast {
            if passed == name && *count > 0 {
                *count -= 1;
                return;
            }
            if passed != name && !is_frame && !ends_entry {
                return;
            }
            self.ballast = None;
            if !is_frame && !ends_entry {
                return;
            }
        }
        if is_frame {
            self.has_ended = true;
            if lower != "channel" {
                self.close_entry();
            }
        } else if ends_entry {
            self.has_entry_ends = true;
            self.close_entry();
        } else if let Some(at) = self.open.iter().rposition(|open| open.name == lower) {
            self.close_containers(at);
        }
    }

    /// Closes the containers from the one at `from` on.
    fn close_containers(&mut self, from: usize) {
        while self.open.len() > from
            && let Some(open) = self.open.pop()
        {
            self.target().push_str(&open.end_tag);
        }
    }

    fn close_entry(&mut self) {
        self.close_field();
        self.close_containers(0);
        if let Some(entry) = self.entry.take() {
            self.out.push_str(&entry);
            let _ = writeln!(self.out, "</{}>", self.entry_name());
        }
        self.names.leave(ENTRY);
    }

    fn close_field(&mut self) {
        let Some(field) = self.field.take() else {
            return;
        };
        let inside = field.flat.finish();
        let family = self.family;
        let container = self.open.last().map(|open| open.name.clone());
        let written = Field {
            name: field.name,
            attributes: field.attributes,
            inside,
            container: container.as_deref(),
        };
        write(&written, family, self.target());
    }

    fn finish(mut self) -> Mended {
        let is_open = self.entry.is_some() || self.field.is_some();
        let is_cut = !self.has_ended && is_open && (self.has_entry_ends || self.field.is_some());
        if is_cut {
            self.field = None;
            self.open.clear();
            self.entry = None;
        }
        self.close_entry();
        self.out.push_str(self.family.end());
        Mended {
            text: self.out,
            family: self.family,
            is_cut,
            has_end: self.has_ended,
        }
    }
}
