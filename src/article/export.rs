//! A document as Markdown.

use crate::article::document::Document;

/// The document as Markdown.
pub fn markdown(document: &Document) -> String {
    let _ = document;
    String::new()
}
