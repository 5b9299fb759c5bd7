//! Many queries asked of one entry after the other, as rules are: what they have in common is done once.
//!
//! A text is made when the first query wants it, folded once, and looked through for the words of all queries in one pass; only where one of them stands it is
//! cut into words. Invariant: each query finds what `eval` finds (a law in the tests).

use std::cell::OnceCell;

use regex::{Regex, RegexBuilder};

use crate::query::eval::{Entry, finds};
use crate::query::{Place, Possession, Query, Row, Term, Words};
use crate::text::fold;

/// Bytes that the words of all queries may take as one expression.
const LARGEST: usize = 8 << 20;

/// Queries that are asked together.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    queries: Vec<Query>,
    /// Every word that they look for; `None`: there are none, or too many.
    words: Option<Regex>,
}

/// What is known of an entry's HTML, made when it is asked for.
pub struct Lazy<'a> {
    /// Its text: `Row::text`.
    pub text: &'a dyn Fn() -> String,
    /// Whether it shows a picture: `Row::image`.
    pub image: &'a dyn Fn() -> bool,
}

impl Questions {
    /// In this order. What is cheap to tell is asked first.
    #[must_use]
    pub fn new(queries: Vec<Query>) -> Questions {
        let queries: Vec<Query> = queries.into_iter().map(sorted).collect();
        let mut words = Vec::new();
        for query in &queries {
            collect(query, &mut words);
        }
        words.sort_unstable();
        words.dedup();
        let any = RegexBuilder::new(&words.join("|"))
            .size_limit(LARGEST)
            .build();
        Questions {
            queries,
            words: any.ok().filter(|_| !words.is_empty()),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queries.is_empty()
    }

    /// The places of those that find this entry, ascending. Its text and picture are taken from `lazy`, not from the row.
    #[must_use]
    pub fn ask(&self, row: &Row<'_>, lazy: &Lazy<'_>) -> Vec<u16> {
        let reading = Reading {
            row,
            lazy,
            words: self.words.as_ref(),
            text: OnceCell::new(),
            image: OnceCell::new(),
            folded: [const { OnceCell::new() }; 4],
        };
        let found = self.queries.iter().enumerate();
        let found = found.filter(|(_, query)| finds(query, &reading));
        found.map(|(at, _)| at as u16).collect()
    }
}

/// An entry being read by many queries.
struct Reading<'a> {
    row: &'a Row<'a>,
    lazy: &'a Lazy<'a>,
    words: Option<&'a Regex>,
    text: OnceCell<String>,
    image: OnceCell<bool>,
    /// Of each place: its folded text, if any word of the queries stands in it.
    folded: [OnceCell<Option<String>>; 4],
}

impl Entry for Reading<'_> {
    fn row(&self) -> &Row<'_> {
        self.row
    }

    fn text(&self) -> &str {
        self.text.get_or_init(|| (self.lazy.text)())
    }

    fn has(&self, place: Place, wanted: &Words) -> bool {
        let [title, author, text, note] = &self.folded;
        let cell = match place {
            Place::Title => title,
            Place::Author => author,
            Place::Text => text,
            Place::Note => note,
        };
        let folded = cell.get_or_init(|| {
            let folded = quick_fold(self.text_of(place));
            let is_some = self.words.is_none_or(|words| words.is_match(&folded));
            is_some.then_some(folded)
        });
        let Some(folded) = folded else {
            return false;
        };
        folded.contains(first(wanted)) && wanted.are_in_folded(folded)
    }

    fn has_image(&self) -> bool {
        *self.image.get_or_init(|| (self.lazy.image)())
    }
}

/// The folded text; most are plain, and folded by what the processor does for many letters at once.
fn quick_fold(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        fold(text)
    }
}

fn first(words: &Words) -> &str {
    match words {
        Words::Word { text, .. } => text,
        Words::Phrase(phrase) => phrase.first().map_or("", String::as_str),
    }
}

/// The first word of each term, as an expression that finds it and nothing else.
fn collect(query: &Query, into: &mut Vec<String>) {
    match query {
        Query::And(members) | Query::Or(members) => {
            for member in members {
                collect(member, into);
            }
        }
        Query::Not(inner) => collect(inner, into),
        Query::Term(Term::Anywhere(words) | Term::In(_, words)) => {
            into.push(regex::escape(first(words)));
        }
        Query::All | Query::Term(_) => {}
    }
}

/// The same query with what is cheap to tell before what is not.
fn sorted(query: Query) -> Query {
    let each = |members: Vec<Query>| {
        let mut members: Vec<Query> = members.into_iter().map(sorted).collect();
        members.sort_by_key(cost);
        members
    };
    match query {
        Query::And(members) => Query::And(each(members)),
        Query::Or(members) => Query::Or(each(members)),
        Query::Not(inner) => Query::Not(Box::new(sorted(*inner))),
        other => other,
    }
}

fn cost(query: &Query) -> u8 {
    match query {
        Query::All => 0,
        Query::And(members) | Query::Or(members) => {
            members.iter().map(cost).max().unwrap_or_default()
        }
        Query::Not(inner) => cost(inner),
        Query::Term(term) => match term {
            Term::In(Place::Title | Place::Author, _)
            | Term::Pattern(Some(Place::Title | Place::Author), _) => 1,
            Term::Has(Possession::Image) => 2,
            Term::Anywhere(_)
            | Term::In(Place::Text, _)
            | Term::Pattern(None | Some(Place::Text), _)
            | Term::Longer(_)
            | Term::Shorter(_) => 3,
            _ => 0,
        },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Timestamp, Zone};
    use crate::query::{eval, parse};

    const QUERIES: [&str; 14] = [
        "kernel",
        "ker* -rust",
        "title:\"memory safety\" OR author:zoe",
        "\"two thirds\"",
        "feed:lwn (kernel OR rust)",
        "-kernel",
        "words>4",
        "/ker(nel|berg)/",
        "has:image",
        "龙架",
        "café",
        "unread tag:work",
        "text:kernel title:kernel",
        "is:hidden OR folder:linux",
    ];

    #[test]
    fn each_query_finds_what_it_finds_alone() {
        let queries: Vec<Query> = QUERIES
            .iter()
            .map(|text| parse(text, Timestamp(0), &Zone::utc()).unwrap())
            .collect();
        let questions = Questions::new(queries.clone());
        let tags = ["Work".to_string()];
        let titles = ["Memory safety", "The KERNEL", "龙架构补丁", "Café", ""];
        let texts = [
            "Two thirds of all",
            "A Rust kernel\u{2019}s CAFÉ",
            "",
            "kernels kerberos",
            "one two three four five",
        ];
        for (n, title) in titles.iter().enumerate() {
            for (k, text) in texts.iter().enumerate() {
                let row = Row {
                    title,
                    text,
                    author: if n % 2 == 0 { "Zoë" } else { "" },
                    feed_title: if k % 2 == 0 { "LWN.net" } else { "Other" },
                    folder: if k == 3 { "Linux/Kernel" } else { "" },
                    image: n == k,
                    feed_tags: if k == 1 { &tags } else { &[] },
                    ..Row::default()
                };
                let bare = Row {
                    text: "",
                    image: false,
                    ..row
                };
                let lazy = Lazy {
                    text: &|| (*text).to_string(),
                    image: &|| n == k,
                };
                let found = questions.ask(&bare, &lazy);
                for (at, query) in queries.iter().enumerate() {
                    let alone = eval(query, &row);
                    assert_eq!(
                        found.contains(&(at as u16)),
                        alone,
                        "{query}: {title} / {text}"
                    );
                }
            }
        }
    }
}
