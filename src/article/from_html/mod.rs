//! HTML becomes a document: our own walk over the tree.
//!
//! What is hidden, scripted or only counts readers does not come along; what cannot be shown becomes a link with a label.
//! Invariant: total and linear for any HTML; the walk is as deep as the tree, which is bounded.

mod anchors;
mod blocks;
mod code;
mod figures;
mod flatten;
mod flow;
mod grid;
mod notes;
mod numbers;
mod signs;
mod style;
mod table;
mod walk;

use crate::article::document::{Block, Document, Inline, Run};
use crate::article::from_html::flow::Flow;
use crate::article::from_html::style::Style;
use crate::article::from_html::walk::Walk;
use crate::article::links::{Links, Tracking};
use crate::article::tree::{Tree, WHOLE, tree};
use crate::text::Role;

/// What is read first of a long article.
const HEAD: usize = 32 << 10;

/// The whole article. Of HTML longer than 4 MB the rest is cut off, and the document says so.
pub fn document(html: &str, base: Option<&str>) -> Document {
    document_without(html, base, &Tracking::default())
}

/// The same with these parameters taken out of its links.
pub fn document_without(html: &str, base: Option<&str>, tracking: &Tracking) -> Document {
    let tree = tree(html, WHOLE);
    let mut document = walk(&tree, base, tracking);
    if !tree.is_whole {
        document
            .blocks
            .push(Block::Paragraph(vec![Inline::Text(Run {
                role: Role::Dim,
                text: "… the rest is cut off: this page is too long to be shown".to_owned(),
                ..Run::default()
            })]));
    }
    document.complete = true;
    document
}

/// The start of the article, from its first 32 kB: quick, and `complete` when that was all.
///
/// Its blocks are the first blocks of the whole article, so a page of it can be extended with the whole; only when one block
/// fills the head alone, that block is a part.
pub fn document_head(html: &str, base: Option<&str>) -> Document {
    document_head_without(html, base, &Tracking::default())
}

/// The same with these parameters taken out of its links.
pub fn document_head_without(html: &str, base: Option<&str>, tracking: &Tracking) -> Document {
    let tree = tree(html, HEAD);
    let mut document = walk(&tree, base, tracking);
    document.complete = tree.is_whole;
    if !tree.is_whole && document.blocks.len() > 1 {
        document.blocks.pop();
    }
    document
}

fn walk(tree: &Tree, base: Option<&str>, tracking: &Tracking) -> Document {
    let mut walk = Walk::new(base);
    walk.links = Links::without(tracking);
    let mut flow = Flow::default();
    walk.nodes(&tree.nodes, Style::default(), &mut flow);
    Document {
        blocks: flow.into_blocks(),
        links: walk.links.into_targets(),
        complete: false,
        continued: Vec::new(),
    }
}
