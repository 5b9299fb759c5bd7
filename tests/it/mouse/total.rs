//! Whatever is done with the mouse, wherever, over whatever: `update` returns, the screen can be painted, and no row leaves it.

use byline::app::{Border, Done, Event, Gesture, Listing, Mouse, Place, Size, Spot, Wheel};
use byline::command::Key;
use byline::model::{EntryId, FoundFeed};
use byline::text;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use proptest::sample::select;

use crate::desk::{Desk, samples};

/// Ways to the panes, and to every overlay.
const WAYS: &[&str] = &[
    "",
    "h",
    "j j <enter>",
    "j j z",
    "Z",
    ":",
    ": m a r k",
    "?",
    "/ k e r",
    "/ f e d : x",
    "/ z z z q <enter>",
    "j j <enter> ;",
    "j j <enter> g l",
    "j j <enter> / n a p",
    "m s m g y",
    "E",
    "a",
    "c",
    "c <tab>",
    "g",
    ": m e s s a g e s <enter>",
    ": m o v e - f e e d <enter>",
    ": i m p o r t <enter>",
];

const KEYS: &[&str] = &[
    "j", "k", "h", "enter", "esc", "tab", "space", "Z", "z", "g", "G", "?", ":", "5",
];

#[derive(Clone, Copy, Debug)]
enum Happening {
    /// A gesture at a place in thousandths of the screen, with what stands there.
    Mouse(Gesture, (u32, u32)),
    /// A gesture on something that does not stand there, or no more.
    Stale(Mouse),
    Key(&'static str),
    Resize(u16, u16),
    Pause(i64),
    StoreChanged,
    /// Several feeds stand behind the address that is asked for.
    Found,
}

fn gesture() -> impl Strategy<Value = Gesture> {
    prop_oneof![
        6 => Just(Gesture::Press),
        3 => Just(Gesture::Drag),
        4 => Just(Gesture::Release),
        3 => select(vec![Wheel::Up, Wheel::Down, Wheel::Left, Wheel::Right])
            .prop_map(Gesture::Wheel),
    ]
}

fn place() -> impl Strategy<Value = Place> {
    (0usize..60, any::<bool>()).prop_map(|(index, is_sign)| Place { index, is_sign })
}

fn spot() -> impl Strategy<Value = Spot> {
    let borders = vec![
        Border::Feeds,
        Border::Entries,
        Border::TwoFeeds,
        Border::TwoEntries,
        Border::StackedFeeds,
        Border::StackedEntries,
    ];
    let listing = (prop::option::of(place()), 0usize..99, 0usize..99, 0usize..4).prop_map(
        |(place, top, last, notch)| {
            Spot::Overlay(Listing {
                place,
                top,
                last,
                notch,
            })
        },
    );
    prop_oneof![
        Just(Spot::Nothing),
        Just(Spot::Outside),
        select(borders).prop_map(Spot::Border),
        prop::option::of(place()).prop_map(Spot::Feeds),
        prop::option::of(0usize..60).prop_map(Spot::Entries),
        prop::option::of(0u32..9).prop_map(Spot::Article),
        (0usize..5).prop_map(Spot::Offer),
        (0i64..20).prop_map(|id| Spot::Next(EntryId(id))),
        listing,
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    let somewhere = (0u32..1000, 0u32..1000);
    prop_oneof![
        12 => (gesture(), somewhere).prop_map(|(gesture, at)| Happening::Mouse(gesture, at)),
        4 => (gesture(), any::<u16>(), any::<u16>(), spot()).prop_map(
            |(gesture, column, row, on)| Happening::Stale(Mouse { gesture, column, row, on })
        ),
        4 => select(KEYS).prop_map(Happening::Key),
        1 => (1u16..160, 1u16..50).prop_map(|(width, height)| Happening::Resize(width, height)),
        2 => (0i64..900).prop_map(Happening::Pause),
        1 => Just(Happening::StoreChanged),
        1 => Just(Happening::Found),
    ]
}

fn happens(desk: &mut Desk, happening: Happening) {
    match happening {
        Happening::Mouse(gesture, at) => {
            let Size { width, height } = desk.app().stage.size;
            let cell = |part: u32, cells: u16| (part * u32::from(cells) / 1000) as u16;
            desk.mouse(gesture, (cell(at.0, width), cell(at.1, height)));
        }
        Happening::Stale(mouse) => {
            desk.event(Event::Mouse(mouse));
        }
        Happening::Key(key) => {
            desk.event(Event::Key(Key::parse(key).unwrap()));
        }
        Happening::Resize(width, height) => {
            desk.resize(width, height);
        }
        Happening::Pause(millis) => {
            desk.wait(millis);
        }
        Happening::StoreChanged => {
            desk.event(Event::StoreChanged);
        }
        Happening::Found => {
            if let Some((ticket, _)) = desk.started.last().cloned() {
                let feeds = ["one", "two"].map(|name| FoundFeed {
                    url: format!("https://planet.example/{name}"),
                    title: Some(name.into()),
                    format: None,
                    note: None,
                });
                let address = "https://planet.example".into();
                let feeds = feeds.to_vec();
                desk.event(Event::Done(ticket, Done::Found { address, feeds }));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_mouse_is_heard_anywhere(
        way in select(WAYS),
        (width, height) in (20u16..160, 5u16..50),
        events in prop::collection::vec(happening(), 1..60),
    ) {
        let mut desk = Desk::new(width, height).with(&samples());
        desk.press(way);
        for event in events {
            happens(&mut desk, event);
            let width = usize::from(desk.app().stage.size.width);
            for row in desk.rows() {
                assert!(text::width(&row) <= width, "{row}");
            }
        }
    }
}
