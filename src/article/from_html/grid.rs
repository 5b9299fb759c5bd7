//! Tables of a page: their rows and cells, and whether they hold data or only lay out the page.

use crate::article::tree::Element;

/// Columns beyond these are joined to the last.
const COLUMNS: usize = 64;

/// The rows of a table.
#[derive(Debug, Default)]
pub struct Grid<'a> {
    /// The `caption`.
    pub caption: Option<&'a Element>,
    /// The first row, when it names the columns.
    pub header: Vec<&'a Element>,
    /// The others.
    pub rows: Vec<Vec<Cell<'a>>>,
}

/// A place in a row; a cell that spans several columns leaves the others empty.
pub type Cell<'a> = Option<&'a Element>;

impl<'a> Grid<'a> {
    /// The grid of a `table`.
    pub fn new(table: &'a Element) -> Self {
        let mut grid = Self {
            caption: table.elements().find(|child| child.name == "caption"),
            ..Self::default()
        };
        let mut spans = Vec::new();
        for child in table.elements() {
            match child.name {
                "tr" => grid.row(child, &mut spans),
                "thead" | "tbody" | "tfoot" => {
                    let rows = child.elements().filter(|row| row.name == "tr");
                    rows.for_each(|row| grid.row(row, &mut spans));
                }
                _ => {}
            }
        }
        grid
    }

    fn row(&mut self, row: &'a Element, spans: &mut Vec<u32>) {
        let cells: Vec<&Element> = row
            .elements()
            .filter(|cell| matches!(cell.name, "td" | "th"))
            .collect();
        let names_columns = !cells.is_empty() && cells.iter().all(|cell| cell.name == "th");
        if names_columns && cells.len() > 1 && self.header.is_empty() && self.rows.is_empty() {
            self.header = cells;
            return;
        }
        let mut places = Vec::new();
        for cell in cells {
            skip_spanned(&mut places, spans);
            let down = number(cell, "rowspan");
            places.push(Some(cell));
            occupy(spans, places.len() - 1, down);
            for _ in 1..number(cell, "colspan") {
                places.push(None);
                occupy(spans, places.len() - 1, down);
            }
            if places.len() >= COLUMNS {
                break;
            }
        }
        for left in spans.iter_mut() {
            *left = left.saturating_sub(1);
        }
        if places.iter().any(Option::is_some) {
            self.rows.push(places);
        }
    }

    /// Whether it only lays out the page: one column, or blocks in its cells.
    pub fn is_layout(&self) -> bool {
        let widest = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        if self.header.len() > 1 {
            return false;
        }
        let cells = self.rows.iter().flatten().flatten();
        widest < 2 || cells.take(400).any(|cell| holds_blocks(cell))
    }

    /// Every cell, in reading order.
    pub fn cells(&self) -> impl Iterator<Item = &'a Element> {
        let header = self.header.iter().copied();
        header.chain(self.rows.iter().flatten().filter_map(|place| *place))
    }
}

/// Places under a cell that spans several rows stay empty.
fn skip_spanned(places: &mut Vec<Cell>, spans: &[u32]) {
    while places.len() < COLUMNS && spans.get(places.len()).is_some_and(|left| *left > 0) {
        places.push(None);
    }
}

fn occupy(spans: &mut Vec<u32>, column: usize, rows: u32) {
    if rows > 1 && column < COLUMNS {
        if spans.len() <= column {
            spans.resize(column + 1, 0);
        }
        if let Some(left) = spans.get_mut(column) {
            *left = rows;
        }
    }
}

fn number(cell: &Element, name: &str) -> u32 {
    let value = cell.attribute_or_empty(name).trim().parse().unwrap_or(1);
    let most = if name == "colspan" {
        COLUMNS as u32
    } else {
        1_000
    };
    u32::clamp(value, 1, most)
}

fn holds_blocks(cell: &Element) -> bool {
    let mut paragraphs = 0;
    cell.elements().any(|child| match child.name {
        "table" | "ul" | "ol" | "blockquote" | "pre" | "figure" | "iframe" | "h1" | "h2" | "h3"
        | "h4" => true,
        "p" => {
            paragraphs += 1;
            paragraphs > 1
        }
        _ => false,
    })
}

/// Whether the text of a cell is a figure: it stands on the right.
pub fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let is_part = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || "+-−–±~<>≤≥.,:/×%‰$€£¥°'()".contains(c)
    };
    let letters = text.chars().filter(|c| !is_part(*c)).count();
    text.chars().any(|c| c.is_ascii_digit()) && letters <= 2 && text.chars().count() <= 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_from_words() {
        let table = [
            ("412", true),
            ("18,204", true),
            ("−11%", true),
            ("+1 %", true),
            ("1.6 MB", true),
            ("$3.50", true),
            ("12 × 3", true),
            ("Laptop, 8 cores", false),
            ("", false),
            ("n/a", false),
            ("2 of us", false),
        ];
        for (text, expect) in table {
            assert_eq!(is_figure(text), expect, "{text}");
        }
    }
}
