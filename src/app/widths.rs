//! Where the reader put the borders between panes, for each arrangement of panes by itself.
//!
//! Lives here: what is remembered. Where a border may stand on a screen is cut in `layout`. Invariant: a wish outlives a screen that has no
//! room for it; it is cut to the room there is, never changed by it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A border that can be moved: the end of a pane, in an arrangement of panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Border {
    /// Three panes: the right end of the feeds.
    Feeds,
    /// Three panes: the right end of the list.
    Entries,
    /// The feeds and the list: the right end of the feeds.
    TwoFeeds,
    /// The list and the article: the right end of the list.
    TwoEntries,
    /// The article below the list: the right end of the feeds.
    StackedFeeds,
    /// The article below the list: the lower end of the list.
    StackedEntries,
}

impl Border {
    /// Whether it runs from the top to the bottom, so that it moves left and right.
    #[must_use]
    pub fn is_upright(self) -> bool {
        self != Border::StackedEntries
    }
}

/// The sizes that the reader gave to panes: columns, or rows of a list above an article. A pane without one has the size of its arrangement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Widths {
    given: BTreeMap<Border, u16>,
}

impl Widths {
    /// As `print` wrote them; what cannot be read is nothing.
    #[must_use]
    pub fn parse(text: &str) -> Widths {
        Widths {
            given: serde_json::from_str(text).unwrap_or_default(),
        }
    }

    /// To be remembered.
    #[must_use]
    pub fn print(&self) -> String {
        serde_json::to_string(&self.given).unwrap_or_default()
    }

    /// The size that the reader gave to the pane which ends here.
    #[must_use]
    pub fn get(&self, border: Border) -> Option<u16> {
        self.given.get(&border).copied()
    }

    /// Gives the pane that ends here a size.
    pub fn set(&mut self, border: Border, size: u16) {
        self.given.insert(border, size);
    }

    /// The pane that ends here has the size of its arrangement again.
    pub fn forget(&mut self, border: Border) {
        self.given.remove(&border);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_printed_is_read_and_what_cannot_be_read_is_nothing() {
        let mut widths = Widths::default();
        widths.set(Border::TwoEntries, 34);
        widths.set(Border::Feeds, 18);
        assert_eq!(widths.print(), r#"{"feeds":18,"two-entries":34}"#);
        assert_eq!(Widths::parse(&widths.print()), widths);
        for broken in ["", "{", r#"{"feeds":-1}"#, r#"{"elsewhere":3}"#, "[]"] {
            assert_eq!(Widths::parse(broken), Widths::default(), "{broken}");
        }
    }
}
