//! The list of rules: in their order, with what each does; from here they are edited, moved, taken out, and let rest.
//!
//! Invariant: the rules are those of the file as it was last read; what a key does to one is an edit of the file, and undo takes it back.

use crate::app::press::{Press, press_in_list, stepped};
use crate::app::rule_editor::rule_at;
use crate::app::{Effect, Job, Sight, Wish};
use crate::command::{Command, Invocation, Key, KeyCode};
use crate::config::{Rule, RuleAt, RuleEdit};

/// The panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Index of the selected one.
    pub selected: usize,
}

impl Rules {
    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        if key == Key::plain(KeyCode::Char(' ')) {
            return self.toggle(sight);
        }
        match press_in_list(&sight.stage.keymap, key) {
            Press::Cancel => vec![Wish::Close],
            Press::Accept => self.accept(sight),
            Press::Command(Command::Unsubscribe) => self.edit(RuleEdit::Remove, sight),
            Press::Command(Command::NextFeed) => self.carry(true, sight),
            Press::Command(Command::PreviousFeed) => self.carry(false, sight),
            Press::Command(Command::AddFeed | Command::MakeRule) => {
                vec![Wish::Run(Invocation {
                    argument: Some(String::new()),
                    ..Invocation::once(Command::MakeRule)
                })]
            }
            Press::Command(
                command @ (Command::Undo | Command::Redo | Command::Help | Command::EditConfig),
            ) => vec![Wish::Run(Invocation::once(command))],
            press => {
                self.selected = stepped(self.selected, press, sight.stage.config.rules.len());
                Vec::new()
            }
        }
    }

    /// Selects a rule.
    pub fn pick(&mut self, index: usize) {
        self.selected = index;
    }

    /// Opens the selected rule.
    pub fn accept(&self, sight: &Sight) -> Vec<Wish> {
        let rules = &sight.stage.config.rules;
        let rule = rules.get(self.selected);
        rule.map(|rule| Wish::EditRule(Box::new(rule.clone())))
            .into_iter()
            .collect()
    }

    /// The selected rule is asked no more, or again.
    pub fn toggle(&self, sight: &mut Sight) -> Vec<Wish> {
        let Some(rule) = self.rule(sight) else {
            return Vec::new();
        };
        let edit = RuleEdit::Enable(rule_at(rule), !rule.enabled);
        start(edit, sight)
    }

    /// Carries the selected rule up or down, and goes with it.
    fn carry(&mut self, down: bool, sight: &mut Sight) -> Vec<Wish> {
        let last = sight.stage.config.rules.len().saturating_sub(1);
        let to = if down {
            (self.selected + 1).min(last)
        } else {
            self.selected.saturating_sub(1)
        };
        if to == self.selected {
            return Vec::new();
        }
        let wishes = self.edit(|at| RuleEdit::Move(at, down), sight);
        self.selected = to;
        wishes
    }

    fn edit(&self, edit: impl FnOnce(RuleAt) -> RuleEdit, sight: &mut Sight) -> Vec<Wish> {
        let Some(rule) = self.rule(sight) else {
            return Vec::new();
        };
        let edit = edit(rule_at(rule));
        start(edit, sight)
    }

    fn rule<'a>(&self, sight: &'a Sight) -> Option<&'a Rule> {
        sight.stage.config.rules.get(self.selected)
    }
}

fn start(edit: RuleEdit, sight: &mut Sight) -> Vec<Wish> {
    let ticket = sight.stage.ticket();
    vec![Wish::Do(Effect::Start(ticket, Job::EditRule(edit)))]
}
