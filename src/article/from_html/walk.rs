//! The walk itself: which element is what, and the words between them.
//!
//! What becomes of each kind stands in the files beside this one, as methods of `Walk`.

use std::collections::HashSet;

use url::Url;

use crate::article::document::{Block, Inline};
use crate::article::element::{is_block, is_dropped};
use crate::article::from_html::code::{code_text, push_code};
use crate::article::from_html::flow::Flow;
use crate::article::from_html::numbers::Notes;
use crate::article::from_html::signs::{is_caption, is_footnotes, is_lone_note};
use crate::article::from_html::style::{Script, Style};
use crate::article::links::Links;
use crate::article::script::{lowered, raised};
use crate::article::tree::{Element, Node};
use crate::text::scrub_line;

/// Bytes of what a short form may stand for.
const LONGEST_FORM: usize = 400;

/// What a walk knows wherever it is.
pub struct Walk {
    /// What relative addresses are relative to.
    pub base: Option<Url>,
    /// The targets so far.
    pub links: Links,
    /// The notes so far.
    pub notes: Notes,
    /// Short forms whose long form was told.
    pub told: HashSet<String>,
}

impl Walk {
    /// A walk over a page that stands at this address.
    pub fn new(base: Option<&str>) -> Self {
        Self {
            base: base.and_then(|base| Url::parse(base.trim()).ok()),
            links: Links::default(),
            notes: Notes::default(),
            told: HashSet::new(),
        }
    }

    /// Walks siblings.
    pub fn nodes(&mut self, nodes: &[Node], mut style: Style, flow: &mut Flow) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text(text, style, flow),
                Node::Element(element) => self.element(element, style, flow),
                Node::Ended(name) => style = style.without(name),
            }
        }
    }

    /// Words of the page.
    pub fn text(&mut self, text: &str, style: Style, flow: &mut Flow) {
        if let Some(link) = style.link {
            self.links.label(link, text);
        }
        match style.script {
            Script::Normal => flow.text(style, text),
            Script::Raised => flow.text(style, &raised(text.trim())),
            Script::Lowered => flow.text(style, &lowered(text.trim())),
        }
    }

    fn element(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        if is_dropped(element.name) || is_kept_from_view(element) {
            return;
        }
        if is_footnotes(element) && !self.notes.is_inside {
            return self.footnotes(element, flow);
        }
        if is_lone_note(element) && !self.notes.is_inside {
            return self.lone_note(element, flow);
        }
        match element.name {
            "br" => flow.line_break(),
            "hr" => flow.push(Block::Rule),
            "img" => self.image(element, style, flow),
            "a" => self.anchor(element, style, flow),
            "sup" if self.is_note_sign(element) => self.note_signs(element, style, flow),
            "iframe" | "video" | "audio" | "embed" | "object" => self.embed(element, style, flow),
            "noscript" => self.unscripted(element, style, flow),
            "base" => self.rebase(element),
            "math" => self.formula(element, style, flow),
            "ruby" => self.ruby(element, style, flow),
            "abbr" | "acronym" | "dfn" => self.short_form(element, style, flow),
            "q" => {
                flow.text(style, "“");
                self.nodes(&element.children, style, flow);
                flow.text(style, "”");
            }
            name if is_block(name) => self.block(element, style, flow),
            name => self.nodes(&element.children, style.with(name), flow),
        }
    }

    /// An element that stands on lines of its own.
    pub fn block(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        if let Some(link) = style.link {
            self.links.label(link, " ");
        }
        match element.name {
            "h1" | "h2" => self.heading(element, 1, style, flow),
            "h3" => self.heading(element, 2, style, flow),
            "h4" | "h5" | "h6" => self.heading(element, 3, style, flow),
            "blockquote" => self.quote(element, style, flow),
            "ul" | "ol" | "menu" | "dir" => self.list(element, style, flow),
            "dl" => self.definitions(element, style, flow),
            "pre" | "listing" | "xmp" | "plaintext" => push_code(element, flow),
            "table" => self.table(element, style, flow),
            "details" => self.details(element, style, flow),
            "figcaption" => self.caption(element, style, flow),
            _ if is_caption(element) => self.caption(element, style, flow),
            _ => {
                flow.end_paragraph();
                self.nodes(&element.children, style, flow);
                flow.end_paragraph();
            }
        }
    }

    /// The blocks of nodes.
    pub fn blocks(&mut self, nodes: &[Node], style: Style) -> Vec<Block> {
        let mut flow = Flow::default();
        self.nodes(nodes, style, &mut flow);
        flow.into_blocks()
    }

    /// Nodes as running text.
    pub fn inlines(&mut self, nodes: &[Node], style: Style) -> Vec<Inline> {
        let mut flow = Flow::default();
        self.nodes(nodes, style, &mut flow);
        flow.into_inlines()
    }

    fn rebase(&mut self, element: &Element) {
        let href = element.attribute_or_empty("href");
        let found = match &self.base {
            Some(base) => base.join(href).ok(),
            None => Url::parse(href).ok(),
        };
        if let Some(base) = found.filter(|base| matches!(base.scheme(), "http" | "https")) {
            self.base = Some(base);
        }
    }

    /// A formula as its author wrote it, where the page still has that; else its characters.
    fn formula(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let style = Style {
            is_code: true,
            ..style
        };
        match annotation(element) {
            Some(source) => self.nodes(&source.children, style, flow),
            None => self.nodes(&element.children, style, flow),
        }
    }

    /// A short form; what it stands for follows it in brackets, the first time. A pointer would show that, and a terminal has none.
    fn short_form(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        self.nodes(&element.children, style.with(element.name), flow);
        let title = scrub_line(element.attribute_or_empty("title"));
        let short = scrub_line(&code_text(&element.children)).into_owned();
        if is_long_form(&title, &short) && !flow.tells(&title) && self.told.insert(short) {
            flow.text(style, &format!(" ({title})"));
        }
    }

    /// The reading of a word stands behind it in brackets.
    fn ruby(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        for node in &element.children {
            match node {
                Node::Element(reading) if reading.name == "rt" => {
                    flow.text(style, "(");
                    self.nodes(&reading.children, style, flow);
                    flow.text(style, ")");
                }
                node => self.nodes(std::slice::from_ref(node), style, flow),
            }
        }
    }
}

fn is_kept_from_view(element: &Element) -> bool {
    let is_hidden_sign = element.attribute("aria-hidden") == Some("true")
        && (element.name == "a" || element.has_class("katex-html"));
    is_hidden_sign || element.is_hidden()
}

/// Whether a title says more than the words do, in words: pages also put dates and codes there, for programs.
fn is_long_form(title: &str, short: &str) -> bool {
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let figures = title.chars().filter(char::is_ascii_digit).count();
    letters > figures
        && title.len() <= LONGEST_FORM
        && !short.is_empty()
        && title.to_lowercase() != short.to_lowercase()
}

/// The formula in the words of its author.
fn annotation(element: &Element) -> Option<&Element> {
    element.find(&|child| {
        child.name == "annotation" && child.attribute_or_empty("encoding").contains("tex")
    })
}
