//! Paints the command palette: commands with their keys at the right edge, then feeds and folders.

use crate::app::{Palette, PaletteItem, PaletteTarget};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row, trouble};
use crate::view::pen::Input;
use crate::view::words::{Words, fit, lines, marked, words};

/// Cells of the names.
const NAMES: usize = 27;
/// Cells of the keys.
const KEYS: usize = 10;

/// The palette as a panel whose rows have so many cells; `list` names the list below, with its unread entries as far as they are counted.
pub fn panel(palette: &Palette, cells: usize, (list, unread): (&str, Option<u64>)) -> Panel {
    let names = NAMES.min(cells / 2);
    let mut rows: Vec<Row> = Vec::new();
    let mut selected = None;
    let mut in_places = false;
    for (index, item) in palette.items.iter().enumerate() {
        if !in_places && matches!(item.target, PaletteTarget::Place(_)) {
            in_places = true;
            if !rows.is_empty() {
                rows.push(Row::heading(Words::new()));
            }
            rows.push(Row::heading(words(Role::Dim, "feeds and folders")));
        }
        if palette.selected == Some(index) {
            selected = Some(rows.len());
        }
        rows.push(row(item, names, cells));
    }
    let foot = if let Some(failed) = &palette.trouble {
        trouble(failed, cells)
    } else {
        let promise = lines(&palette.promise(list, unread), cells);
        let promise = promise.map(|line| words(Role::Dim, line));
        promise.map(Row::left).collect()
    };
    Panel {
        title: "Command".to_string(),
        label: format!("{} of {}", palette.items.len(), palette.total),
        input: Some(Input {
            sign: ":".to_string(),
            shown: palette.field.shown(cells),
            ghost: "a command, a feed or a folder".to_string(),
            heard: true,
        }),
        rows,
        selected,
        foot,
        ..Panel::default()
    }
}

fn row(item: &PaletteItem, names: usize, cells: usize) -> Row {
    let column = names.saturating_sub(1);
    let mut left: Words = marked(&item.name, &item.at, Role::Text, column);
    if !item.sign.is_empty() {
        left.push((Role::Dim, format!(" {}", item.sign)));
    }
    let mut left = fit(left, column);
    left.push((Role::Dim, " ".to_string()));
    let keys = if item.keys.is_empty() { 0 } else { KEYS };
    let about = text::seen(&item.about, cells.saturating_sub(names + keys));
    left.push((Role::Dim, about));
    Row::both(left, words(Role::Key, item.keys.clone()))
}
