//! One section of `config.toml` being read: an option at a time, each with what it may be. What is wrong keeps the value it had.

use std::fmt::Display;
use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};

use crate::config::duration::{parse_size, parse_span, print_size, print_span};
use crate::config::sheet::{Sheet, Value, in_order};

/// Why one of the reader's own names is left out.
pub struct LeftOut {
    /// Lower case, no full stop.
    pub what: String,
    /// What helps.
    pub hint: Option<String>,
    /// The character of the text, from 0, at which it is wrong; `None`: as a whole.
    pub at: Option<u32>,
}

impl From<(String, String)> for LeftOut {
    fn from((what, hint): (String, String)) -> LeftOut {
        LeftOut {
            what,
            hint: Some(hint),
            at: None,
        }
    }
}

/// A section, and which of its keys were asked for.
pub struct Options<'a, 's, 't> {
    sheet: &'a mut Sheet<'s>,
    table: &'a DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'a, 's, 't> Options<'a, 's, 't> {
    /// Begins to read a table.
    pub fn new(sheet: &'a mut Sheet<'s>, table: &'a DeTable<'t>) -> Options<'a, 's, 't> {
        Options {
            sheet,
            table,
            known: Vec::new(),
        }
    }

    fn value(&mut self, key: &'static str) -> Option<&'a Value<'t>> {
        self.known.push(key);
        self.table.get(key)
    }

    fn wrong(&mut self, value: &Value<'_>, must: &str, kept: impl Display) {
        let key = self.known.last().copied().unwrap_or_default();
        let what = format!("`{key}` must be {must}, not {}", self.sheet.literal(value));
        self.sheet
            .problem(value.span().start, what, Some(format!("kept {kept}")));
    }

    /// A whole number within a range.
    pub fn number(&mut self, key: &'static str, range: RangeInclusive<u64>, kept: u64) -> u64 {
        let Some(value) = self.value(key) else {
            return kept;
        };
        let found = value.get_ref().as_integer();
        let found = found.and_then(|it| u64::from_str_radix(it.as_str(), it.radix()).ok());
        if let Some(number) = found.filter(|number| range.contains(number)) {
            return number;
        }
        let must = format!("{} to {}", range.start(), range.end());
        self.wrong(value, &must, kept);
        kept
    }

    /// True or false.
    pub fn flag(&mut self, key: &'static str, kept: bool) -> bool {
        let Some(value) = self.value(key) else {
            return kept;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(value, "true or false", kept);
            kept
        })
    }

    /// A text that is read as something, and how that is printed.
    #[expect(clippy::type_complexity, reason = "a pair of ways there and back")]
    pub fn parsed<T: Copy>(
        &mut self,
        key: &'static str,
        must: &str,
        (parse, print): (fn(&str) -> Option<T>, fn(T) -> String),
        kept: T,
    ) -> T {
        let Some(value) = self.value(key) else {
            return kept;
        };
        let found = value.get_ref().as_str().and_then(parse);
        found.unwrap_or_else(|| {
            self.wrong(value, must, format!("\"{}\"", print(kept)));
            kept
        })
    }

    /// Any text, and where it stands.
    pub fn text(&mut self, key: &'static str, kept: &str) -> String {
        let Some(value) = self.value(key) else {
            return kept.to_string();
        };
        if let Some(text) = value.get_ref().as_str() {
            return text.to_string();
        }
        self.wrong(value, "a text in quotes", format!("\"{kept}\""));
        kept.to_string()
    }

    /// A list of texts of a sort.
    pub fn texts(
        &mut self,
        key: &'static str,
        must: &str,
        is_one: fn(&str) -> bool,
        kept: &[String],
    ) -> Vec<String> {
        let Some(value) = self.value(key) else {
            return kept.to_vec();
        };
        let text = |value: &Value<'_>| {
            let text = value.get_ref().as_str()?.trim();
            is_one(text).then(|| text.to_string())
        };
        let found = value.get_ref().as_array();
        if let Some(texts) = found.and_then(|list| list.iter().map(text).collect()) {
            return texts;
        }
        self.wrong(value, must, format!("{kept:?}"));
        kept.to_vec()
    }

    /// One of a few words (or numbers, where a word is one).
    pub fn choice<T: Copy + PartialEq>(
        &mut self,
        key: &'static str,
        choices: &[(&str, T)],
        kept: T,
    ) -> T {
        let Some(value) = self.value(key) else {
            return kept;
        };
        let word = match value.get_ref() {
            DeValue::String(word) => word.as_ref(),
            DeValue::Integer(number) => number.as_str(),
            _ => "",
        };
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == word) {
            return *choice;
        }
        let names: Vec<String> = choices.iter().map(|(name, _)| literal(name)).collect();
        let held = choices.iter().find(|(_, choice)| *choice == kept);
        let held = held.map_or(String::new(), |(name, _)| literal(name));
        self.wrong(value, &any_of(&names), held);
        kept
    }

    /// A span of time within a range, in milliseconds.
    pub fn span(&mut self, key: &'static str, range: RangeInclusive<i64>, kept: i64) -> i64 {
        let Some(value) = self.value(key) else {
            return kept;
        };
        let found = value.get_ref().as_str().and_then(parse_span);
        if let Some(span) = found.filter(|span| range.contains(span)) {
            return span;
        }
        let (from, to) = (print_span(*range.start()), print_span(*range.end()));
        let must = format!("a span of time, \"{from}\" to \"{to}\"");
        self.wrong(value, &must, format!("\"{}\"", print_span(kept)));
        kept
    }

    /// A span of time, or `"auto"`.
    pub fn span_or_auto(
        &mut self,
        key: &'static str,
        range: RangeInclusive<i64>,
        kept: Option<i64>,
    ) -> Option<i64> {
        let auto = |value: &Value<'_>| value.get_ref().as_str() == Some("auto");
        if self.table.get(key).is_some_and(auto) {
            self.known.push(key);
            return None;
        }
        let span = self.span(key, range, kept.unwrap_or(-1));
        (span >= 0).then_some(span)
    }

    /// A number of bytes with its unit.
    pub fn size(&mut self, key: &'static str, range: RangeInclusive<u64>, kept: u64) -> u64 {
        let Some(value) = self.value(key) else {
            return kept;
        };
        let found = value.get_ref().as_str().and_then(parse_size);
        if let Some(size) = found.filter(|size| range.contains(size)) {
            return size;
        }
        let (from, to) = (print_size(*range.start()), print_size(*range.end()));
        let must = format!("a size, \"{from}\" to \"{to}\"");
        self.wrong(value, &must, format!("\"{}\"", print_size(kept)));
        kept
    }

    /// Reads a section within this one; an absent one is like an empty one.
    pub fn section(&mut self, key: &'static str, read: impl FnOnce(&mut Options<'_, 's, 't>)) {
        let empty = DeTable::new();
        let table = match self.value(key).map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Table(table))) => table,
            Some((value, _)) => {
                let what = format!("`{key}` must be a section: [{key}]");
                self.sheet.problem(value.span().start, what, None);
                &empty
            }
            None => &empty,
        };
        let mut options = Options::new(self.sheet, table);
        read(&mut options);
        options.finish();
    }

    /// A section whose keys are the reader's own names, each with a text, in the order of the file. `read` says what is wrong with one.
    pub fn named<T, E: Into<LeftOut>>(
        &mut self,
        key: &'static str,
        read: impl Fn(&str, &str) -> Result<T, E>,
        kept: Vec<T>,
    ) -> Vec<T> {
        let Some(value) = self.value(key) else {
            return kept;
        };
        let DeValue::Table(table) = value.get_ref() else {
            let what = format!("`{key}` must be a section: [{key}]");
            self.sheet.problem(value.span().start, what, None);
            return kept;
        };
        let mut all = Vec::new();
        for (name, _, value) in in_order(table) {
            let Some(text) = value.get_ref().as_str() else {
                self.sheet.left_out(name, value, "a text in quotes");
                continue;
            };
            match read(name, text) {
                Ok(one) => all.push(one),
                Err(wrong) => {
                    let LeftOut { what, hint, at } = wrong.into();
                    let at = self.sheet.within(value, text, at);
                    let what = format!("`{name}` is left out: {what}");
                    self.sheet.problem(at, what, hint);
                }
            }
        }
        all
    }

    /// A list of sections (`[[key]]`), in the order of the file; `None`: the file says nothing of it. `read` gets each with its number from 0 and the byte where
    /// it begins.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&mut Options<'_, 's, 't>, (usize, usize)) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.value(key)?;
        let DeValue::Array(tables) = value.get_ref() else {
            let what = format!("`{key}` must be a list of sections: [[{key}]]");
            self.sheet.problem(value.span().start, what, None);
            return None;
        };
        let mut all = Vec::new();
        for (number, table) in tables.iter().enumerate() {
            let at = table.span().start;
            let DeValue::Table(inner) = table.get_ref() else {
                let what = format!("each `{key}` is a section of its own: [[{key}]]");
                self.sheet.problem(at, what, None);
                continue;
            };
            let mut options = Options::new(self.sheet, inner);
            all.extend(read(&mut options, (number, at)));
            options.finish();
        }
        Some(all)
    }

    /// A text, or a list of texts, each with the byte where it stands.
    pub fn words(&mut self, key: &'static str) -> Vec<(String, usize)> {
        let Some(value) = self.value(key) else {
            return Vec::new();
        };
        let text = |value: &Value<'_>| {
            let text = value.get_ref().as_str()?.to_string();
            Some((text, value.span().start))
        };
        let found = match value.get_ref() {
            DeValue::Array(list) => list.iter().map(text).collect(),
            _ => text(value).map(|one| vec![one]),
        };
        found.unwrap_or_else(|| {
            self.wrong(value, "a text, or a list of texts", "nothing");
            Vec::new()
        })
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> u32 {
        self.sheet.line(at)
    }

    /// Notes a problem at a byte.
    pub fn problem_at(&mut self, at: usize, what: String, hint: Option<String>) {
        self.sheet.problem(at, what, hint);
    }

    /// Notes a problem with the value of this key, or at a byte where there is none.
    pub fn problem_or(&mut self, key: &'static str, at: usize, what: String, hint: Option<String>) {
        let at = self.table.get(key).map_or(at, |value| value.span().start);
        self.sheet.problem(at, what, hint);
    }

    /// Notes a problem at a column, from 1, of the text under this key; where the text does not stand in the file as it is, the column is told in words.
    pub fn problem_within(
        &mut self,
        key: &'static str,
        (text, column): (&str, u32),
        what: String,
        hint: Option<String>,
    ) {
        let Some(value) = self.table.get(key) else {
            return;
        };
        let start = self.sheet.within(value, text, None);
        let at = self
            .sheet
            .within(value, text, Some(column.saturating_sub(1)));
        let what = if at == start {
            format!("{what} at column {column} of the query")
        } else {
            what
        };
        self.sheet.problem(at, what, hint);
    }

    /// Notes a problem with the value of this key.
    pub fn problem(&mut self, key: &'static str, what: String, hint: Option<String>) {
        let at = self.table.get(key).map_or(0, |value| value.span().start);
        self.sheet.problem(at, what, hint);
    }

    /// Notes the keys that nobody asked for.
    pub fn finish(self) {
        for (key, at, _) in in_order(self.table) {
            if !self.known.contains(&key) {
                self.sheet.unknown(at, key, &self.known, "option");
            }
        }
    }
}

/// A word as it is written in the file: numbers bare, all else in quotes.
fn literal(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_digit()) {
        word.to_string()
    } else {
        format!("\"{word}\"")
    }
}

/// `a, b or c`.
fn any_of(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
