//! The hall: the only place where the two wings meet. The terminal, its keys, the loop, and the doing of what the screen wants done.
//!
//! Lives here: everything that knows both `app/` and `jobs/`. Does not live here: state (`app/`), paint (`view/`), work (`jobs/`).

mod input;
mod late;
mod look;
mod query;
mod terminal;
