//! The feeds pane: smart rows, folders and feeds as one flat list of items, and which of them the list shows.
//!
//! Invariant: the selection is a scope, not a row number: it survives folds, renames and reloads. `Scope::Everything` has no row.

mod counts;
mod steps;
mod tree;

use std::collections::BTreeSet;

use crate::app::feeds::tree::{flatten, tree};
use crate::app::scroll;
use crate::model::{FeedId, FeedList, FeedRow, Scope};

pub use crate::app::feeds::steps::Wanted;

/// The smart rows, in their order.
const SMART: [Scope; 4] = [
    Scope::Today,
    Scope::Unread,
    Scope::Bookmarks,
    Scope::Continue,
];

/// One row of the pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Today, Unread, Bookmarks, Continue.
    Smart(Scope),
    /// A blank row.
    Gap,
    /// A folder, with what is unread in it and below it.
    Folder {
        /// From the top.
        path: String,
        /// The last part of the path.
        name: String,
        /// Folders above it.
        depth: u16,
        /// Whether what is in it is shown.
        open: bool,
        /// Unread entries in it and below it.
        unread: u32,
    },
    /// A feed.
    Feed {
        /// Index into `Feeds::list().rows`.
        row: usize,
        /// Folders above it.
        depth: u16,
    },
}

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct Feeds {
    list: FeedList,
    items: Vec<Item>,
    closed: BTreeSet<String>,
    selected: Scope,
    top: usize,
    height: usize,
    loaded: bool,
    /// The mouse left the rows where they stand on the screen, whether or not the selection is in sight. The next motion ends that.
    is_loose: bool,
}

impl Feeds {
    /// An empty pane with these folders closed (as `folded` wrote them).
    pub fn new(folded: Option<&str>) -> Feeds {
        let closed = folded
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let mut feeds = Feeds {
            closed,
            ..Feeds::default()
        };
        feeds.rebuild();
        feeds
    }

    /// The closed folders, to be remembered.
    pub fn folded(&self) -> String {
        serde_json::to_string(&self.closed).unwrap_or_default()
    }

    /// Everything that the store said of feeds.
    pub fn list(&self) -> &FeedList {
        &self.list
    }

    /// Whether the store has answered once.
    pub fn is_loaded(&self) -> bool {
        self.loaded
    }

    /// The rows.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The first row on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// What the list shows; `Everything` has no row here.
    pub fn selected(&self) -> &Scope {
        &self.selected
    }

    /// The selected row, if the selection has one on the screen's list: a feed in a closed folder has none.
    pub fn selected_at(&self) -> Option<usize> {
        self.items
            .iter()
            .position(|item| self.scope(item).as_ref() == Some(&self.selected))
    }

    /// The feed of this id.
    pub fn feed(&self, id: FeedId) -> Option<&FeedRow> {
        self.list.rows.iter().find(|row| row.id == id)
    }

    /// The feed of an item.
    pub fn row(&self, index: usize) -> Option<&FeedRow> {
        self.list.rows.get(index)
    }

    /// The scope that an item stands for; a gap for none.
    pub fn scope(&self, item: &Item) -> Option<Scope> {
        match item {
            Item::Smart(scope) => Some(scope.clone()),
            Item::Gap => None,
            Item::Folder { path, .. } => Some(Scope::Folder(path.clone())),
            Item::Feed { row, .. } => self.row(*row).map(|row| Scope::Feed(row.id)),
        }
    }

    /// A scope's name as titles show it.
    pub fn title(&self, scope: &Scope) -> String {
        match scope {
            Scope::Everything => "Everything".to_string(),
            Scope::Today => "Today".to_string(),
            Scope::Unread => "Unread".to_string(),
            Scope::Bookmarks => "Bookmarks".to_string(),
            Scope::Continue => "Continue".to_string(),
            Scope::Saved => "Saved".to_string(),
            Scope::Folder(path) => name_of(path).to_string(),
            Scope::Feed(id) => self
                .feed(*id)
                .map(|row| row.title.clone())
                .unwrap_or_default(),
            Scope::Search(_) => "Search".to_string(),
        }
    }

    /// The number beside a scope's name: unread entries; for kept and begun ones, all of them.
    pub fn count(&self, scope: &Scope) -> u64 {
        match scope {
            Scope::Everything | Scope::Unread | Scope::Search(_) => u64::from(self.list.unread),
            Scope::Today => u64::from(self.list.today),
            Scope::Bookmarks => u64::from(self.list.bookmarks),
            Scope::Continue => u64::from(self.list.begun),
            Scope::Saved => u64::from(self.list.saved),
            Scope::Folder(_) | Scope::Feed(_) => self
                .list
                .rows
                .iter()
                .filter(|row| holds(scope, row))
                .map(|row| u64::from(row.unread))
                .sum(),
        }
    }

    /// How many entries of a scope are unread; `None` where they are not counted.
    pub fn unread(&self, scope: &Scope) -> Option<u64> {
        match scope {
            Scope::Bookmarks | Scope::Continue | Scope::Search(_) => None,
            _ => Some(self.count(scope)),
        }
    }

    /// The feeds of a folder or feed; `None` for a scope that is not made of feeds.
    pub fn ids(&self, scope: &Scope) -> Option<Vec<FeedId>> {
        matches!(scope, Scope::Folder(_) | Scope::Feed(_)).then(|| {
            self.list
                .rows
                .iter()
                .filter(|row| holds(scope, row))
                .map(|row| row.id)
                .collect()
        })
    }

    /// Takes the store's answer. The selection stays unless its feed or folder is gone: then it is what now stands in its row; says whether
    /// that is so.
    pub fn receive(&mut self, list: FeedList) -> bool {
        let at = self.selected_at();
        self.list = list;
        self.loaded = true;
        let is_gone = match &self.selected {
            Scope::Feed(_) | Scope::Folder(_) => {
                !self.list.rows.iter().any(|row| holds(&self.selected, row))
            }
            _ => false,
        };
        self.rebuild();
        if is_gone {
            self.selected = at
                .and_then(|at| self.nearest(at))
                .unwrap_or(Scope::Everything);
            self.follow();
        }
        is_gone
    }

    /// The feed or folder in this row, or in the nearest one above it.
    fn nearest(&self, at: usize) -> Option<Scope> {
        let above = self.items.iter().take(at + 1).rev();
        let mut rows = above.filter(|item| matches!(item, Item::Folder { .. } | Item::Feed { .. }));
        rows.find_map(|item| self.scope(item))
    }

    /// Selects a scope.
    pub fn select(&mut self, scope: Scope) {
        self.selected = scope;
        self.is_loose = false;
        self.rebuild();
        self.follow();
    }

    /// Selects a scope that is pointed at: no row moves under the pointer.
    pub fn pick(&mut self, scope: Scope) {
        self.selected = scope;
        self.is_loose = true;
    }

    /// Scrolls by so many rows; the selection stays, in sight or not.
    pub fn scroll(&mut self, rows: i64) {
        self.top = (self.top as i64).saturating_add(rows).max(0) as usize;
        self.is_loose = true;
        self.follow();
    }

    /// Opens or closes the selected folder; says whether there was one.
    pub fn toggle_fold(&mut self) -> bool {
        let Scope::Folder(path) = self.selected.clone() else {
            return false;
        };
        self.is_loose = false;
        self.fold(&path);
        true
    }

    /// Opens or closes a folder that is pointed at: no row above it moves.
    pub fn point_at_fold(&mut self, path: &str) {
        self.is_loose = true;
        self.fold(path);
    }

    fn fold(&mut self, path: &str) {
        if !self.closed.remove(path) {
            self.closed.insert(path.to_string());
        }
        self.rebuild();
    }

    /// The pane has room for so many rows; a selection that was in sight stays so.
    pub fn fit(&mut self, height: usize) {
        if height != self.height {
            let seen = self.top..self.top + self.height;
            self.is_loose &= self.selected_at().is_none_or(|at| !seen.contains(&at));
        }
        self.height = height;
        self.follow();
    }

    /// How many rows the pane shows.
    pub fn height(&self) -> usize {
        self.height
    }

    fn follow(&mut self) {
        self.top = if self.is_loose {
            let last = self.items.len().saturating_sub(self.height);
            self.top.min(last)
        } else {
            let at = self.selected_at().unwrap_or(0);
            scroll(self.top, at, self.height, self.items.len())
        };
    }

    fn rebuild(&mut self) {
        let mut items: Vec<Item> = SMART.into_iter().map(Item::Smart).collect();
        // It comes with the first page that is saved.
        if self.list.saved_feed.is_some() || self.selected == Scope::Saved {
            items.push(Item::Smart(Scope::Saved));
        }
        if !self.list.rows.is_empty() {
            items.push(Item::Gap);
        }
        flatten(
            &tree(&self.list.rows),
            0,
            &self.closed,
            &self.list.rows,
            &mut items,
        );
        self.items = items;
        self.follow();
    }
}

/// Whether a folder or feed scope holds the feed.
pub fn holds(scope: &Scope, row: &FeedRow) -> bool {
    match scope {
        Scope::Feed(id) => row.id == *id,
        Scope::Folder(path) => row
            .folder
            .strip_prefix(path.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        _ => false,
    }
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
