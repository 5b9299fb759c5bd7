//! Addresses as they may be shown: never with a name or password in them.

use url::Url;

use crate::text::scrub::scrub_line;

/// The address without user name and password, fit to be shown.
pub fn address(url: &str) -> String {
    let shown = match Url::parse(url.trim()) {
        Ok(mut parsed) if parsed.has_authority() => {
            let has_secret = !parsed.username().is_empty() || parsed.password().is_some();
            if has_secret && parsed.set_username("").is_ok() && parsed.set_password(None).is_ok() {
                parsed.to_string()
            } else {
                without_secrets(url.trim())
            }
        }
        _ => without_secrets(url.trim()),
    };
    scrub_line(&shown).into_owned()
}

/// The host of an address, without a leading `www.`; empty when it has none.
pub fn host(url: &str) -> String {
    let Ok(parsed) = Url::parse(url.trim()) else {
        return String::new();
    };
    let host = parsed.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Where an address leads, in short: its host; of one that has none what it is about, such as `mail to a@b.example` or `tel 112`.
pub fn destination(url: &str) -> String {
    let host = host(url);
    if !host.is_empty() {
        return host;
    }
    let shown = address(url);
    let short = shown.split(['?', '#']).next().unwrap_or_default();
    match short.split_once(':') {
        Some(("mailto", to)) => format!("mail to {to}"),
        Some((scheme, rest)) if !rest.is_empty() => format!("{scheme} {rest}"),
        _ => short.to_owned(),
    }
}

/// A text with names and passwords taken out of every address in it, proper or not.
pub fn without_secrets(text: &str) -> String {
    let mut parts = text.split("://");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_end = |c: char| matches!(c, '/' | '?' | '#' | '"' | '\'') || c.is_whitespace();
        let (authority, rest) = part.split_at(part.find(is_end).unwrap_or(part.len()));
        let host = authority.rsplit_once('@').map_or(authority, |it| it.1);
        bare.extend(["://", host, rest]);
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_it_leads() {
        let table = [
            ("https://www.a.example/x?y", "a.example"),
            ("mailto:ada@b.example?subject=x", "mail to ada@b.example"),
            ("tel:112", "tel 112"),
            ("/relative?x=1", "/relative"),
            ("", ""),
        ];
        for (url, expect) in table {
            assert_eq!(destination(url), expect, "{url}");
        }
    }

    #[test]
    fn a_text_loses_the_secrets_of_all_its_addresses() {
        let table = [
            (
                "see http://me:pw@a.example/x@y, or \"ftp://me@b.example\"",
                "see http://a.example/x@y, or \"ftp://b.example\"",
            ),
            ("mail me@example.org", "mail me@example.org"),
            ("://", "://"),
        ];
        for (text, expect) in table {
            assert_eq!(without_secrets(text), expect);
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let table = [
            ("https://a.example/feed", "https://a.example/feed"),
            (
                "https://ada:secret@a.example/feed",
                "https://a.example/feed",
            ),
            ("https://ada@a.example", "https://a.example/"),
            ("http://ada:se@cret@[broken/x@y", "http://[broken/x@y"),
            (
                "https://a.example/@ada?x=b@c",
                "https://a.example/@ada?x=b@c",
            ),
            ("a.example/feed", "a.example/feed"),
            ("mailto:ada@a.example", "mailto:ada@a.example"),
            ("feed:\u{1b}[0m", "feed:[0m"),
        ];
        for (url, expect) in table {
            assert_eq!(address(url), expect, "{url}");
        }
    }

    #[test]
    fn hosts_are_short() {
        let table = [
            ("https://www.lwn.net/x", "lwn.net"),
            ("https://ada:secret@a.example:8080/", "a.example"),
            ("mailto:a@b.example", ""),
            ("nonsense", ""),
        ];
        for (url, expect) in table {
            assert_eq!(host(url), expect, "{url}");
        }
    }
}
