//! Words with their meanings, as panels and full screens lay them out: matches marked, hints of keys, sentences in lines, right-to-left text as it is seen.
//!
//! Does not paint: a row of words becomes cells in `panel.rs` and in the files of the screens.

use crate::text::{self, Role};

/// Words with their meanings, left to right.
pub type Words = Vec<(Role, String)>;

/// One meaning, one text.
pub fn words(role: Role, text: impl Into<String>) -> Words {
    vec![(role, text.into())]
}

/// A name in at most so many cells, in the order of the eye; the characters at these places matched what was typed.
pub fn marked(name: &str, at: &[u32], role: Role, cells: usize) -> Words {
    let name = text::cut(name, cells);
    let places: Vec<usize> = name.char_indices().map(|(byte, _)| byte).collect();
    let is_match = |byte: &usize| {
        let place = places.binary_search(byte).ok();
        place.is_some_and(|place| at.binary_search(&(place as u32)).is_ok())
    };
    let mut marked: Words = Vec::new();
    for (byte, grapheme) in text::arranged(&name) {
        let role = if is_match(&byte) { Role::Match } else { role };
        match marked.last_mut() {
            Some((last, run)) if *last == role => run.push_str(&grapheme),
            _ => marked.push((role, grapheme)),
        }
    }
    marked
}

/// Keys before what they do: `enter run it  esc close`.
pub fn hints(pairs: &[(&str, &str)]) -> Words {
    let mut hints: Words = Vec::new();
    for (key, word) in pairs {
        if !hints.is_empty() {
            hints.push((Role::Dim, "  ".to_string()));
        }
        hints.push((Role::Key, (*key).to_string()));
        hints.push((Role::Dim, format!(" {word}")));
    }
    hints
}

/// Cells of all the words.
pub fn wide(words: &[(Role, String)]) -> usize {
    words.iter().map(|(_, word)| text::width(word)).sum()
}

/// The words in exactly so many cells: the one that does not fit is cut, spaces follow the last.
pub fn fit(words: Words, cells: usize) -> Words {
    let mut left = cells;
    let mut fitted: Words = Vec::new();
    for (role, word) in words {
        let was_cut = text::width(&word) > left;
        let word = text::cut(&word, left).into_owned();
        left = left.saturating_sub(text::width(&word));
        fitted.push((role, word));
        if left == 0 || was_cut {
            break;
        }
    }
    if left > 0 {
        fitted.push((Role::Text, " ".repeat(left)));
    }
    fitted
}

/// The words of a message as they are seen: what it is about, such as a title, in its own direction, all else as sentences.
pub fn seen(words: Words) -> Words {
    let seen = |(role, word): (Role, String)| {
        let seen = match role {
            Role::Text => text::visual(&word),
            _ => text::sentence(&word),
        };
        (role, seen.into_owned())
    };
    words.into_iter().map(seen).collect()
}

/// A sentence in lines of at most so many cells, in the order of the eye.
pub fn lines(sentence: &str, cells: usize) -> impl Iterator<Item = String> + use<> {
    let lines = text::wrap(sentence, cells).into_iter();
    lines.map(|line| text::sentence(&line).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matched_characters_stand_out() {
        let found = marked("mark-all", &[0, 1, 5], Role::Text, 20);
        let expect = [
            (Role::Match, "ma"),
            (Role::Text, "rk-"),
            (Role::Match, "a"),
            (Role::Text, "ll"),
        ];
        assert_eq!(found, expect.map(|(role, text)| (role, text.to_string())));
        let found = marked("אבג דהו", &[0, 4], Role::Text, 6);
        let expect = [
            (Role::Text, "…"),
            (Role::Match, "ד"),
            (Role::Text, " גב"),
            (Role::Match, "א"),
        ];
        assert_eq!(found, expect.map(|(role, text)| (role, text.to_string())));
    }

    #[test]
    fn words_fill_exactly_the_cells_they_are_given() {
        for (text, cells) in [("short", 10), ("much too long", 6), ("新闻网", 5), ("", 3)] {
            let fitted = fit(words(Role::Text, text), cells);
            assert_eq!(wide(&fitted), cells, "{text}");
        }
    }
}
