//! THE table of commands: name, contexts, group, argument, one line of help. Help, palette, README and man page are printed from it.
//!
//! A command without a row does not exist; a test sees that every variant has exactly one.

use crate::command::{Argument, Command, Context, Group, Row};

const EVERYWHERE: &[Context] = &[Context::Everywhere, Context::Prompt];
const PANES: &[Context] = &[Context::Everywhere];
const LISTS: &[Context] = &[Context::Feeds, Context::Entries];
const ENTRIES: &[Context] = &[Context::Entries];
const READING: &[Context] = &[Context::Entries, Context::Article];
const ARTICLE: &[Context] = &[Context::Article];

#[rustfmt::skip]
const DOWN: Row = Row { command: Command::Down, name: "down", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "down" };

/// Every command, in the order of the help screen.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    DOWN,
    Row { command: Command::Up, name: "up", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "up" },
    Row { command: Command::In, name: "in", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "in, open" },
    Row { command: Command::Out, name: "out", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "out, back" },
    Row { command: Command::First, name: "first", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "first" },
    Row { command: Command::Last, name: "last", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "last" },
    Row { command: Command::HalfPageDown, name: "half-page-down", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "half a page down" },
    Row { command: Command::HalfPageUp, name: "half-page-up", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "half a page up" },
    Row { command: Command::PageDown, name: "page-down", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "a page down" },
    Row { command: Command::PageUp, name: "page-up", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "a page up" },
    Row { command: Command::NextUnread, name: "next-unread", contexts: PANES, group: Group::Move, argument: Argument::None, help: "next unread, across feeds" },
    Row { command: Command::PreviousUnread, name: "previous-unread", contexts: PANES, group: Group::Move, argument: Argument::None, help: "previous unread, across feeds" },
    Row { command: Command::NextFeed, name: "next-feed", contexts: PANES, group: Group::Move, argument: Argument::None, help: "next feed" },
    Row { command: Command::PreviousFeed, name: "previous-feed", contexts: PANES, group: Group::Move, argument: Argument::None, help: "previous feed" },
    Row { command: Command::OtherPane, name: "other-pane", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "the other pane" },
    Row { command: Command::OtherPaneBack, name: "other-pane-back", contexts: EVERYWHERE, group: Group::Move, argument: Argument::None, help: "back a pane" },
    Row { command: Command::ToggleRead, name: "toggle-read", contexts: PANES, group: Group::Entries, argument: Argument::None, help: "read or unread" },
    Row { command: Command::MarkAllRead, name: "mark-all-read", contexts: LISTS, group: Group::Entries, argument: Argument::None, help: "all of this list read" },
    Row { command: Command::MarkRead, name: "mark-read", contexts: PANES, group: Group::Entries, argument: Argument::Query, help: "the selected, or all that a query finds, is read" },
    Row { command: Command::MarkUnread, name: "mark-unread", contexts: PANES, group: Group::Entries, argument: Argument::Query, help: "the selected, or all that a query finds, is unread" },
    Row { command: Command::MarkAboveRead, name: "mark-above-read", contexts: ENTRIES, group: Group::Entries, argument: Argument::None, help: "this one and all above are read" },
    Row { command: Command::MarkBelowRead, name: "mark-below-read", contexts: ENTRIES, group: Group::Entries, argument: Argument::None, help: "this one and all below are read" },
    Row { command: Command::MarkOlderRead, name: "mark-older-read", contexts: LISTS, group: Group::Entries, argument: Argument::Age, help: "all older than, say, 2w are read" },
    Row { command: Command::MarkEverythingRead, name: "mark-everything-read", contexts: PANES, group: Group::Entries, argument: Argument::None, help: "everything in all feeds is read" },
    Row { command: Command::ToggleBookmark, name: "bookmark", contexts: READING, group: Group::Entries, argument: Argument::None, help: "keep a copy of your own" },
    Row { command: Command::Free, name: "free", contexts: READING, group: Group::Entries, argument: Argument::None, help: "list again what a rule hid" },
    Row { command: Command::Tags, name: "tags", contexts: PANES, group: Group::Entries, argument: Argument::Text, help: "tags" },
    Row { command: Command::RenameTag, name: "rename-tag", contexts: PANES, group: Group::Entries, argument: Argument::TwoTags, help: "rename a tag everywhere, or merge two" },
    Row { command: Command::OpenBrowser, name: "open-browser", contexts: PANES, group: Group::Entries, argument: Argument::None, help: "open in the browser" },
    Row { command: Command::OpenBrowserAndNext, name: "open-browser-and-next", contexts: READING, group: Group::Entries, argument: Argument::None, help: "open in browser, go on" },
    Row { command: Command::CopyLink, name: "copy-link", contexts: PANES, group: Group::Entries, argument: Argument::None, help: "copy the link" },
    Row { command: Command::CopyTitleAndLink, name: "copy-title-and-link", contexts: PANES, group: Group::Entries, argument: Argument::None, help: "copy title and link" },
    Row { command: Command::Save, name: "save", contexts: READING, group: Group::Entries, argument: Argument::Path, help: "save as a file" },
    Row { command: Command::Pipe, name: "pipe", contexts: READING, group: Group::Entries, argument: Argument::Text, help: "pipe to a command" },
    Row { command: Command::Play, name: "play", contexts: READING, group: Group::Entries, argument: Argument::None, help: "play what is attached" },
    Row { command: Command::Share, name: "share", contexts: READING, group: Group::Entries, argument: Argument::Text, help: "share or mail" },
    Row { command: Command::Mail, name: "mail", contexts: READING, group: Group::Entries, argument: Argument::None, help: "write a letter with the link" },
    Row { command: Command::OpenInPager, name: "open-in-pager", contexts: READING, group: Group::Entries, argument: Argument::None, help: "read in $PAGER" },
    Row { command: Command::OpenInEditor, name: "open-in-editor", contexts: READING, group: Group::Entries, argument: Argument::None, help: "open a copy in $EDITOR" },
    Row { command: Command::Source, name: "source", contexts: READING, group: Group::Entries, argument: Argument::None, help: "the HTML of the article" },
    Row { command: Command::ToggleShow, name: "toggle-show", contexts: LISTS, group: Group::Entries, argument: Argument::None, help: "show all, unread, bookmarked" },
    Row { command: Command::Arrange, name: "arrange", contexts: LISTS, group: Group::Entries, argument: Argument::None, help: "sort and group" },
    Row { command: Command::SelectRows, name: "select-rows", contexts: LISTS, group: Group::Entries, argument: Argument::None, help: "select rows" },
    Row { command: Command::PageOn, name: "page-on", contexts: PANES, group: Group::Article, argument: Argument::None, help: "page, then next unread" },
    Row { command: Command::PageBack, name: "page-back", contexts: PANES, group: Group::Article, argument: Argument::None, help: "page back" },
    Row { command: Command::LinkHints, name: "link-hints", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "follow a link" },
    Row { command: Command::Links, name: "links", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "links of the article" },
    Row { command: Command::Outline, name: "outline", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "headings of the article" },
    Row { command: Command::SelectPassage, name: "select-passage", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "select a passage" },
    Row { command: Command::Pictures, name: "pictures", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "pictures, whole screen" },
    Row { command: Command::FullText, name: "full-text", contexts: READING, group: Group::Article, argument: Argument::None, help: "full text" },
    Row { command: Command::FullTextAnew, name: "full-text-anew", contexts: READING, group: Group::Article, argument: Argument::None, help: "fetch the full text anew" },
    Row { command: Command::Wider, name: "wider", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "wider" },
    Row { command: Command::Narrower, name: "narrower", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "narrower" },
    Row { command: Command::DefaultMeasure, name: "default-measure", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "default width" },
    Row { command: Command::ScrollLeft, name: "scroll-left", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "code and tables to the left" },
    Row { command: Command::ScrollRight, name: "scroll-right", contexts: ARTICLE, group: Group::Article, argument: Argument::None, help: "code and tables to the right" },
    Row { command: Command::Find, name: "find", contexts: ARTICLE, group: Group::Find, argument: Argument::Text, help: "find in the article" },
    Row { command: Command::NextMatch, name: "next-match", contexts: ARTICLE, group: Group::Find, argument: Argument::None, help: "next match" },
    Row { command: Command::PreviousMatch, name: "previous-match", contexts: ARTICLE, group: Group::Find, argument: Argument::None, help: "previous match" },
    Row { command: Command::Search, name: "search", contexts: LISTS, group: Group::Find, argument: Argument::Query, help: "search everything" },
    Row { command: Command::Filter, name: "filter", contexts: ENTRIES, group: Group::Find, argument: Argument::Query, help: "filter this list" },
    Row { command: Command::SmartFeeds, name: "smart-feeds", contexts: PANES, group: Group::Find, argument: Argument::SmartFeed, help: "smart feeds" },
    Row { command: Command::MakeSmartFeed, name: "make-smart-feed", contexts: PANES, group: Group::Find, argument: Argument::Text, help: "keep this search as a smart feed" },
    Row { command: Command::GoEverything, name: "go-everything", contexts: PANES, group: Group::Find, argument: Argument::None, help: "all entries" },
    Row { command: Command::GoToday, name: "go-today", contexts: PANES, group: Group::Find, argument: Argument::None, help: "today" },
    Row { command: Command::GoUnread, name: "go-unread", contexts: PANES, group: Group::Find, argument: Argument::None, help: "unread" },
    Row { command: Command::GoBookmarks, name: "go-bookmarks", contexts: PANES, group: Group::Find, argument: Argument::None, help: "bookmarks" },
    Row { command: Command::GoContinue, name: "go-continue", contexts: PANES, group: Group::Find, argument: Argument::None, help: "continue reading" },
    Row { command: Command::GoSaved, name: "go-saved", contexts: PANES, group: Group::Find, argument: Argument::None, help: "saved for later" },
    Row { command: Command::Palette, name: "palette", contexts: PANES, group: Group::Find, argument: Argument::None, help: "any command" },
    Row { command: Command::Rules, name: "rules", contexts: PANES, group: Group::Feeds, argument: Argument::None, help: "rules, to edit" },
    Row { command: Command::MakeRule, name: "make-rule", contexts: PANES, group: Group::Feeds, argument: Argument::Query, help: "make a rule of this search or entry" },
    Row { command: Command::RefreshThis, name: "refresh", contexts: PANES, group: Group::Feeds, argument: Argument::None, help: "refresh this feed or list" },
    Row { command: Command::RefreshAll, name: "refresh-all", contexts: PANES, group: Group::Feeds, argument: Argument::None, help: "refresh all that is due" },
    Row { command: Command::CancelRefresh, name: "cancel-refresh", contexts: PANES, group: Group::Feeds, argument: Argument::None, help: "stop the refresh" },
    Row { command: Command::LoadHistory, name: "load-history", contexts: PANES, group: Group::Feeds, argument: Argument::None, help: "load the feed's older pages" },
    Row { command: Command::AddFeed, name: "add-feed", contexts: PANES, group: Group::Feeds, argument: Argument::Address, help: "add a feed" },
    Row { command: Command::Catalogue, name: "catalogue", contexts: PANES, group: Group::Feeds, argument: Argument::None, help: "pick from the catalogue" },
    Row { command: Command::Import, name: "import", contexts: PANES, group: Group::Feeds, argument: Argument::Path, help: "import OPML, urls or bookmarks" },
    Row { command: Command::Export, name: "export", contexts: PANES, group: Group::Feeds, argument: Argument::Path, help: "write the feeds to an OPML file" },
    Row { command: Command::EditFeed, name: "edit-feed", contexts: LISTS, group: Group::Feeds, argument: Argument::None, help: "edit the feed" },
    Row { command: Command::Allow, name: "allow", contexts: LISTS, group: Group::Feeds, argument: Argument::None, help: "allow its program" },
    Row { command: Command::RenameFeed, name: "rename-feed", contexts: LISTS, group: Group::Feeds, argument: Argument::Text, help: "give the feed or folder a name of your own" },
    Row { command: Command::MoveFeed, name: "move-feed", contexts: LISTS, group: Group::Feeds, argument: Argument::Folder, help: "put the feed into a folder" },
    Row { command: Command::Unsubscribe, name: "unsubscribe", contexts: LISTS, group: Group::Feeds, argument: Argument::None, help: "unsubscribe from the feed" },
    Row { command: Command::FindAddress, name: "find-address", contexts: LISTS, group: Group::Feeds, argument: Argument::None, help: "look for its new address" },
    Row { command: Command::PauseFeed, name: "pause-feed", contexts: LISTS, group: Group::Feeds, argument: Argument::None, help: "ask the feed no more, or again" },
    Row { command: Command::Health, name: "health", contexts: PANES, group: Group::Feeds, argument: Argument::None, help: "health" },
    Row { command: Command::BookmarkNote, name: "bookmark-note", contexts: READING, group: Group::Keep, argument: Argument::Text, help: "write a note" },
    Row { command: Command::NoteInEditor, name: "bookmark-note-in-editor", contexts: READING, group: Group::Keep, argument: Argument::None, help: "write a note in $EDITOR" },
    Row { command: Command::ExportBookmarks, name: "export-bookmarks", contexts: PANES, group: Group::Keep, argument: Argument::Path, help: "Markdown, HTML, JSON, EPUB" },
    Row { command: Command::SaveLater, name: "save-later", contexts: PANES, group: Group::Keep, argument: Argument::Address, help: "save a page for later" },
    Row { command: Command::DropSaved, name: "drop-saved", contexts: READING, group: Group::Keep, argument: Argument::None, help: "drop what was saved for later" },
    Row { command: Command::Undo, name: "undo", contexts: PANES, group: Group::Keep, argument: Argument::None, help: "undo" },
    Row { command: Command::Redo, name: "redo", contexts: PANES, group: Group::Keep, argument: Argument::None, help: "redo" },
    Row { command: Command::History, name: "history", contexts: PANES, group: Group::Keep, argument: Argument::None, help: "history" },
    Row { command: Command::DeleteHistory, name: "delete-history", contexts: PANES, group: Group::Keep, argument: Argument::None, help: "forget what was done, and how to undo it" },
    Row { command: Command::Zen, name: "zen", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "nothing but the text" },
    Row { command: Command::NextLayout, name: "next-layout", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "next layout" },
    Row { command: Command::WidenPane, name: "widen-pane", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "more room for this pane" },
    Row { command: Command::NarrowPane, name: "narrow-pane", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "less room for this pane" },
    Row { command: Command::DefaultWidths, name: "default-widths", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "all panes as wide as shipped" },
    Row { command: Command::Theme, name: "theme", contexts: PANES, group: Group::Screen, argument: Argument::Theme, help: "another theme" },
    Row { command: Command::EditConfig, name: "edit-config", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "edit `config.toml`" },
    Row { command: Command::Messages, name: "messages", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "what was said lately" },
    Row { command: Command::Help, name: "help", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "help for this pane" },
    Row { command: Command::Repaint, name: "repaint", contexts: EVERYWHERE, group: Group::Screen, argument: Argument::None, help: "repaint" },
    Row { command: Command::Suspend, name: "suspend", contexts: EVERYWHERE, group: Group::Screen, argument: Argument::None, help: "suspend" },
    Row { command: Command::Quit, name: "quit", contexts: PANES, group: Group::Screen, argument: Argument::None, help: "out; at the outermost pane quit" },
    Row { command: Command::QuitAll, name: "quit-all", contexts: EVERYWHERE, group: Group::Screen, argument: Argument::None, help: "quit from anywhere" },
];

/// Commands that help shows in one line, as in `n N  next, previous unread`: the first, the second, and what is said of both.
pub const PAIRS: &[(Command, Command, &str)] = &[
    (Command::Down, Command::Up, "down, up"),
    (Command::First, Command::Last, "first, last"),
    (Command::HalfPageDown, Command::HalfPageUp, "half a page"),
    (Command::PageDown, Command::PageUp, "a page"),
    (
        Command::NextUnread,
        Command::PreviousUnread,
        "next, previous unread",
    ),
    (
        Command::NextFeed,
        Command::PreviousFeed,
        "next, previous feed",
    ),
    (
        Command::NextMatch,
        Command::PreviousMatch,
        "next, previous match",
    ),
    (Command::Wider, Command::Narrower, "wider, narrower"),
    (Command::ScrollLeft, Command::ScrollRight, "code sideways"),
    (
        Command::WidenPane,
        Command::NarrowPane,
        "more, less room for this pane",
    ),
    (Command::Undo, Command::Redo, "undo, redo"),
];

/// The row of a command. A test sees that every command has one, so this never fails; a command without a row gets the first.
#[must_use]
pub fn row(command: Command) -> &'static Row {
    TABLE
        .iter()
        .find(|row| row.command == command)
        .unwrap_or(&DOWN)
}

/// The command of this name. `mark-all-read` and `mark_all_read` are the same.
#[must_use]
pub fn named(name: &str) -> Option<Command> {
    let name = name.replace('_', "-");
    TABLE
        .iter()
        .find(|row| row.name == name)
        .map(|row| row.command)
}

#[cfg(test)]
mod tests;
