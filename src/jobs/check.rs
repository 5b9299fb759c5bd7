//! What an attempt to fetch a feed leaves behind in the store: validators, health, when next and why.
//!
//! Pure but for the types of `fetch` and `store`. Invariant: a failure never changes the validators, a success always does.

use serde::{Deserialize, Serialize};

use crate::fetch::{
    Hints, Moved, Pause, Request, Rules, Situation, Validators, Wants, after_failure, bare, hold,
    moved, next_check, same_origin, successor,
};
use crate::jobs::source::pace;
use crate::model::{Failure, FailureKind, FeedHealth, Origin, ParsedFeed, Reason, Timestamp, Why};
use crate::store::{Check, DueFeed, HostPause};

/// A server that answers 304 for ever is asked for the whole document once in so long.
const UNSTICK: i64 = 8 * 86_400_000;

/// Posts from which a feed's pace is told.
const PACE_POSTS: usize = 10;

/// What is noted about a feed between its fetches.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Memo {
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skip_hours: Vec<u8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skip_days: Vec<u8>,
    /// How long the server calls its document good: a 304 that does not say it anew leaves it as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age: Option<i64>,
    /// The address for which all this was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    /// Where the document came from, if that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// The last whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    whole: Option<Timestamp>,
    /// A permanent redirect that is not believed yet: where to, how often, since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<(String, u32, Timestamp)>,
}

impl Memo {
    fn of(feed: &DueFeed) -> Memo {
        feed.memo
            .as_deref()
            .and_then(|memo| serde_json::from_str(memo).ok())
            .unwrap_or_default()
    }

    fn hints(&self) -> Hints {
        Hints {
            ttl_minutes: self.ttl,
            period_minutes: self.period,
            skip_hours: self.skip_hours.clone(),
            skip_days: self.skip_days.clone(),
        }
    }

    fn moved(&self) -> Option<Moved> {
        self.moved
            .clone()
            .map(|(to, times, since)| Moved { to, times, since })
    }
}

/// A permanent redirect that a feed's notes tell of.
#[must_use]
pub fn moved_of(memo: &str) -> Option<Moved> {
    serde_json::from_str::<Memo>(memo).ok()?.moved()
}

/// An answer that was understood.
#[derive(Clone, Debug, Default)]
pub struct Success<'a> {
    /// When.
    pub now: Timestamp,
    /// What to send next time.
    pub validators: Validators,
    /// Where it came from in the end; empty: nowhere that matters.
    pub url: String,
    /// How long the server calls it good.
    pub max_age: Option<i64>,
    /// Where permanent redirects led.
    pub permanent: Option<String>,
    /// The body's hash, if there was a body.
    pub hash: Option<String>,
    /// The document, if it was parsed.
    pub parsed: Option<&'a ParsedFeed>,
}

/// What to ask for a feed: without what is known of it when it is time for the whole document again, or when that was said of another
/// address.
#[must_use]
pub fn request(feed: &DueFeed, now: Timestamp) -> Request {
    let memo = Memo::of(feed);
    // The other way round too: that one was noted by a clock that has been set back since.
    let stuck = memo
        .whole
        .is_some_and(|whole| now.since(whole).abs() > UNSTICK);
    let url = bare(&feed.url);
    let of_another =
        memo.of.as_ref().is_some_and(|of| *of != url) && memo.from.as_ref() != Some(&url);
    let validators = if stuck || of_another {
        Validators::default()
    } else {
        Validators {
            etag: feed.etag.clone(),
            last_modified: feed.last_modified.clone(),
        }
    };
    Request {
        url: feed.url.clone(),
        validators,
        headers: feed.greeting.headers.clone(),
        user_agent: feed.greeting.user_agent.clone(),
        known_at: memo.from.or(memo.of),
        // A filter may make a feed of a web page.
        wants: if feed.filter.is_none() {
            Wants::Feed
        } else {
            Wants::Anything
        },
        ..Request::default()
    }
}

/// The bookkeeping of a success, and where the feed lives from now on if it moved for good.
#[must_use]
pub fn succeeded(rules: &Rules, feed: &DueFeed, success: &Success<'_>) -> (Check, Option<String>) {
    let now = success.now;
    let mut memo = Memo::of(feed);
    if success.hash.is_some() || memo.whole.is_none() {
        memo.whole = Some(now);
    }
    if !success.url.is_empty() {
        let of = bare(&feed.url);
        memo.from = (success.url != of).then(|| success.url.clone());
        memo.of = Some(of);
    }
    if let Some(parsed) = success.parsed {
        memo.ttl = parsed.ttl_minutes;
        memo.period = parsed.period_minutes;
        memo.skip_hours.clone_from(&parsed.skip_hours);
        memo.skip_days.clone_from(&parsed.skip_days);
    }
    memo.max_age = if success.hash.is_some() {
        success.max_age
    } else {
        success.max_age.or(memo.max_age)
    };
    let told = moved(memo.moved().as_ref(), success.permanent.as_deref(), now);
    let meant = told.as_ref().filter(|told| told.is_meant(now));
    let address = meant.and_then(|told| successor(&feed.url, &told.to));
    // Whoever else lives there is not to be told who the reader is: it is followed each time, and not kept.
    let address = address.filter(|to| !feed.greeting.is_personal() || same_origin(&feed.url, to));
    memo.moved = told.map(|told| (told.to, told.times, told.since));
    let posts = posts(feed, success.parsed, now);
    let situation = Situation {
        now,
        seed: feed.id.0,
        wish: feed.refresh,
        conditional: !success.validators.is_empty(),
        max_age: memo.max_age,
        hints: memo.hints(),
        gap: median_gap(&posts),
        newest: posts.first().copied(),
    };
    let (next, reason) = if Origin::of(&feed.url).is_local() {
        pace(rules, feed.refresh, now)
    } else {
        next_check(rules, &situation)
    };
    let check = Check {
        feed: feed.id,
        etag: success.validators.etag.clone(),
        last_modified: success.validators.last_modified.clone(),
        hash: success.hash.clone().or_else(|| feed.hash.clone()),
        health: FeedHealth {
            last_check: Some(now),
            last_success: Some(now),
            next_check: Some(next),
            reason,
            ..FeedHealth::default()
        },
        memo: written(&memo),
        wire: None,
    };
    (check, address)
}

/// The bookkeeping of a failure.
#[must_use]
pub fn failed(feed: &DueFeed, failure: &Failure, pause: Pause, now: Timestamp) -> Check {
    if failure.kind == FailureKind::Unallowed {
        return unasked(feed, failure, now);
    }
    let failures = feed.health.failures.saturating_add(1);
    let plan = after_failure(failure, failures, pause, now, feed.id.0);
    Check {
        health: FeedHealth {
            last_check: Some(now),
            last_success: feed.health.last_success,
            next_check: plan.next,
            reason: plan.reason,
            failure: Some(failure.clone()),
            failures,
            failing_since: feed.health.failing_since.or(Some(now)),
            gone: failure.kind == FailureKind::Status(410),
        },
        ..unchanged(feed)
    }
}

/// The bookkeeping of a feed that was not asked at all, for want of the reader's yes.
fn unasked(feed: &DueFeed, failure: &Failure, now: Timestamp) -> Check {
    let plan = after_failure(failure, 1, Pause::Unsaid, now, feed.id.0);
    Check {
        health: FeedHealth {
            next_check: plan.next,
            reason: plan.reason,
            failure: Some(failure.clone()),
            ..feed.health.clone()
        },
        ..unchanged(feed)
    }
}

/// The bookkeeping of a feed whose host asked for a pause, and that pause.
#[must_use]
pub fn held(
    feed: &DueFeed,
    failure: &Failure,
    pause: Pause,
    known: &HostPause,
    now: Timestamp,
) -> (Check, HostPause) {
    let code = if let FailureKind::Status(code) = failure.kind {
        code
    } else {
        503
    };
    let times = known.times.saturating_add(1);
    let wait = hold(pause, times);
    let said = pause != Pause::Unsaid;
    let reason = Reason::from(Why::Held { code, wait, said });
    let check = Check {
        health: FeedHealth {
            next_check: Some(now.plus(wait)),
            reason: reason.clone(),
            gone: false,
            ..failed(feed, failure, pause, now).health
        },
        ..unchanged(feed)
    };
    let pause = HostPause {
        host: known.host.clone(),
        until: now.plus(wait),
        times,
        reason: reason.to_string(),
    };
    (check, pause)
}

/// The bookkeeping of a feed that was not asked since its host is left alone until `until`, or answers nobody.
#[must_use]
pub fn postponed(feed: &DueFeed, until: Timestamp, why: Why) -> Check {
    Check {
        health: FeedHealth {
            next_check: Some(until),
            reason: why.into(),
            ..feed.health.clone()
        },
        ..unchanged(feed)
    }
}

fn unchanged(feed: &DueFeed) -> Check {
    Check {
        feed: feed.id,
        etag: feed.etag.clone(),
        last_modified: feed.last_modified.clone(),
        hash: feed.hash.clone(),
        health: feed.health.clone(),
        memo: feed.memo.clone(),
        wire: None,
    }
}

fn written(memo: &Memo) -> Option<String> {
    serde_json::to_string(memo).ok()
}

/// The newest posts, newest first: those just read, and those known before. What is dated in the future tells no pace.
fn posts(feed: &DueFeed, parsed: Option<&ParsedFeed>, now: Timestamp) -> Vec<Timestamp> {
    let mut posts: Vec<_> = feed.posts.clone();
    if let Some(parsed) = parsed {
        posts.extend(parsed.entries.iter().filter_map(|entry| entry.published));
    }
    posts.retain(|post| *post <= now);
    posts.sort_unstable_by(|a, b| b.cmp(a));
    posts.dedup();
    posts.truncate(PACE_POSTS);
    posts
}

/// The median time between posts, newest first; `None` for fewer than three, which show no habit.
#[must_use]
pub fn median_gap(posts: &[Timestamp]) -> Option<i64> {
    let mut gaps: Vec<_> = posts
        .iter()
        .zip(posts.iter().skip(1))
        .map(|(newer, older)| newer.since(*older))
        .collect();
    gaps.sort_unstable();
    (gaps.len() >= 2).then(|| gaps.get(gaps.len() / 2).copied())?
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const DAY: i64 = 86_400_000;
    const NOW: Timestamp = Timestamp::from_secs(1_795_528_800);
    const RULES: Rules = Rules {
        interval: 3_600_000,
        minimum: 3_600_000,
    };

    fn after(feed: &DueFeed, check: Check) -> DueFeed {
        DueFeed {
            etag: check.etag,
            last_modified: check.last_modified,
            hash: check.hash,
            health: check.health,
            memo: check.memo,
            ..feed.clone()
        }
    }

    fn success(now: Timestamp, etag: Option<&str>) -> Success<'static> {
        Success {
            now,
            validators: Validators {
                etag: etag.map(str::to_string),
                last_modified: None,
            },
            ..Success::default()
        }
    }

    #[test]
    fn a_dropped_etag_is_dropped_and_a_failure_keeps_it() {
        let feed = DueFeed::default();
        let feed = after(
            &feed,
            succeeded(&RULES, &feed, &success(NOW, Some("\"1\""))).0,
        );
        assert_eq!(feed.etag.as_deref(), Some("\"1\""));
        let failure = Failure {
            kind: FailureKind::Timeout,
            what: "slow".into(),
            hint: None,
        };
        let feed = after(&feed, failed(&feed, &failure, Pause::Unsaid, NOW));
        assert_eq!(feed.etag.as_deref(), Some("\"1\""));
        assert_eq!(feed.health.failures, 1);
        let feed = after(&feed, succeeded(&RULES, &feed, &success(NOW, None)).0);
        assert_eq!((feed.etag, feed.health.failures), (None, 0));
    }

    #[test]
    fn a_move_is_taken_over_the_third_time_three_days_on() {
        let mut feed = DueFeed {
            url: "https://old.example/".into(),
            ..DueFeed::default()
        };
        let mut taken = Vec::new();
        for day in [0, 1, 2, 3] {
            let success = Success {
                permanent: Some("https://new.example/".into()),
                ..success(NOW.plus(day * DAY), None)
            };
            let (check, address) = succeeded(&RULES, &feed, &success);
            feed = after(&feed, check);
            taken.push(address.is_some());
        }
        assert_eq!(taken, [false, false, false, true]);
    }

    #[test]
    fn eight_days_of_304_end_in_a_whole_document() {
        let feed = DueFeed::default();
        let feed = after(
            &feed,
            succeeded(&RULES, &feed, &success(NOW, Some("\"1\""))).0,
        );
        let known = |at| !request(&feed, at).validators.is_empty();
        assert!(known(NOW.plus(8 * DAY)));
        assert!(!known(NOW.plus(8 * DAY + 1)));
        assert!(!known(NOW.plus(-365 * DAY)), "the clock was set back");
    }

    #[test]
    fn validators_are_for_the_address_that_said_them() {
        let feed = DueFeed {
            url: "https://me:pw@a.example/f".into(),
            ..DueFeed::default()
        };
        let success = Success {
            url: "https://cdn.example/f".into(),
            ..success(NOW, Some("\"1\""))
        };
        let feed = after(&feed, succeeded(&RULES, &feed, &success).0);
        let asked = request(&feed, NOW);
        assert_eq!(asked.known_at.as_deref(), Some("https://cdn.example/f"));
        let known = |url: &str| {
            let edited = DueFeed {
                url: url.into(),
                ..feed.clone()
            };
            !request(&edited, NOW).validators.is_empty()
        };
        assert!(known("https://me:other@a.example/f"));
        assert!(known("https://cdn.example/f"));
        assert!(!known("https://a.example/other"));
    }

    #[test]
    fn a_304_that_does_not_say_how_long_leaves_it_as_it_was() {
        let hours = |feed: &DueFeed| feed.health.next_check.unwrap().since(NOW) / 3_600_000;
        let feed = DueFeed::default();
        let said = Success {
            max_age: Some(6 * 3_600_000),
            hash: Some("1".into()),
            ..success(NOW, Some("\"1\""))
        };
        let feed = after(&feed, succeeded(&RULES, &feed, &said).0);
        let feed = after(
            &feed,
            succeeded(&RULES, &feed, &success(NOW, Some("\"1\""))).0,
        );
        assert_eq!(hours(&feed), 6);
        let anew = Success {
            hash: Some("2".into()),
            ..success(NOW, Some("\"2\""))
        };
        let feed = after(&feed, succeeded(&RULES, &feed, &anew).0);
        assert_eq!(hours(&feed), 1);
    }

    #[test]
    fn the_pace_is_the_median_gap() {
        let posts =
            |days: &[i64]| -> Vec<_> { days.iter().map(|day| NOW.plus(-day * DAY)).collect() };
        assert_eq!(median_gap(&posts(&[0, 1])), None);
        assert_eq!(median_gap(&posts(&[0, 1, 3, 4, 100])), Some(2 * DAY));
    }
}
