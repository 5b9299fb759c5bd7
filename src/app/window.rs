//! The rows of a list that are at hand: a window over the store, one of them selected.
//!
//! Invariant: the selection is an entry; `at` is only where it stands now. No entry stands twice.

use std::collections::HashSet;

use crate::app::scroll;
use crate::model::{Direction, EntryId, EntryRow, SortKey, Window};

/// Rows kept at most: what lies farther off is loaded again when it is wanted.
const KEPT: usize = 720;

/// Rows that the mouse may scroll away from the selection: both stay at hand.
const AWAY: usize = 800;

/// The rows at hand.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    held: Vec<EntryRow>,
    more_before: bool,
    more_after: bool,
    total: Option<u64>,
    first: Option<u64>,
    at: usize,
    top: usize,
    /// Whether they run newest first, so that a place can be told from a key.
    is_by_time: bool,
    /// The mouse left the rows where they stand on the screen, whether or not the selection is in sight. The next motion ends that.
    is_loose: bool,
}

impl Rows {
    /// All rows at hand.
    pub fn all(&self) -> &[EntryRow] {
        &self.held
    }

    /// Where the selection stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The first row on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&EntryRow> {
        self.held.get(self.at)
    }

    /// Whether rows of the scope lie beyond the window in this direction.
    pub fn has_more(&self, direction: Direction) -> bool {
        match direction {
            Direction::Next => self.more_after,
            Direction::Previous => self.more_before,
        }
    }

    /// The place of the row at the window's edge.
    pub fn edge(&self, direction: Direction) -> Option<SortKey> {
        match direction {
            Direction::Next => self.held.last(),
            Direction::Previous => self.held.first(),
        }
        .map(EntryRow::key)
    }

    /// The selection's number in the scope, from 1, and the scope's size, as far as both are known.
    pub fn position(&self) -> (Option<u64>, Option<u64>) {
        let number = self
            .first
            .filter(|_| !self.held.is_empty())
            .map(|first| first + self.at as u64 + 1);
        (number, self.total)
    }

    /// Where an entry stands.
    pub fn find(&self, id: EntryId) -> Option<usize> {
        self.held.iter().position(|row| row.id == id)
    }

    /// Selects the row at `index`, or the nearest there is.
    pub fn select(&mut self, index: usize) {
        self.at = index.min(self.held.len().saturating_sub(1));
        self.is_loose = false;
    }

    /// The same for a row that is pointed at: no row moves under the pointer.
    pub fn pick(&mut self, index: usize) {
        self.select(index);
        self.is_loose = true;
    }

    /// Scrolls by so many rows, and leaves the selection where it is. Farther than `AWAY` rows it comes along.
    pub fn scroll(&mut self, rows: i64, height: usize) {
        let last = self.held.len().saturating_sub(height);
        let wanted = (self.top as i64).saturating_add(rows).max(0) as usize;
        self.top = wanted.min(last);
        self.is_loose = true;
        if self.top > self.at + AWAY {
            self.at = self.top;
        } else if self.at > self.top + height + AWAY {
            self.at = self.top + height.saturating_sub(1);
        }
    }

    /// The first and the last row that the reader looks at: the selection, or where the mouse scrolled to.
    pub fn looked_at(&self, height: usize) -> (usize, usize) {
        if self.is_loose {
            let last = self.top + height.saturating_sub(1);
            (self.top, last.min(self.held.len().saturating_sub(1)))
        } else {
            (self.at, self.at)
        }
    }

    /// Rows between the selection and what is on the screen: 0 unless the mouse scrolled away from it.
    pub fn away(&self, height: usize) -> usize {
        let above = self.top.saturating_sub(self.at);
        above + (self.at + 1).saturating_sub(self.top + height.max(1))
    }

    /// The rows are about to stand otherwise in a pane of which `height` fitted: what was in sight comes along.
    pub fn tighten(&mut self, height: usize) {
        self.is_loose &= self.away(height) > 0;
    }

    /// Scrolls so that the selection is in sight among `height` rows, unless the mouse scrolled it away.
    pub fn follow(&mut self, height: usize) {
        self.top = if self.is_loose {
            self.top.min(self.held.len().saturating_sub(height))
        } else {
            scroll(self.top, self.at, height, self.held.len())
        };
    }

    /// Scrolls so that the selection stands `above` rows below the first row on the screen, as far as the list allows.
    pub fn hold(&mut self, above: usize, height: usize) {
        self.top = self.at.saturating_sub(above);
        self.is_loose = false;
        self.follow(height);
    }

    /// The rows to change in place. Their order and ids must stay.
    pub fn each_mut(&mut self) -> impl Iterator<Item = &mut EntryRow> {
        self.held.iter_mut()
    }

    /// How many rows of the window are newer than `key`.
    pub fn newer_than(&self, key: SortKey) -> usize {
        self.held.iter().take_while(|row| row.key() > key).count()
    }

    /// No rows yet, of a list that runs newest first, or not.
    pub fn sorted(is_by_time: bool) -> Rows {
        Rows {
            is_by_time,
            ..Rows::default()
        }
    }

    /// The first row on the screen is that one.
    pub fn begin_at(&mut self, top: usize) {
        self.top = top.min(self.held.len().saturating_sub(1));
    }

    /// Takes a window in place of all rows; the first row is selected.
    pub fn replace(&mut self, window: Window) {
        *self = Rows {
            held: window.rows,
            more_before: window.more_before,
            more_after: window.more_after,
            total: window.total,
            first: window.first,
            at: 0,
            top: 0,
            is_by_time: self.is_by_time,
            is_loose: false,
        };
    }

    /// Takes a window in place of all rows; the selection and what is on the screen stay, as far as they are still listed.
    pub fn reload(&mut self, window: Window) {
        let selected = self.selected().map(EntryRow::key);
        let first = self.held.get(self.top).map(EntryRow::key);
        let (at, top) = (self.at, self.top);
        let above = at.checked_sub(top);
        let is_loose = self.is_loose;
        self.replace(window);
        if let Some(key) = selected {
            self.at = self.nearest(key, at);
            self.top = match (above, first) {
                (Some(above), _) if !is_loose => self.at.saturating_sub(above),
                (_, Some(first)) => self.nearest(first, top),
                _ => self.at,
            };
            self.is_loose = is_loose;
        }
    }

    /// Takes rows that follow the window's last (`Next`) or stand before its first (`Previous`).
    pub fn extend(&mut self, window: Window, direction: Direction) {
        let edge = self.edge(direction);
        let held: HashSet<EntryId> = if self.is_by_time {
            HashSet::new()
        } else {
            self.held.iter().map(|row| row.id).collect()
        };
        let fits = |row: &EntryRow| match (direction, edge) {
            (_, None) => true,
            _ if !self.is_by_time => !held.contains(&row.id),
            (Direction::Next, Some(edge)) => row.key() < edge,
            (Direction::Previous, Some(edge)) => row.key() > edge,
        };
        let rows: Vec<EntryRow> = window.rows.into_iter().filter(fits).collect();
        if let Some(total) = window.total {
            self.total = Some(total);
        }
        match direction {
            Direction::Next => {
                self.more_after = window.more_after;
                self.held.extend(rows);
                let over = self.held.len().saturating_sub(KEPT);
                self.drop_first(over.min(self.top).min(self.at));
            }
            Direction::Previous => {
                self.more_before = window.more_before;
                self.first = if window.more_before {
                    window.first.or(self
                        .first
                        .and_then(|first| first.checked_sub(rows.len() as u64)))
                } else {
                    Some(0)
                };
                self.at += rows.len();
                self.top += rows.len();
                self.held.splice(0..0, rows);
                if self.held.len() > KEPT {
                    let keep = KEPT.max(self.top.max(self.at) + KEPT / 3);
                    self.more_after |= self.held.len() > keep;
                    self.held.truncate(keep);
                }
            }
        }
    }

    fn drop_first(&mut self, count: usize) {
        if count > 0 {
            self.held.drain(..count);
            self.at = self.at.saturating_sub(count);
            self.top = self.top.saturating_sub(count);
            self.first = self.first.map(|first| first + count as u64);
            self.more_before = true;
        }
    }

    /// The entry of this key, else the row that now stands where it stood.
    fn nearest(&self, key: SortKey, stood: usize) -> usize {
        let beside = || {
            if self.is_by_time {
                self.newer_than(key)
            } else {
                stood
            }
        };
        self.find(key.id)
            .unwrap_or_else(beside)
            .min(self.held.len().saturating_sub(1))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::Timestamp;

    fn rows(ids: impl IntoIterator<Item = i64>) -> Vec<EntryRow> {
        ids.into_iter()
            .map(|id| EntryRow {
                id: EntryId(id),
                time: Timestamp(id),
                ..EntryRow::default()
            })
            .collect()
    }

    fn window(ids: impl IntoIterator<Item = i64>) -> Window {
        Window {
            rows: rows(ids),
            more_before: true,
            more_after: true,
            total: Some(1000),
            first: Some(100),
        }
    }

    #[test]
    fn a_reload_keeps_the_entry_and_its_height_on_the_screen() {
        let mut list = Rows::sorted(true);
        list.replace(window((1..=20).rev()));
        list.select(8);
        list.hold(4, 10);
        let id = list.selected().unwrap().id;
        list.reload(window((1..=23).rev()));
        assert_eq!(list.selected().unwrap().id, id);
        assert_eq!(list.at() - list.top(), 4);
        assert_eq!(
            list.newer_than(SortKey {
                time: Timestamp(20),
                id: EntryId(20)
            }),
            3
        );
    }

    #[test]
    fn a_selection_that_is_gone_gives_way_to_its_neighbour() {
        let mut list = Rows::sorted(true);
        list.replace(window((1..=20).rev()));
        list.select(4);
        list.reload(window((1..=15).rev()));
        assert_eq!(list.selected().unwrap().id, EntryId(15));
        list.select(14);
        list.reload(window([]));
        assert_eq!(list.selected(), None);
    }

    #[test]
    fn rows_join_at_both_ends_without_doubles_and_stay_bounded() {
        let mut list = Rows::sorted(true);
        list.replace(window((500..=600).rev()));
        list.select(50);
        let id = list.selected().unwrap().id;
        list.extend(window((400..=500).rev()), Direction::Next);
        let newest = Window {
            first: Some(0),
            ..window((600..=700).rev())
        };
        list.extend(newest, Direction::Previous);
        assert_eq!(list.all().len(), 301);
        assert_eq!(list.selected().unwrap().id, id);
        assert_eq!(list.position().0, Some(150 + 1));
        list.select(300);
        list.follow(20);
        list.extend(window((0..400).rev()), Direction::Next);
        list.select(700);
        list.follow(20);
        list.extend(window((-600..0).rev()), Direction::Next);
        assert!(list.all().len() <= KEPT + 20, "{}", list.all().len());
        assert!(list.has_more(Direction::Previous));
    }
}
