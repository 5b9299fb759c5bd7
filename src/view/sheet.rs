//! Sheets: screens that an overlay fills whole, with the same three rows of chrome as the panes: title, rule, status.
//!
//! Invariant: a sheet paints every cell of the rows it takes.

use ratatui::layout::Rect;

use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Pen};
use crate::view::squeeze::{Least, squeezed};
use crate::view::words::{Words, fit, hints, seen, wide};

/// Whether a piece of the screen hears the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heed {
    /// It does: its title is bold and its rule heavy, in the accent.
    Here,
    /// Another does.
    Elsewhere,
}

/// The title row and the rule of a piece of the screen.
pub fn head(pen: &mut Pen, area: Rect, (title, right): (&str, &Words), heed: Heed) {
    let rows = Rect {
        height: area.height.min(2),
        ..area
    };
    pen.clear(rows, Part::Background);
    let (header, rule, sign) = match heed {
        Heed::Here => (Part::HeaderFocus, Part::RuleFocus, "━"),
        Heed::Elsewhere => (Part::Header, Part::Rule, "─"),
    };
    let ground = pen.theme.part(Part::Background);
    let (header, rule) = (
        ground.patch(pen.theme.part(header)),
        ground.patch(pen.theme.part(rule)),
    );
    let room = usize::from(area.width);
    let taken = wide(right) + 2;
    let title = text::seen(title, room.saturating_sub(taken + 1));
    pen.put((area.x + 1, area.y), room, &title, header);
    pen.right(
        (area.right() - 1, area.y),
        right,
        Ground::On(Part::Background),
    );
    pen.put((area.x, area.y + 1), room, &sign.repeat(room), rule);
}

/// The last row: what is so at the left, keys at the right; the keys give way from the left, then what is so.
pub fn status(pen: &mut Pen, (left, least): (&Words, Least), keys: &[(&str, &str)]) {
    let screen = pen.buffer.area;
    let row = Rect {
        y: screen.bottom() - 1,
        height: 1,
        ..screen
    };
    pen.clear(row, Part::Status);
    let ground = Ground::On(Part::Status);
    let room = usize::from(row.width).saturating_sub(2);
    let mut keys = keys;
    let beside = |keys: &[(&str, &str)]| room.saturating_sub(wide(&hints(keys)) + 2);
    while keys.len() > 1 && wide(&squeezed(left, least, beside(keys))) > beside(keys) {
        keys = keys.get(1..).unwrap_or_default();
    }
    let (right, left_room) = (hints(keys), beside(keys));
    let left = seen(fit(squeezed(left, least, left_room), left_room));
    pen.words((row.x + 1, row.y), left_room, &left, ground);
    pen.right((row.right() - 1, row.y), &right, ground);
}

/// Words in the style of a focused title.
pub fn strong(text: impl Into<String>) -> (Role, String) {
    (Role::Title, text.into())
}
