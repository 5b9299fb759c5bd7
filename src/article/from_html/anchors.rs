//! Links: what leads out of the page, or to another part of it.

use crate::article::from_html::flow::Flow;
use crate::article::from_html::numbers::fragment;
use crate::article::from_html::signs::{is_note_reference, is_way_back};
use crate::article::from_html::style::Style;
use crate::article::from_html::walk::Walk;
use crate::article::tree::{Element, Node};

impl Walk {
    /// A link, or a way to a note and back.
    pub fn anchor(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let href = element.attribute_or_empty("href").trim();
        if let Some(id) = fragment(href, self.base.as_ref()) {
            if self.notes.is_figure(href) || self.notes.is_inside && is_way_back(element) {
                return;
            }
            if !self.notes.is_inside && is_note_reference(element, id) {
                return self.note_sign(element, id, style, flow);
            }
            if href.starts_with('#') {
                return self.nodes(&element.children, style, flow);
            }
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
