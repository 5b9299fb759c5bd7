//! Paints what was said lately: when and what; the selected one whole below the list.

use crate::app::Messages;
use crate::model::{Timestamp, Zone};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::words::{fit, hints, lines, seen, words};

/// Cells of the time.
const TIME: usize = 8;

/// The messages as a panel whose rows have so many cells.
pub fn panel(messages: &Messages, cells: usize, (zone, now): (&Zone, Timestamp)) -> Panel {
    let rows: Vec<Row> = messages
        .said
        .iter()
        .map(|(at, message)| {
            let mut left = words(Role::Dim, text::pad(&zone.short(*at, now), TIME));
            left.extend(message.words.iter().cloned());
            Row::left(seen(fit(left, cells)))
        })
        .collect();
    let mut foot: Vec<Row> = match messages.said.get(messages.selected) {
        Some((_, message)) => lines(&message.text(), cells)
            .map(|line| Row::left(words(Role::Text, line)))
            .collect(),
        None => vec![Row::left(words(Role::Dim, "nothing was said yet"))],
    };
    foot.push(Row::left(hints(&[("esc", "close")])));
    Panel {
        title: "Messages".to_string(),
        label: text::grouped(messages.said.len() as u64),
        input: None,
        selected: (!rows.is_empty()).then_some(messages.selected),
        rows,
        foot,
        ..Panel::default()
    }
}
