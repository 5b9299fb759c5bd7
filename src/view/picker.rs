//! Paints the feeds behind an address, to tick.

use crate::app::Picker;
use crate::model::FoundFeed;
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::pen::Input;
use crate::view::words::{Words, hints, wide, words};

/// The picker as a panel whose rows have so many cells.
pub fn panel(picker: &Picker, cells: usize) -> Panel {
    let rows = picker
        .feeds
        .iter()
        .enumerate()
        .map(|(index, feed)| row(feed, picker.is_ticked(index), cells))
        .collect();
    let subscribe = match picker.count() {
        1 => "subscribe".to_string(),
        count => format!("subscribe to {count}"),
    };
    let tab = if picker.typing {
        "to the feeds"
    } else {
        "folder"
    };
    let keys = [("space", "tick"), ("tab", tab), ("enter", &subscribe)];
    Panel {
        title: "Feeds".to_string(),
        label: format!("{} found", picker.feeds.len()),
        input: Some(Input {
            sign: "folder".to_string(),
            shown: picker.folder.shown(cells.saturating_sub(6)),
            ghost: "none: at the top".to_string(),
            heard: picker.typing,
        }),
        rows,
        selected: Some(picker.selected),
        foot: vec![Row::both(
            words(Role::Dim, text::cut_middle(&picker.address, cells / 3)),
            hints(&keys),
        )],
        ..Panel::default()
    }
}

fn row(feed: &FoundFeed, ticked: bool, cells: usize) -> Row {
    let (tick, role) = if ticked {
        (words(Role::Accent, "[x] "), Role::Strong)
    } else {
        (words(Role::Dim, "[ ] "), Role::Text)
    };
    let title = feed.title.clone().filter(|title| !title.is_empty());
    let address = text::address(&feed.url);
    let address = address.trim_start_matches("https://");
    let facts: Vec<&str> = [&feed.note, &feed.format]
        .into_iter()
        .filter_map(|fact| fact.as_deref())
        .collect();
    let facts = text::seen(&facts.join(" · "), cells / 3);
    let room = cells.saturating_sub(wide(&tick) + text::width(&facts) + 2);
    let mut left: Words = tick;
    if let Some(title) = title {
        left.push((role, text::seen(&title, room)));
        let path = text::cut_middle(address, cells / 3).into_owned();
        left.push((Role::Dim, format!("  {path}")));
    } else {
        left.push((role, text::cut_middle(address, room).into_owned()));
    }
    Row {
        tick: Some(0),
        ..Row::both(left, words(Role::Dim, facts))
    }
}
