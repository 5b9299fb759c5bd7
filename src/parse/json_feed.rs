//! JSON Feed, read leniently.
//!
//! `feed-rs` refuses a whole JSON feed for one missing title, a number as an id or an attachment without a type, and
//! drops pictures and languages; the format is small, so it is read here from plain JSON values, field by field. RSS in
//! JSON is told in its words first.

use serde_json::Value;
use url::Url;

use crate::model::{Enclosure, FeedFormat, Paging, ParsedEntry, ParsedFeed, Timestamp};
use crate::parse::body::{absolute, html_of_text, with_base};
use crate::parse::date::date;
use crate::parse::json_mend::mend;
use crate::parse::plain::{Kind, line, name, some_line};
use crate::parse::rss_json;
use crate::parse::said::is_harmful;
use crate::parse::source::NotFeed;
use crate::parse::survey::{MOST_ENTRIES, TOO_MANY};

/// What an object weighs beside a plain value.
const OBJECT: usize = 16;

/// 200,000 objects, or 3,200,000 plain values: some 120 MB of memory.
const HEAVIEST: usize = 200_000 * OBJECT;

/// Reads a JSON feed.
pub fn read(text: &str, base: Option<&Url>) -> Result<ParsedFeed, NotFeed> {
    let mut warnings = Vec::new();
    if weight(text) > HEAVIEST {
        return Err(NotFeed::new(
            "the document is JSON with more parts than any feed has",
            "check the address in a browser",
        ));
    }
    let value = match serde_json::from_str::<Value>(text) {
        Ok(value) => value,
        Err(error) => {
            let mended = mend(text);
            let value = serde_json::from_str::<Value>(&mended).map_err(|_| broken(&error))?;
            warnings.push(format!("the JSON is broken: {error}"));
            value
        }
    };
    let Value::Object(feed) = value else {
        return Err(other());
    };
    let mut feed = rss_json::as_json_feed(&feed).unwrap_or(feed);
    let Some(items) = feed.remove("items").and_then(list) else {
        return Err(other());
    };
    let at = |key: &str| text_of(feed.get(key));
    let language = at("language");
    let address = |key: &str| {
        let address = absolute(&at(key)?, base);
        (!is_harmful(&address)).then_some(address)
    };
    let author = authors(feed.get("authors"), feed.get("author"));
    let is_headed = items.len() > MOST_ENTRIES;
    if is_headed {
        warnings.push(TOO_MANY.to_string());
    }
    let entries = items
        .into_iter()
        .take(MOST_ENTRIES)
        .filter_map(|item| entry(item, base, author.as_ref()))
        .collect();
    Ok(ParsedFeed {
        title: at("title").and_then(|title| some_line(&title, Kind::Text)),
        link: address("home_page_url"),
        id: address("feed_url"),
        description: at("description").and_then(|text| some_line(&text, Kind::Text)),
        language,
        image: address("icon").or_else(|| address("favicon")),
        author,
        hub: hub(feed.get("hubs")).map(|address| absolute(&address, base)),
        entries,
        warnings,
        format: FeedFormat::Json,
        paging: Paging {
            next: address("next_url"),
            ..Paging::default()
        },
        ..ParsedFeed::default()
    })
}

/// What a document of JSON weighs once it is values, whatever stands in its texts: an object or list takes as much memory as many plain values.
fn weight(text: &str) -> usize {
    let (mut weight, mut in_text, mut is_escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => weight += OBJECT,
            b',' if !in_text => weight += 1,
            _ => {}
        }
    }
    weight
}

/// The first of the services that announce new documents.
fn hub(hubs: Option<&Value>) -> Option<String> {
    let Some(Value::Array(all)) = hubs else {
        return None;
    };
    all.iter().find_map(|hub| text_of(hub.get("url")))
}

fn broken(error: &serde_json::Error) -> NotFeed {
    NotFeed {
        line: u32::try_from(error.line()).ok(),
        column: u32::try_from(error.column()).ok(),
        ..NotFeed::new(
            "the JSON is broken",
            "the server may be at fault: try again later",
        )
    }
}

fn other() -> NotFeed {
    NotFeed::new(
        "the document is JSON, but no JSON Feed: it has no list of `items`",
        "check the address in a browser, or look for an RSS or Atom feed of the site",
    )
}

fn list(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(items) => Some(items),
        _ => None,
    }
}

/// A text, also from a number; nothing from an empty one.
fn text_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn authors(many: Option<&Value>, one: Option<&Value>) -> Option<String> {
    let of = |value: &Value| match value {
        Value::String(text) => name(text),
        Value::Object(_) => {
            let text = text_of(value.get("name")).or_else(|| text_of(value.get("url")));
            name(&text?)
        }
        _ => None,
    };
    let names: Vec<String> = match (many, one) {
        (Some(Value::Array(all)), _) if !all.is_empty() => all.iter().filter_map(of).collect(),
        (Some(one @ (Value::Object(_) | Value::String(_))), _) | (_, Some(one)) => {
            of(one).into_iter().collect()
        }
        _ => Vec::new(),
    };
    (!names.is_empty()).then(|| names.join(", "))
}

fn entry(item: Value, base: Option<&Url>, inherited: Option<&String>) -> Option<ParsedEntry> {
    let Value::Object(mut item) = item else {
        return None;
    };
    let html = match item.remove("content_html") {
        Some(Value::String(html)) if !html.trim().is_empty() => Some(html),
        _ => None,
    };
    let at = |key: &str| text_of(item.get(key));
    let address = |key: &str| {
        let address = absolute(&at(key)?, base);
        (!is_harmful(&address)).then_some(address)
    };
    let plain = at("content_text").map(html_of_text);
    let summary = at("summary").map(html_of_text);
    let (content, summary) = match (html, plain) {
        (Some(html), plain) => (Some(html), summary.or(plain)),
        (None, plain) => (plain, summary),
    };
    let content = match (content, item.get("_base_url").and_then(Value::as_str)) {
        (Some(html), Some(base)) => Some(with_base(&html, base)),
        (content, _) => content,
    };
    let id = at("id").unwrap_or_default();
    let link = address("url").or_else(|| address("external_url"));
    let link = link.or_else(|| id.starts_with("http").then(|| id.clone()));
    let time = |key: &str| -> Option<Timestamp> { date(&at(key)?) };
    Some(ParsedEntry {
        title: at("title").map_or_else(String::new, |title| line(&title, Kind::Text)),
        summary,
        content,
        published: time("date_published").or_else(|| time("date_modified")),
        updated: time("date_modified"),
        author: authors(item.get("authors"), item.get("author")).or_else(|| inherited.cloned()),
        enclosures: attachments(item.get("attachments"), base),
        tags: tags(item.get("tags")),
        image: address("image").or_else(|| address("banner_image")),
        comments: address("_comments"),
        language: at("language"),
        guid: id,
        link,
        ..ParsedEntry::default()
    })
}

fn attachments(value: Option<&Value>, base: Option<&Url>) -> Vec<Enclosure> {
    let Some(Value::Array(all)) = value else {
        return Vec::new();
    };
    all.iter()
        .filter_map(|one| {
            Some(Enclosure {
                url: absolute(&text_of(one.get("url"))?, base),
                mime: text_of(one.get("mime_type")),
                length: one.get("size_in_bytes").and_then(Value::as_u64),
                duration: one
                    .get("duration_in_seconds")
                    .and_then(Value::as_f64)
                    .map(|seconds| seconds as u32),
            })
        })
        .collect()
}

fn tags(value: Option<&Value>) -> Vec<String> {
    let texts: Vec<String> = match value {
        Some(Value::Array(all)) => all.iter().filter_map(|tag| text_of(Some(tag))).collect(),
        Some(Value::String(text)) => text.split(',').map(str::to_string).collect(),
        _ => Vec::new(),
    };
    texts
        .iter()
        .filter_map(|tag| some_line(tag, Kind::Text))
        .collect()
}
