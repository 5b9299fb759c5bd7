//! Counts that change before the store has told: what was just marked, kept, begun, fetched.

use crate::app::Feeds;
use crate::app::feeds::holds;
use crate::model::{EntryRow, FeedReport, Outcome, Scope, Timestamp};

impl Feeds {
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
            match feed {
                Some(row) => row.unread = row.unread.saturating_add_signed(delta),
                None if list.saved_feed == Some(entry.feed) => {
                    list.saved = list.saved.saturating_add_signed(delta);
                }
                None => continue,
            }
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
        if whole || *scope == Scope::Saved {
            gone += std::mem::take(&mut self.list.saved);
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
}
