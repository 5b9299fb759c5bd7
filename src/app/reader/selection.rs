//! A passage that is being selected, to be copied: from word to word, or by whole lines.
//!
//! Lives here: which words, and what is copied of them. Numbers of links, signs of notes and bars of quotes are no words. Invariant: what was broken only
//! to fit the screen is copied as one line.

use crate::app::Mark;
use crate::app::letters::letters;
use crate::article::{Joint, Line, Page};
use crate::text::{self, Role};

/// Cells that code is inset by, which are not its own.
const INSET: usize = 2;

/// What a motion takes along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Whole lines.
    #[default]
    Line,
    /// Words, or single characters where they are not parted by spaces.
    Word,
}

/// A motion of the end that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// So many words on, or back.
    Words(i64),
    /// So many lines down, or up.
    Lines(i64),
    /// To the first word of all.
    First,
    /// To the last one.
    Last,
}

/// A word of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    mark: Mark,
    /// Spaces before it on its line.
    before: usize,
    text: String,
}

/// A passage: all words between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    by: By,
    words: Vec<Word>,
    anchor: usize,
    head: usize,
}

impl Selection {
    /// A passage of one line or word: the first at or below a line. `None`: the page has no words.
    pub fn new(page: &Page, by: By, line: usize) -> Option<Selection> {
        let words: Vec<Word> = page.lines.iter().enumerate().flat_map(words).collect();
        let first = words.partition_point(|word| word.mark.line < line);
        let at = first.min(words.len().checked_sub(1)?);
        Some(Selection {
            by,
            words,
            anchor: at,
            head: at,
        })
    }

    /// By lines or by words.
    pub fn by(&self) -> By {
        self.by
    }

    /// The other way of taking words along.
    pub fn turn(&mut self) {
        self.by = match self.by {
            By::Line => By::Word,
            By::Word => By::Line,
        };
    }

    /// Moves the end.
    pub fn reach(&mut self, reach: Reach) {
        let last = self.words.len().saturating_sub(1);
        self.head = match reach {
            Reach::First => 0,
            Reach::Last => last,
            Reach::Words(steps) => (self.head as i64)
                .saturating_add(steps)
                .clamp(0, last as i64) as usize,
            Reach::Lines(steps) => self.down(steps),
        };
    }

    /// From the word at or nearest to one cell of the page, as (line, cell), to that at another.
    pub fn span(&mut self, from: (usize, usize), to: (usize, usize)) {
        self.anchor = self.nearest(from);
        self.head = self.nearest(to);
    }

    /// The line of the end that moves.
    pub fn line(&self) -> usize {
        self.words.get(self.head).map_or(0, |word| word.mark.line)
    }

    /// What is selected on a line: its cells.
    pub fn on_line(&self, line: usize) -> Vec<Mark> {
        let (first, last) = self.ends();
        let mut marks: Vec<Mark> = Vec::new();
        let from = self.words.partition_point(|word| word.mark.line < line);
        let here = self.words.iter().enumerate().skip(from);
        for (at, word) in here.take_while(|(_, word)| word.mark.line == line) {
            if at < first || at > last {
                continue;
            }
            match marks.last_mut() {
                Some(mark) if self.by == By::Line || at > first => {
                    mark.from = mark.from.min(word.mark.from);
                    mark.to = mark.to.max(word.mark.to);
                }
                _ => marks.push(word.mark),
            }
        }
        marks
    }

    /// How many lines and words it has.
    pub fn size(&self) -> (usize, usize) {
        let (first, last) = self.ends();
        let words = self.words.get(first..=last).unwrap_or_default();
        let lines = words.chunk_by(|a, b| a.mark.line == b.mark.line).count();
        (lines, words.len())
    }

    /// The passage as it was written: paragraphs are one line each.
    pub fn passage(&self, lines: &[Line]) -> String {
        let (first, last) = self.ends();
        let mut passage = String::new();
        let mut before: Option<&Word> = None;
        for word in self.words.get(first..=last).unwrap_or_default() {
            let is_code = lines.get(word.mark.line).is_some_and(|line| line.code);
            match before.map(|before| before.mark.line) {
                Some(line) if line == word.mark.line => {
                    let most = if is_code {
                        word.before
                    } else {
                        word.before.min(1)
                    };
                    passage.push_str(&" ".repeat(most));
                }
                Some(line) => {
                    passage.push_str(&between(lines, line, word.mark.line));
                    if is_code {
                        passage.push_str(&" ".repeat(word.before.saturating_sub(INSET)));
                    }
                }
                None => {}
            }
            passage.push_str(&word.text);
            before = Some(word);
        }
        passage
    }

    /// The first and the last word, rising; by lines those of whole lines.
    fn ends(&self) -> (usize, usize) {
        let (first, last) = (self.anchor.min(self.head), self.anchor.max(self.head));
        if self.by == By::Word {
            return (first, last);
        }
        let line = |at: usize| self.words.get(at).map_or(0, |word| word.mark.line);
        let (top, end) = (line(first), line(last));
        let first = self.words.partition_point(|word| word.mark.line < top);
        let behind = self.words.partition_point(|word| word.mark.line <= end);
        (first, behind.saturating_sub(1))
    }

    fn down(&self, steps: i64) -> usize {
        let Some(word) = self.words.get(self.head) else {
            return 0;
        };
        let lines: Vec<&[Word]> = self
            .words
            .chunk_by(|a, b| a.mark.line == b.mark.line)
            .collect();
        let at = lines.partition_point(|line| {
            line.first()
                .is_some_and(|first| first.mark.line < word.mark.line)
        });
        let last = lines.len().saturating_sub(1) as i64;
        let wanted = (at as i64).saturating_add(steps).clamp(0, last) as usize;
        let line = lines.get(wanted).and_then(|line| line.first());
        self.nearest((line.map_or(0, |first| first.mark.line), word.mark.from))
    }

    /// The word at a cell, else the nearest one of its line, else the first behind it.
    fn nearest(&self, (line, cell): (usize, usize)) -> usize {
        let first = self.words.partition_point(|word| word.mark.line < line);
        let here = self.words.iter().enumerate().skip(first);
        let here = here.take_while(|(_, word)| word.mark.line == line);
        let away = |word: &Word| {
            word.mark.from.saturating_sub(cell) + (cell + 1).saturating_sub(word.mark.to)
        };
        let found = here.min_by_key(|(_, word)| away(word));
        found.map_or(first.min(self.words.len().saturating_sub(1)), |(at, _)| at)
    }
}

/// What stands between the last word of a line and the first of a later one.
fn between(lines: &[Line], from: usize, to: usize) -> String {
    if to == from + 1 {
        return match lines.get(from).map(|line| line.joint) {
            Some(Joint::Space) => " ".to_string(),
            Some(Joint::Nothing | Joint::Hyphen) => String::new(),
            _ => "\n".to_string(),
        };
    }
    let is_code = |at: usize| lines.get(at).is_some_and(|line| line.code);
    let most = if is_code(from) && is_code(to) {
        usize::MAX
    } else {
        2
    };
    "\n".repeat((to - from).min(most))
}

/// The words of a line, in the order in which they are read.
fn words((number, line): (usize, &Line)) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut spaces = usize::from(line.indent) * usize::from(line.code);
    let mut is_open = false;
    for letter in letters(line) {
        // The name of the language stands in the line, and is none of the code.
        let is_label = line.code && letter.span.role == Role::Dim;
        let is_end_sign = letter.span.role == Role::Dim && letter.seen == "■";
        if !letter.is_text() || is_label || is_end_sign {
            continue;
        }
        if letter.seen.trim().is_empty() {
            spaces += letter.to - letter.from;
            is_open = false;
            continue;
        }
        let written = letter.written();
        let stands_alone = written.chars().next().is_some_and(text::is_unspaced);
        let mark = Mark {
            line: number,
            from: letter.from,
            to: letter.to,
        };
        match words.last_mut() {
            Some(word) if is_open && !stands_alone => {
                word.text.push_str(&written);
                word.mark.from = word.mark.from.min(mark.from);
                word.mark.to = word.mark.to.max(mark.to);
            }
            _ => words.push(Word {
                mark,
                before: spaces,
                text: written,
            }),
        }
        spaces = 0;
        is_open = !stands_alone;
    }
    words
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::{Head, document, typeset};

    fn page(html: &str, width: u16) -> Page {
        typeset(&Head::default(), &document(html, None), width, usize::MAX)
    }

    fn all(html: &str, width: u16) -> String {
        let page = page(html, width);
        let mut selection = Selection::new(&page, By::Line, 0).unwrap();
        selection.reach(Reach::Last);
        selection.passage(&page.lines)
    }

    #[test]
    fn a_passage_is_copied_as_it_was_written_at_any_width() {
        let table = [
            ("<p>one two three four</p>", "one two three four"),
            (
                "<p>one <a href='https://a.example/'>two</a> three</p>",
                "one two three\n\nlinks\n[1] two a.example",
            ),
            ("<p>龙架构补丁合入内核主线</p>", "龙架构补丁合入内核主线"),
            ("<p>אבג דהו זחט (יכל)</p>", "אבג דהו זחט (יכל)"),
            (
                "<blockquote><p>talked yourself out of</p></blockquote>",
                "talked yourself out of",
            ),
            ("<p>one<br>two</p><p>three</p>", "one\ntwo\n\nthree"),
            (
                "<pre>if x {\n\n    y;\n}</pre><p>z</p>",
                "if x {\n\n    y;\n}\n\nz",
            ),
        ];
        for (html, expect) in table {
            for width in [14, 24, 80] {
                assert_eq!(all(html, width), expect, "{width}");
            }
        }
    }

    #[test]
    fn words_and_lines_are_taken_along_by_motions() {
        let page = page("<p>one two three four five six</p>", 10);
        let mut selection = Selection::new(&page, By::Line, 0).unwrap();
        assert_eq!(selection.passage(&page.lines), "one two");
        selection.reach(Reach::Lines(1));
        assert_eq!(selection.passage(&page.lines), "one two three four");
        assert_eq!(selection.size(), (2, 4));
        selection.turn();
        assert_eq!(selection.passage(&page.lines), "one two three");
        selection.reach(Reach::Words(1));
        assert_eq!(selection.passage(&page.lines), "one two three four");
        selection.reach(Reach::Words(-2));
        assert_eq!(selection.passage(&page.lines), "one two");
        selection.reach(Reach::Lines(-9));
        selection.reach(Reach::Words(-9));
        assert_eq!(selection.passage(&page.lines), "one");
        selection.span((1, 8), (0, 5));
        assert_eq!(selection.passage(&page.lines), "two three four");
        let cells = |line| {
            let marks = selection.on_line(line);
            marks
                .iter()
                .map(|mark| (mark.from, mark.to))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (cells(0), cells(1), cells(2)),
            (vec![(4, 7)], vec![(0, 10)], vec![])
        );
    }

    #[test]
    fn a_page_without_words_has_no_passage() {
        assert_eq!(Selection::new(&Page::default(), By::Word, 3), None);
    }
}
