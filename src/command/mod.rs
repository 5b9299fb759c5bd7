//! What a user can ask for, as data: commands, keys, typed lines.
//!
//! Imports nothing but `text`. Doing what is asked belongs to `app/`; which key asks for it, to `config/keymap.rs`.

mod key;
mod table;

pub use key::{Key, KeyCode};
pub use table::{Argument, Command, Context, Group, Invocation, Row, TABLE};
