//! Paints the status line. Left: what happened, else where the reader is. Right: counts, background work, then hints of keys, which give way
//! from the left.

mod gauge;
mod keys;
mod place;

use ratatui::layout::Rect;

use crate::app::{App, Focus, Tone, WIDE};
use crate::command::print_keys;
use crate::config::Part;
use crate::text::{self, Role};
use crate::view::pen::{Ground, Pen};
use crate::view::squeeze::{Least, squeezed};
use crate::view::status::gauge::{gauge, paint_gauge, shorter};
use crate::view::status::keys::{keys, only_help};
use crate::view::status::place::{counted_link, place, position, unread};
use crate::view::words::{Words, fit, hints, seen, wide, words};

/// Below this width there is one pane and fewer hints.
pub const NARROW: u16 = 70;
/// What the line could say.
struct Line {
    /// What happened, else where the reader is.
    left: Words,
    /// What of it gives way first.
    least: Least,
    /// Whether it is something that happened: that is worth more than all the rest.
    is_said: bool,
    /// Counts, background work.
    fixed: Words,
    /// The same in ever fewer words, for screens that have no room.
    shorter: Vec<Words>,
    /// Keys and what they do.
    keys: Vec<(String, &'static str)>,
}

/// Paints the line.
pub fn paint(app: &App, area: Rect, pen: &mut Pen) {
    pen.clear(area, Part::Status);
    let room = usize::from(area.width).saturating_sub(2);
    let ground = Ground::On(Part::Status);
    let line = line(app);
    let right = right(&line, room);
    let taken = match wide(&right) {
        0 => 0,
        cells => cells + 2,
    };
    let left_room = room.saturating_sub(taken);
    let left = squeezed(&line.left, line.least, left_room);
    if line.is_said || wide(&left) <= left_room {
        let left = seen(fit(left, left_room));
        pen.words((area.x + 1, area.y), left_room, &left, ground);
    }
    pen.right((area.right().saturating_sub(1), area.y), &right, ground);
    paint_gauge(area, pen);
}

/// The fullest right side that fits: hints give way from the left, help last, then words of the gauge.
fn right(line: &Line, room: usize) -> Words {
    let left = match wide(&line.left) {
        0 => 0,
        cells => cells + 2,
    };
    let from = |at: usize| joined(&line.fixed, line.keys.get(at..).unwrap_or_default());
    let full = (0..line.keys.len()).map(from);
    let bare = std::iter::once(line.fixed.clone()).chain(line.shorter.clone());
    let mut beside = full.chain(bare.clone().filter(|_| line.is_said));
    if let Some(fitting) = beside.find(|right| left + wide(right) <= room) {
        return fitting;
    }
    if line.is_said {
        return Words::new();
    }
    let last = from(line.keys.len().saturating_sub(1));
    let mut alone = std::iter::once(last).chain(bare);
    alone.find(|right| wide(right) <= room).unwrap_or_default()
}

fn joined(fixed: &Words, keys: &[(String, &'static str)]) -> Words {
    let pairs: Vec<(&str, &str)> = keys
        .iter()
        .map(|(key, word)| (key.as_str(), *word))
        .collect();
    let mut right = fixed.clone();
    if !right.is_empty() && !pairs.is_empty() {
        right.push((Role::Dim, "  ".to_string()));
    }
    right.extend(hints(&pairs));
    right
}

fn line(app: &App) -> Line {
    if !app.pressed.is_empty() || app.count.is_some() {
        let count = app
            .count
            .map_or_else(String::new, |count| count.to_string());
        let typed = format!("{count}{}", print_keys(&app.pressed));
        let mut left = vec![(Role::Key, typed), (Role::Dim, " …".to_string())];
        left.extend(counted_link(app));
        return Line {
            left,
            least: Least::Longest,
            is_said: true,
            fixed: words(Role::Dim, "esc cancel"),
            shorter: Vec::new(),
            keys: Vec::new(),
        };
    }
    let running = app
        .refresh
        .running()
        .filter(|running| running.progress.total > 0);
    let said = message(app);
    let (fixed, keys) = match running {
        Some(running) => (gauge(running), only_help(app)),
        None if app.stage.size.width >= WIDE => (unread(app), only_help(app)),
        None => (Words::new(), keys(app)),
    };
    Line {
        least: least(app),
        is_said: said.is_some(),
        left: said.unwrap_or_else(|| match app.focus {
            Focus::Entries if running.is_some() => position(app),
            _ => place(app),
        }),
        shorter: running.map_or_else(Vec::new, |_| shorter(&fixed)),
        fixed,
        keys,
    }
}

/// Of an error the words stay that say what is wrong.
pub fn least(app: &App) -> Least {
    match app.stage.status.shown() {
        Some((message, _)) if message.tone != Tone::Plain => Least::End,
        _ => Least::Longest,
    }
}

/// What happened last, and how much more there is to tell.
pub fn message(app: &App) -> Option<Words> {
    let (message, more) = app.stage.status.shown()?;
    let mut words = message.words.clone();
    if more > 0 {
        words.insert(0, (Role::Dim, format!("+{more} ")));
    }
    Some(words)
}

/// What zen says in its last row: what happened, else what the next key would be about, such as a link, a match, a passage.
pub fn at_hand(app: &App) -> Option<Words> {
    let reader = &app.reader;
    if app.count.is_some() || !app.pressed.is_empty() {
        return Some(line(app).left);
    }
    let is_about = reader.selection().is_some() || reader.is_finding() || reader.stands();
    message(app).or_else(|| is_about.then(|| place(app)))
}

/// A screen that is too small: one line asks for more room.
pub fn too_small(area: Rect, pen: &mut Pen) {
    let text = text::cut("byline needs 20x5", usize::from(area.width)).into_owned();
    let words = [(Role::Text, text)];
    pen.words(
        (area.x, area.y),
        usize::from(area.width),
        &words,
        Ground::On(Part::Background),
    );
}
