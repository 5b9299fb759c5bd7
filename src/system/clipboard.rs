//! The clipboard: OSC 52, which works over ssh too, or a command of the reader's choice.
//!
//! Invariant: nothing is printed here; the hall owns the terminal and prints the sequence itself.

use std::io::Write;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::model::Trouble;
use crate::system::browser::words;

/// Terminals refuse more than about this, and a link is never that long.
const LARGEST: usize = 74_000;

/// What stands between byline and the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Terminal {
    /// Nothing.
    #[default]
    Plain,
    /// tmux, which passes a sequence on when it is wrapped.
    Tmux,
    /// GNU screen, likewise.
    Screen,
}

impl Terminal {
    /// As the environment tells.
    #[must_use]
    pub fn detect() -> Terminal {
        let term = std::env::var("TERM").unwrap_or_default();
        if std::env::var_os("TMUX").is_some() {
            Terminal::Tmux
        } else if term.starts_with("screen") {
            Terminal::Screen
        } else {
            Terminal::Plain
        }
    }
}

/// Puts a text on the clipboard. With a `command`, it gets the text on its stdin; without one, what comes back is the sequence to
/// print to the terminal.
pub fn copy(text: &str, command: &str, terminal: Terminal) -> Result<Option<String>, Trouble> {
    if !command.trim().is_empty() {
        return give(text, command).map(|()| None);
    }
    if text.len() > LARGEST {
        return Err(Trouble::new(
            "the text is too long for the terminal's clipboard",
            "set `clipboard` in `config.toml` to a command such as `wl-copy`",
        ));
    }
    Ok(Some(sequence(text, terminal)))
}

fn sequence(text: &str, terminal: Terminal) -> String {
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    match terminal {
        Terminal::Plain => plain,
        Terminal::Tmux => format!("\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
        Terminal::Screen => format!("\x1bP{plain}\x1b\\"),
    }
}

fn give(text: &str, command: &str) -> Result<(), Trouble> {
    let failed = |why: String| {
        Trouble::new(
            format!("`{command}` did not take the text: {why}"),
            "check `clipboard` in `config.toml`",
        )
    };
    let words = words(command);
    let Some((program, arguments)) = words.split_first() else {
        return Err(failed("it names no program".into()));
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin
            .write_all(text.as_bytes())
            .map_err(|error| failed(error.to_string()))?;
    }
    // Clipboard programs that serve the text themselves fork, so their parent ends at once.
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(status.to_string())),
        Err(error) => Err(failed(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_wrapped_for_what_stands_between() {
        assert_eq!(sequence("hi", Terminal::Plain), "\x1b]52;c;aGk=\x07");
        assert_eq!(
            sequence("hi", Terminal::Tmux),
            "\x1bPtmux;\x1b\x1b]52;c;aGk=\x07\x1b\\"
        );
    }

    #[test]
    fn a_command_gets_the_text_or_says_why_not() {
        assert_eq!(copy("hi", "cat", Terminal::Plain), Ok(None));
        assert!(copy("hi", "false", Terminal::Plain).is_err());
        assert!(copy("hi", "no-such-program-here", Terminal::Plain).is_err());
    }
}
