//! Bodies of entries: text becomes HTML where a feed says it is text, and relative addresses are resolved where the
//! feed states a base of its own (`xml:base`), which nobody later would know.

use regex::{Captures, Regex};
use std::sync::LazyLock;
use url::Url;

use crate::parse::entities;

/// A text as HTML: as it is if it is HTML already, else with its lines and paragraphs.
pub fn html_of_text(text: String) -> String {
    if is_html(&text) {
        return text;
    }
    let escaped = entities::escape(text.trim());
    if !escaped.contains('\n') {
        return escaped.into_owned();
    }
    let lines = escaped.replace("\r\n", "\n");
    let mut html = String::with_capacity(lines.len() + 64);
    for paragraph in lines.split("\n\n").map(str::trim) {
        if !paragraph.is_empty() {
            html.push_str("<p>");
            html.push_str(&paragraph.replace('\n', "<br>"));
            html.push_str("</p>");
        }
    }
    html
}

/// Whether a text that is called text is plainly HTML.
fn is_html(text: &str) -> bool {
    static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)</(p|a|b|i|em|strong|div|span|ul|ol|li|h[1-6]|table|blockquote|pre|code)>|<(p|br|hr)\s*/?>|<(img|a)\s").ok()
    });
    TAG.as_ref().is_some_and(|tag| tag.is_match(text)) || entities::has_reference(text)
}

/// HTML that was wrapped in CDATA once too often, without the inner wrapping.
pub fn without_cdata(html: String) -> String {
    let Some(inside) = html.trim_start().strip_prefix("<![CDATA[") else {
        return html;
    };
    let inside = inside.trim_end();
    // In XML the first end is that of the outer one too, which leaves half of it.
    let end = ["]]>", "]]"]
        .iter()
        .find_map(|end| inside.strip_suffix(end));
    end.unwrap_or(inside).to_string()
}

/// HTML that is escaped once more than it should be, from its first tag to its last, as it was meant.
pub fn unescaped(html: String) -> String {
    static ESCAPED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)^&lt;(p|div|a|img|br|span|b|strong|em|h[1-6]|ul|ol|table|blockquote|pre|figure|section|article|center|font|iframe)\b").ok()
    });
    let text = html.trim();
    let is_escaped = !text.contains('<')
        && text.ends_with("&gt;")
        && ESCAPED.as_ref().is_some_and(|tag| tag.is_match(text));
    if is_escaped {
        entities::decode(text).into_owned()
    } else {
        html
    }
}

/// HTML with its relative addresses resolved against `base`.
pub fn with_base(html: &str, base: &str) -> String {
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)(\s(?:href|src|poster|cite)\s*=\s*["']?)([^"'\s>]+)"#).ok()
    });
    let (Some(address), Ok(base)) = (ADDRESS.as_ref(), Url::parse(base)) else {
        return html.to_string();
    };
    address
        .replace_all(html, |found: &Captures<'_>| {
            let part = |n: usize| found.get(n).map_or("", |part| part.as_str());
            let (before, relative) = (part(1), part(2));
            match base.join(&entities::decode(relative)) {
                Ok(url) => format!("{before}{}", entities::escape(url.as_str())),
                Err(_) => format!("{before}{relative}"),
            }
        })
        .into_owned()
}

/// `address` made absolute; as it is, if that cannot be done.
pub fn absolute(address: &str, base: Option<&Url>) -> String {
    let address = address.trim();
    let resolved = match (Url::parse(address), base) {
        (Ok(url), _) => Some(url),
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => base.join(address).ok(),
        _ => None,
    };
    resolved.map_or_else(|| address.to_string(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_lines_and_html_stays() {
        let check = |text: &str, expect: &str| assert_eq!(html_of_text(text.to_string()), expect);
        check("a < b & c", "a &lt; b &amp; c");
        check("one\ntwo\n\nthree", "<p>one<br>two</p><p>three</p>");
        check("<p>x</p>", "<p>x</p>");
        check("It&#8217;s", "It&#8217;s");
    }

    #[test]
    fn cdata_in_cdata_is_opened() {
        let check = |html: &str, expect: &str| assert_eq!(without_cdata(html.into()), expect);
        check(" <![CDATA[<p>x</p>]]>\n", "<p>x</p>");
        check("<![CDATA[<p>x</p>", "<p>x</p>");
        check("<p>x</p> ", "<p>x</p> ");
    }

    #[test]
    fn html_that_was_escaped_twice_is_html() {
        let check = |html: &str, expect: &str| assert_eq!(unescaped(html.into()), expect);
        check("&lt;p&gt;a &amp;amp; b&lt;/p&gt;", "<p>a &amp; b</p>");
        check(" &lt;IMG src=\"x\" /&gt;\n", "<IMG src=\"x\" />");
        check("the &lt;p&gt; tag", "the &lt;p&gt; tag");
        check("&lt;p&gt; is a tag", "&lt;p&gt; is a tag");
        check("<code>&lt;p&gt;</code>", "<code>&lt;p&gt;</code>");
    }

    #[test]
    fn addresses_are_resolved_against_the_stated_base() {
        let base = "https://example.org/a/";
        let check = |html: &str, expect: &str| assert_eq!(with_base(html, base), expect);
        check(
            "<a href=\"b?x=1&amp;y=2\">",
            "<a href=\"https://example.org/a/b?x=1&amp;y=2\">",
        );
        check(
            "<img src='/c.png'>",
            "<img src='https://example.org/c.png'>",
        );
        check("<a href=https://other.net/>", "<a href=https://other.net/>");
        check("<a href='#note'>", "<a href='https://example.org/a/#note'>");
    }
}
