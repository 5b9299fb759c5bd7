//! The rows that are marked with `V`, to be acted on together: one act for all of them.
//!
//! From `V` on the selection takes rows along; `space` holds what is marked and marks single rows. Invariant: marks are entries, not places; they outlast a reload,
//! and rows that scroll away.

use std::collections::BTreeMap;

use crate::model::{EntryId, EntryRow, SortKey, Ticket};

/// Marked rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Held, wherever the selection goes.
    held: BTreeMap<EntryId, EntryRow>,
    /// Where marking along began.
    begun: Option<SortKey>,
    /// Marked along, in the list's order.
    along: Vec<EntryRow>,
    /// The selection that `along` reaches to.
    pub(crate) reached: Option<EntryId>,
    /// An answer of the store is awaited.
    pub(crate) awaited: Option<Ticket>,
}

impl Marks {
    /// Whether an entry is marked.
    pub fn has(&self, id: EntryId) -> bool {
        self.held.contains_key(&id) || self.along.iter().any(|row| row.id == id)
    }

    /// The marked rows, each once.
    pub fn rows(&self) -> Vec<EntryRow> {
        let held = self.held.values();
        let others = held.filter(|row| !self.along.iter().any(|it| it.id == row.id));
        self.along.iter().chain(others).cloned().collect()
    }

    /// How many are marked.
    pub fn count(&self) -> usize {
        let along = self.along.iter();
        self.held.len() + along.filter(|row| !self.held.contains_key(&row.id)).count()
    }

    /// Where marking along began, while it goes on.
    pub(crate) fn begun(&self) -> Option<SortKey> {
        self.begun
    }

    /// Begins to mark along from here; if that goes on, it ends and what is marked stays.
    pub(crate) fn turn(&mut self, selected: Option<EntryRow>) {
        if self.begun.is_some() {
            self.hold();
        } else if let Some(row) = selected {
            self.begun = Some(row.key());
            self.reached = Some(row.id);
            self.along = vec![row];
        }
    }

    /// Marks a row, or no longer. The first time it ends marking along, and the row stays marked.
    pub(crate) fn toggle(&mut self, row: &EntryRow) {
        if self.begun.is_some() {
            self.hold();
        } else if self.held.remove(&row.id).is_none() {
            self.held.insert(row.id, row.clone());
        }
    }

    /// These rows are marked along.
    pub(crate) fn reach(&mut self, rows: Vec<EntryRow>) {
        self.along = rows;
    }

    fn hold(&mut self) {
        let along = std::mem::take(&mut self.along);
        self.held.extend(along.into_iter().map(|row| (row.id, row)));
        self.begun = None;
        self.reached = None;
        self.awaited = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64) -> EntryRow {
        EntryRow {
            id: EntryId(id),
            ..EntryRow::default()
        }
    }

    #[test]
    fn rows_are_marked_along_then_held_then_one_by_one() {
        let mut marks = Marks::default();
        marks.turn(Some(row(1)));
        marks.reach(vec![row(1), row(2), row(3)]);
        assert_eq!(marks.count(), 3);
        marks.reach(vec![row(1), row(2)]);
        marks.toggle(&row(2));
        assert!(marks.has(EntryId(2)) && !marks.has(EntryId(3)));
        marks.toggle(&row(9));
        marks.toggle(&row(1));
        let ids: Vec<i64> = marks.rows().iter().map(|row| row.id.0).collect();
        assert_eq!(ids, [2, 9]);
        marks.turn(Some(row(9)));
        assert_eq!(marks.count(), 2, "each once");
    }
}
