//! Recordings: what `--record` writes makes the same screen again, and gives nothing away that it need not.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use byline::app::{Bodies, Effect, Event, replay};
use byline::text::mask;

use crate::cli::{Home, rss};
use crate::desk::{Desk, rows_of_screen, samples};
use crate::pty::Terminal;
use crate::server::{Answer, Server};

/// A session with everything in it: lists, an article, marks, a search, a prompt, a paste, other sizes, time.
fn session(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height).with(&samples());
    desk.press("j j <enter> <space> m s").wait(3_000);
    desk.event(Event::Tick).press("h / k e r <enter> G k");
    desk.resize(height * 2, height).resize(width, height);
    desk.press("a")
        .event(Event::Paste("https://me:secret@example.org/".into()));
    desk.press("<esc> <esc> g a j <enter>");
    desk
}

#[test]
fn a_replay_comes_to_the_same_screen_and_wishes() {
    for (width, height) in [(120, 40), (80, 24), (60, 20)] {
        let mut desk = session(width, height);
        let recording = desk.recording(Bodies::Whole);
        let replayed = replay(&recording).unwrap();
        assert_eq!(rows_of_screen(&replayed.app), desk.rows());
        assert_eq!(replayed.effects, desk.asked);
    }
}

#[test]
fn without_the_text_of_articles_a_replay_comes_to_a_screen_of_the_same_shape() {
    let mut desk = session(120, 40);
    let recording = desk.recording(Bodies::Masked);
    let replayed = replay(&recording).unwrap();
    let masked = |rows: Vec<String>| rows.iter().map(|row| mask(row)).collect::<Vec<_>>();
    let rows = desk.rows();
    assert_eq!(masked(rows_of_screen(&replayed.app)), masked(rows.clone()));
    let effects = |all: &[Effect]| {
        let place = |effect: &Effect| match effect {
            // The mark of a paragraph is made of its words, which the recording lacks.
            Effect::Place {
                entry,
                place,
                percent,
            } => Some((*entry, place.block, place.part, *percent)),
            _ => None,
        };
        all.iter().filter_map(place).collect::<Vec<_>>()
    };
    assert!(!effects(&desk.asked).is_empty(), "an article was left");
    assert_eq!(effects(&replayed.effects), effects(&desk.asked));

    // The end of the article is on the screen and in the whole recording, but not in this one.
    let words = "The second says why.";
    let screen = rows.join(" ");
    assert!(screen.contains(words), "{screen}");
    assert!(desk.recording(Bodies::Whole).contains(words));
    assert!(!recording.contains(words));
    assert!(!recording.contains("secret"));
}

#[test]
fn the_binary_records_what_happens_on_its_screen() {
    let server = Server::start();
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    let file = home.path().join("bug.jsonl");
    let args = ["--offline", "--record", file.to_str().unwrap()];
    let mut terminal = Terminal::start(home.path(), 80, 24, &args);
    terminal.shows("Daily 3");
    terminal.resize(100, 30);
    terminal.press("js");
    terminal.shows("bookmarked Daily 2");
    terminal.shows("Bookmarks        1");
    let shown = terminal.text();
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);

    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let recording = fs::read_to_string(&file).unwrap();
    let quit = recording.find("{\"key\":\"Q\"}").unwrap();
    let end = recording[..quit].rfind('\n').unwrap() + 1;
    let replayed = replay(&recording[..end]).unwrap();
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    assert_eq!(rows_of_screen(&replayed.app), shown);

    // What is there already is left alone.
    let mut again = Terminal::start(home.path(), 80, 24, &args);
    assert_eq!(again.ends(), 1);
    assert!(
        again.text().contains("it is there already"),
        "{}",
        again.text()
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), recording);
}
