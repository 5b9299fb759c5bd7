//! Paints the headings of an article as a list, indented by their levels.

use crate::app::Outline;
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::pen::Input;
use crate::view::words::{hints, words};

/// The headings as a panel whose rows have so many cells.
pub fn panel(outline: &Outline, cells: usize) -> Panel {
    let headings = outline
        .listed
        .iter()
        .filter_map(|at| outline.headings.get(*at));
    let rows = headings
        .map(|heading| {
            let indent = 2 * usize::from(heading.level.saturating_sub(1));
            let title = text::seen(&heading.text, cells.saturating_sub(indent));
            let role = if heading.level == 1 {
                Role::Heading2
            } else {
                Role::Text
            };
            Row::left(words(role, format!("{}{title}", " ".repeat(indent))))
        })
        .collect();
    Panel {
        title: "Outline".to_string(),
        label: format!("{} of {}", outline.listed.len(), outline.headings.len()),
        input: Some(Input {
            sign: String::new(),
            shown: outline.field.shown(cells),
            ghost: "type a word of a heading".to_string(),
            heard: true,
        }),
        rows,
        selected: (!outline.listed.is_empty()).then_some(outline.selected),
        foot: vec![Row::left(hints(&[("enter", "go there"), ("esc", "close")]))],
        ..Panel::default()
    }
}
