//! A query as data. `store/filter` turns it into SQL, `eval` asks it of one entry; both mean the same.
//!
//! Invariant: words are folded (`text::words`), times are absolute, and a query that `parse` made is in canonical form: no `And` directly in an `And`, no `Or`
//! directly in an `Or`, none with fewer than two members, `All` only alone.

use crate::model::Timestamp;

/// What a list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Query {
    /// Every entry.
    #[default]
    All,
    /// What all of these find.
    And(Vec<Query>),
    /// What one of these finds.
    Or(Vec<Query>),
    /// What this does not find.
    Not(Box<Query>),
    /// One condition.
    Term(Term),
}

/// One condition on an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Words anywhere in the entry. For now that is its title: the full text is not indexed yet.
    Anywhere(Words),
    /// Words in the title.
    Title(Words),
    /// Words in the author's name.
    Author(Words),
    /// Not read.
    Unread,
    /// Read.
    Read,
    /// Kept.
    Bookmarked,
    /// A part of the feed's title or address, folded.
    Feed(String),
    /// In this folder or one below it, by path; case does not count.
    Folder(String),
    /// A tag of the entry or its feed, folded.
    Tag(String),
    /// Published at this time or later.
    Since(Timestamp),
    /// Published at this time or earlier.
    Until(Timestamp),
}

/// Folded words as `text::words` cuts them: whole words, in any place of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// One word, or the beginning of one.
    Word {
        /// Folded.
        text: String,
        /// Whether it may go on: `kern*`.
        prefix: bool,
    },
    /// Words that follow one another; at least two.
    Phrase(Vec<String>),
}

/// A text that is no query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// From 1, in characters: where the caret goes.
    pub column: u32,
    /// Lower case, no full stop: "unknown field `fed`".
    pub what: String,
    /// What helps: "did you mean `feed:`".
    pub hint: Option<String>,
}

impl std::fmt::Display for QueryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at column {}", self.what, self.column)
    }
}
