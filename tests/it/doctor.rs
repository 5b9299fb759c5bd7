//! `byline doctor` and the health in `byline feeds --json`, through the binary, against a server on loopback.

use serde_json::Value;

use crate::cli::{Home, Ran, rss};
use crate::server::{Answer, Server};

/// A home that follows `/feed`, fetched once; `then` is what the path answers from now on.
fn home(server: &Server, then: Answer) -> Home {
    let first = Answer::rss(rss("Daily", 3)).header("ETag", "\"one\"");
    server.answer("/feed", first);
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    server.answer("/feed", then);
    home
}

fn feeds(home: &Home) -> Value {
    home.run(&["feeds", "--json"]).done().values().remove(0)
}

fn line<'a>(ran: &'a Ran, topic: &str) -> &'a str {
    let mut lines = ran.out.lines();
    lines
        .find(|line| line.starts_with(topic))
        .unwrap_or_else(|| panic!("{topic}: {}", ran.out))
}

#[test]
fn feeds_in_json_carry_their_health() {
    let server = Server::start();
    let home = home(&server, Answer::status(304));
    home.run(&["refresh", "--force"]).done();
    let feed = feeds(&home);
    let size = rss("Daily", 3).len();
    for (field, expect) in [
        ("checks", Value::from(2)),
        ("ok_share", Value::from(1.0)),
        ("typical_size", Value::from(size)),
        ("paused", Value::from(false)),
        ("needs_you", Value::from(false)),
        ("noticed", Value::Null),
        ("error", Value::Null),
    ] {
        assert_eq!(feed[field], expect, "{field}: {feed}");
    }
    assert_eq!(feed["entries_per_week"].as_array().map(Vec::len), Some(12));
    let last = &feed["last_result"];
    assert_eq!(
        (&last["status"], &last["spared"]),
        (&304.into(), &size.into())
    );
    for field in [
        "url",
        "title",
        "folder",
        "unread",
        "total",
        "next_check",
        "reason",
    ] {
        assert!(!feed[field].is_null(), "{field}: {feed}");
    }
}

#[test]
fn a_fetch_is_explained_and_nothing_is_written() {
    let server = Server::start();
    let next = Answer::rss(rss("Daily", 5))
        .header("ETag", "\"two\"")
        .header("Cache-Control", "max-age=7200");
    let home = home(&server, next);
    let before = feeds(&home);
    let ran = home.run(&["doctor", "Daily"]).done();
    assert!(ran.out.contains("conditional: "), "{}", ran.out);
    assert!(ran.out.contains("if-none-match: \"one\""), "{}", ran.out);
    assert!(ran.out.contains("etag: \"two\""), "{}", ran.out);
    assert!(
        line(&ran, "document").contains("RSS 2.0, 5 entries"),
        "{}",
        ran.out
    );
    assert!(
        line(&ran, "entries").contains("2 new, 0 changed, 3 the same"),
        "{}",
        ran.out
    );
    assert!(
        line(&ran, "next").contains("after this it would be asked "),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("nothing of the feed was changed"),
        "{}",
        ran.out
    );
    assert_eq!(feeds(&home), before);
    assert_eq!(home.run(&["list", "--json"]).done().values().len(), 3);
    let sent = server.requests_of("/feed");
    assert_eq!(
        sent.last().unwrap().header("If-None-Match"),
        Some("\"one\"")
    );
}

#[test]
fn redirects_are_told_hop_by_hop_and_secrets_are_not() {
    let server = Server::start();
    server.answer("/old", Answer::redirect(301, "/new"));
    server.answer("/new", Answer::rss(rss("Daily", 2)));
    let home = Home::new();
    let url = server.url("/old").replace("http://", "http://me:hush@");
    home.write("feeds.toml", &format!("[[feed]]\nurl = \"{url}\"\n"));
    let ran = home.run(&["doctor", "/old"]).done();
    let told: Vec<&str> = ran
        .out
        .lines()
        .filter(|line| line.contains("HTTP/1.1 "))
        .collect();
    assert!(
        told[0].contains("301") && told[1].contains("200"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("moved for good to"), "{}", ran.out);
    let json = home.run(&["doctor", "/old", "--json"]).done();
    let answers = json.values()[0]["answers"].as_array().unwrap().len();
    assert_eq!(answers, 2);
    for out in [&ran.out, &json.out] {
        assert!(!out.contains("hush") && !out.contains("Basic"), "{out}");
    }
    assert!(
        home.load("feeds.toml").contains("/old"),
        "the address is not taken over"
    );
}

#[test]
fn a_304_and_the_same_bytes_are_told_as_such() {
    let server = Server::start();
    let known = home(&server, Answer::status(304));
    let ran = known.run(&["doctor", "Daily"]).done();
    assert!(ran.out.contains("304: nothing new"), "{}", ran.out);
    let server = Server::start();
    let same = home(&server, Answer::rss(rss("Daily", 3)));
    let ran = same.run(&["doctor", "Daily"]).done();
    assert!(
        ran.out.contains("the same bytes as the last time"),
        "{}",
        ran.out
    );
}

#[test]
fn what_fails_is_explained_with_what_would_follow() {
    let server = Server::start();
    let home = home(&server, Answer::status(404));
    let ran = home.run(&["doctor", "Daily"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        line(&ran, "next").contains("it failed: the server says 404"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("404 not found"), "{}", ran.out);
    assert_eq!(
        feeds(&home)["error"],
        Value::Null,
        "nothing is counted against it"
    );
    server.answer(
        "/feed",
        Answer::ok("text/html", "<html><body>Hello</body></html>"),
    );
    let json = home.run(&["doctor", "Daily", "--json"]);
    assert_eq!(json.code, 1);
    assert!(json.values()[0]["error"].is_string(), "{}", json.out);
}

#[test]
fn a_pause_is_obeyed_written_down_and_overruled_only_by_force() {
    let server = Server::start();
    let busy = Answer::status(429).header("Retry-After", "1500");
    let home = home(&server, busy);
    let ran = home.run(&["doctor", "Daily"]);
    assert!(
        ran.out.contains("asked for a pause: written down"),
        "{}",
        ran.out
    );
    let asked = server.requests().len();
    let ran = home.run(&["doctor", "Daily"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("nobody was asked: 429 too many: the server said wait 25 min"),
        "{}",
        ran.out
    );
    let skipped = home.run(&["refresh", "--force"]);
    assert!(
        skipped.out.contains("skipped: 429 too many"),
        "{}",
        skipped.out
    );
    assert_eq!(server.requests().len(), asked);
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    home.run(&["doctor", "Daily", "--force"]).done();
    assert_eq!(server.requests().len(), asked + 1);
}

#[test]
fn a_feed_that_is_gone_is_asked_only_by_force() {
    let server = Server::start();
    let home = home(&server, Answer::status(410));
    home.run(&["refresh", "--force"]);
    assert_eq!(feeds(&home)["noticed"]["kind"], "gone");
    let asked = server.requests().len();
    let ran = home.run(&["doctor", "Daily"]);
    assert!(
        ran.code == 1 && ran.out.contains("it answered 410"),
        "{}",
        ran.out
    );
    assert_eq!(server.requests().len(), asked);
    home.run(&["doctor", "Daily", "--force"]);
    assert_eq!(server.requests().len(), asked + 1);
}

#[test]
fn offline_asks_nobody_and_force_needs_a_feed() {
    let server = Server::start();
    let home = home(&server, Answer::status(304));
    let asked = server.requests().len();
    home.run(&["doctor", "Daily", "--offline"])
        .failed("--offline");
    assert_eq!(server.requests().len(), asked);
    assert_eq!(home.run(&["doctor", "--force"]).code, 2);
}

fn states(ran: &Ran) -> Vec<(String, String)> {
    let checks = ran.values().remove(0)["checks"].clone();
    let word = |check: &Value, field: &str| check[field].as_str().unwrap().to_string();
    let checks = checks.as_array().unwrap().iter();
    checks
        .map(|check| (word(check, "topic"), word(check, "state")))
        .collect()
}

#[test]
fn a_home_in_order_is_told_to_be_so() {
    let server = Server::start();
    let home = home(&server, Answer::status(304));
    let ran = home.run(&["doctor", "--json"]).done();
    let states = states(&ran);
    for topic in [
        "config",
        "feeds",
        "folders",
        "database",
        "counts",
        "clock",
        "certificates",
    ] {
        let right = (topic.to_string(), "right".to_string());
        assert!(states.contains(&right), "{topic}: {states:?}");
    }
    assert_eq!(server.requests().len(), 1, "nothing is fetched");
    assert!(
        Home::new()
            .run(&["doctor"])
            .done()
            .out
            .contains("there is no feeds.toml yet")
    );
}

#[test]
fn a_wrong_count_is_mended_and_a_wrong_file_is_not() {
    let server = Server::start();
    let home = home(&server, Answer::status(304));
    let database = home.path().join("data/byline.db");
    let connection = rusqlite::Connection::open(database).unwrap();
    connection
        .execute("UPDATE feed SET unread = 9", [])
        .unwrap();
    drop(connection);
    let ran = home.run(&["doctor"]).done();
    assert!(
        line(&ran, "counts").contains("mended: Daily: kept 9 unread of 3, counted 3 of 3"),
        "{}",
        ran.out
    );
    assert!(line(&home.run(&["doctor"]).done(), "counts").contains("all counts are right"));
    home.write("config.toml", "measure = 8\n");
    home.run(&["doctor"]).failed("config.toml:1");
}

#[test]
fn a_database_that_is_none_is_told() {
    let home = Home::new();
    std::fs::create_dir_all(home.path().join("data")).unwrap();
    std::fs::write(
        home.path().join("data/byline.db"),
        "no database at all, but long enough",
    )
    .unwrap();
    home.run(&["doctor"]).failed("is no database");
}

#[test]
fn a_password_that_others_can_read_is_wrong() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.write(
        "feeds.toml",
        "[[feed]]\nurl = \"https://me:pw@a.example/feed\"\n",
    );
    let file = home.config("feeds.toml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    home.run(&["doctor"]).failed("holds a password");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    home.run(&["doctor"]).done();
}

#[test]
fn two_subscriptions_of_one_feed_are_told_but_are_not_wrong() {
    let server = Server::start();
    let home = home(&server, Answer::rss(rss("Daily", 3)));
    server.answer("/twin", Answer::rss(rss("Daily", 3)));
    home.run(&["add", &server.url("/twin")]).done();
    let ran = home.run(&["doctor"]).done();
    assert!(
        line(&ran, "duplicates").contains("is the same feed as Daily"),
        "{}",
        ran.out
    );
    let kinds: Vec<Value> = home.run(&["feeds", "--json"]).done().values();
    let twins = kinds
        .iter()
        .filter(|feed| feed["noticed"]["kind"] == "duplicate")
        .count();
    assert_eq!(twins, 1);
}
