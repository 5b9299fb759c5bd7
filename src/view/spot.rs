//! What stands in a cell of the screen, for the mouse: what `draw` paints there, asked the other way round.
//!
//! Lives here: whose cell it is. Which row it is, is told by the file that paints the rows. Invariant: a cell is answered as it was painted.

use ratatui::layout::{Position, Rect};

use crate::app::{App, Areas, Listing, Overlay, Size, Spot};
use crate::view::overlay::panel_of;
use crate::view::{
    catalogue, entries, feeds, health, help, pager, panel, reader, rule_editor, search,
};

/// What stands at this column and row.
#[must_use]
pub fn spot(app: &App, column: u16, row: u16) -> Spot {
    let cell = Position::new(column, row);
    let Size { width, height } = app.stage.size;
    let screen = Rect::new(0, 0, width, height);
    let Some(areas) = app.areas().filter(|_| screen.contains(cell)) else {
        return Spot::Nothing;
    };
    let left = app.hand.left();
    match app.overlays.last() {
        Some(Overlay::Help(help)) => Spot::Overlay(help::listing(help, left, screen, cell)),
        Some(Overlay::Pager(it)) => {
            pager::listing(it, screen, cell).map_or(Spot::Outside, Spot::Overlay)
        }
        Some(Overlay::Search(_)) if search::area(app).is_some_and(|area| area.contains(cell)) => {
            Spot::Overlay(Listing::default())
        }
        None | Some(Overlay::Search(_)) => pane(app, &areas, cell),
        Some(Overlay::Catalogue(it)) => match border(&areas, cell) {
            Some(border) => border,
            None => catalogue::spot(it, app, cell),
        },
        Some(Overlay::Health(it)) => health::spot(it, app, cell),
        Some(Overlay::RuleEditor(_)) => rule_editor::spot(app, cell),
        Some(Overlay::Hints(_)) => match pane(app, &areas, cell) {
            link @ Spot::Article(Some(_)) => link,
            _ => Spot::Outside,
        },
        Some(overlay) => panel_of(overlay, app, left)
            .and_then(|panel| panel::listing(&panel, screen, cell))
            .map_or(Spot::Outside, Spot::Overlay),
    }
}

fn pane(app: &App, areas: &Areas, cell: Position) -> Spot {
    let at = |pane: Option<Rect>| pane.filter(|pane| pane.contains(cell));
    if let Some(border) = border(areas, cell) {
        border
    } else if let Some(pane) = at(areas.feeds) {
        Spot::Feeds(feeds::place(app, pane, cell))
    } else if let Some(pane) = at(areas.entries) {
        entries::spot(app, pane, cell)
    } else if let Some(pane) = at(areas.article) {
        reader::spot(app, pane, cell)
    } else {
        Spot::Nothing
    }
}

fn border(areas: &Areas, cell: Position) -> Option<Spot> {
    let mut edges = areas.edges.iter();
    let edge = edges.find(|edge| edge.area.contains(cell))?;
    Some(Spot::Border(edge.border))
}
