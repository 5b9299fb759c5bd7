//! Which feeds of a refresh are asked, which are not and why; in which order.
//!
//! Pure. Invariant: force overrules a feed's age, never its server's word.

use std::collections::HashMap;

use crate::fetch::host_of;
use crate::model::{FailureKind, Origin, Timestamp, Zone};
use crate::store::DueFeed;
use crate::text::span;

const HOUR: i64 = 3_600_000;

/// What the decision rests on.
pub struct Terms<'a> {
    /// Now.
    pub now: Timestamp,
    /// Whatever their age.
    pub force: bool,
    /// Not forced twice within this.
    pub force_gap: i64,
    /// For times in reasons.
    pub zone: &'a Zone,
}

impl Terms<'_> {
    /// Why a feed is not asked now; `None`: it is. `paused` says why its host is left alone, if it is.
    pub fn why_not(
        &self,
        feed: &DueFeed,
        paused: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let health = &feed.health;
        if health.gone {
            return Some("its site ended it (410)".into());
        }
        if feed.paused {
            return Some("paused by you".into());
        }
        if let Some(reason) = paused(&host_of(&feed.url)) {
            return Some(reason);
        }
        if health.failure.as_ref().map(|it| it.kind) == Some(FailureKind::Unallowed) {
            // It was never asked, and to look whether it may be costs nobody anything.
            return None;
        }
        if self.force {
            let since = health.last_check.map(|last| self.now.since(last));
            return since
                .filter(|since| (0..self.force_gap).contains(since))
                .map(|since| format!("fresh: asked {} ago", span(since)));
        }
        // A clock that was set back would make a feed wait for years.
        let from_the_future = health
            .last_check
            .is_some_and(|last| last.since(self.now) > HOUR);
        if feed.is_due(self.now) || from_the_future {
            return None;
        }
        let Some(next) = health.next_check else {
            return Some("never asked again by itself".into());
        };
        let when = self.zone.clock(next);
        let when = if next.since(self.now) < 20 * HOUR {
            when
        } else {
            format!("{} {when}", self.zone.short(next, self.now))
        };
        Some(if health.failure.is_some() {
            format!("waits until {when}: {}", health.reason)
        } else {
            format!("fresh: next at {when}, {}", health.reason)
        })
    }
}

/// Feeds by host, hosts in the order of their first feed: each host is visited by one of us. What is not the web's stands alone. Feeds where
/// nobody was there the last time come after the others, at their host and over all: waiting for them again is to hold up nobody.
#[must_use]
pub fn by_host(mut feeds: Vec<DueFeed>) -> Vec<(String, Vec<DueFeed>)> {
    feeds.sort_by_key(was_deaf);
    let mut place: HashMap<String, usize> = HashMap::new();
    let mut hosts: Vec<(String, Vec<DueFeed>)> = Vec::new();
    for feed in feeds {
        let host = match Origin::of(&feed.url) {
            Origin::Web => host_of(&feed.url),
            Origin::File | Origin::Program(_) => feed.url.clone(),
        };
        let at = *place.entry(host.clone()).or_insert(hosts.len());
        match hosts.get_mut(at) {
            Some((_, feeds)) => feeds.push(feed),
            None => hosts.push((host, vec![feed])),
        }
    }
    hosts
}

fn was_deaf(feed: &DueFeed) -> bool {
    let failure = feed.health.failure.as_ref().map(|it| it.kind);
    matches!(
        failure,
        Some(FailureKind::Timeout | FailureKind::Connect | FailureKind::Dns | FailureKind::Tls)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Failure, FeedHealth, Why};

    const NOW: Timestamp = Timestamp::from_secs(1_795_528_800); // Tue 24 Nov 2026, 14:00

    fn feed(health: FeedHealth) -> DueFeed {
        DueFeed {
            url: "https://lwn.net/feed".into(),
            health,
            ..DueFeed::default()
        }
    }

    fn why_not(force: bool, health: &FeedHealth, paused: Option<&str>) -> Option<String> {
        let terms = Terms {
            now: NOW,
            force,
            force_gap: 600_000,
            zone: &Zone::utc(),
        };
        terms.why_not(&feed(health.clone()), |_| paused.map(str::to_string))
    }

    #[test]
    fn force_overrules_age_but_not_the_server() {
        let fresh = FeedHealth {
            last_check: Some(NOW.plus(-1_800_000)),
            next_check: Some(NOW.plus(1_860_000)),
            reason: Why::Default {
                every: HOUR,
                ttl: None,
            }
            .into(),
            ..FeedHealth::default()
        };
        assert_eq!(
            why_not(false, &fresh, None).as_deref(),
            Some("fresh: next at 14:31, every hour, the default")
        );
        assert_eq!(why_not(true, &fresh, None), None);
        let just = FeedHealth {
            last_check: Some(NOW.plus(-180_000)),
            ..fresh.clone()
        };
        let why = why_not(true, &just, None);
        assert_eq!(why.as_deref(), Some("fresh: asked 3 min ago"));
        let gone = FeedHealth {
            gone: true,
            ..FeedHealth::default()
        };
        assert!(why_not(true, &gone, None).is_some());
        let said = "429 too many: the server said wait 25 min";
        assert_eq!(why_not(true, &fresh, Some(said)).as_deref(), Some(said));
        assert_eq!(why_not(false, &FeedHealth::default(), None), None);
    }

    #[test]
    fn a_clock_that_was_set_back_makes_no_feed_wait() {
        let ahead = FeedHealth {
            last_check: Some(NOW.plus(365 * 24 * HOUR)),
            next_check: Some(NOW.plus(366 * 24 * HOUR)),
            ..FeedHealth::default()
        };
        assert_eq!(why_not(false, &ahead, None), None);
    }

    #[test]
    fn a_host_is_visited_once() {
        let at = |url: &str| DueFeed {
            url: url.into(),
            ..DueFeed::default()
        };
        let hosts = by_host(vec![at("http://a/1"), at("http://b/1"), at("http://a/2")]);
        let sizes: Vec<_> = hosts
            .iter()
            .map(|(host, feeds)| (host.as_str(), feeds.len()))
            .collect();
        assert_eq!(sizes, [("a", 2), ("b", 1)]);
    }
    #[test]
    fn feeds_where_nobody_was_there_come_last() {
        let at = |url: &str, kind: Option<FailureKind>| DueFeed {
            url: url.into(),
            health: FeedHealth {
                failure: kind.map(|kind| Failure {
                    kind,
                    what: String::new(),
                    hint: None,
                }),
                ..FeedHealth::default()
            },
            ..DueFeed::default()
        };
        let hosts = by_host(vec![
            at("http://silent/1", Some(FailureKind::Timeout)),
            at("http://a/1", Some(FailureKind::Timeout)),
            at("http://a/2", None),
            at("http://b/1", Some(FailureKind::Status(404))),
        ]);
        let order: Vec<_> = hosts
            .iter()
            .map(|(host, feeds)| {
                (
                    host.as_str(),
                    feeds
                        .iter()
                        .map(|feed| feed.url.as_str())
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        assert_eq!(
            order,
            [
                ("a", vec!["http://a/2", "http://a/1"]),
                ("b", vec!["http://b/1"]),
                ("silent", vec!["http://silent/1"])
            ]
        );
    }
}
