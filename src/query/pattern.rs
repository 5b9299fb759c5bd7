//! Regular expressions of queries: `/ker(nel|berg)/`, compiled once, case does not count unless `(?-i)` says so.
//!
//! The words come from whoever types or shares a query: invariant: what compiles is bounded in size, and matching is linear in a text of bounded length.

use std::fmt;

use regex::{Error, Regex, RegexBuilder};

/// Bytes that a compiled expression may take.
const LARGEST: usize = 1 << 20;
/// Brackets in brackets.
const DEEPEST: u32 = 50;
/// Bytes of a text that are looked at.
const LOOKED_AT: usize = 1 << 20;

/// A regular expression. Two are the same when their words are.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles what stands between the slashes. The error is what is wrong with it, in a line.
    pub fn new(source: &str) -> Result<Pattern, String> {
        let regex = RegexBuilder::new(source)
            .case_insensitive(true)
            .multi_line(true)
            .size_limit(LARGEST)
            .dfa_size_limit(LARGEST)
            .nest_limit(DEEPEST)
            .build()
            .map_err(|error| reason(&error))?;
        Ok(Pattern {
            source: source.to_string(),
            regex,
        })
    }

    /// What stands between the slashes.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it finds something in the text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let end = text.floor_char_boundary(LOOKED_AT);
        self.regex.is_match(text.get(..end).unwrap_or(text))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.source == other.source
    }
}

impl Eq for Pattern {}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.source)
    }
}

/// The last line of what the library says is its reason.
fn reason(error: &Error) -> String {
    if matches!(error, Error::CompiledTooBig(_)) {
        return "it grows too large".to_string();
    }
    let said = error.to_string();
    let last = said.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_lowercase()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_finds_whatever_the_case() {
        let pattern = Pattern::new("^ker(nel|berg)s?$").unwrap();
        assert!(pattern.is_in("News\nKernels\nmore"));
        assert!(!pattern.is_in("kernelling"));
        assert!(!Pattern::new("(?-i)Rust").unwrap().is_in("rust"));
    }

    #[test]
    fn what_is_no_pattern_or_too_large_is_told() {
        assert_eq!(Pattern::new("a(b").unwrap_err(), "unclosed group");
        assert_eq!(
            Pattern::new("(a{500}){500}").unwrap_err(),
            "it grows too large"
        );
        assert!(Pattern::new(&"(".repeat(200)).is_err());
    }

    #[test]
    fn a_long_text_is_looked_at_in_its_beginning_only() {
        let text = "é".repeat(LOOKED_AT) + "end";
        assert!(!Pattern::new("end").unwrap().is_in(&text));
    }
}
