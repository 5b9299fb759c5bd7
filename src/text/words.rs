//! Words: one meaning of "the same word" for search, rules and clusters.
//!
//! Folding drops case and the accents of alphabets; scripts written without spaces become pairs of characters.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text without case and accents: `Café` and `CAFE` fold to the same.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = rest.bytes().take_while(u8::is_ascii).count();
        // A sign that follows belongs to the last letter before it.
        let plain = if ascii == rest.len() {
            ascii
        } else {
            ascii.saturating_sub(1)
        };
        let (head, tail) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        folded.extend(head.chars().map(|c| c.to_ascii_lowercase()));
        let others = tail
            .bytes()
            .skip(1)
            .position(|byte| byte.is_ascii())
            .map_or(tail.len(), |at| at + 1);
        let (signs, after) = tail.split_at_checked(others).unwrap_or((tail, ""));
        fold_signs(signs, &mut folded);
        rest = after;
    }
    folded
}

fn fold_signs(text: &str, folded: &mut String) {
    let bare = text.nfkd().filter(|c| !is_accent(*c));
    let lower = bare.flat_map(char::to_lowercase).filter(|c| !is_accent(*c));
    for c in lower.nfc() {
        folded.push_str(&spelled(c));
    }
}

/// The folded words in order. Chinese and Japanese runs come as pairs of characters, a single one alone.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut found = Vec::new();
    each_word(&folded, |word| {
        found.push(word.to_string());
        true
    });
    found
}

/// Hands out the words of a folded text in order, until `take` answers false.
pub fn each_word<'a>(folded: &'a str, mut take: impl FnMut(&'a str) -> bool) {
    let mut run: Option<(usize, bool)> = None;
    for (at, c) in folded.char_indices() {
        let is_word = if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else {
            c.is_alphanumeric() || (run.is_some() && is_combining_mark(c))
        };
        let unspaced = is_unspaced(c);
        if let Some((start, was_unspaced)) = run
            && (!is_word || unspaced != was_unspaced)
        {
            run = None;
            let whole = folded.get(start..at).unwrap_or_default();
            if !finish(whole, was_unspaced, &mut take) {
                return;
            }
        }
        if is_word && run.is_none() {
            run = Some((at, unspaced));
        }
    }
    if let Some((start, is_unspaced)) = run {
        finish(
            folded.get(start..).unwrap_or_default(),
            is_unspaced,
            &mut take,
        );
    }
}

/// Whether a word of `each_word` begins with this; a single character of a script without spaces may also end a pair, so that it is found wherever it stands.
#[must_use]
pub fn goes_on(word: &str, beginning: &str) -> bool {
    word.starts_with(beginning) || (is_single(beginning) && word.ends_with(beginning))
}

/// Whether this is one character of a script without spaces.
#[must_use]
pub fn is_single(word: &str) -> bool {
    let mut characters = word.chars();
    matches!((characters.next(), characters.next()), (Some(c), None) if is_unspaced(c))
}

/// A run as one word, or as its pairs of characters; false: no more is wanted.
fn finish<'a>(run: &'a str, is_unspaced: bool, take: &mut impl FnMut(&'a str) -> bool) -> bool {
    if !is_unspaced {
        return take(run);
    }
    let mut ends = run.char_indices().map(|(at, c)| at + c.len_utf8());
    let (Some(_), Some(second)) = (ends.next(), ends.next()) else {
        return take(run);
    };
    let starts = run.char_indices().map(|(at, _)| at);
    std::iter::once(second)
        .chain(ends)
        .zip(starts)
        .all(|(end, start)| take(run.get(start..end).unwrap_or_default()))
}

/// Signs over and under letters of Latin, Greek, Cyrillic, Hebrew and Arabic. Those of Indic scripts and of kana make another letter.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}'
        | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{FE00}'..='\u{FE0F}')
}

/// Letters that no decomposition makes plain.
fn spelled(c: char) -> Cow<'static, str> {
    let spelling = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        '\u{2019}' => "'",
        _ => return Cow::Owned(c.to_string()),
    };
    Cow::Borrowed(spelling)
}

/// Whether the character belongs to a script whose words have no space between them.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_and_accents() {
        let table = [
            ("Hello", "hello"),
            ("Café CAFÉ", "cafe cafe"),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("Ærø Łódź", "aero lodz"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("İstanbul", "istanbul"),
            ("ё Ё", "е е"),
            ("ガ한", "ガ한"),
            ("ｆｕｌｌ", "full"),
            ("שָׁלוֹם", "שלום"),
            ("हिन्दी", "हिन्दी"),
        ];
        for (text, expect) in table {
            assert_eq!(fold(text), expect, "{text}");
        }
    }

    #[test]
    fn folding_in_pieces_is_folding_at_once() {
        let at_once = |text: &str| {
            let mut folded = String::new();
            fold_signs(text, &mut folded);
            folded
        };
        for text in [
            "e\u{301}tude E\u{301} cafe\u{301}",
            "a\u{1100}\u{1161}b한c",
            "x“Don’t”—é1ﬁ",
            "हिन्दी a हिन्दी",
            "\u{301}a\u{301}",
            "Ａbc㍿d",
            "か\u{3099}a",
        ] {
            assert_eq!(fold(text), at_once(text), "{text}");
        }
    }

    #[test]
    fn a_single_character_goes_on_before_and_after_it() {
        let cases = [
            ("补丁", "补", true),
            ("补丁", "丁", true),
            ("核", "核", true),
            ("补丁", "核", false),
            ("linux", "lin", true),
            ("linux", "x", false),
        ];
        for (word, beginning, expect) in cases {
            assert_eq!(goes_on(word, beginning), expect, "{word} {beginning}");
        }
    }

    #[test]
    fn splits_into_words() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("Rust 2.0 is out!", &["rust", "2", "0", "is", "out"]),
            ("C'est l’été", &["c", "est", "l", "ete"]),
            ("io_uring", &["io", "uring"]),
            ("内核", &["内核"]),
            ("龙架构补丁", &["龙架", "架构", "构补", "补丁"]),
            ("核", &["核"]),
            ("Linux内核7.1", &["linux", "内核", "7", "1"]),
            ("한글 제목", &["한글", "제목"]),
            ("हिन्दी भाषा", &["हिन्दी", "भाषा"]),
        ];
        for (text, expect) in table {
            assert_eq!(words(text), *expect, "{text}");
        }
    }
}
