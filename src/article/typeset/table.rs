//! Tables set into lines: one rule, no uprights, figures right, words left; one that is too wide becomes records.

use crate::article::document::{Align, Inline, Table};
use crate::article::page::{Edits, Span};
use crate::article::typeset::sheet::{Sheet, rule, spaces};
use crate::article::typeset::text::{Look, Text, TextLine};
use crate::text::Role;

/// Cells between columns.
const GAP: usize = 2;
/// No column of words is made narrower.
const NARROWEST: usize = 10;

/// Sets a table.
pub fn set_table(sheet: &mut Sheet, table: &Table) {
    let goes_on = sheet.goes_on();
    if !table.caption.is_empty() {
        sheet.text(sheet.words(&table.caption, Look::of(Role::Caption)));
    }
    let natural = match table.natural.as_slice() {
        [] => natural_widths(table),
        whole => whole.iter().map(|wide| *wide as usize).collect(),
    };
    match fit(&natural, &table.align, sheet.room()) {
        Some(widths) => {
            if !table.header.is_empty() && !goes_on {
                set_header(sheet, table, &widths);
            }
            for row in &table.rows {
                set_row(sheet, row, (table, &widths), sheet.look());
            }
        }
        None => set_records(sheet, table, goes_on),
    }
}

/// Cells of the widest line in each column.
pub fn natural_widths(table: &Table) -> Vec<usize> {
    let mut widths = vec![1; table.align.len()];
    let rows = std::iter::once(&table.header).chain(&table.rows);
    for row in rows {
        for (cell, widest) in row.iter().zip(&mut widths) {
            let wide = Text::new(cell, Look::default(), Edits::Styled).natural_width();
            *widest = wide.max(*widest);
        }
    }
    widths
}

/// Widths of the columns that fit the room; nothing when words would have too little.
fn fit(natural: &[usize], align: &[Align], room: usize) -> Option<Vec<usize>> {
    let gaps = GAP * natural.len().saturating_sub(1);
    let room = room.checked_sub(gaps)?;
    if natural.iter().sum::<usize>() <= room {
        return Some(natural.to_vec());
    }
    let floors = natural.iter().zip(align).map(|(wide, align)| match align {
        Align::Right => *wide,
        Align::Left => NARROWEST.min(*wide),
    });
    let floors: Vec<usize> = floors.collect();
    let at = |level: usize| {
        let columns = natural.iter().zip(&floors);
        columns.map(move |(wide, floor)| level.min(*wide).max(*floor))
    };
    // The highest level at which the columns that are wider share what there is.
    let (mut low, mut high) = (0, room + 1);
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        if at(middle).sum::<usize>() <= room {
            low = middle;
        } else {
            high = middle;
        }
    }
    let widths: Vec<usize> = at(low).collect();
    (widths.iter().sum::<usize>() <= room).then_some(widths)
}

fn set_header(sheet: &mut Sheet, table: &Table, widths: &[usize]) {
    let look = Look::of(Role::Strong);
    set_row(sheet, &table.header, (table, widths), look);
    let all = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    sheet.spans(vec![rule(all)]);
}

fn set_row(
    sheet: &mut Sheet,
    row: &[Vec<Inline>],
    (table, widths): (&Table, &[usize]),
    look: Look,
) {
    let cells = row.iter().zip(widths);
    let cells: Vec<Vec<TextLine>> = cells
        .map(|(cell, wide)| sheet.words(cell, look).lines(*wide))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    let mut columns: Vec<_> = cells.into_iter().map(Vec::into_iter).collect();
    for _ in 0..height {
        let mut spans: Vec<Span> = Vec::new();
        let mut owed = 0;
        for ((column, wide), align) in columns.iter_mut().zip(widths).zip(&table.align) {
            let line = column.next().unwrap_or_default();
            let free = wide.saturating_sub(line.width);
            let (before, after) = match align {
                Align::Left => (0, free),
                Align::Right => (free, 0),
            };
            if line.width > 0 && owed + before > 0 {
                spans.push(spaces(owed + before));
            }
            owed = if line.width > 0 {
                after + GAP
            } else {
                owed + wide + GAP
            };
            spans.extend(line.spans);
        }
        sheet.spans(spans);
    }
}

/// One field a line: `Machine: Laptop`.
fn set_records(sheet: &mut Sheet, table: &Table, goes_on: bool) {
    if table.rows.is_empty() {
        for name in &table.header {
            sheet.text(sheet.words(name, Look::of(Role::Strong)));
        }
    }
    for (at, row) in table.rows.iter().enumerate() {
        if at > 0 || goes_on {
            sheet.blank();
        }
        for (column, cell) in row.iter().enumerate() {
            let mut text = sheet.words(cell, sheet.look());
            if text.is_empty() {
                continue;
            }
            if let Some(name) = table.header.get(column).filter(|name| !name.is_empty()) {
                text.prepend(Role::Dim, &format!("{}: ", plain(name)));
            }
            sheet.text(text);
        }
    }
}

fn plain(inlines: &[Inline]) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(run) => run.text.clone(),
        Inline::Break => " ".to_owned(),
    };
    inlines.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_room() {
        use Align::{Left, Right};
        type Row<'a> = (&'a [usize], &'a [Align], usize, Option<&'a [usize]>);
        let table: &[Row] = &[
            (&[5, 5], &[Left, Right], 20, Some(&[5, 5])),
            (&[40, 5], &[Left, Right], 27, Some(&[20, 5])),
            (&[40, 40], &[Left, Left], 42, Some(&[20, 20])),
            (&[40, 12], &[Left, Left], 34, Some(&[20, 12])),
            (&[40, 40], &[Left, Left], 21, None),
            (&[5, 30], &[Left, Right], 20, None),
            (&[1; 30], &[Left; 30], 20, None),
        ];
        for (natural, align, room, expect) in table {
            assert_eq!(
                fit(natural, align, *room).as_deref(),
                *expect,
                "{natural:?} {room}"
            );
        }
    }
}
