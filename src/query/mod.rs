//! The language of search, filters and lists: `unread feed:lwn since:2w (rust OR "memory safety") -podcast`.
//!
//! Dry: text becomes a `Query`, a `Query` is asked of a row or turned into SQL by `store/filter`. Invariant: `parse(print(q))` is `q`.

mod ast;
mod date;
mod eval;
mod lex;
mod nearest;
mod parse;
mod print;

pub use ast::{Query, QueryError, Term, Words};
pub use eval::{Row, eval};
pub use nearest::{Nearest, nearest};
pub use parse::{FIELDS, parse};
pub use print::print;
