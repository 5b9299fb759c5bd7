//! Bytes become text that an XML or JSON parser can take.
//!
//! The order, first that fits:
//! 1. UTF-32 and UTF-16 by their mark or by the zeros beside the first character; EBCDIC by its `<?xm`.
//! 2. UTF-8, if there is its mark or if the bytes are valid UTF-8, whatever a label says: text in another charset is hardly ever
//!    valid UTF-8 by chance. It can be where a label names a charset of two bytes, so there the reading must also hold a character
//!    that takes three bytes. (Here browsers follow the label, and show the mistake.) ISO-2022-JP is known by its escapes.
//! 3. The charset of HTTP, then that of the XML declaration or of a page's `meta`, as browsers do, if the bytes are right in it.
//! 4. UTF-8 with a few broken bytes, if a label says so or none says otherwise; the bytes alone are windows-1252.
//! 5. A label's charset with a few broken bytes.
//! 6. Detection, to which the country in the document's address is a hint.
//!
//! The declaration and characters that XML does not allow are dropped; characters 128 to 159 mean windows-1252.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use url::Url;

use crate::parse::attributes::attribute;
use crate::parse::charset::{Charset, ebcdic, for_label};
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

/// Charsets in which `<` is not the one byte that it is in ASCII.
fn wide(bytes: &[u8]) -> Option<String> {
    let begins = |byte: u8| matches!(byte, b'<' | b'{' | b'[' | b' ' | b'\t' | b'\r' | b'\n');
    match bytes {
        [0xFF, 0xFE, 0, 0, rest @ ..] => Some(utf32(rest, u32::from_le_bytes)),
        [0, 0, 0xFE, 0xFF, rest @ ..] => Some(utf32(rest, u32::from_be_bytes)),
        [0xFF, 0xFE, rest @ ..] => Some(converted(UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some(converted(UTF_16BE, rest)),
        [0x4C, 0x6F, 0xA7, 0x94, ..] => in_ebcdic(bytes),
        [first, 0, 0, 0, ..] if begins(*first) => Some(utf32(bytes, u32::from_le_bytes)),
        [0, 0, 0, first, ..] if begins(*first) => Some(utf32(bytes, u32::from_be_bytes)),
        [first, 0, ..] if begins(*first) => Some(converted(UTF_16LE, bytes)),
        [0, first, ..] if begins(*first) => Some(converted(UTF_16BE, bytes)),
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

/// The letters of a declaration are the same in all of EBCDIC; it names the rest.
fn in_ebcdic(bytes: &[u8]) -> Option<String> {
    let usual = ebcdic()?;
    let head = usual.lossy(bytes.get(..HEAD).unwrap_or(bytes));
    match declared(head.as_bytes()) {
        Some(Charset::Page(page)) if page.is_ebcdic() => Some(page.lossy(bytes)),
        _ => Some(usual.lossy(bytes)),
    }
}

/// Everything else: charsets in which `<` is one byte.
fn narrow<'a>(bytes: &'a [u8], source: &Source<'_>, warnings: &mut Vec<String>) -> Cow<'a, str> {
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF");
    let is_marked = unmarked.is_some();
    let bytes = unmarked.unwrap_or(bytes);
    let stated: Vec<Charset> = [source.content_type.and_then(http_charset), declared(bytes)]
        .into_iter()
        .flatten()
        .filter(|label| !label.is_wide())
        .collect();
    let as_utf8 = std::str::from_utf8(bytes);
    if let Ok(text) = as_utf8
        && (is_marked || !may_be_other(text, &stated))
    {
        return Cow::Borrowed(text);
    }
    let others = || stated.iter().filter(|label| !label.is_utf8());
    if !is_marked {
        for label in others() {
            if let Some(text) = label.strict(bytes) {
                warnings.extend(misstated(&stated, label.name()));
                return text;
            }
        }
    }
    let broken = "some bytes are not in the charset of the rest";
    let is_utf8 = is_marked || stated.iter().any(|label| label.is_utf8());
    if (is_utf8 || stated.is_empty())
        && as_utf8.is_err()
        && let Some(text) = mostly_utf8(bytes, is_utf8)
    {
        warnings.push(broken.to_string());
        return Cow::Owned(text);
    }
    for label in others() {
        if let Some(text) = label.mostly(bytes) {
            warnings.push(broken.to_string());
            return Cow::Owned(text);
        }
    }
    let guess = guess(bytes, source.url);
    warnings.extend(misstated(&stated, guess.name()));
    guess.decode_without_bom_handling(bytes).0
}

/// Whether bytes that are valid UTF-8 may be in a charset that is stated all the same.
fn may_be_other(text: &str, stated: &[Charset]) -> bool {
    let is_cjk = stated.first().is_some_and(|label| label.is_cjk())
        && !stated.iter().any(|label| label.is_utf8());
    let has_escapes = || text.contains("\u{1B}$") && text.is_ascii();
    stated.iter().any(|label| label.is_stateful())
        || has_escapes()
        || (is_cjk && !text.is_ascii() && text.chars().all(|c| c < '\u{800}'))
}

/// A word to the feed's author, if the charset is another than what was stated first.
fn misstated(stated: &[Charset], found: &str) -> Option<String> {
    let first = stated.first()?.name();
    (first != found).then(|| format!("the charset is `{found}`, not `{first}` as stated"))
}

/// UTF-8 with a few broken bytes, as a cut download or a pasted quotation leaves it. Where UTF-8 is stated, it may be as many
/// as there are whole characters.
fn mostly_utf8(bytes: &[u8], is_stated: bool) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let (mut broken, mut whole) = (0, 0);
    let mut last_is_broken = false;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        match chunk.invalid() {
            [] => {}
            [byte] if *byte < 0xF5 && !chunk_ends(bytes, chunk.invalid()) => {
                broken += 1;
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[*byte]).0);
            }
            _ => {
                broken += 1;
                text.push('\u{FFFD}');
            }
        }
        last_is_broken = !chunk.invalid().is_empty();
    }
    let is_cut = broken == 1 && last_is_broken;
    let is_good = is_cut || broken * 10 < whole || (is_stated && broken <= whole);
    is_good.then_some(text)
}

/// Whether the bytes of `chunk` are the last of `bytes`.
fn chunk_ends(bytes: &[u8], chunk: &[u8]) -> bool {
    bytes.as_ptr_range().end == chunk.as_ptr_range().end
}

fn guess(bytes: &[u8], address: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(HEAD);
    let sample = bytes.get(from..).unwrap_or_default();
    detector.feed(sample.get(..SAMPLE).unwrap_or(sample), true);
    let country = address.and_then(country);
    let guess = detector.guess(country.as_deref().map(str::as_bytes), Utf8Detection::Deny);
    if guess == UTF_8 { WINDOWS_1252 } else { guess }
}

/// The last part of the host's name, as the detector wants it.
fn country(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let last = url.domain()?.rsplit('.').next()?;
    let is_name = !last.is_empty() && last.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    is_name.then(|| last.to_string())
}

/// The charset of a `Content-Type`. For `text/xml` without one RFC 3023 said ASCII; nobody follows it.
fn http_charset(content_type: &str) -> Option<Charset> {
    let lower = content_type.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset")?;
    let after = after.trim_start().strip_prefix('=')?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label
        .find(['"', '\'', ';', ' ', ',', '/', '>'])
        .unwrap_or(label.len());
    for_label(label.get(..end)?)
}

/// The charset that the document states itself.
fn declared(bytes: &[u8]) -> Option<Charset> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head: String = head
        .iter()
        .map(|b| if b.is_ascii() { char::from(*b) } else { ' ' })
        .collect();
    let Some(at) = head.find("<?xml") else {
        return http_charset(head.get(head.find("<meta")?..)?);
    };
    let declaration = head.get(at..)?;
    let end = declaration.find("?>").or_else(|| declaration.find('>'))?;
    for_label(&attribute(declaration.get(5..end)?, "encoding")?)
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

/// Drops the control characters that XML does not allow; those of 128 to 159 were meant in windows-1252.
fn without_illegal<'a>(text: Cow<'a, str>, warnings: &mut Vec<String>) -> Cow<'a, str> {
    let is_illegal = |b: u8| b < 0x20 && !matches!(b, b'\n' | b'\t' | b'\r');
    let bytes = text.as_bytes();
    let is_dropped = has(bytes, is_illegal);
    // U+0080 to U+009F begin with this byte, and so do the characters up to U+00BF.
    let is_replaced = has(bytes, |b| b == 0xC2)
        && bytes
            .windows(2)
            .any(|pair| matches!(pair, [0xC2, 0x80..=0x9F]));
    if is_dropped {
        warnings.push("control characters were dropped".to_string());
    }
    if is_replaced {
        warnings.push("characters 128 to 159 mean windows-1252".to_string());
    }
    if !is_dropped && !is_replaced {
        return text;
    }
    let kept = text
        .chars()
        .filter(|c| !(c.is_ascii() && is_illegal(*c as u8)));
    Cow::Owned(
        kept.map(|c| if is_old_number(c) { meant(c) } else { c })
            .collect(),
    )
}

/// Whether some byte is one of those, looked at so many at a time.
fn has(bytes: &[u8], is_it: impl Fn(u8) -> bool) -> bool {
    bytes
        .chunks(4096)
        .any(|chunk| chunk.iter().fold(false, |found, b| found | is_it(*b)))
}

fn is_old_number(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}')
}

/// The character of windows-1252 that has the number of `c`.
fn meant(c: char) -> char {
    let byte = [c as u8];
    let text = WINDOWS_1252.decode_without_bom_handling(&byte).0;
    text.chars().next().unwrap_or(c)
}

#[cfg(test)]
mod tests;
