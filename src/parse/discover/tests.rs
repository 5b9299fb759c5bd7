//! Pages beside the feeds they name.

#![allow(clippy::format_collect)]

use super::{discover, guesses};
use crate::parse::Source;

fn check(url: &str, page: &str, expect: &[&str]) {
    let source = Source {
        url: Some(url),
        content_type: Some("text/html"),
    };
    let found: Vec<String> = discover(page.as_bytes(), &source)
        .into_iter()
        .map(|feed| {
            format!(
                "{} {} {}{}",
                feed.url,
                feed.format.unwrap_or_default(),
                feed.title.unwrap_or_default(),
                feed.note.map(|n| format!(" ({n})")).unwrap_or_default()
            )
            .trim_end()
            .to_string()
        })
        .collect();
    assert_eq!(found, expect, "{url} {page}");
}

#[test]
fn links_of_a_page_in_any_form() {
    check(
        "https://example.org/a/b",
        r#"<HEAD><LINK REL="alternate" TYPE="application/rss+xml" TITLE="Site &raquo; Feed" HREF="/feed/">
           <link href='../atom.xml' type='application/atom+xml; charset=utf-8' rel='Alternate home'>
           <link rel=alternate type=application/feed+json href=feed.json>
           <link rel="alternate" hreflang="de" href="/de/">
           <link rel="alternate" type="application/json" href="/wp-json/x">
           <link rel="alternate" type="text/xml+oembed" href="/oembed">
           <!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->"#,
        &[
            "https://example.org/feed/ RSS Site » Feed",
            "https://example.org/atom.xml Atom",
            "https://example.org/a/feed.json JSON",
        ],
    );
}

#[test]
fn a_base_moves_them_and_a_feed_scheme_goes() {
    check(
        "https://example.org/",
        r#"<base href="https://cdn.example.net/x/"><link rel="feed" href="f"><a href="feed://b.org/rss">RSS</a>"#,
        &["https://cdn.example.net/x/f", "https://b.org/rss RSS RSS"],
    );
}

#[test]
fn comment_feeds_come_last_and_twins_once() {
    check(
        "https://blog.org/",
        r#"<link rel="alternate" type="application/rss+xml" title="Blog » Comments Feed" href="/comments/feed/">
           <link rel="alternate" type="application/rss+xml" href="/feed/">
           <a href="/feed/">RSS</a>"#,
        &[
            "https://blog.org/feed/ RSS",
            "https://blog.org/comments/feed/ RSS Blog » Comments Feed (comments)",
        ],
    );
}

#[test]
fn anchors_that_look_like_feeds_are_taken() {
    check(
        "https://example.org/news",
        r##"<a href="/about">About the feed</a><a href="#rss">x</a><a href="https://feedly.com/i/subscription/feed">F</a>
           <a class="icon rss" href="/subscribe"><img></a><a href="blog.xml?x">no</a><a href="/news/rss.xml"><b>News</b> feed</a>
           <a href="?feed=rss2">W</a><script>document.write('<a href="/rss">')</script>"##,
        &[
            "https://example.org/subscribe",
            "https://example.org/news/rss.xml RSS News feed",
            "https://example.org/news?feed=rss2 RSS W",
        ],
    );
}

#[test]
fn well_known_sites_have_theirs() {
    check(
        "https://www.youtube.com/@somebody",
        r#"<script>{"externalId":"UC1234567890abcdefghijkl","x":1}</script>"#,
        &[
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC1234567890abcdefghijkl Atom videos",
        ],
    );
    check(
        "https://www.youtube.com/playlist?list=PL1234567890",
        "",
        &["https://www.youtube.com/feeds/videos.xml?playlist_id=PL1234567890 Atom playlist"],
    );
    check(
        "https://old.reddit.com/r/rust/",
        "",
        &["https://www.reddit.com/r/rust/.rss Atom rust"],
    );
    check(
        "https://github.com/rust-lang/rust",
        "",
        &[
            "https://github.com/rust-lang/rust/releases.atom Atom rust: releases",
            "https://github.com/rust-lang/rust/commits.atom Atom rust: commits",
            "https://github.com/rust-lang/rust/tags.atom Atom rust: tags",
        ],
    );
    check(
        "https://social.example/@jo",
        "<meta name=generator content='Mastodon v4'>",
        &["https://social.example/@jo.rss RSS"],
    );
    check(
        "https://x.substack.com/p/post",
        "",
        &["https://x.substack.com/feed RSS"],
    );
    check("https://example.org/", "<p>nothing", &[]);
}

#[test]
fn a_page_full_of_feeds_has_an_end() {
    let page = (0..5_000)
        .map(|n| format!("<a href='/{n}/feed'>x"))
        .collect::<String>();
    let source = Source {
        url: Some("https://example.org/"),
        content_type: None,
    };
    assert_eq!(discover(page.as_bytes(), &source).len(), 50);
    assert_eq!(
        guesses(&source).first().map(String::as_str),
        Some("https://example.org/feed")
    );
}
