//! Words: one meaning of "the same word" for search, rules and clusters.
//!
//! Folding drops case and the accents of alphabets; scripts written without spaces become pairs of characters.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text without case and accents: `Café` and `CAFE` fold to the same.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = text.nfkd().filter(|c| !is_accent(*c));
    let lower = bare.flat_map(char::to_lowercase).filter(|c| !is_accent(*c));
    let mut folded = String::with_capacity(text.len());
    for c in lower.nfc() {
        folded.push_str(&spelled(c));
    }
    folded
}

/// The folded words in order. Chinese and Japanese runs come as pairs of characters, a single one alone.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut found = Vec::new();
    let mut run = String::new();
    let mut run_is_unspaced = false;
    for c in folded.chars() {
        let is_word = c.is_alphanumeric() || (is_combining_mark(c) && !run.is_empty());
        let unspaced = is_unspaced(c);
        if !run.is_empty() && (!is_word || unspaced != run_is_unspaced) {
            finish(&mut run, run_is_unspaced, &mut found);
        }
        if is_word {
            run_is_unspaced = unspaced;
            run.push(c);
        }
    }
    finish(&mut run, run_is_unspaced, &mut found);
    found
}

fn finish(run: &mut String, is_unspaced: bool, found: &mut Vec<String>) {
    if run.is_empty() {
        return;
    }
    let whole = std::mem::take(run);
    let chars: Vec<char> = if is_unspaced {
        whole.chars().collect()
    } else {
        Vec::new()
    };
    if chars.len() < 2 {
        found.push(whole);
    } else {
        found.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
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
