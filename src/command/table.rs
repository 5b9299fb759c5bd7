//! THE table of commands: name, contexts, group, argument, one line of help. Help, palette, README and man page are printed from it.
//!
//! A command without a row does not exist; a test sees that every variant has exactly one.

/// Everything a user can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "TABLE holds the help line of each")]
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
    MarkAboveRead,
    MarkOlderRead,
    ToggleBookmark,
    Undo,
    Redo,
    OpenBrowser,
    OpenBrowserAndNext,
    CopyLink,
    CopyTitleAndLink,
    LinkHints,
    Wider,
    Narrower,
    DefaultMeasure,
    ScrollLeft,
    ScrollRight,
    ToggleShow,
    Find,
    Search,
    Filter,
    NextMatch,
    PreviousMatch,
    RefreshThis,
    RefreshAll,
    CancelRefresh,
    AddFeed,
    Catalogue,
    EditFeed,
    Unsubscribe,
    RenameFeed,
    MoveFeed,
    Import,
    Zen,
    NextLayout,
    Palette,
    GoToday,
    GoUnread,
    GoBookmarks,
    GoContinue,
    GoEverything,
    Links,
    History,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

const EVERYWHERE: &[Context] = &[Context::Everywhere];

/// Every command, in the order of the help screen.
pub const TABLE: &[Row] = &[Row {
    command: Command::Down,
    name: "down",
    contexts: EVERYWHERE,
    group: Group::Move,
    argument: Argument::None,
    help: "down",
}];
