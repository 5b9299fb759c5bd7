//! A picture on the page: the room that is kept for it, or the one line that stands for it, and its caption.
//!
//! Invariant: the room follows from the page's markup and the setting alone, never from the picture itself, so no line moves when that arrives.

use crate::article::document::Figure;
use crate::article::page::{Figures, Frame, Slot};
use crate::article::typeset::sheet::{Sheet, spaces};
use crate::article::typeset::text::{Look, Text, TextLine};
use crate::text::Role;

/// Rows of a picture whose size nobody tells.
const USUAL_ROWS: u64 = 9;

/// Its ratio.
const USUAL_RATIO: (u64, u64) = (16, 9);

/// Pixels of a page (CSS) that a cell is wide, whatever the terminal's own are: nothing is shown larger than its author meant it.
const PIXELS: u64 = 10;

/// Sides beyond this say nothing about the ratio that this does not.
const LONGEST_SIDE: u64 = 100_000;

/// Sets a picture and what is said about it.
pub fn set_figure(sheet: &mut Sheet, figure: &Figure) {
    let caption = sheet.words(&figure.caption, Look::of(Role::Caption));
    let slot = Slot {
        src: figure.src.clone(),
        alt: figure.alt.trim().to_owned(),
        caption: caption.plain().to_owned(),
        ..Slot::default()
    };
    match sheet.figures() {
        Figures::Room(frame) if is_shown(&figure.src) => {
            set_room(sheet, figure, frame, slot);
            if !caption.is_empty() {
                sheet.text(caption);
            }
        }
        _ => set_line(sheet, figure, caption, slot),
    }
}

/// Whether there is an address to get it from.
fn is_shown(src: &str) -> bool {
    src.starts_with("http://") || src.starts_with("https://")
}

/// One line that stands for the picture, then what is said about it.
fn set_line(sheet: &mut Sheet, figure: &Figure, caption: Text, slot: Slot) {
    let mut first = words(figure, &caption);
    let is_caption = first.is_empty();
    let second = if is_caption {
        first = caption;
        None
    } else {
        Some(caption)
    };
    if let Some(link) = figure.link {
        first.push_number(link);
    }
    sheet.stand_in(slot);
    sheet.hanging("▨ ".to_owned(), |sheet| sheet.text(first));
    if let Some(caption) = second.filter(|caption| !caption.is_empty()) {
        sheet.text(caption);
    }
}

/// What the picture shows, in words; nothing where its caption says that.
fn words(figure: &Figure, caption: &Text) -> Text {
    let is_said_twice = !figure.alt.is_empty() && figure.alt.trim() == caption.plain();
    let alt = match figure.alt.trim() {
        _ if is_said_twice => "",
        "" if caption.is_empty() => "picture",
        alt => alt,
    };
    let mut text = Text::default();
    match figure.link {
        Some(link) if !alt.is_empty() => text.push_linked(Role::Dim, alt, link),
        _ => text.push_words(Role::Dim, alt),
    }
    text
}

/// The room for the picture, its words in the middle until it is there.
fn set_room(sheet: &mut Sheet, figure: &Figure, frame: Frame, slot: Slot) {
    let (columns, rows) = size(figure, sheet.room(), frame);
    let mut text = words(
        figure,
        &sheet.words(&figure.caption, Look::of(Role::Caption)),
    );
    if let Some(link) = figure.link {
        text.push_number(link);
    }
    let mut lines = text.lines(usize::from(columns).saturating_sub(2).max(1));
    let is_cut = lines.len() > usize::from(rows);
    lines.truncate(usize::from(rows));
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        shorten(last);
    }
    let above = (usize::from(rows).saturating_sub(lines.len() + 1)) / 2;
    sheet.set_picture(Slot {
        rows,
        columns,
        free: (above + lines.len()) as u16,
        ..slot
    });
    let mut lines = lines.into_iter();
    for row in 0..usize::from(rows) {
        let line = if row < above { None } else { lines.next() };
        let spans = line.map_or_else(Vec::new, |line| {
            let gap = usize::from(columns).saturating_sub(line.width) / 2;
            let mut spans = Vec::with_capacity(line.spans.len() + 1);
            if gap > 0 {
                spans.push(spaces(gap));
            }
            spans.extend(line.spans);
            spans
        });
        sheet.spans(spans);
    }
}

/// Words that go on and have no room to.
fn shorten(line: &mut TextLine) {
    if let Some(span) = line.spans.last_mut()
        && span.text.pop().is_some()
    {
        span.text.push('…');
    }
}

/// Columns and rows: the picture's own ratio, as wide as the page or as the frame's rows allow; a third of a page where nobody tells.
fn size(figure: &Figure, room: usize, frame: Frame) -> (u16, u16) {
    let side = |pixels: Option<u32>| {
        let pixels = u64::from(pixels.unwrap_or(0)).min(LONGEST_SIDE);
        (pixels > 0).then_some(pixels)
    };
    let (most_rows, tall) = (u64::from(frame.rows.max(1)), u64::from(frame.tall.max(1)));
    let (width, height) = match (side(figure.width), side(figure.height)) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, (width * USUAL_RATIO.1).div_ceil(USUAL_RATIO.0)),
        (None, Some(height)) => ((height * USUAL_RATIO.0).div_ceil(USUAL_RATIO.1), height),
        (None, None) => {
            let rows = USUAL_ROWS.min(most_rows);
            let pixels = rows * PIXELS * tall / 100;
            (
                (pixels * USUAL_RATIO.0).div_ceil(USUAL_RATIO.1),
                pixels.max(1),
            )
        }
    };
    let columns = width.div_ceil(PIXELS).clamp(1, room.clamp(1, 1000) as u64);
    // Rounded to the next row: half a row of air or cut is not seen.
    let row = |columns: u64| (columns * height * 200 / (width * tall)).div_ceil(2).max(1);
    let rows = row(columns);
    if rows <= most_rows {
        return (columns as u16, rows as u16);
    }
    let columns = (most_rows * tall * width / (height * 100)).clamp(1, columns);
    (columns as u16, most_rows as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_has_the_ratio_of_its_picture() {
        let frame = |rows| Frame { rows, tall: 200 };
        let table = [
            // Nothing is told: 16:9 at nine rows, or what there is.
            ((None, None), 80, frame(13), (32, 9)),
            ((None, None), 80, frame(5), (18, 5)),
            ((None, None), 20, frame(13), (20, 6)),
            // Its own ratio, as wide as the page or as the rows allow.
            ((Some(680), Some(360)), 80, frame(13), (49, 13)),
            ((Some(1600), Some(200)), 80, frame(13), (80, 5)),
            ((Some(100), Some(40)), 80, frame(13), (10, 2)),
            ((Some(800), Some(8000)), 80, frame(13), (2, 13)),
            ((Some(320), None), 80, frame(13), (32, 9)),
            ((None, Some(180)), 80, frame(13), (32, 9)),
            // What a page may say.
            ((Some(0), Some(0)), 80, frame(13), (32, 9)),
            ((Some(u32::MAX), Some(u32::MAX)), 80, frame(13), (26, 13)),
            ((Some(u32::MAX), Some(1)), 80, frame(13), (80, 1)),
            ((Some(1), Some(u32::MAX)), 80, frame(13), (1, 13)),
            ((Some(680), Some(360)), 0, frame(0), (1, 1)),
        ];
        for ((width, height), room, frame, expect) in table {
            let figure = Figure {
                width,
                height,
                ..Figure::default()
            };
            let found = size(&figure, room, frame);
            assert_eq!(found, expect, "{width:?} {height:?} {room} {frame:?}");
        }
    }

    #[test]
    fn a_cell_that_is_less_tall_makes_more_rows() {
        let figure = Figure {
            width: Some(400),
            height: Some(200),
            ..Figure::default()
        };
        let frame = |tall| Frame { rows: 30, tall };
        assert_eq!(size(&figure, 80, frame(200)), (40, 10));
        assert_eq!(size(&figure, 80, frame(100)), (40, 20));
    }
}
