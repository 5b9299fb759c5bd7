//! Where words may be parted at the end of a line, by the patterns of their language (Liang's, as TeX has them).
//!
//! Knows words, not lines (`typeset`). Invariant: only words of letters are parted, and never so that a letter stands alone.

use hypher::{Lang, hyphenate};

/// Shorter words stay whole.
const SHORTEST: usize = 5;
/// Longer ones are no words: nothing is looked up for them.
const LONGEST: usize = 60;

/// Signs that stand in addresses and names of programs, and make a part of one of what is before or behind them.
pub const OF_ADDRESSES: [char; 8] = ['/', '\\', '@', '_', '=', '&', '#', '~'];

/// The patterns of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hyphens(Lang);

impl Hyphens {
    /// Those of a language by its tag (BCP 47), such as `en` or `de-AT`; nothing where there are none.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        let code: [u8; 2] = primary.to_ascii_lowercase().as_bytes().try_into().ok()?;
        Lang::from_iso(code).map(Self)
    }

    /// The bytes of a word at which it may be parted, rising; `word` is what stands between two places where a line may end anyway, signs at its ends
    /// among it.
    pub fn places(self, word: &str) -> Vec<usize> {
        let from = word.find(char::is_alphabetic).unwrap_or(word.len());
        let rest = word.get(from..).unwrap_or_default();
        let core = rest.trim_end_matches(|c: char| !c.is_alphabetic());
        let letters = core.chars().count();
        let is_word = core.chars().all(|c| c.is_alphabetic() || c == '’')
            && !rest
                .get(core.len()..)
                .unwrap_or_default()
                .contains(OF_ADDRESSES);
        if !is_word || !(SHORTEST..=LONGEST).contains(&letters) {
            return Vec::new();
        }
        let mut at = from;
        let mut places: Vec<usize> = hyphenate(core, self.0)
            .map(|syllable| {
                at += syllable.len();
                at
            })
            .collect();
        places.pop();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(tag: &str, word: &str) -> String {
        let mut parted = word.to_owned();
        let places = Hyphens::of(tag).map(|hyphens| hyphens.places(word));
        for at in places.unwrap_or_default().into_iter().rev() {
            parted.insert(at, '|');
        }
        parted
    }

    #[test]
    fn words_are_parted_by_their_language() {
        let table = [
            ("en", "hyphenation", "hy|phen|ation"),
            ("en-GB", "“Scheduler”,", "“Sched|uler”,"),
            ("de", "Silbentrennung", "Sil|ben|tren|nung"),
            ("en", "lorem/ipsum.example", "lorem/ipsum.example"),
            ("en", "documentation/", "documentation/"),
            ("en", "x86instruction", "x86instruction"),
            ("en", "word", "word"),
            ("zh", "hyphenation", "hyphenation"),
            ("he", "הפרדתמילים", "הפרדתמילים"),
            ("tlh", "hyphenation", "hyphenation"),
            ("", "hyphenation", "hyphenation"),
        ];
        for (tag, word, expect) in table {
            assert_eq!(parted(tag, word), expect, "{tag} {word}");
        }
    }
}
