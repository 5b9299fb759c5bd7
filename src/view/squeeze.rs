//! A line in fewer cells than it has: names of files and addresses lose their middle first, then the rest gives way where it is worth least.
//!
//! Invariant: what a name ends in is told as long as anything is; a line that fits is left alone.

use crate::text::{self, Role};
use crate::view::words::{Words, wide};

/// Cells that are left of words that were cut, at least.
const LEGIBLE: usize = 8;

/// What of a line gives way when its names are as short as they can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// Its end: first comes what is wrong, then what helps.
    End,
    /// Its longest words: behind a long title stands the key that takes an act back.
    Longest,
}

/// Words in so many cells, as far as they can be shortened; what is still too long is cut at its end where it is painted.
pub fn squeezed(words: &Words, least: Least, cells: usize) -> Words {
    let mut words = words.clone();
    shorten_names(&mut words, cells);
    let excess = wide(&words).saturating_sub(cells);
    let longest = words.iter_mut().max_by_key(|(_, word)| text::width(word));
    if let Some((_, word)) = longest
        && least == Least::Longest
        && excess > 0
        && text::width(word) > excess + LEGIBLE
    {
        *word = text::cut(word, text::width(word) - excess).into_owned();
    }
    words
}

/// Shortens names in backticks, the longest first, until the words fit or every name is as short as it can be.
fn shorten_names(words: &mut [(Role, String)], cells: usize) {
    let mut done: Vec<String> = Vec::new();
    loop {
        let excess = wide(words).saturating_sub(cells);
        let names = words.iter().flat_map(|(_, word)| names(word));
        let longest = names
            .filter(|name| !done.iter().any(|done| done == name))
            .max_by_key(|name| text::width(name))
            .map(str::to_string);
        let Some(name) = longest.filter(|_| excess > 0) else {
            return;
        };
        let short = shorter(&name, text::width(&name).saturating_sub(excess));
        for (_, word) in words.iter_mut() {
            *word = word.replace(&format!("`{name}`"), &format!("`{short}`"));
        }
        done.extend([name, short]);
    }
}

/// The names of files and the addresses in a text: what stands in backticks and has parts.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| name.contains(['/', '\\']))
}

/// A name in about so many cells: without its middle, and if that is not enough nothing but its last part.
fn shorter(name: &str, cells: usize) -> String {
    let whole = name.trim_end_matches(['/', '\\']);
    let last = whole.rsplit(['/', '\\']).next().unwrap_or(whole);
    let cut = text::cut_middle(name, cells);
    if cut.ends_with(&format!("…/{last}")) {
        return cut.into_owned();
    }
    let short = format!("…/{last}");
    if text::width(&short) < text::width(name) {
        short
    } else {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::words::words;

    fn kept() -> Words {
        let what = "! `/home/ada/.local/share/byline/byline.db` is no database: kept as `/home/ada/.local/share/byline/byline.db.damaged-1`";
        let hint = " · hint: it does not begin as one does; a fresh database was begun";
        vec![(Role::Error, what.into()), (Role::Dim, hint.into())]
    }

    fn shown(words: &Words, least: Least, cells: usize) -> String {
        let words = squeezed(words, least, cells);
        words.into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn a_name_loses_its_middle_and_keeps_its_end() {
        let cases = [
            (
                150,
                "! `/home/ada/.local/…/byline.db` is no database: kept as `…/byline.db.damaged-1` · hint: it does not begin as one does; a fresh database was begun",
            ),
            (
                78,
                "! `…/byline.db` is no database: kept as `…/byline.db.damaged-1` · hint: it does not begin as one does; a fresh database was begun",
            ),
        ];
        for (cells, expect) in cases {
            assert_eq!(shown(&kept(), Least::End, cells), expect, "{cells}");
        }
        let whole: String = kept().into_iter().map(|(_, word)| word).collect();
        assert_eq!(shown(&kept(), Least::End, 300), whole);
    }

    #[test]
    fn what_is_quoted_and_no_name_is_left_alone() {
        let option = words(Role::Warning, "! `measure` must be 30 to 200, not 8");
        assert_eq!(shown(&option, Least::End, 20), option[0].1);
        let short = words(Role::Error, "! `a/b` is gone, and one ` is alone");
        assert_eq!(shown(&short, Least::End, 5), short[0].1);
    }

    #[test]
    fn the_key_behind_a_long_title_is_told() {
        let act = vec![
            (Role::Done, "bookmarked ".to_string()),
            (Role::Text, "How the scheduler learned to wait".to_string()),
            (Role::Dim, " · u undo".to_string()),
        ];
        let expect = "bookmarked How the scheduler… · u undo";
        assert_eq!(shown(&act, Least::Longest, 38), expect);
    }
}
