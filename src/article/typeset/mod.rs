//! A document is set into lines: head, blocks as they are wanted, and what stands below the text.
//!
//! Only as much is set as is asked for, so the first screen of a long article does not wait for its last line.
//! Everything here is linear in what it sets.

mod blocks;
mod code;
mod figure;
mod filling;
mod sheet;
mod table;
mod text;

#[cfg(test)]
mod tests;

use crate::article::document::{Block, Document};
use crate::article::page::{Edits, Head, Line, Page, Setting, Span};
use crate::article::typeset::blocks::{set_block, set_gap};
use crate::article::typeset::sheet::{Sheet, dim};
pub use crate::article::typeset::table::natural_widths;
use crate::article::typeset::text::{Look, Text};
use crate::text::{Role, host, scrub_line, width, words as words_of};

/// Sets the head, and blocks until there are `lines_wanted` lines or all is set.
pub fn typeset(
    head: &Head,
    document: &Document,
    setting: impl Into<Setting>,
    lines_wanted: usize,
) -> Page {
    let setting = setting.into();
    let mut page = Page {
        width: setting.width.max(1),
        code: setting.code,
        figures: setting.figures,
        edits: setting.edits,
        paragraphs: setting.paragraphs,
        hyphens: setting.hyphens,
        ..Page::default()
    };
    set_head(&mut page, head);
    if repeats_title(head, document) {
        page.next_block = 1;
    }
    page.extend(document, lines_wanted);
    page
}

impl Page {
    /// Sets more blocks, until there are `lines_wanted` lines or all is set. The document is the one the page was made of, or
    /// the whole of the article of which it was the head.
    pub fn extend(&mut self, document: &Document, lines_wanted: usize) {
        let text_end = text_end(document);
        while self.lines.len() < lines_wanted && !self.is_whole(document) {
            let at = self.next_block as usize;
            let Some(block) = document.blocks.get(at) else {
                return;
            };
            let before = at
                .checked_sub(1)
                .filter(|_| self.lines.len() > self.head_lines);
            let before = before.and_then(|before| document.blocks.get(before));
            let mut sheet = Sheet::new(self, at as u32);
            if document.continued.binary_search(&(at as u32)).is_ok() {
                sheet.go_on();
            }
            set_gap(&mut sheet, before, block);
            set_block(&mut sheet, block);
            self.next_block += 1;
            if document.complete && self.next_block as usize == text_end {
                set_end_sign(self);
            }
            if document.complete && self.is_whole(document) {
                set_links(self, document);
            }
        }
    }

    /// Whether every block of the document is set.
    pub fn is_whole(&self, document: &Document) -> bool {
        self.next_block as usize >= document.blocks.len()
    }
}

/// Whether the article begins with its own headline.
fn repeats_title(head: &Head, document: &Document) -> bool {
    let Some(Block::Heading { text, .. }) = document.blocks.first() else {
        return false;
    };
    let words = Text::new(text, Look::default(), Edits::Styled);
    document.blocks.len() > 1 && words_of(words.plain()) == words_of(&head.title)
}

/// Behind the last block of the text proper: only notes follow.
fn text_end(document: &Document) -> usize {
    let is_text = |block: &Block| !matches!(block, Block::Footnotes(_));
    document
        .blocks
        .iter()
        .rposition(is_text)
        .map_or(0, |at| at + 1)
}

fn set_head(page: &mut Page, head: &Head) {
    let mut sheet = Sheet::new(page, 0);
    let title = scrub_line(&head.title);
    if !title.is_empty() {
        sheet.text(Text::of(Role::Title, &title));
    }
    let facts = facts(&head.facts);
    if !facts.is_empty() {
        sheet.text(facts);
    }
    if let Some(note) = &head.note {
        sheet.text(Text::of(Role::Dim, &scrub_line(note)));
    }
    if let Some(words) = &head.words {
        set_words(&mut sheet, words);
    }
    if !page.lines.is_empty() {
        page.lines.push(Line::default());
    }
    page.head_lines = page.lines.len();
}

/// What the reader wrote, behind a sign of its own, so that nobody takes it for the article's.
fn set_words(sheet: &mut Sheet<'_>, words: &str) {
    sheet.blank();
    sheet.hanging("✎ ".to_owned(), |sheet| {
        for line in words.lines() {
            match scrub_line(line) {
                line if line.trim().is_empty() => sheet.blank(),
                line => sheet.text(Text::of(Role::Emphasis, line.trim())),
            }
        }
    });
}

/// Facts are kept whole where they are short, and a line ends behind a dot rather than beginning with one.
fn facts(facts: &[String]) -> Text {
    let mut text = Text::default();
    for fact in facts
        .iter()
        .map(|fact| scrub_line(fact))
        .filter(|fact| !fact.is_empty())
    {
        if !text.is_empty() {
            text.push_words(Role::Byline, "\u{a0}· ");
        }
        let role = if fact.starts_with('#') {
            Role::Tag
        } else {
            Role::Byline
        };
        if width(&fact) <= 24 {
            text.push_words(role, &fact.replace(' ', "\u{a0}"));
        } else {
            text.push_words(role, &fact);
        }
    }
    text
}

/// `■` behind the last word, or on a line of its own where there is no room.
fn set_end_sign(page: &mut Page) {
    let room = page.width as usize;
    let block = page.next_block.saturating_sub(1);
    if let Some(last) = page.lines.last_mut() {
        let used: usize = last.spans.iter().map(|span| width(&span.text)).sum();
        let used = used + usize::from(last.indent);
        if !last.code && used > 0 && used + 2 <= room {
            last.spans.push(dim(" ■".to_owned()));
            return;
        }
    }
    page.lines.push(Line {
        spans: vec![dim("■".to_owned())],
        block,
        ..Line::default()
    });
}

/// Where the numbers lead.
fn set_links(page: &mut Page, document: &Document) {
    if document.links.is_empty() {
        return;
    }
    let widest = document.links.len().to_string().len() + 2;
    let mut sheet = Sheet::new(page, document.blocks.len() as u32);
    sheet.blank();
    sheet.text(Text::of(Role::Dim, "links"));
    for (at, target) in document.links.iter().enumerate() {
        let host = host(&target.url);
        let label = match target.label.as_str() {
            "" => &target.url,
            label => label,
        };
        let mut text = Text::default();
        text.push_linked(Role::Text, label, at as u32);
        if !host.is_empty() && !target.label.is_empty() {
            text.push_words(Role::Dim, &format!("  {host}"));
        }
        let sign = format!("{:<widest$} ", format!("[{}]", at + 1));
        sheet.hanging(sign, |sheet| sheet.text(text));
    }
}

impl Line {
    /// Its words as they are seen, without the cells left free at the left.
    pub fn text(&self) -> String {
        self.spans
            .iter()
            .map(|span: &Span| span.text.as_str())
            .collect()
    }
}
