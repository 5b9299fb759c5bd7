//! Paints the feed editor: one line for each thing that `feeds.toml` says of a feed.

use crate::app::{EditorLine, FeedEditor};
use crate::model::{CheckRecord, Timestamp, Why, Zone};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row, trouble};
use crate::view::words::{Words, lines, words};

/// Cells of the names.
const NAMES: usize = 12;

/// The editor as a panel whose rows have so many cells.
pub fn panel(editor: &FeedEditor, cells: usize, (zone, now): (&Zone, Timestamp)) -> Panel {
    let rows = EditorLine::ALL
        .into_iter()
        .map(|line| row(editor, line, cells))
        .collect();
    let foot = if let Some(failed) = &editor.trouble {
        trouble(failed, cells)
    } else {
        let checks = checks(editor, zone, now);
        let checks = match text::width(&checks) {
            wide if wide > cells => lines(&checks, cells).collect(),
            _ => vec![checks],
        };
        let rows = checks.into_iter().map(|line| words(Role::Dim, line));
        rows.map(Row::left).collect()
    };
    Panel {
        title: "Feed".to_string(),
        label: "enter save · esc leave".to_string(),
        input: None,
        rows,
        selected: EditorLine::ALL.iter().position(|line| *line == editor.line),
        foot,
        ..Panel::default()
    }
}

fn row(editor: &FeedEditor, line: EditorLine, cells: usize) -> Row {
    let note = text::seen(&note(editor, line), cells / 2);
    let mut left = words(Role::Dim, text::pad(line.name(), NAMES));
    let room = cells.saturating_sub(NAMES + text::width(&note) + 2);
    let mut typed = None;
    match editor.field(line) {
        Some(field) if line == editor.line => typed = Some(field.shown(room)),
        Some(field) if field.is_empty() && line == EditorLine::Check => {
            left.push((Role::Text, "at its own pace".to_string()));
        }
        Some(field)
            if field.is_empty() && matches!(line, EditorLine::UnreadFor | EditorLine::Keep) =>
        {
            left.push((Role::Dim, "as config.toml says".to_string()));
        }
        Some(field) if field.is_empty() && line == EditorLine::Filter => {
            left.push((Role::Dim, "none".to_string()));
        }
        Some(field) => left.push((Role::Text, value(line, field.text(), room))),
        None => left.extend(tick(editor.full_text)),
    }
    Row {
        left,
        right: words(Role::Dim, note),
        typed,
        tick: (line == EditorLine::FullText).then_some(NAMES),
        ..Row::default()
    }
}

fn value(line: EditorLine, text: &str, room: usize) -> String {
    match line {
        EditorLine::Address => text::cut_middle(&text::address(text), room).into_owned(),
        EditorLine::Check => format!("every {text}"),
        _ => text::seen(text, room),
    }
}

fn tick(full_text: bool) -> Words {
    if full_text {
        vec![
            (Role::Accent, "[x]".to_string()),
            (Role::Text, " always".to_string()),
        ]
    } else {
        words(Role::Dim, "[ ] when asked")
    }
}

fn note(editor: &FeedEditor, line: EditorLine) -> String {
    let is_here = line == editor.line;
    match line {
        EditorLine::Title => match &editor.feed.own_title {
            Some(own) if is_here || own != &editor.feed.title => format!("its own: {own}"),
            _ => String::new(),
        },
        EditorLine::Folder | EditorLine::Tags if is_here && !editor.offered.is_empty() => {
            format!("tab: {}", editor.offered.join(", "))
        }
        EditorLine::Check => match asked(&editor.feed.health.reason.why) {
            Some(wait) => format!("the server asks for {} or more", text::span(wait)),
            None if is_here => "as 2h or 1d; empty: at its own pace".to_string(),
            None => String::new(),
        },
        EditorLine::UnreadFor if is_here => "2d: older news is not unread; forever".to_string(),
        EditorLine::Keep if is_here => "90d, 500 entries, or all".to_string(),
        EditorLine::Keep => editor
            .size
            .map_or_else(String::new, |size| format!("{} now", text::size(size))),
        EditorLine::Filter if is_here => "a command; its output is read".to_string(),
        EditorLine::FullText if is_here => "space; fetched after each check, politely".to_string(),
        EditorLine::FullText if editor.full_text => {
            "fetched after each check, politely".to_string()
        }
        _ => String::new(),
    }
}

/// The shortest wait that the feed or its server asks for, where that is what decides when it is asked next.
fn asked(why: &Why) -> Option<i64> {
    match why {
        Why::Ttl { ttl: wait }
        | Why::Lifetime { age: wait }
        | Why::Period { every: wait }
        | Why::Told { wait, .. }
        | Why::Held {
            wait, said: true, ..
        } => Some(*wait),
        _ => None,
    }
}

/// Where the feed stands in its file, when it was asked, what came of it, and when it is asked next.
fn checks(editor: &FeedEditor, zone: &Zone, now: Timestamp) -> String {
    let begins = editor
        .begins
        .map_or_else(String::new, |line| format!("feeds.toml:{line}  "));
    let health = &editor.feed.health;
    let Some(last) = health.last_check else {
        return begins + "never asked yet";
    };
    let last = format!("{begins}last check {}", zone.short(last, now));
    let came = match (&health.failure, &editor.last) {
        (Some(failure), _) => format!(", {}", failure.what),
        (None, Some(check)) => format!(", {}", came(check)),
        (None, None) => String::new(),
    };
    let next = match health.next_check {
        _ if editor.feed.paused => "; paused".to_string(),
        Some(next) => format!("; next {}", zone.ahead(next, now)),
        None => String::new(),
    };
    last + &came + &next
}

/// What a check that worked came to: `304 nothing new`, `200 with 3 new`.
fn came(check: &CheckRecord) -> String {
    let status = check.wire.status;
    let status = status.map_or_else(String::new, |status| format!("{status} "));
    match (check.new, check.changed) {
        (0, 0) => format!("{status}nothing new"),
        (0, changed) => format!("{status}with {changed} changed"),
        (new, _) => format!("{status}with {new} new"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Wire;

    #[test]
    fn a_wait_that_the_server_asks_for_is_told_and_our_own_is_not() {
        let hour = 3_600_000;
        let cases = [
            (Why::Lifetime { age: hour }, Some(hour)),
            (Why::Ttl { ttl: 2 * hour }, Some(2 * hour)),
            (
                Why::Held {
                    code: 429,
                    wait: hour,
                    said: false,
                },
                None,
            ),
            (Why::Wish { every: hour }, None),
        ];
        for (why, expect) in cases {
            assert_eq!(asked(&why), expect, "{why:?}");
        }
    }

    #[test]
    fn a_check_is_told_by_what_it_brought() {
        let cases = [
            (Some(304), 0, 0, "304 nothing new"),
            (Some(200), 3, 1, "200 with 3 new"),
            (Some(200), 0, 1, "200 with 1 changed"),
            (None, 0, 0, "nothing new"),
        ];
        for (status, new, changed, expect) in cases {
            let check = CheckRecord {
                wire: Wire {
                    status,
                    ..Wire::default()
                },
                new,
                changed,
                ..CheckRecord::default()
            };
            assert_eq!(came(&check), expect);
        }
    }
}
