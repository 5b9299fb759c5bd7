//! Hostile surroundings, backups and damage, through the binary: a clear word, nothing lost, the terminal given back.
//!
//! What needs a disk of its own runs in a namespace of the user's, where that is allowed; elsewhere it says that it was left out.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use byline::config::Config;
use byline::jobs::{self, Context};
use byline::model::{Change, EntryId, Timestamp, Which, Zone};
use byline::store::Store;
use byline::system::Paths;
use rusqlite::Connection;

use crate::cli::{Home, rss};
use crate::pty::Terminal;
use crate::server::{Answer, Server};

/// A home that follows one feed of three entries, already fetched, and their ids, the newest first.
fn following(server: &Server) -> (Home, Vec<String>) {
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    let ids = ids_of(&home, "");
    (home, ids)
}

fn ids_of(home: &Home, query: &str) -> Vec<String> {
    let listed = home.run(&["list", "--json", query]).done().values();
    let id = |entry: &serde_json::Value| entry["id"].as_str().unwrap().to_string();
    listed.iter().map(id).collect()
}

/// Runs a script where `tiny` of the home is a disk of its own; none where that is not allowed.
fn on_a_tiny_disk(home: &Home, kilobytes: u32, script: &str) -> Option<String> {
    fs::create_dir_all(home.path().join("tiny")).unwrap();
    let whole = format!(
        "mount -t tmpfs -o size={kilobytes}k none tiny || exit 77\ncp -r data config tiny/\n\
         export BYLINE_DATA_DIR=\"$PWD/tiny/data\" BYLINE_CONFIG_DIR=\"$PWD/tiny/config\"\n\
         fill() {{ dd if=/dev/zero of=tiny/filler bs=1k 2>/dev/null; }}\n{script}"
    );
    let mut command = Command::new("unshare");
    command
        .args(["-rm", "sh", "-c", &whole])
        .current_dir(home.path())
        .env("BYLINE", env!("CARGO_BIN_EXE_byline"))
        .stdin(Stdio::null());
    let output = command.output().ok()?;
    if matches!(output.status.code(), Some(77))
        || String::from_utf8_lossy(&output.stderr).contains("unshare failed")
    {
        return None;
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(said)
}

#[test]
fn a_full_disk_is_said_takes_nothing_and_loses_nothing() {
    let server = Server::start();
    let (home, ids) = following(&server);
    server.answer("/feed", Answer::rss(rss("Daily", 40)));
    let before = home.load("feeds.toml");
    let script = format!(
        "run() {{ echo \"== $*\"; \"$BYLINE\" \"$@\" 2>&1; echo \"code $?\"; }}
         fill
         run mark bookmarked {id}
         run refresh --force
         run add --offline http://127.0.0.1:1/other
         run --log debug list
         cat tiny/config/feeds.toml
         rm tiny/filler
         run list is:bookmarked
         run mark bookmarked {id}
         run refresh --force
         run list is:bookmarked
         run doctor",
        id = ids[0]
    );
    let Some(said) = on_a_tiny_disk(&home, 2_000, &script) else {
        eprintln!("left out: no disk of one's own here");
        return;
    };
    let part = |head: &str, n: usize| -> String {
        let mut parts = said.split("== ").filter(|part| part.starts_with(head));
        parts
            .nth(n)
            .unwrap_or_else(|| panic!("{head}: {said}"))
            .to_string()
    };
    for (head, n, code, words) in [
        ("mark", 0, 1, "full"),
        ("refresh", 0, 1, ""),
        ("add", 0, 1, "hint: "),
        ("--log", 0, 0, "Daily 3"),
        ("list", 0, 0, ""),
        ("mark", 1, 0, "bookmarked Daily 3"),
        ("refresh", 1, 0, "37 new"),
        ("list", 1, 0, "Daily 3"),
        ("doctor", 0, 0, "it is whole"),
    ] {
        let part = part(head, n);
        assert!(part.contains(&format!("code {code}")), "{head} {n}: {said}");
        assert!(part.contains(words), "{head} {n}, `{words}`: {said}");
    }
    assert!(
        !part("list", 0).contains("Daily"),
        "nothing was taken: {said}"
    );
    assert!(
        part("--log", 0).contains(&before),
        "the file is as it was: {said}"
    );
}

#[test]
fn the_reader_lives_while_another_program_holds_the_database_and_says_so() {
    let home = Home::new();
    let server = Server::start();
    server.answer("/feed", Answer::rss(rss("Daily", 3)));
    home.run(&["add", &server.url("/feed")]).done();
    let mut terminal = Terminal::start(home.path(), 110, 20, &["--offline"]);
    terminal.shows("? help");
    let connection = Connection::open(home.path().join("data/byline.db")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    terminal.press("s");
    // While another program holds the database, the screen goes on.
    terminal.press("?");
    terminal.shows("keep a copy of your own");
    terminal.press("\x1b");
    terminal.shows("is locked by another program");
    // What the row showed before its time is taken back.
    terminal.wait("no mark of a bookmark", |screen| {
        !screen.contents().contains('★')
    });
    connection.execute_batch("ROLLBACK").unwrap();
    terminal.press("s");
    terminal.shows("bookmarked Daily 3");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
    assert_eq!(ids_of(&home, "is:bookmarked").len(), 1);
}

#[test]
fn a_command_waits_for_a_lock_and_then_names_it() {
    let server = Server::start();
    let (home, ids) = following(&server);
    let connection = Connection::open(home.path().join("data/byline.db")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ran = home
        .run(&["mark", "read", &ids[0]])
        .failed("is locked by another program");
    assert!(
        ran.err.contains("hint: close the other program"),
        "{}",
        ran.err
    );
    assert_eq!(
        home.run(&["list", "unread", "--json"])
            .done()
            .values()
            .len(),
        3
    );
    connection.execute_batch("ROLLBACK").unwrap();
    home.run(&["mark", "read", &ids[0]]).done();
}

#[test]
fn a_data_folder_that_vanishes_is_said_and_the_terminal_is_given_back() {
    let server = Server::start();
    let (home, _) = following(&server);
    let mut terminal = Terminal::start(home.path(), 110, 20, &["--offline"]);
    terminal.shows("? help");
    let (data, gone) = (home.path().join("data"), home.path().join("gone"));
    fs::rename(&data, &gone).unwrap();
    terminal.press("j");
    terminal.press("s");
    // The open file is still there, so the act is kept in it, wherever it lies now; or it is said that it is not.
    terminal.wait("an answer", |screen| {
        let text = screen.contents();
        text.contains("bookmarked Daily") || text.contains("database")
    });
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_restored();
    let _ = fs::remove_dir_all(&data);
    fs::rename(&gone, &data).unwrap();
    assert_eq!(home.run(&["list", "--json"]).done().values().len(), 3);
    home.run(&["doctor"]).done();
}

#[test]
fn output_that_cannot_be_written_is_said() {
    let server = Server::start();
    let (home, _) = following(&server);
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = home.command(&["list"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("the output could not be written"), "{said}");
    let full = Path::new("/dev/full/backup.zip").to_str().unwrap();
    home.run(&["export", "all", "-o", full]).failed("/dev/full");
}

#[test]
fn acts_follow_one_another_however_the_clock_goes() {
    let server = Server::start();
    let (home, ids) = following(&server);
    let ids: Vec<EntryId> = ids.iter().map(|id| EntryId(id.parse().unwrap())).collect();
    let clock = Arc::new(AtomicI64::new(1_795_528_800_000));
    let store = Store::open(&home.path().join("data/byline.db"))
        .unwrap()
        .store;
    let paths = Paths::within(home.path().join("config"), home.path().join("data"));
    let hand = Arc::clone(&clock);
    let context = Context::new(store, paths, Config::default())
        .with_clock(move || Timestamp(hand.load(Ordering::Relaxed)), Zone::utc());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let year = 365 * 86_400_000;
    for (id, step) in ids.iter().zip([60 * year, -70 * year, 0]) {
        let change = Change::Bookmark(Which::Entries(vec![*id]));
        runtime.block_on(jobs::change(&context, change)).unwrap();
        clock.fetch_add(step, Ordering::Relaxed);
        runtime.block_on(jobs::tidy(&context));
    }
    // The last one first, whatever time it was.
    for id in ids.iter().rev() {
        let act = runtime.block_on(jobs::undo(&context)).unwrap();
        assert!(act.is_some(), "{id}");
        let entry = runtime
            .block_on(jobs::load_entry(&context, *id))
            .unwrap()
            .unwrap();
        assert!(!entry.row.bookmarked);
    }
}

/// Rows of all tables that are the reader's, as SQLite reads them.
fn everything(home: &Home) -> Vec<String> {
    let connection = Connection::open(home.path().join("data/byline.db")).unwrap();
    let mut rows = Vec::new();
    for table in [
        "feed",
        "state",
        "entry",
        "body",
        "bookmark",
        "entry_tag",
        "act",
        "act_entry",
        "full_text",
    ] {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .unwrap();
        let columns = statement.column_count();
        let found = statement.query_map([], |row| {
            let values: Vec<rusqlite::types::Value> =
                (0..columns).map(|at| row.get(at).unwrap()).collect();
            Ok(format!("{table} {values:?}"))
        });
        rows.extend(found.unwrap().map(Result::unwrap));
    }
    rows
}

#[test]
fn a_backup_goes_out_and_comes_in_whole() {
    let server = Server::start();
    let (home, ids) = following(&server);
    home.write("config.toml", "measure = 72\n");
    home.write("themes/mine.toml", "name = \"mine\"\n");
    home.write("rules/a.example.txt", "body: //article\n");
    home.run(&["mark", "bookmarked", &ids[1]]).done();
    home.run(&["mark", "tag:kept", &ids[1]]).done();
    let file = home.path().join("all.zip");
    let name = file.to_str().unwrap();
    // The reader may be open.
    let mut terminal = Terminal::start(home.path(), 110, 20, &["--offline"]);
    terminal.shows("? help");
    home.run(&["export", "all", name]).done();
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );

    let other = Home::new();
    let ran = other.run(&["import", name]).done();
    assert!(ran.out.contains("of the backup"), "{}", ran.out);
    assert_eq!(everything(&other), everything(&home));
    for file in [
        "feeds.toml",
        "config.toml",
        "themes/mine.toml",
        "rules/a.example.txt",
    ] {
        assert_eq!(other.load(file), home.load(file), "{file}");
    }
    other.run(&["doctor"]).done();
    // The history came too.
    assert!(other.run(&["undo"]).done().out.contains("tagged"));
}

#[test]
fn a_backup_takes_the_place_of_a_store_only_when_it_is_told_to_also_under_an_open_reader() {
    let server = Server::start();
    let (home, ids) = following(&server);
    let file = home.path().join("all.zip");
    let name = file.to_str().unwrap();
    home.run(&["mark", "bookmarked", &ids[2]]).done();
    home.run(&["export", "all", name]).done();
    home.run(&["mark", "bookmarked", &ids[0]]).done();
    home.run(&["add", "--offline", "http://127.0.0.1:1/later"])
        .done();
    let file_then = home.load("feeds.toml");
    home.run(&["import", name])
        .failed("there is a store already");
    assert_eq!(home.load("feeds.toml"), file_then);
    let mut terminal = Terminal::start(home.path(), 110, 20, &["--offline"]);
    terminal.shows("127.0.0.1:1");
    let ran = home.run(&["import", name, "--replace"]).done();
    assert!(ran.err.contains("kept as"), "{}", ran.err);
    terminal.hides("127.0.0.1:1");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(ids_of(&home, "is:bookmarked"), [ids[2].clone()]);
    assert_eq!(
        fs::read_to_string(home.config("feeds.toml.replaced-1")).unwrap(),
        file_then
    );
    let kept = Connection::open(home.path().join("data/byline.db.replaced-1")).unwrap();
    let bookmarks: i64 = kept
        .query_row("SELECT count(*) FROM bookmark", [], |row| row.get(0))
        .unwrap();
    assert_eq!(bookmarks, 2);
    home.run(&["doctor"]).done();
    assert!(!home.path().join("data/restoring").exists());
}

/// Fills pages of a table with nothing.
fn spoil(home: &Home, tables: &str) {
    let path = home.path().join("data/byline.db");
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    let sql = format!("SELECT pageno FROM dbstat WHERE name IN ({tables}) AND pagetype = 'leaf'");
    let mut statement = connection.prepare(&sql).unwrap();
    let pages = statement.query_map([], |row| row.get(0)).unwrap();
    let pages: Vec<usize> = pages.map(Result::unwrap).collect();
    drop(statement);
    drop(connection);
    let mut bytes = fs::read(&path).unwrap();
    for page in pages {
        bytes[(page - 1) * 16_384..page * 16_384].fill(0);
    }
    fs::write(&path, bytes).unwrap();
}

#[test]
fn a_damaged_database_is_said_by_every_command_and_salvaged_by_the_doctor() {
    let server = Server::start();
    let (home, ids) = following(&server);
    home.run(&["mark", "bookmarked", &ids[0]]).done();
    spoil(&home, "'entry', 'body'");
    let ran = home.run(&["list", "--json", "daily"]);
    assert!(
        ran.code == 1 && ran.err.contains("byline doctor --salvage"),
        "{}",
        ran.err
    );
    home.run(&["doctor"]).failed("--salvage");
    let ran = home.run(&["doctor", "--salvage"]);
    assert!(
        ran.out.contains("saved bookmarks: 1"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(ran.out.contains("lost: "), "{}", ran.out);
    assert_eq!(ids_of(&home, "is:bookmarked"), [ids[0].clone()]);
    let shown = home.run(&["show", &ids[0]]).done();
    assert!(shown.out.contains("Text of Daily 3"), "{}", shown.out);
    home.run(&["doctor"]).done();
    assert!(home.path().join("data/byline.db.damaged-1").exists());
    // What was lost is fetched again, if the feed still has it; what was read stays so.
    let whole = home.run(&["doctor", "--salvage"]).done();
    assert!(whole.out.contains("nothing to salvage"), "{}", whole.out);
}

#[test]
fn the_reader_saves_what_is_left_of_a_database_that_is_none_any_more() {
    let server = Server::start();
    let (home, ids) = following(&server);
    home.run(&["mark", "bookmarked", &ids[0]]).done();
    let path = home.path().join("data/byline.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..16_384].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let mut terminal = Terminal::start(home.path(), 160, 24, &["--offline"]);
    terminal.shows("was damaged");
    terminal.shows("Daily 3");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(ids_of(&home, "").len(), 3);
    assert_eq!(ids_of(&home, "is:bookmarked"), [ids[0].clone()]);
    home.run(&["doctor"]).done();
}

#[test]
fn the_doctor_mends_rows_the_index_and_counts() {
    let server = Server::start();
    let (home, ids) = following(&server);
    home.run(&["mark", "bookmarked", &ids[0]]).done();
    home.run(&["mark", "tag:mine", &ids[1]]).done();
    home.run(&["doctor", "--reindex"]).done();
    let connection = Connection::open(home.path().join("data/byline.db")).unwrap();
    connection
        .execute_batch(
            "INSERT INTO entry_tag VALUES (777, 'stray');
             INSERT INTO body (entry, content) VALUES (778, 'stray');
             INSERT INTO act_entry VALUES (999, 1, 0, 1);
             UPDATE feed SET total = 9;
             DELETE FROM index_queue;
             DELETE FROM entry_text WHERE rowid = (SELECT max(id) FROM entry);",
        )
        .unwrap();
    drop(connection);
    let ran = home.run(&["doctor"]).done();
    for words in [
        "tags of no entry",
        "texts of no entry",
        "changes of no act",
        "kept 3 unread of 9",
        "will be put into it again",
    ] {
        assert!(ran.out.contains(words), "`{words}`: {}", ran.out);
    }
    let again = home.run(&["doctor"]).done();
    assert!(!again.out.contains("mended"), "{}", again.out);
    assert_eq!(ids_of(&home, "\"daily 3\"").len(), 1);
}
