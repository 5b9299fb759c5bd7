//! What the palette lists: commands by name, then by help; what may follow a command's name; feeds and folders to go to. Fuzzy, best first.
//!
//! Invariant: the keys beside a command are those of the live keymap, and in the pane below they do what the command does.

use crate::app::complete::{folders, offer_folders, offers};
use crate::app::feeds::{Feeds, holds};
use crate::app::fuzzy::{Hit, rank};
use crate::command::{Argument, Command, Context, Group, Row, TABLE, named, parse_keys, row};
use crate::config::{Config, Keymap, Lookup};
use crate::model::{FeedRow, Scope};
use crate::text;

/// Most feeds and folders that are listed.
const TARGETS: usize = 50;

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

/// The command at the start of a line and what is typed of its argument; `None` while the name itself is being typed.
pub(in crate::app::palette) fn command_of(line: &str) -> Option<(&'static Row, &str)> {
    let line = line.trim_start().trim_start_matches(':');
    let (name, argument) = line.split_once(' ')?;
    let row = row(named(name)?);
    (row.argument != Argument::None).then(|| (row, argument.trim()))
}

/// Commands whose name or help matches: names first, then help, each in the order of its score, then of the table. Nothing typed: all, the motions last,
/// since a hand does them faster.
pub(in crate::app::palette) fn commands(typed: &str, here: &Here) -> Vec<PaletteItem> {
    let typed = typed.trim().trim_start_matches(':');
    if typed.is_empty() {
        let (moves, others): (Vec<&Row>, Vec<&Row>) =
            TABLE.iter().partition(|row| row.group == Group::Move);
        let rows = others.into_iter().chain(moves);
        return rows.map(|row| item(row, Hit::default(), here)).collect();
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
        .map(|(row, hit)| item(row, hit, here))
        .collect()
}

fn item(row: &Row, hit: Hit, here: &Here) -> PaletteItem {
    PaletteItem {
        target: PaletteTarget::Command(row.command),
        name: row.name.to_string(),
        at: hit.at,
        sign: row.argument.sign(),
        about: row.help.to_string(),
        keys: here.key(row.command).unwrap_or_default(),
    }
}

/// Where the keys are looked up that stand beside commands.
pub(in crate::app::palette) struct Here<'a> {
    /// All bindings.
    pub keymap: &'a Keymap,
    /// The pane below.
    pub context: Context,
}

impl Here<'_> {
    /// The key that does in the pane below what the command does: its own, else that of a command which does the same there, else its own of another pane,
    /// unless that means something else here.
    fn key(&self, command: Command) -> Option<String> {
        let own = |context| self.keymap.key(context, command);
        own(self.context)
            .or_else(|| self.keymap.key(self.context, self.stand_in(command)?))
            .or_else(|| {
                let others = [Context::Entries, Context::Article, Context::Feeds];
                others.into_iter().filter_map(own).find(|keys| {
                    let keys = parse_keys(keys).unwrap_or_default();
                    self.keymap.lookup(self.context, &keys) == Lookup::Nothing
                })
            })
    }

    /// The command whose key does what this one does: a toggle, or one that has another meaning in the pane below.
    fn stand_in(&self, command: Command) -> Option<Command> {
        match (command, self.context) {
            // In the feeds pane that key marks the whole list.
            (Command::MarkRead | Command::MarkUnread, Context::Entries | Context::Article) => {
                Some(Command::ToggleRead)
            }
            // While a find stands, which is the only time when there are matches.
            (Command::NextMatch, Context::Article) => Some(Command::NextUnread),
            (Command::PreviousMatch, Context::Article) => Some(Command::PreviousUnread),
            _ => None,
        }
    }
}

/// How many there are to choose from.
pub(in crate::app::palette) fn total(pane: &Feeds) -> usize {
    let feeds = &pane.list().rows;
    TABLE.len() + feeds.len() + folders(feeds).len() + pane.smart().len() + pane.tags().len()
}

/// What queries list: smart feeds and tags.
fn queries(pane: &Feeds) -> impl Iterator<Item = PaletteItem> {
    let one = |scope: Scope, name: &str, sign: &'static str, unread: Option<u64>| PaletteItem {
        name: name.to_string(),
        at: Vec::new(),
        sign,
        about: match unread {
            Some(unread) if unread > 0 => format!("{} unread", text::grouped(unread)),
            _ => String::new(),
        },
        keys: String::new(),
        target: PaletteTarget::Place(scope),
    };
    let smart = pane.smart().iter();
    let smart = smart
        .map(move |(name, unread)| one(Scope::Smart(name.clone()), name, "smart feed", *unread));
    let tags = pane.tags().iter();
    let tags = tags.map(move |(tag, unread)| {
        let name = format!("#{tag}");
        one(Scope::Tag(tag.clone()), &name, "tag", Some(*unread))
    });
    smart.chain(tags)
}

/// Smart feeds, feeds, folders and tags whose name matches.
pub(in crate::app::palette) fn places(typed: &str, pane: &Feeds) -> Vec<PaletteItem> {
    let feeds = &pane.list().rows;
    let folders = folders(feeds).into_iter().map(|(path, count)| PaletteItem {
        name: path.clone(),
        at: Vec::new(),
        sign: "folder",
        about: match unread_below(&path, feeds) {
            0 => text::counted(count as u64, "feed", "feeds"),
            unread => format!("{} unread", text::grouped(unread)),
        },
        keys: String::new(),
        target: PaletteTarget::Place(Scope::Folder(path)),
    });
    let all: Vec<PaletteItem> = queries(pane)
        .chain(folders)
        .chain(feeds.iter().map(place))
        .collect();
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
    let below = Scope::Folder(path.to_string());
    let rows = feeds.iter().filter(|feed| holds(&below, feed));
    rows.map(|feed| u64::from(feed.unread)).sum()
}

/// What may stand after a command's name.
pub(in crate::app::palette) fn arguments(
    row: &'static Row,
    typed: &str,
    (pane, config): (&Feeds, &Config),
) -> Vec<PaletteItem> {
    let (feeds, themes) = (&pane.list().rows, &config.themes);
    let offered = match row.argument {
        Argument::Folder => offer_folders(typed, feeds),
        Argument::SmartFeed => {
            let feeds = config.smart_feeds.iter();
            offers(
                typed,
                feeds.map(|feed| (feed.name.clone(), feed.query.clone())),
            )
        }
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
    use crate::model::{Counts, FeedId, FeedList};

    fn names(items: &[PaletteItem]) -> Vec<&str> {
        items.iter().map(|item| item.name.as_str()).collect()
    }

    fn found(typed: &str, keymap: &Keymap, context: Context) -> Vec<PaletteItem> {
        commands(typed, &Here { keymap, context })
    }

    #[test]
    fn commands_are_found_by_name_then_by_help() {
        let keymap = Keymap::shipped();
        let cases = [
            ("mark-all", "mark-all-read"),
            ("quit", "quit"),
            ("mar", "mark-all-read"),
            ("OPML", "import"),
            ("", "toggle-read"),
        ];
        for (typed, first) in cases {
            let found = found(typed, &keymap, Context::Entries);
            assert_eq!(names(&found).first(), Some(&first), "{typed}");
        }
        assert_eq!(found("", &keymap, Context::Entries).len(), TABLE.len());
        assert!(found("zzzz", &keymap, Context::Entries).is_empty());
    }

    #[test]
    fn the_key_beside_a_command_does_it_in_the_pane_below() {
        let (own, problems) = Keymap::parse(
            "[everywhere]\n\"M\" = \"toggle-read\"\n\"m\" = \"none\"\n[entries]\n\"w\" = \"mark-read\"\n",
        );
        assert_eq!(problems, []);
        let shipped = Keymap::shipped();
        let (feeds, entries, article) = (Context::Feeds, Context::Entries, Context::Article);
        let cases = [
            (&shipped, entries, "mark-all-read", "A"),
            (&shipped, entries, "mark-read", "m"),
            (&shipped, entries, "mark-unread", "m"),
            (&shipped, article, "mark-read", "m"),
            (&shipped, feeds, "mark-read", ""),
            (&shipped, entries, "mark-above-read", ""),
            (&shipped, article, "next-match", "n"),
            (&shipped, entries, "next-match", ""),
            // Of another pane, and free here; not where it means something else.
            (&shipped, article, "filter", "f"),
            (&shipped, article, "search", ""),
            (&shipped, entries, "find", ""),
            (&own, entries, "mark-read", "w"),
            (&own, entries, "mark-unread", "M"),
            (&own, article, "mark-read", "M"),
        ];
        for (keymap, context, name, expect) in cases {
            let found = found(name, keymap, context);
            let item = found.iter().find(|item| item.name == name);
            assert_eq!(
                item.map(|item| item.keys.as_str()),
                Some(expect),
                "{name}, {context:?}"
            );
        }
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
        let mut pane = Feeds::new(None);
        pane.receive(FeedList {
            rows: feeds.to_vec(),
            ..FeedList::default()
        });
        pane.name_smart(vec!["Kernels of the week".into()]);
        pane.receive_counts(Counts {
            smart: vec![("Kernels of the week".into(), Some(3))],
            tags: vec![("later".into(), 1)],
        });
        let found = places("later", &pane);
        assert_eq!(names(&found), ["#later"]);
        let found = places("week", &pane);
        assert_eq!(names(&found), ["Kernels of the week"]);
        let found = places("kernel pl", &pane);
        assert_eq!(names(&found), ["Kernel Planet"]);
        assert_eq!(
            found.first().map(|item| item.about.as_str()),
            Some("41 unread, in Linux")
        );
        assert_eq!(names(&places("新闻", &pane)), ["中国新闻网"]);
        assert_eq!(names(&places("linux", &pane)), ["Linux"]);
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
