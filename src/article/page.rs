//! A document set to a width: lines of spans, ready for a pane or a pipe.
//!
//! Invariant: no line is wider than `width` cells, except code that a pane scrolls. A page may be unfinished: `typeset` continues it on demand.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::hyphens::Hyphens;
use crate::text::Role;

/// What stands above the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The headline, plain text.
    pub title: String,
    /// Facts of the byline, in order, joined by ` · `: feed, author, date, reading time, comments, tags.
    pub facts: Vec<String>,
    /// How many words the text has; of Chinese, Japanese and their like, characters.
    #[serde(default)]
    pub length: u64,
    /// One quiet line below them: why the text is not the one that was wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the reader wrote to it, as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// How a page is to be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Cells; at least 1.
    pub width: u16,
    /// What happens to code that is wider.
    pub code: CodeLines,
    /// What stands for pictures.
    pub figures: Figures,
    /// How removed and added words are told from others.
    pub edits: Edits,
    /// How paragraphs are told apart.
    pub paragraphs: Paragraphs,
    /// The patterns by which words are parted at the ends of lines; `None`: no word is.
    pub hyphens: Option<Hyphens>,
}

impl From<u16> for Setting {
    fn from(width: u16) -> Self {
        Self {
            width,
            code: CodeLines::Scroll,
            figures: Figures::Line,
            edits: Edits::Styled,
            paragraphs: Paragraphs::Blank,
            hyphens: None,
        }
    }
}

impl Page {
    /// Where a note stands, and its signs.
    pub fn note(&self, number: u32) -> Option<&NotePlace> {
        self.notes.get(number as usize)
    }

    /// The note below the text that a line belongs to.
    pub fn note_at(&self, line: usize) -> Option<&NotePlace> {
        self.notes.iter().find(|place| place.lines.contains(&line))
    }
}

/// How removed and added words are told from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edits {
    /// By their roles.
    #[default]
    Styled,
    /// By signs around them, where there are no colours and no strokes: `[-removed-]`, `{+added+}`.
    Signs,
}

/// How paragraphs are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paragraphs {
    /// By a blank line between them.
    #[default]
    Blank,
    /// By the indent of the first line of one that follows another, as in a book.
    Indent,
}

/// What stands for a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figures {
    /// One line with its words.
    #[default]
    Line,
    /// Room for the picture itself.
    Room(Frame),
}

/// What bounds the room of a picture besides the page's width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Most rows.
    pub rows: u16,
    /// How tall a cell is for its width, in hundredths: 200 is twice as tall as wide.
    pub tall: u16,
}

/// Where a picture stands on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// Absolute; empty when the page hides it.
    pub src: String,
    /// What it shows, in words; may be empty.
    pub alt: String,
    /// What stands below it; may be empty.
    pub caption: String,
    /// The first line of its room, or the line that stands for it.
    pub line: usize,
    /// Rows of its room; 0 where one line stands for it.
    pub rows: u16,
    /// Cells of its room.
    pub columns: u16,
    /// Cells left of its room, such as the bar of a quote.
    pub indent: u16,
    /// The first row of its room below the words in it.
    pub free: u16,
}

/// What happens to lines of code that are wider than the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodeLines {
    /// They stay long: a pane scrolls them sideways. The only lines that may be wider than the page.
    #[default]
    Scroll,
    /// They are broken: a pipe cannot scroll.
    Wrap,
}

/// A set page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Head lines first, then the body.
    pub lines: Vec<Line>,
    /// The width that was asked for, in cells.
    pub width: u16,
    /// How wide code was set.
    pub code: CodeLines,
    /// Where the links stand.
    pub links: Vec<Link>,
    /// Where the notes stand and the signs in the text that lead to them: `notes[number]`, as far as the page is set.
    pub notes: Vec<NotePlace>,
    /// The first block that is not set yet; equal to the document's number of blocks when all is.
    pub next_block: u32,
    /// How many of the lines are the head.
    pub head_lines: usize,
    /// What stands for pictures, as it was asked for.
    pub figures: Figures,
    /// How removed and added words are told from others, as it was asked for.
    pub edits: Edits,
    /// How paragraphs are told apart, as it was asked for.
    pub paragraphs: Paragraphs,
    /// By which patterns words are parted, as it was asked for.
    pub hyphens: Option<Hyphens>,
    /// Where the pictures stand, from the first to the last.
    pub pictures: Vec<Slot>,
}

/// One line of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Cells to leave free at the left.
    pub indent: u16,
    /// Left to right as shown: right-to-left text is already in visual order.
    pub spans: Vec<Span>,
    /// The top-level block it belongs to: how a place is remembered across widths.
    pub block: u32,
    /// Whether the line stands on the ground of code, from `indent` to the page's width (bars of quotes excepted).
    pub code: bool,
    /// What stood in the text where this line ends.
    pub joint: Joint,
    /// Whether it belongs to a paragraph that reads from right to left.
    pub is_rtl: bool,
}

/// What stands in the text between a line and the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Joint {
    /// The author's end of a line, or of all the text.
    #[default]
    End,
    /// A space: the line was broken there to fit.
    Space,
    /// Nothing, as between two Chinese characters or within a long word.
    Nothing,
    /// Nothing, and the line ends in a hyphen that is not of the text: a word goes on.
    Hyphen,
}

/// Text with one meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Its meaning.
    pub role: Role,
    /// Strong besides its role, such as a strong link: painted over it.
    pub is_strong: bool,
    /// Emphasised besides its role, such as a word in a quote.
    pub is_emphasised: bool,
    /// The bar at the left of a quote, which themes colour apart.
    pub is_quote_bar: bool,
    /// A rule between parts or under a header, which themes colour apart, too.
    pub is_rule: bool,
    /// Scrubbed, no U+FE0F; its width is counted in cells, not bytes.
    pub text: String,
    /// Index into `Document::links`; the words of a link have it and its number too.
    pub link: Option<u32>,
    /// Index into `Page::notes`: on the signs in the text, and below the text on the note's figure and its way back.
    pub note: Option<u32>,
}

/// Where a note and its signs stand on the page: a sign leads to the note's first line, the note back to the sign one came from, else to its first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotePlace {
    /// Lines of its signs in the text, rising.
    pub signs: Vec<usize>,
    /// Lines of the note below the text, once those are set; empty until then, or when the page has no such note.
    pub lines: Range<usize>,
}

/// Where a link's number stands on the page, for hints and for walking with tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Index into `Document::links`.
    pub target: u32,
    /// Line of its first word.
    pub line: usize,
}
