//! When to ask a feed again that failed, and how long a whole host is left alone. Pure.
//!
//! Invariant: a wait that a server asked for is never shortened below two minutes' care nor stretched beyond a day.

use crate::fetch::headers::Pause;
use crate::fetch::policy::{DAY, HOUR, MINUTE, jitter};
use crate::model::{Failure, FailureKind, Reason, Timestamp, Why};

/// When next, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// `None`: never.
    pub next: Option<Timestamp>,
    /// Why then.
    pub reason: Reason,
}

/// When to ask a feed that failed; `failures` counts this one, `pause` is what the server said of coming back.
#[must_use]
pub fn after_failure(
    failure: &Failure,
    failures: u32,
    pause: Pause,
    now: Timestamp,
    seed: i64,
) -> Plan {
    let kind = failure.kind;
    let Some(wait) = wait(kind, failures) else {
        return Plan {
            next: None,
            reason: Why::Failed(kind).into(),
        };
    };
    let (wait, why) = match (pause, kind) {
        (Pause::Millis(said), FailureKind::Status(code)) if said.min(DAY) > wait => {
            let wait = said.min(DAY);
            (wait, Why::Told { code, wait })
        }
        _ => (wait, Why::Failed(kind)),
    };
    Plan {
        next: Some(now.plus(wait + jitter(seed ^ now.secs(), wait))),
        reason: why.into(),
    }
}

/// How long, in milliseconds; `None`: for ever.
fn wait(kind: FailureKind, failures: u32) -> Option<i64> {
    let doubled = |first: i64, most: i64| {
        let power = failures.saturating_sub(1).min(20);
        first.saturating_mul(1 << power).min(most)
    };
    Some(match kind {
        FailureKind::Status(410) => return None,
        FailureKind::Status(401 | 402 | 403 | 451) => doubled(4 * HOUR, 7 * DAY),
        // A first 4xx rests for 53 hours; then an hour doubled by every failure, where that is longer.
        FailureKind::Status(400..=499) => doubled(2 * HOUR, 7 * DAY).max(53 * HOUR),
        FailureKind::TooLarge | FailureKind::Address | FailureKind::Private => {
            doubled(DAY, 7 * DAY)
        }
        FailureKind::Tls => doubled(4 * HOUR, DAY),
        FailureKind::Offline => 10 * MINUTE,
        // Of this very computer: nobody is spared by waiting longer.
        FailureKind::Unallowed | FailureKind::Program | FailureKind::File => HOUR,
        FailureKind::Status(_)
        | FailureKind::Timeout
        | FailureKind::Dns
        | FailureKind::NotFeed
        | FailureKind::Empty
        | FailureKind::Connect
        | FailureKind::Redirect
        | FailureKind::Internal => doubled(HOUR, DAY),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_795_528_800);

    #[test]
    fn a_failure_waits_longer_each_time() {
        let fail = |kind, failures| {
            let failure = Failure {
                kind,
                what: String::new(),
                hint: None,
            };
            after_failure(&failure, failures, Pause::Unsaid, NOW, 7)
                .next
                .map(|next| next.since(NOW) / HOUR)
        };
        let within = |got: Option<i64>, hours: i64| {
            assert!(
                got.is_some_and(|got| got >= hours && got <= hours * 11 / 10),
                "{got:?} is not {hours}"
            );
        };
        within(fail(FailureKind::Status(404), 1), 53);
        within(fail(FailureKind::Status(404), 6), 64);
        within(fail(FailureKind::Status(404), 20), 7 * 24);
        within(fail(FailureKind::Status(403), 1), 4);
        within(fail(FailureKind::Status(500), 1), 1);
        within(fail(FailureKind::Timeout, 3), 4);
        within(fail(FailureKind::Dns, 60), 24);
        assert_eq!(fail(FailureKind::Status(410), 1), None);
    }

    #[test]
    fn a_host_is_held_as_long_as_it_says_within_reason() {
        let cases = [
            (Pause::Millis(25 * MINUTE), 1, 25 * MINUTE),
            (Pause::Millis(1000), 1, 2 * MINUTE),
            (Pause::Millis(90 * DAY), 1, DAY),
            (Pause::Unsaid, 1, 10 * MINUTE),
            (Pause::Unsaid, 3, 40 * MINUTE),
            (Pause::Unsaid, 60, DAY),
        ];
        for (pause, strikes, expect) in cases {
            assert_eq!(hold(pause, strikes), expect, "{pause:?} {strikes}");
        }
    }

    #[test]
    fn a_failing_server_that_says_when_to_come_again_is_not_asked_before() {
        let after = |said| {
            let failure = Failure {
                kind: FailureKind::Status(500),
                what: String::new(),
                hint: None,
            };
            let plan = after_failure(&failure, 1, Pause::Millis(said), NOW, 7);
            (
                plan.next.map(|next| next.since(NOW) / HOUR),
                plan.reason.why,
            )
        };
        let failed = Why::Failed(FailureKind::Status(500));
        assert_eq!(after(MINUTE), (Some(1), failed));
        let told = |wait| Why::Told { code: 500, wait };
        assert_eq!(after(5 * HOUR), (Some(5), told(5 * HOUR)));
        assert_eq!(after(900 * DAY).1, told(DAY));
    }
}
