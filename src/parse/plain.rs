//! Titles, names and other short texts of a feed as plain text on one line.
//!
//! A feed's own statement of what is text and what is HTML is often wrong, so markup that is plainly markup goes and
//! references that are plainly references are resolved; a title such as `Using <div> well` keeps its `<div>`.

use std::borrow::Cow;

use crate::parse::entities;
use crate::parse::tags::{Piece, Tags};
use crate::text::scrub_line;

/// What a feed says a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// HTML for certain: every tag is markup.
    Html,
    /// Text, or HTML that nobody named so.
    Text,
}

/// How much of a short text is looked at.
const LONGEST: usize = 64 * 1024;

/// `text` (its XML references resolved already) as one line of plain text.
pub fn line(text: &str, kind: Kind) -> String {
    let text = head(text);
    if !text.contains(['<', '&']) {
        return one_line(text);
    }
    let mut out = decoded(&without_markup(text, kind)).into_owned();
    if out.contains(['<', '&']) && entities::has_reference(&out) {
        out = decoded(&out).into_owned();
    }
    if out.contains('<') {
        out = without_markup(&out, Kind::Text).into_owned();
    }
    one_line(&out)
}

/// The same, and nothing when nothing is left.
pub fn some_line(text: &str, kind: Kind) -> Option<String> {
    let line = line(text, kind);
    (!line.is_empty()).then_some(line)
}

/// A person's name from the ways feeds write one: `jo@example.org (Jo Doe)`, `Jo Doe <jo@example.org>`, or the address
/// alone where there is no name.
pub fn name(text: &str) -> Option<String> {
    let line = some_line(text, Kind::Text)?;
    if !line.contains('@') {
        return Some(line);
    }
    let is_address = |word: &&str| word.contains('@') && word.contains('.');
    let words: Vec<&str> = line.split_whitespace().collect();
    let rest: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is_address(word))
        .collect();
    if rest.len() == words.len() {
        return Some(line);
    }
    let rest = rest.join(" ");
    let rest = rest.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '"' | ',' | '（' | '）')
    });
    if !rest.is_empty() {
        return Some(rest.to_string());
    }
    let address = line.trim_matches(|c: char| matches!(c, '(' | ')' | '<' | '>' | '"'));
    let inner = address.split_once('(').map(|(_, inner)| inner);
    match inner {
        Some(inner) if !inner.trim().is_empty() => Some(inner.trim().to_string()),
        _ => Some(
            address
                .strip_prefix("mailto:")
                .unwrap_or(address)
                .to_string(),
        ),
    }
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn decoded(text: &str) -> Cow<'_, str> {
    entities::decode(text)
}

fn one_line(text: &str) -> String {
    let line = scrub_line(text);
    let trimmed = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
    if trimmed.len() == line.len() {
        line.into_owned()
    } else {
        trimmed.to_string()
    }
}

/// `text` without its tags. Of a text that is not surely HTML only inline tags that come in pairs go, and those that
/// stand alone by nature.
fn without_markup(text: &str, kind: Kind) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let closed = match kind {
        Kind::Html => Vec::new(),
        Kind::Text => end_names(text),
    };
    let is_markup = |name: &str, is_end: bool| {
        let name = name.to_ascii_lowercase();
        match kind {
            Kind::Html => true,
            Kind::Text if ALONE.contains(&name.as_str()) => true,
            Kind::Text => INLINE.contains(&name.as_str()) && (is_end || closed.contains(&name)),
        }
    };
    let mut out = String::with_capacity(text.len());
    for token in Tags::html(text) {
        let written = text.get(token.start..token.end).unwrap_or_default();
        match token.piece {
            Piece::Start { name, .. } if is_markup(name, false) => space_for(name, &mut out),
            Piece::End { name } if is_markup(name, true) => space_for(name, &mut out),
            Piece::CData(_) if kind == Kind::Html => {}
            // What never ends is no declaration: somebody writes of one.
            Piece::Other(_) if kind == Kind::Html && written.ends_with('>') => {}
            Piece::Other(_) if written.starts_with("<!--") => {}
            Piece::CData(inner) if written.starts_with("<![CDATA[") => out.push_str(inner),
            _ => out.push_str(written),
        }
    }
    Cow::Owned(out)
}

/// Tags that part words leave a space behind.
fn space_for(name: &str, out: &mut String) {
    if ["br", "p", "div", "li", "hr"]
        .iter()
        .any(|block| name.eq_ignore_ascii_case(block))
    {
        out.push(' ');
    }
}

/// Names of the end tags in `text`.
fn end_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for token in Tags::html(text) {
        if let Piece::End { name } = token.piece {
            let name = name.to_ascii_lowercase();
            if INLINE.contains(&name.as_str()) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

const ALONE: [&str; 4] = ["br", "img", "wbr", "hr"];

const INLINE: [&str; 37] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "big",
    "blink",
    "blockquote",
    "center",
    "cite",
    "code",
    "del",
    "dfn",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "p",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
    "var",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_plain_text_on_one_line() {
        let check = |text: &str, expect: &str| assert_eq!(line(text, Kind::Text), expect, "{text}");
        check("  A\n  title\t here ", "A title here");
        check("AT&amp;T", "AT&T");
        check("AT&amp;amp;T", "AT&T");
        check("Q&A, R&D", "Q&A, R&D");
        check("It&#8217;s <b>bold</b>", "It’s bold");
        check("Using <div> in CSS", "Using <div> in CSS");
        check("Vec<T> and i < 3", "Vec<T> and i < 3");
        check("& <b>AT&T</b> \"quoted\"", "& AT&T \"quoted\"");
        check("one<br/>two", "one two");
        check("&lt;b&gt;loud&lt;/b&gt;", "loud");
        check("a &lt; b", "a < b");
        check("\u{1b}[31mred\u{202e}", "[31mred");
        check("&nbsp; x &nbsp;", "x");
    }

    #[test]
    fn a_name_is_found_beside_its_address() {
        let check = |text: &str, expect: &str| assert_eq!(name(text).as_deref(), Some(expect));
        check("jo@example.org (Jo Doe)", "Jo Doe");
        check("Jo Doe <jo@example.org>", "Jo Doe");
        check("Jo &lt;jo@example.org&gt;", "Jo");
        check("jo@example.org", "jo@example.org");
        check("mailto:jo@example.org", "jo@example.org");
        check("jo@example.org（張三）", "jo@example.org（張三）");
        check("Jo & Mo", "Jo & Mo");
        check("@jack", "@jack");
        check("Jane Doe (@jane)", "Jane Doe (@jane)");
        check("Radio (WBEZ)", "Radio (WBEZ)");
    }

    #[test]
    fn html_loses_every_tag() {
        let check = |text: &str, expect: &str| assert_eq!(line(text, Kind::Html), expect, "{text}");
        check("Using <div> in <x-y>CSS", "Using in CSS");
        check("a &amp;lt;b&amp;gt; c", "a <b> c");
        check("x<script>alert(1)</script>y", "xy");
    }
}
