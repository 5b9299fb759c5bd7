//! Right-to-left text: which text it is, and its visual order (UAX #9).
//!
//! Terminals either do not reorder or do not agree on how, so what is drawn is in visual order already. Works on one line.

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use crate::text::width::cut;

/// A piece of a line whose characters run in one direction; pieces come in the order in which they are seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its bytes in the line.
    pub range: Range<usize>,
    /// Whether its graphemes are seen last first.
    pub is_reversed: bool,
}

/// Whether the text begins, past signs and digits, in a script that runs from right to left.
pub fn is_rtl(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let strong = text.chars().find_map(|c| match bidi_class(c) {
        BidiClass::L => Some(false),
        BidiClass::R | BidiClass::AL => Some(true),
        _ => None,
    });
    strong == Some(true)
}

/// Whether any letter of the text runs from right to left.
pub fn has_rtl(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_rtl_char)
}

fn is_rtl_char(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// The pieces of a line of a paragraph, in visual order.
pub fn visual_runs(line: &str, paragraph_is_rtl: bool) -> Vec<Run> {
    if !paragraph_is_rtl && !has_rtl(line) {
        return vec![Run {
            range: 0..line.len(),
            is_reversed: false,
        }];
    }
    let base = if paragraph_is_rtl {
        Level::rtl()
    } else {
        Level::ltr()
    };
    let info = BidiInfo::new(line, Some(base));
    let mut all = Vec::new();
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        all.extend(runs.into_iter().map(|range| Run {
            is_reversed: levels.get(range.start).is_some_and(Level::is_rtl),
            range,
        }));
    }
    all
}

/// A sentence of ours in visual order: it runs from left to right, and each stretch of right-to-left words in it stands for itself, so that what follows
/// a name, such as a number, stays behind it.
pub fn sentence(line: &str) -> Cow<'_, str> {
    if !has_rtl(line) {
        return Cow::Borrowed(line);
    }
    let mut seen = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((from, to)) = stretch(rest) {
        let (before, from_there) = rest.split_at(from);
        let (name, after) = from_there.split_at(to - from);
        seen.push_str(before);
        seen.push_str(&visual(name));
        rest = after;
    }
    seen.push_str(rest);
    Cow::Owned(seen)
}

/// The first stretch of right-to-left letters: from the first of them to the last before a letter that runs the other way.
fn stretch(text: &str) -> Option<(usize, usize)> {
    let mut found: Option<(usize, usize)> = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        let strong = grapheme
            .chars()
            .map(bidi_class)
            .find(|class| matches!(class, BidiClass::L | BidiClass::R | BidiClass::AL));
        match (strong, found) {
            (Some(BidiClass::L), Some(_)) => break,
            (Some(BidiClass::R | BidiClass::AL), _) => {
                let from = found.map_or(at, |(from, _)| from);
                found = Some((from, at + grapheme.len()));
            }
            _ => {}
        }
    }
    found
}

/// One line in visual order, in the direction in which it begins: a title, a name.
pub fn visual(line: &str) -> Cow<'_, str> {
    if !has_rtl(line) {
        return Cow::Borrowed(line);
    }
    let mut seen = String::with_capacity(line.len());
    for run in visual_runs(line, is_rtl(line)) {
        let piece = line.get(run.range).unwrap_or_default();
        if run.is_reversed {
            seen.push_str(&reversed(piece));
        } else {
            seen.push_str(piece);
        }
    }
    Cow::Owned(seen)
}

/// The text in at most so many cells, in the order of the eye: cut first, so that the sign stands where reading ends.
pub fn seen(text: &str, cells: usize) -> String {
    visual(&cut(text, cells)).into_owned()
}

/// The graphemes of a line in visual order: the byte where each begins in the line, and how it is seen.
pub fn arranged(line: &str) -> Vec<(usize, String)> {
    let mut seen = Vec::new();
    for run in visual_runs(line, is_rtl(line)) {
        let piece = line.get(run.range.clone()).unwrap_or_default();
        let graphemes = piece.grapheme_indices(true);
        let graphemes = graphemes.map(|(at, grapheme)| (run.range.start + at, grapheme));
        if run.is_reversed {
            seen.extend(
                graphemes
                    .rev()
                    .map(|(at, grapheme)| (at, reversed(grapheme))),
            );
        } else {
            seen.extend(graphemes.map(|(at, grapheme)| (at, grapheme.to_string())));
        }
    }
    seen
}

/// A right-to-left piece as it is seen: graphemes last first, brackets turned.
pub fn reversed(piece: &str) -> String {
    let mut seen = String::with_capacity(piece.len());
    for grapheme in piece.graphemes(true).rev() {
        match grapheme.chars().next().and_then(mirrored) {
            Some(other) => {
                seen.push(other);
                seen.extend(grapheme.chars().skip(1));
            }
            None => seen.push_str(grapheme),
        }
    }
    seen
}

fn mirrored(c: char) -> Option<char> {
    const PAIRS: &str = "()[]{}<>«»‹›≤≥≪≫⟨⟩⟪⟫⟦⟧〈〉「」『』【】〔〕（）［］｛｝＜＞∈∋⊂⊃≺≻";
    let at = PAIRS.chars().position(|other| other == c)?;
    PAIRS.chars().nth(at ^ 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn puts_lines_in_the_order_of_the_eye() {
        let table = [
            ("plain", "plain"),
            ("龙架构", "龙架构"),
            ("אבג", "גבא"),
            ("אבג דה", "הד גבא"),
            ("אבג 123 דה", "הד 123 גבא"),
            ("אבג Rust 2.0 דה", "הד Rust 2.0 גבא"),
            ("see אבג here", "see גבא here"),
            ("אבג (דה)", "(הד) גבא"),
            ("אבג…", "…גבא"),
            ("שָׁלוֹם", "םוֹלשָׁ"),
        ];
        for (text, expect) in table {
            assert_eq!(visual(text), expect, "{text}");
        }
    }

    #[test]
    fn a_sentence_runs_on_behind_a_name() {
        let table = [
            ("! אבג דה: 404, not found", "! הד גבא: 404, not found"),
            ("moved אבג to דה/ו · u undo", "moved גבא to ו/הד · u undo"),
            (
                "אבג is next checked at 14:31",
                "גבא is next checked at 14:31",
            ),
            ("no names", "no names"),
            ("龙 אב", "龙 בא"),
            ("אבג 12 דה, 3 feeds", "הד 12 גבא, 3 feeds"),
        ];
        for (text, expect) in table {
            assert_eq!(sentence(text), expect, "{text}");
        }
    }

    #[test]
    fn the_sign_of_the_cut_stands_where_reading_ends() {
        let cases = [
            ("אבג דה", 4, "…גבא"),
            ("one two", 5, "one…"),
            ("אבג", 3, "גבא"),
        ];
        for (text, cells, expect) in cases {
            assert_eq!(seen(text, cells), expect, "{text}");
        }
    }

    #[test]
    fn graphemes_know_where_they_stood() {
        let seen = arranged("a (אב) e\u{301}");
        let shown: String = seen.iter().map(|(_, grapheme)| grapheme.as_str()).collect();
        assert_eq!(shown, visual("a (אב) e\u{301}"));
        let places: Vec<usize> = seen.iter().map(|(at, _)| *at).collect();
        assert_eq!(places, [0, 1, 2, 5, 3, 7, 8, 9]);
    }

    #[test]
    fn knows_the_direction() {
        let table = [
            ("", false),
            ("123", false),
            ("abc אבג", false),
            ("12. אבג abc", true),
            ("مرحبا", true),
            ("龙", false),
        ];
        for (text, expect) in table {
            assert_eq!(is_rtl(text), expect, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-z אבגדה()0-9مرحب]*") {
            let mut before: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
            let mut after: Vec<char> = visual(&text).chars().filter(|c| c.is_alphanumeric()).collect();
            before.sort_unstable();
            after.sort_unstable();
            prop_assert_eq!(before, after);
        }

        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = visual(&text);
        }
    }
}
