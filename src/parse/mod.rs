//! Foreign formats become the model: feeds of any kind, pages that name feeds, lists of subscriptions.
//!
//! Lives here: bytes or text in, plain values out, with warnings for what had to be mended. Does not live here: fetching,
//! storing, and cleaning HTML for the screen (it is kept as received).
//! Invariant: whatever the bytes, a call returns in linear time and bounded memory and never panics.

mod address;
mod attributes;
mod body;
mod charset;
mod date;
mod date_names;
mod decode;
mod discover;
mod doctype;
mod document;
mod elements;
mod entities;
mod entry;
mod extras;
mod feed;
mod fields;
mod flat;
mod guid;
mod json;
mod json_feed;
mod json_mend;
mod mended;
mod names;
mod newsboat;
mod opml;
mod outline;
mod person;
mod plain;
mod reason;
mod repair;
mod root;
mod rss_json;
mod said;
mod sites;
mod source;
mod strict;
mod structure;
mod survey;
mod tags;
mod wrapped;

pub use decode::{Text, decode};
pub use discover::{discover, guesses};
pub use document::feed;
pub use json::{Clean, json};
pub use newsboat::url_list;
pub use opml::{opml, print_opml};
pub use outline::{Outline, outlines};
pub use source::{NotFeed, Source};
