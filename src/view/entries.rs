//! Paints the list: its title row, its rows, and what an empty list says.

use ratatui::layout::{Position, Rect};

use crate::app::{App, Focus, Notice, ONE_LINE, Spot, body};
use crate::model::{Counts, EntryRow, Scope};
use crate::text::{self, Role};
use crate::view::frame::{self, Title};
use crate::view::matches::Matches;
use crate::view::notice;
use crate::view::pen::Pen;
use crate::view::row::{self, Chosen, Column, feed_column};
use crate::view::words::words;

/// A pane at least this wide has room to say what its figure counts.
const WORDY: u16 = 36;

/// A query's finds are not counted further.
const MANY: u64 = Counts::MOST as u64;

/// Paints the list.
pub fn paint(app: &App, pane: Rect, pen: &mut Pen) {
    let has_focus = app.focus == Focus::Entries;
    frame::paint(pane, &title(app, pane.width), has_focus, pen);
    let told = app.notice();
    if let Some(told) = &told {
        notice::paint(told, body(pane), pen);
    }
    let area = below(told.as_ref(), pane);
    let (rows, shape) = (app.entries.rows(), app.entries.shape());
    let matches = match app.entries.scope() {
        Scope::Search(query) => Matches::of(query, app.stage.now, &app.stage.zone),
        _ => Matches::default(),
    };
    let shown = rows.all().iter().enumerate().skip(rows.top());
    for ((index, entry), slot) in shown.take(shape.height).zip(0u16..) {
        let lines = shape.lines as u16;
        let at = Rect {
            y: area.y + slot * lines,
            height: lines,
            ..area
        };
        if at.bottom() > area.bottom() {
            break;
        }
        let chosen = match (index == rows.at(), has_focus) {
            (false, _) => Chosen::No,
            (true, true) => Chosen::Here,
            (true, false) => Chosen::Elsewhere,
        };
        let ground = row::ground(at, chosen, pen);
        let column = column(app, entry, (pane.width, &matches));
        if let (Some(context), true) = (&entry.context, pane.width >= ONE_LINE) {
            row::one_line(entry, at, &column, ground, pen);
            row::context(context, at, &column, ground, pen);
        } else if shape.lines == 1 {
            row::one_line(entry, at, &column, ground, pen);
        } else {
            row::two_lines(entry, at, &column, ground, pen);
        }
    }
}

/// What stands at a cell of the pane: a row, or what an empty list offers instead.
pub fn spot(app: &App, pane: Rect, cell: Position) -> Spot {
    let told = app.notice();
    if let Some(told) = &told
        && let Some(offer) = notice::offer(told, body(pane), cell)
    {
        return Spot::Offer(offer);
    }
    let area = below(told.as_ref(), pane);
    let (rows, shape) = (app.entries.rows(), app.entries.shape());
    if !area.contains(cell) {
        return Spot::Entries(None);
    }
    let slot = usize::from(cell.y - area.y) / shape.lines.max(1);
    let index = rows.top() + slot;
    let is_row = slot < shape.height && index < rows.all().len();
    Spot::Entries(is_row.then_some(index))
}

/// Where the rows stand: below what the list has to say.
fn below(told: Option<&Notice>, pane: Rect) -> Rect {
    let area = body(pane);
    let told = told.map_or(0, |told| told.height() as u16);
    let taken = told.min(area.height);
    Rect {
        y: area.y + taken,
        height: area.height - taken,
        ..area
    }
}

fn column<'a>(app: &'a App, entry: &EntryRow, (pane, matches): (u16, &'a Matches)) -> Column<'a> {
    let scope_is_search = matches!(app.entries.scope(), Scope::Search(_));
    let one_feed = matches!(app.entries.scope(), Scope::Feed(_));
    let lines = if scope_is_search && pane >= ONE_LINE {
        1
    } else {
        app.entries.shape().lines
    };
    let feed = match (one_feed, lines) {
        (true, _) => 0,
        (false, 1) => feed_column(usize::from(pane)),
        (false, _) => 1,
    };
    Column {
        matches,
        config: &app.stage.config,
        date: app.stage.zone.short(entry.time, app.stage.now),
        feed,
        dated: if pane < 30 { 0 } else { 6 },
    }
}

fn title(app: &App, width: u16) -> Title {
    let scope = app.entries.scope();
    let mut title = Title {
        name: app.feeds.title(scope),
        ..Title::default()
    };
    match scope {
        Scope::Search(query) => {
            title.marks.push((Role::Dim, " · ".to_string()));
            let typed = query.trim_end_matches('*').to_string();
            title
                .marks
                .push((Role::Match, text::visual(&typed).into_owned()));
            if let (_, Some(total)) = app.entries.rows().position() {
                title.figure = format!("{} found", text::grouped(total));
            }
        }
        _ => title.figure = figure(app.feeds.count(scope), scope, width),
    }
    let above = app.entries.new_above();
    if above > 0 {
        title.news = words(Role::Accent, format!("↑ {above} new"));
        title.news.push((Role::Text, "   ".to_string()));
    }
    title
}

fn figure(count: u64, scope: &Scope, width: u16) -> String {
    let word = match scope {
        Scope::Bookmarks => "kept",
        Scope::Continue => "begun",
        _ => "unread",
    };
    match count {
        0 => String::new(),
        count if scope.is_query() && count >= MANY => "more than 9,999 unread".to_string(),
        count if width < WORDY => text::count(count),
        count => format!("{} {word}", text::grouped(count)),
    }
}
