//! The mouse of a desk: cells are named by what stands on them.

use byline::app::{Event, Gesture, Mouse, Wheel};
use byline::{text, view};

use crate::desk::Desk;

impl Desk {
    /// Does something with the mouse at a cell (column, row).
    pub fn mouse(&mut self, gesture: Gesture, (column, row): (u16, u16)) -> &mut Desk {
        let on = view::spot(self.app(), column, row);
        self.event(Event::Mouse(Mouse {
            gesture,
            column,
            row,
            on,
        }))
    }

    /// Presses the button and lets it go, long after whatever came before.
    pub fn click(&mut self, cell: (u16, u16)) -> &mut Desk {
        self.wait(1000)
            .mouse(Gesture::Press, cell)
            .mouse(Gesture::Release, cell)
    }

    /// Clicks twice.
    pub fn double_click(&mut self, cell: (u16, u16)) -> &mut Desk {
        self.click(cell)
            .wait(200)
            .mouse(Gesture::Press, cell)
            .mouse(Gesture::Release, cell)
    }

    /// Drags from one cell to another, over the cell between them.
    pub fn drag(&mut self, from: (u16, u16), to: (u16, u16)) -> &mut Desk {
        let between = (from.0.midpoint(to.0), from.1.midpoint(to.1));
        self.wait(1000)
            .mouse(Gesture::Press, from)
            .mouse(Gesture::Drag, between)
            .mouse(Gesture::Drag, to)
            .mouse(Gesture::Release, to)
    }

    /// Turns the wheel by so many notches, down; up when negative.
    pub fn wheel(&mut self, notches: i32, cell: (u16, u16)) -> &mut Desk {
        let wheel = if notches < 0 { Wheel::Up } else { Wheel::Down };
        for _ in 0..notches.abs() {
            self.mouse(Gesture::Wheel(wheel), cell);
        }
        self
    }

    /// The first cell of the first place where the screen shows these words.
    pub fn cell(&mut self, words: &str) -> (u16, u16) {
        let rows = self.rows();
        let found = rows.iter().enumerate().find_map(|(row, shown)| {
            let before = shown.split_once(words)?.0;
            Some((text::width(before) as u16, row as u16))
        });
        found.unwrap_or_else(|| panic!("`{words}` is not on the screen:\n{}", rows.join("\n")))
    }
}
