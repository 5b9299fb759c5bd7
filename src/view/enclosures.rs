//! Paints what is attached to an entry as a list.

use crate::app::{Enclosures, enclosure_facts, enclosure_sign, enclosure_verb};
use crate::model::Enclosure;
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::words::{hints, words};

/// The list as a panel whose rows have so many cells.
pub fn panel(list: &Enclosures, cells: usize) -> Panel {
    let rows = list.enclosures.iter().enumerate();
    let url = list.current().map_or("", |current| &current.url);
    let verb = list.current().map_or("play", enclosure_verb);
    let keys = hints(&[("enter", verb), ("y", "copy"), ("esc", "close")]);
    let nothing = if list.is_awaiting() {
        "…"
    } else {
        "nothing is attached to it any more"
    };
    Panel {
        title: "Attached".to_string(),
        label: text::counted(list.enclosures.len() as u64, "file", "files"),
        rows: match list.enclosures.as_slice() {
            [] => vec![Row::left(words(Role::Dim, nothing))],
            _ => rows.map(|(at, one)| row(at + 1, one, cells)).collect(),
        },
        selected: (!list.enclosures.is_empty()).then_some(list.selected),
        foot: vec![
            Row::left(words(Role::Dim, text::seen(&list.title, cells))),
            Row::left(words(
                Role::Dim,
                text::cut_middle(&text::address(url), cells).into_owned(),
            )),
            Row::left(keys),
        ],
        ..Panel::default()
    }
}

/// `1 ♪ episode-12.mp3  38 min · 21 MB        cdn.example.org`.
fn row(number: usize, one: &Enclosure, cells: usize) -> Row {
    let host = text::destination(&one.url);
    let host = text::cut_middle(&host, cells / 2).into_owned();
    let mut facts = enclosure_facts(one).join(" · ");
    if !facts.is_empty() {
        facts.insert_str(0, "  ");
    }
    let sign = format!("{number} ");
    let taken = [&sign, &facts, &host].map(|it| text::width(it));
    let room = cells.saturating_sub(taken.iter().sum::<usize>() + 4);
    let name = text::scrub_line(one.file_name());
    let left = vec![
        (Role::LinkNumber, sign),
        (Role::Dim, format!("{} ", enclosure_sign(one))),
        (Role::Text, text::seen(&name, room)),
        (Role::Dim, facts),
    ];
    Row::both(left, words(Role::Dim, host))
}
