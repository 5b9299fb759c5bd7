//! What the terminal tells about itself at the start: light or dark, and how wide it draws ambiguous characters.
//!
//! Asked only where the answer decides something, and waited for briefly: a terminal that stays silent costs a few milliseconds, once.
//! The width is asked only of a terminal that has just answered.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use terminal_colorsaurus::{QueryOptions, background_color};

/// How long the start waits for the terminal; what comes later is heard as a late answer.
const PATIENCE: Duration = Duration::from_millis(15);

/// What the terminal told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// A light background; `None`: not told.
    pub light: Option<bool>,
    /// Whether the answer may still come.
    pub open: bool,
    /// Ambiguous characters such as `●` take two cells.
    pub wide: bool,
}

/// Asks. Must run in raw mode, and before anything else listens to the keyboard.
pub fn ask() -> Answers {
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    // The background alone: every further question is one more answer that may come late.
    match background_color(options) {
        Ok(color) => Answers {
            light: Some(color.perceived_lightness() > 0.5),
            open: false,
            wide: draws_wide().unwrap_or(false),
        },
        // Too slow, or its answers came in another order than the questions: the awaited one may still come.
        Err(_) => Answers {
            open: true,
            ..Answers::default()
        },
    }
}

/// Draws an ambiguous character, asks where the cursor is, and wipes it away.
fn draws_wide() -> io::Result<bool> {
    let mut out = io::stdout().lock();
    out.write_all("\r●\x1b[6n\r\x1b[K".as_bytes())?;
    out.flush()?;
    let deadline = Instant::now() + PATIENCE;
    let (mut answer, mut byte) = (Vec::new(), [0]);
    while answer.len() < 16 && !answer.ends_with(b"R") {
        let left = deadline.saturating_duration_since(Instant::now());
        let wait = Timespec {
            tv_sec: 0,
            tv_nsec: left.subsec_nanos().into(),
        };
        let stdin = rustix::stdio::stdin();
        if rustix::event::poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&wait))? == 0 {
            break;
        }
        if rustix::io::read(stdin, &mut byte)? == 0 {
            break;
        }
        answer.extend_from_slice(&byte);
    }
    Ok(column(&answer) == Some(3))
}

/// The column in `ESC [ row ; column R`.
fn column(answer: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(answer).ok()?;
    let (_, place) = text.strip_suffix('R')?.split_once("\x1b[")?;
    place.split_once(';')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_is_read_from_the_answer() {
        assert_eq!(column(b"\x1b[12;3R"), Some(3));
        assert_eq!(column(b"\x1b[12;3"), None);
        assert_eq!(column(b"garbage"), None);
    }
}
