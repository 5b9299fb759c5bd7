//! Character references: `&amp;`, `&#8217;`, `&eacute;` become the characters they stand for.
//!
//! Lenient as browsers are: old names need no semicolon, numbers 128 to 159 mean windows-1252, and what is no reference
//! stays as it is. The names are HTML's (`article` has their table). Numbers that spell the bytes of a character in
//! UTF-8 (`&#226;&#128;&#166;`) mean that character: somebody took the bytes for characters. One of them must be of 128 to
//! 159, which no text has; `d&eacute;j&agrave;&nbsp;&raquo;` means what it says.

use std::borrow::Cow;

use crate::article::named_reference;

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
            let (value, length) = whole_character(value, length, after);
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

/// What an XML parser would not resolve in `text`, or not as it is meant; `None` if all is well.
pub fn misunderstood(text: &str) -> Option<&'static str> {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let plain = ["lt;", "amp;", "gt;", "quot;", "apos;"];
        if plain.iter().any(|name| rest.starts_with(name)) {
            continue;
        }
        match reference(rest) {
            Some((Value::Number(128..=159), _)) => {
                return Some("numeric references mean windows-1252");
            }
            Some((Value::Number(_), _)) => {}
            Some(_) => return Some("there are entities that XML does not know"),
            None => return Some("an `&` stands alone"),
        }
    }
    None
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

#[derive(Clone, Copy)]
enum Value {
    Number(u32),
    Text(&'static str),
}

impl Value {
    fn push_to(self, out: &mut String) {
        match self {
            Value::Number(number) => out.push(character(number)),
            Value::Text(text) => out.push_str(text),
        }
    }

    /// The byte that it may stand for.
    fn byte(self) -> Option<u8> {
        match self {
            Value::Number(number) => u8::try_from(number).ok(),
            Value::Text(text) => u8::try_from(text.chars().next()?).ok(),
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
    let (text, is_old) = named_reference(after.get(..name_end)?)?;
    match after.as_bytes().get(name_end) {
        Some(b';') => Some((Value::Text(text), name_end + 1)),
        // `?a=1&copy=2` is an address, not a sign.
        Some(b'=') => None,
        _ => is_old.then_some((Value::Text(text), name_end)),
    }
}

/// The reference at the start of `after`, or the character whose bytes it and the next ones spell.
fn whole_character(value: Value, length: usize, after: &str) -> (Value, usize) {
    match value.byte() {
        Some(first @ 0xC2..=0xF4) => spelled(first, length, after).unwrap_or((value, length)),
        _ => (value, length),
    }
}

/// The character of which `first` is the first byte in UTF-8 and references behind it the others.
fn spelled(first: u8, mut length: usize, after: &str) -> Option<(Value, usize)> {
    let count = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    let mut bytes = vec![first];
    while bytes.len() < count {
        let next = after.get(length..)?.strip_prefix('&')?;
        let (value, taken) = reference(next)?;
        bytes.push(value.byte()?);
        length += 1 + taken;
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    let is_sure = bytes.iter().any(|byte| (0x80..0xA0).contains(byte));
    is_sure.then_some((Value::Number(c.into()), length))
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
    Some((Value::Number(code), prefix + count + semicolon))
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
        check("?a=1&copy=2&reg=3", "?a=1&copy=2&reg=3");
        check("&nbsp;&hellip;&#0;", "\u{a0}…\u{FFFD}");
        check("&#;&#x;&#99999999999;", "&#;&#x;&#99999999999;");
        check("&alpha;&theta;&Alpha;&piv;&zwj;", "αθΑϖ\u{200d}");
    }

    #[test]
    fn numbers_that_are_bytes_become_their_character() {
        let check = |text: &str, expect: &str| assert_eq!(decode(text), expect, "{text}");
        check("&#226;&#128;&#166;", "…");
        check("&acirc;&#128;&brvbar;", "…");
        check("Stra&#195;&#159;e", "Straße");
        check("&#xF0;&#x9F;&#x98;&#x80;", "😀");
        check("d&eacute;j&agrave;&nbsp;&raquo;", "déjà\u{a0}»");
        check("voil&#224;&#160;&#187;", "voilà\u{a0}»");
        check("&#226;&#128; x", "â€ x");
    }

    #[test]
    fn a_reference_shows_that_text_is_encoded_again() {
        assert!(has_reference("Tom &amp; Jerry"));
        assert!(!has_reference("Tom & Jerry; AT&T"));
        assert!(!has_reference("a &copy b"));
    }

    #[test]
    fn what_xml_would_get_wrong_is_told() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(misunderstood(text), expect);
        check(
            "a &amp; &lt;b&gt; &quot;c&apos; &#8217; &#x20AC; &#160;",
            None,
        );
        check("&#146;", Some("numeric references mean windows-1252"));
        check("&#x92;", Some("numeric references mean windows-1252"));
        check("&nbsp;", Some("there are entities that XML does not know"));
        check("AT&T", Some("an `&` stands alone"));
        check("&unknown;", Some("an `&` stands alone"));
    }
}
