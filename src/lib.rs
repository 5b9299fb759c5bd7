//! byline: a news reader for the terminal.
pub mod app;
pub mod article;
pub mod cli;
pub mod command;
pub mod config;
pub mod fetch;
pub mod jobs;
pub mod model;
pub mod parse;
pub mod query;
pub mod store;
pub mod system;
pub mod text;
pub mod tui;
pub mod view;
