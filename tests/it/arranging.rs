//! Lists in other orders, with headings, and rows marked to be acted on together, by keys.

use byline::app::{Effect, Launch};
use byline::model::{Change, Order, Show, Which};

use crate::desk::{Desk, entry, feed};

/// Columns and rows of the mockups.
const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (60, 20)];

#[test]
fn sorting_and_grouping() {
    for (width, height) in SIZES {
        let mut desk = Desk::reader(width, height);
        desk.press("\\");
        insta::assert_snapshot!(format!("arrange_panel_{width}x{height}"), desk.shows());
        desk.press("j j j j <enter> <esc>");
        insta::assert_snapshot!(format!("arrange_days_{width}x{height}"), desk.shows());
        desk.press("\\ j <enter> <esc>");
        insta::assert_snapshot!(format!("arrange_feeds_{width}x{height}"), desk.shows());
        desk.press("\\ j j <enter> <enter> <esc>");
        insta::assert_snapshot!(format!("arrange_titles_{width}x{height}"), desk.shows());
    }
}

#[test]
fn an_order_is_remembered_for_its_list_over_a_restart() {
    let mut desk = Desk::reader(80, 24);
    desk.press("\\ j j <enter> <esc>");
    assert_eq!(desk.app().entries.order(), Order::TitleUp);
    desk.press("g t");
    assert_eq!(desk.app().entries.order(), Order::Newest);
    desk.reopen();
    desk.press("g a");
    let everything = desk.app().entries.order();
    desk.press("\\ k <esc>");
    desk.press("g t");
    assert_eq!(desk.app().entries.order(), Order::Newest);
    let was_everything = desk.app().entries.scope().clone();
    assert_ne!(format!("{was_everything:?}"), "Everything");
    // The list that the desk begins with is a folder: the order is its own.
    assert!(matches!(everything, Order::Newest | Order::TitleUp));
}

/// One feed, entries from `a` to `e`, the newest first.
fn five() -> Desk {
    let entries = ["a", "b", "c", "d", "e"];
    let entries = entries
        .iter()
        .enumerate()
        .map(|(n, title)| entry(title, n as i64 * 60 + 60));
    let mut desk = Desk::new(100, 20).with(&[feed("", "One").entries(entries)]);
    desk.press("g a");
    desk
}

fn titles(desk: &mut Desk) -> Vec<String> {
    let rows = desk.app().entries.rows().all().to_vec();
    rows.into_iter().map(|row| row.title).collect()
}

fn unread(desk: &mut Desk) -> String {
    let rows = desk.app().entries.rows().all().to_vec();
    let unread = rows.iter().filter(|row| !row.read);
    unread.map(|row| row.title.as_str()).collect()
}

#[test]
fn the_selection_stays_and_motions_follow_the_order() {
    let mut desk = five();
    desk.press("j j");
    assert_eq!(desk.selected(), "c");
    desk.press("\\ <enter> <esc>");
    assert_eq!(titles(&mut desk), ["e", "d", "c", "b", "a"]);
    assert_eq!(desk.selected(), "c");
    desk.press("g g");
    assert_eq!(desk.selected(), "e");
    desk.press("\\ j j <enter> <esc> G");
    assert_eq!(desk.selected(), "e");
}

#[test]
fn above_and_below_are_as_the_list_stands() {
    for (keys, above, below) in [
        ("", "de", "ab"),
        // Oldest first.
        ("\\ <enter> <esc>", "ab", "de"),
        // Titles from Z to A.
        ("\\ j j <enter> <enter> <esc>", "ab", "de"),
    ] {
        for (command, expect) in [("mark-above-read", above), ("mark-below-read", below)] {
            let mut desk = five();
            desk.press("j j");
            if !keys.is_empty() {
                desk.press(keys);
            }
            desk.press(":").type_text(command).press("<enter>");
            let mut left: Vec<char> = unread(&mut desk).chars().collect();
            left.sort_unstable();
            assert_eq!(left.iter().collect::<String>(), expect, "{command} {keys}");
            desk.press("u");
            assert_eq!(unread(&mut desk).len(), 5, "one act, one undo");
        }
    }
}

#[test]
fn what_a_query_finds_is_marked_from_the_palette() {
    let mut desk = five();
    desk.press(":")
        .type_text("mark-read title:b")
        .press("<enter>");
    desk.press("g a");
    assert_eq!(unread(&mut desk), "acde");
    desk.press(":")
        .type_text("mark-read title:")
        .press("<enter>");
    assert!(desk.status().contains('!'), "{}", desk.status());
}

#[test]
fn v_goes_through_all_unread_and_bookmarked() {
    let mut desk = five();
    desk.press("s j m");
    let mut shown = Vec::new();
    for _ in 0..4 {
        shown.push(titles(&mut desk).concat());
        desk.press("v");
    }
    assert_eq!(shown, ["abcde", "abcde", "a", "abcde"]);
    assert_eq!(desk.app().entries.show(), Show::Unread);
}

#[test]
fn rows_are_marked_along_and_one_by_one_and_acted_on_at_once() {
    let mut desk = five();
    desk.press("V j <space> j j <space>");
    insta::assert_snapshot!("marked_rows", desk.shows());
    desk.press("m");
    assert_eq!(unread(&mut desk), "ce");
    assert!(desk.app().entries.marks().is_none(), "the act ends it");
    desk.press("u");
    assert_eq!(unread(&mut desk), "abcde", "one act, one undo");
    desk.press("g g V j j s");
    let kept = desk.app().entries.rows().all().to_vec();
    let kept = kept.iter().filter(|row| row.bookmarked).count();
    assert_eq!(kept, 3);
    desk.press("g g V j <esc>");
    assert!(desk.app().entries.marks().is_none());
    desk.press("m");
    assert_eq!(unread(&mut desk).len(), 4, "only the selected one");
}

#[test]
fn marked_rows_are_opened_copied_and_tagged_together() {
    let mut desk = five();
    desk.press("V j y");
    let both = "https://news.example/a\nhttps://news.example/b".to_string();
    assert_eq!(desk.launched, [Launch::Copy(both)]);
    desk.launched.clear();
    desk.press("g g V j j o");
    assert_eq!(desk.launched.len(), 3);
    desk.press("g g V j t").type_text("later").press("<enter>");
    let tagged = desk.asked.iter().rev().find_map(|effect| match effect {
        Effect::Change(_, Change::Tag(Which::Entries(ids), tag)) => Some((ids.len(), tag.clone())),
        _ => None,
    });
    assert_eq!(tagged, Some((2, "later".to_string())));
}

#[test]
fn marking_along_reaches_over_rows_that_are_not_at_hand() {
    let entries = (0..1500).map(|n| entry(&format!("t{n}"), n + 1));
    let mut desk = Desk::new(100, 20).with(&[feed("", "One").entries(entries)]);
    desk.press("g a V G");
    assert_eq!(
        desk.app().entries.marks().map(byline::app::Marks::count),
        Some(1500)
    );
    desk.press("g g");
    assert_eq!(
        desk.app().entries.marks().map(byline::app::Marks::count),
        Some(1)
    );
    desk.press("G m");
    assert_eq!(desk.feed("One").unread, 0);
    desk.press("u");
    assert_eq!(desk.feed("One").unread, 1500);
}

#[test]
fn one_act_is_taken_back_from_the_middle_and_one_that_others_rest_on_is_refused() {
    let mut desk = five();
    desk.press("m j m s");
    desk.press("g y");
    insta::assert_snapshot!("history_in_the_middle", desk.shows());
    desk.press("j j o <esc>");
    assert_eq!(unread(&mut desk), "acde");
    desk.press("<ctrl-r>");
    assert_eq!(unread(&mut desk), "cde", "done again");
    desk.press("k m g y j j j o");
    assert!(desk.status().contains("rests on it"), "{}", desk.status());
    desk.press("<esc>");
    assert_eq!(unread(&mut desk), "acde");
}

#[test]
fn the_history_is_deleted_after_a_question() {
    let mut desk = five();
    desk.press("m s g y D");
    insta::assert_snapshot!("history_deletion", desk.shows());
    desk.press("n <esc> u");
    assert!(!desk.stored("a").bookmarked, "still undone");
    desk.press("g y D y");
    assert!(desk.shows().contains("nothing was done yet"));
    desk.press("<esc> u");
    assert!(
        desk.status().contains("nothing to undo"),
        "{}",
        desk.status()
    );
}
