//! Dates in running text, as figures: `2026-11-24 08:12`, `2026年11月24日`. Nothing is made of them here; `parse` knows what they mean.

use std::sync::LazyLock;

use regex::Regex;

#[expect(
    clippy::expect_used,
    reason = "a fixed pattern, seen to be right by every test"
)]
static FIGURES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:19|20)(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[\sT\u{3000}]{0,3}(\d{1,2}):(\d{2})(?::(\d{2}))?)?",
    )
    .expect("a right pattern")
});

/// The first date in a text that is written in figures with its year first, as `2026-11-24` or `2026-11-24 08:12:00`.
pub fn numeric_date(text: &str) -> Option<String> {
    let found = FIGURES.captures(text)?;
    let number = |group: usize| {
        found
            .get(group)
            .and_then(|part| part.as_str().parse::<u32>().ok())
    };
    let year: String = found.get(0)?.as_str().chars().take(4).collect();
    let (month, day) = (number(2)?, number(3)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let date = format!("{year}-{month:02}-{day:02}");
    Some(match (number(4), number(5)) {
        (Some(hour), Some(minute)) if hour < 24 && minute < 60 => {
            format!("{date} {hour:02}:{minute:02}:{:02}", number(6).unwrap_or(0))
        }
        _ => date,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_figures() {
        let table = [
            (
                "发布于 2026年11月4日 08:12 来源",
                Some("2026-11-04 08:12:00"),
            ),
            ("2026-11-24T08:12:30", Some("2026-11-24 08:12:30")),
            ("on 2026/1/2, they", Some("2026-01-02")),
            ("2026-13-01", None),
            ("call 1234-56-78", None),
            ("nothing", None),
        ];
        for (text, expect) in table {
            assert_eq!(numeric_date(text).as_deref(), expect, "{text}");
        }
    }
}
