//! Charsets: each with a label in HTTP, with one in the document, with a wrong one beside the right one, and with none.

use encoding_rs::Encoding;

use super::decode;
use crate::parse::source::Source;

fn text(bytes: &[u8], content_type: Option<&str>) -> String {
    let source = Source {
        url: None,
        content_type,
    };
    decode(bytes, &source).text.into_owned()
}

fn warnings(bytes: &[u8], content_type: Option<&str>) -> Vec<String> {
    let source = Source {
        url: None,
        content_type,
    };
    decode(bytes, &source).warnings
}

const RUSSIAN: &str = "Правительство России утвердило новый порядок проведения выборов в регионах, сообщили в пятницу журналистам";
const GREEK: &str = "Η κυβέρνηση ανακοίνωσε σήμερα νέα μέτρα για την ενίσχυση της οικονομίας και των εργαζομένων στη χώρα";
const POLISH: &str = "Zażółć gęślą jaźń, powiedział wczoraj wieczorem rzecznik rządu podczas konferencji w Łodzi, źródła się zgadzają";
const GERMAN: &str = "Die Bürgermeisterin grüßte die Gäste aus Köln, während draußen über fünfzig Schüler für größere Räume demonstrierten";
const TURKISH: &str = "Türkiye'de bugün İstanbul Boğazı'nda yoğun sis nedeniyle gemi geçişleri durduruldu, şiddetli rüzgâr bekleniyor";
const HEBREW: &str =
    "ראש הממשלה הודיע היום על תוכנית חדשה לשיפור מערכת החינוך במדינה, כך נמסר לעיתונאים";
const ARABIC: &str =
    "أعلنت الحكومة اليوم عن خطة جديدة لتحسين نظام التعليم في البلاد حسب ما ذكرت وكالة الأنباء";
const BALTIC: &str = "Šiandien Lietuvos vyriausybė paskelbė apie naują švietimo sistemos gerinimo planą, pranešė žurnalistai";
const VIETNAMESE: &str = "Chính phủ hôm nay công bố";
const THAI: &str = "รัฐบาลประกาศแผนใหม่เพื่อปรับปรุงระบบการศึกษาของประเทศในวันนี้ตามรายงานข่าว";
const SIMPLIFIED: &str =
    "中国政府今天宣布了一项新的计划,以改善全国的教育系统,记者报道说,这项计划将于明年开始";
const TRADITIONAL: &str =
    "政府今天宣布了一項新的計劃,以改善全國的教育系統,記者報導說,這項計劃將於明年開始";
const JAPANESE: &str =
    "政府はきょう、全国の教育制度を改善するための新しい計画を発表したと記者が伝えています";
const KOREAN: &str =
    "정부는 오늘 전국의 교육 제도를 개선하기 위한 새로운 계획을 발표했다고 기자들이 전했다";

/// Labels, a text, and whether the charset is found without a label.
const CHARSETS: [(&str, &str, bool); 33] = [
    ("gb2312", SIMPLIFIED, true),
    ("gbk", SIMPLIFIED, true),
    ("gb18030", SIMPLIFIED, true),
    ("big5", TRADITIONAL, true),
    ("shift_jis", JAPANESE, true),
    ("euc-jp", JAPANESE, true),
    ("iso-2022-jp", JAPANESE, true),
    ("euc-kr", KOREAN, true),
    ("ks_c_5601-1987", KOREAN, true),
    ("iso-8859-1", GERMAN, true),
    ("iso-8859-2", POLISH, true),
    ("iso-8859-4", BALTIC, false),
    ("iso-8859-5", RUSSIAN, true),
    ("iso-8859-6", ARABIC, true),
    ("iso-8859-7", GREEK, true),
    ("iso-8859-8", HEBREW, true),
    ("iso-8859-9", TURKISH, true),
    ("iso-8859-13", BALTIC, true),
    ("iso-8859-15", GERMAN, true),
    ("windows-1250", POLISH, true),
    ("windows-1251", RUSSIAN, true),
    ("windows-1252", GERMAN, true),
    ("windows-1253", GREEK, true),
    ("windows-1254", TURKISH, true),
    ("windows-1255", HEBREW, true),
    ("windows-1256", ARABIC, true),
    ("windows-1257", BALTIC, true),
    ("windows-1258", VIETNAMESE, true),
    ("windows-874", THAI, true),
    ("koi8-r", RUSSIAN, true),
    ("koi8-u", RUSSIAN, true),
    ("macintosh", GERMAN, false),
    ("x-mac-cyrillic", RUSSIAN, false),
];

/// A document that says `label` of itself, in the charset `charset`.
fn document(words: &str, label: Option<&str>, charset: &str) -> Vec<u8> {
    let declaration = match label {
        Some(label) => format!("<?xml version='1.0' encoding='{label}'?>"),
        None => String::new(),
    };
    let encoding = Encoding::for_label(charset.as_bytes()).unwrap();
    let text = format!("{declaration}<rss><title>{words}</title></rss>");
    let (bytes, _, _) = encoding.encode(&text);
    bytes.into_owned()
}

#[test]
fn every_charset_is_read_with_every_kind_of_label() {
    for (charset, words, _) in CHARSETS {
        // What the charset cannot say is written as a reference; the test is about bytes.
        let encoding = Encoding::for_label(charset.as_bytes()).unwrap();
        let (bytes, _, _) = encoding.encode(words);
        let expect = encoding.decode_without_bom_handling(&bytes).0;
        let expect = format!("<rss><title>{expect}</title></rss>");
        let header = format!(
            "application/rss+xml; charset=\"{}\"",
            charset.to_uppercase()
        );
        let header = Some(header.as_str());
        let plain = document(words, None, charset);
        assert_eq!(text(&plain, header), expect, "{charset} in HTTP");
        let declared = document(words, Some(charset), charset);
        assert_eq!(text(&declared, None), expect, "{charset} declared");
        assert_eq!(text(&declared, header), expect, "{charset} in both");
        // HTTP comes first, as in browsers; UTF-8 it cannot be.
        let wrong = document(words, Some("utf-8"), charset);
        assert_eq!(text(&wrong, header), expect, "{charset} against UTF-8");
        let utf8 = Some("text/xml; charset=utf-8");
        assert_eq!(text(&declared, utf8), expect, "{charset} against HTTP");
    }
}

#[test]
fn charsets_are_found_without_a_label_or_with_a_wrong_one() {
    let mut unlike = Vec::new();
    for (charset, words, is_found) in CHARSETS {
        let encoding = Encoding::for_label(charset.as_bytes()).unwrap();
        let (bytes, _, _) = encoding.encode(words);
        let expect = encoding.decode_without_bom_handling(&bytes).0;
        let expect = format!("<rss><title>{expect}</title></rss>");
        for label in [None, Some("utf-8")] {
            let document = document(words, label, charset);
            if (text(&document, None) == expect) != is_found {
                unlike.push((charset, label));
            }
            assert!(
                label.is_none() || !warnings(&document, None).is_empty(),
                "{charset}"
            );
        }
    }
    assert_eq!(unlike, [], "found where it should not be, or the other way");
}

#[test]
fn utf_16_and_32_are_read_with_and_without_their_mark() {
    let words = "<?xml version=\"1.0\" encoding=\"utf-16\"?><rss>ü新😀</rss>";
    let expect = "<rss>ü新😀</rss>";
    let wide = |bytes: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter()
            .chain(words.encode_utf16())
            .flat_map(bytes)
            .collect()
    };
    let widest = |bytes: fn(u32) -> [u8; 4], mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter()
            .chain(words.chars().map(u32::from))
            .flat_map(bytes)
            .collect()
    };
    for mark in [true, false] {
        for bytes in [
            wide(u16::to_le_bytes, mark),
            wide(u16::to_be_bytes, mark),
            widest(u32::to_le_bytes, mark),
            widest(u32::to_be_bytes, mark),
        ] {
            for header in [None, Some("text/xml"), Some("text/xml; charset=utf-8")] {
                assert_eq!(text(&bytes, header), expect, "{mark} {header:?}");
            }
        }
    }
    let space: Vec<u8> = "\n <rss>新</rss>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(text(&space, None), "<rss>新</rss>");
    let json: Vec<u8> = "{\"items\":[]}"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(text(&json, None), "{\"items\":[]}");
}

#[test]
fn utf_8_is_utf_8_whatever_a_label_says() {
    let words = "<a>Grüße, 新闻</a>";
    for label in [
        "iso-8859-1",
        "windows-1251",
        "gbk",
        "shift_jis",
        "utf-16",
        "x-unknown",
    ] {
        let header = format!("text/xml; charset={label}");
        assert_eq!(text(words.as_bytes(), Some(&header)), words, "{label}");
        let declared = format!("<?xml version='1.0' encoding='{label}'?>{words}");
        assert_eq!(text(declared.as_bytes(), None), words, "{label}");
    }
    assert_eq!(
        text(b"\xEF\xBB\xBF<a/>", Some("text/xml; charset=gbk")),
        "<a/>"
    );
    assert_eq!(
        text(
            b"<a>Gr\xc3\xbc\xc3\x9fe</a>",
            Some("text/xml; charset=latin1")
        ),
        "<a>Grüße</a>"
    );
}

/// `联` is 0xC1 0xAA, but most of the second level of GB 2312 is two bytes that are valid UTF-8 too.
#[test]
fn a_label_of_two_bytes_counts_where_utf_8_could_be_chance() {
    let header = Some("text/xml; charset=gb2312");
    assert_eq!(text(b"<a>\xc4\xb0\xc4\xb1</a>", header), "<a>陌谋</a>");
    assert_eq!(text("<a>İı</a>".as_bytes(), None), "<a>İı</a>");
    let both = "<?xml version='1.0' encoding='utf-8'?><a>é</a>";
    assert_eq!(text(both.as_bytes(), header), "<a>é</a>");
}

#[test]
fn code_pages_that_browsers_do_not_know_are_read() {
    let check = |label: &str, bytes: &[u8], expect: &str| {
        let mut document = format!("<?xml version='1.0' encoding='{label}'?><a>").into_bytes();
        document.extend(bytes);
        document.extend(b"</a>");
        assert_eq!(text(&document, None), format!("<a>{expect}</a>"), "{label}");
    };
    check("IBM437", b"\x81\xe1", "üß");
    check("cp850", b"\x9b", "ø");
    check("cp852", b"\xa5", "ą");
    check("cp1125", b"\x80", "А");
    check("macroman", b"\x8a", "ä");
    check("x-mac-ce", b"\x8a", "ä");
    check("koi8-t", b"\xd2", "р");
}

#[test]
fn ebcdic_is_read() {
    // `<?xml version="1.0" encoding="cp037"?><a>A B</a>`
    let bytes = b"\x4c\x6f\xa7\x94\x93\x40\xa5\x85\x99\xa2\x89\x96\x95\x7e\x7f\xf1\x4b\xf0\x7f\x40\x85\x95\x83\x96\x84\x89\x95\x87\x7e\x7f\x83\x97\xf0\xf3\xf7\x7f\x6f\x6e\x4c\x81\x6e\xc1\x40\xc2\x4c\x61\x81\x6e";
    assert_eq!(text(bytes, None), "<a>A B</a>");
}

#[test]
fn a_few_broken_bytes_cost_themselves_only() {
    let cut = b"<a>na\xc3\xafve caf\xc3";
    assert_eq!(text(cut, None), "<a>naïve caf\u{FFFD}");
    let pasted = b"<?xml version='1.0' encoding='utf-8'?><a>\xe6\x96\xb0\xe9\x97\xbb \x93quoted\x94 \xe6\x96\xb0</a>";
    assert_eq!(text(pasted, None), "<a>新闻 “quoted” 新</a>");
    assert_eq!(
        warnings(pasted, None),
        ["some bytes are not in the charset of the rest"]
    );
    let mut gbk = document(&SIMPLIFIED.repeat(3), Some("gbk"), "gbk");
    let end = gbk.len() - b"</title></rss>".len() - 1;
    gbk.truncate(end);
    assert!(text(&gbk, None).starts_with("<rss><title>中国政府"));
    assert_eq!(
        warnings(&gbk, None),
        ["some bytes are not in the charset of the rest"]
    );
}

#[test]
fn a_wrong_label_is_told() {
    let bytes = b"<?xml version='1.0' encoding='utf-8'?><a>Gr\xfc\xdfe aus K\xf6ln</a>";
    assert_eq!(text(bytes, None), "<a>Grüße aus Köln</a>");
    assert_eq!(
        warnings(bytes, None),
        ["the charset is `windows-1252`, not `UTF-8` as stated"]
    );
}

#[test]
fn control_characters_go_and_those_of_windows_are_what_was_meant() {
    assert_eq!(text(b"\x1b<a>\x0b</a>\x00", None), "<a></a>");
    assert_eq!(
        text("<a>don\u{92}t \u{93}x\u{94}\u{a0}</a>".as_bytes(), None),
        "<a>don’t “x”\u{a0}</a>"
    );
}

#[test]
fn the_country_of_the_address_is_a_hint() {
    let source = |url| Source {
        url: Some(url),
        content_type: None,
    };
    let short = b"<a>\xcf\xf0\xe8\xe2\xe5\xf2</a>";
    assert_eq!(
        decode(short, &source("https://example.ru/feed")).text,
        "<a>Привет</a>"
    );
}
