//! Paints the status line. Left: what happened, else where the reader is. Right: counts, background work, then hints of keys, which give way
//! from the left.

use ratatui::layout::Rect;

use crate::app::{App, Focus};
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
/// Cells of the gauge.
const GAUGE: usize = 10;

/// Paints the line.
pub fn paint(app: &App, area: Rect, pen: &mut Pen) {
    pen.clear(area, Part::Status);
    let room = usize::from(area.width).saturating_sub(2);
    let ground = Ground::On(Part::Status);
    let (left, fixed, mut keys) = parts(app);
    let right = |keys: &[(String, &str)]| {
        let mut right = fixed.clone();
        let pairs: Vec<(&str, &str)> = keys
            .iter()
            .map(|(key, word)| (key.as_str(), *word))
            .collect();
        if !right.is_empty() && !pairs.is_empty() {
            right.push((Role::Dim, "  ".to_string()));
        }
        right.extend(hints(&pairs));
        right
    };
    let mut shown = right(&keys);
    while keys.len() > 1 && wide(&left) + 2 + wide(&shown) > room {
        keys.remove(0);
        shown = right(&keys);
    }
    // What happened is worth more than the keys: an error keeps its words.
    if wide(&left) + 2 + wide(&shown) > room && app.stage.status.shown().is_some() {
        shown = right(&[]);
    }
    let left_room = room.saturating_sub(match wide(&shown) {
        0 => 0,
        cells => cells + 2,
    });
    pen.words((area.x + 1, area.y), left_room, &left, ground);
    pen.right((area.right().saturating_sub(1), area.y), &shown, ground);
    paint_gauge(area, pen);
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

/// What stands at the left, what never gives way at the right, and the hints.
fn parts(app: &App) -> (Words, Words, Vec<(String, &'static str)>) {
    if !app.pressed.is_empty() || app.count.is_some() {
        let count = app
            .count
            .map_or_else(String::new, |count| count.to_string());
        let typed = format!("{count}{}", print_keys(&app.pressed));
        let left = vec![(Role::Key, typed), (Role::Dim, " …".to_string())];
        return (left, words(Role::Dim, "esc cancel"), Vec::new());
    }
    let running = app
        .refresh
        .running()
        .filter(|running| running.progress.total > 0);
    let left = message(app).unwrap_or_else(|| match app.focus {
        Focus::Entries if running.is_some() => position(app),
        _ => place(app),
    });
    match running {
        Some(running) => (left, gauge(running.progress), only_help(app)),
        None if app.stage.size.width >= WIDE => (left, unread(app), only_help(app)),
        None => (left, Words::new(), keys(app)),
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
