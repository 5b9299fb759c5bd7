//! The query's text cut into tokens, each with its column.
//!
//! Knows quotes, brackets, `-`, `OR` and `name:value`; does not know which names exist.

use crate::query::QueryError;

/// A token and where it begins: column from 1, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Where the caret goes.
    pub column: u32,
    /// What it is.
    pub kind: Kind<'a>,
}

/// The sorts of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR`
    Or,
    /// `AND`, which is what stands between terms anyway.
    And,
    /// `-` before a term.
    Not,
    /// A word or a quoted text.
    Text(Piece<'a>),
    /// `name:` and what follows it.
    Field {
        /// Before the colon.
        name: &'a str,
        /// After it; `None` when nothing follows.
        value: Option<Piece<'a>>,
        /// Where the value begins, or would.
        value_column: u32,
    },
    /// `words>` and what follows it.
    Count {
        /// `>`, `>=`, `<` or `<=`.
        sign: &'a str,
        /// After it; `None` when nothing follows.
        value: Option<Piece<'a>>,
        /// Where the value begins, or would.
        value_column: u32,
    },
}

/// The one field that is compared.
const COUNTED: &str = "words";

/// A word or a quoted text, without its quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Piece<'a> {
    /// As typed.
    pub text: &'a str,
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Whether it stood between slashes: a regular expression.
    pub pattern: bool,
}

/// Cuts the text into tokens.
pub fn lex(text: &str) -> Result<Vec<Token<'_>>, QueryError> {
    let mut scanner = Scanner {
        text,
        at: 0,
        column: 1,
    };
    let mut tokens = Vec::new();
    while let Some(token) = scanner.token()? {
        tokens.push(token);
    }
    Ok(tokens)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    column: u32,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes the next so many bytes, which end between characters.
    fn take(&mut self, bytes: usize) -> &'a str {
        let taken = self.rest().get(..bytes).unwrap_or_default();
        self.at += taken.len();
        self.column += taken.chars().count() as u32;
        taken
    }

    fn token(&mut self) -> Result<Option<Token<'a>>, QueryError> {
        let blank = self.rest().len() - self.rest().trim_start().len();
        self.take(blank);
        let column = self.column;
        let Some(first) = self.rest().chars().next() else {
            return Ok(None);
        };
        let kind = match first {
            '(' => self.sign(Kind::Open),
            ')' => self.sign(Kind::Close),
            '-' => self.sign(Kind::Not),
            _ => self.term()?,
        };
        Ok(Some(Token { column, kind }))
    }

    fn sign(&mut self, kind: Kind<'a>) -> Kind<'a> {
        self.take(1);
        kind
    }

    fn term(&mut self) -> Result<Kind<'a>, QueryError> {
        let rest = self.rest();
        let name = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        let (before, after) = rest.split_at_checked(name).unwrap_or_default();
        if before.eq_ignore_ascii_case(COUNTED) && after.starts_with(['<', '>']) {
            return self.count();
        }
        let is_field = name > 0 && after.starts_with(':') && !after.starts_with("://");
        if !is_field {
            let piece = self.value()?.unwrap_or_default();
            return Ok(match piece.text {
                "OR" if !piece.quoted => Kind::Or,
                "AND" if !piece.quoted => Kind::And,
                _ => Kind::Text(piece),
            });
        }
        let name = self.take(name);
        self.take(1);
        let value_column = self.column;
        Ok(Kind::Field {
            name,
            value: self.value()?,
            value_column,
        })
    }

    fn count(&mut self) -> Result<Kind<'a>, QueryError> {
        self.take(COUNTED.len());
        let or_equal = self
            .rest()
            .get(1..)
            .is_some_and(|rest| rest.starts_with('='));
        let sign = self.take(if or_equal { 2 } else { 1 });
        let value_column = self.column;
        Ok(Kind::Count {
            sign,
            value: self.value()?,
            value_column,
        })
    }

    /// A quoted text, a pattern or a bare word; `None` when neither begins here.
    fn value(&mut self) -> Result<Option<Piece<'a>>, QueryError> {
        let rest = self.rest();
        if let Some(inner) = rest.strip_prefix('"') {
            let Some(end) = inner.find('"') else {
                return Err(QueryError {
                    column: self.column,
                    what: "the quote is not closed".into(),
                    hint: Some("put a `\"` at its end".into()),
                });
            };
            self.take(1);
            let text = self.take(end);
            self.take(1);
            return Ok(Some(Piece {
                text,
                quoted: true,
                pattern: false,
            }));
        }
        if let Some(end) = pattern_end(rest) {
            let text = self.take(end);
            return Ok(Some(Piece {
                text,
                quoted: false,
                pattern: true,
            }));
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"'))
            .unwrap_or(rest.len());
        let text = self.take(end);
        Ok((!text.is_empty()).then_some(Piece {
            text,
            quoted: false,
            pattern: false,
        }))
    }
}

/// The length of `/…/` at the beginning of the text, when its second slash ends a term.
fn pattern_end(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('/')?;
    let ends = |after: &str| {
        after
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || c == ')')
    };
    inner
        .match_indices('/')
        .find(|(at, _)| *at > 0 && ends(inner.get(at + 1..).unwrap_or_default()))
        .map(|(at, _)| at + 2)
}
