//! The command line: the same work as in the reader, without a screen.
//!
//! Data goes to stdout, the rest to stderr. Exit status: 0 done, 1 something failed and was said, 2 wrong usage.

mod allow;
mod args;
mod completions;
mod config;
mod dispatch;
mod doctor;
mod entries;
mod export;
mod extract;
mod gauge;
mod input;
mod json;
mod keeping;
mod lists;
mod marks;
mod name;
mod output;
mod parse;
mod past;
mod refresh;
mod render;
mod session;
mod subscriptions;

pub use args::{Args, ColorWish, Globals, LogLevel, ReaderArgs, Verb};
pub use dispatch::run;
pub use output::tell_error;
