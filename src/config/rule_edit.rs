//! The rules of `config.toml` being edited by byline: set, taken out, moved, let rest.
//!
//! Invariant: comments, order and whatever else stands in the file stay; a rule is told by its place and its name, so that one that was edited by hand meanwhile is
//! not taken for another.

use toml_edit::{Array, Item, Table, value};

use crate::config::Draft;
use crate::config::deeds::deed_words;
use crate::config::put::put;
use crate::config::rules::{RULES, Rule};
use crate::model::Trouble;

/// A rule as it stands in the file: its place among all, and its name there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleAt {
    /// From 0, in the order of the file.
    pub place: usize,
    /// Its name.
    pub name: String,
}

/// A change of the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleEdit {
    /// A rule is what this says from now on; without a place it is a new one, behind the others.
    Set(Option<RuleAt>, Box<Rule>),
    /// It goes.
    Remove(RuleAt),
    /// It goes up (false) or down (true) by one.
    Move(RuleAt, bool),
    /// It is asked, or rests.
    Enable(RuleAt, bool),
}

impl RuleEdit {
    /// What the history says of it, past tense.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            RuleEdit::Set(None, rule) => format!("made the rule “{}”", rule.name),
            RuleEdit::Set(Some(_), rule) => format!("changed the rule “{}”", rule.name),
            RuleEdit::Remove(at) => format!("took out the rule “{}”", at.name),
            RuleEdit::Move(at, _) => format!("moved the rule “{}”", at.name),
            RuleEdit::Enable(at, true) => format!("the rule “{}” holds again", at.name),
            RuleEdit::Enable(at, false) => format!("the rule “{}” rests", at.name),
        }
    }
}

/// Makes a change in the file's text.
pub fn edit_rules(draft: &mut Draft, edit: &RuleEdit) -> Result<(), Trouble> {
    match edit {
        RuleEdit::Set(None, rule) => {
            let mut table = Table::new();
            write(&mut table, rule);
            if draft.insert_table(RULES, None, table) {
                return Ok(());
            }
            Err(Trouble::new(
                "`rule` in `config.toml` is no list of sections",
                "write each rule as a section of its own: [[rule]]",
            ))
        }
        RuleEdit::Set(Some(at), rule) => {
            write(known(draft, at)?, rule);
            Ok(())
        }
        RuleEdit::Enable(at, enabled) => {
            let table = known(draft, at)?;
            put(table, "enabled", (!enabled).then(|| value(false)));
            Ok(())
        }
        RuleEdit::Remove(at) => {
            known(draft, at)?;
            draft.remove_table(RULES, at.place);
            Ok(())
        }
        RuleEdit::Move(at, down) => moved(draft, at, *down),
    }
}

fn moved(draft: &mut Draft, at: &RuleAt, down: bool) -> Result<(), Trouble> {
    let mut table = known(draft, at)?.clone();
    // Its place is where it is put, not where it stood.
    table.set_position(None);
    let to = match (down, at.place) {
        (false, 0) => return Ok(()),
        (false, place) => place - 1,
        (true, place) if place + 1 >= draft.count(RULES) => return Ok(()),
        (true, place) => place + 1,
    };
    draft.remove_table(RULES, at.place);
    draft.insert_table(RULES, Some(to), table);
    Ok(())
}

/// The table of a rule, if it still is the one that is meant.
fn known<'d>(draft: &'d mut Draft, at: &RuleAt) -> Result<&'d mut Table, Trouble> {
    let table = draft.table(RULES, at.place);
    let is_it = |table: &&mut Table| {
        let name = table.get("name").and_then(Item::as_str);
        name.is_some_and(|name| name.trim() == at.name)
    };
    table.filter(is_it).ok_or_else(|| {
        Trouble::new(
            format!(
                "the rule “{}” is no longer where it was in `config.toml`",
                at.name
            ),
            "open the list of rules again",
        )
    })
}

fn write(table: &mut Table, rule: &Rule) {
    put(table, "name", Some(value(&rule.name)));
    put(table, "when", Some(value(&rule.when)));
    let words: Array = deed_words(&rule.deeds).into_iter().collect();
    put(table, "do", Some(value(words)));
    put(table, "enabled", (!rule.enabled).then(|| value(false)));
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::{Config, parse_deeds};

    const FILE: &str = "# mine\nmeasure = 70\n\n# the noise\n[[rule]]\nname = \"press\" # odd\nwhen = 'title:/^press/'\ndo = [\"hide\"]\n\n\
         [[rule]]\nname = \"kernel\"\nwhen = \"kernel\"\ndo = \"tag kernel\"\nodd = 1\n";

    fn edited(edit: &RuleEdit) -> String {
        let mut draft = Draft::parse(FILE).unwrap();
        edit_rules(&mut draft, edit).unwrap();
        draft.to_string()
    }

    fn at(place: usize, name: &str) -> RuleAt {
        RuleAt {
            place,
            name: name.into(),
        }
    }

    fn rule(name: &str, when: &str, deeds: &str) -> Rule {
        Rule {
            name: name.into(),
            when: when.into(),
            deeds: parse_deeds(deeds).unwrap(),
            enabled: true,
            ..Rule::default()
        }
    }

    #[test]
    fn a_rule_is_set_and_all_around_it_stays() {
        let press = rule("press", "title:/^(press|media)/", "hide, mark read");
        assert_eq!(
            edited(&RuleEdit::Set(Some(at(0, "press")), Box::new(press))),
            FILE.replace("'title:/^press/'", "\"title:/^(press|media)/\"")
                .replace("[\"hide\"]", "[\"hide\", \"mark read\"]")
        );
        let new = rule("a \"new\" one", "author:\"J. Corbet\"", "bookmark");
        let text = edited(&RuleEdit::Set(None, Box::new(new.clone())));
        assert!(text.starts_with(FILE), "{text}");
        let (config, _) = Config::parse(&text);
        let last = config.rules.last().unwrap();
        assert_eq!(
            (&last.name, &last.when, &last.deeds),
            (&new.name, &new.when, &new.deeds)
        );
        let mut empty = Draft::parse("").unwrap();
        edit_rules(&mut empty, &RuleEdit::Set(None, Box::new(new))).unwrap();
        assert_eq!(Config::parse(&empty.to_string()).1, []);
    }

    #[test]
    fn rules_rest_move_and_go() {
        let rests = edited(&RuleEdit::Enable(at(1, "kernel"), false));
        assert_eq!(rests, format!("{FILE}enabled = false\n"));
        let gone = edited(&RuleEdit::Remove(at(0, "press")));
        assert!(!gone.contains("press") && gone.contains("kernel"), "{gone}");
        let names = |text: &str| -> Vec<String> {
            let rules = Config::parse(text).0.rules;
            rules.into_iter().map(|rule| rule.name).collect()
        };
        assert_eq!(
            names(&edited(&RuleEdit::Move(at(0, "press"), true))),
            ["kernel", "press"]
        );
        assert_eq!(
            names(&edited(&RuleEdit::Move(at(1, "kernel"), false))),
            ["kernel", "press"]
        );
        assert_eq!(edited(&RuleEdit::Move(at(0, "press"), false)), FILE);
    }

    #[test]
    fn a_rule_that_is_another_by_now_is_left_alone() {
        let mut draft = Draft::parse(FILE).unwrap();
        for edit in [
            RuleEdit::Remove(at(1, "press")),
            RuleEdit::Remove(at(7, "press")),
        ] {
            assert!(edit_rules(&mut draft, &edit).is_err());
        }
        assert_eq!(draft.to_string(), FILE);
    }
}
