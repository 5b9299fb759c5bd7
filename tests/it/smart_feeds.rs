//! Smart feeds and tags on the screen: made from a search, counted, changed, dropped, taken back; and what they list is what their query finds.

use byline::config::SmartFeed;

use crate::desk::{Desk, mockup};

const TWO: &str = "# mine\n[smart_feeds]\nKernels = \"title:kernel OR title:内核\" # all\n\"Rust this month\" = \"rust since:4w\"\n";

fn reader(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height)
        .configured(TWO)
        .with(&mockup())
        .folded(&["Programming", "World", "Design"]);
    desk.press("h 7j <enter> j j");
    desk
}

fn smart_feeds(desk: &mut Desk) -> Vec<(String, String)> {
    let feeds = desk.outside(async |context| context.config().smart_feeds.clone());
    let both = |SmartFeed { name, query }| (name, query);
    feeds.into_iter().map(both).collect()
}

fn file(desk: &mut Desk) -> String {
    desk.outside(async |context| std::fs::read_to_string(context.paths.config_file()).unwrap())
}

#[test]
fn smart_feeds_and_tags_stand_in_the_feeds_pane_with_their_counts() {
    let mut desk = reader(120, 40);
    insta::assert_snapshot!("smart-feeds-120x40", desk.shows());
    let mut desk = reader(80, 24);
    insta::assert_snapshot!("smart-feeds-80x24", desk.press("h").shows());
    let mut desk = reader(60, 20);
    insta::assert_snapshot!("smart-feeds-60x20", desk.press("h").shows());
}

#[test]
fn a_smart_feed_is_made_of_a_search_and_taken_back() {
    let mut desk = reader(80, 24);
    desk.press("/").type_text("scheduler").press("<ctrl-f>");
    desk.type_text("Kernels").press("<enter>");
    let shown = desk.shows();
    assert!(
        shown.contains("there is a smart feed `Kernels` already"),
        "{shown}"
    );
    desk.press("<ctrl-u>").type_text("调度 #1");
    insta::assert_snapshot!("smart-feed-name", desk.shows());
    desk.press("<enter>");
    let made = ("调度 #1".to_string(), "scheduler".to_string());
    assert_eq!(smart_feeds(&mut desk).last(), Some(&made));
    assert_eq!(
        file(&mut desk),
        format!("{TWO}\"调度 #1\" = \"scheduler\"\n")
    );
    let shown = desk.shows();
    assert!(shown.contains("How the scheduler learned to w…"), "{shown}");
    assert!(
        desk.status().contains("made the smart feed"),
        "{}",
        desk.status()
    );
    desk.press("u");
    assert_eq!(file(&mut desk), TWO);
    assert!(!desk.shows().contains("  调度"), "{}", desk.shows());
    desk.press("<ctrl-r>");
    assert_eq!(smart_feeds(&mut desk).len(), 3);
}

#[test]
fn a_smart_feed_is_renamed_changed_and_dropped_where_it_stands() {
    let mut desk = reader(120, 40);
    desk.press("F").type_text("kern").press("<enter>");
    assert!(desk.shows().contains("Kernels"), "{}", desk.shows());
    desk.press("h E");
    insta::assert_snapshot!("smart-feed-edit", desk.shows());
    desk.press("<ctrl-u>")
        .type_text("Linux only = title:kernel fed:lwn")
        .press("<enter>");
    let shown = desk.shows();
    assert!(
        shown.contains("column 14 of the query: unknown field `fed`"),
        "{shown}"
    );
    desk.press("<ctrl-u>")
        .type_text("Linux only = title:kernel")
        .press("<enter>");
    let changed = TWO.replace(
        "Kernels = \"title:kernel OR title:内核\"",
        "\"Linux only\" = \"title:kernel\"",
    );
    assert_eq!(file(&mut desk), changed);
    let names: Vec<String> = smart_feeds(&mut desk).into_iter().map(|it| it.0).collect();
    assert_eq!(names, ["Linux only", "Rust this month"]);
    // It is still the selected one.
    desk.press("D");
    assert_eq!(smart_feeds(&mut desk).len(), 1);
    assert!(
        desk.status().contains("dropped the smart feed Linux only"),
        "{}",
        desk.status()
    );
    desk.press("u u");
    assert_eq!(file(&mut desk), TWO);
}

#[test]
fn what_a_smart_feed_lists_is_counted_and_marked_read_by_its_query() {
    let mut desk = reader(120, 40);
    let count = |desk: &mut Desk| {
        let counts =
            desk.outside(async |context| byline::jobs::load_counts(context).await.unwrap());
        counts.smart[0].1.unwrap()
    };
    let before = count(&mut desk);
    assert!(before > 0);
    desk.press("F").type_text("kern").press("<enter> A");
    assert_eq!(count(&mut desk), 0);
    assert!(
        desk.status()
            .contains(&format!("marked {before} read in Kernels")),
        "{}",
        desk.status()
    );
    desk.press("u");
    assert_eq!(count(&mut desk), before);
    // Search within it, and within another query.
    desk.press("f").type_text("内核");
    assert!(
        desk.shows().contains("smart:Kernels 内核"),
        "{}",
        desk.shows()
    );
    let shown = desk.press("<enter>").shows();
    assert!(
        shown.contains("内核") && !shown.contains("Nothing found"),
        "{shown}"
    );
}

#[test]
fn a_query_edited_by_hand_holds_at_once() {
    let mut desk = reader(120, 40);
    desk.press("F").type_text("kern").press("<enter>");
    desk.configure(&TWO.replace("title:kernel OR title:内核", "title:龙架构"));
    let shown = desk.shows();
    assert!(shown.contains("龙架构补丁"), "{shown}");
    assert!(!shown.contains("内核中的 Rust"), "{shown}");
}

#[test]
fn a_tag_is_renamed_and_merged_everywhere_and_taken_back() {
    let text = "[smart_feeds]\nk = \"tag:kernel since:4w\"\n\n[tags]\nkernel = \"blue\"\n";
    let mut desk = Desk::new(120, 40).configured(text).with(&mockup());
    let all = |desk: &mut Desk| {
        desk.outside(async |context| {
            let mut tags = context.store.tags().await.unwrap();
            tags.sort();
            let feeds = std::fs::read_to_string(context.paths.feeds_file()).unwrap();
            (
                tags,
                feeds,
                std::fs::read_to_string(context.paths.config_file()).unwrap(),
            )
        })
    };
    // The tag is on a feed too, and on a bookmark whose feed is gone.
    desk.press("h")
        .type_text(":")
        .type_text("rename-tag \"to share\" kernel");
    let before = all(&mut desk);
    assert!(
        before.0.iter().any(|(tag, _)| tag == "kernel"),
        "{before:?}"
    );
    desk.press("<esc>");
    desk.press(":")
        .type_text("rename-tag Kernel \"the kernel\"")
        .press("<enter>");
    let after = all(&mut desk);
    assert!(
        desk.status()
            .contains("renamed the tag Kernel to the kernel"),
        "{}",
        desk.status()
    );
    assert!(after.0.iter().all(|(tag, _)| tag != "kernel"), "{after:?}");
    assert!(
        after.0.iter().any(|(tag, _)| tag == "the kernel"),
        "{after:?}"
    );
    let config = text
        .replace("tag:kernel", "tag:\\\"the kernel\\\"")
        .replace("kernel = ", "\"the kernel\" = ");
    assert_eq!(
        after.2.replace('\'', "\"").replace(
            "\"tag:\"the kernel\" since:4w\"",
            "\"tag:\\\"the kernel\\\" since:4w\""
        ),
        config
    );
    desk.press("u");
    assert_eq!(all(&mut desk), before);
    desk.press("<ctrl-r>");
    assert_eq!(all(&mut desk), after);
}

#[test]
fn feeds_get_their_tags_by_t_in_the_feeds_pane() {
    let mut desk = Desk::new(80, 24).with(&mockup());
    desk.press("h").press("G g g 5j");
    desk.press("t");
    insta::assert_snapshot!("feed-tags", desk.shows());
    desk.type_text("work, 科学").press("<enter>");
    let tagged = |desk: &mut Desk| {
        desk.outside(async |context| {
            let text = std::fs::read_to_string(context.paths.feeds_file()).unwrap();
            text.matches("tags = [\"work\", \"科学\"]").count()
        })
    };
    assert!(tagged(&mut desk) > 0);
    let shown = desk.press("G").shows();
    assert!(shown.contains("# 科学"), "{shown}");
    desk.press("u");
    assert_eq!(tagged(&mut desk), 0);
}

#[test]
fn the_shell_lists_what_a_smart_feed_finds() {
    let home = crate::cli::Home::new();
    home.write("config.toml", "[smart_feeds]\nKept = \"unread\"\n");
    home.run(&[
        "save",
        "https://a.example/page",
        "--html",
        "/dev/null",
        "--offline",
    ]);
    let all = home.run(&["list"]).done().out;
    assert!(all.contains("a.example"), "{all}");
    assert_eq!(home.run(&["list", "smart:Kept"]).done().out, all);
    let unknown = home.run(&["list", "smart:Kep"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("there are Kept"), "{}", unknown.err);
}
