//! The command line: the same work as in the reader, without a screen.
//!
//! Data goes to stdout, the rest to stderr. Exit status: 0 done, 1 something failed and was said, 2 wrong usage.

mod args;

pub use args::{Args, ColorWish, Globals, ReaderArgs, Verb};
