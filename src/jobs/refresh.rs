//! Asks feeds for what is new: each host by one visitor at a time, several hosts at once.
//!
//! Invariants: one sick feed stops nothing; a feed is asked by one process at a time; what a server said holds over a restart; with the
//! network down nothing is counted against anybody.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream;
use tokio_util::sync::CancellationToken;

use crate::fetch::{Client, Refusal, Request, gap_of, is_loopback};
use crate::jobs::check::{failed, held, validators};
use crate::jobs::context::Context;
use crate::jobs::ingest::ingest;
use crate::jobs::schedule::{Terms, by_host};
use crate::jobs::subscriptions;
use crate::model::{
    Failure, FailureKind, FeedId, FeedReport, Outcome, Progress, RefreshReport, RefreshWish,
    Trouble,
};
use crate::store::{Check, DueFeed, HostPause, StoreError};
use crate::system;
use crate::text;

/// For how long feeds are taken from other processes at a time, in milliseconds.
const LEASE: i64 = 120_000;

/// Bookkeeping is written when so many feeds wait for it, or so long after the last time.
const BATCH: usize = 64;
const BATCH_AGE: Duration = Duration::from_millis(500);

/// Hosts visited at once when byline refreshes by itself: it has time.
const UNHURRIED: usize = 4;

/// What is told of each feed as it is through.
type Listener<'a> = &'a (dyn Fn(FeedReport, Progress) + Send + Sync);

/// Asks the wished feeds that may be asked. `on_feed` hears of each that was, at once; the report tells of the others too. Cancelling
/// keeps what came by then.
pub async fn refresh(
    context: &Context,
    wish: &RefreshWish,
    on_feed: Listener<'_>,
    cancel: &CancellationToken,
) -> Result<RefreshReport, Trouble> {
    let run = Run::prepare(context, on_feed, cancel).await.map_err(told)?;
    let (feeds, skipped, order) = run.choose(wish).await.map_err(told)?;
    if feeds.is_empty() {
        return Ok(run.report(skipped, &order));
    }
    lock(&run.ledger).progress.total = feeds.len() as u32;
    let leased: Vec<_> = feeds.iter().map(|feed| feed.id).collect();
    let client = context.client()?;
    let most = if wish.automatic {
        UNHURRIED
    } else {
        usize::MAX
    };
    let hosts = by_host(feeds);
    let most = most.min(hosts.len());
    stream::iter(hosts)
        .map(|(host, feeds)| run.visit(&client, host, feeds))
        .buffer_unordered(most)
        .collect::<()>()
        .await;
    run.close(leased).await?;
    Ok(run.report(skipped, &order))
}

/// One refresh as it goes.
struct Run<'a> {
    context: &'a Context,
    on_feed: Listener<'a>,
    cancel: &'a CancellationToken,
    begun: Instant,
    offline: AtomicBool,
    ledger: Mutex<Ledger>,
}

/// What a refresh gathers.
#[derive(Default)]
struct Ledger {
    progress: Progress,
    reports: Vec<FeedReport>,
    pauses: HashMap<String, HostPause>,
    checks: Vec<Check>,
    flushed: Option<Instant>,
    /// Feeds that moved for good: (feed, new address).
    moved: Vec<(FeedId, String)>,
    /// What the store could not do: ends the refresh.
    error: Option<StoreError>,
}

/// What one request came to.
struct Came {
    outcome: Outcome,
    check: Option<Check>,
    address: Option<String>,
}

impl<'a> Run<'a> {
    async fn prepare(
        context: &'a Context,
        on_feed: Listener<'a>,
        cancel: &'a CancellationToken,
    ) -> Result<Run<'a>, StoreError> {
        let pauses = context.store.host_pauses().await?;
        Ok(Run {
            context,
            on_feed,
            cancel,
            begun: Instant::now(),
            offline: AtomicBool::new(false),
            ledger: Mutex::new(Ledger {
                pauses: pauses
                    .into_iter()
                    .map(|pause| (pause.host.clone(), pause))
                    .collect(),
                ..Ledger::default()
            }),
        })
    }

    /// The feeds to ask, leased to us; those not to ask, with the reason; and the order of both.
    async fn choose(
        &self,
        wish: &RefreshWish,
    ) -> Result<(Vec<DueFeed>, Vec<FeedReport>, Vec<FeedId>), StoreError> {
        let now = self.context.now();
        let store = &self.context.store;
        let wished = store.due(now, wish.clone()).await?;
        let order = wished.iter().map(|feed| feed.id).collect();
        let mut skipped = Vec::new();
        let candidates = self.sift(wished, wish.force, &mut skipped);
        if candidates.is_empty() {
            return Ok((candidates, skipped, order));
        }
        let ids = candidates.iter().map(|feed| feed.id).collect();
        let leased = store.lease(ids, now, now.plus(LEASE)).await?;
        for feed in candidates.iter().filter(|feed| !leased.contains(&feed.id)) {
            skipped.push(report(
                feed,
                Outcome::Skipped("another byline is asking it".into()),
            ));
        }
        // Another process may have been through with some of them just before the lease.
        let again = RefreshWish {
            feeds: Some(leased.clone()),
            automatic: false,
            ..wish.clone()
        };
        let mut late = Vec::new();
        let feeds = self.sift(store.due(now, again).await?, wish.force, &mut late);
        if !late.is_empty() {
            store
                .release(late.iter().map(|report| report.feed).collect())
                .await?;
            skipped.extend(late);
        }
        Ok((feeds, skipped, order))
    }

    fn sift(
        &self,
        feeds: Vec<DueFeed>,
        force: bool,
        skipped: &mut Vec<FeedReport>,
    ) -> Vec<DueFeed> {
        let ledger = lock(&self.ledger);
        let terms = Terms {
            now: self.context.now(),
            force,
            force_gap: self.context.force_gap(),
            pauses: &ledger.pauses,
            zone: &self.context.zone,
        };
        feeds
            .into_iter()
            .filter(|feed| match terms.why_not(feed) {
                Some(why) => {
                    skipped.push(report(feed, Outcome::Skipped(why)));
                    false
                }
                None => true,
            })
            .collect()
    }

    /// One host's feeds, one after the other.
    async fn visit(&self, client: &Client, host: String, feeds: Vec<DueFeed>) {
        for feed in feeds {
            if self.is_over() {
                return;
            }
            if let Some(why) = self.shut(&host) {
                self.tell(&feed, Outcome::Skipped(why));
                continue;
            }
            // Boxed, so that a thousand visitors that wait are small.
            let ask = Box::pin(self.ask(client, &host, &feed));
            match self.cancel.run_until_cancelled(ask).await {
                None => return,
                Some(Ok(outcome)) => self.tell(&feed, outcome),
                Some(Err(error)) => {
                    lock(&self.ledger).error.get_or_insert(error);
                    return;
                }
            }
        }
    }

    fn is_over(&self) -> bool {
        self.cancel.is_cancelled() || lock(&self.ledger).error.is_some()
    }

    /// Why a host is not visited any more.
    fn shut(&self, host: &str) -> Option<String> {
        if self.offline.load(Ordering::Relaxed) && !is_loopback(host) {
            return Some("the network is down".into());
        }
        let ledger = lock(&self.ledger);
        let pause = ledger.pauses.get(host)?;
        (pause.until > self.context.now()).then(|| pause.reason.clone())
    }

    async fn ask(
        &self,
        client: &Client,
        host: &str,
        feed: &DueFeed,
    ) -> Result<Outcome, StoreError> {
        let gap = gap_of(host, self.context.config().refresh.per_host_gap);
        let gap = Duration::from_millis(u64::try_from(gap).unwrap_or(0));
        // Held until the document is in the store, so that no more documents than connections are in memory.
        let Some(_turn) = self.context.hosts().turn(host, gap).await else {
            return Ok(Outcome::Skipped("the program is ending".into()));
        };
        // While this one waited for its turn, the one before may have been told to stay away, or our lease may have run out.
        if let Some(why) = self.shut(host) {
            return Ok(Outcome::Skipped(why));
        }
        if !self.still_ours(feed.id).await? {
            return Ok(Outcome::Skipped("another byline is asking it".into()));
        }
        let came = self.fetch(client, host, feed).await?;
        let full = {
            let mut ledger = lock(&self.ledger);
            ledger.checks.extend(came.check);
            ledger
                .moved
                .extend(came.address.map(|address| (feed.id, address)));
            let aged = ledger.flushed.unwrap_or(self.begun).elapsed() > BATCH_AGE;
            ledger.checks.len() >= BATCH || (aged && !ledger.checks.is_empty())
        };
        if full {
            self.flush().await?;
        }
        Ok(came.outcome)
    }

    /// Leases are short, so that those of a killed process do not last; a long refresh takes them anew, one by one.
    async fn still_ours(&self, feed: FeedId) -> Result<bool, StoreError> {
        if (self.begun.elapsed().as_millis() as i64) < LEASE * 3 / 4 {
            return Ok(true);
        }
        let now = self.context.now();
        let ours = self
            .context
            .store
            .lease(vec![feed], now, now.plus(LEASE))
            .await?;
        Ok(!ours.is_empty())
    }

    async fn fetch(&self, client: &Client, host: &str, feed: &DueFeed) -> Result<Came, StoreError> {
        let now = self.context.now();
        let answer = match self.context.kept(&feed.url) {
            Some(kept) => Ok(kept),
            None => {
                let request = Request {
                    url: feed.url.clone(),
                    validators: validators(feed, now),
                };
                client.fetch(&request, now).await
            }
        };
        match answer {
            Ok(fetched) => {
                self.open(host).await?;
                let ingested = ingest(self.context, feed, fetched).await?;
                Ok(Came {
                    outcome: ingested.outcome,
                    check: ingested.check,
                    address: ingested.address,
                })
            }
            Err(refusal) => self.refused(host, feed, refusal).await,
        }
    }

    async fn refused(
        &self,
        host: &str,
        feed: &DueFeed,
        refusal: Refusal,
    ) -> Result<Came, StoreError> {
        let now = self.context.now();
        let Refusal { failure, pause } = refusal;
        if self.is_offline(host, &failure) {
            return Ok(Came {
                outcome: Outcome::Failed(offline(&failure)),
                check: None,
                address: None,
            });
        }
        let check = if matches!(failure.kind, FailureKind::Status(429 | 503)) {
            let known = self.known_pause(host);
            let (check, pause) = held(feed, &failure, pause, &known, now);
            self.pause(pause).await?;
            check
        } else {
            failed(feed, &failure, now)
        };
        Ok(Came {
            outcome: Outcome::Failed(failure),
            check: Some(check),
            address: None,
        })
    }

    fn known_pause(&self, host: &str) -> HostPause {
        let known = lock(&self.ledger).pauses.get(host).cloned();
        known.unwrap_or_else(|| HostPause {
            host: host.to_string(),
            ..HostPause::default()
        })
    }

    async fn pause(&self, pause: HostPause) -> Result<(), StoreError> {
        lock(&self.ledger)
            .pauses
            .insert(pause.host.clone(), pause.clone());
        self.context.store.pause_host(pause).await
    }

    /// A host that answers well begins anew: its next pause is a short one.
    async fn open(&self, host: &str) -> Result<(), StoreError> {
        let known = lock(&self.ledger).pauses.remove(host);
        match known {
            Some(pause) => {
                self.context
                    .store
                    .pause_host(HostPause { times: 0, ..pause })
                    .await
            }
            None => Ok(()),
        }
    }

    fn is_offline(&self, host: &str, failure: &Failure) -> bool {
        let offline = is_unreached(host, failure);
        if offline {
            self.offline.store(true, Ordering::Relaxed);
        }
        offline
    }

    fn tell(&self, feed: &DueFeed, outcome: Outcome) {
        let report = report(feed, outcome);
        let progress = {
            let mut ledger = lock(&self.ledger);
            let progress = &mut ledger.progress;
            progress.done += 1;
            match &report.outcome {
                Outcome::Fetched { new, .. } => progress.new += new,
                Outcome::Failed(_) => progress.failed += 1,
                Outcome::Unchanged | Outcome::Skipped(_) => {}
            }
            let progress = ledger.progress;
            ledger.reports.push(report.clone());
            progress
        };
        tracing::info!(feed = %report.url, outcome = ?report.outcome, "refreshed");
        (self.on_feed)(report, progress);
    }

    async fn flush(&self) -> Result<(), StoreError> {
        let checks = {
            let mut ledger = lock(&self.ledger);
            ledger.flushed = Some(Instant::now());
            std::mem::take(&mut ledger.checks)
        };
        if checks.is_empty() {
            return Ok(());
        }
        self.context.store.touch(checks).await
    }

    /// Writes what is left to write, gives back what was not asked, and takes over new addresses.
    async fn close(&self, leased: Vec<FeedId>) -> Result<(), Trouble> {
        self.flush().await.map_err(told)?;
        let (unasked, moved, error) = {
            let mut ledger = lock(&self.ledger);
            let done: HashSet<_> = ledger
                .reports
                .iter()
                .filter(|report| is_done(&report.outcome))
                .map(|report| report.feed)
                .collect();
            let unasked: Vec<_> = leased
                .into_iter()
                .filter(|feed| !done.contains(feed))
                .collect();
            (
                unasked,
                std::mem::take(&mut ledger.moved),
                ledger.error.take(),
            )
        };
        if !unasked.is_empty() {
            self.context.store.release(unasked).await.map_err(told)?;
        }
        if let Some(error) = error {
            return Err(told(error));
        }
        for (feed, address) in moved {
            if let Err(trouble) = subscriptions::follow(self.context, feed, &address).await {
                tracing::warn!(%trouble, "a feed's new address was not taken over");
            }
        }
        Ok(())
    }

    fn report(&self, skipped: Vec<FeedReport>, order: &[FeedId]) -> RefreshReport {
        let place: HashMap<_, _> = order
            .iter()
            .enumerate()
            .map(|(at, feed)| (*feed, at))
            .collect();
        let mut feeds = std::mem::take(&mut lock(&self.ledger).reports);
        feeds.extend(skipped);
        feeds.sort_by_key(|report| place.get(&report.feed).copied().unwrap_or(usize::MAX));
        RefreshReport {
            feeds,
            cancelled: self.cancel.is_cancelled(),
            offline: self.offline.load(Ordering::Relaxed),
        }
    }
}

fn report(feed: &DueFeed, outcome: Outcome) -> FeedReport {
    FeedReport {
        feed: feed.id,
        url: text::address(&feed.url),
        title: feed.title.clone(),
        outcome,
    }
}

/// Whether bookkeeping was written for it, which ended its lease.
fn is_done(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Skipped(_) => false,
        Outcome::Failed(failure) => failure.kind != FailureKind::Offline,
        Outcome::Fetched { .. } | Outcome::Unchanged => true,
    }
}

/// Whether it is this computer that has no network, not the host that has no answer.
pub fn is_unreached(host: &str, failure: &Failure) -> bool {
    // `.invalid` never exists, so that its absence says nothing of the network.
    matches!(failure.kind, FailureKind::Dns | FailureKind::Connect)
        && !is_loopback(host)
        && !host.ends_with(".invalid")
        && !system::is_online()
}

/// The network is down: the words for a feed that could not be asked.
pub fn offline(failure: &Failure) -> Failure {
    Failure {
        kind: FailureKind::Offline,
        what: format!("the network is down: {}", failure.what),
        hint: Some("nothing is counted against the feed; asked again later".into()),
    }
}

fn told(error: StoreError) -> Trouble {
    error.trouble()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
