//! Paints help: groups of keys in columns over the whole screen, page after page.

use ratatui::layout::{Position, Rect};

use crate::app::{Help, HelpLine, Left, Listing, Place};
use crate::command::Context;
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Input, Pen};
use crate::view::sheet::{Heed, head, status, strong};
use crate::view::squeeze::Least;
use crate::view::words::{Words, fit, words};

/// Cells of a column, of its keys, and of the space before them.
const COLUMN: u16 = 39;
const KEYS: usize = 14;
const INDENT: u16 = 2;
/// From this height blank rows stand above and below the columns.
const ROOMY: u16 = 12;

/// One row of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell<'a> {
    Heading(&'static str),
    Blank,
    /// A line, and its number over all groups.
    Line(usize, &'a HelpLine),
}

/// Paints the help screen; `left` is where the mouse left it.
pub fn paint(help: &Help, left: Left, pen: &mut Pen) {
    let screen = pen.buffer.area;
    pen.clear(screen, Part::Background);
    let pane = match help.context {
        Context::Feeds => "feeds",
        Context::Article => "article",
        _ => "entries",
    };
    let source = if help.lines().any(|line| !line.before.is_empty()) {
        " keys, from keys.toml"
    } else {
        " keys, as shipped"
    };
    let right = vec![strong(pane), (Role::Dim, source.to_string())];
    head(pen, screen, ("Help", &right), Heed::Here);
    let input = Input {
        sign: "?".to_string(),
        shown: help
            .field
            .shown(usize::from(screen.width).saturating_sub(5)),
        ghost: "type to find a key or a command".to_string(),
        heard: true,
    };
    pen.input(
        Rect {
            y: screen.y + 2,
            height: 1,
            ..screen
        },
        &input,
    );
    let book = Book::of(help, left, screen);
    book.paint(help.selected, pen);
    status(
        pen,
        (
            &words(Role::Dim, format!("{} of {}", book.page + 1, book.pages())),
            Least::End,
        ),
        &[
            ("enter", "run it"),
            ("tab", "feeds, entries, article"),
            ("esc", "close"),
        ],
    );
}

/// How help stands on the screen, and which of its lines is at a cell.
pub fn listing(help: &Help, left: Left, screen: Rect, cell: Position) -> Listing {
    let book = Book::of(help, left, screen);
    Listing {
        place: book.line(cell).map(|index| Place {
            index,
            is_sign: false,
        }),
        top: book.page,
        last: book.pages() - 1,
        notch: 1,
    }
}

/// The columns of help, as many beside one another as fit.
struct Book<'a> {
    columns: Vec<Vec<Cell<'a>>>,
    /// Columns of a page.
    beside: usize,
    /// The page that is shown, from 0.
    page: usize,
    /// Where the columns stand.
    area: Rect,
}

impl<'a> Book<'a> {
    /// The page that the mouse turned to, else the one with the selected line.
    fn of(help: &'a Help, left: Left, screen: Rect) -> Book<'a> {
        let gap = u16::from(screen.height >= ROOMY);
        let height = screen.height.saturating_sub(4 + 2 * gap).max(1);
        let columns = columns(help, usize::from(height));
        let beside = usize::from(screen.width / COLUMN).max(1);
        let holds = |column: &Vec<Cell>| {
            column
                .iter()
                .any(|cell| matches!(cell, Cell::Line(number, _) if Some(*number) == help.selected))
        };
        let selected = columns.iter().position(holds).unwrap_or(0) / beside;
        let mut book = Book {
            columns,
            beside,
            page: 0,
            area: Rect {
                y: screen.y + 3 + gap,
                height,
                ..screen
            },
        };
        book.page = left.page(selected, book.pages());
        book
    }

    fn pages(&self) -> usize {
        self.columns.len().div_ceil(self.beside).max(1)
    }

    /// The columns of the page with the cells each has; the last takes what is left.
    fn shown(&self) -> impl Iterator<Item = (Rect, &Vec<Cell<'a>>)> {
        let first = self.page * self.beside;
        let columns = self.columns.iter().skip(first).take(self.beside);
        columns.enumerate().map(|(at, column)| {
            let x = self.area.x + at as u16 * COLUMN;
            let width = if at + 1 == self.beside {
                self.area.right() - x
            } else {
                COLUMN
            };
            (
                Rect {
                    x,
                    width,
                    ..self.area
                },
                column,
            )
        })
    }

    fn line(&self, cell: Position) -> Option<usize> {
        let (area, column) = self.shown().find(|(area, _)| area.contains(cell))?;
        match column.get(usize::from(cell.y - area.y)) {
            Some(Cell::Line(number, _)) => Some(*number),
            _ => None,
        }
    }

    fn paint(&self, selected: Option<usize>, pen: &mut Pen) {
        if self.columns.is_empty() {
            let nothing = words(Role::Dim, "no key and no command has these letters");
            let at = (self.area.x + INDENT, self.area.y);
            let ground = Ground::On(Part::Background);
            pen.words(at, usize::from(self.area.width), &nothing, ground);
        }
        for (area, column) in self.shown() {
            for (y, cell) in (area.y..).zip(column) {
                let row = Rect {
                    y,
                    height: 1,
                    ..area
                };
                paint_cell(pen, row, *cell, selected);
            }
        }
    }
}

/// The groups poured into columns of this height; a heading never stands last.
fn columns(help: &Help, height: usize) -> Vec<Vec<Cell<'_>>> {
    let mut columns: Vec<Vec<Cell>> = Vec::new();
    let mut column: Vec<Cell> = Vec::new();
    let mut number = 0;
    for (group, lines) in &help.groups {
        let wanted = 2 + lines.len().min(2) + usize::from(!column.is_empty());
        if !column.is_empty() && column.len() + wanted > height {
            columns.push(std::mem::take(&mut column));
        }
        if !column.is_empty() {
            column.push(Cell::Blank);
        }
        column.push(Cell::Heading(group.title()));
        for line in lines {
            if column.len() >= height {
                columns.push(std::mem::take(&mut column));
            }
            column.push(Cell::Line(number, line));
            number += 1;
        }
    }
    if !column.is_empty() {
        columns.push(column);
    }
    columns
}

fn paint_cell(pen: &mut Pen, row: Rect, cell: Cell, selected: Option<usize>) {
    let room = usize::from(row.width.saturating_sub(INDENT));
    let at = (row.x + INDENT, row.y);
    match cell {
        Cell::Blank => {}
        Cell::Heading(title) => {
            let title = words(Role::Heading1, title);
            pen.words(at, room, &title, Ground::On(Part::Background));
        }
        Cell::Line(number, line) => {
            let ground = if selected == Some(number) {
                pen.select(row);
                Ground::Selected
            } else {
                Ground::On(Part::Background)
            };
            let mut row = fit(keys(line), KEYS);
            row.push((
                Role::Text,
                text::cut(&line.words, room.saturating_sub(KEYS)).into_owned(),
            ));
            pen.words(at, room, &row, ground);
        }
    }
}

/// The keys of a line; a key that the reader changed is in the accent, the old one dim behind it.
fn keys(line: &HelpLine) -> Words {
    let joined = line.keys.join("  ");
    let joined = if text::width(&joined) >= KEYS {
        line.keys.join(" ")
    } else {
        joined
    };
    if line.before.is_empty() {
        return words(Role::Key, joined);
    }
    vec![
        (Role::Accent, joined),
        (Role::Dim, format!(" {}", line.before.join(" "))),
    ]
}
