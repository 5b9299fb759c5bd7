//! The page: the document set to the pane's width, below its headline and the facts.

use crate::app::{Find, Reader, Stage, find};
use crate::article::{Head, Page, Setting, typeset};

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
            note: None,
            words: None,
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
            ..self.room.width.into()
        };
        let page = typeset(head, &self.document, setting, wanted);
        let before = std::mem::replace(&mut self.page, page);
        if before.lines != self.page.lines {
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

    /// The byline: feed, author, date, minutes; in zen also comments and tags, which the pane tells elsewhere.
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
        let date = if self.room.zen || stage.zone.midnight(time) != stage.midnight() {
            stage.zone.long(time, stage.now)
        } else {
            stage.zone.clock(time)
        };
        facts.push(match dated {
            Some(_) => date,
            None if entry.later => format!("saved {date}"),
            None => format!("first seen {date}"),
        });
        facts.extend(self.minutes.clone());
        if entry.shown_page().is_some() {
            facts.push("full text".to_string());
        }
        if self.room.zen {
            facts.extend(entry.comment_count.map(|count| format!("{count} comments")));
            let tags = row.tags.iter().chain(&entry.categories);
            let mut tags: Vec<String> = tags.map(|tag| format!("#{tag}")).collect();
            tags.dedup();
            if !tags.is_empty() {
                facts.push(tags.join(" "));
            }
        }
        Some(facts)
    }
}
