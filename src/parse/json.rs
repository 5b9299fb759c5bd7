//! A parsed feed as the JSON of `byline parse`.

use serde_json::{Value, json};
use url::Url;

use crate::model::{
    Enclosure, Episode, FeedFormat, Paging, ParsedEntry, ParsedFeed, SourceFeed, Timestamp,
};

/// Makes HTML as received safe, its links absolute against the address beside it.
pub type Clean<'a> = dyn Fn(&str, Option<&str>) -> String + 'a;

/// The feed as JSON. What it does not say is `null`, lists are always there.
///
/// `url` is the document's own address. Links in the HTML of entries are relative to the entry's page, else to the site, else to it.
pub fn json(feed: &ParsedFeed, url: Option<&str>, clean: &Clean<'_>) -> Value {
    let printer = Printer { feed, url, clean };
    let entries: Vec<Value> = feed.entries.iter().map(|one| printer.entry(one)).collect();
    let mut about = json!({
        "title": feed.title,
        "link": feed.link,
        "id": feed.id.as_deref().map(|id| printer.id(id)),
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
        "rights": feed.rights,
        "hub": feed.hub,
    });
    if feed.paging != Paging::default() {
        insert(&mut about, "paging", paging(&feed.paging));
    }
    json!({
        "feed": about,
        "entries": entries,
        "warnings": feed.warnings,
        "format": feed.format,
    })
}

struct Printer<'a> {
    feed: &'a ParsedFeed,
    url: Option<&'a str>,
    clean: &'a Clean<'a>,
}

impl Printer<'_> {
    fn entry(&self, entry: &ParsedEntry) -> Value {
        let site = self.feed.link.as_deref().or(self.url);
        let base = entry.link.as_deref().or(site);
        let html = |html: &Option<String>| html.as_deref().map(|html| (self.clean)(html, base));
        let mut value = json!({
            "title": entry.title,
            "link": entry.link,
            "id": self.id(&entry.guid),
            "summary": html(&entry.summary),
            "content": html(&entry.content),
            "published": entry.published.and_then(Timestamp::to_rfc3339),
            "updated": entry.updated.and_then(Timestamp::to_rfc3339),
            "author": entry.author,
            "enclosures": entry.enclosures.iter().map(enclosure).collect::<Vec<_>>(),
            "tags": entry.tags,
            "comments": entry.comments,
            "comment_count": entry.comment_count,
            "comments_feed": entry.comments_feed,
            "image": entry.image,
            "language": entry.language,
            "rights": entry.rights,
        });
        if let Some(source) = &entry.source {
            insert(&mut value, "source", self::source(source));
        }
        if entry.episode != Episode::default() {
            insert(&mut value, "episode", episode(&entry.episode));
        }
        value
    }

    /// An id as others know it. In Atom it is an address; one that is written as a path is relative to the document, as RFC 3986 has
    /// it. In the store it stays as it is: a feed that moves must not give its entries new ids.
    fn id(&self, id: &str) -> String {
        let is_path = id.contains('/') && !id.contains([':', ' ']);
        let resolved = (is_path && self.feed.format == FeedFormat::Atom)
            .then(|| Url::parse(self.url?).ok()?.join(id).ok())
            .flatten();
        resolved.map_or_else(|| id.to_string(), String::from)
    }
}

fn insert(object: &mut Value, name: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_string(), value);
    }
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

/// Only of entries that an aggregator took from elsewhere.
fn source(source: &SourceFeed) -> Value {
    json!({
        "title": source.title,
        "link": source.link,
        "id": source.id,
    })
}

/// Only of podcasts.
fn episode(episode: &Episode) -> Value {
    json!({
        "number": episode.number,
        "season": episode.season,
        "transcript": episode.transcript,
        "chapters": episode.chapters,
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

    fn feed() -> ParsedFeed {
        ParsedFeed {
            title: Some("T".into()),
            entries: vec![ParsedEntry {
                guid: "1".into(),
                content: Some("<p>".into()),
                published: Some(Timestamp(0)),
                ..ParsedEntry::default()
            }],
            ..ParsedFeed::default()
        }
    }

    #[test]
    fn html_is_cleaned_and_times_are_rfc_3339() {
        let mut feed = feed();
        let content = |feed: &ParsedFeed, url| {
            let value = json(feed, url, &|html, base| format!("{html} {base:?}"));
            assert_eq!(value["entries"][0]["published"], "1970-01-01T00:00:00Z");
            assert_eq!(value["entries"][0]["summary"], Value::Null);
            assert_eq!(value["format"], "rss2");
            value["entries"][0]["content"].as_str().map(str::to_string)
        };
        assert_eq!(content(&feed, None).as_deref(), Some("<p> None"));
        let url = Some("https://example.org/feed");
        assert_eq!(content(&feed, url).unwrap(), format!("<p> {url:?}"));
        feed.link = Some("https://example.org/".into());
        assert_eq!(content(&feed, url).unwrap(), format!("<p> {:?}", feed.link));
        feed.entries[0].link = Some("https://example.org/1".into());
        let link = &feed.entries[0].link;
        assert_eq!(content(&feed, url).unwrap(), format!("<p> {link:?}"));
    }

    #[test]
    fn an_id_that_is_a_path_is_told_in_full() {
        let check = |guid: &str, format: FeedFormat, expect: &str| {
            let mut feed = feed();
            feed.entries[0].guid = guid.to_string();
            feed.format = format;
            let url = Some("https://example.org/dir/feed");
            let value = json(&feed, url, &|html, _| html.to_string());
            assert_eq!(value["entries"][0]["id"], expect, "{guid}");
        };
        check("/a/1", FeedFormat::Atom, "https://example.org/a/1");
        check("a/1", FeedFormat::Atom, "https://example.org/dir/a/1");
        check("1", FeedFormat::Atom, "1");
        check("tag:x,2026:a/1", FeedFormat::Atom, "tag:x,2026:a/1");
        check("/a/1", FeedFormat::Rss2, "/a/1");
    }
}
