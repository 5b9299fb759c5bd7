//! When to ask again, and why then. Pure: times and numbers in, a time and a sentence out.
//!
//! Invariant: never before the server allows, never more often than the reader's `minimum`, and each reason is one that the server's
//! keeper would accept.

use crate::fetch::address::is_loopback;
use crate::fetch::headers::Pause;
use crate::model::{Failure, FailureKind, Timestamp};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What the reader's configuration says of all feeds, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Between checks of a feed that says nothing itself.
    pub interval: i64,
    /// Never more often than this.
    pub minimum: i64,
}

/// What a feed's document says of its pace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// RSS `ttl`.
    pub ttl_minutes: Option<u32>,
    /// `sy:updatePeriod` over its frequency.
    pub period_minutes: Option<u32>,
    /// Hours (GMT) in which it wants no visit.
    pub skip_hours: Vec<u8>,
    /// Days in which it wants no visit; 0 is Monday.
    pub skip_days: Vec<u8>,
}

/// What is known of a feed that was just fetched well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Now.
    pub now: Timestamp,
    /// Anything that is the feed's own and stays: spreads feeds apart.
    pub seed: i64,
    /// The interval that the reader wishes for this feed.
    pub wish: Option<i64>,
    /// Whether its server gives validators, so that asking costs next to nothing.
    pub conditional: bool,
    /// For how long the server calls the answer good.
    pub max_age: Option<i64>,
    /// What the document says.
    pub hints: Hints,
    /// Median milliseconds between its latest posts.
    pub gap: Option<i64>,
    /// Its newest post.
    pub newest: Option<Timestamp>,
}

/// When next, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// `None`: never.
    pub next: Option<Timestamp>,
    /// A sentence for the health board.
    pub reason: String,
}

/// When to ask a feed that answered well.
#[must_use]
pub fn next_check(rules: &Rules, feed: &Situation) -> (Timestamp, String) {
    let (mut wait, mut reason) = pace(rules, feed);
    for (floor, why) in floors(rules, feed, wait) {
        if floor > wait {
            (wait, reason) = (floor, why);
        }
    }
    let after = feed
        .now
        .plus(wait + jitter(feed.seed ^ feed.now.secs(), wait));
    let next = allowed(after, &feed.hints);
    if next != after {
        reason = format!("{reason}; not in the hours it asks to be left alone");
    }
    (next, reason)
}

/// What the reader or the feed's own habit asks for.
fn pace(rules: &Rules, feed: &Situation) -> (i64, String) {
    if let Some(wish) = feed.wish {
        return (
            wish.max(rules.minimum),
            format!("every {}, your setting", span(wish.max(rules.minimum))),
        );
    }
    if let Some(newest) = feed.newest
        && feed.now.since(newest) > 365 * DAY
    {
        return (2 * DAY, "silent for more than a year; every 2 days".into());
    }
    match feed.gap {
        Some(gap) if gap / 2 > rules.interval => {
            let half = (gap / 2).min(DAY.max(rules.interval));
            let most = if gap / 2 > half { ", at most 24 h" } else { "" };
            (
                half,
                format!("posts every {}; half of that{most}", span(gap)),
            )
        }
        _ => {
            let below = feed
                .hints
                .ttl_minutes
                .map(|ttl| i64::from(ttl) * MINUTE)
                .filter(|ttl| *ttl > 0 && *ttl < rules.interval)
                .map(|ttl| format!("; ttl {} is below it", span(ttl)))
                .unwrap_or_default();
            (
                rules.interval,
                format!("every {}, the default{below}", every(rules.interval)),
            )
        }
    }
}

/// What the wait may not be below.
fn floors(rules: &Rules, feed: &Situation, pace: i64) -> Vec<(i64, String)> {
    let mut floors = vec![(
        rules.minimum,
        format!("every {}, the minimum", every(rules.minimum)),
    )];
    let ttl = feed.hints.ttl_minutes.map(|ttl| i64::from(ttl) * MINUTE);
    let ttl = ttl.filter(|ttl| *ttl > 0);
    if !feed.conditional && feed.wish.is_none() && feed.max_age.is_none() && ttl.is_none() {
        floors.push((DAY, "once a day: its server cannot say what is new".into()));
    }
    if let Some(ttl) = ttl {
        floors.push((ttl.min(DAY), format!("its ttl: {}", span(ttl))));
    }
    if let Some(age) = feed.max_age {
        let most = if age > DAY { ", cut to a day" } else { "" };
        floors.push((age.min(DAY), format!("Cache-Control: {}{most}", span(age))));
    }
    if let Some(period) = feed.hints.period_minutes {
        // Often a lie of the blog's software: it may stretch the reader's wish to the feed's real habit, no further.
        let habit = feed
            .gap
            .map_or(rules.interval, |gap| (gap / 2).clamp(rules.interval, DAY));
        let period = (i64::from(period) * MINUTE).min(habit);
        if period > pace {
            floors.push((period, format!("it says: once in {}", span(period))));
        }
    }
    floors
}

/// When to ask a feed that failed; `failures` counts this one.
#[must_use]
pub fn after_failure(failure: &Failure, failures: u32, now: Timestamp, seed: i64) -> Plan {
    let doubled = |first: i64, most: i64| {
        let power = failures.saturating_sub(1).min(20);
        first.saturating_mul(1 << power).min(most)
    };
    let (wait, why) = match failure.kind {
        FailureKind::Status(410) => {
            return Plan {
                next: None,
                reason: "410 gone: feed ended by its site; entries kept".into(),
            };
        }
        FailureKind::Status(code @ (401 | 402 | 403 | 451)) => (
            doubled(4 * HOUR, 7 * DAY),
            format!("{code} refused; each wait is doubled, from 4 h"),
        ),
        FailureKind::Status(code @ 400..=499) => {
            // A first 4xx rests for 53 hours; then an hour doubled by every failure, where that is longer.
            let wait = doubled(2 * HOUR, 7 * DAY).max(53 * HOUR);
            (
                wait,
                format!(
                    "{} {}",
                    code,
                    if code == 404 {
                        "not found; rests for 2 days, then each wait is doubled"
                    } else {
                        "refused; rests for 2 days, then each wait is doubled"
                    }
                ),
            )
        }
        FailureKind::Status(code) => (
            doubled(HOUR, DAY),
            format!("{code} a fault of its server; each wait is doubled"),
        ),
        FailureKind::Offline => (10 * MINUTE, "the network was down".into()),
        FailureKind::Timeout => (doubled(HOUR, DAY), "too slow; each wait is doubled".into()),
        FailureKind::Dns => (
            doubled(HOUR, DAY),
            "name not found; each wait is doubled".into(),
        ),
        FailureKind::Tls => (
            doubled(4 * HOUR, DAY),
            "no secure connection; each wait is doubled".into(),
        ),
        FailureKind::NotFeed | FailureKind::Empty => (
            doubled(HOUR, DAY),
            "no feed came; each wait is doubled".into(),
        ),
        FailureKind::TooLarge => (
            doubled(DAY, 7 * DAY),
            "too large; each wait is doubled".into(),
        ),
        FailureKind::Address => (
            doubled(DAY, 7 * DAY),
            "not an address that can be fetched".into(),
        ),
        FailureKind::Unallowed | FailureKind::Program | FailureKind::File => {
            (HOUR, "tried again every hour".into())
        }
        FailureKind::Connect | FailureKind::Redirect | FailureKind::Internal => {
            (doubled(HOUR, DAY), "no answer; each wait is doubled".into())
        }
    };
    Plan {
        next: Some(now.plus(wait + jitter(seed ^ now.secs(), wait))),
        reason: why,
    }
}

/// How long a whole host is left alone after a 429 or 503, in milliseconds; `strikes` counts this one.
#[must_use]
pub fn hold(pause: Pause, strikes: u32) -> i64 {
    let wait = match pause {
        Pause::Millis(millis) => millis,
        Pause::Unsaid => (10 * MINUTE).saturating_mul(1 << strikes.saturating_sub(1).min(10)),
    };
    wait.clamp(2 * MINUTE, DAY)
}

/// Why a feed waits whose host asked for it: `429 too many: the server said wait 25 min`.
#[must_use]
pub fn hold_reason(code: u16, pause: Pause, wait: i64) -> String {
    let what = if code == 429 {
        "too many"
    } else {
        "unavailable"
    };
    let who = match pause {
        Pause::Millis(_) => "the server said wait",
        Pause::Unsaid => "the server did not say how long; waiting",
    };
    format!("{code} {what}: {who} {}", span(wait))
}

/// The gap between two requests to `host`, in milliseconds, when the reader set none.
#[must_use]
pub fn gap_of(host: &str, configured: Option<i64>) -> i64 {
    let sparing = ["reddit.com", "openrss.org"];
    let is_at = |name: &&str| host == *name || host.ends_with(&format!(".{name}"));
    if sparing.iter().any(is_at) {
        return MINUTE.max(configured.unwrap_or(0));
    }
    configured.unwrap_or(if is_loopback(host) { 0 } else { 1000 })
}

/// A permanent redirect as it is remembered until it is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Where to.
    pub to: String,
    /// How often it was told.
    pub times: u32,
    /// When first.
    pub since: Timestamp,
}

impl Moved {
    /// Told at least three times over at least three days: it is meant.
    #[must_use]
    pub fn is_meant(&self, now: Timestamp) -> bool {
        self.times >= 3 && now.since(self.since) >= 3 * DAY
    }
}

/// What is remembered of a permanent redirect after one more fetch that ended at `to`; `None` when this one did not redirect for good,
/// which makes the earlier ones a whim.
#[must_use]
pub fn moved(known: Option<&Moved>, to: Option<&str>, now: Timestamp) -> Option<Moved> {
    let to = to?;
    Some(match known {
        Some(known) if known.to == to => Moved {
            times: known.times.saturating_add(1),
            ..known.clone()
        },
        _ => Moved {
            to: to.to_string(),
            times: 1,
            since: now,
        },
    })
}

/// Up to a tenth more, the same for the same seed: apart from each other, never before the time.
fn jitter(seed: i64, wait: i64) -> i64 {
    let mut x = (seed as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^= x >> 31;
    let tenth = (wait / 10).max(1) as u64;
    (x % tenth) as i64
}

/// The first time at or after `time` that is in no hour or day the feed excludes. A list of all 24 hours or all 7 days is a mistake.
fn allowed(time: Timestamp, hints: &Hints) -> Timestamp {
    let hours = |hour: i64| {
        hints
            .skip_hours
            .iter()
            .any(|skip| i64::from(*skip % 24) == hour)
    };
    let days = |day: i64| hints.skip_days.iter().any(|skip| i64::from(*skip) == day);
    if (0..24).all(hours) || (0..7).all(days) {
        return time;
    }
    let mut at = time;
    for _ in 0..24 * 7 {
        let hour = at.0.div_euclid(HOUR);
        // 1970-01-01 was a Thursday.
        let day = (hour.div_euclid(24) + 3).rem_euclid(7);
        if !hours(hour.rem_euclid(24)) && !days(day) {
            return at;
        }
        // Into the next hour, keeping the minutes, so that not all come at its top.
        at = at.plus(HOUR);
    }
    time
}

/// `25 min`, `2 h`, `3 days`.
#[must_use]
pub fn span(millis: i64) -> String {
    let round = |unit: i64| (millis + unit / 2) / unit;
    if millis < MINUTE {
        format!("{} s", round(1000))
    } else if millis < 2 * HOUR && millis % HOUR != 0 {
        format!("{} min", round(MINUTE))
    } else if millis < 2 * DAY {
        format!("{} h", round(HOUR))
    } else {
        format!("{} days", round(DAY))
    }
}

fn every(millis: i64) -> String {
    if millis == HOUR {
        "hour".into()
    } else {
        span(millis)
    }
}

#[cfg(test)]
mod tests;
