//! An entry as the JSON that programs rely on: what `list`, `show` and `export` print, and what the command of a rule reads.
//!
//! Missing fields are `null`; times are RFC 3339 in UTC. Addresses never carry a name and password.

use serde_json::{Value, json};

use crate::article;
use crate::model::{Colour, Enclosure, Entry, EntryRow, FullText, Timestamp};
use crate::text;

/// An entry as a list shows it, with what its feed says about it.
pub fn entry_json(entry: &Entry) -> Value {
    let mut value = row(&entry.row);
    let tags: Vec<&String> = entry.categories.iter().chain(&entry.row.tags).collect();
    let more = json!({
        "guid": entry.guid,
        "feed_url": text::address(&entry.feed_url),
        "published": time(entry.published),
        "updated": time(entry.updated),
        "first_seen": time(Some(entry.first_seen)),
        "withdrawn": time(entry.withdrawn),
        "note": entry.note,
        "kept": time(entry.kept),
        "later": entry.later,
        "author": entry.author,
        "enclosures": enclosures(&entry.enclosures),
        "tags": tags,
        "comments": entry.comments,
        "comment_count": entry.comment_count,
        "image": entry.image,
        "language": entry.language,
        "rules": entry.rules.iter().map(|it| json!({"name": it.rule, "did": it.did})).collect::<Vec<_>>(),
        "hidden_by": entry.hidden_by(),
        "story": null,
    });
    merge(&mut value, more);
    value
}

/// An entry with its article: clean HTML, links absolute.
pub fn whole_entry_json(entry: &Entry) -> Value {
    let mut value = entry_json(entry);
    let base = entry.row.link.as_deref().or(Some(&entry.feed_url));
    let html = |html: &Option<String>| html.as_deref().map(|html| article::clean(html, base));
    merge(
        &mut value,
        json!({
            "summary": html(&entry.summary),
            "content": html(&entry.content),
            "full_text": entry.full_text.as_deref().map(full_text),
        }),
    );
    value
}

/// What is kept of an entry's page: the article as clean HTML, or why there is none.
fn full_text(full: &FullText) -> Value {
    let facts = full.page.as_ref().map(|page| &page.facts);
    json!({
        "html": full.page.as_ref().map(|page| &page.html),
        "url": full.page.as_ref().map(|page| &page.url),
        "title": facts.map(|facts| &facts.title),
        "byline": facts.and_then(|facts| facts.byline.as_ref()),
        "published": facts.and_then(|facts| facts.published.as_ref()),
        "site": facts.and_then(|facts| facts.site.as_ref()),
        "language": facts.and_then(|facts| facts.language.as_ref()),
        "image": facts.and_then(|facts| facts.image.as_ref()),
        "fetched": time(full.came),
        "asked": time(full.asked),
        "error": full.lack.as_ref().map(|lack| &lack.what),
    })
}

fn row(row: &EntryRow) -> Value {
    json!({
        "id": row.id.to_string(),
        "title": row.title,
        "link": row.link,
        "feed": row.feed_title,
        "feed_id": row.feed.to_string(),
        "date": time(Some(row.time)),
        "read": row.read,
        "bookmarked": row.bookmarked,
        "changed": row.changed,
        "hidden": row.hidden,
        "colour": row.colour.map(Colour::name),
        "percent": row.percent,
    })
}

fn enclosures(enclosures: &[Enclosure]) -> Vec<Value> {
    enclosures
        .iter()
        .map(|enclosure| {
            json!({
                "url": enclosure.url,
                "type": enclosure.mime,
                "length": enclosure.length,
                "duration": enclosure.duration,
            })
        })
        .collect()
}

fn time(time: Option<Timestamp>) -> Option<String> {
    time.and_then(Timestamp::to_rfc3339)
}

fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(fields), Value::Object(more)) = (value, more) {
        fields.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EntryId;

    #[test]
    fn an_entry_is_named_by_the_id_that_commands_accept() {
        let mut it = Entry::default();
        it.row.id = EntryId(42);
        it.row.tags = vec!["mine".into()];
        it.categories = vec!["theirs".into()];
        let value = entry_json(&it);
        assert_eq!(value["id"], "42");
        assert_eq!(value["tags"], json!(["theirs", "mine"]));
        assert_eq!(value["first_seen"], "1970-01-01T00:00:00Z");
    }
}
