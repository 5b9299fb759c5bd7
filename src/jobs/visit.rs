//! Visits one host: its feeds one after the other, each in its turn, and what each answer means for feed, host and network.
//!
//! Invariants: a host that asks for a pause gets it at once, whichever feed led to it; one that answers nobody is not asked for the rest
//! of its feeds; what may be the network's doing is not written down before that is known.

use std::time::Duration;

use crate::fetch::{Client, Fetched, Manners, Refusal, Turn, Visit, gap_of, host_of, is_loopback};
use crate::jobs::check::{failed, held, postponed, request};
use crate::jobs::ingest::{Ingested, ingest};
use crate::jobs::offline::{is_unreached, offline};
use crate::jobs::refresh::{LEASE, Run, elsewhere, report};
use crate::jobs::source::{Source, obtain};
use crate::jobs::weather::Sign;
use crate::model::{FailureKind, FeedId, Origin, Outcome, Timestamp, Why};
use crate::store::{DueFeed, HostPause, StoreError};
use crate::text;

/// Feeds of one host that found nobody there, one after the other, before the others are left for later.
const DEAF: u32 = 2;

/// How long they are left, in milliseconds.
const DEAF_WAIT: i64 = 3_600_000;

/// What came of asking for one feed.
struct Asked {
    outcome: Outcome,
    title: Option<String>,
    /// Nobody answered at its host.
    deaf: bool,
}

impl Asked {
    fn skipped(why: impl Into<String>) -> Asked {
        Asked {
            outcome: Outcome::Skipped(why.into()),
            title: None,
            deaf: false,
        }
    }
}

impl Run<'_> {
    /// One host's feeds, one after the other.
    pub(in crate::jobs) async fn visit(&self, client: &Client, host: String, feeds: Vec<DueFeed>) {
        let mut deaf = 0;
        for feed in feeds {
            if self.cancel.is_cancelled() || self.ledger.has_failed() {
                return;
            }
            if let Some(why) = self.shut(&host, &feed) {
                self.tell(&feed, Outcome::Skipped(why));
                continue;
            }
            if deaf >= DEAF {
                self.postpone(&feed);
                continue;
            }
            if let Some(why) = self.sites.claim(&host, self.context.now()) {
                self.tell(&feed, Outcome::Skipped(why));
                continue;
            }
            // Boxed, so that a thousand visitors that wait are small.
            let ask = Box::pin(self.ask(client, &host, &feed));
            match self.cancel.run_until_cancelled(ask).await {
                None => return,
                Some(Ok(asked)) => {
                    deaf = if asked.deaf { deaf + 1 } else { 0 };
                    self.tell(&named(feed, asked.title), asked.outcome);
                }
                Some(Err(error)) => return self.ledger.fail(error),
            }
        }
    }

    /// Why a host is not visited any more.
    fn shut(&self, host: &str, feed: &DueFeed) -> Option<String> {
        if Origin::of(&feed.url).is_local() {
            return None;
        }
        if let Some(offline) = self.ledger.offline()
            && !is_loopback(host)
        {
            return Some(offline.words().into());
        }
        self.ledger.pause_of(host, self.context.now())
    }

    /// Its host answers nobody: this feed is not to wait for that too.
    fn postpone(&self, feed: &DueFeed) {
        let wait = DEAF_WAIT + feed.id.0.rem_euclid(60) * 6_000;
        let until = self.context.now().plus(wait);
        let check = postponed(feed, until, Why::Deaf { wait: DEAF_WAIT });
        let why = check.health.reason.to_string();
        self.ledger.note(feed.id, Some(check), None);
        self.tell(feed, Outcome::Skipped(why));
    }

    async fn ask(&self, client: &Client, host: &str, feed: &DueFeed) -> Result<Asked, StoreError> {
        let gap = gap_of(host, self.context.config().refresh.per_host_gap);
        let gap = self.sites.gap(host, gap);
        let gap = Duration::from_millis(u64::try_from(gap).unwrap_or(0));
        let turn = self.context.hosts().turn(host, gap, self.haste).await;
        let Some(turn) = turn else {
            return Ok(Asked::skipped("the program is ending"));
        };
        // While this one waited for its turn, the one before may have been told to stay away, or our lease may have run out.
        if let Some(why) = self.shut(host, feed) {
            return Ok(Asked::skipped(why));
        }
        if !self.still_ours(feed.id).await? {
            return Ok(Asked {
                outcome: elsewhere(),
                ..Asked::skipped("")
            });
        }
        let attempt = self.ledger.begin();
        let visit = self.fetch(client, feed, turn).await;
        // Held until the document is in the store, so that no more documents than connections are in memory.
        let Visit {
            outcome,
            answered,
            turn: _turn,
        } = visit;
        let deaf = outcome
            .as_ref()
            .is_err_and(|refusal| is_deaf(refusal, host));
        let came = self.understand(feed, outcome).await?;
        let came = self.judge(attempt, host, feed, &answered, came);
        if self.ledger.note(feed.id, came.check, came.address) {
            self.write().await?;
        }
        Ok(Asked {
            outcome: came.outcome,
            title: came.title,
            deaf,
        })
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

    async fn fetch(&self, client: &Client, feed: &DueFeed, turn: Turn) -> Visit {
        let now = self.context.now();
        if let Some(kept) = self.context.kept(&feed.url) {
            return Visit {
                answered: vec![kept.url.clone()],
                outcome: Ok(kept),
                turn: Some(turn),
            };
        }
        let paused = |host: &str| self.ledger.pause_of(host, self.context.now()).is_some();
        let manners = Manners {
            hosts: self.context.hosts(),
            gap: self.context.config().refresh.per_host_gap,
            haste: self.haste,
            paused: &paused,
            on_hop: None,
        };
        let source = Source::of(feed, request(feed, now));
        obtain(self.context, client, source, manners, turn).await
    }

    async fn understand(
        &self,
        feed: &DueFeed,
        outcome: Result<Fetched, Refusal>,
    ) -> Result<Ingested, StoreError> {
        match outcome {
            Ok(fetched) => {
                self.end_pause(&host_of(&fetched.url)).await?;
                ingest(self.context, (feed, self.judge), fetched).await
            }
            Err(refusal) => self.refused(feed, refusal).await,
        }
    }

    /// A host that answers well begins anew: its next pause is a short one.
    async fn end_pause(&self, host: &str) -> Result<(), StoreError> {
        let Some(pause) = self.ledger.end_pause(host) else {
            return Ok(());
        };
        let ended = HostPause { times: 0, ..pause };
        self.context.store.pause_host(ended).await
    }

    async fn refused(&self, feed: &DueFeed, refusal: Refusal) -> Result<Ingested, StoreError> {
        let now = self.context.now();
        if refusal.shut {
            return Ok(self.led_to_a_paused_host(feed, &refusal.host, now));
        }
        let Refusal {
            failure,
            pause,
            host,
            wire,
            ..
        } = refusal;
        let FailureKind::Status(429 | 503) = failure.kind else {
            let check = failed(feed, &failure, pause, now).over(wire);
            return Ok(Ingested::ill(failure, Some(check)));
        };
        let known = self.ledger.known_pause(&host);
        let (check, pause) = held(feed, &failure, pause, &known, now);
        self.ledger.pause(pause.clone());
        self.context.store.pause_host(pause).await?;
        Ok(Ingested::ill(failure, Some(check.over(wire))))
    }

    /// A feed whose server sends us on to a host that wants to be left alone.
    fn led_to_a_paused_host(&self, feed: &DueFeed, host: &str, now: Timestamp) -> Ingested {
        let pause = self.ledger.known_pause(host);
        let why = Why::Said(pause.reason.clone());
        Ingested {
            outcome: Outcome::Skipped(pause.reason),
            check: Some(postponed(feed, pause.until.max(now), why)),
            address: None,
            title: None,
        }
    }

    /// Whether what came of an attempt is the feed's own, or the network's.
    fn judge(
        &self,
        attempt: u64,
        host: &str,
        feed: &DueFeed,
        answered: &[String],
        came: Ingested,
    ) -> Ingested {
        let near = is_loopback(host) || Origin::of(&feed.url).is_local();
        let Ingested { outcome, check, .. } = &came;
        let (Outcome::Failed(failure), Some(check)) = (outcome, check) else {
            if Sign::of(feed, answered, outcome) == Sign::Proof {
                self.ledger.prove();
            }
            return came;
        };
        if answered.is_empty() && is_unreached(host, failure) {
            self.ledger.go_offline();
        }
        let sign = Sign::of(feed, answered, outcome);
        let doubt = match (sign, self.ledger.offline()) {
            (Sign::Proof, _) => {
                self.ledger.prove();
                None
            }
            (Sign::Doubt { gate }, _) => self.ledger.doubt(attempt, host, gate, check.clone()),
            // Once the network is known to fail, whatever gets no answer fails by it.
            (Sign::None, verdict) if answered.is_empty() && !near => verdict,
            (Sign::None, _) => None,
        };
        match (doubt, sign) {
            (Some(why), _) => Ingested::ill(offline(why, failure), None),
            // In doubt: it is written down when that is over.
            (None, Sign::Doubt { .. }) => Ingested {
                check: None,
                ..came
            },
            _ => came,
        }
    }

    fn tell(&self, feed: &DueFeed, outcome: Outcome) {
        let report = report(feed, outcome);
        tracing::info!(feed = %report.url, outcome = ?report.outcome, "refreshed");
        let progress = self.ledger.report(report.clone());
        (self.on_feed)(report, progress);
    }
}

/// Whether nobody was there at all, at the feed's own host.
fn is_deaf(refusal: &Refusal, host: &str) -> bool {
    let kinds = matches!(
        refusal.failure.kind,
        FailureKind::Timeout | FailureKind::Connect | FailureKind::Dns | FailureKind::Tls
    );
    kinds && !refusal.answered && refusal.host == host
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
