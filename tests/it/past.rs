//! A feed's past from the command line and from the screen. How pages are followed over the wire is tried in `refresh/past.rs`.

use byline::app::{Done, Effect, Event, Job};
use byline::model::{PAGES, PastEnd, PastReport, PastWish, Progress, Trouble};

use crate::cli::Home;
use crate::desk::{Desk, samples};
use crate::server::{Answer, Server};

/// A feed with one entry of that year, and the page before it.
fn page(year: i32, next: &str) -> Answer {
    let next = match next {
        "" => String::new(),
        next => format!("<atom:link rel=\"next\" href=\"{next}\"/>"),
    };
    Answer::rss(format!(
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Letters</title>{next}\
         <item><title>Of {year}</title><guid>{year}</guid><link>https://site.example/{year}</link>\
         <pubDate>01 Mar {year} 08:00:00 GMT</pubDate></item></channel></rss>"
    ))
}

fn server() -> Server {
    let server = Server::start();
    server.answer("/feed", page(2020, "/2"));
    server.answer("/2", page(2019, "/3"));
    server.answer("/3", page(2018, "/4"));
    server.answer("/4", page(2017, ""));
    server
}

#[test]
fn the_command_line_goes_into_the_past_and_on_the_next_time() {
    let server = server();
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    assert_eq!(
        home.run(&["refresh", "--history"]).code,
        2,
        "of which feed?"
    );
    let ran = home.run(&["refresh", "--history=2", "letters"]).done();
    assert!(
        ran.out
            .contains("Letters: 2 older entries from 2 pages, back to")
            && ran.out.contains("Thu 1 Mar 2018 · there is more"),
        "{}",
        ran.out
    );
    let ran = home
        .run(&["refresh", "letters", "--history", "--json"])
        .done();
    let past = &ran.values()[0]["history"][0];
    assert_eq!(past["new"], 1, "{past}");
    assert_eq!((&past["pages"], &past["more"]), (&1.into(), &false.into()));
    assert_eq!(past["oldest"], "2017-03-01T08:00:00Z");
    let titles = |query: &str| -> Vec<String> {
        let listed = home.run(&["list", "--json", query]).done().values();
        let title = |row: &serde_json::Value| row["title"].as_str().unwrap().to_string();
        listed.iter().map(title).collect()
    };
    assert_eq!(titles(""), ["Of 2020", "Of 2019", "Of 2018", "Of 2017"]);
    assert_eq!(titles("unread"), ["Of 2020"]);
    let ran = home.run(&["refresh", "letters", "--history"]).done();
    assert!(ran.out.contains("nothing older"), "{}", ran.out);
}

#[test]
fn a_page_that_cannot_be_had_is_told_and_what_came_is_kept() {
    let server = server();
    server.answer("/3", Answer::status(500));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    let ran = home.run(&["refresh", "letters", "--history"]);
    assert!(ran.out.contains("1 older entry from 1 page"), "{}", ran.out);
    assert!(ran.err.contains("tries that page again"), "{}", ran.err);
    ran.failed("`Letters`, older pages: the server says 500");
    let listed = home.run(&["list", "--json"]).done().values();
    assert_eq!(listed.len(), 2);
}

#[test]
fn the_screen_loads_older_pages_under_a_gauge_that_can_be_stopped() {
    let mut desk = Desk::new(120, 40).with(&samples());
    desk.press("h 8j :")
        .type_text("load-history")
        .press("<enter>");
    let feed = desk.feed("LWN.net");
    let wish = PastWish {
        feed: feed.id,
        pages: PAGES,
    };
    let (ticket, job) = desk.started.last().cloned().expect("it was started");
    assert_eq!(job, Job::Past(wish));
    let progress = Progress {
        done: 25,
        total: PAGES,
        new: 250,
        ..Progress::default()
    };
    desk.event(Event::Progress(ticket, progress));
    assert!(
        desk.status().contains("older pages 25/50 ━━━━━─────"),
        "{}",
        desk.status()
    );
    desk.press("R");
    assert!(
        desk.status().contains("older pages are being loaded"),
        "{}",
        desk.status()
    );
    desk.press("<esc>");
    assert_eq!(desk.asked.last(), Some(&Effect::Cancel(ticket)));
    let report = PastReport {
        feed: feed.id,
        url: feed.url,
        title: feed.title,
        pages: 26,
        new: 260,
        unread: 0,
        oldest: None,
        end: PastEnd::Cancelled,
    };
    desk.answer(Done::PastLoaded(report));
    assert_eq!(
        desk.status().split("  ").next(),
        Some("LWN.net: 260 older entries from 26 pages · stopped: the same again goes on"),
    );
}

#[test]
fn the_past_is_that_of_the_selected_feed_or_of_the_selected_entrys() {
    let mut desk = Desk::new(120, 40).with(&samples());
    let load = |desk: &mut Desk| {
        desk.press(":").type_text("load-history").press("<enter>");
    };
    desk.press("h");
    load(&mut desk);
    assert!(desk.started.is_empty());
    assert!(
        desk.status().contains("select it first"),
        "{}",
        desk.status()
    );
    desk.press("l");
    load(&mut desk);
    let feed = desk.app().entries.selected().unwrap().feed;
    let wish = PastWish { feed, pages: PAGES };
    assert_eq!(desk.started.last().unwrap().1, Job::Past(wish));
    // A trouble ends it, and a refresh may run again.
    desk.answer(Done::Failed(Trouble::plain("no network")));
    desk.press("R");
    assert!(matches!(desk.started.last(), Some((_, Job::Refresh(_)))));
}

#[test]
fn what_the_past_brought_is_listed() {
    let server = server();
    let mut desk = Desk::new(80, 24).online();
    desk.press("a")
        .type_text(&server.url("/feed"))
        .press("<enter>");
    desk.press(":").type_text("load-history").press("<enter>");
    let shows = desk.shows();
    assert!(
        shows.contains("Of 2020") && shows.contains("Of 2017"),
        "{shows}"
    );
    assert!(
        desk.status().contains("3 older entries from 3 pages"),
        "{}",
        desk.status()
    );
}
