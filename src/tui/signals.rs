//! What the system asks for: to leave, to go on after a stop, to fit a new size.

use std::io;

use tokio::runtime::Handle;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::UnboundedSender;

use crate::app::{Event, Signal};
use crate::tui::input::Heard;
use crate::tui::terminal;

/// Begins to listen, for as long as the runtime lives.
pub fn listen(runtime: &Handle, to: UnboundedSender<Heard>) -> io::Result<()> {
    let mut end = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut size = signal(SignalKind::window_change())?;
    let go_on = rustix::process::Signal::CONT.as_raw();
    let mut go_on = signal(SignalKind::from_raw(go_on))?;
    runtime.spawn(async move {
        loop {
            let heard = tokio::select! {
                _ = end.recv() => Heard::Event(Event::Signal(Signal::Terminate)),
                _ = hangup.recv() => Heard::Event(Event::Signal(Signal::Terminate)),
                _ = interrupt.recv() => Heard::Interrupted,
                _ = size.recv() => Heard::Event(Event::Resize(terminal::size())),
                _ = go_on.recv() => Heard::Continued,
            };
            if to.send(heard).is_err() {
                return;
            }
        }
    });
    Ok(())
}
