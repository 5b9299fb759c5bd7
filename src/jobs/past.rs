//! Goes into a feed's past: the archives and older pages that the feed itself names (RFC 5005), one after the other.
//!
//! Invariants: no address is made up; every page has the manners of a refresh; what came is kept with the note of where to go on, so that a walk that is
//! stopped goes on there. A walk ends, whatever the pages say: at a page it saw, at one that says what was said, at its limits.

use std::collections::HashSet;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use url::Url;

use crate::fetch::{Answer, Document, Fetched, Refusal, Request, Validators};
use crate::jobs::ask::{Asked, ask_once};
use crate::jobs::check::request;
use crate::jobs::context::Context;
use crate::jobs::ingest::{ingest, judged, parse};
use crate::jobs::judge::Judge;
use crate::jobs::source::Source;
use crate::model::{
    EntryId, Failure, FailureKind, FeedId, Origin, Outcome, ParsedFeed, PastEnd, PastReport,
    PastWish, Progress, RefreshWish, Timestamp, Trouble,
};
use crate::store::{DueFeed, Page, Past, StoreError};
use crate::text;

/// Entries taken in one go.
const MOST_ENTRIES: u32 = 10_000;

/// What is told after each page: pages loaded, pages at most, new entries.
type Listener<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Loads older pages of a feed, from where the last walk stopped. Entries arrive read unless they are younger than 30 days. Cancelling keeps what came by
/// then. Not an act: there is nothing that undo would take back.
pub async fn past(
    context: &Context,
    wish: &PastWish,
    on_page: Listener<'_>,
    cancel: &CancellationToken,
) -> Result<PastReport, Trouble> {
    let feed = subscribed(context, wish.feed).await?;
    let report = PastReport {
        feed: feed.id,
        url: text::address(&feed.url),
        title: feed.title.clone(),
        pages: 0,
        new: 0,
        unread: 0,
        oldest: None,
        end: PastEnd::Nowhere,
    };
    let mut walk = Walk {
        context,
        feed,
        judge: Judge::new(context),
        most: wish.pages,
        on_page,
        cancel,
        report,
        visited: HashSet::new(),
        seen: HashSet::new(),
    };
    let end = walk.go().await?;
    tracing::info!(feed = %walk.report.url, pages = walk.report.pages, new = walk.report.new, ?end, "went into the past");
    Ok(PastReport { end, ..walk.report })
}

async fn subscribed(context: &Context, feed: FeedId) -> Result<DueFeed, Trouble> {
    let wish = RefreshWish {
        feeds: Some(vec![feed]),
        ..RefreshWish::default()
    };
    let mut feeds = context.store.due(context.now(), wish).await?;
    feeds.pop().ok_or_else(|| {
        Trouble::new(
            "this feed has no past to load",
            "only feeds that are subscribed to have one",
        )
    })
}

/// One walk as it goes.
struct Walk<'a> {
    context: &'a Context,
    feed: DueFeed,
    /// The rules. What the past brings they judge too, but nobody is told of it, and no command is run.
    judge: Option<Arc<Judge>>,
    most: u32,
    on_page: Listener<'a>,
    cancel: &'a CancellationToken,
    report: PastReport,
    /// The pages of this walk.
    visited: HashSet<String>,
    /// Their entries.
    seen: HashSet<EntryId>,
}

/// What one page came to.
enum Step {
    /// There is one before it.
    On(String),
    /// It was the last.
    End(PastEnd),
}

impl Walk<'_> {
    async fn go(&mut self) -> Result<PastEnd, Trouble> {
        let past = match self.begin().await? {
            Ok(past) => past,
            Err(end) => return Ok(end),
        };
        let older = past.older.filter(|older| !older.is_empty());
        let Some(mut next) = past.next.or(older) else {
            return Ok(PastEnd::Nowhere);
        };
        loop {
            if self.report.pages >= self.most || self.report.new >= MOST_ENTRIES {
                self.context
                    .store
                    .go_on_at(self.feed.id, Some(next), past.is_whole)
                    .await?;
                return Ok(PastEnd::Limit);
            }
            match self.step(&next, past.is_whole).await? {
                Step::On(before) => next = before,
                Step::End(end) => {
                    self.end(next, past.is_whole, &end).await?;
                    return Ok(end);
                }
            }
        }
    }

    /// How far the past is known. A store of an older byline does not know where the feed says that it goes on: then its document is asked for once more.
    async fn begin(&self) -> Result<Result<Past, PastEnd>, Trouble> {
        let store = &self.context.store;
        let past = store.past(self.feed.id).await?;
        if past.older.is_some() || past.next.is_some() {
            return Ok(Ok(past));
        }
        let mut whole = request(&self.feed, self.context.now());
        whole.validators = Validators::default();
        let fetched = match self.ask(whole).await? {
            Ok(fetched) => fetched,
            Err(end) => return Ok(Err(end)),
        };
        // As if it were new, so that it is read although it may be the same.
        let unread = DueFeed {
            hash: None,
            ..self.feed.clone()
        };
        let came = ingest(self.context, (&unread, self.judge.as_ref()), fetched).await?;
        store.touch(came.check.into_iter().collect()).await?;
        if let Outcome::Failed(failure) = came.outcome {
            return Ok(Err(PastEnd::Failed(failure)));
        }
        Ok(Ok(store.past(self.feed.id).await?))
    }

    /// One request, unless the walk is stopped before it is answered.
    async fn ask(&self, request: Request) -> Result<Result<Fetched, PastEnd>, Trouble> {
        let source = Source::of(&self.feed, request);
        let ask = Box::pin(ask_once(self.context, source));
        let Some(asked) = self.cancel.run_until_cancelled(ask).await else {
            return Ok(Err(PastEnd::Cancelled));
        };
        Ok(match asked? {
            Asked::LeftAlone(pause) => Err(PastEnd::Pause(pause.reason)),
            Asked::Answered(answer) => {
                answer.map_err(|Refusal { failure, .. }| match failure.kind {
                    FailureKind::Status(429 | 503) => PastEnd::Pause(failure.what),
                    _ => broken_off(failure),
                })
            }
        })
    }

    async fn step(&mut self, url: &str, is_whole: bool) -> Result<Step, Trouble> {
        if self.cancel.is_cancelled() {
            return Ok(Step::End(PastEnd::Cancelled));
        }
        if !self.visited.insert(url.to_string()) {
            return Ok(Step::End(PastEnd::Circle));
        }
        let known = self.context.store.past_page(self.feed.id, url).await?;
        if is_whole && known.as_ref().is_some_and(|page| page.is_archive) {
            return Ok(Step::End(PastEnd::Beginning));
        }
        let request = match self.request(url, known.as_ref()) {
            Ok(request) => request,
            Err(failure) => return Ok(Step::End(PastEnd::Failed(failure))),
        };
        let fetched = match self.ask(request).await? {
            Ok(fetched) => fetched,
            Err(end) => return Ok(Step::End(end)),
        };
        let page = Page {
            url: url.to_string(),
            etag: fetched.validators.etag,
            last_modified: fetched.validators.last_modified,
            ..known.unwrap_or_default()
        };
        match fetched.answer {
            Answer::NotModified => Ok(self.unchanged(page, is_whole)),
            Answer::New(document) => self.take(page, document, is_whole).await,
        }
    }

    /// What is asked for a page. Names, passwords and headers of the feed go to its own origin alone.
    fn request(&self, url: &str, known: Option<&Page>) -> Result<Request, Failure> {
        let page = Url::parse(url).ok().filter(Url::has_host);
        let Some(mut page) = page.filter(|_| Origin::of(url) == Origin::Web) else {
            return Err(Failure {
                kind: FailureKind::Address,
                what: format!(
                    "its older entries are at `{}`, which is no address of the web",
                    text::scrub_line(url)
                ),
                hint: None,
            });
        };
        let own = Url::parse(&self.feed.url).ok();
        let own = own.filter(|own| own.origin() == page.origin());
        let base = match &own {
            Some(own) => {
                // Fails only for addresses without a host.
                let _ = page.set_username(own.username());
                let _ = page.set_password(own.password());
                request(&self.feed, self.context.now())
            }
            None => Request::default(),
        };
        Ok(Request {
            url: page.into(),
            validators: Validators {
                etag: known.and_then(|page| page.etag.clone()),
                last_modified: known.and_then(|page| page.last_modified.clone()),
            },
            known_at: known.map(|page| page.url.clone()),
            named_by: Some(self.feed.url.clone()),
            ..base
        })
    }

    /// A page that is as it was when it was loaded.
    fn unchanged(&mut self, page: Page, is_whole: bool) -> Step {
        self.count(0, 0);
        match page.older {
            Some(older) if !is_whole => Step::On(older),
            _ => Step::End(PastEnd::Beginning),
        }
    }

    async fn take(
        &mut self,
        page: Page,
        document: Document,
        is_whole: bool,
    ) -> Result<Step, Trouble> {
        if let Some(cut) = document.cut {
            return Ok(Step::End(broken_off(cut)));
        }
        // Ours until its entries are in the store, since they are as large.
        let _room = document.room.clone();
        let parsed = match parse(self.context, document).await {
            Ok(parsed) => parsed,
            Err(failure) => return Ok(Step::End(broken_off(failure))),
        };
        let is_empty = parsed.entries.is_empty();
        let page = Page {
            older: parsed.paging.older().map(str::to_string),
            is_archive: parsed.paging.is_archive,
            ..page
        };
        let (older, new, is_repeated) = self.save(page, parsed).await?;
        Ok(match older {
            _ if is_empty => Step::End(PastEnd::Beginning),
            _ if is_repeated => Step::End(PastEnd::Circle),
            // What follows came with an earlier walk.
            _ if is_whole && new == 0 => Step::End(PastEnd::Beginning),
            Some(older) => Step::On(older),
            None => Step::End(PastEnd::Beginning),
        })
    }

    /// Keeps a page: the one before it, how much was new, and whether all of it came earlier in this walk.
    async fn save(
        &mut self,
        page: Page,
        parsed: ParsedFeed,
    ) -> Result<(Option<String>, u32, bool), StoreError> {
        let dates = parsed.entries.iter().filter_map(|entry| entry.published);
        let oldest = dates.filter(|date| *date > Timestamp::default()).min();
        let older = page.older.clone();
        let now = self.context.now();
        let store = &self.context.store;
        let judged = judged((&self.feed, self.judge.as_ref()), parsed, now).await;
        let saved = store.save_page(self.feed.id, judged, page, now).await?;
        let mut is_repeated = !saved.entries.is_empty();
        for entry in saved.entries {
            is_repeated &= !self.seen.insert(entry);
        }
        let known = self.report.oldest;
        self.report.oldest = [known, oldest].into_iter().flatten().min();
        self.count(saved.new, saved.unread);
        Ok((older, saved.new, is_repeated))
    }

    fn count(&mut self, new: u32, unread: u32) {
        self.report.pages += 1;
        self.report.new += new;
        self.report.unread += unread;
        (self.on_page)(Progress {
            done: self.report.pages,
            total: self.most,
            failed: 0,
            new: self.report.new,
        });
    }

    /// Writes down where the next walk goes on.
    async fn end(&self, at: String, is_whole: bool, end: &PastEnd) -> Result<(), StoreError> {
        let is_through = match end {
            PastEnd::Beginning | PastEnd::Circle | PastEnd::Nowhere => true,
            // What is not there now will not be there later: the past ends here.
            PastEnd::Failed(failure) => is_final(failure),
            PastEnd::Limit | PastEnd::Pause(_) | PastEnd::Cancelled => false,
        };
        let next = (!is_through).then_some(at);
        let store = &self.context.store;
        store
            .go_on_at(self.feed.id, next, is_whole || is_through)
            .await
    }
}

/// A page could not be had: what helps is not what helps against a feed's illness.
fn broken_off(failure: Failure) -> PastEnd {
    let hint = if is_final(&failure) {
        "its past ends there, as far as it can be had"
    } else {
        "the same later tries that page again"
    };
    PastEnd::Failed(Failure {
        hint: Some(hint.to_string()),
        ..failure
    })
}

/// Whether a page that is not there now will not be there later.
fn is_final(failure: &Failure) -> bool {
    matches!(
        failure.kind,
        FailureKind::Status(404 | 410) | FailureKind::NotFeed | FailureKind::Address
    )
}
