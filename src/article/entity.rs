//! Character references: `&amp;`, `&#8212;`, `&#x2014;`, and `&copy` without its semicolon.
//!
//! The names are those of the HTML standard, in `entities.txt`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The longest name has 31 letters.
const LONGEST: usize = 32;

struct Named {
    text: String,
    needs_semicolon: bool,
}

static NAMES: LazyLock<HashMap<&'static str, Named>> = LazyLock::new(|| {
    let lines = include_str!("entities.txt").lines();
    lines.filter_map(named).collect()
});

fn named(line: &'static str) -> Option<(&'static str, Named)> {
    let (name, points) = line.split_once(' ')?;
    let points = points.split(' ');
    let text = points
        .map(|hex| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32))
        .collect::<Option<String>>()?;
    let short = name.strip_suffix('!');
    let entry = Named {
        text,
        needs_semicolon: short.is_none(),
    };
    Some((short.unwrap_or(name), entry))
}

/// What HTML's `&name;` stands for, and whether the name is understood without its semicolon too.
pub fn named_reference(name: &str) -> Option<(&'static str, bool)> {
    let named = NAMES.get(name)?;
    Some((&named.text, !named.needs_semicolon))
}

/// Where a reference stands: in the value of an attribute, `&copy=` is no reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Between tags.
    Text,
    /// In the value of an attribute.
    Attribute,
}

/// The text with its character references resolved; what is no reference stays.
pub fn decode(text: &str, place: Place) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some((reference, used)) = reference(rest, place) {
            decoded.push_str(&reference);
            rest = rest.get(used..).unwrap_or_default();
        } else {
            decoded.push('&');
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// What the text after an `&` stands for, and how many bytes of it.
fn reference(rest: &str, place: Place) -> Option<(Cow<'static, str>, usize)> {
    if let Some(number) = rest.strip_prefix('#') {
        let (point, used) = numeric(number)?;
        return Some((Cow::Owned(point.to_string()), used + 1));
    }
    let longest = rest.bytes().take(LONGEST);
    let mut end = longest.take_while(u8::is_ascii_alphanumeric).count();
    let is_closed = rest.as_bytes().get(end) == Some(&b';');
    if is_closed && let Some(name) = NAMES.get(rest.get(..end)?) {
        return Some((Cow::Borrowed(&name.text), end + 1));
    }
    if place == Place::Attribute {
        let next = rest.as_bytes().get(end);
        let name = NAMES.get(rest.get(..end)?)?;
        return (!name.needs_semicolon && next != Some(&b'='))
            .then_some((Cow::Borrowed(&*name.text), end));
    }
    while end >= 2 {
        match NAMES.get(rest.get(..end)?) {
            Some(name) if !name.needs_semicolon => return Some((Cow::Borrowed(&name.text), end)),
            _ => end -= 1,
        }
    }
    None
}

/// The character of `8212;` or `x2014;`, and its length.
fn numeric(text: &str) -> Option<(char, usize)> {
    let (digits, radix, prefix) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (text, 10, 0),
    };
    let length = digits
        .bytes()
        .take_while(|b| (*b as char).is_digit(radix))
        .count();
    if length == 0 {
        return None;
    }
    let point = u32::from_str_radix(digits.get(..length)?, radix).unwrap_or(u32::MAX);
    let closed = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    Some((character(point), prefix + length + closed))
}

/// Numbers 128 to 159 mean windows-1252, as every browser has it.
fn character(point: u32) -> char {
    const WINDOWS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    let windows = point
        .checked_sub(128)
        .and_then(|at| WINDOWS.get(at as usize));
    match windows {
        Some(c) => *c,
        None if point == 0 => '\u{FFFD}',
        None => char::from_u32(point).unwrap_or('\u{FFFD}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved() {
        let table = [
            ("plain", "plain"),
            (
                "a &amp; b &lt;c&gt; &quot;d&quot; &apos;",
                "a & b <c> \"d\" '",
            ),
            ("&nbsp;&hellip;&Eacute;&eacute;", "\u{a0}…Éé"),
            ("&#8212; &#x2014; &#X2014", "— — —"),
            ("&#150;&#128;", "–€"),
            (
                "&#0;&#1114112;&#99999999999999;",
                "\u{fffd}\u{fffd}\u{fffd}",
            ),
            ("&copy 2020 &notit; &notin;", "© 2020 ¬it; ∉"),
            ("&", "&"),
            ("&;&x;&#;&#x;&unknown;", "&;&x;&#;&#x;&unknown;"),
            ("fish&chips AT&T", "fish&chips AT&T"),
            ("&NotEqualTilde;", "≂̸"),
            ("&é", "&é"),
        ];
        for (text, expect) in table {
            assert_eq!(decode(text, Place::Text), expect, "{text}");
        }
        assert_eq!(
            decode("?a=1&copy=2&amp;b", Place::Attribute),
            "?a=1&copy=2&b"
        );
    }

    #[test]
    fn every_name_is_there() {
        assert_eq!(NAMES.len(), 2_125);
    }
}
