//! One line of text being typed: the input of every prompt and panel.
//!
//! Wraps `tui-input`, so that the cursor never stands inside a character, and says which keys of an input are heard. Invariant: the text holds no line break
//! and no control character.

use tui_input::{Input, InputRequest};

use crate::command::{Key, KeyCode};
use crate::text;

/// A line of text with a cursor.
#[derive(Clone, Debug, Default)]
pub struct Field {
    input: Input,
}

/// The part of a field that fits a width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Before the cursor.
    pub before: String,
    /// The character under the cursor; a space at the end of the text.
    pub under: String,
    /// After the cursor.
    pub after: String,
    /// Characters of the text that are scrolled away at its start; a sign stands for them.
    pub skipped: usize,
}

impl Shown {
    /// All of it, in the order in which it was typed.
    pub fn line(&self) -> String {
        format!("{}{}{}", self.before, self.under, self.after)
    }

    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        self.before.is_empty() && self.after.is_empty() && self.under.trim().is_empty()
    }

    /// The cell in which the text's character of this number, from 0, is seen.
    pub fn cell(&self, number: usize) -> usize {
        let line = self.line();
        let sign = usize::from(self.skipped > 0);
        let number = (number + sign).saturating_sub(self.skipped);
        let byte = line
            .char_indices()
            .nth(number)
            .map_or(line.len(), |(at, _)| at);
        let mut cell = 0;
        for (at, grapheme) in text::arranged(&line) {
            if (at..at + grapheme.len()).contains(&byte) {
                break;
            }
            cell += text::width(&grapheme);
        }
        cell
    }
}

impl Field {
    /// A field that holds `text`, the cursor behind it.
    pub fn new(text: &str) -> Field {
        Field {
            input: Input::new(one_line(text)),
        }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Replaces the text; the cursor stands behind it.
    pub fn set(&mut self, text: &str) {
        *self = Field::new(text);
    }

    /// Takes a key of an input, and says whether it was one.
    pub fn key(&mut self, key: Key) -> bool {
        let Some(request) = request(key) else {
            return false;
        };
        self.input.handle(request);
        true
    }

    /// Takes pasted text, made one line.
    pub fn paste(&mut self, pasted: &str) {
        for char in one_line(pasted).trim_end().chars() {
            self.input.handle(InputRequest::InsertChar(char));
        }
    }

    /// The part around the cursor that fits `cells`, the cursor's cell included; nothing of a wide character is shown in half.
    pub fn shown(&self, cells: usize) -> Shown {
        let (before, rest) = self.split();
        let under = text::graphemes(rest)
            .next()
            .map_or(" ", |(_, first, _)| first);
        let after = rest.get(under.len()..).unwrap_or_default();
        let room = cells.saturating_sub(text::width(under));
        let whole = before;
        let before = text::cut_start(whole, room).into_owned();
        let left = room.saturating_sub(text::width(&before));
        let sign = usize::from(text::width(whole) > room);
        Shown {
            after: text::cut(after, left).into_owned(),
            under: under.to_string(),
            skipped: sign * (whole.chars().count() + sign).saturating_sub(before.chars().count()),
            before,
        }
    }

    fn split(&self) -> (&str, &str) {
        let text = self.text();
        let at = text
            .char_indices()
            .nth(self.input.cursor())
            .map_or(text.len(), |(at, _)| at);
        text.split_at(at)
    }
}

/// Without control characters; line breaks and tabs are spaces.
fn one_line(text: &str) -> String {
    text::scrub(text).replace(['\n', '\t'], " ")
}

fn request(key: Key) -> Option<InputRequest> {
    use InputRequest as R;
    match (key.code, key.ctrl, key.alt) {
        (KeyCode::Char(char), false, false) if !char.is_control() => Some(R::InsertChar(char)),
        (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => {
            Some(R::DeletePrevChar)
        }
        (KeyCode::Delete, false, false) | (KeyCode::Char('d'), true, false) => {
            Some(R::DeleteNextChar)
        }
        (KeyCode::Left, false, false) | (KeyCode::Char('b'), true, false) => Some(R::GoToPrevChar),
        (KeyCode::Right, false, false) | (KeyCode::Char('f'), true, false) => Some(R::GoToNextChar),
        (KeyCode::Home, false, false) | (KeyCode::Char('a'), true, false) => Some(R::GoToStart),
        (KeyCode::End, false, false) | (KeyCode::Char('e'), true, false) => Some(R::GoToEnd),
        (KeyCode::Char('u'), true, false) => Some(R::DeleteFromStart),
        (KeyCode::Char('k'), true, false) => Some(R::DeleteTillEnd),
        (KeyCode::Char('w'), true, false) | (KeyCode::Backspace, _, true) => {
            Some(R::DeletePrevWord)
        }
        (KeyCode::Left, true, _) | (KeyCode::Char('b'), false, true) => Some(R::GoToPrevWord),
        (KeyCode::Right, true, _) | (KeyCode::Char('f'), false, true) => Some(R::GoToNextWord),
        (KeyCode::Char('d'), false, true) => Some(R::DeleteNextWord),
        (KeyCode::Char('y'), true, false) => Some(R::Yank),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ctrl(char: char) -> Key {
        Key {
            ctrl: true,
            ..Key::plain(KeyCode::Char(char))
        }
    }

    fn typed(text: &str, keys: &[Key]) -> Field {
        let mut field = Field::new(text);
        for key in keys {
            field.key(*key);
        }
        field
    }

    #[test]
    fn keys_edit_whole_characters() {
        let left = Key::plain(KeyCode::Left);
        let back = Key::plain(KeyCode::Backspace);
        let cases: [(&str, &[Key], &str); 8] = [
            ("ab", &[Key::plain(KeyCode::Char('c'))], "abc"),
            ("ab🤦🏼‍♂️", &[back], "ab"),
            ("e\u{301}x", &[left, back], "x"),
            ("新闻", &[back], "新"),
            ("one two", &[ctrl('w')], "one "),
            ("one two", &[ctrl('a'), ctrl('k')], ""),
            ("one two", &[left, ctrl('u')], "o"),
            ("one", &[ctrl('a'), Key::plain(KeyCode::Delete)], "ne"),
        ];
        for (start, keys, expect) in cases {
            assert_eq!(typed(start, keys).text(), expect, "{start}");
        }
    }

    #[test]
    fn pasted_text_becomes_one_clean_line() {
        let mut field = Field::default();
        field.paste("https://a.example/\u{1b}[2J\nfeed");
        assert!(!field.text().chars().any(char::is_control));
    }

    #[test]
    fn what_is_shown_fits_and_holds_the_cursor() {
        let field = typed("新闻 and news from everywhere", &[]);
        let shown = field.shown(12);
        assert_eq!(shown.under, " ");
        assert!(text::width(&shown.before) <= 11);
        assert!(shown.before.ends_with("where"));
        let last = field.text().chars().count() - 1;
        assert_eq!(shown.cell(last), text::width(&shown.before) - 1);
        let field = typed("新闻 and news", &[ctrl('a')]);
        let shown = field.shown(8);
        assert_eq!((shown.before.as_str(), shown.under.as_str()), ("", "新"));
        assert!(text::width(&shown.after) <= 6);
    }
}
