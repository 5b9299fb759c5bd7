//! What a key means to an overlay, by the keymap's prompt context; and how a press moves through a list.
//!
//! Invariant: where text is typed a letter is a letter, whatever the keymap says.

use crate::command::{Command, Context, Key, KeyCode};
use crate::config::{Keymap, Lookup};

/// What a key means to an overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// `enter`.
    Accept,
    /// `esc`.
    Cancel,
    /// Up the list.
    Up,
    /// Down the list.
    Down,
    /// Up the list by a page.
    PageUp,
    /// Down the list by a page.
    PageDown,
    /// The top of the list.
    First,
    /// The end of the list.
    Last,
    /// `tab`.
    Tab,
    /// `shift-tab`.
    TabBack,
    /// A command that has a meaning to some overlays only.
    Command(Command),
    /// Anything else.
    Other,
}

/// What a key means where text is typed: letters are letters, and the keys of an input stay its own.
pub fn press_in_input(keymap: &Keymap, key: Key) -> Press {
    if matches!(key.code, KeyCode::Char(_)) && !key.ctrl && !key.alt {
        return Press::Other;
    }
    match prompt(keymap, key) {
        Press::First | Press::Last | Press::Command(_) => Press::Other,
        press => press,
    }
}

/// What a key means in a panel that is only a list: the keys of the entries pane hold too.
pub fn press_in_list(keymap: &Keymap, key: Key) -> Press {
    press_in(keymap, Context::Entries, key)
}

/// What a key means in a list of feeds: the keys of the feeds pane hold too.
pub fn press_in_feeds(keymap: &Keymap, key: Key) -> Press {
    press_in(keymap, Context::Feeds, key)
}

fn press_in(keymap: &Keymap, context: Context, key: Key) -> Press {
    match prompt(keymap, key) {
        Press::Other => match keymap.lookup(context, &[key]) {
            Lookup::Command(Command::Quit) => Press::Cancel,
            Lookup::Command(command) => meaning(command),
            _ if key == Key::plain(KeyCode::Char('g')) => Press::First,
            _ => Press::Other,
        },
        press => press,
    }
}

fn prompt(keymap: &Keymap, key: Key) -> Press {
    match keymap.lookup(Context::Prompt, &[key]) {
        Lookup::Command(command) => meaning(command),
        _ => Press::Other,
    }
}

fn meaning(command: Command) -> Press {
    match command {
        Command::In => Press::Accept,
        Command::Out => Press::Cancel,
        Command::Up => Press::Up,
        Command::Down => Press::Down,
        Command::PageUp | Command::HalfPageUp => Press::PageUp,
        Command::PageDown | Command::HalfPageDown => Press::PageDown,
        Command::First => Press::First,
        Command::Last => Press::Last,
        Command::OtherPane => Press::Tab,
        Command::OtherPaneBack => Press::TabBack,
        command => Press::Command(command),
    }
}

/// Rows that a page key moves.
const PAGE: usize = 10;

/// Where the selection of a list of `len` rows stands after a press.
pub fn stepped(selected: usize, press: Press, len: usize) -> usize {
    let last = len.saturating_sub(1);
    let to = match press {
        Press::Up => selected.saturating_sub(1),
        Press::Down => selected + 1,
        Press::PageUp => selected.saturating_sub(PAGE),
        Press::PageDown => selected + PAGE,
        Press::First => 0,
        Press::Last => last,
        _ => selected,
    };
    to.min(last)
}
