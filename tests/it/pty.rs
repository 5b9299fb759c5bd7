//! The real program on a real pseudo-terminal: what only a terminal can show. Few, since each starts a process.
//!
//! Nothing here sleeps: every step waits for a condition of the screen, fed by a thread that reads what the program writes.

use std::ffi::OsStr;
use std::fs::Permissions;
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use byline::app::Gesture;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::MouseProtocolMode;

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
    /// All that it sent.
    sent: Vec<u8>,
    screen: vt100::Parser,
}

impl Terminal {
    /// Starts the reader in this home, with `cols` by `rows` cells.
    pub fn start(home: &Path, cols: u16, rows: u16, args: &[&str]) -> Terminal {
        Terminal::start_in(home, (cols, rows), args, &[])
    }

    /// The same with these variables of the environment besides, in text.
    pub fn start_with(
        home: &Path,
        size: (u16, u16),
        args: &[&str],
        more: &[(&str, &str)],
    ) -> Terminal {
        let more: Vec<(&str, &OsStr)> = more
            .iter()
            .map(|(name, value)| (*name, OsStr::new(*value)))
            .collect();
        Terminal::start_in(home, size, args, &more)
    }

    /// The same with these variables of the environment besides.
    fn start_in(
        home: &Path,
        (cols, rows): (u16, u16),
        args: &[&str],
        more: &[(&str, &OsStr)],
    ) -> Terminal {
        let size = size(cols, rows);
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_byline"));
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("TZ", "UTC");
        for (name, value) in more {
            command.env(name, value);
        }
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
            sent: Vec::new(),
            screen: vt100::Parser::new(cells(rows), cells(cols), 0),
        }
    }

    /// Types.
    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Does something with the left button at a cell, counted from 0.
    fn mouse(&mut self, gesture: Gesture, (column, row): (u16, u16)) {
        let (button, end) = match gesture {
            Gesture::Press => (0, 'M'),
            Gesture::Drag => (32, 'M'),
            Gesture::Release => (0, 'm'),
            Gesture::Wheel(_) => (65, 'M'),
        };
        let (column, row) = (column + 1, row + 1);
        self.press(&format!("\x1b[<{button};{column};{row}{end}"));
    }

    /// The cell where these words begin.
    fn cell(&self, words: &str) -> (u16, u16) {
        let rows = self.screen.screen().rows(0, 200).enumerate();
        let found = rows.filter_map(|(row, shown)| {
            let before = shown.split_once(words)?.0;
            Some((byline::text::width(before) as u16, row as u16))
        });
        found.min_by_key(|(_, row)| *row).unwrap()
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
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("waited for {what}: {error}; the screen:\n{}", self.text()),
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.sent.extend_from_slice(bytes);
    }

    /// All that the program sent up to now.
    pub fn sent(&self) -> &[u8] {
        &self.sent
    }

    /// Waits for a condition of what the program sent.
    pub fn waits_until(&mut self, what: &str, holds: impl Fn(&[u8]) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(&self.sent) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
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
                Ok(bytes) => self.take(&bytes),
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
        let mouse = screen.mouse_protocol_mode();
        assert_eq!(
            mouse,
            MouseProtocolMode::None,
            "the mouse is the terminal's"
        );
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

/// Whether the mouse is asked for in this way: `ButtonMotion` tells nothing of moves without a button, which would wake the program.
fn mouse(wanted: MouseProtocolMode) -> impl Fn(&vt100::Screen) -> bool {
    move |screen| screen.mouse_protocol_mode() == wanted
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
fn the_mouse_picks_and_drags_and_is_given_back() {
    let home = Home::new();
    let mut terminal = Terminal::start(home.path(), 120, 40, &[]);
    terminal.shows("[ ]");
    assert!(mouse(MouseProtocolMode::ButtonMotion)(
        terminal.screen.screen()
    ));
    let (column, row) = terminal.cell("[ ]");
    terminal.mouse(Gesture::Press, (column + 1, row));
    terminal.mouse(Gesture::Release, (column + 1, row));
    terminal.shows("1 picked");
    terminal.mouse(Gesture::Press, (24, 10));
    terminal.mouse(Gesture::Drag, (30, 10));
    terminal.mouse(Gesture::Release, (30, 10));
    let dragged = |screen: &vt100::Screen| {
        let sign = |column| screen.cell(10, column).map(vt100::Cell::contents);
        sign(30) == Some("│") && sign(24) != Some("│")
    };
    terminal.wait("the border where it was dragged to", dragged);
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
    let mut terminal = Terminal::start(home.path(), 120, 40, &[]);
    terminal.wait("the border where it was left", dragged);
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

/// What was sent is a screen like any other, with each link told whole: opened, its words, shut, and nothing between them that moves the cursor.
#[test]
fn links_are_told_to_the_terminal_whole_and_only_where_they_are_wished() {
    let links_told = |config: &str, more: &[(&str, &OsStr)]| {
        let home = Home::new();
        home.write("config.toml", config);
        let mut terminal = Terminal::start_in(home.path(), (80, 50), &["--offline"], more);
        terminal.shows("Pick some feeds");
        terminal.press("\x1b");
        terminal.shows("Every block the reader can draw");
        terminal.press("j\r");
        terminal.shows("Atom is RFC 4287");
        terminal.press("g");
        terminal.shows("go to");
        terminal.press("\x1b");
        terminal.hides("go to");
        // The head of the list counts what is unread, which is told at its own time.
        let shown: Vec<String> = terminal
            .text()
            .lines()
            .skip(1)
            .map(str::to_string)
            .collect();
        terminal.press("Q");
        terminal.ends();
        let sent = String::from_utf8_lossy(&terminal.sent).into_owned();
        let mut told = Vec::new();
        for piece in sent.split("\x1b]8;id=").skip(1) {
            let (open, rest) = piece.split_once("\x1b\\").unwrap();
            let (words, _) = rest.split_once("\x1b]8;;\x1b\\").expect("it is shut");
            assert!(!words.contains(char::is_control), "{words:?}");
            told.push(open.split_once(';').unwrap().1.to_string());
        }
        (shown, told)
    };
    let (shown, told) = links_told("", &[]);
    assert!(
        told.iter().any(|url| url.starts_with("https://")),
        "{told:?}"
    );
    let old_tmux: &[(&str, &OsStr)] = &[
        ("TMUX", "x".as_ref()),
        ("TERM_PROGRAM_VERSION", "3.3".as_ref()),
    ];
    for (config, more) in [("[links]\nclickable = \"off\"", &[][..]), ("", old_tmux)] {
        assert_eq!(links_told(config, more), (shown.clone(), vec![]));
    }
}

#[test]
fn a_mouse_that_is_not_wished_is_left_alone_and_can_be_wished_at_any_time() {
    let home = lived_in();
    home.write("config.toml", "mouse = false\n");
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    terminal.shows("? help");
    assert!(mouse(MouseProtocolMode::None)(terminal.screen.screen()));
    home.write("config.toml", "mouse = true\n");
    terminal.wait("a mouse", mouse(MouseProtocolMode::ButtonMotion));
    home.write("config.toml", "mouse = false\n");
    terminal.wait("no mouse", mouse(MouseProtocolMode::None));
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
}

#[test]
fn a_changed_option_leaves_the_signs_that_the_terminal_can_draw() {
    let home = lived_in();
    let env = [("TERM", OsStr::new("linux"))];
    let mut terminal = Terminal::start_in(home.path(), (80, 24), &[], &env);
    terminal.shows("? help");
    assert!(terminal.text().is_ascii(), "{}", terminal.text());
    home.write("config.toml", "mouse = false\n");
    terminal.wait("no mouse", mouse(MouseProtocolMode::None));
    terminal.press("?");
    terminal.shows("Help");
    assert!(terminal.text().is_ascii(), "{}", terminal.text());
}

#[test]
fn an_editor_has_the_terminal_to_itself_and_the_mouse_comes_back() {
    let home = lived_in();
    let editor = home.path().join("editor");
    // What an earlier editor printed stands on the terminal's own screen still: each run tells its number.
    let script =
        "#!/bin/sh\necho run >> \"$0.runs\"\necho \"editing $(wc -l < \"$0.runs\")\"\nread line\n";
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, Permissions::from_mode(0o700)).unwrap();
    let env = [("EDITOR", editor.as_os_str())];
    let mut terminal = Terminal::start_in(home.path(), (80, 24), &[], &env);
    terminal.shows("? help");
    terminal.press("ge");
    terminal.shows("editing 1");
    terminal.is_restored();
    terminal.press("\n");
    terminal.wait("a mouse", mouse(MouseProtocolMode::ButtonMotion));
    terminal.shows("? help");
    terminal.press("ge");
    terminal.shows("editing 2");
    terminal.press("\x03");
    terminal.shows("? help");
    terminal.press("?");
    terminal.shows("keys, as shipped");
    terminal.press("\x1b");
    terminal.hides("keys, as shipped");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
}

#[test]
fn a_pager_gets_a_copy_that_is_gone_when_it_ends() {
    let home = Home::new();
    let pager = home.path().join("pager");
    let script = "#!/bin/sh\necho \"paging $(wc -l < \"$1\") lines\"\nread line\n";
    std::fs::write(&pager, script).unwrap();
    std::fs::set_permissions(&pager, Permissions::from_mode(0o700)).unwrap();
    let env = [("PAGER", pager.as_os_str())];
    let mut terminal = Terminal::start_in(home.path(), (80, 24), &[], &env);
    // The first run: the welcome feed stands behind the catalogue.
    terminal.shows("esc");
    terminal.press("\x1b");
    terminal.shows("s bookmark");
    terminal.press(":open-in-pager\r");
    terminal.shows("paging");
    terminal.is_restored();
    terminal.press("\n");
    terminal.wait("a mouse", mouse(MouseProtocolMode::ButtonMotion));
    terminal.shows("? help");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    let opened = home.path().join("data/cache/opened");
    assert_eq!(std::fs::read_dir(opened).unwrap().count(), 0);
}

#[test]
fn a_terminal_that_answers_nothing_is_repainted() {
    let home = lived_in();
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    terminal.shows("? help");
    terminal
        .screen
        .process(b"\x1b[5;5Hwall: the system goes down");
    terminal.press("\x0c");
    terminal.hides("wall: the system");
    terminal.shows("? help");
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
    assert!(mouse(MouseProtocolMode::ButtonMotion)(
        terminal.screen.screen()
    ));
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
