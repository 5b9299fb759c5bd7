//! The only wall clock of the house, and the reader's time zone.
//!
//! Invariant: dry rooms get time and zone as values made here.

use chrono::{DateTime, Duration, Local, Offset, TimeZone, Utc};

use crate::model::{Timestamp, Zone};

/// What time it is.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is where the time is asked")]
pub fn now() -> Timestamp {
    Timestamp::from(Utc::now())
}

/// The system's time zone as data, from 1970 to two years from now.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is where the time is asked")]
pub fn zone() -> Zone {
    let end = Utc::now() + Duration::days(730);
    let mut day = DateTime::<Utc>::UNIX_EPOCH;
    let mut offset = offset_at(day);
    let mut changes = vec![(i64::MIN, offset)];
    while day < end {
        // A month at a time, and by halves only where something changed: about 700 questions, not 20,000.
        let next = day + Duration::days(28);
        let after = offset_at(next);
        if after != offset {
            changes.push((first_second_with(after, day, next), after));
            offset = after;
        }
        day = next;
    }
    Zone { changes }
}

fn offset_at(time: DateTime<Utc>) -> i32 {
    Local
        .offset_from_utc_datetime(&time.naive_utc())
        .fix()
        .local_minus_utc()
}

fn first_second_with(offset: i32, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    let (mut before, mut after) = (from.timestamp(), to.timestamp());
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        let time = DateTime::<Utc>::from_timestamp(middle, 0).unwrap_or(from);
        if offset_at(time) == offset {
            after = middle;
        } else {
            before = middle;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_agrees_with_the_system_on_any_day() {
        let zone = zone();
        for day in (0..20_000).step_by(97) {
            let time = DateTime::<Utc>::UNIX_EPOCH + Duration::days(day);
            assert_eq!(
                zone.offset(Timestamp::from(time)),
                offset_at(time),
                "{time}"
            );
        }
    }
}
