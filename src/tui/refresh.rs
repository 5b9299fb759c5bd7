//! A refresh that reports to the screen: feed by feed, but at most ten times a second.
//!
//! What comes faster is gathered and told together; nothing is told while nothing comes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::mpsc::Sender;
use tokio_util::sync::CancellationToken;

use crate::app::{Done, Event};
use crate::jobs::{self, Asker, Context, Reach};
use crate::model::{EntryId, FeedReport, PastWish, Progress, RefreshWish, TextAsk, Ticket};
use crate::tui::guard::guarded;
use crate::tui::reply::{Reply, answer};

/// The least time between two reports to the screen.
const BEAT: Duration = Duration::from_millis(100);

/// Where a refresh reports to, and who may stop it.
#[derive(Clone)]
pub struct Line {
    /// The refresh's ticket.
    pub ticket: Ticket,
    /// The loop.
    pub replies: Sender<Reply>,
    /// Stops the refresh.
    pub stop: CancellationToken,
}

/// Refreshes and reports, to the end.
pub async fn refresh(context: Arc<Context>, wish: RefreshWish, line: Line) {
    let meter = Meter::default();
    let errands = Mutex::default();
    let work = guarded(async {
        let note = |feed: FeedReport, progress: Progress| meter.note(Some(feed), progress);
        let refreshed = jobs::refresh(&context, &wish, &note, &line.stop).await;
        jobs::expire(&context).await;
        let refreshed = refreshed.map(|mut report| {
            let wanted = std::mem::take(&mut report.errands);
            *errands.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
            report
        });
        refreshed.map_or_else(Done::Failed, Done::Refreshed)
    });
    report(work, &meter, &line).await;
    let errands = errands.into_inner().unwrap_or_else(PoisonError::into_inner);
    for trouble in Box::pin(jobs::run_errands(&context, errands, Asker::Screen)).await {
        answer(&line.replies, line.ticket, Done::Failed(trouble)).await;
    }
    if let Some(dropped) = jobs::tidy(&context).await {
        let done = Done::Outdated(dropped.entries, dropped.feeds);
        answer(&line.replies, line.ticket, done).await;
    }
}

/// Loads a feed's older pages and reports, to the end.
pub async fn past(context: Arc<Context>, wish: PastWish, line: Line) {
    let meter = Meter::default();
    let work = guarded(async {
        let note = |progress: Progress| meter.note(None, progress);
        jobs::past(&context, &wish, &note, &line.stop)
            .await
            .map_or_else(Done::Failed, Done::PastLoaded)
    });
    Box::pin(report(work, &meter, &line)).await;
}

/// Does what is asked about an entry's full text, and tells of each page.
pub async fn full_text(
    context: Arc<Context>,
    (entry, ask): (EntryId, TextAsk),
    reach: Reach,
    line: Line,
) {
    let meter = Meter::default();
    let work = guarded(async {
        let note = |done: u32| {
            let progress = Progress {
                done,
                ..Progress::default()
            };
            meter.note(None, progress);
        };
        jobs::full_text(&context, entry, ask, reach, &note)
            .await
            .map_or_else(Done::Failed, Done::FullText)
    });
    let reported = Box::pin(report(work, &meter, &line));
    let _ = line.stop.run_until_cancelled(reported).await;
}

/// Fetches the pages that feeds want, and reports, to the end.
pub async fn full_texts(context: Arc<Context>, line: Line) {
    let meter = Meter::default();
    let work = guarded(async {
        let note = |progress: Progress| meter.note(None, progress);
        jobs::full_texts(&context, None, &note, &line.stop)
            .await
            .map_or_else(Done::Failed, Done::PagesFetched)
    });
    Box::pin(report(work, &meter, &line)).await;
}

/// Tells the screen how far it is while it goes, and what came of it.
async fn report(work: impl Future<Output = Done>, meter: &Meter, line: &Line) {
    let mut work = std::pin::pin!(work);
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            () = meter.some.notified() => {}
        }
        meter.tell(line).await;
        tokio::select! {
            done = &mut work => break done,
            () = tokio::time::sleep(BEAT) => {}
        }
    };
    meter.tell(line).await;
    answer(&line.replies, line.ticket, done).await;
}

/// Fetches the texts of saved pages, and says what came.
pub async fn later_texts(context: Arc<Context>, line: Line) {
    let done = guarded(async {
        jobs::later_texts(&context, &line.stop)
            .await
            .map_or_else(Done::Failed, |(report, lack)| {
                Done::LaterFetched(report, lack)
            })
    });
    answer(&line.replies, line.ticket, Box::pin(done).await).await;
}

/// What came since it was told last.
#[derive(Default)]
struct Meter {
    came: Mutex<(Vec<FeedReport>, Option<Progress>)>,
    some: Notify,
}

impl Meter {
    fn note(&self, feed: Option<FeedReport>, progress: Progress) {
        let mut came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        came.0.extend(feed);
        came.1 = Some(progress);
        drop(came);
        self.some.notify_one();
    }

    async fn tell(&self, line: &Line) {
        let (feeds, progress) =
            std::mem::take(&mut *self.came.lock().unwrap_or_else(PoisonError::into_inner));
        let progress = progress.map(|progress| Event::Progress(line.ticket, progress));
        let feeds = feeds
            .into_iter()
            .map(|feed| Event::FeedDone(line.ticket, feed));
        for event in progress.into_iter().chain(feeds) {
            if line.replies.send(Reply::Event(event)).await.is_err() {
                return;
            }
        }
    }
}
