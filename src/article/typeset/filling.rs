//! Which words go on which line: greedily, as many as fit.
//!
//! Knows bytes and cells, not what words mean (`text`). Invariant: no line is fuller than its room but for a grapheme that is wider.

use std::ops::Range;

use crate::article::hyphens::Hyphens;
use crate::text::{graphemes, width};

/// Lines narrower than this have no indent.
const LEAST_INDENTED: usize = 20;
/// In lines narrower than this no word is parted: they would end in hyphens.
const LEAST_PARTED: usize = 20;

/// A line that is filled.
pub struct Filled {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// A word goes on behind it, and a hyphen is to say so.
    pub is_parted: bool,
    /// Cells left free before it.
    pub indent: usize,
}

/// Fills lines greedily.
#[derive(Default)]
pub struct Filling {
    room: usize,
    start: usize,
    used: usize,
    /// Of the cells used, those that the line at hand leaves free before its first word.
    indent: usize,
    lines: Vec<Filled>,
}

impl Filling {
    /// Lines of so many cells, the first of them indented.
    pub fn new(room: usize, indent: usize) -> Self {
        let indent = if room >= LEAST_INDENTED { indent } else { 0 };
        Self {
            room,
            indent,
            used: indent,
            ..Self::default()
        }
    }

    /// Adds a piece that no break may part, with the white space behind it.
    pub fn add(&mut self, from: usize, piece: &str, hyphens: Option<Hyphens>) {
        let words = piece.trim_end_matches([' ', '\n']);
        let wide = width(words);
        if self.used + wide > self.room
            && self.room >= LEAST_PARTED
            && let Some(hyphens) = hyphens
            && let Some(at) = self.part(words, hyphens)
        {
            self.end_line(from + at, true);
            let rest = piece.get(at..).unwrap_or_default();
            return self.add(from + at, rest, Some(hyphens));
        }
        if self.used + wide > self.room && from > self.start {
            self.end_line(from, false);
        }
        if from == self.start && self.used + wide > self.room {
            // A word that needs the whole line gets it.
            self.used -= std::mem::take(&mut self.indent);
        }
        if wide > self.room {
            self.split(from, words);
        } else {
            self.used += wide;
        }
        self.used += piece.len() - words.len();
        if piece.ends_with('\n') {
            self.end_line(from + piece.len(), false);
        }
    }

    /// Where a word is parted so that as much of it as possible, and a hyphen, stand on the line at hand.
    fn part(&self, word: &str, hyphens: Hyphens) -> Option<usize> {
        let room = self.room.checked_sub(self.used + 1)?;
        let places = hyphens.places(word);
        let fits = |at: &&usize| width(word.get(..**at).unwrap_or_default()) <= room;
        places.iter().rev().find(fits).copied()
    }

    /// A word that is wider than the line is broken between graphemes.
    fn split(&mut self, from: usize, word: &str) {
        for (at, _, cells) in graphemes(word) {
            if self.used > 0 && self.used + cells > self.room {
                self.end_line(from + at, false);
            }
            self.used += cells;
        }
    }

    fn end_line(&mut self, at: usize, is_parted: bool) {
        self.lines.push(Filled {
            range: self.start..at,
            is_parted,
            indent: std::mem::take(&mut self.indent),
        });
        self.start = at;
        self.used = 0;
    }

    /// The lines, the text ending at this byte.
    pub fn finish(mut self, end: usize) -> Vec<Filled> {
        if end > self.start {
            self.end_line(end, false);
        }
        self.lines
    }
}
