//! The pictures that are ready to be painted, as the terminal wants them.
//!
//! They are made off the loop, by the hall; here they are only kept and put on cells. Invariant: painting one costs no more than copying it.

use std::collections::HashMap;

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;
use ratatui_image::sliced::{SignedPosition, SlicedImage, SlicedProtocol};

/// A picture in a size: its address, columns and rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sized {
    /// Its address.
    pub src: String,
    /// The columns that it is to fit in.
    pub columns: u16,
    /// The rows.
    pub rows: u16,
}

/// A picture made for the terminal.
pub enum Still {
    /// Half blocks: cells like any other.
    Cells(SlicedProtocol),
    /// Cells that name a picture which the terminal keeps under this number (kitty).
    Kept(SlicedProtocol, u32),
    /// Pixels that the terminal paints over cells (sixel, iTerm2): whole, or not at all.
    Pixels(Protocol),
}

/// What came of a picture.
pub enum Shown {
    /// It can be painted.
    Still(Still),
    /// It cannot, and why.
    Failed(String),
}

/// All pictures that are ready.
#[derive(Default)]
pub struct Pictures {
    shown: HashMap<Sized, Shown>,
}

impl Pictures {
    /// A picture is ready, or never will be.
    pub fn insert(&mut self, picture: Sized, shown: Shown) {
        self.shown.insert(picture, shown);
    }

    /// What came of a picture; nothing as long as it is on its way.
    pub fn get(&self, picture: &Sized) -> Option<&Shown> {
        self.shown.get(picture)
    }

    /// Gives up those that are not to be kept; the numbers under which the terminal keeps them.
    pub fn retain(&mut self, is_kept: impl Fn(&Sized, &Shown) -> bool) -> Vec<u32> {
        let mut dropped = Vec::new();
        self.shown.retain(|picture, shown| {
            let stays = is_kept(picture, shown);
            if let (false, Shown::Still(Still::Kept(_, number))) = (stays, &*shown) {
                dropped.push(*number);
            }
            stays
        });
        dropped
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

impl Still {
    /// Its cells.
    pub fn size(&self) -> Size {
        match self {
            Still::Cells(sliced) | Still::Kept(sliced, _) => sliced.size(),
            Still::Pixels(whole) => whole.size(),
        }
    }

    /// Whether it can be painted where so many rows of its room are in sight, below `skip` rows that are not.
    pub fn fits(&self, rows: u16, skip: u16) -> bool {
        match self {
            Still::Cells(_) | Still::Kept(..) => true,
            Still::Pixels(whole) => skip == 0 && whole.size().height <= rows,
        }
    }

    /// Puts it on the cells of `area`, without its first `skip` rows.
    pub fn paint(&self, area: Rect, skip: u16, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        match self {
            Still::Cells(sliced) | Still::Kept(sliced, _) => {
                let position = SignedPosition {
                    x: 0,
                    y: -(skip as i16),
                };
                SlicedImage::new(sliced, position).render(area, buffer);
            }
            Still::Pixels(whole) => Image::new(whole).render(area, buffer),
        }
    }
}
