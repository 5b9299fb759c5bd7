//! The keys that help most where the focus is, as they are bound now.

use crate::app::{App, By, Focus, Selection};
use crate::command::{Command, parse_keys};
use crate::config::Lookup;
use crate::view::status::NARROW;

/// The keys of the pane at hand that help most.
pub fn keys(app: &App) -> Vec<(String, &'static str)> {
    let narrow = app.stage.size.width < NARROW;
    let wanted: &[(Command, &str, &'static str)] = match app.focus {
        Focus::Feeds => &[
            (Command::AddFeed, "a", "add"),
            (Command::RefreshThis, "r", "refresh"),
            (Command::In, "enter", "list"),
        ],
        Focus::Entries if app.feeds.list().rows.is_empty() && app.entries.selected().is_none() => {
            &[
                (Command::Catalogue, "c", "catalogue"),
                (Command::AddFeed, "a", "add"),
            ]
        }
        Focus::Entries if app.entries.selected().is_none() => &[
            (Command::Out, "h", "feeds"),
            (Command::Search, "/", "search"),
        ],
        Focus::Entries if narrow => &[(Command::In, "enter", "read"), (Command::Out, "h", "feeds")],
        Focus::Entries => &[
            (Command::In, "enter", "read"),
            (Command::ToggleRead, "m", "mark"),
            (Command::ToggleBookmark, "s", "bookmark"),
            (Command::Search, "/", "search"),
        ],
        Focus::Article if app.reader.selection().is_some() => &[
            (Command::SelectPassage, "v", other_way(app)),
            (Command::CopyLink, "y", "copy"),
            (Command::Out, "esc", "stop"),
        ],
        Focus::Article if app.reader.is_finding() => &[
            (Command::NextUnread, "n", "next match"),
            (Command::PreviousUnread, "N", "previous"),
            (Command::Out, "esc", "stop"),
        ],
        Focus::Article if app.reader.link().is_some() => &[
            (Command::OtherPane, "tab", "next link"),
            (Command::In, "enter", "open"),
            (Command::CopyLink, "y", "copy"),
        ],
        Focus::Article if app.reader.note_sign().is_some() => &[
            (Command::OtherPane, "tab", "next"),
            (Command::In, "enter", "to the note"),
        ],
        Focus::Article if app.reader.is_at_note() => &[
            (Command::In, "enter", "back to the text"),
            (Command::Out, "esc", "stay"),
        ],
        Focus::Article if app.reader.is_at_end() => &[
            (Command::PageOn, "space", "next unread"),
            (Command::OpenBrowser, "o", "browser"),
            (Command::ToggleBookmark, "s", "bookmark"),
        ],
        Focus::Article if narrow => &[
            (Command::PageOn, "space", "on"),
            (Command::Out, "h", "back"),
        ],
        Focus::Article => &[
            (Command::PageOn, "space", "on"),
            (Command::Out, "h", "back"),
            (Command::LinkHints, ";", "links"),
            (Command::FullText, "x", "full text"),
        ],
    };
    wanted
        .iter()
        .filter(|(command, ..)| *command != Command::LinkHints || has_links(app))
        .filter_map(|(command, key, word)| hint(app, *command, key, word))
        .chain(only_help(app))
        .collect()
}

/// What `v` comes to while a passage is being selected.
fn other_way(app: &App) -> &'static str {
    match app.reader.selection().map(Selection::by) {
        Some(By::Line) => "by words",
        _ => "by lines",
    }
}

fn has_links(app: &App) -> bool {
    !app.reader.document().links.is_empty()
}

/// The key to show for a command: the usual one if it is bound, else the first that is; none when nothing is.
fn hint(
    app: &App,
    command: Command,
    usual: &str,
    word: &'static str,
) -> Option<(String, &'static str)> {
    let context = app.context();
    let keys = parse_keys(usual).unwrap_or_default();
    if app.stage.keymap.lookup(context, &keys) == Lookup::Command(command) {
        return Some((usual.to_string(), word));
    }
    let bound = app.stage.keymap.key(context, command);
    bound.map(|key| (key, word))
}

/// The key of help alone.
pub fn only_help(app: &App) -> Vec<(String, &'static str)> {
    hint(app, Command::Help, "?", "help").into_iter().collect()
}
