//! The JSON that programs rely on: one shape each for feeds, entries and reports. Documents have theirs in `parse/`.
//!
//! Missing fields are `null`; times are RFC 3339 in UTC. Addresses never carry a name and password.

use serde_json::{Value, json};

use crate::config::{print_keep, print_unread_for};
use crate::model::{
    CheckRecord, Entry, FeedReport, FeedRow, HealthRow, Noticed, Outcome, PastReport,
    RefreshReport, Timestamp, Zone,
};
use crate::parse::print_bookmark;
use crate::text;

pub use crate::jobs::{entry_json as entry, whole_entry_json as whole_entry};

/// A feed with its counts and health, its reason told in this zone at this time.
pub fn feed(row: &FeedRow, (zone, now): (&Zone, Timestamp)) -> Value {
    let health = &row.health;
    json!({
        "id": row.id.to_string(),
        "url": text::address(&row.url),
        "title": row.title,
        "own_title": row.own_title,
        "site": row.site,
        "folder": row.folder,
        "tags": row.tags,
        "unread": row.unread,
        "total": row.total,
        "last_check": time(health.last_check),
        "last_success": time(health.last_success),
        "next_check": time(health.next_check),
        "reason": health.why(zone, now),
        "paused": row.paused,
        "unread_for": row.unread_for.map(print_unread_for),
        "keep": row.keep.map(print_keep),
        "error": health.failure.as_ref().map(|failure| &failure.what),
        "hint": health.failure.as_ref().and_then(|failure| failure.hint.as_ref()),
        "failures": health.failures,
        "failing_since": time(health.failing_since),
        "gone": health.gone,
    })
}

/// A feed as the health board has it: all of the above, what its checks come to, how it posts, what was noticed.
pub fn health(row: &HealthRow, time_here: (&Zone, Timestamp)) -> Value {
    let mut value = feed(&row.row, time_here);
    let tally = &row.tally;
    let share = (tally.checks > 0).then(|| f64::from(tally.good) / f64::from(tally.checks));
    let more = json!({
        "last_new": time(row.newest),
        "median_gap_minutes": row.gap.map(|gap| gap / 60_000),
        "entries_per_week": row.weeks,
        "checks": tally.checks,
        "ok_share": share,
        "typical_size": tally.size,
        "last_result": tally.last.as_ref().map(check),
        "needs_you": row.needs_reader(),
        "noticed": row.noticed.as_ref().map(noticed),
    });
    merge(&mut value, more);
    value
}

fn noticed(noticed: &Noticed) -> Value {
    match noticed {
        Noticed::Gone => json!({"kind": "gone"}),
        Noticed::Lost => json!({"kind": "lost"}),
        Noticed::Failing => json!({"kind": "failing"}),
        Noticed::Held => json!({"kind": "held"}),
        Noticed::Silent => json!({"kind": "silent"}),
        Noticed::Moved { to, times } => {
            json!({"kind": "moved", "to": text::address(to), "times": times})
        }
        Noticed::Twin { of, title } => {
            json!({"kind": "duplicate", "of": of.to_string(), "title": title})
        }
    }
}

/// One check of a feed, as the log has it.
pub fn check(check: &CheckRecord) -> Value {
    json!({
        "at": time(Some(check.at)),
        "status": check.wire.status,
        "bytes": check.wire.bytes,
        "spared": check.spared,
        "millis": check.wire.millis,
        "new": check.new,
        "changed": check.changed,
        "failure": check.failure,
    })
}

/// A bookmark with everything that belongs to it, its pictures too: `byline import` reads it back whole.
pub fn bookmark(entry: &Entry, pictures: &[(String, Vec<u8>)]) -> Value {
    let mut value = print_bookmark(entry, pictures);
    merge(&mut value, whole_entry(entry));
    value
}

/// What a refresh did.
pub fn report(report: &RefreshReport) -> Value {
    json!({
        "feeds": report.feeds.iter().map(feed_report).collect::<Vec<_>>(),
        "new": report.new_entries(),
        "skipped": report.skipped(),
        "failed": report.failed(),
        "cancelled": report.cancelled,
        "offline": report.offline.is_some(),
        "moved": report.moved.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "rules": report.rules,
    })
}

/// What came of going into a feed's past.
pub fn past(report: &PastReport) -> Value {
    json!({
        "id": report.feed.to_string(),
        "url": text::address(&report.url),
        "title": report.title,
        "pages": report.pages,
        "new": report.new,
        "unread": report.unread,
        "oldest": time(report.oldest),
        "end": report.end.words(),
        "more": report.end.has_more(),
    })
}

fn feed_report(report: &FeedReport) -> Value {
    let mut value = json!({
        "id": report.feed.to_string(),
        "url": text::address(&report.url),
        "title": report.title,
    });
    let outcome = match &report.outcome {
        Outcome::Fetched {
            new,
            changed,
            warnings,
        } => {
            json!({"outcome": "fetched", "new": new, "changed": changed, "warnings": warnings})
        }
        Outcome::Unchanged => json!({"outcome": "unchanged", "new": 0, "changed": 0}),
        Outcome::Skipped(reason) => json!({"outcome": "skipped", "reason": reason}),
        Outcome::Failed(failure) => {
            json!({"outcome": "failed", "error": failure.what, "hint": failure.hint})
        }
    };
    merge(&mut value, outcome);
    value
}

/// A time as RFC 3339.
pub fn time(time: Option<Timestamp>) -> Option<String> {
    time.and_then(Timestamp::to_rfc3339)
}

fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(fields), Value::Object(more)) = (value, more) {
        fields.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Failure, FailureKind, FeedId};

    #[test]
    fn a_report_names_what_failed_and_what_was_skipped() {
        let of = |outcome| FeedReport {
            feed: FeedId(1),
            url: "https://example.org/f".into(),
            title: "A".into(),
            outcome,
        };
        let failure = Failure {
            kind: FailureKind::Status(404),
            what: "the server says 404, not found".into(),
            hint: None,
        };
        let value = report(&RefreshReport {
            feeds: vec![
                of(Outcome::Skipped("fresh".into())),
                of(Outcome::Failed(failure)),
            ],
            ..RefreshReport::default()
        });
        assert_eq!(value["feeds"][0]["reason"], "fresh");
        assert_eq!(value["feeds"][1]["error"], "the server says 404, not found");
        assert_eq!(
            (value["skipped"].as_u64(), value["failed"].as_u64()),
            (Some(1), Some(1))
        );
    }
}
