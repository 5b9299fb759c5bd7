//! The dates that real feeds have.
//!
//! RFC 822 and its variants, ISO 8601 and its, ctime, slashes and dots, months in many languages, Chinese, Japanese and
//! Korean dates, and seconds since 1970. A time without a zone is taken as UTC, in Korean as Korea's. What is no date is
//! `None`, never a guess.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

use crate::model::Timestamp;
use crate::parse::date_names::{is_ornament, month, offset, pm};

/// No date is longer.
const LONGEST: usize = 100;

/// The point in time that `text` names.
pub fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let found = if text.bytes().all(|b| b.is_ascii_digit()) {
        digits(text)
    } else {
        iso(text).or_else(|| words(text))
    };
    found.filter(|time| time.to_rfc3339().is_some())
}

/// Nothing but digits: seconds or milliseconds since 1970, or a date without marks.
fn digits(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok()?;
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    match text.len() {
        4 if number > 1900 => at(day(number as i32, 1, 1)?, NaiveTime::MIN, 0),
        6 if number > 190_000 => at(day(number as i32 / 100, part(4, 6)?, 1)?, NaiveTime::MIN, 0),
        8 => at(
            day(number as i32 / 10_000, part(4, 6)?, part(6, 8)?)?,
            NaiveTime::MIN,
            0,
        ),
        9 | 10 => Some(Timestamp::from_secs(number)),
        13 => Some(Timestamp(number)),
        14 => at(
            day(part(0, 4)? as i32, part(4, 6)?, part(6, 8)?)?,
            NaiveTime::from_hms_opt(part(8, 10)?, part(10, 12)?, part(12, 14)?)?,
            0,
        ),
        _ => None,
    }
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A local day and time, `east` seconds east of Greenwich.
fn at(day: NaiveDate, time: NaiveTime, east: i64) -> Option<Timestamp> {
    let local = NaiveDateTime::new(day, time);
    Some(Timestamp(
        local
            .and_utc()
            .timestamp_millis()
            .checked_sub(east * 1000)?,
    ))
}

/// `2026-11-24`, with less or more: a time, a zone, parts of a second, an ordinal day.
fn iso(text: &str) -> Option<Timestamp> {
    let mut reader = Reader { rest: text };
    let year = reader.number(4, 4)?;
    let mark = reader.one_of(&['-', '/', '.', ':'])?;
    let rest = reader.rest;
    let first = reader.number(1, 3)?;
    let length = rest.len() - reader.rest.len();
    let day = if length == 3 {
        NaiveDate::from_yo_opt(year as i32, first)?
    } else if reader.rest.is_empty() {
        day(year as i32, first, 1)?
    } else {
        reader.one_of(&[mark])?;
        day(year as i32, first, reader.number(1, 2)?)?
    };
    let rest = reader.rest.trim_start_matches(['T', 't', ' ', '_', ',']);
    if rest.is_empty() || rest.eq_ignore_ascii_case("z") {
        return at(day, NaiveTime::MIN, 0);
    }
    clock(rest, day)
}

/// `12:58:00.5+01:00`, `12:58 PM CET`, `1258Z`, on a day.
fn clock(text: &str, day: NaiveDate) -> Option<Timestamp> {
    let mut parts = Parts::default();
    let mut reader = Reader { rest: text };
    let time = reader.time()?;
    parts.time = Some(time);
    parts.day = Some(day);
    for word in Words(reader.rest) {
        parts.add(word)?;
    }
    parts.timestamp()
}

/// Everything that is made of words and numbers, in any order that people write.
fn words(text: &str) -> Option<Timestamp> {
    let mut parts = Parts::default();
    for word in Words(text) {
        parts.add(word)?;
    }
    parts.timestamp()
}

/// What was found so far.
#[derive(Debug, Default)]
struct Parts {
    day: Option<NaiveDate>,
    month: Option<u32>,
    early_month: bool,
    numbers: Vec<(u32, usize)>,
    time: Option<(u32, u32, u32, u32)>,
    afternoon: Option<bool>,
    east: Option<i64>,
    /// Whether it is written in Korean: one country, one zone.
    is_korean: bool,
}

/// Seconds east of Greenwich.
const KOREA: i64 = 9 * 3600;

impl Parts {
    /// Takes one word; `None` when it fits nowhere.
    fn add(&mut self, word: &str) -> Option<()> {
        let first = word.chars().next()?;
        if first.is_ascii_digit() {
            return self.add_number(word);
        }
        if matches!(first, '+' | '-' | '−') {
            self.east = Some(self.east.unwrap_or(0) + numeric_offset(word)?);
            return Some(());
        }
        let folded = word.trim_matches(['.', ',']).to_lowercase();
        let folded = folded.strip_prefix("etc/").unwrap_or(&folded);
        self.is_korean |= matches!(folded, "오전" | "오후");
        // A first word such as `mar.` is a weekday when another month follows: mardi, martes.
        let may_be_month = self.day.is_none() && (self.month.is_none() || self.early_month);
        if may_be_month && let Some(month) = month(folded) {
            self.early_month = self.numbers.is_empty() && self.month.is_none();
            self.month = Some(month);
        } else if let Some(afternoon) = pm(folded) {
            self.afternoon = Some(afternoon);
        } else if let Some(east) = offset(folded) {
            self.east = Some(east);
        } else if !is_ornament(folded) {
            return None;
        }
        Some(())
    }

    fn add_number(&mut self, word: &str) -> Option<()> {
        if word.contains(':') {
            let mut reader = Reader { rest: word };
            self.time = Some(reader.time()?);
            return if reader.rest.is_empty() {
                Some(())
            } else {
                self.add(reader.rest)
            };
        }
        if word.contains(['/', '.', '-']) {
            let mut numbers = word.split(['/', '.', '-']).filter(|n| !n.is_empty());
            let (a, b) = (numbers.next()?, numbers.next());
            let Some(b) = b else {
                return self.add_plain(a);
            };
            if let (Ok(_), Ok(_)) = (a.parse::<u32>(), b.parse::<u32>()) {
                self.day = Some(marked_day(a, b, numbers.next()?, word.contains('/'))?);
                return Some(());
            }
            for part in [Some(a), Some(b), numbers.next()].into_iter().flatten() {
                self.add(part)?;
            }
            return Some(());
        }
        self.add_plain(word)
    }

    fn add_plain(&mut self, word: &str) -> Option<()> {
        let end = word
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(word.len());
        let (number, unit) = word.split_at_checked(end)?;
        let value: u32 = number.parse().ok()?;
        self.is_korean |= matches!(unit, "년" | "월" | "일" | "시");
        match unit {
            "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "." | "年" | "년" | "日" | "일" => {
                self.numbers.push((value, number.len()));
            }
            "月" | "월" => self.month = Some(value),
            "時" | "时" | "시" => self.time = Some((value, 0, 0, 0)),
            "分" | "분" => self.time = self.time.map(|(h, _, s, f)| (h, value, s, f)),
            "秒" | "초" => self.time = self.time.map(|(h, m, _, f)| (h, m, value, f)),
            "am" | "AM" | "pm" | "PM" => {
                self.time = Some((value, 0, 0, 0));
                return self.add(unit);
            }
            _ => return None,
        }
        Some(())
    }

    /// The day from a month's name and two numbers: the one of four digits, or else the later one, is the year.
    fn named_day(&mut self) -> Option<NaiveDate> {
        let month = self.month?;
        let year_at = self
            .numbers
            .iter()
            .position(|(value, length)| *length == 4 || *value > 31)
            .or_else(|| (self.numbers.len() > 1).then(|| self.numbers.len() - 1))?;
        let (year, length) = self.numbers.remove(year_at);
        let (number, _) = self.numbers.first().copied().unwrap_or((1, 1));
        day(full_year(year, length), month, number)
    }

    fn timestamp(mut self) -> Option<Timestamp> {
        let day = match self.day {
            Some(day) => day,
            None => self.named_day()?,
        };
        let (hour, minute, second, nano) = self.time.unwrap_or((0, 0, 0, 0));
        let hour = match self.afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let (day, hour) = if hour == 24 {
            (day.checked_add_signed(Duration::days(1))?, 0)
        } else {
            (day, hour)
        };
        let time = NaiveTime::from_hms_nano_opt(hour, minute, second.min(59), nano)?;
        let local = if self.is_korean { KOREA } else { 0 };
        at(day, time, self.east.unwrap_or(local))
    }
}

/// `11/24/2026` and `24.11.2026`: with slashes the month is first, unless that cannot be.
fn marked_day(a: &str, b: &str, c: &str, slashes: bool) -> Option<NaiveDate> {
    let (first, second, third) = (a.parse().ok()?, b.parse().ok()?, c.parse::<u32>().ok()?);
    if a.len() == 4 {
        return day(first as i32, second, third);
    }
    let year = full_year(third, c.len());
    if slashes && first <= 12 {
        day(year, first, second)
    } else {
        day(year, second, first)
    }
}

fn full_year(year: u32, length: usize) -> i32 {
    let year = year as i32;
    match length {
        1 | 2 if year < 70 => year + 2000,
        1..=3 if year < 200 => year + 1900,
        _ => year,
    }
}

/// `+0100`, `+01:00`, `-5`, in seconds.
fn numeric_offset(word: &str) -> Option<i64> {
    let sign = if word.starts_with('+') { 1 } else { -1 };
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().ok()?;
    let seconds = match (digits.len(), word.find(':')) {
        (1 | 2, _) => number * 3600,
        (3 | 4, _) => number / 100 * 3600 + number % 100 * 60,
        (6, Some(_)) => number / 10_000 * 3600 + number / 100 % 100 * 60,
        _ => return None,
    };
    (seconds <= 18 * 3600).then_some(sign * seconds)
}

/// Reads from the front of a text.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self
            .rest
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let (number, rest) = self.rest.split_at_checked(count)?;
        if count < least {
            return None;
        }
        self.rest = rest;
        number.parse().ok()
    }

    fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.rest.chars().next().filter(|c| marks.contains(c))?;
        self.rest = self.rest.get(mark.len_utf8()..)?;
        Some(mark)
    }

    /// `12`, `12:58`, `125800`, `12:58:00.123`: hours, minutes, seconds, nanoseconds.
    fn time(&mut self) -> Option<(u32, u32, u32, u32)> {
        let hour = self.number(1, 2)?;
        let colon = self.one_of(&[':', '.']).is_some();
        let Some(minute) = self.number(1 + usize::from(!colon), 2) else {
            return (!colon).then_some((hour, 0, 0, 0));
        };
        let again = self.one_of(&[':']).is_some();
        let second = self.number(1 + usize::from(!again), 2).unwrap_or_default();
        let mut nano = 0;
        if self.rest.starts_with(['.', ',']) && self.rest.len() > 1 {
            self.one_of(&['.', ','])?;
            let digits = self.rest;
            let value = self.number(1, 9)?;
            let length = digits.len() - self.rest.len();
            nano = value * 10_u32.pow(9 - length as u32);
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        Some((hour, minute, second, nano))
    }
}

/// Cuts a text at spaces and commas, and between a word and the sign or number that follows it.
struct Words<'a>(&'a str);

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '|' | ';' | '،');
        let rest = self.0.trim_start_matches(|c| is_gap(c) || c == '.');
        let first = rest.chars().next()?;
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(at, c)| {
                is_gap(*c)
                    || (first.is_alphabetic() && (c.is_ascii_digit() || matches!(c, '+' | '-')))
                    || (first.is_ascii_digit() && matches!(c, '+' | '−'))
                    || (first.is_ascii_digit() && is_dash_after_time(rest, *at, *c))
                    || (first.is_ascii_digit() && c.is_ascii_digit() && is_after_unit(rest, *at))
            })
            .map_or(rest.len(), |(at, _)| at);
        let (word, rest) = rest.split_at_checked(end)?;
        self.0 = rest;
        Some(word)
    }
}

/// In `12:58-0500` the dash begins a zone.
fn is_dash_after_time(text: &str, at: usize, c: char) -> bool {
    c == '-' && text.get(..at).is_some_and(|before| before.contains(':'))
}

/// In `2026年11月24日` a new word begins behind each unit.
fn is_after_unit(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_some_and(|c| !c.is_ascii() && c.is_alphabetic())
}

#[cfg(test)]
mod tests;
