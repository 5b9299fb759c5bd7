//! Where in the article the reader is: scrolling, how far down, and the paragraph at the top of the screen, which everything else keeps.

use crate::app::reader::counterpart::counterpart;
use crate::app::{Progress, Reader};
use crate::article::{Document, mark};
use crate::model::TextPlace;

/// Parts of a paragraph that a kept place is told in.
const PARTS: usize = 1000;

/// A place in an article that outlives its lines: a paragraph, and how much of it has scrolled away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The paragraph at the top of the screen.
    pub block: u32,
    /// The line at the top of the screen, from the paragraph's first; `None` while the head is in sight.
    pub offset: Option<i64>,
    /// How many lines the paragraph had.
    pub lines: usize,
    /// The line at the top of the screen, from the article's first.
    pub top: usize,
    /// What the paragraph is known by in another text.
    pub mark: Option<i64>,
}

impl Reader {
    /// Scrolls by lines.
    pub fn scroll(&mut self, lines: i64) {
        let wanted = (self.top as i64).saturating_add(lines).max(0) as usize;
        self.scroll_to(wanted);
    }

    /// Scrolls so that `line` is the first on the screen.
    pub fn scroll_to(&mut self, line: usize) {
        self.stays = None;
        self.stand(line);
    }

    /// To the end of the text.
    pub fn scroll_to_end(&mut self) {
        self.need(usize::MAX);
        self.scroll_to(usize::MAX);
    }

    /// Scrolls code sideways, as far as the code on the screen goes.
    pub fn scroll_sideways(&mut self, cells: i64) {
        let first = self.top.saturating_sub(self.room.lead);
        let in_sight = self.page.lines.iter().skip(first).take(self.room.height);
        let widest = in_sight.filter(|line| line.code).map(width);
        let room = usize::from(self.page.width);
        let most = widest.max().unwrap_or(0).saturating_sub(room);
        let most = most.max(self.sideways);
        self.sideways = (self.sideways as i64 + cells).clamp(0, most as i64) as usize;
    }

    /// How far down the last line on the screen is.
    pub fn progress(&self) -> Progress {
        let bottom = self.top + self.room.height;
        if self.is_whole() && bottom >= self.lines() {
            return if self.top == 0 {
                Progress::All
            } else {
                Progress::End
            };
        }
        let blocks = self.document.blocks.len().max(1);
        let set = (self.page.next_block as usize).clamp(1, blocks);
        // What stands below the text comes and goes: it is not counted.
        let text = self.room.lead + self.page.lines.len();
        let lines = (text * blocks / set).max(1);
        Progress::At((bottom * 100 / lines).min(99) as u8)
    }

    /// Whether the last line is on the screen.
    pub fn is_at_end(&self) -> bool {
        self.entry.is_some()
            && self.document.complete
            && !matches!(self.progress(), Progress::At(_))
    }

    /// Lines in all, as far as they are set.
    pub fn lines(&self) -> usize {
        self.room.lead + self.page.lines.len() + self.tail().len()
    }

    /// Whether the headline is in sight, at least in part.
    pub fn shows_headline(&self) -> bool {
        self.top < self.room.lead + self.page.head_lines.saturating_sub(1).max(1)
    }

    /// Scrolls as little as brings a line of the page into sight, with some rows around it.
    pub(in crate::app::reader) fn bring(&mut self, line: usize) {
        let line = line + self.room.lead;
        let around = 3.min(self.room.height / 3);
        let (first, last) = (self.top + around, self.top + self.room.height);
        if line < first && self.top > 0 || line + around >= last {
            self.scroll_to(line.saturating_sub(self.room.height / 3));
        }
    }

    /// Scrolls as little as brings a line of the page into sight.
    pub(in crate::app::reader) fn bring_edge(&mut self, line: usize) {
        let line = line + self.room.lead;
        let last = self.top + self.room.height;
        if line < self.top {
            self.scroll_to(line);
        } else if line >= last {
            self.scroll_to((line + 1).saturating_sub(self.room.height));
        }
    }

    /// Whether all of the document is set.
    pub(in crate::app::reader) fn is_whole(&self) -> bool {
        self.page.next_block as usize >= self.document.blocks.len()
            && (self.document.complete || self.entry.is_none())
    }

    pub(in crate::app::reader) fn last_top(&self) -> usize {
        self.lines().saturating_sub(self.room.height)
    }

    /// Sets the page as far as that many lines need.
    pub(in crate::app::reader) fn need(&mut self, lines: usize) {
        if (self.page.next_block as usize) < self.document.blocks.len()
            && self.page.lines.len() < lines
        {
            self.page.extend(&self.document, lines);
        }
    }

    /// Sets the page to its end.
    pub fn set_whole(&mut self) {
        self.need(usize::MAX);
    }

    /// The place that the reader chose.
    pub(in crate::app::reader) fn spot(&self) -> Spot {
        self.stays.unwrap_or_else(|| self.spot_at(self.top))
    }

    fn spot_at(&self, top: usize) -> Spot {
        let in_page = top.checked_sub(self.room.lead);
        let Some(line) = in_page.filter(|line| *line >= self.page.head_lines) else {
            return Spot {
                top,
                ..Spot::default()
            };
        };
        let last = self.page.lines.last().map_or(0, |line| line.block);
        let block = self.page.lines.get(line).map_or(last, |line| line.block);
        let first = self.first_line(block).unwrap_or(line);
        Spot {
            block,
            offset: Some(line as i64 - first as i64),
            lines: self.lines_of(block, first),
            top,
            mark: self.mark_of(block),
        }
    }

    fn mark_of(&self, block: u32) -> Option<i64> {
        self.document.blocks.get(block as usize).and_then(mark)
    }

    /// The place as it is kept.
    pub(in crate::app::reader) fn text_place(&self) -> TextPlace {
        let spot = self.spot();
        let offset = spot.offset.unwrap_or_default().max(0) as usize;
        let part = (offset * PARTS).checked_div(spot.lines).unwrap_or_default();
        TextPlace {
            block: spot.block,
            mark: spot.mark,
            part: part.min(PARTS) as u16,
        }
    }

    /// The paragraph of a place: the one that is known by its mark, the nearest of several, else the one that stands where it stood.
    fn block_of(&self, spot: &Spot) -> u32 {
        let blocks = &self.document.blocks;
        let here = spot.block as usize;
        let known = |at: &usize| blocks.get(*at).and_then(mark) == spot.mark;
        if spot.mark.is_none() || known(&here) {
            return spot.block;
        }
        let found = (0..blocks.len()).filter(known);
        let nearest = found.min_by_key(|at| at.abs_diff(here));
        nearest.map_or(spot.block, |at| at as u32)
    }

    fn lines_of(&self, block: u32, first: usize) -> usize {
        let lines = self.page.lines.iter().skip(first);
        lines.take_while(|line| line.block == block).count()
    }

    fn stand(&mut self, line: usize) {
        self.need(line.saturating_add(2 * self.room.height));
        self.top = line.min(self.last_top());
    }

    pub(in crate::app::reader) fn first_line(&self, block: u32) -> Option<usize> {
        let body = self
            .page
            .lines
            .iter()
            .enumerate()
            .skip(self.page.head_lines);
        body.filter(|(_, line)| line.block == block && !line.spans.is_empty())
            .map(|(index, _)| index)
            .next()
    }

    /// Back to a place, though it stands on another line now.
    pub(in crate::app::reader) fn return_to(&mut self, mut spot: Spot) {
        let line = match spot.offset {
            None => spot.top.min(self.room.lead + self.page.head_lines),
            Some(offset) => {
                let block = self.block_of(&spot);
                spot.block = block;
                self.need_block(block);
                let first = self.first_line(block).unwrap_or(self.page.head_lines);
                let lines = self.lines_of(block, first) as i64;
                let offset = match spot.lines as i64 {
                    was if was > 0 && was != lines && offset > 0 => offset * lines / was,
                    _ => offset,
                };
                let line = first as i64 + offset + self.room.lead as i64;
                line.max(0) as usize
            }
        };
        self.stand(line);
        self.stays = Some(spot);
    }

    pub(in crate::app::reader) fn need_block(&mut self, block: u32) {
        while self.page.next_block <= block
            && (self.page.next_block as usize) < self.document.blocks.len()
        {
            let (set, lines) = (self.page.next_block, self.page.lines.len());
            self.page
                .extend(&self.document, lines + self.room.height.max(40));
            if self.page.next_block == set {
                return;
            }
        }
    }

    /// Goes to the place where the article was left.
    pub(in crate::app::reader) fn restore(&mut self) {
        let place = self.entry.as_ref().and_then(|entry| entry.place);
        let percent = self.row.as_ref().and_then(|row| row.percent);
        self.kept = place.zip(percent.or(Some(100)));
        match place.zip(percent) {
            Some((place, percent)) if place != TextPlace::default() && percent < 100 => {
                self.return_to(Spot {
                    block: place.block,
                    offset: Some(place.part.into()),
                    lines: PARTS,
                    mark: place.mark,
                    ..Spot::default()
                });
            }
            _ => self.scroll_to(0),
        }
    }
}

/// A place carried from one text of an entry to another: to the same paragraph, else to its counterpart.
pub fn carried(spot: Spot, from: &Document, to: &Document) -> Spot {
    let is_there = || to.blocks.iter().any(|block| mark(block) == spot.mark);
    if spot.mark.is_none() || spot.offset.is_none() || !to.complete || is_there() {
        return spot;
    }
    let block = counterpart(from, to, spot.block);
    Spot {
        block,
        mark: to.blocks.get(block as usize).and_then(mark),
        ..spot
    }
}

fn width(line: &crate::article::Line) -> usize {
    let spans = line.spans.iter().map(|span| crate::text::width(&span.text));
    usize::from(line.indent) + spans.sum::<usize>()
}
