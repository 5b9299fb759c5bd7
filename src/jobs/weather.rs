//! Whether it is the network that fails, not the hosts: what several attempts say together.
//!
//! Pure. Invariant: what only the network did is counted against nobody. A host that answers proves the network; hosts that were well last
//! time and are not to be reached now make it doubtful, and several of them, with no proof between, are the network's verdict.

use std::collections::HashSet;

use url::Url;

use crate::fetch::{Exceptions, Nearness, is_login};
use crate::model::{Failure, FailureKind, Offline, Outcome};
use crate::store::{Check, DueFeed};

/// So many hosts out of reach are a verdict; fewer where there is a login page that only networks show.
const VERDICT: usize = 3;
const VERDICT_AT_A_GATE: usize = 2;

/// What one attempt says of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It works: a host answered, as itself.
    Proof,
    /// It may not. `gate`: what came looks like the page that a network shows to its guests.
    Doubt {
        /// A login page of the network.
        gate: bool,
    },
    /// Nothing.
    None,
}

impl Sign {
    /// What came of asking `feed`, where these addresses answered, in order, the last of them with what was made the outcome.
    #[must_use]
    pub fn of(feed: &DueFeed, answered: &[String], outcome: &Outcome) -> Sign {
        let failure = match outcome {
            // A neighbour answers also when nothing beyond does.
            _ if is_near(&feed.url) => return Sign::None,
            Outcome::Fetched { .. } | Outcome::Unchanged => return Sign::Proof,
            Outcome::Skipped(_) => return Sign::None,
            Outcome::Failed(failure) => failure,
        };
        // Nobody on the way can speak for a host over a secure connection.
        if answered.iter().any(|url| url.starts_with("https:")) {
            return Sign::Proof;
        }
        // One that was ill before says nothing new.
        if feed.health.failure.is_some() {
            return Sign::None;
        }
        match failure.kind {
            FailureKind::Status(511) => Sign::Doubt { gate: true },
            // Only a feed that was read before shows that it is not the feed itself that leads there.
            FailureKind::NotFeed | FailureKind::Private
                if feed.health.last_success.is_some() && is_led_away(answered, failure) =>
            {
                Sign::Doubt { gate: true }
            }
            FailureKind::Dns
            | FailureKind::Connect
            | FailureKind::Timeout
            | FailureKind::Tls
            | FailureKind::Private
            | FailureKind::NotFeed => Sign::Doubt { gate: false },
            _ => Sign::None,
        }
    }
}

fn is_near(url: &str) -> bool {
    let nearness = Url::parse(url)
        .ok()
        .map(|url| Exceptions::default().nearness_of(&url));
    nearness != Some(Some(Nearness::World))
}

/// Whether a plain connection was answered with the way to a login page elsewhere, or to the private place of one.
fn is_led_away(answered: &[String], failure: &Failure) -> bool {
    let urls: Vec<Url> = answered
        .iter()
        .filter_map(|url| Url::parse(url).ok())
        .collect();
    match urls.as_slice() {
        [_] => failure.kind == FailureKind::Private,
        [first, .., last] => first.host() != last.host() && is_login(last),
        [] => false,
    }
}

/// What the attempts of one refresh say together.
#[derive(Debug, Default)]
pub struct Weather {
    begun: u64,
    /// The last attempt that had begun when a host last answered.
    proven: u64,
    doubts: Vec<Doubt>,
    /// Hosts out of reach in earlier refreshes, since when none answered.
    earlier: HashSet<String>,
    verdict: Option<Offline>,
}

/// An attempt that failed, perhaps through the network.
#[derive(Debug)]
struct Doubt {
    host: String,
    gate: bool,
    check: Check,
}

/// What becomes of the bookkeeping of an attempt that failed.
#[derive(Debug, Default, PartialEq)]
pub struct Judged {
    /// To be written: these count.
    pub counted: Vec<Check>,
    /// Not counted against anybody: these feeds are as before.
    pub excused: Vec<Check>,
}

impl Weather {
    /// Begins with the hosts that could not be reached in earlier refreshes.
    #[must_use]
    pub fn new(earlier: HashSet<String>) -> Weather {
        Weather {
            earlier,
            ..Weather::default()
        }
    }

    /// An attempt begins; its number.
    pub fn begin(&mut self) -> u64 {
        self.begun += 1;
        self.begun
    }

    /// The verdict, as long as no host answers.
    #[must_use]
    pub fn verdict(&self) -> Option<Offline> {
        self.verdict
    }

    /// There is no network at all: the system says so.
    pub fn is_down(&mut self) -> Vec<Check> {
        self.verdict.get_or_insert(Offline::Down);
        self.excused()
    }

    /// A host answered: whoever could not be reached meanwhile is to blame for it.
    pub fn prove(&mut self) -> Vec<Check> {
        self.proven = self.begun;
        self.verdict = None;
        self.earlier.clear();
        self.doubts.drain(..).map(|doubt| doubt.check).collect()
    }

    /// Attempt number `attempt` failed at `host`, perhaps through the network.
    pub fn doubt(&mut self, attempt: u64, host: &str, gate: bool, check: Check) -> Judged {
        // The network was there after it had begun.
        if attempt <= self.proven {
            return Judged {
                counted: vec![check],
                ..Judged::default()
            };
        }
        self.doubts.push(Doubt {
            host: host.to_string(),
            gate,
            check,
        });
        let hosts: HashSet<&str> = self
            .doubts
            .iter()
            .map(|doubt| doubt.host.as_str())
            .collect();
        let more = self
            .earlier
            .iter()
            .filter(|host| !hosts.contains(host.as_str()));
        let hosts = hosts.len() + more.count();
        let gated = self.is_gated();
        if self.verdict.is_none() && hosts < if gated { VERDICT_AT_A_GATE } else { VERDICT } {
            return Judged::default();
        }
        let found = if gated {
            Offline::Portal
        } else {
            Offline::Down
        };
        self.verdict.get_or_insert(found);
        Judged {
            excused: self.excused(),
            ..Judged::default()
        }
    }

    fn is_gated(&self) -> bool {
        self.doubts.iter().any(|doubt| doubt.gate)
    }

    fn excused(&mut self) -> Vec<Check> {
        let doubts = self.doubts.drain(..);
        let (hosts, checks): (Vec<_>, Vec<_>) =
            doubts.map(|doubt| (doubt.host, doubt.check)).unzip();
        self.earlier.extend(hosts);
        checks
    }

    /// The refresh is over. What is still in doubt counts, unless a network's login page was seen and no host beyond it.
    pub fn end(&mut self) -> Judged {
        if self.proven == 0 && self.is_gated() {
            self.verdict.get_or_insert(Offline::Portal);
            return Judged {
                excused: self.excused(),
                ..Judged::default()
            };
        }
        Judged {
            counted: self.excused(),
            ..Judged::default()
        }
    }

    /// The hosts out of reach, for the next refresh.
    #[must_use]
    pub fn unreached(&self) -> HashSet<String> {
        self.earlier.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FeedHealth, FeedId, Timestamp};

    fn check(feed: i64) -> Check {
        Check {
            feed: FeedId(feed),
            ..Check::default()
        }
    }

    fn failing(weather: &mut Weather, host: &str, feed: i64) -> Judged {
        let attempt = weather.begin();
        weather.doubt(attempt, host, false, check(feed))
    }

    #[test]
    fn three_hosts_out_of_reach_are_the_networks_verdict_and_count_for_nobody() {
        let mut weather = Weather::default();
        assert_eq!(failing(&mut weather, "a", 1), Judged::default());
        assert_eq!(failing(&mut weather, "a", 2), Judged::default());
        assert_eq!(failing(&mut weather, "b", 3), Judged::default());
        assert_eq!(weather.verdict(), None);
        let judged = failing(&mut weather, "c", 4);
        assert_eq!(weather.verdict(), Some(Offline::Down));
        assert_eq!(judged.excused, [1, 2, 3, 4].map(check));
        assert_eq!(failing(&mut weather, "d", 5).excused, [check(5)]);
        assert_eq!(weather.end(), Judged::default());
    }

    #[test]
    fn a_host_that_answers_puts_the_blame_where_it_belongs() {
        let mut weather = Weather::default();
        let slow = weather.begin();
        failing(&mut weather, "a", 1);
        failing(&mut weather, "b", 2);
        weather.begin();
        assert_eq!(weather.prove(), [1, 2].map(check));
        let judged = weather.doubt(slow, "c", false, check(3));
        assert_eq!(
            judged.counted,
            [check(3)],
            "the network was there meanwhile"
        );
        failing(&mut weather, "d", 4);
        assert_eq!(weather.end().counted, [check(4)]);
        assert_eq!(weather.verdict(), None);
    }

    #[test]
    fn a_gate_is_known_by_its_second_host_or_when_nothing_else_was_seen() {
        let gate = |weather: &mut Weather, host: &str, feed| {
            let attempt = weather.begin();
            weather.doubt(attempt, host, true, check(feed))
        };
        let mut weather = Weather::default();
        failing(&mut weather, "a", 1);
        assert_eq!(gate(&mut weather, "b", 2).excused.len(), 2);
        assert_eq!(weather.verdict(), Some(Offline::Portal));

        let mut lone = Weather::default();
        gate(&mut lone, "a", 1);
        assert_eq!(lone.end().excused, [check(1)]);
        assert_eq!(lone.verdict(), Some(Offline::Portal));

        let mut proven = Weather::default();
        proven.begin();
        proven.prove();
        gate(&mut proven, "a", 1);
        assert_eq!(proven.end().counted, [check(1)]);
    }

    #[test]
    fn small_refreshes_one_after_the_other_come_to_the_same_verdict() {
        let mut earlier = HashSet::new();
        let mut excused = Vec::new();
        for (host, feed) in [("a", 1), ("b", 2), ("c", 3), ("a", 4)] {
            let mut weather = Weather::new(earlier);
            let judged = failing(&mut weather, host, feed);
            excused.extend(judged.excused);
            weather.end();
            earlier = weather.unreached();
        }
        assert_eq!(excused, [3, 4].map(check));
        let mut better = Weather::new(earlier);
        better.begin();
        better.prove();
        assert!(better.unreached().is_empty());
    }

    #[test]
    fn an_attempt_speaks_for_or_against_the_network() {
        let failed = |kind| {
            Outcome::Failed(Failure {
                kind,
                what: String::new(),
                hint: None,
            })
        };
        let gate = Sign::Doubt { gate: true };
        let doubt = Sign::Doubt { gate: false };
        let plain = "http://a.example/f";
        let cases: [(&str, &[&str], Outcome, Sign); 13] = [
            (plain, &[plain], Outcome::Unchanged, Sign::Proof),
            (
                "http://127.0.0.1/",
                &["http://127.0.0.1/"],
                Outcome::Unchanged,
                Sign::None,
            ),
            (
                "http://nas.local/",
                &[],
                failed(FailureKind::Connect),
                Sign::None,
            ),
            (
                plain,
                &["https://a.example/f"],
                failed(FailureKind::Status(500)),
                Sign::Proof,
            ),
            (
                plain,
                &["https://a.example/f"],
                failed(FailureKind::NotFeed),
                Sign::Proof,
            ),
            (
                plain,
                &[plain],
                failed(FailureKind::Status(404)),
                Sign::None,
            ),
            (plain, &[plain], failed(FailureKind::Status(511)), gate),
            (plain, &[], failed(FailureKind::Dns), doubt),
            (plain, &[], failed(FailureKind::Tls), doubt),
            (plain, &[plain], failed(FailureKind::NotFeed), doubt),
            (plain, &[plain], failed(FailureKind::Private), gate),
            (
                plain,
                &[plain, "http://wifi.hotel.example/login?to=f"],
                failed(FailureKind::NotFeed),
                gate,
            ),
            (
                plain,
                &[plain, "http://a.example/login"],
                failed(FailureKind::NotFeed),
                doubt,
            ),
        ];
        for (url, answered, outcome, expect) in cases {
            let feed = DueFeed {
                url: url.into(),
                health: FeedHealth {
                    last_success: Some(Timestamp(0)),
                    ..FeedHealth::default()
                },
                ..DueFeed::default()
            };
            let answered: Vec<_> = answered.iter().map(ToString::to_string).collect();
            let sign = Sign::of(&feed, &answered, &outcome);
            assert_eq!(sign, expect, "{url} {answered:?} {outcome:?}");
        }
        let new = DueFeed {
            url: plain.into(),
            ..DueFeed::default()
        };
        let led = [plain.to_string()];
        let sign = Sign::of(&new, &led, &failed(FailureKind::Private));
        assert_eq!(sign, doubt, "it was never read");
        let ill = DueFeed {
            url: plain.into(),
            health: FeedHealth {
                failure: Some(Failure {
                    kind: FailureKind::Dns,
                    what: String::new(),
                    hint: None,
                }),
                ..FeedHealth::default()
            },
            ..DueFeed::default()
        };
        let sign = Sign::of(&ill, &[], &failed(FailureKind::Dns));
        assert_eq!(sign, Sign::None, "it was ill before");
    }
}
