//! Addresses of feeds as lists and pages write them.

use url::Url;

/// The address as byline keeps it, or why it can't be followed.
pub fn feed_address(text: &str) -> Result<String, String> {
    let text = text.trim();
    let lower = text.get(..12).unwrap_or(text).to_ascii_lowercase();
    let text = if lower.starts_with("feed://") {
        format!("https://{}", text.get(7..).unwrap_or_default())
    } else if lower.starts_with("feed:http") {
        text.get(5..).unwrap_or_default().to_string()
    } else {
        text.to_string()
    };
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url.into()),
        Ok(url) => Err(format!(
            "addresses that begin with `{}:` can't be followed",
            url.scheme()
        )),
        Err(url::ParseError::RelativeUrlWithoutBase) if looks_like_host(&text) => {
            Url::parse(&format!("https://{text}"))
                .map(String::from)
                .map_err(|_| no_address(&text))
        }
        Err(_) => Err(no_address(&text)),
    }
}

fn no_address(text: &str) -> String {
    format!(
        "`{}` is no address",
        crate::text::cut(&crate::text::scrub_line(text), 60)
    )
}

/// `example.org/feed`, without the scheme.
fn looks_like_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_whole_or_refused_with_a_reason() {
        let check = |text: &str, expect: &str| {
            let found = feed_address(text).unwrap_or_else(|why| why);
            assert_eq!(found, expect, "{text}");
        };
        check(" https://example.org/f ", "https://example.org/f");
        check("feed://example.org/f", "https://example.org/f");
        check("feed:http://example.org/f", "http://example.org/f");
        check("example.org/feed", "https://example.org/feed");
        check(
            "file:///etc/passwd",
            "addresses that begin with `file:` can't be followed",
        );
        check("hello world", "`hello world` is no address");
        check("", "`` is no address");
    }
}
