//! Paints link hints: letters over the links' numbers, cell for cell, and where the meant one leads.
//!
//! Invariant: no line of the page moves; what is painted over has the same width.

use ratatui::layout::Rect;

use crate::app::{App, Hints, body, page};
use crate::article::Line;
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::Pen;
use crate::view::sheet::status;
use crate::view::squeeze::Least;
use crate::view::words::Words;

/// Paints the letters, and the status line.
pub fn paint(hints: &Hints, app: &App, pen: &mut Pen) {
    let pane = app.areas().and_then(|areas| areas.article);
    if let Some(pane) = pane {
        let text = if app.zen { pane } else { body(pane) };
        let (pad, _) = page(pane.width, app.stage.measure);
        letters(
            hints,
            app,
            Rect {
                x: text.x + pad,
                ..text
            },
            pen,
        );
    }
    status(
        pen,
        (&leads(hints), Least::Longest),
        &[("f", "open"), ("F", "copy"), ("esc", "stop")],
    );
}

fn letters(hints: &Hints, app: &App, text: Rect, pen: &mut Pen) {
    let reader = &app.reader;
    let room = reader.room();
    for (row, y) in (text.top()..text.bottom()).take(room.height).enumerate() {
        let Some(line) = (reader.top() + row).checked_sub(room.lead) else {
            continue;
        };
        if let Some(line) = reader.page().lines.get(line) {
            paint_line(hints, line, (text.x, y), pen);
        }
    }
}

fn paint_line(hints: &Hints, line: &Line, (x, y): (u16, u16), pen: &mut Pen) {
    let mut x = x + line.indent;
    for span in &line.spans {
        let cells = text::width(&span.text);
        if span.role == Role::LinkNumber
            && let Some(label) = span.link.and_then(|link| hints.label(link))
        {
            let label = text::pad(&format!(" {label} "), cells);
            let style = pen.theme.on(Role::Hint, Part::Background);
            pen.put((x, y), cells, &label, style);
        }
        x += cells as u16;
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
        (Role::Dim, format!("→ {}", text::host(&hint.url))),
    ]
}
