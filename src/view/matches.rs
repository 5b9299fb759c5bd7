//! Which words of a title a search found, so that they stand out in the list.
//!
//! Lives here: the query's words against one title. Does not ask whether the entry is found: the store did. Invariant: marking changes no letter.

use crate::model::{Timestamp, Zone};
use crate::query::{Place, Query, Term, Words as Wanted, parse};
use crate::text::{self, Role};
use crate::view::words::{Words, words};

/// The words that a query looks for in titles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// Folded; whether the word may go on.
    words: Vec<(Vec<char>, bool)>,
}

impl Matches {
    /// The words of a query, those left out that it does not want.
    pub fn of(query: &str, now: Timestamp, zone: &Zone) -> Matches {
        let mut matches = Matches::default();
        if let Ok(query) = parse(query, now, zone) {
            matches.collect(&query);
        }
        matches
    }

    fn collect(&mut self, query: &Query) {
        match query {
            Query::And(all) | Query::Or(all) => all.iter().for_each(|query| self.collect(query)),
            Query::Term(Term::Anywhere(wanted) | Term::In(Place::Title, wanted)) => match wanted {
                Wanted::Word { text, prefix } => self.words.push((text.chars().collect(), *prefix)),
                Wanted::Phrase(all) => self
                    .words
                    .extend(all.iter().map(|word| (word.chars().collect(), false))),
            },
            Query::All | Query::Not(_) | Query::Term(_) => {}
        }
    }

    /// The title in runs, what was found in the colour of a match. Right-to-left titles are left alone: their letters stand in another order.
    pub fn mark(&self, title: String, role: Role) -> Words {
        if self.words.is_empty() || text::has_rtl(&title) {
            return words(role, title);
        }
        let mut marked = Words::new();
        let mut rest = title.as_str();
        while !rest.is_empty() {
            let (role, bytes) = match self.found(rest) {
                0 => (role, piece(rest)),
                found => (Role::Match, found),
            };
            let (run, left) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
            push(&mut marked, role, run);
            rest = left;
        }
        marked
    }

    /// Bytes at the start of `rest`, where a word begins, that a word of the query stands for.
    fn found(&self, rest: &str) -> usize {
        let is_unspaced = rest.starts_with(text::is_unspaced);
        let run = if is_unspaced {
            rest
        } else {
            rest.get(..piece(rest)).unwrap_or(rest)
        };
        let of_run = |word: &[char], prefix: bool| {
            let bytes = begins(run, word)?;
            (prefix || is_unspaced || bytes == run.len()).then_some(bytes)
        };
        self.words
            .iter()
            .filter_map(|(word, prefix)| of_run(word, *prefix))
            .max()
            .unwrap_or(0)
    }
}

/// Bytes of the letters at the start of `run` whose folding is `word`; `None` when it begins otherwise.
fn begins(run: &str, word: &[char]) -> Option<usize> {
    let mut wanted = word;
    for (at, grapheme, _) in text::graphemes(run) {
        if wanted.is_empty() {
            return Some(at);
        }
        for folded in text::fold(grapheme).chars() {
            let (first, others) = wanted.split_first()?;
            if *first != folded {
                return None;
            }
            wanted = others;
        }
    }
    wanted.is_empty().then_some(run.len())
}

/// Bytes of the first piece of a title: a word, what lies between words, or one character of a script without spaces.
fn piece(rest: &str) -> usize {
    let kind = |char: char| (text::is_unspaced(char), char.is_alphanumeric());
    let mut chars = text::graphemes(rest)
        .filter_map(|(at, grapheme, _)| Some((at, kind(grapheme.chars().next()?))));
    let Some((_, first)) = chars.next() else {
        return rest.len();
    };
    chars
        .find(|(_, kind)| *kind != first || first.0)
        .map_or(rest.len(), |(at, _)| at)
}

fn push(marked: &mut Words, role: Role, text: &str) {
    match marked.last_mut() {
        Some((last, run)) if *last == role => run.push_str(text),
        _ => marked.push((role, text.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The title with what was found in brackets.
    fn shown(query: &str, title: &str) -> String {
        let matches = Matches::of(query, Timestamp(0), &Zone::utc());
        let marked = matches.mark(title.to_string(), Role::Read);
        marked
            .into_iter()
            .map(|(role, text)| match role {
                Role::Match => format!("[{text}]"),
                _ => text,
            })
            .collect()
    }

    #[test]
    fn words_that_were_found_stand_out() {
        let cases = [
            (
                "rust",
                "What Rust took from Ada",
                "What [Rust] took from Ada",
            ),
            ("rust", "Trust and rusty tools", "Trust and rusty tools"),
            ("rus*", "Trust and rusty tools", "Trust and [rus]ty tools"),
            ("cafe", "Au café, plus tard", "Au [café], plus tard"),
            (
                "\"memory safety\"",
                "Memory safety first",
                "[Memory] [safety] first",
            ),
            ("news -rust", "Rust news", "Rust [news]"),
            ("unread since:2w", "Rust news", "Rust news"),
            ("内核", "龙架构补丁合入内核主线", "龙架构补丁合入[内核]主线"),
            (
                "rust",
                "内核中的 Rust：两年之后",
                "内核中的 [Rust]：两年之后",
            ),
            ("rust", "חדשות rust", "חדשות rust"),
            ("", "Rust", "Rust"),
        ];
        for (query, title, expect) in cases {
            assert_eq!(shown(query, title), expect, "{query}");
        }
    }

    #[test]
    fn marking_changes_no_letter() {
        let title = "🦀 e\u{301}tudes: 新闻 and “news” …".to_string();
        for query in ["news", "新", "e*", "etudes", "and OR 新闻"] {
            let matches = Matches::of(query, Timestamp(0), &Zone::utc());
            let marked = matches.mark(title.clone(), Role::Read);
            let whole: String = marked.into_iter().map(|(_, text)| text).collect();
            assert_eq!(whole, title, "{query}");
        }
    }
}
