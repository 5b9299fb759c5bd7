//! What stands in a row of the health board: the mark, and the words and bars of its columns.

use crate::model::{HealthRow, Noticed, Timestamp, WEEKS, Zone};
use crate::text::{self, Role};
use crate::view::health::columns::Cells;
use crate::view::words::{Words, words};

pub fn header() -> Cells {
    let dim = |word: &str| words(Role::Dim, word);
    Cells {
        name: dim("feed"),
        last: dim("last"),
        weeks: dim("12 weeks"),
        ok: dim("ok"),
        size: dim("size"),
        next: dim("next"),
        why: dim("why then"),
    }
}

/// The sign of what is the matter with a feed.
pub fn mark(row: &HealthRow) -> (Role, &'static str) {
    if row.row.paused {
        return (Role::Dim, "‖");
    }
    match row.noticed {
        Some(Noticed::Gone | Noticed::Lost | Noticed::Failing) => (Role::Error, "!"),
        Some(Noticed::Twin { .. }) => (Role::Warning, "!"),
        Some(Noticed::Moved { .. }) => (Role::Warning, "→"),
        Some(Noticed::Held) => (Role::Warning, "‖"),
        Some(Noticed::Silent) | None => (Role::Text, " "),
    }
}

pub fn cells(row: &HealthRow, zone: &Zone, now: Timestamp) -> Cells {
    let name = text::visual(&text::cut(&row.row.title, 18)).into_owned();
    let last = row.newest.map(|newest| zone.short(newest, now));
    let share = row.tally.share().map(|share| format!("{share}%"));
    let size = row.tally.size.map_or_else(|| "-".to_string(), text::size);
    Cells {
        name: words(Role::Text, name),
        last: words(Role::Dim, last.unwrap_or_default()),
        weeks: words(Role::Text, bars(&row.weeks)),
        ok: words(Role::Text, share.unwrap_or_default()),
        size: words(Role::Dim, size),
        next: words(Role::Text, next(row, zone, now)),
        why: why(row, zone, now),
    }
}

fn next(row: &HealthRow, zone: &Zone, now: Timestamp) -> String {
    let health = &row.row.health;
    match (health.next_check, health.last_check) {
        _ if row.row.paused => "paused".to_string(),
        (Some(next), _) if next > now => zone.ahead(next, now),
        (Some(_), _) | (None, None) => "due".to_string(),
        (None, Some(_)) => "never".to_string(),
    }
}

/// Why then, what is wrong in its colour: `404 not found` since 12 Nov; each wait is doubled.
pub fn why(row: &HealthRow, zone: &Zone, now: Timestamp) -> Words {
    let health = &row.row.health;
    if row.row.paused {
        return words(Role::Dim, "you said so");
    }
    let (role, what, rest) = match &row.noticed {
        Some(Noticed::Moved { to, times }) => (
            Role::Warning,
            "moved for good".to_string(),
            format!(" to {}, told {times} times", elsewhere(&row.row.url, to)),
        ),
        Some(Noticed::Twin { title, .. }) => (
            Role::Warning,
            "the same feed".to_string(),
            format!(" as {title}"),
        ),
        Some(Noticed::Gone | Noticed::Lost | Noticed::Failing) => {
            parted(Role::Error, &health.why(zone, now))
        }
        Some(Noticed::Held) => parted(Role::Warning, &health.why(zone, now)),
        Some(Noticed::Silent) | None => return words(Role::Dim, health.why(zone, now)),
    };
    vec![(role, what), (Role::Dim, rest)]
}

/// What went wrong, and the rest of the sentence.
fn parted(role: Role, sentence: &str) -> (Role, String, String) {
    let ends = [" since ", ":", ";"];
    let at = ends.iter().filter_map(|end| sentence.find(end)).min();
    let (what, rest) = sentence.split_at(at.unwrap_or(sentence.len()));
    (role, what.to_string(), rest.to_string())
}

/// The host that a feed moved to; its whole address when the host is the same.
fn elsewhere(from: &str, to: &str) -> String {
    let host = text::host(to);
    if host == text::host(from) {
        text::address(to)
    } else {
        host
    }
}

/// Entries a week as bars of eight heights: one entry is the lowest, and the most of a week the highest where it is more than eight.
fn bars(weeks: &[u32; WEEKS]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = weeks.iter().copied().max().unwrap_or(0).max(8);
    let bar = |count: &u32| match count {
        0 => ' ',
        count => {
            let step = (u64::from(*count) * 8).div_ceil(u64::from(most));
            let at = usize::try_from(step).unwrap_or(1).saturating_sub(1);
            BARS.get(at).copied().unwrap_or('█')
        }
    };
    weeks.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::health::columns::{Columns, MARKS};
    use crate::view::words::wide;

    #[test]
    fn columns_give_way_in_order() {
        let shown = |width| {
            let it = Columns::of(width);
            (it.last, it.weeks, it.ok, it.size, it.why)
        };
        assert_eq!(shown(120), (true, true, true, true, 50));
        assert_eq!(shown(100), (true, true, true, false, 38));
        assert_eq!(shown(80), (true, false, false, false, 39));
        assert_eq!(shown(60), (false, false, false, false, 31));
        for width in 20..200 {
            let columns = Columns::of(width);
            let row = columns.row(header());
            assert!(MARKS + wide(&row) <= width.max(34), "{width}");
        }
    }

    #[test]
    fn bars_have_a_scale_of_their_own_and_quiet_feeds_stay_low() {
        let weeks = |counts: [u32; 4]| {
            let mut weeks = [0; WEEKS];
            weeks[..4].copy_from_slice(&counts);
            bars(&weeks).trim_end().to_string()
        };
        assert_eq!(weeks([1, 0, 1, 1]), "▁ ▁▁");
        assert_eq!(weeks([2, 4, 8, 1]), "▂▄█▁");
        assert_eq!(weeks([700, 350, 1, 80]), "█▄▁▁");
        assert_eq!(weeks([0, 0, 0, 0]), "");
    }

    #[test]
    fn what_went_wrong_is_told_apart_from_the_rest() {
        let cases = [
            (
                "404 not found since 12 Nov; each wait is doubled",
                "404 not found",
            ),
            ("410 gone: feed ended by its site; entries kept", "410 gone"),
            ("the network was down", "the network was down"),
        ];
        for (sentence, what) in cases {
            let (_, found, rest) = parted(Role::Error, sentence);
            assert_eq!(found, what);
            assert_eq!(found + &rest, sentence);
        }
    }
}
