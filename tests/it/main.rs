//! The one integration binary: a file per area. A test sees that no file is forgotten.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that finds the world otherwise ends there"
)]

mod architecture;
mod archive;
mod arranging;
mod article;
mod borders;
mod certificates;
mod cli;
mod corpus;
mod desk;
mod docs;
mod doctor;
mod enclosures;
mod extract;
mod full_text;
mod harsh;
mod health;
mod hostile;
mod hostile_articles;
mod hostile_pages;
mod identity;
mod journey;
mod keeping;
mod leaving;
mod lives;
mod mouse;
mod moving;
mod overlays;
mod own_files;
mod past;
mod pictures;
mod pty;
mod reading;
mod recording;
mod refresh;
mod rules;
mod screens;
mod server;
mod smart_feeds;
mod stress;
mod tagging;
mod together;
mod trust;
