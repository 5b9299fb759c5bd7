//! The headings of the set page, and going to one.

use crate::app::Reader;
use crate::app::letters::{Letter, letters};
use crate::article::{Joint, Line};
use crate::text::Role;

/// A heading of the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 3.
    pub level: u8,
    /// Its words, as they were written.
    pub text: String,
    /// Its first line of the page.
    pub line: usize,
}

impl Reader {
    /// The headings of what is set, in order.
    pub fn headings(&self) -> Vec<Heading> {
        let mut headings: Vec<Heading> = Vec::new();
        let mut goes_on = Joint::End;
        let lines = self.page.lines.iter().enumerate();
        for (number, line) in lines.skip(self.page.head_lines) {
            let Some(level) = level(line) else {
                goes_on = Joint::End;
                continue;
            };
            match (headings.last_mut(), goes_on) {
                (Some(last), Joint::Space) => {
                    last.text.push(' ');
                    last.text.push_str(&words(line));
                }
                (Some(last), Joint::Nothing) => last.text.push_str(&words(line)),
                _ => headings.push(Heading {
                    level,
                    text: words(line),
                    line: number,
                }),
            }
            goes_on = line.joint;
        }
        headings
    }

    /// The heading under which the first line on the screen stands: its index.
    pub fn heading_at_hand(&self, headings: &[Heading]) -> usize {
        let top = self.top.saturating_sub(self.room.lead);
        headings
            .partition_point(|heading| heading.line <= top + 1)
            .saturating_sub(1)
    }

    /// Brings a heading to the top of the screen, by its index.
    pub fn go_to_heading(&mut self, index: usize) {
        self.set_whole();
        if let Some(heading) = self.headings().get(index) {
            self.scroll_to((heading.line + self.room.lead).saturating_sub(1));
        }
    }
}

/// The level of the heading that a line is of.
fn level(line: &Line) -> Option<u8> {
    line.spans.iter().find_map(|span| match span.role {
        Role::Heading1 => Some(1),
        Role::Heading2 => Some(2),
        Role::Heading3 => Some(3),
        _ => None,
    })
}

fn words(line: &Line) -> String {
    let letters = letters(line);
    let words = letters.iter().filter(|letter| letter.is_text());
    words
        .map(Letter::written)
        .collect::<String>()
        .trim()
        .to_string()
}
