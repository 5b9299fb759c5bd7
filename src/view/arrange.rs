//! Paints how the list stands: what it is sorted by and which way, headings, what of it is listed.

use crate::app::{App, Arrange, Choice, has_headings, is_of};
use crate::model::{Order, Scope};
use crate::text::{self, Role};
use crate::view::panel::{Panel, Row};
use crate::view::words::{Words, hints, words};

/// Cells of what a row is about.
const NAMED: usize = 8;
/// Cells of what it is sorted by, or shows.
const NAME: usize = 11;

/// The panel.
pub fn panel(arrange: &Arrange, app: &App) -> Panel {
    let entries = &app.entries;
    let choices = Arrange::choices(entries.scope());
    let order = entries.order();
    let row = |choice: &Choice| match choice {
        Choice::By(name, first) => {
            let is_chosen = is_of(order, *first) || order == *first;
            let way = if is_chosen { order } else { *first };
            ticked(is_chosen, ("sort", name), &way_in_words(way))
        }
        Choice::Headings => {
            let what = match order {
                Order::FeedUp | Order::FeedDown => "a heading for each feed",
                _ => "a heading for each day",
            };
            let is_chosen = entries.is_grouped() && has_headings(order);
            ticked(is_chosen, ("group", ""), what)
        }
        Choice::Show(show, name) => ticked(entries.show() == *show, ("show", name), ""),
    };
    let choice = choices.get(arrange.selected);
    let does = match choice {
        Some(Choice::By(_, first)) if is_of(order, *first) => "the other way",
        Some(Choice::By(..)) => "sort by it",
        Some(Choice::Headings) => "on, off",
        _ => "list these",
    };
    let kept = match entries.scope() {
        Scope::Search(_) => "for this search",
        _ => "remembered for this list",
    };
    Panel {
        title: "Sort and group".to_string(),
        label: text::seen(&app.feeds.title(entries.scope()), 30),
        rows: choices.iter().map(row).collect(),
        selected: Some(arrange.selected.min(choices.len().saturating_sub(1))),
        foot: vec![Row::both(
            hints(&[("enter", does), ("esc", "close")]),
            words(Role::Dim, kept),
        )],
        ..Panel::default()
    }
}

fn way_in_words(order: Order) -> String {
    let words = order.words();
    let way = words
        .strip_prefix("feeds ")
        .or_else(|| words.strip_prefix("titles "));
    way.unwrap_or(words).to_string()
}

fn ticked(is_chosen: bool, (group, name): (&str, &str), note: &str) -> Row {
    let sign = if is_chosen { "[x] " } else { "[ ] " };
    let role = if is_chosen { Role::Strong } else { Role::Text };
    let mut left: Words = words(Role::Dim, text::pad(group, NAMED));
    left.push((role, sign.to_string()));
    left.push((
        role,
        text::pad(name, if name.is_empty() { 0 } else { NAME }),
    ));
    left.push((Role::Dim, note.to_string()));
    Row {
        tick: Some(NAMED),
        ..Row::left(left)
    }
}
