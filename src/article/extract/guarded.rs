//! The tree of a page, built so that no page can make it large or deep.
//!
//! The standard's algorithm lets a small page grow into a huge tree and never ends nesting. A page that is long, deep or full of tags is
//! therefore printed anew by `clean` first, whose own tree is bounded; its class names are lost by that, its text is not.

use dom_query::Document as Dom;

use crate::article::clean::clean;
use crate::article::extract::even::even;
use crate::article::token::{Token, Tokens};

/// Of a longer page the rest is cut off.
const LONGEST: usize = 4 << 20;
/// Deeper pages are printed anew.
const DEEPEST: usize = 200;
/// So are pages with more tags.
const MOST_TAGS: usize = 60_000;
/// And pages with more signs that the parser stops at: a page of nothing but `<` takes a hundred times its length.
const MOST_SIGNS: usize = 150_000;
/// The parser compares each attribute of a tag with all before it: so many comparisons in all.
const MOST_COMPARED: usize = 2_000_000;
/// Formatting that is left open is repeated in every block after it.
const MOST_OPEN: usize = 60;

/// Of a page that is printed anew, no more than this: what its tags would cost elsewhere is what it could take.
const LONGEST_WILD: usize = 1 << 20;

/// The tree of a page, and whether it was built from the page as it is.
pub fn dom(html: &str) -> (Dom, Tame) {
    let html = head(html, LONGEST);
    let (dom, tame) = if is_tame(html) {
        (Dom::from(html), Tame::Yes)
    } else {
        let printed = clean(head(html, LONGEST_WILD), None);
        (Dom::from(head(&printed, LONGEST_WILD)), Tame::No)
    };
    even(&dom);
    (dom, tame)
}

/// Whether a page is like other pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tame {
    /// It may be looked at in every way.
    Yes,
    /// Only what takes one pass.
    No,
}

fn head(html: &str, limit: usize) -> &str {
    html.get(..html.floor_char_boundary(limit)).unwrap_or(html)
}

fn is_tame(html: &str) -> bool {
    let signs = html.bytes().filter(|byte| matches!(byte, b'<' | b'&'));
    if signs.count() > MOST_SIGNS {
        return false;
    }
    let mut open: Vec<&'static str> = Vec::new();
    let mut tags = 0_usize;
    let mut unclosed = 0_usize;
    let mut compared = 0_usize;
    for token in Tokens::new(html) {
        match token {
            Token::Start(start) => {
                tags += 1;
                let attributes = start.attributes().count();
                compared = compared.saturating_add(attributes.saturating_mul(attributes));
                let is_open = !start.is_closed && !crate::article::element::is_void(start.name);
                if is_open && !matches!(start.name, "p" | "li" | "td" | "tr" | "th" | "dt" | "dd") {
                    open.push(start.name);
                }
            }
            Token::End(name) => {
                if let Some(at) = open.iter().rposition(|other| *other == name) {
                    unclosed += open.len() - at - 1;
                    open.truncate(at);
                }
            }
            Token::Text(_) | Token::Literal(_) => {}
        }
        if open.len() > DEEPEST
            || tags > MOST_TAGS
            || unclosed > MOST_OPEN * 10
            || compared > MOST_COMPARED
        {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deep_page_keeps_its_words() {
        let page = format!(
            "{}the words{}",
            "<div>".repeat(10_000),
            "</div>".repeat(10_000)
        );
        assert!(!is_tame(&page));
        assert!(dom(&page).0.text().contains("the words"));
        assert!(is_tame("<p>a<p>b<div><ul><li>c<li>d</ul></div>"));
    }
}
