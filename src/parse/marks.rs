//! What tells an entry from the others of its feed, as numbers that are kept: the guid, the place, the title, the date.
//!
//! Addresses are compared without what changes when a site moves to https: the scheme, `www.`, a slash at the end, parameters that only follow readers
//! around. Invariant: an entry has the same marks in every version of byline, since they are stored.

use crate::article::is_tracking;
use crate::model::{ParsedEntry, Timestamp};
use crate::parse::guid::{Guid, given};
use crate::text::{Digest, digest};

/// One mark as it is kept: a digest, in whose two lowest bits stands what it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark(i64);

/// What a mark is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// An id that the feed gives.
    Guid = 0,
    /// A link: 38 bits of the path and its query, 24 of the host.
    Link = 1,
    /// A title, for want of a link.
    Title = 2,
    /// Everything that an entry says, for want of either.
    All = 3,
}

const KIND: i64 = 3;
const HOST_BITS: u32 = 24;
/// Below the path: the host and the kind.
const PATH_SHIFT: u32 = HOST_BITS + 2;

impl Mark {
    /// As the store has it.
    #[must_use]
    pub fn from_value(value: i64) -> Mark {
        Mark(value)
    }

    /// As the store keeps it.
    #[must_use]
    pub fn value(self) -> i64 {
        self.0
    }

    fn new(of: Of, digest: i64) -> Mark {
        Mark(digest & !KIND | of as i64)
    }

    fn of_page(page: &Page<'_>) -> Mark {
        let path = (digest(&page.path) >> PATH_SHIFT) << PATH_SHIFT;
        let host = (digest(&page.host) & ((1 << HOST_BITS) - 1)) << 2;
        Mark(path | host | Of::Link as i64)
    }

    /// Whether it is an id that the feed gives and that says more than the link does.
    #[must_use]
    pub fn is_guid(self) -> bool {
        self.0 & KIND == Of::Guid as i64
    }

    /// Whether it is of a link.
    #[must_use]
    pub fn is_link(self) -> bool {
        self.0 & KIND == Of::Link as i64
    }

    /// Whether it is of everything that an entry says: who has the same says the same.
    #[must_use]
    pub fn is_of_all(self) -> bool {
        self.0 & KIND == Of::All as i64
    }

    /// The same for links to the same page of any host; of other marks each is its own.
    #[must_use]
    pub fn page(self) -> Mark {
        if self.is_link() {
            Mark(self.0 >> PATH_SHIFT << PATH_SHIFT | Of::Link as i64)
        } else {
            self
        }
    }

    /// The same for links to any page of one host.
    #[must_use]
    pub fn host(self) -> Mark {
        Mark(self.0 & ((1 << PATH_SHIFT) - 1))
    }

    /// The lowest and the highest value of marks with this page.
    #[must_use]
    pub fn page_range(self) -> (i64, i64) {
        if self.is_link() {
            let lowest = self.0 >> PATH_SHIFT << PATH_SHIFT;
            (lowest, lowest | ((1 << PATH_SHIFT) - 1))
        } else {
            (self.0, self.0)
        }
    }
}

/// All the marks of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The feed's id for it. Where it gives none, or one that only repeats the link: the place.
    pub guid: Mark,
    /// The link; for want of one that leads to a page of its own the title, or all it says.
    pub place: Mark,
    /// The title, if it has one.
    pub title: Option<i64>,
    /// When it was published, as the feed says.
    pub date: Option<Timestamp>,
}

impl Marks {
    /// Of an entry as its feed gives it. `site` is the feed's own link: who links there links to no page of its own.
    #[must_use]
    pub fn of(entry: &ParsedEntry, site: Option<&str>) -> Marks {
        let said = Said {
            guid: &entry.guid,
            link: entry.link.as_deref(),
            title: &entry.title,
        };
        Marks {
            date: entry.published.or(entry.updated),
            ..said.marks(site)
        }
    }
}

/// An entry that the store has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// As it last came.
    pub guid: Mark,
    /// As it last came.
    pub place: Mark,
    /// As it last came.
    pub title: Option<i64>,
    /// As it first came, as it last came.
    pub dates: [Option<Timestamp>; 2],
}

/// What an entry says of itself that is made into marks.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// As `identify` left it.
    pub guid: &'a str,
    /// Absolute.
    pub link: Option<&'a str>,
    /// Plain text; may be empty.
    pub title: &'a str,
}

impl Said<'_> {
    /// The marks, without a date.
    #[must_use]
    pub fn marks(&self, site: Option<&str>) -> Marks {
        let home = site.and_then(page);
        let link = self.link.and_then(page);
        let link = link.filter(|page| !page.is_home(home.as_ref()));
        let title = title(self.title);
        let place = match (&link, title) {
            (Some(page), _) => Mark::of_page(page),
            (None, Some(title)) => Mark::new(Of::Title, title),
            (None, None) => Mark::new(Of::All, digest(self.guid)),
        };
        let guid = match given(self.guid) {
            Guid::MadeOfAll => Mark::new(Of::All, digest(self.guid)),
            Guid::Given(id) => match page(id) {
                None => Mark::new(Of::Guid, digest(id)),
                Some(page) if page.is_home(home.as_ref()) || Some(&page) == link.as_ref() => place,
                Some(page) => {
                    let digest = Digest::new().with(&page.host).with(&page.path);
                    Mark::new(Of::Guid, digest.value())
                }
            },
        };
        Marks {
            guid,
            place,
            title,
            date: None,
        }
    }
}

/// The mark of the page that an address leads to, the front page of a host among them; none of what is no address of the web.
#[must_use]
pub fn same_page(address: &str) -> Option<Mark> {
    page(address).as_ref().map(Mark::of_page)
}

/// A title whose case and spaces do not count; none when there is nothing else in it.
fn title(text: &str) -> Option<i64> {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(
                word.bytes()
                    .map(|byte| char::from(byte.to_ascii_lowercase())),
            );
        } else {
            folded.push_str(&word.to_lowercase());
        }
    }
    (!folded.is_empty()).then(|| digest(&folded))
}

/// Where an address leads, without what changes when a site moves.
#[derive(Debug, PartialEq, Eq)]
struct Page<'a> {
    host: String,
    path: std::borrow::Cow<'a, str>,
}

impl Page<'_> {
    /// Whether it is the front page of its host, or of the feed.
    fn is_home(&self, home: Option<&Page<'_>>) -> bool {
        self.path.is_empty() || home == Some(self)
    }
}

/// The page of an address of the web; none for what is no such address.
fn page(address: &str) -> Option<Page<'_>> {
    let address = address.trim();
    let rest = after_scheme(address)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = host.to_ascii_lowercase();
    let host = host
        .strip_suffix(":80")
        .or_else(|| host.strip_suffix(":443"))
        .unwrap_or(&host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| Page {
        host: host.to_string(),
        path: settled(path),
    })
}

fn after_scheme(address: &str) -> Option<&str> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| address.get(scheme.len()..))?
    })
}

/// Path, query and fragment without a slash at the path's end and without what only follows readers around.
fn settled(path: &str) -> std::borrow::Cow<'_, str> {
    if !path.contains(['?', '#']) {
        return path.trim_end_matches('/').into();
    }
    let (rest, fragment) = path.split_once('#').unwrap_or((path, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut settled = path.trim_end_matches('/').to_string();
    let mut sign = '?';
    for pair in query.split('&').filter(|pair| is_kept(pair)) {
        settled.push(sign);
        settled.push_str(pair);
        sign = '&';
    }
    if is_kept(fragment) {
        settled.push('#');
        settled.push_str(fragment);
    }
    settled.into()
}

fn is_kept(pair: &str) -> bool {
    !pair.is_empty() && !pair.starts_with("xtor=") && !is_tracking(pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(guid: &str, link: &str, title: &str) -> Marks {
        Said {
            guid,
            link: (!link.is_empty()).then_some(link),
            title,
        }
        .marks(Some("https://a.example/blog/"))
    }

    #[test]
    fn what_changes_when_a_site_moves_does_not_count() {
        let known = marks(
            "http://www.a.example/?p=1",
            "http://www.a.example/x/",
            "One",
        );
        for link in [
            "https://a.example/x",
            "HTTPS://A.example:443/x/",
            "https://a.example/x?utm_source=rss&utm_medium=rss#xtor=RSS-1",
        ] {
            assert_eq!(
                marks("https://a.example?p=1", link, " one "),
                known,
                "{link}"
            );
        }
        for link in [
            "https://a.example/X",
            "https://a.example/x?id=2",
            "https://a.example/x#2",
            "https://a.example/x/y",
        ] {
            let other = marks("https://a.example?p=1", link, "One");
            assert_ne!(other.place.page(), known.place.page(), "{link}");
        }
        let moved = marks("g", "https://b.example/x", "One").place;
        assert_ne!(moved, known.place);
        assert_eq!(moved.page(), known.place.page());
        let (lowest, highest) = known.place.page_range();
        assert!((lowest..=highest).contains(&moved.value()));
    }

    #[test]
    fn a_guid_that_says_no_more_than_the_link_is_none() {
        let plain = marks("http://a.example/x", "https://a.example/x/", "One");
        assert_eq!(plain.guid, plain.place);
        let own = marks("https://a.example/?p=1", "https://a.example/x", "One");
        assert!(own.guid.is_guid() && own.place.is_link());
        // The front page of the host, or of the feed, as everybody's guid.
        for home in ["https://a.example/", "https://a.example/blog"] {
            let constant = marks(home, "https://a.example/x", "One");
            assert_eq!(constant.guid, constant.place);
        }
    }

    #[test]
    fn who_links_to_the_front_page_is_told_by_the_title_or_all_it_says() {
        for home in [
            "",
            "https://a.example",
            "http://a.example/blog?utm_source=x",
        ] {
            let titled = marks("g", home, "One");
            assert_eq!(titled.place, marks("h", "", "one").place, "{home}");
            assert!(!titled.place.is_link() && titled.guid.is_guid());
        }
        let bare = marks("byline:00000000000000aa", "", "");
        assert!(bare.guid.is_of_all() && bare.place == bare.guid && bare.title.is_none());
    }

    #[test]
    fn marks_stay_what_they_were_on_disk() {
        let marks = marks("urn:1", "https://example.org/a?b=c#d", "Ein Titel für alle");
        let values = [
            marks.guid.value(),
            marks.place.value(),
            marks.title.unwrap_or(0),
        ];
        assert_eq!(
            values,
            [
                -5_473_556_927_451_709_396,
                2_244_157_528_244_218_365,
                3_243_354_520_717_691_823
            ]
        );
    }

    #[test]
    fn an_id_made_for_several_entries_is_the_id_again() {
        let shared = marks("g#00112233445566aa", "https://a.example/x", "One");
        assert_eq!(shared.guid, marks("g", "https://a.example/x", "One").guid);
        assert_ne!(
            shared.guid,
            marks("g#chapter", "https://a.example/x", "One").guid
        );
    }
}
