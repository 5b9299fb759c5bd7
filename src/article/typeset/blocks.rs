//! Blocks set into lines: each kind has its shape and its room above.

use crate::article::document::{Block, Definition, Inline, Note, Numbers};
use crate::article::page::Span;
use crate::article::script::raised;
use crate::article::typeset::code::set_code;
use crate::article::typeset::figure::set_figure;
use crate::article::typeset::sheet::{Sheet, rule};
use crate::article::typeset::table::set_table;
use crate::article::typeset::text::{Look, Text};
use crate::text::Role;

/// Cells of a rule between parts.
const RULE: usize = 12;

/// Sets blocks one below the other.
pub fn set_blocks(sheet: &mut Sheet, blocks: &[Block]) {
    let mut before = None;
    for block in blocks {
        set_gap(sheet, before, block);
        set_block(sheet, block);
        before = Some(block);
    }
}

/// The empty lines between two blocks.
pub fn set_gap(sheet: &mut Sheet, before: Option<&Block>, block: &Block) {
    let Some(before) = before else {
        return;
    };
    let rows = match (before, block) {
        (_, block) if sheet.is_going_on() => gap_within(block),
        (Block::Paragraph(_), Block::Paragraph(text)) if sheet.indents() && !is_source(text) => {
            sheet.indent();
            0
        }
        _ => gap(before, block),
    };
    for _ in 0..rows {
        sheet.blank();
    }
}

/// The empty lines between the parts of a long block.
fn gap_within(block: &Block) -> usize {
    match block {
        Block::List { items, .. } => usize::from(items.iter().any(|item| is_loose(item))),
        _ => 0,
    }
}

fn gap(before: &Block, block: &Block) -> usize {
    match (before, block) {
        (_, Block::Heading { level: 1, .. }) => 2,
        (Block::Heading { level: 3, .. }, Block::Paragraph(_)) => 0,
        (Block::Paragraph(_), Block::Paragraph(source)) if is_source(source) => 0,
        // A list that goes on with another number.
        (
            Block::List {
                start: Some(_),
                numbers: before,
                ..
            },
            Block::List { start, numbers, .. },
        ) if before == numbers && start.is_some_and(|start| start != 1) => 0,
        _ => 1,
    }
}

/// Whose words a quote has: dim throughout, right below them.
fn is_source(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text(run) => {
            run.role == Role::Dim || run.link.is_some() || run.text.trim().is_empty()
        }
        Inline::Break => true,
    }) && inlines
        .iter()
        .any(|inline| matches!(inline, Inline::Text(run) if run.role == Role::Dim))
}

/// Sets one block.
pub fn set_block(sheet: &mut Sheet, block: &Block) {
    if !matches!(
        block,
        Block::Table(_) | Block::Code { .. } | Block::Footnotes(_)
    ) {
        // To the others it makes no difference.
        sheet.goes_on();
    }
    match block {
        Block::Paragraph(inlines) => sheet.text(sheet.words(inlines, sheet.look())),
        Block::Heading { level, text } => {
            let role = match level {
                0 | 1 => Role::Heading1,
                2 => Role::Heading2,
                _ => Role::Heading3,
            };
            sheet.text(sheet.words(text, Look::of(role)));
        }
        Block::Quote(blocks) => {
            sheet.barred(|sheet| {
                sheet.with_look(Look::of(Role::Quote), |sheet| set_blocks(sheet, blocks));
            });
        }
        Block::List {
            start,
            numbers,
            items,
        } => set_list(sheet, *start, *numbers, items),
        Block::Definitions(list) => set_definitions(sheet, list),
        Block::Code {
            language,
            text,
            words,
        } => set_code(sheet, language.as_deref(), text, words),
        Block::Table(table) => set_table(sheet, table),
        Block::Figure(figure) => set_figure(sheet, figure),
        Block::Rule => set_rule(sheet),
        Block::Details { summary, blocks } => set_details(sheet, summary, blocks),
        Block::Footnotes(notes) => set_footnotes(sheet, notes),
        Block::Embed { label, link } => set_embed(sheet, label, *link),
    }
}

fn set_rule(sheet: &mut Sheet) {
    sheet.spans(vec![rule(RULE.min(sheet.room()))]);
}

fn set_list(sheet: &mut Sheet, start: Option<u32>, numbers: Numbers, items: &[Vec<Block>]) {
    let sign = |at: usize| start.map(|first| numbers.sign(numbers.nth(first, at)));
    let widest = (0..items.len())
        .filter_map(|at| Some(sign(at)?.len()))
        .max();
    let widest = widest.unwrap_or_default();
    let bullet = if sheet.is_in_list() { "◦ " } else { "• " };
    let is_loose = items.iter().any(|item| is_loose(item));
    sheet.in_list(|sheet| {
        for (at, item) in items.iter().enumerate() {
            if at > 0 && is_loose {
                sheet.blank();
            }
            let sign = match sign(at) {
                Some(sign) => format!("{sign:>widest$}. "),
                None => bullet.to_owned(),
            };
            sheet.hanging(sign, |sheet| set_item(sheet, item));
        }
    });
}

/// Items of several paragraphs need air between them.
fn is_loose(item: &[Block]) -> bool {
    let others = item
        .iter()
        .filter(|block| !matches!(block, Block::List { .. }));
    others.count() > 1
}

/// A list inside an item follows its words at once.
fn set_item(sheet: &mut Sheet, blocks: &[Block]) {
    let mut before = None;
    for block in blocks {
        if !matches!(block, Block::List { .. }) {
            set_gap(sheet, before, block);
        }
        set_block(sheet, block);
        before = Some(block);
    }
}

fn set_definitions(sheet: &mut Sheet, list: &[Definition]) {
    for (at, Definition { terms, blocks }) in list.iter().enumerate() {
        if at > 0 && blocks.len() > 1 {
            sheet.blank();
        }
        for term in terms {
            sheet.text(sheet.words(term, Look::of(Role::Strong)));
        }
        sheet.indented(2, |sheet| set_blocks(sheet, blocks));
    }
}

fn set_details(sheet: &mut Sheet, summary: &[Inline], blocks: &[Block]) {
    sheet.hanging("▾ ".to_owned(), |sheet| {
        let look = Look::of(Role::Strong);
        let text = sheet.words(summary, look);
        sheet.text(if text.is_empty() {
            Text::of(Role::Strong, "details")
        } else {
            text
        });
    });
    sheet.indented(2, |sheet| set_blocks(sheet, blocks));
}

fn set_embed(sheet: &mut Sheet, label: &str, link: Option<u32>) {
    let sign = if label.starts_with("sound") {
        "♪ "
    } else {
        "▸ "
    };
    let mut text = Text::default();
    match link {
        Some(link) => {
            text.push_linked(Role::Link, label, link);
            text.push_number(link);
        }
        None => text.push_words(Role::Text, label),
    }
    sheet.hanging(sign.to_owned(), |sheet| sheet.text(text));
}

fn set_footnotes(sheet: &mut Sheet, notes: &[Note]) {
    let mut tells_way = !sheet.goes_on();
    if tells_way {
        set_rule(sheet);
    }
    for note in notes {
        let figure = raised(&note.label);
        let figure = if figure.is_empty() {
            "• ".to_owned()
        } else {
            format!("{figure} ")
        };
        let has_way_back = sheet.has_sign_of(note.number);
        sheet.note(note.number, figure, |sheet| {
            sheet.with_look(Look::of(Role::Footnote), |sheet| {
                set_note(sheet, note, has_way_back.then_some(tells_way));
            });
        });
        tells_way = tells_way && !has_way_back;
    }
}

/// What a note says, and the way back to its sign; the first note that has one says what it is.
fn set_note(sheet: &mut Sheet, note: &Note, way_back: Option<bool>) {
    let mut text = Text::default();
    let mut blocks = note.blocks.as_slice();
    if let (Some(Block::Paragraph(inlines)), Some(_)) = (blocks.last(), way_back) {
        text = sheet.words(inlines, sheet.look());
        blocks = blocks.get(..blocks.len() - 1).unwrap_or_default();
    }
    set_blocks(sheet, blocks);
    if let Some(tells_way) = way_back {
        let span = |role| Span {
            role,
            note: Some(note.number),
            ..Span::default()
        };
        if !text.is_empty() {
            text.push_words(Role::Footnote, "\u{a0}");
        }
        text.push(span(Role::Key), "↵");
        if tells_way {
            text.push(span(Role::Footnote), " back to the text");
        }
    }
    if !text.is_empty() {
        if !blocks.is_empty() {
            sheet.blank();
        }
        sheet.text(text);
    }
}
