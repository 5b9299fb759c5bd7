//! What SQL asks of Rust: the functions that a connection knows beside SQLite's own.
//!
//! Lives here: an entry's text as it is searched, words and patterns in it, its language and pictures. Invariant: each means what `query::eval` means, gives never
//! null, and takes what cannot be read for empty.

use std::sync::Arc;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error};

use crate::article;
use crate::query::{Pattern, Words, language_is, shows_image, word_count};
use crate::store::body::unpack;
use crate::store::error::StoreError;
use crate::store::extra::Extra;
use crate::text;

/// Bytes of a text that are searched: a book of 100,000 words.
const LONGEST: usize = 512 << 10;

/// An entry's text in SQL: `state` as `s` joined as `Filter::JOINS` says. The feed's text or the reader's copy, whichever is longer; then
/// the full text of its page, then the reader's note.
pub const TEXT: &str = "byline_text(y.content, y.summary, b.content, b.summary, p.html, n.text)";

/// Makes the functions known to a connection.
pub fn register(connection: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("byline_text", 6, flags, |context| Ok(text_of(context)))?;
    connection.create_scalar_function("byline_words", 2, flags, has_words)?;
    connection.create_scalar_function("byline_pattern", 2, flags, has_pattern)?;
    connection.create_scalar_function("byline_count", 1, flags, count)?;
    connection.create_scalar_function("byline_part", 2, flags, has_part)?;
    connection.create_scalar_function("byline_image", 5, flags, has_image)?;
    connection.create_scalar_function("byline_language", 3, flags, is_in_language)?;
    connection.create_scalar_function("byline_category", 2, flags, has_category)?;
    Ok(())
}

/// The text that is searched: of the HTML that the feed gives, then of its page's, then the reader's note.
pub fn searched_text(html: &str, page: Option<&str>, note: Option<&str>) -> String {
    let mut text = article::strip(html);
    if let Some(page) = page {
        text.push('\n');
        text.push_str(&article::strip(page));
    }
    text.truncate(text.floor_char_boundary(LONGEST));
    if let Some(note) = note {
        text.push('\n');
        text.push_str(note);
    }
    text
}

fn text_of(context: &Context<'_>) -> String {
    let page = unpack(context.get_raw(4)).ok().flatten();
    let note = context.get_raw(5).as_str().ok();
    searched_text(&html_of(context, 0), page.as_deref(), note)
}

/// The HTML that is shown, from content and summary as the feed has them and as the reader's copy has them, in the columns from `first` on.
fn html_of(context: &Context<'_>, first: usize) -> String {
    let html = |at: usize| unpack(context.get_raw(first + at)).ok().flatten();
    let fuller = |at: usize| match context.get_raw(first + at + 2) {
        ValueRef::Null => html(at),
        _ => longer(html(at), html(at + 2)),
    };
    let whole = fuller(0).filter(|html| !html.trim().is_empty());
    whole.or_else(|| fuller(1)).unwrap_or_default()
}

/// The feed's text or the reader's copy, whichever is longer: a feed that cuts its text off later takes nothing away from a bookmark.
pub fn longer(of_feed: Option<String>, copy: Option<String>) -> Option<String> {
    let length = |html: &Option<String>| html.as_ref().map_or(0, String::len);
    if length(&copy) > length(&of_feed) {
        copy
    } else {
        of_feed
    }
}

fn has_words(context: &mut Context<'_>) -> rusqlite::Result<bool> {
    let wanted: Arc<Words> =
        context.get_or_create_aux(1, |needle| needle.as_str().map(words_of))?;
    Ok(wanted.are_in(context.get_raw(0).as_str()?))
}

fn has_pattern(context: &mut Context<'_>) -> rusqlite::Result<bool> {
    let compiled = |source: ValueRef<'_>| -> Result<Pattern, Error> {
        Pattern::new(source.as_str()?).map_err(|error| Error::UserFunctionError(error.into()))
    };
    let pattern: Arc<Pattern> = context.get_or_create_aux(1, compiled)?;
    Ok(pattern.is_in(context.get_raw(0).as_str()?))
}

fn count(context: &mut Context<'_>) -> rusqlite::Result<i64> {
    Ok(i64::from(word_count(context.get_raw(0).as_str()?)))
}

fn has_part(context: &mut Context<'_>) -> rusqlite::Result<bool> {
    let whole = text::fold(context.get_raw(0).as_str()?);
    Ok(whole.contains(context.get_raw(1).as_str()?))
}

fn has_image(context: &mut Context<'_>) -> rusqlite::Result<bool> {
    let extra = Extra::parse(Some(context.get_raw(0).as_str()?));
    Ok(extra.image.is_some() || shows_image(&html_of(context, 1)))
}

fn is_in_language(context: &mut Context<'_>) -> rusqlite::Result<bool> {
    let extra = Extra::parse(Some(context.get_raw(0).as_str()?));
    let of_feed = context.get_raw(1).as_str()?;
    let language = extra.language.as_deref().unwrap_or(of_feed);
    Ok(language_is(language, context.get_raw(2).as_str()?))
}

fn has_category(context: &mut Context<'_>) -> rusqlite::Result<bool> {
    let extra = context.get_raw(0).as_str()?;
    let tag = context.get_raw(1).as_str()?;
    let categories = Extra::parse(Some(extra)).categories;
    Ok(categories
        .iter()
        .any(|category| text::fold(category) == tag))
}

/// Words as one value for `byline_words`: a letter for the sort, then the folded words.
pub fn needle(words: &Words) -> String {
    match words {
        Words::Word {
            text,
            prefix: false,
        } => format!("w{text}"),
        Words::Word { text, prefix: true } => format!("p{text}"),
        Words::Phrase(words) => format!("q{}", words.join(" ")),
    }
}

/// The words behind a needle.
fn words_of(needle: &str) -> Words {
    let (sort, rest) = needle.split_at_checked(1).unwrap_or_default();
    match sort {
        "q" => Words::Phrase(rest.split(' ').map(ToString::to_string).collect()),
        _ => Words::Word {
            text: rest.to_string(),
            prefix: sort == "p",
        },
    }
}
