//! Steps from feed to feed: by rows, by feeds whatever is folded, and to where something is unread.

use crate::app::Feeds;
use crate::app::feeds::holds;
use crate::app::feeds::tree::{Node, collect, tree};
use crate::model::{Direction, FeedRow, Scope};

/// Which feeds a step stops at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every feed.
    Any,
    /// Those with unread entries.
    Unread,
}

impl Feeds {
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
}
