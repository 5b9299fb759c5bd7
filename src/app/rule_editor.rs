//! The rule editor: a name, a query, what is done; and below it what the rule would have found in the last 30 days.
//!
//! Invariants: every key in the query asks anew, and only the newest answer is shown; nothing is kept until `enter`; what cannot be kept stays as typed, with what
//! is wrong beside it.

use crate::app::field::Field;
use crate::app::press::{Press, press_in_input};
use crate::app::search::completed;
use crate::app::{Effect, Job, Load, Sight, Wish};
use crate::command::Key;
use crate::config::{DEEDS, Rule, RuleAt, RuleEdit, parse_deeds, print_deeds, rule_name};
use crate::model::{Change, Deeds, RulePreview, Scope, Show, Ticket, Trouble, Which};
use crate::query::{QueryError, parse};
use crate::text;

/// The key that applies the rule to what is there.
const APPLY: Key = Key::char('p').with_ctrl();
/// Screens narrower than this say less of each key.
const NARROW: u16 = 72;
/// Characters of a name that is made of the query.
const MADE_NAME: usize = 40;

/// The lines of the editor, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleLine {
    /// Its name.
    Name,
    /// Its query.
    #[default]
    When,
    /// What it does.
    Do,
}

impl RuleLine {
    /// All, from the top.
    pub const ALL: [RuleLine; 3] = [RuleLine::Name, RuleLine::When, RuleLine::Do];

    /// What stands before its text.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RuleLine::Name => "name",
            RuleLine::When => "when",
            RuleLine::Do => "do",
        }
    }
}

/// The editor.
#[derive(Clone, Debug, Default)]
pub struct RuleEditor {
    name: Field,
    when: Field,
    deeds: Field,
    /// The line that hears the keys.
    pub line: RuleLine,
    /// The rule as it stands in the file; `None`: a new one.
    pub old: Option<Rule>,
    /// What is wrong with the query.
    pub mistake: Option<QueryError>,
    /// Why it could not be kept.
    pub trouble: Option<Trouble>,
    /// What the rule would have found; `None`: nothing was asked, or the first answer is on its way.
    pub preview: Option<RulePreview>,
    /// The query that was asked last.
    asked: String,
    awaited: Option<Ticket>,
}

impl RuleEditor {
    /// An editor of a rule.
    #[must_use]
    pub fn of(rule: &Rule) -> RuleEditor {
        RuleEditor {
            name: Field::new(&rule.name),
            when: Field::new(&rule.when),
            deeds: Field::new(&print_deeds(&rule.deeds)),
            old: Some(rule.clone()),
            ..RuleEditor::default()
        }
    }

    /// An editor of a new rule with this query.
    #[must_use]
    pub fn new(when: &str) -> RuleEditor {
        RuleEditor {
            when: Field::new(when),
            ..RuleEditor::default()
        }
    }

    /// The input of a line.
    #[must_use]
    pub fn field(&self, line: RuleLine) -> &Field {
        match line {
            RuleLine::Name => &self.name,
            RuleLine::When => &self.when,
            RuleLine::Do => &self.deeds,
        }
    }

    fn field_mut(&mut self) -> &mut Field {
        match self.line {
            RuleLine::Name => &mut self.name,
            RuleLine::When => &mut self.when,
            RuleLine::Do => &mut self.deeds,
        }
    }

    /// Whether what is asked has no answer yet.
    #[must_use]
    pub fn is_looking(&self) -> bool {
        self.awaited.is_some()
    }

    /// Whether it would hide what it finds.
    #[must_use]
    pub fn hides(&self) -> bool {
        parse_deeds(self.deeds.text()).is_ok_and(|deeds| deeds.hide)
    }

    /// Whether nothing was changed.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        let before = match &self.old {
            Some(rule) => RuleEditor::of(rule),
            None => RuleEditor::new(""),
        };
        RuleLine::ALL
            .iter()
            .all(|line| self.field(*line).text() == before.field(*line).text())
    }

    /// Asks what the rule would have found, if its query can be asked and was not; an answer on its way is for another.
    pub fn look(&mut self, sight: &mut Sight) -> Option<Effect> {
        let typed = self.when.text().trim();
        let parsed = parse(typed, sight.stage.now, &sight.stage.zone);
        self.mistake = parsed.err();
        if self.mistake.is_some() || typed.is_empty() {
            self.asked.clear();
            self.awaited = None;
            self.preview = None;
            return None;
        }
        if typed == self.asked {
            return None;
        }
        self.asked = typed.to_string();
        Some(self.ask(sight))
    }

    fn ask(&mut self, sight: &mut Sight) -> Effect {
        let ticket = sight.stage.ticket();
        self.awaited = Some(ticket);
        Effect::Load(ticket, Load::RulePreview(self.asked.clone()))
    }

    /// What is there changed: asks again.
    pub fn look_again(&mut self, sight: &mut Sight) -> Option<Effect> {
        (!self.asked.is_empty()).then(|| self.ask(sight))
    }

    /// Takes an answer, if it is the awaited one.
    pub fn receive(&mut self, ticket: Ticket, preview: &RulePreview) -> bool {
        let is_ours = self.awaited.take_if(|awaited| *awaited == ticket).is_some();
        if is_ours {
            self.preview = Some(preview.clone());
        }
        is_ours
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        sight.stage.status.seen();
        if key == APPLY {
            return self.apply(sight);
        }
        match press_in_input(&sight.stage.keymap, key) {
            Press::Cancel => return vec![Wish::Close],
            Press::Accept => return self.save(sight),
            Press::Up | Press::TabBack => self.step(-1),
            Press::Down => self.step(1),
            Press::Tab => self.complete(sight),
            _ => {
                self.trouble = None;
                self.field_mut().key(key);
            }
        }
        self.look(sight).map(Wish::Do).into_iter().collect()
    }

    /// Pasted text goes into the line.
    pub fn paste(&mut self, text: &str, sight: &mut Sight) -> Vec<Wish> {
        self.trouble = None;
        self.field_mut().paste(text);
        self.look(sight).map(Wish::Do).into_iter().collect()
    }

    /// Goes to a line.
    pub fn pick(&mut self, index: usize) {
        if let Some(line) = RuleLine::ALL.get(index) {
            self.line = *line;
        }
    }

    fn step(&mut self, by: isize) {
        let at = RuleLine::ALL.iter().position(|line| *line == self.line);
        let to = at.unwrap_or(0).saturating_add_signed(by);
        if let Some(line) = RuleLine::ALL.get(to) {
            self.line = *line;
        }
    }

    fn complete(&mut self, sight: &Sight) {
        let feeds = &sight.feeds.list().rows;
        let smart = sight.stage.config.smart_feeds.iter();
        let smart: Vec<&str> = smart.map(|feed| &*feed.name).collect();
        let whole = match self.line {
            RuleLine::Name => None,
            RuleLine::When => completed(self.when.text(), (feeds, &smart)),
            RuleLine::Do => completed_deed(self.deeds.text()),
        };
        match whole {
            Some(whole) => self.field_mut().set(&whole),
            None if self.line == RuleLine::Do => self.line = RuleLine::Name,
            None => self.step(1),
        }
    }

    fn save(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let rule = match self.rule(sight) {
            Ok(rule) => rule,
            Err((line, trouble)) => return self.refuse(line, trouble),
        };
        let at = self.old.as_ref().map(rule_at);
        let job = Job::EditRule(RuleEdit::Set(at, Box::new(rule)));
        let ticket = sight.stage.ticket();
        vec![Wish::Close, Wish::Do(Effect::Start(ticket, job))]
    }

    /// Does to all that is there what the rule says, as one act.
    fn apply(&mut self, sight: &mut Sight) -> Vec<Wish> {
        let rule = match self.rule(sight) {
            Ok(rule) => rule,
            Err((line, trouble)) => return self.refuse(line, trouble),
        };
        if !reaches_back(&rule.deeds) {
            let trouble = Trouble::new(
                "there is nothing to do to the past",
                "what is there can be hidden, marked read, bookmarked, tagged and coloured",
            );
            return self.refuse(RuleLine::Do, trouble);
        }
        let which = Which::Scope {
            scope: Scope::Search(rule.when.clone()),
            show: Show::All,
            seen_by: sight.stage.now,
        };
        let change = Change::Apply(which, rule.ruling());
        let ticket = sight.stage.ticket();
        vec![Wish::Do(Effect::Change(ticket, change))]
    }

    fn refuse(&mut self, line: RuleLine, trouble: Trouble) -> Vec<Wish> {
        self.line = line;
        self.trouble = Some(trouble);
        Vec::new()
    }

    /// The rule that is typed, or the line that is none and why.
    fn rule(&self, sight: &Sight) -> Result<Rule, (RuleLine, Trouble)> {
        let when = self.when.text().trim();
        if let Some(mistake) = &self.mistake {
            let what = format!("column {}: {}", mistake.column, mistake.what);
            let hint = mistake.hint.clone();
            return Err((RuleLine::When, Trouble { what, hint }));
        }
        if when.is_empty() {
            let trouble = Trouble::new(
                "the rule finds nothing",
                "say when, as in the search box: title:/^press/ OR author:newswire",
            );
            return Err((RuleLine::When, trouble));
        }
        let deeds = parse_deeds(self.deeds.text());
        let deeds = deeds.map_err(|wrong| (RuleLine::Do, Trouble::new(wrong.what, wrong.hint)))?;
        let name = match self.name.text().trim() {
            "" => text::cut(when, MADE_NAME).into_owned(),
            name => name.to_string(),
        };
        let of_name = |(what, hint): (String, String)| (RuleLine::Name, Trouble::new(what, hint));
        rule_name(&name).map_err(of_name)?;
        let place = self.old.as_ref().map(|old| old.place);
        let mut others = sight.stage.config.rules.iter();
        if others.any(|other| other.name == name && Some(other.place) != place) {
            let what = format!("there is a rule “{name}” already");
            return Err(of_name((what, "give it another name".to_string())));
        }
        Ok(Rule {
            name,
            when: when.to_string(),
            deeds,
            enabled: self.old.as_ref().is_none_or(|old| old.enabled),
            ..Rule::default()
        })
    }

    /// The keys that it has, with what they do, for its last row.
    #[must_use]
    pub fn keys(&self, width: u16) -> [(&'static str, &'static str); 3] {
        let past = if width < NARROW {
            "past"
        } else {
            "apply to the past"
        };
        [("enter", "save"), ("ctrl-p", past), ("esc", "leave")]
    }
}

/// A rule as it stands in the file.
pub fn rule_at(rule: &Rule) -> RuleAt {
    RuleAt {
        place: rule.place,
        name: rule.name.clone(),
    }
}

/// Whether anything of it can be done to what is there: nobody is told of the past, no page of it fetched, and no command run for it.
fn reaches_back(deeds: &Deeds) -> bool {
    let back = Deeds {
        notify: false,
        full_text: false,
        run: None,
        ..deeds.clone()
    };
    !back.is_nothing()
}

/// A line of deeds with its last one completed; `None` when none begins so, or it is whole.
fn completed_deed(typed: &str) -> Option<String> {
    let at = typed.rfind(',').map_or(0, |at| at + 1);
    let (kept, last) = typed.split_at_checked(at)?;
    let last = last.trim();
    let known = DEEDS.iter().map(|(word, _)| *word);
    let word = known
        .into_iter()
        .find(|word| !last.is_empty() && word.starts_with(last) && *word != last)?;
    let gap = if kept.is_empty() { "" } else { " " };
    let end = if matches!(word, "tag" | "colour" | "run") {
        " "
    } else {
        ""
    };
    Some(format!("{kept}{gap}{word}{end}"))
}

/// What a new rule begins with: what was typed with the command, the search that is shown, or the entry.
pub fn begun(typed: Option<&str>, sight: &Sight) -> String {
    if let Some(typed) = typed {
        return typed.to_string();
    }
    let scope = sight.entries.scope();
    let quoted = crate::app::search::quoted;
    match scope {
        Scope::Search(query) => query.trim_end_matches('*').to_string(),
        Scope::Feed(_) if sight.focus == crate::app::Focus::Feeds => {
            format!("feed:{} ", quoted(&sight.feeds.title(scope)))
        }
        _ => match sight.entries.selected() {
            Some(row) => format!(
                "feed:{} title:{}",
                quoted(&row.feed_title),
                quoted(&row.title)
            ),
            None => String::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_deed_is_completed() {
        let cases = [
            ("hi", Some("hide")),
            ("hide, m", Some("hide, mark read")),
            ("hide,t", Some("hide, tag ")),
            ("hide", None),
            ("x", None),
            ("", None),
        ];
        for (typed, expect) in cases {
            assert_eq!(completed_deed(typed).as_deref(), expect, "{typed}");
        }
    }

    #[test]
    fn nobody_is_told_of_the_past() {
        let deeds = |line: &str| parse_deeds(line).unwrap_or_default();
        assert!(reaches_back(&deeds("notify, hide")));
        assert!(!reaches_back(&deeds("notify, full text, run x")));
    }
}
