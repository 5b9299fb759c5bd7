//! The hall: the only place where the two wings meet. The terminal, its keys, the loop, and the doing of what the screen wants done.
//!
//! Lives here: everything that knows both `app/` and `jobs/`. Does not live here: state (`app/`), paint (`view/`), work (`jobs/`).

mod debug;
mod deeds;
mod graphics;
mod guard;
mod input;
mod late;
mod loads;
mod look;
mod perform;
mod pictures;
mod query;
mod record;
mod refresh;
mod reply;
mod run;
mod signals;
mod start;
mod still;
mod terminal;
mod watch;

pub use record::Recording;
pub use run::run;
pub use start::Options;
