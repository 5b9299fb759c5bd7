//! A row of a list: its ground and bar when it is selected, and the two shapes of an entry, with columns that give way in order.
//!
//! Lives here: the columns, cell by cell. Invariant: titles share an edge, dates share one, and neither moves with what a row holds.

use ratatui::layout::Rect;

use crate::config::Part;
use crate::model::EntryRow;
use crate::text::{self, Role};
use crate::view::matches::Matches;
use crate::view::pen::{Ground, Pen};
use crate::view::words::{Words, wide, words};

/// Whether a row is selected, and whether its pane has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// It is not.
    No,
    /// It is, and its pane has the focus.
    Here,
    /// It is, and the focus is elsewhere.
    Elsewhere,
}

/// What a list knows besides the row itself.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    /// What a search looks for in titles.
    pub matches: &'a Matches,
    /// The date, at most six cells.
    pub date: String,
    /// Cells of the feed's column; 0 when the list is one feed's, or there is no room.
    pub feed: usize,
    /// Cells of the date's column: 6 or 0.
    pub dated: usize,
}

/// Rows of titles narrower than this have no room for facts.
const FACTS: usize = 40;
/// Cells of a feed's name that facts do not take.
const NAME: usize = 12;

/// The feed's column in a pane of this width, for a list of several feeds.
pub fn feed_column(pane: usize) -> usize {
    if pane < 40 {
        0
    } else {
        ((pane + 45) / 9).clamp(10, 18)
    }
}

/// Lays the ground of a row, with the bar at its left edge if it is selected.
pub fn ground(row: Rect, chosen: Chosen, pen: &mut Pen) -> Ground {
    let (ground, part, bar) = match chosen {
        Chosen::No => return Ground::On(Part::Background),
        Chosen::Here => (Ground::Selected, Part::Selection, Part::SelectionBar),
        Chosen::Elsewhere => (Ground::Kept, Part::SelectionInactive, Part::BarInactive),
    };
    pen.clear(row, part);
    let bar = pen.bar(part, bar);
    for y in row.top()..row.bottom() {
        pen.put((row.x, y), 1, "▌", bar);
    }
    ground
}

/// An entry in one line: bar, state, bookmark, title, facts, feed, date.
pub fn one_line(row: &EntryRow, area: Rect, column: &Column, ground: Ground, pen: &mut Pen) {
    let width = usize::from(area.width);
    let feed = if column.feed > 0 { column.feed + 2 } else { 0 };
    let date = if column.dated > 0 {
        column.dated + 2
    } else {
        0
    };
    let room = width.saturating_sub(4 + feed + date + 1);
    let (x, y) = (area.x, area.y);
    pen.words((x + 1, y), 1, &[state(row)], ground);
    pen.words((x + 2, y), 1, &[star(row)], ground);
    let facts = if room >= FACTS {
        facts(row)
    } else {
        Words::new()
    };
    let reserved = if facts.is_empty() {
        0
    } else {
        wide(&facts) + 3
    };
    let titled = room.saturating_sub(reserved);
    title(row, column, (x + 4, y, titled), (ground, pen));
    let mut at = x + 4 + room as u16;
    pen.right((at, y), &facts, ground);
    if feed > 0 {
        let name = text::seen(&row.feed_title, column.feed);
        pen.words((at + 2, y), column.feed, &words(Role::Dim, name), ground);
        at += feed as u16;
    }
    if date > 0 {
        let shown = text::pad_left(&column.date, column.dated);
        pen.words((at + 2, y), column.dated, &words(Role::Dim, shown), ground);
    }
}

/// An entry in two lines: state over bookmark, title over feed, the date at the right of the second.
pub fn two_lines(row: &EntryRow, area: Rect, column: &Column, ground: Ground, pen: &mut Pen) {
    let room = usize::from(area.width).saturating_sub(4);
    let (x, y) = (area.x, area.y);
    pen.words((x + 1, y), 1, &[state(row)], ground);
    title(row, column, (x + 3, y, room), (ground, pen));
    if area.height < 2 {
        return;
    }
    let y = y + 1;
    pen.words((x + 1, y), 1, &[star(row)], ground);
    let named = if column.feed > 0 {
        text::width(&row.feed_title).min(NAME) + 2
    } else {
        0
    };
    let mut tail = facts_in(row, room.saturating_sub(column.dated + 1 + named));
    if !tail.is_empty() {
        tail.push((Role::Text, " ".to_string()));
    }
    tail.push((Role::Dim, text::pad_left(&column.date, column.dated)));
    let left = room.saturating_sub(wide(&tail) + 2);
    if column.feed > 0 {
        let name = text::seen(&row.feed_title, left);
        pen.words((x + 3, y), left, &words(Role::Dim, name), ground);
    }
    pen.right(((area.right()).saturating_sub(1), y), &tail, ground);
}

/// The line of its text below an entry's own: what was found stands out.
pub fn context(context: &str, area: Rect, column: &Column, ground: Ground, pen: &mut Pen) {
    if area.height < 2 {
        return;
    }
    let room = usize::from(area.width).saturating_sub(5);
    let line = column.matches.mark(fitted_title(context, room), Role::Dim);
    pen.words((area.x + 4, area.y + 1), room, &line, ground);
}

/// The sign of an entry's state.
pub fn state(row: &EntryRow) -> (Role, String) {
    if !row.read {
        (Role::Accent, "●".to_string())
    } else if row.changed {
        (Role::Changed, "~".to_string())
    } else if row.percent.is_some() {
        (Role::Accent, "◐".to_string())
    } else {
        (Role::Text, " ".to_string())
    }
}

fn star(row: &EntryRow) -> (Role, String) {
    let sign = match (row.bookmarked, row.noted) {
        (true, true) => "✎",
        (true, false) => "★",
        (false, _) => " ",
    };
    (Role::Bookmark, sign.to_string())
}

/// The title in its column: flush right when it runs right to left, cut at its end, which is then the left one.
fn title(
    row: &EntryRow,
    column: &Column,
    (x, y, room): (u16, u16, usize),
    (ground, pen): (Ground, &mut Pen),
) {
    let role = if row.read { Role::Read } else { Role::Unread };
    let title = column.matches.mark(fitted_title(&row.title, room), role);
    pen.words((x, y), room, &title, ground);
}

fn fitted_title(title: &str, room: usize) -> String {
    let shown = text::seen(title, room);
    if text::is_rtl(title) {
        text::pad_left(&shown, room)
    } else {
        shown
    }
}

/// What a few entries have: how far they were read, that they changed, sound, tags.
fn facts(row: &EntryRow) -> Words {
    facts_in(row, usize::MAX)
}

fn tagged(tag: &str) -> (Role, String) {
    let tag = format!("#{tag}");
    (Role::Tag, text::sentence(&tag).into_owned())
}

/// The same in at most so many cells: those that do not fit are left out, the last first.
fn facts_in(row: &EntryRow, cells: usize) -> Words {
    let begun = row.percent.filter(|_| row.read);
    let changed = row.read && row.changed;
    let all = begun
        .map(|percent| (Role::Dim, format!("{percent}%")))
        .into_iter()
        .chain(changed.then(|| (Role::Changed, "changed".to_string())))
        .chain(row.has_enclosure.then(|| (Role::Dim, "♪".to_string())))
        .chain(row.tags.iter().map(|tag| tagged(tag)));
    let mut facts = Words::new();
    for (role, fact) in all {
        let gap = usize::from(!facts.is_empty());
        if wide(&facts) + gap + text::width(&fact) > cells {
            break;
        }
        if gap > 0 {
            facts.push((Role::Text, " ".to_string()));
        }
        facts.push((role, fact));
    }
    facts
}
