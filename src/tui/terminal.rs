//! The terminal: entered, painted on in whole frames, and always given back as it was found.
//!
//! Invariant: whoever enters leaves, also when the loop fails or panics. Bytes of a frame go out in one write, between the marks of a
//! synchronized update, so that no half-painted screen is ever seen.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::{cursor, event, execute, queue, style, terminal};
use ratatui::Frame;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend};

use crate::model::Trouble;

/// Whether the terminal is ours at the moment: leaving twice must not print twice.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Whether its mouse is: told the same way.
static HAS_MOUSE: AtomicBool = AtomicBool::new(false);

const FRAME_END: &[u8] = b"\x1b[?2026l";
const FRAME_BEGIN: &[u8] = b"\x1b[?2026h";

/// Buttons, the wheel and moves with a button held (1002), in decimal (1006). Moves without a button (1003), which the terminal library would ask
/// for too, would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l";

/// The terminal while byline is on it. Dropping it gives it back.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Frames>>,
    hears_mouse: bool,
}

impl Screen {
    /// Takes the terminal: alternate screen, raw keys, bracketed paste, focus events.
    pub fn enter() -> io::Result<Screen> {
        let taken = take().and_then(|()| Terminal::new(CrosstermBackend::new(Frames::default())));
        // There is no screen yet whose end would give it back.
        let terminal = taken.inspect_err(|_| give_back())?;
        Ok(Screen {
            terminal,
            hears_mouse: false,
        })
    }

    /// Asks the terminal for its mouse, or lets it have it again: now and whenever the terminal is taken.
    pub fn hear_mouse(&mut self, wished: bool) -> io::Result<()> {
        self.hears_mouse = wished;
        switch_mouse(wished)
    }

    /// Paints one frame.
    pub fn paint(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.backend_mut().write_all(FRAME_BEGIN)?;
        self.terminal.draw(draw)?;
        self.terminal.backend_mut().write_all(FRAME_END)?;
        io::Write::flush(self.terminal.backend_mut())
    }

    /// Forgets what stands on the screen: the next frame paints every cell. (`Terminal::clear` would ask the terminal where its cursor is and wait
    /// for the answer, which a slow one gives too late.)
    pub fn forget(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().clear_region(ClearType::All)?;
        self.terminal.swap_buffers();
        Ok(())
    }

    /// Takes the terminal again after it was given back for a while; the next frame paints every cell.
    pub fn retake(&mut self) -> io::Result<()> {
        take()?;
        switch_mouse(self.hears_mouse)?;
        self.forget()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Refuses to start where there is no terminal to paint on.
pub fn demand() -> Result<(), Trouble> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(Trouble::new(
        "the reader needs a terminal, and this is none",
        "in a pipe or a script use the commands, such as `byline list` or `byline refresh`",
    ))
}

/// Restores the terminal when this thread panics; a panic on any other thread is work behind a guard, which comes back as an answer and must
/// leave the screen alone, so it is logged.
pub fn restore_on_panic() {
    let loop_thread = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == loop_thread || !ENTERED.load(Ordering::SeqCst) {
            give_back();
            before(panic);
        } else {
            tracing::error!("caught a panic: {panic}");
        }
    }));
}

/// Size of the terminal in cells.
pub fn size() -> crate::app::Size {
    let (width, height) = terminal::size().unwrap_or((80, 24));
    crate::app::Size { width, height }
}

/// Hands bytes to the terminal as they are, such as a text for its clipboard.
pub fn send(bytes: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes.as_bytes())?;
    out.flush()
}

fn take() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    execute!(
        io::stdout(),
        terminal::EnterAlternateScreen,
        event::EnableBracketedPaste,
        event::EnableFocusChange,
        cursor::Hide
    )
}

fn switch_mouse(wished: bool) -> io::Result<()> {
    if HAS_MOUSE.swap(wished, Ordering::SeqCst) == wished {
        return Ok(());
    }
    send(if wished { MOUSE_ON } else { MOUSE_OFF })
}

/// Gives the terminal back as it was found: for a while, to the shell or to another program, or for good. Never fails: there is nobody left to
/// tell, and a terminal that is gone needs nothing.
pub fn give_back() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout().lock();
    if HAS_MOUSE.swap(false, Ordering::SeqCst) {
        let _ = queue!(out, style::Print(MOUSE_OFF));
    }
    let _ = queue!(
        out,
        terminal::EndSynchronizedUpdate,
        event::DisableFocusChange,
        event::DisableBracketedPaste,
        style::ResetColor,
        terminal::LeaveAlternateScreen,
        cursor::Show
    );
    let _ = out.flush();
    let _ = terminal::disable_raw_mode();
}

/// Collects bytes until a frame is whole: ratatui flushes in the middle of one, for the cursor.
#[derive(Default)]
struct Frames {
    bytes: Vec<u8>,
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.bytes.ends_with(FRAME_END) {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        let sent = out.write_all(&self.bytes).and_then(|()| out.flush());
        self.bytes.clear();
        sent
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nothing_leaves_before_the_frame_is_whole() {
        let mut frames = Frames::default();
        frames.write_all(FRAME_BEGIN).unwrap();
        frames.write_all(b"half a frame").unwrap();
        frames.flush().unwrap();
        assert_eq!(frames.bytes, b"\x1b[?2026hhalf a frame");
    }
}
