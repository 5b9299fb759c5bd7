//! Code set into lines: inset on its own ground, its language at the right of the first line.
//!
//! Lines are never broken for a pane, which scrolls them sideways; for a pipe they are broken where the page ends.

use crate::article::document::CodeWords;
use crate::article::page::Span;
use crate::article::typeset::sheet::{Sheet, dim, spaces};
use crate::text::{Role, drawn, graphemes, has_rtl, visual, width};

/// Cells left of code and right of its language.
const INSET: usize = 2;

/// Sets a block of code; `words` say what is what in the text, and may be none.
pub fn set_code(sheet: &mut Sheet, language: Option<&str>, text: &str, words: &[CodeWords]) {
    let room = sheet.room();
    let inset = if room >= 4 * INSET { INSET } else { 0 };
    let inner = (room - 2 * inset).max(1);
    let mut label = language.filter(|name| width(name) < inner);
    let mut words = Words { all: words, at: 0 };
    for line in text.split('\n') {
        let spans = words.line(line);
        let pieces = if sheet.wraps_code() {
            wrap(spans, inner)
        } else {
            vec![spans]
        };
        for mut spans in pieces {
            if inset > 0 && !spans.is_empty() {
                spans.insert(0, spaces(inset));
            }
            if let Some(name) = label.take() {
                add_label(&mut spans, name, room - inset);
            }
            sheet.code(spans);
        }
    }
}

/// What is what, taken line by line.
struct Words<'a> {
    all: &'a [CodeWords],
    /// The byte of the text at which the next line begins.
    at: usize,
}

impl Words<'_> {
    /// The spans of the next line.
    fn line(&mut self, line: &str) -> Vec<Span> {
        let start = self.at;
        self.at += line.len() + 1;
        let shown = line.trim_end();
        // Words of a line that is not seen in the order in which it is written keep no colours.
        let is_turned = has_rtl(shown);
        let mut spans = Vec::new();
        let mut from = 0;
        while let Some(next) = self
            .all
            .first()
            .filter(|_| !is_turned && from < shown.len())
        {
            let end = (next.end as usize).saturating_sub(start);
            let to = shown.floor_char_boundary(end.min(shown.len()));
            push(
                &mut spans,
                next.role,
                shown.get(from..to).unwrap_or_default(),
            );
            from = from.max(to);
            if end > shown.len() {
                break;
            }
            self.all = self.all.get(1..).unwrap_or_default();
        }
        let rest = shown.get(from..).unwrap_or_default();
        push(&mut spans, Role::Code, &visual(rest));
        let before = |words: &&CodeWords| (words.end as usize) <= self.at;
        let passed = self.all.iter().take_while(before).count();
        self.all = self.all.get(passed..).unwrap_or_default();
        spans
    }
}

fn push(spans: &mut Vec<Span>, role: Role, text: &str) {
    if text.is_empty() {
        return;
    }
    let text = drawn(text);
    match spans.last_mut() {
        Some(last) if last.role == role => last.text.push_str(&text),
        _ => spans.push(Span {
            role,
            text: text.into_owned(),
            ..Span::default()
        }),
    }
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
fn wrap(line: Vec<Span>, room: usize) -> Vec<Vec<Span>> {
    let mut pieces = vec![Vec::new()];
    let mut used = 0;
    for span in line {
        let mut piece = String::new();
        for (_, grapheme, cells) in graphemes(&span.text) {
            let (shown, cells) = if cells > room {
                ("…", 1)
            } else {
                (grapheme, cells)
            };
            if used + cells > room {
                end_piece(&mut pieces, span.role, &mut piece);
                pieces.push(Vec::new());
                used = 0;
            }
            piece.push_str(shown);
            used += cells;
        }
        end_piece(&mut pieces, span.role, &mut piece);
    }
    pieces
}

fn end_piece(pieces: &mut [Vec<Span>], role: Role, text: &mut String) {
    if let Some(last) = pieces.last_mut() {
        push(last, role, &std::mem::take(text));
    }
}
