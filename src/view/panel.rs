//! The one panel: a box that floats over the screen, for palette, prompts, editors and lists.
//!
//! Row 3, centred, at most 76 cells wide; the title in its top border, an input in its first row, a list below, and what `enter` does.
//! Invariant: the input never moves while the list grows or shrinks, and the selected row is always in sight.

use ratatui::layout::Rect;

use crate::app::{PANEL_ROWS, Shown, Size, panel_box};
use crate::config::Part;
use crate::model::Trouble;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Input, Pen};
use crate::view::words::{Words, fit, lines, wide, words};

/// The row of the screen where a panel begins.
const TOP: u16 = 3;
/// Rows that stay between the selected one and the edge.
const AROUND: usize = 2;

/// One row of a panel's list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// From the text edge.
    pub left: Words,
    /// At the right edge.
    pub right: Words,
    /// What is being typed in this row, after `left`.
    pub typed: Option<Shown>,
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
            typed: None,
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
    match plan.frame {
        Some(area) => frame(pen, area, &panel.title, &panel.label),
        None => {
            pen.clear(pen.buffer.area, Part::Overlay);
            let title = Row::left(words(Role::Strong, panel.title.clone()));
            paint_row(pen, plan.head, &title, Ground::On(Part::Overlay));
        }
    }
    if let Some(input) = &panel.input {
        pen.input(plan.head, input);
    }
    let shown = usize::from(plan.list.height);
    let from = window(panel.selected.unwrap_or(0), shown, panel.rows.len());
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

/// The first of `len` rows that is shown among so many, so that the selected one is in sight with some around it.
pub fn window(selected: usize, shown: usize, len: usize) -> usize {
    let around = AROUND.min(shown.saturating_sub(1) / 2);
    (selected + 1 + around)
        .saturating_sub(shown)
        .min(len.saturating_sub(shown))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_row_is_always_in_sight() {
        for shown in 1..20 {
            for len in 1..40 {
                for selected in 0..len {
                    let from = window(selected, shown, len);
                    let sight = from..from + shown;
                    assert!(
                        sight.contains(&selected),
                        "{selected} of {len}, {shown} shown"
                    );
                    assert!(from == 0 || from + shown <= len);
                }
            }
        }
    }
}
