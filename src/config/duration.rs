//! Spans of time and sizes as the files write them: `10m`, `2h`, `1d`, `2w`, `16 MiB`.

const UNITS: [(&str, i64); 6] = [
    ("w", 604_800_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1000),
    ("ms", 1),
];

/// Milliseconds of `2h`, `90 s`, `1.5d`; `None` when it is no span of time. A number alone means nothing: it could be minutes or hours.
#[must_use]
pub fn parse_span(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at_checked(digits)?;
    let unit = unit.trim_start();
    let millis = match unit {
        "min" | "minutes" => 60_000,
        "hours" => 3_600_000,
        "days" => 86_400_000,
        "weeks" => 604_800_000,
        unit => UNITS.iter().find(|(name, _)| *name == unit)?.1,
    };
    let millis = number.parse::<f64>().ok()? * millis as f64;
    (millis < 1e15).then_some(millis.round() as i64)
}

/// The span in the largest unit that leaves nothing over: `2h`, `90s`, `0s`.
#[must_use]
pub fn print_span(millis: i64) -> String {
    if millis == 0 {
        return "0s".into();
    }
    let (name, unit) = UNITS
        .into_iter()
        .find(|(_, unit)| millis % unit == 0)
        .unwrap_or(("ms", 1));
    format!("{}{name}", millis / unit)
}

/// Bytes of `16 MiB`, `500 kB`.
#[must_use]
pub fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(digits)?;
    let unit: u64 = match unit.trim_start().to_ascii_lowercase().as_str() {
        "b" => 1,
        "kb" => 1000,
        "kib" => 1 << 10,
        "mb" => 1_000_000,
        "mib" => 1 << 20,
        "gb" => 1_000_000_000,
        "gib" => 1 << 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

/// The size in the largest binary unit that leaves nothing over: `16 MiB`.
#[must_use]
pub fn print_size(bytes: u64) -> String {
    for (name, unit) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] {
        if bytes > 0 && bytes.is_multiple_of(unit) {
            return format!("{} {name}", bytes / unit);
        }
    }
    format!("{bytes} B")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_parse_and_print() {
        let cases = [
            ("2h", Some(7_200_000), "2h"),
            ("10m", Some(600_000), "10m"),
            ("90 s", Some(90_000), "90s"),
            ("1.5d", Some(129_600_000), "36h"),
            ("14d", Some(1_209_600_000), "2w"),
            ("250ms", Some(250), "250ms"),
            ("0s", Some(0), "0s"),
            ("30 min", Some(1_800_000), "30m"),
            ("2", None, ""),
            ("h", None, ""),
            ("-2h", None, ""),
            ("99999999999999w", None, ""),
            ("", None, ""),
        ];
        for (text, millis, printed) in cases {
            assert_eq!(parse_span(text), millis, "{text}");
            if let Some(millis) = millis {
                assert_eq!(print_span(millis), printed);
                assert_eq!(parse_span(&print_span(millis)), Some(millis));
            }
        }
    }

    #[test]
    fn sizes_parse_and_print() {
        assert_eq!(parse_size("16 MiB"), Some(16 << 20));
        assert_eq!(parse_size("500kB"), Some(500_000));
        assert_eq!(parse_size("16"), None);
        assert_eq!(parse_size("99999999999999999 GiB"), None);
        assert_eq!(print_size(16 << 20), "16 MiB");
        assert_eq!(print_size(500_001), "500001 B");
    }
}
