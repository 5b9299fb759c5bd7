//! The command line as a type: subcommands, options, their help. Nothing is done here.
//!
//! Options that hold for every command are accepted before and after it.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// A news reader for the terminal. Without a command it opens the reader.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "byline",
    version,
    max_term_width = 100,
    after_help = "Data goes to stdout, the rest to stderr. Exit status: 0 done, 1 something failed, 2 wrong usage.\n\
                  In the reader, `?` shows the keys."
)]
pub struct Args {
    /// What holds for every command.
    #[command(flatten)]
    pub globals: Globals,
    /// What the reader alone takes.
    #[command(flatten)]
    pub reader: ReaderArgs,
    /// What to do; none: open the reader.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

impl Args {
    /// The process's own command line. Wrong usage ends the process with 2, `--help` with 0.
    #[must_use]
    pub fn given() -> Args {
        Args::parse()
    }
}

/// Options that every command accepts.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct Globals {
    /// Folder of config.toml, keys.toml, feeds.toml and themes; else BYLINE_CONFIG_DIR, else the system's
    #[arg(long, global = true, value_name = "DIR")]
    pub config_dir: Option<PathBuf>,
    /// Folder of the database; else BYLINE_DATA_DIR, else the system's
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Print JSON: one object, or one per line where a list can be long
    #[arg(long, global = true)]
    pub json: bool,
    /// When to use colours: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub color: ColorWish,
    /// Theme: auto, ink, paper, sixteen, plain, or one of your own
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// Write a log to the state folder: error, warn, info, debug or trace
    #[arg(long, global = true, value_name = "LEVEL", hide_possible_values = true)]
    pub log: Option<LogLevel>,
    /// Fetch nothing
    #[arg(long, global = true)]
    pub offline: bool,
}

/// Options of the reader.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct ReaderArgs {
    /// Show a line with the last event and the times of update and paint
    #[arg(long)]
    pub debug: bool,
    /// Write keys and answers to a new file, to be sent with a bug report; the text of articles is made illegible
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Leave the text of articles legible in the recording
    #[arg(long, requires = "record")]
    pub with_articles: bool,
    /// Fail on purpose at this key, so that a test can see the terminal restored
    #[arg(long, hide = true, value_name = "KEY")]
    pub panic_at: Option<char>,
    /// Let a piece of work fail on purpose at this key, so that a test can see the screen left alone
    #[arg(long, hide = true, value_name = "KEY")]
    pub panic_in_work_at: Option<char>,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWish {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How much the log tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "each name is the level")]
pub enum LogLevel {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl LogLevel {
    /// As loggers spell it.
    pub fn name(self) -> &'static str {
        match self {
            LogLevel::Error => "error",
            LogLevel::Warn => "warn",
            LogLevel::Info => "info",
            LogLevel::Debug => "debug",
            LogLevel::Trace => "trace",
        }
    }
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Subscribe to feeds: the address of a feed, or of a page that names one
    Add(AddArgs),
    /// Unsubscribe from a feed; `byline undo` takes it back
    Remove {
        /// Its address, title, or an unambiguous part of either
        feed: String,
    },
    /// List the feeds with counts and health
    Feeds(FeedsArgs),
    /// Say yes to programs and files that make feeds; without a feed: show which wait for it
    Allow(AllowArgs),
    /// Replay a fetch of a feed and explain every step; without a feed, look over files and store
    Doctor(DoctorArgs),
    /// Ask the feeds that are due for what is new
    Refresh(RefreshArgs),
    /// List entries, newest first
    List(ListArgs),
    /// Print an article
    Show(ShowArgs),
    /// Mark entries: read, unread, bookmarked, unbookmarked, tag:T, untag:T
    Mark(MarkArgs),
    /// Take the last act back, or only the one that is named
    Undo(UndoArgs),
    /// Do the last undone act again
    Redo,
    /// Open an entry in the browser
    Open {
        /// The entry, as `list` names it
        id: String,
    },
    /// Save a page of the web for later, with its full text
    Save(SaveArgs),
    /// Write a note to an entry, which makes it a bookmark
    Note(NoteArgs),
    /// Import feeds or bookmarks of other programs, or a backup
    Import(ImportArgs),
    /// Export subscriptions, bookmarks or entries
    Export(ExportArgs),
    /// Turn a feed's document into JSON; touches no files and no network
    Parse(ParseArgs),
    /// Set HTML as the article pane does; touches no files and no network
    Render(RenderArgs),
    /// Take the article out of a web page; touches no files and no network
    Extract(ExtractArgs),
    /// The configuration: where it is, whether it is right, what holds
    Config {
        /// What to tell
        what: ConfigWhat,
    },
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// `byline add`.
#[derive(Clone, Debug, ClapArgs)]
pub struct AddArgs {
    /// Addresses of feeds, or of pages that name one; a file, or `exec:COMMAND` for a program that prints a feed
    #[arg(required = true, value_name = "URL")]
    pub addresses: Vec<String>,
    /// Put them into this folder, as in `Linux/Kernel`
    #[arg(long, value_name = "F")]
    pub folder: Option<String>,
    /// Your own title, for one feed
    #[arg(long, value_name = "T")]
    pub title: Option<String>,
    /// Pipe what the server sends through this command, and read what it prints
    #[arg(long, value_name = "COMMAND")]
    pub filter: Option<String>,
}

/// `byline allow`.
#[derive(Clone, Debug, ClapArgs)]
pub struct AllowArgs {
    /// The feeds: address, title, or an unambiguous part of either
    #[arg(value_name = "FEED")]
    pub feeds: Vec<String>,
    /// All that wait
    #[arg(long, conflicts_with_all = ["feeds", "revoke"])]
    pub all: bool,
    /// Take the yes back
    #[arg(long, requires = "feeds")]
    pub revoke: bool,
}

/// `byline doctor`.
#[derive(Clone, Debug, ClapArgs)]
pub struct DoctorArgs {
    /// Its address, title, or an unambiguous part of either; none: files and store
    pub feed: Option<String>,
    /// Ask once even where a server asked to be left alone, or ended the feed
    #[arg(long, requires = "feed")]
    pub force: bool,
    /// Make the index that searches use anew; needed only if it is damaged
    #[arg(long, conflicts_with = "feed")]
    pub reindex: bool,
    /// Let go what feeds keep no longer, and write the database anew without holes
    #[arg(long, conflicts_with = "feed")]
    pub compact: bool,
    /// Save what can be read of a damaged database; the file is kept. Close every byline first
    #[arg(long, conflicts_with = "feed")]
    pub salvage: bool,
}

/// `byline refresh`.
#[derive(Clone, Debug, ClapArgs)]
pub struct RefreshArgs {
    /// Only these: address, title, or an unambiguous part of either
    #[arg(value_name = "FEED")]
    pub feeds: Vec<String>,
    /// Whatever their age; still conditional, and never against a server's wish to wait
    #[arg(long)]
    pub force: bool,
    /// Then their older entries, at most N pages of them (50 unless said), as far as the feed names any; again goes on. What is older than 30 days arrives read
    #[arg(
        long,
        value_name = "N",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "50",
        value_parser = clap::value_parser!(u32).range(1..=100_000),
        requires = "feeds"
    )]
    pub history: Option<u32>,
}

/// `byline list`.
#[derive(Clone, Debug, ClapArgs)]
pub struct ListArgs {
    /// What to list, as in `unread feed:lwn since:2w`; one that begins with `-` follows `--`
    pub query: Vec<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
}

/// `byline show`.
#[derive(Clone, Debug, ClapArgs)]
pub struct ShowArgs {
    /// The entry, as `list` names it
    pub id: String,
    /// Cells of a line
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(10..=1000))]
    pub width: Option<u16>,
    /// Its full text; fetched from its page and kept if it is not there yet
    #[arg(long)]
    pub full: bool,
    /// The format: text, markdown, html or json
    #[arg(
        long,
        value_name = "F",
        default_value = "text",
        hide_possible_values = true
    )]
    pub format: ShowFormat,
}

/// Formats of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// Plain text.
    #[default]
    Text,
    /// Markdown.
    Markdown,
    /// Clean HTML.
    Html,
    /// Everything about the entry.
    Json,
}

/// `byline feeds`.
#[derive(Clone, Debug, ClapArgs)]
pub struct FeedsArgs {
    /// Also how many bytes the texts of each take in the store, as they are packed; looks at every entry
    #[arg(long)]
    pub sizes: bool,
}

/// `byline undo`.
#[derive(Clone, Debug, ClapArgs)]
pub struct UndoArgs {
    /// Only this act, as `--list` names it; refused if a later one rests on it
    #[arg(value_name = "ACT", conflicts_with = "list")]
    pub act: Option<i64>,
    /// List what was done, newest first, and take nothing back
    #[arg(long)]
    pub list: bool,
    /// At most so many
    #[arg(long, value_name = "N", requires = "list", default_value_t = 50)]
    pub limit: u32,
}

/// `byline mark`.
#[derive(Clone, Debug, ClapArgs)]
pub struct MarkArgs {
    /// read, unread, bookmarked, unbookmarked, tag:T or untag:T
    #[arg(value_parser = mark_value)]
    pub mark: Mark,
    /// The entries, as `list` names them
    #[arg(
        value_name = "ID",
        required_unless_present = "query",
        conflicts_with = "query"
    )]
    pub ids: Vec<String>,
    /// All entries that a query finds
    #[arg(long, value_name = "Q", allow_hyphen_values = true)]
    pub query: Option<String>,
}

/// What `mark` does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `read`.
    Read,
    /// `unread`.
    Unread,
    /// `bookmarked`.
    Bookmarked,
    /// `unbookmarked`.
    Unbookmarked,
    /// `tag:T`.
    Tag(String),
    /// `untag:T`.
    Untag(String),
}

fn mark_value(text: &str) -> Result<Mark, String> {
    match text {
        "read" => Ok(Mark::Read),
        "unread" => Ok(Mark::Unread),
        "bookmarked" => Ok(Mark::Bookmarked),
        "unbookmarked" => Ok(Mark::Unbookmarked),
        _ => match text.split_once(':') {
            Some(("tag", tag)) if is_tag(tag) => Ok(Mark::Tag(tag.to_string())),
            Some(("untag", tag)) if is_tag(tag) => Ok(Mark::Untag(tag.to_string())),
            _ => Err("one of read, unread, bookmarked, unbookmarked, tag:T, untag:T".to_string()),
        },
    }
}

fn is_tag(tag: &str) -> bool {
    !tag.trim().is_empty() && !tag.contains([',', '"', '\n'])
}

/// `byline save`.
#[derive(Clone, Debug, ClapArgs)]
pub struct SaveArgs {
    /// Its address
    pub url: String,
    /// Tags that it gets; several times, or parted by commas
    #[arg(long, value_name = "T", value_delimiter = ',', value_parser = tag_value)]
    pub tag: Vec<String>,
    /// The page itself, in this file: nothing is fetched; `-` is stdin
    #[arg(long, value_name = "FILE")]
    pub html: Option<String>,
    /// Drop it from what is saved for later
    #[arg(long, conflicts_with_all = ["tag", "html"])]
    pub drop: bool,
}

fn tag_value(text: &str) -> Result<String, String> {
    let tag = text.trim().trim_start_matches('#');
    if is_tag(tag) {
        Ok(tag.to_string())
    } else {
        Err("a tag is a word or several, without commas and quotes".to_string())
    }
}

/// `byline note`.
#[derive(Clone, Debug, ClapArgs)]
pub struct NoteArgs {
    /// The entry, as `list` names it
    pub id: String,
    /// The note, in place of a former one; `-` is stdin, nothing is in $EDITOR
    pub text: Vec<String>,
    /// Take the note away
    #[arg(long, conflicts_with = "text")]
    pub clear: bool,
}

/// `byline import`.
#[derive(Clone, Debug, ClapArgs)]
pub struct ImportArgs {
    /// The file; `-` is stdin
    pub file: String,
    /// Of a backup: take it over where there is a store already; what is there is kept beside it
    #[arg(long)]
    pub replace: bool,
}

/// `byline export`.
#[derive(Clone, Debug, ClapArgs)]
pub struct ExportArgs {
    /// What to export
    pub what: ExportWhat,
    /// Write it into this file, as `--output` does
    #[arg(value_name = "FILE", conflicts_with = "output")]
    pub file: Option<PathBuf>,
    /// Write it into this file, at once or not at all, instead of to stdout; Markdown also into a folder, a file for each entry
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only the entries or bookmarks that this finds
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// How; bookmarks and entries are Markdown where nothing is said
    #[arg(long, value_name = "F")]
    pub format: Option<ExportFormat>,
    /// With the passwords and tokens of addresses, which are left out otherwise
    #[arg(long)]
    pub secrets: bool,
}

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportWhat {
    /// The subscriptions, as OPML.
    Opml,
    /// The reader's own copies.
    Bookmarks,
    /// Everything there is.
    Entries,
    /// A backup: the database, subscriptions, options, keys, themes and rules in one file.
    All,
}

/// How entries can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One file, or a folder with the facts before each text.
    Markdown,
    /// Of bookmarks a bookmark file for browsers, of entries a page.
    Html,
    /// As `show --json`, an entry a line.
    Json,
    /// Plain text.
    Text,
    /// A book.
    Epub,
}

/// `byline parse`.
#[derive(Clone, Debug, ClapArgs)]
pub struct ParseArgs {
    /// The document; `-` is stdin
    pub file: String,
    /// Where it came from, so that links become absolute
    #[arg(long, value_name = "U")]
    pub url: Option<String>,
    /// What the server said it is, as in `text/xml; charset=koi8-r`
    #[arg(long, value_name = "T")]
    pub content_type: Option<String>,
}

/// `byline render`.
#[derive(Clone, Debug, ClapArgs)]
pub struct RenderArgs {
    /// The HTML; `-` is stdin
    pub file: String,
    /// Where it came from, so that links become absolute
    #[arg(long, value_name = "U")]
    pub url: Option<String>,
    /// Cells of a line: no line is wider
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub width: Option<u16>,
}

/// `byline extract`.
#[derive(Clone, Debug, ClapArgs)]
pub struct ExtractArgs {
    /// The page; `-` is stdin
    pub file: String,
    /// Where it came from, so that links become absolute
    #[arg(long, value_name = "U")]
    pub url: Option<String>,
    /// What the server said it is, as in `text/html; charset=gbk`
    #[arg(long, value_name = "T")]
    pub content_type: Option<String>,
    /// How to print it
    #[arg(long, value_name = "F", value_enum, default_value_t)]
    pub format: ShowFormat,
}

/// What `config` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ConfigWhat {
    /// Where the files are.
    Path,
    /// Whether they are right.
    Check,
    /// What holds: the shipped file with your differences.
    Show,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn options_of_every_command_stand_before_and_after_it() {
        for line in [
            [
                "byline",
                "--json",
                "--color",
                "never",
                "--data-dir",
                "/d",
                "list",
            ],
            [
                "byline",
                "list",
                "--json",
                "--color",
                "never",
                "--data-dir",
                "/d",
            ],
        ] {
            let args = Args::try_parse_from(line).unwrap();
            assert!(args.globals.json, "{line:?}");
            assert_eq!(args.globals.color, ColorWish::Never);
            assert_eq!(args.globals.data_dir, Some("/d".into()));
        }
    }

    #[test]
    fn wrong_usage_is_told_as_such() {
        for line in [
            &["byline", "frobnicate"][..],
            &["byline", "mark", "green", "1"],
            &["byline", "mark", "read"],
            &["byline", "mark", "read", "1", "--query", "unread"],
            &["byline", "add"],
            &["byline", "show", "1", "--width", "0"],
        ] {
            let error = Args::try_parse_from(line).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line:?}");
        }
    }

    #[test]
    fn a_query_that_begins_with_a_dash_follows_two() {
        let args = Args::try_parse_from(["byline", "list", "--", "-podcast"]).unwrap();
        let Some(Verb::List(list)) = args.verb else {
            unreachable!()
        };
        assert_eq!(list.query, ["-podcast"]);
    }

    #[test]
    fn marks_are_words_or_tags() {
        assert_eq!(mark_value("tag:work"), Ok(Mark::Tag("work".into())));
        assert!(mark_value("tag:").is_err());
        assert!(mark_value("tagged").is_err());
    }
}
