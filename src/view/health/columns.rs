//! The columns of the health board, and which of them a screen of some width has room for.

use crate::model::WEEKS;
use crate::text::Role;
use crate::view::words::{Words, fit, wide};

/// Cells before the name: bar, mark, space.
pub const MARKS: usize = 3;

/// Cells of a date, and of a size.
pub const DATE: usize = 6;

/// Cells that the last column has at least, before others give way for it.
const LEAST: usize = 36;

/// The columns that are shown on a screen of some width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    pub name: usize,
    pub last: bool,
    pub weeks: bool,
    pub ok: bool,
    pub size: bool,
    pub why: usize,
}

impl Columns {
    /// The size gives way first, then the share of good checks, the bars, the newest entry.
    pub fn of(width: usize) -> Columns {
        let mut columns = Columns {
            name: 18,
            last: true,
            weeks: true,
            ok: true,
            size: true,
            why: 0,
        };
        let steps: [fn(&mut Columns); 5] = [
            |it| it.size = false,
            |it| it.ok = false,
            |it| it.weeks = false,
            |it| it.last = false,
            |it| it.name = 14,
        ];
        for step in steps {
            if columns.left(width) >= LEAST {
                break;
            }
            step(&mut columns);
        }
        columns.why = columns.left(width);
        columns
    }

    /// Cells that are left for the reason.
    pub fn left(self, width: usize) -> usize {
        let column = |shown: bool, cells: usize| if shown { cells } else { 0 };
        let taken = MARKS
            + self.name
            + column(self.last, 2 + DATE)
            + column(self.weeks, 2 + WEEKS)
            + column(self.ok, 3 + 4)
            + column(self.size, 2 + DATE)
            + 2
            + DATE
            + 3
            + 1;
        width.saturating_sub(taken)
    }

    /// A row of all its columns, the mark left out.
    pub fn row(self, cells: Cells) -> Words {
        let mut row = fit(cells.name, self.name);
        let mut put = |shown: bool, gap: usize, words: Words| {
            if shown {
                row.push((Role::Text, " ".repeat(gap)));
                row.extend(words);
            }
        };
        put(self.last, 2, flush_right(cells.last, DATE));
        put(self.weeks, 2, fit(cells.weeks, WEEKS));
        put(self.ok, 3, flush_right(cells.ok, 4));
        put(self.size, 2, flush_right(cells.size, DATE));
        put(true, 2, flush_right(cells.next, DATE));
        put(true, 3, fit(cells.why, self.why));
        row
    }
}

/// What stands in the columns of one row.
pub struct Cells {
    pub name: Words,
    pub last: Words,
    pub weeks: Words,
    pub ok: Words,
    pub size: Words,
    pub next: Words,
    pub why: Words,
}

fn flush_right(words: Words, cells: usize) -> Words {
    let mut row = vec![(Role::Text, " ".repeat(cells.saturating_sub(wide(&words))))];
    row.extend(words);
    row
}
