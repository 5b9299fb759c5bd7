//! Full texts: one that the reader asks for, and those of feeds that want them, after a refresh.
//!
//! Invariants: the feed's own text is never touched; a failure is kept with its reason and not tried again at once, unless by hand; with the
//! network down nothing is counted against a page.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio_util::sync::CancellationToken;

use crate::article::strip;
use crate::fetch::{Haste, host_of};
use crate::jobs::context::Context;
use crate::jobs::page_text::{Errand, Missed};
use crate::model::{
    EntryId, FeedId, PageFacts, PagesReport, Progress, SAVED_URL, TextAsk, TextOutcome, Timestamp,
    Trouble, Wanting,
};
use crate::parse;
use crate::store::{PageSays, TextWish};

/// Pages fetched after one refresh: of each feed, and in all.
const OF_EACH: u32 = 20;
const IN_ALL: u32 = 100;
/// After this no further page is begun.
const LONGEST: Duration = Duration::from_mins(4);
/// The first wait after a failure that may pass, in milliseconds; each doubles it.
const WAIT: i64 = 3_600_000;
const LONGEST_WAIT: i64 = 24 * WAIT;
/// So many tries, then only by hand.
const TRIES: u32 = 5;

/// Whether pages may be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// They may.
    Web,
    /// Only what is kept.
    Kept,
}

/// Does what the reader asks about an entry's full text. `on_page` hears how many pages there are by then.
pub async fn full_text(
    context: &Context,
    entry: EntryId,
    ask: TextAsk,
    reach: Reach,
    on_page: &(dyn Fn(u32) + Send + Sync),
) -> Result<TextOutcome, Trouble> {
    let store = &context.store;
    let kept = store.full_text(entry).await?.unwrap_or_default();
    if kept.page.is_some() && ask != TextAsk::Anew {
        let full = ask == TextAsk::Have || !kept.is_wanted;
        if ask == TextAsk::Toggle {
            store.choose_text(entry, full).await?;
        }
        let outcome = if full {
            TextOutcome::Shown
        } else {
            TextOutcome::Hidden
        };
        return Ok(outcome);
    }
    if reach == Reach::Kept {
        return Err(Trouble::new(
            "nothing is fetched: byline was started with `--offline`",
            "start it without to fetch the page",
        ));
    }
    let Some(wanting) = store.claim_text(entry, context.now()).await? else {
        return Err(Trouble::new(
            "this entry is no longer there",
            "`byline list` prints those that are",
        ));
    };
    if ask != TextAsk::Have {
        store.choose_text(entry, true).await?;
    }
    fetch(context, &wanting, Haste::Asked, on_page).await
}

/// Fetches the pages of entries that want them, newest first: of these feeds, or of all. Cancelling leaves the rest for a later run.
pub async fn full_texts(
    context: &Context,
    feeds: Option<Vec<FeedId>>,
    on_progress: &(dyn Fn(Progress) + Send + Sync),
    cancel: &CancellationToken,
) -> Result<PagesReport, Trouble> {
    let wish = TextWish {
        of_each: OF_EACH,
        in_all: IN_ALL,
        bookmarks: if context.config().bookmarks.full_text && feeds.is_none() {
            OF_EACH
        } else {
            0
        },
        feeds,
    };
    let wanted = context.store.claim_texts(wish, context.now()).await?;
    if wanted.is_empty() {
        return Ok(PagesReport::default());
    }
    let run = Run {
        context,
        cancel,
        on_progress,
        begun: Instant::now(),
        tally: Mutex::new(Tally {
            total: wanted.len() as u32,
            ..Tally::default()
        }),
    };
    run.go(wanted).await
}

/// Pages being fetched.
struct Run<'a> {
    context: &'a Context,
    cancel: &'a CancellationToken,
    on_progress: &'a (dyn Fn(Progress) + Send + Sync),
    begun: Instant,
    tally: Mutex<Tally>,
}

#[derive(Default)]
struct Tally {
    total: u32,
    report: PagesReport,
    left: Vec<EntryId>,
    /// The network is down, or byline cannot ask anybody.
    stopped: bool,
    trouble: Option<Trouble>,
}

impl Run<'_> {
    async fn go(self, wanted: Vec<Wanting>) -> Result<PagesReport, Trouble> {
        let mut hosts: BTreeMap<String, Vec<Wanting>> = BTreeMap::new();
        for wanting in wanted {
            hosts
                .entry(host_of(&wanting.link))
                .or_default()
                .push(wanting);
        }
        let visits = hosts.into_values().map(|pages| self.visit(pages));
        visits
            .collect::<FuturesUnordered<_>>()
            .collect::<()>()
            .await;
        let tally = self
            .tally
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        self.context.store.leave_texts(tally.left).await?;
        match tally.trouble {
            Some(trouble) => Err(trouble),
            None => Ok(tally.report),
        }
    }

    /// The pages of one host, one after the other.
    async fn visit(&self, pages: Vec<Wanting>) {
        let mut shut = false;
        for wanting in pages {
            if shut || self.is_over() {
                self.leave(&wanting);
                continue;
            }
            let fetch = Box::pin(fetch(self.context, &wanting, Haste::Unhurried, &|_| ()));
            match self.cancel.run_until_cancelled(fetch).await {
                None => self.leave(&wanting),
                Some(Err(trouble)) => {
                    self.leave(&wanting);
                    let mut tally = self.tally();
                    tally.stopped = true;
                    tally.trouble.get_or_insert(trouble);
                }
                Some(Ok(TextOutcome::Left(_))) => {
                    self.leave(&wanting);
                    shut = true;
                }
                Some(Ok(TextOutcome::None(_))) => self.count(|report| &mut report.without),
                Some(Ok(_)) => self.count(|report| &mut report.fetched),
            }
        }
    }

    fn is_over(&self) -> bool {
        self.cancel.is_cancelled() || self.begun.elapsed() > LONGEST || self.tally().stopped
    }

    fn leave(&self, wanting: &Wanting) {
        self.tally().left.push(wanting.entry);
        self.count(|report| &mut report.left);
    }

    fn count(&self, which: fn(&mut PagesReport) -> &mut u32) {
        let mut tally = self.tally();
        *which(&mut tally.report) += 1;
        let report = &tally.report;
        let progress = Progress {
            done: report.fetched + report.without + report.left,
            total: tally.total,
            new: report.fetched,
            failed: 0,
        };
        drop(tally);
        (self.on_progress)(progress);
    }

    fn tally(&self) -> std::sync::MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Fetches the page of an entry that was claimed, and keeps what came of it.
async fn fetch(
    context: &Context,
    wanting: &Wanting,
    haste: Haste,
    on_page: &(dyn Fn(u32) + Send + Sync),
) -> Result<TextOutcome, Trouble> {
    let entry = context.store.entry(wanting.entry).await?;
    let own = entry.map_or(0, |entry| strip(entry.own_html()).chars().count());
    let errand = Errand {
        context,
        wanting,
        own_text: own,
        haste,
        on_page,
    };
    let found = Box::pin(errand.run()).await?;
    let (store, now) = (&context.store, context.now());
    match found {
        Ok(page) => {
            let pages = page.facts.pages.unwrap_or(1);
            tracing::info!(url = %page.url, pages, "a full text came");
            let says = said(&page.facts);
            store.keep_text(wanting.entry, page, now).await?;
            if wanting.feed_url == SAVED_URL {
                store.entitle(wanting.entry, says).await?;
            }
            Ok(TextOutcome::Came { pages })
        }
        Err(Missed::Lacks { why, later, title }) => {
            tracing::info!(link = %wanting.link, sort = %why.sort, "no full text");
            let again = later.then(|| again(wanting.tries, now)).flatten();
            if let Some(title) = title.filter(|_| wanting.feed_url == SAVED_URL) {
                let says = PageSays {
                    title,
                    ..PageSays::default()
                };
                store.entitle(wanting.entry, says).await?;
            }
            let lack = why.clone();
            store.lack_text(wanting.entry, lack, again, now).await?;
            Ok(TextOutcome::None(why))
        }
        Err(Missed::Left(why)) => {
            store.leave_texts(vec![wanting.entry]).await?;
            Ok(TextOutcome::Left(why))
        }
    }
}

/// What a page says of itself, for an entry that was saved by its address.
pub fn said(facts: &PageFacts) -> PageSays {
    PageSays {
        title: facts.title.clone(),
        author: facts.byline.clone(),
        published: facts.published.as_deref().and_then(parse::date),
    }
}

/// When a page that may come another time is tried again by itself.
fn again(tries: u32, now: Timestamp) -> Option<Timestamp> {
    let wait = (WAIT << tries.min(8)).min(LONGEST_WAIT);
    (tries + 1 < TRIES).then(|| now.plus(wait))
}
