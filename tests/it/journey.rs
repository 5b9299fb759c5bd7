//! The main job whole, on a real terminal: from an empty home to a bookmark that outlives the program.

use crate::cli::{Home, rss};
use crate::pty::Terminal;
use crate::server::{Answer, Server};

/// What the last row says.
fn status(screen: &vt100::Screen) -> String {
    let (_, cols) = screen.size();
    screen.rows(0, cols.get()).last().unwrap_or_default()
}

#[test]
fn somebody_subscribes_reads_bookmarks_and_comes_back() {
    let server = Server::start();
    server.answers(
        "/feed",
        [
            Answer::rss(rss("Daily", 2)),
            Answer::rss(rss("Daily", 3)),
            Answer::status(304),
        ],
    );
    let home = Home::new();
    // A feed on loopback may be asked again at once.
    home.write(
        "config.toml",
        "[refresh]\nforce_gap = \"0s\"\nautomatic = false\n",
    );

    let mut terminal = Terminal::start(home.path(), 120, 40, &[]);
    terminal.shows("Welcome to byline");
    assert!(server.requests().is_empty(), "nothing is fetched unasked");
    terminal.press("\x1b");
    terminal.hides("Pick some feeds");

    terminal.press("a");
    terminal.shows("address");
    terminal.press(&server.url("/feed"));
    terminal.press("\r");
    terminal.shows("Daily 2");
    terminal.shows("subscribed to");

    terminal.press("hG");
    terminal.press("r");
    terminal.shows("Daily 3");

    terminal.press("lgg");
    terminal.press("\r");
    terminal.shows("Text of Daily 3");
    terminal.press("s");
    terminal.wait("the bookmark told", |screen| {
        status(screen).contains("bookmarked Daily 3")
    });
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();

    let entries = home.run(&["list", "--json"]).done().values();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[0]["title"], "Daily 3");
    assert_eq!(entries[0]["read"], true);
    assert_eq!(entries[0]["bookmarked"], true);
    assert_eq!(entries[1]["read"], false);

    let mut terminal = Terminal::start(home.path(), 120, 40, &[]);
    terminal.shows("Daily 3");
    terminal.press("gb");
    terminal.wait("the bookmarks", |screen| {
        let text = screen.contents();
        text.contains("Bookmarks") && text.contains("★") && text.contains("Daily 3")
    });
    terminal.press("u");
    terminal.wait("the bookmark taken back", |screen| {
        !screen.contents().contains('★')
    });
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);

    let entries = home.run(&["list", "--json", "is:bookmarked"]).done();
    assert_eq!(entries.out, "");
}

#[test]
fn what_was_done_just_before_the_end_is_kept() {
    let server = Server::start();
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    let mut terminal = Terminal::start(home.path(), 80, 24, &[]);
    terminal.shows("Daily 3");
    terminal.press("sjjmQ");
    assert_eq!(terminal.ends(), 0);
    let entries = home.run(&["list", "--json"]).done().values();
    assert_eq!(entries[0]["bookmarked"], true);
    assert_eq!(entries[2]["read"], true);
}

#[test]
fn two_bylines_see_what_the_other_does() {
    let server = Server::start();
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    let mut terminal = Terminal::start(home.path(), 120, 40, &[]);
    terminal.shows("3 unread");
    home.run(&["mark", "read", "--query", "unread"]).done();
    terminal.hides("3 unread");
    server.answer("/other", Answer::rss(rss("Other", 1)));
    home.run(&["add", &server.url("/other"), "--folder", "News"])
        .done();
    terminal.shows("News");
    let text = home.load("feeds.toml").replace("News", "By hand");
    home.write("feeds.toml", &text);
    terminal.shows("By hand");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}
