//! Paints the question before what cannot be undone.

use crate::app::Confirm;
use crate::text::Role;
use crate::view::panel::{Panel, Row};
use crate::view::words::{Words, words};

/// The question as a panel.
pub fn panel(confirm: &Confirm) -> Panel {
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
        rows: vec![Row::left(words(Role::Text, confirm.stake()))],
        foot: vec![Row::left(keys), Row::default()],
        ..Panel::default()
    }
}
