//! Long blocks in parts, so that a pane never sets more of an article at once than a screen needs: a table of 100,000 rows is opened, scrolled and
//! resized as quickly as a note.
//!
//! Made off the loop, for the pane alone: what is printed or saved has its blocks whole. Invariant: every word stays, once and in order; a document whose
//! blocks are short stays as it is.

use crate::article::document::{Block, CodeWords, Definition, Document, Inline, Note, Run, Table};
use crate::article::typeset::natural_widths;
use crate::text::graphemes;

/// Bytes of text that are set at once; what is around them counts, too.
const MOST: usize = 32 << 10;
/// What a cell, an item or a word with a look of its own weighs beside its text.
const EACH: usize = 16;

/// The document with its long blocks in parts (`Document::continued` says which blocks go on with the one before them).
#[must_use]
pub fn parted(mut document: Document) -> Document {
    if document.blocks.iter().all(|block| weight(block) <= MOST) {
        return document;
    }
    let mut parts = Parts::default();
    for block in std::mem::take(&mut document.blocks) {
        parts.add(block);
    }
    Document {
        blocks: parts.blocks,
        continued: parts.continued,
        ..document
    }
}

#[derive(Default)]
struct Parts {
    blocks: Vec<Block>,
    continued: Vec<u32>,
}

impl Parts {
    fn add(&mut self, block: Block) {
        if weight(&block) <= MOST {
            return self.blocks.push(block);
        }
        match block {
            Block::Paragraph(text) => self.series(inline_parts(text).map(Block::Paragraph)),
            Block::Heading { level, text } => {
                let mut parts = inline_parts(text);
                let first = parts.next().map(|text| Block::Heading { level, text });
                self.series(first.into_iter().chain(parts.map(Block::Paragraph)));
            }
            Block::Table(table) => self.series(table_parts(table).map(Block::Table)),
            Block::Code {
                language,
                text,
                words,
            } => self.series(code_parts(language, &text, &words).into_iter()),
            Block::Definitions(list) => {
                self.series(
                    grouped(list, definition)
                        .into_iter()
                        .map(Block::Definitions),
                );
            }
            Block::Footnotes(notes) => {
                self.series(grouped(notes, note).into_iter().map(Block::Footnotes));
            }
            Block::Quote(inner) => {
                let inner = Self::of(inner);
                let quotes = grouped(inner, weight).into_iter().map(Block::Quote);
                self.blocks.extend(quotes);
            }
            Block::Details { summary, blocks } => {
                let mut inner = grouped(Self::of(blocks), weight).into_iter();
                let blocks = inner.next().unwrap_or_default();
                self.blocks.push(Block::Details { summary, blocks });
                self.blocks.extend(inner.flatten());
            }
            Block::List {
                start,
                numbers,
                items,
            } => {
                let mut at = 0;
                for items in grouped(items, |item| item.iter().map(weight).sum()) {
                    let first = start.map(|start| numbers.nth(start, at));
                    let first = first.map(|first| u32::try_from(first).unwrap_or_default());
                    if at > 0 {
                        self.continued.push(self.blocks.len() as u32);
                    }
                    at += items.len();
                    self.list(Block::List {
                        start: first,
                        numbers,
                        items,
                    });
                }
            }
            other => self.blocks.push(other),
        }
    }

    /// A list that is short, or has one item that is long: what is in that stands without its sign then.
    fn list(&mut self, list: Block) {
        match list {
            Block::List { items, .. }
                if items.len() == 1 && items.iter().flatten().map(weight).sum::<usize>() > MOST =>
            {
                items
                    .into_iter()
                    .flatten()
                    .for_each(|block| self.add(block));
            }
            list => self.blocks.push(list),
        }
    }

    fn of(blocks: Vec<Block>) -> Vec<Block> {
        let mut parts = Self::default();
        blocks.into_iter().for_each(|block| parts.add(block));
        parts.blocks
    }

    /// Parts of one block: each but the first goes on with the one before.
    fn series(&mut self, parts: impl Iterator<Item = Block>) {
        for (at, part) in parts.enumerate() {
            if at > 0 {
                self.continued.push(self.blocks.len() as u32);
            }
            self.blocks.push(part);
        }
    }
}

/// Groups that weigh no more than is set at once, each of one thing at least.
fn grouped<T>(all: Vec<T>, weigh: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut groups: Vec<Vec<T>> = Vec::new();
    let mut room = 0;
    for one in all {
        let heavy = weigh(&one) + EACH;
        match groups.last_mut().filter(|_| heavy <= room) {
            Some(last) => last.push(one),
            None => {
                groups.push(vec![one]);
                room = MOST;
            }
        }
        room = room.saturating_sub(heavy);
    }
    groups
}

/// Rows in groups under the same header, their columns as wide as the whole table has them.
fn table_parts(table: Table) -> impl Iterator<Item = Table> {
    let natural: Vec<u32> = natural_widths(&table)
        .into_iter()
        .map(|wide| u32::try_from(wide).unwrap_or(u32::MAX))
        .collect();
    let Table {
        mut caption,
        header,
        rows,
        align,
        ..
    } = table;
    let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| inlines(cell) + EACH).sum();
    let groups = grouped(rows, row);
    // A table of a header alone is one part, too.
    let groups = if groups.is_empty() {
        vec![Vec::new()]
    } else {
        groups
    };
    groups.into_iter().map(move |rows| Table {
        caption: std::mem::take(&mut caption),
        header: header.clone(),
        rows,
        align: align.clone(),
        natural: natural.clone(),
    })
}

/// Lines in groups, each with the words that are in it.
fn code_parts(language: Option<String>, text: &str, words: &[CodeWords]) -> Vec<Block> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut parts = Vec::new();
    let (mut start, mut rest) = (0, words);
    for lines in grouped(lines, |line| line.len()) {
        let text = lines.join("\n");
        let end = start + text.len();
        let inside = rest.partition_point(|words| (words.end as usize) < end);
        let last = rest.get(inside).map(|words| words.role);
        let own = rest.get(..inside).unwrap_or_default().iter();
        let mut own: Vec<CodeWords> = own
            .filter(|words| words.end as usize > start)
            .map(|words| CodeWords {
                end: (words.end as usize - start) as u32,
                role: words.role,
            })
            .collect();
        own.extend(last.map(|role| CodeWords {
            end: text.len() as u32,
            role,
        }));
        rest = rest.get(inside..).unwrap_or_default();
        parts.push(Block::Code {
            language: language.clone(),
            text,
            words: own,
        });
        start = end + 1;
    }
    parts
}

/// Running text in pieces that end behind a space, or between two letters where there is none.
fn inline_parts(text: Vec<Inline>) -> impl Iterator<Item = Vec<Inline>> {
    let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
    let mut room = MOST;
    for inline in text {
        let mut rest = match inline {
            Inline::Break => {
                push(&mut parts, Inline::Break);
                continue;
            }
            Inline::Text(run) => run,
        };
        while rest.text.len() + EACH > room {
            let at = cut_at(&rest.text, room.saturating_sub(EACH));
            let tail = rest.text.split_off(at);
            let head = std::mem::replace(&mut rest.text, tail);
            if !head.is_empty() {
                let text = head;
                push(
                    &mut parts,
                    Inline::Text(Run {
                        text,
                        ..rest.clone()
                    }),
                );
            }
            parts.push(Vec::new());
            room = MOST;
        }
        room -= rest.text.len() + EACH;
        if !rest.text.is_empty() {
            push(&mut parts, Inline::Text(rest));
        }
    }
    parts.into_iter().filter(|part| !part.is_empty())
}

fn push(parts: &mut [Vec<Inline>], inline: Inline) {
    if let Some(last) = parts.last_mut() {
        last.push(inline);
    }
}

/// Where a text that is too long is cut: 0 where the next part has more room for its first word.
fn cut_at(text: &str, most: usize) -> usize {
    let head = text
        .get(..text.floor_char_boundary(most))
        .unwrap_or_default();
    let space = head.rfind(char::is_whitespace);
    let space = space.map(|at| text.ceil_char_boundary(at + 1));
    match space {
        Some(at) => at,
        None if most < MOST / 2 => 0,
        // Not within what is one letter to its reader.
        None => graphemes(head)
            .map(|(at, ..)| at)
            .last()
            .unwrap_or_default(),
    }
}

fn weight(block: &Block) -> usize {
    let all = |blocks: &[Block]| blocks.iter().map(weight).sum::<usize>();
    EACH + match block {
        Block::Paragraph(text) | Block::Heading { text, .. } => inlines(text),
        Block::Quote(inner) => all(inner),
        Block::List { items, .. } => items.iter().map(|item| all(item) + EACH).sum(),
        Block::Definitions(list) => list.iter().map(definition).sum(),
        Block::Code { text, .. } => text.len() + EACH * text.matches('\n').count(),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten().chain(&table.header);
            cells.map(|cell| inlines(cell) + EACH).sum()
        }
        Block::Figure(figure) => inlines(&figure.caption),
        Block::Rule | Block::Embed { .. } => 0,
        Block::Details { summary, blocks } => inlines(summary) + all(blocks),
        Block::Footnotes(notes) => notes.iter().map(note).sum(),
    }
}

fn definition(one: &Definition) -> usize {
    let terms: usize = one.terms.iter().map(|term| inlines(term)).sum();
    terms + one.blocks.iter().map(weight).sum::<usize>()
}

fn note(one: &Note) -> usize {
    one.blocks.iter().map(weight).sum()
}

fn inlines(all: &[Inline]) -> usize {
    let one = |inline: &Inline| match inline {
        Inline::Text(run) => run.text.len() + EACH,
        Inline::Break => EACH,
    };
    all.iter().map(one).sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::{Head, document, prose, typeset};

    /// Pages whose only block is longer than is set at once.
    fn long() -> Vec<(&'static str, String)> {
        let row = |n: u32| format!("<tr><td>Row {n}<td>{n}</tr>");
        let rows: String = (0..4_000).map(row).collect();
        let words = "some words that go on, ".repeat(8_000);
        let cjk = "龙架构补丁合入内核主线".repeat(3_000);
        let items: String = (0..4_000).map(|n| format!("<li>item {n}</li>")).collect();
        let code: String = (0..4_000).map(|n| format!("let x = {n};\n")).collect();
        let paragraphs = "<p>Somebody said this, and more.</p>".repeat(3_000);
        let terms: String = (0..4_000)
            .map(|n| format!("<dt>{n}<dd>what {n} is"))
            .collect();
        vec![
            (
                "table",
                format!("<table><tr><th>Name<th>Figure</tr>{rows}</table>"),
            ),
            ("paragraph", format!("<p>{words}</p>")),
            ("word", format!("<p>{}</p>", "x".repeat(1 << 20))),
            ("cjk", format!("<p>{cjk}</p>")),
            ("list", format!("<ol>{items}</ol>")),
            ("code", format!("<pre>{code}</pre>")),
            ("quote", format!("<blockquote>{paragraphs}</blockquote>")),
            (
                "details",
                format!("<details><summary>More</summary>{paragraphs}</details>"),
            ),
            ("terms", format!("<dl>{terms}</dl>")),
            ("heading", format!("<h2>{words}</h2>")),
            (
                "table in a list",
                format!("<ul><li><table><tr><th>A<th>B</tr>{rows}</table></ul>"),
            ),
        ]
    }

    fn bare(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    #[test]
    fn long_blocks_come_in_parts_without_a_word_lost() {
        for (name, html) in long() {
            let whole = document(&html, None);
            let parts = parted(whole.clone());
            assert!(parts.blocks.len() > 2, "{name}: {}", parts.blocks.len());
            assert!(
                parts
                    .blocks
                    .iter()
                    .all(|block| weight(block) <= MOST + MOST / 10),
                "{name}"
            );
            let shown = |document: &Document| {
                let page = typeset(&Head::default(), document, 60, usize::MAX);
                let lines = page.lines.iter().map(|line| bare(&line.text()));
                lines.collect::<String>()
            };
            // A sign of an item may go, where the item is in parts itself.
            let without = |text: String| text.replace(['•', '▎'], "");
            assert_eq!(
                without(shown(&parts)).len(),
                without(shown(&whole)).len(),
                "{name}"
            );
            if !name.starts_with("table") {
                assert_eq!(bare(&prose(&parts)), bare(&prose(&whole)), "{name}");
            }
        }
    }

    #[test]
    fn a_table_in_parts_is_set_as_a_whole_one() {
        let (_, html) = long().remove(0);
        let whole = document(&html, None);
        let set = |document: &Document| {
            let page = typeset(&Head::default(), document, 60, usize::MAX);
            page.lines
                .iter()
                .map(crate::article::Line::text)
                .collect::<Vec<_>>()
        };
        assert_eq!(set(&parted(whole.clone())), set(&whole));
    }

    #[test]
    fn a_short_document_is_left_alone() {
        let short = document("<p>one</p><ul><li>two</li></ul>", None);
        assert_eq!(parted(short.clone()), short);
    }

    #[test]
    fn little_is_set_for_a_screen() {
        for (name, html) in long() {
            let parts = parted(document(&html, None));
            let page = typeset(&Head::default(), &parts, 80, 60);
            let bytes: usize = page.lines.iter().map(|line| line.text().len()).sum();
            assert!(bytes < 3 * MOST, "{name}: {bytes}");
        }
    }
}
