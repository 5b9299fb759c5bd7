//! Pages beside the feeds they name.

#![allow(clippy::format_collect)]

use super::discover;
use crate::parse::{Named, Source};

fn named(url: &str, page: &str, links: &[&str]) -> Named {
    let source = Source {
        url: Some(url),
        content_type: Some("text/html"),
    };
    let links: Vec<String> = links.iter().map(ToString::to_string).collect();
    discover(page.as_bytes(), &source, &links)
}

fn told(named: &Named) -> Vec<String> {
    named
        .feeds
        .iter()
        .cloned()
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
        .collect()
}

fn check(url: &str, page: &str, expect: &[&str]) {
    assert_eq!(told(&named(url, page, &[])), expect, "{url} {page}");
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
           <link rel="alternate" type="application/json+oembed" href="/oembed?format=feed">
           <link rel="alternate stylesheet" type="text/css" href="/feed.css">
           <!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->"#,
        &[
            "https://example.org/feed/ RSS Site » Feed",
            "https://example.org/atom.xml Atom",
            "https://example.org/a/feed.json JSON",
        ],
    );
}

#[test]
fn links_without_quotes_types_or_a_head() {
    check(
        "https://example.org/",
        "<p>text<link rel=alternate type=application/rss+xml href=/a/>\
         <link rel=alternate href=/b/rss.xml><link type=application/atom+xml href=/c>\
         <link rel=alternate type=application/rss+xml href=/d /><link rel=\"home feed\" href=\"/e\"\
         /><link rel=alternate type=\"\" href=\"/about\">",
        &[
            "https://example.org/a/ RSS",
            "https://example.org/b/rss.xml RSS",
            "https://example.org/c Atom",
            "https://example.org/d RSS",
            "https://example.org/e",
        ],
    );
}

#[test]
fn a_base_moves_them_and_a_feed_scheme_goes() {
    check(
        "https://example.org/",
        r#"<base href="https://cdn.example.net/x/"><link rel="feed" href="f"><a href="feed://b.org/rss">RSS</a>
           <a href="itpc://c.org/pod">Listen</a><base href="https://second.example/">"#,
        &[
            "https://cdn.example.net/x/f",
            "https://b.org/rss RSS RSS",
            "https://c.org/pod RSS Listen",
        ],
    );
}

#[test]
fn headers_name_feeds_as_links_do() {
    let links = [
        r#"</feed>; rel="alternate"; type="application/rss+xml"; title="By header""#,
        r#"<https://hub.example/>; rel="hub", </style>; rel=stylesheet"#,
    ];
    let page = r#"<link rel=alternate type=application/rss+xml title="By page" href=/feed>"#;
    assert_eq!(
        told(&named("https://example.org/x", page, &links)),
        ["https://example.org/feed RSS By header"]
    );
}

#[test]
fn comment_feeds_come_last_and_twins_once() {
    check(
        "https://blog.org/",
        r#"<link rel="alternate" type="application/rss+xml" title="Blog » Comments Feed" href="/comments/feed/">
           <link rel="alternate" type="application/rss+xml" title="Blog » Kommentar-Feed" href="/x/feed/">
           <link rel="alternate" type="application/rss+xml" href="/feed/">
           <a href="/feed/">RSS</a>"#,
        &[
            "https://blog.org/feed/ RSS",
            "https://blog.org/comments/feed/ RSS Blog » Comments Feed (comments)",
            "https://blog.org/x/feed/ RSS Blog » Kommentar-Feed (comments)",
        ],
    );
}

#[test]
fn anchors_that_look_like_feeds_are_taken_but_not_for_certain() {
    let page = r##"<a href="/about">About the feed</a><a href="#rss">x</a><a href="https://feedly.com/i/subscription/feed">F</a>
           <a class="icon rss" href="/subscribe"><img></a><a href="blog.xml?x">no</a><a href="/news/rss.xml"><b>News</b> feed</a>
           <a href="?feed=rss2">W</a><a href="/feedback/sitemap.xml">map</a><a href="/all-feeds"> RSS feeds </a>
           <a href="/why">Why I still read my RSS feeds every day</a>
           <script>document.write('<a href="/rss">')</script>"##;
    let named = named("https://example.org/news", page, &[]);
    assert_eq!(
        told(&named),
        [
            "https://example.org/news/rss.xml RSS News feed",
            "https://example.org/news?feed=rss2 RSS W",
        ]
    );
    assert!(!named.certain);
    assert_eq!(
        named.places[..3],
        [
            "https://example.org/about",
            "https://example.org/subscribe",
            "https://example.org/news/feed",
        ]
    );
}

#[test]
fn a_page_that_names_nothing_leads_to_few_places() {
    let page = "<meta name=generator content='Hugo 0.140'><meta http-equiv=Refresh content='0; URL=\"/home/\"'>";
    let named = named("https://example.org/", page, &[]);
    assert_eq!(named.feeds, []);
    assert_eq!(
        named.places,
        [
            "https://example.org/home/",
            "https://example.org/index.xml",
            "https://example.org/feed",
            "https://example.org/rss.xml",
            "https://example.org/atom.xml",
            "https://example.org/feed.xml",
        ]
    );
}

#[test]
fn a_page_of_the_web_names_nothing_of_a_private_network() {
    let page = "<link rel=feed href=http://127.0.0.1/a><link rel=feed href=http://192.168.1.1/b>\
        <link rel=feed href=http://localhost:8080/c><link rel=feed href='http://[::1]/d'>\
        <link rel=feed href=file:///etc/passwd><link rel=feed href=exec:ls><link rel=feed href=//ok.example/e>";
    check("https://example.org/", page, &["https://ok.example/e"]);
    check(
        "http://127.0.0.1:8000/",
        "<link rel=feed href=/a>",
        &["http://127.0.0.1:8000/a"],
    );
}

#[test]
fn a_known_site_adds_its_own() {
    check(
        "https://github.com/a/b",
        r#"<link rel=alternate type=application/atom+xml title="Recent Commits to b:main" href=/a/b/commits/main.atom>"#,
        &[
            "https://github.com/a/b/commits/main.atom Atom Recent Commits to b:main",
            "https://github.com/a/b/releases.atom Atom b: releases",
            "https://github.com/a/b/commits.atom Atom b: commits",
            "https://github.com/a/b/tags.atom Atom b: tags",
        ],
    );
    check(
        "https://example.org/",
        "<meta name=generator content='WordPress 6'><link rel=feed href=/news>",
        &["https://example.org/news"],
    );
    check("https://example.org/", "<p>nothing", &[]);
}

#[test]
fn a_page_full_of_feeds_has_an_end() {
    let page = (0..5_000)
        .map(|n| format!("<a href='/{n}/feed'>x</a><a href='/{n}/x'>feed</a>"))
        .collect::<String>();
    let named = named("https://example.org/", &page, &[]);
    assert_eq!((named.feeds.len(), named.places.len()), (50, 6));
}
