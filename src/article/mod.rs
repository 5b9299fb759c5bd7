//! HTML becomes something that a pane can show: clean, `Document`, `Page`.
//!
//! Dry: no I/O, never panics, bounded in time and memory whatever the HTML. Imports only `text`.

mod clean;
mod document;
mod element;
mod entity;
mod export;
mod from_html;
mod links;
mod media;
mod page;
mod plain;
mod script;
mod token;
mod tree;
mod typeset;

#[cfg(test)]
mod tests;

pub use clean::clean;
pub use document::{Align, Block, Definition, Document, Figure, Inline, Note, Run, Table, Target};
pub use export::markdown;
pub use from_html::{document, document_head};
pub use page::{CodeLines, Head, Line, Link, Page, Setting, Span};
pub use plain::{plain, strip};
pub use typeset::typeset;
