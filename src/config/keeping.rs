//! What is kept, and for how long: section `[history]` of `config.toml`.

use serde::{Deserialize, Serialize};

use crate::config::options::Options;

const DAY: i64 = 24 * 60 * 60_000;

/// Section `[history]`: how far undo reaches back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryOptions {
    /// Milliseconds.
    pub keep: i64,
    /// Changed entries and feeds, over all acts.
    pub changes: u64,
}

impl HistoryOptions {
    /// What the shipped file fills in.
    pub(in crate::config) fn blank() -> HistoryOptions {
        HistoryOptions::default()
    }

    pub(in crate::config) fn read(&mut self, options: &mut Options<'_, '_, '_>) {
        self.keep = options.span("keep", DAY..=36_500 * DAY, self.keep);
        self.changes = options.number("changes", 1000..=1_000_000_000, self.changes);
    }
}
