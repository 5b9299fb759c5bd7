//! Which keys ask for which command in which context: the shipped map, a preset over it, the reader's differences over that.
//!
//! Invariant: no sequence is the beginning of another one that is heard in the same context, so a lookup never has to wait and see.

use std::sync::OnceLock;

use toml::de::{DeTable, DeValue};

use serde::{Deserialize, Serialize};

use crate::command::{Command, Context, Key, TABLE, named, nearest_command, parse_keys, row};
use crate::command::{nearest, print_keys};
use crate::config::Problem;
use crate::config::sheet::{Sheet, in_order};

/// The presets, by the name that `preset = "…"` takes.
pub const PRESETS: [&str; 3] = ["default", "newsboat", "emacs"];

/// What keys ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This command.
    Command(Command),
    /// Nothing yet: the keys that may follow, in the order of the table, each with what it leads to (the first command, where several follow).
    Pending(Vec<(Key, Command)>),
    /// Nothing.
    Nothing,
}

/// All bindings that hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Binding>", into = "Vec<Binding>")]
pub struct Keymap {
    /// As the files state them.
    bindings: Vec<Binding>,
    /// As they are heard, context by context: made of `bindings` once, since every key and every painted hint asks.
    heard: [Vec<(Vec<Key>, Command)>; 5],
}

/// One line of a keys file. Without a command the keys do nothing there, whatever `[everywhere]` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Binding {
    context: Context,
    keys: Vec<Key>,
    command: Option<Command>,
}

impl From<Vec<Binding>> for Keymap {
    fn from(bindings: Vec<Binding>) -> Keymap {
        let mut map = Keymap {
            bindings,
            ..Keymap::empty()
        };
        map.settle();
        map
    }
}

impl From<Keymap> for Vec<Binding> {
    fn from(map: Keymap) -> Vec<Binding> {
        map.bindings
    }
}

fn shipped() -> &'static Keymap {
    static SHIPPED: OnceLock<Keymap> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let mut map = Keymap::empty();
        let text = include_str!("../../config/keys/default.toml");
        map.lay("keys/default.toml", text);
        map
    })
}

impl Default for Keymap {
    fn default() -> Keymap {
        Keymap::shipped()
    }
}

impl Keymap {
    fn empty() -> Keymap {
        Keymap {
            bindings: Vec::new(),
            heard: Default::default(),
        }
    }

    /// The preset `default`, as compiled in.
    #[must_use]
    pub fn shipped() -> Keymap {
        shipped().clone()
    }

    /// A preset by name.
    #[must_use]
    pub fn preset(name: &str) -> Option<Keymap> {
        let mut map = Keymap::shipped();
        let (file, text) = match name {
            "default" => return Some(map),
            "newsboat" => (
                "keys/newsboat.toml",
                include_str!("../../config/keys/newsboat.toml"),
            ),
            "emacs" => (
                "keys/emacs.toml",
                include_str!("../../config/keys/emacs.toml"),
            ),
            _ => return None,
        };
        map.lay(file, text);
        Some(map)
    }

    /// The reader's `keys.toml` over the preset that it names. What is wrong in it is left as shipped.
    #[must_use]
    pub fn parse(text: &str) -> (Keymap, Vec<Problem>) {
        let mut map = Keymap::shipped();
        let problems = map.lay("keys.toml", text);
        (map, problems)
    }

    /// What these keys ask for in this context.
    #[must_use]
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup {
        if keys.is_empty() {
            return Lookup::Nothing;
        }
        if let Some(command) = self.exact(context, keys) {
            return Lookup::Command(command);
        }
        let mut pending: Vec<(Key, Command)> = Vec::new();
        for (sequence, command) in self.heard(context) {
            let next = sequence.strip_prefix(keys).and_then(<[Key]>::first);
            if let Some(next) = next
                && !pending.iter().any(|(key, _)| key == next)
            {
                pending.push((*next, command));
            }
        }
        if pending.is_empty() {
            return Lookup::Nothing;
        }
        pending.sort_by_key(|(_, command)| place(*command));
        Lookup::Pending(pending)
    }

    fn exact(&self, context: Context, keys: &[Key]) -> Option<Command> {
        self.heard(context)
            .find(|(sequence, _)| *sequence == keys)
            .map(|(_, command)| command)
    }

    /// Every key sequence that asks for this command in this context, in the order of the files.
    #[must_use]
    pub fn keys(&self, context: Context, command: Command) -> Vec<Vec<Key>> {
        self.heard(context)
            .filter(|(_, asked)| *asked == command)
            .map(|(keys, _)| keys.to_vec())
            .collect()
    }

    /// The first key sequence that asks for this command in this context, as it is written.
    #[must_use]
    pub fn key(&self, context: Context, command: Command) -> Option<String> {
        let mut heard = self.heard(context);
        heard.find_map(|(keys, asked)| (asked == command).then(|| print_keys(keys)))
    }

    /// Whether the keys of this command differ from the shipped ones.
    #[must_use]
    pub fn is_changed(&self, context: Context, command: Command) -> bool {
        self.keys(context, command) != shipped().keys(context, command)
    }

    fn heard(&self, context: Context) -> impl Iterator<Item = (&[Key], Command)> {
        let heard = self.heard.get(context as usize).into_iter().flatten();
        heard.map(|(keys, command)| (keys.as_slice(), *command))
    }

    /// Settles what is heard in each context.
    fn settle(&mut self) {
        self.heard = Context::ALL.map(|context| {
            self.bindings
                .iter()
                .filter(|it| self.is_heard(it, context))
                .filter_map(|it| Some((it.keys.clone(), it.command?)))
                .collect()
        });
    }

    /// Whether a binding is heard in a context: its own, then those of `[everywhere]` that it does not shadow and that mean something there.
    fn is_heard(&self, binding: &Binding, context: Context) -> bool {
        let Some(command) = binding.command else {
            return false;
        };
        if binding.context == context {
            return true;
        }
        binding.context == Context::Everywhere
            && context != Context::Prompt
            && row(command).holds_in(context)
            && !self.shadows(context, &binding.keys)
    }

    fn shadows(&self, context: Context, keys: &[Key]) -> bool {
        self.bindings
            .iter()
            .any(|it| it.context == context && it.keys == keys)
    }
}

/// The place of a command in the table.
fn place(command: Command) -> usize {
    TABLE
        .iter()
        .position(|row| row.command == command)
        .unwrap_or(TABLE.len())
}

/// Reading files.
impl Keymap {
    /// Lays a file over this map.
    fn lay(&mut self, file: &str, text: &str) -> Vec<Problem> {
        let (mut sheet, table) = Sheet::open(file, text);
        let mut wishes = Vec::new();
        for (key, at, value) in in_order(&table) {
            let section = Context::ALL.into_iter().find(|it| it.name() == key);
            match (section, value.get_ref()) {
                (Some(context), DeValue::Table(keys)) => {
                    read_section(&mut sheet, context, keys, &mut wishes);
                }
                (Some(_), _) => {
                    let what = format!("`{key}` must be a section: [{key}]");
                    sheet.problem(value.span().start, what, None);
                }
                (None, DeValue::String(name)) if key == "preset" => match Keymap::preset(name) {
                    Some(preset) => *self = preset,
                    None => sheet.unknown(value.span().start, name, &PRESETS, "preset"),
                },
                (None, _) => {
                    let known = [
                        "preset",
                        "everywhere",
                        "feeds",
                        "entries",
                        "article",
                        "prompt",
                    ];
                    sheet.unknown(at, key, &known, "section");
                }
            }
        }
        // Keys are freed before others are given away, so that the order of lines in a file does not matter.
        wishes.sort_by_key(|wish| wish.binding.command.is_some());
        for wish in wishes {
            self.fulfil(&mut sheet, wish);
        }
        self.settle();
        sheet.finish()
    }

    fn fulfil(&mut self, sheet: &mut Sheet<'_>, wish: Wish) {
        let Wish { at, binding } = wish;
        if binding.command.is_some()
            && let Some(other) = self.in_the_way(&binding)
        {
            let (keys, others) = (print_keys(&binding.keys), print_keys(&other));
            let what = if other.len() > binding.keys.len() {
                format!("`{keys}` is the beginning of `{others}`")
            } else {
                format!("`{keys}` begins with `{others}`, which is a key of its own")
            };
            let hint = format!("free it first: \"{others}\" = \"none\"");
            sheet.problem(at, what, Some(hint));
            return;
        }
        let same = |it: &Binding| it.context == binding.context && it.keys == binding.keys;
        match self.bindings.iter_mut().find(|it| same(it)) {
            Some(old) => *old = binding,
            None => self.bindings.push(binding),
        }
    }

    /// A sequence heard beside this one that begins with it, or that it begins with.
    fn in_the_way(&self, wish: &Binding) -> Option<Vec<Key>> {
        let contexts: &[Context] = match &wish.context {
            Context::Everywhere => &[Context::Feeds, Context::Entries, Context::Article],
            context => std::slice::from_ref(context),
        };
        self.bindings
            .iter()
            .filter(|it| {
                it.keys.len() != wish.keys.len()
                    && (it.keys.starts_with(&wish.keys) || wish.keys.starts_with(&it.keys))
            })
            .find(|it| contexts.iter().any(|context| self.is_heard(it, *context)))
            .map(|it| it.keys.clone())
    }
}

/// A binding that a file asks for, and where it does.
struct Wish {
    at: usize,
    binding: Binding,
}

fn read_section(
    sheet: &mut Sheet<'_>,
    context: Context,
    section: &DeTable<'_>,
    wishes: &mut Vec<Wish>,
) {
    for (text, at, value) in in_order(section) {
        let keys = match parse_keys(text) {
            Ok(keys) => keys,
            Err(word) => {
                let hint = "keys are written `j`, `ctrl-d`, `shift-tab`, `g g`, `space`";
                sheet.problem(at, format!("no key: `{word}`"), Some(hint.into()));
                continue;
            }
        };
        let DeValue::String(name) = value.get_ref() else {
            let what = format!(
                "`{text}` must be a command's name, not {}",
                sheet.literal(value)
            );
            sheet.problem(value.span().start, what, None);
            continue;
        };
        let command = named(name);
        if command.is_none() && name != "none" {
            let hint = nearest_command(name).map(|near| format!("did you mean `{near}`"));
            let hint = hint.or_else(|| near_none(name));
            sheet.problem(value.span().start, format!("no command `{name}`"), hint);
            continue;
        }
        if let Some(command) = command
            && context != Context::Everywhere
            && !row(command).holds_in(context)
        {
            let places: Vec<&str> = row(command).contexts.iter().map(|it| it.name()).collect();
            let what = format!("`{name}` means nothing in [{}]", context.name());
            let hint = format!("it works in {}", places.join(", "));
            sheet.problem(value.span().start, what, Some(hint));
            continue;
        }
        let binding = Binding {
            context,
            keys,
            command,
        };
        let twice =
            |wish: &Wish| wish.binding.context == context && wish.binding.keys == binding.keys;
        if wishes.iter().any(twice) {
            let what = format!(
                "`{}` is bound twice in [{}]",
                print_keys(&binding.keys),
                context.name()
            );
            sheet.problem(at, what, Some("the first one holds".into()));
            continue;
        }
        wishes.push(Wish { at, binding });
    }
}

fn near_none(name: &str) -> Option<String> {
    let near = nearest(name, ["none", "unbind", "unset", "disable"]);
    near.map(|_| "`none` takes a key's meaning away".to_string())
}

#[cfg(test)]
mod tests;
