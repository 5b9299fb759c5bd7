//! Text flows into blocks: white space collapses across elements, words that look alike become one run.

use crate::article::document::{Block, Inline, Run};
use crate::article::from_html::flatten::flatten;
use crate::article::from_html::style::Style;

/// Collects the blocks of one context: a page, a list item, a quote.
#[derive(Debug, Default)]
pub struct Flow {
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    space: Option<Style>,
    has_words: bool,
}

impl From<Vec<Block>> for Flow {
    fn from(blocks: Vec<Block>) -> Self {
        Self {
            blocks,
            ..Self::default()
        }
    }
}

impl Flow {
    /// Adds text; its white space collapses with what stands around it.
    pub fn text(&mut self, style: Style, text: &str) {
        let mut rest = text;
        loop {
            let words = rest.trim_start_matches(is_space);
            if words.len() < rest.len() && self.has_words && self.space.is_none() {
                self.space = Some(style);
            }
            if words.is_empty() {
                return;
            }
            let end = words.find(is_space).unwrap_or(words.len());
            let (word, after) = words.split_at(end);
            rest = after;
            // Chinese pages indent a paragraph by wide spaces; here blank lines part them.
            let word = if self.has_words {
                word
            } else {
                word.trim_start_matches('\u{3000}')
            };
            if word.is_empty() {
                continue;
            }
            self.flush_space(style);
            self.append(style, word);
            self.has_words = true;
        }
    }

    /// A space belongs to a link only when the words on both sides do: no underlined gap before or after it.
    fn flush_space(&mut self, next: Style) {
        let Some(style) = self.space.take() else {
            return;
        };
        let before = match self.inlines.last() {
            Some(Inline::Text(run)) => run.link,
            _ => None,
        };
        let link = before.filter(|_| before == next.link);
        let note = None;
        self.append(
            Style {
                link,
                note,
                ..style
            },
            " ",
        );
    }

    fn append(&mut self, style: Style, text: &str) {
        let run = style.run(String::new());
        if let Some(Inline::Text(last)) = self.inlines.last_mut()
            && (last.role, last.is_strong, last.is_emphasised)
                == (run.role, run.is_strong, run.is_emphasised)
            && (last.link, last.note) == (run.link, run.note)
        {
            last.text.push_str(text);
        } else {
            self.inlines.push(Inline::Text(Run {
                text: text.to_owned(),
                ..run
            }));
        }
    }

    /// Whether the words at hand say this already, not far back: `World Health Organization (WHO)`.
    pub fn tells(&self, words: &str) -> bool {
        let far = 2 * words.len() + 40;
        let mut near = String::new();
        for inline in self.inlines.iter().rev() {
            if let Inline::Text(run) = inline {
                let from = run
                    .text
                    .ceil_char_boundary(run.text.len().saturating_sub(far));
                near.insert_str(0, run.text.get(from..).unwrap_or_default());
            }
            if near.len() > far {
                break;
            }
        }
        near.to_lowercase().contains(&words.to_lowercase())
    }

    /// A line break of the author; a second one in a row ends the paragraph.
    pub fn line_break(&mut self) {
        self.space = None;
        match self.inlines.last() {
            None => {}
            Some(Inline::Break) => self.end_paragraph(),
            Some(Inline::Text(_)) => {
                self.inlines.push(Inline::Break);
                self.has_words = false;
            }
        }
    }

    /// Ends the paragraph at hand, if there is one.
    pub fn end_paragraph(&mut self) {
        let inlines = self.take_inlines();
        if !inlines.is_empty() {
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn take_inlines(&mut self) -> Vec<Inline> {
        self.space = None;
        self.has_words = false;
        let mut inlines = std::mem::take(&mut self.inlines);
        while matches!(inlines.last(), Some(Inline::Break)) {
            inlines.pop();
        }
        // Paragraphs of a lone no-break space are how some editors make room.
        let is_empty = |inline: &Inline| match inline {
            Inline::Text(run) => run.text.trim().is_empty(),
            Inline::Break => true,
        };
        if inlines.iter().all(is_empty) {
            inlines.clear();
        }
        inlines
    }

    /// Adds a block, after the paragraph at hand.
    pub fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    /// The last block, when no paragraph has begun after it.
    pub fn last_block(&mut self) -> Option<&mut Block> {
        if self.inlines.is_empty() {
            self.blocks.last_mut()
        } else {
            None
        }
    }

    /// The blocks.
    pub fn into_blocks(mut self) -> Vec<Block> {
        self.end_paragraph();
        self.blocks
    }

    /// All of it as running text, for places that hold no blocks: headings, cells, captions.
    pub fn into_inlines(self) -> Vec<Inline> {
        let mut flat = Vec::new();
        for block in self.into_blocks() {
            flatten(block, &mut flat);
        }
        flat
    }
}

/// The white space that HTML collapses; a no-break space stays.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &[(bool, &str)]) -> String {
        let mut flow = Flow::default();
        for (is_link, text) in parts {
            let link = is_link.then_some(0);
            flow.text(
                Style {
                    link,
                    ..Style::default()
                },
                text,
            );
        }
        let inlines = flow.into_inlines();
        let shown = inlines.iter().map(|inline| match inline {
            Inline::Text(run) if run.link.is_some() => format!("[{}]", run.text),
            Inline::Text(run) => run.text.clone(),
            Inline::Break => "\n".to_owned(),
        });
        shown.collect()
    }

    #[test]
    fn the_wide_indent_of_a_paragraph_is_dropped() {
        let mut flow = Flow::default();
        flow.text(
            Style::default(),
            " \u{3000}\u{3000}\u{6b63}\u{3000}\u{6587}",
        );
        let texts: Vec<String> = flow
            .into_blocks()
            .into_iter()
            .filter_map(|block| match block {
                Block::Paragraph(inlines) => Some(inlines),
                _ => None,
            })
            .flatten()
            .filter_map(|inline| match inline {
                Inline::Text(run) => Some(run.text),
                Inline::Break => None,
            })
            .collect();
        assert_eq!(texts, ["\u{6b63}\u{3000}\u{6587}"]);
    }

    #[test]
    fn white_space_collapses_across_elements() {
        let table: &[(&[(bool, &str)], &str)] = &[
            (&[(false, "  a \n b  ")], "a b"),
            (&[(false, "a "), (true, " b "), (false, " c")], "a [b] c"),
            (&[(false, "a"), (true, " b"), (false, "c")], "a [b]c"),
            (&[(true, "a "), (false, "b")], "[a] b"),
            (
                &[(false, "a"), (false, " "), (false, "\n"), (false, "b")],
                "a b",
            ),
            (&[(false, " \n ")], ""),
            (&[(false, "a\u{a0} b")], "a\u{a0} b"),
        ];
        for (parts, expect) in table {
            assert_eq!(shown(parts), *expect, "{parts:?}");
        }
    }

    #[test]
    fn two_breaks_end_a_paragraph() {
        let mut flow = Flow::default();
        flow.line_break();
        flow.text(Style::default(), "a ");
        flow.line_break();
        flow.text(Style::default(), " b");
        flow.line_break();
        flow.text(Style::default(), " ");
        flow.line_break();
        flow.text(Style::default(), "c");
        flow.line_break();
        assert_eq!(flow.into_blocks().len(), 2);
    }
}
