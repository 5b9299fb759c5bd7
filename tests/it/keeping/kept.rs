//! Bookmarks as copies: with pictures and full text, without their feed; out to files and in again.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use byline::config::Config;
use byline::jobs::{self, Context, Reach};
use byline::model::{
    Change, EntryId, RefreshWish, Scope, Subscription, TextAsk, Timestamp, Which, Zone,
};
use byline::store::Store;
use byline::system::Paths;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::cli::Home;
use crate::desk::Desk;
use crate::keeping::later::story;
use crate::pictures::png;
use crate::server::{Answer, Server};

/// A byline in a home of its own, with a clock that only the test moves.
struct House {
    home: TempDir,
    clock: Arc<AtomicI64>,
    context: Context,
}

impl House {
    fn new(change: impl FnOnce(&mut Config)) -> House {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(1_795_528_800_000));
        let mut config = Config::default();
        change(&mut config);
        let paths = Paths::within(home.path().join("config"), home.path().join("data"));
        let time = Arc::clone(&clock);
        let now = move || Timestamp(time.load(Ordering::Relaxed));
        let context =
            Context::new(Store::memory().unwrap(), paths, config).with_clock(now, Zone::utc());
        House {
            home,
            clock,
            context,
        }
    }

    /// Follows the server's feed, and bookmarks its only entry.
    async fn bookmark(&self, server: &Server) -> EntryId {
        let feed = Subscription::new(server.url("/feed"));
        jobs::subscribe(&self.context, vec![feed]).await.unwrap();
        let never = CancellationToken::new();
        let wish = RefreshWish::default();
        jobs::refresh(&self.context, &wish, &|_, _| (), &never)
            .await
            .unwrap();
        let entry = EntryId(1);
        let kept = Change::Bookmark(Which::Entries(vec![entry]));
        assert_eq!(jobs::change(&self.context, kept).await.unwrap().count, 1);
        entry
    }

    async fn keep_pictures(&self, reach: Reach) -> u64 {
        let kept = jobs::keep_pictures(&self.context, reach).await;
        kept.unwrap() as u64
    }

    async fn pass_the_undo_period(&self) {
        self.clock.fetch_add(100 * 86_400_000, Ordering::Relaxed);
        let period = byline::store::UndoPeriod {
            span: 90 * 86_400_000,
            changes: 1_000_000,
        };
        let now = self.context.now();
        self.context.store.prune(period, now).await.unwrap();
    }

    async fn sources(&self, entry: EntryId) -> Vec<String> {
        let found = self.context.store.pictures_of(entry).await.unwrap();
        let path = |src: String| format!("/{}", src.rsplit('/').next().unwrap());
        found.into_iter().map(|(src, _)| path(src)).collect()
    }
}

/// A feed whose only entry shows two pictures and a pixel, and has a page with one more.
fn served() -> Server {
    let server = Server::start();
    let html = format!(
        "<p>Text</p><img src='{}' width=600 height=400 alt=a><img src='{}' width=600 height=400 alt=b>\
         <img src='{}' width=1 height=1>",
        server.url("/a.png"),
        server.url("/b.png"),
        server.url("/pixel.gif")
    );
    let html = html.replace('&', "&amp;").replace('<', "&lt;");
    server.answer(
        "/feed",
        Answer::rss(format!(
            "<rss version=\"2.0\"><channel><title>Paper</title><item><title>Story</title><guid>1</guid><link>{}</link>\
             <description>{html}</description></item></channel></rss>",
            server.url("/story")
        )),
    );
    server.answer("/story", Answer::ok("text/html", story("Story")));
    for picture in ["/a.png", "/b.png", "/p.png"] {
        server.answer(picture, Answer::ok("image/png", png()));
    }
    server
}

#[tokio::test]
async fn a_bookmark_has_its_pictures_when_feed_cache_and_server_are_gone() {
    let (server, house) = (served(), House::new(|_| {}));
    let entry = house.bookmark(&server).await;
    // What is on this computer is copied at once, and nothing is asked for.
    let feed = server.url("/feed");
    jobs::picture(
        &house.context,
        &server.url("/a.png"),
        &feed,
        byline::model::Effort::Quick,
    )
    .await
    .unwrap();
    let before = server.requests().len();
    assert_eq!(house.keep_pictures(Reach::Kept).await, 1);
    assert_eq!(
        (house.sources(entry).await, server.requests().len()),
        (vec!["/a.png".to_string()], before)
    );
    assert_eq!(house.keep_pictures(Reach::Web).await, 1);
    assert_eq!(house.sources(entry).await, ["/a.png", "/b.png"]);
    // A full text that comes later brings its own.
    jobs::full_text(&house.context, entry, TextAsk::Have, Reach::Web, &|_| ())
        .await
        .unwrap();
    jobs::keep_pictures(&house.context, Reach::Web)
        .await
        .unwrap();
    assert_eq!(house.sources(entry).await, ["/a.png", "/b.png", "/p.png"]);
    assert!(
        server.requests_of("/pixel.gif").is_empty(),
        "nobody is told who reads"
    );
    assert_eq!(house.keep_pictures(Reach::Web).await, 0);
    // The feed goes with all it had, and so does the cache.
    let id = house
        .context
        .store
        .entry(entry)
        .await
        .unwrap()
        .unwrap()
        .row
        .feed;
    jobs::change(&house.context, Change::Unsubscribe(vec![id]))
        .await
        .unwrap();
    house.pass_the_undo_period().await;
    std::fs::remove_dir_all(house.home.path().join("data/cache/pictures")).unwrap();
    let asked = server.requests().len();
    let whole = jobs::load_entry(&house.context, entry)
        .await
        .unwrap()
        .unwrap();
    assert!(whole.row.bookmarked && whole.full_text.unwrap().page.is_some());
    for path in ["/a.png", "/b.png", "/p.png"] {
        let bytes = jobs::picture(
            &house.context,
            &server.url(path),
            &feed,
            byline::model::Effort::Here,
        )
        .await;
        assert_eq!(bytes, Ok(png()), "{path}");
    }
    assert_eq!(server.requests().len(), asked);
    // A book carries them; a page too.
    let entries = [entry];
    for (format, sign) in [
        (byline::article::Format::Epub, &b"picture0001.png"[..]),
        (
            byline::article::Format::Html,
            b"src=\"data:image/png;base64,",
        ),
    ] {
        let bytes = jobs::printed(&house.context, &entries, format, 80)
            .await
            .unwrap();
        assert!(
            bytes.windows(sign.len()).any(|part| part == sign),
            "{format:?}"
        );
    }
    // Dropped for longer than undo reaches, they go.
    let drop = Change::Unbookmark(Which::Entries(vec![entry]));
    jobs::change(&house.context, drop).await.unwrap();
    house.pass_the_undo_period().await;
    assert_eq!(
        house
            .context
            .store
            .picture(&server.url("/a.png"))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn no_more_is_kept_of_a_bookmark_than_the_reader_allows() {
    let size = png().len() as u64;
    for (most, expect) in [(0, 0), (size, 1), (2 * size, 2)] {
        let (server, house) = (
            served(),
            House::new(|config| config.bookmarks.pictures = most),
        );
        let entry = house.bookmark(&server).await;
        jobs::keep_pictures(&house.context, Reach::Web)
            .await
            .unwrap();
        assert_eq!(house.sources(entry).await.len(), expect, "{most}");
        if most == 0 {
            assert!(server.requests_of("/a.png").is_empty());
        }
    }
}

#[tokio::test]
async fn a_picture_that_does_not_come_is_asked_for_again_later_and_not_for_ever() {
    let (server, house) = (served(), House::new(|_| {}));
    let entry = house.bookmark(&server).await;
    server.answer("/b.png", Answer::status(500));
    for _ in 0..12 {
        jobs::keep_pictures(&house.context, Reach::Web)
            .await
            .unwrap();
        jobs::keep_pictures(&house.context, Reach::Web)
            .await
            .unwrap();
        house.clock.fetch_add(40 * 3_600_000, Ordering::Relaxed);
    }
    assert_eq!(server.requests_of("/b.png").len(), 5);
    assert_eq!(
        (
            house.sources(entry).await,
            server.requests_of("/a.png").len()
        ),
        (vec!["/a.png".to_string()], 1)
    );
}

#[tokio::test]
async fn bookmarks_are_backed_up_once_a_day_where_something_changed() {
    let (server, house) = (served(), House::new(|_| {}));
    let file = house.context.paths.backup();
    assert_eq!(
        jobs::copy_bookmarks(&house.context).await.unwrap(),
        None,
        "nothing to back up"
    );
    let entry = house.bookmark(&server).await;
    assert_eq!(
        jobs::copy_bookmarks(&house.context).await.unwrap(),
        None,
        "today it was looked at"
    );
    house.clock.fetch_add(86_400_000, Ordering::Relaxed);
    assert_eq!(
        jobs::copy_bookmarks(&house.context)
            .await
            .unwrap()
            .as_deref(),
        Some(file.as_path())
    );
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    house.clock.fetch_add(86_400_000, Ordering::Relaxed);
    assert_eq!(
        jobs::copy_bookmarks(&house.context).await.unwrap(),
        None,
        "nothing changed"
    );
    let note = Change::Note {
        entry,
        text: Some("mine".into()),
    };
    jobs::change(&house.context, note).await.unwrap();
    house.clock.fetch_add(86_400_000, Ordering::Relaxed);
    assert!(
        jobs::copy_bookmarks(&house.context)
            .await
            .unwrap()
            .is_some()
    );
    // It is read back.
    let other = House::new(|_| {});
    let imported = jobs::import_file(&other.context, &file).await.unwrap();
    assert_eq!(
        (imported.from, imported.act.map(|act| act.count)),
        (Some("byline"), Some(1))
    );
    let list = jobs::load_entries(
        &other.context,
        jobs::ListWish {
            scope: Scope::Bookmarks,
            count: 9,
            ..jobs::ListWish::default()
        },
    );
    let rows = list.await.unwrap().rows;
    let whole = jobs::load_entry(&other.context, rows[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (whole.note.as_deref(), whole.row.title.as_str()),
        (Some("mine"), "Story")
    );
}

const BROWSER: &str = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><H3>Linux</H3>\n<DL><p>\n\
    <DT><A HREF=\"https://k.example/1\" ADD_DATE=\"1600000000\">Kernel</A>\n<DD>why\n\
    <DT><A HREF=\"http://k.example/1/\">again</A>\n<DT><A HREF=\"javascript:x\">evil</A>\n</DL><p></DL>\n";

#[test]
fn bookmarks_of_a_browser_come_in_as_one_act_and_nothing_is_fetched() {
    let home = Home::new();
    let ran = home.feed(&["import", "-"], BROWSER.as_bytes()).done();
    assert_eq!(
        ran.out,
        "imported 1 bookmark from a browser, 1 listed twice, 1 not taken\n"
    );
    assert!(
        ran.err.contains("`evil` is a `javascript:` address"),
        "{}",
        ran.err
    );
    let row = &home
        .run(&["list", "is:bookmarked", "--json"])
        .done()
        .values()[0];
    assert_eq!(
        (&row["title"], &row["note"]),
        (&"Kernel".into(), &"why".into())
    );
    assert_eq!(
        (&row["kept"], &row["feed"]),
        (&"2020-09-13T12:26:40Z".into(), &"k.example".into())
    );
    assert_eq!(row["tags"], serde_json::json!(["Linux"]));
    assert_eq!(home.run(&["list"]).done().out, "", "they are no news");
    assert_eq!(home.run(&["feeds"]).done().out, "");
    let ran = home.feed(&["import", "-"], BROWSER.as_bytes()).done();
    assert!(
        ran.out
            .starts_with("imported 0 bookmarks from a browser, 1 known already"),
        "{}",
        ran.out
    );
    // What goes out comes in again.
    let files = [("json", "b.jsonl"), ("html", "b.html")];
    for (format, name) in files {
        let path = home.path().join(name);
        home.run(&[
            "export",
            "bookmarks",
            "--format",
            format,
            "-o",
            path.to_str().unwrap(),
        ])
        .done();
        let other = Home::new();
        other.run(&["import", path.to_str().unwrap()]).done();
        let back = other
            .run(&["export", "bookmarks", "--format", format])
            .done();
        let same = std::fs::read_to_string(&path).unwrap();
        assert_eq!(without_ids(&back.out), without_ids(&same), "{format}");
    }
    home.run(&["undo"]).done();
    assert_eq!(home.run(&["list", "is:bookmarked"]).done().out, "");
    home.run(&["redo"]).done();
    let wrong = home.feed(&["import", "-"], b"url,title\njavascript:1,x\n");
    wrong.failed("no bookmarks in `a list`");
}

/// Lines of JSON without what is each store's own.
fn without_ids(text: &str) -> Vec<String> {
    let line = |line: &str| match serde_json::from_str::<serde_json::Value>(line) {
        Ok(mut value) => {
            for own in ["id", "feed_id"] {
                value.as_object_mut().unwrap().remove(own);
            }
            value.to_string()
        }
        Err(_) => line.to_string(),
    };
    text.lines().map(line).collect()
}

#[test]
fn bookmarks_are_exported_from_the_reader_in_the_format_of_the_name() {
    let mut desk = Desk::reader(100, 30);
    let folder = desk.outside(async |context| context.paths.data.join("kept"));
    std::fs::create_dir_all(&folder).unwrap();
    let mut export = |name: &str| {
        let path = folder.join(name);
        desk.press(":")
            .type_text("export-bookmarks")
            .press("<enter>");
        desk.press("<ctrl-u>")
            .type_text(path.to_str().unwrap())
            .press("<enter>");
        let shown = desk.shows();
        desk.press("<esc>");
        (shown, std::fs::read(path).unwrap_or_default())
    };
    for (name, sign) in [
        ("a.md", "# "),
        ("a.html", "<!DOCTYPE NETSCAPE"),
        ("a.json", "{\"author\""),
        ("a.epub", "PK"),
    ] {
        let (shown, bytes) = export(name);
        assert!(shown.contains("wrote 2 bookmarks"), "{shown}");
        assert!(bytes.starts_with(sign.as_bytes()), "{name}");
        let (shown, _) = export(name);
        assert!(shown.contains("is there already"), "{shown}");
    }
    assert!(export("a.doc").0.contains("the name says no format"));
    export("all/");
    assert_eq!(std::fs::read_dir(folder.join("all")).unwrap().count(), 2);
}
