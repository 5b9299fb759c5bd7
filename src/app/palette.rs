//! The command palette: commands by name, their arguments, and feeds and folders to go to; fuzzy, best first.
//!
//! Invariant: what `enter` will do stands in the panel before it is pressed.

use crate::app::complete::{folders, offer_folders, offers};
use crate::app::field::Field;
use crate::app::fuzzy::{Hit, rank};
use crate::app::press::{Press, press_in_input, stepped};
use crate::app::{Effect, Focus, Sight, Wish};
use crate::command::{
    Argument, Command, Context, Group, Invocation, Key, KeyCode, Row, TABLE, named, parse_line,
    print_keys, row,
};
use crate::config::{Keymap, Theme};
use crate::model::{FeedRow, Scope, Trouble};
use crate::text;

/// Most feeds and folders that are listed.
const TARGETS: usize = 50;
/// Most lines that are remembered.
const REMEMBERED: usize = 50;

/// What an item of the palette stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaletteTarget {
    /// A command.
    Command(Command),
    /// A list to go to.
    Place(Scope),
    /// An argument of the command that is typed already.
    Argument(String),
}

/// One line of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteItem {
    /// What it stands for.
    pub target: PaletteTarget,
    /// Its name.
    pub name: String,
    /// Which characters of the name matched.
    pub at: Vec<u32>,
    /// What is said of the name beside it: an argument's sign, `feed`, `folder`.
    pub sign: &'static str,
    /// One line on it.
    pub about: String,
    /// The keys that do the same.
    pub keys: String,
}

/// The palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// What is typed.
    pub field: Field,
    /// Commands first, then places.
    pub items: Vec<PaletteItem>,
    /// Index into `items`; `None` while an argument is typed freely.
    pub selected: Option<usize>,
    /// How many there are to choose from.
    pub total: usize,
    /// Why the typed line could not be run.
    pub trouble: Option<Trouble>,
    /// Which of them stands in the field.
    back: Option<usize>,
}

impl Palette {
    /// A palette over the pane that has the focus, with this typed already.
    pub fn new(typed: &str, sight: &Sight) -> Palette {
        let mut palette = Palette {
            field: Field::new(typed),
            ..Palette::default()
        };
        palette.fill(sight);
        palette
    }

    /// The selected item.
    pub fn current(&self) -> Option<&PaletteItem> {
        self.items.get(self.selected?)
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        self.trouble = None;
        let press = press_in_input(&sight.stage.keymap, key);
        match press {
            Press::Cancel => return vec![Wish::Close],
            Press::Accept => return self.accept(sight),
            Press::Tab => self.complete(sight),
            Press::Up if self.is_at_top() => self.recall(Press::Up, sight),
            Press::Down if self.back.is_some() => self.recall(Press::Down, sight),
            Press::Up | Press::Down | Press::PageUp | Press::PageDown => self.step(press),
            _ if key.code == KeyCode::Backspace && self.field.is_empty() => {
                return vec![Wish::Close];
            }
            _ => {
                if self.field.key(key) {
                    self.retype(sight);
                }
            }
        }
        Vec::new()
    }

    /// Selects an item.
    pub fn pick(&mut self, index: usize) {
        if index < self.items.len() {
            self.selected = Some(index);
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str, sight: &Sight) {
        self.field.paste(pasted);
        self.retype(sight);
    }

    /// What `enter` will do; `list` names the list below, with its unread entries.
    pub fn promise(&self, list: &str, unread: u64) -> String {
        match self.current().map(|item| (item, &item.target)) {
            Some((item, PaletteTarget::Command(Command::MarkAllRead))) => {
                let unread = text::grouped(unread);
                format!("{}: {unread} entries of {list}, can be undone", item.name)
            }
            Some((item, PaletteTarget::Command(command))) => {
                format!("{}: {}", item.name, row(*command).help)
            }
            Some((item, PaletteTarget::Place(_))) => format!("go to {}", item.name),
            Some((_, PaletteTarget::Argument(word))) => match command_of(self.field.text()) {
                Some((row, _)) => format!("{} {word}: {}", row.name, row.help),
                None => String::new(),
            },
            None => match command_of(self.field.text()) {
                Some((row, _)) => format!("{}: {}", row.name, row.help),
                None => "nothing has this name".to_string(),
            },
        }
    }

    fn is_at_top(&self) -> bool {
        let fresh = self.field.is_empty() || self.back.is_some();
        fresh && self.selected.unwrap_or(0) == 0
    }

    fn step(&mut self, press: Press) {
        let count = self.items.len();
        self.selected = match (self.selected, press) {
            _ if count == 0 => None,
            (None, Press::Down | Press::PageDown) => Some(0),
            (None, _) => None,
            (Some(at), press) => Some(stepped(at, press, count)),
        };
    }

    fn recall(&mut self, press: Press, sight: &Sight) {
        let lines = &sight.stage.typed;
        let at = self.back.unwrap_or(lines.len());
        let to = match press {
            Press::Up => at.saturating_sub(1),
            _ => at + 1,
        };
        let line = lines.get(to).cloned();
        self.back = line.is_some().then_some(to);
        self.field.set(&line.unwrap_or_default());
        self.fill(sight);
    }

    fn retype(&mut self, sight: &Sight) {
        self.back = None;
        self.fill(sight);
    }

    fn complete(&mut self, sight: &Sight) {
        let Some(item) = self.items.get(self.selected.unwrap_or(0)) else {
            return;
        };
        let line = match &item.target {
            PaletteTarget::Command(command) if row(*command).argument == Argument::None => {
                item.name.clone()
            }
            PaletteTarget::Command(_) => format!("{} ", item.name),
            PaletteTarget::Argument(word) => match command_of(self.field.text()) {
                Some((row, _)) => format!("{} {word}", row.name),
                None => return,
            },
            PaletteTarget::Place(_) => item.name.clone(),
        };
        self.field.set(&line);
        self.retype(sight);
    }

    /// Runs the selected item or what is typed, or goes there.
    pub fn accept(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let line = match self.current().map(|item| item.target.clone()) {
            Some(PaletteTarget::Place(scope)) => return vec![Wish::Close, Wish::Go(scope)],
            Some(PaletteTarget::Command(command)) if row(command).argument == Argument::Age => {
                self.field.set(&format!("{} ", row(command).name));
                self.retype(sight);
                return Vec::new();
            }
            Some(PaletteTarget::Command(command)) => row(command).name.to_string(),
            Some(PaletteTarget::Argument(word)) => match command_of(self.field.text()) {
                Some((row, _)) => format!("{} {word}", row.name),
                None => return Vec::new(),
            },
            None => self.field.text().trim().to_string(),
        };
        match parse_line(&line) {
            Ok(invocation) => {
                let keep = remember(line, &invocation, &mut sight.stage.typed);
                [Some(Wish::Close), keep, Some(Wish::Run(invocation))]
                    .into_iter()
                    .flatten()
                    .collect()
            }
            Err(error) => {
                self.trouble = Some(Trouble {
                    what: error.what,
                    hint: error.hint,
                });
                Vec::new()
            }
        }
    }

    fn fill(&mut self, sight: &Sight) {
        let feeds = &sight.feeds.list().rows;
        let typed = self.field.text();
        if let Some((row, argument)) = command_of(typed) {
            self.items = arguments(row, argument, (feeds, &sight.stage.config.themes));
            self.total = self.items.len();
            self.selected = match row.argument {
                Argument::Theme if !argument.is_empty() && !self.items.is_empty() => Some(0),
                _ => None,
            };
            return;
        }
        self.items = commands(typed, sight.focus, &sight.stage.keymap);
        self.total = TABLE.len() + feeds.len() + folders(feeds).len();
        if !typed.trim().is_empty() {
            self.items.extend(places(typed, feeds));
        }
        self.selected = (!self.items.is_empty()).then_some(0);
    }
}

/// Keeps a line as the newest of those that were typed. One that may hold a password is not kept.
fn remember(line: String, invocation: &Invocation, typed: &mut Vec<String>) -> Option<Wish> {
    if row(invocation.command).argument == Argument::Address && line.contains('@') {
        return None;
    }
    typed.retain(|known| *known != line);
    typed.push(line);
    let over = typed.len().saturating_sub(REMEMBERED);
    typed.drain(..over);
    let kept = serde_json::to_string(typed).ok()?;
    Some(Wish::Do(Effect::Remember("typed", kept)))
}

/// The command at the start of a line and what is typed of its argument; `None` while the name itself is being typed.
fn command_of(line: &str) -> Option<(&'static Row, &str)> {
    let line = line.trim_start().trim_start_matches(':');
    let (name, argument) = line.split_once(' ')?;
    let row = row(named(name)?);
    (row.argument != Argument::None).then(|| (row, argument.trim()))
}

/// Commands whose name or help matches: names first, then help, each in the order of its score, then of the table. Nothing typed: all, the motions last,
/// since a hand does them faster.
fn commands(typed: &str, focus: Focus, keymap: &Keymap) -> Vec<PaletteItem> {
    let typed = typed.trim().trim_start_matches(':');
    if typed.is_empty() {
        let (moves, others): (Vec<&Row>, Vec<&Row>) =
            TABLE.iter().partition(|row| row.group == Group::Move);
        let rows = others.into_iter().chain(moves);
        return rows
            .map(|row| item(row, Hit::default(), focus, keymap))
            .collect();
    }
    let names = rank(typed, TABLE.iter().map(|row| row.name));
    let wanted = text::fold(typed);
    let mut found: Vec<(&'static Row, Hit)> = names
        .into_iter()
        .filter_map(|(index, hit)| Some((TABLE.get(index)?, hit)))
        .collect();
    for row in TABLE {
        let is_new = !found.iter().any(|(other, _)| other.command == row.command);
        if is_new && text::fold(row.help).contains(&wanted) {
            found.push((row, Hit::default()));
        }
    }
    found
        .into_iter()
        .map(|(row, hit)| item(row, hit, focus, keymap))
        .collect()
}

fn item(row: &Row, hit: Hit, focus: Focus, keymap: &Keymap) -> PaletteItem {
    PaletteItem {
        target: PaletteTarget::Command(row.command),
        name: row.name.to_string(),
        at: hit.at,
        sign: row.argument.sign(),
        about: row.help.to_string(),
        keys: key_of(row, focus, keymap),
    }
}

/// The first key of a command: that of the pane below, else that of another.
fn key_of(row: &Row, focus: Focus, keymap: &Keymap) -> String {
    let here = match focus {
        Focus::Feeds => Context::Feeds,
        Focus::Entries => Context::Entries,
        Focus::Article => Context::Article,
    };
    [here, Context::Entries, Context::Article, Context::Feeds]
        .into_iter()
        .find_map(|context| keymap.keys(context, row.command).into_iter().next())
        .map(|keys| print_keys(&keys))
        .unwrap_or_default()
}

/// Feeds and folders whose name matches.
fn places(typed: &str, feeds: &[FeedRow]) -> Vec<PaletteItem> {
    let folders = folders(feeds).into_iter().map(|(path, count)| PaletteItem {
        name: path.clone(),
        at: Vec::new(),
        sign: "folder",
        about: match unread_below(&path, feeds) {
            0 => format!("{count} feeds"),
            unread => format!("{} unread", text::grouped(unread)),
        },
        keys: String::new(),
        target: PaletteTarget::Place(Scope::Folder(path)),
    });
    let all: Vec<PaletteItem> = folders.chain(feeds.iter().map(place)).collect();
    rank(typed, all.iter().map(|item| item.name.as_str()))
        .into_iter()
        .take(TARGETS)
        .filter_map(|(index, hit)| {
            let mut item = all.get(index)?.clone();
            item.at = hit.at;
            Some(item)
        })
        .collect()
}

fn place(feed: &FeedRow) -> PaletteItem {
    let unread = (feed.unread > 0).then(|| format!("{} unread", text::grouped(feed.unread.into())));
    let folder = (!feed.folder.is_empty()).then(|| format!("in {}", feed.folder));
    let about: Vec<String> = [unread, folder].into_iter().flatten().collect();
    PaletteItem {
        target: PaletteTarget::Place(Scope::Feed(feed.id)),
        name: feed.title.clone(),
        at: Vec::new(),
        sign: "feed",
        about: about.join(", "),
        keys: String::new(),
    }
}

fn unread_below(path: &str, feeds: &[FeedRow]) -> u64 {
    feeds
        .iter()
        .filter(|feed| {
            let rest = feed.folder.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .map(|feed| u64::from(feed.unread))
        .sum()
}

/// What may stand after a command's name.
fn arguments(
    row: &'static Row,
    typed: &str,
    (feeds, themes): (&[FeedRow], &[Theme]),
) -> Vec<PaletteItem> {
    let offered = match row.argument {
        Argument::Folder => offer_folders(typed, feeds),
        Argument::Theme => {
            let names = themes
                .iter()
                .map(|theme| (theme.name.clone(), String::new()));
            let auto = (
                "auto".to_string(),
                "by what the terminal answers".to_string(),
            );
            offers(typed, names.chain([auto]))
        }
        Argument::Age => {
            let ages = [
                ("1d", "a day"),
                ("1w", "a week"),
                ("2w", "two weeks"),
                ("12w", "a quarter"),
            ];
            offers(
                typed,
                ages.map(|(age, words)| (age.into(), words.into()))
                    .into_iter(),
            )
        }
        _ => Vec::new(),
    };
    offered
        .into_iter()
        .map(|offer| PaletteItem {
            target: PaletteTarget::Argument(offer.word.clone()),
            name: offer.word,
            at: offer.at,
            sign: "",
            about: offer.note,
            keys: String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FeedId;

    fn names(items: &[PaletteItem]) -> Vec<&str> {
        items.iter().map(|item| item.name.as_str()).collect()
    }

    #[test]
    fn commands_are_found_by_name_then_by_help() {
        let keymap = Keymap::shipped();
        let cases = [
            ("mark-all", "mark-all-read"),
            ("quit", "quit"),
            ("mar", "mark-read"),
            ("OPML", "import"),
            ("", "toggle-read"),
        ];
        for (typed, first) in cases {
            let found = commands(typed, Focus::Entries, &keymap);
            assert_eq!(names(&found).first(), Some(&first), "{typed}");
        }
        assert_eq!(commands("", Focus::Entries, &keymap).len(), TABLE.len());
        assert!(commands("zzzz", Focus::Entries, &keymap).is_empty());
    }

    #[test]
    fn keys_stand_beside_their_commands() {
        let found = commands("mark-all-read", Focus::Entries, &Keymap::shipped());
        assert_eq!(found.first().map(|item| item.keys.as_str()), Some("A"));
    }

    #[test]
    fn feeds_and_folders_are_places() {
        let feeds = [
            FeedRow {
                id: FeedId(1),
                title: "Kernel Planet".into(),
                folder: "Linux".into(),
                unread: 41,
                ..FeedRow::default()
            },
            FeedRow {
                id: FeedId(2),
                title: "中国新闻网".into(),
                ..FeedRow::default()
            },
        ];
        let found = places("kern", &feeds);
        assert_eq!(names(&found), ["Kernel Planet"]);
        assert_eq!(
            found.first().map(|item| item.about.as_str()),
            Some("41 unread, in Linux")
        );
        assert_eq!(names(&places("新闻", &feeds)), ["中国新闻网"]);
        assert_eq!(names(&places("linux", &feeds)), ["Linux"]);
    }

    #[test]
    fn an_argument_is_typed_after_a_space() {
        let cases = [
            ("move-feed", None),
            ("move-feed ", Some(("move-feed", ""))),
            (":move-feed Lin ux", Some(("move-feed", "Lin ux"))),
            ("undo now", None),
            ("nothing here", None),
        ];
        for (line, expect) in cases {
            let found = command_of(line).map(|(row, argument)| (row.name, argument));
            assert_eq!(found, expect, "{line}");
        }
    }
}
