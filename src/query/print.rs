//! A `Query` as text, in the one canonical way; `parse` reads it back to the same query.

use std::fmt;

use crate::query::date::print_time;
use crate::query::{Place, Possession, Query, Term, Words};

/// The query as one would type it.
#[must_use]
pub fn print(query: &Query) -> String {
    query.to_string()
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::All => Ok(()),
            Query::Term(term) => term.fmt(f),
            Query::Not(inner) if matches!(**inner, Query::And(_) | Query::Or(_)) => {
                write!(f, "-({inner})")
            }
            Query::Not(inner) => write!(f, "-{inner}"),
            Query::Or(members) => join(f, members, " OR "),
            Query::And(members) => {
                for (at, member) in members.iter().enumerate() {
                    let gap = if at == 0 { "" } else { " " };
                    match member {
                        Query::Or(_) => write!(f, "{gap}({member})")?,
                        _ => write!(f, "{gap}{member}")?,
                    }
                }
                Ok(())
            }
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, members: &[Query], between: &str) -> fmt::Result {
    for (at, member) in members.iter().enumerate() {
        let gap = if at == 0 { "" } else { between };
        write!(f, "{gap}{member}")?;
    }
    Ok(())
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Anywhere(words) => words.fmt(f),
            Term::In(place, words) => write!(f, "{}:{words}", place.name()),
            Term::Pattern(None, pattern) => pattern.fmt(f),
            Term::Pattern(Some(place), pattern) => write!(f, "{}:{pattern}", place.name()),
            Term::Unread => f.write_str("unread"),
            Term::Read => f.write_str("read"),
            Term::Bookmarked => f.write_str("is:bookmarked"),
            Term::Later => f.write_str("is:later"),
            Term::Updated => f.write_str("is:updated"),
            Term::Has(Possession::Enclosure) => f.write_str("has:enclosure"),
            Term::Has(Possession::Image) => f.write_str("has:image"),
            Term::Has(Possession::FullText) => f.write_str("has:fulltext"),
            Term::Has(Possession::Note) => f.write_str("has:note"),
            Term::Feed(text) => write!(f, "feed:{}", quoted(text)),
            Term::Folder(text) => write!(f, "folder:{}", quoted(text)),
            Term::Tag(text) => write!(f, "tag:{}", quoted(text)),
            Term::Language(tag) => write!(f, "lang:{tag}"),
            Term::Url(text) => write!(f, "url:{}", quoted(text)),
            Term::Since(time) => write!(f, "since:{}", print_time(*time)),
            Term::Until(time) => write!(f, "until:{}", print_time(*time)),
            Term::Longer(count) => write!(f, "words>{count}"),
            Term::Shorter(count) => write!(f, "words<{count}"),
        }
    }
}

impl Place {
    /// The name of its field.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Place::Title => "title",
            Place::Author => "author",
            Place::Text => "text",
            Place::Note => "note",
        }
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Words::Word { text, prefix: true } => write!(f, "{text}*"),
            Words::Word { text, .. } if matches!(text.as_str(), "read" | "unread") => {
                write!(f, "\"{text}\"")
            }
            Words::Word { text, .. } => f.write_str(text),
            Words::Phrase(words) => write!(f, "\"{}\"", words.join(" ")),
        }
    }
}

/// In quotes when it would fall apart without them.
fn quoted(text: &str) -> String {
    let bare = |c: char| !c.is_whitespace() && !matches!(c, '(' | ')' | '"');
    if text.chars().all(bare) {
        text.to_string()
    } else {
        format!("\"{text}\"")
    }
}
