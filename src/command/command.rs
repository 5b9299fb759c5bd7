//! The words that the table of commands is written in: what can be asked for, where, and with what argument.
//!
//! Says nothing about keys and does nothing. Invariant: a `Command` has no payload; what was typed after its name stands in `Invocation`.

use serde::{Deserialize, Serialize};

/// Everything a user can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "`TABLE` holds the help line of each")]
pub enum Command {
    Down,
    Up,
    In,
    Out,
    OtherPane,
    OtherPaneBack,
    First,
    Last,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    PageOn,
    PageBack,
    NextUnread,
    PreviousUnread,
    NextFeed,
    PreviousFeed,
    ToggleRead,
    MarkRead,
    MarkUnread,
    MarkAllRead,
    MarkEverythingRead,
    MarkAboveRead,
    MarkBelowRead,
    MarkOlderRead,
    ToggleBookmark,
    Free,
    BookmarkNote,
    NoteInEditor,
    SaveLater,
    DropSaved,
    Tags,
    RenameTag,
    Undo,
    Redo,
    OpenBrowser,
    OpenBrowserAndNext,
    CopyLink,
    CopyTitleAndLink,
    Save,
    Pipe,
    Play,
    Share,
    Mail,
    OpenInPager,
    OpenInEditor,
    Source,
    LinkHints,
    Outline,
    SelectPassage,
    Pictures,
    FullText,
    FullTextAnew,
    Rules,
    MakeRule,
    Wider,
    Narrower,
    DefaultMeasure,
    ScrollLeft,
    ScrollRight,
    ToggleShow,
    Arrange,
    SelectRows,
    Find,
    Search,
    Filter,
    SmartFeeds,
    MakeSmartFeed,
    NextMatch,
    PreviousMatch,
    RefreshThis,
    RefreshAll,
    Health,
    CancelRefresh,
    LoadHistory,
    AddFeed,
    Catalogue,
    EditFeed,
    Allow,
    Unsubscribe,
    PauseFeed,
    FindAddress,
    RenameFeed,
    MoveFeed,
    Import,
    Export,
    ExportBookmarks,
    Zen,
    NextLayout,
    WidenPane,
    NarrowPane,
    DefaultWidths,
    Palette,
    GoToday,
    GoUnread,
    GoBookmarks,
    GoContinue,
    GoSaved,
    GoEverything,
    Links,
    History,
    DeleteHistory,
    EditConfig,
    Messages,
    Theme,
    Help,
    Quit,
    QuitAll,
    Repaint,
    Suspend,
}

/// Where a key is pressed. `Everywhere` holds in the three panes, not in a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the pane's own names")]
pub enum Context {
    Everywhere,
    Feeds,
    Entries,
    Article,
    Prompt,
}

/// Under which heading help lists a command, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the headings of the help screen")]
pub enum Group {
    Move,
    Entries,
    Article,
    Find,
    Feeds,
    Keep,
    Screen,
}

/// What a command takes after its name when it is typed in the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the kinds of words")]
pub enum Argument {
    None,
    Text,
    Address,
    Folder,
    Age,
    Path,
    Theme,
    Query,
    SmartFeed,
    TwoTags,
}

/// One command's row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// As it is typed in the palette and written in `keys.toml`: `mark-all-read`.
    pub name: &'static str,
    /// Where it has a meaning.
    pub contexts: &'static [Context],
    /// Heading in help.
    pub group: Group,
    /// What it takes.
    pub argument: Argument,
    /// One line of help, lower case, no full stop.
    pub help: &'static str,
}

/// A command as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// The command.
    pub command: Command,
    /// What was typed after its name.
    pub argument: Option<String>,
    /// How many times, as in `5j`; 1 when none was typed.
    pub count: u32,
    /// Whether a count was typed at all.
    pub counted: bool,
}

impl Invocation {
    /// Once, without an argument.
    #[must_use]
    pub const fn once(command: Command) -> Invocation {
        Invocation {
            command,
            argument: None,
            count: 1,
            counted: false,
        }
    }
}

impl Row {
    /// Whether the command has a meaning where keys of `context` are heard.
    #[must_use]
    pub fn holds_in(&self, context: Context) -> bool {
        self.contexts.contains(&context)
            || (context != Context::Prompt && self.contexts.contains(&Context::Everywhere))
    }
}

impl Context {
    /// All, in the order of the sections of `keys.toml`.
    pub const ALL: [Context; 5] = [
        Context::Everywhere,
        Context::Feeds,
        Context::Entries,
        Context::Article,
        Context::Prompt,
    ];

    /// The name of its section in `keys.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Context::Everywhere => "everywhere",
            Context::Feeds => "feeds",
            Context::Entries => "entries",
            Context::Article => "article",
            Context::Prompt => "prompt",
        }
    }
}

impl Group {
    /// All, in the order of the help screen.
    pub const ALL: [Group; 7] = [
        Group::Move,
        Group::Entries,
        Group::Article,
        Group::Find,
        Group::Feeds,
        Group::Keep,
        Group::Screen,
    ];

    /// The heading on the help screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Group::Move => "Move",
            Group::Entries => "Entries",
            Group::Article => "Article",
            Group::Find => "Find",
            Group::Feeds => "Feeds",
            Group::Keep => "Keep and undo",
            Group::Screen => "Screen",
        }
    }
}

impl Argument {
    /// How the argument stands after the name in the palette: `<age>`; empty for none.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Argument::None => "",
            Argument::Text => "<text>",
            Argument::Address => "<address>",
            Argument::Folder => "<folder>",
            Argument::Age => "<age>",
            Argument::Path => "<file>",
            Argument::Theme => "<theme>",
            Argument::Query => "<query>",
            Argument::SmartFeed => "<name>",
            Argument::TwoTags => "<old> <new>",
        }
    }
}
