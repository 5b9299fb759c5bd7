//! The piece of a text around what a query found in it, for a line below a hit.
//!
//! Pure. Invariant: the piece is part of the text, its white space aside; it ends where the text is cut, and says so.

use crate::query::{Place, Query, Term, Words};
use crate::text::{each_word, fold, goes_on};

/// Characters before the find.
const BEFORE: usize = 24;
/// Characters in all: more than any screen is wide.
const LONGEST: usize = 320;
/// Bytes in which the words of a phrase must follow one another to be seen as one.
const PHRASE: usize = 240;
/// A run of characters this long is no word: the find is looked for inside it.
const RUN: usize = 24;

/// The line around the first find in the text; its beginning when the query finds nothing there.
#[must_use]
pub fn excerpt(query: &Query, text: &str) -> String {
    let mut wanted = Vec::new();
    collect(query, &mut wanted);
    let at = wanted.iter().filter_map(|words| first(words, text)).min();
    let start = at.map_or(0, |at| beginning(text, at));
    let rest = text.get(start..).unwrap_or_default();
    let mut line = if start > 0 {
        "… ".to_string()
    } else {
        String::new()
    };
    let cut = rest
        .char_indices()
        .nth(LONGEST)
        .map_or(rest.len(), |(at, _)| at);
    let mut is_first = true;
    for word in rest.get(..cut).unwrap_or_default().split_whitespace() {
        if !is_first {
            line.push(' ');
        }
        is_first = false;
        line.push_str(word);
    }
    if cut < rest.len() {
        line.push('…');
    }
    line
}

/// The words that a query wants in the text.
fn collect<'a>(query: &'a Query, wanted: &mut Vec<&'a Words>) {
    match query {
        Query::And(members) | Query::Or(members) => {
            for member in members {
                collect(member, wanted);
            }
        }
        Query::Term(Term::Anywhere(words) | Term::In(Place::Text | Place::Note, words)) => {
            wanted.push(words);
        }
        _ => {}
    }
}

/// Where the words are found first, in bytes.
fn first(wanted: &Words, text: &str) -> Option<usize> {
    let head = match wanted {
        Words::Word { text, prefix } => (text.as_str(), *prefix),
        Words::Phrase(words) => (words.first()?.as_str(), false),
    };
    let mut from = 0;
    for run in text.split_inclusive(char::is_whitespace) {
        let at = from;
        from += run.len();
        let folded = fold(run);
        let mut is_there = false;
        each_word(&folded, |word| {
            is_there = word == head.0 || (head.1 && goes_on(word, head.0));
            !is_there
        });
        if is_there && follows(wanted, text, at) {
            return Some(at + inside(run, head.0));
        }
    }
    None
}

/// Whether a phrase goes on where its first word was found.
fn follows(wanted: &Words, text: &str, at: usize) -> bool {
    let Words::Phrase(_) = wanted else {
        return true;
    };
    let end = text.floor_char_boundary(at + PHRASE);
    wanted.are_in(text.get(at..end).unwrap_or_default())
}

/// Where a word begins in a run of characters, if that is a long one.
fn inside(run: &str, word: &str) -> usize {
    if run.chars().count() < RUN {
        return 0;
    }
    let begins = |at: &usize| {
        let rest = run.get(*at..).unwrap_or_default();
        let piece: String = rest.chars().take(word.chars().count() + 2).collect();
        fold(&piece).starts_with(word)
    };
    let mut places = run.char_indices().map(|(at, _)| at);
    places.find(begins).unwrap_or(0)
}

/// Some words before a place; the text's beginning, if that is near.
fn beginning(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some((start, _)) = before.char_indices().rev().nth(BEFORE) else {
        return 0;
    };
    let piece = before.get(start..).unwrap_or_default();
    match piece.find(char::is_whitespace) {
        Some(gap) => start + gap + 1,
        None => start,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::{Timestamp, Zone};
    use crate::query::parse;

    fn check(query: &str, text: &str, expect: &str) {
        let parsed = parse(query, Timestamp(0), &Zone::utc()).unwrap();
        assert_eq!(excerpt(&parsed, text), expect, "{query}");
    }

    #[test]
    fn a_line_stands_around_the_first_find() {
        let text = "Counted by hand, bug after bug,\nmemory safety bugs were two thirds of them. Safety first.";
        let cases = [
            (
                "thirds",
                "… safety bugs were two thirds of them. Safety first.",
            ),
            (
                "counted",
                "Counted by hand, bug after bug, memory safety bugs were two thirds of them. Safety first.",
            ),
            (
                "\"memory safety\"",
                "… by hand, bug after bug, memory safety bugs were two thirds of them. Safety first.",
            ),
            ("fir*", "… thirds of them. Safety first."),
            (
                "title:bugs",
                "Counted by hand, bug after bug, memory safety bugs were two thirds of them. Safety first.",
            ),
        ];
        for (query, expect) in cases {
            check(query, text, expect);
        }
        check("rust", "", "");
    }

    #[test]
    fn a_find_in_a_script_without_spaces_is_come_to() {
        let text = "两年来抽象层已经覆盖了块设备和网络和图形子系统的主要接口但是文件系统的内核补丁仍然很少";
        let found = excerpt(&parse("内核", Timestamp(0), &Zone::utc()).unwrap(), text);
        assert!(found.starts_with("… "), "{found}");
        let before = found.split("内核").next().unwrap();
        assert!(before.chars().count() <= BEFORE + 4, "{found}");
    }

    #[test]
    fn a_long_text_is_cut() {
        let text = "word ".repeat(1000);
        let found = excerpt(&Query::All, &text);
        assert!(found.chars().count() <= LONGEST + 1 && found.ends_with('…'));
    }
}
