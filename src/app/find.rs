//! Find inside a set page: every match, by line and cell, over line breaks and whatever case and accents.
//!
//! Lives here: the search and which match is the current one. The input is the prompt's; painting is the view's.

use crate::article::Line;
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
    /// Each match has one mark for each line it stands on.
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
    mark: Mark,
}

/// All matches of `wanted` in the lines, in order; none overlaps another.
pub fn matches(lines: &[Line], wanted: &str) -> Vec<Vec<Mark>> {
    let wanted: Vec<char> = folded(&text::visual(wanted.trim()));
    if wanted.is_empty() {
        return Vec::new();
    }
    let places = places(lines);
    let mut found = Vec::new();
    let mut at = 0;
    while at + wanted.len() <= places.len() {
        let here = places.iter().skip(at).zip(&wanted);
        if here.clone().all(|(place, wanted)| place.folded == *wanted) {
            found.push(join(here.map(|(place, _)| place.mark)));
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    found
}

fn folded(text: &str) -> Vec<char> {
    text::graphemes(text)
        .flat_map(|(_, grapheme, _)| fold(grapheme))
        .collect()
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

/// The text as one row of folded characters; a line break counts as a space.
fn places(lines: &[Line]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (line, content) in lines.iter().enumerate() {
        let mut cell = 0;
        for span in &content.spans {
            for (_, grapheme, cells) in text::graphemes(&span.text) {
                let mark = Mark {
                    line,
                    from: cell,
                    to: cell + cells,
                };
                cell += cells;
                let folded = fold(grapheme).into_iter();
                places.extend(folded.map(|folded| Place { folded, mark }));
            }
        }
        if places.last().is_some_and(|place| place.folded != ' ') {
            places.push(Place {
                folded: ' ',
                mark: Mark {
                    line,
                    from: cell,
                    to: cell,
                },
            });
        }
    }
    places
}

fn join(marks: impl Iterator<Item = Mark>) -> Vec<Mark> {
    let mut joined: Vec<Mark> = Vec::new();
    for mark in marks {
        match joined.last_mut() {
            Some(last) if last.line == mark.line => last.to = last.to.max(mark.to),
            _ => joined.push(mark),
        }
    }
    joined.retain(|mark| mark.to > mark.from);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;

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
        matches(&lines, wanted)
            .into_iter()
            .map(|marks| {
                marks
                    .into_iter()
                    .map(|mark| (mark.line, mark.from, mark.to))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn matches_ignore_case_accents_and_line_breaks() {
        assert_eq!(cells(&["Zen and zen"], "ZEN"), [[(0, 0, 3)], [(0, 8, 11)]]);
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
}
