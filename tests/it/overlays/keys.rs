//! Every key that is bound, over everything that can stand over the panes, on screens from the least to a large one.

use std::collections::BTreeSet;

use byline::app::{Done, Event, Overlay};
use byline::command::{Command, Context, Key, TABLE, print_keys};
use byline::config::{Keymap, Lookup};
use byline::model::Enclosure;
use ratatui::buffer::Buffer;

use crate::desk::{Desk, entry, feed, samples};
use crate::overlays::found;

/// Columns and rows.
const SCREENS: [(u16, u16); 4] = [(20, 5), (40, 10), (80, 24), (120, 40)];

/// How an overlay is opened.
type Way = fn(&mut Desk);

/// Every overlay and how it is opened. On the least screen no link is in sight, so no hint is either.
const WAYS: [(&str, Way); 20] = [
    ("palette", |desk| type_in(desk, ":")),
    ("help", |desk| type_in(desk, "?")),
    ("prompt", |desk| type_in(desk, "a")),
    ("picker", pick),
    ("search", |desk| type_in(desk, "/")),
    ("hints", |desk| type_in(desk, "<enter> ;")),
    ("links", |desk| type_in(desk, "<enter> g l")),
    ("enclosures", |desk| type_in(desk, "e")),
    ("outline", |desk| type_in(desk, "<enter> g o")),
    ("health", |desk| type_in(desk, "g h")),
    ("arrange", |desk| type_in(desk, "\\")),
    ("history", |desk| type_in(desk, "m g y")),
    ("messages", |desk| {
        type_in(desk, "m : m e s s a g e s <enter>");
    }),
    ("feed editor", |desk| type_in(desk, "E")),
    ("rules", |desk| type_in(desk, "g r")),
    ("rule editor", |desk| {
        type_in(desk, ": m a k e - r u l e <enter>");
    }),
    ("pager", |desk| {
        type_in(desk, ": s o u r c e <enter>");
    }),
    ("confirm", overwrite),
    ("catalogue", |desk| type_in(desk, "c")),
    ("album", |desk| type_in(desk, "<enter> i")),
];

fn type_in(desk: &mut Desk, keys: &str) {
    desk.press(keys);
}

fn pick(desk: &mut Desk) {
    desk.press("a").type_text("a.example").press("<enter>");
    let feeds = vec![
        found("https://a.example/atom.xml", "One", "12 entries"),
        found("https://a.example/other.xml", "חדשות ונחלות", "龙架构"),
    ];
    let address = "https://a.example".to_string();
    desk.answer(Done::Found { address, feeds });
}

fn overwrite(desk: &mut Desk) {
    let file = desk.outside(async |context| context.paths.feeds_file());
    desk.press(":")
        .type_text(&format!("export {}", file.display()))
        .press("<enter>");
}

/// One that is added here is added to `WAYS` too.
fn name(overlay: &Overlay) -> &'static str {
    match overlay {
        Overlay::Palette(_) => "palette",
        Overlay::Help(_) => "help",
        Overlay::Health(_) => "health",
        Overlay::Prompt(_) => "prompt",
        Overlay::Picker(_) => "picker",
        Overlay::Search(_) => "search",
        Overlay::Hints(_) => "hints",
        Overlay::Enclosures(_) => "enclosures",
        Overlay::Outline(_) => "outline",
        Overlay::Links(_) => "links",
        Overlay::Arrange(_) => "arrange",
        Overlay::History(_) => "history",
        Overlay::Messages(_) => "messages",
        Overlay::FeedEditor(_) => "feed editor",
        Overlay::Rules(_) => "rules",
        Overlay::RuleEditor(_) => "rule editor",
        Overlay::Pager(_) => "pager",
        Overlay::Confirm(_) => "confirm",
        Overlay::Catalogue(_) => "catalogue",
        Overlay::Album(_) => "album",
    }
}

/// Every sequence that any context hears, each once.
fn bound() -> Vec<Vec<Key>> {
    let keymap = Keymap::shipped();
    let all: BTreeSet<Vec<Key>> = Context::ALL
        .into_iter()
        .flat_map(|context| TABLE.iter().map(move |row| (context, row.command)))
        .flat_map(|(context, command)| keymap.keys(context, command))
        .collect();
    all.into_iter().collect()
}

/// Whether these keys leave byline from anywhere.
fn leaves(keys: &[Key]) -> bool {
    let keymap = Keymap::shipped();
    let lookup = |context| keymap.lookup(context, keys);
    let contexts = [Context::Prompt, Context::Entries];
    contexts
        .map(lookup)
        .contains(&Lookup::Command(Command::QuitAll))
}

/// Everything on the screen is whole: a wide character has both of its cells, and none hangs over the edge.
pub fn assert_whole(buffer: &Buffer, what: &str) {
    let width = usize::from(buffer.area.width);
    for (y, row) in buffer.content.chunks(width).enumerate() {
        for (x, cell) in row.iter().enumerate() {
            let cells = byline::text::width(cell.symbol());
            assert!(x + cells <= width, "{what}: row {y} is too wide");
            if cells == 2 {
                let next = row[x + 1].symbol().trim();
                assert_eq!(next, "", "{what}: row {y} has half a character at {x}");
            }
        }
    }
}

/// A list with links, in a desk of this size.
fn linked(width: u16, height: u16) -> Desk {
    let html = r#"<p><a href="https://example.org/a">one</a> <a href="https://example.org/b">two</a></p><img src="https://example.org/i.png" alt="Two"><h2>שלום 龙架构</h2>"#;
    let titles = [
        "Links",
        "龙架构补丁合入内核主线，性能提升明显",
        "חוקרים מצאו דרך חדשה",
    ];
    let entries = (0i64..).zip(titles).map(|(at, title)| {
        entry(title, at + 1).html(html).with(|parsed| {
            parsed.enclosures = vec![Enclosure {
                url: "https://example.org/חדשות.mp3".into(),
                ..Enclosure::default()
            }];
        })
    });
    Desk::new(width, height).with(&[feed("Linux", "果壳网 科学人").entries(entries)])
}

#[test]
fn every_overlay_is_opened_here() {
    for (wanted, open) in WAYS {
        let mut desk = linked(80, 24);
        open(&mut desk);
        let top = desk.app().overlays.last().map(name);
        assert_eq!(top, Some(wanted), "{}", desk.shows());
    }
}

/// No key panics, nothing is painted in half, and `esc` leads out, whatever was opened on top.
#[test]
fn any_bound_key_over_the_panes() {
    let bound = bound();
    for (width, height) in SCREENS {
        for (wanted, open) in WAYS {
            let mut desk = linked(width, height);
            for keys in &bound {
                let what = format!("{wanted}, {} at {width}x{height}", print_keys(keys));
                open(&mut desk);
                let is_open = !desk.app().overlays.is_empty();
                assert!(is_open || (wanted == "hints" && height == 5), "{what}");
                for key in keys {
                    desk.event(Event::Key(*key));
                }
                assert_whole(&desk.buffer(), &what);
                if desk.left {
                    assert!(leaves(keys) || !is_open, "{what} left byline");
                    desk = linked(width, height);
                    continue;
                }
                desk.press("<esc> <esc> <esc> <esc>");
                assert!(desk.app().overlays.is_empty(), "{what}: {}", desk.shows());
                assert!(!desk.left, "{what}: esc left byline");
                desk.press("h l g g");
            }
        }
    }
}

/// Every key in every pane, then other keys and text of other scripts over what it opened.
#[test]
fn any_bound_key_anywhere() {
    for (width, height) in SCREENS {
        for way in ["h h", "j", "<enter>"] {
            let mut desk = Desk::new(width, height).with(&samples());
            for keys in bound() {
                if desk.left
                    || desk
                        .press("<esc> <esc> <esc> <esc> l g g")
                        .selected()
                        .is_empty()
                {
                    desk = Desk::new(width, height).with(&samples());
                }
                desk.press(way);
                for key in &keys {
                    desk.event(Event::Key(*key));
                }
                desk.type_text("e\u{5d0}龙🦀 x")
                    .press("<enter> <down> <tab> <esc>");
                let what = format!("{way} {} at {width}x{height}", print_keys(&keys));
                assert_whole(&desk.buffer(), &what);
            }
        }
    }
}

/// On the least screen too one sees what one types, and what is selected.
#[test]
fn the_least_screen_shows_what_is_opened() {
    let shows = [
        ("palette", "a command, a feed"),
        ("help", "Move"),
        ("prompt", "address of a page"),
        ("picker", "▌ [ ] One"),
        ("search", "Search"),
        ("links", "▌ [1]"),
        ("history", "▌ 14:06"),
        ("messages", "▌ 14:06"),
        ("feed editor", "▌ title"),
        ("confirm", "Replace a file?"),
        ("catalogue", "▌  [ ] LWN.net"),
    ];
    for (wanted, expect) in shows {
        let mut desk = linked(20, 5);
        let way = WAYS.iter().find(|(name, _)| *name == wanted);
        way.unwrap().1(&mut desk);
        assert!(desk.shows().contains(expect), "{wanted}:\n{}", desk.shows());
    }
}

/// What would be done without a question's being read is not done.
#[test]
fn nobody_says_yes_to_what_does_not_fit_the_screen() {
    let mut desk = linked(20, 5);
    overwrite(&mut desk);
    assert!(
        desk.shows().contains("! make more room"),
        "{}",
        desk.shows()
    );
    let file = desk.feeds_file();
    desk.press("y");
    assert_eq!((desk.app().overlays.len(), desk.feeds_file()), (1, file));
    desk.resize(80, 24);
    assert!(
        desk.shows().contains("y replace it   n leave it"),
        "{}",
        desk.shows()
    );
    desk.press("y");
    assert!(desk.feeds_file().contains("<opml"));
}
