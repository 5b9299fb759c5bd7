//! An article as blocks of inlines: what it says, not how it looks or how wide it is.
//!
//! Made by `from_html`, set into lines by `typeset`. Invariant: text in it is scrubbed (no control character, no bidi override).

use serde::{Deserialize, Serialize};

use crate::text::Role;

/// A whole article, or its head while the rest is still being read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// What the links lead to, in the order of their numbers: `links[0]` is `[1]`. Each target has one number.
    pub links: Vec<Target>,
    /// Whether this is all of the article.
    pub complete: bool,
    /// Which blocks go on with the one before them, rising: parts of one that is too long to be set at once (`parted`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub continued: Vec<u32>,
}

/// Where a link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Absolute where the base is known; only schemes that are safe to open.
    pub url: String,
    /// The words of the first link to it; may be empty.
    pub label: String,
}

/// A piece of an article that starts on a line of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading; `level` is 1 to 3 as it is shown.
    Heading {
        /// 1 to 3.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
    },
    /// Somebody else's words.
    Quote(Vec<Block>),
    /// Points, or steps when they are numbered.
    List {
        /// The number of the first step; none for points.
        start: Option<u32>,
        /// How the steps are numbered; nothing to points.
        numbers: Numbers,
        /// Each item is blocks of its own.
        items: Vec<Vec<Block>>,
    },
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// Text that keeps its lines.
    Code {
        /// The language, where the page names one.
        language: Option<String>,
        /// Without tabs and without a newline at the end.
        text: String,
        /// What its words are, in order and without gaps; empty while nobody has looked (`colored`).
        words: Vec<CodeWords>,
    },
    /// Figures and words in rows.
    Table(Table),
    /// A picture.
    Figure(Figure),
    /// A line between parts.
    Rule,
    /// A part that a page folds away.
    Details {
        /// What stands for it when it is folded.
        summary: Vec<Inline>,
        /// What is in it.
        blocks: Vec<Block>,
    },
    /// Notes to the text, below its end.
    Footnotes(Vec<Note>),
    /// Something that a terminal cannot play, as a link.
    Embed {
        /// What it is: `video`, `sound`, `page`.
        label: String,
        /// Index into `Document::links`.
        link: Option<u32>,
    },
}

/// A stretch of code that is one kind of thing: a keyword, a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeWords {
    /// Byte of the text behind its last one; it begins where the one before it ends.
    pub end: u32,
    /// `Code` or one of `CodeKeyword`, `CodeString`, `CodeNumber`, `CodeComment`.
    pub role: Role,
}

/// How the steps of a list are numbered (HTML, `type` and `reversed` of `ol`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// What a number looks like.
    pub figures: Numerals,
    /// Whether each step has one less than the step before it.
    pub is_reversed: bool,
}

/// What a number looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Numerals {
    /// `1`, `2`.
    #[default]
    Decimal,
    /// `a`, `b`.
    LowerLetters,
    /// `A`, `B`.
    UpperLetters,
    /// `i`, `ii`.
    LowerRoman,
    /// `I`, `II`.
    UpperRoman,
}

/// Terms that share a meaning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// What is explained.
    pub terms: Vec<Vec<Inline>>,
    /// The explanation.
    pub blocks: Vec<Block>,
}

/// Rows of cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What the table is about, where it says so.
    pub caption: Vec<Inline>,
    /// Names of the columns; empty when it has none.
    pub header: Vec<Vec<Inline>>,
    /// Rows may be shorter than the header, never longer than `align`.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// One for each column.
    pub align: Vec<Align>,
    /// Cells of the widest line in each column of the whole table, where this is a part of one; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub natural: Vec<u32>,
}

/// On which side the text of a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Figures.
    Right,
}

/// A picture with what is said about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it shows, in words; may be empty.
    pub alt: String,
    /// What stands below it.
    pub caption: Vec<Inline>,
    /// Where a click on it would lead: index into `Document::links`.
    pub link: Option<u32>,
    /// Where the picture is.
    pub src: String,
    /// In pixels, where the page says so.
    pub width: Option<u32>,
    /// In pixels, where the page says so.
    pub height: Option<u32>,
}

/// A note to the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Its sign in the text, such as `1`.
    pub label: String,
    /// From 0, another one for each note: the signs in the text that lead to it have this number in `Run::note`.
    pub number: u32,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Words that look alike.
    Text(Run),
    /// A line break that the author set.
    Break,
}

/// Words with one meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Their meaning, the innermost one; a link stays a link whatever is in it.
    pub role: Role,
    /// Strong besides their role, such as a strong link.
    pub is_strong: bool,
    /// Emphasised besides their role.
    pub is_emphasised: bool,
    /// The words; white space is collapsed over the whole block.
    pub text: String,
    /// Index into `Document::links`.
    pub link: Option<u32>,
    /// The words are the sign of the note with this `Note::number`; the page may lack that note.
    pub note: Option<u32>,
}
