//! Words with their meanings, as panels and full screens lay them out: matches marked, hints of keys.
//!
//! Does not paint: a row of words becomes cells in `panel.rs` and in the files of the screens.

use crate::text::{self, Role};

/// Words with their meanings, left to right.
pub type Words = Vec<(Role, String)>;

/// One meaning, one text.
pub fn words(role: Role, text: impl Into<String>) -> Words {
    vec![(role, text.into())]
}

/// A name whose characters at these places matched what was typed.
pub fn marked(name: &str, at: &[u32], role: Role) -> Words {
    let mut marked: Words = Vec::new();
    for (place, char) in (0u32..).zip(name.chars()) {
        let role = if at.binary_search(&place).is_ok() {
            Role::Match
        } else {
            role
        };
        match marked.last_mut() {
            Some((last, run)) if *last == role => run.push(char),
            _ => marked.push((role, char.to_string())),
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
        let word = text::cut(&word, left).into_owned();
        left = left.saturating_sub(text::width(&word));
        let was_cut = word.ends_with('…');
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

/// A sentence in lines of at most so many cells, broken at spaces.
pub fn wrap(sentence: &str, cells: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in sentence.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text::width(line) + 1 + text::width(word) <= cells => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(text::cut_middle(word, cells).into_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matched_characters_stand_out() {
        let found = marked("mark-all", &[0, 1, 5], Role::Text);
        let expect = [
            (Role::Match, "ma"),
            (Role::Text, "rk-"),
            (Role::Match, "a"),
            (Role::Text, "ll"),
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

    #[test]
    fn a_sentence_is_broken_at_spaces() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("", 8), Vec::<String>::new());
    }
}
