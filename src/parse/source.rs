//! Where a document came from, and why one could not be understood.

use std::fmt;

/// What is known about a document apart from its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    /// Its own address, after redirects: what relative links are resolved against.
    pub url: Option<&'a str>,
    /// The `Content-Type` that came with it.
    pub content_type: Option<&'a str>,
}

/// Why a document is no feed (or no list of feeds), for its reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotFeed {
    /// Lower case, no full stop.
    pub what: String,
    /// Where understanding stopped, from 1.
    pub line: Option<u32>,
    /// Where understanding stopped, in characters from 1.
    pub column: Option<u32>,
    /// What helps.
    pub hint: Option<String>,
    /// Whether it is a web page, which may name feeds: see `discover`.
    pub looks_like_html: bool,
}

impl NotFeed {
    /// A reason with a hint, at no particular place.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> NotFeed {
        NotFeed {
            what: what.into(),
            hint: Some(hint.into()),
            ..NotFeed::default()
        }
    }

    /// The same reason, at the place of byte `at` in `text`.
    #[must_use]
    pub fn at(mut self, text: &str, at: usize) -> NotFeed {
        let before = text.get(..at).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |n| n + 1);
        self.line = u32::try_from(before.matches('\n').count() + 1).ok();
        let chars = before.get(line_start..).unwrap_or_default().chars().count();
        self.column = u32::try_from(chars + 1).ok();
        self
    }
}

impl fmt::Display for NotFeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, " (line {line}, column {column})")?;
        }
        Ok(())
    }
}

impl std::error::Error for NotFeed {}
