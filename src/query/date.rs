//! Dates in queries: `2w`, `yesterday`, `2026-03`, `2026-03-05`, RFC 3339. Each is a stretch of time; `since:` takes its beginning, `until:` its end.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, SecondsFormat, Utc};

use crate::model::{Timestamp, Zone};

/// A stretch of time, both ends in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first millisecond.
    pub from: Timestamp,
    /// Its last.
    pub to: Timestamp,
}

const DAY: i64 = 86_400_000;

/// Units of an age; a month is 30 days, a year 365. `m` is left out: it could be minutes or months.
const UNITS: [(&str, i64); 6] = [
    ("min", 60_000),
    ("h", 3_600_000),
    ("d", DAY),
    ("w", 7 * DAY),
    ("mo", 30 * DAY),
    ("y", 365 * DAY),
];

/// The stretch that a word names; the error is a hint.
pub fn parse_date(word: &str, now: Timestamp, zone: &Zone) -> Result<Stretch, String> {
    let word = word.to_ascii_lowercase();
    let today = zone.local(now).date();
    let stretch = match word.as_str() {
        "now" => Some(instant(now)),
        "today" => days(today, 1, zone),
        "yesterday" => today.pred_opt().and_then(|day| days(day, 1, zone)),
        _ => calendar(&word, zone).or_else(|| moment(&word, zone)),
    };
    match stretch {
        Some(stretch) => Ok(stretch),
        None => age(&word, now),
    }
}

fn instant(time: Timestamp) -> Stretch {
    Stretch {
        from: time,
        to: time,
    }
}

fn days(first: NaiveDate, count: u64, zone: &Zone) -> Option<Stretch> {
    let after = first.checked_add_days(Days::new(count))?;
    Some(stretch(first, after, zone))
}

/// From the beginning of one day to the beginning of another, which is not in it.
fn stretch(first: NaiveDate, after: NaiveDate, zone: &Zone) -> Stretch {
    Stretch {
        from: zone.start_of(first),
        to: zone.start_of(after).plus(-1),
    }
}

/// `2026`, `2026-03`, `2026-03-05`.
fn calendar(word: &str, zone: &Zone) -> Option<Stretch> {
    let parts: Vec<&str> = word.split('-').collect();
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(|part| digits(part)) || parts.first()?.len() != 4 {
        return None;
    }
    let year = parts.first()?.parse().ok()?;
    match parts.as_slice() {
        [_] => {
            let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
            let after = first.checked_add_months(Months::new(12))?;
            Some(stretch(first, after, zone))
        }
        [_, month] => {
            let first = NaiveDate::from_ymd_opt(year, month.parse().ok()?, 1)?;
            let after = first.checked_add_months(Months::new(1))?;
            Some(stretch(first, after, zone))
        }
        [_, month, day] => {
            let day = NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?;
            days(day, 1, zone)
        }
        _ => None,
    }
}

/// A full date with a time: with its offset, or in the reader's zone.
fn moment(word: &str, zone: &Zone) -> Option<Stretch> {
    if let Ok(time) = DateTime::parse_from_rfc3339(word) {
        return Some(instant(time.with_timezone(&Utc).into()));
    }
    let local = ["%Y-%m-%dt%H:%M:%S", "%Y-%m-%dt%H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(word, form).ok())?;
    let naive = Timestamp(local.and_utc().timestamp_millis());
    let guess = naive.plus(-i64::from(zone.offset(naive)) * 1000);
    Some(instant(naive.plus(-i64::from(zone.offset(guess)) * 1000)))
}

/// `2w`: so long ago.
fn age(word: &str, now: Timestamp) -> Result<Stretch, String> {
    let digits = word
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(word.len());
    let (number, unit) = word.split_at_checked(digits).unwrap_or_default();
    if unit == "m" && !number.is_empty() {
        return Err(format!(
            "`m` could be minutes or months: write {number}min or {number}mo"
        ));
    }
    let unit = UNITS.iter().find(|(name, _)| *name == unit);
    let span = unit.and_then(|(_, unit)| number.parse::<i64>().ok()?.checked_mul(*unit));
    // Older than the calendar has no meaning, and could not be printed.
    match span.filter(|span| *span < 5_000 * 365 * DAY) {
        Some(span) => Ok(instant(now.plus(-span))),
        None => Err("dates are written 2w, yesterday, 2026-03 or 2026-03-05".into()),
    }
}

/// The time as `parse_date` reads it, whatever the zone.
pub fn print_time(time: Timestamp) -> String {
    let form = if time.0.rem_euclid(1000) == 0 {
        SecondsFormat::Secs
    } else {
        SecondsFormat::Millis
    };
    DateTime::<Utc>::from_timestamp_millis(time.0)
        .unwrap_or_default()
        .to_rfc3339_opts(form, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_stretch_of_the_readers_time() {
        let zone = Zone::fixed(3600);
        let now = Timestamp::from_secs(1_795_528_800); // Tue 24 Nov 2026, 14:00 UTC
        let cases = [
            ("today", "2026-11-23T23:00:00Z", "2026-11-24T22:59:59.999Z"),
            (
                "yesterday",
                "2026-11-22T23:00:00Z",
                "2026-11-23T22:59:59.999Z",
            ),
            ("2026", "2025-12-31T23:00:00Z", "2026-12-31T22:59:59.999Z"),
            (
                "2026-02",
                "2026-01-31T23:00:00Z",
                "2026-02-28T22:59:59.999Z",
            ),
            (
                "2024-02-29",
                "2024-02-28T23:00:00Z",
                "2024-02-29T22:59:59.999Z",
            ),
            (
                "2026-03-05T10:30",
                "2026-03-05T09:30:00Z",
                "2026-03-05T09:30:00Z",
            ),
            (
                "2026-03-05T10:30:00.5Z",
                "2026-03-05T10:30:00.500Z",
                "2026-03-05T10:30:00.500Z",
            ),
            ("2w", "2026-11-10T14:00:00Z", "2026-11-10T14:00:00Z"),
            ("90min", "2026-11-24T12:30:00Z", "2026-11-24T12:30:00Z"),
        ];
        for (word, from, to) in cases {
            let found =
                parse_date(word, now, &zone).map(|it| (print_time(it.from), print_time(it.to)));
            assert_eq!(found, Ok((from.into(), to.into())), "{word}");
        }
        for word in [
            "2026-13",
            "2026-02-30",
            "2",
            "w",
            "26-03",
            "99999999999999y",
            "6000y",
            "soon",
            "",
        ] {
            let hint = parse_date(word, now, &zone);
            assert_eq!(
                hint,
                Err("dates are written 2w, yesterday, 2026-03 or 2026-03-05".into()),
                "{word}"
            );
        }
        assert!(
            parse_date("3m", now, &zone).is_err_and(|hint| hint.ends_with("write 3min or 3mo"))
        );
    }
}
