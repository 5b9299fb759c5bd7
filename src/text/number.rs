//! Numbers as a reader sees them: short in columns, whole in sentences.

/// A count for a column, at most four cells, rounded down: `999`, `1.2k`, `12k`, `340k`, `1.2M`.
pub fn count(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..1_000_000 => scaled(number, 1_000, "k"),
        1_000_000..1_000_000_000 => scaled(number, 1_000_000, "M"),
        1_000_000_000..1_000_000_000_000 => scaled(number, 1_000_000_000, "G"),
        _ => "999G".to_owned(),
    }
}

/// A whole number with its thousands parted: `1,204`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut parted = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    parted
}

/// A whole number and what it counts: `1 feed`, `1,204 feeds`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// A size in bytes: `900 B`, `24 kB`, `1.6 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => scaled(bytes, 1_000_000, " MB"),
        _ => scaled(bytes, 1_000_000_000, " GB"),
    }
}

/// A span of time, from milliseconds, in its best unit: `25 min`, `2 h`, `3 days`.
pub fn span(millis: i64) -> String {
    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let round = |unit: i64| millis.saturating_add(unit / 2) / unit;
    if millis < MINUTE {
        format!("{} s", round(1000))
    } else if millis < 2 * HOUR && millis % HOUR != 0 {
        format!("{} min", round(MINUTE))
    } else if millis < 2 * DAY {
        format!("{} h", round(HOUR))
    } else {
        format!("{} days", round(DAY))
    }
}

/// One decimal below ten, none above, none that is zero.
fn scaled(number: u64, unit: u64, name: &str) -> String {
    let whole = number / unit;
    let tenth = number % unit / (unit / 10);
    if whole < 10 && tenth > 0 {
        format!("{whole}.{tenth}{name}")
    } else {
        format!("{whole}{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_its_best_unit() {
        let table = [
            (0, "0 s"),
            (25 * 60_000, "25 min"),
            (3_600_000, "1 h"),
            (5_400_000, "90 min"),
            (86_400_000, "24 h"),
            (3 * 86_400_000, "3 days"),
            (i64::MAX, "106751991167 days"),
        ];
        for (millis, shown) in table {
            assert_eq!(span(millis), shown);
        }
    }

    #[test]
    fn counts_fit_four_cells() {
        let table = [
            (0, "0"),
            (999, "999"),
            (1_000, "1k"),
            (1_204, "1.2k"),
            (1_299, "1.2k"),
            (9_999, "9.9k"),
            (12_400, "12k"),
            (340_000, "340k"),
            (999_999, "999k"),
            (1_290_000, "1.2M"),
            (999_999_999, "999M"),
            (u64::MAX, "999G"),
        ];
        for (number, expect) in table {
            assert_eq!(count(number), expect);
            assert!(expect.len() <= 4);
        }
    }

    #[test]
    fn sentences_group_and_sizes_have_units() {
        assert_eq!(counted(1, "feed", "feeds"), "1 feed");
        for (number, expect) in [
            (0, "0"),
            (999, "999"),
            (1_204, "1,204"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), expect);
            assert_eq!(counted(number, "feed", "feeds"), format!("{expect} feeds"));
        }
        for (bytes, expect) in [
            (0, "0 B"),
            (999, "999 B"),
            (24_300, "24 kB"),
            (1_650_000, "1.6 MB"),
            (41_000_000, "41 MB"),
            (2_000_000_000, "2 GB"),
        ] {
            assert_eq!(size(bytes), expect);
        }
    }
}
