//! Where a line may end (UAX #14), and sentences in lines.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::text::width::{graphemes, width};

/// Byte offsets after which a line may end, in order; the last one is the end of the text.
pub fn breaks(text: &str) -> impl Iterator<Item = usize> {
    linebreaks(text)
        .filter(|(at, kind)| *kind == BreakOpportunity::Allowed || *at > 0)
        .map(|(at, _)| at)
}

/// A sentence in lines of at most so many cells, broken where a line may end; a word that is too long is broken anywhere. Nothing is lost but blanks.
pub fn wrap(sentence: &str, cells: usize) -> Vec<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let sentence = words.join(" ");
    let mut lines = vec![String::new()];
    let mut from = 0;
    for to in breaks(&sentence) {
        let piece = sentence.get(from..to).unwrap_or_default();
        from = to;
        append(&mut lines, piece, cells.max(2));
    }
    lines.retain(|line| !line.is_empty());
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// Puts a piece behind the last line if it fits there, else into lines of its own.
fn append(lines: &mut Vec<String>, piece: &str, cells: usize) {
    let wide = width(piece.trim_end());
    let taken = lines.last().map_or(0, |line| width(line));
    if taken > 0 && taken + wide > cells {
        lines.push(String::new());
    }
    let mut taken = lines.last().map_or(0, |line| width(line));
    let trimmed = piece.trim_end().len();
    for (at, grapheme, wide) in graphemes(piece) {
        if at < trimmed && taken + wide > cells {
            lines.push(String::new());
            taken = 0;
        }
        taken += wide;
        if let Some(line) = lines.last_mut() {
            line.push_str(grapheme);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_are_broken_where_readers_expect() {
        let cases: [(&str, usize, &[&str]); 7] = [
            ("one two three", 8, &["one two", "three"]),
            ("one  two\nthree", 13, &["one two three"]),
            ("", 8, &[]),
            ("内核主线，性能提升", 8, &["内核主", "线，性能", "提升"]),
            (
                "no feed behind `lwn.net/headlines`",
                20,
                &["no feed behind", "`lwn.net/headlines`"],
            ),
            ("a verylongword", 5, &["a", "veryl", "ongwo", "rd"]),
            ("חוקרים מצאו דרך", 11, &["חוקרים מצאו", "דרך"]),
        ];
        for (sentence, cells, expect) in cases {
            assert_eq!(wrap(sentence, cells), expect, "{sentence}");
        }
    }

    proptest! {
        #[test]
        fn lines_are_as_wide_as_asked_and_lose_nothing(text in "[a-z /龙，🦀א-]*", cells in 2_usize..20) {
            let lines = wrap(&text, cells);
            for line in &lines {
                prop_assert!(width(line) <= cells, "{line}");
            }
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
        }
    }

    #[test]
    fn lines_end_where_readers_expect() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("one two", &["one ", "two"]),
            ("well-known", &["well-", "known"]),
            ("a\u{a0}b c", &["a\u{a0}b ", "c"]),
            ("内核，主线", &["内", "核，", "主", "线"]),
            ("（内核）", &["（内", "核）"]),
            ("カーテン", &["カー", "テ", "ン"]),
            ("word[1].", &["word[1]."]),
            ("a.example/b/c", &["a.example/", "b/", "c"]),
        ];
        for (text, expect) in table {
            let mut from = 0;
            let pieces: Vec<&str> = breaks(text)
                .map(|at| {
                    let piece = &text[from..at];
                    from = at;
                    piece
                })
                .collect();
            assert_eq!(pieces, *expect, "{text}");
        }
    }
}
