//! The full text on the screen: asked for with a key, fetched after a refresh, told in the status line.
//!
//! Invariant: a page is asked for once at a time; the key pressed again meanwhile stops that.

use crate::app::{App, Effect, Focus, Job, Message, Running, Tone, Work};
use crate::command::{Command, Invocation};
use crate::model::{
    EntryId, EntryRow, PagesReport, Progress, RefreshReport, TextAsk, TextOutcome, Ticket,
};
use crate::text::Role;

impl App {
    /// Runs a command if it is about the full text.
    pub(crate) fn run_full_text(&mut self, invocation: &Invocation) -> Option<Vec<Effect>> {
        let ask = match invocation.command {
            Command::FullText => TextAsk::Toggle,
            Command::FullTextAnew => TextAsk::Anew,
            _ => return None,
        };
        let Some(row) = self.text_row().cloned() else {
            self.stage.say(Message::plain("no entry is selected"));
            return Some(Vec::new());
        };
        Some(self.ask_full_text(&row, ask))
    }

    /// The entry that is meant: the article's where it has the focus, else the selected one.
    fn text_row(&self) -> Option<&EntryRow> {
        match self.focus {
            Focus::Article => self.reader.row(),
            _ => self.entries.selected(),
        }
    }

    fn ask_full_text(&mut self, row: &EntryRow, ask: TextAsk) -> Vec<Effect> {
        let asked = self.texts.iter().position(|(entry, _)| *entry == row.id);
        if let Some(index) = asked {
            let (_, ticket) = self.texts.swap_remove(index);
            self.stage.say(Message::plain("stopped fetching the page"));
            return vec![Effect::Cancel(ticket)];
        }
        let kept = self
            .reader
            .entry()
            .filter(|entry| entry.row.id == row.id)
            .and_then(|entry| entry.full_text.as_ref())
            .is_some_and(|full| full.page.is_some());
        if ask == TextAsk::Anew || !kept {
            self.stage.say(Message::plain("fetching the page …"));
        }
        let ticket = self.stage.ticket();
        self.texts.push((row.id, ticket));
        vec![Effect::Start(ticket, Job::FullText(row.id, ask))]
    }

    /// One more page of an article came.
    pub(crate) fn text_progress(&mut self, ticket: Ticket, progress: Progress) {
        let ours = self.texts.iter().any(|(_, other)| *other == ticket);
        if ours && progress.done > 1 {
            let text = format!("fetching the page … {} pages", progress.done);
            self.stage.say(Message::plain(text));
        }
    }

    /// What was asked about a full text is done.
    pub(crate) fn full_text_done(&mut self, ticket: Ticket, outcome: &TextOutcome) -> Vec<Effect> {
        let Some(index) = self.texts.iter().position(|(_, other)| *other == ticket) else {
            return Vec::new();
        };
        let (entry, _) = self.texts.swap_remove(index);
        self.stage.say(told(outcome));
        self.show_text(entry)
    }

    /// It could not be done; says whether the ticket was a full text's.
    pub(crate) fn full_text_failed(&mut self, ticket: Ticket) -> bool {
        let before = self.texts.len();
        self.texts.retain(|(_, other)| *other != ticket);
        self.texts.len() < before
    }

    fn show_text(&mut self, entry: EntryId) -> Vec<Effect> {
        let shown = self.reader.row().is_some_and(|row| row.id == entry);
        if !shown {
            return Vec::new();
        }
        self.reader.reload(&mut self.stage).into_iter().collect()
    }

    /// A refresh is through: the pages that its feeds want come after it, without haste.
    pub(crate) fn fetch_pages(&mut self, report: &RefreshReport) -> Option<Effect> {
        let rows = &self.feeds.list().rows;
        let wanted = rows.iter().any(|row| row.full_text)
            || self.feeds.list().saved_feed.is_some()
            || self.stage.config.bookmarks.full_text;
        if !wanted || report.cancelled || report.offline.is_some() {
            return None;
        }
        let ticket = self.stage.ticket();
        self.refresh.running = Some(Running {
            ticket,
            work: Work::Pages,
            progress: Progress::default(),
            automatic: true,
            stopping: false,
        });
        Some(Effect::Start(ticket, Job::FullTexts))
    }

    /// The pages are through: an article that is shown, and not being read, is shown by its full text.
    pub(crate) fn pages_fetched(&mut self, ticket: Ticket, report: &PagesReport) -> Vec<Effect> {
        if !self.refresh.is(ticket) {
            return Vec::new();
        }
        self.refresh.running = None;
        let mut effects = vec![self.load_feeds()];
        if report.fetched > 0 && !self.reader.is_open() && self.reader.entry().is_some() {
            effects.extend(self.reader.reload(&mut self.stage));
        }
        effects
    }
}

fn told(outcome: &TextOutcome) -> Message {
    match outcome {
        TextOutcome::Shown => Message::plain("full text"),
        TextOutcome::Hidden => Message::plain("the feed's own text"),
        TextOutcome::Came { pages: 0 | 1 } => Message::done("full text fetched"),
        TextOutcome::Came { pages } => Message::done(format!("full text fetched · {pages} pages")),
        TextOutcome::None(why) => of(Role::Warning, format!("no full text: {}", why.what)),
        TextOutcome::Left(why) => of(Role::Warning, format!("not fetched: {why}")),
    }
}

fn of(role: Role, text: String) -> Message {
    Message {
        tone: Tone::Plain,
        words: vec![(role, text)],
    }
}
