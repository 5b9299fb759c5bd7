//! A feed's greeting between its column and its type: JSON, and nothing where there is nothing to say.

use rusqlite::Row;

use crate::model::Greeting;

/// From the column at `at`.
pub fn read(row: &Row<'_>, at: usize) -> rusqlite::Result<Greeting> {
    let kept: Option<String> = row.get(at)?;
    // What a later byline keeps there is not known here: `feeds.toml` says it anew.
    let read = kept.and_then(|json| serde_json::from_str(&json).ok());
    Ok(read.unwrap_or_default())
}

/// As the column keeps it.
pub fn written(greeting: &Greeting) -> Option<String> {
    (!greeting.is_empty())
        .then(|| serde_json::to_string(greeting).ok())
        .flatten()
}
