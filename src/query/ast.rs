//! A query as data. `store/filter` turns it into SQL, `eval` asks it of one entry; both mean the same.
//!
//! Invariant: words are folded (`text::words`), times are absolute, and a query that `parse` made is in canonical form: no `And` directly in an `And`, no `Or`
//! directly in an `Or`, none with fewer than two members, `All` only alone.

use crate::model::Timestamp;
use crate::query::Pattern;

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
    /// Words in the title, the author's name or the text.
    Anywhere(Words),
    /// Words in one of them.
    In(Place, Words),
    /// A regular expression that finds something in the title or the text, or in the one place named.
    Pattern(Option<Place>, Pattern),
    /// Not read.
    Unread,
    /// Read.
    Read,
    /// Kept.
    Bookmarked,
    /// A page saved for later.
    Later,
    /// Changed by its feed since it came.
    Updated,
    /// Something comes with it, or was made of it.
    Has(Possession),
    /// A part of the feed's title or address, folded.
    Feed(String),
    /// In this folder or one below it, by path; case does not count.
    Folder(String),
    /// A tag of the entry or its feed, folded.
    Tag(String),
    /// In this language, or one that it is a part of: `zh` is also `zh-CN`. BCP 47 in lower case.
    Language(String),
    /// A part of its address, folded.
    Url(String),
    /// Published at this time or later.
    Since(Timestamp),
    /// Published at this time or earlier.
    Until(Timestamp),
    /// Its text has more words than this; each two characters of a script without spaces count as one.
    Longer(u32),
    /// Its text has fewer.
    Shorter(u32),
}

/// Where words can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The title.
    Title,
    /// The author's name.
    Author,
    /// The text, the reader's note among it.
    Text,
    /// What the reader wrote to a bookmark.
    Note,
}

/// What an entry can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Possession {
    /// Something attached.
    Enclosure,
    /// A picture: the lead picture, or one in the text.
    Image,
    /// The full text of its page.
    FullText,
    /// Something that the reader wrote to it.
    Note,
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

impl QueryError {
    /// What is wrong, where, and what helps.
    pub fn new(column: u32, what: impl Into<String>, hint: Option<String>) -> QueryError {
        let what = what.into();
        QueryError { column, what, hint }
    }
}

impl std::fmt::Display for QueryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at column {}", self.what, self.column)
    }
}
