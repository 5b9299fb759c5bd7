//! HTML becomes something that a pane can show: clean, `Document`, `Page`.
//!
//! Dry: no I/O, never panics, bounded in time and memory whatever the HTML. Imports only `text`.

mod document;
mod page;

pub use document::{Block, Document, Inline};
pub use page::{Head, Line, Link, Page, Span};
