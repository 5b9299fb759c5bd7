//! The wire: what byline sends, what it makes of any answer, and its manners, against a scripted server on loopback.
//!
//! Time is a value that a test moves; nothing sleeps.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use byline::config::Config;
use byline::jobs::{self, Context};
use byline::model::{
    Change, FailureKind, FeedRow, Outcome, RefreshReport, RefreshWish, Secret, Subscription,
    Timestamp, Zone,
};
use byline::store::Store;
use byline::system::Paths;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::server::{Answer, Gate, Server};

mod body;
mod discovery;
mod files;
mod greeting;
mod hostile;
mod log;
mod manners;
mod network;
mod newsboat;
mod pace;
mod past;
mod private;
mod programs;
mod redirects;
mod rules;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A byline in a home of its own, with a clock that only the test moves.
struct House {
    home: Arc<TempDir>,
    clock: Arc<AtomicI64>,
    config: Config,
    context: Context,
}

impl House {
    /// Subscribed to these addresses.
    async fn with(urls: &[String]) -> House {
        let home = Arc::new(tempfile::tempdir().unwrap());
        let clock = Arc::new(AtomicI64::new(1_795_528_800_000)); // Tue 24 Nov 2026, 14:00
        let context = context(&home, &clock, Config::default());
        let house = House {
            home,
            clock,
            config: Config::default(),
            context,
        };
        let feeds: Vec<_> = urls
            .iter()
            .map(|url| format!("[[feed]]\nurl = \"{url}\"\n"))
            .collect();
        house.write_feeds(&feeds.join("\n"));
        jobs::reconcile(&house.context).await.unwrap();
        house
    }

    /// The same home after a restart.
    fn again(&self) -> House {
        House {
            home: Arc::clone(&self.home),
            clock: Arc::clone(&self.clock),
            config: self.config.clone(),
            context: context(&self.home, &self.clock, self.config.clone()),
        }
    }

    /// The same home with other options.
    fn configured(&self, change: impl FnOnce(&mut Config)) -> House {
        let mut config = self.config.clone();
        change(&mut config);
        House {
            home: Arc::clone(&self.home),
            clock: Arc::clone(&self.clock),
            config: config.clone(),
            context: context(&self.home, &self.clock, config),
        }
    }

    /// The same home, where all the web is behind this server as a proxy: it answers for whole addresses.
    fn behind(&self, proxy: &Server) -> House {
        self.configured(|config| {
            config.network.proxy = Secret::new(proxy.url(""));
            config.refresh.per_host_gap = Some(0);
        })
    }

    fn write_feeds(&self, text: &str) {
        let path = self.context.paths.feeds_file();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn feeds_file(&self) -> String {
        fs::read_to_string(self.context.paths.feeds_file()).unwrap()
    }

    fn later(&self, millis: i64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    async fn refresh(&self) -> RefreshReport {
        self.wish(RefreshWish::default()).await
    }

    async fn force(&self) -> RefreshReport {
        self.wish(RefreshWish {
            force: true,
            ..RefreshWish::default()
        })
        .await
    }

    async fn wish(&self, wish: RefreshWish) -> RefreshReport {
        let cancel = CancellationToken::new();
        jobs::refresh(&self.context, &wish, &|_, _| {}, &cancel)
            .await
            .unwrap()
    }

    async fn rows(&self) -> Vec<FeedRow> {
        jobs::load_feeds(&self.context).await.unwrap().rows
    }

    async fn row(&self) -> FeedRow {
        self.rows().await.remove(0)
    }

    /// Milliseconds until the first feed is asked next.
    async fn wait(&self) -> Option<i64> {
        let next = self.row().await.health.next_check?;
        Some(next.since(self.context.now()))
    }
}

fn context(home: &TempDir, clock: &Arc<AtomicI64>, config: Config) -> Context {
    let paths = Paths::within(home.path().join("config"), home.path().join("data"));
    let store = Store::open(&paths.database()).unwrap().store;
    let clock = Arc::clone(clock);
    Context::new(store, paths, config)
        .with_clock(
            move || Timestamp(clock.load(Ordering::Relaxed)),
            Zone::utc(),
        )
        .with_force_gap(0)
}

/// An RSS feed with entries `TITLE 1` to `TITLE n`.
fn rss(title: &str, entries: usize) -> String {
    let items: String = (1..=entries).map(|n| item(title, n)).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>{title}</title>\n{items}</channel></rss>\n"
    )
}

fn item(title: &str, n: usize) -> String {
    format!(
        "<item><title>{title} {n}</title><link>https://site.example/{title}/{n}</link><guid>{title}-{n}</guid>\
         <description>&lt;p&gt;Text of {title} {n}.&lt;/p&gt;</description></item>\n"
    )
}

/// The one feed's outcome, in a word or two.
fn told(report: &RefreshReport) -> String {
    report.feeds.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn word(feed: &byline::model::FeedReport) -> String {
    match &feed.outcome {
        Outcome::Fetched { new, changed, .. } => format!("{new} new {changed} changed"),
        Outcome::Unchanged => "unchanged".into(),
        Outcome::Skipped(why) => format!("skipped: {why}"),
        Outcome::Failed(failure) => format!("failed: {}", failure.what),
    }
}

fn kinds(report: &RefreshReport) -> Vec<Option<FailureKind>> {
    report
        .feeds
        .iter()
        .map(|feed| match &feed.outcome {
            Outcome::Failed(failure) => Some(failure.kind),
            _ => None,
        })
        .collect()
}
