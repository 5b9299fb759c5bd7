//! Chinese, Japanese, Korean, emoji and right-to-left text in every overlay: whole characters, and the order of the eye.

use byline::app::Done;
use ratatui::buffer::Buffer;

use crate::desk::{Desk, Sample, entry, feed};
use crate::overlays::found;
use crate::overlays::keys::assert_whole;

const HEBREW: &str = "חוקרים מצאו דרך חדשה";
const SEEN: &str = "השדח ךרד ואצמ םירקוח";

/// Feeds, folders, entries and links with names in Hebrew, Chinese, Korean and emoji.
fn sample() -> Vec<Sample> {
    let html = format!(
        r#"<p><a href="https://example.org/a">{HEBREW}</a> <a href="https://example.org/b">龙架构补丁合入内核主线</a></p>"#
    );
    let titles = [
        HEBREW,
        "龙架构补丁合入内核主线，性能提升明显",
        "한글 제목도 두 칸씩 차지합니다",
        "🦀 👩‍👩‍👧 crabs",
    ];
    let entries = (0i64..)
        .zip(titles)
        .map(|(at, title)| entry(title, at + 1).html(&html));
    vec![
        feed("חדשות", "הידען").entries(entries),
        feed("科学", "果壳网 科学人").entries([entry("研究人员", 60)]),
    ]
}

fn desk(width: u16) -> Desk {
    Desk::new(width, 24).with(&sample())
}

#[track_caller]
fn shows(desk: &mut Desk, wanted: &[&str]) {
    let shown = desk.shows();
    for wanted in wanted {
        assert!(shown.contains(wanted), "`{wanted}` is not in\n{shown}");
    }
    assert!(!shown.contains(HEBREW), "in the order of typing:\n{shown}");
    let buffer: Buffer = desk.buffer();
    assert_whole(&buffer, &shown);
}

#[test]
fn the_palette_lists_names_as_they_are_seen() {
    for width in [60, 80, 120] {
        let mut desk = desk(width);
        desk.press(":").type_text("הידע");
        shows(
            &mut desk,
            &[
                "▌ ןעדיה feed",
                "4 unread, in תושדח",
                "go to ןעדיה",
                ":  עדיה",
            ],
        );
        desk.press("<ctrl-u>").type_text("果壳");
        shows(&mut desk, &["▌ 果壳网 科学人 feed", "in 科学"]);
        desk.press("<ctrl-u>").type_text("move-feed חד");
        shows(&mut desk, &["  תושדח", ": move-feed דח"]);
    }
}

#[test]
fn prompts_and_the_editor_show_what_is_typed_as_it_is_seen() {
    let mut desk = desk(80);
    desk.press(":").type_text("move-feed").press("<enter>");
    desk.type_text("חדש");
    shows(&mut desk, &["folder  שדח", "תושדח", "for ןעדיה"]);
    desk.press("<esc> E");
    shows(&mut desk, &["title", "ןעדיה", "folder      תושדח"]);
    desk.press("<down> <down> <down>").type_text("科学, עולם");
    shows(&mut desk, &["tags        科学, םלוע"]);
    desk.press("<esc> :")
        .type_text("rename-feed ")
        .press("<enter>");
    shows(&mut desk, &["name  ןעדיה", "its own: ןעדיה"]);
}

#[test]
fn a_picker_shows_titles_as_they_are_seen_and_cuts_where_reading_ends() {
    let mut desk = desk(60);
    desk.press("a").type_text("a.example").press("<enter>");
    let long = format!("{HEBREW} {HEBREW} {HEBREW}");
    let feeds = vec![
        found("https://a.example/1", &long, "חדש"),
        found(
            "https://a.example/2",
            "龙架构补丁合入内核主线，性能提升明显，社区反应热烈",
            "12 entries",
        ),
    ];
    desk.answer(Done::Found {
        address: "https://a.example".into(),
        feeds,
    });
    shows(
        &mut desk,
        &["[ ] …", "םירקוח  ", "龙架构补丁合入内核主线，性"],
    );
}

#[test]
fn links_and_hints_show_words_as_they_are_seen() {
    let mut desk = desk(80);
    desk.press("<enter> ;");
    shows(&mut desk, &[&format!("{SEEN} → example.org")]);
    desk.press("<esc> g l");
    shows(
        &mut desk,
        &[&format!("[1] {SEEN}"), "[2] 龙架构补丁合入内核主线"],
    );
    desk.type_text("龙架");
    shows(&mut desk, &["1 of 2", "▌ [2]"]);
}

#[test]
fn what_was_done_and_said_is_told_as_it_is_seen() {
    let mut desk = desk(80);
    desk.press("s");
    shows(&mut desk, &[&format!("bookmarked {SEEN} · u undo")]);
    desk.press("g y");
    shows(&mut desk, &[&format!("bookmarked  {SEEN}")]);
    desk.press("<esc> :").type_text("messages").press("<enter>");
    shows(&mut desk, &[&format!("bookmarked {SEEN} · u undo")]);
}

#[test]
fn a_search_shows_its_query_as_it_is_seen_with_the_caret_in_its_place() {
    let mut desk = desk(80);
    desk.press("/").type_text("מצאו");
    shows(&mut desk, &["/  ואצמ", SEEN, "4 found"]);
    desk.press("<enter>");
    shows(&mut desk, &["Search · ואצמ"]);
    desk.press("/ <ctrl-u>").type_text("מצאו fed:x");
    shows(&mut desk, &["^ unknown field `fed`"]);
    let rows = desk.rows();
    let caret = rows[3].find('^').unwrap();
    let typed: Vec<char> = rows[2].chars().collect();
    assert_eq!(typed[caret..caret + 3], ['f', 'e', 'd'], "{}", desk.shows());
}

#[test]
fn help_and_the_catalogue_find_and_show_wide_names_whole() {
    let mut desk = desk(80);
    desk.press("?").type_text("龙עב");
    shows(&mut desk, &["? 龙בע", "no key and no command"]);
    desk.press("<esc> c G <space>");
    for _ in 0..90 {
        desk.press("k");
        let buffer = desk.buffer();
        assert_whole(&buffer, "the catalogue");
    }
}
