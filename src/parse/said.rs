//! Small things that feeds and entries say alike, as they are shown.

use crate::parse::plain::{Kind, some_line};

/// The longest tag that BCP 47 has.
const LONGEST_LANGUAGE: usize = 35;
/// No entry is by more people that anybody would name.
const MOST_NAMES: usize = 20;

/// As stated, with the dashes that BCP 47 has.
pub fn language(stated: Option<&str>) -> Option<String> {
    let text = stated?.trim().replace('_', "-");
    let is_tag = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (is_tag && !text.is_empty() && text.len() <= LONGEST_LANGUAGE).then_some(text)
}

/// A notice as plain text; nobody says whether it is HTML.
pub fn rights(text: &str) -> Option<String> {
    let is_html = text.contains("</") || text.contains("/>");
    some_line(text, if is_html { Kind::Html } else { Kind::Text })
}

/// Names without repetition, in one line.
pub fn joined_names(names: impl Iterator<Item = String>) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names.take(MOST_NAMES) {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    (!kept.is_empty()).then(|| kept.join(", "))
}

/// Whether an id is an address of the web.
pub fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Whether nobody could want to follow an address: it runs something, or names the reader's own files.
pub fn is_harmful(address: &str) -> bool {
    let scheme = address.trim_start().split(':').next().unwrap_or_default();
    ["javascript", "vbscript", "data", "file", "about", "blob"]
        .iter()
        .any(|harmful| scheme.eq_ignore_ascii_case(harmful))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_rights_are_plain() {
        assert_eq!(language(Some(" en_US ")).as_deref(), Some("en-US"));
        assert_eq!(language(Some("see below!")), None);
        assert_eq!(
            rights("<p>© <script>x</script>me</p>").as_deref(),
            Some("© me")
        );
        assert_eq!(rights("a < b").as_deref(), Some("a < b"));
    }

    #[test]
    fn what_runs_is_no_link() {
        assert!(is_harmful(" JavaScript:alert(1)"));
        assert!(is_harmful("file:///etc/passwd"));
        assert!(!is_harmful("https://example.org/javascript:x"));
        assert!(!is_harmful("gemini://example.org/"));
    }
}
