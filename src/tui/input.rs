//! What comes from the terminal becomes events. A thread of its own, so that a key never waits for work on the runtime.
//!
//! Stopping it waits for its end: afterwards another program has the keyboard to itself. Nothing is polled; it sleeps in the system until
//! there is something to hear.

use std::io::{self, PipeWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crossterm::event::{self, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use rustix::event::{PollFd, PollFlags};
use tokio::sync::mpsc::UnboundedSender;

use crate::app::{Event, Gesture, Mouse, Size, Spot, Wheel};
use crate::command::{Key, KeyCode};
use crate::text;
use crate::tui::graphics::{self, Graphics};
use crate::tui::late::{Late, Passed};
use crate::tui::look;

/// How long a burst of keys may pause. The terminal library takes nothing at all with a time of zero.
const PAUSE: Duration = Duration::from_millis(1);

/// A thread that is in the middle of a key that never ends is not waited for longer.
const FAREWELL: Duration = Duration::from_millis(200);

/// What the thread is told: to ask the terminal how it shows pictures. Anything else is to stop.
const WONDER: &[u8] = b"?";

/// Longest text that is taken from one paste.
const MAX_PASTE: usize = 64 * 1024;

/// What the loop hears from the terminal.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// For the app.
    Event(Event),
    /// The terminal's late answer about its background: whether it is a light one.
    Background { light: bool },
    /// How the terminal shows pictures.
    Graphics(Graphics),
    /// SIGINT: ctrl-c in a program that the terminal was lent to, or one who wants us to leave.
    Interrupted,
    /// The program was stopped from outside and goes on.
    Continued,
    /// The terminal is gone.
    Closed,
}

impl Heard {
    /// Whether what was heard just before need not be heard any more.
    pub fn replaces(&self, former: &Heard) -> bool {
        let is_drag =
            |event: &Event| matches!(event, Event::Mouse(mouse) if mouse.gesture == Gesture::Drag);
        match (self, former) {
            (Heard::Event(Event::Resize(_)), Heard::Event(Event::Resize(_))) => true,
            (Heard::Event(event), Heard::Event(former)) => is_drag(event) && is_drag(former),
            _ => false,
        }
    }
}

/// The thread that listens to the terminal.
pub struct Input {
    stop: PipeWriter,
    ended: Receiver<()>,
}

impl Input {
    /// Begins to listen; `late` knows whether a question about the background is still open.
    pub fn listen(to: UnboundedSender<Heard>, late: Late) -> io::Result<Input> {
        let (stopped, stop) = io::pipe()?;
        let (end, ended) = channel();
        std::thread::Builder::new()
            .name("input".into())
            .spawn(move || {
                // Bytes that make the terminal library panic must not leave a reader that no key reaches.
                let listened = catch_unwind(AssertUnwindSafe(|| listen(&stopped, &to, late)));
                if !matches!(listened, Ok(Ok(()))) {
                    let _ = to.send(Heard::Closed);
                }
                let _ = end.send(());
            })?;
        Ok(Input { stop, ended })
    }
}

impl Input {
    /// Has the terminal asked how it shows pictures; `Heard::Graphics` answers.
    pub fn wonder(&mut self) {
        // A thread that is gone has told so.
        let _ = self.stop.write_all(WONDER);
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        let _ = self.stop.write_all(b".");
        let _ = self.ended.recv_timeout(FAREWELL);
    }
}

/// Returns when it is stopped or nobody hears it any more; an error when the terminal is gone.
fn listen(stopped: &io::PipeReader, to: &UnboundedSender<Heard>, mut late: Late) -> io::Result<()> {
    let keyboard = io::stdin();
    loop {
        while event::poll(PAUSE)? {
            for heard in late.pass(event::read()?).into_iter().filter_map(heard_from) {
                if to.send(heard).is_err() {
                    return Ok(());
                }
            }
        }
        let mut fds = [
            PollFd::new(&keyboard, PollFlags::IN),
            PollFd::new(stopped, PollFlags::IN),
        ];
        match rustix::event::poll(&mut fds, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [keys, stop] = fds.map(|fd| fd.revents());
        if !stop.is_empty() {
            let mut told = [0];
            if rustix::io::read(stopped, &mut told)? == 0 || told != WONDER {
                return Ok(());
            }
            let (graphics, keys) = graphics::ask(stopped, look::cell());
            let keys = keys.into_iter().map(|key| Heard::Event(Event::Key(key)));
            for heard in keys.chain(graphics.map(Heard::Graphics)) {
                if to.send(heard).is_err() {
                    return Ok(());
                }
            }
        }
        if keys.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(io::ErrorKind::NotConnected.into());
        }
    }
}

fn heard_from(passed: Passed) -> Option<Heard> {
    match passed {
        Passed::Background { light } => Some(Heard::Background { light }),
        Passed::Event(event) => translate(event).map(Heard::Event),
    }
}

/// A terminal's event as ours; `None` for what byline has no ear for.
pub fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind == KeyEventKind::Release => None,
        event::Event::Key(key) => key_of(key).map(Event::Key),
        event::Event::Mouse(mouse) => mouse_of(mouse).map(Event::Mouse),
        event::Event::Paste(text) => Some(Event::Paste(pasted(&text))),
        event::Event::Resize(width, height) => Some(Event::Resize(Size { width, height })),
        event::Event::FocusGained => Some(Event::Focus(true)),
        event::Event::FocusLost => Some(Event::Focus(false)),
    }
}

fn pasted(text: &str) -> String {
    let end = text.floor_char_boundary(MAX_PASTE);
    text::scrub(text.get(..end).unwrap_or_default()).into_owned()
}

/// The left button and the wheel; what is done with shift held is the terminal's own, such as selecting text.
fn mouse_of(mouse: event::MouseEvent) -> Option<Mouse> {
    let gesture = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left)
            if !mouse.modifiers.contains(KeyModifiers::SHIFT) =>
        {
            Gesture::Press
        }
        MouseEventKind::Drag(MouseButton::Left) => Gesture::Drag,
        MouseEventKind::Up(MouseButton::Left) => Gesture::Release,
        MouseEventKind::ScrollUp => Gesture::Wheel(Wheel::Up),
        MouseEventKind::ScrollDown => Gesture::Wheel(Wheel::Down),
        MouseEventKind::ScrollLeft => Gesture::Wheel(Wheel::Left),
        MouseEventKind::ScrollRight => Gesture::Wheel(Wheel::Right),
        _ => return None,
    };
    Some(Mouse {
        gesture,
        column: mouse.column,
        row: mouse.row,
        // The loop knows what it painted there.
        on: Spot::Nothing,
    })
}

fn key_of(key: event::KeyEvent) -> Option<Key> {
    let mut shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let code = match key.code {
        event::KeyCode::Char(letter) => {
            shift = false;
            KeyCode::Char(letter)
        }
        event::KeyCode::BackTab => {
            shift = true;
            KeyCode::Tab
        }
        other => plain_key(other)?,
    };
    Some(Key {
        code,
        ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
        alt: key
            .modifiers
            .intersects(KeyModifiers::ALT | KeyModifiers::META),
        shift,
    })
}

fn plain_key(code: event::KeyCode) -> Option<KeyCode> {
    Some(match code {
        event::KeyCode::Enter => KeyCode::Enter,
        event::KeyCode::Esc => KeyCode::Escape,
        event::KeyCode::Tab => KeyCode::Tab,
        event::KeyCode::Backspace => KeyCode::Backspace,
        event::KeyCode::Delete => KeyCode::Delete,
        event::KeyCode::Insert => KeyCode::Insert,
        event::KeyCode::Left => KeyCode::Left,
        event::KeyCode::Right => KeyCode::Right,
        event::KeyCode::Up => KeyCode::Up,
        event::KeyCode::Down => KeyCode::Down,
        event::KeyCode::Home => KeyCode::Home,
        event::KeyCode::End => KeyCode::End,
        event::KeyCode::PageUp => KeyCode::PageUp,
        event::KeyCode::PageDown => KeyCode::PageDown,
        event::KeyCode::F(number) => KeyCode::Function(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: event::KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        key_of(event::KeyEvent::new(code, modifiers))
    }

    #[test]
    fn shift_on_a_letter_is_the_capital_alone() {
        assert_eq!(
            key(event::KeyCode::Char('G'), KeyModifiers::SHIFT),
            Some(Key::plain(KeyCode::Char('G')))
        );
        let back_tab = key(event::KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(
            back_tab,
            Some(Key {
                shift: true,
                ..Key::plain(KeyCode::Tab)
            })
        );
    }

    #[test]
    fn a_key_let_go_is_no_key() {
        let mut event = event::KeyEvent::new(event::KeyCode::Char('j'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert_eq!(translate(event::Event::Key(event)), None);
    }

    #[test]
    fn the_left_button_and_the_wheel_are_heard() {
        let heard = |kind, modifiers| {
            let event = event::MouseEvent {
                kind,
                column: 7,
                row: 3,
                modifiers,
            };
            translate(event::Event::Mouse(event))
        };
        let mouse = |gesture| {
            Some(Event::Mouse(Mouse {
                gesture,
                column: 7,
                row: 3,
                on: Spot::Nothing,
            }))
        };
        let press = MouseEventKind::Down(MouseButton::Left);
        assert_eq!(heard(press, KeyModifiers::NONE), mouse(Gesture::Press));
        assert_eq!(heard(press, KeyModifiers::SHIFT), None);
        let up = mouse(Gesture::Wheel(Wheel::Up));
        assert_eq!(heard(MouseEventKind::ScrollUp, KeyModifiers::NONE), up);
        let right = MouseEventKind::Down(MouseButton::Right);
        assert_eq!(heard(right, KeyModifiers::NONE), None);
        assert_eq!(heard(MouseEventKind::Moved, KeyModifiers::NONE), None);
    }

    #[test]
    fn only_the_last_of_many_sizes_and_drags_counts() {
        let size = |width| Heard::Event(Event::Resize(Size { width, height: 9 }));
        let mouse = |gesture| {
            Heard::Event(Event::Mouse(Mouse {
                gesture,
                column: 0,
                row: 0,
                on: Spot::Nothing,
            }))
        };
        assert!(size(3).replaces(&size(4)));
        assert!(mouse(Gesture::Drag).replaces(&mouse(Gesture::Drag)));
        assert!(!mouse(Gesture::Release).replaces(&mouse(Gesture::Drag)));
        assert!(!mouse(Gesture::Drag).replaces(&mouse(Gesture::Press)));
        let notch = Gesture::Wheel(Wheel::Down);
        assert!(!mouse(notch).replaces(&mouse(notch)));
        assert!(!size(3).replaces(&mouse(Gesture::Drag)));
        assert!(!Heard::Closed.replaces(&size(3)));
    }

    #[test]
    fn what_has_no_name_here_is_not_heard() {
        assert_eq!(key(event::KeyCode::CapsLock, KeyModifiers::NONE), None);
    }
}
