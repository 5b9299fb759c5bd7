//! The easel beside a loop that the test is: nothing is made before the loop waits, and only what is wanted comes.

#![allow(clippy::unwrap_used)]

use tokio::sync::mpsc::{self, Receiver};

use super::*;
use crate::app::Size;
use crate::config::Config;
use crate::fetch::content_hash;
use crate::model::Timestamp;
use crate::store::Store;
use crate::system::{Cache, Paths};
use crate::tui::graphics::Means;

const QUICK: Graphics = Graphics {
    means: Means::HalfBlocks,
    cell: (10, 20),
    is_slow: false,
    through_tmux: false,
};

/// A GIF of three by three pixels, as small as they come.
const GIF: &[u8] =
    b"GIF89a\x03\0\x03\0\x80\0\0\xff\0\0\0\0\xff,\0\0\0\0\x03\0\x03\0\0\x02\x04\x84\x8f\xa9W\0;";

struct Scene {
    easel: Easel,
    replies: Receiver<Reply>,
    _home: tempfile::TempDir,
}

/// An easel whose cache has these pictures.
fn scene(kept: &[&str], is_able: bool) -> Scene {
    let home = tempfile::tempdir().unwrap();
    let paths = Paths::within(home.path().join("config"), home.path().join("data"));
    let cache = Cache::new(paths.cache.join("pictures"), 1 << 20);
    for src in kept {
        let mut file = format!("{src}\n").into_bytes();
        file.extend_from_slice(GIF);
        let name = format!("{:016x}", content_hash(src.as_bytes()));
        cache.put(&name, &file, Timestamp(0)).unwrap();
    }
    let context = Context::new(Store::memory().unwrap(), paths, Config::default());
    let (to, replies) = mpsc::channel(16);
    let desk = (Arc::new(context), Handle::current(), to);
    Scene {
        easel: Easel::new(desk, Network::Closed, is_able),
        replies,
        _home: home,
    }
}

fn wish(name: &str, effort: Effort) -> PictureWish {
    PictureWish {
        src: format!("https://a.example/{name}"),
        feed: "https://a.example/feed".to_string(),
        cells: Size {
            width: 10,
            height: 5,
        },
        effort,
    }
}

async fn next(scene: &mut Scene) -> Came {
    match scene.replies.recv().await {
        Some(Reply::Picture(came)) => came,
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_is_made_on_the_loop() {
    let mut scene = scene(&["https://a.example/one"], true);
    let one = wish("one", Effort::Quick);
    scene.easel.want(vec![one.clone()]);
    assert!(scene.easel.wonders());
    scene.easel.found(QUICK);
    // The runtime has this thread alone: it could do nothing yet, and the call was through at once.
    assert!(scene.easel.ready.is_empty() && scene.replies.is_empty());
    let came = next(&mut scene).await;
    assert_eq!(came.picture, sized(&one));
    scene.easel.take(came);
    assert!(matches!(
        scene.easel.ready.get(&sized(&one)),
        Some(Shown::Still(_))
    ));
    assert!(!scene.easel.wonders());
}

#[tokio::test]
async fn what_is_not_wanted_any_more_does_not_come() {
    let mut scene = scene(&["https://a.example/one", "https://a.example/two"], true);
    scene.easel.found(QUICK);
    scene.easel.want(vec![wish("one", Effort::Quick)]);
    scene.easel.want(vec![wish("two", Effort::Quick)]);
    let came = next(&mut scene).await;
    assert_eq!(came.picture.src, "https://a.example/two");
    scene.easel.take(came);
    assert!(scene.easel.under_way.is_empty());
}

#[tokio::test]
async fn a_picture_that_is_not_here_is_told_only_to_who_asks_for_it() {
    let mut scene = scene(&[], true);
    scene.easel.found(QUICK);
    scene.easel.want(vec![wish("one", Effort::Here)]);
    let came = next(&mut scene).await;
    assert!(came.shown.is_none());
    scene.easel.take(came);
    scene.easel.want(vec![wish("one", Effort::Anyhow)]);
    let came = next(&mut scene).await;
    assert!(matches!(came.shown, Some(Shown::Failed(_))));
}

#[tokio::test]
async fn a_slow_terminal_gets_only_what_the_reader_asks_for() {
    let mut scene = scene(&["https://a.example/one"], true);
    scene.easel.found(Graphics {
        is_slow: true,
        ..QUICK
    });
    for (effort, comes) in [
        (Effort::Here, false),
        (Effort::Quick, false),
        (Effort::Anyhow, true),
    ] {
        scene.easel.want(vec![wish("one", effort)]);
        let came = next(&mut scene).await;
        let is_still = matches!(came.shown, Some(Shown::Still(_)));
        assert_eq!(is_still, comes, "{effort:?}");
        scene.easel.take(came);
    }
}

#[tokio::test]
async fn glances_ask_the_terminal_nothing_and_the_unable_are_not_asked() {
    let mut glancing = scene(&[], true);
    glancing.easel.want(vec![wish("one", Effort::Here)]);
    assert!(!glancing.easel.wonders());
    let mut unable = scene(&[], false);
    let one = wish("one", Effort::Anyhow);
    unable.easel.want(vec![one.clone()]);
    assert!(!unable.easel.wonders());
    assert!(matches!(
        unable.easel.ready.get(&sized(&one)),
        Some(Shown::Failed(_))
    ));
}

#[tokio::test]
async fn few_are_kept_that_are_not_wanted() {
    let names: Vec<String> = (0..SPARE + 4).map(|at| format!("{at}")).collect();
    let kept: Vec<String> = names
        .iter()
        .map(|name| format!("https://a.example/{name}"))
        .collect();
    let kept: Vec<&str> = kept.iter().map(String::as_str).collect();
    let mut scene = scene(&kept, true);
    scene.easel.found(QUICK);
    for name in &names {
        scene.easel.want(vec![wish(name, Effort::Quick)]);
        let came = next(&mut scene).await;
        scene.easel.take(came);
        assert!(scene.easel.ready.len() <= SPARE + 2);
    }
}
