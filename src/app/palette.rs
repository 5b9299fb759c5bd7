//! The command palette: a line is typed, an item chosen, a command run; lines typed before come back.
//!
//! Does not live here: what is listed (`palette/items.rs`). Invariant: what `enter` will do stands in the panel before it is pressed.

mod items;

use crate::app::field::Field;
use crate::app::palette::items::{Here, arguments, command_of, commands, places, total};
use crate::app::press::{Press, press_in_input, stepped};
use crate::app::{Effect, Sight, Wish};
use crate::command::{Argument, Command, Invocation, Key, KeyCode, parse_line, row};
use crate::model::Trouble;
use crate::text;

pub use crate::app::palette::items::{PaletteItem, PaletteTarget};

/// Most lines that are remembered.
const REMEMBERED: usize = 50;

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

    /// What `enter` will do; `list` names the list below, with its unread entries as far as they are counted.
    pub fn promise(&self, list: &str, unread: Option<u64>) -> String {
        match self.current().map(|item| (item, &item.target)) {
            Some((item, PaletteTarget::Command(Command::MarkAllRead))) => {
                let unread = unread.map_or_else(
                    || "what is unread".to_string(),
                    |unread| text::counted(unread, "entry", "entries"),
                );
                format!("{}: {unread} of {list}, can be undone", item.name)
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
        let typed = self.field.text();
        if let Some((row, argument)) = command_of(typed) {
            self.items = arguments(row, argument, (sight.feeds, &sight.stage.config));
            self.total = self.items.len();
            self.selected = match row.argument {
                Argument::Theme if !argument.is_empty() && !self.items.is_empty() => Some(0),
                Argument::SmartFeed if !self.items.is_empty() => Some(0),
                _ => None,
            };
            return;
        }
        let here = Here {
            keymap: &sight.stage.keymap,
            context: sight.focus.context(),
        };
        self.items = commands(typed, &here);
        self.total = total(sight.feeds);
        if !typed.trim().is_empty() {
            self.items.extend(places(typed, sight.feeds));
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
