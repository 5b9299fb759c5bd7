//! The letters of a set line in the order in which they are read, each with the cells where it is seen.
//!
//! What is not the article's own words is told apart by its span: numbers of links, signs of notes, bars of quotes. Invariant: every letter of a
//! line comes once, but for a hyphen that only says that a word goes on; in lines from left to right their cells rise.

use crate::article::{Joint, Line, Span};
use crate::text::{self, Role};

/// A letter of a line.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// The span it belongs to.
    pub span: &'a Span,
    /// A grapheme, as it is seen; of a right-to-left stretch its brackets are turned.
    pub seen: &'a str,
    /// Whether it stands in a right-to-left stretch.
    pub is_reversed: bool,
    /// The first cell, the line's indent left out.
    pub from: usize,
    /// The cell after its last.
    pub to: usize,
}

impl Letter<'_> {
    /// The grapheme as it was written.
    pub fn written(&self) -> String {
        if self.is_reversed {
            text::reversed(self.seen)
        } else {
            self.seen.to_string()
        }
    }

    /// Whether it is a word of the article, not a number or sign that byline put there.
    pub fn is_text(&self) -> bool {
        !self.span.is_quote_bar && !matches!(self.span.role, Role::LinkNumber | Role::Footnote)
    }
}

/// The letters of a line, in the order in which they are read.
pub fn letters(line: &Line) -> Vec<Letter<'_>> {
    let mut seen = Vec::new();
    let mut cell = 0;
    for span in &line.spans {
        for (_, grapheme, cells) in text::graphemes(&span.text) {
            seen.push(Letter {
                span,
                seen: grapheme,
                is_reversed: false,
                from: cell,
                to: cell + cells,
            });
            cell += cells;
        }
    }
    let is_mixed = line.is_rtl || line.spans.iter().any(|span| text::has_rtl(&span.text));
    let mut letters = if is_mixed {
        in_order(line, &seen)
    } else {
        seen
    };
    if line.joint == Joint::Hyphen {
        // The last one is not of the text.
        letters.pop();
    }
    letters
}

/// What is seen brought back into the order of reading: the order of the eye, taken once more, gives it. Bars and margins stay before it.
fn in_order<'a>(line: &Line, seen: &[Letter<'a>]) -> Vec<Letter<'a>> {
    let is_margin = |letter: &Letter| letter.span.is_quote_bar || letter.seen == " ";
    let margin = seen.iter().take_while(|letter| is_margin(letter)).count();
    let mut words = String::new();
    let mut starts = Vec::new();
    for letter in seen.iter().skip(margin) {
        starts.push(words.len());
        words.push_str(letter.seen);
    }
    let mut ordered: Vec<Letter> = seen.iter().take(margin).copied().collect();
    for run in text::visual_runs(&words, line.is_rtl) {
        let first = starts.partition_point(|start| *start < run.range.start);
        let last = starts.partition_point(|start| *start < run.range.end);
        let of_run = seen.iter().skip(margin + first).take(last - first);
        let of_run = of_run.map(|letter| Letter {
            is_reversed: run.is_reversed,
            ..*letter
        });
        if run.is_reversed {
            ordered.extend(of_run.rev());
        } else {
            ordered.extend(of_run);
        }
    }
    ordered
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::article::{Head, document, typeset};

    fn read(html: &str, width: u16) -> Vec<String> {
        let page = typeset(&Head::default(), &document(html, None), width, usize::MAX);
        let read = |line: &Line| {
            let letters = letters(line);
            letters.iter().map(Letter::written).collect::<String>()
        };
        page.lines.iter().map(read).collect()
    }

    #[test]
    fn lines_are_read_as_they_were_written() {
        let written = [
            "one two",
            "הקרנל ממתין 12 שניות (בערך) ואז Linux ממשיך",
            "The word שלום means peace",
            "内核主线，性能",
        ];
        for text in written {
            // The sign of the end stands at the right: behind the last word, or where that is at the edge below it.
            let first = read(&format!("<p>{text}</p>"), 80).remove(0);
            assert_eq!(first.trim_end_matches(" ■"), text);
        }
        assert_eq!(
            read("<p>אבג דהו זחט יכל</p>", 8),
            ["אבג דהו", "זחט יכל", "■"]
        );
    }

    #[test]
    fn the_first_letter_of_a_hebrew_line_stands_at_its_right_edge() {
        let page = typeset(
            &Head::default(),
            &document("<p>אבג</p>", None),
            20,
            usize::MAX,
        );
        let line = page.lines.first().unwrap();
        let letters = letters(line);
        let first = letters.first().unwrap();
        assert_eq!(first.seen, "א");
        assert_eq!(usize::from(line.indent) + first.to, 20);
    }
}
