//! What the documents say is what the program does: the README's key table and commands against the tables they come from.
//!
//! `BYLINE_WRITE=1 cargo test docs` writes the key table anew instead of complaining.

use std::fmt::Write as _;
use std::fs;

use byline::command::{Context, Group, TABLE, print_keys};
use byline::config::{Keymap, Subscriptions};

use crate::cli::{Home, rss};
use crate::server::{Answer, Server};

const OPEN: &str = "<!-- keys: written by the table of commands and config/keys/default.toml; `cargo test docs` holds it to them -->\n";
const CLOSE: &str = "<!-- /keys -->";
const PANES: [Context; 3] = [Context::Feeds, Context::Entries, Context::Article];

#[test]
fn the_readme_lists_the_keys_that_the_program_binds() {
    let readme = fs::read_to_string("README.md").unwrap();
    let (before, rest) = readme
        .split_once(OPEN)
        .expect("README.md has lost its key table's first mark");
    let (stated, after) = rest
        .split_once(CLOSE)
        .expect("README.md has lost its key table's last mark");
    let table = key_table();
    if std::env::var_os("BYLINE_WRITE").is_some() {
        fs::write("README.md", format!("{before}{OPEN}{table}{CLOSE}{after}")).unwrap();
        return;
    }
    assert_eq!(
        stated, table,
        "the README's keys are not those of the program: BYLINE_WRITE=1 cargo test docs"
    );
}

#[test]
fn every_command_of_the_shell_stands_in_the_readme() {
    let readme = fs::read_to_string("README.md").unwrap();
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_byline"))
        .arg("--help")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 10, "the help lists its commands: {help}");
    for command in commands.iter().filter(|command| **command != "help") {
        assert!(
            readme.contains(&format!("byline {command}"))
                || readme.contains(&format!("`{command}`"))
                || readme.contains(&format!("`{command} ")),
            "README.md says nothing of `byline {command}`"
        );
    }
}

#[test]
fn the_readme_states_the_two_commands_first() {
    let readme = fs::read_to_string("README.md").unwrap();
    let (run, test) = (
        readme.find("cargo run --release").unwrap(),
        readme.find("cargo test").unwrap(),
    );
    assert!(
        run < test && readme[..run].lines().count() < 20,
        "the two commands stand on the first screen of the README"
    );
}

/// One row per bound command, grouped as in help: keys, what it does, and in which panes if not in all.
fn key_table() -> String {
    let keymap = Keymap::shipped();
    let mut out = String::from("| keys | does | in |\n|---|---|---|\n");
    for group in [
        Group::Move,
        Group::Entries,
        Group::Article,
        Group::Find,
        Group::Feeds,
        Group::Keep,
        Group::Screen,
    ] {
        for row in TABLE.iter().filter(|row| row.group == group) {
            let panes: Vec<Context> = PANES
                .into_iter()
                .filter(|pane| !keymap.keys(*pane, row.command).is_empty())
                .collect();
            let Some(first) = panes.first() else { continue };
            let keys: Vec<String> = keymap
                .keys(*first, row.command)
                .iter()
                .map(|keys| format!("`{}`", print_keys(keys).replace('|', "\\|")))
                .collect();
            let place = if panes.len() == PANES.len() {
                "everywhere".to_string()
            } else {
                panes
                    .iter()
                    .map(|pane| format!("{pane:?}").to_lowercase())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let _ = writeln!(out, "| {} | {} | {place} |", keys.join(" "), row.help);
        }
    }
    out
}

/// The commands of a fenced block of the README, without their comments.
fn samples(readme: &str, heading: &str) -> Vec<String> {
    let section = readme
        .split_once(heading)
        .expect("the README has lost a section")
        .1;
    let block = section.split_once("```sh\n").unwrap().1;
    let block = block.split_once("```").unwrap().0;
    let bare = |line: &str| {
        line.split("  #")
            .next()
            .unwrap_or_default()
            .trim()
            .to_string()
    };
    block
        .lines()
        .map(bare)
        .filter(|line| !line.is_empty())
        .collect()
}

/// A home with the files that the samples name, and what their addresses lead to.
fn home_of_samples(server: &Server) -> Home {
    // Without a date they came just now.
    let page = server.url("/page");
    let item = |n: u32| {
        format!("<item><title>LWN {n}</title><guid>{n}</guid><link>{page}?{n}</link></item>")
    };
    let items: String = (0..3).map(item).collect();
    let feed = format!("<rss version=\"2.0\"><channel><title>LWN</title>{items}</channel></rss>");
    server.answer("/", Answer::rss(feed));
    let words = "<p>Many words that make an article of it, one after the other, until it is long enough.</p>";
    let page = format!("<article><h1>A page</h1>{}</article>", words.repeat(12));
    for n in 0..3 {
        let answer = Answer::ok("text/html", page.clone());
        server.answer(&format!("/page?{n}"), answer);
    }
    // The host of the samples ends in a slash.
    server.answer("//story", Answer::ok("text/html", page.clone()));
    let home = Home::new();
    fs::write(home.path().join("page.html"), page).unwrap();
    fs::write(home.path().join("feed.xml"), rss("A feed", 2)).unwrap();
    let bookmarks =
        "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF=\"https://a.example/\">A</A></DL>";
    fs::write(home.path().join("bookmarks.html"), bookmarks).unwrap();
    fs::create_dir(home.path().join(".newsboat")).unwrap();
    fs::write(home.path().join(".newsboat/urls"), "http://127.0.0.1:1/x\n").unwrap();
    home
}

/// Runs a line as a shell does, in this home.
fn in_a_shell(home: &Home, line: &str) -> std::process::Output {
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_byline"));
    let path = format!("{}:/usr/bin:/bin", bin.parent().unwrap().display());
    let mut shell = std::process::Command::new("sh");
    shell
        .env_clear()
        .current_dir(home.path())
        .args(["-c", line]);
    for (name, value) in home.command(&[]).get_envs() {
        shell.env(name, value.unwrap_or_default());
    }
    shell.env("PATH", path).output().unwrap()
}

#[test]
fn every_sample_of_the_shell_in_the_readme_is_true_when_run() {
    let server = Server::start();
    let home = home_of_samples(&server);
    let readme = fs::read_to_string("README.md").unwrap();
    let samples = samples(&readme, "## In the shell");
    assert!(samples.len() > 8, "{samples:?}");
    for sample in samples {
        // What it pipes into need not be on this machine, the example's host is not on the web, and ids are the store's.
        let line = sample.split(" | ").next().unwrap_or_default();
        let line = line.replace("https://example.org", &server.url("/"));
        let listed = home.run(&["list", "--json", "--limit", "1"]).done();
        let id = listed.values().first().map(|entry| entry["id"].clone());
        let id = id.as_ref().and_then(|id| id.as_str()).unwrap_or("42");
        let line = line.replace("show 42", &format!("show {id}"));
        let line = line.replace("note 42", &format!("note {id}"));

        let output = in_a_shell(&home, &line);
        let told = String::from_utf8_lossy(&output.stderr);
        // The feed that was imported answers nothing: that is said, and the others are refreshed.
        let expect = i32::from(line == "byline refresh");
        assert_eq!(output.status.code(), Some(expect), "`{line}`: {told}");
        let is_silent = output.stdout.is_empty() && !line.contains(" -o ");
        assert!(!is_silent, "`{line}` prints nothing: {told}");
    }
}

#[test]
fn the_feeds_file_of_the_readme_has_no_mistake() {
    let readme = fs::read_to_string("README.md").unwrap();
    let block = readme.split_once("```toml\n").unwrap().1;
    let block = block.split_once("```").unwrap().0;
    let (file, problems) = Subscriptions::parse(block);
    assert_eq!(problems, []);
    assert_eq!(file.list().len(), 1);
}
