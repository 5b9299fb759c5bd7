//! What a page says of its article in JSON-LD (schema.org `NewsArticle`, `BlogPosting` and their kin).

use dom_query::Document as Dom;
use serde_json::Value;

/// Larger scripts describe a shop.
const LONGEST: usize = 512 << 10;
/// Objects that are looked at.
const MOST: usize = 2_000;

/// The object that describes the article.
pub fn article(page: &Dom) -> Option<Value> {
    let scripts = page.select("script[type*='ld+json']");
    let texts = scripts.nodes().iter().map(|node| node.text().to_string());
    let mut roots = texts
        .filter(|text| text.len() <= LONGEST)
        .filter_map(|text| serde_json::from_str::<Value>(bare(&text)).ok());
    roots.find_map(find)
}

/// Some pages wrap it as if it were XHTML.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let text = text
        .strip_prefix("//<![CDATA[")
        .or(text.strip_prefix("<![CDATA["))
        .unwrap_or(text);
    let text = text.trim_end();
    text.strip_suffix("//]]>")
        .or(text.strip_suffix("]]>"))
        .unwrap_or(text)
        .trim()
}

fn find(root: Value) -> Option<Value> {
    let mut waiting = vec![root];
    let mut seen = 0_usize;
    while let Some(value) = waiting.pop() {
        seen += 1;
        if seen > MOST {
            return None;
        }
        match value {
            Value::Array(values) => waiting.extend(values.into_iter().rev()),
            Value::Object(ref object) => {
                if is_article(object.get("@type")) {
                    return Some(value);
                }
                for name in ["mainEntity", "@graph"] {
                    waiting.extend(object.get(name).cloned());
                }
            }
            _ => {}
        }
    }
    None
}

fn is_article(kind: Option<&Value>) -> bool {
    let is = |kind: &str| {
        kind.ends_with("Article")
            || kind.ends_with("BlogPosting")
            || matches!(kind, "Report" | "SocialMediaPosting")
    };
    match kind {
        Some(Value::String(kind)) => is(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

/// The text of a field: itself, its `name`, its `url`, or the first of several.
pub fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(values) => values.iter().find_map(|value| text(Some(value))),
        Value::Object(object) => text(object.get("name")).or_else(|| text(object.get("url"))),
        _ => None,
    }
}

/// The names of people: one, or several.
pub fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(values)) => values
            .iter()
            .filter_map(|value| text(Some(value)))
            .take(10)
            .collect(),
        value => text(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_a_graph() {
        let page = Dom::from(
            r#"<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"no"},
            {"@type":["NewsArticle"],"headline":"A","author":[{"name":"B"},"C"],"image":{"url":"d"}}]}</script>"#,
        );
        let article = article(&page).unwrap_or_default();
        assert_eq!(text(article.get("headline")).as_deref(), Some("A"));
        assert_eq!(names(article.get("author")), ["B", "C"]);
        assert_eq!(text(article.get("image")).as_deref(), Some("d"));
    }
}
