//! What a refresh gathers while it goes: reports, progress, bookkeeping to write, pauses of hosts.
//!
//! Invariant: one lock, never held over an await; all visitors of a refresh write into the same ledger.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::model::{FailureKind, FeedId, FeedReport, Outcome, Progress, RefreshReport, Timestamp};
use crate::store::{Check, HostPause, StoreError};

/// Bookkeeping is written when so many feeds wait for it, or so long after the last time.
const BATCH: usize = 64;
const BATCH_AGE: Duration = Duration::from_millis(500);

/// The ledger of one refresh.
pub struct Ledger(Mutex<Pages>);

struct Pages {
    progress: Progress,
    reports: Vec<FeedReport>,
    pauses: HashMap<String, HostPause>,
    checks: Vec<Check>,
    written: Instant,
    moved: Vec<(FeedId, String)>,
    error: Option<StoreError>,
    offline: bool,
}

impl Ledger {
    /// Begins with the pauses that hosts asked for earlier.
    #[must_use]
    pub fn new(pauses: Vec<HostPause>) -> Ledger {
        let pauses = pauses
            .into_iter()
            .map(|pause| (pause.host.clone(), pause))
            .collect();
        Ledger(Mutex::new(Pages {
            progress: Progress::default(),
            reports: Vec::new(),
            pauses,
            checks: Vec::new(),
            written: Instant::now(),
            moved: Vec::new(),
            error: None,
            offline: false,
        }))
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many feeds are to be asked.
    pub fn expect(&self, feeds: usize) {
        self.pages().progress.total = feeds as u32;
    }

    /// Why a host is to be left alone at this time.
    pub fn pause_of(&self, host: &str, now: Timestamp) -> Option<String> {
        let pages = self.pages();
        let pause = pages.pauses.get(host)?;
        (pause.until > now).then(|| pause.reason.clone())
    }

    /// What is known of a host's pauses, ended ones too.
    pub fn known_pause(&self, host: &str) -> HostPause {
        self.pages()
            .pauses
            .get(host)
            .cloned()
            .unwrap_or_else(|| HostPause {
                host: host.to_string(),
                ..HostPause::default()
            })
    }

    /// A host asked for a pause.
    pub fn pause(&self, pause: HostPause) {
        self.pages().pauses.insert(pause.host.clone(), pause);
    }

    /// A host answered well; its pause, if it had one.
    pub fn end_pause(&self, host: &str) -> Option<HostPause> {
        self.pages().pauses.remove(host)
    }

    /// The network is down, or not.
    pub fn is_offline(&self) -> bool {
        self.pages().offline
    }

    /// The network is down.
    pub fn go_offline(&self) {
        self.pages().offline = true;
    }

    /// Takes down bookkeeping to be written, and a feed that moved for good. Whether it is time to write.
    pub fn note(&self, feed: FeedId, check: Option<Check>, address: Option<String>) -> bool {
        let mut pages = self.pages();
        pages.checks.extend(check);
        pages.moved.extend(address.map(|address| (feed, address)));
        let aged = pages.written.elapsed() > BATCH_AGE && !pages.checks.is_empty();
        aged || pages.checks.len() >= BATCH
    }

    /// The bookkeeping to be written now.
    pub fn take_checks(&self) -> Vec<Check> {
        let mut pages = self.pages();
        pages.written = Instant::now();
        std::mem::take(&mut pages.checks)
    }

    /// Feeds that moved for good.
    pub fn take_moved(&self) -> Vec<(FeedId, String)> {
        std::mem::take(&mut self.pages().moved)
    }

    /// The store failed: the refresh is over.
    pub fn fail(&self, error: StoreError) {
        self.pages().error.get_or_insert(error);
    }

    /// Whether the store failed.
    pub fn has_failed(&self) -> bool {
        self.pages().error.is_some()
    }

    /// What the store could not do.
    pub fn take_error(&self) -> Option<StoreError> {
        self.pages().error.take()
    }

    /// A feed is through; how far the refresh is.
    pub fn report(&self, report: FeedReport) -> Progress {
        let mut pages = self.pages();
        let progress = &mut pages.progress;
        progress.done += 1;
        match &report.outcome {
            Outcome::Fetched { new, .. } => progress.new += new,
            Outcome::Failed(_) => progress.failed += 1,
            Outcome::Unchanged | Outcome::Skipped(_) => {}
        }
        let progress = *progress;
        pages.reports.push(report);
        progress
    }

    /// Those of `feeds` for which no bookkeeping was written, so that they are still leased.
    pub fn unasked(&self, mut feeds: Vec<FeedId>) -> Vec<FeedId> {
        let pages = self.pages();
        let asked = pages
            .reports
            .iter()
            .filter(|report| is_asked(&report.outcome));
        let asked: HashSet<_> = asked.map(|report| report.feed).collect();
        feeds.retain(|feed| !asked.contains(feed));
        feeds
    }

    /// The whole report, in this order of feeds.
    pub fn close(&self, skipped: Vec<FeedReport>, order: &[FeedId]) -> RefreshReport {
        let mut pages = self.pages();
        let place: HashMap<_, _> = order
            .iter()
            .enumerate()
            .map(|(at, feed)| (*feed, at))
            .collect();
        let mut feeds = std::mem::take(&mut pages.reports);
        feeds.extend(skipped);
        feeds.sort_by_key(|report| place.get(&report.feed).copied().unwrap_or(usize::MAX));
        RefreshReport {
            feeds,
            cancelled: false,
            offline: pages.offline,
        }
    }
}

fn is_asked(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Skipped(_) => false,
        Outcome::Failed(failure) => failure.kind != FailureKind::Offline,
        Outcome::Fetched { .. } | Outcome::Unchanged => true,
    }
}
