//! Does this entry match? The meaning of a query in plain Rust; SQL must agree with it.

use crate::model::Timestamp;
use crate::query::{Query, Term, Words};
use crate::text::{fold, words};

/// What a query can ask of an entry.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// The entry's title.
    pub title: &'a str,
    /// Its author; empty when none is told.
    pub author: &'a str,
    /// The feed's title as the reader names it.
    pub feed_title: &'a str,
    /// The feed's address.
    pub feed_url: &'a str,
    /// Path of the feed's folder; empty at the top.
    pub folder: &'a str,
    /// Tags of the entry: the feed's categories and the reader's own.
    pub tags: &'a [String],
    /// The reader's tags on the feed.
    pub feed_tags: &'a [String],
    /// Its time in the list.
    pub time: Timestamp,
    /// Read.
    pub read: bool,
    /// Kept.
    pub bookmarked: bool,
}

/// Whether the query finds this entry.
#[must_use]
pub fn eval(query: &Query, row: &Row<'_>) -> bool {
    match query {
        Query::All => true,
        Query::And(members) => members.iter().all(|member| eval(member, row)),
        Query::Or(members) => members.iter().any(|member| eval(member, row)),
        Query::Not(inner) => !eval(inner, row),
        Query::Term(term) => holds(term, row),
    }
}

fn holds(term: &Term, row: &Row<'_>) -> bool {
    match term {
        Term::Anywhere(wanted) | Term::Title(wanted) => wanted.are_in(row.title),
        Term::Author(wanted) => wanted.are_in(row.author),
        Term::Unread => !row.read,
        Term::Read => row.read,
        Term::Bookmarked => row.bookmarked,
        Term::Feed(part) => {
            fold(row.feed_title).contains(part) || fold(row.feed_url).contains(part)
        }
        Term::Folder(path) => {
            let folder = fold(row.folder);
            folder
                .strip_prefix(path.as_str())
                .is_some_and(|below| below.is_empty() || below.starts_with('/'))
        }
        Term::Tag(tag) => {
            let mut tags = row.tags.iter().chain(row.feed_tags);
            tags.any(|it| fold(it) == *tag)
        }
        Term::Since(time) => row.time >= *time,
        Term::Until(time) => row.time <= *time,
    }
}

impl Words {
    /// Whether the text holds them as whole words, in this order and side by side.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        let found = words(text);
        match self {
            Words::Word { text, prefix: true } => found.iter().any(|word| word.starts_with(text)),
            Words::Word { text, .. } => found.contains(text),
            Words::Phrase(phrase) => found.windows(phrase.len().max(1)).any(|it| it == phrase),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row<'static> {
        Row {
            title: "Memory safety: 龙架构补丁 for Café owners",
            author: "J. Corbet",
            feed_title: "LWN.net",
            feed_url: "https://lwn.net/headlines/newrss",
            folder: "Linux/Kernel",
            time: Timestamp(1000),
            bookmarked: true,
            ..Row::default()
        }
    }

    fn word(text: &str, prefix: bool) -> Words {
        let text = text.into();
        Words::Word { text, prefix }
    }

    #[test]
    fn a_term_means_what_it_says() {
        let phrase =
            |words: &[&str]| Words::Phrase(words.iter().map(ToString::to_string).collect());
        let cases = [
            (Term::Anywhere(word("cafe", false)), true),
            (Term::Anywhere(word("saf", false)), false),
            (Term::Anywhere(word("saf", true)), true),
            (Term::Anywhere(word("龙", true)), true),
            (Term::Title(phrase(&["memory", "safety"])), true),
            (Term::Title(phrase(&["safety", "memory"])), false),
            (Term::Title(phrase(&["架构", "构补"])), true),
            (Term::Author(word("corbet", false)), true),
            (Term::Feed("lwn".into()), true),
            (Term::Feed("newrss".into()), true),
            (Term::Folder("linux".into()), true),
            (Term::Folder("linux/kernel".into()), true),
            (Term::Folder("lin".into()), false),
            (Term::Tag("work".into()), true),
            (Term::Tag("wor".into()), false),
            (Term::Unread, true),
            (Term::Read, false),
            (Term::Bookmarked, true),
            (Term::Since(Timestamp(1000)), true),
            (Term::Until(Timestamp(1000)), true),
            (Term::Until(Timestamp(999)), false),
        ];
        let tags = ["Work".to_string()];
        let row = Row {
            feed_tags: &tags,
            ..row()
        };
        for (term, expect) in cases {
            let query = Query::Term(term);
            assert_eq!(eval(&query, &row), expect, "{query}");
            assert_eq!(eval(&Query::Not(Box::new(query)), &row), !expect);
        }
        assert!(eval(&Query::All, &row));
    }
}
