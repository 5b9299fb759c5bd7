//! Paints the keys that may follow: at once, bottom right above the status line, two columns in the order of the table.

use ratatui::layout::Rect;

use crate::app::{NextKey, keys_purpose};
use crate::command::{Key, print_keys};
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::panel::frame;
use crate::view::pen::{Ground, Pen};

/// Cells of the panel, and of its first column.
const WIDE: u16 = 49;
const COLUMN: u16 = 23;

/// Paints what may follow the keys pressed so far.
pub fn paint(pressed: &[Key], next: &[NextKey], pen: &mut Pen) {
    let screen = pen.buffer.area;
    let width = WIDE.min(screen.width);
    let columns = if width == WIDE { 2 } else { 1 };
    let rows = next.len().div_ceil(columns);
    let height = (rows as u16 + 2).min(screen.height.saturating_sub(1));
    if next.is_empty() || height < 3 {
        return;
    }
    let area = Rect::new(
        screen.right() - width,
        screen.bottom() - 1 - height,
        width,
        height,
    );
    frame(pen, area, &print_keys(pressed), keys_purpose(pressed));
    let keys = next.iter().map(|next| text::width(&next.keys)).max();
    let keys = keys.unwrap_or(1);
    for (index, next) in next.iter().enumerate() {
        let (column, row) = (index / rows.max(1), index % rows.max(1));
        let y = area.y + 1 + row as u16;
        if y + 1 >= area.bottom() {
            continue;
        }
        let x = area.x + 1 + column as u16 * COLUMN;
        let room = usize::from(COLUMN.min(area.width - 2)) - 1;
        let words = [
            (Role::Key, text::pad(&next.keys, keys)),
            (Role::Dim, format!("  {}", next.words)),
        ];
        pen.words(
            (x + 1, y),
            room.saturating_sub(1),
            &words,
            Ground::On(Part::Overlay),
        );
    }
}
