//! OPML as a tree of outlines with their attributes, before anybody says what they mean.
//!
//! Lenient: a tag that is missing its end is closed by its parent's, and what is no outline is passed over. Bounded: below `DEEPEST` levels,
//! outlines are taken as members of the deepest.

use crate::parse::attributes::attributes;
use crate::parse::entities;
use crate::parse::tags::{Piece, Tags};

/// How deep outlines nest before they are flattened: no real list comes near, and a tree must not be dropped by recursion without end.
const DEEPEST: usize = 64;

/// One `outline` element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// In their order, references resolved.
    pub attributes: Vec<(String, String)>,
    /// The outlines inside it.
    pub children: Vec<Outline>,
    /// The line that it begins in, from 1.
    pub line: u32,
}

impl Outline {
    /// The value of an attribute, whatever the case of its name; `None` when absent or blank.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }
}

/// The outlines at the top of a document; empty when it has none.
#[must_use]
pub fn outlines(text: &str) -> Vec<Outline> {
    let mut open: Vec<Outline> = vec![Outline::default()];
    let mut lines = Lines::of(text);
    for token in Tags::xml(text) {
        if token.end == text.len() && !text.ends_with('>') {
            // The document ends in the middle of a tag: half an address is none.
            break;
        }
        match token.piece {
            Piece::Start {
                name,
                attributes: inside,
                closed,
            } if is_outline(name) => {
                let outline = Outline {
                    attributes: attributes(inside)
                        .map(|(key, value)| (key.to_string(), entities::decode(value).into_owned()))
                        .collect(),
                    children: Vec::new(),
                    line: lines.at(token.start),
                };
                open.push(outline);
                if closed || open.len() > DEEPEST {
                    close(&mut open);
                }
            }
            Piece::End { name } if is_outline(name) => close(&mut open),
            _ => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().map(|root| root.children).unwrap_or_default()
}

/// Lines of a text, told for places that only go forward.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Lines<'a> {
        Lines {
            text,
            at: 0,
            line: 1,
        }
    }

    fn at(&mut self, place: usize) -> u32 {
        let passed = self.text.get(self.at..place).unwrap_or_default();
        let breaks = passed.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.at = place;
        self.line
    }
}

fn is_outline(name: &str) -> bool {
    name.eq_ignore_ascii_case("outline")
}

/// Gives the innermost open outline to the one around it. An end without a beginning closes nothing.
fn close(open: &mut Vec<Outline>) {
    if open.len() < 2 {
        return;
    }
    if let Some(done) = open.pop()
        && let Some(around) = open.last_mut()
    {
        around.children.push(done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_nest_as_they_are_written() {
        let text = r#"<opml version="2.0"><head><title>x</title></head><body>
            <outline text="Linux &amp; more"><outline text="LWN" XMLURL="https://lwn.net/headlines/newrss"/>
              <outline text="Kernel"><outline text='a' xmlUrl=" "></outline></outline></outline>
            </outline>
            <outline text="left open"><outline text="b"/>"#;
        let found = outlines(text);
        let names: Vec<_> = found.iter().map(|it| it.attribute("text")).collect();
        assert_eq!(names, [Some("Linux & more"), Some("left open")]);
        let first = &found[0];
        assert_eq!(
            first.children[0].attribute("xmlUrl"),
            Some("https://lwn.net/headlines/newrss")
        );
        assert_eq!(first.children[1].children[0].attribute("xmlUrl"), None);
        assert_eq!(found[1].children[0].attribute("text"), Some("b"));
        assert_eq!(
            (first.line, first.children[1].line, found[1].line),
            (2, 3, 5)
        );
    }

    #[test]
    fn half_a_tag_is_none() {
        let text = "<opml><outline xmlUrl=\"https://a.example/\"/><outline xmlUrl=\"https://b.ex";
        assert_eq!(outlines(text).len(), 1);
    }

    #[test]
    fn depth_is_bounded() {
        let text = "<outline text=\"x\">".repeat(100_000);
        assert_eq!(outlines(&text).len(), 1);
        assert_eq!(outlines("no markup"), []);
    }
}
