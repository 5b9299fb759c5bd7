//! Cells: how wide text is on a terminal, and text cut or padded to a width.
//!
//! Counts as the drawing library does: grapheme by grapheme, ambiguous characters narrow. U+FE0F is never drawn, since terminals
//! do not agree on its width; so `❤️` is drawn as `❤` and counts one cell. Invariant: `width(pad(t, n)) == n` for every text.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const SIGN: &str = "…";

/// How many cells the text takes when it is drawn.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    graphemes(text).map(|(_, _, cells)| cells).sum()
}

/// The text as it is drawn: no U+FE0F, a space for a newline or tab.
pub fn drawn(text: &str) -> Cow<'_, str> {
    if !text.contains(is_undrawn) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|c| *c != '\u{FE0F}');
    Cow::Owned(
        shown
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect(),
    )
}

fn is_undrawn(c: char) -> bool {
    c == '\u{FE0F}' || c.is_control()
}

/// The grapheme clusters: byte offset, text, cells.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true)
        .map(|(at, grapheme)| (at, grapheme, cells(grapheme)))
}

fn cells(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        1
    } else if grapheme.contains(is_undrawn) {
        drawn(grapheme).width()
    } else {
        grapheme.width()
    }
}

/// The text in at most `cells`: what is too long ends in one `…`. Right-to-left text is cut before it is put in visual order,
/// so that the sign stands at its left.
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    let text = drawn(text);
    if width(&text) <= cells {
        return text;
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let head = text.get(..head(&text, cells - 1)).unwrap_or_default();
    Cow::Owned(format!("{}{SIGN}", head.trim_end()))
}

/// The text in at most `cells`, its end kept: `…` stands at the start.
pub fn cut_start(text: &str, cells: usize) -> Cow<'_, str> {
    let text = drawn(text);
    if width(&text) <= cells {
        return text;
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let tail = text.get(tail(&text, cells - 1)..).unwrap_or_default();
    Cow::Owned(format!("{SIGN}{}", tail.trim_start()))
}

/// The text in at most `cells`, both ends kept: for addresses and file names, which keep whole parts where they can
/// (`lwn.net/…/newrss`).
pub fn cut_middle(text: &str, cells: usize) -> Cow<'_, str> {
    let text = drawn(text);
    if width(&text) <= cells {
        return text;
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    if let Some(path) = cut_path(&text, cells) {
        return Cow::Owned(path);
    }
    let left = head(&text, cells / 2);
    let start = text.get(..left).unwrap_or_default();
    let rest = text.get(left..).unwrap_or_default();
    let end = rest
        .get(tail(rest, cells - 1 - width(start))..)
        .unwrap_or_default();
    Cow::Owned(format!("{start}{SIGN}{end}"))
}

/// First and last part of a path, and as many after the first as fit.
fn cut_path(text: &str, cells: usize) -> Option<String> {
    let text = text.strip_prefix("https://").unwrap_or(text);
    let trimmed = text.trim_end_matches('/');
    let (rest, last) = trimmed.rsplit_once('/')?;
    let mut best = None;
    let ends = rest.match_indices('/').map(|(at, _)| at);
    for end in ends.chain([rest.len()]) {
        let start = rest.get(..end)?;
        if !start.is_empty() && width(start) + 3 + width(last) <= cells {
            best = Some(format!("{start}/{SIGN}/{last}"));
        }
    }
    best
}

/// The text cut or padded at the right to exactly `cells`.
pub fn pad(text: &str, cells: usize) -> String {
    let mut text = cut(text, cells).into_owned();
    text.extend(spaces(cells, &text));
    text
}

/// The text cut or padded at the left to exactly `cells`: it stands flush right.
pub fn pad_left(text: &str, cells: usize) -> String {
    let text = cut(text, cells);
    let mut padded: String = spaces(cells, &text).collect();
    padded.push_str(&text);
    padded
}

fn spaces(cells: usize, text: &str) -> impl Iterator<Item = char> + use<> {
    std::iter::repeat_n(' ', cells.saturating_sub(width(text)))
}

/// Where the longest start ends that fits.
fn head(text: &str, cells: usize) -> usize {
    let mut used = 0;
    for (at, _, wide) in graphemes(text) {
        used += wide;
        if used > cells {
            return at;
        }
    }
    text.len()
}

/// Where the longest end starts that fits.
fn tail(text: &str, cells: usize) -> usize {
    let mut used = 0;
    let mut start = text.len();
    for (at, _, wide) in graphemes(text).rev() {
        used += wide;
        if used > cells {
            return start;
        }
        start = at;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_cells() {
        let table = [
            ("", 0),
            ("abc", 3),
            ("龙架构", 6),
            ("ｆｕｌｌ", 8),
            ("한글", 4),
            ("e\u{301}", 1),
            ("…●★◐▌▎■│─━▸▾•◦", 14),
            ("🦀", 2),
            ("👨\u{200d}👩\u{200d}👧", 2),
            ("👍🏽", 2),
            ("🇩🇪", 2),
            ("❤\u{fe0f}", 1),
            ("1\u{fe0f}\u{20e3}", 1),
            ("הידען", 5),
            ("لا", 2),
            ("กำ", 2),
        ];
        for (text, expect) in table {
            assert_eq!(width(text), expect, "{text:?}");
        }
    }

    #[test]
    fn cuts_at_the_end() {
        let table = [
            ("How the scheduler", 17, "How the scheduler"),
            ("How the scheduler", 16, "How the schedul…"),
            ("How the scheduler", 5, "How…"),
            ("龙架构补丁", 10, "龙架构补丁"),
            ("龙架构补丁", 9, "龙架构补…"),
            ("龙架构补丁", 8, "龙架构…"),
            ("ab👨\u{200d}👩\u{200d}👧cd", 4, "ab…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
            ("a\tb\nc", 9, "a b c"),
        ];
        for (text, cells, expect) in table {
            assert_eq!(cut(text, cells), expect, "{text:?} {cells}");
        }
        assert_eq!(pad("龙架构补丁", 8), "龙架构… ");
        assert_eq!(pad_left("1.2k", 6), "  1.2k");
    }

    #[test]
    fn cuts_elsewhere() {
        let table = [
            ("lwn.net/headlines/newrss", 17, "lwn.net/…/newrss"),
            (
                "https://a.example/b/c/d/feed.xml",
                24,
                "a.example/b/c/…/feed.xml",
            ),
            ("lwn.net/headlines/newrss", 12, "lwn.ne…ewrss"),
            ("short", 9, "short"),
        ];
        for (text, cells, expect) in table {
            assert_eq!(cut_middle(text, cells), expect, "{text:?} {cells}");
        }
        assert_eq!(cut_start("/home/ada/feeds.toml", 11), "…feeds.toml");
    }

    proptest! {
        #[test]
        fn never_wider_than_asked(text in any::<String>(), cells in 0_usize..40) {
            prop_assert!(width(&cut(&text, cells)) <= cells);
            prop_assert!(width(&cut_start(&text, cells)) <= cells);
            prop_assert!(width(&cut_middle(&text, cells)) <= cells);
        }

        #[test]
        fn padded_text_is_as_wide_as_asked(text in "[ -~é龙🦀א]*", cells in 0_usize..40) {
            prop_assert_eq!(width(&pad(&text, cells)), cells);
            prop_assert_eq!(width(&pad_left(&text, cells)), cells);
        }
    }
}
