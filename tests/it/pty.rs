//! The real program on a real pseudo-terminal: what only a terminal can show. Few, since each starts a process.
//!
//! Nothing here sleeps: every step waits for a condition of the screen, fed by a thread that reads what the program writes.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::cli::Home;

/// A condition that has not come by then never will.
const PATIENCE: Duration = Duration::from_secs(30);

/// `ECHO` of the terminal's local flags: off while keys are taken raw.
const ECHO: u32 = 0o10;

/// byline on a terminal of its own.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Starts the reader in this home, with `cols` by `rows` cells.
    pub fn start(home: &Path, cols: u16, rows: u16, args: &[&str]) -> Terminal {
        let size = size(cols, rows);
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_byline"));
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("TZ", "UTC");
        command.arg("--config-dir");
        command.arg(home.join("config"));
        command.arg("--data-dir");
        command.arg(home.join("data"));
        command.args(args);
        command.cwd(home);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let (to, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                if to.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Terminal {
            keys: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            bytes,
            screen: vt100::Parser::new(cells(rows), cells(cols), 0),
        }
    }

    /// Types.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the screen shows this.
    pub fn shows(&mut self, text: &str) {
        self.wait(&format!("`{text}` on the screen"), |screen| {
            screen.contents().contains(text)
        });
    }

    /// Waits until the screen no longer shows this.
    pub fn hides(&mut self, text: &str) {
        self.wait(&format!("`{text}` gone from the screen"), |screen| {
            !screen.contents().contains(text)
        });
    }

    /// Waits for a condition of the screen.
    pub fn wait(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(self.screen.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(error) => panic!("waited for {what}: {error}; the screen:\n{}", self.text()),
            }
        }
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.screen.screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(size(cols, rows)).unwrap();
    }

    /// The process.
    pub fn pid(&self) -> i32 {
        self.child.process_id().unwrap().try_into().unwrap()
    }

    /// Waits for the end; the exit status.
    pub fn ends(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("did not end; the screen:\n{}", self.text())
                }
            }
        }
        self.child.wait().unwrap().exit_code()
    }

    /// Asserts that the terminal is as it was before.
    pub fn is_restored(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the other screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes come plain");
        assert!(self.echoes(), "what is typed is seen");
    }

    /// Whether what is typed is echoed: not while keys are taken raw.
    pub fn echoes(&self) -> bool {
        let termios = self.master.get_termios().unwrap();
        termios.local_flags.bits() & ECHO != 0
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

/// A home where byline ran before, without a feed.
fn lived_in() -> Home {
    let home = Home::new();
    home.write("feeds.toml", "");
    home
}

#[test]
fn it_starts_and_quits() {
    let home = lived_in();
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    terminal.shows("? help");
    assert!(terminal.screen.screen().alternate_screen());
    assert!(!terminal.echoes());
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
}

#[test]
fn it_fits_every_size_at_once() {
    let home = lived_in();
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    terminal.shows("? help");
    for (cols, rows) in [(60, 20), (120, 40), (80, 24)] {
        terminal.resize(cols, rows);
        terminal.wait("help in the last row", |screen| {
            let last = screen.rows(0, cols).last().unwrap_or_default();
            last.trim_end().ends_with("? help")
        });
    }
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_terminal_too_small_is_told_so() {
    let home = lived_in();
    let mut terminal = Terminal::start(home.path(), 19, 4, &[]);
    terminal.shows("20x5");
    terminal.resize(80, 24);
    terminal.shows("? help");
    terminal.resize(1, 1);
    terminal.resize(80, 24);
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn the_terminal_is_restored_after_a_panic() {
    let home = lived_in();
    let mut terminal = Terminal::start(home.path(), 80, 24, &["--panic-at", "!"]);
    terminal.shows("? help");
    terminal.press("!");
    assert_eq!(terminal.ends(), 101);
    terminal.is_restored();
    assert!(terminal.text().contains("panicked"), "{}", terminal.text());
}

#[test]
fn a_panic_in_work_leaves_the_screen_alone() {
    let home = lived_in();
    let args = ["--panic-in-work-at", "!"];
    let mut terminal = Terminal::start(home.path(), 120, 24, &args);
    terminal.shows("? help");
    terminal.press("!");
    terminal.shows("a fault in byline itself");
    assert!(terminal.screen.screen().alternate_screen());
    assert!(!terminal.text().contains("panicked"));
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
}

#[test]
fn a_signal_to_end_is_obeyed_in_order() {
    use rustix::process::{Pid, Signal, kill_process};
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = lived_in();
        let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
        terminal.shows("? help");
        kill_process(Pid::from_raw(terminal.pid()).unwrap(), signal).unwrap();
        assert_eq!(terminal.ends(), 0, "{signal:?}");
        terminal.is_restored();
    }
}
