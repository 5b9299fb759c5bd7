//! Blocks of words: headings, quotes, lists, definitions, folded parts.

use crate::article::document::{Block, Definition, Numbers, Numerals};
use crate::article::from_html::flow::Flow;
use crate::article::from_html::style::Style;
use crate::article::from_html::walk::Walk;
use crate::article::tree::{Element, Node};
use crate::text::Role;

impl Walk {
    /// A heading of a level as it is shown.
    pub fn heading(&mut self, element: &Element, level: u8, style: Style, flow: &mut Flow) {
        let mut inner = Flow::default();
        self.nodes(&element.children, style, &mut inner);
        let blocks = inner.into_blocks();
        // A picture in a heading is a picture, not a heading.
        let (figures, words): (Vec<_>, Vec<_>) = blocks
            .into_iter()
            .partition(|block| matches!(block, Block::Figure(_)));
        for figure in figures {
            flow.push(figure);
        }
        let text = Flow::from(words).into_inlines();
        if !text.is_empty() {
            flow.push(Block::Heading { level, text });
        }
    }

    /// A quote; who said it steps back.
    pub fn quote(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let mut inner = Flow::default();
        for node in &element.children {
            match node {
                Node::Element(source)
                    if matches!(source.name, "footer" | "cite" | "figcaption") =>
                {
                    let style = Style {
                        special: Some(Role::Dim),
                        ..style
                    };
                    inner.end_paragraph();
                    self.nodes(&source.children, style, &mut inner);
                    inner.end_paragraph();
                }
                node => self.nodes(std::slice::from_ref(node), style, &mut inner),
            }
        }
        let blocks = inner.into_blocks();
        if !blocks.is_empty() {
            flow.push(Block::Quote(blocks));
        }
    }

    /// A list. Where the author sets the number of a step (`value`), another list begins with it.
    pub fn list(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let mut items: Vec<Item> = Vec::new();
        for node in &element.children {
            match node {
                Node::Element(item) if item.name == "li" => {
                    if !item.is_hidden() {
                        items.push(Item {
                            number: number(item, "value"),
                            blocks: self.blocks(&item.children, style),
                        });
                    }
                }
                // Lists that stand beside the items belong into the item before them.
                node => {
                    let blocks = self.blocks(std::slice::from_ref(node), style);
                    match items.last_mut() {
                        Some(last) => last.blocks.extend(blocks),
                        None if blocks.is_empty() => {}
                        None => items.push(Item {
                            number: None,
                            blocks,
                        }),
                    }
                }
            }
        }
        items.retain(|item| !item.blocks.is_empty());
        push_list(element, items, flow);
    }

    /// Terms and what they mean.
    pub fn definitions(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let mut list: Vec<Definition> = Vec::new();
        self.definition_parts(element, style, &mut list);
        list.retain(|one| !one.terms.is_empty() || !one.blocks.is_empty());
        if !list.is_empty() {
            flow.push(Block::Definitions(list));
        }
    }

    fn definition_parts(&mut self, element: &Element, style: Style, found: &mut Vec<Definition>) {
        for child in element.elements() {
            let is_term = child.name == "dt";
            if matches!(child.name, "div" | "span" | "other") {
                self.definition_parts(child, style, found);
                continue;
            }
            if found
                .last()
                .is_none_or(|last| is_term && !last.blocks.is_empty())
            {
                found.push(Definition::default());
            }
            let Some(last) = found.last_mut() else {
                continue;
            };
            if is_term {
                let term = self.inlines(&child.children, style);
                last.terms.extend((!term.is_empty()).then_some(term));
            } else {
                last.blocks.extend(self.blocks(&child.children, style));
            }
        }
    }

    /// A part that a page folds away.
    pub fn details(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let summary = element.elements().find(|child| child.name == "summary");
        let summary = summary.map(|summary| self.inlines(&summary.children, style));
        let mut inner = Flow::default();
        for node in &element.children {
            if !matches!(node, Node::Element(child) if child.name == "summary") {
                self.nodes(std::slice::from_ref(node), style, &mut inner);
            }
        }
        let blocks = inner.into_blocks();
        let summary = summary.unwrap_or_default();
        if !summary.is_empty() || !blocks.is_empty() {
            flow.push(Block::Details { summary, blocks });
        }
    }
}

/// A point or step.
struct Item {
    /// Its number, where the author sets it.
    number: Option<u32>,
    blocks: Vec<Block>,
}

fn push_list(element: &Element, items: Vec<Item>, flow: &mut Flow) {
    if items.is_empty() {
        return;
    }
    let numbers = numbers(element);
    if element.name != "ol" {
        flow.push(Block::List {
            start: None,
            numbers,
            items: items.into_iter().map(|item| item.blocks).collect(),
        });
        return;
    }
    let first = if numbers.is_reversed {
        items.len() as u32
    } else {
        1
    };
    let mut parts = vec![(number(element, "start").unwrap_or(first), Vec::new())];
    for item in items {
        match (item.number, parts.last_mut()) {
            (Some(number), Some((start, steps)))
                if i64::from(number) != numbers.nth(*start, steps.len()) =>
            {
                if steps.is_empty() {
                    *start = number;
                    steps.push(item.blocks);
                } else {
                    parts.push((number, vec![item.blocks]));
                }
            }
            (_, Some((_, steps))) => steps.push(item.blocks),
            (_, None) => {}
        }
    }
    for (start, items) in parts {
        flow.push(Block::List {
            start: Some(start),
            numbers,
            items,
        });
    }
}

fn number(element: &Element, name: &str) -> Option<u32> {
    element.attribute_or_empty(name).trim().parse().ok()
}

/// How the steps of a list are numbered.
fn numbers(list: &Element) -> Numbers {
    if list.name != "ol" {
        return Numbers::default();
    }
    let figures = match list.attribute_or_empty("type").trim() {
        "a" => Numerals::LowerLetters,
        "A" => Numerals::UpperLetters,
        "i" => Numerals::LowerRoman,
        "I" => Numerals::UpperRoman,
        _ => Numerals::Decimal,
    };
    Numbers {
        figures,
        is_reversed: list.attribute("reversed").is_some(),
    }
}
