//! What a rule does with an entry, what it did, and what rules come to in a refresh.
//!
//! Plain data: how a rule is written stands in `config/rules.rs`, when it judges in `jobs/judge.rs`, what becomes of it in `store/rules.rs`. Invariant: a rule's
//! verdict is given once, when an entry comes.

use serde::{Deserialize, Serialize};

use crate::model::EntryId;
use crate::text::Role;

/// Tags that one rule may put on an entry.
pub const MOST_TAGS: usize = 8;

/// The colours that a rule may give a title: those of a theme that mean something, so that they can be read on every ground of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// What is pointed at.
    Accent,
    /// What went well.
    Done,
    /// What wants care.
    Warning,
    /// What is wrong.
    Error,
    /// As the sign of bookmarks.
    Bookmark,
    /// As tags.
    Tag,
}

impl Colour {
    /// All, with the names that stand in `config.toml`.
    pub const ALL: [(&'static str, Colour); 6] = [
        ("accent", Colour::Accent),
        ("done", Colour::Done),
        ("warning", Colour::Warning),
        ("error", Colour::Error),
        ("bookmark", Colour::Bookmark),
        ("tag", Colour::Tag),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = Self::ALL.iter().find(|(_, colour)| *colour == self);
        named.map_or("accent", |(name, _)| name)
    }

    /// The role that paints it.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Colour::Accent => Role::Accent,
            Colour::Done => Role::Done,
            Colour::Warning => Role::Warning,
            Colour::Error => Role::Error,
            Colour::Bookmark => Role::Bookmark,
            Colour::Tag => Role::Tag,
        }
    }

    /// Its number in the store, from 1.
    #[must_use]
    pub fn number(self) -> u8 {
        let at = Self::ALL.iter().position(|(_, colour)| *colour == self);
        at.map_or(1, |at| at as u8 + 1)
    }

    /// The colour of a number.
    #[must_use]
    pub fn of_number(number: u8) -> Option<Colour> {
        let at = usize::from(number).checked_sub(1)?;
        Self::ALL.get(at).map(|(_, colour)| *colour)
    }
}

/// What a rule does with the entries that it finds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Deeds {
    /// They come read.
    pub read: bool,
    /// They are in no list but that of what is hidden.
    pub hide: bool,
    /// A copy is kept.
    pub bookmark: bool,
    /// Put on them.
    pub tags: Vec<String>,
    /// Of their titles.
    pub colour: Option<Colour>,
    /// The desktop tells of them.
    pub notify: bool,
    /// Their pages are fetched.
    pub full_text: bool,
    /// This command gets each of them, as JSON; a line for the shell.
    pub run: Option<String>,
}

impl Deeds {
    /// Whether it does nothing at all.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Deeds::default()
    }

    /// Past tense, as a history tells it: `hid and marked read`.
    #[must_use]
    pub fn told(&self) -> String {
        let tags: Vec<String> = self.tags.iter().map(|tag| format!("#{tag}")).collect();
        let tagged = format!("tagged {}", tags.join(" "));
        let parts = [
            (self.hide, "hid"),
            (self.read, "marked read"),
            (self.bookmark, "bookmarked"),
            (!tags.is_empty(), tagged.as_str()),
            (self.colour.is_some(), "coloured"),
            (self.notify, "told of"),
            (self.full_text, "asked for the pages of"),
            (self.run.is_some(), "ran its command for"),
        ];
        let told: Vec<&str> = parts
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, word)| *word)
            .collect();
        match told.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => told.concat(),
        }
    }
}

/// A rule as those know it who judge and keep.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// As the reader calls it.
    pub name: String,
    /// What it does.
    pub deeds: Deeds,
}

/// An entry that is new, and the rules that found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// The entry.
    pub entry: EntryId,
    /// The rules, by their places.
    pub rules: Vec<u16>,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// What a rule wants done outside the store with an entry that came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleErrand {
    /// The rule's name.
    pub rule: String,
    /// The entry.
    pub entry: EntryId,
    /// Whether the desktop is told of it.
    pub notify: bool,
    /// The command that gets it.
    pub run: Option<String>,
}

/// What a rule did with an entry when that came, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The rule's name as it was then.
    pub rule: String,
    /// What it did: `hide`, `mark read`, …
    pub did: Vec<String>,
}

/// What a rule did in a refresh.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCount {
    /// Its name.
    pub rule: String,
    /// What it did, past tense: `hid and marked read`.
    pub did: String,
    /// With how many entries.
    pub count: u32,
}
