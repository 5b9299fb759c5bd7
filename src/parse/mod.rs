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
mod feedlike;
mod fields;
mod flat;
mod forges;
mod guid;
mod habit;
mod identity;
mod json;
mod json_feed;
mod json_mend;
mod likeness;
mod link_header;
mod list;
mod marks;
mod mended;
mod names;
mod newsboat;
mod newsboat_query;
mod opml;
mod opml_print;
mod outline;
mod pairing;
mod person;
mod places;
mod plain;
mod reason;
mod repair;
mod root;
mod rss_json;
mod said;
mod secrets;
mod site_address;
mod sites;
mod source;
mod strict;
mod structure;
mod survey;
mod tags;
mod wrapped;

pub use date::date;
pub use decode::{Text, decode};
pub use discover::{Named, discover};
pub use document::feed;
pub use habit::Habit;
pub use identity::{Decision, Verdict, decide, unsure};
pub use json::{Clean, json};
pub use likeness::Agreement;
pub use list::{List, Note, Search, same_feed};
pub use marks::{Known, Mark, Marks, Said};
pub use newsboat::{newsboat_address, url_list};
pub use opml::opml;
pub use opml_print::{Listed, Printed, Secrets, print_opml};
pub use outline::{Outline, outlines};
pub use sites::site_feed;
pub use source::{NotFeed, Source};
