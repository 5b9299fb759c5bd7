//! Code set into lines: inset on its own ground, its language at the right of the first line.

use crate::article::page::Span;
use crate::article::typeset::sheet::{Sheet, dim, spaces};
use crate::text::{Role, drawn, graphemes, visual, width};

/// Cells left of code and right of its language.
const INSET: usize = 2;

/// Sets a block of code.
pub fn set_code(sheet: &mut Sheet, language: Option<&str>, text: &str) {
    let room = sheet.room();
    let inset = if room >= 4 * INSET { INSET } else { 0 };
    let inner = room - 2 * inset;
    let mut label = language.filter(|name| width(name) < inner);
    for line in text.split('\n') {
        let line = drawn(line.trim_end());
        let pieces = if sheet.wraps_code() {
            wrap(&line, inner.max(1))
        } else {
            vec![line.into_owned()]
        };
        for piece in pieces {
            let mut spans = code_spans(inset, &piece);
            if let Some(name) = label.take() {
                add_label(&mut spans, name, room - inset);
            }
            sheet.code(spans);
        }
    }
}

fn code_spans(inset: usize, text: &str) -> Vec<Span> {
    let code = Span {
        role: Role::Code,
        text: visual(text).into_owned(),
        ..Span::default()
    };
    if text.is_empty() {
        return Vec::new();
    }
    let gap = (inset > 0).then(|| spaces(inset));
    gap.into_iter().chain([code]).collect()
}

/// The language stands flush right where the first line leaves room.
fn add_label(spans: &mut Vec<Span>, name: &str, right: usize) {
    let used: usize = spans.iter().map(|span| width(&span.text)).sum();
    if let Some(gap) = right
        .checked_sub(used + width(name))
        .filter(|gap| *gap >= 2)
    {
        spans.push(spaces(gap));
        spans.push(dim(name.to_owned()));
    }
}

/// Pieces of at most `room` cells.
fn wrap(line: &str, room: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut used = 0;
    for (_, grapheme, cells) in graphemes(line) {
        let (shown, cells) = if cells > room {
            ("…", 1)
        } else {
            (grapheme, cells)
        };
        if used + cells > room {
            pieces.push(std::mem::take(&mut piece));
            used = 0;
        }
        piece.push_str(shown);
        used += cells;
    }
    pieces.push(piece);
    pieces
}
