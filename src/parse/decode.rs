//! Bytes become text that an XML or JSON parser can take.
//!
//! The order, first that fits: UTF-32 and UTF-16 by their mark or by the pattern of `<`; UTF-8 if the bytes are valid
//! UTF-8 with some character of several bytes, whatever a label says; the charset of HTTP; that of the XML declaration
//! (or of a page's `meta`); detection. The declaration and characters that XML does not allow are dropped.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::parse::attributes::attribute;
use crate::parse::source::Source;

/// How many bytes at the start may hold a declaration.
const HEAD: usize = 1024;
/// How many bytes the detector is shown.
const SAMPLE: usize = 64 * 1024;

/// A document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// Without byte order mark and XML declaration.
    pub text: Cow<'a, str>,
    /// What had to be mended, in words.
    pub warnings: Vec<String>,
    /// How many lines were dropped before the text, so that places can be told in the document's own lines.
    pub dropped_lines: u32,
}

/// The text of a document.
pub fn decode<'a>(bytes: &'a [u8], source: &Source<'_>) -> Text<'a> {
    let mut warnings = Vec::new();
    let text = match wide(bytes) {
        Some(text) => Cow::Owned(text),
        None => narrow(bytes, source, &mut warnings),
    };
    let (text, dropped_lines) = without_declaration(text);
    let text = without_illegal(text, &mut warnings);
    Text {
        text,
        warnings,
        dropped_lines,
    }
}

/// UTF-32 and UTF-16.
fn wide(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xFF, 0xFE, 0, 0, rest @ ..] | rest @ [b'<' | b'{', 0, 0, 0, ..] => {
            Some(utf32(rest, u32::from_le_bytes))
        }
        [0, 0, 0xFE, 0xFF, rest @ ..] | rest @ [0, 0, 0, b'<' | b'{', ..] => {
            Some(utf32(rest, u32::from_be_bytes))
        }
        [0xFF, 0xFE, rest @ ..] | rest @ [b'<' | b'{', 0, ..] => Some(converted(UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] | rest @ [0, b'<' | b'{', ..] => Some(converted(UTF_16BE, rest)),
        _ => None,
    }
}

fn utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> String {
    let (units, _) = bytes.as_chunks::<4>();
    units
        .iter()
        .map(|unit| char::from_u32(number(*unit)).unwrap_or('\u{FFFD}'))
        .collect()
}

fn converted(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Everything else: encodings in which `<` is one byte.
fn narrow<'a>(bytes: &'a [u8], source: &Source<'_>, warnings: &mut Vec<String>) -> Cow<'a, str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let http = source.content_type.and_then(http_charset);
    let labels = [http, declared(bytes)];
    let stateful = labels
        .iter()
        .flatten()
        .any(|encoding| encoding.name() == "ISO-2022-JP");
    if !stateful && let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    for encoding in labels.into_iter().flatten() {
        if let Some(text) = if_it_fits(encoding, bytes) {
            return text;
        }
    }
    if let Some(text) = mostly_utf8(bytes, labels) {
        warnings.push("some bytes are not in the charset of the rest".to_string());
        return text;
    }
    let guess = guess(bytes);
    if let Some(label) = labels.into_iter().flatten().next()
        && label != guess
    {
        warnings.push(format!(
            "the charset is `{}`, not `{}` as stated",
            guess.name(),
            label.name()
        ));
    }
    guess.decode_without_bom_handling(bytes).0
}

/// The text, if the bytes are right in `encoding`. UTF-8 and UTF-16 were tried before: there such a label is wrong.
fn if_it_fits<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    if encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE {
        return None;
    }
    encoding.decode_without_bom_handling_and_without_replacement(bytes)
}

/// UTF-8 with a few broken bytes, as a cut download or a pasted quotation leaves it.
fn mostly_utf8<'a>(
    bytes: &'a [u8],
    labels: [Option<&'static Encoding>; 2],
) -> Option<Cow<'a, str>> {
    let says_other = labels.iter().flatten().any(|label| *label != UTF_8);
    if says_other {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    let broken = text.matches('\u{FFFD}').count();
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    (broken * 10 < wide || (broken == 1 && text.ends_with('\u{FFFD}'))).then_some(text)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(HEAD);
    let sample = bytes.get(from..).unwrap_or_default();
    detector.feed(sample.get(..SAMPLE).unwrap_or(sample), true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == UTF_8 { WINDOWS_1252 } else { guess }
}

/// The charset of a `Content-Type`. For `text/xml` without one RFC 3023 said ASCII; nobody follows it.
fn http_charset(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label
        .find(['"', '\'', ';', ' ', ','])
        .unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

/// The charset that the document states itself.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head: String = head
        .iter()
        .map(|b| if b.is_ascii() { char::from(*b) } else { ' ' })
        .collect();
    let label = match head.find("<?xml") {
        Some(at) => {
            let declaration = head.get(at..)?;
            let end = declaration.find("?>").or_else(|| declaration.find('>'))?;
            attribute(declaration.get(5..end)?, "encoding")?.into_owned()
        }
        None => return http_charset(head.get(head.find("<meta")?..)?),
    };
    Encoding::for_label(label.trim().as_bytes())
}

/// Cuts a byte order mark and the XML declaration off; tells how many line ends went with it.
fn without_declaration(text: Cow<'_, str>) -> (Cow<'_, str>, u32) {
    let body = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let cut = match body
        .strip_prefix("<?xml")
        .filter(|rest| rest.starts_with(|c: char| c.is_whitespace()))
        .and_then(|_| body.find("?>"))
    {
        Some(end) => text.len() - body.len() + end + 2,
        None => text.len() - body.len(),
    };
    let lines = text
        .get(..cut)
        .map_or(0, |head| head.matches('\n').count() as u32);
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(cut..).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.drain(..cut);
            Cow::Owned(text)
        }
    };
    (text, lines)
}

/// Drops the control characters that XML does not allow.
fn without_illegal<'a>(text: Cow<'a, str>, warnings: &mut Vec<String>) -> Cow<'a, str> {
    let is_illegal = |b: u8| b < 0x20 && !matches!(b, b'\n' | b'\t' | b'\r');
    let found = text
        .as_bytes()
        .chunks(4096)
        .any(|chunk| chunk.iter().fold(false, |found, b| found | is_illegal(*b)));
    if !found {
        return text;
    }
    warnings.push("control characters were dropped".to_string());
    Cow::Owned(
        text.chars()
            .filter(|c| !(c.is_ascii() && is_illegal(*c as u8)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], content_type: Option<&str>) -> String {
        let source = Source {
            url: None,
            content_type,
        };
        decode(bytes, &source).text.into_owned()
    }

    #[test]
    fn a_charset_is_found_in_the_stated_order() {
        let check = |bytes: &[u8], http: Option<&str>, expect: &str| {
            assert_eq!(text(bytes, http), expect, "{bytes:?} {http:?}");
        };
        let latin = Some("text/xml; charset=ISO-8859-1");
        check("<a>ü</a>".as_bytes(), latin, "<a>ü</a>");
        check(b"<a>\xfc</a>", latin, "<a>ü</a>");
        check(
            b"<?xml version='1.0' encoding='windows-1251'?><a>\xcd</a>",
            None,
            "<a>Н</a>",
        );
        check(
            b"<?xml version='1.0' encoding='utf-8'?>\n<a>Gr\xfc\xdfe aus K\xf6ln</a>",
            None,
            "\n<a>Grüße aus Köln</a>",
        );
        check(b"\xef\xbb\xbf<a/>", None, "<a/>");
        check(b"\xff\xfe<\0a\0", None, "<a");
        check(b"\0<\0a", None, "<a");
        check(b"\0\0\0<\0\0\0a", None, "<a");
        check(b"<\0\0\0a\0\0\0", None, "<a");
        check(b"\x1b<a>\x0b</a>\x00", None, "<a></a>");
        check(
            b"<?xml version=\"1.0\" encoding=\"gbk\"?><a>\xd0\xc2\xce\xc5</a>",
            None,
            "<a>新闻</a>",
        );
    }

    #[test]
    fn a_cut_character_at_the_end_does_not_change_the_charset() {
        assert_eq!(
            text(b"<a>na\xc3\xafve caf\xc3", None),
            "<a>naïve caf\u{FFFD}"
        );
    }

    #[test]
    fn a_wrong_label_is_told() {
        let bytes = b"<?xml version='1.0' encoding='utf-8'?><a>Gr\xfc\xdfe aus K\xf6ln</a>";
        let decoded = decode(bytes, &Source::default());
        assert_eq!(
            decoded.warnings,
            ["the charset is `windows-1252`, not `UTF-8` as stated"]
        );
    }
}
