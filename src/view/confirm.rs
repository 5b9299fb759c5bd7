//! Paints the question before what cannot be undone.

use crate::app::{Confirm, Size, panel_cells};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::words::{Words, wide, words};

/// The question as a panel on a screen of this size. Who cannot read all of it is not offered to say yes.
pub fn panel(confirm: &Confirm, size: Size) -> Panel {
    let cells = panel_cells(size);
    let stake = confirm.stake(cells);
    let stake = stake
        .iter()
        .map(|line| words(Role::Text, text::sentence(line.trim_end())));
    let is_readable = confirm.is_readable(size);
    let answers = confirm.answers().iter().map(|(key, does)| match key {
        'y' if !is_readable => words(Role::Warning, "! make more room"),
        key => vec![
            (Role::Key, key.to_string()),
            (Role::Dim, format!(" {does}")),
        ],
    });
    Panel {
        title: confirm.title().to_string(),
        rows: stake.map(Row::left).collect(),
        foot: foot(answers.collect(), cells),
        ..Panel::default()
    }
}

/// The keys beside one another with a blank line below them, or below one another where there is no room.
fn foot(answers: Vec<Words>, cells: usize) -> Vec<Row> {
    let beside = answers.join(&(Role::Dim, "   ".to_string()));
    if wide(&beside) <= cells {
        return vec![Row::left(beside), Row::default()];
    }
    answers.into_iter().map(Row::left).collect()
}
