//! Notes of the article: `tab` stops at their signs in the text as it does at links, `enter` goes to the note and back.
//!
//! Which lines are notes the document tells; which sign leads to which note their figures do. Invariant: where one came from is where one comes back to.

use crate::app::{Mark, Reader};
use crate::article::{Block, Line};
use crate::text::{self, Role};

/// Where `tab` can stop: a link of `Page::links` by its index, or the sign of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::reader) enum Stop {
    /// A link.
    Link(usize),
    /// A sign in the text.
    Sign(Mark),
}

/// A sign that is stood on, or whose note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::reader) struct AtNote {
    /// The sign.
    sign: Mark,
    /// The first line on the screen when its note was gone to; `None`: the sign itself is stood on.
    came_from: Option<usize>,
}

impl Reader {
    /// The sign that `tab` stands on, while its note is not gone to.
    pub fn note_sign(&self) -> Option<Mark> {
        let at = self.note?;
        at.came_from.is_none().then_some(at.sign)
    }

    /// Whether a note was gone to, and the way back is `enter`.
    pub fn is_at_note(&self) -> bool {
        self.note.is_some_and(|at| at.came_from.is_some())
    }

    /// The words of the note whose sign is stood on.
    pub fn note_words(&self) -> Option<String> {
        let line = self.note_line(&self.note_sign()?)?;
        let lines = self.page.lines.get(line..)?.iter().enumerate();
        let own = lines
            .take_while(|(at, line)| *at == 0 || figure(line).is_none() && !line.spans.is_empty());
        let words: Vec<String> = own
            .map(|(_, line)| line.text().trim().to_string())
            .collect();
        Some(words.join(" "))
    }

    /// Goes from the sign that is stood on to its note, or from a note back to its sign; says whether it did.
    pub fn follow_note(&mut self) -> bool {
        let Some(at) = self.note else {
            return false;
        };
        if let Some(top) = at.came_from {
            self.scroll_to(top);
            self.note = Some(AtNote {
                came_from: None,
                ..at
            });
            return true;
        }
        let Some(line) = self.note_line(&at.sign) else {
            return false;
        };
        self.note = Some(AtNote {
            came_from: Some(self.top),
            ..at
        });
        self.bring(line);
        true
    }

    /// The links and signs of notes in the order in which they stand.
    pub(in crate::app::reader) fn stops(&self) -> Vec<(usize, Stop)> {
        let mut stops: Vec<(usize, usize, Stop)> = Vec::new();
        for (index, link) in self.page.links.iter().enumerate() {
            let spans = self
                .page
                .lines
                .get(link.line)
                .map(|line| line.spans.as_slice());
            let cell = spans.map_or(0, |spans| cell_of(spans, link.target));
            stops.push((link.line, cell, Stop::Link(index)));
        }
        for (number, line) in self.page.lines.iter().enumerate() {
            if self.is_of_notes(line) {
                continue;
            }
            for mark in signs(number, line) {
                if self.note_line(&mark).is_some() {
                    stops.push((number, mark.from, Stop::Sign(mark)));
                }
            }
        }
        stops.sort_by_key(|(line, cell, _)| (*line, *cell));
        stops
            .into_iter()
            .map(|(line, _, stop)| (line, stop))
            .collect()
    }

    /// Stands on a sign.
    pub(in crate::app::reader) fn stand_on_sign(&mut self, sign: Mark) {
        self.note = Some(AtNote {
            sign,
            came_from: None,
        });
    }

    fn is_of_notes(&self, line: &Line) -> bool {
        let block = self.document.blocks.get(line.block as usize);
        matches!(block, Some(Block::Footnotes(_)))
    }

    /// The first line of the note that a sign leads to.
    fn note_line(&self, sign: &Mark) -> Option<usize> {
        let line = self.page.lines.get(sign.line)?;
        let (_, wanted) = footnote_spans(line).find(|(from, _)| *from == sign.from)?;
        let notes = self.page.lines.iter().enumerate();
        let mut notes = notes.filter(|(_, line)| self.is_of_notes(line));
        let found = notes.find(|(_, line)| figure(line) == Some(wanted.trim()))?;
        Some(found.0)
    }
}

/// The signs of notes on a line of the text.
fn signs(number: usize, line: &Line) -> Vec<Mark> {
    let marks = footnote_spans(line).map(|(from, words)| Mark {
        line: number,
        from,
        to: from + text::width(words),
    });
    marks.collect()
}

/// The spans of a line that are signs: the first cell and the words of each.
fn footnote_spans(line: &Line) -> impl Iterator<Item = (usize, &str)> {
    let mut cell = 0;
    line.spans.iter().filter_map(move |span| {
        let from = cell;
        cell += text::width(&span.text);
        (span.role == Role::Footnote).then_some((from, span.text.as_str()))
    })
}

/// The figure that a note begins with, on its first line.
fn figure(line: &Line) -> Option<&str> {
    let first = line.spans.first().filter(|span| span.role == Role::Dim)?;
    let figure = first.text.trim();
    (!figure.is_empty() && !figure.starts_with('─')).then_some(figure)
}

fn cell_of(spans: &[crate::article::Span], target: u32) -> usize {
    let before = spans.iter().take_while(|span| span.link != Some(target));
    before.map(|span| text::width(&span.text)).sum()
}
