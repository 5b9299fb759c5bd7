//! The attributes of a tag, however they are quoted.

use std::borrow::Cow;

use crate::parse::entities;

/// The attributes of a start tag, names as written, values as written.
pub fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest =
            rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\''));
        if rest.is_empty() {
            return None;
        }
        let name_end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '"' | '\''))
            .filter(|n| *n > 0)
            .unwrap_or_else(|| rest.find('=').map_or(rest.len(), |n| n + 1));
        let (name, after) = rest.split_at_checked(name_end)?;
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => value_of(value.trim_start()),
            None => ("", after),
        };
        rest = after;
        Some((name, value))
    })
}

/// A value and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The value of the attribute `name` (its case is not told apart), with its references resolved.
pub fn attribute<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    attributes(text)
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, value)| entities::decode(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ampersand_before_a_parameter_is_no_reference() {
        let cases = [
            ("?a=1&copy=2&reg=3", "?a=1&copy=2&reg=3"),
            ("?a=1&amp;copy=2", "?a=1&copy=2"),
            ("A &copy B &eacute;=", "A © B é="),
            ("a&", "a&"),
            ("&&=x&;", "&&=x&;"),
        ];
        for (value, expect) in cases {
            assert_eq!(entities::decode(value), expect, "{value}");
        }
    }
}
