//! A parsed feed as the JSON of `byline parse`.

use serde_json::{Value, json};

use crate::model::{Enclosure, Paging, ParsedEntry, ParsedFeed, Timestamp};

/// Makes HTML as received safe, its links absolute against the address beside it.
pub type Clean<'a> = dyn Fn(&str, Option<&str>) -> String + 'a;

/// The feed as JSON. What it does not say is `null`, lists are always there.
pub fn json(feed: &ParsedFeed, clean: &Clean<'_>) -> Value {
    let entries: Vec<Value> = feed
        .entries
        .iter()
        .map(|entry| self::entry(entry, feed.link.as_deref(), clean))
        .collect();
    let mut value = json!({
        "feed": {
            "title": feed.title,
            "link": feed.link,
            "id": feed.id,
            "description": feed.description,
            "language": feed.language,
            "author": feed.author,
            "updated": feed.updated.and_then(Timestamp::to_rfc3339),
            "image": feed.image,
            "ttl_minutes": feed.ttl_minutes,
            "period_minutes": feed.period_minutes,
            "skip_hours": feed.skip_hours,
            "skip_days": feed.skip_days,
            "generator": feed.generator,
        },
        "entries": entries,
        "warnings": feed.warnings,
        "format": feed.format,
    });
    if feed.paging != Paging::default()
        && let Some(about) = value.get_mut("feed").and_then(Value::as_object_mut)
    {
        about.insert("paging".into(), paging(&feed.paging));
    }
    value
}

/// Only of documents that are one of several: most feeds are one.
fn paging(paging: &Paging) -> Value {
    json!({
        "next": paging.next,
        "prev_archive": paging.prev_archive,
        "archive": paging.is_archive,
        "complete": paging.is_complete,
    })
}

fn entry(entry: &ParsedEntry, site: Option<&str>, clean: &Clean<'_>) -> Value {
    let base = entry.link.as_deref().or(site);
    let html = |html: &Option<String>| html.as_deref().map(|html| clean(html, base));
    json!({
        "title": entry.title,
        "link": entry.link,
        "id": entry.guid,
        "summary": html(&entry.summary),
        "content": html(&entry.content),
        "published": entry.published.and_then(Timestamp::to_rfc3339),
        "updated": entry.updated.and_then(Timestamp::to_rfc3339),
        "author": entry.author,
        "enclosures": entry.enclosures.iter().map(enclosure).collect::<Vec<_>>(),
        "tags": entry.tags,
        "comments": entry.comments,
        "comment_count": entry.comment_count,
        "image": entry.image,
        "language": entry.language,
    })
}

fn enclosure(enclosure: &Enclosure) -> Value {
    json!({
        "url": enclosure.url,
        "type": enclosure.mime,
        "length": enclosure.length,
        "duration": enclosure.duration,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cleaned_and_times_are_rfc_3339() {
        let feed = ParsedFeed {
            title: Some("T".into()),
            entries: vec![ParsedEntry {
                guid: "1".into(),
                content: Some("<p>".into()),
                published: Some(Timestamp(0)),
                link: Some("https://example.org/1".into()),
                ..ParsedEntry::default()
            }],
            ..ParsedFeed::default()
        };
        let value = json(&feed, &|html, base| format!("{html} {base:?}"));
        assert_eq!(
            value["entries"][0]["content"],
            "<p> Some(\"https://example.org/1\")"
        );
        assert_eq!(value["entries"][0]["published"], "1970-01-01T00:00:00Z");
        assert_eq!(value["entries"][0]["summary"], Value::Null);
        assert_eq!(value["format"], "rss2");
    }
}
