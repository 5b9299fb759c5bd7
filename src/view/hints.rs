//! Paints link hints: letters over the links' numbers, cell for cell, and where the meant one leads.
//!
//! Invariant: no line of the page moves; what is painted over has the same width.

use ratatui::layout::Rect;

use crate::app::{App, Hints};
use crate::article::Line;
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::Pen;
use crate::view::reader::{self, placed};
use crate::view::sheet::status;
use crate::view::squeeze::Least;
use crate::view::words::Words;

/// Paints the letters, and the status line.
pub fn paint(hints: &Hints, app: &App, pen: &mut Pen) {
    let pane = app.areas().and_then(|areas| areas.article);
    if let Some(pane) = pane {
        letters(hints, app, reader::text_area(app, pane), pen);
    }
    let label = hints.current().map_or("", |hint| hint.label.as_str());
    let capital = label.to_uppercase();
    let keys = [(label, "open"), (&*capital, "copy"), ("esc", "stop")];
    status(pen, (&leads(hints), Least::Longest), &keys);
}

fn letters(hints: &Hints, app: &App, text: Rect, pen: &mut Pen) {
    let reader = &app.reader;
    let room = reader.room();
    for (row, y) in (text.top()..text.bottom()).take(room.height).enumerate() {
        let Some(line) = (reader.top() + row).checked_sub(room.lead) else {
            continue;
        };
        if let Some(line) = reader.page().lines.get(line) {
            let row = Rect {
                y,
                height: 1,
                ..text
            };
            paint_line(hints, line, (row, reader.sideways()), pen);
        }
    }
}

fn paint_line(hints: &Hints, line: &Line, (row, sideways): (Rect, usize), pen: &mut Pen) {
    for (x, shown, span) in placed(line, row, sideways) {
        if span.role == Role::LinkNumber
            && let Some(label) = span.link.and_then(|link| hints.label(link))
        {
            let cells = text::width(shown);
            let label = text::pad(&format!(" {label} "), cells);
            let style = pen.theme.on(Role::Hint, Part::Background);
            pen.put((x, row.y), cells, &label, style);
        }
    }
}

/// The letters of the link that is meant, its words, and its host.
fn leads(hints: &Hints) -> Words {
    let Some(hint) = hints.current() else {
        return Words::new();
    };
    let words = match hint.words.as_str() {
        "" => " ".to_string(),
        words => format!(" {words} "),
    };
    vec![
        (Role::Hint, format!(" {} ", hint.label)),
        (Role::Text, words),
        (Role::Dim, format!("→ {}", text::destination(&hint.url))),
    ]
}
