//! Queries beside one that found nothing: wider by one thing each.
//!
//! Pure; which of them find something is asked of the store. Invariant: none of them is the query itself, and no two are the same.

use crate::query::{Query, Term, Words};

/// Letters that a word keeps when it may go on differently.
const KEPT: usize = 3;

/// A wider query, and what makes it wider, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// `at any date`, `in all feeds`, `“zig…”, a shorter word`.
    pub label: String,
    /// The query.
    pub query: Query,
}

/// The queries beside this one, the closest first.
#[must_use]
pub fn nearest(query: &Query) -> Vec<Nearest> {
    let undated = without(query, &is_date);
    let everywhere = without(query, &is_place);
    let mut found = Vec::new();
    let mut offer = |label: &str, wider: Query| {
        let is_new = found.iter().all(|near: &Nearest| near.query != wider);
        if wider != *query && wider != Query::All && is_new {
            found.push(Nearest {
                label: label.to_string(),
                query: wider,
            });
        }
    };
    offer("at any date", undated.clone());
    offer("in all feeds", everywhere);
    offer("in all feeds, at any date", without(&undated, &is_place));
    if let Some((word, wider)) = shorter(&without(&undated, &is_place)) {
        offer(&format!("“{word}…”, a shorter word"), wider);
    }
    found
}

fn is_date(term: &Term) -> bool {
    matches!(term, Term::Since(_) | Term::Until(_))
}

fn is_place(term: &Term) -> bool {
    matches!(
        term,
        Term::Feed(_) | Term::Folder(_) | Term::Tag(_) | Term::Unread | Term::Read
    )
}

/// The query without such terms where they narrow it.
fn without(query: &Query, is: &dyn Fn(&Term) -> bool) -> Query {
    match query {
        Query::Term(term) if is(term) => Query::All,
        Query::And(members) => {
            let kept = members.iter().map(|member| without(member, is));
            let mut kept: Vec<Query> = kept.filter(|member| *member != Query::All).collect();
            match kept.len() {
                0 => Query::All,
                1 => kept.remove(0),
                _ => Query::And(kept),
            }
        }
        other => other.clone(),
    }
}

/// The query with its longest word cut by a letter and free to go on, and what is left of that word.
fn shorter(query: &Query) -> Option<(String, Query)> {
    let word = words(query)
        .into_iter()
        .max_by_key(|word| word.chars().count())?;
    let length = word.chars().count();
    if length <= KEPT {
        return None;
    }
    let cut: String = word.chars().take(length - 1).collect();
    Some((cut.clone(), replaced(query, &word, &cut)))
}

fn words(query: &Query) -> Vec<String> {
    match query {
        Query::And(members) => members.iter().flat_map(words).collect(),
        Query::Term(Term::Anywhere(Words::Word { text, .. })) => vec![text.clone()],
        _ => Vec::new(),
    }
}

fn replaced(query: &Query, word: &str, by: &str) -> Query {
    match query {
        Query::And(members) => {
            Query::And(members.iter().map(|one| replaced(one, word, by)).collect())
        }
        Query::Term(Term::Anywhere(Words::Word { text, .. })) if text == word => {
            Query::Term(Term::Anywhere(Words::Word {
                text: by.to_string(),
                prefix: true,
            }))
        }
        other => other.clone(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Timestamp, Zone};
    use crate::query::parse;

    fn check(query: &str, expect: &[&str]) {
        let query = parse(query, Timestamp::from_secs(1_795_529_160), &Zone::utc()).unwrap();
        let labels: Vec<String> = nearest(&query).into_iter().map(|near| near.label).collect();
        assert_eq!(labels, expect, "{query}");
    }

    #[test]
    fn each_is_wider_by_one_thing() {
        check("zigg since:2w", &["at any date", "“zig…”, a shorter word"]);
        check(
            "folder:linux zigg since:2w",
            &[
                "at any date",
                "in all feeds",
                "in all feeds, at any date",
                "“zig…”, a shorter word",
            ],
        );
        check("zig", &[]);
        check("since:2w", &[]);
        check("unread feed:lwn", &[]);
    }
}
