//! Reading, by keys: what is read and when, the next unread across feeds, marks and their undo, the article and the place in it.

use byline::app::{Focus, Launch, Progress};
use byline::model::Scope;

use crate::desk::{Desk, SampleEntry, entry, feed, many, samples};

const SCHEDULER: &str = "How the scheduler learned to wait";

/// A paragraph of so many words.
fn words(count: usize) -> String {
    format!("<p>{}</p>", "word ".repeat(count))
}

fn long() -> String {
    words(60).repeat(30)
}

/// Two feeds of three unread entries each, every article longer than a screen.
fn two_feeds() -> Desk {
    let feed_of = |name: &str, from: i64| {
        feed("", name).entries(
            many(name, 3, from)
                .into_iter()
                .map(|entry| entry.html(&long())),
        )
    };
    Desk::new(80, 24).with(&[feed_of("One", 10), feed_of("Two", 100)])
}

#[test]
fn opening_reads_moving_does_not() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("j k j");
    assert_eq!(desk.shown(), "Rust drivers leave staging: the numbers");
    let title = desk.selected();
    assert!(!desk.stored(&title).read, "only shown beside the list");
    for (keys, title) in [
        ("<enter>", "Rust drivers leave staging: the numbers"),
        ("h k l", "A lockless page cache, one lookup at a time"),
        ("n", "PipeWire 1.8, Mesa 27, two GPUs and a kernel"),
    ] {
        desk.press(keys);
        assert_eq!(desk.shown(), title);
        assert!(desk.stored(title).read, "{keys} reads {title}");
    }
}

#[test]
fn when_an_entry_is_read_is_an_option() {
    let mut desk = two_feeds().configured("mark_read = \"never\"");
    desk.press("<enter> G");
    assert!(!desk.stored("One 1").read);
    let mut desk = two_feeds().configured("mark_read = \"end\"");
    desk.press("<enter>");
    assert!(!desk.stored("One 1").read);
    desk.press("G");
    assert!(desk.stored("One 1").read);
}

#[test]
fn space_alone_reads_everything() {
    let mut desk = two_feeds();
    let mut titles = Vec::new();
    for _ in 0..200 {
        desk.press("<space>");
        if titles.last() != Some(&desk.shown()) {
            titles.push(desk.shown());
        }
        if desk.status().contains("nothing else is unread") {
            break;
        }
    }
    let expect = ["One 1", "One 2", "One 3", "Two 1", "Two 2", "Two 3"];
    assert_eq!(titles, expect);
    assert_eq!(desk.stored_rows(Scope::Unread), []);
}

#[test]
fn the_next_unread_crosses_feeds_from_every_pane() {
    for start in ["", "h", "h j j j j", "<enter>"] {
        let mut desk = two_feeds();
        desk.press(start);
        for _ in 0..6 {
            desk.press("n");
            assert_eq!(desk.focus(), Focus::Article, "from `{start}`");
        }
        desk.press("n");
        assert!(desk.status().contains("nothing else is unread"));
        assert_eq!(desk.stored_rows(Scope::Unread), [], "from `{start}`");
    }
}

#[test]
fn the_next_unread_goes_to_the_next_feed_and_round_the_end() {
    let mut desk = two_feeds();
    desk.press("h 6j <enter>");
    assert_eq!(desk.list(), "Two");
    desk.press("n n n");
    assert_eq!((desk.list(), desk.shown()), ("Two".into(), "Two 3".into()));
    desk.press("n");
    assert_eq!((desk.list(), desk.shown()), ("One".into(), "One 1".into()));
    desk.press("j N");
    assert_eq!(
        desk.shown(),
        "One 3",
        "the previous is the last one, round the top"
    );
}

#[test]
fn the_next_unread_is_found_beyond_the_window() {
    let mut entries = many("Old", 2000, 10);
    entries = entries.into_iter().map(SampleEntry::read).collect();
    entries.push(entry("The unread one", 5000));
    let mut desk = Desk::new(80, 24).with(&[feed("", "One").entries(entries)]);
    desk.press("n");
    assert_eq!(desk.shown(), "The unread one");
    assert_eq!(desk.selected(), "The unread one");
}

#[test]
fn marks_are_told_and_taken_back() {
    let mut desk = Desk::new(120, 40).with(&samples());
    let title = "A lockless page cache, one lookup at a time";
    desk.press("m");
    assert!(desk.stored(title).read);
    assert!(
        desk.status()
            .starts_with(&format!("marked read {title} · u undo")),
        "{}",
        desk.status()
    );
    desk.press("u");
    assert!(!desk.stored(title).read);
    assert!(
        desk.status().starts_with("undone: marked read"),
        "{}",
        desk.status()
    );
    desk.press("<ctrl-r>");
    assert!(desk.stored(title).read);
    desk.press("m");
    assert!(!desk.stored(title).read);
    assert!(
        desk.status().starts_with("marked unread"),
        "{}",
        desk.status()
    );
    desk.press("s");
    assert!(desk.stored(title).bookmarked);
    assert!(
        desk.status().starts_with("bookmarked A lockless"),
        "{}",
        desk.status()
    );
    assert!(desk.rows()[2].contains("★") || desk.rows()[3].contains("★"));
    desk.press("s");
    assert!(!desk.stored(title).bookmarked);
    desk.press("u u");
    assert!(!desk.stored(title).bookmarked);
}

#[test]
fn a_count_marks_several() {
    let mut desk = two_feeds();
    desk.press("3m");
    assert_eq!(desk.stored_rows(Scope::Unread).len(), 3);
    assert!(
        desk.status().starts_with("marked 3 read"),
        "{}",
        desk.status()
    );
    desk.press("u");
    assert_eq!(desk.stored_rows(Scope::Unread).len(), 6);
}

#[test]
fn all_read_is_one_act_and_one_undo() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("h 5j A");
    assert!(
        desk.status().starts_with("marked 9 read in Linux · u undo"),
        "{}",
        desk.status()
    );
    assert_eq!(desk.feed("LWN.net").unread, 0);
    assert_eq!(desk.feed("Nature").unread, 1);
    desk.press("u");
    assert_eq!(desk.feed("LWN.net").unread, 3);
    desk.press("<ctrl-r>");
    assert_eq!(desk.feed("LWN.net").unread, 0);
}

#[test]
fn all_read_leaves_alone_what_came_after_the_list_was_shown() {
    let mut desk = Desk::new(120, 40).with(&[feed("", "One").entries(many("One", 3, 10))]);
    desk.app();
    desk.wait(60_000);
    desk.outside(async |context| {
        let id = context.store.feeds(context.now()).await.unwrap().rows[0].id;
        let more = byline::model::ParsedFeed {
            entries: vec![byline::model::ParsedEntry {
                guid: "late".into(),
                title: "The late one".into(),
                published: Some(context.now()),
                ..Default::default()
            }],
            ..Default::default()
        };
        let check = byline::store::Check {
            feed: id,
            ..Default::default()
        };
        context
            .store
            .save_feed(id, more, check, context.now())
            .await
            .unwrap();
    });
    desk.press("A");
    let unread = desk.stored_rows(Scope::Unread);
    assert_eq!(unread.len(), 1);
    assert_eq!(unread[0].title, "The late one");
}

#[test]
fn read_entries_stay_listed_until_the_list_is_entered_again() {
    let mut desk = two_feeds();
    desk.press("g u");
    assert_eq!(desk.app().entries.rows().all().len(), 6);
    desk.wait(1000).press("<enter> n n h");
    assert_eq!(
        desk.app().entries.rows().all().len(),
        6,
        "they were read here"
    );
    desk.event(byline::app::Event::StoreChanged);
    assert_eq!(
        desk.app().entries.rows().all().len(),
        6,
        "a reload keeps them too"
    );
    desk.wait(1000).press("g u");
    assert_eq!(desk.app().entries.rows().all().len(), 3);
}

#[test]
fn v_shows_unread_ones_only_then_bookmarked_ones_and_all_again() {
    let mut desk = two_feeds();
    desk.press("<enter> h j").wait(1000).press("v");
    assert_eq!(
        titles(&mut desk),
        ["One 2", "One 3", "Two 1", "Two 2", "Two 3"]
    );
    assert_eq!(desk.selected(), "One 2", "the selection stays");
    desk.press("v");
    assert_eq!(titles(&mut desk), [""; 0], "none is bookmarked");
    desk.press("v");
    assert_eq!(desk.app().entries.rows().all().len(), 6);
    assert_eq!(desk.selected(), "One 2");
}

fn titles(desk: &mut Desk) -> Vec<String> {
    let rows = desk.app().entries.rows().all();
    rows.iter().map(|row| row.title.clone()).collect()
}

#[test]
fn the_place_is_kept_over_a_resize_a_reload_and_a_restart() {
    let paragraph = |at| format!("<p>Paragraph {at}: {}</p>", "some words of it ".repeat(9));
    let html: Vec<String> = (1..=60).map(paragraph).collect();
    let long = entry("Long", 10).html(&html.concat());
    let mut desk = Desk::new(120, 40).with(&[feed("", "One").entries([long])]);
    desk.press("<enter> 60j");
    let first = first_line(&mut desk);
    let paragraph = first.split(':').next().unwrap().to_string();
    desk.resize(60, 20);
    assert!(
        desk.shows().contains(&format!("{paragraph}:")),
        "{paragraph} in\n{}",
        desk.shows()
    );
    for (width, height) in [
        (200, 60),
        (30, 10),
        (19, 4),
        (80, 24),
        (300, 200),
        (120, 40),
    ] {
        desk.resize(width, height);
    }
    assert_eq!(first_line(&mut desk), first);
    desk.event(byline::app::Event::StoreChanged);
    assert_eq!(first_line(&mut desk), first);
    desk.press("z z");
    assert_eq!(first_line(&mut desk), first);
    desk.reopen();
    desk.press("g c");
    assert_eq!(desk.list(), "Continue");
    assert_eq!(desk.selected(), "Long");
    desk.press("<enter>");
    assert!(
        desk.shows().contains(&format!("{paragraph}:")),
        "{paragraph} in\n{}",
        desk.shows()
    );
    desk.press("G h").wait(1000).press("g t g c");
    assert_eq!(
        desk.selected(),
        "",
        "read to its end, it is no longer begun"
    );
}

/// The first line of the article pane that begins a paragraph.
fn first_line(desk: &mut Desk) -> String {
    let rows = desk.rows();
    let lines = rows
        .iter()
        .skip(2)
        .filter_map(|row| row.split('│').next_back());
    let mut lines = lines.filter(|line| line.contains("Paragraph"));
    lines.next().unwrap().trim().to_string()
}

#[test]
fn find_walks_its_matches_until_esc() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("j j <enter> /")
        .type_text("naps")
        .press("<enter>");
    assert!(desk.status().starts_with("1 of "), "{}", desk.status());
    let total = desk.app().reader.find().unwrap().matches.len();
    assert!(total >= 3, "{total}");
    desk.press("n n");
    assert!(desk.status().starts_with("3 of "), "{}", desk.status());
    desk.press("N");
    assert!(desk.status().starts_with("2 of "), "{}", desk.status());
    desk.press("<esc>");
    assert!(desk.app().reader.find().is_none());
    assert_eq!(desk.focus(), Focus::Article, "esc ended the find only");
    desk.press("n");
    assert_ne!(desk.shown(), SCHEDULER, "n is the next unread again");
}

#[test]
fn code_scrolls_sideways_and_back() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("j j <enter> G 20k");
    let before = desk.shows();
    assert!(!before.contains("anybody's cache line"));
    desk.press("> > > > > > > >");
    assert!(
        desk.shows().contains("anybody's cache line"),
        "{}",
        desk.shows()
    );
    desk.press("< < < < < < < < <");
    assert_eq!(desk.shows(), before);
}

#[test]
fn links_are_walked_and_followed() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("j j <enter> <tab>");
    let expect = "posted last week → lore.example";
    assert!(desk.status().starts_with(expect), "{}", desk.status());
    desk.press("<enter>");
    desk.press("<tab> <enter> <shift-tab> <enter> 3<enter> 9<enter>");
    let browsed: Vec<&str> = desk.launched.iter().map(address).collect();
    assert_eq!(
        browsed,
        [
            "https://lore.example/patches",
            "https://lwn.example/benchmark",
            "https://lore.example/patches",
            "https://plumbers.example/slides.pdf",
        ]
    );
    assert!(desk.status().contains("no link [9]"), "{}", desk.status());
}

fn address(launch: &Launch) -> &str {
    match launch {
        Launch::Browser(text) | Launch::Player(text) | Launch::Copy(text) => text,
        Launch::Edit { file, .. } => file,
    }
}

#[test]
fn an_entry_is_handed_to_browser_and_clipboard() {
    let mut desk = Desk::new(80, 24).with(&samples());
    let (first, link) = (
        "A lockless page cache, one lookup at a time",
        "https://news.example/a-lockless-page-cache--one-lookup-at-a-time",
    );
    desk.press("o y Y");
    assert_eq!(
        desk.launched,
        [
            Launch::Browser(link.into()),
            Launch::Copy(link.into()),
            Launch::Copy(format!("{first} {link}")),
        ]
    );
    assert!(!desk.stored(first).read, "o does not read");
    desk.press("O");
    assert_eq!(desk.launched.last(), Some(&Launch::Browser(link.into())));
    assert!(desk.stored(first).read, "O does, and goes on");
    assert_eq!(desk.selected(), "Rust drivers leave staging: the numbers");
    desk.press("h 8j o");
    assert_eq!(
        desk.launched.last(),
        Some(&Launch::Browser("https://lwn-net.example/".into()))
    );
}

#[test]
fn the_measure_follows_its_keys() {
    let mut desk = Desk::new(180, 24).with(&samples());
    desk.press("j j <enter>");
    assert_eq!(desk.app().reader.room().width, 80);
    desk.press("- -");
    assert_eq!(desk.app().reader.room().width, 70);
    assert!(desk.status().starts_with("measure 70"), "{}", desk.status());
    desk.press("=");
    assert_eq!(desk.app().reader.room().width, 80);
    desk.press("z + +");
    assert_eq!(desk.app().reader.room().width, 90);
}

#[test]
fn the_end_of_an_article_is_told() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("<enter>");
    assert_eq!(desk.app().reader.progress(), Progress::All);
    desk.press("j h j j <enter>");
    assert!(matches!(desk.app().reader.progress(), Progress::At(1..=40)));
    desk.press("G");
    assert_eq!(desk.app().reader.progress(), Progress::End);
    desk.press("g g");
    assert!(desk.app().reader.shows_headline());
}

#[test]
fn a_bookmark_outlives_its_feed_and_a_restart() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("s h G k D");
    assert!(
        desk.status().starts_with("unsubscribed from"),
        "{}",
        desk.status()
    );
    desk.reopen();
    desk.press("g b <enter>");
    assert!(!desk.shown().is_empty());
    assert!(desk.stored_rows(Scope::Bookmarks).len() >= 2);
    desk.press("h u u");
    assert!(
        desk.status().starts_with("undone: unsubscribed"),
        "{}",
        desk.status()
    );
    assert!(desk.feeds_file().contains("lwn-net.example"));
}

#[test]
fn opening_a_changed_entry_reads_it_again() {
    let mut desk = Desk::new(120, 40).with(&samples());
    let title = "Stable kernels 7.1.4 and 6.18.21";
    assert!(desk.stored(title).changed);
    desk.press("7j");
    assert_eq!(desk.selected(), title);
    desk.press("<enter>");
    assert!(!desk.stored(title).changed);
}
