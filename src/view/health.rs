//! Paints the health board: a row for each feed, columns that give way in order, and what the servers were asked today.
//!
//! Mark, word and colour of a feed that needs its reader say the same thing.

mod columns;
mod foot;
mod row;

use ratatui::layout::{Position, Rect};

use crate::app::{App, Health, Left, Listing, Place, Size, Spot};
use crate::command::{Command, Context};
use crate::config::Part;
use crate::text::{self, Role, grouped};
use crate::view::health::columns::{Columns, MARKS};
use crate::view::health::foot::{paint_status, today};
use crate::view::health::row::{cells, header, mark, why};
use crate::view::pen::{Ground, Pen};
use crate::view::sheet::{Heed, head, strong};
use crate::view::words::{Words, words};

/// Rows that are not the list: title, rule, header, blank, today, status.
const CHROME: u16 = 6;
/// On a screen of so many rows, one tells in full what its columns cut.
const TALL: u16 = 16;
/// Rows that a notch of the wheel goes.
const NOTCH: usize = 3;
/// Cells in which nearly every reason is told whole.
const WHOLE: usize = 50;

/// Paints the board over the whole screen; `left` is where the mouse left it.
pub fn paint(health: &Health, app: &App, left: Left, pen: &mut Pen) {
    let screen = pen.buffer.area;
    pen.clear(screen, Part::Background);
    let right = title(health);
    head(pen, screen, ("Health", &right), Heed::Here);
    let columns = Columns::of(usize::from(screen.width));
    let (list, told) = plan(screen, columns);
    let ground = Ground::On(Part::Background);
    match &health.board {
        None => say("looking …", screen, pen),
        Some(board) if board.rows.is_empty() => no_feeds(app, screen, pen),
        Some(board) => {
            let header = columns.row(header());
            let x = screen.x + MARKS as u16;
            pen.words(
                (x, screen.y + 2),
                usize::from(screen.width),
                &header,
                ground,
            );
            let from = first(health, left, list);
            paint_rows(health, (list, from), (app, columns), pen);
            let room = usize::from(screen.width).saturating_sub(MARKS + 1);
            if let Some(row) = health.row().filter(|_| told > 0) {
                let why = why(row, &app.stage.zone, app.stage.now);
                pen.words((x, list.bottom() + 1), room, &why, ground);
            }
            let today = today(board.today, room);
            pen.words((x, list.bottom() + 1 + told), room, &today, ground);
        }
    }
    paint_status(health, app, columns, pen);
}

/// What stands at a cell of the screen.
pub fn spot(health: &Health, app: &App, cell: Position) -> Spot {
    let Size { width, height } = app.stage.size;
    let screen = Rect::new(0, 0, width, height);
    let (list, _) = plan(screen, Columns::of(usize::from(width)));
    let top = first(health, app.hand.left(), list);
    let (rows, height) = (health.rows().len(), usize::from(list.height));
    let index = top + usize::from(cell.y.saturating_sub(list.y));
    let is_row = list.contains(cell) && index < rows;
    Spot::Overlay(Listing {
        place: is_row.then_some(Place {
            index,
            is_sign: false,
        }),
        top,
        last: rows.saturating_sub(height),
        notch: NOTCH,
    })
}

/// Where the list stands, and how many rows below it tell the selected row's reason in full.
fn plan(screen: Rect, columns: Columns) -> (Rect, u16) {
    let told = u16::from(screen.height >= TALL && columns.why < WHOLE);
    let list = Rect {
        y: screen.y + 3,
        height: screen.height.saturating_sub(CHROME + told),
        ..screen
    };
    (list, told)
}

/// The first row on the screen.
fn first(health: &Health, left: Left, list: Rect) -> usize {
    left.first(health.selected, list.height.into(), health.rows().len())
}

fn say(what: &str, screen: Rect, pen: &mut Pen) {
    let ground = Ground::On(Part::Background);
    let room = usize::from(screen.width).saturating_sub(MARKS);
    let at = (screen.x + MARKS as u16, screen.y + 3);
    pen.words(at, room, &words(Role::Text, what), ground);
}

/// What is so, then what helps.
fn no_feeds(app: &App, screen: Rect, pen: &mut Pen) {
    say("No feeds yet", screen, pen);
    let helps = [
        (Command::Catalogue, "pick from the catalogue"),
        (Command::AddFeed, "add an address"),
        (Command::Import, "import OPML or newsboat"),
    ];
    let keymap = &app.stage.keymap;
    let bound = helps
        .iter()
        .filter_map(|(command, word)| Some((keymap.key(Context::Feeds, *command)?, *word)));
    for ((key, word), y) in bound.zip(screen.y + 5..screen.bottom().saturating_sub(1)) {
        let line = vec![
            (Role::Key, text::pad(&key, 4)),
            (Role::Text, word.to_string()),
        ];
        let room = usize::from(screen.width).saturating_sub(MARKS);
        let at = (screen.x + MARKS as u16, y);
        pen.words(at, room, &line, Ground::On(Part::Background));
    }
}

fn title(health: &Health) -> Words {
    let Some(board) = &health.board else {
        return Words::new();
    };
    let all = grouped(board.rows.len() as u64);
    vec![strong(match board.needy() {
        0 if board.rows.is_empty() => String::new(),
        0 => format!("none of {all} needs you"),
        1 => format!("1 of {all} needs you"),
        needy => format!("{} of {all} need you", grouped(needy as u64)),
    })]
}

fn paint_rows(
    health: &Health,
    (area, from): (Rect, usize),
    (app, columns): (&App, Columns),
    pen: &mut Pen,
) {
    let shown = health.rows().iter().enumerate().skip(from);
    for ((index, row), y) in shown.zip(area.top()..area.bottom()) {
        let line = Rect {
            y,
            height: 1,
            ..area
        };
        let ground = if index == health.selected {
            pen.select(line);
            Ground::Selected
        } else {
            Ground::On(Part::Background)
        };
        let (role, sign) = mark(row);
        pen.words((line.x + 1, y), 1, &words(role, sign), ground);
        let cells = cells(row, &app.stage.zone, app.stage.now);
        let room = usize::from(line.width).saturating_sub(MARKS);
        let x = line.x + MARKS as u16;
        pen.words((x, y), room, &columns.row(cells), ground);
        paint_bars(line, ground, pen);
    }
}

/// Bars have a colour of their own, on whatever they stand.
fn paint_bars(line: Rect, ground: Ground, pen: &mut Pen) {
    for x in line.left() + MARKS as u16..line.right() {
        let Some(cell) = pen.buffer.cell_mut((x, line.y)) else {
            continue;
        };
        if matches!(cell.symbol(), "▁" | "▂" | "▃" | "▄" | "▅" | "▆" | "▇" | "█") {
            let part = match ground {
                Ground::On(part) => part,
                Ground::Selected => Part::Selection,
                Ground::Kept => Part::SelectionInactive,
            };
            let style = pen.theme.part(part).patch(pen.theme.part(Part::Spark));
            cell.set_style(style);
        }
    }
}
