//! Why a feed is asked next when it is: data that any face puts into words.
//!
//! Invariant: each reason is one that the server's keeper would accept, and says so without secrets.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::FailureKind;
use crate::text::span;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Why then: what set the time, and whether it was moved out of hours in which the feed wants no visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What set the time.
    pub why: Why,
    /// `skipHours` or `skipDays` moved it on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub spared: bool,
}

/// What sets the time of a check. Spans are milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Nothing yet: it was never asked.
    #[default]
    Unsaid,
    /// The welcome feed.
    CompiledIn,
    /// In words, by an earlier byline.
    Said(String),
    /// `interval` of the options. `ttl`: the feed's own, where that is shorter.
    Default {
        /// The interval.
        every: i64,
        /// RSS `ttl` below it.
        ttl: Option<i64>,
    },
    /// `refresh` in `feeds.toml`.
    Wish {
        /// The interval.
        every: i64,
    },
    /// `minimum` of the options.
    Minimum {
        /// The interval.
        every: i64,
    },
    /// Half the median gap between posts.
    Habit {
        /// The median gap.
        gap: i64,
        /// Half of it is more than a day.
        capped: bool,
    },
    /// No post for more than a year.
    Silent,
    /// The server gives no validators, so that every visit costs it a whole document.
    Unconditional,
    /// RSS `ttl`.
    Ttl {
        /// As the feed says it.
        ttl: i64,
    },
    /// `Cache-Control: max-age` or `Expires`.
    Lifetime {
        /// As the server says it.
        age: i64,
    },
    /// `sy:updatePeriod`, as far as the feed's habit bears it out.
    Period {
        /// The interval.
        every: i64,
    },
    /// An attempt failed.
    Failed(FailureKind),
    /// An attempt failed, and the server said when to come again.
    Told {
        /// The status.
        code: u16,
        /// How long to wait.
        wait: i64,
    },
    /// All of its host is left alone: 429 or 503.
    Held {
        /// The status.
        code: u16,
        /// How long.
        wait: i64,
        /// Whether the server said how long.
        said: bool,
    },
    /// Other feeds of its host found nobody there, so that this one was not asked.
    Deaf {
        /// How long.
        wait: i64,
    },
    /// The computer's clock was set back: it waits on from there.
    Clock,
}

impl Reason {
    /// As the store keeps it.
    #[must_use]
    pub fn written(&self) -> String {
        match &self.why {
            Why::Unsaid => String::new(),
            _ => serde_json::to_string(self).unwrap_or_default(),
        }
    }

    /// From the store, where an earlier byline kept a sentence.
    #[must_use]
    pub fn read(text: &str) -> Reason {
        if text.is_empty() {
            return Reason::default();
        }
        match serde_json::from_str(text) {
            Ok(reason) => reason,
            // Data of a later byline says nothing to this one.
            Err(_) if text.starts_with('{') => Reason::default(),
            Err(_) => Why::Said(text.to_string()).into(),
        }
    }
}

impl From<Why> for Reason {
    fn from(why: Why) -> Reason {
        Reason { why, spared: false }
    }
}

impl fmt::Display for Reason {
    /// A sentence for the health board, lower case, no full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spared = if self.spared {
            "; not in the hours it asks to be left alone"
        } else {
            ""
        };
        write!(f, "{}{spared}", words(&self.why))
    }
}

fn words(why: &Why) -> String {
    match why {
        Why::Unsaid => String::new(),
        Why::CompiledIn => "compiled in; never fetched".into(),
        Why::Said(words) => words.clone(),
        Why::Default { every, ttl } => {
            let below = ttl.map_or_else(String::new, |ttl| {
                format!("; ttl {} is below it", span(ttl))
            });
            format!("every {}, the default{below}", hourly(*every))
        }
        Why::Wish { every } => format!("every {}, your setting", span(*every)),
        Why::Minimum { every } => format!("every {}, the minimum", hourly(*every)),
        Why::Habit { gap, capped } => {
            let most = if *capped { ", at most 24 h" } else { "" };
            format!("posts every {}; half of that{most}", span(*gap))
        }
        Why::Silent => "silent for more than a year; every 2 days".into(),
        Why::Unconditional => "once a day: its server cannot say what is new".into(),
        Why::Ttl { ttl } => format!("its ttl: {}{}", span(*ttl), cut(*ttl)),
        Why::Lifetime { age } => format!("Cache-Control: {}{}", span(*age), cut(*age)),
        Why::Period { every } => format!("it says: once in {}", span(*every)),
        Why::Failed(kind) => failed(*kind),
        Why::Told { code, wait } => format!("{code}: the server said wait {}", span(*wait)),
        Why::Held { code, wait, said } => {
            let what = if *code == 429 {
                "too many"
            } else {
                "unavailable"
            };
            let who = if *said {
                "the server said wait"
            } else {
                "the server did not say how long; waiting"
            };
            format!("{code} {what}: {who} {}", span(*wait))
        }
        Why::Deaf { wait } => format!(
            "its host did not answer other feeds; waiting {}",
            span(*wait)
        ),
        Why::Clock => "the clock was set back; its wait began anew".into(),
    }
}

fn failed(kind: FailureKind) -> String {
    let doubled = "each wait is doubled";
    match kind {
        FailureKind::Status(410) => "410 gone: feed ended by its site; entries kept".into(),
        FailureKind::Status(code @ (401 | 402 | 403 | 451)) => {
            format!("{code} refused; {doubled}, from 4 h")
        }
        FailureKind::Status(404) => format!("404 not found; rests for 2 days, then {doubled}"),
        FailureKind::Status(code @ 400..=499) => {
            format!("{code} refused; rests for 2 days, then {doubled}")
        }
        FailureKind::Status(code) => format!("{code} a fault of its server; {doubled}"),
        FailureKind::Offline => "the network was down".into(),
        FailureKind::Timeout => format!("too slow; {doubled}"),
        FailureKind::Dns => format!("name not found; {doubled}"),
        FailureKind::Tls => format!("no secure connection; {doubled}"),
        FailureKind::NotFeed | FailureKind::Empty => format!("no feed came; {doubled}"),
        FailureKind::TooLarge => format!("too large; {doubled}"),
        FailureKind::Address => "not an address that can be fetched".into(),
        FailureKind::Unallowed => "it waits for your yes".into(),
        FailureKind::Program | FailureKind::File => "tried again every hour".into(),
        FailureKind::Connect | FailureKind::Redirect | FailureKind::Internal => {
            format!("no answer; {doubled}")
        }
    }
}

fn cut(said: i64) -> &'static str {
    if said > DAY { ", cut to a day" } else { "" }
}

fn hourly(millis: i64) -> String {
    if millis == HOUR {
        "hour".into()
    } else {
        span(millis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_survives_the_store_and_an_old_sentence_is_one() {
        let reasons = [
            Reason::default(),
            Why::Default {
                every: HOUR,
                ttl: Some(HOUR / 4),
            }
            .into(),
            Reason {
                why: Why::Lifetime { age: 30 * DAY },
                spared: true,
            },
            Why::Failed(FailureKind::Status(404)).into(),
            Why::Clock.into(),
        ];
        for reason in reasons {
            assert_eq!(Reason::read(&reason.written()), reason);
        }
        assert_eq!(Reason::read("every hour").to_string(), "every hour");
        let later = r#"{"why":{"of_a_later_byline":1}}"#;
        assert_eq!(Reason::read(later), Reason::default());
    }

    #[test]
    fn a_reason_is_a_sentence() {
        let cases = [
            (
                Why::Default {
                    every: HOUR,
                    ttl: None,
                },
                "every hour, the default",
            ),
            (
                Why::Lifetime { age: 365 * DAY },
                "Cache-Control: 365 days, cut to a day",
            ),
            (
                Why::Held {
                    code: 429,
                    wait: 25 * 60_000,
                    said: true,
                },
                "429 too many: the server said wait 25 min",
            ),
            (
                Why::Failed(FailureKind::Status(410)),
                "410 gone: feed ended by its site; entries kept",
            ),
        ];
        for (why, sentence) in cases {
            assert_eq!(Reason::from(why).to_string(), sentence);
        }
    }
}
