//! Addresses and pages of well-known sites beside the feeds they have.

use url::Url;

use super::{of_address, of_page, site_feed};
use crate::model::FoundFeed;

fn told(feeds: &[FoundFeed]) -> Vec<String> {
    feeds
        .iter()
        .map(|feed| format!("{} {}", feed.url, feed.title.as_deref().unwrap_or_default()))
        .map(|line| line.trim_end().to_string())
        .collect()
}

/// What an address alone tells.
fn check(address: &str, expect: &[&str]) {
    let url = Url::parse(address).unwrap();
    assert_eq!(told(&of_address(&url)), expect, "{address}");
}

/// What the page of an address tells.
fn check_page(address: &str, generator: &str, page: &str, expect: &[&str]) {
    let url = Url::parse(address).unwrap();
    let feeds = of_page(Some(&url), generator, page, false);
    assert_eq!(told(&feeds), expect, "{address}");
}

const CHANNEL: &str =
    "https://www.youtube.com/feeds/videos.xml?channel_id=UC1234567890abcdefghijkl videos";

#[test]
fn youtube_by_address_and_by_page() {
    let address = "https://www.youtube.com/channel/UC1234567890abcdefghijkl";
    check(address, &[CHANNEL]);
    check(&format!("{address}/videos?x=1"), &[CHANNEL]);
    check("https://www.youtube.com/channel/UC1&x=<y>", &[]);
    check(
        "https://m.youtube.com/playlist?list=PL1234567890",
        &["https://www.youtube.com/feeds/videos.xml?playlist_id=PL1234567890 playlist"],
    );
    check("https://www.youtube.com/playlist?list=WL", &[]);
    check("https://www.youtube.com/@somebody", &[]);
    let handle = r#"<script>{"channelId":"UCrecommended000000000000","externalId":"UC1234567890abcdefghijkl","x":1}</script>"#;
    check_page("https://www.youtube.com/@somebody", "", handle, &[CHANNEL]);
    let video = r#"{"channelId":"UC1234567890abcdefghijkl"}"#;
    check_page(
        "https://www.youtube.com/watch?v=x&list=PL1234567890",
        "",
        video,
        &[
            CHANNEL,
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1234567890 playlist",
        ],
    );
    let canonical =
        r#"<link rel="canonical" href="https://www.youtube.com/channel/UC1234567890abcdefghijkl">"#;
    check_page("https://www.youtube.com/c/some", "", canonical, &[CHANNEL]);
    check_page(
        "https://www.youtube.com/c/some",
        "",
        r#""channelId":"nothing""#,
        &[],
    );
}

#[test]
fn reddit_has_a_feed_for_every_page() {
    check(
        "https://old.reddit.com/r/rust/",
        &["https://www.reddit.com/r/rust/.rss rust"],
    );
    check(
        "https://www.reddit.com/r/rust/top?t=week",
        &["https://www.reddit.com/r/rust/top/.rss?t=week rust"],
    );
    check(
        "https://www.reddit.com/user/ada/m/code",
        &["https://www.reddit.com/user/ada/m/code/.rss ada"],
    );
    check(
        "https://www.reddit.com/r/rust/search?q=a+b",
        &["https://www.reddit.com/r/rust/search.rss?q=a+b rust"],
    );
    check(
        "https://reddit.com",
        &["https://www.reddit.com/.rss reddit"],
    );
    check("https://www.reddit.com/r/rust/.rss", &[]);
}

#[test]
fn forges_by_address() {
    check(
        "https://github.com/rust-lang/rust",
        &[
            "https://github.com/rust-lang/rust/releases.atom rust: releases",
            "https://github.com/rust-lang/rust/commits.atom rust: commits",
            "https://github.com/rust-lang/rust/tags.atom rust: tags",
        ],
    );
    let one = |address: &str, feed: &str| check(address, &[feed]);
    one(
        "https://github.com/a/b/releases/tag/v1",
        "https://github.com/a/b/releases.atom b: releases",
    );
    one(
        "https://github.com/a/b/commits/main/src/x.rs",
        "https://github.com/a/b/commits/main/src/x.rs.atom b: commits",
    );
    one(
        "https://github.com/a/b/tree/next",
        "https://github.com/a/b/commits/next.atom b: commits",
    );
    one("https://github.com/ada", "https://github.com/ada.atom ada");
    one(
        "https://github.com/orgs/house/repositories",
        "https://github.com/house.atom house",
    );
    check("https://github.com/topics/rust", &[]);
    check("https://github.com/a/b/issues", &[]);
    check("https://github.com/a/b/releases.atom", &[]);
    one(
        "https://git.example.org/group/sub/project/-/tags",
        "https://git.example.org/group/sub/project/-/tags?format=atom project: tags",
    );
    one(
        "https://gitlab.com/g/p/-/commits/main/src",
        "https://gitlab.com/g/p/-/commits/main?format=atom p: commits",
    );
    one(
        "https://codeberg.org/o/r/src/branch/main/doc",
        "https://codeberg.org/o/r/rss/branch/main/doc r: commits",
    );
    one("https://codeberg.org/o", "https://codeberg.org/o.rss o");
    check(
        "https://git.sr.ht/~ada/tool",
        &[
            "https://git.sr.ht/~ada/tool/refs/rss.xml tool: releases",
            "https://git.sr.ht/~ada/tool/log/rss.xml tool: commits",
        ],
    );
}

#[test]
fn forges_by_page() {
    let gitlab = r#"<meta content="GitLab" property="og:site_name">"#;
    check_page(
        "https://git.example.org/g/p",
        "",
        gitlab,
        &[
            "https://git.example.org/g/p/-/releases.atom p: releases",
            "https://git.example.org/g/p/-/tags?format=atom p: tags",
            "https://git.example.org/g/p.atom p: activity",
        ],
    );
    let forgejo = r#"<meta name="keywords" content="git,forge,forgejo">"#;
    check_page(
        "https://git.example.org/o/r",
        "",
        forgejo,
        &[
            "https://git.example.org/o/r/releases.rss r: releases",
            "https://git.example.org/o/r/tags.rss r: tags",
            "https://git.example.org/o/r.rss r: activity",
        ],
    );
    check_page("https://example.org/o/r", "", "<p>gitea and gitlab", &[]);
}

#[test]
fn hosts_of_writers_and_names_in_paths() {
    let one = |address: &str, feed: &str| check(address, &[feed]);
    one(
        "https://x.substack.com/p/post",
        "https://x.substack.com/feed",
    );
    check("https://x.substack.com/feed", &[]);
    check("https://substack.com/", &[]);
    one(
        "https://a.blogspot.com/2026/01/x.html",
        "https://a.blogspot.com/feeds/posts/default",
    );
    one("https://a.tumblr.com/post/1", "https://a.tumblr.com/rss");
    one(
        "https://a.tumblr.com/tagged/cats",
        "https://a.tumblr.com/tagged/cats/rss cats",
    );
    one(
        "https://www.tumblr.com/ada",
        "https://ada.tumblr.com/rss ada",
    );
    one(
        "https://medium.com/@ada/a-post-1",
        "https://medium.com/feed/@ada @ada",
    );
    one(
        "https://medium.com/tag/rust/recommended",
        "https://medium.com/feed/tag/rust rust",
    );
    one("https://ada.medium.com/", "https://ada.medium.com/feed");
    check("https://medium.com/", &[]);
    one(
        "https://bsky.app/profile/ada.bsky.social/post/1",
        "https://bsky.app/profile/ada.bsky.social/rss ada.bsky.social",
    );
    one(
        "https://vimeo.com/ada",
        "https://vimeo.com/ada/videos/rss ada",
    );
    check("https://vimeo.com/12345", &[]);
    one(
        "https://crates.io/crates/serde/versions",
        "https://static.crates.io/rss/crates/serde.xml serde",
    );
    one(
        "https://arxiv.org/list/cs.CL/recent",
        "https://rss.arxiv.org/rss/cs.CL cs.CL",
    );
    check("https://bsky.app/profile/..%2f..", &[]);
}

#[test]
fn a_single_feed_is_asked_in_place_of_its_page() {
    let cases = [
        (
            "https://www.reddit.com/r/rust",
            Some("https://www.reddit.com/r/rust/.rss"),
        ),
        ("https://github.com/a/b", None),
        ("https://www.youtube.com/@a", None),
        ("https://example.org/", None),
        ("nonsense", None),
    ];
    for (address, feed) in cases {
        assert_eq!(site_feed(address).as_deref(), feed, "{address}");
    }
}

#[test]
fn pages_of_podcasts_and_of_people() {
    check_page(
        "https://podcasts.apple.com/us/podcast/x/id1",
        "",
        r#"{"feedUrl":"https:\/\/pod.example\/feed?a=1\u0026b=2","name":"x"}"#,
        &["https://pod.example/feed?a=1&b=2 podcast"],
    );
    check_page(
        "https://podcasts.apple.com/us/podcast/x/id1",
        "",
        r#"{"feedUrl":"javascript:x"}"#,
        &[],
    );
    check_page(
        "https://soundcloud.com/ada",
        "",
        r#"<meta content="soundcloud://users:1234">"#,
        &["https://feeds.soundcloud.com/users/soundcloud:users:1234/sounds.rss sounds"],
    );
    check_page(
        "https://social.example/@jo",
        "mastodon v4",
        "",
        &["https://social.example/@jo.rss @jo"],
    );
    check_page(
        "https://social.example/tags/rust",
        "",
        "<div id='mastodon'>",
        &["https://social.example/tags/rust.rss rust"],
    );
    check_page(
        "https://lemmy.example/c/linux",
        "",
        r#"<script id="lemmy-data">"#,
        &["https://lemmy.example/feeds/c/linux.xml linux"],
    );
    check_page(
        "https://forum.example/t/a-topic/12",
        "discourse 3.4",
        "",
        &["https://forum.example/t/a-topic/12.rss"],
    );
    check_page(
        "https://letter.example/p/1",
        "",
        "<img src=https://substackcdn.com/image/x>",
        &["https://letter.example/feed"],
    );
    check_page(
        "https://b.example/x",
        "wordpress 6",
        "",
        &["https://b.example/feed/"],
    );
    check_page(
        "https://b.example/x",
        "ghost 5",
        "",
        &["https://b.example/rss/"],
    );
    check_page("https://b.example/x", "", "", &[]);
}
