//! An address cut into what sites are told by, and feeds put together from its parts.
//!
//! Invariant: what is put into an address is a name, and nothing that would change the address it is put into.

use url::Url;

use crate::model::FoundFeed;

/// An address cut into what sites are told by.
pub struct Address<'a> {
    /// The whole.
    pub url: &'a Url,
    /// Without `www.`.
    pub host: &'a str,
    /// The parts of its path, empty ones left out.
    pub path: Vec<&'a str>,
}

impl<'a> Address<'a> {
    /// Cuts it.
    pub fn of(url: &'a Url) -> Address<'a> {
        let host = url.host_str().unwrap_or_default();
        let path = url.path_segments();
        Address {
            url,
            host: host.strip_prefix("www.").unwrap_or(host),
            path: path
                .map(|parts| parts.filter(|part| !part.is_empty()).collect())
                .unwrap_or_default(),
        }
    }

    /// The name before `.domain`, of a site that gives each of its writers one.
    pub fn writer(&self, domain: &str) -> Option<&'a str> {
        let name = self.host.strip_suffix(domain)?.strip_suffix('.')?;
        (!name.is_empty()).then_some(name)
    }
}

/// A feed at a place of the site.
pub fn at(url: &Url, place: &str, title: &str, format: &str) -> Option<FoundFeed> {
    let url = url.join(place).ok()?;
    Some(FoundFeed {
        url: url.into(),
        title: (!title.is_empty()).then(|| title.to_string()),
        format: Some(format.to_string()),
        note: None,
    })
}

/// Whether a part of a path is a name, with nothing in it that would change an address it is put into.
pub fn is_name(part: &str) -> bool {
    !part.is_empty()
        && part.len() <= 100
        && part.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'@' | b':')
        })
        && !part.bytes().all(|b| b == b'.')
}

/// Whether a part of a path ends as feeds do: there is nothing more to be made of it.
pub fn is_feed(part: &str) -> bool {
    let ending = part.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| {
        ["atom", "rss", "json"]
            .iter()
            .any(|it| ending.eq_ignore_ascii_case(it))
    })
}
