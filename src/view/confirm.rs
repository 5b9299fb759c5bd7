//! Paints the question before what cannot be undone.

use crate::app::Confirm;
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::words::{Words, words};

/// The question as a panel whose rows have so many cells.
pub fn panel(confirm: &Confirm, cells: usize) -> Panel {
    let mut keys: Words = Vec::new();
    for (key, does) in confirm.answers() {
        if !keys.is_empty() {
            keys.push((Role::Dim, "   ".to_string()));
        }
        keys.push((Role::Key, key.to_string()));
        keys.push((Role::Dim, format!(" {does}")));
    }
    Panel {
        title: confirm.title().to_string(),
        rows: confirm
            .stake()
            .iter()
            .flat_map(|stake| broken(stake, cells))
            .map(|line| Row::left(words(Role::Text, line)))
            .collect(),
        foot: vec![Row::left(keys), Row::default()],
        ..Panel::default()
    }
}

/// A sentence in lines of so many cells, whole: nothing of what one says yes to may be cut out.
fn broken(sentence: &str, cells: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut taken = 0;
    for (_, piece, width) in text::graphemes(sentence) {
        if taken + width > cells.max(2) {
            lines.push(String::new());
            taken = 0;
        }
        taken += width;
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
    }
    lines
}
