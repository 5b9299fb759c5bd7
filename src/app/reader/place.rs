//! Where in the article the reader is: scrolling, how far down, and the paragraph at the top of the screen, which everything else keeps.

use crate::app::{Progress, Reader};

impl Reader {
    /// Scrolls by lines.
    pub fn scroll(&mut self, lines: i64) {
        let wanted = (self.top as i64).saturating_add(lines).max(0) as usize;
        self.need(wanted.saturating_add(2 * self.room.height));
        self.top = wanted.min(self.last_top());
    }

    /// Scrolls so that `line` is the first on the screen.
    pub fn scroll_to(&mut self, line: usize) {
        self.need(line.saturating_add(2 * self.room.height));
        self.top = line.min(self.last_top());
    }

    /// To the end of the text.
    pub fn scroll_to_end(&mut self) {
        self.need(usize::MAX);
        self.top = self.last_top();
    }

    /// Scrolls code sideways; `None` scrolls it back to its left edge.
    pub fn scroll_sideways(&mut self, cells: i64) {
        let widest = self.page.lines.iter().filter(|line| line.code).map(width);
        let room = usize::from(self.page.width);
        let most = widest.max().unwrap_or(0).saturating_sub(room);
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

    /// The paragraph at the top of the screen, and how many lines of it have scrolled away; `None` while the head is in sight.
    pub(in crate::app::reader) fn anchor(&self) -> (u32, Option<usize>) {
        let Some(line) = self.top.checked_sub(self.room.lead) else {
            return (0, None);
        };
        if line < self.page.head_lines {
            return (0, None);
        }
        let block = self.page.lines.get(line).map_or(0, |line| line.block);
        let first = self.first_line(block).unwrap_or(line);
        (block, Some(line.saturating_sub(first)))
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

    pub(in crate::app::reader) fn return_to(&mut self, (block, offset): (u32, Option<usize>)) {
        match offset {
            None => self.scroll(0),
            Some(offset) => {
                self.need_block(block);
                let first = self.first_line(block).unwrap_or(self.page.head_lines);
                let of_block = self.page.lines.iter().skip(first);
                let lines = of_block.take_while(|line| line.block == block).count();
                let line = first + offset.min(lines.saturating_sub(1));
                self.scroll_to(line + self.room.lead);
            }
        }
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
            Some((block, percent)) if block > 0 && percent < 100 => {
                self.return_to((block, Some(0)));
            }
            _ => self.scroll_to(0),
        }
    }
}

fn width(line: &crate::article::Line) -> usize {
    let spans = line.spans.iter().map(|span| crate::text::width(&span.text));
    usize::from(line.indent) + spans.sum::<usize>()
}
