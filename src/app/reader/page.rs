//! The page: the document set to the pane's width, below its headline and the facts.

use crate::app::{Find, Reader, Stage, find};
use crate::article::{Head, Line, Page, Setting, typeset};
use crate::model::Timestamp;
use crate::text;

/// Whether every word stands where it stood; its colour may be another.
fn stand_alike(before: &[Line], now: &[Line]) -> bool {
    let letters = |line: &Line| {
        let spans = line.spans.iter();
        spans
            .flat_map(|span| span.text.bytes())
            .collect::<Vec<u8>>()
    };
    let is_alike = |(one, other): (&Line, &Line)| {
        (one.indent, one.block) == (other.indent, other.block)
            && (one.spans == other.spans || letters(one) == letters(other))
    };
    before.len() == now.len() && before.iter().zip(now).all(is_alike)
}

impl Reader {
    /// Sets what is known before the article is: the title.
    pub(in crate::app::reader) fn set(&mut self) {
        let head = Head {
            title: self
                .row
                .as_ref()
                .map(|row| row.title.clone())
                .unwrap_or_default(),
            facts: self.row.iter().map(|row| row.feed_title.clone()).collect(),
            ..Head::default()
        };
        self.typeset(&head);
    }

    pub(in crate::app::reader) fn set_in(&mut self, stage: &Stage) {
        match self.facts(stage) {
            Some(facts) => {
                let title = self
                    .row
                    .as_ref()
                    .map(|row| row.title.clone())
                    .unwrap_or_default();
                let note = self.entry.as_ref().and_then(|entry| entry.text_note());
                let words = self.entry.as_ref().and_then(|entry| entry.note.clone());
                self.typeset(&Head {
                    title,
                    facts,
                    note,
                    words,
                    length: self.length,
                });
            }
            None => self.set(),
        }
    }

    pub(in crate::app::reader) fn typeset(&mut self, head: &Head) {
        if self.row.is_none() || self.room.width == 0 {
            self.page = Page::default();
            return;
        }
        let wanted = self.top + 2 * self.room.height;
        let wanted = match (&self.link, &self.note, &self.selection) {
            (None, None, None) => wanted,
            // As much as they were found in.
            _ => wanted.max(self.page.lines.len()),
        };
        let setting = Setting {
            figures: self.room.figures,
            edits: self.room.edits,
            paragraphs: self.room.paragraphs,
            hyphens: self.hyphens.filter(|_| self.room.hyphenates),
            ..self.room.width.into()
        };
        let page = typeset(head, &self.document, setting, wanted);
        let before = std::mem::replace(&mut self.page, page);
        if !stand_alike(&before.lines, &self.page.lines) {
            // They stand on lines that are others now.
            self.link = None;
            self.note = None;
            self.selection = None;
        }
        if let Some(find) = self.find.take() {
            self.find_again(&find);
        }
    }

    /// The width changed under a find: its matches stand elsewhere now.
    pub(in crate::app::reader) fn find_again(&mut self, old: &Find) {
        self.need(usize::MAX);
        let matches = find::matches(&self.page.lines, &old.text);
        self.find = Some(Find {
            current: old.current.min(matches.len().saturating_sub(1)),
            matches,
            ..old.clone()
        });
    }

    /// How many words the text has; 0 while that is not known.
    pub fn word_count(&self) -> u64 {
        self.length
    }

    /// `1,804 words`.
    fn words(&self) -> Option<String> {
        (self.length > 0).then(|| text::counted(self.length, "word", "words"))
    }

    /// Today only the time, where the page is not alone.
    fn date(&self, time: Timestamp, stage: &Stage) -> String {
        if self.room.zen || stage.zone.midnight(time) != stage.midnight() {
            stage.zone.long(time, stage.now)
        } else {
            stage.zone.clock(time)
        }
    }

    /// The byline: feed, author, dates, minutes; in zen also words, comments and tags, which the screen tells elsewhere.
    pub(in crate::app::reader) fn facts(&self, stage: &Stage) -> Option<Vec<String>> {
        let entry = self.entry.as_ref()?;
        let row = self.row.as_ref()?;
        let mut facts = vec![row.feed_title.clone()];
        let author = entry
            .author
            .as_deref()
            .filter(|author| *author != row.feed_title);
        facts.extend(author.map(str::to_string));
        let dated = entry.published.or(entry.updated);
        let time = dated.unwrap_or(entry.first_seen);
        let date = self.date(time, stage);
        facts.push(match dated {
            Some(_) => date,
            None if entry.later => format!("saved {date}"),
            None => format!("first seen {date}"),
        });
        let edited = entry.edited().map(|time| self.date(time, stage));
        facts.extend(edited.map(|date| format!("changed {date}")));
        facts.extend(self.minutes.clone());
        if entry.shown_page().is_some() {
            facts.push("full text".to_string());
        }
        if self.room.zen {
            let comments = entry.comment_count.map(u64::from);
            facts.extend(comments.map(|count| text::counted(count, "comment", "comments")));
            let tags = row.tags.iter().chain(&entry.categories);
            let mut tags: Vec<String> = tags.map(|tag| format!("#{tag}")).collect();
            tags.dedup();
            if !tags.is_empty() {
                facts.push(tags.join(" "));
            }
            // Words are the first that are not told where the line is full.
            let words = self.words().filter(|words| {
                let all = facts.iter().map(|fact| text::width(fact) + 3);
                all.sum::<usize>() + text::width(words) <= usize::from(self.room.width)
            });
            facts.extend(words);
        }
        Some(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{colored, document};

    #[test]
    fn colours_that_come_later_move_no_word() {
        let html = "<p><a href='https://a.example/'>one</a></p><pre><code class=language-rust>let x = 1; // two</code></pre>";
        let plain = document(html, None);
        let colors = colored(plain.clone(), &mut || true);
        let set = |document| typeset(&Head::default(), document, 40, usize::MAX).lines;
        let (before, after) = (set(&plain), set(&colors));
        assert_ne!(before, after);
        assert!(stand_alike(&before, &after));
        let other = document(&html.replace("two", "three"), None);
        assert!(!stand_alike(&before, &set(&other)));
        let wider = typeset(&Head::default(), &plain, 60, usize::MAX).lines;
        assert!(!stand_alike(&before, &wider));
    }
}
