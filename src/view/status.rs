//! Paints the status line. Left: what happened, else where the reader is. Right: counts, background work, then hints of keys, which give way
//! from the left.

use ratatui::layout::Rect;

use crate::app::{App, Focus};
use crate::article::Target;
use crate::command::{Command, parse_keys, print_keys};
use crate::config::{Lookup, Part};
use crate::model::Progress;
use crate::text::{self, Role, grouped};
use crate::view::pen::{Ground, Pen};
use crate::view::words::{Words, hints, wide, words};

/// From this width the line tells counts instead of the pane's keys.
const WIDE: u16 = 110;
/// Below this width there is one pane and fewer hints.
const NARROW: u16 = 70;
/// Cells that are left of a word that was cut, at least.
const LEGIBLE: usize = 8;
/// Cells of the gauge.
const GAUGE: usize = 10;

/// What the line could say.
struct Line {
    /// What happened, else where the reader is.
    left: Words,
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
    let left = squeezed(&line.left, left_room);
    if line.is_said || wide(&left) <= left_room {
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

/// Words in so many cells: the longest is cut, so that what stands behind it, such as the key that takes an act back, is still told.
fn squeezed(words: &Words, cells: usize) -> Words {
    let excess = wide(words).saturating_sub(cells);
    let mut words = words.clone();
    let longest = words.iter_mut().max_by_key(|(_, word)| text::width(word));
    if let Some((_, word)) = longest
        && excess > 0
        && text::width(word) > excess + LEGIBLE
    {
        *word = text::cut(word, text::width(word) - excess).into_owned();
    }
    words
}

/// The gauge stands on words of its own meaning: a heavy rule on a thin one, in the colours of progress.
fn paint_gauge(area: Rect, pen: &mut Pen) {
    for x in area.left()..area.right() {
        let Some(cell) = pen.buffer.cell_mut((x, area.y)) else {
            continue;
        };
        let part = match cell.symbol() {
            "━" => Part::Progress,
            "─" => Part::ProgressTrack,
            _ => continue,
        };
        let ground = pen.theme.part(Part::Status);
        cell.set_style(ground.patch(pen.theme.part(part)));
    }
}

fn line(app: &App) -> Line {
    if !app.pressed.is_empty() || app.count.is_some() {
        let count = app
            .count
            .map_or_else(String::new, |count| count.to_string());
        let typed = format!("{count}{}", print_keys(&app.pressed));
        let left = vec![(Role::Key, typed), (Role::Dim, " …".to_string())];
        return Line {
            left,
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
        Some(running) => (gauge(running.progress), only_help(app)),
        None if app.stage.size.width >= WIDE => (unread(app), only_help(app)),
        None => (Words::new(), keys(app)),
    };
    Line {
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

fn message(app: &App) -> Option<Words> {
    let (message, more) = app.stage.status.shown()?;
    let mut words = message.words.clone();
    if more > 0 {
        words.insert(0, (Role::Dim, format!("+{more} ")));
    }
    Some(words)
}

/// Where the reader is: `3 of 482 · newest first`, `2 links · 42 comments`.
fn place(app: &App) -> Words {
    match app.focus {
        Focus::Feeds => {
            let rows = &app.feeds.list().rows;
            let ill = rows
                .iter()
                .filter(|row| row.health.failure.is_some())
                .count();
            let mut place = figure(
                rows.len() as u64,
                if rows.len() == 1 { "feed" } else { "feeds" },
            );
            if ill > 0 {
                place.push((Role::Dim, " · ".to_string()));
                place.extend(figure(ill as u64, "cannot be read"));
            }
            place
        }
        Focus::Entries => {
            let mut place = position(app);
            if !place.is_empty() && app.stage.size.width >= NARROW {
                place.push((Role::Dim, " · newest first".to_string()));
            }
            place
        }
        Focus::Article => in_article(app),
    }
}

fn position(app: &App) -> Words {
    let (number, total) = app.entries.rows().position();
    match (number, total) {
        (Some(number), Some(total)) => vec![
            (Role::Text, grouped(number)),
            (Role::Dim, " of ".to_string()),
            (Role::Text, grouped(total)),
        ],
        (Some(number), None) => words(Role::Text, grouped(number)),
        _ => Words::new(),
    }
}

fn in_article(app: &App) -> Words {
    let reader = &app.reader;
    if let Some(find) = reader.find().filter(|find| find.is_kept) {
        return vec![
            (Role::Text, grouped(find.current as u64 + 1)),
            (Role::Dim, " of ".to_string()),
            (Role::Text, grouped(find.matches.len() as u64)),
            (Role::Dim, " · ".to_string()),
            (Role::Match, find.text.clone()),
        ];
    }
    if let Some(target) = link_at_hand(app) {
        return vec![
            (Role::Text, text::visual(&target.label).into_owned()),
            (Role::Dim, " → ".to_string()),
            (Role::Text, text::host(&target.url)),
        ];
    }
    let links = reader.document().links.len() as u64;
    let comments = reader
        .entry()
        .and_then(|entry| entry.comment_count)
        .filter(|_| app.stage.size.width >= NARROW)
        .unwrap_or(0);
    let mut place = Words::new();
    for (count, one, many) in [
        (links, "link", "links"),
        (u64::from(comments), "comment", "comments"),
    ] {
        if count == 0 {
            continue;
        }
        if !place.is_empty() {
            place.push((Role::Dim, " · ".to_string()));
        }
        place.extend(figure(count, if count == 1 { one } else { many }));
    }
    place
}

/// The link that `tab` stands on.
fn link_at_hand(app: &App) -> Option<&Target> {
    let link = app.reader.link()?;
    app.reader.document().links.get(link as usize)
}

fn figure(count: u64, what: &str) -> Words {
    vec![
        (Role::Text, grouped(count)),
        (Role::Dim, format!(" {what}")),
    ]
}

fn unread(app: &App) -> Words {
    match app.feeds.list().unread {
        0 => Words::new(),
        count => figure(u64::from(count), "unread"),
    }
}

/// `refreshing 212/1,000 ━━────────  2 failed`.
fn gauge(progress: Progress) -> Words {
    let (done, total) = (progress.done as usize, progress.total.max(1) as usize);
    let full = (GAUGE * done).div_euclid(total).min(GAUGE);
    let mut gauge = vec![
        (Role::Dim, "refreshing ".to_string()),
        (Role::Text, grouped(u64::from(progress.done))),
        (
            Role::Dim,
            format!("/{} ", grouped(u64::from(progress.total))),
        ),
        (Role::Accent, "━".repeat(full)),
        (Role::Dim, "─".repeat(GAUGE - full)),
    ];
    if progress.failed > 0 {
        gauge.push((Role::Text, "  ".to_string()));
        let failed = format!("{} failed", grouped(u64::from(progress.failed)));
        gauge.push((Role::Error, failed));
    }
    gauge
}

/// The gauge without its verb, then without what failed, then without its bar.
fn shorter(gauge: &Words) -> Vec<Words> {
    let figures = |words| gauge.iter().skip(1).take(words).cloned().collect();
    [usize::MAX, 4, 2].into_iter().map(figures).collect()
}

fn only_help(app: &App) -> Vec<(String, &'static str)> {
    hint(app, Command::Help, "?", "help").into_iter().collect()
}

/// The keys of the pane at hand that help most.
fn keys(app: &App) -> Vec<(String, &'static str)> {
    let narrow = app.stage.size.width < NARROW;
    let wanted: &[(Command, &str, &'static str)] = match app.focus {
        Focus::Feeds => &[
            (Command::AddFeed, "a", "add"),
            (Command::RefreshThis, "r", "refresh"),
            (Command::In, "enter", "list"),
        ],
        Focus::Entries if app.feeds.list().rows.is_empty() && app.entries.selected().is_none() => {
            &[
                (Command::Catalogue, "c", "catalogue"),
                (Command::AddFeed, "a", "add"),
            ]
        }
        Focus::Entries if app.entries.selected().is_none() => &[
            (Command::Out, "h", "feeds"),
            (Command::Search, "/", "search"),
        ],
        Focus::Entries if narrow => &[(Command::In, "enter", "read"), (Command::Out, "h", "feeds")],
        Focus::Entries => &[
            (Command::In, "enter", "read"),
            (Command::ToggleRead, "m", "mark"),
            (Command::ToggleBookmark, "s", "bookmark"),
            (Command::Search, "/", "search"),
        ],
        Focus::Article if app.reader.is_finding() => &[
            (Command::NextUnread, "n", "next match"),
            (Command::PreviousUnread, "N", "previous"),
            (Command::Out, "esc", "stop"),
        ],
        Focus::Article if app.reader.link().is_some() => &[
            (Command::OtherPane, "tab", "next link"),
            (Command::In, "enter", "open"),
        ],
        Focus::Article if app.reader.is_at_end() => &[
            (Command::PageOn, "space", "next unread"),
            (Command::OpenBrowser, "o", "browser"),
            (Command::ToggleBookmark, "s", "bookmark"),
        ],
        Focus::Article if narrow => &[
            (Command::PageOn, "space", "on"),
            (Command::Out, "h", "back"),
        ],
        Focus::Article => &[
            (Command::PageOn, "space", "on"),
            (Command::Out, "h", "back"),
            (Command::LinkHints, ";", "links"),
        ],
    };
    wanted
        .iter()
        .filter(|(command, ..)| *command != Command::LinkHints || has_links(app))
        .filter_map(|(command, key, word)| hint(app, *command, key, word))
        .chain(only_help(app))
        .collect()
}

fn has_links(app: &App) -> bool {
    !app.reader.document().links.is_empty()
}

/// The key to show for a command: the usual one if it is bound, else the first that is; none when nothing is.
fn hint(
    app: &App,
    command: Command,
    usual: &str,
    word: &'static str,
) -> Option<(String, &'static str)> {
    let context = app.context();
    let keys = parse_keys(usual).unwrap_or_default();
    if app.stage.keymap.lookup(context, &keys) == Lookup::Command(command) {
        return Some((usual.to_string(), word));
    }
    let bound = app.stage.keymap.keys(context, command);
    bound.first().map(|keys| (print_keys(keys), word))
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
