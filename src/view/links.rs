//! Paints the links of an article as a list.

use crate::app::Links;
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::pen::Input;
use crate::view::words::{hints, words};

/// The links as a panel whose rows have so many cells.
pub fn panel(links: &Links, cells: usize) -> Panel {
    let digits = links.links.len().to_string().len();
    let rows = links
        .listed
        .iter()
        .filter_map(|index| Some((index + 1, links.links.get(*index)?)))
        .map(|(number, target)| {
            let number = format!("[{number}]");
            let host = text::cut_middle(&text::destination(&target.url), cells / 2).into_owned();
            let room = cells.saturating_sub(digits + 3 + text::width(&host) + 2);
            let label = if target.label.is_empty() {
                text::cut_middle(&target.url, room).into_owned()
            } else {
                text::seen(&target.label, room)
            };
            let left = vec![
                (Role::LinkNumber, text::pad(&number, digits + 3)),
                (Role::Text, label),
            ];
            Row::both(left, words(Role::Dim, host))
        })
        .collect();
    let url = links.current().map_or("", |(_, _, url)| url);
    let keys = hints(&[("enter", "open"), ("ctrl-y", "copy"), ("esc", "close")]);
    Panel {
        title: "Links".to_string(),
        label: format!("{} of {}", links.listed.len(), links.links.len()),
        input: Some(Input {
            sign: String::new(),
            shown: links.field.shown(cells),
            ghost: "type a number or a word".to_string(),
            heard: true,
        }),
        rows,
        selected: (!links.listed.is_empty()).then_some(links.selected),
        foot: vec![
            Row::left(words(Role::Dim, text::cut_middle(url, cells).into_owned())),
            Row::left(keys),
        ],
        ..Panel::default()
    }
}
