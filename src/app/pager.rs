//! A text over the whole screen, to be read through: what a command printed, the source of an article.
//!
//! Lines are broken anywhere to fit, as `less` does, so that nothing of a source is hidden. Invariant: the text is scrubbed, and what is shown
//! fits the screen it was last fitted to.

use std::sync::Arc;

use crate::app::press::{Press, press_in_list};
use crate::app::{Done, Effect, Launch, Load, Sight, Size, Wish};
use crate::command::{Command, Key};
use crate::model::{EntryId, Ticket};
use crate::text;

/// Rows that the sheet takes besides the text: title, rule, status.
const AROUND: usize = 3;
/// Lines that two pages share.
const OVERLAP: usize = 2;
/// Cells that a tab goes to the next multiple of.
const TAB: usize = 8;

/// The pager.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// What it shows.
    pub title: String,
    /// Index of the first row on the screen.
    pub top: usize,
    text: Arc<str>,
    /// The number of the line that each row is of, and the row.
    rows: Arc<Vec<(usize, String)>>,
    cells: usize,
    height: usize,
    awaited: Option<Ticket>,
}

impl Pager {
    /// Shows a text.
    pub fn filled(title: &str, text: &str) -> Pager {
        Pager {
            title: title.to_string(),
            text: text.into(),
            ..Pager::default()
        }
    }

    /// Asks for the source of an entry.
    pub fn source(title: &str, entry: EntryId, sight: &mut Sight) -> (Pager, Wish) {
        let ticket = sight.stage.ticket();
        let mut pager = Pager {
            title: title.to_string(),
            awaited: Some(ticket),
            ..Pager::default()
        };
        pager.fit(sight.stage.size);
        let load = Wish::Do(Effect::Load(ticket, Load::Source(entry)));
        (pager, load)
    }

    /// Takes the text, if it is the awaited one.
    pub fn receive(&mut self, ticket: Ticket, done: &Done) -> Option<Vec<Wish>> {
        self.awaited.take_if(|awaited| *awaited == ticket)?;
        let Done::Output { text, .. } = done else {
            return None;
        };
        self.text = text.as_str().into();
        self.broken();
        Some(Vec::new())
    }

    /// Whether the text is not there yet.
    pub fn is_waiting(&self) -> bool {
        self.awaited.is_some()
    }

    /// Breaks the text for a screen of this size; the line at the top stays there.
    pub fn fit(&mut self, size: Size) {
        self.height = usize::from(size.height).saturating_sub(AROUND).max(1);
        let cells = usize::from(size.width).saturating_sub(2).max(2);
        if cells == self.cells && !self.rows.is_empty() {
            return;
        }
        let line = self.rows.get(self.top).map_or(0, |(line, _)| *line);
        self.cells = cells;
        self.broken();
        self.top = self.rows.partition_point(|(other, _)| *other < line);
        self.go(self.top);
    }

    fn broken(&mut self) {
        let mut rows = Vec::new();
        for (number, line) in self.text.trim_end().lines().enumerate() {
            broken(line, self.cells, |row| rows.push((number, row)));
        }
        self.rows = Arc::new(rows);
    }

    /// The rows on the screen.
    pub fn shown(&self) -> impl Iterator<Item = &str> {
        let rows = self.rows.iter().skip(self.top).take(self.height);
        rows.map(|(_, row)| row.as_str())
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is nothing to be shown.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The most that `top` can be.
    pub fn last(&self) -> usize {
        self.rows.len().saturating_sub(self.height)
    }

    /// How far the last row of the screen is, in percent.
    pub fn percent(&self) -> usize {
        ((self.top + self.height) * 100 / self.rows.len().max(1)).min(100)
    }

    /// Shows this row at the top, or the nearest that can be there.
    pub fn go(&mut self, top: usize) {
        self.top = top.min(self.last());
    }

    /// Scrolls, copies all of it, or closes.
    pub fn key(&mut self, key: Key, sight: &mut Sight) -> Vec<Wish> {
        let page = self.height.saturating_sub(OVERLAP).max(1);
        match press_in_list(&sight.stage.keymap, key) {
            Press::Cancel => {
                let stop = self.awaited.take().map(|it| Wish::Do(Effect::Cancel(it)));
                return [Some(Wish::Close), stop].into_iter().flatten().collect();
            }
            Press::Command(Command::CopyLink) => {
                let ticket = sight.stage.ticket();
                let copy = Launch::Copy(self.text.to_string());
                return vec![Wish::Do(Effect::Launch(ticket, copy))];
            }
            Press::Up => self.go(self.top.saturating_sub(1)),
            Press::Down | Press::Accept => self.go(self.top + 1),
            Press::PageUp | Press::Command(Command::PageBack) => {
                self.go(self.top.saturating_sub(page));
            }
            Press::PageDown | Press::Command(Command::PageOn) => self.go(self.top + page),
            Press::First => self.go(0),
            Press::Last => self.go(usize::MAX),
            _ => {}
        }
        Vec::new()
    }
}

/// A line in rows of at most so many cells; an empty line is an empty row.
fn broken(line: &str, cells: usize, mut each: impl FnMut(String)) {
    let mut row = String::new();
    let mut taken = 0;
    for (_, grapheme, width) in text::graphemes(line) {
        let width = match grapheme {
            "\t" => TAB - taken % TAB,
            _ => width,
        };
        if taken + width > cells && taken > 0 {
            each(std::mem::take(&mut row));
            taken = 0;
        }
        if grapheme == "\t" {
            row.extend(std::iter::repeat_n(' ', width.min(cells)));
        } else {
            row.push_str(grapheme);
        }
        taken += width;
    }
    each(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u16, height: u16) -> Size {
        Size { width, height }
    }

    #[test]
    fn every_line_is_there_at_any_width_and_the_top_stays() {
        let text = format!("a\tb\n\n{}\nend", "新闻 שלום ".repeat(30));
        for width in [4, 12, 40, 200] {
            let mut pager = Pager::filled("x", &text);
            pager.fit(size(width, 10));
            let rows: Vec<String> = pager.rows.iter().map(|(_, row)| row.clone()).collect();
            assert!(
                rows.iter()
                    .all(|row| text::width(row) <= usize::from(width) - 2),
                "{rows:?}"
            );
            let bare = |text: &str| text.replace(char::is_whitespace, "");
            assert_eq!(bare(&rows.concat()), bare(&text));
        }
        let mut pager = Pager::filled("x", &text);
        pager.fit(size(12, 6));
        pager.go(30);
        let line = pager.rows[pager.top].0;
        pager.fit(size(30, 6));
        assert_eq!(
            pager.rows[pager.top].0,
            line.min(pager.rows[pager.last()].0)
        );
        pager.go(usize::MAX);
        assert_eq!(pager.percent(), 100);
    }
}
