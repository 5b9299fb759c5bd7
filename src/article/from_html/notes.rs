//! Notes below a text, and the signs in it that lead to them.
//!
//! What counts as a note is what Markdown writers, MediaWiki, Substack, Asciidoctor and docutils print.

use crate::article::document::{Block, Inline, Note};
use crate::article::from_html::flow::Flow;
use crate::article::from_html::numbers::fragment;
use crate::article::from_html::signs::{is_lone_note, sign};
use crate::article::from_html::style::{Script, Style};
use crate::article::from_html::walk::Walk;
use crate::article::script::raised;
use crate::article::tree::{Element, Node};
use crate::text::Role;

impl Walk {
    /// The sign of a note, raised.
    pub fn note_sign(&mut self, element: &Element, id: &str, style: Style, flow: &mut Flow) {
        let style = Style {
            special: Some(Role::Footnote),
            script: Script::Normal,
            link: None,
            note: Some(self.notes.number(id)),
            ..style
        };
        flow.text(style, &raised(&sign(element)));
    }

    /// Raised signs of notes: `¹`, `¹,²`.
    pub fn note_signs(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let style = Style {
            special: Some(Role::Footnote),
            ..style
        };
        for node in &element.children {
            match node {
                Node::Element(anchor) if anchor.name == "a" => {
                    match fragment(anchor.attribute_or_empty("href"), self.base.as_ref()) {
                        Some(id) => self.note_sign(anchor, id, style, flow),
                        None => self.anchor(anchor, style, flow),
                    }
                }
                Node::Text(text) => {
                    let between = text.replace(['[', ']', '(', ')'], "");
                    flow.text(style, &raised(between.trim()));
                }
                node => self.nodes(std::slice::from_ref(node), style, flow),
            }
        }
    }

    /// Whether a raised sign leads to a note.
    pub fn is_note_sign(&self, element: &Element) -> bool {
        let leads_here = |a: &Element| {
            let href = a.attribute_or_empty("href");
            a.name == "a" && fragment(href, self.base.as_ref()).is_some()
        };
        !self.notes.is_inside && element.elements().any(leads_here)
    }

    /// The notes below a text: a list, or one element for each.
    pub fn footnotes(&mut self, element: &Element, flow: &mut Flow) {
        let are_lone = element.find(&is_lone_note).is_some();
        let list = element.find(&|child| matches!(child.name, "ol" | "ul"));
        if let Some(list) = list.filter(|_| !are_lone) {
            let start: usize = list.attribute_or_empty("start").trim().parse().unwrap_or(1);
            let items = list.elements().filter(|item| item.name == "li");
            let mut notes = Vec::new();
            for (at, item) in items.enumerate() {
                let label = start.saturating_add(at).to_string();
                notes.push(self.note(item, label));
            }
            return push_notes(notes, flow);
        }
        flow.end_paragraph();
        for node in &element.children {
            // The rule above the notes is ours to set.
            if !matches!(node, Node::Element(rule) if rule.name == "hr") {
                self.nodes(std::slice::from_ref(node), Style::default(), flow);
            }
        }
        flow.end_paragraph();
    }

    /// An element that holds one note, its figure before it.
    pub fn lone_note(&mut self, element: &Element, flow: &mut Flow) {
        let figure = element.find(&|child| {
            child.name == "a" && child.attribute_or_empty("href").trim().starts_with('#')
        });
        let label = figure.map(sign).unwrap_or_default();
        self.notes.figure = figure.map(|it| it.attribute_or_empty("href").trim().to_owned());
        let mut note = self.note(element, label);
        self.notes.figure = None;
        if let Some(Block::Paragraph(inlines)) = note.blocks.first_mut()
            && let Some(Inline::Text(run)) = inlines.first_mut()
        {
            // What stood behind the figure: `1.`, `[1]`, `(1)`.
            let words = run
                .text
                .trim_start_matches(['[', ']', '(', ')', '.', ':', ' ']);
            run.text = words.to_owned();
            if run.text.is_empty() {
                inlines.remove(0);
            }
            if inlines.is_empty() {
                note.blocks.remove(0);
            }
        }
        push_notes(vec![note], flow);
    }

    fn note(&mut self, element: &Element, label: String) -> Note {
        let number = self.notes.number_of(element);
        let was_inside = std::mem::replace(&mut self.notes.is_inside, true);
        let mut blocks = self.blocks(&element.children, Style::default());
        self.notes.is_inside = was_inside;
        // The way back often stands behind a space that does not break.
        if let Some(Block::Paragraph(inlines)) = blocks.last_mut()
            && let Some(Inline::Text(run)) = inlines.last_mut()
        {
            run.text.truncate(run.text.trim_end().len());
        }
        Note {
            label,
            number,
            blocks,
        }
    }
}

/// Notes that follow each other are one block.
fn push_notes(mut notes: Vec<Note>, flow: &mut Flow) {
    notes.retain(|note| !note.blocks.is_empty());
    if notes.is_empty() {
        return;
    }
    flow.end_paragraph();
    match flow.last_block() {
        Some(Block::Footnotes(before)) => before.extend(notes),
        _ => flow.push(Block::Footnotes(notes)),
    }
}
