//! The fields of a query: which there are, what each takes, and what is said when it is given something else.
//!
//! Invariant: an error names the column of what is wrong, and what helps.

use crate::command::nearest;
use crate::model::{Timestamp, Zone};
use crate::query::date::{Stretch, parse_date};
use crate::query::lex::Piece;
use crate::query::{Pattern, Place, Possession, Query, QueryError, Term, Words};
use crate::text::{fold, is_single, is_unspaced, words};

/// The fields that can be asked for, with what each finds: for completion and help.
pub const FIELDS: [(&str, &str); 14] = [
    ("title", "words in the title"),
    ("author", "words in the author's name"),
    ("text", "words in the text"),
    ("note", "words in your note to a bookmark"),
    ("feed", "a part of the feed's title or address"),
    ("folder", "a folder, and those below it"),
    ("tag", "a tag of the entry or its feed"),
    ("lang", "a language: zh is also zh-CN"),
    ("url", "a part of the entry's address"),
    ("is", "unread, read, bookmarked, later or updated"),
    ("has", "an enclosure, image, note or fulltext"),
    ("since", "not before 2w, yesterday, 2026-03"),
    ("until", "not after 2w, yesterday, 2026-03"),
    ("on", "that day, month or year: yesterday, 2026-03"),
];

/// What can stand after `is:`.
pub const STATES: [&str; 5] = ["unread", "read", "bookmarked", "later", "updated"];

/// What can stand after `has:`.
pub const POSSESSIONS: [&str; 4] = ["enclosure", "image", "note", "fulltext"];

/// Fields that the language has and the store cannot answer yet.
const NOT_YET: [&str; 1] = ["story"];

/// From when ages are counted, and in whose days.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    /// Now.
    pub now: Timestamp,
    /// The reader's.
    pub zone: &'a Zone,
}

/// What stands after a field's name.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// `None`: nothing.
    pub value: Option<Piece<'a>>,
    /// Where it begins, or would.
    pub at: u32,
}

/// A field with its value; `column` is where its name begins.
pub fn field(
    (column, name): (u32, &str),
    asked: Asked<'_>,
    clock: Clock<'_>,
) -> Result<Query, QueryError> {
    let name = name.to_ascii_lowercase();
    let finds = known(column, &name)?;
    let at = asked.at;
    let Some(value) = asked.value.filter(|value| !value.text.trim().is_empty()) else {
        let what = format!("nothing stands after `{name}:`");
        return Err(QueryError::new(at, what, Some(format!("it finds {finds}"))));
    };
    let date = || date(at, value.text, clock);
    let term = match name.as_str() {
        "title" => return searched(at, value, Some(Place::Title)),
        "author" => return searched(at, value, Some(Place::Author)),
        "text" => return searched(at, value, Some(Place::Text)),
        "note" => return searched(at, value, Some(Place::Note)),
        "feed" => Term::Feed(fold(value.text.trim())),
        "folder" => Term::Folder(folder(value.text)),
        "tag" => Term::Tag(fold(value.text.trim().trim_start_matches('#'))),
        "lang" => Term::Language(language(at, value.text)?),
        "url" => Term::Url(fold(value.text.trim())),
        "is" => state(at, value.text)?,
        "has" => possession(at, value.text)?,
        "since" => Term::Since(date()?.from),
        "until" => Term::Until(date()?.to),
        _ => {
            let Stretch { from, to } = date()?;
            let both = [Term::Since(from), Term::Until(to)];
            return Ok(Query::And(both.map(Query::Term).to_vec()));
        }
    };
    match &term {
        Term::Feed(text) | Term::Folder(text) | Term::Tag(text) if text.is_empty() => {
            let what = format!("nothing to look for in `{}`", value.text);
            Err(QueryError::new(at, what, None))
        }
        _ => Ok(Query::Term(term)),
    }
}

/// What a field finds; an error when there is none of this name.
fn known(column: u32, name: &str) -> Result<&'static str, QueryError> {
    if name == "words" {
        let hint = Some("write words>500 or words<500".to_string());
        return Err(QueryError::new(column, "`words` is compared", hint));
    }
    if NOT_YET.contains(&name) {
        let fields = FIELDS.map(|(field, _)| format!("{field}:")).join(" ");
        let what = format!("`{name}:` cannot be searched yet");
        let hint = Some(format!("what can be: {fields}"));
        return Err(QueryError::new(column, what, hint));
    }
    if let Some((_, finds)) = FIELDS.iter().find(|(field, _)| *field == name) {
        return Ok(finds);
    }
    let hint = match nearest(name, FIELDS.map(|(field, _)| field)) {
        Some(near) => format!("did you mean `{near}:`"),
        None => "put it in quotes to search for the words".into(),
    };
    let what = format!("unknown field `{name}`");
    Err(QueryError::new(column, what, Some(hint)))
}

fn date(column: u32, word: &str, clock: Clock<'_>) -> Result<Stretch, QueryError> {
    parse_date(word, clock.now, clock.zone)
        .map_err(|hint| QueryError::new(column, format!("no date: `{word}`"), Some(hint)))
}

/// How many words the text has: `words>500`.
pub fn counted(sign: &str, asked: Asked<'_>) -> Result<Query, QueryError> {
    let hint = || Some("write words>500 or words<500".to_string());
    let Some(value) = asked.value else {
        let what = format!("nothing stands after `words{sign}`");
        return Err(QueryError::new(asked.at, what, hint()));
    };
    let number = value.text.parse::<u32>().ok();
    let term = number.and_then(|number| match sign {
        ">" => Some(Term::Longer(number)),
        ">=" => number.checked_sub(1).map(Term::Longer),
        "<" => Some(Term::Shorter(number)),
        _ => number.checked_add(1).map(Term::Shorter),
    });
    term.map(Query::Term).ok_or_else(|| {
        let what = format!("no number of words: `{}`", value.text);
        QueryError::new(asked.at, what, hint())
    })
}

/// A word by itself: a state, or words to be found.
pub fn word(column: u32, text: Piece<'_>) -> Result<Query, QueryError> {
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
    searched(column, text, None)
}

fn state(column: u32, word: &str) -> Result<Term, QueryError> {
    match word.to_ascii_lowercase().as_str() {
        "unread" => Ok(Term::Unread),
        "read" => Ok(Term::Read),
        "bookmarked" => Ok(Term::Bookmarked),
        "later" => Ok(Term::Later),
        "updated" => Ok(Term::Updated),
        other => {
            let hint = match other {
                "saved" => "did you mean `is:later`".into(),
                "starred" | "kept" | "bookmark" => "did you mean `is:bookmarked`".into(),
                "changed" => "did you mean `is:updated`".into(),
                other => suggested("is", other, &STATES),
            };
            let what = format!("unknown state `{word}`");
            Err(QueryError::new(column, what, Some(hint)))
        }
    }
}

fn possession(column: u32, word: &str) -> Result<Term, QueryError> {
    match word.to_ascii_lowercase().as_str() {
        "enclosure" => Ok(Term::Has(Possession::Enclosure)),
        "image" => Ok(Term::Has(Possession::Image)),
        "note" => Ok(Term::Has(Possession::Note)),
        "fulltext" => Ok(Term::Has(Possession::FullText)),
        other => {
            let hint = match other {
                "audio" | "video" | "media" | "podcast" => "did you mean `has:enclosure`".into(),
                "picture" | "pictures" => "did you mean `has:image`".into(),
                other => suggested("has", other, &POSSESSIONS),
            };
            let what = format!("nothing an entry can have: `{word}`");
            Err(QueryError::new(column, what, Some(hint)))
        }
    }
}

fn suggested(field: &str, word: &str, known: &[&'static str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{field}:{near}`"),
        None => format!("known here: {}", known.join(", ")),
    }
}

/// A language's tag in lower case.
fn language(column: u32, word: &str) -> Result<String, QueryError> {
    let tag = word.trim().to_ascii_lowercase().replace('_', "-");
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if tag.split('-').all(is_part) {
        return Ok(tag);
    }
    let hint = Some("languages are written en, zh or zh-CN".to_string());
    Err(QueryError::new(
        column,
        format!("no language: `{word}`"),
        hint,
    ))
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

/// Words or a pattern to be found, as one term or as several that must all be there.
fn searched(column: u32, text: Piece<'_>, place: Option<Place>) -> Result<Query, QueryError> {
    if text.pattern {
        return pattern(column, text.text, place);
    }
    let term = |words: Words| match place {
        Some(place) => Query::Term(Term::In(place, words)),
        None => Query::Term(Term::Anywhere(words)),
    };
    let bare = text.text.strip_suffix('*').filter(|_| !text.quoted);
    let mut found = words(bare.unwrap_or(text.text));
    let Some(last) = found.pop() else {
        let what = format!("nothing to look for in `{}`", text.text);
        let hint = Some("words are letters and digits".to_string());
        return Err(QueryError::new(column, what, hint));
    };
    let single_word = |text: String, prefix| term(Words::Word { text, prefix });
    // A single character of a script without spaces is found in the pairs that such text is cut into.
    let single = is_single(&last);
    let pair = last.chars().any(is_unspaced) && !single;
    if bare.is_none() || pair || found.is_empty() {
        if found.is_empty() {
            return Ok(single_word(last, single || (bare.is_some() && !pair)));
        }
        found.push(last);
        return Ok(term(Words::Phrase(found)));
    }
    // `memory-saf*`: the words before the last are a phrase, the last may go on.
    let before = match (found.len(), found.first()) {
        (1, Some(only)) => single_word(only.clone(), is_single(only)),
        _ => term(Words::Phrase(found)),
    };
    Ok(Query::And(vec![before, single_word(last, true)]))
}

/// What stands between two slashes.
fn pattern(column: u32, text: &str, place: Option<Place>) -> Result<Query, QueryError> {
    let source = text
        .strip_prefix('/')
        .and_then(|text| text.strip_suffix('/'))
        .unwrap_or(text);
    match Pattern::new(source) {
        Ok(pattern) => Ok(Query::Term(Term::Pattern(place, pattern))),
        Err(reason) => {
            let what = format!("no regular expression: {reason}");
            let hint = Some(format!("\"{source}\" finds the words"));
            Err(QueryError::new(column, what, hint))
        }
    }
}
