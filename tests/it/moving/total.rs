//! Whatever happens, in whatever order, `update` returns, the screen comes to rest, and it can be painted.

use byline::app::{Event, Gesture, Wheel};
use byline::command::Key;
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use proptest::sample::select;

use crate::desk::{Desk, samples};

const KEYS: &[&str] = &[
    "j",
    "k",
    "h",
    "l",
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "g",
    "G",
    "space",
    "b",
    "n",
    "N",
    "J",
    "K",
    "m",
    "A",
    "s",
    "u",
    "ctrl-r",
    "o",
    "y",
    ";",
    "z",
    "Z",
    "+",
    "-",
    "=",
    "<",
    ">",
    "v",
    "/",
    "f",
    "r",
    "R",
    "a",
    "c",
    "E",
    "D",
    ":",
    "?",
    "t",
    "0",
    "5",
    "9",
    "ctrl-d",
    "pagedown",
    "i",
    "e",
    "x",
    "y",
    "left",
    "right",
];

const GESTURES: &[Gesture] = &[
    Gesture::Press,
    Gesture::Drag,
    Gesture::Release,
    Gesture::Wheel(Wheel::Down),
    Gesture::Wheel(Wheel::Up),
];

#[derive(Clone, Debug)]
enum Happening {
    Key(&'static str),
    Resize(u16, u16),
    Paste(String),
    Tick,
    StoreChanged,
    Resumed,
    Hold,
    Release,
    Reversed,
    Late(usize),
    Mouse(Gesture, u16, u16),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        12 => select(KEYS).prop_map(Happening::Key),
        1 => (1u16..140, 1u16..50).prop_map(|(width, height)| Happening::Resize(width, height)),
        1 => "[a-zא中 ]{0,8}".prop_map(Happening::Paste),
        1 => any::<u8>().prop_map(|n| match n % 6 {
            0 => Happening::Tick,
            1 => Happening::StoreChanged,
            2 => Happening::Resumed,
            3 => Happening::Hold,
            4 => Happening::Release,
            _ => Happening::Reversed,
        }),
        1 => (0usize..20).prop_map(Happening::Late),
        3 => (select(GESTURES), 0u16..140, 0u16..50)
            .prop_map(|(gesture, column, row)| Happening::Mouse(gesture, column, row)),
    ]
}

fn happens(desk: &mut Desk, happening: Happening, answers: &mut Vec<Event>) {
    match happening {
        Happening::Key(key) => {
            desk.event(Event::Key(Key::parse(key).unwrap()));
        }
        Happening::Resize(width, height) => {
            desk.resize(width, height);
        }
        Happening::Paste(text) => {
            desk.event(Event::Paste(text));
        }
        Happening::Tick => {
            desk.wait(600_000).event(Event::Tick);
        }
        Happening::StoreChanged => {
            desk.event(Event::StoreChanged);
        }
        Happening::Resumed => {
            desk.event(Event::Resumed);
        }
        Happening::Hold => {
            desk.hold();
        }
        Happening::Release => {
            answers.extend(desk.held.iter().take(4).cloned());
            desk.release();
        }
        Happening::Reversed => {
            desk.held.make_contiguous().reverse();
            desk.release();
        }
        Happening::Mouse(gesture, column, row) => {
            desk.mouse(gesture, (column, row));
        }
        Happening::Late(at) => {
            if let Some(event) = answers.get(at).cloned() {
                desk.event(event);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn update_is_total(events in prop::collection::vec(happening(), 1..80)) {
        let mut desk = Desk::new(100, 30).with(&samples());
        let mut answers = Vec::new();
        for event in events {
            happens(&mut desk, event, &mut answers);
            desk.shows();
        }
    }
}
