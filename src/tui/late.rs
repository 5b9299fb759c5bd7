//! Answers of a slow terminal: told apart from keys, since the terminal library knows them not.
//!
//! byline asks for the background once and waits for a few milliseconds only. An answer that comes later, as over a slow line, arrives as
//! `alt-]` and a row of letters; passed on, it would be taken for commands. Invariant: keys that are no answer come out, in order.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// Longest answer: `]11;rgba:ffff/ffff/ffff/ffff` and its end.
const LONGEST: usize = 40;

/// Watches for late answers.
#[derive(Debug, Default)]
pub struct Late {
    expected: bool,
    held: Vec<Event>,
}

/// What comes through.
#[derive(Clone, Debug, PartialEq)]
pub enum Passed {
    /// An event of the terminal's.
    Event(Event),
    /// The answer about the background.
    Background {
        /// Whether it is a light one.
        light: bool,
    },
}

impl Late {
    /// Watches for an answer, since one is still open.
    pub fn expected() -> Late {
        Late {
            expected: true,
            held: Vec::new(),
        }
    }

    /// Passes an event on, or holds it while it may be a piece of an answer.
    pub fn pass(&mut self, event: Event) -> Vec<Passed> {
        if !self.expected || (self.held.is_empty() && !is_begin(&event)) {
            return vec![Passed::Event(event)];
        }
        let ended = !self.held.is_empty() && is_end(&event);
        let goes_on = self.held.is_empty() || ended || piece(&event).is_some();
        self.held.push(event);
        if ended {
            return self.answer();
        }
        if goes_on && self.held.len() < LONGEST {
            return Vec::new();
        }
        self.release()
    }

    fn answer(&mut self) -> Vec<Passed> {
        let text: String = self.held.iter().filter_map(piece).collect();
        // A row that began like an answer and ended like one was typed by no hand, whatever it tells.
        self.held.clear();
        let Some(light) = is_light(&text) else {
            return Vec::new();
        };
        self.expected = false;
        vec![Passed::Background { light }]
    }

    fn release(&mut self) -> Vec<Passed> {
        self.held.drain(..).map(Passed::Event).collect()
    }
}

fn is_begin(event: &Event) -> bool {
    is_key(event, ']', KeyModifiers::ALT)
}

fn is_end(event: &Event) -> bool {
    is_key(event, '\\', KeyModifiers::ALT) || is_key(event, 'g', KeyModifiers::CONTROL)
}

fn is_key(event: &Event, letter: char, modifiers: KeyModifiers) -> bool {
    matches!(event, Event::Key(KeyEvent { code: KeyCode::Char(found), modifiers: held, .. })
        if *found == letter && *held == modifiers)
}

fn piece(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent {
            code: KeyCode::Char(letter),
            modifiers: KeyModifiers::NONE,
            ..
        }) if letter.is_ascii_hexdigit() || ";:/rgba".contains(*letter) => Some(*letter),
        _ => None,
    }
}

/// Whether the colour in `11;rgb:fbfb/fafa/f6f6` is a light one.
fn is_light(answer: &str) -> Option<bool> {
    let (_, color) = answer.strip_prefix("11;")?.split_once(':')?;
    let mut parts = color.split('/').map(|part| {
        let top = 16_f32.powi(part.len() as i32) - 1.0;
        u32::from_str_radix(part, 16)
            .ok()
            .map(|value| value as f32 / top)
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(letter: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(letter), modifiers))
    }

    fn answer(text: &str) -> Vec<Event> {
        let mut events = vec![key(']', KeyModifiers::ALT)];
        events.extend(text.chars().map(|letter| key(letter, KeyModifiers::NONE)));
        events.push(key('\\', KeyModifiers::ALT));
        events
    }

    fn passed(late: &mut Late, events: Vec<Event>) -> Vec<Passed> {
        events
            .into_iter()
            .flat_map(|event| late.pass(event))
            .collect()
    }

    #[test]
    fn a_late_answer_is_no_keys() {
        let light = passed(&mut Late::expected(), answer("11;rgb:fbfb/fafa/f6f6"));
        assert_eq!(light, [Passed::Background { light: true }]);
        let dark = passed(&mut Late::expected(), answer("11;rgb:1414/1717/1c1c"));
        assert_eq!(dark, [Passed::Background { light: false }]);
    }

    #[test]
    fn another_answer_before_the_awaited_one_is_no_keys_either() {
        let mut late = Late::expected();
        assert_eq!(passed(&mut late, answer("10;rgb:dddd/dddd/dddd")), []);
        let light = passed(&mut late, answer("11;rgb:fbfb/fafa/f6f6"));
        assert_eq!(light, [Passed::Background { light: true }]);
    }

    #[test]
    fn keys_come_out_in_their_order() {
        let events = vec![
            key('j', KeyModifiers::NONE),
            key(']', KeyModifiers::ALT),
            key('1', KeyModifiers::NONE),
            key('j', KeyModifiers::NONE),
        ];
        let expect: Vec<_> = events.iter().cloned().map(Passed::Event).collect();
        assert_eq!(passed(&mut Late::expected(), events.clone()), expect);
        assert_eq!(passed(&mut Late::default(), events), expect);
    }

    #[test]
    fn only_one_answer_is_waited_for() {
        let mut late = Late::expected();
        passed(&mut late, answer("11;rgb:0/0/0"));
        assert_eq!(passed(&mut late, answer("11;rgb:0/0/0")).len(), 14);
    }
}
