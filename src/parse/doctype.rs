//! Entities that a document declares itself, which `feed-rs` does not resolve.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Declarations stand at the beginning.
const HEAD: usize = 64 * 1024;
/// A document may grow by its entities, but not by much: a few lines of them can name petabytes.
const GROWTH: usize = 1024 * 1024;

/// The document with its own entities resolved and its declarations cut off; `None` if it declares none.
///
/// Entities that name others are left as they are, so nothing is resolved twice.
pub fn expanded(text: &str) -> Option<String> {
    static ENTITY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"<!ENTITY\s+([A-Za-z][\w.-]*)\s+(?:"([^"<&%]*)"|'([^'<&%]*)')\s*>"#).ok()
    });
    static REFERENCE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"&([A-Za-z][\w.-]*);").ok());
    let mut head = HEAD.min(text.len());
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let at = text.get(..head)?.find("<!DOCTYPE")?;
    let rest = text.get(at..)?;
    let open = rest.find(['[', '>'])?;
    if !rest.get(open..)?.starts_with('[') {
        return None;
    }
    let close = open + rest.get(open..)?.find(']')?;
    let end = close + rest.get(close..)?.find('>')? + 1;
    let values: HashMap<&str, &str> = ENTITY
        .as_ref()?
        .captures_iter(rest.get(open..close)?)
        .filter_map(|found| {
            let value = found.get(2).or_else(|| found.get(3))?;
            Some((found.get(1)?.as_str(), value.as_str()))
        })
        .collect();
    if values.is_empty() {
        return None;
    }
    let mut growth = 0;
    let body =
        REFERENCE
            .as_ref()?
            .replace_all(rest.get(end..)?, |found: &Captures<'_>| {
                match values.get(&found[1]) {
                    Some(value) if growth + value.len() <= GROWTH => {
                        growth += value.len();
                        (*value).to_string()
                    }
                    _ => found[0].to_string(),
                }
            });
    Some(format!("{}{body}", text.get(..at)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_entities_are_resolved_once() {
        let text = "<!DOCTYPE rss [<!ENTITY me \"Jo\"><!ENTITY bomb '&me;&me;'>]>\n<rss>&me; &bomb; &amp;</rss>";
        assert_eq!(
            expanded(text).as_deref(),
            Some("\n<rss>Jo &bomb; &amp;</rss>")
        );
        assert_eq!(expanded("<!DOCTYPE html><rss>[&me;]</rss>"), None);
        assert_eq!(expanded("<rss/>"), None);
    }

    #[test]
    fn growth_has_an_end() {
        let text = format!(
            "<!DOCTYPE x [<!ENTITY a \"{}\">]>{}",
            "x".repeat(10_000),
            "&a;".repeat(10_000)
        );
        assert!(expanded(&text).is_some_and(|text| text.len() < 3_000_000));
    }
}
