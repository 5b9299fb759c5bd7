//! Tags on entries: the prompt of `t`, completion, undo, and that a search finds them.

use crate::desk::Desk;

fn tags_of(desk: &mut Desk, title: &str) -> Vec<String> {
    desk.stored(title).tags
}

#[test]
fn a_tag_is_completed_set_and_taken_back() {
    let mut desk = Desk::reader(80, 24);
    let lockless = "A lockless page cache, one lookup at a time";
    let scheduler = "How the scheduler learned to wait";
    assert_eq!(tags_of(&mut desk, scheduler), ["kernel"]);
    desk.press("k k t").type_text("ker");
    let shown = desk.shows();
    assert!(
        shown.contains("kernel") && shown.contains("1 entry"),
        "{shown}"
    );
    insta::assert_snapshot!("tags", shown);
    desk.press("<tab>").type_text("to share").press("<enter>");
    let mut tags = tags_of(&mut desk, lockless);
    tags.sort();
    assert_eq!(tags, ["kernel", "to share"]);
    assert!(desk.status().contains("u undo"), "{}", desk.status());
    desk.press("u");
    assert_eq!(tags_of(&mut desk, lockless).len(), 1);
    desk.press("u");
    assert_eq!(tags_of(&mut desk, lockless), [""; 0]);
    desk.press("<ctrl-r>");
    assert_eq!(tags_of(&mut desk, lockless).len(), 1);
}

#[test]
fn a_tag_that_is_cleared_goes_and_an_unchanged_field_is_no_act() {
    let mut desk = Desk::reader(80, 24);
    let scheduler = "How the scheduler learned to wait";
    let acts = |desk: &mut Desk| {
        desk.outside(async |context| context.store.history(100).await.unwrap().len())
    };
    let before = acts(&mut desk);
    desk.press("<enter> t <enter>");
    assert_eq!(acts(&mut desk), before);
    assert_eq!(tags_of(&mut desk, scheduler), ["kernel"]);
    desk.press("t <ctrl-u> <enter>");
    assert_eq!(tags_of(&mut desk, scheduler), [""; 0]);
    // Typed in the palette, they are set at once; several entries get them together.
    desk.press("h 2 t").type_text("later").press("<enter>");
    assert_eq!(
        desk.outside(async |context| context.store.tags().await.unwrap()),
        [("later".to_string(), 2)]
    );
    desk.press("/").type_text("tag:later").press("<enter>");
    assert!(desk.shows().contains("2 found"), "{}", desk.shows());
}
