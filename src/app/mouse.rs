//! The mouse as a value: what a hand does with it, what was under it, and what it still holds.
//!
//! What stands in a cell of the screen the view knows, which painted it: an event brings it along (`Spot`). A spot may be out of date when it is
//! heard. What a gesture comes to is in `pointing`.

use serde::{Deserialize, Serialize};

use crate::app::{Border, scroll};
use crate::model::{EntryId, Timestamp};

/// Something done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mouse {
    /// What was done.
    pub gesture: Gesture,
    /// The column of the screen, from 0.
    pub column: u16,
    /// The row of the screen, from 0.
    pub row: u16,
    /// What stands there.
    pub on: Spot,
}

/// What is done with a mouse. The pointer alone, with no button held, says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gesture {
    /// The left button went down.
    Press,
    /// The pointer moved with the left button down.
    Drag,
    /// The left button came up.
    Release,
    /// The wheel went a notch.
    Wheel(Wheel),
}

/// Where a notch of the wheel goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wheel {
    /// Towards the top.
    Up,
    /// Towards the end.
    Down,
    /// Towards the left edge of what is too wide.
    Left,
    /// Towards its right edge.
    Right,
}

/// What stands in a cell of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spot {
    /// Nothing that hears the mouse.
    #[default]
    Nothing,
    /// A border between panes.
    Border(Border),
    /// The feeds pane.
    Feeds(Option<Place>),
    /// The list; the row's index into `Rows::all`.
    Entries(Option<usize>),
    /// The article; the link's index into `Document::links`.
    Article(Option<u32>),
    /// What an empty search offers instead; its index.
    Offer(usize),
    /// An entry that comes next, below the article's text.
    Next(EntryId),
    /// The top overlay.
    Overlay(Listing),
    /// What an overlay floats over.
    Outside,
}

impl Spot {
    /// Whether a press is kept in mind: a second one, or its release, means something of its own.
    pub(crate) fn hears_twice(self) -> bool {
        match self {
            Spot::Border(_) | Spot::Feeds(Some(_)) | Spot::Entries(Some(_)) | Spot::Offer(_) => {
                true
            }
            Spot::Article(link) => link.is_some(),
            Spot::Overlay(listing) => listing.place.is_some(),
            Spot::Nothing
            | Spot::Outside
            | Spot::Feeds(None)
            | Spot::Entries(None)
            | Spot::Next(_) => false,
        }
    }
}

/// A row of a list, and whether its sign is meant: the fold of a folder, the box of a tick.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// From 0, of what can be selected.
    pub index: usize,
    /// Whether the pointer is on its sign.
    pub is_sign: bool,
}

/// How the list of an overlay stands on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The row under the pointer.
    pub place: Option<Place>,
    /// Its first row on the screen; of help, the page.
    pub top: usize,
    /// The most that `top` can be.
    pub last: usize,
    /// Rows (or pages) that a notch of the wheel goes.
    pub notch: usize,
}

/// What the mouse holds between its gestures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hand {
    /// The border that is being moved, and whether it has moved.
    pub(crate) drag: Option<(Border, bool)>,
    /// Where in the text the button went down, as (line, cell) of the page: moving on from there selects.
    pub(crate) text: Option<(usize, usize)>,
    /// The last press, as long as it can become a double one, or its release a click.
    pub(crate) press: Option<Press>,
    /// Where the mouse left the list of the top overlay.
    pub(crate) left: Left,
}

/// Where the mouse left a list that keeps no place of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    top: usize,
    /// No key was pressed since: the selected row need not be in sight.
    is_loose: bool,
}

impl Left {
    /// At this row.
    pub(crate) fn at(top: usize) -> Left {
        Left {
            top,
            is_loose: true,
        }
    }

    /// The first row on the screen of a list of `len` rows of which `height` fit.
    #[must_use]
    pub fn first(self, selected: usize, height: usize, len: usize) -> usize {
        if self.is_loose {
            self.top.min(len.saturating_sub(height))
        } else {
            scroll(self.top, selected, height, len)
        }
    }

    /// The page on the screen, of so many; `selected` is the one with the selected row.
    #[must_use]
    pub fn page(self, selected: usize, pages: usize) -> usize {
        let page = if self.is_loose { self.top } else { selected };
        page.min(pages.saturating_sub(1))
    }
}

/// A press of the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Press {
    pub(crate) cell: (u16, u16),
    pub(crate) at: Timestamp,
    pub(crate) on: Spot,
    /// The entry that it selected: rows may move meanwhile.
    pub(crate) entry: Option<EntryId>,
}

impl Hand {
    /// Where the mouse left the list of the top overlay.
    #[must_use]
    pub fn left(&self) -> Left {
        self.left
    }

    /// A key was pressed: lists follow it again, from where they stand.
    pub(crate) fn let_go(&mut self) {
        self.press = None;
        self.left.is_loose = false;
    }

    /// Another overlay is on top now.
    pub(crate) fn turn(&mut self) {
        self.left = Left::default();
    }
}
