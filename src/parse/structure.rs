//! What the elements of a broken feed are to it, and which of them end which.

use crate::parse::fields::Family;
use crate::parse::names::{Name, Ns};

/// What an element is to a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The root, a channel: nothing is written for it.
    Frame,
    Entry,
    /// Holds fields of its own.
    Container,
    Field,
    /// Of no use: it goes with all that is in it.
    Ballast,
}

/// What `name` is in a feed of `family`.
pub fn sort(name: Name<'_>, family: Family) -> Sort {
    let lower = name.local.to_ascii_lowercase();
    match (name.ns, lower.as_str()) {
        (Ns::Rss | Ns::Rdf, "rss" | "rdf" | "feed" | "channel") => Sort::Frame,
        (Ns::Rss, "item" | "entry") => Sort::Entry,
        (Ns::Rss, "source" | "author" | "contributor") if family == Family::Atom => Sort::Container,
        (Ns::Rss, "items" | "textinput" | "cloud") | (Ns::Other | Ns::Rdf, _) => Sort::Ballast,
        (Ns::Rss, "image" | "skiphours" | "skipdays")
        | (Ns::Atom, "author" | "contributor")
        | (Ns::Itunes, "owner")
        | (Ns::Media, "group" | "content") => Sort::Container,
        (Ns::Xhtml, name) if name != "body" && name != "div" => Sort::Ballast,
        _ => Sort::Field,
    }
}

/// Whether `local` is an entry's name.
pub fn is_entry(local: &str) -> bool {
    local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry")
}

/// Whether the start of `next` ends `field`: another field or entry, not the HTML in it. `is_bare` when it has no attributes.
pub fn ends_field(field: Name<'_>, next: Name<'_>, is_bare: bool) -> bool {
    let lower = next.local.to_ascii_lowercase();
    if !matches!(next.ns, Ns::Rss | Ns::Other | Ns::Xhtml | Ns::Rdf) {
        return true;
    }
    if next.ns != Ns::Rss {
        return false;
    }
    let surely = [
        "item",
        "entry",
        "pubdate",
        "guid",
        "enclosure",
        "comments",
        "updated",
        "published",
        "modified",
        "issued",
        "channel",
        "category",
        "description",
    ];
    let in_short_text = [
        "title", "link", "author", "source", "summary", "content", "id",
    ];
    let is_long = matches!(
        field.local.to_ascii_lowercase().as_str(),
        "description" | "encoded" | "content" | "summary" | "body"
    );
    let is_same = field.local.eq_ignore_ascii_case(next.local);
    // A link of HTML says by attributes where it leads.
    (surely.contains(&lower.as_str()) && !(is_same && is_long))
        || (lower == "link" && is_bare)
        || (!is_long && in_short_text.contains(&lower.as_str()))
}
