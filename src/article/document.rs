//! An article as blocks of inlines: what it says, not how it looks or how wide it is.
//!
//! Made by `from_html`, set into lines by `typeset`. Invariant: text in it is scrubbed (no control character, no bidi override).

use crate::text::Role;

/// A whole article, or its head while the rest is still being read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// Targets of the links, in the order of their numbers: `links[0]` is `[1]`.
    pub links: Vec<String>,
    /// Whether this is all of the article.
    pub complete: bool,
}

/// A piece of an article that starts on a line of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words with one meaning; `link` is an index into `Document::links`.
    Text {
        role: Role,
        text: String,
        link: Option<u32>,
    },
    /// A line break that the author set.
    Break,
}
