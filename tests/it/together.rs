//! The reader and the commands at the same time on one store: each sees what the other does, and nothing of either is lost.

use std::fs;

use crate::cli::{Home, rss};
use crate::pty::Terminal;
use crate::server::{Answer, Server};

fn following(server: &Server) -> Home {
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    home
}

#[test]
fn the_reader_sees_what_commands_do_while_it_is_open() {
    let server = Server::start();
    let home = following(&server);
    let mut terminal = Terminal::start(home.path(), 120, 24, &["--offline"]);
    terminal.shows("3 unread");
    home.run(&["mark", "read", "--query", "\"daily 2\""]).done();
    terminal.shows("2 unread");
    home.run(&["add", "--offline", "http://127.0.0.1:1/other"])
        .done();
    terminal.shows("//127.0.0.1:1/");
    server.answer("/feed", Answer::rss(rss("Daily", 4)));
    home.run(&["refresh", "--force", "daily"]).done();
    terminal.shows("3 unread");
    home.run(&["undo"]).done();
    terminal.hides("//127.0.0.1:1/");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn commands_see_and_take_back_what_the_reader_does_while_it_is_open() {
    let server = Server::start();
    let home = following(&server);
    let mut terminal = Terminal::start(home.path(), 120, 24, &["--offline"]);
    terminal.shows("3 unread");
    terminal.press("s");
    terminal.shows("bookmarked Daily 3");
    // Named on the status line, it is kept.
    let kept = home.run(&["list", "--json", "is:bookmarked"]).done();
    assert_eq!(kept.values()[0]["title"], "Daily 3");
    let undone = home.run(&["undo"]).done();
    assert_eq!(undone.out, "undone: bookmarked Daily 3\n");
    terminal.wait("no mark of a bookmark", |screen| {
        !screen.contents().contains('★')
    });
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    let folder = fs::read_dir(home.path().join("data")).unwrap();
    let left: Vec<_> = folder.map(|file| file.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name == "byline.db-wal"), "{left:?}");
}
