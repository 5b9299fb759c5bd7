//! Tokens become a tree: ends that were left out are put in, ends without a start are dropped.
//!
//! Not the algorithm of the HTML standard, which lets a small page grow into a large tree: here every token makes at most one node.
//! Invariant: no deeper than `DEPTH`, no more than `NODES` nodes, time linear in the text.

use crate::article::element::{implied_ends, is_block, is_formatting, is_void};
use crate::article::entity::{Place, decode};
use crate::article::token::{Start, Token, Tokens};
use crate::text::scrub;

/// How deep elements may stand in each other; deeper tags are dropped, their text stays.
const DEPTH: usize = 150;
/// A page of 100,000 rows has 300,000.
const NODES: usize = 1_000_000;
/// HTML that is looked at: the rest of a longer page is cut off.
pub const WHOLE: usize = 4 << 20;
const ATTRIBUTES: usize = 48;
const LONGEST_VALUE: usize = 16 << 10;

/// A piece of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Scrubbed text, references resolved, white space as written.
    Text(String),
    /// An element with what is in it.
    Element(Element),
    /// From here on the named element, which is around this place, has ended: `<b><p>x</b>y</p>`.
    Ended(&'static str),
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// In lower case; `other` when it makes no difference.
    pub name: &'static str,
    /// What is in it.
    pub children: Vec<Node>,
    attributes: Vec<(&'static str, String)>,
}

/// The attributes that are kept, sorted.
#[rustfmt::skip]
const KEPT: &[&str] = &[
    "align", "alt", "aria-hidden", "cite", "class", "colspan", "data", "data-lang", "data-language", "data-lazy-src",
    "data-lazy-srcset", "data-orig-file", "data-original", "data-src", "data-srcset", "datetime", "dir", "encoding",
    "height", "hidden", "href", "id", "lang", "name", "open", "poster", "rel", "reversed", "role", "rowspan", "scope",
    "src", "srcset", "start", "style", "title", "type", "value", "width",
];

impl Element {
    fn new(start: &Start) -> Self {
        let mut element = Self {
            name: start.name,
            ..Self::default()
        };
        for (name, value) in start.attributes().take(ATTRIBUTES) {
            let lower = name.bytes().map(|b| b.to_ascii_lowercase());
            let found = KEPT.binary_search_by(|kept| kept.bytes().cmp(lower.clone()));
            let Some(kept) = found.ok().and_then(|at| KEPT.get(at)) else {
                continue;
            };
            let known = element.attribute(kept).is_some();
            if !known && value.len() <= LONGEST_VALUE {
                let value = scrub(&decode(value, Place::Attribute)).into_owned();
                element.attributes.push((kept, value));
            }
        }
        element
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of an attribute, empty when there is none.
    pub fn attribute_or_empty(&self, name: &str) -> &str {
        self.attribute(name).unwrap_or_default()
    }

    /// Whether one of the element's classes is this one.
    pub fn has_class(&self, class: &str) -> bool {
        let classes = self.attribute_or_empty("class");
        classes
            .split_ascii_whitespace()
            .any(|one| one.eq_ignore_ascii_case(class))
    }

    /// Whether the page hides it.
    pub fn is_hidden(&self) -> bool {
        let style = self.attribute_or_empty("style");
        let is_styled_away = !style.is_empty() && {
            let style: String = style.to_ascii_lowercase().split_whitespace().collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        };
        is_styled_away
            || self
                .attribute("hidden")
                .is_some_and(|value| value != "until-found")
    }

    /// The first element that is it, from this one downwards.
    pub fn find(&self, is_it: &dyn Fn(&Element) -> bool) -> Option<&Element> {
        if is_it(self) {
            return Some(self);
        }
        self.elements().find_map(|child| child.find(is_it))
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }
}

/// A tree, and whether the HTML was used up.
#[derive(Debug, Default)]
pub struct Tree {
    /// What stands at the top.
    pub nodes: Vec<Node>,
    /// Whether nothing was cut off.
    pub is_whole: bool,
}

/// The tree of the first `limit` bytes that can show.
pub fn tree(html: &str, limit: usize) -> Tree {
    let mut tokens = Tokens::new(html);
    let mut builder = Builder::new();
    loop {
        let room = limit.saturating_sub(tokens.shown_bytes());
        let Some(token) = tokens.next() else {
            return builder.finish(true);
        };
        if room == 0 || builder.nodes >= NODES {
            return builder.finish(false);
        }
        match token {
            Token::Text(text) | Token::Literal(text) if text.len() > room => {
                builder.text(&scrub(&decode(head(text, room), Place::Text)));
                return builder.finish(false);
            }
            Token::Text(text) => builder.text(&scrub(&decode(text, Place::Text))),
            Token::Literal(text) => builder.text(&scrub(text)),
            Token::Start(start) => builder.start(&start),
            Token::End(name) => builder.end(name),
        }
    }
}

/// The start of a text, up to the last white space that fits.
fn head(text: &str, room: usize) -> &str {
    let cut = text
        .get(..text.floor_char_boundary(room))
        .unwrap_or_default();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    cut.get(..end).unwrap_or(cut)
}

struct Open {
    element: Element,
    has_ended: bool,
}

struct Builder {
    top: Vec<Node>,
    open: Vec<Open>,
    too_deep: usize,
    nodes: usize,
}

impl Builder {
    fn new() -> Self {
        Self {
            top: Vec::new(),
            open: Vec::new(),
            too_deep: 0,
            nodes: 0,
        }
    }

    fn push(&mut self, node: Node) {
        self.nodes += 1;
        match self.open.last_mut() {
            Some(open) => open.element.children.push(node),
            None => self.top.push(node),
        }
    }

    fn text(&mut self, text: &str) {
        let siblings = match self.open.last_mut() {
            Some(open) => &mut open.element.children,
            None => &mut self.top,
        };
        if let Some(Node::Text(before)) = siblings.last_mut() {
            before.push_str(text);
        } else {
            self.push(Node::Text(text.to_owned()));
        }
    }

    fn start(&mut self, start: &Start) {
        self.imply_ends(start.name);
        if is_void(start.name) || start.is_closed {
            self.push(Node::Element(Element::new(start)));
        } else if self.open.len() < DEPTH {
            self.open.push(Open {
                element: Element::new(start),
                has_ended: false,
            });
        } else {
            self.too_deep += 1;
            if is_block(start.name) {
                self.text("\n");
            }
        }
    }

    /// Ends what a new element cannot stand in.
    fn imply_ends(&mut self, name: &str) {
        let (ended, stops) = implied_ends(name);
        if !ended.is_empty() {
            let found = self.open.iter().rposition(|open| {
                ended.contains(&open.element.name) || stops.contains(&open.element.name)
            });
            if let Some(at) = found
                && self
                    .open
                    .get(at)
                    .is_some_and(|open| ended.contains(&open.element.name))
                && !(name == "a" && self.has_block_above(at))
            {
                self.close_to(at);
            }
        }
        while is_block(name)
            && let Some(at) = self
                .open
                .iter()
                .rposition(|open| is_block(open.element.name))
            && self
                .open
                .get(at)
                .is_some_and(|open| is_ended_by_block(open.element.name, name))
        {
            self.close_to(at);
        }
    }

    fn has_block_above(&self, at: usize) -> bool {
        self.open
            .iter()
            .skip(at + 1)
            .any(|open| is_block(open.element.name))
    }

    fn end(&mut self, name: &'static str) {
        if is_void(name) {
            if name == "br" {
                self.push_empty(name);
            }
            return;
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let is_wall =
            |at: &str| matches!(at, "td" | "th" | "caption" | "table") && !is_part_of_table(name);
        let found = self.open.iter().rposition(|open| {
            (open.element.name == name && !open.has_ended) || is_wall(open.element.name)
        });
        let is_open = |at: &usize| {
            let open = self.open.get(*at);
            open.is_some_and(|open| open.element.name == name)
        };
        let Some(at) = found.filter(is_open) else {
            // The end of a paragraph that a block had ended parts what stands before from what follows (HTML, 13.2.6.4.7).
            if name == "p" {
                self.push_empty(name);
            }
            return;
        };
        if is_formatting(name) && self.has_block_above(at) {
            if let Some(open) = self.open.get_mut(at) {
                open.has_ended = true;
            }
            self.push(Node::Ended(name));
        } else {
            self.close_to(at);
        }
    }

    fn push_empty(&mut self, name: &'static str) {
        self.push(Node::Element(Element {
            name,
            ..Element::default()
        }));
    }

    /// Closes the open element at this depth and all that are in it.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.close_last();
        }
        while self.open.last().is_some_and(|open| open.has_ended) {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if let Some(open) = self.open.pop() {
            self.push(Node::Element(open.element));
        }
    }

    fn finish(mut self, is_whole: bool) -> Tree {
        self.close_to(0);
        Tree {
            nodes: self.top,
            is_whole,
        }
    }
}

fn is_part_of_table(name: &str) -> bool {
    matches!(
        name,
        "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption"
    )
}

/// A paragraph ends where a block begins; a heading ends where a heading begins.
fn is_ended_by_block(open: &str, name: &str) -> bool {
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    open == "p" || (is_heading(open) && is_heading(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(nodes: &[Node], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Ended(name) => out.extend(["!", name, "!"]),
                Node::Element(element) => {
                    out.extend([element.name, "("]);
                    print(&element.children, out);
                    out.push(')');
                }
            }
        }
    }

    fn shown(html: &str) -> String {
        let mut out = String::new();
        print(&tree(html, WHOLE).nodes, &mut out);
        out
    }

    #[test]
    fn trees_of_good_and_bad_html() {
        let table = [
            ("<p>a<p>b", "p(a)p(b)"),
            ("<p>a<b>c<p>d", "p(ab(c))p(d)"),
            (
                "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
                "ul(li(a)li(bul(li(c)))li(d))",
            ),
            ("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt(a)dd(b)dt(c))"),
            (
                "<table><tr><td>a<td>b<tr><th>c</table>d",
                "table(tr(td(a)td(b))tr(th(c)))d",
            ),
            ("<b><p>x</b>y</p>z", "b(p(x!b!y))z"),
            ("<b>x</i>y</b>z", "b(xy)z"),
            ("<div><p>a</div>b", "div(p(a))b"),
            ("<td></p>x</div></td>", "td(p()x)"),
            ("a<br>b</br>c<br/>d", "abr()bbr()cbr()d"),
            ("<a href=x>1<a href=y>2", "a(1)a(2)"),
            ("<h2>a<h2>b</h2>", "h2(a)h2(b)"),
            ("a &amp; &lt;b&gt;", "a & <b>"),
            ("<div/>x<p/>y", "div()xp()y"),
            ("<script>x</script>y", "script()y"),
        ];
        for (html, expect) in table {
            assert_eq!(shown(html), expect, "{html}");
        }
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let deep = tree(&"<div>x".repeat(20_000), WHOLE);
        let mut depth = 0;
        let mut nodes = &deep.nodes;
        while let Some(Node::Element(element)) = nodes.last() {
            depth += 1;
            nodes = &element.children;
        }
        assert!((100..=DEPTH).contains(&depth));
        let cut = tree("<p>one two three", 10);
        assert!(!cut.is_whole);
        let mut out = String::new();
        print(&cut.nodes, &mut out);
        assert_eq!(out, "p(one)");
    }
}
