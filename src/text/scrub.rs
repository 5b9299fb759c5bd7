//! What may reach a terminal: text from the network loses everything that steers a terminal or deceives an eye.
//!
//! Does not cut or measure (`width`) and does not put in order (`bidi`). Invariant: what comes out has no control character
//! but newline and tab, no bidi control, no mark without a letter, and scrubbing it again changes nothing.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

/// Marks that one letter may carry. Hebrew with all its signs needs four, Tibetan stacks six.
const MARKS: u8 = 6;
/// Joiners in a row of emoji that are shown as one. The longest in use has four.
const JOINS: u8 = 6;

/// The text without control characters (newline and tab stay), bidi controls, invisible characters and piled-up marks.
pub fn scrub(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_harmless) {
        return Cow::Borrowed(text);
    }
    let mut scrubber = Scrubber::default();
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' && chars.peek() == Some(&'\n') {
            continue;
        }
        if let Some(c) = scrubber.keep(c, chars.peek().copied()) {
            kept.push(c);
        }
    }
    if kept == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(kept)
    }
}

/// One scrubbed line: every run of white space is one space, none at the ends.
pub fn scrub_line(text: &str) -> Cow<'_, str> {
    let scrubbed = scrub(text);
    if is_collapsed(&scrubbed) {
        return scrubbed;
    }
    let mut line = String::with_capacity(scrubbed.len());
    for word in scrubbed.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    // A mark whose base was white space would stand alone at the start now.
    match scrub(&line) {
        Cow::Borrowed(_) => Cow::Owned(line),
        Cow::Owned(line) => Cow::Owned(line.trim().to_owned()),
    }
}

fn is_collapsed(text: &str) -> bool {
    let mut after_space = true;
    for c in text.chars() {
        let space = c.is_whitespace();
        if space && (after_space || c != ' ') {
            return false;
        }
        after_space = space;
    }
    text.is_empty() || !after_space
}

fn is_harmless(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | b'\t')
}

/// What one character may do depends on what stands before it.
#[derive(Default)]
struct Scrubber {
    previous: Option<char>,
    marks: u8,
    joins: u8,
    in_flag: bool,
}

impl Scrubber {
    fn keep(&mut self, c: char, next: Option<char>) -> Option<char> {
        let c = replaced(c)?;
        let kept = if is_joiner(c) {
            self.may_join(c, next)
        } else if is_flag_tag(c) {
            self.in_flag
        } else if is_combining_mark(c) {
            self.may_mark()
        } else {
            self.start(c);
            true
        };
        if !kept {
            return None;
        }
        self.previous = Some(c);
        Some(c)
    }

    fn start(&mut self, c: char) {
        self.marks = 0;
        if !self.previous.is_some_and(is_joiner) {
            self.joins = 0;
        }
        self.in_flag = c == '\u{1F3F4}';
    }

    fn may_mark(&mut self) -> bool {
        self.marks = self.marks.saturating_add(1);
        self.marks <= MARKS && self.previous.is_some_and(|c| c != '\n' && c != '\t')
    }

    fn may_join(&mut self, _joiner: char, next: Option<char>) -> bool {
        let between = self.previous.is_some_and(is_joined) && next.is_some_and(is_joined);
        self.joins = self.joins.saturating_add(u8::from(between));
        between && self.joins <= JOINS
    }
}

fn is_joined(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !is_joiner(c) && replaced(c) == Some(c)
}

/// ZWNJ and ZWJ: Persian and Indic spelling need them, emoji are built with them.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Tag characters spell the flags of England, Scotland and Wales; anywhere else they hide text.
fn is_flag_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// The character itself, what stands for it, or nothing.
fn replaced(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{B}' | '\u{C}' => Some(' '),
        _ if c.is_control() || is_invisible(c) => None,
        _ => Some(c),
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
        | '\u{13430}'..='\u{1345F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E001F}' | '\u{E0080}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keeps_text_and_drops_tricks() {
        let zalgo = format!("e{}", "\u{301}".repeat(40));
        let capped = format!("e{}", "\u{301}".repeat(6));
        let family = "👨\u{200D}👩\u{200D}👧\u{200D}👦";
        let england = "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}";
        let table: &[(&str, &str)] = &[
            ("plain\ttext\n", "plain\ttext\n"),
            ("naïve 龙架构 עברית", "naïve 龙架构 עברית"),
            ("\u{1b}[31mred\u{7}", "[31mred"),
            ("a\u{9b}31mb\u{9d}0;c\u{9c}", "a31mb0;c"),
            ("a\r\nb\rc\u{2028}d\u{85}e", "a\nb\nc\nd\ne"),
            ("nul\0 del\u{7f} ff\u{c}", "nul del ff "),
            ("abc\u{202e}fed\u{202c}", "abcfed"),
            ("\u{200e}a\u{200f}\u{2066}b\u{2069}\u{61c}\u{202a}", "ab"),
            ("soft\u{ad}hy\u{200b}phen\u{feff}", "softhyphen"),
            ("pay\u{200d}pal", "paypal"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("\u{200d}\u{200d}x\u{200c}", "x"),
            (family, family),
            (england, england),
            ("a\u{E0061}\u{E0062}", "a"),
            ("\u{301}a", "a"),
            ("❤\u{fe0f}", "❤\u{fe0f}"),
            (&zalgo, &capped),
        ];
        for (input, expect) in table {
            assert_eq!(scrub(input), *expect, "{input:?}");
        }
    }

    #[test]
    fn a_line_has_single_spaces() {
        let table = [
            ("  a \n\t b\u{a0}\u{3000}c ", "a b c"),
            ("a b", "a b"),
            ("", ""),
            (" \n", ""),
            (" \u{301}a", "a"),
        ];
        for (input, expect) in table {
            assert_eq!(scrub_line(input), expect, "{input:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_dangerous_is_left(text in any::<String>()) {
            let once = scrub(&text).into_owned();
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
            prop_assert_eq!(scrub(&once), once.as_str());
            let line = scrub_line(&text).into_owned();
            prop_assert!(!line.contains(['\n', '\t']));
            prop_assert_eq!(scrub_line(&line), line.as_str());
        }
    }
}
