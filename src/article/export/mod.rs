//! What leaves the reader: entries as text, Markdown, a page of HTML or a book (EPUB), for a file, a program or a pipe.
//!
//! `piece` is what is known of an entry that leaves, and the formats; each format has a file of its own. Nothing here asks the time or
//! writes a file. Invariant: what comes out is scrubbed, and HTML of it is clean.

mod epub;
mod markdown;
mod netscape;
mod page;
mod piece;
mod print;
mod xhtml;

pub use epub::epub;
pub use markdown::{front_matter, markdown};
pub use netscape::netscape;
pub use page::{is_our_page, more_in_page};
pub use piece::{Format, Piece, file_name};
pub use print::print;
