//! Text becomes a `Query`: AND between terms, `OR`, brackets, `-`. What a field means stands in `field`.
//!
//! Invariant: never panics, bounded in depth and length; an error names the column and what helps.

use crate::model::{Timestamp, Zone};
use crate::query::field::{Asked, Clock, counted, field, word};
use crate::query::lex::{Kind, Token, lex};
use crate::query::{Query, QueryError};

const DEEPEST: u32 = 50;
const LONGEST: usize = 2000;

/// Reads a query. Ages and days are counted from `now` in the reader's zone. An empty text asks for everything.
pub fn parse(text: &str, now: Timestamp, zone: &Zone) -> Result<Query, QueryError> {
    if text.chars().count() > LONGEST {
        let what = format!("a query has at most {LONGEST} characters");
        return Err(QueryError::new(LONGEST as u32 + 1, what, None));
    }
    let tokens = lex(text)?;
    if tokens.is_empty() {
        return Ok(Query::All);
    }
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
        end: text.trim_end().chars().count() as u32 + 1,
        clock: Clock { now, zone },
    };
    let query = parser.either()?;
    match parser.next() {
        None => Ok(query),
        Some(token) => Err(QueryError::new(
            token.column,
            "nothing opened this `)`",
            None,
        )),
    }
}

struct Parser<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    depth: u32,
    /// The column after the last character.
    end: u32,
    clock: Clock<'a>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<&'a Token<'a>> {
        let token = self.peek();
        self.at += 1;
        token
    }

    /// Terms with `OR` between them.
    fn either(&mut self) -> Result<Query, QueryError> {
        let mut members = vec![self.all()?];
        while self.peek().is_some_and(|token| token.kind == Kind::Or) {
            self.at += 1;
            members.push(self.all()?);
        }
        let flat = members.into_iter().flat_map(|member| match member {
            Query::Or(inner) => inner,
            other => vec![other],
        });
        Ok(one_or(flat.collect(), Query::Or))
    }

    /// Terms beside one another.
    fn all(&mut self) -> Result<Query, QueryError> {
        let mut members = Vec::new();
        while let Some(token) = self.peek() {
            match token.kind {
                Kind::Or | Kind::Close => break,
                Kind::And if !members.is_empty() => {
                    self.at += 1;
                    members.push(self.term()?);
                }
                _ => members.push(self.term()?),
            }
        }
        if members.is_empty() {
            return Err(self.missing());
        }
        let flat = members.into_iter().flat_map(|member| match member {
            Query::And(inner) => inner,
            other => vec![other],
        });
        Ok(one_or(flat.collect(), Query::And))
    }

    /// What is said when a term should stand here and does not.
    fn missing(&self) -> QueryError {
        let column = self.peek().map_or(self.end, |token| token.column);
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let word = |kind: &Kind<'_>| match kind {
            Kind::Or => Some("OR"),
            Kind::And => Some("AND"),
            Kind::Not => Some("-"),
            Kind::Open => Some("("),
            _ => None,
        };
        let quote = "put it in quotes to search for the word".to_string();
        match (before.and_then(|token| word(&token.kind)), self.peek()) {
            (Some("("), _) => QueryError::new(column, "there is nothing in the brackets", None),
            (Some(sign), _) => QueryError::new(
                column,
                format!("nothing stands after `{sign}`"),
                Some(quote),
            ),
            (None, Some(token)) if token.kind == Kind::Close => {
                QueryError::new(column, "nothing opened this `)`", None)
            }
            _ => QueryError::new(column, "nothing stands before `OR`", Some(quote)),
        }
    }

    fn term(&mut self) -> Result<Query, QueryError> {
        let Some(token) = self.next() else {
            return Err(self.back().missing());
        };
        match &token.kind {
            Kind::Not => {
                let inner = self.deeper(token.column, Self::term)?;
                Ok(match inner {
                    Query::Not(twice) => *twice,
                    other => Query::Not(Box::new(other)),
                })
            }
            Kind::Open => {
                let inner = self.deeper(token.column, Self::either)?;
                match self.next() {
                    Some(Token {
                        kind: Kind::Close, ..
                    }) => Ok(inner),
                    _ => Err(QueryError::new(
                        token.column,
                        "this `(` is not closed",
                        None,
                    )),
                }
            }
            Kind::Text(text) => word(token.column, *text),
            Kind::Field {
                name,
                value,
                value_column,
            } => {
                let asked = Asked {
                    value: *value,
                    at: *value_column,
                };
                field((token.column, name), asked, self.clock)
            }
            Kind::Count {
                sign,
                value,
                value_column,
            } => {
                let asked = Asked {
                    value: *value,
                    at: *value_column,
                };
                counted(sign, asked)
            }
            Kind::Or | Kind::And | Kind::Close => Err(self.back().missing()),
        }
    }

    fn back(&mut self) -> &Parser<'a> {
        self.at = self.at.saturating_sub(1);
        self
    }

    fn deeper(
        &mut self,
        column: u32,
        inner: fn(&mut Self) -> Result<Query, QueryError>,
    ) -> Result<Query, QueryError> {
        if self.depth >= DEEPEST {
            return Err(QueryError::new(
                column,
                format!("brackets go {DEEPEST} deep at most"),
                None,
            ));
        }
        self.depth += 1;
        let query = inner(self);
        self.depth -= 1;
        query
    }
}

/// The members joined, or the only one itself.
fn one_or(mut members: Vec<Query>, join: fn(Vec<Query>) -> Query) -> Query {
    match members.pop() {
        Some(only) if members.is_empty() => only,
        Some(last) => {
            members.push(last);
            join(members)
        }
        None => Query::All,
    }
}

#[cfg(test)]
mod tests;
