//! In which order each list stands, whether its days or feeds have headings, what of it is shown: the panel on `\\`.
//!
//! Invariant: what is chosen holds at once in the list behind the panel.

use crate::app::press::{Press, press_in_list, stepped};
use crate::app::{Sight, Wish};
use crate::command::{Command, Key};
use crate::model::{Order, Scope, Show};

/// What a row of the panel is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Sorting by it; the order that stands for it at first.
    By(&'static str, Order),
    /// Headings.
    Headings,
    /// What is shown.
    Show(Show, &'static str),
}

/// The panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrange {
    /// Index of the selected row.
    pub selected: usize,
}

const LIST: [Choice; 8] = [
    Choice::By("date", Order::Newest),
    Choice::By("feed", Order::FeedUp),
    Choice::By("title", Order::TitleUp),
    Choice::By("length", Order::Longest),
    Choice::Headings,
    Choice::Show(Show::All, "all"),
    Choice::Show(Show::Unread, "unread"),
    Choice::Show(Show::Bookmarked, "bookmarked"),
];
const SEARCH: [Choice; 2] = [
    Choice::By("date", Order::Newest),
    Choice::By("match", Order::Best),
];

impl Arrange {
    /// Its rows.
    pub fn choices(scope: &Scope) -> &'static [Choice] {
        match scope {
            Scope::Search(_) => &SEARCH,
            _ => &LIST,
        }
    }

    /// `enter` chooses, `\\` closes too.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        match press_in_list(&sight.stage.keymap, key) {
            Press::Cancel | Press::Command(Command::Arrange) => vec![Wish::Close],
            Press::Accept | Press::Command(Command::PageOn) => self.accept(sight),
            press => {
                let len = Arrange::choices(sight.entries.scope()).len();
                self.selected = stepped(self.selected, press, len);
                Vec::new()
            }
        }
    }

    /// Selects a row.
    pub fn pick(&mut self, index: usize) {
        self.selected = index.min(LIST.len() - 1);
    }

    /// Chooses the selected row: what is chosen already runs the other way.
    pub fn accept(&self, sight: &Sight) -> Vec<Wish> {
        let entries = sight.entries;
        let (order, is_grouped) = (entries.order(), entries.is_grouped());
        match Arrange::choices(entries.scope()).get(self.selected) {
            Some(Choice::By(..)) if matches!(entries.scope(), Scope::Search(_)) => {
                let chosen = Arrange::choices(entries.scope()).get(self.selected);
                match chosen {
                    Some(Choice::By(_, first)) => vec![Wish::Sort(*first, false)],
                    _ => Vec::new(),
                }
            }
            Some(Choice::By(_, first)) if is_of(order, *first) => {
                vec![Wish::Sort(order.reversed(), is_grouped)]
            }
            Some(Choice::By(_, first)) => {
                vec![Wish::Sort(*first, is_grouped && has_headings(*first))]
            }
            Some(Choice::Headings) if has_headings(order) => {
                vec![Wish::Sort(order, !is_grouped)]
            }
            // Neither titles nor lengths have groups: days do.
            Some(Choice::Headings) => vec![Wish::Sort(Order::Newest, true)],
            Some(Choice::Show(show, _)) => vec![Wish::Show(*show)],
            None => Vec::new(),
        }
    }
}

/// Whether an order is this one or runs the other way.
pub fn is_of(order: Order, first: Order) -> bool {
    order == first || order == first.reversed()
}

/// Whether an order has groups.
pub fn has_headings(order: Order) -> bool {
    matches!(
        order,
        Order::Newest | Order::Oldest | Order::FeedUp | Order::FeedDown
    )
}
