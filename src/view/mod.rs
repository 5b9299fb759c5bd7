//! App -> cells; pixels only: nothing here changes the state of the screen.

mod catalogue;
mod confirm;
mod draw;
mod entries;
mod feed_editor;
mod feeds;
mod frame;
mod glyph;
mod health;
mod help;
mod hints;
mod history;
mod links;
mod matches;
mod messages;
mod notice;
mod overlay;
mod pager;
mod palette;
mod panel;
mod pen;
mod pending;
mod picker;
mod prompt;
mod reader;
mod row;
mod search;
mod sheet;
mod spot;
mod squeeze;
mod status;
mod words;

pub use draw::draw;
pub use spot::spot;
