//! The command line as programs use it: the binary in a home of its own; exit status, the two streams, the shapes of JSON.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::server::{Answer, Server};

/// A home with nothing in it.
pub struct Home {
    dir: tempfile::TempDir,
}

/// How a command ended.
pub struct Ran {
    /// The exit status.
    pub code: i32,
    /// Stdout.
    pub out: String,
    /// Stderr.
    pub err: String,
}

impl Ran {
    /// Asserts that it was done.
    pub fn done(self) -> Ran {
        assert_eq!(self.code, 0, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    /// Asserts that it failed in order: said why on stderr, with what helps.
    pub fn failed(self, why: &str) -> Ran {
        assert_eq!(self.code, 1, "stdout: {}\nstderr: {}", self.out, self.err);
        assert!(self.err.contains(why), "`{why}` in: {}", self.err);
        assert!(self.err.contains("error: "), "{}", self.err);
        self
    }

    /// One JSON value a line.
    pub fn values(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl Home {
    pub fn new() -> Home {
        Home {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn config(&self, file: &str) -> PathBuf {
        self.path().join("config").join(file)
    }

    /// Writes a file of the config folder.
    pub fn write(&self, file: &str, text: &str) {
        let path = self.config(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn load(&self, file: &str) -> String {
        std::fs::read_to_string(self.config(file)).unwrap_or_default()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.path())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("BYLINE_CONFIG_DIR", self.path().join("config"))
            .env("BYLINE_DATA_DIR", self.path().join("data"))
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        ran(&mut self.command(args))
    }

    /// Runs it with this on stdin.
    pub fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not want all of it closes its end.
        let _ = child.stdin.take().unwrap().write_all(input);
        told(child.wait_with_output().unwrap())
    }
}

fn ran(command: &mut Command) -> Ran {
    told(command.output().unwrap())
}

fn told(output: std::process::Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A feed of so many entries, the newest first; entry `n` is `title n`.
pub fn rss(title: &str, entries: u32) -> String {
    let mut items = String::new();
    for n in (1..=entries).rev() {
        let day = n.min(23);
        let item = format!(
            "<item><title>{title} {n}</title><link>http://example.org/{n}</link><guid>{title}-{n}</guid>\
             <pubDate>Tue, {day:02} Nov 2026 08:00:00 GMT</pubDate>\
             <description>&lt;p&gt;Text of {title} {n}, with a &lt;a href=\"/l\"&gt;link&lt;/a&gt;.&lt;/p&gt;</description>\
             <category>kernel</category></item>"
        );
        items += &item;
    }
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title>\
         <link>http://example.org/</link><description>d</description>{items}</channel></rss>"
    )
}

/// A home that follows one feed of three entries, already fetched.
fn following(server: &Server) -> Home {
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    home
}

fn ids(home: &Home, query: &str) -> Vec<String> {
    let args = match query {
        "" => vec!["list", "--json"],
        query => vec!["list", "--json", query],
    };
    let values = home.run(&args).done().values();
    values
        .iter()
        .map(|value| value["id"].as_str().unwrap().to_string())
        .collect()
}

#[test]
fn wrong_usage_ends_with_two() {
    let home = Home::new();
    for args in [
        &["frobnicate"][..],
        &["mark", "green", "1"],
        &["add"],
        &["show"],
        &["list", "unread ("],
        &["list", "fed:lwn"],
    ] {
        let ran = home.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{args:?}");
    }
    let ran = home.run(&["list", "unread fed:lwn"]);
    assert!(ran.err.contains("column 8"), "{}", ran.err);
}

#[test]
fn without_a_terminal_the_reader_says_so() {
    let ran = Home::new().run(&[]).failed("needs a terminal");
    assert!(ran.err.contains("hint: "), "{}", ran.err);
}

#[test]
fn an_empty_home_is_no_failure() {
    let home = Home::new();
    assert_eq!(home.run(&["feeds"]).done().out, "");
    assert_eq!(
        home.run(&["refresh", "--json"]).done().values()[0]["failed"],
        0
    );
    home.run(&["undo"]).failed("nothing to undo");
    home.run(&["show", "7"]).failed("`7`");
    home.run(&["remove", "nobody"]).failed("`nobody`");
}

#[test]
fn a_feed_is_added_with_its_first_fetch_and_removed() {
    let server = Server::start();
    let home = following(&server);
    assert_eq!(server.requests_of("/feed").len(), 1, "one request");
    let feeds = home.run(&["feeds", "--json"]).done().values();
    assert_eq!(feeds.len(), 1);
    let feed = &feeds[0];
    assert_eq!(feed["url"], server.url("/feed").as_str());
    assert_eq!(
        (&feed["title"], &feed["unread"], &feed["total"]),
        (&"Daily".into(), &3.into(), &3.into())
    );
    assert!(feed["next_check"].is_string() && feed["reason"].is_string());
    assert!(feed["error"].is_null());
    assert!(home.load("feeds.toml").contains(&server.url("/feed")));

    home.run(&["remove", "daily"]).done();
    assert!(home.run(&["feeds"]).done().out.is_empty());
    home.run(&["undo"]).done();
    assert_eq!(
        home.run(&["feeds", "--json"]).done().values()[0]["total"],
        3
    );
}

#[test]
fn entries_are_listed_newest_first_and_shown() {
    let server = Server::start();
    let home = following(&server);
    let entries = home.run(&["list", "--json"]).done().values();
    let titles: Vec<&str> = entries
        .iter()
        .map(|entry| entry["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Daily 3", "Daily 2", "Daily 1"]);
    let entry = &entries[0];
    assert_eq!(entry["feed"], "Daily");
    assert_eq!(entry["published"], "2026-11-03T08:00:00Z");
    assert_eq!(
        (&entry["read"], &entry["bookmarked"]),
        (&false.into(), &false.into())
    );
    assert!(entry["first_seen"].is_string());
    assert_eq!(entry["tags"][0], "kernel");
    assert_eq!(
        home.run(&["list", "--json", "--limit", "2"]).values().len(),
        2
    );
    assert!(home.run(&["list"]).done().out.contains("Daily 3"));

    let id = entry["id"].as_str().unwrap();
    let text = home.run(&["show", id]).done().out;
    assert!(text.starts_with("Daily 3\n"), "{text}");
    assert!(text.contains("Text of Daily 3"), "{text}");
    let json = home.run(&["show", id, "--json"]).done().values();
    let content = json[0]["summary"].as_str().unwrap();
    assert!(content.contains("http://example.org/l"), "{content}");
    let markdown = home.run(&["show", id, "--format", "markdown"]).done().out;
    assert!(markdown.starts_with("# Daily 3"), "{markdown}");
    let html = home.run(&["show", id, "--format", "html"]).done().out;
    assert!(html.contains("<p>"), "{html}");
}

#[test]
fn entries_and_bookmarks_are_exported_in_every_format() {
    let server = Server::start();
    let home = following(&server);
    let all = ids(&home, "");
    home.run(&["mark", "bookmarked", &all[0], &all[1]]).done();
    home.run(&["mark", "tag:work", &all[0]]).done();
    let export = |more: &[&str]| {
        let args: Vec<&str> = ["export"].iter().chain(more).copied().collect();
        home.run(&args).done().out
    };
    let shown = home
        .run(&["show", &all[0], "--format", "markdown"])
        .done()
        .out;
    let markdown = export(&["bookmarks"]);
    assert!(markdown.starts_with(shown.trim_end()), "{markdown}");
    assert_eq!(markdown.matches("\n---\n").count(), 1, "{markdown}");
    let entries = export(&["entries", "--format", "json"]);
    assert_eq!(entries.lines().count(), all.len());
    let first: serde_json::Value = serde_json::from_str(entries.lines().next().unwrap()).unwrap();
    let whole = home.run(&["show", &all[0], "--json"]).done().values();
    assert_eq!(first, whole[0]);
    let tagged = export(&["entries", "--query", "tag:work", "--format", "json"]);
    assert_eq!(tagged.lines().count(), 1);
    let netscape = export(&["bookmarks", "--format", "html"]);
    assert!(
        netscape.starts_with("<!DOCTYPE NETSCAPE-Bookmark-file-1>"),
        "{netscape}"
    );
    assert!(netscape.contains("TAGS=\"work\""), "{netscape}");
    assert!(export(&["entries", "--format", "html"]).starts_with("<!doctype html>"));
    let book = home.path().join("book.epub");
    export(&[
        "bookmarks",
        "--format",
        "epub",
        "--output",
        book.to_str().unwrap(),
    ]);
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
    let folder = home.path().join("notes");
    export(&["entries", "--output", &format!("{}/", folder.display())]);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), all.len());
    let note = std::fs::read_to_string(folder.join("Daily 3.md")).unwrap();
    assert!(note.starts_with("---\ntitle: \"Daily 3\"\n"), "{note}");
    assert!(note.contains("tags: [\"work\"]"), "{note}");
    let wrong = home.run(&["export", "entries", "--query", "feed:"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert_eq!(home.run(&["export", "opml", "--format", "json"]).code, 1);
}

#[test]
fn marks_are_kept_and_taken_back() {
    let server = Server::start();
    let home = following(&server);
    let all = ids(&home, "");
    home.run(&["mark", "read", &all[0], &all[1]]).done();
    assert_eq!(ids(&home, "unread"), [all[2].clone()]);
    home.run(&["mark", "bookmarked", &all[2]]).done();
    assert_eq!(ids(&home, "is:bookmarked"), [all[2].clone()]);
    home.run(&["undo"]).done();
    assert!(ids(&home, "is:bookmarked").is_empty());
    home.run(&["redo"]).done();
    assert_eq!(ids(&home, "is:bookmarked"), [all[2].clone()]);
    home.run(&["mark", "tag:work", &all[0]]).done();
    assert_eq!(ids(&home, "tag:work"), [all[0].clone()]);
    let marked = home.run(&["mark", "read", "--query", "unread"]).done();
    assert_eq!(marked.out, "marked read Daily 1\n");
    assert!(ids(&home, "unread").is_empty());
    let three = home.run(&["mark", "unread", "--query", "is:read"]).done();
    assert_eq!(three.out, "marked 3 unread in is:read\n");
    home.run(&["mark", "read", "--query", "unread"]).done();
    let again = home.run(&["mark", "read", "--query", "unread"]).done();
    assert_eq!(again.out, "nothing to do in unread\n");
    let wrong = home.run(&["mark", "read", "--query", "unread ("]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    home.run(&["mark", "read", &all[0], "999"]).failed("`999`");
}

#[test]
fn links_are_handed_out_without_what_follows_readers_around_and_tell_entries_apart() {
    let server = Server::start();
    let item = |title: &str, query: &str| {
        format!(
            "<item><title>{title}</title><link>http://example.org/a?{query}</link>\
             <comments>http://example.org/c?fbclid=1</comments></item>"
        )
    };
    let items = item("one", "utm_source=rss") + &item("two", "id=2&amp;utm_source=mail");
    let document = format!("<rss version=\"2.0\"><channel><title>T</title>{items}</channel></rss>");
    server.answer("/feed", Answer::rss(document.clone()));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    server.answer("/feed", Answer::rss(document.clone() + "<!-- again -->"));
    home.run(&["refresh", "--force"]).done();
    let entries = home.run(&["list", "--json"]).done().values();
    let links: Vec<&str> = entries
        .iter()
        .map(|entry| entry["link"].as_str().unwrap())
        .collect();
    assert_eq!(links.len(), 2, "asked again, they are the same two");
    for link in ["http://example.org/a", "http://example.org/a?id=2"] {
        assert!(links.contains(&link), "{links:?}");
    }
    assert_eq!(entries[0]["comments"], "http://example.org/c");
    let id = entries[0]["id"].as_str().unwrap();
    let shown = home.run(&["show", id]).done().out;
    assert!(!shown.contains("utm_"), "{shown}");
    home.write("config.toml", "browser = \"true\"\n");
    let opened = home.run(&["open", id]).done().err;
    assert!(
        opened.starts_with("opened http://example.org/a"),
        "{opened}"
    );
    assert!(!opened.contains("utm_"), "{opened}");
    // The parser tells what the document says.
    let parsed = home.feed(&["parse", "-"], document.as_bytes()).done();
    let link = &parsed.values()[0]["entries"][0]["link"];
    assert_eq!(link, "http://example.org/a?utm_source=rss");
}

#[test]
fn a_refresh_tells_what_came_what_was_skipped_and_what_failed() {
    let server = Server::start();
    let home = following(&server);
    let ran = home.run(&["refresh"]).done();
    assert!(ran.out.contains("skipped"), "{}", ran.out);
    server.answer("/feed", Answer::rss(rss("Daily", 5)));
    let ran = home.run(&["refresh", "--force", "daily"]).done();
    assert!(ran.out.contains("2 new"), "{}", ran.out);

    server.answer("/gone", Answer::status(404));
    let opml = format!("{}\n{}\n", server.url("/gone"), server.url("/feed"));
    home.feed(&["import", "-"], opml.as_bytes()).done();
    let ran = home.run(&["refresh", "--json"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let report = &ran.values()[0];
    assert_eq!(
        (&report["failed"], &report["skipped"]),
        (&1.into(), &1.into())
    );
    let failed = report["feeds"].as_array().unwrap();
    let failed = failed
        .iter()
        .find(|feed| feed["outcome"] == "failed")
        .unwrap();
    assert!(failed["error"].as_str().unwrap().contains("404"));
    let feeds = home.run(&["feeds", "--json"]).done().values();
    assert!(feeds.iter().any(|feed| feed["error"].is_string()));
}

#[test]
fn what_cannot_be_added_says_why() {
    let server = Server::start();
    let home = Home::new();
    server.answer(
        "/page",
        Answer::ok("text/html", "<html><p>nothing here</p></html>"),
    );
    server.answer("/empty", Answer::rss(""));
    home.run(&["add", &server.url("/missing")]).failed("404");
    home.run(&["add", &server.url("/page")]).failed("feed");
    home.run(&["add", &server.url("/empty")]).failed("empty");
    home.run(&["add", "not a url"]).failed("not a url");
    let page = "<html><head>\
        <link rel=alternate type='application/rss+xml' title='News' href='/a'>\
        <link rel=alternate type='application/rss+xml' title='Sport' href='/b'></head></html>";
    server.answer("/two", Answer::ok("text/html", page));
    let ran = home.run(&["add", &server.url("/two")]).failed("2 feeds");
    assert!(
        ran.out.contains(&server.url("/a")) && ran.out.contains(&server.url("/b")),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("hint: "), "{}", ran.err);
    assert_eq!(home.run(&["feeds"]).done().out, "");
}

#[test]
fn a_page_with_one_feed_is_subscribed_to() {
    let server = Server::start();
    let home = Home::new();
    let page =
        "<html><head><link rel=alternate type='application/rss+xml' href='/feed'></head></html>";
    server.answer("/", Answer::ok("text/html", page));
    server.answer("/feed", Answer::rss(rss("Daily", 2)));
    let folder = [
        "add",
        &server.url("/"),
        "--folder",
        "News/World",
        "--title",
        "Mine",
    ];
    home.run(&folder).done();
    let feeds = home.run(&["feeds", "--json"]).done().values();
    assert_eq!(feeds[0]["folder"], "News/World");
    assert_eq!(feeds[0]["title"], "Mine");
    assert_eq!(feeds[0]["total"], 2, "the first fetch is included");
}

#[test]
fn subscriptions_go_out_and_come_in() {
    let server = Server::start();
    let home = following(&server);
    let opml = home.run(&["export", "opml"]).done().out;
    assert!(opml.contains("<opml") && opml.contains(&server.url("/feed")));
    let other = Home::new();
    let ran = other
        .feed(&["import", "-", "--json"], opml.as_bytes())
        .done();
    assert_eq!(ran.values()[0]["imported"], 1);
    let again = other
        .feed(&["import", "-", "--json"], opml.as_bytes())
        .done();
    assert_eq!(
        (&again.values()[0]["imported"], &again.values()[0]["known"]),
        (&0.into(), &1.into())
    );
    assert_eq!(server.requests().len(), 1, "an import fetches nothing");
    other.feed(&["import", "-"], b"").failed("");
    other
        .run(&["import", "/nowhere/at/all"])
        .failed("/nowhere/at/all");
}

#[test]
fn a_list_is_written_into_a_file_without_secrets() {
    let home = Home::new();
    home.write(
        "feeds.toml",
        "[[feed]]\nurl = \"https://ada:secret@a.example/f?token=hidden\"\ntitle = \"A\"\n\n[[feed]]\nurl = \"exec:x.sh\"\n",
    );
    let file = home.path().join("out/feeds.opml");
    let name = file.to_str().unwrap();
    let ran = home.run(&["export", "opml", "--output", name]).done();
    assert_eq!(ran.out, "");
    assert!(
        ran.err.contains(&format!("wrote 1 feed to {name}")),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("1 feed, made on this computer"),
        "{}",
        ran.err
    );
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("https://a.example/f\"") && !text.contains("secret"),
        "{text}"
    );
    let ran = home.run(&["export", "opml", "--secrets"]).done();
    assert!(
        ran.out.contains("ada:secret@a.example/f?token=hidden"),
        "{}",
        ran.out
    );
}

#[test]
fn a_program_runs_only_after_a_yes_in_the_shell_too() {
    let home = Home::new();
    let feed = home.path().join("feed.xml");
    std::fs::write(&feed, rss("Made", 2)).unwrap();
    let exec = format!("exec:cat {}", feed.display());
    home.write("feeds.toml", &format!("[[feed]]\nurl = \"{exec}\"\n"));
    let ran = home.run(&["refresh"]).failed("waits for your yes");
    assert!(ran.err.contains("byline allow"), "{}", ran.err);
    let shown = home.run(&["allow"]).done();
    assert!(
        shown
            .out
            .contains(&format!("runs `cat {}`", feed.display())),
        "{}",
        shown.out
    );
    assert!(ids(&home, "").is_empty(), "to look is not to say yes");
    let ran = home.run(&["allow", "feed.xml"]).done();
    assert!(ran.out.contains("2 new"), "{}", ran.out);
    assert!(home.run(&["allow"]).done().err.contains("nothing waits"));
    home.run(&["allow", "--revoke", "made"]).done();
    home.run(&["refresh", "--force"])
        .failed("waits for your yes");
    home.run(&["add", &exec]).done();
    home.run(&["refresh", "--force"]).done();

    let ran = home.run(&[
        "add",
        "--filter",
        "sh -c 'exit 3'",
        "https://nowhere.invalid/",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let server = Server::start();
    server.answer("/page", Answer::ok("text/html", "<p>no feed</p>"));
    let filter = format!("cat {}", feed.display());
    let args = ["add", "--filter", &filter, &server.url("/page")];
    home.run(&args).done();
    assert!(home.load("feeds.toml").contains("filter = "));
    assert_eq!(ids(&home, "").len(), 4);
    let other = format!("head -c 99999 {}", feed.display());
    home.run(&["add", "--filter", &other, &server.url("/page")])
        .failed("without this filter");
}

#[test]
fn mistakes_in_files_are_told_with_their_place_and_the_rest_holds() {
    let server = Server::start();
    let home = following(&server);
    home.write("config.toml", "measure = 8\n");
    let ran = home.run(&["feeds"]).done();
    assert!(ran.err.contains("config.toml:1:"), "{}", ran.err);
    assert!(ran.out.contains("Daily"));
    let ran = home.run(&["config", "check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("config.toml:1:11"), "{}", ran.err);

    let broken = "[[feed]\nurl = 'http://127.0.0.1/x'\n";
    home.write("feeds.toml", broken);
    let ran = home.run(&["list"]).done();
    assert!(ran.err.contains("feeds.toml:1:"), "{}", ran.err);
    assert!(ran.out.contains("Daily 3"), "what is stored can be read");
    home.run(&["add", &server.url("/feed")])
        .failed("feeds.toml");
    assert_eq!(home.load("feeds.toml"), broken, "never overwritten");
}

#[test]
fn a_file_edited_by_hand_is_followed() {
    let server = Server::start();
    let home = following(&server);
    let text = format!("# mine\n{}title = \"My own\"\n", home.load("feeds.toml"));
    home.write("feeds.toml", &text);
    assert_eq!(
        home.run(&["feeds", "--json"]).done().values()[0]["title"],
        "My own"
    );
    home.run(&["add", &server.url("/feed")]);
    assert!(home.load("feeds.toml").starts_with("# mine\n"));
    home.write("feeds.toml", "");
    assert_eq!(home.run(&["feeds"]).done().out, "");
}

#[test]
fn a_data_folder_that_is_none_is_told() {
    let home = Home::new();
    std::fs::write(home.path().join("data"), "a file").unwrap();
    let ran = home.run(&["list"]).failed("data");
    assert!(ran.err.contains("hint: "), "{}", ran.err);
}

#[test]
fn a_database_that_is_none_is_kept_aside() {
    let home = Home::new();
    std::fs::create_dir_all(home.path().join("data")).unwrap();
    let database = home.path().join("data/byline.db");
    std::fs::write(
        &database,
        "this is no database, but somebody may want it back".repeat(40),
    )
    .unwrap();
    let ran = home.run(&["list"]).done();
    assert!(ran.err.contains("warning: "), "{}", ran.err);
    let kept = std::fs::read_dir(home.path().join("data")).unwrap();
    let kept = kept.flatten().any(|file| {
        std::fs::read(file.path()).is_ok_and(|bytes| bytes.starts_with(b"this is no database"))
    });
    assert!(kept, "the old file is still there");
}

#[test]
fn two_at_once_share_one_store() {
    let server = Server::start();
    let home = following(&server);
    let all = ids(&home, "");
    let marks: Vec<_> = all
        .iter()
        .map(|id| {
            home.command(&["mark", "read", id])
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut mark in marks {
        assert!(mark.wait().unwrap().success());
    }
    assert!(ids(&home, "unread").is_empty());
}

#[test]
fn parse_prints_the_documented_shape() {
    let home = Home::new();
    let args = ["parse", "-", "--url", "http://example.org/feed"];
    let ran = home.feed(&args, rss("Daily", 1).as_bytes()).done();
    let value = &ran.values()[0];
    assert_eq!(
        (&value["feed"]["title"], &value["format"]),
        (&"Daily".into(), &"rss2".into())
    );
    let entry = &value["entries"][0];
    assert_eq!(entry["published"], "2026-11-01T08:00:00Z");
    assert!(
        entry["summary"]
            .as_str()
            .unwrap()
            .contains("http://example.org/l")
    );
    home.feed(&["parse", "-"], b"<html><p>no feed</p>")
        .failed("feed");
    home.feed(&["parse", "-"], b"").failed("empty");
    assert!(!home.path().join("data").exists(), "no files touched");
}

#[test]
fn render_keeps_to_its_width_and_colours_only_when_asked() {
    let home = Home::new();
    let html = "<h1>A heading</h1><p>Some \u{1b}[31mred <b>bold</b> <a href='/x'>link</a> and more words \u{202e}evil</p>";
    let args = [
        "render",
        "-",
        "--url",
        "http://example.org/",
        "--width",
        "24",
    ];
    let plain = home.feed(&args, html.as_bytes()).done().out;
    assert!(plain.contains("A heading"), "{plain}");
    assert!(!plain.contains(['\u{1b}', '\u{202e}']), "{plain:?}");
    assert!(
        plain.lines().all(|line| line.chars().count() <= 24),
        "{plain}"
    );
    let colored = home.feed(
        &[&args[..], &["--color", "always"]].concat(),
        html.as_bytes(),
    );
    let colored = colored.done().out;
    assert!(colored.contains("\u{1b}[1"), "{colored:?}");
    assert!(
        colored.contains("\u{1b}]8;;http://example.org/x\u{1b}\\"),
        "{colored:?}"
    );
}

#[test]
fn config_tells_what_holds() {
    let home = Home::new();
    home.write("config.toml", "measure = 66\n");
    let shown = home.run(&["config", "show"]).done().out;
    assert!(shown.contains("\nmeasure = 66\n"), "{shown}");
    let paths = home.run(&["config", "path", "--json"]).done().values();
    assert_eq!(
        paths[0]["feeds"],
        home.config("feeds.toml").to_str().unwrap()
    );
    home.run(&["config", "check"]).done();
    assert!(
        home.run(&["completions", "fish"])
            .done()
            .out
            .contains("byline")
    );
}

/// A command of somebody who may read this home and write nothing in it. Root may always write, so it becomes somebody else.
fn as_a_guest(home: &Home, args: &[&str]) -> Command {
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;

    let allow = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(home.path(), 0o755);
    allow(&home.path().join("data"), 0o555);
    for file in std::fs::read_dir(home.path().join("data"))
        .unwrap()
        .flatten()
    {
        allow(&file.path(), 0o444);
    }
    let mut command = home.command(args);
    if chown(home.path(), Some(0), None).is_ok() {
        let program = home.path().join("byline");
        // By another process: a file that this one has open for writing may be inherited by the child of another test, and could not be run.
        let mut copy = Command::new("cp");
        copy.arg(env!("CARGO_BIN_EXE_byline")).arg(&program);
        assert!(copy.status().unwrap().success());
        let mut guest = Command::new(program);
        guest.args(args).stdin(Stdio::null()).uid(NOBODY);
        for (name, value) in command.get_envs() {
            guest.env(name, value.unwrap_or_default());
        }
        command = guest;
    }
    command
}

#[test]
fn what_may_not_be_written_can_be_read() {
    let server = Server::start();
    let home = following(&server);
    let all = ids(&home, "");
    let listed = ran(&mut as_a_guest(&home, &["list"])).done();
    assert!(listed.out.contains("Daily 3"), "{}", listed.out);
    let ran = ran(&mut as_a_guest(&home, &["mark", "read", &all[0]])).failed("cannot be written");
    assert!(ran.err.contains("hint: "), "{}", ran.err);
    assert_eq!(ids(&home, "unread"), all);
}

#[test]
fn the_environments_proxy_is_used_and_its_exceptions_are_kept() {
    let proxy = crate::server::Server::start();
    let feed = "http://blog.example/feed";
    proxy.answer(feed, crate::server::Answer::rss(rss("Blog", 2)));
    let home = Home::new();
    let mut add = home.command(&["add", feed]);
    assert!(
        add.env("http_proxy", proxy.url(""))
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(home.run(&["list", "--json"]).done().values().len(), 2);
    let asked = proxy.requests().len();
    home.write("config.toml", "[network]\nproxy = \"none\"\n");
    let mut refresh = home.command(&["refresh", "--force"]);
    let refresh = refresh.env("http_proxy", proxy.url(""));
    assert!(!refresh.output().unwrap().status.success());
    home.write("config.toml", "");
    let mut refresh = home.command(&["refresh", "--force"]);
    let refresh = refresh
        .env("http_proxy", proxy.url(""))
        .env("no_proxy", "blog.example");
    assert!(!refresh.output().unwrap().status.success());
    assert_eq!(proxy.requests().len(), asked);
}
