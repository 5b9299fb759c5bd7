//! The frame of a pane: title row and rule; and the uprights between panes.
//!
//! The rule under the pane with the focus is heavy: that is the whole display of focus, and it needs no colour.

use ratatui::layout::Rect;

use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::Pen;
use crate::view::words::{Words, wide};

/// Words of a title row: the pane's own header style, or a role over it.
#[derive(Clone, Debug, Default)]
pub struct Title {
    /// From the left edge; the part in the header's style comes first.
    pub name: String,
    /// Marks, tags, a filter: after the name.
    pub marks: Words,
    /// News before the figure at the right.
    pub news: Words,
    /// The figure at the right edge, in the header's style.
    pub figure: String,
}

/// Paints title row and rule of a pane.
pub fn paint(pane: Rect, title: &Title, has_focus: bool, pen: &mut Pen) {
    let (header, rule, line) = if has_focus {
        (Part::HeaderFocus, Part::RuleFocus, "━")
    } else {
        (Part::Header, Part::Rule, "─")
    };
    let style = pen
        .theme
        .part(Part::Background)
        .patch(pen.theme.part(header));
    let right = text::width(&title.figure) + wide(&title.news);
    let room = usize::from(pane.width).saturating_sub(2 + if right > 0 { right + 2 } else { 0 });
    let name = text::seen(&title.name, room);
    let x = pen.put((pane.x + 1, pane.y), room, &name, style);
    let left = room.saturating_sub(text::width(&name));
    pen.words(
        (x, pane.y),
        left,
        &title.marks,
        crate::view::pen::Ground::On(Part::Background),
    );
    let mut x = (pane.right() - 1).saturating_sub(right as u16).max(pane.x);
    x = pen.words(
        (x, pane.y),
        wide(&title.news),
        &title.news,
        crate::view::pen::Ground::On(Part::Background),
    );
    pen.put(
        (x, pane.y),
        text::width(&title.figure),
        &title.figure,
        style,
    );
    let style = pen.theme.part(Part::Background).patch(pen.theme.part(rule));
    let rule = line.repeat(usize::from(pane.width));
    pen.put((pane.x, pane.y + 1), usize::from(pane.width), &rule, style);
}

/// Paints an upright between panes: it joins the rules that meet it.
pub fn separator(area: Rect, rules: &[Rect], pen: &mut Pen) {
    let style = pen
        .theme
        .part(Part::Background)
        .patch(pen.theme.part(Part::Rule));
    for y in area.top()..area.bottom() {
        let from_left = |rule: &Rect| rule.y == y && rule.right() == area.left();
        let from_right = |rule: &Rect| rule.y == y && rule.left() == area.right();
        let sign = match (rules.iter().any(from_left), rules.iter().any(from_right)) {
            (true, true) => "┼",
            (false, true) => "├",
            (true, false) => "┤",
            (false, false) => "│",
        };
        pen.put((area.x, y), 1, sign, style);
    }
}

/// Left words and right words in one row; the left ones give way, two cells stay between them.
pub fn spread(left: Words, right: Words, cells: usize) -> Words {
    let end = wide(&right);
    if end == 0 {
        return crate::view::words::fit(left, cells);
    }
    let mut row = crate::view::words::fit(left, cells.saturating_sub(end + 2));
    row.push((Role::Text, "  ".to_string()));
    row.extend(right);
    row
}
