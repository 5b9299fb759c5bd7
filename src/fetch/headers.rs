//! What a server's headers ask of its readers: when to come back, how long an answer is good.
//!
//! Pure: the time comes in. Invariant: a header that cannot be understood says nothing.

use chrono::{DateTime, NaiveDateTime};
use reqwest::header::{
    ACCEPT, AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName, HeaderValue, LINK,
    RETRY_AFTER, USER_AGENT,
};

use crate::model::Timestamp;

/// How long a server wants to be left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pause {
    /// It did not say, or said 0.
    #[default]
    Unsaid,
    /// So many milliseconds.
    Millis(i64),
}

impl Pause {
    /// `Retry-After`: seconds, or a date.
    #[must_use]
    pub fn of(headers: &HeaderMap, now: Timestamp) -> Pause {
        let Some(said) = text(headers, &RETRY_AFTER) else {
            return Pause::Unsaid;
        };
        let millis = match said.parse::<i64>() {
            Ok(seconds) => seconds.saturating_mul(1000),
            // More seconds than there are numbers for is still a number of seconds.
            Err(_) if said.bytes().all(|byte| byte.is_ascii_digit()) && !said.is_empty() => {
                i64::MAX
            }
            Err(_) => match date(said) {
                Some(then) => then.since(said_now(headers, now)),
                None => 0,
            },
        };
        if millis > 0 {
            Pause::Millis(millis)
        } else {
            Pause::Unsaid
        }
    }
}

/// For how long the answer is good, in milliseconds: `Cache-Control: max-age` less `Age`, else `Expires`.
#[must_use]
pub fn max_age(headers: &HeaderMap, now: Timestamp) -> Option<i64> {
    let said = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .find_map(|part| {
            let (name, value) = part.split_once('=')?;
            (name.trim().eq_ignore_ascii_case("max-age"))
                .then(|| value.trim().trim_matches('"').parse::<i64>().ok())?
        });
    let millis = if let Some(seconds) = said {
        let age = text(headers, &AGE)
            .and_then(|age| age.parse::<i64>().ok())
            .unwrap_or(0)
            .max(0);
        seconds.saturating_sub(age).saturating_mul(1000)
    } else {
        let expires = date(text(headers, &EXPIRES)?)?;
        expires.since(said_now(headers, now))
    };
    (millis > 0).then_some(millis)
}

/// The server's own clock where it shows one: its dates are relative to it.
fn said_now(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    text(headers, &DATE).and_then(date).unwrap_or(now)
}

/// A date in any of the three forms of RFC 9110, 5.6.7.
fn date(text: &str) -> Option<Timestamp> {
    if let Ok(time) = DateTime::parse_from_rfc2822(text) {
        return Some(Timestamp::from(time.to_utc()));
    }
    let old = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let time = old
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(Timestamp::from(time.and_utc()))
}

/// What pictures are asked for: those that can be shown.
const PICTURES_WANTED: &str = "image/png, image/jpeg, image/webp, image/gif;q=0.8";

/// Asks for a picture rather than for a feed.
pub fn want_picture(headers: &mut HeaderMap) {
    headers.insert(ACCEPT, HeaderValue::from_static(PICTURES_WANTED));
}

/// Puts the feed's own name for its reader in place of byline's.
pub fn name_oneself(headers: &mut HeaderMap, name: Option<&str>) {
    if let Some(name) = name.and_then(|name| HeaderValue::from_str(name).ok()) {
        headers.insert(USER_AGENT, name);
    }
}

/// Asks for a web page rather than a feed.
pub fn want_page(headers: &mut HeaderMap) {
    let wanted = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";
    headers.insert(ACCEPT, HeaderValue::from_static(wanted));
}

/// Whether a `Content-Type` is a web page's.
#[must_use]
pub fn is_page(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let kinds = ["", "text/html", "application/xhtml+xml"];
    kinds.iter().any(|known| kind.eq_ignore_ascii_case(known))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// The values of `Link` headers, a few of them, none of great length: a page may name its feed there.
pub fn links(headers: &HeaderMap) -> Vec<String> {
    const MOST: usize = 16;
    const LONGEST: usize = 4096;
    let values = headers.get_all(LINK).iter().take(MOST);
    values
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .filter(|value| value.len() <= LONGEST)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use reqwest::header::HeaderValue;

    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_792_000_000);

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(name, HeaderValue::from_str(value).unwrap());
        }
        map
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_0_says_nothing() {
        let cases = [
            ("120", Pause::Millis(120_000)),
            ("0", Pause::Unsaid),
            ("-5", Pause::Unsaid),
            ("soon", Pause::Unsaid),
            ("Wed, 14 Oct 2026 17:51:40 GMT", Pause::Millis(100_000)),
            ("Wednesday, 14-Oct-26 17:51:40 GMT", Pause::Millis(100_000)),
            ("Wed Oct 14 17:51:40 2026", Pause::Millis(100_000)),
            ("Wed, 14 Oct 2015 17:51:40 GMT", Pause::Unsaid),
            ("99999999999999999999", Pause::Millis(i64::MAX)),
            ("", Pause::Unsaid),
        ];
        for (said, expect) in cases {
            let got = Pause::of(
                &headers(&[(RETRY_AFTER, said)]),
                Timestamp::from_secs(1_792_000_200),
            );
            assert_eq!(got, expect, "{said}");
        }
        assert_eq!(Pause::of(&HeaderMap::new(), NOW), Pause::Unsaid);
    }

    #[test]
    fn an_answers_age_is_taken_off() {
        let cases = [
            (vec![(CACHE_CONTROL, "public, max-age=600")], Some(600_000)),
            (
                vec![(CACHE_CONTROL, "max-age=600"), (AGE, "100")],
                Some(500_000),
            ),
            (vec![(CACHE_CONTROL, "no-store")], None),
            (vec![(CACHE_CONTROL, "max-age=0")], None),
            (
                vec![
                    (DATE, "Wed, 14 Oct 2026 17:00:00 GMT"),
                    (EXPIRES, "Wed, 14 Oct 2026 18:00:00 GMT"),
                ],
                Some(3_600_000),
            ),
        ];
        for (pairs, expect) in cases {
            assert_eq!(max_age(&headers(&pairs), NOW), expect, "{pairs:?}");
        }
    }
}
