//! A document as plain text: what is said, without marks, a blank line between blocks. For `extract`, search and those who count words.
//!
//! Not what a terminal shows (`typeset`) and not lines of a width (`plain`).

use crate::article::document::{Block, Definition, Document, Figure, Inline, Table};

/// The words of a document. Items of lists stand on lines of their own, cells of tables are parted by tabs, pictures are their captions.
pub fn prose(document: &Document) -> String {
    let mut out = String::new();
    blocks(&document.blocks, "\n\n", &mut out);
    out
}

/// The words of one block.
pub fn block_prose(of: &Block) -> String {
    let mut out = String::new();
    block(of, &mut out);
    out
}

fn blocks(blocks: &[Block], between: &str, out: &mut String) {
    for block in blocks {
        let mut text = String::new();
        self::block(block, &mut text);
        part(text.trim_end(), between, out);
    }
}

/// Adds a part behind those that are there already.
fn part(text: &str, between: &str, out: &mut String) {
    if text.trim().is_empty() {
        return;
    }
    if !out.is_empty() {
        out.push_str(between);
    }
    out.push_str(text);
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(text) | Block::Heading { text, .. } => inlines(text, out),
        Block::Quote(quoted) => blocks(quoted, "\n\n", out),
        Block::List { items, .. } => {
            for item in items {
                let mut text = String::new();
                blocks(item, "\n", &mut text);
                part(&text, "\n", out);
            }
        }
        Block::Definitions(definitions) => definitions.iter().for_each(|one| definition(one, out)),
        Block::Code { text, .. } => out.push_str(text),
        Block::Table(table) => self::table(table, out),
        Block::Figure(Figure { caption, .. }) => inlines(caption, out),
        Block::Rule | Block::Embed { .. } => {}
        Block::Details {
            summary,
            blocks: inner,
        } => {
            inlines(summary, out);
            let mut text = String::new();
            blocks(inner, "\n\n", &mut text);
            part(&text, "\n\n", out);
        }
        Block::Footnotes(notes) => {
            for note in notes {
                let mut text = String::new();
                blocks(&note.blocks, "\n", &mut text);
                part(&text, "\n", out);
            }
        }
    }
}

fn definition(definition: &Definition, out: &mut String) {
    for term in &definition.terms {
        let mut text = String::new();
        inlines(term, &mut text);
        part(&text, "\n", out);
    }
    let mut text = String::new();
    blocks(&definition.blocks, "\n", &mut text);
    part(&text, "\n", out);
}

fn table(table: &Table, out: &mut String) {
    let mut caption = String::new();
    inlines(&table.caption, &mut caption);
    part(&caption, "\n", out);
    for row in std::iter::once(&table.header).chain(&table.rows) {
        let cells = row.iter().map(|cell| {
            let mut text = String::new();
            inlines(cell, &mut text);
            text
        });
        part(&cells.collect::<Vec<_>>().join("\t"), "\n", out);
    }
}

fn inlines(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => out.push_str(&run.text),
            Inline::Break => out.push('\n'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::from_html::document;

    #[test]
    fn words_without_marks() {
        let html = "<h2>A</h2><p>b <b>c</b><br>d</p><ul><li>e<li>f<ul><li>g</ul></ul>\
            <table><tr><th>h<th>i<tr><td>1<td>2</table><figure><img src=x.png alt=no><figcaption>j</figcaption></figure><hr>";
        let text = prose(&document(html, None));
        assert_eq!(text, "A\n\nb c\nd\n\ne\nf\ng\n\nh\ti\n1\t2\n\nj");
    }
}
