//! Which element says what: the elements that `feed-rs` passes over or must not be asked for, by vocabulary and name.

use crate::parse::names::Ns;

/// What the text of an element says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Guid,
    OrigLink,
    Tag,
    /// Several, parted by commas.
    Tags,
    CommentCount,
    /// A summary as text, for entries that have no other.
    TextSummary,
    Author,
    /// Of podcasts, for entries that name no other.
    Speaker,
    Published,
    Updated,
    Duration,
    Language,
    ImageAddress,
    Title,
    /// For entries that have no title of their own.
    OtherTitle,
    Summary,
    Content,
    /// Read by `feed-rs`: looked at for naked markup only.
    Watched,
    SkipHour,
    SkipDay,
    Period,
    Frequency,
    Ttl,
    Id,
    Editor,
    Description,
}

/// The families of formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    #[default]
    Rss,
    Rdf,
    Atom,
}

impl Family {
    /// Whether `ns` is the vocabulary of the format itself.
    pub fn is_core(self, ns: Ns) -> bool {
        match self {
            Family::Rss | Family::Rdf => ns == Ns::Rss,
            Family::Atom => matches!(ns, Ns::Atom | Ns::Rss),
        }
    }
}

/// The field of an entry that `local` in `ns` is; `parent` is the element around it.
pub fn of_entry(family: Family, ns: Ns, local: &str, parent: &str) -> Option<Field> {
    if family.is_core(ns) {
        return match (family, local) {
            (Family::Rss | Family::Rdf, "author") => Some(Field::Author),
            (Family::Rss, "guid") => Some(Field::Guid),
            (Family::Rdf, "category") => Some(Field::Tag),
            (Family::Rdf, "pubDate") => Some(Field::Published),
            (Family::Rss | Family::Rdf, "url") if parent == "image" => Some(Field::ImageAddress),
            (Family::Rss, "image") => Some(Field::ImageAddress),
            (Family::Rss, "body" | "fullitem") => Some(Field::Content),
            (Family::Rss, "summary") => Some(Field::TextSummary),
            _ => is_core_text(family, local).then_some(Field::Watched),
        };
    }
    match (ns, local) {
        (Ns::Dc, "subject") | (Ns::Media, "category") => Some(Field::Tag),
        (Ns::Dc | Ns::Media | Ns::Itunes, "title") => Some(Field::OtherTitle),
        (Ns::Dc, "creator" | "author") => Some(Field::Author),
        (Ns::Dc, "language") => Some(Field::Language),
        (Ns::Dc, "date") if family == Family::Atom => Some(Field::Published),
        (Ns::DcTerms, "created" | "issued" | "date" | "available") | (Ns::Atom, "published") => {
            Some(Field::Published)
        }
        (Ns::DcTerms, "modified") => Some(Field::Updated),
        (Ns::Itunes, "author") => Some(Field::Speaker),
        (Ns::Itunes | Ns::Media, "keywords") => Some(Field::Tags),
        (Ns::Itunes, "duration") => Some(Field::Duration),
        (Ns::Itunes, "summary" | "subtitle" | "description") | (Ns::Media, "description") => {
            Some(Field::TextSummary)
        }
        (Ns::Slash, "comments") | (Ns::Thread, "total") => Some(Field::CommentCount),
        (Ns::Feedburner, "origLink") => Some(Field::OrigLink),
        (Ns::Atom, "name") if parent == "author" => Some(Field::Author),
        (Ns::Atom, "summary") | (Ns::Dc, "description") => Some(Field::TextSummary),
        (Ns::Atom, "content") | (Ns::Xhtml, "body") => Some(Field::Content),
        (Ns::Content, "encoded") => Some(Field::Watched),
        _ => None,
    }
}

/// The field of a feed that `local` in `ns` is; `parent` is the element around it.
pub fn of_feed(family: Family, ns: Ns, local: &str, parent: &str) -> Option<Field> {
    if family.is_core(ns) {
        return match (local, parent) {
            ("hour", "skipHours") => Some(Field::SkipHour),
            ("day", "skipDays") => Some(Field::SkipDay),
            ("ttl", _) => Some(Field::Ttl),
            ("managingEditor" | "webMaster", _) => Some(Field::Editor),
            ("author", _) if family != Family::Atom => Some(Field::Author),
            _ if parent == "image" => None,
            _ => is_core_text(family, local).then_some(Field::Watched),
        };
    }
    match (ns, local) {
        (Ns::Syndication, "updatePeriod") => Some(Field::Period),
        (Ns::Syndication, "updateFrequency") => Some(Field::Frequency),
        (Ns::Itunes, "summary" | "subtitle" | "description") => Some(Field::Description),
        (Ns::Itunes, "author") => Some(Field::Speaker),
        (Ns::Dc, "creator") => Some(Field::Author),
        (Ns::Dc, "language") => Some(Field::Language),
        (Ns::Dc, "date") | (Ns::Atom, "updated") => Some(Field::Updated),
        (Ns::Atom, "id") => Some(Field::Id),
        (Ns::Atom, "name") if parent == "author" => Some(Field::Author),
        _ => None,
    }
}

/// Whether the format's own element `local` holds text, in which `feed-rs` loses naked markup.
fn is_core_text(family: Family, local: &str) -> bool {
    match family {
        Family::Rss | Family::Rdf => matches!(
            local,
            "title" | "link" | "description" | "guid" | "pubDate" | "category" | "comments"
        ),
        Family::Atom => matches!(
            local,
            "title" | "subtitle" | "summary" | "content" | "id" | "updated" | "published"
        ),
    }
}

/// The names of the formats' elements as they should be written.
const CORE: [&str; 40] = [
    "rss",
    "RDF",
    "channel",
    "item",
    "title",
    "link",
    "description",
    "language",
    "copyright",
    "managingEditor",
    "webMaster",
    "pubDate",
    "lastBuildDate",
    "category",
    "generator",
    "ttl",
    "image",
    "url",
    "guid",
    "enclosure",
    "comments",
    "author",
    "source",
    "skipHours",
    "skipDays",
    "hour",
    "day",
    "feed",
    "entry",
    "id",
    "updated",
    "published",
    "summary",
    "content",
    "subtitle",
    "rights",
    "contributor",
    "name",
    "icon",
    "logo",
];

/// `local` as the formats write it, whatever its case.
pub fn spelled(local: &str) -> Option<&'static str> {
    CORE.iter()
        .find(|name| name.eq_ignore_ascii_case(local))
        .copied()
}
