//! Blocks as running text, for places that hold no blocks: headings, cells, captions.

use crate::article::document::{Block, Definition, Inline, Run};
use crate::article::from_html::style::Style;
use crate::text::Role;

/// Adds the words of a block, on a line of their own.
pub fn flatten(block: Block, flat: &mut Vec<Inline>) {
    match block {
        Block::Paragraph(inlines) | Block::Heading { text: inlines, .. } => line(inlines, flat),
        Block::Quote(blocks) => flatten_all(blocks, flat),
        Block::List { items, .. } => {
            let blocks = items.into_iter().flatten();
            flatten_all(blocks, flat);
        }
        Block::Definitions(list) => {
            for Definition { terms, blocks } in list {
                for term in terms {
                    line(term, flat);
                }
                flatten_all(blocks, flat);
            }
        }
        Block::Code { text, .. } => {
            let style = Style {
                is_code: true,
                ..Style::default()
            };
            for code in text.lines() {
                line(vec![Inline::Text(style.run(code.to_owned()))], flat);
            }
        }
        Block::Table(table) => {
            let cells = table
                .header
                .into_iter()
                .chain(table.rows.into_iter().flatten());
            cells.for_each(|cell| line(cell, flat));
        }
        Block::Figure(figure) => {
            if !figure.alt.is_empty() {
                let link = figure.link;
                line(
                    vec![Inline::Text(Run {
                        role: Role::Dim,
                        text: format!("▨ {}", figure.alt),
                        link,
                        ..Run::default()
                    })],
                    flat,
                );
            }
            line(figure.caption, flat);
        }
        Block::Rule => {}
        Block::Details { summary, blocks } => {
            line(summary, flat);
            flatten_all(blocks, flat);
        }
        Block::Footnotes(notes) => {
            let blocks = notes.into_iter().flat_map(|note| note.blocks);
            flatten_all(blocks, flat);
        }
        Block::Embed { label, link } => line(
            vec![Inline::Text(Run {
                role: Role::Link,
                text: label,
                link,
                ..Run::default()
            })],
            flat,
        ),
    }
}

fn flatten_all(blocks: impl IntoIterator<Item = Block>, flat: &mut Vec<Inline>) {
    for block in blocks {
        flatten(block, flat);
    }
}

fn line(inlines: Vec<Inline>, flat: &mut Vec<Inline>) {
    if !inlines.is_empty() {
        if !flat.is_empty() {
            flat.push(Inline::Break);
        }
        flat.extend(inlines);
    }
}
