//! The rules of `fetching.md`, one by one.
use super::*;
use crate::text::span;

const NOW: Timestamp = Timestamp::from_secs(1_795_528_800); // Tue 24 Nov 2026, 14:00
const RULES: Rules = Rules {
    interval: HOUR,
    minimum: HOUR,
};

fn feed() -> Situation {
    Situation {
        now: NOW,
        seed: 7,
        conditional: true,
        ..Situation::default()
    }
}

fn hints(ttl: u32) -> Hints {
    Hints {
        ttl_minutes: Some(ttl),
        ..Hints::default()
    }
}

fn check(feed: &Situation, hours: i64, why: &str) {
    let (next, reason) = next_check(&RULES, feed);
    let wait = next.since(NOW);
    assert_eq!(reason.to_string(), why, "{feed:?}");
    let most = hours * HOUR * 11 / 10;
    assert!(
        (hours * HOUR..=most).contains(&wait),
        "{feed:?}: {}",
        span(wait)
    );
}

#[test]
fn each_feed_is_asked_at_its_own_pace_and_says_why() {
    let cases = [
        (feed(), 1, "every hour, the default"),
        (
            Situation {
                hints: hints(15),
                ..feed()
            },
            1,
            "every hour, the default; ttl 15 min is below it",
        ),
        (
            Situation {
                hints: hints(0),
                ..feed()
            },
            1,
            "every hour, the default",
        ),
        (
            Situation {
                hints: hints(180),
                ..feed()
            },
            3,
            "its ttl: 3 h",
        ),
        (
            Situation {
                wish: Some(2 * HOUR),
                ..feed()
            },
            2,
            "every 2 h, your setting",
        ),
        (
            Situation {
                wish: Some(60_000),
                ..feed()
            },
            1,
            "every 1 h, your setting",
        ),
        (
            Situation {
                wish: Some(HOUR),
                max_age: Some(6 * HOUR),
                ..feed()
            },
            6,
            "Cache-Control: 6 h",
        ),
        (
            Situation {
                max_age: Some(365 * DAY),
                ..feed()
            },
            24,
            "Cache-Control: 365 days, cut to a day",
        ),
        (
            Situation {
                gap: Some(3 * DAY),
                ..feed()
            },
            24,
            "posts every 3 days; half of that, at most 24 h",
        ),
        (
            Situation {
                gap: Some(10 * HOUR),
                ..feed()
            },
            5,
            "posts every 10 h; half of that",
        ),
    ];
    for (feed, hours, why) in cases {
        check(&feed, hours, why);
    }
}

#[test]
fn silence_and_a_server_without_validators_stretch_the_pace() {
    let cases = [
        (
            Situation {
                newest: Some(NOW.plus(-400 * DAY)),
                ..feed()
            },
            48,
            "silent for more than a year; every 2 days",
        ),
        (
            Situation {
                conditional: false,
                ..feed()
            },
            24,
            "once a day: its server cannot say what is new",
        ),
        (
            Situation {
                conditional: false,
                wish: Some(HOUR),
                ..feed()
            },
            1,
            "every 1 h, your setting",
        ),
        (
            Situation {
                conditional: false,
                max_age: Some(30 * MINUTE),
                ..feed()
            },
            1,
            "every hour, the default",
        ),
    ];
    for (feed, hours, why) in cases {
        check(&feed, hours, why);
    }
}

#[test]
fn a_period_stretches_a_wish_to_the_feeds_habit_and_no_further() {
    let feed = Situation {
        wish: Some(HOUR),
        gap: Some(6 * HOUR),
        hints: Hints {
            period_minutes: Some(7 * 24 * 60),
            ..Hints::default()
        },
        ..feed()
    };
    assert_eq!(
        next_check(&RULES, &feed).1.to_string(),
        "it says: once in 3 h"
    );
}

#[test]
fn hours_and_days_to_skip_are_skipped_unless_all_are() {
    let skipping = |hours: Vec<u8>, days: Vec<u8>| Situation {
        hints: Hints {
            skip_hours: hours,
            skip_days: days,
            ..Hints::default()
        },
        ..feed()
    };
    let hour = |situation: Situation| {
        next_check(&RULES, &situation)
            .0
            .0
            .div_euclid(HOUR)
            .rem_euclid(24)
    };
    assert_eq!(hour(skipping(vec![15, 16, 17], vec![])), 18);
    assert_eq!(hour(skipping((0..24).collect(), vec![])), 15);
    let (next, why) = next_check(&RULES, &skipping(vec![], vec![1]));
    assert!(
        next.since(NOW) >= 10 * HOUR,
        "Tuesday is skipped to its end"
    );
    assert!(
        why.spared && why.to_string().ends_with("left alone"),
        "{why}"
    );
}

#[test]
fn feeds_are_spread_apart_and_each_stays_where_it_is() {
    let at = |seed| next_check(&RULES, &Situation { seed, ..feed() }).0;
    let mut times: Vec<_> = (0..100).map(at).collect();
    assert_eq!(at(5), at(5));
    times.sort_unstable();
    times.dedup();
    assert!(times.len() > 90);
}

#[test]
fn sparing_hosts_and_this_machine_have_gaps_of_their_own() {
    assert_eq!(gap_of("www.reddit.com", None), MINUTE);
    assert_eq!(gap_of("old.reddit.com", Some(5)), MINUTE);
    assert_eq!(sparing("old.reddit.com"), Some("reddit.com"));
    assert_eq!(sparing("notreddit.com"), None);
    assert_eq!(gap_of("lwn.net", None), 1000);
    assert_eq!(gap_of("127.0.0.1:80", None), 0);
    assert_eq!(gap_of("127.0.0.1:80", Some(50)), 50);
}

#[test]
fn nobody_comes_as_the_clock_strikes() {
    for seed in 0..500 {
        let (next, _) = next_check(&RULES, &Situation { seed, ..feed() });
        assert!(next.0.rem_euclid(HOUR) >= MINUTE, "{seed}");
        assert!(next.since(NOW) <= HOUR * 11 / 10, "{seed}");
    }
}
