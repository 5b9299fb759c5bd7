//! The language of search, filters and lists: `unread feed:lwn since:2w (rust OR "memory safety") -podcast`.
//!
//! Dry: text becomes a `Query`, a `Query` is asked of a row or turned into SQL by `store/filter`. Invariant: `parse(print(q))` is `q`.

mod ast;
mod coming;
mod date;
mod eval;
mod excerpt;
mod field;
mod lex;
mod nearest;
mod parse;
mod pattern;
mod print;
mod questions;

pub use ast::{Place, Possession, Query, QueryError, Term, Words};
pub use coming::as_it_comes;
pub use eval::{Row, eval, language_is, shows_image, word_count};
pub use excerpt::excerpt;
pub use field::{FIELDS, POSSESSIONS, STATES};
pub use nearest::{Nearest, nearest};
pub use parse::parse;
pub use pattern::Pattern;
pub use print::print;
pub use questions::{Lazy, Questions};
