//! When to ask a feed again that answered well, and why then. Pure: times and numbers in, a time and a reason out.
//!
//! Invariant: never before the server allows, never more often than the reader's `minimum`, and each reason is one that the server's
//! keeper would accept.

use crate::fetch::address::is_loopback;
use crate::model::{Reason, Timestamp, Why};

/// Milliseconds.
pub const MINUTE: i64 = 60_000;
/// Milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds.
pub const DAY: i64 = 24 * HOUR;

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

/// When to ask a feed that answered well.
#[must_use]
pub fn next_check(rules: &Rules, feed: &Situation) -> (Timestamp, Reason) {
    let (mut wait, mut why) = pace(rules, feed);
    for (floor, reason) in floors(rules, feed, wait) {
        if floor > wait {
            (wait, why) = (floor, reason);
        }
    }
    let seed = feed.seed ^ feed.now.secs();
    let after = feed.now.plus(wait + jitter(seed, wait));
    let next = allowed(after, &feed.hints);
    let spared = next != after;
    (off_the_hour(next, seed), Reason { why, spared })
}

/// What the reader or the feed's own habit asks for.
fn pace(rules: &Rules, feed: &Situation) -> (i64, Why) {
    if let Some(wish) = feed.wish {
        let every = wish.max(rules.minimum);
        return (every, Why::Wish { every });
    }
    if let Some(newest) = feed.newest
        && feed.now.since(newest) > 365 * DAY
    {
        return (2 * DAY, Why::Silent);
    }
    match feed.gap {
        Some(gap) if gap / 2 > rules.interval => {
            let half = (gap / 2).min(DAY.max(rules.interval));
            let capped = gap / 2 > half;
            (half, Why::Habit { gap, capped })
        }
        _ => {
            let every = rules.interval;
            let ttl = feed.hints.ttl().filter(|ttl| *ttl < every);
            (every, Why::Default { every, ttl })
        }
    }
}

impl Hints {
    /// RSS `ttl` in milliseconds; 0 says nothing.
    fn ttl(&self) -> Option<i64> {
        let minutes = self.ttl_minutes.filter(|ttl| *ttl > 0)?;
        Some(i64::from(minutes) * MINUTE)
    }
}

/// What the wait may not be below.
fn floors(rules: &Rules, feed: &Situation, pace: i64) -> Vec<(i64, Why)> {
    let every = rules.minimum;
    let mut floors = vec![(every, Why::Minimum { every })];
    let ttl = feed.hints.ttl();
    if !feed.conditional && feed.wish.is_none() && feed.max_age.is_none() && ttl.is_none() {
        floors.push((DAY, Why::Unconditional));
    }
    if let Some(ttl) = ttl {
        floors.push((ttl.min(DAY), Why::Ttl { ttl }));
    }
    if let Some(age) = feed.max_age {
        floors.push((age.min(DAY), Why::Lifetime { age }));
    }
    if let Some(period) = feed.hints.period_minutes {
        // Often a lie of the blog's software: it may stretch the reader's wish to the feed's real habit, no further.
        let habit = feed
            .gap
            .map_or(rules.interval, |gap| (gap / 2).clamp(rules.interval, DAY));
        let every = (i64::from(period) * MINUTE).min(habit);
        if every > pace {
            floors.push((every, Why::Period { every }));
        }
    }
    floors
}

/// The gap between two requests to `host`, in milliseconds, when the reader set none.
#[must_use]
pub fn gap_of(host: &str, configured: Option<i64>) -> i64 {
    if sparing(host).is_some() {
        return MINUTE.max(configured.unwrap_or(0));
    }
    configured.unwrap_or(if is_loopback(host) { 0 } else { 1000 })
}

/// The site of a host that wants one visit a minute, whichever of its names is visited.
#[must_use]
pub fn sparing(host: &str) -> Option<&'static str> {
    let sites = ["reddit.com", "openrss.org"];
    let is_at = |site: &&&str| {
        let before = host.strip_suffix(**site);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    sites.iter().find(is_at).copied()
}

/// Up to a tenth more, the same for the same seed: apart from each other, never before the time.
pub fn jitter(seed: i64, wait: i64) -> i64 {
    let tenth = (wait / 10).max(1) as u64;
    (mixed(seed) % tenth) as i64
}

/// Clocks all over the world strike the hour together, and so do the readers that cron starts: not in its first minute.
fn off_the_hour(time: Timestamp, seed: i64) -> Timestamp {
    if time.0.rem_euclid(HOUR) >= MINUTE {
        return time;
    }
    time.plus((1 + (mixed(seed) % 5) as i64) * MINUTE)
}

fn mixed(seed: i64) -> u64 {
    let mut x = (seed as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
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

#[cfg(test)]
mod tests;
