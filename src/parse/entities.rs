//! Character references: `&amp;`, `&#8217;`, `&eacute;` become the characters they stand for.
//!
//! Lenient as browsers are: a reference of the first 256 characters needs no semicolon, numbers 128 to 159 mean
//! windows-1252, and what is no reference stays as it is.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// The longest name of a reference that is looked up.
const LONGEST: usize = 32;

/// `text` with every reference resolved, once.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        if let Some((value, length)) = reference(after) {
            value.push_to(&mut out);
            rest = after.get(length..).unwrap_or_default();
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether `text` holds a reference that ends in a semicolon: a sign that it is encoded once more.
pub fn has_reference(text: &str) -> bool {
    text.split('&').skip(1).any(|after| {
        reference(after).is_some_and(|(_, length)| {
            after
                .get(..length)
                .is_some_and(|whole| whole.ends_with(';'))
        })
    })
}

/// `text` with the characters that XML reserves written as references.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

enum Value {
    Char(char),
    Text(&'static str),
}

impl Value {
    fn push_to(&self, out: &mut String) {
        match self {
            Value::Char(c) => out.push(*c),
            Value::Text(text) => out.push_str(text),
        }
    }
}

/// What the reference that follows an `&` stands for, and its length with the semicolon.
fn reference(after: &str) -> Option<(Value, usize)> {
    if let Some(number) = after.strip_prefix('#') {
        return numeric(number);
    }
    let name_end = after
        .bytes()
        .take(LONGEST)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let name = after.get(..name_end)?;
    if after.as_bytes().get(name_end) == Some(&b';') {
        let value = resolve_html5_entity(name)?;
        return Some((Value::Text(value), name_end + 1));
    }
    let value = LATIN
        .contains(&name)
        .then(|| resolve_html5_entity(name))??;
    Some((Value::Text(value), name_end))
}

fn numeric(number: &str) -> Option<(Value, usize)> {
    let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 2),
        None => (number, 10, 1),
    };
    let count = digits
        .bytes()
        .take(10)
        .take_while(|b| char::from(*b).is_digit(radix))
        .count();
    let code = u32::from_str_radix(digits.get(..count)?, radix).ok()?;
    let semicolon = usize::from(digits.as_bytes().get(count) == Some(&b';'));
    Some((Value::Char(character(code)), prefix + count + semicolon))
}

/// The character of a number; those that no text may hold become U+FFFD, as in browsers.
fn character(code: u32) -> char {
    if let 0x80..=0x9F = code
        && let Some(c) = WINDOWS_1252.chars().nth((code - 0x80) as usize)
    {
        return c;
    }
    char::from_u32(code)
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\r'))
        .unwrap_or('\u{FFFD}')
}

/// Characters 128 to 159 of windows-1252.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Names that are understood without a semicolon.
const LATIN: [&str; 18] = [
    "amp", "lt", "gt", "quot", "nbsp", "copy", "reg", "auml", "ouml", "uuml", "Auml", "Ouml",
    "Uuml", "szlig", "eacute", "egrave", "agrave", "ccedil",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_once() {
        let check = |text: &str, expect: &str| assert_eq!(decode(text), expect, "{text}");
        check("a &amp; b", "a & b");
        check("&amp;amp;", "&amp;");
        check("&#8217;&#x2019;&#146;", "’’’");
        check("AT&T & Co &unknown; &", "AT&T & Co &unknown; &");
        check("caf&eacute &nbspx", "café &nbspx");
        check("&nbsp;&hellip;&#0;", "\u{a0}…\u{FFFD}");
        check("&#;&#x;&#99999999999;", "&#;&#x;&#99999999999;");
    }

    #[test]
    fn a_reference_shows_that_text_is_encoded_again() {
        assert!(has_reference("Tom &amp; Jerry"));
        assert!(!has_reference("Tom & Jerry; AT&T"));
        assert!(!has_reference("a &copy b"));
    }
}
