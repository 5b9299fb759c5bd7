//! The inside of an element as one string of HTML or text.
//!
//! Feeds put HTML into XML in three ways: escaped, in CDATA, and naked. Naked markup is written down again as HTML:
//! without prefixes and declarations, with end tags where HTML wants them.

use crate::parse::attributes::attributes;
use crate::parse::entities;

/// Gathers the pieces inside an element.
#[derive(Debug, Default)]
pub struct Flat {
    /// With references resolved: right as long as there is no naked markup.
    text: String,
    /// As HTML: right when there is naked markup.
    html: String,
    has_markup: bool,
    /// How many naked elements are open.
    depth: u32,
}

/// What was inside.
#[derive(Debug, PartialEq, Eq)]
pub struct Inside {
    /// HTML, or text that may be HTML.
    pub text: String,
    /// Whether it held naked markup, so that it is HTML for certain.
    pub is_html: bool,
}

impl Flat {
    /// Text with its references.
    pub fn text(&mut self, text: &str) {
        if !self.has_markup {
            self.text.push_str(&entities::decode(text));
        }
        // Escaped markup beside naked markup: the author escaped a part only. Within an element it is meant to be seen.
        if self.depth == 0 && text.contains("&lt;/") {
            self.html.push_str(&entities::decode(text));
        } else if text.contains('<') {
            self.html.push_str(&text.replace('<', "&lt;"));
        } else {
            self.html.push_str(text);
        }
    }

    /// The inside of a CDATA section.
    pub fn cdata(&mut self, text: &str) {
        if !self.has_markup {
            self.text.push_str(text);
        }
        self.html.push_str(text);
    }

    /// A naked start tag.
    pub fn start(&mut self, name: &str, text: &str, closed: bool) {
        self.has_markup = true;
        let name = local(name);
        self.html.push('<');
        self.html.push_str(name);
        if text.contains('=') {
            for (name, value) in attributes(text) {
                if !name.starts_with("xmlns") {
                    self.attribute(name, value);
                }
            }
        }
        self.html.push('>');
        if is_void(name) {
            return;
        }
        self.depth += 1;
        if closed {
            self.end(name);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        if value.contains('"') {
            self.html.push_str(&value.replace('"', "&quot;"));
        } else {
            self.html.push_str(value);
        }
        self.html.push('"');
    }

    /// A naked end tag.
    pub fn end(&mut self, name: &str) {
        let name = local(name);
        if !is_void(name) {
            self.depth = self.depth.saturating_sub(1);
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        }
    }

    /// What was gathered.
    pub fn finish(self) -> Inside {
        if self.has_markup {
            Inside {
                text: without_outer_div(self.html.trim()).to_string(),
                is_html: true,
            }
        } else {
            Inside {
                text: self.text.trim().to_string(),
                is_html: false,
            }
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn is_void(name: &str) -> bool {
    const VOID: [&str; 14] = [
        "br", "hr", "img", "input", "wbr", "col", "area", "base", "embed", "link", "meta", "param",
        "source", "track",
    ];
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// Atom wants XHTML in one `div`, which means nothing.
fn without_outer_div(html: &str) -> &str {
    let inner = html
        .strip_prefix("<div>")
        .and_then(|rest| rest.strip_suffix("</div>"));
    match inner {
        Some(inner) if !inner.contains("</div>") || is_balanced(inner) => inner.trim(),
        _ => html,
    }
}

/// Whether no `div` that began before `html` ends in it.
fn is_balanced(html: &str) -> bool {
    let mut open = 0_i64;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if rest.starts_with("div") {
            open += 1;
        } else if rest.starts_with("/div") {
            open -= 1;
            if open < 0 {
                return false;
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::tags::{Piece, Tags};

    fn flat(inside: &str) -> Inside {
        let mut flat = Flat::default();
        for token in Tags::xml(inside) {
            match token.piece {
                Piece::Start {
                    name,
                    attributes,
                    closed,
                } => flat.start(name, attributes, closed),
                Piece::End { name } => flat.end(name),
                Piece::Text(text) => flat.text(text),
                Piece::CData(text) => flat.cdata(text),
                Piece::Other(_) => {}
            }
        }
        flat.finish()
    }

    #[test]
    fn the_three_ways_of_html_in_xml_come_to_the_same() {
        let check = |inside: &str, text: &str, is_html: bool| {
            assert_eq!(
                flat(inside),
                Inside {
                    text: text.to_string(),
                    is_html
                },
                "{inside}"
            );
        };
        check(
            "&lt;p&gt;a &amp;amp; b&lt;/p&gt;",
            "<p>a &amp; b</p>",
            false,
        );
        check("<![CDATA[<p>a</p>]]>", "<p>a</p>", false);
        check("<p>a &amp; b<br/></p>", "<p>a &amp; b<br></p>", true);
        check(
            "<h:div xmlns:h='x'><h:p class='y'/>z</h:div>",
            "<p class=\"y\"></p>z",
            true,
        );
        check("<div>a</div><div>b</div>", "<div>a</div><div>b</div>", true);
        check("&lt;p&gt;x&lt;/p&gt;<br/>", "<p>x</p><br>", true);
        check(
            "<p>the <code>&lt;/p&gt;</code> tag</p>",
            "<p>the <code>&lt;/p&gt;</code> tag</p>",
            true,
        );
    }
}
