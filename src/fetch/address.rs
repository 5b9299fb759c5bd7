//! Addresses: what may be fetched, where a redirect leads, which host it is, and the secrets in them.
//!
//! Pure. Invariant: only http and https with a host come out of here.

use std::net::IpAddr;

use reqwest::header::{HeaderMap, LOCATION};
use url::Url;

use crate::fetch::error::Refusal;
use crate::model::FailureKind;

/// Bytes of an address that a server may send: longer ones are refused by most servers anyway.
const LONGEST: usize = 8 << 10;

/// An address that may be fetched.
pub fn address(text: &str) -> Result<Url, Refusal> {
    let url = Url::parse(text.trim()).map_err(|_| {
        Refusal::new(
            FailureKind::Address,
            "this is no address of the web",
            Some("an address looks like https://example.org/feed.xml"),
        )
    })?;
    allowed(url)
}

fn allowed(url: Url) -> Result<Url, Refusal> {
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        return Ok(url);
    }
    Err(Refusal::new(
        FailureKind::Address,
        format!(
            "`{}` addresses are not fetched: only http and https are",
            url.scheme()
        ),
        None,
    ))
}

/// Takes name, password and fragment out: they are not sent in the request line.
pub fn strip(url: &mut Url) {
    // Fails only for addresses without a host, which were refused.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
}

/// An address as it is asked for: without name, password and fragment, in its normal form. What is none stays as it is.
#[must_use]
pub fn bare(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url.trim()) else {
        return url.to_string();
    };
    strip(&mut parsed);
    parsed.into()
}

/// Whether two addresses are of one origin: scheme, host and port.
#[must_use]
pub fn same_origin(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Ok(one), Ok(other)) => one.origin() == other.origin(),
        _ => false,
    }
}

/// Where a redirect from `from` leads.
pub fn target(from: &Url, headers: &HeaderMap) -> Result<Url, Refusal> {
    let lost = |what: &str| {
        Refusal::new(
            FailureKind::Redirect,
            what,
            Some("open the site and look for the feed's address"),
        )
    };
    let location = headers
        .get(LOCATION)
        .ok_or_else(|| lost("the server redirects, but does not say where to"))?;
    if location.len() > LONGEST {
        return Err(lost("the server redirects to an address without end"));
    }
    let location = String::from_utf8_lossy(location.as_bytes());
    let url = from
        .join(location.trim())
        .map_err(|_| lost("the server redirects to something that is no address"))?;
    allowed(url).map_err(|refusal| lost(&format!("the server redirects: {}", refusal.failure.what)))
}

/// What counts as one host: name and port, lower case; empty when the address has none.
#[must_use]
pub fn host_of(url: &str) -> String {
    let Ok(url) = Url::parse(url) else {
        return String::new();
    };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_string(),
        _ => String::new(),
    }
}

/// Whether a host, as `host_of` names it, is this very machine.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let bare = if host.starts_with('[') {
        host.split(']')
            .next()
            .unwrap_or_default()
            .trim_start_matches('[')
    } else {
        host.split(':').next().unwrap_or_default()
    };
    bare == "localhost"
        || bare.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// `%40` and friends, as names and passwords are written in an address.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, tail)) = rest.split_first() {
        let hex = tail
            .get(..2)
            .filter(|_| *byte == b'%')
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(hex.unwrap_or(*byte));
        rest = if hex.is_some() {
            tail.get(2..).unwrap_or_default()
        } else {
            tail
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_name_and_port() {
        let cases = [
            ("https://User:pw@LWN.net/headlines/rss", "lwn.net", false),
            ("http://127.0.0.7:8750/a", "127.0.0.7:8750", true),
            ("http://[::1]:80/a", "[::1]", true),
            ("http://localhost/", "localhost", true),
            ("nonsense", "", false),
        ];
        for (url, host, loopback) in cases {
            assert_eq!(host_of(url), host);
            assert_eq!(is_loopback(host), loopback, "{host}");
        }
    }

    #[test]
    fn secrets_of_an_address_are_decoded() {
        assert_eq!(decoded("me%40home"), "me@home");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
    }

    #[test]
    fn only_the_web_is_fetched() {
        for text in [
            "file:///etc/passwd",
            "ftp://example.org/",
            "nonsense",
            "",
            "http://",
        ] {
            assert!(address(text).is_err(), "{text}");
        }
        assert!(address(" https://example.org/feed ").is_ok());
    }
}
