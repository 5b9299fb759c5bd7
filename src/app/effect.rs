//! Everything the screen wants done, as data. Each that answers carries the ticket its answer will carry.

use crate::app::{Save, Size};
use crate::article::Format;
use crate::config::RuleEdit;
use crate::model::{
    ActId, Anchor, Change, Direction, Effort, EntryId, FeedId, Order, PastWish, RefreshWish, Scope,
    Show, SortKey, Subscription, TextAsk, TextPlace, Ticket, Timestamp,
};

/// Something to be done outside the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Fetch something from the store. A second load of the same kind makes an unfinished first one stale.
    Load(Ticket, Load),
    /// Keep what the user did; answers `Done::Acted` after the commit.
    Change(Ticket, Change),
    /// Take the last act back; answers `Done::Acted`.
    Undo(Ticket),
    /// Take back only this act, if no later one rests on it; answers `Done::Acted`.
    TakeBack(Ticket, ActId),
    /// Do the last undone act again; answers `Done::Acted`.
    Redo(Ticket),
    /// Keep where the reader left an article, and how far it was read. Not an act.
    Place {
        /// The entry.
        entry: EntryId,
        /// What stood at the top of the screen.
        place: TextPlace,
        /// How far it was read.
        percent: u8,
    },
    /// Work in the background.
    Start(Ticket, Job),
    /// Stop that work.
    Cancel(Ticket),
    /// Hand something to another program.
    Launch(Ticket, Launch),
    /// Keep a piece of the screen's own state over restarts: (key, value), such as folded folders.
    Remember(&'static str, String),
    /// These pictures are wanted now, the first ones first, and no others; answers nothing, since the screen knows sizes only.
    Pictures(Vec<PictureWish>),
    /// Send a `Tick` at this time (the earliest one asked for counts).
    WakeAt(Timestamp),
    /// Clear the terminal and paint everything anew.
    Repaint,
    /// Ctrl-z.
    Suspend,
    /// Leave.
    Quit,
}

/// Questions to the store.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// The feeds pane.
    Feeds,
    /// A piece of a list. With `Show::Unread`, entries read at or after `keep_since` stay listed.
    Entries {
        /// The list.
        scope: Scope,
        /// Whether read ones are in it.
        show: Show,
        /// When the list was entered.
        keep_since: Timestamp,
        /// From where.
        anchor: Anchor,
        /// At most so many rows.
        count: u32,
        /// In which order.
        order: Order,
    },
    /// An article.
    Article(EntryId),
    /// The nearest unread entry of a scope in one direction from a place; `None`: from the list's end.
    NextUnread {
        /// The list.
        scope: Scope,
        /// The place; it is not itself the answer.
        from: Option<SortKey>,
        /// Down or up the list.
        direction: Direction,
        /// How the list stands.
        order: Order,
    },
    /// The rows of a list from one to another, both included, whichever stands first. Answers `Done::Between`.
    Between {
        /// The list.
        scope: Scope,
        /// What of it is listed.
        show: Show,
        /// When the list was entered.
        keep_since: Timestamp,
        /// How the list stands.
        order: Order,
        /// The one.
        from: SortKey,
        /// The other.
        to: SortKey,
    },
    /// What is unread in smart feeds and tags. Answers `Done::Counts`.
    Counts,
    /// The acts, newest first, at most so many.
    History(u32),
    /// How all feeds fare.
    Health,
    /// What a rule with this query would have found in the last 30 days. Answers `Done::RulePreview`.
    RulePreview(String),
    /// The searches beside one that found nothing, by its query.
    Nearest(String),
    /// The reader's tags in use. Answers `Done::Tags`.
    Tags,
    /// What is attached to an entry. Answers `Done::Enclosures`.
    Enclosures(EntryId),
    /// What the reader wrote to an entry. Answers `Done::Note`.
    Note(EntryId),
    /// The HTML that an entry is shown from. Answers `Done::Output`.
    Source(EntryId),
    /// Files of other readers in their usual places.
    Importable,
    /// Where the feed with this address begins in `feeds.toml`, and what its last check came to.
    Standing(FeedId, String),
}

/// Work in the background.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Ask feeds for what is new.
    Refresh(RefreshWish),
    /// Load older pages of a feed. Answers `Done::PastLoaded`.
    Past(PastWish),
    /// Do what is asked about an entry's full text. Answers `Done::FullText`.
    FullText(EntryId, TextAsk),
    /// Fetch the pages that feeds want, in the background. Answers `Done::PagesFetched`.
    FullTexts,
    /// Fetch the texts of pages that were saved for later. Answers `Done::LaterFetched`.
    LaterTexts,
    /// Write a note in `$EDITOR`; the screen is suspended meanwhile. Answers `Done::Acted`.
    NoteInEditor(EntryId),
    /// Find the feeds behind an address; subscribes to nothing.
    Discover(String),
    /// Look for a feed's new address on its site. Answers `Done::Sought`.
    Seek(FeedId),
    /// Subscribe; what `Discover` fetched is kept as the first fetch. Answers `Done::Acted`, then `Refresh` of the feeds is up to the app.
    Subscribe(Vec<Subscription>),
    /// Change the rules of `config.toml`. Answers `Done::Acted`.
    EditRule(RuleEdit),
    /// Say yes to the programs and files that a feed rests on. Answers `Done::Allowed`.
    Allow(FeedId),
    /// Import a file: OPML or a list of URLs. Answers `Done::Imported`.
    Import(String),
    /// Export the subscriptions as OPML to this path. Answers `Done::Exported`, or `Done::Exists` and writes nothing when a file is there already.
    Export(String),
    /// Export all bookmarks to this path, in the format that its name asks for. Answers `Done::Launched`.
    ExportBookmarks(String),
    /// The same as `Export`, over the file that is there. Answers `Done::Exported`.
    ExportOver(String),
    /// Save entries to a file. Answers `Done::Saved`, or `Done::Occupied` and writes nothing when a file is there that nobody said anything about.
    Save(Save),
    /// Forget all acts. Answers `Done::Forgotten`.
    ForgetHistory,
    /// Give entries to a command of the reader's own. Answers `Done::Output`.
    Pipe {
        /// Which.
        entries: Vec<EntryId>,
        /// What it reads.
        format: Format,
        /// For a shell; as the reader typed it.
        command: String,
    },
    /// Hand an entry on to a target of `[share]`. Answers `Done::Launched`.
    Share {
        /// Which.
        entry: EntryId,
        /// The target's name.
        name: String,
    },
    /// Open a copy of entries in a program that takes the terminal; the screen is suspended meanwhile. Answers nothing but what fails.
    Lend {
        /// Which.
        entries: Vec<EntryId>,
        /// In which program.
        to: Borrower,
    },
}

/// A program that takes the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Borrower {
    /// `$PAGER`, for plain text.
    Pager,
    /// `$EDITOR`, for Markdown.
    Editor,
}

/// A picture that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureWish {
    /// Its address.
    pub src: String,
    /// The feed that names it.
    pub feed: String,
    /// The cells that it is to fit in.
    pub cells: Size,
    /// How much is done to get it.
    pub effort: Effort,
}

/// Other programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Launch {
    /// Open an address in the browser: http, https and mailto only.
    Browser(String),
    /// Play the sound or film at an address: http and https only.
    Player(String),
    /// Put a text on the clipboard (OSC 52, or the configured command).
    Copy(String),
    /// Open a file of the config folder in `$EDITOR`, at this line; the screen is suspended meanwhile.
    Edit {
        /// Its name in the config folder.
        file: &'static str,
        /// From 1.
        line: Option<u32>,
    },
}
