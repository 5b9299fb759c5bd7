//! Kill -9 at any moment: what the screen or a command acknowledged is there afterwards, and nothing else is broken.
//!
//! A life in rounds, each with work that is killed somewhere in the middle: marks, bookmarks and undo through commands and through the reader on a terminal, refreshes,
//! imports, the index, changes of the schema. A few rounds stand in the tests; `benches/stress.rs` does as many as are asked for. The choices follow from a seed; the moment at
//! which a process dies is drawn from it too, but the computer decides what was done by then.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::cli::{Home, rss};
use crate::pty::Terminal;
use crate::server::{Answer, Server};

/// Feeds of the life.
const FEEDS: u32 = 8;
/// Entries of each at first.
const ENTRIES: u32 = 12;

/// A small generator: the same choices for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end.max(1)
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}

/// What the reader did with an entry: read, kept.
type State = (bool, bool);
/// What an act makes of it.
type Became = fn(State) -> State;

/// What is killed in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Work {
    Mark,
    MarkMany,
    Undo,
    Reader,
    Refresh,
    RefreshAndMark,
    Import,
    Subscribe,
    Index,
    Migrate,
    Export,
    Restore,
}

const WORKS: &[Work] = &[
    Work::Mark,
    Work::MarkMany,
    Work::Undo,
    Work::Reader,
    Work::Reader,
    Work::Refresh,
    Work::RefreshAndMark,
    Work::Import,
    Work::Subscribe,
    Work::Index,
    Work::Migrate,
    Work::Export,
    Work::Restore,
];

/// A home that is lived in and killed.
pub struct Life {
    home: Home,
    server: Server,
    chance: Chance,
    /// By title, as acknowledged.
    states: BTreeMap<String, State>,
    /// What each acknowledged act changed, as it was before; those that undo can count on.
    acts: Vec<Vec<(String, State)>>,
    /// How long each work takes, in microseconds.
    took: BTreeMap<Work, u64>,
    /// Entries of each feed, and addresses that came by import.
    entries: Vec<u32>,
    imported: u32,
    /// Rounds, and how many of them were killed in the middle of something.
    pub tally: BTreeMap<String, (u32, u32)>,
}

impl Life {
    /// A home with feeds that were fetched.
    pub fn begin(seed: u64) -> Life {
        let mut life = Life {
            home: Home::new(),
            server: Server::start(),
            chance: Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            states: BTreeMap::new(),
            acts: Vec::new(),
            took: BTreeMap::new(),
            entries: vec![ENTRIES; FEEDS as usize],
            imported: 0,
            tally: BTreeMap::new(),
        };
        let mut file = String::from("# mine\n");
        for feed in 0..FEEDS {
            life.publish(feed);
            let _ = write!(
                file,
                "[[feed]]\nurl = \"{}\"\n",
                life.server.url(&format!("/{feed}"))
            );
        }
        life.home.write("feeds.toml", &file);
        life.home
            .write("config.toml", "[refresh]\nautomatic = false\n");
        life.home.run(&["refresh"]).done();
        life.states = life.stored();
        assert_eq!(life.states.len() as u32, FEEDS * ENTRIES);
        life
    }

    fn publish(&self, feed: u32) {
        let body = rss(&format!("Feed {feed}"), self.entries[feed as usize]);
        self.server.answer(&format!("/{feed}"), Answer::rss(body));
    }

    fn database(&self) -> PathBuf {
        self.home.path().join("data/byline.db")
    }

    /// What the store says of each entry.
    fn stored(&self) -> BTreeMap<String, State> {
        let sql = "SELECT e.title, s.read_at IS NOT NULL, EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = s.entry AND b.dropped_at IS NULL) \
             FROM state s JOIN entry e ON e.id = s.entry";
        let connection = Connection::open(self.database()).unwrap();
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))));
        rows.unwrap().map(Result::unwrap).collect()
    }

    fn id(&self, title: &str) -> String {
        let connection = Connection::open(self.database()).unwrap();
        let sql = "SELECT id FROM entry WHERE title = ?1";
        let id: i64 = connection
            .query_row(sql, [title], |row| row.get(0))
            .unwrap();
        id.to_string()
    }

    fn any_title(&mut self) -> String {
        let titles: Vec<&String> = self.states.keys().collect();
        (*self.chance.pick(&titles)).clone()
    }

    /// One round: some work, killed; then everything is looked at.
    pub fn round(&mut self) {
        let work = *self.chance.pick(WORKS);
        let was_killed = self.works(work);
        let tally = self.tally.entry(format!("{work:?}")).or_default();
        tally.0 += 1;
        tally.1 += u32::from(was_killed);
        self.look(&format!("{work:?}, killed: {was_killed}"));
    }

    /// Does some work and kills it; whether it was killed before it ended.
    fn works(&mut self, work: Work) -> bool {
        match work {
            Work::Mark => {
                // Some that are acknowledged before one that may not be.
                for _ in 0..self.chance.below(3) {
                    let (title, mark) =
                        (self.any_title(), *self.chance.pick(&["read", "bookmarked"]));
                    self.home.run(&["mark", mark, &self.id(&title)]).done();
                    self.marked(mark, &[title]);
                }
                let title = self.any_title();
                let mark = *self
                    .chance
                    .pick(&["read", "unread", "bookmarked", "unbookmarked"]);
                let args = ["mark".into(), mark.into(), self.id(&title)];
                self.marks(work, &args, mark, &[title])
            }
            Work::MarkMany => {
                let feed = self.chance.below(FEEDS.into());
                let mark = *self
                    .chance
                    .pick(&["read", "unread", "bookmarked", "unbookmarked"]);
                let begin = format!("Feed {feed} ");
                let titles: Vec<String> = self
                    .states
                    .keys()
                    .filter(|it| it.starts_with(&begin))
                    .cloned()
                    .collect();
                let query = format!("title:\"Feed {feed}\"");
                let args = ["mark".into(), mark.into(), "--query".into(), query];
                self.marks(work, &args, mark, &titles)
            }
            Work::Undo => self.undoes(),
            Work::Reader => self.reads(),
            Work::Refresh => {
                self.brings();
                self.killed(work, &["refresh", "--force"]).is_none()
            }
            Work::RefreshAndMark => {
                self.brings();
                let mut refresh = self.start(&["refresh", "--force"]);
                let was_killed = self.works(Work::Mark);
                let _ = refresh.kill();
                refresh.wait().unwrap();
                was_killed
            }
            Work::Import => {
                self.imported += 3;
                let last = self.imported;
                let lines = (last - 2..=last).map(|n| format!("http://127.0.0.1:1/{n}\n"));
                let file = self.home.path().join("urls");
                std::fs::write(&file, lines.collect::<String>()).unwrap();
                self.acts.clear();
                let done = self.killed(work, &["import", file.to_str().unwrap()]);
                self.are_named(last - 2..=last, done)
            }
            Work::Subscribe => {
                self.imported += 1;
                let last = self.imported;
                self.acts.clear();
                let url = format!("http://127.0.0.1:1/{last}");
                let done = self.killed(work, &["add", "--offline", &url]);
                self.are_named(last..=last, done)
            }
            Work::Index => self.killed(work, &["doctor", "--reindex"]).is_none(),
            Work::Migrate => self.migrates(),
            Work::Export => self.exports(),
            Work::Restore => self.restores(),
        }
    }

    /// Feeds have something new.
    fn brings(&mut self) {
        for feed in 0..FEEDS {
            if self.chance.below(3) == 0 && self.entries[feed as usize] < 60 {
                self.entries[feed as usize] += 1;
                self.publish(feed);
            }
        }
    }

    fn start(&self, args: &[&str]) -> Child {
        let mut command = self.home.command(args);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// Runs a command and kills it at a moment of its life; whether it was done, if it ended by itself.
    fn killed(&mut self, work: Work, args: &[&str]) -> Option<bool> {
        // The first of its kind is left to end, so that it is known how long it takes.
        let drawn = self.chance.below(1 << 20);
        let moment = match self.took.get(&work) {
            Some(usual) => Duration::from_micros((usual * 5 / 4 * drawn) >> 20),
            None => Duration::from_mins(1),
        };
        let begun = Instant::now();
        let child = self.start(args);
        let pid = child.id();
        let (to, ended) = channel();
        let waiting = std::thread::spawn(move || {
            let output = child.wait_with_output().unwrap();
            let _ = to.send(());
            output
        });
        if ended.recv_timeout(moment).is_err() {
            kill(pid.cast_signed());
        }
        let output = waiting.join().unwrap();
        let code = output.status.code()?;
        let took = u64::try_from(begun.elapsed().as_micros()).unwrap();
        let longest = self.took.entry(work).or_insert(took);
        *longest = (*longest * 3 + took) / 4;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("damaged"), "{args:?}: {said}");
        Some(code == 0)
    }

    fn marks(&mut self, work: Work, args: &[String], mark: &str, titles: &[String]) -> bool {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let done = self.killed(work, &args);
        match done {
            Some(true) => self.marked(mark, titles),
            Some(false) => panic!("{args:?} failed"),
            None => {
                // Whole, or not at all.
                let (stored, changes) = (self.stored(), self.changes(mark, titles));
                let taken = changes
                    .iter()
                    .filter(|(title, state)| stored[title] == became(mark, *state))
                    .count();
                assert!(
                    taken == 0 || taken == changes.len(),
                    "{args:?}: {taken} of {}",
                    changes.len()
                );
                self.follow(&stored, titles, taken > 0);
            }
        }
        done.is_none()
    }

    /// What a mark changes, as it is before.
    fn changes(&self, mark: &str, titles: &[String]) -> Vec<(String, State)> {
        let before = titles.iter().map(|it| (it.clone(), self.states[it]));
        before
            .filter(|(_, state)| became(mark, *state) != *state)
            .collect()
    }

    /// A mark that was acknowledged.
    fn marked(&mut self, mark: &str, titles: &[String]) {
        let changes = self.changes(mark, titles);
        for (title, state) in &changes {
            self.states.insert(title.clone(), became(mark, *state));
        }
        if !changes.is_empty() {
            self.acts.push(changes);
        }
    }

    /// What was not acknowledged may be so or not: from now on it is as the store says.
    fn follow(&mut self, stored: &BTreeMap<String, State>, titles: &[String], is_act: bool) {
        for title in titles {
            self.states.insert(title.clone(), stored[title]);
        }
        if is_act {
            self.acts.clear();
        }
    }

    fn undoes(&mut self) -> bool {
        let Some(before) = self.acts.pop() else {
            return self.works(Work::Mark);
        };
        let titles: Vec<String> = before.iter().map(|(title, _)| title.clone()).collect();
        let done = self.killed(Work::Undo, &["undo"]);
        if done == Some(true) {
            self.states.extend(before);
            return false;
        }
        assert_eq!(done, None, "undo failed");
        let stored = self.stored();
        let taken = before
            .iter()
            .filter(|(title, state)| stored[title] == *state)
            .count();
        assert!(
            taken == 0 || taken == before.len(),
            "undo: {taken} of {}",
            before.len()
        );
        self.follow(&stored, &titles, true);
        true
    }

    /// Keys of a person, as quick as the screen acknowledges; then some that nobody waits for, and the end.
    fn reads(&mut self) -> bool {
        let mut terminal = Terminal::start(self.home.path(), 110, 20, &["--offline"]);
        terminal.shows("? help");
        let acts = 1 + self.chance.below(5);
        for _ in 0..acts {
            terminal.press("j");
            let key = *self.chance.pick(&["s", "m", "s", "m", "u"]);
            if key == "u" && self.acts.is_empty() {
                continue;
            }
            let before = told(&terminal.text());
            terminal.press(key);
            let expected = [
                "bookmarked Feed",
                "dropped the bookmark Feed",
                "marked read Feed",
                "marked unread Feed",
                "undone: ",
            ];
            terminal.wait("an act on the status line", |screen| {
                let now = told(&screen.contents());
                now != before && expected.iter().any(|it| now.contains(it))
            });
            let said = told(&terminal.text());
            self.acknowledged(&said);
        }
        for _ in 0..self.chance.below(4) {
            let key = *self.chance.pick(&["s", "m", "j", "s"]);
            terminal.press(key);
        }
        let (_to, never) = channel::<()>();
        let _ = never.recv_timeout(Duration::from_micros(self.chance.below(30_000)));
        kill(terminal.pid());
        terminal.ends();
        // The last keys: what became of them nobody was told. One key, one entry; all others are as they were told.
        let stored = self.stored();
        let differing: Vec<String> = self
            .states
            .keys()
            .filter(|it| stored[*it] != self.states[*it])
            .cloned()
            .collect();
        assert!(differing.len() <= 3, "{differing:?}");
        self.follow(&stored, &differing, true);
        true
    }

    /// Takes a sentence of the status line to the model.
    fn acknowledged(&mut self, said: &str) {
        if said.contains("undone: ") {
            let before = self.acts.pop().unwrap();
            self.states.extend(before);
            return;
        }
        let kinds: [(&str, Became); 4] = [
            ("dropped the bookmark ", |(read, _)| (read, false)),
            ("bookmarked ", |(read, _)| (read, true)),
            ("marked read ", |(_, kept)| (true, kept)),
            ("marked unread ", |(_, kept)| (false, kept)),
        ];
        let (begin, became) = kinds
            .iter()
            .find(|(begin, _)| said.contains(begin))
            .unwrap();
        let rest = said.split_once(begin).unwrap().1;
        let words: Vec<&str> = rest.split_whitespace().take(3).collect();
        let title = words.join(" ");
        let state = *self
            .states
            .get(&title)
            .unwrap_or_else(|| panic!("`{title}` in `{said}`"));
        assert_ne!(became(state), state, "{said}: it was so before");
        self.acts.push(vec![(title.clone(), state)]);
        self.states.insert(title, became(state));
    }

    /// Whether the file names all or none of these addresses; all, if that was acknowledged.
    fn are_named(&self, numbers: std::ops::RangeInclusive<u32>, done: Option<bool>) -> bool {
        assert_ne!(done, Some(false));
        let file = self.home.load("feeds.toml");
        let is_there = |n: &u32| file.contains(&format!("\"http://127.0.0.1:1/{n}\""));
        let count = numbers.clone().count();
        let there = numbers.filter(is_there).count();
        assert!(
            there == count || (there == 0 && done.is_none()),
            "{there} of {count}"
        );
        done.is_none()
    }

    /// A change of the schema of a large old store, killed; it is the old one or the new one, and then the new one.
    fn migrates(&mut self) -> bool {
        let home = Home::new();
        std::fs::create_dir_all(home.path().join("data")).unwrap();
        let path = home.path().join("data/byline.db");
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/databases"));
        std::fs::copy(folder.join("v1.sqlite"), &path).unwrap();
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
                 INSERT INTO state (entry, feed, guid, time, first_seen) SELECT i, 1, i, 1795000000000 + i, 1795000000000 FROM n;
                 INSERT INTO entry (id, title, guid, digest) SELECT entry, 'Large ' || entry, 'l' || entry, 0 FROM state WHERE entry >= 100;
                 INSERT INTO body (entry, content) SELECT entry, hex(randomblob(400)) FROM state WHERE entry >= 100;
                 UPDATE feed SET total = total + 3901, unread = unread + 3901 WHERE id = 1;",
            )
            .unwrap();
        drop(connection);
        home.write("feeds.toml", "[[feed]]\nurl = \"https://a.example/\"\n");
        let usual = std::mem::replace(&mut self.home, home);
        let was_killed = self.killed(Work::Migrate, &["feeds"]).is_none();
        let connection = Connection::open(&path).unwrap();
        let number = |sql: &str| {
            connection
                .query_row(sql, [], |row| row.get::<_, i64>(0))
                .unwrap()
        };
        let schema = number("PRAGMA user_version");
        let whole: String = connection
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(
            (number("SELECT count(*) FROM entry"), whole.as_str()),
            (3904, "ok")
        );
        drop(connection);
        self.home.run(&["feeds"]).done();
        let connection = Connection::open(&path).unwrap();
        let after: i64 = connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        assert!(schema == 1 || schema == after, "{schema}, then {after}");
        let entries: i64 = connection
            .query_row("SELECT count(*) FROM entry", [], |row| row.get(0))
            .unwrap();
        assert_eq!(entries, 3904);
        drop(connection);
        self.home = usual;
        was_killed
    }

    /// A backup that is killed is not there, and one that was acknowledged is whole.
    fn exports(&mut self) -> bool {
        let file = self.home.path().join("all.zip");
        let _ = std::fs::remove_file(&file);
        let done = self.killed(
            Work::Export,
            &["export", "all", "-o", file.to_str().unwrap()],
        );
        assert_ne!(done, Some(false));
        if file.exists() {
            let other = Home::new();
            other.run(&["import", file.to_str().unwrap()]).done();
            let there = other
                .run(&["list", "--json", "--limit", "100000"])
                .done()
                .values()
                .len();
            let visible = self
                .home
                .run(&["list", "--json", "--limit", "100000"])
                .done()
                .values()
                .len();
            assert_eq!(there, visible);
        }
        assert!(done.is_none() || file.exists());
        done.is_none()
    }

    /// A backup that comes back in the middle of a life: it is there whole, or not at all.
    fn restores(&mut self) -> bool {
        let file = self.home.path().join("back.zip");
        let name = file.to_str().unwrap().to_string();
        let _ = std::fs::remove_file(&file);
        self.home.run(&["export", "all", "-o", &name]).done();
        let then = self.states.clone();
        let mut differing = Vec::new();
        for _ in 0..3 {
            let title = self.any_title();
            self.home
                .run(&["mark", "bookmarked", &self.id(&title)])
                .done();
            differing.push(title);
        }
        let now = self.stored();
        self.acts.clear();
        let done = self.killed(Work::Restore, &["import", &name, "--replace"]);
        assert_ne!(done, Some(false));
        let stored = self.stored();
        assert!(
            stored == then || (stored == now && done.is_none()),
            "neither what was, nor what came"
        );
        self.states = stored;
        done.is_none()
    }

    /// Looks at everything.
    fn look(&mut self, what: &str) {
        let stored = self.stored();
        for (title, state) in &self.states {
            assert_eq!(stored.get(title), Some(state), "{what}: {title}");
        }
        // What a refresh brought besides is new.
        for (title, state) in stored {
            self.states.entry(title).or_insert(state);
        }
        assert_eq!(self.complaints(), Vec::<String>::new(), "{what}");
        let file = self.home.load("feeds.toml");
        let (_, problems) = byline::config::Subscriptions::parse(&file);
        assert!(
            problems.is_empty() && file.starts_with("# mine\n"),
            "{what}: {problems:?}\n{file}"
        );
        let mut named: Vec<&str> = file
            .lines()
            .filter_map(|line| line.strip_prefix("url = \"")?.strip_suffix('"'))
            .collect();
        let values = self.home.run(&["feeds", "--json"]).done().values();
        let rows = values.iter().flat_map(|value| {
            value
                .as_array()
                .cloned()
                .unwrap_or_else(|| vec![value.clone()])
        });
        let mut known: Vec<String> = rows
            .map(|row| row["url"].as_str().unwrap().to_string())
            .collect();
        named.sort_unstable();
        known.sort_unstable();
        assert_eq!(known, named, "{what}");
    }

    /// What must not be, as SQLite itself and a recount tell it.
    fn complaints(&self) -> Vec<String> {
        let connection = Connection::open(self.database()).unwrap();
        let mut found = Vec::new();
        for sql in [
            "PRAGMA integrity_check",
            "SELECT url || ': counts' FROM feed f WHERE unread <> (SELECT count(*) FROM state s WHERE s.feed = f.id AND s.hidden & ~1 = 0 AND s.read_at IS NULL) \
             OR total <> (SELECT count(*) FROM state s WHERE s.feed = f.id AND s.hidden & ~1 = 0)",
            "SELECT id || ' is not in the index, and does not wait' FROM entry WHERE id > (SELECT below FROM index_backlog) \
             AND id NOT IN (SELECT id FROM entry_text_docsize) AND id NOT IN (SELECT entry FROM index_queue)",
            "SELECT id || ' is in the index, and is none' FROM entry_text_docsize WHERE id NOT IN (SELECT id FROM entry) \
             AND id NOT IN (SELECT entry FROM bookmark) AND id NOT IN (SELECT entry FROM index_queue)",
            "SELECT entry || ' has a text and no state' FROM body WHERE entry NOT IN (SELECT entry FROM state)",
        ] {
            let mut statement = connection.prepare(sql).unwrap();
            let words = statement
                .query_map([], |row| row.get::<_, String>(0))
                .unwrap();
            found.extend(words.map(Result::unwrap).filter(|word| word != "ok"));
        }
        let check = "INSERT INTO entry_text (entry_text, rank) VALUES ('integrity-check', 0)";
        found.extend(
            connection
                .execute(check, [])
                .err()
                .map(|error| error.to_string()),
        );
        found
    }
}

/// What a mark makes of an entry.
fn became(mark: &str, (read, kept): State) -> State {
    match mark {
        "read" => (true, kept),
        "unread" => (false, kept),
        "bookmarked" => (read, true),
        _ => (read, false),
    }
}

/// What the last row says was done, without what stands beside it.
fn told(screen: &str) -> String {
    let last = screen.trim_end().lines().last().unwrap_or_default();
    let said = last.split_once(" \u{b7} ").map_or(last, |(said, _)| said);
    said.trim().to_string()
}

fn kill(pid: i32) {
    use rustix::process::{Pid, Signal, kill_process};
    // One that ended by itself is gone already.
    let _ = kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL);
}

#[test]
fn what_was_acknowledged_outlives_a_kill_at_any_moment() {
    let mut life = Life::begin(7);
    for _ in 0..14 {
        life.round();
    }
}
