//! Asks feeds for what is new: which of them, and what is left behind when all are through. How a host is visited: `visit`.
//!
//! Invariants: one sick feed stops nothing; a feed is asked by one process at a time; what a server said holds over a restart; with the
//! network down nothing is counted against anybody.

use std::sync::Arc;
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio_util::sync::CancellationToken;

use crate::fetch::Haste;
use crate::jobs::context::Context;
use crate::jobs::judge::Judge;
use crate::jobs::ledger::Ledger;
use crate::jobs::schedule::{Terms, by_host};
use crate::jobs::sites::Sites;
use crate::jobs::subscriptions;
use crate::model::{FeedId, FeedReport, Outcome, Progress, RefreshReport, RefreshWish, Trouble};
use crate::store::{DueFeed, StoreError};
use crate::system::{self, Presence};
use crate::text;

/// For how long feeds are taken from other processes at a time, in milliseconds.
pub(in crate::jobs) const LEASE: i64 = 120_000;

/// What is told of each feed as it is through.
pub(in crate::jobs) type Listener<'a> = &'a (dyn Fn(FeedReport, Progress) + Send + Sync);

/// Asks the wished feeds that may be asked. `on_feed` hears of each that was, at once; the report tells of the others too. Cancelling
/// keeps what came by then.
pub async fn refresh(
    context: &Context,
    wish: &RefreshWish,
    on_feed: Listener<'_>,
    cancel: &CancellationToken,
) -> Result<RefreshReport, Trouble> {
    let now = context.now();
    context.store.mend_clock(now).await?;
    let judge = Judge::new(context);
    let run = Run {
        judge: judge.as_ref(),
        context,
        on_feed,
        cancel,
        begun: Instant::now(),
        ledger: Ledger::new(context.store.host_pauses().await?, context.unreached()),
        haste: if wish.automatic {
            Haste::Unhurried
        } else {
            Haste::Asked
        },
        sites: Sites::new(context, wish.patient).await?,
    };
    let chosen = run.choose(wish).await?;
    run.visit_all(chosen.feeds).await?;
    drop(chosen.presence);
    let (rules, errands) = judge
        .as_ref()
        .map(|judge| judge.close())
        .unwrap_or_default();
    Ok(RefreshReport {
        rules,
        errands,
        cancelled: cancel.is_cancelled(),
        ..run.ledger.close(chosen.skipped, &chosen.order)
    })
}

/// One refresh as it goes.
pub(in crate::jobs) struct Run<'a> {
    /// The rules, if there are any.
    pub(in crate::jobs) judge: Option<&'a Arc<Judge>>,
    pub(in crate::jobs) context: &'a Context,
    pub(in crate::jobs) on_feed: Listener<'a>,
    pub(in crate::jobs) cancel: &'a CancellationToken,
    pub(in crate::jobs) begun: Instant,
    pub(in crate::jobs) ledger: Ledger,
    pub(in crate::jobs) haste: Haste,
    pub(in crate::jobs) sites: Sites,
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

    async fn visit_all(&self, feeds: Vec<DueFeed>) -> Result<(), Trouble> {
        if feeds.is_empty() {
            return Ok(());
        }
        self.ledger.expect(feeds.len());
        let leased: Vec<_> = feeds.iter().map(|feed| feed.id).collect();
        let client = self.context.client();
        if let Ok(client) = &client {
            // All at once: it is the gates of the hosts that let few through.
            let visits = by_host(feeds);
            let visits = visits
                .into_iter()
                .map(|(host, feeds)| self.visit(client, host, feeds));
            visits
                .collect::<FuturesUnordered<_>>()
                .collect::<()>()
                .await;
        }
        let unreached = self.ledger.end();
        self.context.remember_unreached(unreached);
        self.finish(leased).await?;
        client.map(drop)
    }

    pub(in crate::jobs) async fn write(&self) -> Result<(), StoreError> {
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
            match subscriptions::follow(self.context, feed, &address).await {
                Ok(true) => self.ledger.follow(feed),
                Ok(false) => {}
                Err(trouble) => {
                    tracing::warn!(%trouble, "a feed's new address was not taken over");
                }
            }
        }
        Ok(())
    }
}

pub(in crate::jobs) fn report(feed: &DueFeed, outcome: Outcome) -> FeedReport {
    FeedReport {
        feed: feed.id,
        url: text::address(&feed.url),
        title: feed.title.clone(),
        outcome,
    }
}

pub(in crate::jobs) fn elsewhere() -> Outcome {
    Outcome::Skipped("another byline is asking it".into())
}
