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
    Comments,
    CommentsFeed,
    /// A summary as text, for entries that have no other.
    TextSummary,
    /// A line of it, for entries that have not even that.
    Subtitle,
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
    /// For entries that have no content of their own.
    OtherContent,
    /// Read by `feed-rs`: looked at for naked markup only.
    Watched,
    SkipHour,
    SkipDay,
    Period,
    Frequency,
    Ttl,
    Id,
    Editor,
    Webmaster,
    Description,
    Rights,
    SourceTitle,
    SourceId,
    SourceAuthor,
    Episode,
    Season,
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

    /// The end tags of a mended document.
    pub fn end(self) -> &'static str {
        match self {
            Family::Atom => "</feed>",
            Family::Rss | Family::Rdf => "</channel></rss>",
        }
    }
}

/// The field of an entry that `local` in `ns` is; `parent` is the element around it.
pub fn of_entry(family: Family, ns: Ns, local: &str, parent: &str) -> Option<Field> {
    if family.is_core(ns) {
        return match family {
            Family::Atom => of_atom_entry(local, parent),
            Family::Rss | Family::Rdf => of_rss_entry(family, local, parent),
        };
    }
    match (ns, local) {
        (Ns::Dc, "subject") | (Ns::Media, "category") => Some(Field::Tag),
        (Ns::Atom, "title" | "id") if parent == "source" => None,
        (Ns::Atom, "id") => Some(Field::Guid),
        (Ns::Dc | Ns::Media | Ns::Itunes | Ns::Atom, "title") => Some(Field::OtherTitle),
        (Ns::Dc, "creator" | "author") => Some(Field::Author),
        (Ns::Dc, "language") => Some(Field::Language),
        (Ns::Dc | Ns::DcTerms | Ns::Atom, "rights") | (Ns::Atom, "copyright") => {
            Some(Field::Rights)
        }
        (Ns::Dc, "source") => Some(Field::SourceTitle),
        (Ns::Dc, "date")
        | (Ns::DcTerms, "date" | "created" | "issued" | "available")
        | (Ns::Atom, "published" | "issued" | "created") => Some(Field::Published),
        (Ns::DcTerms, "modified") | (Ns::Atom, "updated" | "modified") => Some(Field::Updated),
        (Ns::Itunes, "author") => Some(Field::Speaker),
        (Ns::Itunes | Ns::Media, "keywords") => Some(Field::Tags),
        (Ns::Itunes, "duration") => Some(Field::Duration),
        (Ns::Itunes | Ns::Podcast, "episode") => Some(Field::Episode),
        (Ns::Itunes | Ns::Podcast, "season") => Some(Field::Season),
        (Ns::Itunes, "image") => Some(Field::ImageAddress),
        (Ns::Itunes, "subtitle") => Some(Field::Subtitle),
        (Ns::Slash, "comments") | (Ns::Thread, "total") => Some(Field::CommentCount),
        (Ns::Wfw, "commentRss" | "commentRSS") => Some(Field::CommentsFeed),
        (_, "origLink") => Some(Field::OrigLink),
        (Ns::Atom, "name") if parent == "author" => Some(Field::Author),
        (Ns::Itunes, "summary" | "description")
        | (Ns::Media | Ns::Dc, "description")
        | (Ns::Atom, "summary")
        | (Ns::DcTerms, "abstract") => Some(Field::TextSummary),
        (Ns::Atom, "content") | (Ns::Xhtml, "body" | "div") => Some(Field::Content),
        (Ns::Content, "encoded") if family == Family::Atom => Some(Field::OtherContent),
        (Ns::Content, "encoded") => Some(Field::Watched),
        _ => None,
    }
}

fn of_rss_entry(family: Family, local: &str, parent: &str) -> Option<Field> {
    match local {
        "url" if parent == "image" => Some(Field::ImageAddress),
        _ if parent == "image" => None,
        "author" | "creator" => Some(Field::Author),
        "guid" | "id" if family == Family::Rss => Some(Field::Guid),
        "category" if family == Family::Rdf => Some(Field::Tag),
        "tags" | "keywords" => Some(Field::Tags),
        "pubDate" if family == Family::Rdf => Some(Field::Published),
        "published" | "issued" | "created" | "date" => Some(Field::Published),
        "modified" => Some(Field::Updated),
        "comments" => Some(Field::Comments),
        "copyright" | "rights" => Some(Field::Rights),
        "source" => Some(Field::SourceTitle),
        "image" if family == Family::Rss => Some(Field::ImageAddress),
        "body" | "fullitem" | "content" | "encoded" => Some(Field::Content),
        "summary" => Some(Field::Summary),
        _ => is_core_text(family, local).then_some(Field::Watched),
    }
}

fn of_atom_entry(local: &str, parent: &str) -> Option<Field> {
    if parent == "source" {
        return match local {
            "title" => Some(Field::SourceTitle),
            "id" => Some(Field::SourceId),
            _ => None,
        };
    }
    match local {
        "rights" | "copyright" => Some(Field::Rights),
        "issued" | "created" => Some(Field::Published),
        "modified" => Some(Field::Updated),
        "category" => Some(Field::Tag),
        _ => is_core_text(Family::Atom, local).then_some(Field::Watched),
    }
}

/// The field of a feed that `local` in `ns` is; `parent` is the element around it.
pub fn of_feed(family: Family, ns: Ns, local: &str, parent: &str) -> Option<Field> {
    if family.is_core(ns) {
        return match (local, parent) {
            ("hour", "skipHours") => Some(Field::SkipHour),
            ("day", "skipDays") => Some(Field::SkipDay),
            ("ttl", _) => Some(Field::Ttl),
            ("managingEditor", _) => Some(Field::Editor),
            ("webMaster", _) => Some(Field::Webmaster),
            ("author", _) if family != Family::Atom => Some(Field::Author),
            _ if parent == "image" || parent == "textInput" => None,
            ("language", _) => Some(Field::Language),
            ("copyright" | "rights", _) => Some(Field::Rights),
            _ => is_core_text(family, local).then_some(Field::Watched),
        };
    }
    match (ns, local) {
        (Ns::Syndication, "updatePeriod") => Some(Field::Period),
        (Ns::Syndication, "updateFrequency") => Some(Field::Frequency),
        (Ns::Itunes, "summary" | "description")
        | (Ns::Dc, "description")
        | (Ns::Atom, "subtitle" | "tagline") => Some(Field::Description),
        (Ns::Itunes, "subtitle") => Some(Field::Subtitle),
        (Ns::Dc | Ns::Itunes | Ns::Atom, "title") => Some(Field::OtherTitle),
        (Ns::Itunes, "author") => Some(Field::Speaker),
        (Ns::Itunes, "name") if parent == "owner" => Some(Field::Webmaster),
        (Ns::Itunes, "image") => Some(Field::ImageAddress),
        (Ns::Dc, "creator" | "author") => Some(Field::Author),
        (Ns::Dc, "language") => Some(Field::Language),
        (Ns::Dc | Ns::DcTerms | Ns::Atom, "rights") | (Ns::Atom, "copyright") => {
            Some(Field::Rights)
        }
        (Ns::Dc, "date")
        | (Ns::DcTerms, "date" | "modified" | "issued" | "created")
        | (Ns::Atom, "updated" | "modified") => Some(Field::Updated),
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
