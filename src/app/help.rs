//! Help: the keymap of the pane one came from, by group, from the table of commands and the live keys; filtered as one types.
//!
//! Invariant: only bound keys are listed; `enter` runs the selected line in that pane.

use crate::app::field::Field;
use crate::app::fuzzy::Needle;
use crate::app::press::{Press, press_in_input, stepped};
use crate::app::{Sight, Wish};
use crate::command::{Command, Context, Group, Invocation, Key, PAIRS, Row, TABLE, print_keys};
use crate::config::Keymap;

/// How many keys of one command a line shows.
const KEYS: usize = 2;

/// Letters of two keys that are too many for a line.
const WIDE: usize = 13;

/// One line of help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpLine {
    /// The keys, as they are typed.
    pub keys: Vec<String>,
    /// The keys as shipped, if the reader changed them.
    pub before: Vec<String>,
    /// What they do.
    pub words: String,
    /// What `enter` runs.
    pub command: Option<Command>,
}

/// The help screen.
#[derive(Clone, Debug)]
pub struct Help {
    /// What filters the lines.
    pub field: Field,
    /// The pane whose keys are shown.
    pub context: Context,
    /// Groups that have lines, in the table's order.
    pub groups: Vec<(Group, Vec<HelpLine>)>,
    /// The selected line, counted over all groups; `None` until something was typed or moved.
    pub selected: Option<usize>,
}

impl Help {
    /// The keys of the pane that has the focus.
    pub fn new(sight: &Sight) -> Help {
        let mut help = Help {
            field: Field::default(),
            context: sight.focus.context(),
            groups: Vec::new(),
            selected: None,
        };
        help.fill(&sight.stage.keymap);
        help
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        let keymap = &sight.stage.keymap;
        match press_in_input(keymap, key) {
            Press::Cancel => return vec![Wish::Close],
            Press::Accept => return self.accept(),
            Press::Tab => self.turn(keymap, 1),
            Press::TabBack => self.turn(keymap, 2),
            Press::Other => {
                if self.field.key(key) {
                    self.filter(keymap);
                }
            }
            press => {
                let count = self.lines().count();
                self.selected = match self.selected {
                    None => Some(0),
                    Some(at) => Some(stepped(at, press, count)),
                };
            }
        }
        Vec::new()
    }

    /// Selects a line, counted over all groups.
    pub fn pick(&mut self, index: usize) {
        if index < self.lines().count() {
            self.selected = Some(index);
        }
    }

    /// Pasted text filters too.
    pub fn paste(&mut self, text: &str, sight: &Sight) {
        self.field.paste(text);
        self.filter(&sight.stage.keymap);
    }

    /// All lines, in the order of the screen.
    pub fn lines(&self) -> impl Iterator<Item = &HelpLine> {
        self.groups.iter().flat_map(|(_, lines)| lines)
    }

    fn turn(&mut self, keymap: &Keymap, by: usize) {
        const CONTEXTS: [Context; 3] = [Context::Feeds, Context::Entries, Context::Article];
        let at = CONTEXTS.iter().position(|context| *context == self.context);
        let to = (at.unwrap_or(0) + by) % CONTEXTS.len();
        self.context = CONTEXTS.get(to).copied().unwrap_or(Context::Entries);
        self.filter(keymap);
    }

    fn filter(&mut self, keymap: &Keymap) {
        self.fill(keymap);
        self.selected = (!self.field.is_empty()).then_some(0);
    }

    fn fill(&mut self, keymap: &Keymap) {
        self.groups = groups(self.context, self.field.text(), keymap);
    }

    /// Runs the selected line in the pane below.
    pub fn accept(&self) -> Vec<Wish> {
        let line = self.selected.and_then(|at| self.lines().nth(at));
        let run = line
            .and_then(|line| line.command)
            .map(|command| Wish::Run(Invocation::once(command)));
        std::iter::once(Wish::Close).chain(run).collect()
    }
}

/// The lines of a pane that match what is typed, by group.
fn groups(context: Context, typed: &str, keymap: &Keymap) -> Vec<(Group, Vec<HelpLine>)> {
    let mut needle = Needle::new(typed);
    Group::ALL
        .into_iter()
        .map(|group| {
            let rows = TABLE.iter().filter(|row| row.group == group);
            let lines = rows
                .filter(|row| row.holds_in(context))
                .filter_map(|row| line(row, context, keymap))
                .filter(|line| matches(line, typed, &mut needle))
                .collect();
            (group, lines)
        })
        .filter(|(_, lines): &(Group, Vec<HelpLine>)| !lines.is_empty())
        .collect()
}

/// Keys match as they are, words fuzzily.
fn matches(line: &HelpLine, typed: &str, needle: &mut Needle) -> bool {
    let name = line.command.map(|c| crate::command::row(c).name);
    line.keys.iter().any(|key| key == typed)
        || needle.hit(&line.words).is_some()
        || name.is_some_and(|name| needle.hit(name).is_some())
}

/// The line of a row; `None` if no key is bound to it, or if it stands in the line of its pair.
fn line(row: &Row, context: Context, keymap: &Keymap) -> Option<HelpLine> {
    let second = PAIRS.iter().find(|(_, second, _)| *second == row.command);
    if second.is_some_and(|(first, ..)| !keys(keymap, context, *first).is_empty()) {
        return None;
    }
    let own = keys(keymap, context, row.command);
    if own.is_empty() {
        return None;
    }
    let pair = PAIRS.iter().find(|(first, ..)| *first == row.command);
    let (commands, shown, words) = match pair {
        Some((first, second, words)) => {
            let shown = side_by_side(own, keys(keymap, context, *second));
            (vec![*first, *second], shown, (*words).to_string())
        }
        None => (
            vec![row.command],
            own.into_iter().take(KEYS).collect(),
            row.help.to_string(),
        ),
    };
    Some(HelpLine {
        before: before(keymap, context, &commands),
        keys: shown,
        words,
        command: Some(row.command),
    })
}

/// One key of each of a pair: the first, or the shortest where the first ones are too wide for the column.
fn side_by_side(one: Vec<String>, other: Vec<String>) -> Vec<String> {
    let firsts: Vec<String> = [one.first(), other.first()]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if firsts.iter().map(String::len).sum::<usize>() < WIDE {
        return firsts;
    }
    [one, other]
        .into_iter()
        .filter_map(|keys| keys.into_iter().min_by_key(String::len))
        .collect()
}

/// The shipped keys of commands whose keys the reader changed.
fn before(keymap: &Keymap, context: Context, commands: &[Command]) -> Vec<String> {
    let shipped = Keymap::shipped();
    commands
        .iter()
        .filter(|command| keymap.is_changed(context, **command))
        .filter_map(|command| keys(&shipped, context, *command).into_iter().next())
        .collect()
}

fn keys(keymap: &Keymap, context: Context, command: Command) -> Vec<String> {
    keymap
        .keys(context, command)
        .iter()
        .map(|keys| print_keys(keys))
        .collect()
}
