//! What a user can ask for, as data: commands, keys, typed lines.
//!
//! Imports nothing but `text`. Doing what is asked belongs to `app/`; which key asks for it, to `config/keymap.rs`.

mod command;
mod key;
mod line;
mod nearest;
mod table;

pub use command::{Argument, Command, Context, Group, Invocation, Row};
pub use key::{Key, KeyCode, parse_keys, print_keys};
pub use line::{LineError, nearest_command, parse_line};
pub use nearest::nearest;
pub use table::{PAIRS, TABLE, named, row};
