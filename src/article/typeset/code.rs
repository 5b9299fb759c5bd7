//! Code set into lines: inset on its own ground, its language at the right of the first line.
//!
//! Lines are never broken for a pane, which scrolls them sideways; for a pipe they are broken where the page ends.

use std::ops::Range;

use crate::article::document::CodeWords;
use crate::article::page::Span;
use crate::article::typeset::sheet::{Sheet, dim, spaces};
use crate::text::{Role, drawn, graphemes, is_rtl, reversed, visual_runs, width};

/// Cells left of code and right of its language.
const INSET: usize = 2;

/// Sets a block of code; `words` say what is what in the text, and may be none.
pub fn set_code(sheet: &mut Sheet, language: Option<&str>, text: &str, words: &[CodeWords]) {
    let room = sheet.room();
    let inset = if room >= 4 * INSET { INSET } else { 0 };
    let inner = (room - 2 * inset).max(1);
    let goes_on = sheet.goes_on();
    let mut label = language.filter(|name| !goes_on && width(name) < inner);
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
    /// The spans of the next line, in the order of the eye.
    fn line(&mut self, line: &str) -> Vec<Span> {
        let shown = line.trim_end();
        let pieces = self.pieces(line, shown.len());
        let mut spans = Vec::new();
        for run in visual_runs(shown, is_rtl(shown)) {
            let mut parts = parts(&pieces, run.range);
            if run.is_reversed {
                parts.reverse();
            }
            for (range, role) in parts {
                let text = shown.get(range).unwrap_or_default();
                if run.is_reversed {
                    push(&mut spans, role, &reversed(text));
                } else {
                    push(&mut spans, role, text);
                }
            }
        }
        spans
    }

    /// What is what in the next line: where each piece ends, and its role.
    fn pieces(&mut self, line: &str, shown: usize) -> Vec<(usize, Role)> {
        let start = self.at;
        self.at += line.len() + 1;
        let mut pieces = Vec::new();
        while let Some(next) = self.all.first() {
            let end = (next.end as usize).saturating_sub(start);
            pieces.push((line.floor_char_boundary(end.min(shown)), next.role));
            if end > line.len() {
                break;
            }
            self.all = self.all.get(1..).unwrap_or_default();
        }
        pieces.push((shown, Role::Code));
        pieces
    }
}

/// The pieces of a range, in the order of writing.
fn parts(pieces: &[(usize, Role)], range: Range<usize>) -> Vec<(Range<usize>, Role)> {
    let mut parts = Vec::new();
    let mut from = range.start;
    for (end, role) in pieces {
        let to = (*end).min(range.end);
        if to > from {
            parts.push((from..to, *role));
            from = to;
        }
    }
    parts
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_hebrew_keep_their_colours_in_the_order_of_the_eye() {
        let text = "let s = \"שלום\"; // אב";
        let end_of = |part: &str| text.find(part).map_or(0, |at| at + part.len()) as u32;
        let words = [
            (3, Role::CodeKeyword),
            (8, Role::Code),
            (end_of("שלום\""), Role::CodeString),
            (end_of("; "), Role::Code),
            (text.len() as u32, Role::CodeComment),
        ];
        let words = words.map(|(end, role)| CodeWords { end, role });
        let mut words = Words { all: &words, at: 0 };
        let spans = words.line(text);
        let seen: Vec<(&str, Role)> = spans
            .iter()
            .map(|span| (span.text.as_str(), span.role))
            .collect();
        assert_eq!(
            seen,
            [
                ("let", Role::CodeKeyword),
                (" s = ", Role::Code),
                ("\"", Role::CodeString),
                ("בא //", Role::CodeComment),
                (" ;", Role::Code),
                ("\"םולש", Role::CodeString),
            ]
        );
        let whole: String = spans.iter().map(|span| span.text.as_str()).collect();
        assert_eq!(
            whole,
            crate::text::visual(text),
            "as all other lines are turned"
        );
    }
}
