//! Paints the search box: over the list's head, with what is wrong below it; the list itself is the normal one.

use ratatui::layout::Rect;

use crate::app::{App, Search};
use crate::config::Part;
use crate::model::{Direction, Order, Scope};
use crate::query::QueryError;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Input, Pen};
use crate::view::sheet::{Heed, head, status, strong};
use crate::view::squeeze::Least;
use crate::view::words::{Words, lines, words};

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
    // What the list shows beside a mistake is not what stands in the box: it is not counted.
    let found = match search.error {
        Some(_) => Words::new(),
        None => found(app),
    };
    head(pen, area, ("Search", &found), Heed::Here);
    let shown = search
        .field
        .shown(usize::from(area.width).saturating_sub(5));
    let input = Input {
        sign: "/".to_string(),
        shown: shown.clone(),
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
            shown.cell(error.column.saturating_sub(1) as usize),
            Rect {
                y: area.y + 3,
                height: 1,
                ..area
            },
            pen,
        );
    }
    let (order, other) = match app.entries.order() {
        Order::Best => ("best first, of the newest", "newest first"),
        _ => ("newest first", "best first"),
    };
    status(
        pen,
        (&words(Role::Dim, order), Least::End),
        &[
            ("tab", "complete"),
            ("enter", "list"),
            ("ctrl-s", other),
            ("ctrl-f", "make a feed"),
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
    let mut found = vec![strong(format!("{count} found"))];
    if let Some(took) = app.entries.took() {
        found.push((Role::Dim, format!(" in {took} ms")));
    }
    found
}

/// A caret under the column of the mistake, and what it is: behind the caret, or before it; where there is no room for either, in rows below it.
fn mistake(error: &QueryError, cell: usize, row: Rect, pen: &mut Pen) {
    let room = usize::from(row.width).saturating_sub(5);
    let at = cell.min(room);
    let said = match &error.hint {
        Some(hint) => format!("{} · {hint}", error.what),
        None => error.what.clone(),
    };
    let ground = Ground::On(Part::Background);
    let x = row.x + 3 + at as u16;
    let cells = text::width(&said);
    let line = if at + 2 + cells <= room + 1 {
        format!("^ {said}")
    } else if cells + 2 <= at {
        let line = words(Role::Error, format!("{said} ^"));
        return pen.right((x + 1, row.y), &line, ground);
    } else {
        "^".to_string()
    };
    let is_below = line.len() == 1;
    pen.words((x, row.y), room + 1 - at, &words(Role::Error, line), ground);
    let rest = lines(&said, room).filter(|_| is_below);
    for (line, y) in rest.zip(row.y + 1..pen.buffer.area.bottom() - 1) {
        pen.clear(Rect { y, ..row }, Part::Background);
        pen.words((row.x + 3, y), room, &words(Role::Error, line), ground);
    }
}
