//! A TOML text being read: values with their places, and the problems found so far.
//!
//! What is wrong becomes a `Problem`, and what is around it is still read. Invariant: nothing here fails.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::command::nearest;
use crate::config::Problem;

/// What helps against a mistake of grammar.
const GRAMMAR: &str = "it is TOML: `name = \"text\"`, `[table]`, `[[feed]]`";

/// A TOML value with its place.
pub type Value<'t> = Spanned<DeValue<'t>>;

/// A file's text, where its lines begin, and what was found wrong with it.
pub struct Sheet<'t> {
    file: String,
    text: &'t str,
    lines: Vec<usize>,
    problems: Vec<Problem>,
    /// The line from which its grammar is wrong: keys may stand where nobody put them.
    broken: Option<u32>,
}

impl<'t> Sheet<'t> {
    /// Reads the text as TOML; mistakes of its grammar are the first problems, and the table holds what could be read around them.
    pub fn open(file: &str, text: &'t str) -> (Sheet<'t>, DeTable<'t>) {
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        let mut sheet = Sheet {
            file: file.to_string(),
            text,
            lines,
            problems: Vec::new(),
            broken: None,
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = error.span().map_or(text.len(), |span| span.start);
            let what = error.message().lines().next().unwrap_or_default();
            let what = what.trim_end_matches('.').to_string();
            let line = sheet.line(at);
            sheet.broken = Some(sheet.broken.map_or(line, |first| first.min(line)));
            sheet.problem(at, what, Some(GRAMMAR.to_string()));
        }
        (sheet, table.into_inner())
    }

    /// Line and column of a byte, both from 1, the column in characters.
    fn place(&self, at: usize) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..at).unwrap_or_default();
        (line.max(1) as u32, before.chars().count() as u32 + 1)
    }

    /// Notes a mistake at this byte.
    pub fn problem(&mut self, at: usize, what: impl Into<String>, hint: Option<String>) {
        let (line, column) = self.place(at);
        self.problems.push(Problem {
            file: self.file.clone(),
            line,
            column,
            what: what.into(),
            hint,
        });
    }

    /// Notes that the value of this key is not what it must be, and is left out.
    pub fn left_out(&mut self, key: &str, value: &Value<'_>, must: &str) {
        let what = format!("`{key}` must be {must}, not {}", self.literal(value));
        self.problem(value.span().start, what, Some("left out".into()));
    }

    /// Whether nothing was found yet.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> u32 {
        self.place(at).0
    }

    /// What was found, in the order of the file.
    pub fn finish(mut self) -> Vec<Problem> {
        self.problems
            .sort_by_key(|problem| (problem.line, problem.column));
        self.problems
    }

    /// The value as it stands in the file, cut when it is long.
    pub fn literal(&self, value: &Value<'_>) -> String {
        const LONGEST: usize = 40;
        let text = self.text.get(value.span()).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default();
        let shown: String = line
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST)
            .collect();
        if shown.len() < text.len() {
            format!("{shown}…")
        } else {
            shown
        }
    }

    /// The byte of a character of a text, where the text stands in the file as it is; else, or for no character, that of its value.
    pub fn within(&self, value: &Value<'_>, text: &str, character: Option<u32>) -> usize {
        let start = value.span().start;
        let written = self.text.get(value.span()).unwrap_or_default();
        let place = character.zip(written.find(text)).map(|(character, at)| {
            let before = text.chars().take(character as usize);
            at + before.map(char::len_utf8).sum::<usize>()
        });
        start + place.unwrap_or(0)
    }

    /// Notes a key that means nothing here, and the known one that it resembles. From a mistake of grammar on, that says nothing.
    pub fn unknown(&mut self, at: usize, key: &str, known: &[&str], kind: &str) {
        if self.broken.is_some_and(|line| self.line(at) >= line) {
            return;
        }
        let hint = match nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`"),
            None => format!("known here: {}", known.join(", ")),
        };
        let key: String = key.chars().filter(|c| !c.is_control()).take(40).collect();
        self.problem(at, format!("unknown {kind} `{key}`"), Some(hint));
    }
}

/// The entries of a table in the order of the file: key, where it stands, value.
pub fn in_order<'a, 't>(table: &'a DeTable<'t>) -> Vec<(&'a str, usize, &'a Value<'t>)> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value))
        .collect();
    entries.sort_by_key(|(_, at, _)| *at);
    entries
}
