//! Running text set into lines: breaks by UAX #14, graphemes whole, right-to-left lines in visual order.
//!
//! Knows nothing of margins (`sheet`). Invariant: no line is wider than asked, and every word comes out once.

use std::ops::Range;

use crate::article::document::{Inline, Run};
use crate::article::hyphens::{Hyphens, OF_ADDRESSES};
use crate::article::page::{Edits, Joint, Span};
use crate::article::typeset::filling::{Filled, Filling};
use crate::text::{Role, breaks, drawn, is_rtl, reversed, visual_runs, width};

/// How plain words look in the place at hand, and what is added to all others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// The role of words that have none of their own.
    pub role: Role,
    /// Everything is strong: headings.
    pub is_strong: bool,
    /// Everything is emphasised: quotes, captions.
    pub is_emphasised: bool,
}

impl Look {
    /// Words of this role.
    pub fn of(role: Role) -> Self {
        Self {
            role,
            is_strong: matches!(
                role,
                Role::Heading1 | Role::Heading2 | Role::Heading3 | Role::Strong
            ),
            is_emphasised: matches!(role, Role::Quote | Role::Caption | Role::Heading3),
        }
    }

    fn span(self, run: &Run) -> Span {
        let is_taken = match run.role {
            Role::Text => true,
            Role::Strong => self.is_strong,
            Role::Emphasis => self.is_emphasised || self.is_strong,
            _ => false,
        };
        let role = if is_taken { self.role } else { run.role };
        Span {
            role,
            is_strong: run.is_strong || (self.is_strong && role != self.role),
            is_emphasised: run.is_emphasised
                || (self.is_emphasised && role != self.role)
                || (is_taken && run.role == Role::Emphasis && !self.is_emphasised),
            link: run.link,
            note: run.note,
            ..Span::default()
        }
    }
}

/// Text whose pieces have meanings.
#[derive(Debug, Default)]
pub struct Text {
    words: String,
    pieces: Vec<(usize, Span)>,
    glued: Vec<usize>,
    indent: usize,
    hyphens: Option<Hyphens>,
}

/// A line of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TextLine {
    /// As they are seen, from left to right.
    pub spans: Vec<Span>,
    /// Their cells.
    pub width: usize,
    /// What stood behind it.
    pub joint: Joint,
    /// Cells to be left free before it.
    pub indent: usize,
}

impl Text {
    /// The text of inlines, with the numbers of links behind their words.
    pub fn new(inlines: &[Inline], look: Look, edits: Edits) -> Self {
        let mut text = Self::default();
        let mut inlines = inlines.iter().peekable();
        let mut open = None;
        while let Some(inline) = inlines.next() {
            match inline {
                Inline::Break => text.push(Span::default(), "\n"),
                Inline::Text(run) => {
                    let signs = signs(run, edits);
                    let (before, after) = signs.unwrap_or_default();
                    let span = look.span(run);
                    if open != signs {
                        text.push(span.clone(), before);
                    }
                    open = signs;
                    text.push(span.clone(), &drawn(&run.text));
                    if !inlines.peek().is_some_and(|next| is_same_edit(run, next)) {
                        text.push(span, after);
                        open = None;
                    }
                    let goes_on = inlines.peek().is_some_and(|next| is_same_link(run, next));
                    if let Some(link) = run.link.filter(|_| !goes_on) {
                        text.push_number(link);
                    }
                }
            }
        }
        text
    }

    /// The same with its words parted at the ends of lines.
    #[must_use]
    pub fn parted_by(self, hyphens: Option<Hyphens>) -> Self {
        Self { hyphens, ..self }
    }

    /// The first line leaves so many cells free.
    pub fn indent(&mut self, cells: usize) {
        self.indent = cells;
    }

    /// Words with one look.
    pub fn of(role: Role, words: &str) -> Self {
        let mut text = Self::default();
        text.push_words(role, words);
        text
    }

    /// Adds words.
    pub fn push_words(&mut self, role: Role, words: &str) {
        let span = Span {
            role,
            ..Span::default()
        };
        self.push(span, &drawn(words));
    }

    /// Adds the number of a link; it stays with the word before it.
    pub fn push_number(&mut self, link: u32) {
        self.glued.push(self.words.len());
        let span = Span {
            role: Role::LinkNumber,
            link: Some(link),
            ..Span::default()
        };
        self.push(span, &format!("[{}]", link + 1));
    }

    /// Adds words that lead to a target without a number of their own.
    pub fn push_linked(&mut self, role: Role, words: &str, link: u32) {
        let span = Span {
            role,
            link: Some(link),
            ..Span::default()
        };
        self.push(span, &drawn(words));
    }

    /// Adds words that look as the span does; its own text is not looked at.
    pub fn push(&mut self, span: Span, words: &str) {
        if !words.is_empty() {
            self.words.push_str(words);
            self.pieces.push((self.words.len(), span));
        }
    }

    /// Whether there is nothing to set.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words themselves.
    pub fn plain(&self) -> &str {
        self.words.trim()
    }

    /// Puts words before all others.
    pub fn prepend(&mut self, role: Role, words: &str) {
        let mut all = Self::of(role, words);
        let shift = all.words.len();
        all.words.push_str(&self.words);
        let pieces = std::mem::take(&mut self.pieces);
        all.pieces
            .extend(pieces.into_iter().map(|(end, span)| (end + shift, span)));
        all.glued.extend(self.glued.iter().map(|at| at + shift));
        *self = all;
    }

    /// The cells of its widest line when nothing breaks it but its author.
    pub fn natural_width(&self) -> usize {
        self.words.split('\n').map(width).max().unwrap_or_default()
    }

    /// Whether it reads from right to left.
    pub fn is_rtl(&self) -> bool {
        is_rtl(&self.words)
    }

    /// The lines at a width.
    pub fn lines(&self, width: usize) -> Vec<TextLine> {
        let width = width.max(1);
        let is_rtl = self.is_rtl();
        let ranges = self.ranges(width, is_rtl);
        let mut piece = 0;
        let mut lines = Vec::with_capacity(ranges.len());
        for filled in ranges {
            let mut line = self.line(filled.range, width, is_rtl, &mut piece);
            line.indent = filled.indent;
            if filled.is_parted
                && let Some(last) = line.spans.last().cloned()
            {
                line.push(&last, "-".to_owned());
                line.joint = Joint::Hyphen;
            }
            lines.push(line);
        }
        lines
    }

    /// Which bytes go on which line.
    fn ranges(&self, room: usize, is_rtl: bool) -> Vec<Filled> {
        let mut filling = Filling::new(room, self.indent);
        let hyphens = self.hyphens.filter(|_| !is_rtl);
        let mut from = 0;
        let mut piece = 0;
        let mut glued = self.glued.iter().peekable();
        for to in breaks(&self.words) {
            while glued.next_if(|at| **at < to).is_some() {}
            if glued.peek() == Some(&&to) && to < self.words.len() {
                continue;
            }
            let hyphens = hyphens.filter(|_| self.may_part(from, &mut piece));
            let words = self.words.get(from..to).unwrap_or_default();
            filling.add(from, words, hyphens);
            from = to;
        }
        filling.finish(from)
    }

    /// Whether the word at a byte may be parted: not in a heading, not in code. Asked for rising bytes.
    fn may_part(&self, at: usize, piece: &mut usize) -> bool {
        let before = self.words.get(..at).unwrap_or_default();
        if before.ends_with(OF_ADDRESSES) {
            return false;
        }
        while self.pieces.get(*piece).is_some_and(|(end, _)| *end <= at) {
            *piece += 1;
        }
        self.pieces.get(*piece).is_some_and(|(_, span)| {
            matches!(
                span.role,
                Role::Text
                    | Role::Dim
                    | Role::Strong
                    | Role::Emphasis
                    | Role::Quote
                    | Role::Caption
                    | Role::Footnote
                    | Role::Link
                    | Role::Match
                    | Role::Added
                    | Role::Removed
            )
        })
    }

    fn line(&self, range: Range<usize>, room: usize, is_rtl: bool, piece: &mut usize) -> TextLine {
        let whole = self.words.get(range.clone()).unwrap_or_default();
        let text = whole.trim_end_matches([' ', '\n']);
        while self
            .pieces
            .get(*piece)
            .is_some_and(|(end, _)| *end <= range.start)
        {
            *piece += 1;
        }
        let mut line = TextLine::default();
        for run in visual_runs(text, is_rtl) {
            let run_text = range.start + run.range.start..range.start + run.range.end;
            let mut parts = self.parts(run_text, *piece);
            if run.is_reversed {
                parts.reverse();
            }
            for (span, words) in parts {
                let words = words.replace('\u{a0}', " ");
                let words = if run.is_reversed {
                    reversed(&words)
                } else {
                    words
                };
                line.push(span, words);
            }
        }
        if line.width > room {
            // One grapheme that is wider than the line.
            let span = line.spans.into_iter().next().unwrap_or_default();
            line = TextLine::default();
            line.push(&span, "…".to_owned());
        }
        line.joint = match whole.get(text.len()..) {
            _ if range.end >= self.words.len() => Joint::End,
            Some(dropped) if dropped.contains('\n') => Joint::End,
            Some("") => Joint::Nothing,
            _ => Joint::Space,
        };
        line
    }

    /// The pieces of a range, in logical order.
    fn parts(&self, range: Range<usize>, first: usize) -> Vec<(&Span, &str)> {
        let mut parts = Vec::new();
        let mut from = range.start;
        for (end, span) in self.pieces.iter().skip(first) {
            if from >= range.end {
                break;
            }
            let to = (*end).min(range.end);
            if to > from {
                parts.push((span, self.words.get(from..to).unwrap_or_default()));
                from = to;
            }
        }
        parts
    }
}

impl TextLine {
    fn push(&mut self, span: &Span, words: String) {
        self.width += width(&words);
        match self.spans.last_mut() {
            Some(last) if is_alike(last, span) => last.text.push_str(&words),
            _ => self.spans.push(Span {
                text: words,
                ..span.clone()
            }),
        }
    }
}

fn is_alike(a: &Span, b: &Span) -> bool {
    (a.role, a.is_strong, a.is_emphasised) == (b.role, b.is_strong, b.is_emphasised)
        && (a.link, a.note) == (b.link, b.note)
}

fn is_same_link(run: &Run, next: &Inline) -> bool {
    matches!(next, Inline::Text(next) if next.link == run.link)
}

/// The signs around removed and added words, where they are told by signs.
fn signs(run: &Run, edits: Edits) -> Option<(&'static str, &'static str)> {
    match (run.role, edits) {
        (Role::Removed, Edits::Signs) => Some(("[-", "-]")),
        (Role::Added, Edits::Signs) => Some(("{+", "+}")),
        _ => None,
    }
}

fn is_same_edit(run: &Run, next: &Inline) -> bool {
    matches!(next, Inline::Text(next) if next.role == run.role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, width: usize) -> Vec<String> {
        let mut whole = Text::default();
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                whole.push(Span::default(), "\n");
            }
            whole.push_words(Role::Text, part);
        }
        let lines = whole.lines(width);
        let print = |line: TextLine| line.spans.into_iter().map(|span| span.text).collect();
        lines.into_iter().map(print).collect()
    }

    #[test]
    fn lines_break_where_they_may() {
        let table: &[(&str, usize, &[&str])] = &[
            ("", 5, &[]),
            ("one two three", 7, &["one two", "three"]),
            ("one two three", 8, &["one two", "three"]),
            ("one two three", 6, &["one", "two", "three"]),
            ("incomprehensible", 6, &["incomp", "rehens", "ible"]),
            (
                "a incomprehensible b",
                6,
                &["a", "incomp", "rehens", "ible b"],
            ),
            ("a\u{a0}b c", 4, &["a b", "c"]),
            ("龙架构补丁合入", 6, &["龙架构", "补丁合", "入"]),
            ("龙架构，补丁", 6, &["龙架", "构，补", "丁"]),
            ("龙架构", 1, &["…", "…", "…"]),
            (
                "e\u{301}e\u{301}e\u{301}",
                2,
                &["e\u{301}e\u{301}", "e\u{301}"],
            ),
            (
                "👨\u{200d}👩\u{200d}👧x",
                2,
                &["👨\u{200d}👩\u{200d}👧", "x"],
            ),
            ("one\ntwo", 20, &["one", "two"]),
            ("one\n\ntwo", 20, &["one", "", "two"]),
            ("אבג דהו", 20, &["והד גבא"]),
            ("אבג דהו", 4, &["גבא", "והד"]),
        ];
        for (text, width, expect) in table {
            assert_eq!(set(text, *width), *expect, "{text} {width}");
        }
    }

    #[test]
    fn numbers_stay_with_their_words() {
        let link = Run {
            role: Role::Link,
            text: "漢字 link".into(),
            link: Some(0),
            ..Run::default()
        };
        let text = Text::new(&[Inline::Text(link)], Look::default(), Edits::Styled);
        let lines = text.lines(8);
        let shown: Vec<String> = lines
            .iter()
            .map(|line| line.spans.iter().map(|span| span.text.as_str()).collect())
            .collect();
        assert_eq!(shown, ["漢字", "link[1]"]);
    }
}
