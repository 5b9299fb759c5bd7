//! The reader's own files through the binary: who may read them, links, and files that cannot be loaded.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Stdio;

use byline::app::{Event, File, Launch};
use byline::config::Problem;

use crate::cli::{Home, rss};
use crate::desk::{Desk, samples};
use crate::pty::Terminal;
use crate::server::{Answer, Server};

/// A home that follows one feed of three entries, already fetched, and the first entry's id.
fn following() -> (Home, Server, String) {
    let server = Server::start();
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    let id = home.run(&["list", "--json"]).done().values()[0]["id"].clone();
    let id = id.as_str().unwrap().to_string();
    (home, server, id)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_feeds_file_that_cannot_be_loaded_stops_what_writes_it_and_nothing_else() {
    let (home, server, id) = following();
    let good = fs::read(home.config("feeds.toml")).unwrap();
    let ills: [(&str, &[u8], &str); 3] = [
        (
            "bytes",
            b"# mine\nx = '\xff'\n",
            "feeds.toml:2:6 could not be loaded",
        ),
        ("grammar", b"# mine\n[[feed]\n", "feeds.toml:2:"),
        (
            "folder",
            b"",
            "feeds.toml:1:1 could not be loaded: it is a folder",
        ),
    ];
    let file = home.config("feeds.toml");
    for (ill, bytes, told) in ills {
        if ill == "folder" {
            fs::remove_file(&file).unwrap();
            fs::create_dir(&file).unwrap();
        } else {
            fs::write(&file, bytes).unwrap();
        }
        let mark = ["mark", "read", &id];
        let readers: [&[&str]; 7] = [
            &["list"],
            &["feeds"],
            &["show", &id],
            &["export", "opml"],
            &["refresh"],
            &mark,
            &["undo"],
        ];
        for args in readers {
            let ran = home.run(args).done();
            assert!(ran.err.contains("warning: "), "{ill} {args:?}: {}", ran.err);
            assert!(ran.err.contains(told), "{ill} {args:?}: {}", ran.err);
            assert!(!ran.err.contains("error: "), "{ill} {args:?}: {}", ran.err);
            assert!(!ran.out.is_empty(), "{ill} {args:?}: it does its work");
        }
        let other = server.url("/other");
        let writers: [&[&str]; 3] = [
            &["remove", "Daily"],
            &["add", "--offline", &other],
            // The last act is the one that added the feed.
            &["undo"],
        ];
        for args in writers {
            let ran = home.run(args).failed("is not changed");
            assert!(ran.err.contains("hint: mend it first"), "{}", ran.err);
        }
        let check = home.run(&["config", "check"]).failed(told);
        assert_eq!(check.out, "", "{ill}");
        if ill == "folder" {
            fs::remove_dir(&file).unwrap();
        } else {
            assert_eq!(fs::read(&file).unwrap(), bytes, "never overwritten");
        }
    }
    fs::write(&file, good).unwrap();
    assert_eq!(home.run(&["list"]).done().err, "");
}

#[test]
fn options_that_cannot_be_loaded_are_a_warning_and_the_shipped_ones_hold() {
    let home = Home::new();
    home.write("keys.toml", "");
    fs::write(home.config("config.toml"), b"measure = 66\n# \xff\n").unwrap();
    for args in [&["list"][..], &["config", "show"]] {
        let ran = home.run(args).done();
        assert!(ran.err.contains("warning: config.toml:2:3 "), "{}", ran.err);
        assert!(!ran.err.contains("error: "), "{}", ran.err);
    }
    let shown = home.run(&["config", "show"]).done().out;
    assert!(shown.contains("\nmeasure = 80\n"), "{shown}");
    home.run(&["config", "check"]).failed("config.toml:2:3");
}

#[test]
fn a_list_of_feeds_that_turns_unreadable_is_told_on_the_screen() {
    let (home, _server, _) = following();
    let mut terminal = Terminal::start(home.path(), 120, 24, &["--offline"]);
    terminal.shows("Daily 3");
    fs::write(home.config("feeds.toml"), b"\xff").unwrap();
    terminal.shows("feeds.toml:1:1 could not be loaded: it is not UTF-8 text");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn new_files_with_addresses_and_what_was_read_are_their_readers_alone() {
    let server = Server::start();
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["--log", "info", "add", &server.url("/feed")])
        .done();
    let data = home.path().join("data");
    for path in [
        home.config("feeds.toml"),
        data.join("byline.db"),
        data.join("byline.log"),
    ] {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    // What its owner opened to others stays so.
    fs::set_permissions(home.config("feeds.toml"), fs::Permissions::from_mode(0o640)).unwrap();
    home.run(&["remove", "Daily"]).done();
    assert_eq!(mode(&home.config("feeds.toml")), 0o640);
}

#[test]
fn a_feeds_file_that_is_a_link_stays_one() {
    let home = Home::new();
    let dotfiles = home.path().join("dotfiles");
    fs::create_dir(&dotfiles).unwrap();
    fs::create_dir(home.path().join("config")).unwrap();
    symlink("../dotfiles/feeds.toml", home.config("feeds.toml")).unwrap();
    for name in ["a", "b"] {
        let url = format!("http://{name}.example/feed");
        home.run(&["add", "--offline", &url]).done();
        let meta = fs::symlink_metadata(home.config("feeds.toml")).unwrap();
        assert!(meta.is_symlink(), "{name}");
    }
    let real = fs::read_to_string(dotfiles.join("feeds.toml")).unwrap();
    assert_eq!(real.matches("[[feed]]").count(), 2, "{real}");
    // Edited by hand where it really is, while the reader is open.
    let mut terminal = Terminal::start(home.path(), 120, 24, &["--offline"]);
    terminal.shows("//b.example/");
    let more = format!("{real}\n[[feed]]\nurl = \"http://c.example/feed\"\n");
    fs::write(dotfiles.join("feeds.toml"), more).unwrap();
    terminal.shows("//c.example/");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn of_several_that_add_at_once_in_an_empty_home_none_is_lost() {
    let home = Home::new();
    let adders: Vec<_> = (0..6)
        .map(|n| {
            let url = format!("http://{n}.example/feed");
            let mut add = home.command(&["add", "--offline", &url]);
            add.stdout(Stdio::null()).stderr(Stdio::null());
            add.spawn().unwrap()
        })
        .collect();
    for mut adder in adders {
        assert!(adder.wait().unwrap().success());
    }
    let file = home.load("feeds.toml");
    assert_eq!(file.matches("[[feed]]").count(), 6, "{file}");
    assert_eq!(home.run(&["feeds", "--json"]).done().values().len(), 6);
}

#[test]
fn a_theme_that_is_none_is_told_with_those_there_are() {
    let home = Home::new();
    home.write("feeds.toml", "");
    let names = "there are auto, ink, paper, sixteen, plain";
    for args in [&["list"][..], &["feeds"]] {
        let ran = home.run(&[&["--theme", "nosuch"], args].concat()).done();
        assert!(
            ran.err.contains("warning: no theme `nosuch`"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains(names), "{}", ran.err);
    }
    let render = ["render", "-", "--theme", "papre"];
    let ran = home.feed(&render, b"<p>words").done();
    assert!(ran.out.starts_with("words"), "{}", ran.out);
    assert!(ran.err.contains("did you mean `paper`"), "{}", ran.err);
    for theme in ["ink", "auto", ""] {
        let ran = home.feed(&["render", "-", "--theme", theme], b"<p>words");
        assert_eq!(ran.done().err, "", "{theme}");
    }
    let mut terminal = Terminal::start(home.path(), 120, 24, &["--theme", "nosuch"]);
    terminal.shows("no theme `nosuch`");
    terminal.shows("there are auto, ink, paper");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn the_editor_opens_the_options_at_their_own_mistake_and_at_no_other_files() {
    let problem = |file: &str, line| Problem {
        file: file.into(),
        line,
        column: 1,
        what: "no key of a feed".into(),
        hint: None,
    };
    let mut desk = Desk::new(120, 24).with(&samples());
    desk.event(Event::FilesChanged(vec![File::Feeds(vec![problem(
        "feeds.toml",
        7,
    )])]));
    desk.press("g e");
    desk.configure("\n\nmeasure = 8\n");
    desk.press("g e");
    let at = |line| Launch::Edit {
        file: "config.toml",
        line,
    };
    assert_eq!(desk.launched, [at(None), at(Some(3))]);
}
