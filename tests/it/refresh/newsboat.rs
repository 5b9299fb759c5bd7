//! What was read and flagged in newsboat: taken over with its `urls`, met by entries as they come, taken back as one act.

use byline::model::{EntryRow, Scope, Show};

use super::*;

const SCHEMA: &str = "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL, title VARCHAR(1024) NOT NULL);
    CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL,
        author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL,
        content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
        enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT '');";

/// An entry of newsboat's cache, as `item` of the wire tests makes it: number, unread, flags, deleted.
type Cached<'a> = (usize, bool, &'a str, bool);

fn cache(house: &House, url: &str, title: &str, entries: &[Cached]) -> std::path::PathBuf {
    let folder = house.home.path().join("newsboat");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("cache.db");
    let cache = rusqlite::Connection::open(&path).unwrap();
    let _ = cache.execute_batch(SCHEMA);
    for (n, unread, flags, deleted) in entries {
        let sql = "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted) VALUES (?1, ?2, 'Ada', ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        cache
            .execute(
                sql,
                rusqlite::params![
                    format!("{title}-{n}"),
                    format!("{title} {n}"),
                    format!("https://site.example/{title}/{n}"),
                    url,
                    1_700_000_000 + *n as i64,
                    format!("<p>Cached text of {n}</p>"),
                    unread,
                    flags,
                    deleted
                ],
            )
            .unwrap();
    }
    path
}

fn urls(house: &House, text: &str) -> std::path::PathBuf {
    let path = house.home.path().join("newsboat/urls");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

async fn listed(house: &House, scope: Scope) -> Vec<EntryRow> {
    let wish = jobs::ListWish {
        scope,
        show: Show::All,
        count: 100,
        ..jobs::ListWish::default()
    };
    jobs::load_entries(&house.context, wish).await.unwrap().rows
}

async fn titles(house: &House, scope: Scope) -> Vec<String> {
    let mut titles: Vec<_> = listed(house, scope)
        .await
        .into_iter()
        .map(|row| row.title)
        .collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn what_was_read_there_comes_as_read_and_what_was_flagged_is_kept() {
    let server = Server::start();
    let url = server.url("/a");
    server.answer("/a", Answer::rss(rss("a", 5)));
    let house = House::with(&[]).await;
    cache(
        &house,
        &url,
        "a",
        &[
            (1, false, "", false),
            (2, true, "", false),
            (3, true, "", true),
            (4, false, "f", false),
            (9, true, "q", false),
        ],
    );
    let file = urls(
        &house,
        &format!("{url} tech \"~Mine\"\nhttps://other.invalid/f\n"),
    );
    let imported = jobs::import_file(&house.context, &file).await.unwrap();
    assert_eq!((imported.adopted.read, imported.adopted.kept), (3, 2));
    assert_eq!(imported.act.as_ref().map(|act| act.count), Some(2));
    assert_eq!(server.requests().len(), 0, "an import fetches nothing");
    // At once from the cache: what was flagged, with its text, also what the feed no longer has.
    assert_eq!(titles(&house, Scope::Bookmarks).await, ["a 4", "a 9"]);
    assert_eq!(titles(&house, Scope::Everything).await, ["a 4", "a 9"]);
    assert_eq!((house.row().await.unread, house.row().await.total), (1, 2));

    let report = house.refresh().await;
    assert!(told(&report).starts_with("2 new"), "{}", told(&report));
    assert_eq!(
        titles(&house, Scope::Everything).await,
        ["a 1", "a 2", "a 3", "a 4", "a 5", "a 9"]
    );
    assert_eq!(titles(&house, Scope::Unread).await, ["a 2", "a 5", "a 9"]);
    assert_eq!(house.row().await.unread, 3);

    // One act: all of it goes, and comes again.
    jobs::undo(&house.context).await.unwrap().unwrap();
    assert_eq!(house.rows().await.len(), 0);
    assert_eq!(titles(&house, Scope::Bookmarks).await, Vec::<String>::new());
    let house = house.again();
    jobs::redo(&house.context).await.unwrap().unwrap();
    assert_eq!(titles(&house, Scope::Bookmarks).await, ["a 4", "a 9"]);
    assert_eq!(titles(&house, Scope::Unread).await, ["a 2", "a 5", "a 9"]);
}

#[tokio::test]
async fn feeds_that_are_followed_already_get_what_was_read_and_give_it_back() {
    let server = Server::start();
    let url = server.url("/a");
    server.answer("/a", Answer::rss(rss("a", 4)));
    let house = House::with(std::slice::from_ref(&url)).await;
    house.refresh().await;
    let rows = listed(&house, Scope::Everything).await;
    let keep = rows.iter().find(|row| row.title == "a 3").unwrap().id;
    let which = byline::model::Which::Entries(vec![keep]);
    jobs::change(&house.context, Change::Bookmark(which))
        .await
        .unwrap();
    let before = listed(&house, Scope::Everything).await;

    let path = cache(
        &house,
        &url,
        "a",
        &[
            (1, false, "", false),
            (2, false, "x", false),
            (3, true, "x", false),
            (7, false, "", false),
        ],
    );
    let imported = jobs::import_file(&house.context, &path).await.unwrap();
    assert_eq!((imported.adopted.read, imported.adopted.kept), (3, 1));
    assert_eq!(
        imported.act.unwrap().sentence(),
        "imported what was read from cache.db"
    );
    assert_eq!(titles(&house, Scope::Unread).await, ["a 3", "a 4"]);
    assert_eq!(titles(&house, Scope::Bookmarks).await, ["a 2", "a 3"]);
    let again = jobs::import_file(&house.context, &path).await.unwrap();
    assert_eq!(
        (again.act, again.adopted.read),
        (None, 0),
        "nothing is left to take"
    );

    jobs::undo(&house.context).await.unwrap().unwrap();
    assert_eq!(listed(&house, Scope::Everything).await, before);
    assert_eq!(titles(&house, Scope::Bookmarks).await, ["a 3"]);
    assert_eq!(house.row().await.unread, 4);
}

#[tokio::test]
async fn a_cache_that_is_none_keeps_no_feed_out() {
    let house = House::with(&[]).await;
    let file = urls(&house, "https://a.invalid/f\n");
    for bytes in [
        b"SQLite format 3\0 and then nothing".as_slice(),
        b"junk",
        b"",
    ] {
        fs::write(house.home.path().join("newsboat/cache.db"), bytes).unwrap();
        let imported = jobs::import_file(&house.context, &file).await.unwrap();
        assert!(
            imported.remarks()[0].contains("what was read is not taken over"),
            "{:?}",
            imported.remarks()
        );
        jobs::undo(&house.context).await.unwrap().unwrap();
    }
    // Another program's database, and an old one without the later columns.
    let path = house.home.path().join("newsboat/cache.db");
    fs::remove_file(&path).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE places (x)").unwrap();
    let trouble = jobs::import_file(&house.context, &path).await.unwrap_err();
    assert!(trouble.what.contains("no cache of newsboat's"), "{trouble}");
    other
        .execute_batch(
            "CREATE TABLE rss_item (guid, title, url, feedurl, pubDate, unread);
             INSERT INTO rss_item VALUES (17, x'ff41', NULL, 'https://a.invalid/f', 'never', 0);",
        )
        .unwrap();
    drop(other);
    let imported = jobs::import_file(&house.context, &file).await.unwrap();
    assert_eq!(imported.adopted.read, 1);
    let before = fs::read(&path).unwrap();
    jobs::import_file(&house.context, &path).await.unwrap();
    assert_eq!(fs::read(&path).unwrap(), before, "it is not written");
}

#[tokio::test]
async fn lists_of_other_readers_are_offered_from_their_usual_places() {
    let home = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = home.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".config/newsboat/urls", "https://a.invalid/f\n\"exec:x\"\n");
    write(".newsboat/urls", "# nothing in it\n");
    write(
        ".config/liferea/feedlist.opml",
        "<opml><outline xmlUrl='https://b.invalid/f'/></opml>",
    );
    let paths = Paths {
        home: Some(home.path().to_path_buf()),
        ..Paths::within(home.path().join("c"), home.path().join("d"))
    };
    let context = Context::new(Store::memory().unwrap(), paths, Config::default());
    let offered: Vec<_> = jobs::importable(&context)
        .await
        .into_iter()
        .map(|(shown, _, feeds)| (shown, feeds))
        .collect();
    assert_eq!(
        offered,
        [
            ("~/.config/newsboat/urls".to_string(), 2),
            ("~/.config/liferea/feedlist.opml".to_string(), 1),
        ]
    );
}
