//! Paints the search box: over the list's head, with what is wrong below it; the list itself is the normal one.

use ratatui::layout::Rect;

use crate::app::{App, Search};
use crate::config::Part;
use crate::model::{Direction, Scope};
use crate::query::QueryError;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Input, Pen};
use crate::view::sheet::{Heed, head, status, strong};
use crate::view::words::{Words, words};

/// Rows above the list: title, rule, box, and one for a mistake.
const HEAD: u16 = 4;

/// Where the box stands: over the top of the list.
pub fn area(app: &App) -> Option<Rect> {
    let list = app.areas()?.entries?;
    Some(Rect {
        y: 0,
        height: HEAD.min(app.stage.size.height),
        ..list
    })
}

/// Paints the box over the top of the list.
pub fn paint(search: &Search, app: &App, pen: &mut Pen) {
    let Some(area) = area(app) else {
        return;
    };
    pen.clear(area, Part::Background);
    head(pen, area, ("Search", &found(app)), Heed::Here);
    let shown = search
        .field
        .shown(usize::from(area.width).saturating_sub(5));
    let before = text::width(&shown.before) + text::width(&shown.after);
    let input = Input {
        sign: "/".to_string(),
        shown,
        ghost: "words, \"a phrase\", feed: folder: since:2w unread is:bookmarked".to_string(),
        heard: true,
    };
    pen.input(
        Rect {
            y: area.y + 2,
            height: 1,
            ..area
        },
        &input,
    );
    if let Some(error) = &search.error {
        mistake(
            error,
            (search.field.text(), before),
            Rect {
                y: area.y + 3,
                height: 1,
                ..area
            },
            pen,
        );
    }
    status(
        pen,
        &words(Role::Dim, "newest first"),
        &[
            ("enter", "into the list"),
            ("tab", "complete"),
            ("esc", "back"),
        ],
    );
}

/// How many were found, as far as that is known.
fn found(app: &App) -> Words {
    if !matches!(app.entries.scope(), Scope::Search(_)) || !app.entries.is_loaded() {
        return Words::new();
    }
    let rows = app.entries.rows();
    let has_more = rows.has_more(Direction::Next) || rows.has_more(Direction::Previous);
    let count = match rows.position().1 {
        Some(total) => text::grouped(total),
        None if has_more => format!("more than {}", text::grouped(rows.all().len() as u64)),
        None => text::grouped(rows.all().len() as u64),
    };
    vec![strong(format!("{count} found"))]
}

/// A caret under the column of the mistake, and what it is: behind the caret, or before it where there is no room.
fn mistake(error: &QueryError, (typed, shown): (&str, usize), row: Rect, pen: &mut Pen) {
    let before: String = typed
        .chars()
        .take(error.column.saturating_sub(1) as usize)
        .collect();
    let scrolled = text::width(typed).saturating_sub(shown);
    let room = usize::from(row.width).saturating_sub(5);
    let at = text::width(&before).saturating_sub(scrolled).min(room);
    let said = match &error.hint {
        Some(hint) => format!("{} · {hint}", error.what),
        None => error.what.clone(),
    };
    let ground = Ground::On(Part::Background);
    let x = row.x + 3 + at as u16;
    if at + 2 + text::width(&said) <= room || at < room / 2 {
        let line = words(Role::Error, format!("^ {said}"));
        pen.words((x, row.y), room + 1 - at, &line, ground);
    } else {
        let line = words(Role::Error, format!("{} ^", text::cut(&said, at - 1)));
        pen.right((x + 1, row.y), &line, ground);
    }
}
