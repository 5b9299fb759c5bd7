//! Piece becomes a `Query`: AND between terms, `OR`, brackets, `-`, fields.
//!
//! Invariant: never panics, bounded in depth and length; an error names the column and what helps.

use crate::command::nearest;
use crate::model::{Timestamp, Zone};
use crate::query::date::{Stretch, parse_date};
use crate::query::lex::{Kind, Piece, Token, lex};
use crate::query::{Query, QueryError, Term, Words};
use crate::text::{fold, is_unspaced, words};

/// The fields that can be asked for, with what each finds: for completion and help.
pub const FIELDS: [(&str, &str); 8] = [
    ("title", "words in the title"),
    ("author", "words in the author's name"),
    ("feed", "a part of the feed's title or address"),
    ("folder", "a folder, and those below it"),
    ("tag", "a tag of the entry or its feed"),
    ("is", "unread, read or bookmarked"),
    ("since", "not before 2w, yesterday, 2026-03"),
    ("until", "not after 2w, yesterday, 2026-03"),
];

/// Fields that the language has and the store cannot answer yet.
const NOT_YET: [&str; 5] = ["text", "lang", "has", "note", "story"];

const DEEPEST: u32 = 50;
const LONGEST: usize = 2000;

/// Reads a query. Ages and days are counted from `now` in the reader's zone. An empty text asks for everything.
pub fn parse(text: &str, now: Timestamp, zone: &Zone) -> Result<Query, QueryError> {
    if text.chars().count() > LONGEST {
        return Err(QueryError {
            column: LONGEST as u32 + 1,
            what: format!("a query has at most {LONGEST} characters"),
            hint: None,
        });
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
        now,
        zone,
    };
    let query = parser.either()?;
    match parser.next() {
        None => Ok(query),
        Some(token) => Err(error(token.column, "nothing opened this `)`", None)),
    }
}

fn error(column: u32, what: impl Into<String>, hint: Option<String>) -> QueryError {
    QueryError {
        column,
        what: what.into(),
        hint,
    }
}

struct Parser<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    depth: u32,
    /// The column after the last character.
    end: u32,
    now: Timestamp,
    zone: &'a Zone,
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
            (Some("("), _) => error(column, "there is nothing in the brackets", None),
            (Some(sign), _) => error(
                column,
                format!("nothing stands after `{sign}`"),
                Some(quote),
            ),
            (None, Some(token)) if token.kind == Kind::Close => {
                error(column, "nothing opened this `)`", None)
            }
            _ => error(column, "nothing stands before `OR`", Some(quote)),
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
                    _ => Err(error(token.column, "this `(` is not closed", None)),
                }
            }
            Kind::Text(text) => word(token.column, *text),
            Kind::Field {
                name,
                value,
                value_column,
            } => self.field(token.column, name, *value, *value_column),
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
            return Err(error(
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

    fn field(
        &self,
        column: u32,
        name: &str,
        value: Option<Piece<'a>>,
        at: u32,
    ) -> Result<Query, QueryError> {
        let name = name.to_ascii_lowercase();
        if NOT_YET.contains(&name.as_str()) {
            let known = FIELDS.map(|(field, _)| format!("{field}:")).join(" ");
            let what = format!("`{name}:` cannot be searched yet");
            return Err(error(column, what, Some(format!("what can be: {known}"))));
        }
        if !FIELDS.iter().any(|(field, _)| *field == name) {
            let near = nearest(&name, FIELDS.map(|(field, _)| field));
            let hint = match near {
                Some(near) => format!("did you mean `{near}:`"),
                None => "put it in quotes to search for the words".into(),
            };
            return Err(error(column, format!("unknown field `{name}`"), Some(hint)));
        }
        let Some(value) = value.filter(|value| !value.text.trim().is_empty()) else {
            let hint = FIELDS.iter().find(|(field, _)| *field == name);
            let hint = hint.map(|(_, finds)| format!("it finds {finds}"));
            return Err(error(at, format!("nothing stands after `{name}:`"), hint));
        };
        let folded = || fold(value.text.trim());
        let term = match name.as_str() {
            "title" => return searched(at, value, Term::Title),
            "author" => return searched(at, value, Term::Author),
            "feed" => Term::Feed(folded()),
            "folder" => Term::Folder(folder(value.text)),
            "tag" => Term::Tag(fold(value.text.trim().trim_start_matches('#'))),
            "is" => state(at, value.text)?,
            "since" => Term::Since(self.date(at, value.text)?.from),
            _ => Term::Until(self.date(at, value.text)?.to),
        };
        match &term {
            Term::Feed(text) | Term::Folder(text) | Term::Tag(text) if text.is_empty() => Err(
                error(at, format!("nothing to look for in `{}`", value.text), None),
            ),
            _ => Ok(Query::Term(term)),
        }
    }

    fn date(&self, column: u32, word: &str) -> Result<Stretch, QueryError> {
        parse_date(word, self.now, self.zone)
            .map_err(|hint| error(column, format!("no date: `{word}`"), Some(hint)))
    }
}

/// A word by itself: a state, or words to be found.
fn word(column: u32, text: Piece<'_>) -> Result<Query, QueryError> {
    if !text.quoted {
        let state = match text.text.to_ascii_lowercase().as_str() {
            "unread" => Some(Term::Unread),
            "read" => Some(Term::Read),
            _ => None,
        };
        if let Some(state) = state {
            return Ok(Query::Term(state));
        }
    }
    searched(column, text, Term::Anywhere)
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

fn state(column: u32, word: &str) -> Result<Term, QueryError> {
    const STATES: [&str; 3] = ["unread", "read", "bookmarked"];
    match word.to_ascii_lowercase().as_str() {
        "unread" => Ok(Term::Unread),
        "read" => Ok(Term::Read),
        "bookmarked" => Ok(Term::Bookmarked),
        "starred" | "saved" | "kept" | "bookmark" => Err(error(
            column,
            format!("unknown state `{word}`"),
            Some("did you mean `is:bookmarked`".into()),
        )),
        word => {
            let hint = match nearest(word, STATES) {
                Some(near) => format!("did you mean `is:{near}`"),
                None => format!("known here: {}", STATES.join(", ")),
            };
            Err(error(column, format!("unknown state `{word}`"), Some(hint)))
        }
    }
}

/// A folder's path, folded, without empty parts.
fn folder(text: &str) -> String {
    let folded = fold(text);
    let parts: Vec<&str> = folded
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("/")
}

/// Words to be found, as one term or as several that must all be there.
fn searched(column: u32, text: Piece<'_>, term: fn(Words) -> Term) -> Result<Query, QueryError> {
    if text.pattern {
        let what = "regular expressions cannot be searched yet";
        let hint = format!("\"{}\" finds the words", text.text.trim_matches('/'));
        return Err(error(column, what, Some(hint)));
    }
    let bare = text.text.strip_suffix('*').filter(|_| !text.quoted);
    let mut found = words(bare.unwrap_or(text.text));
    let Some(last) = found.pop() else {
        let what = format!("nothing to look for in `{}`", text.text);
        return Err(error(
            column,
            what,
            Some("words are letters and digits".into()),
        ));
    };
    let single_word = |text: String, prefix| Query::Term(term(Words::Word { text, prefix }));
    // A single character of a script without spaces is found at the beginning of the pairs that such text is cut into.
    let is_single = |word: &str| word.chars().count() == 1 && word.chars().all(is_unspaced);
    let single = is_single(&last);
    let pair = last.chars().any(is_unspaced) && !single;
    if bare.is_none() || pair || found.is_empty() {
        if found.is_empty() {
            return Ok(single_word(last, single || (bare.is_some() && !pair)));
        }
        found.push(last);
        return Ok(Query::Term(term(Words::Phrase(found))));
    }
    // `memory-saf*`: the words before the last are a phrase, the last may go on.
    let before = match (found.len(), found.first()) {
        (1, Some(only)) => single_word(only.clone(), is_single(only)),
        _ => Query::Term(term(Words::Phrase(found))),
    };
    Ok(Query::And(vec![before, single_word(last, true)]))
}

#[cfg(test)]
mod tests;
