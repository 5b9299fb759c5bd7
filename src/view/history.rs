//! Paints the history: when, what, how many; what was undone is dim.

use crate::app::History;
use crate::config::print_span;
use crate::model::{Act, Timestamp, Zone};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::words::{hints, words};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;
/// Cells of the time.
const TIME: usize = 8;

/// The history as a panel whose rows have so many cells; `kept`: for how many milliseconds.
pub fn panel(history: &History, cells: usize, (zone, now): (&Zone, Timestamp), kept: i64) -> Panel {
    let acts = history.acts.as_deref();
    let rows: Vec<Row> = acts
        .unwrap_or_default()
        .iter()
        .map(|act| row(act, cells, &zone.short(act.at, now)))
        .collect();
    let said = match acts {
        None => Some("looking …"),
        Some([]) => Some("nothing was done yet"),
        Some(_) => None,
    };
    let foot = match said {
        Some(said) => vec![Row::left(words(Role::Dim, said))],
        None => promise(history, kept),
    };
    Panel {
        title: "History".to_string(),
        label: "u undo · ctrl-r redo".to_string(),
        input: None,
        selected: (!rows.is_empty()).then_some(history.selected),
        rows,
        foot,
        ..Panel::default()
    }
}

/// What the keys do, and for how long the history is kept.
fn promise(history: &History, kept: i64) -> Vec<Row> {
    let back = match history.reach() {
        0 => None,
        1 => Some("take back this".to_string()),
        n => Some(format!("take back this and the {} after it", n - 1)),
    };
    let mut keys: Vec<(&str, &str)> = Vec::new();
    keys.extend(back.as_deref().map(|back| ("enter", back)));
    if history.can_be_taken_alone() {
        keys.push(("o", "only this one"));
    }
    keys.push(("esc", "close"));
    let kept = format!("kept for {}", spelled(kept));
    vec![
        Row::left(hints(&keys)),
        Row::both(words(Role::Dim, kept), hints(&[("D", "delete it")])),
    ]
}

/// `90 days`, or as the files write it.
fn spelled(span: i64) -> String {
    match (span / DAY, span % DAY) {
        (days, 0) => text::counted(days.unsigned_abs(), "day", "days"),
        _ => print_span(span),
    }
}

fn row(act: &Act, cells: usize, time: &str) -> Row {
    let role = if act.undone { Role::Dim } else { Role::Text };
    let right = match (act.undone, act.kind.is_of_feeds()) {
        (true, _) => "undone".to_string(),
        (false, true) if act.count != 1 => text::counted(act.count, "feed", "feeds"),
        (false, true) => String::new(),
        (false, false) => text::grouped(act.count),
    };
    let verb = format!("{}  ", act.verb());
    let room = cells.saturating_sub(TIME + verb.len() + right.len() + 2);
    let left = vec![
        (Role::Dim, text::pad(time, TIME)),
        (role, verb),
        (role, text::seen(&act.subject, room)),
    ];
    Row::both(left, words(Role::Dim, right))
}
