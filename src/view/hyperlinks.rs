//! Tells the terminal where the links of the article lead (OSC 8), so that it opens them on a click, wrapped ones too.
//!
//! The last thing done to a painted screen. Invariant: a stretch of a link is one cell of the buffer that holds its words between the opening and the
//! closing sequence, and is sent whole or not at all: whatever is repainted beside it, no link is left open. The cells below its words hold a mark that
//! is never sent, so that what comes in their place is.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::article::Line;
use crate::text;
use crate::view::reader::{placed, text_area};

/// Terminals refuse longer addresses.
const LONGEST: usize = 2000;
/// What stands in the cells below the words of a link: a character of nobody's, since it is never sent.
const BELOW: &str = "\u{10fffd}";

/// Marks the links of the article that are in sight. While something floats over it, none: a click means that then.
pub fn hyperlinks(app: &App, buffer: &mut Buffer) {
    let Some(pane) = app.areas().and_then(|areas| areas.article) else {
        return;
    };
    if !app.overlays.is_empty() || !app.pressed.is_empty() {
        return;
    }
    let area = text_area(app, pane).intersection(buffer.area);
    let reader = &app.reader;
    let first = reader.room().lead;
    for (y, at) in (area.top()..area.bottom()).zip(reader.top()..) {
        let line = at
            .checked_sub(first)
            .and_then(|at| reader.page().lines.get(at));
        if let Some(line) = line {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            mark_line(app, line, row, buffer);
        }
    }
}

fn mark_line(app: &App, line: &Line, row: Rect, buffer: &mut Buffer) {
    for (x, shown, span) in placed(line, row, app.reader.sideways()) {
        let target = span.link.and_then(|link| {
            let target = app.reader.document().links.get(link as usize)?;
            Some((link, address(&target.url)?))
        });
        if let Some((link, url)) = target {
            let end = x.saturating_add(text::width(shown) as u16).min(row.right());
            mark_cells(buffer, (x, end, row.y), (link, url));
        }
    }
}

/// The address as it may be sent: absolute, and nothing but printable ASCII, which all that were parsed are.
fn address(url: &str) -> Option<&str> {
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_absolute = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_printable = url.bytes().all(|byte| byte.is_ascii_graphic());
    (is_absolute && is_printable && url.len() <= LONGEST).then_some(url)
}

/// Marks cells of a row; those that look alike become one stretch.
fn mark_cells(buffer: &mut Buffer, (from, end, y): (u16, u16, u16), link: (u32, &str)) {
    let mut x = from;
    while x < end {
        let (to, words) = stretch(buffer, (x, end, y));
        if words.is_empty() {
            return;
        }
        mark(buffer, (x, to, y), &words, link);
        x = to;
    }
}

/// The cells from `x` on that have one style, and what stands in them.
fn stretch(buffer: &Buffer, (x, end, y): (u16, u16, u16)) -> (u16, String) {
    let mut words = String::new();
    let mut style: Option<Style> = None;
    let mut at = x;
    while at < end {
        let Some(cell) = buffer.cell((at, y)) else {
            break;
        };
        if cell.diff_option != CellDiffOption::None {
            // A piece of a picture.
            break;
        }
        let cells = text::width(cell.symbol()).max(1) as u16;
        if *style.get_or_insert_with(|| cell.style()) != cell.style() || at + cells > end {
            break;
        }
        words.push_str(cell.symbol());
        at += cells;
    }
    (at, words)
}

fn mark(
    buffer: &mut Buffer,
    (from, to, y): (u16, u16, u16),
    words: &str,
    (link, url): (u32, &str),
) {
    let Some(cells) = NonZeroU16::new(to.saturating_sub(from)) else {
        return;
    };
    for x in from..to {
        let Some(cell) = buffer.cell_mut((x, y)) else {
            return;
        };
        if x == from {
            let whole = format!("\x1b]8;id=byline-{link};{url}\x1b\\{words}\x1b]8;;\x1b\\");
            cell.set_symbol(&whole);
            cell.set_diff_option(CellDiffOption::ForcedWidth(cells));
        } else {
            cell.set_symbol(BELOW);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_absolute_addresses_are_sent() {
        let table = [
            ("https://a.example/x?y=1;2#z", true),
            ("mailto:a@b.example", true),
            ("/relative", false),
            ("relative:x y", false),
            ("https://a.example/\u{1b}]8;;", false),
            ("https://a.example/é", false),
            ("a.example/x:y", false),
        ];
        for (url, is_sent) in table {
            assert_eq!(address(url).is_some(), is_sent, "{url}");
        }
        assert_eq!(
            address(&format!("https://a.example/{}", "x".repeat(LONGEST))),
            None
        );
    }

    #[test]
    fn cells_that_look_alike_are_one_stretch() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        buffer.set_string(0, 0, "ab内核ef", Style::new());
        buffer.set_style(Rect::new(6, 0, 2, 1), Style::new().bold());
        mark_cells(&mut buffer, (1, 8, 0), (4, "https://a.example/"));
        let symbol = |x: u16| {
            buffer
                .cell((x, 0))
                .map_or("", |cell| cell.symbol())
                .to_string()
        };
        let open = "\x1b]8;id=byline-4;https://a.example/\x1b\\";
        assert_eq!(symbol(0), "a");
        assert_eq!(symbol(1), format!("{open}b内核\x1b]8;;\x1b\\"));
        assert_eq!(symbol(2), BELOW);
        assert_eq!(symbol(6), format!("{open}ef\x1b]8;;\x1b\\"));
        assert_eq!(symbol(8), " ");
    }
}
