//! Text becomes configuration: options, keys, themes, subscriptions. Dry: never opens a file itself.
//!
//! Invariant: a wrong value is a `Problem` with its place, and the shipped value holds instead; nothing here refuses a whole file for one mistake.

mod catalogue;
mod choice;
mod config;
mod deeds;
mod draft;
mod duration;
mod error;
mod feed_table;
mod greeting;
mod keeping;
mod keymap;
mod links;
mod network;
mod options;
mod part;
mod put;
mod rule_edit;
mod rules;
mod settled;
mod share;
mod sheet;
mod smart_feeds;
mod subscriptions;
mod tags;
mod theme;
mod welcome;

pub use catalogue::{CatalogueFeed, Topic, catalogue};
pub use choice::{Appearance, Surroundings, choose};
pub use config::{Bookmarks, Config, Files, Glyphs, Layout, MarkRead, Notify, Pictures, Refresh};
pub use deeds::{DEEDS, deed_words, parse_deeds, print_deeds};
pub use draft::Draft;
pub use duration::{parse_span, print_span};
pub use error::Problem;
pub use feed_table::is_address;
pub use keeping::{
    ArchiveOptions, HistoryOptions, Spare, parse_keep, parse_unread_for, print_keep,
    print_unread_for,
};
pub use keymap::{Keymap, Lookup, PRESETS};
pub use links::{Clickable, LinkOptions};
pub use network::Network;
pub use part::Part;
pub use rule_edit::{RuleAt, RuleEdit, edit_rules};
pub use rules::{RULES, Rule, rule_name};
pub use settled::settled;
pub use share::{Facts, Share, Template};
pub use smart_feeds::{SECTION as SMART_FEEDS, SmartFeed, named as smart_feed_name};
pub use subscriptions::Subscriptions;
pub use tags::{COLOURS, SECTION as TAGS};
pub use theme::{Theme, raised, shipped_themes};
pub use welcome::WELCOME_FEED;
