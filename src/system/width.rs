//! How wide the terminal is that a command prints to.

/// Cells of a line of the terminal on stdout; `None` when it is none.
#[must_use]
pub fn terminal_width() -> Option<u16> {
    rustix::termios::tcgetwinsize(rustix::stdio::stdout())
        .ok()
        .map(|size| size.ws_col)
        .filter(|cells| *cells > 0)
}
