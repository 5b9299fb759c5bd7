//! The pen of the overlays: puts words with their meanings on a ground, cut to their room, and the input line with its cursor.
//!
//! Invariant: nothing is painted outside the buffer, and no wide character is left in half.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::app::Shown;
use crate::config::{Part, Theme};
use crate::text::{self, Role};

/// What words stand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A part of the screen.
    On(Part),
    /// A selected row: every role steps up by one.
    Selected,
    /// A selected row of a pane without the focus.
    Kept,
}

/// An input line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// What stands before the text: `:`, `folder`.
    pub sign: String,
    /// The text and its cursor.
    pub shown: Shown,
    /// What stands there while nothing is typed.
    pub ghost: String,
    /// Whether it hears the keys: only then there is a cursor.
    pub heard: bool,
}

/// Paints with a theme on a buffer.
pub struct Pen<'a> {
    /// The colours.
    pub theme: &'a Theme,
    /// The cells.
    pub buffer: &'a mut Buffer,
}

impl Pen<'_> {
    /// The style of a role on a ground.
    pub fn style(&self, role: Role, ground: Ground) -> Style {
        match ground {
            Ground::On(part) => self.theme.on(role, part),
            Ground::Selected => self.theme.selected(role, Part::Selection),
            Ground::Kept => self.theme.selected(role, Part::SelectionInactive),
        }
    }

    /// Words in at most `room` cells; the one that does not fit is cut. Returns the column after the last.
    pub fn words(
        &mut self,
        (x, y): (u16, u16),
        room: usize,
        words: &[(Role, String)],
        ground: Ground,
    ) -> u16 {
        let end = usize::from(x) + room;
        let mut at = x;
        for (role, word) in words {
            let left = end.saturating_sub(usize::from(at));
            let style = self.style(*role, ground);
            at = self.put((at, y), left, &text::cut(word, left), style);
            if text::width(word) > left {
                break;
            }
        }
        at
    }

    /// Words flush right, their last cell before column `right`.
    pub fn right(&mut self, (right, y): (u16, u16), words: &[(Role, String)], ground: Ground) {
        let wide: usize = words.iter().map(|(_, word)| text::width(word)).sum();
        let x = right.saturating_sub(wide as u16);
        self.words((x, y), wide, words, ground);
    }

    /// Text in one style, whatever stood there. Returns the column after it.
    pub fn put(&mut self, (x, y): (u16, u16), room: usize, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return x;
        }
        let whole = Style::reset().patch(style);
        self.buffer.set_stringn(x, y, text, room, whole).0
    }

    /// Takes cells for a ground: what stood there is gone, and nothing of a wide character at the edge is left in half.
    pub fn clear(&mut self, area: Rect, ground: Part) {
        let style = self.theme.part(ground);
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
            let left = area.x.checked_sub(1);
            if let Some(cell) = left.and_then(|x| self.buffer.cell_mut((x, y)))
                && text::width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
        }
    }

    /// A selected row: its ground, and the bar at its left edge.
    pub fn select(&mut self, row: Rect) {
        let ground = self.theme.part(Part::Selection);
        self.buffer
            .set_style(row.intersection(self.buffer.area), ground);
        let bar = self.bar(Part::Selection, Part::SelectionBar);
        self.put((row.x, row.y), 1, "▌", bar);
    }

    /// The style of a selected row's bar: on a reversed ground it keeps its weight and loses its colour.
    pub fn bar(&self, ground: Part, bar: Part) -> Style {
        let (ground, bar) = (self.theme.part(ground), self.theme.part(bar));
        if ground.add_modifier.contains(Modifier::REVERSED) {
            ground.add_modifier(bar.add_modifier & Modifier::BOLD)
        } else {
            ground.patch(bar)
        }
    }

    /// An input over a whole row: its sign, its text, its cursor.
    pub fn input(&mut self, row: Rect, input: &Input) {
        self.clear(row, Part::Input);
        let key = self.theme.on(Role::Key, Part::Input);
        let room = usize::from(row.width).saturating_sub(1);
        let mut x = self.put((row.x + 1, row.y), room, &input.sign, key);
        if !input.sign.is_empty() {
            x += 1;
        }
        self.typed(
            Rect {
                x,
                width: row.right().saturating_sub(x),
                ..row
            },
            input,
            Part::Input,
        );
    }

    /// The text of an input on any ground, in the order of the eye, its cursor if it hears the keys.
    pub fn typed(&mut self, row: Rect, input: &Input, ground: Part) {
        let style = self.theme.on(Role::Text, ground);
        let shown = &input.shown;
        let is_ghost = shown.is_blank() && !input.ghost.is_empty();
        let (line, style) = if is_ghost {
            (input.ghost.clone(), self.theme.on(Role::Dim, ground))
        } else {
            (shown.line(), style)
        };
        let cursor = if is_ghost { 0 } else { shown.before.len() };
        let mut x = row.x;
        for (at, grapheme) in text::arranged(&line) {
            let style = if at == cursor && input.heard {
                self.theme.part(Part::Cursor)
            } else {
                style
            };
            let room = usize::from(row.right().saturating_sub(x));
            x = self.put((x, row.y), room, &grapheme, style);
        }
    }
}
