//! Bad input through the binary: each kind gets a clear message with what helps, the right exit status, and nothing is lost.

use std::fs;

use crate::cli::{Home, rss};
use crate::server::{Answer, Server};

const FEEDS: &str = "# mine\n[[feed]\nurl = \"x\n";

fn data(home: &Home, name: &str) -> std::path::PathBuf {
    home.path().join("data").join(name)
}

fn database(home: &Home) -> rusqlite::Connection {
    rusqlite::Connection::open(data(home, "byline.db")).unwrap()
}

#[test]
fn what_is_no_feed_is_told_with_what_helps_and_not_subscribed_to() {
    let server = Server::start();
    let whole = rss("Daily", 3);
    let begun = whole.split("<title>").next().unwrap();
    let rss_of = |body: &str| Answer::ok("application/rss+xml", body.as_bytes());
    let cases = [
        (
            "/page",
            Answer::ok("text/html", "<html><body>hello"),
            "no feed at",
            "link named RSS",
        ),
        (
            "/html",
            rss_of("<html><body>hello"),
            "is a web page",
            "link named RSS",
        ),
        (
            "/empty",
            rss_of(""),
            "sent nothing",
            "nothing was subscribed to",
        ),
        ("/begun", rss_of(begun), "no feed at", "cut short"),
        (
            "/404",
            Answer::status(404),
            "404, not found",
            "nothing was subscribed to",
        ),
        (
            "/410",
            Answer::status(410),
            "410, gone for good",
            "nothing was subscribed to",
        ),
        (
            "/500",
            Answer::status(500),
            "500, its own error",
            "nothing was subscribed to",
        ),
        (
            "/loop",
            Answer::redirect(302, "/loop"),
            "leads in a circle",
            "hint: ",
        ),
    ];
    let home = Home::new();
    for (path, answer, why, hint) in cases {
        server.answer(path, answer);
        let ran = home.run(&["add", &server.url(path)]).failed(why);
        assert!(ran.err.contains(hint), "{path}: {}", ran.err);
        assert_eq!(home.load("feeds.toml"), "", "{path}");
    }
    for address in ["not a url", "ftp://example.org/", ""] {
        let ran = home
            .run(&["add", address])
            .failed("is no address of the web");
        assert!(ran.err.contains("https://example.org"), "{}", ran.err);
    }
}

#[test]
fn a_feed_that_ends_too_soon_gives_what_came() {
    let server = Server::start();
    let whole = rss("Daily", 3);
    let cut = whole.rfind("<item>").unwrap() + 30;
    server.answer("/feed", Answer::rss(whole[..cut].to_string()));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    assert_eq!(home.run(&["list", "--json"]).done().values().len(), 2);
}

#[test]
fn a_file_where_a_folder_should_be_is_told_and_left_alone() {
    let home = Home::new();
    fs::write(home.path().join("data"), "mine").unwrap();
    let ran = home.run(&["list"]).failed("cannot open the database");
    assert!(ran.err.contains("--data-dir"), "{}", ran.err);
    assert_eq!(fs::read(home.path().join("data")).unwrap(), b"mine");
}

#[test]
fn what_is_no_database_is_kept_aside_with_the_reason() {
    let home = Home::new();
    fs::create_dir_all(home.path().join("data")).unwrap();
    fs::write(data(&home, "byline.db"), "my letters").unwrap();
    let ran = home.run(&["list"]).done();
    assert!(ran.err.contains("does not begin as one"), "{}", ran.err);
    assert!(ran.err.contains("byline.db.damaged-1"), "{}", ran.err);
    assert_eq!(
        fs::read(data(&home, "byline.db.damaged-1")).unwrap(),
        b"my letters"
    );
    assert_eq!(home.run(&["list"]).done().err, "");
}

#[test]
fn a_newer_database_is_refused_and_stays_as_it_is() {
    let home = Home::new();
    home.run(&["list"]).done();
    database(&home)
        .pragma_update(None, "user_version", 999)
        .unwrap();
    let ran = home.run(&["list"]).failed("written by a newer byline");
    assert!(ran.err.contains("--data-dir"), "{}", ran.err);
    let version = database(&home).pragma_query_value(None, "user_version", |row| row.get(0));
    assert_eq!(version, Ok(999));
}

#[test]
fn a_broken_list_of_feeds_is_never_written() {
    let home = Home::new();
    home.write("feeds.toml", FEEDS);
    home.write("urls", "http://127.0.0.1:1/feed\n");
    let urls = home.config("urls");
    for args in [
        &["import", urls.to_str().unwrap()][..],
        &["remove", "x"],
        &["undo"],
    ] {
        let ran = home.run(args);
        assert_eq!(ran.code, 1, "{args:?}: {}", ran.err);
        assert!(ran.err.contains("feeds.toml:2:8"), "{args:?}: {}", ran.err);
        assert_eq!(home.load("feeds.toml"), FEEDS, "{args:?}");
    }
}

#[test]
fn mistakes_in_options_keys_and_themes_are_told_and_the_rest_holds() {
    let home = Home::new();
    home.write("config.toml", "theme = \"nope\"\nmeasure = 5\n");
    home.write("keys.toml", "[keys\n");
    let ran = home.run(&["list"]).done();
    for told in [
        "config.toml:1:9",
        "config.toml:2:11",
        "keys.toml:1:6",
        "hint: ",
    ] {
        assert!(ran.err.contains(told), "`{told}` in: {}", ran.err);
    }
    home.run(&["config", "check"]).failed("no theme `nope`");
}

#[test]
fn without_a_terminal_the_reader_names_the_commands() {
    let ran = Home::new().run(&[]).failed("needs a terminal");
    assert!(ran.err.contains("`byline list`"), "{}", ran.err);
}

#[test]
fn old_acts_are_let_go_after_a_refresh_but_not_twice_a_day() {
    let server = Server::start();
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    home.run(&["mark", "read", "--query", "unread"]).done();
    let age = || {
        database(&home)
            .execute("UPDATE act SET at = 1", [])
            .unwrap()
    };
    let acts = || -> i64 {
        let sql = "SELECT count(*) FROM act";
        database(&home)
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    };
    assert!(age() > 0);
    // The first time is no measure: the clock may be years ahead.
    home.run(&["refresh"]).done();
    assert_eq!(acts(), 2);
    let yesterday = byline::system::now().plus(-25 * 3_600_000).0.to_string();
    let tidied = "UPDATE remembered SET value = ?1 WHERE key = 'tidied'";
    assert_eq!(database(&home).execute(tidied, [yesterday]).unwrap(), 1);
    home.run(&["refresh"]).done();
    assert_eq!(acts(), 0);
    home.run(&["mark", "unread", "--query", "read"]).done();
    age();
    home.run(&["refresh"]).done();
    assert_eq!(acts(), 1);
}

#[test]
fn undo_gives_back_every_byte_of_the_list_of_feeds() {
    let home = Home::new();
    let texts = [
        "# head\n\n[[feed]]\nurl = \"http://a.example/\"\n\n\n# b's own\n[[feed]]\nurl = 'http://b.example/'  # quoted\n",
        "[[feed]]\nurl = \"http://a.example/\"\n# b's own\n[[feed]]\nurl = \"http://b.example/\"\n# the end",
        "\r\n# head\r\n[[feed]]\r\nurl = \"http://a.example/\"\r\n\r\n[[feed]]\r\nurl = \"http://b.example/\"\r\n",
    ];
    for text in texts {
        home.write("feeds.toml", text);
        for name in ["a.example", "b.example"] {
            home.run(&["remove", name]).done();
            let without = home.load("feeds.toml");
            assert!(!without.contains(name), "{without}");
            home.run(&["undo"]).done();
            assert_eq!(home.load("feeds.toml"), text);
            home.run(&["redo"]).done();
            assert_eq!(home.load("feeds.toml"), without);
            home.run(&["undo"]).done();
            assert_eq!(home.load("feeds.toml"), text);
        }
    }
}

#[test]
fn a_store_that_cannot_follow_leaves_the_list_of_feeds_as_it_was() {
    let home = Home::new();
    let url = "http://127.0.0.1:1/feed";
    home.run(&["add", "--offline", url]).done();
    let text = home.load("feeds.toml");
    let refusal = "CREATE TRIGGER refusal BEFORE UPDATE ON act WHEN OLD.state <> NEW.state AND NEW.state <> 'intended' \
                   BEGIN SELECT RAISE(ABORT, 'refused'); END";
    database(&home).execute_batch(refusal).unwrap();
    for args in [
        &["undo"][..],
        &["remove", url],
        &["add", "--offline", "http://127.0.0.1:1/other"],
    ] {
        home.run(args).failed("refused");
        assert_eq!(home.load("feeds.toml"), text, "{args:?}");
    }
    database(&home)
        .execute_batch("DROP TRIGGER refusal")
        .unwrap();
    home.run(&["undo"]).done();
    assert!(!home.load("feeds.toml").contains(url));
}

#[test]
fn with_nothing_fetched_a_feed_is_subscribed_to_and_that_is_said() {
    let home = Home::new();
    let ran = home.run(&["add", "--offline", "lwn.net/headlines"]).done();
    assert!(ran.err.contains("the next refresh does it"), "{}", ran.err);
    let file = home.load("feeds.toml");
    assert!(file.contains("\"https://lwn.net/headlines\""), "{file}");
    home.run(&["add", "--offline", "nonsense"])
        .failed("is no address of the web");
    assert_eq!(home.load("feeds.toml"), file);
}

#[test]
fn what_had_to_be_mended_is_told_when_a_feed_is_added() {
    let server = Server::start();
    let whole = rss("Daily", 3);
    let cut = whole.rfind("<item>").unwrap() + 30;
    server.answer("/cut", Answer::rss(whole.clone()).cut_after(cut));
    let ran = Home::new().run(&["add", &server.url("/cut")]).done();
    assert!(ran.err.contains("warning: cut short"), "{}", ran.err);
}

#[test]
fn a_pipe_in_the_place_of_a_file_keeps_nobody_waiting() {
    let home = Home::new();
    home.write("config.toml", "");
    let made = std::process::Command::new("mkfifo")
        .arg(home.config("feeds.toml"))
        .status();
    assert!(made.unwrap().success());
    let ran = home.run(&["list"]).done();
    assert!(ran.err.contains("no regular file"), "{}", ran.err);
    home.run(&["add", "--offline", "http://127.0.0.1:1/feed"])
        .failed("no regular file");
}

#[test]
fn a_list_of_feeds_that_is_gone_is_no_wish_to_have_none() {
    let home = Home::new();
    for name in ["a", "b"] {
        let url = format!("http://{name}.example/feed");
        home.run(&["add", "--offline", &url]).done();
    }
    fs::remove_file(home.config("feeds.toml")).unwrap();
    let ran = home.run(&["feeds", "--json"]).done();
    assert!(ran.err.contains("the 2 feeds of last time"), "{}", ran.err);
    assert_eq!(ran.values().len(), 2);
    home.run(&["add", "--offline", "http://c.example/feed"])
        .done();
    assert_eq!(home.load("feeds.toml").matches("[[feed]]").count(), 3);
}

#[test]
fn an_undo_on_a_damaged_database_names_the_file_and_what_helps() {
    let home = Home::new();
    home.run(&["add", "--offline", "http://127.0.0.1:1/feed"])
        .done();
    let text = home.load("feeds.toml");
    let path = data(&home, "byline.db");
    let mut bytes = fs::read(&path).unwrap();
    // The table of feeds: its pages follow that of the schema.
    bytes[16_384..3 * 16_384].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    let ran = home.run(&["undo"]).failed("is damaged");
    let named = format!("error: the database `{}`", path.display());
    assert!(ran.err.contains(&named), "{}", ran.err);
    assert!(ran.err.contains("hint: close every byline"), "{}", ran.err);
    assert!(ran.err.contains("byline doctor --salvage"), "{}", ran.err);
    assert_eq!(home.load("feeds.toml"), text);
}
