//! Text that a feed wraps in base64, as old Atom allows.

/// The text; `None` if it is none, or a picture or the like.
pub fn text(wrapped: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(wrapped.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in wrapped
        .bytes()
        .filter(|b| !b.is_ascii_whitespace() && *b != b'=')
    {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.chars().any(|c| c.is_control() && !c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn only_text_is_taken() {
        assert_eq!(text("PHA+aGk8L3A+").as_deref(), Some("<p>hi</p>"));
        assert_eq!(text("aGk=\n").as_deref(), Some("hi"));
        assert_eq!(text("iVBORw0KGgo="), None);
        assert_eq!(text("<p>"), None);
    }
}
