//! What the documents say is what the program does: the README's key table and commands against the tables they come from.
//!
//! `BYLINE_WRITE=1 cargo test docs` writes the key table anew instead of complaining.

use std::fmt::Write as _;
use std::fs;

use byline::command::{Context, Group, TABLE, print_keys};
use byline::config::Keymap;

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
