//! Paints pictures: their rooms in the article, with words in them until the pictures are there.
//!
//! Invariant: a picture is painted inside its room and nowhere else.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::app::{App, Overlay};
use crate::article::Slot;
use crate::command::{Command, Context};
use crate::config::{self, Part};
use crate::text::{self, Role};
use crate::view::album;
use crate::view::gallery::{Pictures, Shown, Sized, Still};
use crate::view::pen::{Ground, Pen};

/// A picture's room, or what of it is in sight.
#[derive(Clone, Copy, Debug)]
pub struct Sighted<'a> {
    /// The picture.
    pub slot: &'a Slot,
    /// The cells of its room that are in sight.
    pub area: Rect,
    /// Rows of its room above them.
    pub skip: u16,
}

/// The rooms that are in sight in the article, `text` being the area of its lines.
pub fn rooms(app: &App, text: Rect) -> impl Iterator<Item = Sighted<'_>> {
    let (reader, bottom) = (&app.reader, usize::from(text.height));
    let (top, lead) = (reader.top(), reader.room().lead);
    let slots = reader.page().pictures.iter().filter(|slot| slot.rows > 0);
    slots.filter_map(move |slot| {
        let first = slot.line + lead;
        let last = first + usize::from(slot.rows);
        let (from, to) = (first.max(top), last.min(top + bottom));
        let area = Rect {
            x: text.x + slot.indent.min(text.width),
            y: text.y + from.checked_sub(top)? as u16,
            width: slot.columns.min(text.width.saturating_sub(slot.indent)),
            height: to.checked_sub(from).filter(|rows| *rows > 0)? as u16,
        };
        Some(Sighted {
            slot,
            area,
            skip: (from - first) as u16,
        })
    })
}

/// The grounds of the rooms, under the words that stand in them.
pub fn paint_rooms(app: &App, text: Rect, pen: &mut Pen) {
    for Sighted { slot, area, skip } in rooms(app, text) {
        let ground = pen.theme.part(Part::Picture);
        let area = area.intersection(pen.buffer.area);
        pen.buffer.set_style(area, ground);
        hint(app, slot, area, skip, pen);
    }
}

/// Below the words: how to see it on the whole screen.
fn hint(app: &App, slot: &Slot, area: Rect, skip: u16, pen: &mut Pen) {
    let row = slot.free.checked_sub(skip);
    let Some(row) = row.filter(|row| *row < area.height && slot.free < slot.rows) else {
        return;
    };
    let Some(key) = app.stage.keymap.key(Context::Article, Command::Pictures) else {
        return;
    };
    let words = " whole screen";
    let cells = text::width(&key) + words.len();
    if cells + 2 > usize::from(slot.columns) {
        return;
    }
    let x = area.x + (usize::from(slot.columns) - cells) as u16 / 2;
    let (role, dim) = (
        pen.theme.on(Role::Key, Part::Picture),
        pen.theme.on(Role::Dim, Part::Picture),
    );
    let room = usize::from(area.right().saturating_sub(x));
    let end = pen.put((x, area.y + row), room, &key, role);
    let room = usize::from(area.right().saturating_sub(end));
    pen.put((end, area.y + row), room, words, dim);
}

/// A picture that is ready, and where its room is.
pub struct Ready<'a> {
    still: &'a Still,
    sighted: Sighted<'a>,
}

/// The pictures of the article, whose lines stand in `text`, that are ready and fit into what is in sight of their rooms.
pub fn ready<'a>(app: &'a App, text: Rect, pictures: &'a Pictures) -> Vec<Ready<'a>> {
    let is_wished = matches!(
        app.stage.config.pictures,
        config::Pictures::Auto | config::Pictures::Always
    );
    if !is_wished || pictures.is_empty() {
        return Vec::new();
    }
    let ready = |sighted: Sighted<'a>| {
        let Shown::Still(still) = pictures.get(&sized(sighted.slot))? else {
            return None;
        };
        let fits = still.fits(sighted.area.height, sighted.skip);
        fits.then_some(Ready { still, sighted })
    };
    rooms(app, text).filter_map(ready).collect()
}

fn sized(slot: &Slot) -> Sized {
    Sized {
        src: slot.src.clone(),
        columns: slot.columns,
        rows: slot.rows,
    }
}

/// Paints the pictures that are cells like any other: what floats may stand on them.
pub fn paint_cells(ready: &[Ready], pen: &mut Pen) {
    for picture in ready.iter().filter(|it| is_cells(it.still)) {
        paint(picture, pen);
    }
}

/// Paints the others.
pub fn paint_pixels(ready: &[Ready], pen: &mut Pen) {
    for picture in ready {
        paint(picture, pen);
    }
}

fn is_cells(still: &Still) -> bool {
    matches!(still, Still::Cells(_))
}

fn paint(picture: &Ready, pen: &mut Pen) {
    let Sighted { area, skip, .. } = picture.sighted;
    pen.clear(area, Part::Background);
    picture.still.paint(area, skip, pen.buffer);
}

/// What stood in the rooms before anything floated over them: a terminal paints pixels over whatever stands there, and would have to paint them
/// anew when that goes. So where something floats, they give way.
pub struct Covered {
    before: Vec<Vec<Cell>>,
}

impl Covered {
    /// Looks at the rooms.
    pub fn before(ready: &[Ready], buffer: &Buffer) -> Covered {
        let cells = |it: &Ready| cells(it.sighted.area, buffer);
        Covered {
            before: ready.iter().map(cells).collect(),
        }
    }

    /// The pictures that are not cells and that nothing stands on.
    pub fn uncovered<'a>(&self, ready: Vec<Ready<'a>>, buffer: &Buffer) -> Vec<Ready<'a>> {
        let pairs = ready.into_iter().zip(&self.before);
        pairs
            .filter(|(it, before)| {
                !is_cells(it.still) && **before == cells(it.sighted.area, buffer)
            })
            .map(|(it, _)| it)
            .collect()
    }
}

fn cells(area: Rect, buffer: &Buffer) -> Vec<Cell> {
    area.positions()
        .filter_map(|at| buffer.cell(at).cloned())
        .collect()
}

/// Paints the picture on the whole screen, if there is one and it is ready; else why not.
pub fn paint_album(app: &App, pictures: &Pictures, pen: &mut Pen) {
    let Some(Overlay::Album(album)) = app.overlays.last() else {
        return;
    };
    let room = album::room(app, pen.buffer.area);
    let picture = album.shown().map(|slot| Sized {
        src: slot.src.clone(),
        columns: room.width,
        rows: room.height,
    });
    let why = match picture.and_then(|picture| pictures.get(&picture)) {
        Some(Shown::Still(still)) => {
            let size = still.size();
            let area = Rect {
                x: room.x + room.width.saturating_sub(size.width) / 2,
                y: room.y + room.height.saturating_sub(size.height) / 2,
                width: size.width,
                height: size.height,
            };
            pen.clear(room, Part::Background);
            return still.paint(area.intersection(room), 0, pen.buffer);
        }
        Some(Shown::Failed(why)) => text::scrub_line(why).into_owned(),
        None => "on its way …".to_string(),
    };
    let cells = usize::from(room.width).saturating_sub(2);
    let why = text::cut(&why, cells).into_owned();
    let gap = usize::from(room.width).saturating_sub(text::width(&why)) / 2;
    let row = room.bottom().saturating_sub(1);
    let words = [(Role::Dim, why)];
    pen.words(
        (room.x + gap as u16, row),
        cells,
        &words,
        Ground::On(Part::Background),
    );
}
