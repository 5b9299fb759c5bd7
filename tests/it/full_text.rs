//! Full text through the whole program: fetched from a server on loopback, kept, shown, and what happens when a page has none.

use std::fs;

use byline::app::{Effect, Job};

use crate::cli::Home;
use crate::desk::Desk;
use crate::pty::Terminal;
use crate::server::{Answer, Server};

/// A sentence that is told of paragraph `n`, long enough for an article.
fn told(n: u32) -> String {
    format!("Paragraph {n} tells what happened on that day, and goes on for a while. ").repeat(3)
}

fn page(paragraphs: impl IntoIterator<Item = u32>, more: &str) -> Answer {
    let paragraphs = paragraphs
        .into_iter()
        .map(|n| format!("<p>{}</p>", told(n)))
        .collect::<Vec<_>>()
        .concat();
    Answer::ok(
        "text/html; charset=utf-8",
        format!(
            "<html lang=en><title>Story</title><nav><a href=/>Home</a></nav><article><h1>Story</h1>\
             <div class=article-body>{paragraphs}</div></article>{more}<footer>© Paper</footer></html>"
        ),
    )
}

/// A feed whose entries stand on the same server; each gives the second paragraph of its page and no more.
fn feed(server: &Server, paths: &[&str]) -> Answer {
    let items = paths
        .iter()
        .enumerate()
        .map(|(at, path)| {
            format!(
                "<item><title>Of {path}</title><guid>{path}</guid><link>{}</link><pubDate>Tue, {:02} Nov 2026 08:00:00 GMT</pubDate>\
                 <description>&lt;p&gt;{}&lt;/p&gt;</description></item>",
                server.url(path),
                20 - at,
                told(2)
            )
        })
        .collect::<Vec<_>>().concat();
    Answer::rss(format!(
        "<rss version=\"2.0\"><channel><title>Paper</title>{items}</channel></rss>"
    ))
}

fn following(server: &Server, paths: &[&str]) -> Home {
    server.answer("/feed", feed(server, paths));
    let home = Home::new();
    home.run(&["add", &server.url("/feed")]).done();
    home
}

fn id_of(home: &Home, title: &str) -> String {
    let rows = home.run(&["list", "--json"]).done().values();
    let row = rows.iter().find(|row| row["title"] == title).unwrap();
    row["id"].as_str().unwrap().to_owned()
}

#[test]
fn show_full_fetches_the_page_once_and_keeps_it() {
    let server = Server::start();
    server.answer("/a", page(1..=4, ""));
    let home = following(&server, &["/a"]);
    let id = id_of(&home, "Of /a");
    let ran = home.run(&["show", &id, "--full"]).done();
    for n in 1..=4 {
        assert!(ran.out.contains(&format!("Paragraph {n} ")), "{}", ran.out);
    }
    assert!(!ran.out.contains("Home") && !ran.out.contains("©"));
    let asked = &server.requests_of("/a")[0];
    assert!(asked.header("accept").unwrap().starts_with("text/html"));
    assert_eq!(
        (asked.header("cookie"), asked.header("referer")),
        (None, None)
    );
    // It is kept, and the feed's own text is as it was.
    let ran = home.run(&["--offline", "show", &id, "--full"]).done();
    assert!(ran.out.contains("Paragraph 4 "));
    let own = home.run(&["show", &id]).done();
    assert!(own.out.contains("Paragraph 2 ") && !own.out.contains("Paragraph 1 "));
    let json = &home.run(&["show", &id, "--json"]).done().values()[0];
    assert_eq!(json["full_text"]["url"], server.url("/a"));
    assert!(
        json["full_text"]["html"]
            .as_str()
            .unwrap()
            .contains("Paragraph 3 ")
    );
    assert!(
        !json["content"]
            .as_str()
            .unwrap_or_default()
            .contains("Paragraph 3 ")
    );
    assert_eq!(server.requests_of("/a").len(), 1);
}

#[test]
fn who_the_reader_is_goes_to_pages_of_the_feeds_own_origin_alone() {
    let (server, other) = (Server::start(), Server::start());
    let (own, foreign) = (server.url("/a"), other.url("/b"));
    let items = [&own, &foreign].map(|link| {
        format!("<item><title>Of {link}</title><guid>{link}</guid><link>{link}</link><description>&lt;p&gt;x&lt;/p&gt;</description></item>")
    });
    let rss = format!(
        "<rss version=\"2.0\"><channel><title>Paper</title>{}</channel></rss>",
        items.concat()
    );
    server.answer("/feed", Answer::rss(rss));
    server.answer("/a", page(1..=3, "<a rel=next href='/a?page=2'>next</a>"));
    // The second page of the article has moved to another origin.
    server.answer("/a?page=2", Answer::redirect(302, &other.url("/a2")));
    other.answer("/a2", page(4..=5, ""));
    other.answer("/b", page(1..=3, ""));
    let home = Home::new();
    let named = server.url("/feed").replace("//", "//ada:hunter2@");
    let feed = format!(
        "[[feed]]\nurl = \"{named}\"\nheaders = {{ X-Key = \"k3y\", Cookie = \"id=7\" }}\n"
    );
    home.write("feeds.toml", &feed);
    home.run(&["refresh"]).done();
    for link in [&own, &foreign] {
        let id = id_of(&home, &format!("Of {link}"));
        let ran = home.run(&["show", &id, "--full", "--json"]).done();
        assert!(ran.out.contains("Paragraph 3 "), "{}", ran.out);
        assert!(!ran.out.contains("hunter2") && !ran.out.contains("k3y"));
    }
    for path in ["/feed", "/a", "/a?page=2"] {
        let asked = &server.requests_of(path)[0];
        let said = ["authorization", "x-key", "cookie"].map(|name| asked.header(name));
        // `ada:hunter2`, as Basic writes it.
        let expect = [Some("Basic YWRhOmh1bnRlcjI="), Some("k3y"), Some("id=7")];
        assert_eq!(said, expect, "{path}");
    }
    for asked in other.requests() {
        let said = ["authorization", "x-key", "cookie"].map(|name| asked.header(name));
        assert_eq!(said, [None; 3], "{asked:?}");
    }
    assert_eq!(other.requests().len(), 2);
}

#[test]
fn an_article_of_several_pages_becomes_one() {
    let server = Server::start();
    server.answer("/a", page(1..=3, "<a rel=next href='/a?page=2'>next</a>"));
    server.answer(
        "/a?page=2",
        page(4..=5, "<a rel=next href='/a?page=3'>next</a>"),
    );
    // The last page is short, and a link leads on to nowhere.
    server.answer(
        "/a?page=3",
        Answer::ok(
            "text/html",
            "<title>Story</title><article><div class=article-body><p>The end of it.</p></div></article><a rel=next href='/a?page=4'>next</a>",
        ),
    );
    let home = following(&server, &["/a"]);
    let ran = home.run(&["show", &id_of(&home, "Of /a"), "--full"]).done();
    let words: Vec<&str> = ran.out.split_whitespace().collect();
    let text = words.join(" ");
    for n in 1..=5 {
        assert_eq!(
            text.matches(&format!("Paragraph {n} ")).count(),
            3,
            "{text}"
        );
    }
    assert!(ran.out.contains("The end of it."), "{}", ran.out);
}

#[test]
fn pages_without_end_are_left_after_ten() {
    let server = Server::start();
    for n in 1..=20 {
        let path = if n == 1 {
            "/a".into()
        } else {
            format!("/a?page={n}")
        };
        let next = format!("<a rel=next href='/a?page={}'>next</a>", n + 1);
        server.answer(&path, page([n], &next));
    }
    let home = following(&server, &["/a"]);
    home.run(&["show", &id_of(&home, "Of /a"), "--full"]).done();
    let pages = server
        .requests()
        .iter()
        .filter(|request| request.path.starts_with("/a"))
        .count();
    assert_eq!(pages, 10);
}

#[test]
fn a_shell_leads_to_the_page_without_scripts() {
    let server = Server::start();
    let shell = "<html><title>Story</title><link rel=amphtml href=/amp/a><div id=app></div></html>";
    server.answer("/a", Answer::ok("text/html", shell));
    server.answer("/amp/a", page(1..=3, ""));
    let home = following(&server, &["/a"]);
    let ran = home.run(&["show", &id_of(&home, "Of /a"), "--full"]).done();
    assert!(ran.out.contains("Paragraph 3 "));
}

#[test]
fn a_page_in_gbk_that_says_so_itself_is_decoded() {
    let server = Server::start();
    let page = fs::read("tests/data/fulltext/portal-gbk.html").unwrap();
    server.answer("/a", Answer::ok("text/html", page));
    let home = following(&server, &["/a"]);
    let ran = home
        .run(&["show", &id_of(&home, "Of /a"), "--full", "--json"])
        .done();
    let html = ran.values()[0]["full_text"]["html"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        html.contains("邮袋") && !html.contains('\u{fffd}'),
        "{html}"
    );
}

#[test]
fn what_is_no_article_is_kept_with_its_reason_and_tried_again_only_by_hand() {
    let server = Server::start();
    let stub = format!(
        "<title>A</title><p>{}<p>Subscribe to continue reading",
        told(1)
    );
    let table = [
        ("/paid", Answer::ok("text/html", stub), "subscribers only"),
        ("/gone", Answer::status(404), "404"),
        (
            "/pdf",
            Answer::ok("application/pdf", "%PDF-1.4"),
            "`application/pdf`, not a web page",
        ),
        (
            "/picture",
            Answer::ok("text/html", "GIF89a\u{0}\u{0}\u{0}"),
            "a picture, not a web page",
        ),
        (
            "/consent",
            Answer::ok(
                "text/html",
                "<title>Before you continue</title><p>We use cookies",
            ),
            "consent page",
        ),
    ];
    let paths: Vec<&str> = table.iter().map(|(path, ..)| *path).collect();
    let home = following(&server, &paths);
    for (path, answer, why) in table {
        server.answer(path, answer);
        let id = id_of(&home, &format!("Of {path}"));
        home.run(&["show", &id, "--full"]).failed(why);
        let json = &home.run(&["show", &id, "--json"]).done().values()[0];
        assert!(
            json["full_text"]["error"].as_str().unwrap().contains(why),
            "{path}"
        );
        assert!(json["full_text"]["html"].is_null());
    }
    // A feed that wants full texts asks for none of them again.
    home.write(
        "feeds.toml",
        &home
            .load("feeds.toml")
            .replace("[[feed]]", "[[feed]]\nfull_text = true"),
    );
    let before = server.requests().len();
    let ran = home.run(&["refresh", "--force"]).done();
    assert!(!ran.err.contains("full texts"), "{}", ran.err);
    assert_eq!(server.requests().len(), before + 1, "the feed alone");
    // By hand it is.
    server.answer("/gone", page(1..=3, ""));
    home.run(&["show", &id_of(&home, "Of /gone"), "--full"])
        .done();
}

#[test]
fn after_a_refresh_new_entries_have_their_pages_and_the_report_says_so_in_one_line() {
    let server = Server::start();
    let paths = ["/a", "/b", "/c"];
    server.answer("/feed", feed(&server, &paths));
    server.answer("/a", page(1..=3, ""));
    server.answer("/b", page(1..=3, ""));
    let home = Home::new();
    home.write(
        "feeds.toml",
        &format!(
            "[[feed]]\nurl = \"{}\"\nfull_text = true\n",
            server.url("/feed")
        ),
    );
    let ran = home.run(&["refresh"]).done();
    assert!(
        ran.out.contains("3 new") && !ran.out.contains("full text"),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("full texts: 2 fetched, 1 without one"),
        "{}",
        ran.err
    );
    let order: Vec<String> = server
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert_eq!(
        order,
        ["/feed", "/a", "/b", "/c"],
        "newest first, after the feed"
    );
    assert_eq!(server.most_at_once(), 1);
    let json = &home
        .run(&[
            "--offline",
            "show",
            &id_of(&home, "Of /b"),
            "--full",
            "--json",
        ])
        .done()
        .values()[0];
    assert!(
        json["full_text"]["html"]
            .as_str()
            .unwrap()
            .contains("Paragraph 3 ")
    );
    // Nothing is asked twice.
    home.run(&["refresh", "--force"]).done();
    assert_eq!(server.requests_of("/a").len(), 1);
    assert_eq!(server.requests_of("/c").len(), 1);
}

#[test]
fn of_a_long_feed_so_many_pages_come_with_each_refresh() {
    let server = Server::start();
    let paths: Vec<String> = (0..25).map(|n| format!("/{n:02}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let items = paths
        .iter()
        .map(|path| format!("<item><title>Of {path}</title><guid>{path}</guid><link>{}</link><description>x</description></item>", server.url(path)))
        .collect::<Vec<_>>().concat();
    server.answer(
        "/feed",
        Answer::rss(format!(
            "<rss version=\"2.0\"><channel><title>Paper</title>{items}</channel></rss>"
        )),
    );
    for path in &paths {
        server.answer(path, page(1..=3, ""));
    }
    let home = Home::new();
    home.write(
        "feeds.toml",
        &format!(
            "[[feed]]\nurl = \"{}\"\nfull_text = true\n",
            server.url("/feed")
        ),
    );
    let ran = home.run(&["refresh"]).done();
    assert!(ran.err.contains("full texts: 20 fetched"), "{}", ran.err);
    let ran = home.run(&["refresh", "--force"]).done();
    assert!(ran.err.contains("full texts: 5 fetched"), "{}", ran.err);
}

#[test]
fn a_host_that_asks_for_a_pause_is_left_alone_and_asked_later() {
    let server = Server::start();
    server.answer("/feed", feed(&server, &["/a", "/b"]));
    server.answers(
        "/a",
        [
            Answer::status(429).header("Retry-After", "600"),
            page(1..=3, ""),
        ],
    );
    let home = Home::new();
    home.write(
        "feeds.toml",
        &format!(
            "[[feed]]\nurl = \"{}\"\nfull_text = true\n",
            server.url("/feed")
        ),
    );
    let ran = home.run(&["refresh"]).done();
    assert!(
        ran.err.contains("full texts: 2 left for later"),
        "{}",
        ran.err
    );
    assert!(server.requests_of("/b").is_empty());
    let json = &home
        .run(&["show", &id_of(&home, "Of /a"), "--json"])
        .done()
        .values()[0];
    assert!(
        json["full_text"]["error"].is_null(),
        "nothing is counted against the page"
    );
}

#[test]
fn the_readers_own_rules_come_first_and_a_mistake_in_them_is_told() {
    let server = Server::start();
    let answer = format!(
        "<html><title>Story</title><article><div class=article-body><p>{}</p></div></article><div id=real><p>{}</p><p class=box>gone</p></div></html>",
        told(1),
        told(9)
    );
    server.answer("/a", Answer::ok("text/html", answer));
    let home = following(&server, &["/a"]);
    fs::create_dir_all(home.path().join("config/rules")).unwrap();
    home.write(
        "rules/127.0.0.1.txt",
        "body: //div[@id='real']\nstrip: //p[@class='box']\nbdoy: //p\n",
    );
    let id = id_of(&home, "Of /a");
    let ran = home.run(&["show", &id, "--full"]).done();
    assert!(
        ran.out.contains("Paragraph 9 ") && !ran.out.contains("Paragraph 1 "),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("gone"));
    assert!(
        ran.err
            .contains("rules/127.0.0.1.txt:3:1 `bdoy` is no directive"),
        "{}",
        ran.err
    );
    let ran = home.run(&["config", "check"]);
    assert!(ran.err.contains("rules/127.0.0.1.txt:3:1"), "{}", ran.err);
    assert!(
        ran.err.contains("hint: byline knows title, body"),
        "{}",
        ran.err
    );
    assert_eq!(ran.code, 1);
}

/// A reader on the feed of that server, its newest entry open.
fn reading(server: &Server) -> Desk {
    let mut desk = Desk::new(120, 40).online();
    desk.press("a")
        .type_text(&server.url("/feed"))
        .press("<enter>");
    desk.press("<enter>");
    desk
}

#[test]
fn x_shows_the_full_text_and_the_feeds_own_again_and_the_choice_lasts() {
    let server = Server::start();
    server.answer("/feed", feed(&server, &["/a"]));
    server.answer("/a", page(1..=4, ""));
    let mut desk = reading(&server);
    assert!(!desk.shows().contains("Paragraph 4 "));
    desk.press("x");
    let shows = desk.shows();
    assert!(
        shows.contains("Paragraph 4 ") && shows.contains("full text"),
        "{shows}"
    );
    assert!(
        desk.status().contains("full text fetched"),
        "{}",
        desk.status()
    );
    desk.press("x");
    assert!(!desk.shows().contains("Paragraph 4 "));
    assert!(
        desk.status().contains("the feed's own text"),
        "{}",
        desk.status()
    );
    desk.press("x").reopen();
    desk.press("<enter>");
    assert!(desk.shows().contains("Paragraph 4 "), "{}", desk.shows());
    assert_eq!(server.requests_of("/a").len(), 1);
}

#[test]
fn the_paragraph_at_the_top_stays_when_the_text_changes() {
    let server = Server::start();
    let long = |from: u32, to: u32| {
        (from..=to)
            .map(|n| format!("<p>{}</p>", told(n)))
            .collect::<Vec<_>>()
            .concat()
    };
    let item = format!(
        "<item><title>Long</title><guid>1</guid><link>{}</link><description><![CDATA[{}]]></description></item>",
        server.url("/a"),
        long(10, 40)
    );
    server.answer(
        "/feed",
        Answer::rss(format!(
            "<rss version=\"2.0\"><channel><title>Paper</title>{item}</channel></rss>"
        )),
    );
    server.answer("/a", page(1..=60, ""));
    let mut desk = reading(&server);
    let top = |desk: &mut Desk| {
        let reader = &desk.app().reader;
        let line = &reader.page().lines[reader.top() - reader.room().lead];
        line.spans
            .iter()
            .map(|span| span.text.as_str())
            .collect::<String>()
    };
    desk.press("<pagedown> <pagedown>");
    let before = top(&mut desk);
    assert!(before.len() > 10, "{before:?}");
    desk.press("x");
    assert!(
        desk.status().contains("full text fetched"),
        "{}",
        desk.status()
    );
    assert_eq!(top(&mut desk), before);
    desk.press("x");
    assert_eq!(top(&mut desk), before);
}

#[test]
fn a_page_that_has_none_says_why_in_a_quiet_line_and_the_feeds_text_stays() {
    let server = Server::start();
    server.answer("/feed", feed(&server, &["/a"]));
    server.answers("/a", [Answer::status(404), page(1..=4, "")]);
    let mut desk = reading(&server);
    desk.press("x");
    let shows = desk.shows();
    assert!(
        shows.contains("no full text: the server says 404, not found"),
        "{shows}"
    );
    assert!(shows.contains("Paragraph 2 "), "{shows}");
    assert!(desk.status().contains("no full text"), "{}", desk.status());
    desk.press("x");
    assert!(desk.shows().contains("Paragraph 4 "), "asked again by hand");
    assert!(!desk.shows().contains("no full text"));
}

#[test]
fn x_in_the_list_is_about_the_selected_entry_and_again_stops_it() {
    let server = Server::start();
    server.answer("/feed", feed(&server, &["/a", "/b"]));
    server.answer("/b", page(1..=4, ""));
    let mut desk = Desk::new(60, 20).online();
    desk.press("a")
        .type_text(&server.url("/feed"))
        .press("<enter>");
    desk.press("j x");
    assert!(
        desk.status().contains("full text fetched"),
        "{}",
        desk.status()
    );
    desk.press("<enter>");
    assert!(desk.shows().contains("Paragraph 1 "), "{}", desk.shows());
    desk.press("h k").hold();
    desk.press("x x");
    let started = desk.asked.iter().rev().find_map(|effect| match effect {
        Effect::Start(ticket, Job::FullText(..)) => Some(*ticket),
        _ => None,
    });
    assert_eq!(desk.asked.last(), Some(&Effect::Cancel(started.unwrap())));
    assert!(desk.status().contains("stopped"), "{}", desk.status());
}

#[test]
fn without_a_network_the_kept_text_is_shown_and_nothing_is_fetched() {
    let server = Server::start();
    let home = following(&server, &["/a"]);
    let id = id_of(&home, "Of /a");
    home.run(&["--offline", "show", &id, "--full"])
        .failed("--offline");
    assert!(server.requests_of("/a").is_empty());
    let json = &home.run(&["show", &id, "--json"]).done().values()[0];
    assert!(json["full_text"].is_null(), "not even a try is noted");
}

#[test]
fn a_mistake_in_a_rule_is_told_when_the_file_is_saved() {
    let home = Home::new();
    home.write("feeds.toml", "");
    let mut terminal = Terminal::start(home.path(), 120, 24, &["--offline"]);
    terminal.shows("help");
    fs::create_dir_all(home.config("rules")).unwrap();
    home.write("rules/paper.example.txt", "body: //div\ntitel: //h1\n");
    terminal.shows("rules/paper.example.txt:2:1");
    terminal.press("Q");
    assert_eq!(terminal.ends(), 0);
}
