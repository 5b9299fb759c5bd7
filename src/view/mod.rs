//! App -> cells; pixels only: nothing here changes the state of the screen.

mod catalogue;
mod confirm;
mod draw;
mod feed_editor;
mod help;
mod hints;
mod history;
mod links;
mod messages;
mod overlay;
mod palette;
mod panel;
mod pen;
mod pending;
mod picker;
mod prompt;
mod search;
mod sheet;
mod words;

pub use draw::draw;
pub use overlay::paint;
