//! The mouse: what a press, a second one, the wheel and a drag come to, pane by pane. Over overlays: `mouse/floating`.

use byline::app::{Effect, Event, Focus, Gesture, Launch, Spot};
use byline::view;

use crate::borders::panes;
use crate::desk::{Desk, feed, many, mockup, samples};

mod floating;
mod total;

/// The mockups' reader: Linux is listed.
fn reader(width: u16, height: u16) -> Desk {
    let mut desk =
        Desk::new(width, height)
            .with(&mockup())
            .folded(&["Programming", "World", "Design"]);
    desk.press("h 5j <enter>");
    desk
}

/// A list longer than what is at hand at once.
fn long() -> Desk {
    Desk::new(120, 30).with(&[feed("", "Archive").entries(many("Entry", 1000, 1))])
}

/// Whether the store has this entry as read.
fn is_read(desk: &mut Desk, title: &str) -> bool {
    desk.stored(title).read
}

fn remembered(desk: &Desk) -> Vec<&str> {
    let kept = desk.asked.iter().filter_map(|effect| match effect {
        Effect::Remember("widths", kept) => Some(kept.as_str()),
        _ => None,
    });
    kept.collect()
}

#[test]
fn a_press_on_an_entry_selects_it_and_reads_nothing() {
    for (width, height) in [(120, 40), (80, 24), (60, 20)] {
        let mut desk = reader(width, height);
        desk.press("h");
        if desk.app().areas().unwrap().entries.is_none() {
            desk.press("l");
        }
        let cell = desk.cell("PipeWire makes Bluetooth");
        desk.click(cell);
        assert_eq!(desk.focus(), Focus::Entries);
        assert_eq!(desk.selected(), "PipeWire makes Bluetooth boring, at last");
        assert!(!is_read(
            &mut desk,
            "PipeWire makes Bluetooth boring, at last"
        ));
    }
}

#[test]
fn the_second_line_of_an_entry_is_the_entry_too() {
    let mut desk = reader(120, 40);
    let (x, y) = desk.cell("PipeWire makes Bluetooth");
    desk.click((x, y + 1));
    assert_eq!(desk.selected(), "PipeWire makes Bluetooth boring, at last");
}

#[test]
fn a_second_press_opens_it() {
    let mut desk = reader(120, 40);
    let cell = desk.cell("PipeWire makes Bluetooth");
    desk.click(cell).click(cell);
    assert_eq!(
        desk.focus(),
        Focus::Entries,
        "a second later it is no second"
    );
    desk.double_click(cell);
    assert_eq!(desk.focus(), Focus::Article);
    assert_eq!(desk.shown(), "PipeWire makes Bluetooth boring, at last");
    assert!(is_read(
        &mut desk,
        "PipeWire makes Bluetooth boring, at last"
    ));
}

#[test]
fn a_second_press_means_what_the_first_one_hit_though_the_panes_slid() {
    let mut desk = reader(80, 24);
    desk.press("<enter>");
    assert_eq!(panes(&mut desk), "30 [49]");
    let cell = desk.cell("PipeWire makes");
    desk.click(cell);
    assert_eq!(panes(&mut desk), "22 [57]", "the list has the focus now");
    desk.press("k <enter>");
    let cell = desk.cell("PipeWire makes");
    desk.double_click(cell);
    assert_eq!(desk.focus(), Focus::Article);
    assert_eq!(desk.shown(), "PipeWire makes Bluetooth boring, at last");
}

#[test]
fn a_key_between_two_presses_parts_them() {
    let mut desk = reader(120, 40);
    let cell = desk.cell("PipeWire makes Bluetooth");
    desk.mouse(Gesture::Press, cell).press("j");
    desk.mouse(Gesture::Press, cell);
    assert_eq!(desk.focus(), Focus::Entries);
    assert_eq!(desk.selected(), "PipeWire makes Bluetooth boring, at last");
}

#[test]
fn no_row_moves_under_the_pointer() {
    let mut desk = long();
    desk.press("30j");
    let before = desk.rows();
    desk.click((40, 26));
    let chosen = desk.selected();
    assert_ne!(chosen, "Entry 31");
    let titles = |rows: &[String]| -> Vec<String> {
        let titles = rows.iter().skip(2).take(26);
        titles
            .map(|row| row.chars().skip(27).take(30).collect())
            .collect()
    };
    assert_eq!(titles(&before), titles(&desk.rows()));
    desk.press("j");
    assert_ne!(desk.selected(), chosen, "keys go on from there");
}

#[test]
fn a_press_on_a_feed_lists_it_and_a_second_one_goes_in() {
    let mut desk = reader(120, 40);
    let cell = desk.cell("Kernel Planet");
    desk.click(cell);
    assert_eq!(
        (desk.focus(), desk.list()),
        (Focus::Feeds, "Kernel Planet".into())
    );
    desk.double_click(cell);
    assert_eq!(desk.focus(), Focus::Entries);
}

#[test]
fn a_press_on_a_fold_opens_and_closes_and_selects_nothing() {
    let mut desk = reader(120, 40);
    let fold = desk.cell("▾ Science");
    let list = desk.list();
    desk.click(fold);
    assert!(!desk.shows().contains("Quanta Magazine"));
    desk.click((fold.0 + 1, fold.1));
    assert!(
        desk.shows().contains("Quanta Magazine"),
        "the blank beside it"
    );
    desk.click(fold);
    desk.double_click(fold);
    assert!(!desk.shows().contains("Quanta Magazine"), "open and closed");
    assert_eq!((desk.focus(), desk.list()), (Focus::Feeds, list));
    desk.reopen();
    assert!(desk.shows().contains("▸ Science"), "it is remembered");
}

#[test]
fn a_press_on_a_link_shows_where_it_leads_and_its_release_opens_it() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("j j <enter>");
    let cell = desk.cell("posted last week");
    desk.mouse(Gesture::Press, cell);
    let expect = "posted last week → lore.example";
    assert!(desk.status().starts_with(expect), "{}", desk.status());
    assert_eq!(desk.launched, []);
    desk.mouse(Gesture::Release, (0, 0));
    assert_eq!(desk.launched, [], "let go elsewhere it is no click");
    let browsed = Launch::Browser("https://lore.example/patches".into());
    desk.double_click(cell);
    assert_eq!(desk.launched, [browsed], "it is opened once");
}

#[test]
fn a_press_on_the_article_beside_the_list_opens_it() {
    let mut desk = reader(120, 40);
    let shown = desk.shown();
    desk.click((100, 30));
    assert_eq!(desk.focus(), Focus::Article);
    assert!(is_read(&mut desk, &shown));
    desk.click((40, 0));
    assert_eq!(desk.focus(), Focus::Entries, "a title row is its pane's");
    desk.click((5, 39));
    assert_eq!(desk.focus(), Focus::Entries, "the status line is nobody's");
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_moves_no_focus() {
    let mut desk = reader(120, 20);
    desk.press("j j");
    let (selected, list) = (desk.selected(), desk.list());
    desk.wheel(2, (5, 10));
    assert_eq!(desk.app().feeds.top(), 6);
    desk.wheel(2, (40, 10));
    assert_eq!(desk.app().entries.rows().top(), 4, "two lines are one row");
    let title = desk.cell("Low-tech Magazine");
    assert!(title.0 < 24, "the feeds stay where they were scrolled");
    desk.press("<enter>").wheel(1, (90, 10));
    assert_eq!(desk.app().reader.top(), 3);
    desk.wheel(-1, (90, 10));
    assert_eq!(desk.app().reader.top(), 0);
    assert_eq!((desk.selected(), desk.list()), (selected, list));
    assert_eq!(desk.focus(), Focus::Article);
}

#[test]
fn the_wheel_reads_nothing_and_previews_nothing_else() {
    let mut desk = Desk::new(120, 20)
        .with(&samples())
        .configured("mark_read = \"end\"");
    let shown = desk.shown();
    desk.wheel(50, (90, 10)).wheel(50, (40, 10));
    assert_eq!(desk.shown(), shown);
    assert!(!is_read(&mut desk, &shown));
}

#[test]
fn the_wheel_goes_through_a_list_that_is_not_at_hand() {
    let mut desk = long();
    desk.wheel(120, (40, 10));
    assert_eq!(desk.app().entries.rows().top(), 240);
    assert!(desk.shows().contains("Entry 241"), "{}", desk.shows());
    assert_eq!(desk.selected(), "Entry 1");
    desk.event(Event::StoreChanged);
    assert!(desk.shows().contains("Entry 241"), "{}", desk.shows());
    assert_eq!(desk.selected(), "Entry 1");
    desk.press("j");
    assert_eq!(desk.selected(), "Entry 2");
    assert!(desk.shows().contains("Entry 2 "), "{}", desk.shows());
    desk.wheel(1000, (40, 10));
    assert!(desk.shows().contains("Entry 1000"), "{}", desk.shows());
    desk.wheel(-1000, (40, 10));
    assert!(desk.shows().contains("Entry 1 "), "{}", desk.shows());
}

#[test]
fn a_border_is_dragged_and_remembered() {
    let mut desk = reader(120, 40);
    desk.drag((24, 10), (30, 12));
    assert_eq!(panes(&mut desk), "30 [34] 54");
    desk.drag((65, 3), (75, 3));
    assert_eq!(panes(&mut desk), "30 [44] 44");
    insta::assert_snapshot!(desk.shows());
    assert_eq!(
        remembered(&desk),
        [
            r#"{"feeds":30,"entries":34}"#,
            r#"{"feeds":30,"entries":44}"#
        ],
        "once for each drag"
    );
    desk.reopen();
    assert_eq!(panes(&mut desk), "30 [44] 44");
}

#[test]
fn a_drag_ends_where_the_least_pane_begins() {
    let mut desk = reader(120, 40);
    desk.drag((24, 10), (0, 10));
    assert_eq!(panes(&mut desk), "12 [52] 54");
    desk.drag((65, 10), (119, 10));
    assert_eq!(panes(&mut desk), "12 [82] 24");
    desk.resize(110, 24);
    assert_eq!(panes(&mut desk), "12 [72] 24");
}

#[test]
fn a_press_without_a_drag_leaves_a_border_alone_and_two_reset_it() {
    let mut desk = reader(120, 40);
    desk.click((24, 10));
    assert_eq!(remembered(&desk), [""; 0]);
    desk.drag((65, 10), (80, 10)).double_click((80, 10));
    assert_eq!(panes(&mut desk), "24 [40] 54");
    desk.reopen();
    assert_eq!(panes(&mut desk), "24 [40] 54");
}

#[test]
fn a_drag_whose_end_is_lost_is_remembered_all_the_same() {
    let mut desk = reader(120, 40);
    desk.mouse(Gesture::Press, (24, 10))
        .mouse(Gesture::Drag, (28, 10));
    desk.reopen();
    assert_eq!(panes(&mut desk), "28 [36] 54");
    desk.mouse(Gesture::Press, (28, 10))
        .mouse(Gesture::Drag, (26, 10))
        .wait(1000)
        .mouse(Gesture::Press, (5, 5));
    assert_eq!(
        remembered(&desk).last(),
        Some(&r#"{"feeds":26,"entries":38}"#)
    );
}

#[test]
fn the_rule_below_a_list_is_dragged_too() {
    let mut desk = reader(120, 40);
    desk.press("Z");
    let (_, rule) = desk.cell("PipeWire");
    let rule = {
        let areas = desk.app().areas().unwrap();
        assert!(rule < areas.article.unwrap().y);
        areas.article.unwrap().y + 1
    };
    desk.drag((60, rule), (60, rule + 8));
    let areas = desk.app().areas().unwrap();
    assert_eq!(areas.article.unwrap().y + 1, rule + 8);
    desk.drag((60, rule + 8), (60, 0));
    let areas = desk.app().areas().unwrap();
    assert_eq!(areas.entries.unwrap().height, 5, "the least of a list");
}

#[test]
fn keys_of_a_sequence_and_messages_give_way_to_a_press() {
    let mut desk = reader(120, 40);
    desk.press("3 g");
    let cell = desk.cell("PipeWire makes Bluetooth");
    desk.click(cell);
    assert_eq!(desk.app().count, None);
    assert!(desk.app().pressed.is_empty());
}

#[test]
fn zen_has_links_and_a_wheel() {
    let mut desk = Desk::new(100, 16).with(&samples());
    desk.press("j j z").wheel(1, (50, 8));
    assert_eq!(desk.app().reader.top(), 3);
    let cell = desk.cell("posted last week");
    desk.click(cell);
    assert_eq!(desk.launched.len(), 1);
}

#[test]
fn a_screen_that_is_too_small_has_nothing_to_press() {
    let mut desk = Desk::new(10, 3).with(&samples());
    assert_eq!(view::spot(desk.app(), 2, 1), Spot::Nothing);
    desk.double_click((2, 1))
        .wheel(3, (2, 1))
        .drag((0, 0), (9, 2));
}
