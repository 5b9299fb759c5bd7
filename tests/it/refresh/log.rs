//! The log of checks: what went over the wire, and what was spared.

use super::*;

#[tokio::test]
async fn each_check_is_kept_with_its_bytes_as_they_came() {
    let server = Server::start();
    let text = rss("a", 20);
    let packed = zstd::encode_all(text.as_bytes(), 3).unwrap();
    let weight = packed.len() as u64;
    assert!(weight < text.len() as u64 / 2);
    server.answers(
        "/a",
        [
            Answer::rss(packed)
                .header("Content-Encoding", "zstd")
                .header("ETag", "\"1\""),
            Answer::status(304),
            Answer::redirect(302, "/b"),
            Answer::dropped(),
        ],
    );
    server.answer("/b", Answer::status(404));
    let house = House::with(&[server.url("/a")]).await;
    for _ in 0..4 {
        house.force().await;
        house.later(DAY);
    }
    let feed = house.row().await.id;
    let log = house.context.store.checks(feed).await.unwrap();
    let told: Vec<_> = log
        .iter()
        .rev()
        .map(|line| {
            (
                line.wire.status,
                line.wire.bytes,
                line.spared,
                line.new,
                line.is_good(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some(200), weight, 0, 20, true),
            (Some(304), 0, weight, 0, true),
            (Some(404), 0, 0, 0, false),
            (None, 0, 0, 0, false),
        ]
    );
    let midnight = house.context.zone.midnight(house.context.now());
    let all = house
        .context
        .store
        .traffic(midnight.plus(-9 * DAY))
        .await
        .unwrap();
    assert_eq!(
        (
            all.requests,
            all.unchanged,
            all.failed,
            all.bytes,
            all.spared
        ),
        (4, 1, 2, weight, weight)
    );
}

#[tokio::test]
async fn a_paused_feed_is_not_asked_and_says_so() {
    let server = Server::start();
    server.answer("/a", Answer::rss(rss("a", 1)));
    let house = House::with(&[server.url("/a")]).await;
    let url = server.url("/a");
    house.write_feeds(&format!("[[feed]]\nurl = \"{url}\"\npaused = true\n"));
    jobs::reconcile(&house.context).await.unwrap();
    let report = house.force().await;
    assert_eq!(told(&report), "skipped: paused by you");
    assert_eq!(server.requests().len(), 0);
    house.write_feeds(&format!("[[feed]]\nurl = \"{url}\"\n"));
    jobs::reconcile(&house.context).await.unwrap();
    assert_eq!(told(&house.refresh().await), "1 new 0 changed");
}
