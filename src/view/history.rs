//! Paints the history: when, what, how many; what was undone is dim.

use crate::app::History;
use crate::model::{Act, ActKind, Timestamp, Zone};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::words::{Words, hints, words};

/// Cells of the time.
const TIME: usize = 8;

/// The history as a panel whose rows have so many cells.
pub fn panel(history: &History, cells: usize, (zone, now): (&Zone, Timestamp)) -> Panel {
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
        Some(said) => words(Role::Dim, said),
        None => promise(history),
    };
    Panel {
        title: "History".to_string(),
        label: "u undo · ctrl-r redo".to_string(),
        input: None,
        selected: (!rows.is_empty()).then_some(history.selected),
        rows,
        foot: vec![Row::left(foot)],
        ..Panel::default()
    }
}

fn promise(history: &History) -> Words {
    let back = match history.reach() {
        0 => return hints(&[("esc", "close")]),
        1 => "take back this".to_string(),
        n => format!("take back this and the {} after it", n - 1),
    };
    hints(&[("enter", &back), ("esc", "close")])
}

fn row(act: &Act, cells: usize, time: &str) -> Row {
    let role = if act.undone { Role::Dim } else { Role::Text };
    let right = match (act.undone, is_of_feeds(act.kind)) {
        (true, _) => "undone".to_string(),
        (false, true) if act.count != 1 => text::counted(act.count, "feed", "feeds"),
        (false, true) => String::new(),
        (false, false) => text::grouped(act.count),
    };
    let verb = format!("{}  ", verb(act));
    let room = cells.saturating_sub(TIME + verb.len() + right.len() + 2);
    let left = vec![
        (Role::Dim, text::pad(time, TIME)),
        (role, verb),
        (role, text::seen(&act.subject, room)),
    ];
    Row::both(left, words(Role::Dim, right))
}

fn is_of_feeds(kind: ActKind) -> bool {
    matches!(
        kind,
        ActKind::Subscribe
            | ActKind::Unsubscribe
            | ActKind::Rename
            | ActKind::Move
            | ActKind::Edit
            | ActKind::Import
            | ActKind::Pause
            | ActKind::Resume
            | ActKind::Readdress
            | ActKind::Merge
    )
}

fn verb(act: &Act) -> &'static str {
    match act.kind {
        ActKind::Read if act.count > 1 => "all read",
        ActKind::Read => "read",
        ActKind::Unread => "unread",
        ActKind::Bookmark => "bookmarked",
        ActKind::Unbookmark => "bookmark dropped",
        ActKind::Tag => "tagged",
        ActKind::Untag => "untagged",
        ActKind::Note => "noted",
        ActKind::Save => "saved",
        ActKind::Unsave => "saved dropped",
        ActKind::Subscribe => "subscribed",
        ActKind::Unsubscribe => "unsubscribed",
        ActKind::Rename => "renamed",
        ActKind::Move => "moved",
        ActKind::Edit => "edited",
        ActKind::Import | ActKind::Bring => "imported",
        ActKind::Pause => "paused",
        ActKind::Resume => "asked again",
        ActKind::Readdress => "new address",
        ActKind::Merge => "merged",
        ActKind::Rule | ActKind::Applied => "rule",
        ActKind::Free => "freed",
        ActKind::Configure => "settings",
        ActKind::Retag => "tags",
    }
}
