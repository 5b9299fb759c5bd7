//! `Link` headers (RFC 8288): `</feed.xml>; rel="alternate"; type="application/rss+xml"; title="News"`.
//!
//! Lenient: a link that is not closed ends the list, parameters without quotes are taken, and names in any case.

/// One link of a header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderLink {
    /// As written: may be relative to the document.
    pub href: String,
    /// Lower case, parted by spaces.
    pub rel: String,
    /// MIME type.
    pub kind: String,
    /// As written.
    pub title: String,
}

/// The links of a header's value, in order.
pub fn header_links(value: &str) -> Vec<HeaderLink> {
    let mut links = Vec::new();
    let mut rest = value;
    while let Some(begun) = rest.find('<') {
        let after = rest.get(begun + 1..).unwrap_or_default();
        let Some((href, after)) = after.split_once('>') else {
            break;
        };
        let (parameters, next) = parameters(after);
        let parameter = |name: &str| {
            let found = parameters.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        links.push(HeaderLink {
            href: href.trim().to_string(),
            rel: parameter("rel").to_ascii_lowercase(),
            kind: parameter("type"),
            title: parameter("title"),
        });
        rest = next;
    }
    links
}

/// The parameters of a link (names in lower case), and what follows the link.
fn parameters(text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(after) = rest.strip_prefix(';') else {
            break;
        };
        let end = after.find(['=', ';', ',']).unwrap_or(after.len());
        let (name, after) = after.split_at_checked(end).unwrap_or((after, ""));
        let name = name.trim().to_ascii_lowercase();
        let value = if let Some(after) = after.strip_prefix('=') {
            let (value, after) = value(after.trim_start());
            rest = after;
            value
        } else {
            rest = after;
            String::new()
        };
        found.push((name, value));
    }
    (found, rest)
}

/// A value, quoted or not, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        let (value, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        return (value.trim().to_string(), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_taken_with_their_parameters() {
        let check = |value: &str, expect: &[(&str, &str, &str, &str)]| {
            let links = header_links(value);
            let found: Vec<_> = links
                .iter()
                .map(|it| (&*it.href, &*it.rel, &*it.kind, &*it.title))
                .collect();
            assert_eq!(found, expect, "{value}");
        };
        check(
            r#"</feed>; rel="alternate"; type="application/rss+xml"; title="A \"b\", c""#,
            &[("/feed", "alternate", "application/rss+xml", "A \"b\", c")],
        );
        check(
            "<a>; REL=Alternate ;type = text/x , <b>;rel=\"x y\"; crossorigin,<c>",
            &[
                ("a", "alternate", "text/x", ""),
                ("b", "x y", "", ""),
                ("c", "", "", ""),
            ],
        );
        check("<open; rel=x", &[]);
        check("<a>; rel=\"open", &[("a", "open", "", "")]);
        check("", &[]);
    }
}
