//! How a feed is named on the command line: by its address, its title, or an unambiguous part of either.

use crate::model::{FeedRow, Trouble};
use crate::text;

/// Candidates told when a name fits several.
const SHOWN: usize = 6;

/// The one feed that `name` means.
pub fn feed<'a>(rows: &'a [FeedRow], name: &str) -> Result<&'a FeedRow, Trouble> {
    let wanted = text::fold(name.trim());
    if wanted.is_empty() {
        return Err(Trouble::plain("a feed's name is empty"));
    }
    let exact = |row: &&FeedRow| {
        row.url == name.trim()
            || text::address(&row.url) == name.trim()
            || text::fold(&row.title) == wanted
    };
    let part = |row: &&FeedRow| {
        text::fold(&row.title).contains(&wanted)
            || text::fold(&text::address(&row.url)).contains(&wanted)
    };
    let found: Vec<&FeedRow> = rows.iter().filter(exact).collect();
    let found = if found.is_empty() {
        rows.iter().filter(part).collect()
    } else {
        found
    };
    match found[..] {
        [] => Err(Trouble::new(
            format!("no feed is named `{name}`"),
            "`byline feeds` lists them",
        )),
        [row] => Ok(row),
        _ => Err(ambiguous(name, &found)),
    }
}

fn ambiguous(name: &str, found: &[&FeedRow]) -> Trouble {
    let shown: Vec<String> = found
        .iter()
        .take(SHOWN)
        .map(|row| format!("`{}` {}", row.title, text::address(&row.url)))
        .collect();
    let more = match found.len().saturating_sub(SHOWN) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    Trouble::new(
        format!(
            "`{name}` fits {} feeds: {}{more}",
            found.len(),
            shown.join(", ")
        ),
        "name one by its address",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rows() -> Vec<FeedRow> {
        [
            ("https://lwn.net/headlines/newrss", "LWN.net"),
            ("https://example.org/rust", "Rust Blog"),
            ("https://example.org/rust/inside", "Inside Rust Blog"),
        ]
        .into_iter()
        .map(|(url, title)| FeedRow {
            url: url.into(),
            title: title.into(),
            ..FeedRow::default()
        })
        .collect()
    }

    #[test]
    fn a_whole_name_wins_over_a_part() {
        let rows = rows();
        for (name, title) in [
            ("lwn", "LWN.net"),
            ("rust blog", "Rust Blog"),
            ("https://example.org/rust", "Rust Blog"),
            ("inside", "Inside Rust Blog"),
        ] {
            assert_eq!(feed(&rows, name).unwrap().title, title, "{name}");
        }
    }

    #[test]
    fn a_name_that_fits_several_names_them() {
        let error = feed(&rows(), "example.org").unwrap_err();
        assert!(error.what.contains("fits 2 feeds"), "{error}");
        assert!(feed(&rows(), "nowhere").is_err());
        assert!(feed(&rows(), " ").is_err());
    }
}
