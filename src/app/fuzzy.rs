//! What a few typed letters mean: fuzzy matching and ranking for palette, completion and help.
//!
//! Wraps `nucleo-matcher`. Invariant: what is found is in the order of its score, equals in the order in which they were given.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// Points a letter must bring on average: below it the letters are scattered and mean nothing.
const FLOOR: u32 = 17;

/// How well a text matches, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// More is better.
    pub score: u32,
    /// Places of the matched characters, ascending.
    pub at: Vec<u32>,
}

/// What was typed, ready to be compared with many texts.
pub struct Needle {
    pattern: Pattern,
    letters: u32,
    matcher: Matcher,
}

impl Needle {
    /// Words are looked for each by itself; case and accents do not matter.
    pub fn new(typed: &str) -> Needle {
        Needle {
            pattern: Pattern::new(
                typed.trim(),
                CaseMatching::Ignore,
                Normalization::Smart,
                AtomKind::Fuzzy,
            ),
            letters: typed.chars().filter(|c| !c.is_whitespace()).count() as u32,
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    /// Whether nothing was typed: everything matches then.
    pub fn is_empty(&self) -> bool {
        self.letters == 0
    }

    /// How `text` matches; `None` if it does not.
    pub fn hit(&mut self, text: &str) -> Option<Hit> {
        if self.is_empty() {
            return Some(Hit::default());
        }
        let chars: Vec<char> = text.chars().collect();
        let mut at = Vec::new();
        let score = self
            .pattern
            .indices(Utf32Str::Unicode(&chars), &mut self.matcher, &mut at)?;
        if self.letters > 1 && score < FLOOR * self.letters {
            return None;
        }
        at.sort_unstable();
        at.dedup();
        Some(Hit { score, at })
    }
}

/// The candidates that match, best first: their index and how they match.
pub fn rank<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<(usize, Hit)> {
    let mut needle = Needle::new(typed);
    let mut found: Vec<(usize, Hit)> = candidates
        .enumerate()
        .filter_map(|(index, text)| Some((index, needle.hit(text)?)))
        .collect();
    found.sort_by_key(|(_, hit)| std::cmp::Reverse(hit.score));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranking_puts_beginnings_first_and_drops_scattered_letters() {
        let names = [
            "toggle-bookmark",
            "mark-all-read",
            "messages",
            "mark-read",
            "中国新闻网",
            "Économie",
        ];
        let cases: [(&str, &[&str]); 7] = [
            ("mark", &["mark-all-read", "mark-read", "toggle-bookmark"]),
            ("mar", &["mark-all-read", "mark-read", "toggle-bookmark"]),
            ("MaR", &["mark-all-read", "mark-read", "toggle-bookmark"]),
            ("新闻", &["中国新闻网"]),
            ("econ", &["Économie"]),
            ("tgbkz", &[]),
            ("mss", &["messages"]),
        ];
        for (typed, expect) in cases {
            let found: Vec<&str> = rank(typed, names.iter().copied())
                .iter()
                .map(|(index, _)| names[*index])
                .collect();
            assert_eq!(found, expect, "{typed}");
        }
        assert_eq!(rank("", names.iter().copied()).len(), names.len());
    }

    #[test]
    fn a_hit_tells_which_characters_matched() {
        let hit = Needle::new("mark").hit("toggle-bookmark");
        assert_eq!(hit.map(|hit| hit.at), Some(vec![11, 12, 13, 14]));
    }
}
