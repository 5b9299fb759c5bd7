//! The first minute: the catalogue over the tour, what is ticked there, files of other readers, and where it ends.

use byline::app::{Done, Focus};
use byline::model::{FeedReport, Outcome, ParsedFeed, RefreshReport};
use byline::store::Check;

use crate::desk::{Desk, NOW, entry};

/// Answers the refresh of all feeds as if each had brought these entries: title, minutes ago.
fn fetched(desk: &mut Desk, entries: &[(&str, i64)]) {
    let feeds = desk.app().feeds.list().rows.clone();
    for row in &feeds {
        let parsed = ParsedFeed {
            entries: entries
                .iter()
                .map(|(title, ago)| entry(title, *ago).parsed())
                .collect(),
            ..ParsedFeed::default()
        };
        let check = Check {
            feed: row.id,
            ..Check::default()
        };
        let id = row.id;
        desk.outside(async |context| {
            context
                .store
                .save_feed(id, parsed, check, NOW)
                .await
                .unwrap();
        });
    }
    let new = entries.len() as u32;
    let reports = feeds.iter().map(|row| FeedReport {
        feed: row.id,
        url: row.url.clone(),
        title: row.title.clone(),
        outcome: Outcome::Fetched {
            new,
            changed: 0,
            warnings: Vec::new(),
        },
    });
    let report = RefreshReport {
        feeds: reports.collect(),
        ..RefreshReport::default()
    };
    desk.answer(Done::Refreshed(report));
}

#[test]
fn it_lands_on_the_newest_unread_entry_of_what_was_picked() {
    for (width, height) in [(120, 40), (80, 24), (60, 20), (40, 10)] {
        let mut desk = Desk::new(width, height).first_run();
        desk.press("<space> j <space> <enter>");
        fetched(
            &mut desk,
            &[("older", 60), ("the newest", 5), ("oldest", 600)],
        );
        assert!(desk.app().overlays.is_empty());
        assert_eq!(desk.list(), "Everything");
        assert_eq!(desk.selected(), "the newest", "{}", desk.shows());
        assert_eq!(desk.focus(), Focus::Entries);
        assert!(!desk.stored("older").read, "nothing is read yet");
        desk.press("<enter>");
        assert_eq!(desk.shown(), "the newest");
    }
}

#[test]
fn one_feed_that_was_picked_is_shown_with_its_newest_entry() {
    let mut desk = Desk::new(80, 24).first_run();
    desk.press("<space> <enter>");
    fetched(&mut desk, &[("older", 60), ("the newest", 5)]);
    assert_eq!(desk.selected(), "the newest");
    assert_ne!(desk.list(), "Everything");
}

#[test]
fn esc_leaves_it_at_the_newest_entry_of_the_tour() {
    for (width, height) in [(120, 40), (80, 24), (60, 20), (20, 5)] {
        let mut desk = Desk::new(width, height).first_run();
        let newest = desk.stored_rows(byline::model::Scope::Everything)[0]
            .title
            .clone();
        desk.press("<space> <esc>");
        assert!(desk.app().overlays.is_empty());
        assert_eq!((desk.selected(), desk.focus()), (newest, Focus::Entries));
        assert!(!desk.stored_rows(byline::model::Scope::Everything)[0].read);
        assert_eq!(desk.started, [], "nothing was picked, so nothing is asked");
        assert!(!desk.left);
    }
}

#[test]
fn files_of_other_readers_are_offered_with_their_count() {
    let opml = r#"<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/feed"/><outline text="B" xmlUrl="https://b.example/feed"/></body></opml>"#;
    let files = [
        (
            ".newsboat/urls",
            "https://c.example/feed\n# mine\nhttps://d.example/feed kernel\n\"query:all:unread = \\\"yes\\\"\"\nhttps://e.example/feed\n",
        ),
        ("subscriptions.opml", opml),
        ("empty.opml", "<opml version=\"2.0\"><body/></opml>"),
    ];
    for (width, height) in [(120, 40), (80, 24), (60, 20)] {
        let mut desk = Desk::new(width, height).among(&files).first_run();
        let shown = desk.shows();
        assert!(shown.contains("~/.newsboat/urls has 3 feeds"), "{shown}");
        assert!(
            shown.contains("~/subscriptions.opml has 2 feeds"),
            "{shown}"
        );
        assert!(!shown.contains("empty.opml"), "{shown}");
        let shown = desk.press("i").shows();
        assert!(shown.contains("▌ ~/.newsboat/urls"), "{shown}");
        assert!(shown.contains("3 feeds"), "{shown}");
        assert!(shown.contains("2 feeds"), "{shown}");
    }
}

#[test]
fn without_such_files_none_is_offered() {
    let shown = Desk::new(80, 24)
        .among(&[(".newsboat/urls", "# nothing\n")])
        .first_run()
        .shows();
    assert!(!shown.contains(" has "), "{shown}");
}

#[test]
fn first_run() {
    for (width, height) in [(120, 40), (80, 24), (60, 20)] {
        let mut desk = Desk::new(width, height).first_run();
        desk.press("j <space>");
        insta::assert_snapshot!(format!("first_run_{width}x{height}"), desk.shows());
    }
}

#[test]
fn first_run_fetches_nothing_before_something_is_picked() {
    let mut desk = Desk::new(80, 24).first_run();
    desk.press("j <space> j j <space> <tab>")
        .wait(600_000)
        .press("j k");
    assert_eq!(desk.started, [], "nothing is asked of anybody");
}

#[test]
fn the_first_run_ends_with_an_import() {
    let mut desk = Desk::new(80, 24).first_run();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(
        file.path(),
        "https://a.example/feed\nhttps://b.example/feed\n",
    )
    .unwrap();
    desk.press("i")
        .type_text(&file.path().display().to_string())
        .press("<enter>");
    assert!(desk.app().overlays.is_empty(), "{}", desk.shows());
    assert_eq!(desk.app().feeds.list().rows.len(), 2);
    assert!(
        desk.status().contains("imported 2 feeds"),
        "{}",
        desk.status()
    );
    assert_eq!(desk.started, [], "nothing is fetched by an import");
}

#[test]
fn the_first_run_subscribes_to_what_was_ticked_and_fetches_it() {
    let mut desk = Desk::new(80, 24).first_run();
    desk.press("<space> j <space> <enter>");
    let titles: Vec<String> = desk
        .app()
        .feeds
        .list()
        .rows
        .iter()
        .map(|row| row.url.clone())
        .collect();
    assert_eq!(
        titles.len(),
        2,
        "two feeds are followed, and the tour is gone: {titles:?}"
    );
    assert_eq!(desk.started.len(), 1, "one refresh, of both");
}
