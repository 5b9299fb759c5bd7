//! HTML cut into tokens, in one pass over hostile text.
//!
//! Knows no nesting (`tree`) and resolves no references (`entity`). Invariant: linear; a search that failed is never repeated.

use crate::article::element::{is_opaque, known};

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text whose references are not resolved yet.
    Text(&'a str),
    /// Text as it is: `<![CDATA[...]]>`.
    Literal(&'a str),
    /// A start tag.
    Start(Start<'a>),
    /// An end tag.
    End(&'static str),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start<'a> {
    /// A known name, or `other`.
    pub name: &'static str,
    /// The text between name and `>`.
    pub attributes: &'a str,
    /// Written as `<x/>`.
    pub is_closed: bool,
}

impl<'a> Start<'a> {
    /// Names and values as written.
    pub fn attributes(&self) -> Attributes<'a> {
        Attributes {
            rest: self.attributes,
        }
    }
}

/// Cuts HTML into tokens. Comments, declarations and the content of scripts and styles do not come out.
pub struct Tokens<'a> {
    html: &'a str,
    at: usize,
    opaque: usize,
    missing: Vec<&'static str>,
    in_drawing: bool,
}

impl<'a> Tokens<'a> {
    /// Starts at the beginning of the text.
    pub fn new(html: &'a str) -> Self {
        Self {
            html,
            at: 0,
            opaque: 0,
            missing: Vec::new(),
            in_drawing: false,
        }
    }

    /// Bytes passed so far that could show: without scripts, styles and comments.
    pub fn shown_bytes(&self) -> usize {
        self.at - self.opaque
    }

    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// Offset of `needle` in the rest; after it was missing once, it is not looked for again.
    fn find(&mut self, from: usize, needle: &'static str) -> Option<usize> {
        if self.missing.contains(&needle) {
            return None;
        }
        let found = self.html.get(from..).and_then(|rest| rest.find(needle));
        if found.is_none() {
            self.missing.push(needle);
        }
        found.map(|at| from + at)
    }

    fn text(&mut self) -> Token<'a> {
        let rest = self.rest();
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = rest.get(first..).and_then(|rest| rest.find('<'));
        let text = rest
            .get(..length.map_or(rest.len(), |at| first + at))
            .unwrap_or(rest);
        self.at += text.len();
        Token::Text(text)
    }

    /// `<!-- -->`, `<!DOCTYPE>`, `<?xml?>` and what looks like them.
    fn declaration(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let rest = self.rest();
        let (prefix, end) = if rest.starts_with("<!--") {
            (4, "-->")
        } else if rest.starts_with("<![CDATA[") {
            (9, "]]>")
        } else {
            (2, ">")
        };
        let is_data = prefix == 9;
        let (stop, length) = match self.find(start + prefix.min(rest.len()), end) {
            Some(at) => (at, end.len()),
            None => match self.find(start + 2, ">") {
                Some(at) if !is_data => (at, 1),
                _ => (self.html.len(), 0),
            },
        };
        self.at = stop + length;
        if is_data {
            return self.html.get(start + prefix..stop).map(Token::Literal);
        }
        // What never ends is no declaration: somebody writes of one.
        if prefix == 2 && length == 0 && rest.starts_with("<!") {
            return Some(Token::Literal(rest));
        }
        self.opaque += self.at - start;
        None
    }

    fn end_tag(&mut self) -> Token<'a> {
        let rest = self.rest();
        let name = tag_name(rest.get(2..).unwrap_or_default());
        let from = self.at + 2 + name.len();
        self.at = self.find(from, ">").map_or(self.html.len(), |at| at + 1);
        let name = known(name);
        self.in_drawing &= name != "svg";
        Token::End(name)
    }

    fn start_tag(&mut self) -> Token<'a> {
        let rest = self.rest();
        let raw = tag_name(rest.get(1..).unwrap_or_default());
        let name = known(raw);
        let from = self.at + 1 + raw.len();
        let (end, is_closed) = self.tag_end(from);
        let attributes = self.html.get(from..end).unwrap_or_default();
        self.at = (end + 1).min(self.html.len());
        self.in_drawing |= name == "svg" && !is_closed;
        // The name of a drawing is ordinary text (HTML, 13.2.6.5: foreign content).
        let is_name = self.in_drawing && name == "title";
        if is_opaque(name) && !is_closed && !is_name {
            self.skip_content(name);
        }
        Token::Start(Start {
            name,
            attributes,
            is_closed,
        })
    }

    /// Where the `>` of a start tag stands, past quoted values, and whether `/` stands before it.
    fn tag_end(&mut self, from: usize) -> (usize, bool) {
        let bytes = self.html.as_bytes();
        let mut at = from;
        let mut before = b' ';
        let mut in_value = false;
        while let Some(byte) = bytes.get(at).copied() {
            match byte {
                b'>' => return (at, before == b'/' && !in_value),
                b'"' | b'\'' if before == b'=' => {
                    let quote = if byte == b'"' { "\"" } else { "'" };
                    if let Some(close) = self.find(at + 1, quote) {
                        at = close;
                        in_value = false;
                        before = byte;
                    }
                }
                b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => {
                    if before != b'=' {
                        in_value = false;
                        before = b' ';
                    }
                }
                _ => {
                    in_value = in_value || before == b'=';
                    before = byte;
                }
            }
            at += 1;
        }
        (bytes.len(), false)
    }

    /// Passes what is in a script or the like. One that never ends swallows the rest only if its content must not be seen.
    fn skip_content(&mut self, name: &'static str) {
        let start = self.at;
        if self.missing.contains(&name) {
            return;
        }
        let rest = self.rest();
        let end = rest.match_indices("</").find(|(at, _)| {
            let found = tag_name(rest.get(at + 2..).unwrap_or_default());
            found.eq_ignore_ascii_case(name)
        });
        match end {
            Some((at, _)) => self.at = start + at,
            None if matches!(name, "script" | "style") => self.at = self.html.len(),
            None => self.missing.push(name),
        }
        self.opaque += self.at - start;
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let mut bytes = self.rest().bytes();
            let first = bytes.next()?;
            let second = bytes.next().unwrap_or_default();
            let third = bytes.next().unwrap_or_default();
            return Some(match (first, second) {
                (b'<', b'a'..=b'z' | b'A'..=b'Z') => self.start_tag(),
                (b'<', b'/') if third.is_ascii_alphabetic() => self.end_tag(),
                (b'<', b'!' | b'?' | b'/') => match self.declaration() {
                    Some(token) => token,
                    None => continue,
                },
                _ => self.text(),
            });
        }
    }
}

fn tag_name(text: &str) -> &str {
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<'));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// The attributes of a start tag, names and values as written.
pub struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let is_gap = |c: char| c.is_ascii_whitespace() || c == '/';
        let rest = self.rest.trim_start_matches(is_gap);
        if rest.is_empty() {
            return None;
        }
        // A stray `=` at the start belongs to the name, so that every step moves on.
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| is_gap(*c) || *c == '=');
        let (name, rest) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        let after = rest.trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            self.rest = rest;
            return Some((name, ""));
        };
        let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let closed = quoted.and_then(|quote| value.get(1..)?.split_once(quote));
        let (value, rest) = closed.unwrap_or_else(|| {
            let end = value.find(|c: char| c.is_ascii_whitespace());
            value.split_at(end.unwrap_or(value.len()))
        });
        self.rest = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        let print = |token| match token {
            Token::Text(text) => format!("T({text})"),
            Token::Literal(text) => format!("L({text})"),
            Token::End(name) => format!("/{name} "),
            Token::Start(start) => {
                let attributes: Vec<String> = start
                    .attributes()
                    .map(|(name, value)| format!("[{name}={value}]"))
                    .collect();
                let attributes = attributes.concat();
                let closed = if start.is_closed { "/ " } else { " " };
                format!("{}{attributes}{closed}", start.name)
            }
        };
        Tokens::new(html).map(print).collect()
    }

    #[test]
    fn tokens_of_good_and_bad_html() {
        let table = [
            ("<p>a</p>", "p T(a)/p "),
            (
                "<P CLASS=x id='y z' hidden>",
                "p[CLASS=x][id=y z][hidden=] ",
            ),
            ("<a href=http://x/>y</a>", "a[href=http://x/] T(y)/a "),
            ("<br/><br />", "br/ br/ "),
            ("<img alt=\"a > b\">", "img[alt=a > b] "),
            ("a < b && c <3", "T(a )T(< b && c )T(<3)"),
            ("x<!-- c > d -->y<!doctype html>z<?php ?>", "T(x)T(y)T(z)"),
            ("x<!-- never > y", "T(x)T( y)"),
            ("<![CDATA[a<b]]>", "L(a<b)"),
            ("a <!DOCTYPE b", "T(a )L(<!DOCTYPE b)"),
            (
                "<title>x</title><svg><title>y</title></svg><title>z</title>",
                "title /title svg title T(y)/title /svg title /title ",
            ),
            (
                "<script>if (a<b) x('</p>')</script>t",
                "script /script T(t)",
            ),
            ("<script>never", "script "),
            ("<iframe src=x>t", "iframe[src=x] T(t)"),
            ("<style>x</STYLE >t", "style /style T(t)"),
            ("<a href=\"never>t", "a[href=\"never] T(t)"),
            ("</>a</ b>c", "T(a)T(c)"),
            ("<p", "p "),
            ("<o:p>", "other "),
            ("", ""),
        ];
        for (html, expect) in table {
            assert_eq!(shown(html), expect, "{html}");
        }
    }
}
