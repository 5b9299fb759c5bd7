//! Paints the rule editor over the whole screen: three lines, what the rule would have found in 30 days, and the newest of that.

use ratatui::layout::{Position, Rect};

use crate::app::{App, Listing, Place, RuleEditor, RuleLine, Size, Spot};
use crate::config::Part;
use crate::model::{EntryRow, RulePreview};
use crate::text::{self, Role, grouped};
use crate::view::matches::Matches;
use crate::view::pen::{Ground, Input, Pen};
use crate::view::row::{self, Chosen, Column, feed_column};
use crate::view::sheet::{Heed, head, status};
use crate::view::squeeze::Least;
use crate::view::status::{least, message};
use crate::view::words::{Words, wide, words};

/// Cells from the left to the names of the lines, and from there to what is typed.
const EDGE: u16 = 2;
const NAMES: u16 = 8;
/// A screen of so many rows has blank ones.
const TALL: u16 = 18;

/// Where its parts stand.
struct Plan {
    /// The first of the three lines.
    lines: u16,
    /// The thin rule below them.
    rule: u16,
    /// What the rule would have found.
    list: Rect,
}

fn plan(screen: Rect) -> Plan {
    let gap = u16::from(screen.height >= TALL);
    let lines = screen.y + 2 + gap;
    let rule = lines + 3;
    let top = rule + 2 + gap;
    Plan {
        lines,
        rule,
        list: Rect {
            y: top,
            height: (screen.bottom() - 1).saturating_sub(top),
            ..screen
        },
    }
}

/// Paints it.
pub fn paint(editor: &RuleEditor, app: &App, pen: &mut Pen) {
    let screen = pen.buffer.area;
    pen.clear(screen, Part::Background);
    let title = if editor.old.is_some() {
        "Rule"
    } else {
        "New rule"
    };
    head(
        pen,
        screen,
        (title, &words(Role::Dim, "from today on")),
        Heed::Here,
    );
    let plan = plan(screen);
    for (at, line) in RuleLine::ALL.into_iter().enumerate() {
        let row = Rect {
            y: plan.lines + at as u16,
            height: 1,
            ..screen
        };
        paint_line(editor, line, row, pen);
    }
    let thin = pen
        .theme
        .part(Part::Background)
        .patch(pen.theme.part(Part::Rule));
    let room = usize::from(screen.width.saturating_sub(2 * EDGE));
    pen.put((screen.x + EDGE, plan.rule), room, &"─".repeat(room), thin);
    let ground = Ground::On(Part::Background);
    let found = found(editor, room);
    pen.words((screen.x + EDGE, plan.rule + 1), room, &found, ground);
    paint_rows(editor, app, plan.list, pen);
    paint_status(editor, app, pen);
}

/// What stands at a cell of the screen: one of the three lines, or nothing that could be pressed.
pub fn spot(app: &App, cell: Position) -> Spot {
    let Size { width, height } = app.stage.size;
    let plan = plan(Rect::new(0, 0, width, height));
    let index = usize::from(cell.y.saturating_sub(plan.lines));
    let is_line = cell.y >= plan.lines && index < RuleLine::ALL.len();
    Spot::Overlay(Listing {
        place: is_line.then_some(Place {
            index,
            is_sign: false,
        }),
        ..Listing::default()
    })
}

fn paint_line(editor: &RuleEditor, line: RuleLine, row: Rect, pen: &mut Pen) {
    let is_here = line == editor.line;
    let chosen = if is_here { Chosen::Here } else { Chosen::No };
    let ground = row::ground(row, chosen, pen);
    let x = row.x + EDGE;
    pen.words(
        (x, row.y),
        NAMES.into(),
        &words(Role::Dim, line.name()),
        ground,
    );
    let x = x + NAMES;
    let room = usize::from(row.right().saturating_sub(x + 1));
    let field = editor.field(line);
    if is_here {
        let input = Input {
            sign: String::new(),
            shown: field.shown(room),
            ghost: ghost(line).to_string(),
            heard: true,
        };
        let typed = Rect {
            x,
            width: room as u16,
            ..row
        };
        pen.typed(typed, &input, Part::Selection);
    } else if field.is_empty() {
        pen.words((x, row.y), room, &words(Role::Dim, ghost(line)), ground);
    } else {
        let shown = text::seen(field.text(), room);
        pen.words((x, row.y), room, &words(Role::Text, shown), ground);
    }
}

fn ghost(line: RuleLine) -> &'static str {
    match line {
        RuleLine::Name => "as the query",
        RuleLine::When => "title:/^press/ OR author:newswire",
        RuleLine::Do => "hide, mark read, bookmark, tag, colour, notify, full text, run",
    }
}

/// The line below the rule: what is wrong, or how many of which feeds would have been found.
fn found(editor: &RuleEditor, room: usize) -> Words {
    if let Some(trouble) = &editor.trouble {
        let mut said = words(Role::Error, format!("! {}", trouble.what));
        said.extend(
            trouble
                .hint
                .iter()
                .map(|hint| (Role::Dim, format!(" · {hint}"))),
        );
        return said;
    }
    if let Some(mistake) = &editor.mistake {
        let mut said = words(Role::Error, format!("! {mistake}"));
        said.extend(
            mistake
                .hint
                .iter()
                .map(|hint| (Role::Dim, format!(" · {hint}"))),
        );
        return said;
    }
    let Some(preview) = &editor.preview else {
        let said = if editor.is_looking() {
            "looking …"
        } else {
            "what it would have found stands here as you type"
        };
        return words(Role::Dim, said);
    };
    let more = if preview.is_cut { "more than " } else { "" };
    let mut said = vec![
        (Role::Count, format!("{more}{}", grouped(preview.total))),
        (Role::Text, " of the last 30 days would match".to_string()),
    ];
    for (feed, count) in &preview.feeds {
        let next = vec![
            (Role::Dim, format!("   {} ", text::seen(feed, 24))),
            (Role::Text, grouped(*count)),
        ];
        if wide(&said) + wide(&next) > room {
            break;
        }
        said.extend(next);
    }
    said
}

fn paint_rows(editor: &RuleEditor, app: &App, area: Rect, pen: &mut Pen) {
    let Some(preview) = &editor.preview else {
        return;
    };
    let stays = stays(editor, preview);
    let taken = u16::from(stays.is_some() && area.height > 1);
    let height = usize::from(area.height - taken);
    let typed = editor.field(RuleLine::When).text();
    let matches = Matches::of(typed, app.stage.now, &app.stage.zone);
    let mut y = area.y;
    for entry in preview.rows.iter().take(height) {
        let at = Rect {
            y,
            height: 1,
            ..area
        };
        let column = column(entry, app, (area.width, &matches));
        row::one_line(entry, at, &column, Ground::On(Part::Background), pen);
        y += 1;
    }
    if let Some(stays) = stays.filter(|_| taken > 0) {
        let x = area.x + EDGE + 2;
        let room = usize::from(area.width.saturating_sub(EDGE + 3));
        pen.words(
            (x, y),
            room,
            &words(Role::Dim, stays),
            Ground::On(Part::Background),
        );
    }
}

fn column<'a>(entry: &EntryRow, app: &'a App, (width, matches): (u16, &'a Matches)) -> Column<'a> {
    Column {
        matches,
        config: &app.stage.config,
        date: app.stage.zone.short(entry.time, app.stage.now),
        feed: feed_column(usize::from(width)),
        dated: 6,
    }
}

/// What a rule would hide but the reader kept.
fn stays(editor: &RuleEditor, preview: &RulePreview) -> Option<String> {
    match preview.kept {
        _ if !editor.hides() => None,
        0 => None,
        1 => Some("1 of these is bookmarked: it stays visible".to_string()),
        kept => Some(format!(
            "{} of these are bookmarked: they stay visible",
            grouped(kept)
        )),
    }
}

fn paint_status(editor: &RuleEditor, app: &App, pen: &mut Pen) {
    let (left, least) = if let Some(message) = message(app) {
        (message, least(app))
    } else {
        let place = match &editor.old {
            Some(rule) => format!("config.toml:{}", rule.line),
            None => "config.toml".to_string(),
        };
        (words(Role::Dim, place), Least::End)
    };
    status(pen, (&left, least), &editor.keys(pen.buffer.area.width));
}
