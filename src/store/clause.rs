//! Pieces of statements with the values that belong to them.
//!
//! Invariant: as many values as `?`, in their order; nothing from outside ever becomes SQL text.

use rusqlite::types::Value;

use crate::model::FeedId;

/// What rules hide, of feeds that are followed: no other list has it.
pub const HIDDEN: &str = "s.hidden = 2";

/// A part of a statement and the values for its marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clause {
    /// SQL, with `?` for each value.
    pub sql: String,
    /// In the order of the marks.
    pub values: Vec<Value>,
}

impl Clause {
    /// SQL with its values.
    pub fn new(sql: impl Into<String>, values: Vec<Value>) -> Clause {
        let sql = sql.into();
        Clause { sql, values }
    }

    /// Rows of `state` as `s` that belong to these feeds.
    pub fn of_feeds<'a>(feeds: impl IntoIterator<Item = &'a FeedId>) -> Clause {
        let ids: Vec<i64> = feeds.into_iter().map(|feed| feed.0).collect();
        let json = serde_json::to_string(&ids).unwrap_or_default();
        Clause::new(
            "s.feed IN (SELECT value FROM json_each(?))",
            vec![Value::Text(json)],
        )
    }

    /// This, then ` AND ` and the other.
    pub fn and(mut self, other: Clause) -> Clause {
        self.sql = format!("{} AND {}", self.sql, other.sql);
        self.values.extend(other.values);
        self
    }
}
