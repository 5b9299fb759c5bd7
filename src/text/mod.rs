//! The ground: strings as such, for both wings. Imports nothing of ours.
//!
//! What may reach a terminal (`scrub`), how wide it is and how it is cut (`width`), in which order it is seen (`bidi`), which words
//! it has (`words`), and how numbers and addresses are written. Everything is total: no text makes it fail.

mod address;
mod bidi;
mod breaks;
mod date;
mod digest;
mod language;
mod mask;
mod number;
mod role;
mod scrub;
mod width;
mod words;

pub use address::{address, destination, host, without_secrets};
pub use bidi::{Run, arranged, has_rtl, is_rtl, reversed, seen, sentence, visual, visual_runs};
pub use breaks::{breaks, wrap};
pub use date::numeric_date;
pub use digest::{Digest, digest};
pub use language::{language, reading_minutes, word_count};
pub use mask::{mask, mask_address};
pub use number::{count, counted, grouped, size, span};
pub use role::Role;
pub use scrub::{scrub, scrub_line};
pub use width::{cut, cut_middle, cut_start, drawn, graphemes, pad, pad_left, width};
pub use words::{each_word, fold, goes_on, is_single, is_unspaced, words};
