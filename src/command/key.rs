//! Keys as the reader types and writes them: `j`, `ctrl-d`, `g g`, `space`.
//!
//! Invariant: what is printed parses back to the same keys.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What was pressed, without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each name is the word on the key")]
pub enum KeyCode {
    Char(char),
    Enter,
    Escape,
    Tab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Function(u8),
}

/// One key press. Shift on a letter is the capital letter, never a modifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt (or Meta) was held.
    pub alt: bool,
    /// Shift was held, on keys that are no characters.
    pub shift: bool,
}

/// Names of keys: the first of a key is the one that is printed.
const NAMES: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("esc", KeyCode::Escape),
    ("escape", KeyCode::Escape),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("del", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("space", KeyCode::Char(' ')),
];

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character key without modifiers.
    #[must_use]
    pub const fn char(c: char) -> Key {
        Key::plain(KeyCode::Char(c))
    }

    /// The same key with ctrl held.
    #[must_use]
    pub const fn with_ctrl(self) -> Key {
        Key { ctrl: true, ..self }
    }

    /// Reads one key: `j`, `G`, `ctrl-d`, `shift-tab`, `alt-enter`, `f5`, `space`. `None` if it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Key> {
        let mut key = Key::char(' ');
        let mut rest = text;
        while let Some((word, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty())
        {
            let held = match word.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => &mut key.ctrl,
                "alt" | "meta" => &mut key.alt,
                "shift" => &mut key.shift,
                _ => return None,
            };
            if std::mem::replace(held, true) {
                return None;
            }
            rest = after;
        }
        key.code = code(rest)?;
        Some(key.settled())
    }

    /// Shift on a character becomes the character it makes; ctrl on a letter knows no capitals.
    fn settled(mut self) -> Key {
        if let KeyCode::Char(c) = self.code {
            if self.shift {
                self.shift = false;
                self.code = KeyCode::Char(c.to_uppercase().next().unwrap_or(c));
            }
            if self.ctrl {
                self.code = KeyCode::Char(c.to_ascii_lowercase());
            }
        }
        self
    }
}

fn code(text: &str) -> Option<KeyCode> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && !c.is_whitespace()).then_some(KeyCode::Char(c));
    }
    let lower = text.to_ascii_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some(*code);
    }
    let number: u8 = lower.strip_prefix('f')?.parse().ok()?;
    (1..=24)
        .contains(&number)
        .then_some(KeyCode::Function(number))
}

impl From<Key> for String {
    fn from(key: Key) -> String {
        key.to_string()
    }
}

impl TryFrom<String> for Key {
    type Error = String;

    fn try_from(text: String) -> Result<Key, String> {
        Key::parse(&text).ok_or_else(|| format!("no key: `{text}`"))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(word)?;
            }
        }
        match NAMES.iter().find(|(_, code)| *code == self.code) {
            Some((name, _)) => f.write_str(name),
            None => match self.code {
                KeyCode::Char(c) => write!(f, "{c}"),
                KeyCode::Function(n) => write!(f, "f{n}"),
                _ => Ok(()),
            },
        }
    }
}

/// Reads a sequence of keys, parted by spaces: `g g`. The error is the word that is no key (empty when there is none at all).
pub fn parse_keys(text: &str) -> Result<Vec<Key>, String> {
    let keys = text
        .split_whitespace()
        .map(|word| Key::parse(word).ok_or_else(|| word.to_string()))
        .collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() {
        return Err(String::new());
    }
    Ok(keys)
}

/// A sequence of keys as it is written: `g g`.
#[must_use]
pub fn print_keys(keys: &[Key]) -> String {
    let words: Vec<String> = keys.iter().map(Key::to_string).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_read_as_hands_write_them() {
        let cases = [
            ("j", Some("j")),
            ("G", Some("G")),
            ("shift-g", Some("G")),
            ("ctrl-d", Some("ctrl-d")),
            ("Ctrl-D", Some("ctrl-d")),
            ("control-alt-x", Some("ctrl-alt-x")),
            ("Space", Some("space")),
            ("escape", Some("esc")),
            ("shift-tab", Some("shift-tab")),
            ("-", Some("-")),
            ("ctrl--", Some("ctrl--")),
            ("f12", Some("f12")),
            ("f25", None),
            ("|", Some("|")),
            ("hyper-x", None),
            ("ctrl-ctrl-x", None),
            ("nope", None),
            ("", None),
        ];
        for (text, expect) in cases {
            let found = Key::parse(text).map(|key| key.to_string());
            assert_eq!(found.as_deref(), expect, "{text}");
        }
        assert_eq!(parse_keys("g  g").unwrap(), vec![Key::char('g'); 2]);
        assert_eq!(parse_keys("g gg"), Err("gg".into()));
        assert_eq!(parse_keys(" "), Err(String::new()));
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            any::<char>()
                .prop_filter("typed", |c| !c.is_control() && !c.is_whitespace())
                .prop_map(KeyCode::Char),
            (0..NAMES.len()).prop_map(|at| NAMES[at].1),
            (1u8..=24).prop_map(KeyCode::Function),
        ];
        (code, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(code, ctrl, alt, shift)| {
            let shift = shift && !matches!(code, KeyCode::Char(_));
            Key {
                code,
                ctrl,
                alt,
                shift,
            }
            .settled()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn printed_keys_parse_back(keys in proptest::collection::vec(any_key(), 1..4)) {
            prop_assert_eq!(parse_keys(&print_keys(&keys)).unwrap(), keys);
        }
    }
}
