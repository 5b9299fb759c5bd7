//! RSS 2.0 written as JSON (<https://github.com/scripting/Scripting-News/blob/master/rss-in-json/README.md>), told in the
//! words of JSON Feed.
//!
//! What is an attribute in XML stands beside its element's text there, which is then called `#value`.

use serde_json::{Map, Value, json};

/// The same feed as a JSON Feed; `None` if it is no RSS.
pub fn as_json_feed(document: &Map<String, Value>) -> Option<Map<String, Value>> {
    let channel = document.get("rss")?.get("channel")?;
    let items: Vec<Value> = list(channel.get("item")).map(item).collect();
    let told = json!({
        "title": text(channel.get("title")),
        "home_page_url": text(channel.get("link")),
        "description": text(channel.get("description")),
        "language": text(channel.get("language")),
        "icon": text(channel.get("image").and_then(|image| image.get("url"))),
        "author": text(channel.get("managingEditor")),
        "items": items,
    });
    match told {
        Value::Object(feed) => Some(feed),
        _ => None,
    }
}

fn item(item: &Value) -> Value {
    let at = |key: &str| text(item.get(key));
    let (content, summary) = match at("content:encoded") {
        Some(content) => (Some(content), at("description")),
        None => (at("description"), None),
    };
    let guid = at("guid");
    let is_link = item.get("guid").and_then(|guid| guid.get("isPermaLink"));
    let is_link = is_link.is_none_or(|stated| text(Some(stated)).as_deref() != Some("false"));
    let permalink = guid.clone().filter(|id| is_link && id.starts_with("http"));
    let attachments: Vec<Value> = list(item.get("enclosure"))
        .map(|enclosure| {
            let length = text(enclosure.get("length")).and_then(|text| text.parse::<u64>().ok());
            json!({
                "url": text(enclosure.get("url")),
                "mime_type": text(enclosure.get("type")),
                "size_in_bytes": length.filter(|length| *length > 0),
            })
        })
        .collect();
    let tags: Vec<String> = list(item.get("category"))
        .filter_map(|category| text(Some(category)))
        .collect();
    json!({
        "id": guid,
        "url": at("link").or(permalink),
        "title": at("title"),
        "content_html": content,
        "summary": summary,
        "date_published": at("pubDate"),
        "author": at("author").or(at("dc:creator")),
        "attachments": attachments,
        "tags": tags,
        "_comments": at("comments"),
    })
}

/// A text, with or without attributes beside it.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(stated) => Some(stated.to_string()),
        Value::Object(fields) => fields.get("#value")?.as_str().map(str::to_string),
        _ => None,
    }
}

/// One of a kind stands alone, several in a list.
fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let all = match value {
        Some(Value::Array(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    all.iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_told_in_the_words_of_json_feed() {
        let document = json!({"rss": {"version": "2.0", "channel": {
            "title": "T",
            "link": "https://example.org/",
            "item": {
                "title": "one",
                "description": "<p>x</p>",
                "guid": {"isPermaLink": "false", "#value": "g1"},
                "category": ["a", {"domain": "d", "#value": "b"}],
                "enclosure": {"url": "e.mp3", "type": "audio/mpeg", "length": "12"}
            }
        }}});
        let feed = as_json_feed(document.as_object().unwrap()).unwrap();
        assert_eq!(feed["title"], "T");
        let item = &feed["items"][0];
        assert_eq!(item["id"], "g1");
        assert_eq!(item["url"], Value::Null);
        assert_eq!(item["content_html"], "<p>x</p>");
        assert_eq!(item["tags"], json!(["a", "b"]));
        assert_eq!(item["attachments"][0]["size_in_bytes"], 12);
    }

    #[test]
    fn a_guid_is_a_link_unless_it_says_otherwise() {
        let document = json!({"rss": {"channel": {"item": [{"guid": "https://example.org/1"}]}}});
        let feed = as_json_feed(document.as_object().unwrap()).unwrap();
        assert_eq!(feed["items"][0]["url"], "https://example.org/1");
        assert!(as_json_feed(&Map::new()).is_none());
    }
}
