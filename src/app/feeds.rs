//! The feeds pane: smart rows, folders and feeds as one flat list of items, and which of them the list shows.
//!
//! Invariant: the selection is a scope, not a row number: it survives folds, renames and reloads. `Scope::Everything` has no row.

use std::collections::BTreeSet;

use crate::app::scroll;
use crate::model::{
    Direction, EntryRow, FeedId, FeedList, FeedReport, FeedRow, Outcome, Scope, Timestamp,
};

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
            Scope::Folder(_) | Scope::Feed(_) => self
                .list
                .rows
                .iter()
                .filter(|row| holds(scope, row))
                .map(|row| u64::from(row.unread))
                .sum(),
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

    /// Takes the store's answer; the selection stays unless its feed or folder is gone.
    pub fn receive(&mut self, list: FeedList) {
        self.list = list;
        self.loaded = true;
        let gone = match &self.selected {
            Scope::Feed(_) | Scope::Folder(_) => {
                !self.list.rows.iter().any(|row| holds(&self.selected, row))
            }
            _ => false,
        };
        if gone {
            self.selected = Scope::Everything;
        }
        self.rebuild();
    }

    /// Counts entries that were marked read or unread, before the store has; those since `midnight` are today's.
    pub fn adjust<'a>(
        &mut self,
        marked: impl Iterator<Item = &'a EntryRow>,
        read: bool,
        midnight: Timestamp,
    ) {
        let delta = if read { -1 } else { 1 };
        let list = &mut self.list;
        for entry in marked.filter(|entry| entry.read != read) {
            let feed = list.rows.iter_mut().find(|row| row.id == entry.feed);
            let Some(row) = feed else { continue };
            row.unread = row.unread.saturating_add_signed(delta);
            list.unread = list.unread.saturating_add_signed(delta);
            if entry.time >= midnight {
                list.today = list.today.saturating_add_signed(delta);
            }
        }
        self.rebuild();
    }

    /// Counts a whole scope as read, before the store has.
    pub fn adjust_all_read(&mut self, scope: &Scope) {
        let whole = matches!(scope, Scope::Everything | Scope::Unread);
        let mut gone = 0;
        for row in self
            .list
            .rows
            .iter_mut()
            .filter(|row| whole || holds(scope, row))
        {
            gone += row.unread;
            row.unread = 0;
        }
        self.list.unread = self.list.unread.saturating_sub(gone);
        if whole || *scope == Scope::Today {
            self.list.today = 0;
        }
        self.rebuild();
    }

    /// Counts a bookmark set or dropped, before the store has.
    pub fn adjust_bookmarks(&mut self, delta: i32) {
        self.list.bookmarks = self.list.bookmarks.saturating_add_signed(delta);
    }

    /// Counts an article begun or finished, before the store has.
    pub fn adjust_begun(&mut self, delta: i32) {
        self.list.begun = self.list.begun.saturating_add_signed(delta);
    }

    /// Takes what a refresh found at one feed; the whole list is loaded when the refresh is through.
    pub fn note(&mut self, report: &FeedReport) {
        let Some(row) = self.list.rows.iter_mut().find(|row| row.id == report.feed) else {
            return;
        };
        match &report.outcome {
            Outcome::Fetched { new, .. } => {
                row.unread += new;
                row.total += new;
                row.health.failure = None;
                self.list.unread += new;
                self.list.total += u64::from(*new);
            }
            Outcome::Unchanged => row.health.failure = None,
            Outcome::Failed(failure) => row.health.failure = Some(failure.clone()),
            Outcome::Skipped(_) => return,
        }
        self.rebuild();
    }

    /// Selects a scope.
    pub fn select(&mut self, scope: Scope) {
        self.selected = scope;
        self.follow();
    }

    /// The scope `steps` rows on; stops at the ends.
    pub fn step(&self, steps: i64) -> Option<Scope> {
        let rows: Vec<Scope> = self.scopes();
        let last = rows.len().checked_sub(1)? as i64;
        let at = rows.iter().position(|scope| *scope == self.selected);
        let to = match at {
            Some(at) => (at as i64).saturating_add(steps).clamp(0, last),
            None if steps >= 0 => (steps - 1).clamp(0, last),
            None => last,
        };
        rows.get(usize::try_from(to).ok()?).cloned()
    }

    /// The first or the last row.
    pub fn edge(&self, direction: Direction) -> Option<Scope> {
        let rows = self.scopes();
        match direction {
            Direction::Next => rows.last(),
            Direction::Previous => rows.first(),
        }
        .cloned()
    }

    /// The next or previous feed row (in the order of the whole tree, folds or not), with unread entries if asked.
    pub fn neighbour(&self, direction: Direction, wanted: Wanted) -> Option<Scope> {
        let feeds: Vec<&FeedRow> = self.in_order();
        let fits = |row: &&&FeedRow| wanted == Wanted::Any || row.unread > 0;
        let inside = |row: &&FeedRow| holds(&self.selected, row);
        let scope = |row: &&FeedRow| Scope::Feed(row.id);
        if direction == Direction::Next {
            let from = match &self.selected {
                Scope::Feed(_) => feeds.iter().rposition(inside).map_or(0, |at| at + 1),
                _ => feeds.iter().position(inside).unwrap_or(0),
            };
            feeds.iter().skip(from).find(fits).map(scope)
        } else {
            let to = feeds.iter().position(inside).unwrap_or(feeds.len());
            feeds.iter().take(to).rev().find(fits).map(scope)
        }
    }

    /// Where reading goes on when nothing is unread in `scope`: the next folder or feed on its level that has some, round the end.
    pub fn next_with_unread(&self, scope: &Scope, direction: Direction) -> Option<Scope> {
        let whole = match scope {
            Scope::Everything => return None,
            Scope::Feed(_) => self.feed_scopes(),
            Scope::Folder(_) => self.level_scopes(),
            _ => return (self.list.unread > 0).then_some(Scope::Everything),
        };
        let at = whole.iter().position(|other| other == scope).unwrap_or(0);
        let count = whole.len();
        (1..count)
            .map(|step| match direction {
                Direction::Next => (at + step) % count,
                Direction::Previous => (at + count - step) % count,
            })
            .filter_map(|index| whole.get(index))
            .find(|other| self.count(other) > 0)
            .cloned()
    }

    /// Opens or closes the selected folder; says whether there was one.
    pub fn toggle_fold(&mut self) -> bool {
        let Scope::Folder(path) = &self.selected else {
            return false;
        };
        if !self.closed.remove(path) {
            self.closed.insert(path.clone());
        }
        self.rebuild();
        true
    }

    /// The pane has room for so many rows.
    pub fn fit(&mut self, height: usize) {
        self.height = height;
        self.follow();
    }

    /// How many rows the pane shows.
    pub fn height(&self) -> usize {
        self.height
    }

    fn follow(&mut self) {
        let at = self.selected_at().unwrap_or(0);
        self.top = scroll(self.top, at, self.height, self.items.len());
    }

    fn scopes(&self) -> Vec<Scope> {
        self.items
            .iter()
            .filter_map(|item| self.scope(item))
            .collect()
    }

    fn in_order(&self) -> Vec<&FeedRow> {
        let mut leaves = Vec::new();
        collect(&tree(&self.list.rows), &mut leaves);
        leaves.into_iter().filter_map(|row| self.row(row)).collect()
    }

    fn feed_scopes(&self) -> Vec<Scope> {
        self.in_order()
            .into_iter()
            .map(|row| Scope::Feed(row.id))
            .collect()
    }

    fn level_scopes(&self) -> Vec<Scope> {
        tree(&self.list.rows)
            .into_iter()
            .filter_map(|node| match node {
                Node::Feed(row) => self.row(row).map(|row| Scope::Feed(row.id)),
                Node::Folder { path, .. } => Some(Scope::Folder(path)),
            })
            .collect()
    }

    fn rebuild(&mut self) {
        let mut items: Vec<Item> = SMART.into_iter().map(Item::Smart).collect();
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

/// Which feeds a step stops at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every feed.
    Any,
    /// Those with unread entries.
    Unread,
}

/// Whether a folder or feed scope holds the feed.
fn holds(scope: &Scope, row: &FeedRow) -> bool {
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

/// Folders and feeds as they nest; a folder stands where its first feed does.
enum Node {
    Feed(usize),
    Folder { path: String, children: Vec<Node> },
}

fn tree(rows: &[FeedRow]) -> Vec<Node> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| rows.get(*index).map(|row| row.position));
    let mut nodes = Vec::new();
    for index in order {
        let folder = rows.get(index).map_or("", |row| row.folder.as_str());
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        insert(&mut nodes, &parts, "", index);
    }
    nodes
}

/// Puts a feed below the folders `parts`, each of which is made where it is not there.
fn insert(level: &mut Vec<Node>, parts: &[&str], above: &str, row: usize) {
    let Some((part, rest)) = parts.split_first() else {
        level.push(Node::Feed(row));
        return;
    };
    let wanted = if above.is_empty() {
        (*part).to_string()
    } else {
        format!("{above}/{part}")
    };
    for node in level.iter_mut() {
        if let Node::Folder { path, children } = node
            && *path == wanted
        {
            return insert(children, rest, &wanted, row);
        }
    }
    let mut children = Vec::new();
    insert(&mut children, rest, &wanted, row);
    level.push(Node::Folder {
        path: wanted,
        children,
    });
}

fn collect(nodes: &[Node], rows: &mut Vec<usize>) {
    for node in nodes {
        match node {
            Node::Feed(row) => rows.push(*row),
            Node::Folder { children, .. } => collect(children, rows),
        }
    }
}

fn flatten(
    nodes: &[Node],
    depth: u16,
    closed: &BTreeSet<String>,
    rows: &[FeedRow],
    items: &mut Vec<Item>,
) {
    for node in nodes {
        match node {
            Node::Feed(row) => items.push(Item::Feed { row: *row, depth }),
            Node::Folder { path, children } => {
                let open = !closed.contains(path);
                items.push(Item::Folder {
                    path: path.clone(),
                    name: name_of(path).to_string(),
                    depth,
                    open,
                    unread: unread(children, rows),
                });
                if open {
                    flatten(children, depth + 1, closed, rows, items);
                }
            }
        }
    }
}

fn unread(nodes: &[Node], rows: &[FeedRow]) -> u32 {
    nodes
        .iter()
        .map(|node| match node {
            Node::Feed(row) => rows.get(*row).map_or(0, |row| row.unread),
            Node::Folder { children, .. } => unread(children, rows),
        })
        .sum()
}

#[cfg(test)]
mod tests;
