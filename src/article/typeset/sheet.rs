//! A page in the making: lines behind margins, such as the bar of a quote or the sign of a list item.
//!
//! Invariant: margins take at most half of the width; deeper ones are left out, so that text keeps its room at any depth.

use crate::article::document::Inline;
use crate::article::page::{
    CodeLines, Figures, Line, Link, NotePlace, Page, Paragraphs, Slot, Span,
};
use crate::article::typeset::text::{Look, Text, TextLine};
use crate::text::{Role, width};

/// Cells of the indent of a paragraph.
const INDENT: usize = 2;

/// The notes of a page that can be gone to.
const MOST_NOTES: usize = 1 << 18;

/// What stands left of text.
#[derive(Clone, Debug)]
enum Margin {
    /// Empty cells.
    Space(usize),
    /// The bar of a quote.
    Bar,
    /// A sign on the first line, empty cells on the others.
    Sign {
        span: Span,
        cells: usize,
        is_set: bool,
    },
}

impl Margin {
    fn cells(&self) -> usize {
        match self {
            Self::Space(cells) | Self::Sign { cells, .. } => *cells,
            Self::Bar => 2,
        }
    }
}

/// Lines are pushed onto it.
pub struct Sheet<'p> {
    page: &'p mut Page,
    block: u32,
    margins: Vec<Margin>,
    lead: Option<String>,
    look: Vec<Look>,
    lists: usize,
    open_link: Option<u32>,
    note: Option<u32>,
    goes_on: bool,
    indent: usize,
}

impl<'p> Sheet<'p> {
    /// Continues a page with the lines of one block.
    pub fn new(page: &'p mut Page, block: u32) -> Self {
        Self {
            page,
            block,
            margins: Vec::new(),
            lead: None,
            look: vec![Look::default()],
            lists: 0,
            open_link: None,
            note: None,
            goes_on: false,
            indent: 0,
        }
    }

    /// Cells that text may use.
    pub fn room(&self) -> usize {
        let taken: usize = self.margins.iter().map(Margin::cells).sum();
        (self.page.width as usize).saturating_sub(taken).max(1)
    }

    /// Whether code that is too wide is to be broken.
    pub fn wraps_code(&self) -> bool {
        self.page.code == CodeLines::Wrap
    }

    /// Whether paragraphs are told apart by an indent.
    pub fn indents(&self) -> bool {
        self.page.paragraphs == Paragraphs::Indent
    }

    /// The next line of running text is indented.
    pub fn indent(&mut self) {
        self.indent = INDENT;
    }

    /// The block to be set goes on with the one before it.
    pub fn go_on(&mut self) {
        self.goes_on = true;
    }

    /// Whether it does; asked once, by the block itself.
    pub fn goes_on(&mut self) -> bool {
        std::mem::take(&mut self.goes_on)
    }

    /// Whether it will be asked.
    pub fn is_going_on(&self) -> bool {
        self.goes_on
    }

    /// Running text of these words, set as this page sets it.
    pub fn words(&self, inlines: &[Inline], look: Look) -> Text {
        Text::new(inlines, look, self.page.edits).parted_by(self.page.hyphens)
    }

    /// What stands for pictures.
    pub fn figures(&self) -> Figures {
        self.page.figures
    }

    /// The room of a picture begins here; its lines are to follow.
    pub fn set_picture(&mut self, slot: Slot) {
        self.flush_lead();
        self.stand_in(Slot {
            indent: self.page.width.saturating_sub(self.room() as u16),
            ..slot
        });
    }

    /// The line that stands for a picture is the next one.
    pub fn stand_in(&mut self, slot: Slot) {
        let line = self.page.lines.len();
        self.page.pictures.push(Slot { line, ..slot });
    }

    /// How plain words look here.
    pub fn look(&self) -> Look {
        self.look.last().copied().unwrap_or_default()
    }

    /// Sets something whose plain words look different.
    pub fn with_look(&mut self, look: Look, set: impl FnOnce(&mut Self)) {
        self.look.push(look);
        set(self);
        self.look.pop();
    }

    /// Whether a list is around this place.
    pub fn is_in_list(&self) -> bool {
        self.lists > 0
    }

    /// Sets the items of a list.
    pub fn in_list(&mut self, set: impl FnOnce(&mut Self)) {
        self.lists += 1;
        set(self);
        self.lists -= 1;
    }

    /// Sets something behind empty cells.
    pub fn indented(&mut self, cells: usize, set: impl FnOnce(&mut Self)) {
        self.behind(Margin::Space(cells), set);
    }

    /// Sets something behind the bar of a quote.
    pub fn barred(&mut self, set: impl FnOnce(&mut Self)) {
        self.behind(Margin::Bar, set);
    }

    /// Sets something that hangs behind a sign; where there is no room to hang, the sign leads the text.
    pub fn hanging(&mut self, sign: String, set: impl FnOnce(&mut Self)) {
        self.hanging_span(dim(sign), set);
    }

    fn hanging_span(&mut self, sign: Span, set: impl FnOnce(&mut Self)) {
        let cells = width(&sign.text);
        if self.has_room_for(cells) {
            self.margins.push(Margin::Sign {
                span: sign,
                cells,
                is_set: false,
            });
            set(self);
            self.margins.pop();
        } else {
            let before = self.lead.take().unwrap_or_default();
            self.lead = Some(before + sign.text.trim_start());
            set(self);
        }
        self.flush_lead();
    }

    /// Sets a note below the text behind its raised figure.
    pub fn note(&mut self, number: u32, figure: String, set: impl FnOnce(&mut Self)) {
        let figure = Span {
            note: Some(number),
            ..dim(figure)
        };
        self.note = Some(number);
        self.hanging_span(figure, set);
        self.note = None;
    }

    /// Whether a sign in the text above leads to this note.
    pub fn has_sign_of(&self, number: u32) -> bool {
        self.page
            .note(number)
            .is_some_and(|note| !note.signs.is_empty())
    }

    fn behind(&mut self, margin: Margin, set: impl FnOnce(&mut Self)) {
        if self.has_room_for(margin.cells()) {
            self.margins.push(margin);
            set(self);
            self.margins.pop();
        } else {
            set(self);
        }
    }

    fn has_room_for(&self, cells: usize) -> bool {
        let all = self.page.width as usize;
        let taken = all.saturating_sub(self.room());
        taken + cells <= all / 2
    }

    /// An empty line, with the bars of the quotes around it.
    pub fn blank(&mut self) {
        let mut line = self.empty_line();
        for margin in &self.margins {
            match margin {
                Margin::Bar => line.spans.push(bar()),
                other => line.spans.push(spaces(other.cells())),
            }
        }
        let last_bar = line.spans.iter().rposition(|span| span.is_quote_bar);
        line.spans.truncate(last_bar.map_or(0, |at| at + 1));
        if let Some(last) = line.spans.last_mut() {
            last.text = last.text.trim_end().to_owned();
        }
        self.page.lines.push(line);
    }

    /// Running text.
    pub fn text(&mut self, mut text: Text) {
        if let Some(lead) = self.lead.take() {
            text.prepend(Role::Dim, &lead);
        }
        let is_rtl = text.is_rtl();
        text.indent(std::mem::take(&mut self.indent));
        for line in text.lines(self.room()) {
            let gap = if is_rtl {
                let room = self.room();
                room.saturating_sub(line.width + line.indent)
            } else {
                line.indent
            };
            self.line(line, gap, is_rtl);
        }
    }

    fn line(&mut self, text: TextLine, gap: usize, is_rtl: bool) {
        let mut line = self.margin_line();
        line.joint = text.joint;
        line.is_rtl = is_rtl;
        if gap > 0 {
            if line.spans.is_empty() {
                line.indent += gap as u16;
            } else {
                line.spans.push(spaces(gap));
            }
        }
        line.spans.extend(text.spans);
        self.push(line);
    }

    /// A line of ready spans, whose width is the caller's concern.
    pub fn spans(&mut self, spans: Vec<Span>) {
        self.flush_lead();
        let mut line = self.margin_line();
        line.spans.extend(spans);
        self.push(line);
    }

    /// The same on the ground of code.
    pub fn code(&mut self, spans: Vec<Span>) {
        self.flush_lead();
        let mut line = self.margin_line();
        line.spans.extend(spans);
        line.code = true;
        self.push(line);
    }

    /// A sign that found no text to lead gets a line of its own.
    fn flush_lead(&mut self) {
        if let Some(lead) = self.lead.take() {
            self.text(Text::of(Role::Dim, lead.trim_end()));
        }
    }

    fn empty_line(&self) -> Line {
        Line {
            block: self.block,
            ..Line::default()
        }
    }

    /// A line that has its margins, and nothing else yet.
    fn margin_line(&mut self) -> Line {
        let mut line = self.empty_line();
        for margin in &mut self.margins {
            let span = match margin {
                Margin::Bar => bar(),
                Margin::Sign { span, is_set, .. } if !*is_set => {
                    *is_set = true;
                    span.clone()
                }
                other if line.spans.is_empty() => {
                    line.indent += other.cells() as u16;
                    continue;
                }
                other => spaces(other.cells()),
            };
            line.spans.push(span);
        }
        line
    }

    fn push(&mut self, line: Line) {
        let at = self.page.lines.len();
        self.record_notes(&line, at);
        for span in &line.spans {
            let Some(target) = span.link else {
                self.open_link = None;
                continue;
            };
            if self.open_link != Some(target) {
                self.page.links.push(Link { target, line: at });
            }
            self.open_link = (span.role != Role::LinkNumber).then_some(target);
        }
        self.page.lines.push(line);
    }
}

impl Sheet<'_> {
    /// Where the signs of notes are, and the notes.
    fn record_notes(&mut self, line: &Line, at: usize) {
        if let Some(number) = self.note {
            if let Some(NotePlace { lines, .. }) = self.note_place(number) {
                let start = if lines.start < lines.end {
                    lines.start
                } else {
                    at
                };
                *lines = start..at + 1;
            }
            return;
        }
        for number in line.spans.iter().filter_map(|span| span.note) {
            if let Some(NotePlace { signs, .. }) = self.note_place(number)
                && signs.last() != Some(&at)
            {
                signs.push(at);
            }
        }
    }

    fn note_place(&mut self, number: u32) -> Option<&mut NotePlace> {
        let at = number as usize;
        let notes = &mut self.page.notes;
        if at >= notes.len() && at < MOST_NOTES {
            notes.resize(at + 1, NotePlace::default());
        }
        notes.get_mut(at)
    }
}

/// Words that step back.
pub fn dim(text: String) -> Span {
    Span {
        role: Role::Dim,
        text,
        ..Span::default()
    }
}

/// A rule of so many cells.
pub fn rule(cells: usize) -> Span {
    Span {
        is_rule: true,
        ..dim("─".repeat(cells))
    }
}

/// Empty cells.
pub fn spaces(cells: usize) -> Span {
    Span {
        text: " ".repeat(cells),
        ..Span::default()
    }
}

fn bar() -> Span {
    Span {
        is_quote_bar: true,
        ..dim("▎ ".to_owned())
    }
}
