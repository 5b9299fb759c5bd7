//! Files that are no database, newer, strange, locked, unwritable, full; two processes.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::model::{Change, Scope};
use crate::store::fixture::{NOW, item, later, these, wait, wish};
use crate::store::open::{open_to_read, open_with_patience};
use crate::store::{Opened, Store, StoreError};

const SOON: Duration = Duration::from_millis(20);

fn open(path: &Path) -> Result<Opened, StoreError> {
    open_with_patience(path, SOON)
}

fn names_beside(path: &Path) -> Vec<String> {
    let files = std::fs::read_dir(path.parent().unwrap()).unwrap();
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_new_store_is_made_with_its_folder_and_found_again() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("deep/er/byline.db");
    let opened = open(&path).unwrap();
    assert_eq!(opened.notice, None);
    let feed = opened.store.following(&[wish("https://a.example/", "")])[0];
    opened.store.takes(feed, vec![item("one", 1)], NOW);
    let one = opened.store.id("one");
    opened.store.does(Change::Read(these(&[one])), NOW);
    drop(opened);

    let store = open(&path).unwrap().store;
    assert_eq!(store.names(Scope::Everything), ["one"]);
    assert!(store.lists(Scope::Everything).rows[0].read);
    let pragma = |name: &str| {
        let sql = format!("PRAGMA {name}");
        wait(store.load(move |c| {
            Ok(c.query_row(&sql, [], |row| {
                row.get_ref(0)?.as_str().map_or_else(
                    |_| row.get::<_, i64>(0).map(|n| n.to_string()),
                    |text| Ok(text.to_string()),
                )
            })?)
        }))
        .unwrap()
    };
    assert_eq!(pragma("page_size"), "16384");
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn a_store_that_is_closed_leaves_one_file() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    let opened = open(&path).unwrap();
    opened.store.following(&[wish("https://a.example/", "")]);
    assert!(names_beside(&path).len() > 1, "a log while it is open");
    drop(opened);
    assert_eq!(names_beside(&path), ["byline.db"]);
}

#[test]
fn a_file_that_is_no_database_is_kept_aside() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    for (n, bytes) in [b"short".to_vec(), vec![b'x'; 40_000]]
        .into_iter()
        .enumerate()
    {
        std::fs::write(&path, &bytes).unwrap();
        let Opened { store, notice } = open(&path).unwrap();
        let notice = notice.unwrap();
        assert!(
            notice.what.contains("is no database") && notice.what.contains(".damaged-"),
            "{notice:?}"
        );
        let kept = home.path().join(format!("byline.db.damaged-{}", n + 1));
        assert_eq!(std::fs::read(kept).unwrap(), bytes);
        assert_eq!(store.names(Scope::Everything), Vec::<String>::new());
        drop(store);
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn of_many_who_find_no_database_at_once_one_keeps_it_aside_and_all_share_the_fresh_one() {
    for _ in 0..10 {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("byline.db");
        std::fs::write(&path, b"my letters").unwrap();
        let gate = std::sync::Barrier::new(8);
        let opened: Vec<Opened> = std::thread::scope(|scope| {
            let open = || {
                gate.wait();
                open_with_patience(&path, Duration::from_secs(5)).unwrap()
            };
            let openers: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            openers.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let told = opened.iter().filter(|it| it.notice.is_some()).count();
        assert_eq!(told, 1);
        assert!(!home.path().join("byline.db.damaged-2").exists());
        let first = &opened[0].store;
        first.following(&[wish("https://a.example/", "")]);
        for it in &opened {
            assert_eq!(wait(it.store.feeds(NOW)).unwrap().rows.len(), 1);
        }
    }
}

#[test]
fn a_new_database_and_its_log_are_their_readers_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    let mode = |name: &str| {
        let meta = std::fs::metadata(home.path().join(name)).unwrap();
        meta.permissions().mode() & 0o777
    };
    let opened = open(&path).unwrap();
    opened.store.following(&[wish("https://a.example/", "")]);
    for name in ["byline.db", "byline.db-wal", "byline.db-shm"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    drop(opened);
    // What its owner opened to others stays open.
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    drop(open(&path).unwrap());
    assert_eq!(mode("byline.db"), 0o644);
}

#[test]
fn damage_found_late_is_told_with_the_file_and_what_helps() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    let opened = open(&path).unwrap();
    let feed = opened.store.following(&[wish("https://a.example/", "")])[0];
    let entries = (0..50).map(|n| item(&format!("{n}"), n)).collect();
    opened.store.takes(feed, entries, NOW);
    drop(opened);
    let mut bytes = std::fs::read(&path).unwrap();
    let begin = bytes.len().min(16_384);
    bytes[begin..].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    let store = open(&path).unwrap().store;
    let trouble = wait(store.feeds(NOW)).err().unwrap().trouble();
    let named = format!("the database `{}` is damaged", path.display());
    assert!(trouble.what.starts_with(&named), "{trouble}");
    assert!(trouble.hint.unwrap().contains("byline doctor --salvage"));
}

#[test]
fn an_empty_file_is_a_fresh_database() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    std::fs::write(&path, b"").unwrap();
    assert_eq!(open(&path).unwrap().notice, None);
}

#[test]
fn a_newer_schema_and_a_strange_database_are_refused_untouched() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    drop(open(&path).unwrap());
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let error = open(&path).err().unwrap();
    assert!(
        matches!(error, StoreError::Newer { found: 99, .. }),
        "{error}"
    );
    assert!(error.trouble().hint.unwrap().contains("newer byline"));

    let path = home.path().join("other.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE theirs (x)")
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(
        open(&path).err().unwrap(),
        StoreError::Foreign { .. }
    ));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert!(
        !names_beside(&path)
            .iter()
            .any(|name| name.contains("damaged"))
    );
}

#[test]
fn where_nothing_can_be_written_reading_works_and_writes_say_so() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("by?line%#.db");
    let store = open(&path).unwrap().store;
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.takes(feed, vec![item("one", 1)], NOW);
    drop(store);

    let store = open_to_read(&path, SOON).unwrap();
    assert_eq!(store.names(Scope::Everything), ["one"]);
    assert!(!wait(store.reconcile(vec![wish("https://a.example/", "")], NOW)).unwrap());
    let one = store.id("one");
    let refused = wait(store.change(Change::Read(these(&[one])), crate::store::fixture::at(NOW)))
        .err()
        .unwrap();
    assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused}");
    assert!(refused.trouble().hint.unwrap().contains("writable"));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("file"), b"").unwrap();
    let error = open(&home.path().join("file/byline.db")).err().unwrap();
    assert!(matches!(error, StoreError::Unopened { .. }), "{error}");
    assert!(error.to_string().contains("file/byline.db"));
}

#[test]
fn a_lock_of_another_program_is_waited_for_and_then_named() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    let store = open(&path).unwrap().store;
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    store.takes(feed, vec![item("one", 1)], NOW);
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let one = store.id("one");
    let change = || wait(store.change(Change::Read(these(&[one])), crate::store::fixture::at(NOW)));
    let error = change().err().unwrap();
    assert!(matches!(error, StoreError::Busy(_)), "{error}");
    assert_eq!(store.names(Scope::Everything), ["one"], "reading goes on");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(change().unwrap().count, 1);
}

#[test]
fn a_full_disk_is_named_and_takes_nothing() {
    let store = Store::memory().unwrap();
    let feed = store.following(&[wish("https://a.example/", "")])[0];
    let limit = |pages: i64| {
        wait(store.load(move |c| Ok(c.pragma_update(None, "max_page_count", pages)?))).unwrap();
    };
    limit(1);
    let many = (0..3000).map(|n| item(&format!("{n}"), n)).collect();
    let saved = wait(store.save_feed(
        feed,
        crate::store::fixture::document(many),
        crate::store::Check::default(),
        NOW,
    ));
    assert!(matches!(saved, Err(StoreError::Full(_))), "{saved:?}");
    limit(1 << 30);
    assert_eq!(store.names(Scope::Everything), Vec::<String>::new());
    assert_eq!(store.complaints(), Vec::<String>::new());
}

#[test]
fn two_handles_on_one_file_see_each_other() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("byline.db");
    let openers: Vec<_> = (0..2)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || {
                open_with_patience(&path, Duration::from_secs(5))
                    .unwrap()
                    .store
            })
        })
        .collect();
    let mut stores = openers.into_iter().map(|thread| thread.join().unwrap());
    let (reader, cli) = (stores.next().unwrap(), stores.next().unwrap());
    let feed = reader.following(&[wish("https://a.example/", "")])[0];
    assert!(
        !wait(reader.changed_elsewhere()).unwrap(),
        "its own writes are no news"
    );
    assert!(wait(cli.changed_elsewhere()).unwrap());
    assert!(!wait(cli.changed_elsewhere()).unwrap());

    let lease = |store: &Store, now, until| wait(store.lease(vec![feed], now, until)).unwrap();
    assert_eq!(lease(&reader, NOW, later(5)), [feed]);
    assert_eq!(lease(&cli, later(1), later(6)), []);
    assert_eq!(
        lease(&reader, later(1), later(6)),
        [feed],
        "a lease can be held longer by its holder"
    );
    assert_eq!(
        lease(&cli, later(6), later(11)),
        [feed],
        "a lease ends by itself"
    );
    cli.takes(feed, vec![item("one", 1)], later(7));
    assert_eq!(
        lease(&reader, later(7), later(12)),
        [feed],
        "saving gives it back"
    );
    assert_eq!(
        lease(&cli, later(-500), later(-495)),
        [feed],
        "a lease from before the clock went back is void"
    );
    wait(cli.release(vec![feed])).unwrap();
    assert_eq!(lease(&reader, later(-499), later(-494)), [feed]);
    assert_eq!(reader.names(Scope::Everything), ["one"]);
}
