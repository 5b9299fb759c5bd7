//! The one panel: a box that floats over the screen, for palette, prompts, editors and lists.
//!
//! Row 3, centred, at most 76 cells wide; the title in its top border, an input in its first row, a list below, and what `enter` does.
//! Invariant: the input never moves while the list grows or shrinks, and the selected row is always in sight.

use ratatui::layout::{Position, Rect};

use crate::app::{Left, Listing, PANEL_ROWS, Place, Shown, Size, panel_box};
use crate::config::Part;
use crate::model::Trouble;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Input, Pen};
use crate::view::words::{Words, fit, lines, wide, words};

/// The row of the screen where a panel begins.
const TOP: u16 = 3;
/// Cells from the left of a row to its words.
const EDGE: u16 = 2;
/// Cells of a tick box: `[x]`.
const TICK: usize = 3;
/// Rows that a notch of the wheel goes.
const NOTCH: usize = 3;

/// One row of a panel's list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// From the text edge.
    pub left: Words,
    /// At the right edge.
    pub right: Words,
    /// What is being typed in this row, after `left`.
    pub typed: Option<Shown>,
    /// The cell of `left` at which a tick box stands.
    pub tick: Option<usize>,
    /// It parts the rows of the list and is none of them.
    pub is_heading: bool,
}

/// A panel, ready to be painted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panel {
    /// In the top border, left.
    pub title: String,
    /// In the top border, right.
    pub label: String,
    /// The first row, if something can be typed.
    pub input: Option<Input>,
    /// The list.
    pub rows: Vec<Row>,
    /// Which row of the list is selected.
    pub selected: Option<usize>,
    /// Where the mouse left the list.
    pub left: Left,
    /// Below the list: what `enter` does, and troubles.
    pub foot: Vec<Row>,
}

impl Row {
    /// Words at the left only.
    pub fn left(words: Words) -> Row {
        Row {
            left: words,
            ..Row::default()
        }
    }

    /// Words at both edges.
    pub fn both(left: Words, right: Words) -> Row {
        Row {
            left,
            right,
            ..Row::default()
        }
    }

    /// Words that part the rows of the list.
    pub fn heading(words: Words) -> Row {
        Row {
            is_heading: true,
            ..Row::left(words)
        }
    }
}

/// A trouble as rows below a list: what failed, wrapped, then what helps.
pub fn trouble(trouble: &Trouble, cells: usize) -> Vec<Row> {
    let what = lines(&format!("! {}", trouble.what), cells);
    let hint = trouble
        .hint
        .iter()
        .flat_map(|hint| lines(&format!("hint: {hint}"), cells));
    what.map(|line| words(Role::Error, line))
        .chain(hint.map(|line| words(Role::Dim, line)))
        .map(Row::left)
        .collect()
}

/// Where the parts of a panel stand.
struct Plan {
    /// The box; `None` where there is no room for one.
    frame: Option<Rect>,
    /// The first row inside: the input, the title where there is no box to hold it, else blank.
    head: Rect,
    /// The list, one row more for each of its rows.
    list: Rect,
    /// Below the list.
    foot: Rect,
}

fn plan(panel: &Panel, screen: Rect) -> Plan {
    let foot = panel.foot.len() as u16;
    let rows = panel.rows.len().min(PANEL_ROWS) as u16;
    let size = Size {
        width: screen.width,
        height: screen.height,
    };
    let Some(outside) = panel_box(size) else {
        return bare(screen, rows, foot);
    };
    let head = u16::from(panel.input.is_some()) + 1;
    let gap = u16::from(rows > 0 && foot > 0);
    // What is typed stays where it is; a panel without an input moves up before anything of it is left out.
    let least = if panel.input.is_some() {
        rows.min(1)
    } else {
        rows
    };
    let around = 2 + head + gap + foot;
    let top = TOP.min(outside.height.saturating_sub(around + least));
    let rows = rows.min(outside.height.saturating_sub(top + around));
    let height = (around + rows).min(outside.height - top);
    let frame = Rect {
        y: top,
        height,
        ..outside
    };
    let inside = Rect {
        x: frame.x + 1,
        y: top + 1,
        width: frame.width - 2,
        height: 1,
    };
    let list = Rect {
        y: inside.y + head,
        height: rows,
        ..inside
    };
    let below = list.bottom() + gap;
    Plan {
        frame: Some(frame),
        head: inside,
        list,
        foot: Rect {
            y: below,
            height: foot.min((frame.bottom() - 1).saturating_sub(below)),
            ..inside
        },
    }
}

/// On a screen too low for a box: the whole screen, head, list and foot without blank rows.
fn bare(screen: Rect, rows: u16, foot: u16) -> Plan {
    let room = screen.height.saturating_sub(1);
    let foot = foot.min(room.saturating_sub(rows.min(1)));
    let list = Rect {
        y: screen.y + 1,
        height: room - foot,
        ..screen
    };
    Plan {
        frame: None,
        head: Rect {
            height: 1,
            ..screen
        },
        list,
        foot: Rect {
            y: list.bottom(),
            height: foot,
            ..screen
        },
    }
}

/// Paints a panel over what stands on the screen.
pub fn paint(panel: &Panel, pen: &mut Pen) {
    let plan = plan(panel, pen.buffer.area);
    if let Some(area) = plan.frame {
        frame(pen, area, &panel.title, &panel.label);
    } else {
        pen.clear(pen.buffer.area, Part::Overlay);
        let title = Row::left(words(Role::Strong, panel.title.clone()));
        paint_row(pen, plan.head, &title, Ground::On(Part::Overlay));
    }
    if let Some(input) = &panel.input {
        pen.input(plan.head, input);
    }
    let shown = usize::from(plan.list.height);
    let from = window(panel, shown);
    let listed = panel.rows.iter().enumerate().skip(from).take(shown);
    for (y, (index, row)) in (plan.list.y..).zip(listed) {
        let ground = if panel.selected == Some(index) {
            Ground::Selected
        } else {
            Ground::On(Part::Overlay)
        };
        paint_row(
            pen,
            Rect {
                y,
                height: 1,
                ..plan.list
            },
            row,
            ground,
        );
    }
    for (y, row) in (plan.foot.y..plan.foot.bottom()).zip(&panel.foot) {
        let line = Rect {
            y,
            height: 1,
            ..plan.foot
        };
        paint_row(pen, line, row, Ground::On(Part::Overlay));
    }
}

/// The first row of the list that is shown, so that the selected one is in sight unless the mouse scrolled it away.
fn window(panel: &Panel, shown: usize) -> usize {
    let selected = panel.selected.unwrap_or(0);
    panel.left.first(selected, shown, panel.rows.len())
}

/// How the list stands on the screen, and which of its rows is at a cell; `None`: the cell is beside the panel.
pub fn listing(panel: &Panel, screen: Rect, cell: Position) -> Option<Listing> {
    let plan = plan(panel, screen);
    if !plan.frame.unwrap_or(screen).contains(cell) {
        return None;
    }
    let shown = usize::from(plan.list.height);
    let top = window(panel, shown);
    let slot = cell.y.checked_sub(plan.list.y).map(usize::from);
    let at = slot.filter(|slot| *slot < shown).map(|slot| top + slot);
    Some(Listing {
        place: at.and_then(|at| place(panel, at, cell.x.checked_sub(plan.list.x + EDGE))),
        top,
        last: panel.rows.len().saturating_sub(shown),
        notch: NOTCH,
    })
}

/// The row `at` as one of those that can be selected.
fn place(panel: &Panel, at: usize, cell: Option<u16>) -> Option<Place> {
    let row = panel.rows.get(at).filter(|row| !row.is_heading)?;
    let above = panel.rows.iter().take(at);
    let tick = row.tick.zip(cell.map(usize::from));
    Some(Place {
        index: above.filter(|row| !row.is_heading).count(),
        is_sign: tick.is_some_and(|(tick, cell)| (tick..tick + TICK).contains(&cell)),
    })
}

/// A rounded box on the ground of what floats, a title and a label in its top border.
pub fn frame(pen: &mut Pen, area: Rect, title: &str, label: &str) {
    pen.clear(area, Part::Overlay);
    let border = pen
        .theme
        .part(Part::Overlay)
        .patch(pen.theme.part(Part::OverlayBorder));
    let across = "─".repeat(usize::from(area.width.saturating_sub(2)));
    let bottom = area.bottom() - 1;
    let all = usize::from(area.width);
    pen.put((area.x, area.y), all, &format!("╭{across}╮"), border);
    pen.put((area.x, bottom), all, &format!("╰{across}╯"), border);
    for y in area.y + 1..bottom {
        pen.put((area.x, y), 1, "│", border);
        pen.put((area.right() - 1, y), 1, "│", border);
    }
    let room = all.saturating_sub(6);
    let ground = Ground::On(Part::Overlay);
    if !title.is_empty() {
        let title = vec![(Role::Strong, format!(" {} ", text::cut(title, room)))];
        pen.words((area.x + 2, area.y), room + 2, &title, ground);
    }
    let left = room.saturating_sub(text::width(title) + 3);
    if !label.is_empty() && left > 3 {
        let label = vec![(Role::Dim, format!(" {} ", text::cut(label, left)))];
        pen.right((area.right() - 2, area.y), &label, ground);
    }
}

fn paint_row(pen: &mut Pen, line: Rect, row: &Row, ground: Ground) {
    if ground == Ground::Selected {
        pen.select(line);
    }
    let room = usize::from(line.width).saturating_sub(4);
    let right = match wide(&row.right) {
        wide if wide > room => fit(row.right.clone(), room),
        _ => row.right.clone(),
    };
    let taken = match wide(&right) {
        0 => 0,
        cells => cells + 2,
    };
    let x = pen.words(
        (line.x + 2, line.y),
        room.saturating_sub(taken),
        &row.left,
        ground,
    );
    if let Some(shown) = &row.typed {
        let input = Input {
            shown: shown.clone(),
            heard: true,
            ..Input::default()
        };
        let part = match ground {
            Ground::On(part) => part,
            Ground::Selected => Part::Selection,
            Ground::Kept => Part::SelectionInactive,
        };
        let width = line.right().saturating_sub(x);
        pen.typed(Rect { x, width, ..line }, &input, part);
    }
    pen.right((line.right() - 2, line.y), &right, ground);
}
