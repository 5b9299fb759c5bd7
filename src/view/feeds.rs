//! Paints the feeds pane: smart rows, folders, feeds, each with its unread count at the right edge.

use ratatui::layout::{Position, Rect};

use crate::app::{App, Focus, Item, Place, body};
use crate::model::{FeedRow, Scope, Why};
use crate::text::{self, Role};
use crate::view::frame::{self, Title};
use crate::view::pen::{Ground, Pen};
use crate::view::row::{self, Chosen};
use crate::view::words::words;

/// What a row shows.
struct Shown {
    depth: u16,
    mark: (Role, &'static str),
    name: String,
    count: u64,
}

/// Paints the pane.
pub fn paint(app: &App, pane: Rect, pen: &mut Pen) {
    let has_focus = app.focus == Focus::Feeds;
    let title = Title {
        name: "Feeds".to_string(),
        ..Title::default()
    };
    frame::paint(pane, &title, has_focus, pen);
    let area = body(pane);
    let selected = app.feeds.selected_at();
    let shown = app.feeds.items().iter().enumerate().skip(app.feeds.top());
    for ((index, item), y) in shown.zip(area.top()..area.bottom()) {
        let Some(row) = shown_of(item, app) else {
            continue;
        };
        let chosen = match (selected == Some(index), has_focus) {
            (false, _) => Chosen::No,
            (true, true) => Chosen::Here,
            (true, false) => Chosen::Elsewhere,
        };
        let at = Rect {
            y,
            height: 1,
            ..area
        };
        let ground = row::ground(at, chosen, pen);
        paint_row(&row, at, ground, pen);
    }
}

/// The row at a cell of the pane.
pub fn place(app: &App, pane: Rect, cell: Position) -> Option<Place> {
    let area = body(pane);
    if !area.contains(cell) {
        return None;
    }
    let index = app.feeds.top() + usize::from(cell.y - area.y);
    let item = app.feeds.items().get(index)?;
    let sign = match item {
        Item::Gap => return None,
        Item::Folder { depth, .. } => Some(mark(area, *depth)),
        Item::Smart(_) | Item::Tag(_) | Item::Feed { .. } => None,
    };
    Some(Place {
        index,
        // A single cell is hard to hit: those beside it are blank.
        is_sign: sign.is_some_and(|sign| sign.abs_diff(cell.x) <= 1),
    })
}

/// The column of the mark before a name.
fn mark(area: Rect, depth: u16) -> u16 {
    area.x + 1 + depth * 2
}

fn paint_row(row: &Shown, area: Rect, ground: Ground, pen: &mut Pen) {
    let x = mark(area, row.depth);
    pen.words((x, area.y), 1, &words(row.mark.0, row.mark.1), ground);
    let (role, count) = match row.count {
        0 => (Role::Dim, String::new()),
        count => (Role::Text, text::count(count)),
    };
    let taken = match count.len() {
        0 => 1,
        cells => cells + 2,
    };
    let room = usize::from(area.right().saturating_sub(x + 2)).saturating_sub(taken);
    let name = text::seen(&row.name, room);
    pen.words((x + 2, area.y), room, &words(role, name), ground);
    let right = area.right().saturating_sub(1);
    pen.right((right, area.y), &words(Role::Count, count), ground);
}

/// The sign of a feed that is not asked, or fails.
fn sign(row: &FeedRow) -> (Role, &'static str) {
    let is_held = matches!(row.health.reason.why, Why::Held { .. } | Why::Told { .. });
    match row.health.failure {
        _ if row.paused => (Role::Dim, "‖"),
        Some(_) if is_held => (Role::Warning, "‖"),
        Some(_) => (Role::Error, "!"),
        None => (Role::Text, " "),
    }
}

fn shown_of(item: &Item, app: &App) -> Option<Shown> {
    let feeds = &app.feeds;
    Some(match item {
        Item::Gap => return None,
        Item::Smart(scope) => Shown {
            depth: 0,
            mark: (Role::Text, " "),
            name: feeds.title(scope),
            count: feeds.count(scope),
        },
        Item::Tag(tag) => Shown {
            depth: 0,
            mark: (app.stage.config.tag_role(tag), "#"),
            name: tag.clone(),
            count: feeds.count(&Scope::Tag(tag.clone())),
        },
        Item::Folder {
            name,
            depth,
            open,
            unread,
            ..
        } => Shown {
            depth: *depth,
            mark: (Role::Dim, if *open { "▾" } else { "▸" }),
            name: name.clone(),
            count: u64::from(*unread),
        },
        Item::Feed { row, depth } => {
            let row: &FeedRow = feeds.row(*row)?;
            Shown {
                depth: *depth,
                mark: sign(row),
                name: feeds.title(&Scope::Feed(row.id)),
                count: u64::from(row.unread),
            }
        }
    })
}
