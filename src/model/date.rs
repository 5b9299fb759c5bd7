//! Dates as lists and heads show them: short, in the reader's zone, never "3 hours ago".
//!
//! Source: the rules for dates in the visual language: six cells in a list, words in an article.

use chrono::{Datelike, Timelike};

use crate::model::{Timestamp, Zone};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn month(month0: u32) -> &'static str {
    MONTHS.get(month0 as usize).copied().unwrap_or_default()
}

fn weekday(date: &impl Datelike) -> &'static str {
    DAYS.get(date.weekday().num_days_from_monday() as usize)
        .copied()
        .unwrap_or_default()
}

impl Zone {
    /// At most six cells: `14:05` today, `Mon` in the six days before, `12 Nov` this year (and in the future), `2024` before.
    #[must_use]
    pub fn short(&self, time: Timestamp, now: Timestamp) -> String {
        let (then, today) = (self.local(time), self.local(now));
        let days = (today.date() - then.date()).num_days();
        match days {
            0 => self.clock(time),
            1..=6 => weekday(&then).to_string(),
            _ if then.year() == today.year() || days < 0 => {
                format!("{} {}", then.day(), month(then.month0()))
            }
            _ => then.year().to_string(),
        }
    }

    /// At most six cells for a time to come: `14:05` today, `Wed` in the six days after, else as any other date.
    #[must_use]
    pub fn ahead(&self, time: Timestamp, now: Timestamp) -> String {
        let (then, today) = (self.local(time), self.local(now));
        match (then.date() - today.date()).num_days() {
            1..=6 => weekday(&then).to_string(),
            _ => self.short(time, now),
        }
    }

    /// A day as a heading: `Today`, `Yesterday`, `Tue 17 Nov`, `Mon 29 Dec 2025`.
    #[must_use]
    pub fn day(&self, time: Timestamp, now: Timestamp) -> String {
        let (then, today) = (self.local(time), self.local(now));
        let year = if then.year() == today.year() {
            String::new()
        } else {
            format!(" {}", then.year())
        };
        match (today.date() - then.date()).num_days() {
            0 => "Today".to_string(),
            1 => "Yesterday".to_string(),
            _ => format!(
                "{} {} {}{year}",
                weekday(&then),
                then.day(),
                month(then.month0())
            ),
        }
    }

    /// `14:05`.
    #[must_use]
    pub fn clock(&self, time: Timestamp) -> String {
        let then = self.local(time);
        format!("{:02}:{:02}", then.hour(), then.minute())
    }

    /// `Tue 24 Nov, 12:58`, with the year when it is not this one: `Tue 24 Nov 2024, 12:58`.
    #[must_use]
    pub fn long(&self, time: Timestamp, now: Timestamp) -> String {
        let (then, today) = (self.local(time), self.local(now));
        let year = if then.year() == today.year() {
            String::new()
        } else {
            format!(" {}", then.year())
        };
        format!(
            "{} {} {}{year}, {}",
            weekday(&then),
            then.day(),
            month(then.month0()),
            self.clock(time)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_date_is_as_short_as_its_age_allows() {
        let zone = Zone::utc();
        let now = Timestamp::from_secs(1_795_528_800); // Tue 24 Nov 2026, 14:00
        let cases = [
            (0, "14:00"),
            (86_400, "Mon"),
            (6 * 86_400, "Wed"),
            (7 * 86_400, "17 Nov"),
            (330 * 86_400, "2025"),
            (-3 * 86_400, "27 Nov"),
        ];
        for (ago, expect) in cases {
            assert_eq!(
                zone.short(now.plus(-ago * 1000), now),
                expect,
                "{ago} s ago"
            );
        }
        for (ahead, expect) in [(0, "14:00"), (1, "Wed"), (6, "Mon"), (7, "1 Dec")] {
            let then = now.plus(ahead * 86_400_000);
            assert_eq!(zone.ahead(then, now), expect, "in {ahead} days");
        }
        assert_eq!(zone.long(now, now), "Tue 24 Nov, 14:00");
        assert_eq!(
            zone.long(now.plus(-330 * 86_400_000), now),
            "Mon 29 Dec 2025, 14:00"
        );
    }
}
