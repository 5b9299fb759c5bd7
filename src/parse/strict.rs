//! `feed-rs`, and what it says in its own types.
//!
//! It is called under guard with a new parser for each document, since it panics on some and stays broken after. Its
//! `sanitize` is off: HTML is kept as received. What it loses comes from `extras`; both become ours in `feed` and `entry`.

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use feed_rs::model as raw;
use feed_rs::parser::Builder;
use url::Url;

use crate::model::FeedFormat;
use crate::parse::date::date;
use crate::parse::plain::{Kind, name, some_line};
use crate::parse::said::joined_names;

/// `feed-rs` under guard.
pub fn strict(text: &str, base: Option<&Url>) -> Result<raw::Feed, String> {
    let parser = Builder::new()
        .base_uri(base.map(Url::as_str))
        .sanitize_content(false)
        .timestamp_parser(|text| {
            date(text).and_then(|time| chrono::DateTime::from_timestamp_millis(time.0))
        })
        .id_generator(|_, _, _| String::new())
        .build();
    match catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()))) {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the parser gave up".to_string()),
    }
}

/// Where a document came from, for what is made of it.
#[derive(Clone, Copy)]
pub struct Origin<'a> {
    /// What it was.
    pub format: FeedFormat,
    /// What its addresses are resolved against.
    pub base: Option<&'a Url>,
}

/// A text in one line.
pub fn text_line(text: &raw::Text) -> Option<String> {
    some_line(
        &text.content,
        kind_of(text.content_type.essence().subty.as_str()),
    )
}

/// What the second half of a MIME type makes of a text.
pub fn kind_of(subtype: &str) -> Kind {
    match subtype {
        "html" | "xhtml" => Kind::Html,
        _ => Kind::Text,
    }
}

/// The page that a feed or entry is about.
pub fn main_link(links: &[raw::Link]) -> Option<&str> {
    let is_page = |link: &&raw::Link| {
        link.target.is_none()
            && link
                .rel
                .as_deref()
                .is_none_or(|rel| is_relation(rel, "alternate"))
            && !link.href.is_empty()
    };
    let is_html = |link: &&raw::Link| {
        link.media_type
            .as_deref()
            .is_none_or(|kind| kind.contains("html"))
    };
    let pages = || links.iter().filter(is_page);
    let other = |rel: &str| {
        links.iter().find(|link| {
            link.rel.as_deref().is_some_and(|is| is_relation(is, rel)) && !link.href.is_empty()
        })
    };
    pages()
        .find(is_html)
        .or_else(|| pages().next())
        .or_else(|| other("related"))
        .or_else(|| other("via"))
        .map(|link| link.href.as_str())
}

/// A relation may be written as its address at IANA.
fn is_relation(stated: &str, rel: &str) -> bool {
    let short = stated.trim().rsplit('/').next().unwrap_or_default();
    short.eq_ignore_ascii_case(rel)
}

/// Names, or addresses where there is no name, in one line.
pub fn people(people: &[raw::Person]) -> Option<String> {
    let names = people
        .iter()
        .filter_map(|person| name(person.name.as_deref().or(person.email.as_deref())?));
    joined_names(names)
}
