//! A query, or the part of it that the index can answer, as an expression of FTS5.
//!
//! Invariant: the expression finds exactly what the part means to `query::eval`; the rest is a query of its own. Words are letters and digits, so that in quotes they
//! are words to FTS5 too.

use std::collections::BTreeSet;

use crate::model::FeedId;
use crate::query::{Place, Query, Term, Words};
use crate::store::index::feed_word;

/// Feeds that are asked for by their words; more are left to the filter.
const MOST_FEEDS: usize = 200;

/// A query taken apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Matching {
    /// For MATCH.
    pub expression: String,
    /// What it leaves to be asked of each row.
    pub rest: Query,
    /// Whether words may go on: then the index has to gather all of them before it can answer.
    pub is_open: bool,
}

impl Matching {
    /// Takes a query apart; `None` when no words lead to what it finds. `feeds`: all finds are of these.
    pub fn of(query: &Query, feeds: Option<&BTreeSet<FeedId>>) -> Option<Matching> {
        let members = match query {
            Query::And(members) => members.as_slice(),
            other => std::slice::from_ref(other),
        };
        let (mut wanted, mut unwanted, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        let mut is_open = false;
        for member in members {
            match (expression(member), member) {
                (Some(part), _) => {
                    is_open |= has_open(member);
                    wanted.push(part);
                }
                (None, Query::Not(inner)) => match expression(inner) {
                    Some(part) => unwanted.push(part),
                    None => rest.push(member.clone()),
                },
                (None, _) => rest.push(member.clone()),
            }
        }
        if wanted.is_empty() {
            return None;
        }
        wanted.extend(feeds.and_then(of_feeds));
        let mut all = joined(&wanted, " AND ");
        if !unwanted.is_empty() {
            all = format!("{all} NOT {}", joined(&unwanted, " OR "));
        }
        Some(Matching {
            expression: all,
            rest: if rest.is_empty() {
                Query::All
            } else {
                Query::And(rest)
            },
            is_open,
        })
    }
}

fn joined(parts: &[String], with: &str) -> String {
    format!("({})", parts.join(with))
}

fn of_feeds(feeds: &BTreeSet<FeedId>) -> Option<String> {
    let words: Vec<String> = feeds
        .iter()
        .map(|feed| format!("title : \"{}\"", feed_word(*feed)))
        .collect();
    (!words.is_empty() && words.len() <= MOST_FEEDS).then(|| joined(&words, " OR "))
}

/// A query that is made of nothing but words.
fn expression(query: &Query) -> Option<String> {
    match query {
        Query::Term(Term::Anywhere(words)) => Some(quoted(words)),
        // The index knows a note among the other words only.
        Query::Term(Term::In(place, words)) if *place != Place::Note => {
            Some(format!("{} : {}", place.name(), quoted(words)))
        }
        Query::Or(members) => {
            let parts: Option<Vec<String>> = members.iter().map(expression).collect();
            Some(joined(&parts?, " OR "))
        }
        Query::And(_) => {
            let whole = Matching::of(query, None)?;
            (whole.rest == Query::All).then(|| format!("({})", whole.expression))
        }
        Query::All | Query::Not(_) | Query::Term(_) => None,
    }
}

fn quoted(words: &Words) -> String {
    match words {
        Words::Word { text, prefix: true } => format!("\"{text}\" *"),
        Words::Word { text, .. } => format!("\"{text}\""),
        Words::Phrase(words) => format!("\"{}\"", words.join(" ")),
    }
}

fn has_open(query: &Query) -> bool {
    match query {
        Query::And(members) | Query::Or(members) => members.iter().any(has_open),
        Query::Not(inner) => has_open(inner),
        Query::Term(Term::Anywhere(words) | Term::In(_, words)) => {
            matches!(words, Words::Word { prefix: true, .. })
        }
        Query::All | Query::Term(_) => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Timestamp, Zone};
    use crate::query::parse;

    #[test]
    fn words_go_to_the_index_and_the_rest_to_the_filter() {
        let cases = [
            ("rust", Some(("(\"rust\")", ""))),
            ("rust unread", Some(("(\"rust\")", "unread"))),
            (
                "(rust OR title:\"a b\") -c",
                Some(("((\"rust\" OR title : \"a b\")) NOT (\"c\")", "")),
            ),
            (
                "ker* (a -b)",
                Some(("(\"ker\" * AND \"a\") NOT (\"b\")", "")),
            ),
            (
                "a OR (b -c d)",
                Some(("((\"a\" OR ((\"b\" AND \"d\") NOT (\"c\"))))", "")),
            ),
            ("rust /x/ -is:read", Some(("(\"rust\")", "/x/ -read"))),
            ("rust OR unread", None),
            ("-rust", None),
            ("unread", None),
            ("", None),
        ];
        for (text, expect) in cases {
            let query = parse(text, Timestamp(0), &Zone::utc()).unwrap();
            let matching = Matching::of(&query, None);
            let found = matching.map(|it| (it.expression, it.rest.to_string()));
            let expect = expect.map(|(all, rest)| (all.to_string(), rest.to_string()));
            assert_eq!(found, expect, "{text}");
        }
    }
}
