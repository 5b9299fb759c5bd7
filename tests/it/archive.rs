//! How much is kept and how long news is unread, and the history, from the shell.

use crate::cli::{Home, rss};
use crate::server::{Answer, Server};

/// A feed of five entries of 2001, and how it stands in `feeds.toml`.
fn home(server: &Server, more: &str) -> Home {
    let old = rss("Old", 5).replace("2026", "2001");
    server.answer("/feed", Answer::rss(old));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    let file = home.load("feeds.toml");
    home.write("feeds.toml", &format!("{file}{more}\n"));
    home
}

fn count(home: &Home, what: &str) -> u64 {
    let feeds = home.run(&["feeds", "--json", "--sizes"]).done().values();
    feeds[0][what].as_u64().unwrap()
}

#[test]
fn news_that_is_too_old_is_not_unread_and_is_again_without_the_line() {
    let server = Server::start();
    let home = home(&server, "");
    let plain = home.load("feeds.toml");
    assert_eq!(count(&home, "unread"), 5);
    home.write("feeds.toml", &format!("{plain}unread_for = \"2d\"\n"));
    assert_eq!(count(&home, "unread"), 0);
    home.write("feeds.toml", &plain);
    assert_eq!(count(&home, "unread"), 5);
    home.write("config.toml", "[archive]\nunread_for = \"2w\"\n");
    assert_eq!(count(&home, "unread"), 0);
    home.write("feeds.toml", &format!("{plain}unread_for = \"forever\"\n"));
    assert_eq!(count(&home, "unread"), 5);
    home.write("feeds.toml", &format!("{plain}unread_for = \"2\"\n"));
    let ran = home.run(&["feeds"]).done();
    assert!(ran.err.contains("unread_for"), "{}", ran.err);
}

#[test]
fn what_is_over_goes_for_good_when_asked_and_the_file_is_written_anew() {
    let server = Server::start();
    let home = home(&server, "keep = 2");
    home.run(&["mark", "read", "--query", "title:old"]).done();
    let before = count(&home, "bytes");
    let ran = home.run(&["doctor", "--compact"]).done();
    assert!(ran.out.contains("let go 3 entries"), "{}", ran.out);
    assert_eq!(count(&home, "total"), 2);
    assert!(count(&home, "bytes") < before);
    home.run(&["refresh", "--force"]).done();
    assert_eq!(count(&home, "total"), 2, "they do not come again");
    home.run(&["doctor"]).done();
}

#[test]
fn the_history_is_listed_and_one_act_taken_back_alone() {
    let server = Server::start();
    let home = home(&server, "");
    home.run(&["mark", "read", "--query", "title:1"]).done();
    home.run(&["mark", "bookmarked", "--query", "title:2"])
        .done();
    home.run(&["mark", "unread", "--query", "title:1"]).done();
    let acts = home.run(&["undo", "--list", "--json"]).done().values();
    let kinds: Vec<&str> = acts.iter().filter_map(|act| act["act"].as_str()).collect();
    assert_eq!(kinds, ["unread", "bookmark", "read", "subscribe"]);
    let id = |at: usize| acts[at]["id"].to_string();
    let refused = home.run(&["undo", &id(2)]).failed("rests on it");
    assert!(
        refused.err.contains("marked unread Old 1"),
        "{}",
        refused.err
    );
    home.run(&["undo", &id(1)]).done();
    let acts = home.run(&["undo", "--list"]).done().out;
    assert!(acts.lines().nth(1).unwrap().ends_with("(undone)"), "{acts}");
    assert_eq!(home.run(&["list", "is:bookmarked"]).done().out, "");
    home.run(&["redo"]).done();
    assert_ne!(home.run(&["list", "is:bookmarked"]).done().out, "");
    home.run(&["undo", "99"]).failed("no act 99");
    assert_eq!(home.run(&["undo", "--list", "7"]).code, 2);
}
