//! The screen's state and its only change function. Pure: no I/O, no clock, no threads; nothing here can fail.
//!
//! `App::update(event, now)` takes what happened and returns what is to be done. `view/` paints it, `tui/` does the doing.

mod acts;
mod answers;
mod app;
mod borders;
mod catalogue;
mod complete;
mod confirm;
mod effect;
mod entries;
mod event;
mod feed_editor;
mod feeds;
mod field;
mod find;
mod former;
mod fuzzy;
mod help;
mod hints;
mod history;
mod hunt;
mod keys;
mod layout;
mod links;
mod messages;
mod motions;
mod near;
mod notice;
mod offers;
mod open;
mod overlay;
mod palette;
mod pending;
mod picker;
mod press;
mod progress;
mod prompt;
mod reader;
mod refresh;
mod run;
mod scroll;
mod search;
mod sight;
mod stage;
mod status;
mod unread;
mod widths;
mod window;

pub use app::{App, Start};
pub use catalogue::{Catalogue, CatalogueRow};
pub use confirm::Confirm;
pub use effect::{Effect, Job, Launch, Load};
pub use entries::{Entries, Motion, Shape};
pub use event::{Done, Event, File, Signal, Size};
pub use feed_editor::{EditorLine, FeedEditor};
pub use feeds::{Feeds, Item};
pub use field::{Field, Shown};
pub use find::{Find, Mark};
pub use former::Former;
pub use help::{Help, HelpLine};
pub use hints::{Hint, Hints};
pub use history::History;
use hunt::Hunt;
pub use layout::{
    Areas, Cover, Cut, Edge, Focus, LEAST, PANEL_ROWS, areas, body, page, panel_box, panel_cells,
    panel_lines,
};
pub use links::Links;
pub use messages::Messages;
use near::Near;
pub use notice::Notice;
pub use overlay::{Heard, Overlay};
pub use palette::{Palette, PaletteItem, PaletteTarget};
pub use pending::{NextKey, keys_purpose, next_keys};
pub use picker::Picker;
pub use progress::{Refresh, Running};
pub use prompt::{Asking, Prompt};
pub use reader::{Progress, Reader, Room, Tail};
use scroll::scroll;
pub use search::Search;
pub use sight::{Sight, Wish};
pub use stage::Stage;
pub use status::{Message, Status, Tone};
pub use widths::{Border, Widths};
pub use window::Rows;
