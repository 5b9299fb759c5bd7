//! How the terminal shows pictures: asked once, when the first one is wanted, and waited for beside the loop.
//!
//! A terminal says that it knows kitty's pictures, or sixel's; iTerm2's are known by the environment. All others get half blocks. Through tmux, kitty's
//! question is passed on, and answered only where tmux lets answers through; sixel is tmux's own affair. Sources: kitty's graphics protocol, "Querying
//! support"; xterm's control sequences (DA1, `CSI 16 t`).

use std::env;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use ratatui_image::picker::ProtocolType;
use ratatui_image::picker::cap_parser::{Parser, QueryStdioOptions};
use rustix::event::{PollFd, PollFlags, Timespec};

use crate::command::{Key, KeyCode};

/// What has not answered by then does not.
const PATIENCE: Duration = Duration::from_millis(250);

/// The terminal behind tmux is waited for so long in all: tmux itself answers at once, and lets through whatever it likes.
const BEHIND: Duration = Duration::from_millis(80);

/// A terminal that takes longer is at the end of a slow line: pictures are more than it can carry.
const SLOW: Duration = Duration::from_millis(150);

/// A cell in pixels where nobody tells.
const USUAL_CELL: (u16, u16) = (10, 20);

/// Bytes of answers, and of keys between them, that are taken in.
const MOST: usize = 4096;

/// How pictures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Kitty's protocol, its pixels packed where the terminal unpacks.
    Kitty { packed: bool },
    /// Sixel.
    Sixel,
    /// iTerm2's protocol.
    Iterm2,
    /// Coloured half blocks.
    HalfBlocks,
}

/// What was found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graphics {
    /// How pictures are shown.
    pub means: Means,
    /// Width and height of a cell in pixels.
    pub cell: (u16, u16),
    /// The way to the terminal is slow.
    pub is_slow: bool,
    /// What the terminal is told goes through tmux.
    pub through_tmux: bool,
}

/// The terminals around, by their environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// tmux stands between.
    pub tmux: bool,
    /// One that paints iTerm2's pictures best.
    pub iterm2: bool,
    /// One whose kitty and sixel pictures are known to be faulty.
    pub faulty: bool,
}

impl Around {
    /// Looks at the environment.
    pub fn detect() -> Around {
        let text = |name: &str| env::var(name).unwrap_or_default();
        Around::of(&text)
    }

    fn of(text: &dyn Fn(&str) -> String) -> Around {
        let has = |name: &str| !text(name).is_empty();
        let tmux = has("TMUX") || text("TERM").starts_with("tmux");
        let program = text("TERM_PROGRAM");
        let known = [
            "iTerm",
            "WezTerm",
            "mintty",
            "vscode",
            "Tabby",
            "Hyper",
            "rio",
            "WarpTerminal",
        ];
        let named = known.iter().any(|name| program.contains(name));
        let wezterm = has("WEZTERM_EXECUTABLE");
        Around {
            tmux,
            iterm2: !tmux && (named || wezterm || text("LC_TERMINAL").contains("iTerm")),
            faulty: !tmux && (wezterm || has("KONSOLE_VERSION")),
        }
    }
}

/// What the terminal answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Answers {
    kitty: bool,
    unpacks: bool,
    sixel: bool,
    cell: Option<(u16, u16)>,
    /// How many ends of questions came back.
    ends: usize,
    /// What was typed meanwhile.
    keys: Vec<Key>,
}

/// Asks the terminal, and takes what is typed meanwhile as keys. Nothing else may listen to the keyboard; a byte in `stopped` ends it, and nothing is
/// known then.
pub fn ask(stopped: &impl AsFd, cell: Option<(u16, u16)>) -> (Option<Graphics>, Vec<Key>) {
    let around = Around::detect();
    let begun = Instant::now();
    let bytes = exchanged(
        stopped,
        &questions(&around),
        begun,
        |bytes| match answers(bytes).ends {
            0 => PATIENCE,
            _ if around.tmux => BEHIND,
            _ => Duration::ZERO,
        },
    );
    let took = begun.elapsed();
    let (bytes, is_stopped) = bytes.unwrap_or_default();
    let answers = answers(&bytes);
    let is_slow = took > SLOW && (!around.tmux || answers.ends == 0);
    let graphics = (!is_stopped).then(|| chosen(&around, &answers, cell, is_slow));
    (graphics, answers.keys)
}

fn chosen(around: &Around, answers: &Answers, cell: Option<(u16, u16)>, is_slow: bool) -> Graphics {
    let cell = cell.or(answers.cell);
    // Pixels that nobody can tell the size of cannot be fitted.
    let means = match cell {
        Some(_) if around.iterm2 => Means::Iterm2,
        Some(_) if answers.kitty && !around.faulty => Means::Kitty {
            packed: answers.unpacks,
        },
        Some(_) if answers.sixel && !around.faulty => Means::Sixel,
        _ => Means::HalfBlocks,
    };
    Graphics {
        means,
        cell: cell.unwrap_or(USUAL_CELL),
        is_slow,
        through_tmux: around.tmux && matches!(means, Means::Kitty { .. }),
    }
}

fn questions(around: &Around) -> String {
    let options = |blacklist: &[ProtocolType]| QueryStdioOptions {
        blacklist_protocols: blacklist.to_vec(),
        kitty_compression: true,
        ..QueryStdioOptions::default()
    };
    if !around.tmux {
        return Parser::query(false, options(&[]));
    }
    let own = Parser::query(false, options(&[ProtocolType::Kitty]));
    own + &Parser::query(true, options(&[ProtocolType::Sixel]))
}

/// Sends the questions and takes what comes back, for as long as `patience` says of what came already; and whether that was ended.
fn exchanged(
    stopped: &impl AsFd,
    questions: &str,
    begun: Instant,
    patience: impl Fn(&[u8]) -> Duration,
) -> io::Result<(Vec<u8>, bool)> {
    let mut out = io::stdout().lock();
    out.write_all(questions.as_bytes())?;
    out.flush()?;
    drop(out);
    let (mut bytes, mut piece) = (Vec::new(), [0; 256]);
    while bytes.len() < MOST {
        let left = patience(&bytes).saturating_sub(begun.elapsed());
        if left.is_zero() {
            break;
        }
        let wait = Timespec {
            tv_sec: 0,
            tv_nsec: left.subsec_nanos().into(),
        };
        let keyboard = rustix::stdio::stdin();
        let mut fds = [
            PollFd::new(&keyboard, PollFlags::IN),
            PollFd::new(stopped, PollFlags::IN),
        ];
        if rustix::event::poll(&mut fds, Some(&wait))? == 0 {
            break;
        }
        let [heard, stop] = fds.map(|fd| fd.revents());
        if !stop.is_empty() {
            return Ok((bytes, true));
        }
        if !heard.contains(PollFlags::IN) {
            break;
        }
        let count = rustix::io::read(keyboard, &mut piece)?;
        if count == 0 {
            break;
        }
        bytes.extend_from_slice(piece.get(..count).unwrap_or_default());
    }
    Ok((bytes, false))
}

/// Tells answers from keys.
fn answers(bytes: &[u8]) -> Answers {
    let text = String::from_utf8_lossy(bytes);
    let mut answers = Answers::default();
    let mut rest = &*text;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\x1b_G") {
            let (answer, after) = after.split_once("\x1b\\").unwrap_or((after, ""));
            answers.kitty |= answer == "i=31;OK";
            answers.unpacks |= answer == "i=32;OK";
            rest = after;
        } else if let Some(after) = rest.strip_prefix("\x1b[") {
            let end = after.find(|c: char| ('@'..='~').contains(&c));
            let (sequence, after) = after.split_at(end.map_or(after.len(), |at| at + 1));
            answers.control(sequence);
            // What is pasted in the meantime is lost rather than taken for keys.
            let is_paste = sequence == "200~";
            let behind = after
                .split_once("\x1b[201~")
                .map_or("", |(_, behind)| behind);
            rest = if is_paste { behind } else { after };
        } else {
            answers.keys.extend(typed(first, rest));
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    answers
}

impl Answers {
    /// What stands behind `ESC [`.
    fn control(&mut self, sequence: &str) {
        let plain = |code| Some(Key::plain(code));
        let key = match sequence {
            "0n" => {
                self.ends += 1;
                None
            }
            "A" => plain(KeyCode::Up),
            "B" => plain(KeyCode::Down),
            "C" => plain(KeyCode::Right),
            "D" => plain(KeyCode::Left),
            "5~" => plain(KeyCode::PageUp),
            "6~" => plain(KeyCode::PageDown),
            _ => {
                self.told(sequence);
                None
            }
        };
        self.keys.extend(key);
    }

    fn told(&mut self, sequence: &str) {
        if let Some(told) = sequence
            .strip_prefix('?')
            .and_then(|it| it.strip_suffix('c'))
        {
            self.sixel |= told.split(';').skip(1).any(|what| what == "4");
        } else if let Some(told) = sequence
            .strip_prefix("6;")
            .and_then(|it| it.strip_suffix('t'))
        {
            let size = told.split_once(';').and_then(|(height, width)| {
                let (width, height) = (width.parse().ok()?, height.parse().ok()?);
                (width > 1 && height > 1 && width < 200 && height < 400).then_some((width, height))
            });
            self.cell = self.cell.or(size);
        }
    }
}

/// A key that is one character.
fn typed(letter: char, rest: &str) -> Option<Key> {
    let code = match letter {
        '\r' | '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\x7f' => KeyCode::Backspace,
        '\x1b' if rest.len() == 1 => KeyCode::Escape,
        letter if letter.is_control() || letter == char::REPLACEMENT_CHARACTER => return None,
        letter => KeyCode::Char(letter),
    };
    Some(Key::plain(code))
}

#[cfg(test)]
mod tests;
