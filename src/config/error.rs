//! A mistake in a file: where it is, what it is, what helps.

use serde::{Deserialize, Serialize};

/// A mistake in one of the reader's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// File name as shown: `config.toml`.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// Lower case, no full stop: "`measure` must be 30 to 200, not 8".
    pub what: String,
    /// What holds instead, or what to do.
    pub hint: Option<String>,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}:{} {}",
            self.file, self.line, self.column, self.what
        )
    }
}
