//! What a charset's label means, and bytes in it as text.
//!
//! Labels are those of the web's Encoding Standard, their other spellings (`windows_1251`, `cp-1251`, `latin 1`), and
//! the code pages that no browser knows any more but old documents name (`codepages.txt`: DOS, Mac, EBCDIC).
//! Which label counts is decided in `decode`.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A charset by its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// One that browsers know.
    Web(&'static Encoding),
    /// One that they don't.
    Page(CodePage),
}

/// A charset of one byte for each character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePage {
    name: &'static str,
    /// Of bytes 128 to 255, or of all.
    characters: &'static str,
}

/// Other spellings, with letters and digits only, and what the Encoding Standard calls it.
const SPELLINGS: [(&str, &str); 15] = [
    ("utf8", "utf-8"),
    ("macroman", "macintosh"),
    ("maccyrillic", "x-mac-cyrillic"),
    ("mscyrl", "windows-1251"),
    ("ansi", "windows-1252"),
    ("cp936", "gbk"),
    ("ms936", "gbk"),
    ("euccn", "gbk"),
    ("cp950", "big5"),
    ("eucjp", "euc-jp"),
    ("cp932", "shift_jis"),
    ("shiftjis", "shift_jis"),
    ("euckr", "euc-kr"),
    ("cp949", "euc-kr"),
    ("uhc", "euc-kr"),
];

/// The charset that `label` names, however it is spelled.
pub fn for_label(label: &str) -> Option<Charset> {
    let label = label.trim();
    if let Some(known) = Encoding::for_label_no_replacement(label.as_bytes()) {
        return Some(Charset::Web(known));
    }
    let bare: String = label
        .chars()
        .take(40)
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let other = SPELLINGS
        .iter()
        .find(|(spelling, _)| *spelling == bare)
        .map(|(_, name)| (*name).to_string())
        .or_else(|| numbered(&bare));
    other
        .and_then(|name| Encoding::for_label_no_replacement(name.as_bytes()))
        .map(Charset::Web)
        .or_else(|| page(&bare).map(Charset::Page))
}

/// `win1251` is `windows-1251`, `88592` is `iso-8859-2`, `latin1` is itself.
fn numbered(bare: &str) -> Option<String> {
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = bare.get(..bare.len() - digits.len())?;
    match (letters, digits) {
        (
            "windows" | "win" | "cp" | "ms" | "ibm" | "",
            "1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258" | "874",
        ) => Some(format!("windows-{digits}")),
        ("iso" | "", digits) if digits.starts_with("8859") => {
            Some(format!("iso-8859-{}", digits.get(4..)?))
        }
        ("latin", number) => Some(format!("latin{number}")),
        _ => None,
    }
}

/// The code page of that name.
fn page(bare: &str) -> Option<CodePage> {
    if bare.is_empty() {
        return None;
    }
    let lines = include_str!("codepages.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .find_map(|line| {
            let (names, characters) = line.split_once('\t')?;
            let is_it = names.split(' ').any(|name| name == bare);
            let name = names.split(' ').next()?;
            is_it.then_some(CodePage { name, characters })
        })
}

/// The page in which the XML declaration of a document in EBCDIC can be read.
pub fn ebcdic() -> Option<CodePage> {
    page("cp037")
}

impl CodePage {
    /// Whether even letters are other bytes than in ASCII.
    pub fn is_ebcdic(self) -> bool {
        self.characters.chars().nth(128).is_some()
    }

    /// The text of `bytes`; `None` where some byte is no character.
    fn strict(self, bytes: &[u8]) -> Option<String> {
        let text = self.lossy(bytes);
        (!text.contains('\u{FFFD}')).then_some(text)
    }

    /// The text of `bytes`.
    pub fn lossy(self, bytes: &[u8]) -> String {
        let table: Vec<char> = self.characters.chars().collect();
        let first = 256 - table.len();
        let character = |byte: &u8| match usize::from(*byte).checked_sub(first) {
            None => char::from(*byte),
            Some(at) => match table.get(at) {
                Some('\u{2424}') => '\n',
                Some(c) => *c,
                None => '\u{FFFD}',
            },
        };
        bytes.iter().map(character).collect()
    }
}

impl Charset {
    /// As the Encoding Standard calls it.
    pub fn name(self) -> &'static str {
        match self {
            Charset::Web(encoding) => encoding.name(),
            Charset::Page(page) => page.name,
        }
    }

    /// Whether it is UTF-8.
    pub fn is_utf8(self) -> bool {
        self == Charset::Web(UTF_8)
    }

    /// Whether it is UTF-16, which bytes that begin as ASCII never are.
    pub fn is_wide(self) -> bool {
        self == Charset::Web(UTF_16LE) || self == Charset::Web(UTF_16BE)
    }

    /// Whether it shifts between its parts by escapes, so that its bytes are all ASCII.
    pub fn is_stateful(self) -> bool {
        self.name() == "ISO-2022-JP"
    }

    /// Whether it is one of China's, Japan's or Korea's, in which most characters are two bytes.
    pub fn is_cjk(self) -> bool {
        ["GBK", "gb18030", "Big5", "EUC-JP", "Shift_JIS", "EUC-KR"].contains(&self.name())
    }

    /// The text of `bytes` if they are right in this charset.
    pub fn strict(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Charset::Web(encoding) => {
                encoding.decode_without_bom_handling_and_without_replacement(bytes)
            }
            Charset::Page(page) => page.strict(bytes).map(Cow::Owned),
        }
    }

    /// The text of `bytes` if at most one in twenty of its characters beyond ASCII is wrong, as after a cut or a splice.
    pub fn mostly(self, bytes: &[u8]) -> Option<String> {
        let Charset::Web(encoding) = self else {
            return None;
        };
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
        let (mut rest, mut wrong) = (bytes, 0);
        loop {
            text.reserve(rest.len().min(4096) + 16);
            let (result, taken) =
                decoder.decode_to_string_without_replacement(rest, &mut text, true);
            rest = rest.get(taken..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    wrong += 1;
                    text.push('\u{FFFD}');
                }
            }
        }
        let right = text.chars().filter(|c| !c.is_ascii()).count() - wrong;
        (wrong * 20 <= right).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_understood_however_it_is_spelled() {
        let check = |label: &str, expect: &str| {
            let found = for_label(label).map_or("-", Charset::name);
            assert_eq!(found, expect, "{label}");
        };
        check(" UTF8 ", "UTF-8");
        check("utf_8", "UTF-8");
        check("windows_1251", "windows-1251");
        check("cp-1251", "windows-1251");
        check("Win-1250", "windows-1250");
        check("ISO_8859-15", "ISO-8859-15");
        check("ISO8859_2", "ISO-8859-2");
        check("latin-1", "windows-1252");
        check("Latin 2", "ISO-8859-2");
        check("GB_2312-80", "GBK");
        check("cp936", "GBK");
        check("CP932", "Shift_JIS");
        check("MacRoman", "macintosh");
        check("IBM850", "cp850");
        check("437", "cp437");
        check("ebcdic-cp-us", "cp037");
        check("iso-2022-kr", "-");
        check("", "-");
        check("none", "-");
    }

    #[test]
    fn every_code_page_is_whole() {
        for line in include_str!("codepages.txt").lines().skip(2) {
            let (names, characters) = line.split_once('\t').unwrap();
            let count = characters.chars().count();
            assert!(count == 128 || count == 256, "{names}: {count}");
            let is_known = |name| matches!(for_label(name), Some(Charset::Page(_)));
            assert!(names.split(' ').all(is_known), "{names}");
        }
    }

    #[test]
    fn bytes_that_are_wrong_are_seen() {
        let koi = for_label("koi8-t").unwrap();
        assert_eq!(koi.strict(b"\xd4\xcf").as_deref(), Some("то"));
        assert_eq!(koi.strict(b"\x88"), None);
        let gbk = for_label("gbk").unwrap();
        let text = "新闻".repeat(20);
        let mut bytes = encoding_rs::GBK.encode(&text).0.into_owned();
        bytes.pop();
        assert_eq!(gbk.strict(&bytes), None);
        assert!(gbk.mostly(&bytes).unwrap().starts_with("新闻"));
        assert_eq!(gbk.mostly(b"\xff\xff\xff"), None);
    }
}
