//! A document made illegible with its shape kept: it is set into as many lines of the same lengths.

use crate::article::document::{
    Block, Definition, Document, Figure, Inline, Note, Run, Table, Target,
};
use crate::text::{mask, mask_address};

/// The document with every letter of its text and of its addresses replaced.
#[must_use]
pub fn masked(document: &Document) -> Document {
    let target = |target: &Target| Target {
        url: mask_address(&target.url),
        label: mask(&target.label),
    };
    Document {
        blocks: blocks(&document.blocks),
        links: document.links.iter().map(target).collect(),
        complete: document.complete,
        continued: document.continued.clone(),
    }
}

fn blocks(all: &[Block]) -> Vec<Block> {
    all.iter().map(block).collect()
}

fn block(it: &Block) -> Block {
    match it {
        Block::Paragraph(text) => Block::Paragraph(inlines(text)),
        Block::Heading { level, text } => Block::Heading {
            level: *level,
            text: inlines(text),
        },
        Block::Quote(inner) => Block::Quote(blocks(inner)),
        Block::List {
            start,
            numbers,
            items,
        } => Block::List {
            start: *start,
            numbers: *numbers,
            items: items.iter().map(|item| blocks(item)).collect(),
        },
        Block::Definitions(all) => Block::Definitions(all.iter().map(definition).collect()),
        Block::Code { language, text, .. } => Block::Code {
            words: Vec::new(),
            language: language.clone(),
            text: mask(text),
        },
        Block::Table(it) => Block::Table(table(it)),
        Block::Figure(it) => Block::Figure(figure(it)),
        Block::Rule => Block::Rule,
        Block::Details {
            summary,
            blocks: inner,
        } => Block::Details {
            summary: inlines(summary),
            blocks: blocks(inner),
        },
        Block::Footnotes(notes) => Block::Footnotes(notes.iter().map(note).collect()),
        Block::Embed { label, link } => Block::Embed {
            label: sort_kept(label),
            link: *link,
        },
    }
}

/// `video: The talk` is still a video.
fn sort_kept(label: &str) -> String {
    let end = label.find([':', ' ']).unwrap_or(label.len());
    let (sort, rest) = label.split_at(end);
    format!("{sort}{}", mask(rest))
}

fn definition(it: &Definition) -> Definition {
    Definition {
        terms: cells(&it.terms),
        blocks: blocks(&it.blocks),
    }
}

fn table(it: &Table) -> Table {
    Table {
        caption: inlines(&it.caption),
        header: cells(&it.header),
        rows: it.rows.iter().map(|row| cells(row)).collect(),
        align: it.align.clone(),
        natural: it.natural.clone(),
    }
}

fn figure(it: &Figure) -> Figure {
    Figure {
        alt: mask(&it.alt),
        caption: inlines(&it.caption),
        src: mask_address(&it.src),
        ..it.clone()
    }
}

fn note(it: &Note) -> Note {
    Note {
        label: it.label.clone(),
        number: it.number,
        blocks: blocks(&it.blocks),
    }
}

fn cells(all: &[Vec<Inline>]) -> Vec<Vec<Inline>> {
    all.iter().map(|cell| inlines(cell)).collect()
}

fn inlines(all: &[Inline]) -> Vec<Inline> {
    all.iter()
        .map(|inline| match inline {
            Inline::Text(run) => Inline::Text(Run {
                text: mask(&run.text),
                ..run.clone()
            }),
            Inline::Break => Inline::Break,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Head, document, markdown, typeset};

    #[test]
    fn no_word_is_left_and_the_page_has_the_same_lines() {
        let html = include_str!("../../tests/data/articles/every_block.html");
        let whole = document(html, Some("https://example.org/"));
        let bare = masked(&whole);
        let shown = markdown(&bare);
        assert!(markdown(&whole).contains("example"));
        let mut words = shown.split(|c: char| !c.is_alphabetic());
        let is_legible = |word: &&str| {
            let bare = mask(word);
            let known = ["https", "mailto", "www", "video", "sound", "c"];
            bare != **word && !known.contains(word)
        };
        assert_eq!(words.find(is_legible), None, "{shown}");
        for width in [40_u16, 80] {
            let lines = |document: &Document| {
                let page = typeset(&Head::default(), document, width, usize::MAX);
                let text = |line: &crate::article::Line| {
                    let spans = line.spans.iter().map(|span| mask(&span.text));
                    spans.collect::<String>()
                };
                page.lines.iter().map(text).collect::<Vec<_>>()
            };
            let (bare, whole) = (lines(&bare), lines(&whole));
            for (bare, whole) in bare.iter().zip(&whole) {
                assert_eq!(bare, whole, "at {width}");
            }
            assert_eq!(bare.len(), whole.len());
        }
    }
}
