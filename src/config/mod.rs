//! Text becomes configuration: options, keys, themes, subscriptions. Dry: never opens a file itself.
//!
//! Invariant: a wrong value is a `Problem` with its place, and the shipped value holds instead; nothing here refuses a whole file for one mistake.

mod config;
mod error;

pub use config::{Config, Glyphs, Layout, MarkRead, Refresh};
pub use error::Problem;
