//! `[[rule]]` of `config.toml`: queries with what is done with the entries that they find.
//!
//! Lives here: reading a rule, and what is wrong with it. Does not live here: judging (`jobs/judge.rs`), the words for deeds (`deeds.rs`). Invariant: a rule that
//! is listed can be asked and does something; one with a mistake is left out whole, told at the very column, and the others hold.

use crate::config::deeds::add_deed;
use crate::config::options::Options;
use crate::model::{Deeds, Ruling, Timestamp, Zone};
use crate::query;

/// The list's name in the file.
pub const RULES: &str = "rule";

/// Characters of the longest name.
const LONGEST: usize = 60;

/// A rule of the reader's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// As the reader calls it; no two have the same.
    pub name: String,
    /// In the query language.
    pub when: String,
    /// What is done.
    pub deeds: Deeds,
    /// Whether it is asked at all.
    pub enabled: bool,
    /// Which `[[rule]]` of the file it is, from 0: those that are left out are counted too.
    pub place: usize,
    /// The line of the file in which it begins, from 1.
    pub line: u32,
}

impl Rule {
    /// As those know it who judge and keep.
    #[must_use]
    pub fn ruling(&self) -> Ruling {
        Ruling {
            name: self.name.clone(),
            deeds: self.deeds.clone(),
        }
    }
}

/// Whether a rule can have this name; else what is wrong and what helps.
pub fn rule_name(name: &str) -> Result<(), (String, String)> {
    let wrong = |what: &str| Err((what.to_string(), "as in \"press releases\"".to_string()));
    if name.trim().is_empty() {
        return wrong("a rule needs a name");
    }
    if name.chars().count() > LONGEST {
        return wrong("its name is longer than 60 characters");
    }
    if name.chars().any(char::is_control) {
        return wrong("its name has signs that cannot be shown");
    }
    Ok(())
}

/// Reads all rules of a file.
pub fn read(options: &mut Options<'_, '_, '_>, kept: Vec<Rule>) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    let found = options.tables(RULES, |options, (place, at)| {
        let rule = one(options, (place, at));
        rule.map(|rule| (rule, at))
    });
    let Some(found) = found else {
        return kept;
    };
    for (rule, at) in found {
        if let Some(first) = rules.iter().find(|other| other.name == rule.name) {
            let what = format!(
                "a rule `{}` is here already, in line {}",
                rule.name, first.line
            );
            options.problem_at(at, what, Some("the first one holds".into()));
            continue;
        }
        rules.push(rule);
    }
    rules
}

fn one(options: &mut Options<'_, '_, '_>, (place, at): (usize, usize)) -> Option<Rule> {
    let name = options.text("name", "");
    let when = options.text("when", "");
    let words = options.words("do");
    let enabled = options.flag("enabled", true);
    let mut is_right = true;
    if let Err((what, hint)) = rule_name(&name) {
        options.problem_or("name", at, what, Some(hint));
        is_right = false;
    }
    is_right &= asked(options, &when, at);
    let mut deeds = Deeds::default();
    for (word, at) in &words {
        if let Err(wrong) = add_deed(&mut deeds, word) {
            options.problem_at(*at, wrong.what, Some(wrong.hint));
            is_right = false;
        }
    }
    if is_right && deeds.is_nothing() {
        let hint = "as in do = [\"hide\", \"mark read\"]".to_string();
        options.problem_or("do", at, "the rule does nothing".into(), Some(hint));
        is_right = false;
    }
    is_right.then(|| Rule {
        name: name.trim().to_string(),
        when,
        deeds,
        enabled,
        place,
        line: options.line(at),
    })
}

/// Whether the query can be asked. What it means by then is decided when it is: whether it can be asked does not depend on the time.
fn asked(options: &mut Options<'_, '_, '_>, when: &str, at: usize) -> bool {
    if when.trim().is_empty() {
        let hint = "as in when = 'title:/^press release/'; \"*\" has no meaning here".to_string();
        options.problem_or(
            "when",
            at,
            "the rule finds nothing: its `when` is empty".into(),
            Some(hint),
        );
        return false;
    }
    let Err(error) = query::parse(when, Timestamp(0), &Zone::utc()) else {
        return true;
    };
    options.problem_within("when", (when, error.column), error.what, error.hint);
    false
}

#[cfg(test)]
mod tests;
