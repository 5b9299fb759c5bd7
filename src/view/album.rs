//! Paints a picture on the whole screen: its room, and below it what it shows, what is said of it, and the keys.
//!
//! Until it is there, and where it cannot be shown, its words stand in the room.

use ratatui::layout::Rect;

use crate::app::{Album, App, Size};
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Pen};
use crate::view::sheet::status;
use crate::view::squeeze::Least;
use crate::view::words::{Words, fit, lines, seen};

/// Paints it.
pub fn paint(album: &Album, app: &App, pen: &mut Pen) {
    let screen = pen.buffer.area;
    pen.clear(screen, Part::Background);
    let Some(slot) = album.shown() else {
        return;
    };
    let room = room(app, screen);
    words(&slot.alt, room, pen);
    let said = match (slot.alt.as_str(), slot.caption.as_str()) {
        ("", caption) => vec![(Role::Caption, caption.to_string())],
        (alt, "") => vec![(Role::Text, alt.to_string())],
        (alt, caption) if alt == caption => vec![(Role::Caption, caption.to_string())],
        (alt, caption) => vec![
            (Role::Caption, caption.to_string()),
            (Role::Dim, format!("  {alt}")),
        ],
    };
    let cells = usize::from(screen.width).saturating_sub(2);
    let said = seen(fit(said, cells));
    let row = screen.bottom().saturating_sub(2);
    pen.words(
        (screen.x + 1, row),
        cells,
        &said,
        Ground::On(Part::Background),
    );
    let place: Words = vec![(
        Role::Dim,
        format!("{} of {}", album.at + 1, album.pictures.len()),
    )];
    let keys: &[(&str, &str)] = if album.pictures.len() > 1 {
        &[("n N", "next, previous"), ("esc", "back")]
    } else {
        &[("esc", "back")]
    };
    status(pen, (&place, Least::Longest), keys);
}

/// The cells for the picture.
pub fn room(app: &App, screen: Rect) -> Rect {
    let Size { width, height } = Album::room(app.stage.size);
    Rect {
        width,
        height,
        ..screen
    }
    .intersection(screen)
}

/// What it shows, in the middle of the room.
fn words(alt: &str, room: Rect, pen: &mut Pen) {
    let alt = if alt.is_empty() { "picture" } else { alt };
    let cells = usize::from(room.width).saturating_sub(8).clamp(1, 60);
    let lines: Vec<String> = lines(alt, cells).collect();
    let above = usize::from(room.height).saturating_sub(lines.len()) / 2;
    for (line, y) in lines.iter().zip(room.top() + above as u16..room.bottom()) {
        let gap = (usize::from(room.width).saturating_sub(text::width(line)) / 2) as u16;
        let words = [(Role::Dim, line.clone())];
        pen.words(
            (room.x + gap, y),
            cells,
            &words,
            Ground::On(Part::Background),
        );
    }
}
