//! A feed's past from the screen: loaded page by page, under the gauge and the key that stops it of a refresh.
//!
//! Not an act: what came is kept, and there is nothing that undo would take back.

use crate::app::{App, Effect, Focus, Job, Message, Running, Tone, Work};
use crate::model::{FeedId, PAGES, PastEnd, PastReport, PastWish, Progress, Scope, Ticket};
use crate::text::Role;

impl App {
    /// Loads older pages of the feed that is selected, or whose entry is.
    pub(crate) fn load_past(&mut self) -> Vec<Effect> {
        let Some(feed) = self.one_feed() else {
            let text = "older pages are loaded of one feed: select it first";
            self.stage.say(Message::plain(text));
            return Vec::new();
        };
        let Some(mut effects) = self.make_way() else {
            return Vec::new();
        };
        let ticket = self.stage.ticket();
        self.refresh.running = Some(Running {
            ticket,
            work: Work::Past,
            progress: Progress {
                total: PAGES,
                ..Progress::default()
            },
            automatic: false,
            stopping: false,
        });
        let wish = PastWish { feed, pages: PAGES };
        effects.push(Effect::Start(ticket, Job::Past(wish)));
        effects
    }

    fn one_feed(&self) -> Option<FeedId> {
        match self.entries.scope() {
            Scope::Feed(feed) => Some(*feed),
            _ if self.focus == Focus::Feeds => None,
            _ => self.target().map(|row| row.feed),
        }
    }

    /// A walk into the past is through: say what it brought, and load what it changed.
    pub(crate) fn past_loaded(&mut self, ticket: Ticket, report: &PastReport) -> Vec<Effect> {
        if !self.refresh.is(ticket) {
            return Vec::new();
        }
        self.refresh.running = None;
        self.stage.say(told(report));
        let mut effects = vec![self.load_feeds()];
        if report.new > 0 {
            effects.push(self.entries.reload(&mut self.stage));
        }
        effects
    }
}

/// `News: 480 older entries from 48 pages · that is all it has`.
fn told(report: &PastReport) -> Message {
    let brought = format!("{}: {}", report.title, report.words());
    let role = match report.new {
        0 => Role::Text,
        _ => Role::Done,
    };
    let mut words = vec![(role, brought), (Role::Dim, " · ".to_string())];
    match &report.end {
        PastEnd::Failed(failure) => {
            words.push((Role::Error, failure.what.clone()));
            if let Some(hint) = &failure.hint {
                words.push((Role::Dim, format!(" · hint: {hint}")));
            }
        }
        end => words.push((Role::Dim, end.words())),
    }
    Message {
        tone: Tone::Plain,
        words,
    }
}
