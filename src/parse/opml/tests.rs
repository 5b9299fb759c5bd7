//! Exports of other readers beside the subscriptions they hold, and byline's own there and back.

#![allow(clippy::unwrap_used, clippy::format_push_string)]

use proptest::prelude::*;

use super::opml;
use crate::model::Subscription;
use crate::parse::{List, Listed, Secrets, print_opml};

fn listed(text: &str) -> String {
    told(&opml(text.as_bytes()).unwrap())
}

fn told(list: &List) -> String {
    let mut out = String::new();
    for s in &list.feeds {
        out += &format!(
            "{} | {} | {} | {}\n",
            s.url,
            s.title.as_deref().unwrap_or_default(),
            s.folder.as_deref().unwrap_or_default(),
            s.tags.join(",")
        );
    }
    for note in &list.refused {
        out += &format!("! {note}\n");
    }
    for note in &list.notes {
        out += &format!("# {note}\n");
    }
    out
}

fn check(body: &str, expect: &str) {
    let text = format!("<opml><body>{body}</body></opml>");
    assert_eq!(listed(&text), expect, "{body}");
}

#[test]
fn folders_nest_and_titles_are_plain() {
    let text = r#"<?xml version="1.0"?><opml version="1.0"><head><title>x</title></head><body>
        <outline text="Tech"><outline title="Linux" text="Linux">
          <outline type="rss" text="LWN &amp;amp; co" xmlUrl="https://lwn.net/headlines/rss"/>
        </outline></outline>
        <outline text="Top" xmlUrl="https://example.org/f" category="/a/b,c,c"></outline>
        </body></opml>"#;
    assert_eq!(
        listed(text),
        "https://lwn.net/headlines/rss | LWN & co | Tech/Linux | \nhttps://example.org/f | Top |  | a/b,c\n"
    );
}

#[test]
fn wild_exports_are_taken() {
    check(
        "<outline text='A & B' XMLURL='http://a.org/?x=1&y=2&copy=3'>",
        "http://a.org/?x=1&y=2&copy=3 | A & B |  | \n",
    );
    check(
        "<outline type=rss url='http://a.org/'/>",
        "http://a.org/ |  |  | \n",
    );
    check(
        "<outline text=F><outline xmlUrl='http://a.org/'/></outline><outline text=G><outline xmlUrl='https://a.org/'/></outline>",
        "https://a.org/ |  | F | G\n",
    );
    check(
        "<outline title='Pod' text='A long description of it' type='rss' xmlUrl='http://p.org/'/>",
        "http://p.org/ | Pod |  | \n",
    );
}

#[test]
fn what_is_no_feed_of_the_web_is_refused_with_its_line() {
    check(
        "\n<outline text='x' xmlUrl='exec:ls'/>\n<outline text='y' xmlUrl='file:///etc/passwd'/><outline text='z' xmlUrl='|weather.sh'/>\
         \n<outline text='p' type='HTML+XPath' xmlUrl='http://p.org/'/><outline text='l' type='link' url='http://l.org'/>\
         \n<outline text='i' type='include' url='http://i.org'/><outline text='d' frss:opmlUrl='http://d.org'/><outline text='gone' subscribed='0' type='rss' xmlUrl='http://g.org'/>",
        "! line 2: `x`: addresses that begin with `exec:` can't be followed\n\
         ! line 3: `y`: addresses that begin with `file:` can't be followed\n\
         ! line 3: `z` would run a program, which no list may ask for\n\
         ! line 4: `p` is made from a page by the other reader; byline needs a feed\n\
         ! line 4: `l` is a link, not a feed\n\
         ! line 5: `i` is another list: import that one by itself\n\
         ! line 5: `d` is another list: import that one by itself\n\
         ! line 5: `gone` is not subscribed to there\n",
    );
    check(
        "<outline text='f' xmlUrl='http://f.org/' filtercmd='rm -rf'/>",
        "http://f.org/ | f |  | \n# line 1: `f` is taken without the program that filters it there\n",
    );
}

#[test]
fn folders_that_are_none_are_not_taken() {
    // Thunderbird keeps each feed in a folder of its own.
    check(
        "<outline title='LWN'><outline text='LWN' xmlUrl='http://l.org/'/></outline><outline title='B'><outline text='C' xmlUrl='http://c.org/'/></outline>",
        "http://l.org/ | LWN |  | \nhttp://c.org/ | C | B | \n",
    );
    // Readers of podcasts put all of them into one called `feeds`.
    check(
        "<outline text='feeds'><outline text='A' xmlUrl='http://a.org/'/><outline text='Sub'><outline text='B' xmlUrl='http://b.org/'/></outline></outline>",
        "http://a.org/ | A |  | \nhttp://b.org/ | B | Sub | \n",
    );
}

#[test]
fn full_text_is_taken_over() {
    let list = opml(
        b"<opml><outline text='a' frss:cssFullContent='.body' xmlUrl='http://a.org/'/><outline text='b' xmlUrl='http://b.org/'/></opml>",
    )
    .unwrap();
    let full: Vec<bool> = list.feeds.iter().map(|feed| feed.full_text).collect();
    assert_eq!(full, [true, false]);
}

#[test]
fn a_list_that_is_cut_short_says_so() {
    let text =
        "<opml><body><outline xmlUrl='http://a.org/'/><outline xmlUrl='http://b.org/feed'/></body>";
    let end = text.find("eed").unwrap();
    let told = listed(&text[..end]);
    let (feeds, note) = told.split_once("# ").unwrap();
    assert_eq!(feeds, "http://a.org/ |  |  | \n");
    assert!(note.contains("cut short"), "{note}");
}

#[test]
fn what_is_no_opml_is_refused() {
    let why = |text: &str| opml(text.as_bytes()).unwrap_err().what;
    assert_eq!(why("<rss></rss>"), "this is a feed, not a list of feeds");
    assert_eq!(why("<html>"), "this is no OPML: its root is `html`");
    assert_eq!(why(""), "this is no OPML: there is no markup in it");
}

#[test]
fn depth_has_an_end() {
    let deep = format!(
        "<opml>{}<outline xmlUrl='http://a.org/'/>",
        "<outline text='f'>".repeat(100_000)
    );
    let list = opml(deep.as_bytes()).unwrap();
    assert_eq!(
        list.feeds.first().unwrap().folder.as_ref().unwrap().len(),
        99
    );
    let feed = Listed {
        subscription: Subscription {
            folder: Some("f/".repeat(100_000)),
            ..Subscription::new("http://a.org/")
        },
        ..Listed::default()
    };
    assert!(print_opml(&[feed], Secrets::LeftOut).text.len() < 1_000_000);
}

#[test]
fn a_list_for_others_holds_no_secrets_and_nothing_of_this_computer() {
    let listed = |url: &str| Listed {
        subscription: Subscription::new(url),
        site: Some("https://ada:secret@a.org/".into()),
        own_title: Some("Own".into()),
    };
    let mut filtered = listed("https://a.org/f");
    filtered.subscription.filter = Some("secret.sh".into());
    let feeds = [
        listed("https://user:secret@example.org/c"),
        listed("https://example.org/d?a=1&token=secret"),
        filtered,
        listed("exec:secret.sh"),
        listed("file:///secret"),
    ];
    let printed = print_opml(&feeds, Secrets::LeftOut);
    assert!(!printed.text.contains("secret"), "{}", printed.text);
    assert_eq!(
        printed.left_out(),
        [
            "left out: 2 feeds, made on this computer",
            "left out: the filter of 1 feed",
            "left out: the name and password of 1 feed",
            "left out: the token of 1 feed",
        ]
    );
    let kept = print_opml(&feeds, Secrets::Kept);
    assert!(kept.text.contains("user:secret@") && kept.text.contains("token=secret"));
    assert_eq!((kept.feeds, kept.passwords, kept.tokens), (3, 0, 0));
    assert_eq!(
        print_opml(&[], Secrets::Kept)
            .text
            .matches("<outline")
            .count(),
        0
    );
}

/// One line as it stands in `feeds.toml`: whatever a person may type.
fn line(most: usize) -> impl Strategy<Value = String> {
    let any = proptest::string::string_regex(&format!("[ -~äß日本ת🦀&<>\"']{{1,{most}}}")).unwrap();
    any.prop_map(|text| crate::text::scrub_line(&text).into_owned())
        .prop_filter("something is left", |text| !text.is_empty())
}

fn subscription() -> impl Strategy<Value = Listed> {
    let part = || {
        line(8)
            .prop_map(|part| part.replace('/', ""))
            .prop_filter("a name", |part| {
                !part.trim().is_empty() && part.trim() == part
            })
    };
    let tag = line(8)
        .prop_map(|tag| tag.replace([',', '/'], "").trim().to_string())
        .prop_filter("a tag", |tag| !tag.is_empty());
    (
        0u32..100_000,
        proptest::option::of(line(20)),
        proptest::option::of(line(20)),
        proptest::collection::vec(part(), 0..4),
        proptest::collection::vec(tag, 0..3),
        proptest::option::of(1i64..10_000_000),
        any::<[bool; 2]>(),
    )
        .prop_map(|(n, title, own, folder, mut tags, refresh, flags)| {
            tags.sort();
            tags.dedup();
            Listed {
                subscription: Subscription {
                    title,
                    folder: (!folder.is_empty()).then(|| folder.join("/")),
                    tags,
                    refresh: refresh.map(|seconds| seconds * 1000),
                    full_text: flags[0],
                    paused: flags[1],
                    ..Subscription::new(format!("https://h{n}.example/feed?a={n}&copy=1"))
                },
                own_title: own,
                site: Some("https://example.org/?a=1&b=\"2\"".into()),
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_printed_reads_the_same(feeds in proptest::collection::vec(subscription(), 0..12)) {
        let printed = print_opml(&feeds, Secrets::LeftOut);
        let list = opml(printed.text.as_bytes()).unwrap();
        prop_assert_eq!(&list.refused, &vec![]);
        prop_assert_eq!(&list.notes, &vec![]);
        let mut wanted: Vec<_> = feeds.into_iter().map(|listed| listed.subscription).collect();
        wanted.reverse();
        wanted.sort_by(|a, b| a.url.cmp(&b.url));
        wanted.dedup_by(|a, b| a.url == b.url);
        if list.twice == 0 {
            let mut found = list.feeds;
            found.sort_by(|a, b| a.url.cmp(&b.url));
            prop_assert_eq!(found, wanted);
        } else {
            prop_assert_eq!(list.feeds.len(), wanted.len());
        }
    }
}

#[test]
fn a_folder_is_called_by_its_text_and_a_feed_by_its_title() {
    check(
        "<outline text='Blogs' title='All my blogs'><outline text='a' title='A' xmlUrl='https://a.example/'/></outline>\
         <outline title='Only a title'><outline xmlUrl='https://b.example/'/></outline>",
        "https://a.example/ | A | Blogs | \nhttps://b.example/ |  | Only a title | \n",
    );
}
