//! The mouse over what floats: a row is selected by a press and taken by a second one, a sign is pressed, what is beside the panel leaves it.

use byline::app::{Done, Focus, Gesture, Launch, Overlay};
use byline::model::FoundFeed;

use crate::desk::{Desk, entry, feed, samples};
use crate::mouse::reader;

fn floats(desk: &mut Desk) -> usize {
    desk.app().overlays.len()
}

/// The row with the selection's bar inside a panel.
fn chosen(desk: &mut Desk) -> String {
    let rows = desk.rows();
    let row = rows.iter().find_map(|row| row.strip_prefix("  │▌"));
    row.map(|row| row.trim_end_matches(['│', ' ']).trim().to_string())
        .unwrap_or_default()
}

#[test]
fn a_command_of_the_palette_is_selected_then_run() {
    let mut desk = reader(80, 24);
    desk.press(":").type_text("mark");
    let cell = desk.cell("mark-older-read");
    desk.click(cell);
    assert!(
        chosen(&mut desk).starts_with("mark-older-read"),
        "{}",
        desk.shows()
    );
    let cell = desk.cell("mark-read");
    desk.double_click(cell);
    assert_eq!(floats(&mut desk), 0);
    assert!(
        desk.stored("A lockless page cache, one lookup at a time")
            .read
    );
}

#[test]
fn a_feed_below_the_heading_of_the_palette_is_gone_to() {
    let mut desk = reader(80, 24);
    desk.press(":").type_text("nat");
    let heading = desk.cell("feeds and folders");
    desk.double_click(heading);
    assert_eq!(floats(&mut desk), 1, "a heading is no row");
    let cell = desk.cell("Nature feed");
    desk.double_click(cell);
    assert_eq!((floats(&mut desk), desk.list()), (0, "Nature".into()));
}

#[test]
fn the_wheel_scrolls_a_list_and_a_press_leaves_it_there() {
    let mut desk = reader(80, 24);
    desk.press(":").wheel(3, (40, 12));
    let rows = desk.rows();
    assert_eq!(chosen(&mut desk), "", "the selected one is out of sight");
    let (x, y) = (20, 14);
    desk.click((x, y));
    assert_eq!(desk.rows()[..14], rows[..14], "nothing moved");
    assert!(rows[14].contains(&chosen(&mut desk)), "{}", desk.shows());
    desk.press("<down>");
    assert!(rows[15].contains(&chosen(&mut desk)), "{}", desk.shows());
    desk.wheel(-99, (40, 12)).press("<up> <up>");
    assert_ne!(
        chosen(&mut desk),
        "",
        "a key brings the selection into sight"
    );
}

#[test]
fn beside_a_panel_is_out_of_it() {
    for open in [":", "?", "g l", "g y", ";"] {
        let mut desk = Desk::new(120, 40).with(&samples());
        desk.press("j j <enter>").press(open);
        assert_eq!(floats(&mut desk), 1, "{open}");
        desk.click((3, 38));
        let left = floats(&mut desk);
        assert_eq!(left, usize::from(open == "?"), "{open}: help has no beside");
        assert_eq!(desk.launched, []);
    }
}

#[test]
fn what_was_typed_is_not_lost_by_a_press_beside_it() {
    let mut desk = reader(80, 24);
    desk.press("a").type_text("lwn.net").click((1, 1));
    assert_eq!(floats(&mut desk), 1);
    assert!(desk.shows().contains("address lwn.net"), "{}", desk.shows());
    desk.press("<ctrl-u>").click((1, 1));
    assert_eq!(floats(&mut desk), 0, "nothing was typed");
    desk.press("E").click((1, 1));
    assert_eq!(floats(&mut desk), 0, "nothing was changed");
    desk.press("E").type_text("x").click((1, 1));
    assert_eq!(floats(&mut desk), 1);
}

#[test]
fn a_line_of_the_editor_hears_the_keys_after_a_press() {
    let mut desk = reader(80, 24);
    desk.press("E");
    let cell = desk.cell("tags");
    desk.click(cell).type_text("kernel");
    let cell = desk.cell("[ ] when asked");
    desk.click(cell);
    assert!(desk.shows().contains("[x] always"), "{}", desk.shows());
    desk.press("<enter>");
    assert_eq!(desk.feed("LWN.net").tags, ["kernel"]);
    assert!(desk.feed("LWN.net").full_text);
}

#[test]
fn feeds_behind_an_address_are_ticked() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("a").type_text("planet.example").press("<enter>");
    let found = |name: &str| FoundFeed {
        url: format!("https://planet.example/{name}"),
        title: Some(name.into()),
        format: Some("Atom".into()),
        note: None,
    };
    desk.answer(Done::Found {
        address: "https://planet.example".into(),
        feeds: vec![found("posts"), found("comments"), found("photos")],
    });
    let (x, y) = desk.cell("[ ] comments");
    desk.click((x + 1, y));
    assert!(desk.shows().contains("[x] comments"), "a tick is one press");
    let (x, y) = desk.cell("photos");
    desk.click((x, y));
    assert!(desk.shows().contains("[ ] photos"), "a name only selects");
    desk.double_click((x, y));
    assert!(desk.shows().contains("[x] photos"), "two presses tick");
    desk.click((1, 1));
    assert_eq!(floats(&mut desk), 1, "ticks are not lost by a press");
    desk.press("<enter>");
    assert!(desk.feeds_file().contains("planet.example/comments"));
    assert!(!desk.feeds_file().contains("planet.example/posts"));
}

#[test]
fn the_first_run_goes_by_mouse() {
    let mut desk = Desk::new(120, 40).first_run();
    let (x, y) = desk.cell("[ ]");
    desk.click((x + 1, y));
    assert!(desk.shows().contains("1 picked"), "{}", desk.shows());
    desk.click((100, 20));
    let Some(Overlay::Catalogue(catalogue)) = desk.app().overlays.last().cloned() else {
        panic!("the catalogue stays");
    };
    assert!(catalogue.reading, "the article hears the keys");
    let top = |desk: &mut Desk| desk.app().reader.top();
    desk.wheel(1, (100, 20));
    assert_eq!(top(&mut desk), 3.min(top(&mut desk)));
    let fold = desk.cell("▾ ");
    let before = desk.shows();
    desk.click(fold);
    assert_ne!(desk.shows(), before, "a topic folds");
    desk.click((3, 10));
    assert_eq!(
        floats(&mut desk),
        1,
        "what was picked is not lost by a press"
    );
    let fold = desk.cell("▸ World");
    desk.resize(120, 16).click(fold);
    let rows = desk.rows();
    desk.wheel(2, (40, 8));
    assert_ne!(desk.rows(), rows, "it is longer than the screen");
    assert_eq!(desk.started, [], "nothing is fetched");
}

#[test]
fn help_turns_its_pages_and_runs_a_line() {
    let mut desk = reader(80, 24);
    desk.press("?");
    let pages = |desk: &mut Desk| desk.status().split("  ").next().unwrap().to_string();
    assert!(pages(&mut desk).starts_with("1 of"));
    desk.wheel(1, (40, 12));
    assert!(pages(&mut desk).starts_with("2 of"), "{}", desk.status());
    desk.wheel(-1, (40, 12));
    let cell = desk.cell("keep a copy");
    desk.click(cell);
    assert!(pages(&mut desk).starts_with("1 of"), "the page stays");
    desk.double_click(cell);
    assert!(
        desk.stored("A lockless page cache, one lookup at a time")
            .bookmarked
    );
}

#[test]
fn a_letter_on_a_link_is_pressed() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("j j <enter>");
    let cell = desk.cell("posted last week");
    desk.press(";").click(cell);
    assert_eq!(floats(&mut desk), 0);
    let browsed = Launch::Browser("https://lore.example/patches".into());
    assert_eq!(desk.launched, [browsed], "once");
}

#[test]
fn a_link_of_the_list_is_opened_by_a_second_press() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("j j <enter> g l");
    let cell = desk.cell("[2]");
    desk.click(cell);
    assert_eq!(desk.launched, []);
    desk.double_click(cell);
    let browsed = Launch::Browser("https://lwn.example/benchmark".into());
    assert_eq!(desk.launched, [browsed]);
}

#[test]
fn a_result_of_a_search_is_pressed_while_it_is_typed() {
    let mut desk = reader(120, 40);
    desk.press("/").type_text("bluetooth");
    desk.click((10, 2));
    assert_eq!(floats(&mut desk), 1, "a press into the box stays in it");
    let cell = desk.cell("PipeWire makes");
    desk.double_click(cell);
    assert_eq!((floats(&mut desk), desk.focus()), (0, Focus::Article));
    assert_eq!(desk.shown(), "PipeWire makes Bluetooth boring, at last");
}

#[test]
fn a_search_with_a_mistake_stays() {
    let mut desk = reader(120, 40);
    desk.press("/").type_text("fed:x").click((40, 20));
    assert_eq!(floats(&mut desk), 1);
}

#[test]
fn an_empty_search_is_left_by_a_press_below() {
    let mut desk = reader(120, 40);
    let list = desk.list();
    desk.press("/").click((40, 20));
    assert_eq!((floats(&mut desk), desk.list()), (0, list));
}

#[test]
fn what_an_empty_search_offers_is_chosen() {
    let mut desk = reader(80, 24);
    desk.press("/")
        .type_text("folder:science kernel since:2w")
        .press("<enter>");
    let (x, y) = desk.cell("▌ ");
    desk.click((x + 2, y + 1));
    let second = desk.rows()[usize::from(y) + 1].clone();
    assert!(second.contains("▌ "), "{}", desk.shows());
    desk.double_click((x + 2, y));
    assert!(!desk.selected().is_empty(), "{}", desk.shows());
}

#[test]
fn what_comes_next_is_opened_by_a_press() {
    let mut desk = reader(120, 40);
    desk.press("<enter>");
    let cell = desk.cell("then");
    desk.click(cell);
    assert_eq!(desk.focus(), Focus::Article);
    assert_eq!(desk.shown(), "PipeWire 1.8, Mesa 27, two GPUs and a kernel");
}

#[test]
fn the_wheel_does_not_move_what_a_panel_floats_over() {
    let html = "<p>line</p>".repeat(60);
    let mut desk =
        Desk::new(120, 30).with(&[feed("", "One").entries([entry("Long", 1).html(&html)])]);
    desk.press("<enter> :").wheel(3, (100, 27));
    assert_eq!(desk.app().reader.top(), 0);
    desk.press("<esc>").wheel(3, (100, 27));
    assert_eq!(desk.app().reader.top(), 9);
}

#[test]
fn a_release_without_a_press_is_nothing() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("j j <enter>");
    let cell = desk.cell("posted last week");
    desk.mouse(Gesture::Release, cell)
        .mouse(Gesture::Drag, cell);
    assert_eq!(desk.launched, []);
}
