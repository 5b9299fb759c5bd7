//! What a list shows, and where in it one stands.
//!
//! A `Scope` names rows by a rule, never by a list of ids, so that it costs the same for ten entries as for a million.

use serde::{Deserialize, Serialize};

use crate::model::{EntryRow, FeedId, SortKey};

/// What a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every entry of every subscribed feed.
    #[default]
    Everything,
    /// What came since local midnight.
    Today,
    /// What is not read.
    Unread,
    /// The reader's kept copies, of feeds that are gone too.
    Bookmarks,
    /// Entries begun and left, with their place kept.
    Continue,
    /// Pages saved for later.
    Saved,
    /// A folder and the folders below it, by path.
    Folder(String),
    /// One feed.
    Feed(FeedId),
    /// What a query finds, in the query language of `query/`.
    Search(String),
    /// What a smart feed finds, by its name; its query stands in `config.toml`.
    Smart(String),
    /// What has a tag, or comes from a feed that has it: what the query `tag:` finds.
    Tag(String),
}

/// Whether read entries are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Read and unread ones.
    #[default]
    All,
    /// Unread ones, and those that were read since the list was entered.
    Unread,
    /// The reader's copies.
    Bookmarked,
}

impl Show {
    /// The one that `v` comes to next: all, unread, bookmarked.
    #[must_use]
    pub const fn next(self) -> Show {
        match self {
            Show::All => Show::Unread,
            Show::Unread => Show::Bookmarked,
            Show::Bookmarked => Show::All,
        }
    }
}

/// In which order a list stands. A search knows the first two alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// What came last stands first.
    #[default]
    Newest,
    /// What fits best stands first, of the newest finds.
    Best,
    /// What came first stands first.
    Oldest,
    /// By the feeds' names, newest first in each.
    FeedUp,
    /// The same from the last name on, newest first in each.
    FeedDown,
    /// By title.
    TitleUp,
    /// By title, from the end.
    TitleDown,
    /// What has most text stands first.
    Longest,
    /// What has least text stands first.
    Shortest,
}

impl Order {
    /// The order that runs the other way.
    #[must_use]
    pub const fn reversed(self) -> Order {
        match self {
            Order::Newest => Order::Oldest,
            Order::Oldest | Order::Best => Order::Newest,
            Order::FeedUp => Order::FeedDown,
            Order::FeedDown => Order::FeedUp,
            Order::TitleUp => Order::TitleDown,
            Order::TitleDown => Order::TitleUp,
            Order::Longest => Order::Shortest,
            Order::Shortest => Order::Longest,
        }
    }

    /// How the status line and the panel name it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Order::Newest => "newest first",
            Order::Best => "best first",
            Order::Oldest => "oldest first",
            Order::FeedUp => "feeds A to Z",
            Order::FeedDown => "feeds Z to A",
            Order::TitleUp => "titles A to Z",
            Order::TitleDown => "titles Z to A",
            Order::Longest => "longest first",
            Order::Shortest => "shortest first",
        }
    }
}

/// From where a window of rows is cut. Lists run newest first: "after" is older.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The newest rows.
    #[default]
    First,
    /// The oldest rows.
    Last,
    /// Rows on both sides of this one, itself included if it is still there.
    Around(SortKey),
    /// Rows that follow this one in the list.
    After(SortKey),
    /// Rows that stand before this one in the list, nearest last.
    Before(SortKey),
}

/// Down or up a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// Down the list: older.
    Next,
    /// Up the list: newer.
    Previous,
}

impl Scope {
    /// Whether a query says what it lists.
    #[must_use]
    pub const fn is_query(&self) -> bool {
        matches!(self, Scope::Search(_) | Scope::Smart(_) | Scope::Tag(_))
    }

    /// Whether `row` stays listed when its state changes are taken as already made; used to keep a list honest without a query.
    #[must_use]
    pub fn may_hold(&self, row: &EntryRow) -> bool {
        match self {
            Scope::Feed(feed) => row.feed == *feed,
            Scope::Bookmarks => row.bookmarked,
            _ => true,
        }
    }
}
