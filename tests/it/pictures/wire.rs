//! What is asked of a picture's server, what is made of any answer, and what stays on disk.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use byline::config::Config;
use byline::jobs::{self, Context, Unfetched};
use byline::model::{Effort, Secret, Timestamp, Zone};
use byline::store::Store;
use byline::system::Paths;
use tempfile::TempDir;

use crate::pictures::png;
use crate::server::{Answer, Gate, Server};

/// A byline in a home of its own, with a clock that only the test moves.
struct House {
    home: TempDir,
    clock: Arc<AtomicI64>,
}

impl House {
    fn new() -> House {
        House {
            home: tempfile::tempdir().unwrap(),
            clock: Arc::new(AtomicI64::new(1_795_528_800_000)),
        }
    }

    fn context(&self, change: impl FnOnce(&mut Config)) -> Context {
        let mut config = Config::default();
        change(&mut config);
        let home = self.home.path();
        let paths = Paths::within(home.join("config"), home.join("data"));
        let clock = Arc::clone(&self.clock);
        Context::new(Store::memory().unwrap(), paths, config).with_clock(
            move || Timestamp(clock.load(Ordering::Relaxed)),
            Zone::utc(),
        )
    }

    fn kept(&self) -> usize {
        let folder = self.home.path().join("data/cache/pictures");
        fs::read_dir(folder).map_or(0, Iterator::count)
    }
}

/// The picture of a feed on the same server.
async fn fetch(
    context: &Context,
    server: &Server,
    path: &str,
    effort: Effort,
) -> Result<Vec<u8>, Unfetched> {
    let feed = server.url("/feed.xml");
    jobs::picture(context, &server.url(path), &feed, effort).await
}

fn why(result: Result<Vec<u8>, Unfetched>) -> String {
    match result {
        Err(Unfetched::Failed(trouble)) => trouble.what,
        other => panic!("no failure: {other:?}"),
    }
}

#[tokio::test]
async fn a_picture_is_asked_for_once_and_politely() {
    let (house, server) = (House::new(), Server::start());
    server.answer("/a.png", Answer::ok("image/png", png()));
    let context = house.context(|_| {});
    assert_eq!(
        fetch(&context, &server, "/a.png", Effort::Here).await,
        Err(Unfetched::NotHere)
    );
    assert_eq!(server.requests().len(), 0);
    let bytes = fetch(&context, &server, "/a.png", Effort::Quick).await;
    assert_eq!(bytes, Ok(png()));
    let again = house.context(|_| {});
    for effort in [Effort::Here, Effort::Quick, Effort::Anyhow] {
        let bytes = fetch(&again, &server, "/a.png", effort).await;
        assert_eq!(bytes, Ok(png()));
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(request.method, "GET");
    assert!(request.header("accept").unwrap().starts_with("image/png"));
    for none in ["referer", "cookie", "if-none-match"] {
        assert_eq!(request.header(none), None, "{none}");
    }
}

#[tokio::test]
async fn what_is_no_picture_is_not_kept_whatever_it_calls_itself() {
    let (house, server) = (House::new(), Server::start());
    let context = house.context(|_| {});
    let gate = Gate::new();
    let long = format!("<html>{}", "word ".repeat(100_000));
    let answers = [
        Answer::ok("image/png", "<html><p>no</html>"),
        // The rest is not waited for.
        Answer::ok("image/png", long).held_after(100, &gate),
        Answer::ok("image/png", ""),
    ];
    for answer in answers {
        server.answer("/a.png", answer);
        let found = why(fetch(&context, &server, "/a.png", Effort::Quick).await);
        assert!(found.contains("no picture"), "{found}");
    }
    server.answer("/a.png", Answer::ok("image/png", png()).cut_after(40));
    let found = why(fetch(&context, &server, "/a.png", Effort::Quick).await);
    assert_eq!(found, "it did not come whole");
    server.answer("/a.png", Answer::status(404));
    let found = why(fetch(&context, &server, "/a.png", Effort::Quick).await);
    assert!(found.contains("404"), "{found}");
    assert_eq!(house.kept(), 0);
    // A picture under another name is one.
    server.answer("/a.png", Answer::ok("text/plain", png()));
    let bytes = fetch(&context, &server, "/a.png", Effort::Quick).await;
    assert_eq!((bytes, house.kept()), (Ok(png()), 1));
}

#[tokio::test]
async fn a_picture_has_an_end() {
    let (house, server) = (House::new(), Server::start());
    let context = house.context(|_| {});
    let mut piece = png();
    piece.resize(64 << 10, 0);
    server.answer("/a.png", Answer::ok("image/png", piece).endless());
    let found = why(fetch(&context, &server, "/a.png", Effort::Quick).await);
    assert_eq!(found, "the answer is larger than 10 MB");
    assert_eq!(house.kept(), 0);
}

#[tokio::test]
async fn a_feed_of_the_web_names_no_pictures_of_private_places() {
    let (house, server, proxy) = (House::new(), Server::start(), Server::start());
    server.answer("/a.png", Answer::ok("image/png", png()));
    let context = house.context(|config| {
        config.network.proxy = Secret::new(proxy.url(""));
    });
    let secret = server.url("/a.png");
    for feed in [
        "https://blog.example/feed",
        "exec:make-feed",
        "file:///feed",
    ] {
        let found = why(jobs::picture(&context, &secret, feed, Effort::Anyhow).await);
        assert!(found.contains("private address"), "{feed}: {found}");
    }
    let feed = "http://blog.example/feed";
    let url = "http://pictures.example/a.png";
    proxy.answer(url, Answer::redirect(302, &secret));
    let found = why(jobs::picture(&context, url, feed, Effort::Anyhow).await);
    assert!(found.contains("private address"), "{found}");
    assert_eq!(server.requests().len(), 0);
    for src in [
        "file:///etc/passwd",
        "exec:ls",
        "data:image/png;base64,AAAA",
    ] {
        let found = why(jobs::picture(&context, src, src, Effort::Anyhow).await);
        assert_eq!(found, "it is no picture of the web");
    }
}

#[tokio::test]
async fn the_cache_keeps_to_its_quota() {
    let (house, server) = (House::new(), Server::start());
    let size = png().len() as u64 + 100;
    let context = house.context(|config| config.picture_cache = size * 5 / 2);
    for (at, path) in ["/a.png", "/b.png", "/a.png", "/c.png"]
        .into_iter()
        .enumerate()
    {
        server.answer(path, Answer::ok("image/png", png()));
        house.clock.fetch_add(1000 * at as i64, Ordering::Relaxed);
        fetch(&context, &server, path, Effort::Quick).await.unwrap();
    }
    // `b` was not looked at for longest.
    assert_eq!(house.kept(), 2);
    let here = async |path| fetch(&context, &server, path, Effort::Here).await.is_ok();
    assert!(here("/a.png").await && here("/c.png").await && !here("/b.png").await);
    let none = house.context(|config| config.picture_cache = 0);
    server.answer("/d.png", Answer::ok("image/png", png()));
    fetch(&none, &server, "/d.png", Effort::Quick)
        .await
        .unwrap();
    assert_eq!(house.kept(), 2);
}

#[tokio::test]
async fn a_file_of_the_cache_stands_for_one_address() {
    let (house, server) = (House::new(), Server::start());
    server.answer("/a.png", Answer::ok("image/png", png()));
    let context = house.context(|_| {});
    fetch(&context, &server, "/a.png", Effort::Quick)
        .await
        .unwrap();
    let folder = house.home.path().join("data/cache/pictures");
    let file = fs::read_dir(folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut bytes = b"https://another.example/b.png\n".to_vec();
    bytes.extend(png());
    fs::write(file, bytes).unwrap();
    let here = fetch(&context, &server, "/a.png", Effort::Here).await;
    assert_eq!(here, Err(Unfetched::NotHere));
}

#[tokio::test]
async fn a_host_that_asked_to_be_left_alone_is() {
    let (house, server) = (House::new(), Server::start());
    let context = house.context(|_| {});
    let busy = Answer::status(429).header("Retry-After", "3600");
    server.answers("/a.png", [busy, Answer::ok("image/png", png())]);
    let found = why(fetch(&context, &server, "/a.png", Effort::Quick).await);
    assert!(found.contains("429"), "{found}");
    why(fetch(&context, &server, "/a.png", Effort::Anyhow).await);
    assert_eq!(server.requests().len(), 1);
}
