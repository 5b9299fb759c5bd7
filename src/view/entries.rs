//! Paints the list: its title row, its rows, and what an empty list says.

use ratatui::layout::{Position, Rect};

use crate::app::{App, Focus, GroupOf, Notice, ONE_LINE, Spot, body};
use crate::config::Part;
use crate::model::{Counts, EntryRow, Scope};
use crate::text::{self, Role};
use crate::view::frame::{self, Title};
use crate::view::matches::Matches;
use crate::view::notice;
use crate::view::pen::{Ground, Pen};
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
    for slot in slots(app, area) {
        let Some(entry) = rows.all().get(slot.index) else {
            break;
        };
        if let Some(line) = slot.heading {
            heading(app, slot.index, line, pen);
        }
        let at = slot.row;
        let chosen = match (slot.index == rows.at(), has_focus) {
            (false, _) => Chosen::No,
            (true, true) => Chosen::Here,
            (true, false) => Chosen::Elsewhere,
        };
        let ground = row::ground(at, chosen, pen);
        let is_marked = app.entries.marks().is_some_and(|marks| marks.has(entry.id));
        let column = column(app, entry, (pane.width, &matches));
        if let (Some(context), true) = (&entry.context, pane.width >= ONE_LINE) {
            row::one_line(entry, at, &column, ground, pen);
            row::context(context, at, &column, ground, pen);
        } else if shape.lines == 1 {
            row::one_line(entry, at, &column, ground, pen);
        } else {
            row::two_lines(entry, at, &column, ground, pen);
        }
        if is_marked {
            pen.words((at.x, at.y), 1, &words(Role::Accent, "+"), ground);
        }
    }
}

/// Where a row stands, and the heading above it.
struct Slot {
    index: usize,
    heading: Option<Rect>,
    row: Rect,
}

/// The rows on the screen, with the headings that part them.
fn slots(app: &App, area: Rect) -> Vec<Slot> {
    let (rows, shape) = (app.entries.rows(), app.entries.shape());
    let (top, lines) = (rows.top(), shape.lines.max(1) as u16);
    let mut y = area.y;
    let mut slots = Vec::new();
    for index in (top..rows.all().len()).take(shape.height) {
        let heading = app.entries.has_heading(index, top);
        let above = u16::from(heading);
        if y + above + lines > area.bottom() {
            break;
        }
        slots.push(Slot {
            index,
            heading: heading.then_some(Rect {
                y,
                height: 1,
                ..area
            }),
            row: Rect {
                y: y + above,
                height: lines,
                ..area
            },
        });
        y += above + lines;
    }
    slots
}

/// The name of a day or feed above its rows: in the column where marks stand, so that it is told from a title without a colour too.
fn heading(app: &App, index: usize, line: Rect, pen: &mut Pen) {
    let name = match app.entries.group(index) {
        Some(GroupOf::Day(time)) => app.stage.zone.day(time, app.stage.now),
        Some(GroupOf::Feed(_)) => {
            let row = app.entries.rows().all().get(index);
            row.map(|row| row.feed_title.clone()).unwrap_or_default()
        }
        None => return,
    };
    let room = usize::from(line.width).saturating_sub(2);
    let name = words(Role::Heading3, text::seen(&name, room));
    pen.words(
        (line.x + 1, line.y),
        room,
        &name,
        Ground::On(Part::Background),
    );
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
    if !area.contains(cell) {
        return Spot::Entries(None);
    }
    let slots = slots(app, area);
    let hit = slots.iter().find(|slot| slot.row.contains(cell));
    Spot::Entries(hit.map(|slot| slot.index))
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
