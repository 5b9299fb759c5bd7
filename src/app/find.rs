//! Find inside a set page: every match, by line and cell, over line breaks, whatever the accents, and whatever the case unless a capital is typed.
//!
//! Lives here: the search and which match is the current one. The input is the prompt's; painting is the view's. Words are matched in the order in
//! which they are read, and what byline put among them (numbers of links, signs of notes) is not in the way.

use crate::app::letters::letters;
use crate::article::{Joint, Line};
use crate::text;

/// A piece of a match on one line, in cells of the line's text (its indent left out).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Line of the page.
    pub line: usize,
    /// First cell.
    pub from: usize,
    /// The cell after the last.
    pub to: usize,
}

/// What is looked for, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// As it was typed.
    pub text: String,
    /// Each match has a mark for each piece of a line that it stands on, in the order of the lines.
    pub matches: Vec<Vec<Mark>>,
    /// Index of the current one.
    pub current: usize,
    /// Whether it stands after the prompt is gone: `n` and `N` walk it.
    pub is_kept: bool,
    /// The first line on the screen when it began.
    pub origin: usize,
}

impl Find {
    /// The first line of the current match.
    pub fn line(&self) -> Option<usize> {
        self.matches
            .get(self.current)
            .and_then(|marks| marks.first())
            .map(|mark| mark.line)
    }

    /// Makes the first match at or below `line` the current one.
    pub fn from(&mut self, line: usize) {
        let below = |marks: &Vec<Mark>| marks.first().is_some_and(|mark| mark.line >= line);
        self.current = self.matches.iter().position(below).unwrap_or(0);
    }

    /// Goes `steps` matches on, round the end.
    pub fn step(&mut self, steps: i64) {
        let count = self.matches.len() as i64;
        if count > 0 {
            self.current = (self.current as i64 + steps).rem_euclid(count) as usize;
        }
    }
}

/// One folded character and the cells it came from.
struct Place {
    folded: char,
    is_capital: bool,
    mark: Mark,
}

/// What is looked for, folded.
struct Needle {
    folded: Vec<char>,
    capitals: Vec<bool>,
    /// A capital was typed: then all letters count as they are typed.
    is_exact: bool,
}

impl Needle {
    fn new(wanted: &str) -> Needle {
        let (mut folded, mut capitals) = (Vec::new(), Vec::new());
        for (_, grapheme, _) in text::graphemes(wanted.trim()) {
            for char in fold(grapheme) {
                folded.push(char);
                capitals.push(is_capital(grapheme));
            }
        }
        Needle {
            is_exact: capitals.contains(&true),
            folded,
            capitals,
        }
    }

    fn fits(&self, place: &Place, at: usize) -> bool {
        self.folded.get(at) == Some(&place.folded)
            && (!self.is_exact || self.capitals.get(at) == Some(&place.is_capital))
    }
}

/// All matches of `wanted` in the lines, in order; none overlaps another.
pub fn matches(lines: &[Line], wanted: &str) -> Vec<Vec<Mark>> {
    let needle = Needle::new(wanted);
    let length = needle.folded.len();
    if length == 0 {
        return Vec::new();
    }
    let places = places(lines, wanted.trim().starts_with('['));
    let mut found = Vec::new();
    let mut at = 0;
    while at + length <= places.len() {
        let here = places.iter().skip(at).take(length);
        if here
            .clone()
            .enumerate()
            .all(|(nth, place)| needle.fits(place, nth))
        {
            found.push(join(here.map(|place| place.mark)));
            at += length;
        } else {
            at += 1;
        }
    }
    found
}

fn fold(grapheme: &str) -> Vec<char> {
    match grapheme.as_bytes() {
        [byte] => vec![if byte.is_ascii_whitespace() {
            ' '
        } else {
            byte.to_ascii_lowercase() as char
        }],
        _ => text::fold(grapheme).chars().collect(),
    }
}

fn is_capital(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(char::is_uppercase)
}

/// The text as one row of folded characters; white space counts as one space, a line that was broken within a word as nothing.
fn places(lines: &[Line], with_numbers: bool) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (line, content) in lines.iter().enumerate() {
        let mut cell = 0;
        for letter in letters(content) {
            cell = cell.max(letter.to);
            if !(letter.is_text() || with_numbers && !letter.span.is_quote_bar) {
                continue;
            }
            let turned = letter.is_reversed.then(|| letter.written());
            let grapheme = turned.as_deref().unwrap_or(letter.seen);
            let mark = Mark {
                line,
                from: letter.from,
                to: letter.to,
            };
            for folded in fold(grapheme) {
                push(&mut places, folded, is_capital(grapheme), mark);
            }
        }
        if !matches!(content.joint, Joint::Nothing | Joint::Hyphen) {
            let end = Mark {
                line,
                from: cell,
                to: cell,
            };
            push(&mut places, ' ', false, end);
        }
    }
    places
}

fn push(places: &mut Vec<Place>, folded: char, is_capital: bool, mark: Mark) {
    let is_more_space = folded == ' ' && places.last().is_none_or(|last| last.folded == ' ');
    if !is_more_space {
        places.push(Place {
            folded,
            is_capital,
            mark,
        });
    }
}

/// The cells of a match: those that touch become one mark.
fn join(marks: impl Iterator<Item = Mark>) -> Vec<Mark> {
    let mut joined: Vec<Mark> = Vec::new();
    for mark in marks.filter(|mark| mark.to > mark.from) {
        match joined.last_mut() {
            Some(last)
                if last.line == mark.line && mark.from <= last.to && last.from <= mark.to =>
            {
                last.from = last.from.min(mark.from);
                last.to = last.to.max(mark.to);
            }
            _ => joined.push(mark),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Head, Span, document, typeset};

    fn line(text: &str) -> Line {
        Line {
            spans: vec![Span {
                text: text.to_string(),
                ..Span::default()
            }],
            ..Line::default()
        }
    }

    fn cells(lines: &[&str], wanted: &str) -> Vec<Vec<(usize, usize, usize)>> {
        let lines: Vec<Line> = lines.iter().map(|text| line(text)).collect();
        marked(&lines, wanted)
    }

    fn marked(lines: &[Line], wanted: &str) -> Vec<Vec<(usize, usize, usize)>> {
        matches(lines, wanted)
            .into_iter()
            .map(|marks| {
                marks
                    .into_iter()
                    .map(|mark| (mark.line, mark.from, mark.to))
                    .collect()
            })
            .collect()
    }

    /// Where `wanted` stands on a page set to a width.
    fn on_page(html: &str, width: u16, wanted: &str) -> Vec<Vec<(usize, usize, usize)>> {
        let page = typeset(&Head::default(), &document(html, None), width, usize::MAX);
        marked(&page.lines, wanted)
    }

    #[test]
    fn matches_ignore_case_accents_and_line_breaks() {
        assert_eq!(cells(&["Zen and zen"], "zen"), [[(0, 0, 3)], [(0, 8, 11)]]);
        assert_eq!(cells(&["the café"], "cafe"), [[(0, 4, 8)]]);
        assert_eq!(
            cells(&["a lockless page", "cache here"], "page cache"),
            [[(0, 11, 15), (1, 0, 5)]]
        );
        assert_eq!(
            cells(&["内核 Rust 内核"], "内核"),
            [[(0, 0, 4)], [(0, 10, 14)]]
        );
        assert_eq!(cells(&["aaa"], "aa"), [[(0, 0, 2)]]);
        assert!(cells(&["nothing"], "  ").is_empty());
    }

    #[test]
    fn a_capital_makes_case_count() {
        assert_eq!(cells(&["Zen and zen, ZEN"], "Zen"), [[(0, 0, 3)]]);
        assert_eq!(cells(&["Zen and zen, ZEN"], "ZEN"), [[(0, 13, 16)]]);
        assert_eq!(cells(&["École, école"], "Ecole"), [[(0, 0, 5)]]);
        assert_eq!(cells(&["École, école"], "ecole").len(), 2);
    }

    #[test]
    fn numbers_of_links_are_not_in_the_way_and_can_be_found_themselves() {
        let html = "<p>posted <a href='https://a.example/'>last week</a> ask</p>";
        assert_eq!(on_page(html, 80, "week ask"), [[(0, 12, 16), (0, 19, 23)]]);
        assert_eq!(on_page(html, 80, "[1]").first(), Some(&vec![(0, 16, 19)]));
    }

    #[test]
    fn lines_broken_without_a_space_are_read_on() {
        let html = "<p>龙架构补丁合入内核主线</p>";
        assert_eq!(on_page(html, 8, "补丁合入"), [[(0, 6, 8), (1, 0, 6)]]);
        assert_eq!(
            on_page("<p>incomprehensible</p>", 8, "prehens"),
            [[(0, 5, 8), (1, 0, 4)]]
        );
    }

    #[test]
    fn quotes_and_lists_are_read_over_their_bars_and_indents() {
        let quote = "<blockquote><p>talked yourself out of</p></blockquote>";
        assert_eq!(
            on_page(quote, 18, "yourself out"),
            [[(0, 9, 17), (1, 2, 5)]]
        );
        let list = "<ul><li>stays where it is</li></ul>";
        assert_eq!(on_page(list, 14, "where it"), [[(0, 8, 13), (1, 0, 2)]]);
    }

    #[test]
    fn right_to_left_lines_are_read_from_their_right_edge() {
        let html = "<p>אבג דהו זחט</p>";
        // Seen on a line of 20: the first word at its right edge.
        assert_eq!(on_page(html, 20, "דהו"), [[(0, 4, 7)]]);
        assert_eq!(on_page(html, 20, "אבג דהו"), [[(0, 4, 11)]]);
        // Broken after the second word: the match goes from the left end of a line to the right end of the next.
        assert_eq!(on_page(html, 8, "דהו זחט"), [[(0, 0, 3), (1, 0, 3)]]);
        let mixed = "<p>The word שלום עולם means it</p>";
        assert_eq!(on_page(mixed, 40, "שלום עולם"), [[(0, 9, 18)]]);
        assert_eq!(on_page(mixed, 40, "word שלום"), [[(0, 4, 9), (0, 14, 18)]]);
    }
}
