//! Links and notes: what leads out of the page, and what leads to its foot.

use crate::article::document::{Block, Note};
use crate::article::from_html::flow::Flow;
use crate::article::from_html::signs::{is_note_reference, is_way_back, note_sign};
use crate::article::from_html::style::Style;
use crate::article::from_html::walk::Walk;
use crate::article::tree::{Element, Node};

impl Walk {
    /// A link, or a way to a note and back.
    pub fn anchor(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let href = element.attribute_or_empty("href").trim();
        if href.starts_with('#') {
            if self.in_notes && is_way_back(element) {
                return;
            }
            if !self.in_notes && is_note_reference(element) {
                return note_sign(element, style, flow);
            }
            return self.nodes(&element.children, style, flow);
        }
        let links = &self.links;
        let target = links
            .resolve(href, self.base.as_ref())
            .filter(|_| shows_something(element));
        let link = match target {
            Some(url) => Some(self.links.number(url)),
            None => style.link,
        };
        self.nodes(&element.children, Style { link, ..style }, flow);
    }

    /// Whether a raised sign leads to a note.
    pub fn is_note_sign(&self, element: &Element) -> bool {
        let mut anchors = element.elements().filter(|child| child.name == "a");
        !self.in_notes
            && anchors.any(|a| a.attribute_or_empty("href").trim_start().starts_with('#'))
    }

    /// The notes below a text.
    pub fn footnotes(&mut self, element: &Element, flow: &mut Flow) {
        let Some(list) = element.find(&|child| matches!(child.name, "ol" | "ul")) else {
            return self.block(element, Style::default(), flow);
        };
        self.in_notes = true;
        let start: usize = list.attribute_or_empty("start").trim().parse().unwrap_or(1);
        let items = list.elements().filter(|item| item.name == "li");
        let mut notes = Vec::new();
        for (at, item) in items.enumerate() {
            notes.push(Note {
                label: (start.saturating_add(at)).to_string(),
                blocks: self.blocks(&item.children, Style::default()),
            });
        }
        self.in_notes = false;
        notes.retain(|note| !note.blocks.is_empty());
        if !notes.is_empty() {
            flow.push(Block::Footnotes(notes));
        }
    }
}

/// Whether an anchor has words or a picture in it; looks only so far.
fn shows_something(element: &Element) -> bool {
    fn look(nodes: &[Node], budget: &mut u32) -> bool {
        nodes.iter().any(|node| {
            *budget = budget.saturating_sub(1);
            *budget == 0
                || match node {
                    Node::Text(text) => !text.trim().is_empty(),
                    Node::Element(child) => child.name == "img" || look(&child.children, budget),
                    Node::Ended(_) => false,
                }
        })
    }
    look(&element.children, &mut 200)
}
