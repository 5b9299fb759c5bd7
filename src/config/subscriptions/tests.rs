//! Comments and order, mistakes, and that what is written is read again.

#![allow(clippy::unwrap_used)]
use super::*;
use crate::model::{Greeting, Keep, Secret};
use proptest::prelude::*;

const FILE_TEXT: &str = "\
# My feeds. Edited by hand and by byline.

# The best of them.
[[feed]]
url = \"https://lwn.net/headlines/newrss\"   # paid
folder = \"Linux\"
tags = [\"kernel\", \"work\"]
refresh = \"120m\"

[[feed]]
url = \"https://example.org/feed.xml\"
title = \"My own name\" # not theirs
full_text = true

# Quiet ones below

[[feed]]
url = \"https://gentle.example/atom\"
folder = \" /Quiet voices// \"
# the end
";

fn whole(text: &str) -> Subscriptions {
    let (subscriptions, problems) = Subscriptions::parse(text);
    assert_eq!(problems, []);
    assert!(subscriptions.is_whole());
    subscriptions
}

fn urls(subscriptions: &Subscriptions) -> Vec<String> {
    subscriptions.list().into_iter().map(|it| it.url).collect()
}

fn said(problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|it| format!("{it} ({})", it.hint.as_deref().unwrap_or("-")))
        .collect()
}

#[test]
fn a_file_is_read_and_printed_as_it_was() {
    let subscriptions = whole(FILE_TEXT);
    let expect = [
        Subscription {
            folder: Some("Linux".into()),
            tags: vec!["kernel".into(), "work".into()],
            refresh: Some(7_200_000),
            ..Subscription::new("https://lwn.net/headlines/newrss")
        },
        Subscription {
            title: Some("My own name".into()),
            full_text: true,
            ..Subscription::new("https://example.org/feed.xml")
        },
        Subscription {
            folder: Some("Quiet voices".into()),
            ..Subscription::new("https://gentle.example/atom")
        },
    ];
    assert_eq!(subscriptions.list(), expect);
    for text in [
        FILE_TEXT,
        "",
        "# nothing yet\n",
        "\n\n[[feed]]\nurl = \"http://a.example/\"\n",
    ] {
        assert_eq!(whole(text).to_string(), text);
    }
    let windows = FILE_TEXT.replace('\n', "\r\n");
    assert_eq!(whole(&windows).to_string(), windows);
}

#[test]
fn the_head_comment_outlives_the_first_feed() {
    let mut subscriptions = whole(FILE_TEXT);
    let (at, snippet) = subscriptions
        .remove("https://lwn.net/headlines/newrss")
        .unwrap();
    assert_eq!(at, 0);
    assert!(
        snippet.starts_with("# The best of them.\n[[feed]]\n"),
        "{snippet}"
    );
    let text = subscriptions.to_string();
    assert!(
        text.starts_with(
            "# My feeds. Edited by hand and by byline.\n\n[[feed]]\nurl = \"https://example.org"
        ),
        "{text}"
    );
    assert!(subscriptions.insert_snippet(Some(at), &snippet));
    assert_eq!(subscriptions.to_string(), FILE_TEXT);
}

#[test]
fn every_feed_can_go_and_come_back() {
    for at in 0..3 {
        let mut subscriptions = whole(FILE_TEXT);
        let url = urls(&subscriptions)[at].clone();
        let (place, snippet) = subscriptions.remove(&url).unwrap();
        assert_eq!(place, at);
        let mut again = whole(&subscriptions.to_string());
        assert!(again.insert_snippet(Some(place), &snippet));
        assert_eq!(again.to_string(), FILE_TEXT);
        assert!(subscriptions.insert_snippet(Some(place), &snippet));
        assert_eq!(subscriptions.to_string(), FILE_TEXT);
    }
    let mut subscriptions = whole(FILE_TEXT);
    assert_eq!(subscriptions.remove("https://nowhere.example/"), None);
    for url in urls(&subscriptions) {
        subscriptions.remove(&url).unwrap();
    }
    let text = subscriptions.to_string();
    assert!(
        text.contains("# My feeds") && text.contains("# the end"),
        "{text}"
    );
    assert!(whole(&text).list().is_empty());
}

#[test]
fn new_feeds_stand_apart() {
    let mut subscriptions = whole("# Mine\n");
    let feed = |name: &str| Subscription::new(format!("https://{name}.example/feed"));
    assert!(subscriptions.insert(None, &feed("b")));
    let full = Subscription {
        title: Some("say \"A\"".into()),
        folder: Some("Linux/Kernel".into()),
        tags: vec!["work".into()],
        refresh: Some(7_200_000),
        full_text: true,
        ..feed("a")
    };
    assert!(subscriptions.insert(Some(0), &full));
    assert!(subscriptions.insert(None, &feed("c")));
    assert!(!subscriptions.insert(None, &feed("c")), "twice");
    let expect = "\
# Mine

[[feed]]
url = \"https://a.example/feed\"
title = 'say \"A\"'
folder = \"Linux/Kernel\"
tags = [\"work\"]
refresh = \"2h\"
full_text = true

[[feed]]
url = \"https://b.example/feed\"

[[feed]]
url = \"https://c.example/feed\"
";
    assert_eq!(subscriptions.to_string(), expect);
    assert_eq!(whole(expect).list(), subscriptions.list());
}

#[test]
fn a_change_touches_only_what_differs() {
    let mut subscriptions = whole(FILE_TEXT);
    let url = "https://example.org/feed.xml";
    let changed = Subscription {
        title: Some("Another".into()),
        folder: Some("World".into()),
        ..Subscription::new(url)
    };
    assert!(subscriptions.set(url, &changed));
    let expect = FILE_TEXT
        .replace("\"My own name\" # not theirs", "\"Another\" # not theirs")
        .replace("full_text = true", "folder = \"World\"");
    assert_eq!(subscriptions.to_string(), expect);
    assert_eq!(subscriptions.list()[1], changed);
    let clash = Subscription::new("https://gentle.example/atom");
    assert!(!subscriptions.set(url, &clash));
    assert!(!subscriptions.set("https://nowhere.example/", &changed));
}

#[test]
fn a_typo_is_told_and_the_others_work() {
    let text = "\
[[feed]]
url = \"https://a.example/\"
titel = \"A\"
refresh = 2
tags = [1]

[[feed]]
url = \"b.example/feed\"

[[feed]]
title = \"C\"

[[feeds]]
url = \"https://d.example/\"

[[feed]]
url = \"https://A.example\"
";
    let (subscriptions, problems) = Subscriptions::parse(text);
    let expect = [
        "feeds.toml:3:1 unknown key of a feed `titel` (did you mean `title`)",
        "feeds.toml:4:11 `refresh` must be a span of time: \"2h\", not 2 (left out)",
        "feeds.toml:5:9 `tags` must be a list of texts: [\"work\", \"later\"], not 1 (left out)",
        "feeds.toml:8:7 no address of a feed: \"b.example/feed\" (did you mean \"https://b.example/feed\")",
        "feeds.toml:10:1 a feed without an address (as in url = \"https://example.org/feed.xml\")",
        "feeds.toml:13:3 unknown key `feeds` (did you mean `feed`)",
        "feeds.toml:16:1 this feed is here already, in line 1 (the first one holds)",
    ];
    assert_eq!(said(&problems), expect);
    assert_eq!(urls(&subscriptions), ["https://a.example/"]);
    assert!(!subscriptions.is_whole());
    assert_eq!(subscriptions.to_string(), text);
}

#[test]
fn a_file_that_is_not_whole_is_not_changed() {
    let text = "[[feed]]\nurl = \"https://a.example/\"\n\n[[feed]\nurl = \"https://b.example/\"\n";
    let (mut subscriptions, problems) = Subscriptions::parse(text);
    assert_eq!(problems[0].line, 4);
    assert!(!subscriptions.is_whole());
    assert_eq!(urls(&subscriptions)[0], "https://a.example/");
    assert!(!subscriptions.insert(None, &Subscription::new("https://c.example/")));
    assert_eq!(subscriptions.remove("https://a.example/"), None);
    let url = "https://a.example/";
    assert!(!subscriptions.set(url, &Subscription::new(url)));
    assert_eq!(subscriptions.to_string(), text);
}

#[test]
fn a_second_line_with_the_same_address_stays_in_the_file() {
    let text = "[[feed]]\nurl = \"https://a.example/\"\ntitle = \"one\"\n\n[[feed]]\nurl = \"https://a.example\"\ntitle = \"two\"\n";
    let (mut subscriptions, problems) = Subscriptions::parse(text);
    assert_eq!(problems.len(), 1);
    assert!(subscriptions.is_whole());
    assert_eq!(subscriptions.to_string(), text);
    subscriptions.remove("https://a.example/").unwrap();
    assert_eq!(subscriptions.list()[0].title.as_deref(), Some("two"));
}

#[test]
fn five_thousand_feeds_are_no_wait() {
    let mut subscriptions = whole("");
    for n in 0..5000 {
        let feed = Subscription {
            folder: Some(format!("Folder {}", n % 40)),
            ..Subscription::new(format!("https://host{n}.example/feed.xml"))
        };
        assert!(subscriptions.insert(None, &feed));
    }
    let text = subscriptions.to_string();
    assert_eq!(whole(&text).list().len(), 5000);
}

fn any_subscription() -> impl Strategy<Value = Subscription> {
    let text = "[ -~日é]{1,12}";
    (
        0u8..12,
        proptest::option::of(text.prop_filter("titled", |t| !t.trim().is_empty())),
        proptest::option::of("[a-zé]{1,5}(/[A-Z ]{0,2}[a-z]{1,3})?"),
        proptest::collection::vec("[a-z]{1,6}", 0..3),
        proptest::option::of(1i64..100_000_000),
        any::<bool>(),
        proptest::option::of("[a-z] '[ -&(-~é]{0,9}'"),
        any_greeting(),
    )
        .prop_map(
            |(n, title, folder, tags, refresh, full_text, filter, greeting)| Subscription {
                greeting,
                filter,
                url: url_of(n),
                title: title.map(|it| it.trim().to_string()),
                folder: folder.map(|it| it.replace("/ ", "/").replace("/ ", "/")),
                tags,
                refresh,
                full_text,
                paused: n % 5 == 0,
                unread_for: [None, Some(0), Some(172_800_000)][n as usize % 3],
                keep: [
                    None,
                    Some(Keep::All),
                    Some(Keep::For(7_776_000_000)),
                    Some(Keep::Newest(500)),
                ][n as usize % 4],
            },
        )
}

fn any_greeting() -> impl Strategy<Value = Greeting> {
    (
        proptest::collection::btree_map("X-[A-Za-z]{1,6}", "[ -~é]{0,9}", 0..3),
        proptest::option::of("[A-Z][a-z/. ]{0,8}[a-z]"),
        proptest::option::of("[a-z] '[ -&(-~é]{0,9}'"),
    )
        .prop_map(|(headers, user_agent, password_command)| Greeting {
            headers: headers
                .into_iter()
                .map(|(name, value)| (name, Secret::new(value)))
                .collect(),
            user_agent,
            password_command,
        })
}

#[test]
fn a_server_can_be_greeted_in_a_way_of_its_own() {
    let text = "[[feed]]\nurl = \"https://a.example/f\"\nheaders = { X-Key = \"hunter2\", \"Cookie\" = \"id=1\" } # mine\nuser_agent = \"Mozilla/5.0\"\npassword_command = \"pass show a\"\n";
    let mut subscriptions = whole(text);
    let [feed] = &subscriptions.list()[..] else {
        panic!("one feed");
    };
    let revealed: Vec<_> = feed
        .greeting
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.reveal()))
        .collect();
    assert_eq!(revealed, [("Cookie", "id=1"), ("X-Key", "hunter2")]);
    assert_eq!(feed.greeting.user_agent.as_deref(), Some("Mozilla/5.0"));
    assert_eq!(
        feed.greeting.password_command.as_deref(),
        Some("pass show a")
    );
    assert!(!format!("{feed:?}").contains("hunter2"));
    let mut less = feed.clone();
    less.greeting.headers.remove("Cookie");
    less.greeting.user_agent = None;
    assert!(subscriptions.set("https://a.example/f", &less));
    let text = subscriptions.to_string();
    assert!(
        text.contains("headers = { X-Key = \"hunter2\" } # mine"),
        "{text}"
    );
    assert!(!text.contains("user_agent"), "{text}");
    assert_eq!(whole(&text).list(), [less]);
}

#[test]
fn headers_that_cannot_be_sent_are_told_without_what_they_hold() {
    let text = "[[feed]]\nurl = \"https://a.example/f\"\nheaders = { Host = \"hunter2\", \"a b\" = \"hunter2\", X = \"hunter2\\nhunter2\", Y = 7 }\n\n[[feed]]\nurl = \"https://b.example/f\"\nheaders = \"X-Key: hunter2\"\n";
    let (subscriptions, problems) = Subscriptions::parse(text);
    let told = said(&problems);
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.iter().all(|it| !it.contains("hunter2")), "{told:?}");
    assert!(subscriptions.list().iter().all(|it| it.greeting.is_empty()));
}

/// The address of the n-th feed: of the web, of a program, or of a file.
fn url_of(n: u8) -> String {
    match n {
        10 => "exec:~/bin/x.sh 'a  b' \"c\" é".to_string(),
        11 => "file:///home/ada/a%20b.xml".to_string(),
        n => format!("https://h{n}.example/feed"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read_again(
        inserts in proptest::collection::vec((any_subscription(), proptest::option::of(0usize..8)), 0..8),
        edits in proptest::collection::vec(any_subscription(), 0..4),
        gone in 0u8..12,
    ) {
        let mut subscriptions = whole(FILE_TEXT);
        for (subscription, at) in &inserts {
            subscriptions.insert(*at, subscription);
        }
        for edit in &edits {
            subscriptions.set(&edit.url, edit);
        }
        let before = subscriptions.list();
        if let Some((at, snippet)) = subscriptions.remove(&url_of(gone)) {
            prop_assert!(subscriptions.insert_snippet(Some(at), &snippet));
            prop_assert_eq!(subscriptions.list(), before);
        }
        let text = subscriptions.to_string();
        prop_assert!(text.contains("# My feeds.") && text.contains("# Quiet ones below") && text.ends_with("# the end\n"));
        let (again, problems) = Subscriptions::parse(&text);
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(again.list(), subscriptions.list());
    }
}
