//! The keys that may follow those already pressed, such as after `g`.
//!
//! Invariant: the order is that of the table of commands, so that the panel never reorders itself.

use crate::command::{Command, Key, TABLE, row};

/// One key that may follow, and what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextKey {
    /// The rest of the keys, as they are typed.
    pub keys: String,
    /// What they do.
    pub words: &'static str,
}

/// What may follow, in the order of the table.
pub fn next_keys(options: &[(Key, Command)]) -> Vec<NextKey> {
    let mut options: Vec<&(Key, Command)> = options.iter().collect();
    options.sort_by_key(|(_, command)| {
        TABLE
            .iter()
            .position(|row| row.command == *command)
            .unwrap_or(TABLE.len())
    });
    options
        .into_iter()
        .map(|(key, command)| NextKey {
            keys: key.to_string(),
            words: row(*command).help,
        })
        .collect()
}

/// What the keys after this one have in common; empty when nothing is known.
pub fn keys_purpose(pressed: &[Key]) -> &'static str {
    match pressed {
        [key] if key.to_string() == "g" => "go to",
        _ => "",
    }
}
