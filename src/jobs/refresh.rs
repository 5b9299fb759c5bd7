//! Asks feeds for what is new: each host by one visitor at a time, several hosts at once.
//!
//! Invariants: one sick feed stops nothing; a feed is asked by one process at a time; what a server said holds over a restart; with the
//! network down nothing is counted against anybody.

use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream;
use tokio_util::sync::CancellationToken;

use crate::fetch::{Client, Refusal, gap_of, is_loopback};
use crate::jobs::check::{failed, held, validators};
use crate::jobs::context::Context;
use crate::jobs::ingest::{Ingested, ingest};
use crate::jobs::ledger::Ledger;
use crate::jobs::offline::{is_unreached, offline};
use crate::jobs::schedule::{Terms, by_host};
use crate::jobs::source::{Source, obtain};
use crate::jobs::subscriptions;
use crate::model::{
    FailureKind, FeedId, FeedReport, Origin, Outcome, Progress, RefreshReport, RefreshWish, Trouble,
};
use crate::store::{DueFeed, HostPause, StoreError};
use crate::system::{self, Presence};
use crate::text;

/// For how long feeds are taken from other processes at a time, in milliseconds.
const LEASE: i64 = 120_000;

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
    let run = Run {
        context,
        on_feed,
        cancel,
        begun: Instant::now(),
        ledger: Ledger::new(context.store.host_pauses().await?),
    };
    let chosen = run.choose(wish).await?;
    run.visit_all(chosen.feeds, wish).await?;
    drop(chosen.presence);
    Ok(RefreshReport {
        cancelled: cancel.is_cancelled(),
        ..run.ledger.close(chosen.skipped, &chosen.order)
    })
}

/// One refresh as it goes.
struct Run<'a> {
    context: &'a Context,
    on_feed: Listener<'a>,
    cancel: &'a CancellationToken,
    begun: Instant,
    ledger: Ledger,
}

/// What a refresh is about.
#[derive(Default)]
struct Chosen {
    /// To be asked, and leased to us.
    feeds: Vec<DueFeed>,
    /// Not to be asked, and why.
    skipped: Vec<FeedReport>,
    /// All of them, in the reader's order.
    order: Vec<FeedId>,
    /// Tells other processes that their leases hold.
    presence: Option<Presence>,
}

impl Run<'_> {
    async fn choose(&self, wish: &RefreshWish) -> Result<Chosen, StoreError> {
        let now = self.context.now();
        let store = &self.context.store;
        let wished = store.due(now, wish.clone()).await?;
        let mut chosen = Chosen {
            order: wished.iter().map(|feed| feed.id).collect(),
            ..Chosen::default()
        };
        let candidates = self.sift(wished, wish.force, &mut chosen.skipped);
        if candidates.is_empty() {
            return Ok(chosen);
        }
        let ids = candidates.iter().map(|feed| feed.id).collect();
        // With nobody else at work, leases are those of a byline that was killed.
        let lock = self.context.paths.refresh_lock();
        let mut presence = tokio::task::spawn_blocking(move || system::announce(&lock))
            .await
            .unwrap_or_default();
        let expired = now.plus(if presence.alone { LEASE } else { 0 });
        let leased = store.lease(ids, expired, now.plus(LEASE)).await?;
        presence.share();
        chosen.presence = Some(presence);
        let taken = candidates.iter().filter(|feed| !leased.contains(&feed.id));
        chosen
            .skipped
            .extend(taken.map(|feed| report(feed, elsewhere())));
        // Another process may have been through with some of them just before the lease.
        let again = RefreshWish {
            feeds: Some(leased),
            automatic: false,
            ..wish.clone()
        };
        let mut late = Vec::new();
        chosen.feeds = self.sift(store.due(now, again).await?, wish.force, &mut late);
        if !late.is_empty() {
            store
                .release(late.iter().map(|report| report.feed).collect())
                .await?;
            chosen.skipped.extend(late);
        }
        Ok(chosen)
    }

    /// Parts what is asked now from what is not.
    fn sift(
        &self,
        feeds: Vec<DueFeed>,
        force: bool,
        skipped: &mut Vec<FeedReport>,
    ) -> Vec<DueFeed> {
        let terms = Terms {
            now: self.context.now(),
            force,
            force_gap: self.context.force_gap(),
            zone: &self.context.zone,
        };
        let mut asked = Vec::new();
        for feed in feeds {
            match terms.why_not(&feed, |host| self.ledger.pause_of(host, terms.now)) {
                Some(why) => skipped.push(report(&feed, Outcome::Skipped(why))),
                None => asked.push(feed),
            }
        }
        asked
    }

    async fn visit_all(&self, feeds: Vec<DueFeed>, wish: &RefreshWish) -> Result<(), Trouble> {
        if feeds.is_empty() {
            return Ok(());
        }
        self.ledger.expect(feeds.len());
        let leased: Vec<_> = feeds.iter().map(|feed| feed.id).collect();
        let client = self.context.client();
        if let Ok(client) = &client {
            let hosts = by_host(feeds);
            let most = if wish.automatic {
                UNHURRIED
            } else {
                hosts.len()
            };
            stream::iter(hosts)
                .map(|(host, feeds)| self.visit(client, host, feeds))
                .buffer_unordered(most)
                .collect::<()>()
                .await;
        }
        self.finish(leased).await?;
        client.map(drop)
    }

    /// One host's feeds, one after the other.
    async fn visit(&self, client: &Client, host: String, feeds: Vec<DueFeed>) {
        for feed in feeds {
            if self.cancel.is_cancelled() || self.ledger.has_failed() {
                return;
            }
            if let Some(why) = self.shut(&host, &feed) {
                self.tell(&feed, Outcome::Skipped(why));
                continue;
            }
            // Boxed, so that a thousand visitors that wait are small.
            let ask = Box::pin(self.ask(client, &host, &feed));
            match self.cancel.run_until_cancelled(ask).await {
                None => return,
                Some(Ok((outcome, title))) => self.tell(&named(feed, title), outcome),
                Some(Err(error)) => return self.ledger.fail(error),
            }
        }
    }

    /// Why a host is not visited any more.
    fn shut(&self, host: &str, feed: &DueFeed) -> Option<String> {
        if Origin::of(&feed.url).is_local() {
            return None;
        }
        if self.ledger.is_offline() && !is_loopback(host) {
            return Some("the network is down".into());
        }
        self.ledger.pause_of(host, self.context.now())
    }

    async fn ask(
        &self,
        client: &Client,
        host: &str,
        feed: &DueFeed,
    ) -> Result<(Outcome, Option<String>), StoreError> {
        let gap = gap_of(host, self.context.config().refresh.per_host_gap);
        let gap = Duration::from_millis(u64::try_from(gap).unwrap_or(0));
        // Held until the document is in the store, so that no more documents than connections are in memory.
        let Some(_turn) = self.context.hosts().turn(host, gap).await else {
            return Ok((Outcome::Skipped("the program is ending".into()), None));
        };
        // While this one waited for its turn, the one before may have been told to stay away, or our lease may have run out.
        if let Some(why) = self.shut(host, feed) {
            return Ok((Outcome::Skipped(why), None));
        }
        if !self.still_ours(feed.id).await? {
            return Ok((elsewhere(), None));
        }
        let came = self.fetch(client, host, feed).await?;
        if self.ledger.note(feed.id, came.check, came.address) {
            self.write().await?;
        }
        Ok((came.outcome, came.title))
    }

    /// Leases are short, so that those of a killed process do not last; a long refresh takes them anew, one by one.
    async fn still_ours(&self, feed: FeedId) -> Result<bool, StoreError> {
        if (self.begun.elapsed().as_millis() as i64) < LEASE * 3 / 4 {
            return Ok(true);
        }
        let now = self.context.now();
        let store = &self.context.store;
        let ours = store.lease(vec![feed], now, now.plus(LEASE)).await?;
        Ok(!ours.is_empty())
    }

    async fn fetch(
        &self,
        client: &Client,
        host: &str,
        feed: &DueFeed,
    ) -> Result<Ingested, StoreError> {
        let now = self.context.now();
        let answer = if let Some(kept) = self.context.kept(&feed.url) {
            Ok(kept)
        } else {
            obtain(
                self.context,
                client,
                Source::of(feed, validators(feed, now)),
            )
            .await
        };
        match answer {
            Ok(fetched) => {
                // A host that answers well begins anew: its next pause is a short one.
                if let Some(pause) = self.ledger.end_pause(host) {
                    let ended = HostPause { times: 0, ..pause };
                    self.context.store.pause_host(ended).await?;
                }
                ingest(self.context, feed, fetched).await
            }
            Err(refusal) => self.refused(host, feed, refusal).await,
        }
    }

    async fn refused(
        &self,
        host: &str,
        feed: &DueFeed,
        refusal: Refusal,
    ) -> Result<Ingested, StoreError> {
        let now = self.context.now();
        let Refusal {
            failure,
            pause,
            wire,
        } = refusal;
        if is_unreached(host, &failure) {
            self.ledger.go_offline();
            return Ok(Ingested::ill(offline(&failure), None));
        }
        if !matches!(failure.kind, FailureKind::Status(429 | 503)) {
            let check = failed(feed, &failure, pause, now).over(wire);
            return Ok(Ingested::ill(failure, Some(check)));
        }
        let known = self.ledger.known_pause(host);
        let (check, pause) = held(feed, &failure, pause, &known, now);
        self.ledger.pause(pause.clone());
        self.context.store.pause_host(pause).await?;
        Ok(Ingested::ill(failure, Some(check.over(wire))))
    }

    fn tell(&self, feed: &DueFeed, outcome: Outcome) {
        let report = report(feed, outcome);
        tracing::info!(feed = %report.url, outcome = ?report.outcome, "refreshed");
        let progress = self.ledger.report(report.clone());
        (self.on_feed)(report, progress);
    }

    async fn write(&self) -> Result<(), StoreError> {
        let checks = self.ledger.take_checks();
        if checks.is_empty() {
            return Ok(());
        }
        self.context.store.touch(checks).await
    }

    /// Writes what is left to write, gives back what was not asked, and takes over new addresses.
    async fn finish(&self, leased: Vec<FeedId>) -> Result<(), Trouble> {
        self.write().await?;
        let unasked = self.ledger.unasked(leased);
        if !unasked.is_empty() {
            self.context.store.release(unasked).await?;
        }
        if let Some(error) = self.ledger.take_error() {
            return Err(error.into());
        }
        for (feed, address) in self.ledger.take_moved() {
            if let Err(trouble) = subscriptions::follow(self.context, feed, &address).await {
                tracing::warn!(%trouble, "a feed's new address was not taken over");
            }
        }
        Ok(())
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

/// A feed that had no title but its address is told by the one that its document gives it.
fn named(feed: DueFeed, title: Option<String>) -> DueFeed {
    match title {
        Some(title) if feed.title == feed.url || feed.title == text::address(&feed.url) => {
            let title = text::scrub_line(&title).into_owned();
            DueFeed { title, ..feed }
        }
        _ => feed,
    }
}

fn elsewhere() -> Outcome {
    Outcome::Skipped("another byline is asking it".into())
}
