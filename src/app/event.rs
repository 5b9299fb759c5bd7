//! Everything that can wake the screen: a closed list. What is wanted in return are `Effect`s.

use serde::{Deserialize, Serialize};

use crate::app::{Mouse, Save};
use crate::article::{Document, Head};
use crate::command::Key;
use crate::config::Problem;
use crate::model::{
    Act, CheckRecord, Counts, Direction, Enclosure, Entry, EntryRow, FeedId, FeedList, FeedReport,
    FoundFeed, HealthBoard, NearSearch, NoText, PagesReport, PastReport, Progress, RefreshReport,
    RulePreview, TextOutcome, Ticket, Trouble, Window,
};

/// Something happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Something was done with the mouse.
    Mouse(Mouse),
    /// Text was pasted (bracketed paste), scrubbed of control characters.
    Paste(String),
    /// The terminal has this size now.
    Resize(Size),
    /// The terminal window got (true) or lost the focus.
    Focus(bool),
    /// Time passed: comes only while something on the screen moves (a refresh), or when a deadline that the app set is due.
    Tick,
    /// The program is in the foreground again, after ctrl-z or an editor: repaint all.
    Resumed,
    /// The system asks for something.
    Signal(Signal),
    /// Files of the config folder changed on disk, and were read anew: the problems found, and what holds now.
    FilesChanged(Vec<File>),
    /// Another process changed the store.
    StoreChanged,
    /// How far a job is.
    Progress(Ticket, Progress),
    /// One feed of a refresh is through: its row may be repainted at once.
    FeedDone(Ticket, FeedReport),
    /// The answer to an effect.
    Done(Ticket, Done),
}

/// A file of the config folder, as it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum File {
    /// `config.toml`, `keys.toml` and themes: what holds now. Parts that are wrong keep their shipped value.
    Config(Box<crate::config::Config>, Vec<Problem>),
    /// `feeds.toml` changed and the store follows it; problems if it could not be read whole.
    Feeds(Vec<Problem>),
    /// Rules for sites: the mistakes in them. They are read when a page is.
    Rules(Vec<Problem>),
}

/// A signal of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// SIGTERM, SIGHUP, SIGINT: leave at once, in order.
    Terminate,
}

/// Cells of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// `Load::Feeds`.
    Feeds(FeedList),
    /// `Load::Entries`.
    Entries(Window),
    /// `Load::Article`: may come twice under one ticket, first the head of a long article, then the whole.
    Article(Box<Entry>, Box<Head>, Box<Document>),
    /// `Load::NextUnread`: the entry, if there is one.
    Unread(Direction, Option<EntryRow>),
    /// `Job::Discover`: feeds behind an address. Exactly one: it can be subscribed to at once.
    Found {
        /// As it was asked for.
        address: String,
        /// Best first.
        feeds: Vec<FoundFeed>,
    },
    /// After a refresh: so many entries went, of so many feeds that keep no more.
    Outdated(u64, u64),
    /// `Load::Between`.
    Between(Vec<EntryRow>),
    /// `Effect::Change`, undo and redo, after the commit. `None`: there was nothing to undo.
    Acted(Option<Act>),
    /// `Load::Counts`.
    Counts(Counts),
    /// `Job::ForgetHistory`: so many acts.
    Forgotten(u64),
    /// `Load::History`: newest first.
    History(Vec<Act>),
    /// `Load::Health`.
    Health(Box<HealthBoard>),
    /// `Job::Seek`: the feeds that the site names, best first.
    Sought(Vec<FoundFeed>),
    /// `Load::Nearest`: those that find something, the closest first.
    Nearest(Vec<NearSearch>),
    /// `Job::Refresh`.
    Refreshed(RefreshReport),
    /// `Job::Past`.
    PastLoaded(PastReport),
    /// `Job::FullText`.
    FullText(TextOutcome),
    /// `Job::FullTexts`.
    PagesFetched(PagesReport),
    /// `Job::LaterTexts`: what came, and why the last that has none has none.
    LaterFetched(PagesReport, Option<NoText>),
    /// `Load::Note`.
    Note(Option<String>),
    /// `Job::Allow`: it may be asked now.
    Allowed(FeedId),
    /// `Job::Import`: how many feeds came, how many were there already, and what could not be taken.
    Imported {
        /// What was kept; `None`: nothing was new.
        act: Option<Act>,
        /// Feeds that were there already.
        known: u32,
        /// What could not be taken, in words.
        problems: Vec<String>,
        /// What is to be known of what was taken, in words.
        remarks: Vec<String>,
    },
    /// `Job::Export`: the path as written, and how many feeds stand in it.
    Exported {
        /// As written.
        path: String,
        /// How many.
        feeds: u32,
        /// What is not in it, in words.
        left_out: Vec<String>,
    },
    /// `Load::RulePreview`.
    RulePreview(Box<RulePreview>),
    /// `Load::Tags`: each with the number of its entries, the most used first.
    Tags(Vec<(String, u64)>),
    /// `Load::Enclosures`: in the order of the feed.
    Enclosures(Vec<Enclosure>),
    /// `Job::Save`: where, as typed.
    Saved(String),
    /// `Job::Save` found a file at its place, last changed then (in words), and left it alone.
    Occupied(Save, String),
    /// `Job::Pipe` and `Load::Source`: a text to be looked at, scrubbed.
    Output {
        /// What it is.
        title: String,
        /// The text.
        text: String,
    },
    /// `Job::Export` found a file at this path and left it alone.
    Exists(String),
    /// `Load::Importable`: files of other readers that could be imported: path as shown, full path, number of feeds.
    Importable(Vec<(String, String, u32)>),
    /// `Load::Standing`: the line, from 1, the check, and bytes in the store; `None` where that is not known.
    Standing(Option<u32>, Option<CheckRecord>, Option<u64>),
    /// `Effect::Launch` worked: what to say, if anything.
    Launched(Option<String>),
    /// It could not be done.
    Failed(Trouble),
}
