//! Tables: data becomes a block, layout becomes what is in its cells.

use crate::article::document::{Align, Block, Inline, Table};
use crate::article::from_html::flow::Flow;
use crate::article::from_html::grid::{Cell, Grid, is_figure};
use crate::article::from_html::style::Style;
use crate::article::from_html::walk::Walk;
use crate::article::tree::Element;

impl Walk {
    /// A table, or the parts of one that only lays out the page.
    pub fn table(&mut self, element: &Element, style: Style, flow: &mut Flow) {
        let grid = Grid::new(element);
        flow.end_paragraph();
        if grid.is_layout() {
            if let Some(caption) = grid.caption {
                self.caption(caption, style, flow);
            }
            for cell in grid.cells() {
                self.nodes(&cell.children, style, flow);
                flow.end_paragraph();
            }
            return;
        }
        let caption = grid
            .caption
            .map(|caption| self.inlines(&caption.children, style));
        let header: Vec<_> = grid
            .header
            .iter()
            .map(|cell| self.inlines(&cell.children, style))
            .collect();
        let mut rows = Vec::with_capacity(grid.rows.len());
        for row in &grid.rows {
            let cell = |place: &Cell| match place {
                Some(cell) => self.inlines(&cell.children, style),
                None => Vec::new(),
            };
            rows.push(row.iter().map(cell).collect::<Vec<_>>());
        }
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let align = alignment(&header, &rows);
        if !header.is_empty() || !rows.is_empty() {
            flow.push(Block::Table(Table {
                caption: caption.unwrap_or_default(),
                header,
                rows,
                align,
                natural: Vec::new(),
            }));
        }
    }
}

/// Figures stand on the right: columns whose every cell, the header aside, is one.
fn alignment(header: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Vec<Align> {
    let columns = rows
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or_default()
        .max(header.len());
    let mut figures = vec![0_usize; columns];
    let mut words = vec![0_usize; columns];
    for row in rows {
        for ((cell, figures), words) in row.iter().zip(&mut figures).zip(&mut words) {
            let text: String = cell.iter().map(inline_text).collect();
            match (text.trim().is_empty(), is_figure(&text)) {
                (true, _) => {}
                (_, true) => *figures += 1,
                (_, false) => *words += 1,
            }
        }
    }
    let side = |(figures, words): (usize, usize)| {
        if figures > 0 && words * 5 <= figures {
            Align::Right
        } else {
            Align::Left
        }
    };
    figures.into_iter().zip(words).map(side).collect()
}

fn inline_text(inline: &Inline) -> &str {
    match inline {
        Inline::Text(run) => &run.text,
        Inline::Break => " ",
    }
}
