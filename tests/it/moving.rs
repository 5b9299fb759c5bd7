//! Moving, by keys: motions and counts, lists that are windows, panes and layouts, feeds, refreshes that land, answers that come late or never.

use byline::app::{Done, Effect, Event, Focus, Job};
use byline::model::{
    Failure, FailureKind, FeedReport, Offline, Outcome, ParsedEntry, ParsedFeed, Progress,
    RefreshReport, RefreshWish, Ticket, Trouble,
};
use byline::store::Check;

use crate::desk::{Desk, feed, many, samples};
use crate::server::{Answer, Server};

mod total;

fn list_of(entries: u32) -> Desk {
    Desk::new(80, 24).with(&[feed("", "One").entries(many("Entry", entries, 1))])
}

fn refresh(desk: &Desk) -> (Ticket, RefreshWish) {
    match desk.started.last() {
        Some((ticket, Job::Refresh(wish))) => (*ticket, wish.clone()),
        other => panic!("no refresh was started, but {other:?}"),
    }
}

/// A feed brings an entry of just now, as a refresh does.
fn bring(desk: &mut Desk, feed: &str, title: &str) {
    let id = desk.feed(feed).id;
    let title = title.to_string();
    desk.outside(async |context| {
        let parsed = ParsedFeed {
            entries: vec![ParsedEntry {
                guid: title.clone(),
                title,
                published: Some(context.now()),
                ..ParsedEntry::default()
            }],
            ..ParsedFeed::default()
        };
        let check = Check {
            feed: id,
            ..Check::default()
        };
        let store = &context.store;
        store
            .save_feed(id, parsed, check, context.now())
            .await
            .unwrap();
    });
}

fn report(desk: &mut Desk, feed: &str, outcome: Outcome) -> FeedReport {
    let row = desk.feed(feed);
    FeedReport {
        feed: row.id,
        url: row.url,
        title: row.title,
        outcome,
    }
}

fn fetched(new: u32) -> Outcome {
    Outcome::Fetched {
        new,
        changed: 0,
        warnings: Vec::new(),
    }
}

#[test]
fn counts_and_pages_move_the_selection() {
    let mut desk = list_of(1_000);
    for (keys, title) in [
        ("5j", "Entry 6"),
        ("2k", "Entry 4"),
        ("<ctrl-d>", "Entry 14"),
        ("<ctrl-u>", "Entry 4"),
        ("<pagedown>", "Entry 24"),
        ("<ctrl-b>", "Entry 4"),
        ("<down> <down> <up>", "Entry 5"),
        ("9999k", "Entry 1"),
    ] {
        desk.press(keys);
        assert_eq!(desk.selected(), title, "after {keys}");
    }
}

#[test]
fn a_list_of_ten_thousand_is_a_window() {
    let mut desk = list_of(10_000);
    assert!(desk.app().entries.rows().all().len() < 300);
    desk.press("G");
    assert_eq!(desk.selected(), "Entry 10000");
    assert!(
        desk.status().starts_with("10,000 of 10,000"),
        "{}",
        desk.status()
    );
    assert!(desk.app().entries.rows().all().len() < 300);
    desk.press("g g");
    assert_eq!(desk.selected(), "Entry 1");
    desk.press("500j");
    assert_eq!(desk.selected(), "Entry 501");
    desk.press("3000j");
    assert_eq!(desk.selected(), "Entry 3501");
    for _ in 0..40 {
        desk.press("<pagedown>");
    }
    assert_eq!(desk.selected(), format!("Entry {}", 3501 + 40 * 20));
    assert!(desk.app().entries.rows().all().len() < 2500);
    desk.press("9000k");
    assert_eq!(desk.selected(), "Entry 1");
}

#[test]
fn a_motion_past_the_windows_edge_waits_and_later_keys_wait_behind_it() {
    let mut desk = list_of(1_000);
    desk.hold();
    desk.press("G k k m");
    assert_eq!(desk.selected(), "Entry 1", "the rows are not there yet");
    desk.release();
    assert_eq!(desk.selected(), "Entry 998");
    assert!(desk.stored("Entry 998").read);
    desk.hold();
    desk.press("g g 700j <enter>");
    desk.release();
    assert_eq!(desk.shown(), "Entry 701");
}

#[test]
fn a_jump_arrives_whatever_lands_meanwhile() {
    let mut desk = list_of(1_000);
    for (keys, title) in [("G", "Entry 1000"), ("g g", "Entry 1")] {
        desk.hold();
        desk.press(keys).event(Event::StoreChanged);
        desk.release();
        assert_eq!(desk.selected(), title);
    }
}

#[test]
fn keys_wait_for_the_rows_of_a_list_just_entered() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.hold();
    desk.press("h 5j <enter> j j <enter>");
    assert_eq!(desk.shown(), "");
    desk.release();
    assert_eq!(desk.shown(), "How the scheduler learned to wait");
}

#[test]
fn a_load_that_fails_sets_the_keys_free() {
    let mut desk = list_of(1_000);
    desk.hold();
    desk.press("G k");
    let Some(Event::Done(ticket, _)) = desk.held.pop_front() else {
        panic!("the rows were asked for");
    };
    desk.held.clear();
    desk.release();
    let trouble = Trouble::plain("the disk is gone");
    desk.event(Event::Done(ticket, Done::Failed(trouble)));
    assert!(
        desk.status().starts_with("! the disk is gone"),
        "{}",
        desk.status()
    );
    desk.press("j j");
    assert_eq!(desk.selected(), "Entry 3");
}

/// The status line may have something else to tell by then.
#[test]
fn an_article_that_cannot_be_loaded_says_why_and_what_helps() {
    let mut desk = Desk::new(60, 20).with(&samples());
    desk.hold();
    desk.press("<enter>");
    let asked = desk.held.iter().find_map(|event| match event {
        Event::Done(ticket, Done::Article(..)) => Some(*ticket),
        _ => None,
    });
    let trouble = Trouble::new("the database is locked", "close the other program");
    desk.held.clear();
    desk.event(Event::Done(asked.unwrap(), Done::Failed(trouble)));
    let shown = desk.shows();
    assert!(shown.contains("! the database is locked"), "{shown}");
    assert!(shown.contains("hint: close the other program"), "{shown}");
}

#[test]
fn answers_nobody_awaits_are_dropped() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.hold();
    desk.press("j j <enter>");
    let late: Vec<Event> = desk.held.drain(..).collect();
    desk.press("h h j <enter>");
    desk.release();
    let before = desk.shows();
    for event in late {
        desk.event(event);
    }
    assert_eq!(desk.shows(), before);
}

#[test]
fn h_never_leaves_and_q_does_at_the_outermost_pane() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("<enter> h h h h h <esc> <left>");
    assert!(!desk.left);
    assert_eq!(desk.focus(), Focus::Feeds);
    desk.press("l l");
    assert_eq!(desk.focus(), Focus::Article);
    desk.press("q");
    assert_eq!((desk.focus(), desk.left), (Focus::Entries, false));
    desk.press("q");
    assert_eq!((desk.focus(), desk.left), (Focus::Feeds, false));
    desk.press("q");
    assert!(desk.left);
}

#[test]
fn tab_goes_through_panes_and_folds_folders() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("<shift-tab>");
    assert_eq!(desk.focus(), Focus::Feeds);
    desk.press("<tab>");
    assert_eq!(desk.focus(), Focus::Entries);
    desk.press("<tab>");
    assert_eq!(desk.focus(), Focus::Article);
    desk.press("h h 5j");
    assert_eq!(desk.list(), "Linux");
    assert!(desk.shows().contains("Gentle Kernel    1"));
    desk.press("<tab>");
    assert!(desk.shows().contains("▸ Linux"));
    desk.reopen();
    assert!(desk.shows().contains("▸ Linux"), "folds are remembered");
}

#[test]
fn feeds_are_stepped_through() {
    let mut desk = Desk::new(120, 40).with(&samples());
    let mut lists = Vec::new();
    for _ in 0..6 {
        desk.press("J");
        lists.push(desk.list());
        assert_eq!(desk.focus(), Focus::Entries);
    }
    let expect = [
        "Gentle Kernel",
        "Kernel Planet",
        "LWN.net",
        "Phoronix",
        "Steam Deck Notes",
        "Rust Blog",
    ];
    assert_eq!(lists, expect);
    desk.press("h J J");
    assert_eq!(desk.list(), "Quanta Magazine");
    desk.press("K K K");
    assert_eq!(desk.list(), "Phoronix", "the ill one has nothing unread");
}

#[test]
fn zen_and_layouts() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("z");
    assert!(desk.app().zen);
    assert_eq!(desk.focus(), Focus::Article);
    desk.press("<esc>");
    assert!(!desk.app().zen);
    desk.press("h Z");
    let areas = desk.app().areas().unwrap();
    assert!(
        areas.article.unwrap().y > 0,
        "the article stands below the list"
    );
    desk.reopen();
    let areas = desk.app().areas().unwrap();
    assert!(areas.article.unwrap().y > 0, "the layout is remembered");
}

#[test]
fn a_refresh_shows_its_gauge_and_can_be_stopped() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("h 8j r");
    let (ticket, wish) = refresh(&desk);
    let id = desk.feed("LWN.net").id;
    assert_eq!((wish.feeds, wish.force), (Some(vec![id]), true));
    let progress = Progress {
        done: 0,
        total: 1,
        ..Progress::default()
    };
    desk.event(Event::Progress(ticket, progress));
    assert!(
        desk.status().contains("refreshing 0/1 ──────────"),
        "{}",
        desk.status()
    );
    desk.press("<esc>");
    assert_eq!(desk.asked.last(), Some(&Effect::Cancel(ticket)));
    desk.answer(Done::Refreshed(RefreshReport {
        cancelled: true,
        ..RefreshReport::default()
    }));
    assert!(desk.status().starts_with("stopped"), "{}", desk.status());
    desk.press("R");
    let (_, wish) = refresh(&desk);
    assert_eq!(wish, RefreshWish::default());
}

#[test]
fn what_is_due_is_refreshed_by_itself() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.app();
    let due = desk.wake.expect("byline wishes to be woken");
    desk.wait(due.since(crate::desk::NOW)).event(Event::Tick);
    let (_, wish) = refresh(&desk);
    assert!(wish.automatic);
    desk.answer(Done::Refreshed(RefreshReport::default()));
    assert!(
        desk.status().starts_with("1 of 33"),
        "silent: {}",
        desk.status()
    );
    assert!(desk.wake.unwrap() > due, "the next one has its time");
    let mut desk = Desk::new(120, 40)
        .with(&samples())
        .configured("[refresh]\nautomatic = false\n");
    desk.app();
    assert_eq!(desk.wake, None);
}

#[test]
fn a_network_that_fails_is_told_once_and_tried_less_and_less_often() {
    let mut desk = Desk::new(120, 40).with(&samples());
    let by_itself = |desk: &mut Desk, report: RefreshReport| {
        desk.app();
        let wait = desk.wake.unwrap().since(desk.app().stage.now);
        desk.wait(wait).event(Event::Tick);
        assert!(refresh(desk).1.automatic);
        desk.answer(Done::Refreshed(report));
        wait
    };
    let failing = RefreshReport {
        feeds: vec![report(&mut desk, "LWN.net", fetched(0))],
        offline: Some(Offline::Portal),
        ..RefreshReport::default()
    };
    by_itself(&mut desk, failing.clone());
    let told = "the network shows its own login page";
    assert!(desk.status().starts_with(told), "{}", desk.status());
    desk.press("j");
    let mut waits = Vec::new();
    for _ in 0..5 {
        waits.push(by_itself(&mut desk, failing.clone()) / 60_000);
        assert!(
            !desk.status().contains(told),
            "told again: {}",
            desk.status()
        );
    }
    // The first one waits until something is due at all.
    assert_eq!(waits[1..], [4, 8, 10, 10]);
    let well = RefreshReport {
        offline: None,
        ..failing.clone()
    };
    by_itself(&mut desk, well);
    assert_eq!(by_itself(&mut desk, failing) / 60_000, 1);
    assert!(
        desk.status().starts_with(told),
        "news again: {}",
        desk.status()
    );
}

#[test]
fn a_new_address_is_told_even_by_a_refresh_that_brought_nothing() {
    let mut desk = Desk::new(120, 40).with(&samples());
    let id = desk.feed("LWN.net").id;
    desk.app();
    let wait = desk.wake.unwrap().since(desk.app().stage.now);
    desk.wait(wait).event(Event::Tick);
    refresh(&desk);
    desk.answer(Done::Refreshed(RefreshReport {
        moved: vec![id],
        ..RefreshReport::default()
    }));
    assert!(
        desk.status()
            .contains("a feed has a new address (u takes it back)"),
        "{}",
        desk.status()
    );
}

#[test]
fn a_refresh_that_lands_moves_neither_selection_nor_article() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("j j <enter> 5j R");
    let (selected, top) = (desk.selected(), desk.app().reader.top());
    let line = desk.rows()[10].clone();
    desk.wait(60_000);
    bring(&mut desk, "Nature", "Brand new");
    let nature = report(&mut desk, "Nature", fetched(1));
    let ticket = refresh(&desk).0;
    desk.event(Event::FeedDone(ticket, nature.clone()));
    desk.answer(Done::Refreshed(RefreshReport {
        feeds: vec![nature],
        ..RefreshReport::default()
    }));
    assert_eq!(desk.selected(), selected);
    assert_eq!(desk.app().reader.top(), top);
    let article = |row: &str| row.split('│').next_back().map(str::to_string);
    assert_eq!(article(&desk.rows()[10]), article(&line));
    assert!(desk.rows()[0].contains("↑ 1 new"), "{}", desk.rows()[0]);
    assert!(
        desk.status().starts_with("refreshed 1 new in 1 feed"),
        "{}",
        desk.status()
    );
    desk.press("h g g");
    assert_eq!(desk.selected(), "Brand new");
    assert!(!desk.rows()[0].contains("new  "), "{}", desk.rows()[0]);
}

#[test]
fn a_list_that_was_empty_fills_up_from_its_newest_entry() {
    let mut desk = Desk::new(80, 24).with(&[feed("", "One")]);
    desk.press("R");
    for (at, title) in ["First", "Second", "Third"].into_iter().enumerate() {
        desk.wait(60_000);
        bring(&mut desk, "One", title);
        desk.event(Event::StoreChanged);
        assert_eq!(
            desk.selected(),
            title,
            "the newest, as nobody chose another"
        );
        assert_eq!(desk.app().entries.rows().all().len(), at + 1);
    }
    desk.press("<enter> h").wait(60_000);
    bring(&mut desk, "One", "Fourth");
    desk.event(Event::StoreChanged);
    assert_eq!(desk.selected(), "Third", "it was opened: it stays");
}

#[test]
fn a_feed_that_fails_says_so_in_its_row_and_above_its_list() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("R");
    let failure = Failure {
        kind: FailureKind::Timeout,
        what: "no answer within 30 s".to_string(),
        hint: Some("the server may be busy".to_string()),
    };
    let ill = report(&mut desk, "Nature", Outcome::Failed(failure));
    let ticket = refresh(&desk).0;
    desk.event(Event::FeedDone(ticket, ill));
    assert!(desk.shows().contains("! Nature"));
    desk.press("J J J J J J J");
    assert_eq!(desk.list(), "Nature");
    let shows = desk.shows();
    assert!(shows.contains("! Nature cannot be read"), "{shows}");
    assert!(shows.contains("No answer within 30 s"), "{shows}");
    assert!(
        shows.contains("A new light on old bones"),
        "old entries stay\n{shows}"
    );
}

#[test]
fn one_feed_that_fails_tells_why_on_the_status_line() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("h 8j r");
    let failure = Failure {
        kind: FailureKind::Dns,
        what: "the name `lwn-net.example` is not known".to_string(),
        hint: None,
    };
    let ill = report(&mut desk, "LWN.net", Outcome::Failed(failure));
    desk.answer(Done::Refreshed(RefreshReport {
        feeds: vec![ill],
        ..RefreshReport::default()
    }));
    assert!(
        desk.status().starts_with("! LWN.net: the name"),
        "{}",
        desk.status()
    );
}

#[test]
fn pending_keys_are_shown_and_dropped() {
    let mut desk = Desk::new(80, 24).with(&samples());
    desk.press("g");
    assert!(desk.status().starts_with("g …"), "{}", desk.status());
    desk.press("<esc>");
    assert!(desk.status().starts_with("1 of 33"), "{}", desk.status());
    desk.press("5");
    assert!(desk.status().starts_with("5 …"), "{}", desk.status());
    desk.press("<esc>");
    assert_eq!(desk.focus(), Focus::Entries, "esc forgot the count only");
    desk.press("5");
    desk.press("j");
    assert!(desk.status().starts_with("6 of 33"), "{}", desk.status());
}

#[test]
fn another_process_is_seen() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.app();
    desk.wait(60_000);
    bring(&mut desk, "Nature", "From elsewhere");
    let selected = desk.selected();
    desk.event(Event::StoreChanged);
    assert_eq!(desk.selected(), selected);
    assert!(desk.rows()[0].contains("↑ 1 new"), "{}", desk.rows()[0]);
    desk.press("g g");
    assert!(desk.shows().contains("From elsewhere"));
}

#[test]
fn a_feed_is_added_fetched_and_listed() {
    let server = Server::start();
    let item = "<item><title>Fresh bread</title><guid>1</guid><description>From the oven.</description></item>";
    let feed = format!("<rss version=\"2.0\"><channel><title>Bakery</title>{item}</channel></rss>");
    server.answer("/feed", Answer::rss(feed));
    let mut desk = Desk::new(80, 24).online();
    desk.press("a")
        .type_text(&server.url("/feed"))
        .press("<enter>");
    let shows = desk.shows();
    assert!(shows.contains("Fresh bread"), "{shows}");
    assert!(desk.feeds_file().contains(&server.url("/feed")));
    desk.press("<enter>");
    assert!(desk.shows().contains("From the oven."), "{}", desk.shows());
    desk.press("u u");
    assert!(
        desk.status().starts_with("undone: subscribed"),
        "{}",
        desk.status()
    );
    assert!(!desk.feeds_file().contains("/feed"));
}

#[test]
fn the_first_run_shows_the_welcome_behind_its_catalogue() {
    let mut desk = Desk::new(120, 40).first_run();
    desk.app();
    desk.press("<esc>");
    assert!(
        desk.shows().contains("Welcome to byline"),
        "{}",
        desk.shows()
    );
}

#[test]
fn a_feed_that_is_gone_gives_way_to_its_neighbour() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("h 8j D");
    assert_eq!(
        (desk.list(), desk.focus()),
        ("Phoronix".into(), Focus::Feeds)
    );
    assert_eq!(
        desk.selected(),
        "PipeWire 1.8, Mesa 27, two GPUs and a kernel"
    );
    desk.press("u");
    assert_eq!(desk.list(), "Phoronix", "what comes back moves nothing");
    assert_eq!(desk.feed("LWN.net").unread, 3);
    // Below the feeds stand the tags.
    desk.press("9999j k <enter> D");
    assert_eq!(
        desk.list(),
        "Letters from Skye",
        "the last gives way to the one above"
    );
}

#[test]
fn a_feed_removed_elsewhere_leaves_the_article_alone() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("h 8j <enter> j j <enter>");
    let id = desk.feed("LWN.net").id;
    desk.outside(async |context| {
        let change = byline::model::Change::Unsubscribe(vec![id]);
        byline::jobs::change(context, change).await.unwrap();
    });
    desk.event(Event::StoreChanged);
    assert_eq!(desk.shown(), "How the scheduler learned to wait");
    assert_eq!(desk.focus(), Focus::Article);
}
