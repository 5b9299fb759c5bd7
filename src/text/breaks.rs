//! Where a line may end (UAX #14).

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// Byte offsets after which a line may end, in order; the last one is the end of the text.
pub fn breaks(text: &str) -> impl Iterator<Item = usize> {
    linebreaks(text)
        .filter(|(at, kind)| *kind == BreakOpportunity::Allowed || *at > 0)
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

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
