//! Paints a text over the whole screen, and how far it was read.

use ratatui::layout::{Position, Rect};

use crate::app::{Listing, Pager};
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Pen};
use crate::view::sheet::{Heed, head, status};
use crate::view::squeeze::Least;
use crate::view::words::words;

/// Rows that a notch of the wheel goes.
const NOTCH: usize = 3;
/// Rows above the text.
const ABOVE: u16 = 2;

/// Paints the pager.
pub fn paint(pager: &Pager, pen: &mut Pen) {
    let screen = pen.buffer.area;
    pen.clear(screen, Part::Background);
    let far = match (pager.is_waiting(), pager.last()) {
        (true, _) => "looking …".to_string(),
        (_, 0) => "all".to_string(),
        (_, last) if pager.top >= last => "end".to_string(),
        _ => format!("{}%", pager.percent()),
    };
    head(
        pen,
        screen,
        (&pager.title, &words(Role::Dim, far)),
        Heed::Here,
    );
    let room = usize::from(screen.width.saturating_sub(2));
    let rows = screen.y + ABOVE..screen.bottom().saturating_sub(1);
    for (y, row) in rows.zip(pager.shown()) {
        let row = text::seen(row, room);
        pen.words(
            (screen.x + 1, y),
            room,
            &words(Role::Text, row),
            Ground::On(Part::Background),
        );
    }
    let lines = text::counted(pager.len() as u64, "line", "lines");
    status(
        pen,
        (&words(Role::Dim, lines), Least::End),
        &[("space", "on"), ("y", "copy"), ("q", "close")],
    );
}

/// How the text stands on the screen.
pub fn listing(pager: &Pager, screen: Rect, cell: Position) -> Option<Listing> {
    screen.contains(cell).then_some(Listing {
        place: None,
        top: pager.top,
        last: pager.last(),
        notch: NOTCH,
    })
}
