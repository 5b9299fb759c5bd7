//! The borders between panes, moved by commands: how far, where they are kept, and back again. Moved by hand: `mouse`.

use byline::app::Effect;

use crate::desk::{Desk, samples};

/// The widths of the panes as the rule under their titles shows them; the heavy one is in brackets.
pub fn panes(desk: &mut Desk) -> String {
    let rows = desk.rows();
    let rule = rows.get(1).cloned().unwrap_or_default();
    let widths = rule.split('┼').map(|pane| {
        let width = pane.chars().count();
        if pane.starts_with('━') {
            format!("[{width}]")
        } else {
            width.to_string()
        }
    });
    widths.collect::<Vec<_>>().join(" ")
}

fn command(desk: &mut Desk, name: &str) -> String {
    desk.press(":").type_text(name).press("<enter>");
    panes(desk)
}

#[test]
fn the_pane_with_the_focus_takes_room_from_its_neighbour() {
    let mut desk = Desk::new(120, 24).with(&samples());
    assert_eq!(panes(&mut desk), "24 [40] 54");
    assert_eq!(command(&mut desk, "widen-pane"), "24 [44] 50");
    desk.press("h");
    assert_eq!(command(&mut desk, "widen-pane"), "[28] 40 50");
    desk.press("l <enter>");
    assert_eq!(command(&mut desk, "widen-pane"), "28 36 [54]");
    assert_eq!(command(&mut desk, "narrow-pane"), "28 40 [50]");
    assert_eq!(command(&mut desk, "default-widths"), "24 40 [54]");
}

#[test]
fn no_pane_is_squeezed_out() {
    let mut desk = Desk::new(120, 24).with(&samples());
    for _ in 0..40 {
        command(&mut desk, "widen-pane");
    }
    assert_eq!(panes(&mut desk), "24 [70] 24");
    assert_eq!(
        desk.status().split("  ").next(),
        Some("the others have no room to give")
    );
    for _ in 0..40 {
        command(&mut desk, "narrow-pane");
    }
    assert_eq!(panes(&mut desk), "24 [20] 74");
    assert!(desk.status().starts_with("this pane cannot be smaller"));
}

#[test]
fn a_pane_that_is_alone_says_so() {
    let mut desk = Desk::new(60, 20).with(&samples());
    assert_eq!(command(&mut desk, "widen-pane"), "[60]");
    assert!(desk.status().starts_with("this pane is alone"));
}

#[test]
fn each_arrangement_keeps_its_own_widths_over_restarts() {
    let mut desk = Desk::new(120, 24).with(&samples());
    command(&mut desk, "widen-pane");
    desk.resize(80, 24);
    assert_eq!(panes(&mut desk), "22 [57]");
    command(&mut desk, "widen-pane");
    desk.press("<enter>");
    assert_eq!(panes(&mut desk), "30 [49]");
    command(&mut desk, "narrow-pane");
    desk.reopen();
    assert_eq!(panes(&mut desk), "18 [61]");
    desk.press("<enter>");
    assert_eq!(panes(&mut desk), "34 [45]");
    desk.press("h").resize(120, 24);
    assert_eq!(panes(&mut desk), "24 [44] 50");
    command(&mut desk, "default-widths");
    desk.reopen();
    assert_eq!(panes(&mut desk), "24 [40] 54");
}

#[test]
fn a_list_above_its_article_grows_downwards() {
    let mut desk = Desk::new(80, 30).with(&samples());
    desk.press("Z");
    let rows = |desk: &mut Desk| {
        let areas = desk.app().areas().unwrap();
        areas.entries.unwrap().height
    };
    assert_eq!(rows(&mut desk), 11);
    command(&mut desk, "widen-pane");
    assert_eq!(rows(&mut desk), 13);
    desk.press("<enter>");
    command(&mut desk, "widen-pane");
    assert_eq!(rows(&mut desk), 11);
    let kept = desk.asked.iter().rev().find_map(|effect| match effect {
        Effect::Remember("widths", kept) => Some(kept.clone()),
        _ => None,
    });
    assert_eq!(kept.as_deref(), Some(r#"{"stacked-entries":11}"#));
}
