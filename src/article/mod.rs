//! HTML becomes something that a pane can show: clean, `Document`, `Page`.
//!
//! The way: `token` cuts HTML, `tree` nests it, `from_html` walks the tree into a `Document`, `typeset` sets that into a `Page`. `clean`
//! prints the tree anew; `syntax` colours code afterwards; `plain` strips tokens, or asks `html2text`. `extract` makes an article of a whole web page before all that.
//!
//! The tree is our own and not the one of the HTML standard: that one lets small pages grow into huge trees (each paragraph may repeat
//! forty open elements), takes quadratic time for deep ones, and closes late what an author forgot to close. Ours makes at most one node of
//! a tag, is never deeper than 150; 1 MB becomes a `Document` in the 12 ms that
//! the standard's tree alone takes. What is lost is bold text that runs on past its paragraph.
//!
//! Dry: no I/O, never panics, bounded in time and memory whatever the HTML. Imports only `text`.

mod clean;
mod document;
mod element;
mod entity;
mod export;
mod extract;
mod from_html;
mod hyphens;
mod links;
mod marks;
mod mask;
mod media;
mod numerals;
mod page;
mod parts;
mod picture;
mod plain;
mod prose;
mod script;
mod sources;
mod syntax;
mod token;
mod tree;
mod typeset;

#[cfg(test)]
mod tests;

pub use clean::clean;
pub use document::{
    Align, Block, CodeWords, Definition, Document, Figure, Inline, Note, Numbers, Numerals, Run,
    Table, Target,
};
pub use entity::named_reference;
pub use export::{
    Format, Piece, epub, file_name, front_matter, is_our_page, markdown, more_in_page, netscape,
    print,
};
pub use extract::{
    Extraction, Further, NoArticle, RuleMistake, Rules, extract, extract_more, further, page_title,
};
pub use from_html::{document, document_head, document_head_without, document_without};
pub use hyphens::Hyphens;
pub use links::{Tracking, is_tracking};
pub use marks::mark;
pub use mask::masked;
pub use page::{
    CodeLines, Edits, Figures, Frame, Head, Joint, Line, Link, NotePlace, Page, Paragraphs,
    Setting, Slot, Span,
};
pub use parts::parted;
pub use picture::{MOST_BYTES as MOST_PICTURE_BYTES, Picture, Unshown, is_picture};
pub use plain::{plain, strip};
pub use prose::prose;
pub use sources::sources;
pub use syntax::colored;
pub use typeset::typeset;
