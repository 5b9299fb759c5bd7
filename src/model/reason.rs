//! Why a feed is asked next when it is: data that any face puts into words.
//!
//! Invariant: each reason is one that the server's keeper would accept, and says so without secrets.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{FailureKind, Timestamp, Zone};
use crate::text::span;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// How long a feed is left alone after its first 4xx.
const FIRST_REST: i64 = 53 * HOUR;

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

/// Since when a feed fails.
struct Since {
    /// ` since 12 Nov`; empty when it is not to be told.
    words: String,
    /// Its first long rest is over.
    rested: bool,
}

impl Reason {
    /// The sentence with the day on which the trouble began: `404 not found since 12 Nov; each wait is doubled`.
    #[must_use]
    pub fn told(&self, since: Option<Timestamp>, zone: &Zone, now: Timestamp) -> String {
        let since = Since {
            words: since.map_or_else(String::new, |since| {
                format!(" since {}", zone.short(since, now))
            }),
            rested: since.is_some_and(|since| now.since(since) > FIRST_REST),
        };
        self.sentence(&since)
    }

    fn sentence(&self, since: &Since) -> String {
        let spared = if self.spared {
            "; not in the hours it asks to be left alone"
        } else {
            ""
        };
        format!("{}{spared}", words(&self.why, since))
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
        f.write_str(&self.sentence(&Since {
            words: String::new(),
            rested: false,
        }))
    }
}

fn words(why: &Why, since: &Since) -> String {
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
        Why::Lifetime { age: HOUR } => "Cache-Control: one hour".into(),
        Why::Lifetime { age } => format!("Cache-Control: {}{}", span(*age), cut(*age)),
        Why::Period { every } => format!("it says: once in {}", span(*every)),
        Why::Failed(kind) => failed(*kind, since),
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

fn failed(kind: FailureKind, since: &Since) -> String {
    let what = match kind {
        FailureKind::Status(410) => {
            return "410 gone: feed ended by its site; entries kept".into();
        }
        FailureKind::Offline => return "the network was down".into(),
        FailureKind::Address => return "not an address that can be fetched".into(),
        FailureKind::Unallowed => return "it waits for your yes".into(),
        FailureKind::Program | FailureKind::File => return "tried again every hour".into(),
        FailureKind::Status(404) => "404 not found".to_string(),
        FailureKind::Status(code @ 400..=499) => format!("{code} refused"),
        FailureKind::Status(code) => format!("{code} a fault of its server"),
        FailureKind::Timeout => "too slow".to_string(),
        FailureKind::Dns => "name not found".to_string(),
        FailureKind::Tls => "no secure connection".to_string(),
        FailureKind::NotFeed | FailureKind::Empty => "no feed came".to_string(),
        FailureKind::TooLarge => "too large".to_string(),
        FailureKind::Private => "a private place".to_string(),
        FailureKind::Connect | FailureKind::Redirect | FailureKind::Internal => {
            "no answer".to_string()
        }
    };
    let then = match kind {
        FailureKind::Status(401 | 402 | 403 | 451) => "each wait is doubled, from 4 h",
        FailureKind::Status(400..=499) if !since.rested => {
            "rests for 2 days, then each wait is doubled"
        }
        _ => "each wait is doubled",
    };
    format!("{what}{}; {then}", since.words)
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
    fn what_lasts_is_told_with_the_day_on_which_it_began() {
        let now = Timestamp::from_secs(1_795_528_800); // Tue 24 Nov 2026, 14:00
        let cases = [
            (
                FailureKind::Status(404),
                12,
                "404 not found since 12 Nov; each wait is doubled",
            ),
            (
                FailureKind::Status(404),
                1,
                "404 not found since Mon; rests for 2 days, then each wait is doubled",
            ),
            (
                FailureKind::Dns,
                12,
                "name not found since 12 Nov; each wait is doubled",
            ),
            (
                FailureKind::Status(410),
                12,
                "410 gone: feed ended by its site; entries kept",
            ),
        ];
        for (kind, days, sentence) in cases {
            let since = Some(now.plus(-days * DAY));
            let reason = Reason::from(Why::Failed(kind));
            assert_eq!(reason.told(since, &Zone::utc(), now), sentence);
        }
        let calm = Reason::from(Why::Wish { every: 2 * HOUR });
        assert_eq!(
            calm.told(None, &Zone::utc(), now),
            "every 2 h, your setting"
        );
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
