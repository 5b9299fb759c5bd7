//! `byline refresh --history`: what came of going into feeds' pasts.

use crate::cli::gauge::watched;
use crate::cli::output::{Output, Stop, tell_error};
use crate::cli::session::Session;
use crate::jobs;
use crate::model::{FeedId, PastEnd, PastReport, PastWish, Progress, Trouble};
use crate::text;

/// Goes into the past of one feed after the other.
pub async fn walk(
    feeds: &[FeedId],
    pages: u32,
    session: &Session,
) -> Result<Vec<PastReport>, Stop> {
    let mut reports = Vec::new();
    for feed in feeds {
        let wish = PastWish { feed: *feed, pages };
        let report = watched("older pages", async |gauge, cancel| {
            let on_page = |progress: Progress| gauge.draw(progress);
            jobs::past(&session.context, &wish, &on_page, cancel).await
        });
        let report = report.await?;
        let is_cancelled = report.end == PastEnd::Cancelled;
        reports.push(report);
        if is_cancelled {
            break;
        }
    }
    Ok(reports)
}

/// Whether it did not come as far as it was to.
pub fn is_broken_off(report: &PastReport) -> bool {
    matches!(report.end, PastEnd::Cancelled | PastEnd::Failed(_))
}

/// Tells it: `LWN: 480 older entries from 48 pages, back to 3 Mar 2014 · that is all it has`.
pub fn tell(report: &PastReport, session: &Session, out: &mut Output) -> Result<(), Stop> {
    let mut parts = vec![format!("{}: {}", report.title, report.words())];
    if let Some(oldest) = report.oldest {
        let context = &session.context;
        let date = context.zone.long(oldest, context.now());
        let day = date.split(',').next().unwrap_or_default();
        parts.push(format!("back to {day}"));
    }
    let mut line = parts.join(", ");
    if let PastEnd::Failed(failure) = &report.end {
        out.line(&line)?;
        out.flush()?;
        tell_error(&Trouble {
            what: format!("`{}`, older pages: {}", report.title, failure.what),
            hint: failure.hint.clone(),
        });
        return Ok(());
    }
    line.push_str(" · ");
    line.push_str(&report.end.words());
    out.line(&text::scrub_line(&line))
}
