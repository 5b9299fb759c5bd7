//! What a refresh gathers while it goes: reports, progress, bookkeeping to write, pauses of hosts.
//!
//! Invariant: one lock, never held over an await; all visitors of a refresh write into the same ledger.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::jobs::offline::offline;
use crate::jobs::weather::{Judged, Weather};
use crate::model::{
    FailureKind, FeedId, FeedReport, Offline, Outcome, Progress, RefreshReport, Timestamp,
};
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
    followed: Vec<FeedId>,
    error: Option<StoreError>,
    weather: Weather,
}

impl Ledger {
    /// Begins with the pauses that hosts asked for earlier, and with the hosts that could not be reached of late.
    #[must_use]
    pub fn new(pauses: Vec<HostPause>, unreached: HashSet<String>) -> Ledger {
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
            followed: Vec::new(),
            error: None,
            weather: Weather::new(unreached),
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

    /// An attempt begins; its number.
    pub fn begin(&self) -> u64 {
        self.pages().weather.begin()
    }

    /// What is wrong with the network, if something is.
    pub fn offline(&self) -> Option<Offline> {
        self.pages().weather.verdict()
    }

    /// There is no network at all.
    pub fn go_offline(&self) {
        let mut pages = self.pages();
        let excused = pages.weather.is_down();
        pages.excuse(&excused);
    }

    /// A host answered: the network works.
    pub fn prove(&self) {
        let mut pages = self.pages();
        let counted = pages.weather.prove();
        pages.checks.extend(counted);
    }

    /// Attempt number `attempt` failed at `host`, perhaps through the network alone; what is wrong with that, if it was.
    pub fn doubt(&self, attempt: u64, host: &str, gate: bool, check: Check) -> Option<Offline> {
        let mut pages = self.pages();
        let feed = check.feed;
        let judged = pages.weather.doubt(attempt, host, gate, check);
        let excused = judged.excused.iter().any(|check| check.feed == feed);
        pages.judge(judged);
        pages.weather.verdict().filter(|_| excused)
    }

    /// No more attempts: what is still in doubt is decided. The hosts out of reach, for the next refresh.
    pub fn end(&self) -> HashSet<String> {
        let mut pages = self.pages();
        let judged = pages.weather.end();
        pages.judge(judged);
        pages.weather.unreached()
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

    /// A feed's new address was taken over.
    pub fn follow(&self, feed: FeedId) {
        self.pages().followed.push(feed);
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
            offline: pages.weather.verdict(),
            moved: std::mem::take(&mut pages.followed),
            ..RefreshReport::default()
        }
    }
}

impl Pages {
    fn judge(&mut self, judged: Judged) {
        self.checks.extend(judged.counted);
        self.excuse(&judged.excused);
    }

    /// What was told of these feeds was the network's doing.
    fn excuse(&mut self, excused: &[Check]) {
        let Some(why) = self.weather.verdict() else {
            return;
        };
        let feeds: HashSet<_> = excused.iter().map(|check| check.feed).collect();
        for report in &mut self.reports {
            if let Outcome::Failed(failure) = &report.outcome
                && failure.kind != FailureKind::Offline
                && feeds.contains(&report.feed)
            {
                report.outcome = Outcome::Failed(offline(why, failure));
            }
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
