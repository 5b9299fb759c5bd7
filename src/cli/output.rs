//! Where words go: data to stdout, the rest to stderr; both free of control characters and open bidi embeddings.
//!
//! Invariant: a reader that closes its end early (`| head`) ends the command in peace.

use std::io::{self, BufWriter, IsTerminal, Write};

use serde_json::Value;

use crate::cli::args::{ColorWish, Globals};
use crate::config::Problem;
use crate::model::Trouble;
use crate::text;

/// Why a command ends before its end.
#[derive(Debug)]
pub enum Stop {
    /// Wrong usage: exit 2.
    Usage(Trouble),
    /// Something failed: exit 1.
    Failed(Trouble),
    /// Something failed and was said already: exit 1.
    Said,
    /// The output could not be written.
    Output(io::Error),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        Stop::Failed(trouble)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output(error)
    }
}

/// The two streams, and what is wished of them.
pub struct Output {
    out: Box<dyn Write + Send>,
    /// Print JSON.
    pub json: bool,
    /// Stdout is a terminal.
    pub terminal: bool,
    /// Colours and links may be used on stdout.
    pub colored: bool,
}

impl Output {
    /// The process's own streams.
    pub fn new(globals: &Globals) -> Output {
        let terminal = io::stdout().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Output {
            out: Box::new(BufWriter::with_capacity(1 << 16, io::stdout())),
            json: globals.json,
            terminal,
            colored: match globals.color {
                ColorWish::Always => true,
                ColorWish::Never => false,
                ColorWish::Auto => terminal && !plain,
            },
        }
    }

    /// Prints text and ends the line. Newlines and tabs in it stay.
    pub fn line(&mut self, text: &str) -> Result<(), Stop> {
        self.out.write_all(text::scrub(text).as_bytes())?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// Prints text whose escapes are byline's own, and ends the line.
    pub fn styled(&mut self, text: &str) -> Result<(), Stop> {
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// Prints one JSON value on one line.
    pub fn value(&mut self, value: Value) -> Result<(), Stop> {
        self.styled(&scrubbed(value).to_string())
    }

    /// One JSON value as a line, with its end, as `value` prints it.
    pub fn json_line(value: Value) -> String {
        format!("{}\n", scrubbed(value))
    }

    /// Prints bytes that are scrubbed, or no text.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        Ok(self.out.write_all(bytes)?)
    }

    /// Whatever was printed goes out now.
    pub fn flush(&mut self) -> Result<(), Stop> {
        Ok(self.out.flush()?)
    }

    /// Says something that is no data.
    pub fn say(&mut self, text: &str) -> Result<(), Stop> {
        self.flush()?;
        tell(text);
        Ok(())
    }
}

/// Prints a line to stderr. A stderr that is closed is nobody's loss.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text::scrub(text));
}

/// Prints `error:` and, if there is one, `hint:`.
pub fn tell_error(trouble: &Trouble) {
    tell(&format!("error: {}", trouble.what));
    if let Some(hint) = &trouble.hint {
        tell(&format!("hint: {hint}"));
    }
}

/// Prints `warning:` and, if there is one, `hint:`: something is not as it should be, and the command goes on.
pub fn tell_warning(trouble: &Trouble) {
    tell(&format!("warning: {}", trouble.what));
    if let Some(hint) = &trouble.hint {
        tell(&format!("hint: {hint}"));
    }
}

/// Prints a mistake in a file: its place, what it is, what helps.
pub fn tell_problem(problem: &Problem) {
    tell(&format!("warning: {problem}"));
    if let Some(hint) = &problem.hint {
        tell(&format!("hint: {hint}"));
    }
}

/// Every text in it scrubbed; JSON escapes control characters itself, but bidi controls would pass.
fn scrubbed(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(text::scrub(&text).into_owned()),
        Value::Array(values) => Value::Array(values.into_iter().map(scrubbed).collect()),
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name, scrubbed(value)))
                .collect(),
        ),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_text_in_json_carries_escapes_or_embeddings() {
        let value = scrubbed(json!({"a": ["\u{202e}evil\u{1b}[2J\n"], "n": 1}));
        assert_eq!(value, json!({"a": ["evil[2J\n"], "n": 1}));
    }
}
