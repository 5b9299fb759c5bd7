//! What a query finds of entries as they come: none of them is read, kept, changed or hidden yet, and no page of theirs is there.

use crate::query::{Place, Possession, Query, Term};

/// The query as rules mean it, to be asked of entries that are there: what their states were when they came is put in the place of what they are now.
#[must_use]
pub fn as_it_comes(query: &Query) -> Query {
    let each = |members: &[Query]| members.iter().map(as_it_comes).collect();
    match query {
        Query::And(members) => Query::And(each(members)),
        Query::Or(members) => Query::Or(each(members)),
        Query::Not(inner) => Query::Not(Box::new(as_it_comes(inner))),
        Query::All | Query::Term(Term::Unread) => Query::All,
        Query::Term(
            Term::Read
            | Term::Bookmarked
            | Term::Updated
            | Term::Hidden
            | Term::Later
            | Term::In(Place::Note, _)
            | Term::Has(Possession::FullText | Possession::Note),
        ) => Query::Not(Box::new(Query::All)),
        Query::Term(term) => Query::Term(term.clone()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Timestamp, Zone};
    use crate::query::{Row, eval, parse};

    #[test]
    fn what_is_read_by_now_was_not_when_it_came() {
        let now = Row {
            title: "rust",
            read: true,
            bookmarked: true,
            hidden: true,
            ..Row::default()
        };
        for (query, expect) in [
            ("unread rust", true),
            ("-is:read", true),
            ("is:bookmarked OR is:hidden", false),
            ("read", false),
        ] {
            let query = parse(query, Timestamp(0), &Zone::utc()).unwrap();
            assert_eq!(eval(&as_it_comes(&query), &now), expect, "{query}");
        }
    }
}
